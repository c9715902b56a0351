//! Forgetting: are words gone from pages and from what is asked for, 180 days after somebody wrote them?

use std::time::Duration;

use serde_json::json;

use crate::world::{MILL, World};

#[tokio::test(flavor = "multi_thread")]
async fn a_note_is_read_on_day_179_and_on_day_181_its_words_are_gone_but_not_that_it_was_written() {
    let world = World::new().await;
    let alarm =
        json!({"unit": MILL, "kind": "machine", "by": "w", "words": "alarm-words", "key": "k"});
    let made = world.post(MILL, "/api/v1/alarms", &alarm).await.ok();
    let incident = made["incident"].as_str().unwrap().to_owned();
    let acts = format!("/api/v1/incidents/{incident}/acts");
    let note = json!({"act": "note", "by": "shift lead", "words": "note-words"});
    world.post(MILL, &acts, &note).await.ok();
    let view = format!("/api/v1/views/incident?unit={MILL}&id={incident}&lang=en");
    let page = format!("/{MILL}/i/{incident}?lang=en");

    world.advance(Duration::from_hours(24 * 179)).await;
    for path in [&view, &page] {
        let got = world.get(MILL, path).await;
        assert!(got.text.contains("alarm-words") && got.text.contains("note-words"), "{path}");
    }
    world.advance(Duration::from_hours(24 * 2)).await;
    for path in [&view, &page] {
        let got = world.get(MILL, path).await;
        assert!(!got.text.contains("alarm-words") && !got.text.contains("note-words"), "{path}");
        assert!(got.text.contains("the words are gone: they are kept for 180 days"), "{path}");
        assert!(got.text.contains("shift lead"), "that it was written stays: {path}");
    }
}
