//! Flows: is a unit's chart drawn, read and kept to its people, and is nobody's drawing lost?

use serde_json::{Value, json};

use crate::events::Stream;
use crate::world::{MILL, NATION, SECTOR, SHOP, SISTER, STRANGER, World, steady};

const FLOWS: &str = "/api/v1/flows";

fn drawing(follows: &Value) -> Value {
    json!({
        "unit": MILL, "by": "shift lead", "follows": follows,
        "boxes": [
            {"key": "carding", "name": "Carding"},
            {"key": "spinning", "name": "Spinning", "figure": "output"},
            {"key": "shop", "name": "The shop", "part": SHOP},
        ],
        "lines": [
            {"from": "carding", "to": "spinning", "what": "sliver"},
            {"from": "spinning", "to": "shop", "what": "yarn", "figure": "output"},
            {"from": "shop", "to": "spinning"},
        ],
    })
}

async fn drawn(world: &World, follows: &Value) -> Value {
    let got = world.post(MILL, FLOWS, &drawing(follows)).await;
    assert_eq!(got.status, 201, "{got:?}");
    got.json()
}

async fn list(world: &World) -> String {
    format!("/api/v1/units/{}/flows", world.unit_id(MILL).await)
}

fn view(of: &str) -> String {
    format!("/api/v1/views/flow?unit={of}&lang=en")
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_drawn_is_read_as_it_was_drawn_and_earlier_drawings_stay() {
    let world = World::new().await;
    let first = drawn(&world, &Value::Null).await;
    assert_eq!((&first["unit"], &first["by"]), (&json!(MILL), &json!("shift lead")));
    assert_eq!(first["boxes"][1]["figure"], "output");
    assert_eq!(first["boxes"][2]["part"], SHOP);
    assert_eq!(
        first["lines"][2],
        json!({"from": "shop", "to": "spinning", "what": "", "figure": null})
    );
    let second = drawn(&world, &first["id"]).await;
    let listed = world.get(MILL, &list(&world).await).await.ok();
    assert_eq!(listed["flows"], json!([second, first]));
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_was_overtaken_is_answered_with_a_conflict_and_the_other_stays() {
    let world = World::new().await;
    let first = drawn(&world, &Value::Null).await;
    let second = drawn(&world, &first["id"]).await;
    for follows in [&Value::Null, &first["id"], &json!("7")] {
        let late = world.post(MILL, FLOWS, &drawing(follows)).await;
        late.is_problem(409, "somebody else changed the chart meanwhile");
    }
    let shown = world.get(MILL, &view(MILL)).await.ok();
    assert_eq!(shown["version"], second["id"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_drawing_is_refused_with_its_field_and_its_place() {
    let world = World::new().await;
    let cases = [
        ("boxes", "/boxes", json!([]), "1 to 64"),
        ("boxes", "/boxes/0/key", json!("Carding"), "letters a-z"),
        ("boxes", "/boxes/0/key", json!("spinning"), "spinning stands there twice"),
        ("boxes", "/boxes/0/name", json!(" "), "the name of carding"),
        ("boxes", "/boxes/0/figure", json!("nothing"), "own figures"),
        ("boxes", "/boxes/0/part", json!(SISTER), "direct parts"),
        ("boxes", "/boxes/0/part", json!("chile/nowhere"), "direct parts"),
        ("boxes", "/boxes/1/part", json!(SHOP), "not both"),
        ("lines", "/lines/0/to", json!("dyeing"), "dyeing is none"),
        ("lines", "/lines/0/to", json!("carding"), "another box than carding"),
        ("lines", "/lines/0/figure", json!("nothing"), "own figures"),
        ("follows", "/follows", json!("first"), "the id of a drawing"),
    ];
    for (field, at, value, words) in cases {
        let mut body = drawing(&Value::Null);
        *body.pointer_mut(at).unwrap_or(&mut Value::Null) = value.clone();
        if body.pointer(at).is_none() {
            let (object, key) = at.rsplit_once('/').expect("a field");
            body.pointer_mut(object).expect("it is there")[key] = value;
        }
        let refused = world.post(MILL, FLOWS, &body).await;
        refused.is_problem(422, words);
        assert_eq!(refused.json()["field"], field, "{refused:?}");
    }
    // A unit elsewhere and no unit at all are refused in the same words.
    let part = |path: &str| {
        let boxes = json!([{"key": "a", "name": "A", "part": path}]);
        json!({"unit": MILL, "by": "x", "boxes": boxes})
    };
    let hidden = world.post(MILL, FLOWS, &part(SISTER)).await.text;
    let absent = world.post(MILL, FLOWS, &part("chile/textiles/nemo")).await.text;
    assert_eq!(hidden.replace(SISTER, "x"), absent.replace("chile/textiles/nemo", "x"));
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_else_sees_a_chart_or_whether_there_is_one() {
    let world = World::new().await;
    let path = list(&world).await;
    let viewers = [SHOP, SECTOR, NATION, SISTER, STRANGER];
    let mut before = Vec::new();
    for viewer in viewers {
        before.push(world.get(viewer, &view(MILL)).await.ok());
    }
    let id = drawn(&world, &Value::Null).await["id"].as_str().expect("an id").to_owned();
    for (viewer, before) in viewers.into_iter().zip(before) {
        world.get(viewer, &path).await.is_problem(404, "");
        for query in ["", &format!("&drawing={id}"), "&drawing=7"] {
            let shown = world.get(viewer, &format!("{}{query}", view(MILL))).await.ok();
            assert_eq!(shown, before, "{viewer} {query}");
        }
        // One's own page does not show the drawing of another.
        let own = world.get(viewer, &format!("{}&drawing={id}", view(viewer))).await.ok();
        let none = world.get(viewer, &format!("{}&drawing=7", view(viewer))).await.ok();
        assert_eq!((&own, &own["view"]), (&none, &json!("boundary")), "{viewer}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_shows_figures_as_they_are_now_and_says_what_is_short() {
    let world = World::new().await;
    world.incident().await;
    let begins = world.get(MILL, &view(MILL)).await.ok();
    assert_eq!((&begins["drawing"], &begins["version"]), (&Value::Null, &Value::Null));
    assert_eq!(begins["proposed"]["boxes"][0]["part"], SHOP, "a level begins with its parts");
    let first = drawn(&world, &Value::Null).await;
    let second = drawn(&world, &first["id"]).await;
    let shown = world.get(MILL, &view(MILL)).await.ok();
    assert_eq!((&shown["proposed"], &shown["may_draw"]), (&Value::Null, &json!(true)));
    assert_eq!(shown["drawing"]["boxes"][1]["figure"], "output");
    assert!(shown["keys"].as_array().expect("keys").contains(&json!("flow")));
    let all = shown["shown"].as_array().expect("figures");
    let output = all.iter().find(|it| it["figure"]["key"] == "output").expect("the output");
    assert_eq!(output["state"], "incident", "{output}");
    let text = output["text"].as_str().expect("words");
    assert!(output["actuality"].is_f64() && text.contains("is not agreed"), "{output}");
    let part = all.iter().find(|it| it["part"]["path"] == SHOP).expect("the shop");
    assert_eq!((&part["state"], &part["actuality"]), (&json!("locked"), &Value::Null), "{part}");
    let versions = shown["versions"].as_array().expect("versions");
    assert_eq!((versions.len(), &versions[0]["id"]), (2, &second["id"]));
    let id = first["id"].as_str().expect("an id");
    let earlier = world.get(MILL, &format!("{}&drawing={id}", view(MILL))).await.ok();
    assert_eq!(earlier["version"], first["id"]);
    assert!(earlier["lede"].as_str().expect("words").contains("earlier drawing"));
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_script_the_chart_is_two_tables() {
    let world = World::new().await;
    world.report(MILL, "output", &steady(3)).await;
    let mut hostile = drawing(&Value::Null);
    hostile["boxes"][0]["name"] = json!("<script>alert(1)</script>");
    world.post(MILL, FLOWS, &hostile).await.ok();
    let page = world.get(MILL, &format!("/{MILL}/flow?lang=en")).await;
    assert_eq!(page.status, 200, "{page:?}");
    assert!(page.text.contains("<td>Spinning</td>") && page.text.contains("<td>yarn</td>"));
    assert!(!page.text.contains("<script>alert"), "{}", page.text);
    let page = world.get(MILL, &format!("/{MILL}/flow?lang=es")).await;
    assert!(page.text.contains("Lo que fluye"), "{}", page.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_drawing_is_heard_of_at_home_and_nowhere_else() {
    let world = World::new().await;
    let mut home = Stream::open(&world, MILL, MILL, None).await;
    let mut above = Stream::open(&world, SECTOR, SECTOR, None).await;
    drawn(&world, &Value::Null).await;
    assert_eq!(home.changed().await.what, ["flow"]);
    // What the level hears next is its own.
    let own =
        json!({"unit": SECTOR, "by": "x", "boxes": [{"key": "a", "name": "A", "part": MILL}]});
    world.post(SECTOR, FLOWS, &own).await.ok();
    assert_eq!(above.changed().await.what, ["flow"]);
}
