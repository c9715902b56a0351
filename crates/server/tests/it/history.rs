//! History: does the past of a unit come in as a whole or not at all, and is nobody told of it?

use mission::event::Event;
use mission::federation::Federation;
use mission::name::Path;
use mission::report::{Reading, Report};
use serde_json::{Value, json};
use store::MemoryStore;

use crate::people::{comes, founded, id_of};
use crate::world::{DAY, MILL, NATION, SECTOR, SHOP, SISTER, World, noon, steady};

/// Daily rows of one indicator, the last for the day before now.
fn rows(values: &[f64]) -> Vec<Value> {
    let days = (1..=u32::try_from(values.len()).unwrap()).rev();
    let row = |(value, days): (&f64, u32)| {
        let at = (noon() - DAY * days).to_string();
        json!({"at": at[..10], "values": [value]})
    };
    values.iter().zip(days).map(row).collect()
}

async fn path(world: &World, unit: &str) -> String {
    format!("/api/v1/units/{}/history", world.unit_id(unit).await)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_past_with_a_change_in_it_leaves_no_open_incident_and_a_filter_that_has_learnt() {
    let world = World::new().await;
    let mut values = steady(60);
    values[50..].fill(70.0);
    let body = json!({"by": "clerk", "indicators": ["output"], "rows": rows(&values)});
    let taken = world.post(MILL, &path(&world, MILL).await, &body).await.ok();
    assert_eq!((&taken["readings"], &taken["repeated"]), (&json!(60), &json!(0)), "{taken}");
    let all = world.get(MILL, "/api/v1/incidents").await.ok();
    assert!(!all["incidents"].as_array().unwrap().is_empty(), "the change is known");
    let open = world.get(MILL, "/api/v1/incidents?open=true").await.ok();
    assert_eq!(open["incidents"], json!([]));
    let page = format!("/api/v1/views/today?unit={MILL}&lang=en");
    let figures = world.get(MILL, &page).await.ok()["figures"].clone();
    let output = figures.as_array().unwrap().iter().find(|it| it["indicator"]["key"] == "output");
    assert_eq!(output.unwrap()["learning"], Value::Null, "{figures}");
    let again = world.post(MILL, &path(&world, MILL).await, &body).await.ok();
    assert_eq!((&again["readings"], &again["repeated"]), (&json!(0), &json!(60)), "{again}");
}

/// Two units brought in their past at the same moment: whichever was done first ended what was just coming in of the
/// other, as of today. Here the mill's comes entry by entry, and its sister's in between.
#[tokio::test(flavor = "multi_thread")]
async fn two_units_bring_in_their_pasts_at_once_and_each_reads_as_if_it_were_alone() {
    let (alone, together) = (World::new().await, World::new().await);
    let mut values = steady(60);
    values[55..].fill(70.0);
    let body = json!({"by": "clerk", "indicators": ["output"], "rows": rows(&values)});
    let to = path(&alone, MILL).await;
    alone.post(MILL, &to, &body).await.ok();

    let stage = together.server.stage();
    let output = |federation: &Federation| {
        let mill =
            federation.registry().at_path(&Path::parse(MILL).unwrap()).expect("it was founded");
        federation.registry().indicators_of(mill)[0]
    };
    let indicator = stage.ask(output).await.expect("it runs");
    for (value, days) in values.iter().zip((1..=60_u32).rev()).take(57) {
        let at = noon() - DAY * days - DAY / 2;
        let report = Report {
            readings: vec![Reading { indicator, at, value: *value }],
            ..Report::default()
        };
        stage.come(Event::History(report, at + DAY)).await.expect("it is taken");
    }
    let open =
        async || together.get(MILL, "/api/v1/incidents?open=true").await.ok()["incidents"].clone();
    assert_eq!(open().await.as_array().map(Vec::len), Some(1), "it fell in the past");
    let few = json!({"by": "clerk", "indicators": ["output"], "rows": rows(&steady(5))});
    together.post(SISTER, &path(&together, SISTER).await, &few).await.ok();
    assert_eq!(open().await.as_array().map(Vec::len), Some(1), "its past is still coming in");
    together.post(MILL, &to, &body).await.ok();
    let told = async |world: &World| -> Vec<Value> {
        let all = world.get(MILL, "/api/v1/incidents").await.ok()["incidents"].clone();
        let told = |it: &Value| json!([it["opened"], it["closed"], it["end"]]);
        all.as_array().unwrap().iter().map(told).collect()
    };
    assert_eq!(told(&together).await, told(&alone).await);
    assert_eq!(told(&together).await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn with_one_wrong_cell_nothing_is_written_and_each_is_named_by_row_and_column() {
    let world = World::new().await;
    let body = json!({"indicators": ["output", "scrap"], "rows": [
        {"at": "2026-02-01", "values": [8.1, null]},
        {"at": "01.02.2026", "values": [8.1, 3]},
        {"at": "2026-02-03", "values": [1e101, 3]},
        {"at": "2026-02-04", "values": [8.1]},
        {"at": "2026-02-01", "values": [8.2, null]},
        {"at": "2026-02-01", "values": [8.1, null]},
        {"at": "2026-04-01", "values": [null, 3]},
    ]});
    let got = world.post(MILL, &path(&world, MILL).await, &body).await;
    got.is_problem(422, "rows[3]");
    let said: Vec<Value> = got.json()["problems"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| json!([it["row"], it["column"]]))
        .collect();
    let expected = [json!([3, null]), json!([1, null]), json!([1, null]), json!([2, 0])];
    assert_eq!(said[..4], expected, "{got:?}");
    assert_eq!(said[4..], [json!([4, 0]), json!([6, null])]);
    let id = world.unit_id(MILL).await;
    let series = format!("/api/v1/units/{id}/indicators/output/series");
    assert_eq!(world.get(MILL, &series).await.ok()["points"], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_preview_keeps_nothing_and_too_many_rows_are_refused_with_what_would_be_right() {
    let world = World::new().await;
    let (to, rows) = (path(&world, MILL).await, rows(&steady(30)));
    let body = json!({"indicators": ["output"], "rows": rows, "preview": true});
    let seen = world.post(MILL, &to, &body).await.ok();
    assert_eq!(seen["readings"], 30);
    let again = world.post(MILL, &to, &body).await.ok();
    assert_eq!(again["repeated"], 0, "{again}");
    let row = json!({"at": "2026-02-01", "values": [1]});
    let many = json!({"indicators": ["output"], "rows": vec![row; 100_001]});
    world.post(MILL, &to, &many).await.is_problem(422, "at most 100000 rows");
    let none = json!({"indicators": [], "rows": []});
    world.post(MILL, &to, &none).await.is_problem(422, "keys of the unit's indicators");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_level_brings_in_the_past_of_a_part_only_while_nobody_decides_there() {
    let (world, mut founder) = founded(Box::<MemoryStore>::default()).await;
    let shop = id_of(&world, &founder, SHOP).await;
    let to = format!("/api/v1/units/{shop}/history");
    let listed = founder.get(&world, &format!("/api/v1/units?path={SHOP}")).await.ok();
    assert_eq!(listed["units"][0]["path"], SHOP);
    let body = json!({"indicators": ["output"], "rows": rows(&steady(3)), "preview": true});
    founder.post(&world, &to, &body).await.ok();
    let mut mill = comes(&world, &mut founder, (NATION, Some(MILL)), ("mill", "committee")).await;
    founder.post(&world, &to, &body).await.is_problem(404, "check the address");
    mill.post(&world, &to, &body).await.ok();
    comes(&world, &mut mill, (MILL, Some(SHOP)), ("shop", "committee")).await;
    mill.post(&world, &to, &body).await.is_problem(404, "check the address");
}

#[tokio::test(flavor = "multi_thread")]
async fn bringing_in_the_past_and_taking_back_a_figure_each_leave_one_record_in_the_audit() {
    let world = World::new().await;
    let id = world.unit_id(MILL).await;
    let body = json!({"by": "clerk", "indicators": ["output"], "rows": rows(&steady(5))});
    world.post(MILL, &path(&world, MILL).await, &body).await.ok();
    let back = |key: &str| format!("/api/v1/units/{id}/indicators/{key}/take-back");
    let by = json!({"by": "clerk"});
    world.post(MILL, &back("output"), &by).await.is_problem(409, "it has readings");
    world.post(MILL, &back("scrap"), &by).await.ok();
    world.post(MILL, &back("scrap"), &by).await.is_problem(409, "before");
    world.post(SECTOR, &back("scrap"), &by).await.is_problem(404, "check the address");
    let audit = world.get(MILL, &format!("/api/v1/units/{id}/audit")).await.ok();
    let acts: Vec<&str> =
        audit["records"].as_array().unwrap().iter().map(|it| it["act"].as_str().unwrap()).collect();
    let expected = ["strike_out", "strike_out", "strike_out", "bring_past"];
    assert_eq!(acts[..4], expected, "{audit}");
    let scrap = json!({"key": "scrap", "measure": "t", "cadence": "daily", "direction": "less"});
    let again = json!({"by": "clerk", "units": [{"path": MILL, "indicators": [scrap]}]});
    world.post(MILL, "/api/v1/units", &again).await.ok();
    let all = world.get(MILL, &format!("/api/v1/units/{id}/indicators")).await.ok();
    let scrap = all["indicators"].as_array().unwrap().iter().find(|it| it["key"] == "scrap");
    assert_eq!(scrap.unwrap()["retired"], Value::Null, "laid down again, it is back");
}
