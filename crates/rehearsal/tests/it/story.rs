//! Story: does each pane of the first minute show what is so?

use mission::sentence::Lang;
use rehearsal::story::Story;
use serde_json::Value;
use server::wire::minute::{Minute, Said, Turn};
use server::{Guide, Stuck};

fn read(said: &Said) -> Value {
    serde_json::from_str(said.body.get()).expect("JSON")
}

async fn play(story: &Story, turn: Option<Turn>) -> Minute {
    story.play(turn, Lang::En).await.expect("the story goes on")
}

fn is_missed(it: &Value) -> bool {
    it["state"] == "missed" || it["glyph"] == "missed"
}

#[tokio::test(flavor = "multi_thread")]
async fn who_knows_what_is_so_at_each_of_the_four_stops() {
    let story = Story::begin(None).await.expect("it begins");
    let before = play(&story, None).await;
    assert_eq!(read(&before.told)["status"], "unusual");
    let typed = play(&story, Some(Turn::Type { value: before.suggested })).await;
    let told = read(&typed.told);
    assert_eq!((&told["status"], &told["glyph"]), (&"open".into(), &"step_down".into()), "{told}");
    assert_eq!(typed.sector_room.digest, typed.sector_before, "{}", typed.sector_room.body);
    assert_eq!((typed.probe.status, typed.risen.is_none()), (404, true));
    let (above, own) = (typed.disk_above, typed.disk_own);
    assert_eq!((above.in_bytes, above.in_log, above.in_kept, above.readings), (0, 0, 0, 0));
    assert!(own.in_bytes > 0 && own.in_log > 0 && own.in_kept > 0, "the search finds it: {own:?}");

    let risen = play(&story, Some(Turn::Next)).await;
    let series = read(&risen.probe);
    assert_eq!((risen.probe.status, &series["of"]), (200, &5.into()), "from Friday on: {series}");
    assert!(risen.disk_above.in_log > 0, "the disk above holds what rose");
    assert_eq!(risen.disk_above.readings, 5, "and no reading more");
    let owed = read(risen.risen.as_ref().expect("it is there"))["obligations"].clone();
    assert_eq!(owed[0]["state"], "open", "{owed}");

    let ignored = play(&story, Some(Turn::Next)).await;
    let (told, nation) = (read(&ignored.told), read(&ignored.nation_room));
    assert!(
        told["obligations"].as_array().is_some_and(|owed| owed.iter().any(is_missed)),
        "{told}"
    );
    assert_eq!(nation["passed_up"][0]["unit"]["path"], "chile/textiles/spinning-2", "{nation}");
    let sector = read(&ignored.sector_room);
    assert!(sector["ours"].as_array().is_some_and(|ours| ours.iter().any(is_missed)), "{sector}");

    let helped = play(&story, Some(Turn::Next)).await;
    let told = read(&helped.told);
    assert_eq!(told["status"], "settling", "{told}");
    let old = told["chart"]["reference"]["level"].as_f64().expect("a level");
    assert!((9.8..10.0).contains(&old), "judged against the level before: {told}");
    let past_it = story.play(Some(Turn::Next), Lang::En).await;
    assert!(matches!(past_it, Err(Stuck::NotNow(_))));
    story.end().await.expect("it ends");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_good_figure_rises_nowhere_and_another_can_be_typed() {
    let story = Story::begin(None).await.expect("it begins");
    play(&story, Some(Turn::Type { value: 9.93 })).await;
    let next = story.play(Some(Turn::Next), Lang::En).await;
    assert!(matches!(next, Err(Stuck::NotNow(_))), "nothing is wrong");
    let corrected = play(&story, Some(Turn::Type { value: 8.02 })).await;
    assert_eq!(read(&corrected.told)["status"], "open", "{}", corrected.told.body);
    let again = play(&story, Some(Turn::Again)).await;
    assert_eq!((again.stop, again.typed), (1, None));
    assert_eq!(read(&again.told)["status"], "unusual");
    story.end().await.expect("it ends");
}
