//! Reports: is what can be taken in kept, and is the rest listed back in words that help?

use serde_json::{Value, json};

use crate::world::{MILL, NATION, SECTOR, SHOP, SISTER, World, noon, steady};

fn reading(value: &Value) -> Value {
    json!({"unit": MILL, "indicator": "output", "at": "2026-03-01", "value": value})
}

async fn one(world: &World, reading: Value) -> crate::world::Got {
    world.post(MILL, "/api/v1/reports", &json!({"source": "t", "readings": [reading]})).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_that_changes_a_series_opens_an_incident_at_the_unit_and_nowhere_above() {
    let world = World::new().await;
    let id = world.incident().await;
    let seen = world.get(MILL, &format!("/api/v1/incidents/{id}")).await.ok();
    assert_eq!(seen["unit"], MILL);
    assert_eq!(seen["strands"][0]["direction"], "down");
    for above in [SECTOR, NATION, SISTER, SHOP] {
        world
            .get(above, &format!("/api/v1/incidents/{id}"))
            .await
            .is_problem(404, "check the address");
        let list = world.get(above, "/api/v1/incidents").await.ok();
        assert_eq!(list["incidents"], json!([]), "{above}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_good_part_of_a_report_is_kept_and_the_rest_listed_back_by_its_place() {
    let world = World::new().await;
    let body = json!({"source": "t", "unit": MILL, "readings": [
        reading(&json!(8.15)),
        {"indicator": "outputs", "at": "2026-03-01", "value": 1},
        {"indicator": "scrap", "at": "2026-03-01", "value": 1e101},
        {"indicator": "scrap", "at": "2026-03-01", "value": 2, "measure": "kg"},
        {"indicator": "scrap", "at": "2026-04-01", "value": 2},
        {"indicator": "scrap", "at": "1899-12-31T00:00:00Z", "value": 2},
        {"indicator": "scrap", "at": "01.03.2026", "value": 2},
        {"unit": "chile/textiles/nowhere", "indicator": "scrap", "at": "2026-03-01", "value": 2},
        {"indicator": "scrap", "at": "2026-03-01", "value": null},
        {"indicator": "scrap", "at": "2026-03-01", "value": null, "reason": "instrument"},
        {"indicator": "scrap", "at": "2026-02-28", "value": null, "no_data": "the scales broke"},
    ]});
    let answer = world.post(MILL, "/api/v1/reports", &body).await.ok();
    assert_eq!(answer["accepted"], 3, "{answer}");
    assert_eq!(answer["problem_count"], 8);
    let problems = answer["problems"].as_array().unwrap();
    let said: Vec<(u64, &str)> = problems
        .iter()
        .map(|it| (it["index"].as_u64().unwrap(), it["field"].as_str().unwrap()))
        .collect();
    assert_eq!(
        said,
        [
            (1, "indicator"),
            (2, "value"),
            (3, "measure"),
            (4, "at"),
            (5, "at"),
            (6, "at"),
            (7, "unit"),
            (8, "value"),
        ]
    );
    assert!(problems[0]["message"].as_str().unwrap().contains("output, scrap"), "{answer}");
    assert_eq!(problems[1]["value"], "1e101");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_of_which_nothing_is_right_is_a_problem_that_names_the_first_reason() {
    let world = World::new().await;
    let got = one(&world, reading(&json!("many"))).await;
    got.is_problem(422, "value is");
    assert_eq!(got.json()["problems"][0]["index"], 0);
    assert_eq!(got.json()["accepted"], 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn numbers_that_no_machine_can_hold_are_refused_by_name() {
    let world = World::new().await;
    let huge = "9".repeat(400);
    for value in ["1e101", "-1e101", "1e999", &huge] {
        let body = format!(
            r#"{{"readings":[{{"unit":"{MILL}","indicator":"output","at":"2026-03-01","value":{value}}}]}}"#
        );
        let got = world.post_raw(MILL, "/api/v1/reports", &[], body.into_bytes()).await;
        got.is_problem(422, "a finite number of at most 1e100");
    }
    for value in ["NaN", "Infinity", "-Infinity", "01", "1.", "'1'"] {
        let body = format!(r#"{{"readings":[{{"indicator":"output","value":{value}}}]}}"#);
        let got = world.post_raw(MILL, "/api/v1/reports", &[], body.into_bytes()).await;
        got.is_problem(400, "line 1");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_local_time_that_clocks_jumped_over_is_refused_with_what_they_showed() {
    let world = World::new().await;
    let charter = json!({"by": "founders", "units": [
        {"path": "madrid", "zone": "Europe/Madrid", "indicators": [
            {"key": "output", "measure": "t", "cadence": "hourly", "direction": "more"}]}]});
    world.post(MILL, "/api/v1/units", &charter).await.ok();
    let body = json!({"unit": "madrid", "readings": [
        {"indicator": "output", "at": "2025-03-30T02:30", "value": 1}]});
    let got = world.post("madrid", "/api/v1/reports", &body).await;
    got.is_problem(422, "did not happen in Europe/Madrid");
}

#[tokio::test(flavor = "multi_thread")]
async fn sent_twice_it_counts_once_and_other_words_under_its_number_are_refused() {
    let world = World::new().await;
    let body = |seq: u64, value: f64| json!({"source": "press-7", "epoch": 1, "seq": seq, "readings": [reading(&json!(value))]});
    let post = |body: Value| async { world.post(MILL, "/api/v1/reports", &{ body }).await };
    assert_eq!(post(body(7, 1.0)).await.ok()["accepted"], 1);
    let again = post(body(7, 1.0)).await.ok();
    assert_eq!([&again["accepted"], &again["duplicates"]], [&json!(0), &json!(1)]);
    post(body(7, 2.0)).await.is_problem(409, "number this one higher");
    // So far ahead that nobody remembers what came as number 7.
    assert_eq!(post(body(7 + 4_096, 3.0)).await.ok()["accepted"], 1);
    post(body(7, 1.0)).await.is_problem(409, "too old");
    assert_eq!(post(body(4_000, 4.0)).await.ok()["accepted"], 1, "late, but known to be new");
    for bad in [json!(-1), json!(1.5), json!("7")] {
        let body = json!({"source": "a", "seq": bad, "readings": [reading(&json!(1))]});
        post(body).await.is_problem(422, "a whole number");
    }
    let nameless = json!({"seq": 1, "readings": [reading(&json!(1))]});
    post(nameless).await.is_problem(422, "source is missing");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_unit_reports_for_itself_and_what_is_below_it() {
    let world = World::new().await;
    let of = |unit: &str| {
        json!({"readings": [
        {"unit": unit, "indicator": "output", "at": "2026-03-01", "value": 1}]})
    };
    for unit in [MILL, SHOP] {
        assert_eq!(world.post(MILL, "/api/v1/reports", &of(unit)).await.ok()["accepted"], 1);
    }
    for unit in [SISTER, "chile/mining"] {
        world.post(MILL, "/api/v1/reports", &of(unit)).await.is_problem(422, "or a unit below it");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn readings_come_back_as_they_were_sent_and_thinned_out_on_request() {
    let world = World::new().await;
    world.report(MILL, "output", &steady(300)).await;
    let id = world.unit_id(MILL).await;
    let series = format!("/api/v1/units/{id}/indicators/output/series");
    let all = world.get(MILL, &series).await.ok();
    assert_eq!(all["of"], 300);
    assert_eq!(all["points"].as_array().unwrap().len(), 300);
    assert_eq!(all["points"][299]["value"], json!(steady(300)[299]));
    let yesterday = (noon() - crate::world::DAY).to_string();
    let corrected = json!({"readings": [
        {"unit": MILL, "indicator": "output", "at": yesterday, "value": 7}]});
    world.post(MILL, "/api/v1/reports", &corrected).await.ok();
    // It is acknowledged when it is durable, and seen a moment later.
    world.advance(std::time::Duration::ZERO).await;
    let all = world.get(MILL, &series).await.ok();
    let marked: Vec<_> =
        all["points"].as_array().unwrap().iter().filter(|it| it["corrected"] == true).collect();
    assert_eq!(marked.len(), 1);
    assert_eq!(marked[0]["value"], 7.0);
    let thin = world.get(MILL, &format!("{series}?points=50")).await.ok();
    assert_eq!(thin["points"].as_array().unwrap().len(), 50);
    world.get(MILL, &format!("{series}?points=10001")).await.is_problem(422, "from 3 to 10000");
    world.get(MILL, &format!("{series}?from=soon")).await.is_problem(422, "a time such as");
    let drawn = series.replace("/series", "/envelopes");
    let few = world.get(MILL, &format!("{drawn}?most=20")).await.ok();
    assert_eq!((few["of"].clone(), few["zone"].clone()), (json!(300), json!("UTC")));
    let few = few["envelopes"].as_array().unwrap();
    assert_eq!(few.iter().map(|it| it["readings"].as_u64().unwrap()).sum::<u64>(), 300);
    assert_eq!(few.iter().filter(|it| it["corrected"] == true).count(), 1);
    let near = world.get(MILL, &format!("{drawn}?most=20&from={yesterday}")).await.ok();
    assert_eq!(near["envelopes"][0]["high"], 7.0, "{near}");
    world.get(MILL, &format!("{drawn}?most=0")).await.is_problem(422, "from 1 to 10000");
    let table = world.get(MILL, &format!("{series}.csv?from={}", noon() - crate::world::DAY)).await;
    assert_eq!(table.text.lines().count(), 2, "{}", table.text);
    assert!(table.text.contains("chile/textiles/yarur,output,2026-03-01T12:00:00+00:00,"));
}

/// A month of figures is looked at before it is sent: what is wrong, and what it would replace.
#[tokio::test(flavor = "multi_thread")]
async fn a_preview_says_what_would_become_of_a_report_and_keeps_nothing() {
    let world = World::new().await;
    world.report(MILL, "output", &steady(3)).await;
    let yesterday = (noon() - crate::world::DAY).to_string();
    let body = json!({"source": "form:1", "epoch": 1, "seq": 1, "readings": [
        {"unit": MILL, "indicator": "output", "at": yesterday, "value": 7},
        {"unit": MILL, "indicator": "output", "at": "2020-02-30", "value": 7},
        {"unit": MILL, "indicator": "output", "at": "2020-02-28", "value": 7},
    ]});
    let path = "/api/v1/reports/preview";
    let seen = world.post(MILL, path, &body).await.ok();
    assert_eq!((seen["acceptable"].clone(), seen["problem_count"].clone()), (json!(2), json!(1)));
    assert_eq!(seen["problems"][0]["index"], 1, "{seen}");
    assert_eq!(seen["known"].as_array().unwrap().len(), 1, "{seen}");
    let known = seen["known"][0]["value"].as_f64().unwrap();
    assert!((known - steady(3)[2]).abs() < 1e-9, "{seen}");
    let id = world.unit_id(MILL).await;
    let series =
        world.get(MILL, &format!("/api/v1/units/{id}/indicators/output/series")).await.ok();
    assert_eq!(series["of"], 3, "nothing was kept");
    // The level above may report for the mill, and learns nothing by it of what the mill reports.
    let above = world.post(SECTOR, path, &body).await.ok();
    assert_eq!(above["known"], json!([]), "{above}");
    // The number was not used up.
    world.post(MILL, "/api/v1/reports", &body).await.ok();
}

/// A slip of the comma, put right the next day: what it was, when that was, and under which title.
#[tokio::test(flavor = "multi_thread")]
async fn a_corrected_figure_keeps_what_it_was_and_who_corrected_it() {
    let world = World::new().await;
    world.report(MILL, "output", &steady(30)).await;
    let id = world.unit_id(MILL).await;
    let yesterday = noon() - crate::world::DAY;
    for (value, by) in [(10.05, json!("clerk")), (100.5, json!("shift lead")), (101.0, json!(null))]
    {
        let body = json!({"by": by, "unit": MILL, "readings": [
            {"indicator": "output", "at": yesterday.to_string(), "value": value}]});
        world.post(MILL, "/api/v1/reports", &body).await.ok();
        world.advance(std::time::Duration::from_mins(1)).await;
    }
    let path = format!("/api/v1/units/{id}/indicators/output/corrections");
    let said = world.get(MILL, &path).await.ok();
    let told: Vec<_> = said["corrections"].as_array().unwrap().iter().collect();
    let of = |place: usize| (told[place]["was"].clone(), told[place]["by"].clone());
    assert_eq!(told.len(), 3, "{said}");
    assert_eq!(of(0), (json!(100.5), json!(null)), "the latest first");
    assert_eq!(of(1), (json!(10.05), json!("shift lead")));
    assert_eq!(told[2]["by"], "clerk");
    assert!((told[2]["was"].as_f64().unwrap() - steady(30)[29]).abs() < 1e-9, "{said}");
    assert_eq!(told[2]["at"], "2026-03-01T12:00:00+00:00");
    let room = world.get(MILL, &format!("/api/v1/views/room?unit={MILL}&lang=en")).await.ok();
    let line = room["telex"].as_array().unwrap().iter().find(|it| it["who"] == "Figures").unwrap();
    assert!(line["text"].as_str().unwrap().contains("101.0, was 100.5"), "{line}");
    for other in [SECTOR, NATION, SISTER] {
        world.get(other, &path).await.is_problem(404, "");
    }
    let long = json!({"by": "x".repeat(81), "unit": MILL, "readings": []});
    world.post(MILL, "/api/v1/reports", &long).await.is_problem(422, "1 to 80 letters");
}

/// Numbers of reports are a unit's own: nobody else can ask by them what it sent, or use them up.
#[tokio::test(flavor = "multi_thread")]
async fn a_source_is_known_within_the_unit_that_is_spoken_for_alone() {
    let world = World::new().await;
    let report = |value: f64, seq: u64| {
        json!({"source": "scales", "seq": seq, "readings": [
            {"unit": MILL, "indicator": "output", "at": "2026-03-01", "value": value}]})
    };
    world.post(MILL, "/api/v1/reports", &report(3.91, 9_000)).await.ok();
    // The level above may report for the mill. It learns nothing of what the mill sent: neither by the
    // same bytes, nor by others, nor by a number far behind.
    for (value, seq) in [(3.91, 9_000), (3.92, 9_000), (3.91, 1)] {
        let guess = world.post(SECTOR, "/api/v1/reports", &report(value, seq)).await;
        let is_first = seq != 9_000 || value < 3.915;
        let expected = if is_first { 200 } else { 409 };
        assert_eq!(guess.status, expected, "{value} {seq}: {}", guess.text);
        assert!(!guess.text.contains("\"duplicates\":1"), "{}", guess.text);
        if !is_first {
            assert!(guess.text.contains("another report came"), "its own of a moment ago");
        }
    }
    let again = world.post(MILL, "/api/v1/reports", &report(3.91, 9_000)).await.ok();
    assert_eq!(again["duplicates"], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_part_reports_is_not_told_to_the_level_above_by_a_mistake_of_its_own() {
    let world = World::new().await;
    let wrong = |indicator: &str, measure: Value| {
        json!({"readings": [{"unit": MILL, "indicator": indicator, "at": "2026-03-01", "value": 1,
                             "measure": measure}]})
    };
    for body in [wrong("nosuch", Value::Null), wrong("output", json!("furlong"))] {
        let own = world.post(MILL, "/api/v1/reports", &body).await.text;
        let above = world.post(SECTOR, "/api/v1/reports", &body).await.text;
        assert!(own.contains("output") && own.contains("expected"), "{own}");
        let told = above.replace("\"output\"", "");
        assert!(!told.contains("output") && !told.contains("scrap"), "{above}");
        assert_ne!(own, above);
    }
}
