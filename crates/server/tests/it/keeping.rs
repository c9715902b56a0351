//! Keeping: who sees how a unit is kept and who did what for it, and is offered what?

use serde_json::{Value, json};
use store::MemoryStore;

use crate::people::{Browser, comes, founded};
use crate::receivers::telling;
use crate::summons::Mill;
use crate::world::{MILL, NATION, SECTOR, World};

const SETUP: &str = "/api/v1/views/setup?unit=chile/textiles/yarur";
const AUDIT: &str = "/api/v1/views/audit?unit=chile/textiles/yarur";

async fn page(world: &World, who: &mut Browser, path: &str) -> Value {
    who.get(world, path).await.ok()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_only_the_committee_may_do_is_not_offered_to_others() {
    let mut mill = Mill::telling(telling(None, None)).await;
    let seen = page(&mill.world, &mut mill.committee, SETUP).await;
    assert_eq!(seen["sentence"], "Nobody can be told outside of these pages yet.");
    assert_eq!(
        (&seen["hooks"], seen["duty"]["hand_to"].as_array().map(Vec::len)),
        (&json!([]), Some(2))
    );
    let seen = page(&mill.world, &mut mill.worker, SETUP).await;
    assert_eq!((&seen["hooks"], &seen["duty"]["hand_to"]), (&Value::Null, &json!([])));
    assert_eq!((&seen["duty"]["name"], &seen["duty"]["may_end"]), (&Value::Null, &json!(false)));

    mill.hands_duty_to("weaver").await;
    let seen = page(&mill.world, &mut mill.worker, SETUP).await;
    assert_eq!(
        (&seen["duty"]["name"], &seen["duty"]["you"]),
        (&json!("Known as weaver"), &json!(true))
    );
    assert_eq!(
        seen["duty"]["hand_to"].as_array().map(Vec::len),
        Some(1),
        "whoever has it hands it on"
    );

    // Whoever stands elsewhere meets the boundary, with nothing of it inside.
    let seen = page(&mill.world, &mut mill.founder, SETUP).await;
    assert_eq!(seen["view"], "boundary");
    assert!(!seen.to_string().contains("weaver"));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_audits_reads_what_was_done_and_nothing_of_the_unit_from_inside() {
    let mut mill = Mill::telling(telling(None, None)).await;
    let role = ("reader", "auditor");
    let mut auditor = comes(&mill.world, &mut mill.committee, (MILL, None), role).await;
    mill.alarm("machine", "a").await;
    let seen = page(&mill.world, &mut auditor, AUDIT).await;
    assert_eq!(
        (&seen["view"], &seen["keys"], &seen["is_latest"]),
        (&json!("audit"), &json!([]), &json!(true))
    );
    let latest = &seen["records"][0];
    assert_eq!(latest["act"], "raised an alarm");
    assert_eq!(latest["thing"]["address"], Value::Null, "the thing itself is not theirs to see");
    assert!(!seen.to_string().contains("smoke"), "the words stay with the thing");
    assert!(!seen["records"].to_string().contains("Known as"), "and names with the unit");
    assert!(
        seen["checkpoint"]
            .as_str()
            .unwrap()
            .starts_with(seen["key"].as_str().unwrap().split('+').next().unwrap())
    );
    let number: u64 = latest["number"].as_str().unwrap().parse().unwrap();
    let older = page(&mill.world, &mut auditor, &format!("{AUDIT}&before={number}")).await;
    assert_eq!(older["is_latest"], false);
    assert_ne!(older["records"][0]["number"], latest["number"]);

    let seen = page(&mill.world, &mut mill.committee, AUDIT).await;
    assert!(
        seen["records"][0]["thing"]["address"]
            .as_str()
            .unwrap()
            .starts_with("/chile/textiles/yarur/i/")
    );
    assert_eq!(page(&mill.world, &mut auditor, SETUP).await["view"], "boundary");
    for who in [&mut mill.worker, &mut mill.founder] {
        assert_eq!(page(&mill.world, who, AUDIT).await["view"], "boundary");
    }
    auditor.get(&mill.world, &format!("{AUDIT}&before=x")).await.is_problem(422, "before");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_that_may_move_is_offered_to_the_committee_of_its_level_alone() {
    let (world, mut founder) = founded(Box::<MemoryStore>::default()).await;
    let mut sector =
        comes(&world, &mut founder, (NATION, Some(SECTOR)), ("sector", "committee")).await;
    let part = format!("{SECTOR}/new");
    let charter = json!({"units": [{"path": part, "name": "New mill", "zone": "UTC"}]});
    sector.post(&world, "/api/v1/units", &charter).await.ok();
    let role = ("sector-2", "coordinator");
    let mut coordinator = comes(&world, &mut sector, (SECTOR, None), role).await;
    let path = format!("/api/v1/views/setup?unit={SECTOR}");
    let seen = page(&world, &mut sector, &path).await;
    assert_eq!(seen["may_move"][0]["name"], "New mill");
    assert_eq!(seen["may_move"].as_array().map(Vec::len), Some(1), "the others have figures here");
    assert_eq!(page(&world, &mut coordinator, &path).await["may_move"], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn where_nobody_signs_in_nobody_is_on_duty_and_no_system_is_told() {
    let world = World::new().await;
    let seen = world.get(MILL, SETUP).await.ok();
    assert_eq!(
        (&seen["duty"], &seen["calls"], &seen["hooks"]),
        (&Value::Null, &Value::Null, &Value::Null)
    );
    assert_eq!(world.get(SECTOR, SETUP).await.ok()["view"], "boundary");
    assert_eq!(world.get(MILL, AUDIT).await.ok()["view"], "audit");
}
