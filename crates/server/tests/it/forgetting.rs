//! Forgetting: are words gone from pages and from what is asked for, 180 days after somebody wrote them?

use std::time::Duration;

use serde_json::json;

use crate::receivers::{mail, telling};
use crate::summons::Mill;
use crate::world::MILL;

#[tokio::test(flavor = "multi_thread")]
async fn a_note_is_read_on_day_179_and_on_day_181_its_words_are_gone_but_not_that_it_was_written() {
    let post = mail().await;
    let mut mill = Mill::telling(telling(Some(post.address), None)).await;
    let made = mill.alarm("machine", "a").await;
    let incident = made["incident"].as_str().unwrap().to_owned();
    let acts = format!("/api/v1/incidents/{incident}/acts");
    let note = json!({"act": "note", "by": "x", "words": "unmistakable-words"});
    mill.worker.post(&mill.world, &acts, &note).await.ok();
    let view = format!("/api/v1/views/incident?unit={MILL}&id={incident}&lang=en");
    let page = format!("/{MILL}/i/{incident}");

    mill.world.advance(Duration::from_hours(24 * 179)).await;
    for path in [&view, &page] {
        let got = mill.worker.get(&mill.world, path).await;
        assert!(got.text.contains("unmistakable-words"), "{path}: {}", got.text);
    }
    mill.world.advance(Duration::from_hours(24 * 2)).await;
    for path in [&view, &page] {
        let got = mill.worker.get(&mill.world, path).await;
        assert!(!got.text.contains("unmistakable-words"), "{path}: {}", got.text);
        assert!(got.text.contains("the words are gone: they are kept for 180 days"), "{path}");
    }
}
