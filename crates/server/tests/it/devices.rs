//! Devices: is one told so that it alone can read it, and the service that carries it knows by whom?
//!
//! Messages are opened by an implementation that is not ours (`opsroom/checks/device.mjs`).

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use server::clock::Clock;

use crate::people::Browser;
use crate::receivers::{Manner, Post, Told, mail, system, telling};
use crate::summons::{Mill, address, is_told};
use crate::world::World;

/// A device of a person.
struct Device {
    keys: Value,
    url: String,
}

fn opsroom() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../opsroom")
}

fn node(what: &str, given: &str) -> Value {
    let mut node = Command::new("node")
        .args(["checks/device.mjs", what])
        .current_dir(opsroom())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    node.stdin.take().unwrap().write_all(given.as_bytes()).unwrap();
    let said = node.wait_with_output().unwrap();
    assert!(said.status.success(), "the message could not be opened");
    serde_json::from_slice(&said.stdout).unwrap()
}

impl Device {
    /// One that its service at `post` writes to; none where there is nothing that could open what comes.
    fn at(post: &Post<Told>) -> Option<Self> {
        if !opsroom().join("node_modules/http_ece").exists() {
            println!("skipped: run `npm --prefix opsroom ci` to open messages to devices");
            return None;
        }
        let url = format!("https://localhost:{}/to/a-device", post.address.port());
        Some(Self { keys: node("new", ""), url })
    }

    fn subscription(&self) -> Value {
        let (key, auth) = (&self.keys["key"], &self.keys["auth"]);
        json!({"endpoint": self.url, "key": key, "auth": auth, "device": "the phone", "lang": "en"})
    }

    /// What came, as the device reads it.
    fn opens(&self, told: &Told) -> Value {
        let body = URL_SAFE_NO_PAD.encode(&told.bytes);
        let sent = json!({
            "private": self.keys["private"], "auth": self.keys["auth"], "body": body,
            "authorization": told.header("authorization"),
        });
        let mut opened = node("open", &sent.to_string());
        opened["words"] = serde_json::from_str(opened["words"].as_str().unwrap()).unwrap();
        opened
    }

    /// Adds it for somebody, and gives back the code that came.
    async fn is_told(&self, world: &World, who: &mut Browser, post: &Post<Told>) -> String {
        let before = post.came(0).await.len();
        let made = who.post(world, "/api/v1/ways/push", &self.subscription()).await;
        assert_eq!(made.status, 201, "{made:?}");
        let check =
            self.opens(&post.came(before + 1).await.pop().unwrap())["words"]["check"].clone();
        let id = made.json()["id"].as_str().unwrap().to_owned();
        assert_eq!(check["way"], id);
        let path = format!("/api/v1/ways/{id}/confirm");
        who.post(world, &path, &json!({"code": check["code"]})).await.ok();
        world.advance(Duration::from_mins(1)).await;
        id
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_is_told_what_kind_of_thing_it_is_and_where_and_no_word_of_it() {
    let (post, root) = system().await;
    let Some(device) = Device::at(&post) else { return };
    let mut mill = Mill::telling(telling(None, Some(root))).await;
    device.is_told(&mill.world, &mut mill.committee, &post).await;
    let ways = mill.committee.get(&mill.world, "/api/v1/ways").await;
    let secrets = [device.url.as_str(), device.keys["auth"].as_str().unwrap()];
    assert!(secrets.iter().all(|secret| !ways.text.contains(secret)), "{ways:?}");
    let made = mill.alarm("safety", "a").await;
    mill.becomes("reached").await;

    let told = post.came(2).await.pop().unwrap();
    assert!(told.head.starts_with("POST /to/a-device HTTP/1.1\r\n"), "{told:?}");
    assert_eq!(told.header("content-encoding"), "aes128gcm");
    assert_eq!((told.header("ttl"), told.header("urgency")), ("86400", "high"));
    let opened = device.opens(&told);
    assert_eq!(opened["key"], ways.json()["push_key"]);
    assert_eq!(opened["head"], json!({"typ": "JWT", "alg": "ES256"}));
    assert_eq!(opened["claims"]["aud"], format!("https://localhost:{}", post.address.port()));
    let lasts = opened["claims"]["exp"].as_i64().unwrap() - mill.world.clock.wall().as_seconds();
    assert!((0..=86_400).contains(&lasts), "{lasts}");
    let words = &opened["words"];
    assert_eq!(words["title"], "yarur: safety alarm");
    assert!(
        words["body"]
            .as_str()
            .unwrap()
            .starts_with("Somebody raised a safety alarm.\nLook at it by ")
    );
    let page = words["url"].as_str().unwrap();
    assert!(page.starts_with('/') && page.ends_with(made["incident"].as_str().unwrap()), "{page}");
    assert!(!words.to_string().contains("steam"), "nothing that anybody wrote: {words}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_is_told_nothing_before_it_gave_the_code_back_and_rests_when_its_owner_does() {
    let (post, root) = system().await;
    let Some(device) = Device::at(&post) else { return };
    let mut mill = Mill::telling(telling(None, Some(root))).await;
    let made = mill.committee.post(&mill.world, "/api/v1/ways/push", &device.subscription()).await;
    assert_eq!(made.status, 201, "{made:?}");
    mill.alarm("machine", "a").await;
    assert_eq!(mill.becomes("nobody").await["has_way"], false);
    assert_eq!(post.came(1).await.len(), 1);

    mill.world.advance(Duration::from_mins(2)).await;
    let id = device.is_told(&mill.world, &mut mill.committee, &post).await;
    // The browser of that device has one subscription: what was there before is replaced.
    let ways = mill.committee.get(&mill.world, "/api/v1/ways").await.ok();
    assert_eq!(ways["ways"].as_array().unwrap().len(), 1, "{ways}");
    let rest = json!({"on": true, "lang": "es", "quiet": {"from": "00:00", "until": "23:59"}});
    let path = format!("/api/v1/ways/{id}/change");
    mill.committee.post(&mill.world, &path, &rest).await.ok();
    mill.alarm("machine", "b").await;
    mill.alarm("safety", "c").await;
    let told = post.came(3).await.pop().unwrap();
    assert_eq!(device.opens(&told)["words"]["title"], "yarur: alarma de seguridad");
    mill.becomes("reached").await;
    assert_eq!(post.came(3).await.len(), 3, "what can wait waits");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_that_takes_nothing_any_more_is_forgotten_and_said_and_others_are_told() {
    let (post, root) = system().await;
    let Some(device) = Device::at(&post) else { return };
    let mails = mail().await;
    let mut mill = Mill::telling(telling(Some(mails.address), Some(root))).await;
    device.is_told(&mill.world, &mut mill.worker, &post).await;
    is_told(&mill.world, &mut mill.committee, &mails, address("ana@example.org")).await;
    mill.hands_duty_to("weaver").await;
    post.behaves(Manner::Refuses);
    mill.alarm("machine", "a").await;
    mill.becomes("reached").await;
    assert_eq!(mails.came(2).await[1].to, "ana@example.org");
    let ways = mill.worker.get(&mill.world, "/api/v1/ways").await.ok();
    assert_eq!(
        (&ways["ways"][0]["gone"], &ways["ways"][0]["kind"]),
        (&json!(true), &json!("push"))
    );
    let attempts = post.attempted();
    mill.world.advance(Duration::from_mins(11)).await;
    mill.alarm("machine", "b").await;
    mill.becomes("reached").await;
    assert_eq!(post.attempted(), attempts, "nothing more is sent there");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_subscription_that_leads_elsewhere_or_is_none_is_refused() {
    let (post, root) = system().await;
    let Some(device) = Device::at(&post) else { return };
    let good = device.subscription();
    let with = |field: &str, value: &str| {
        let mut bad = good.clone();
        bad[field] = json!(value);
        bad
    };
    // Without the certificate of a test, this machine and its networks are none of the public internet.
    let mut mill = Mill::telling(telling(None, None)).await;
    for inside in
        ["https://localhost/a", "https://10.0.0.1/a", "http://example.org/a", "https://[::1]/a"]
    {
        let got =
            mill.worker.post(&mill.world, "/api/v1/ways/push", &with("endpoint", inside)).await;
        got.is_problem(422, "endpoint");
    }
    let mut mill = Mill::telling(telling(None, Some(root))).await;
    let off_the_curve = URL_SAFE_NO_PAD.encode([4; 65]);
    for (field, bad) in
        [("key", "AAAA"), ("key", off_the_curve.as_str()), ("auth", "AAAA"), ("auth", "%")]
    {
        let got = mill.worker.post(&mill.world, "/api/v1/ways/push", &with(field, bad)).await;
        got.is_problem(422, "p256dh");
    }
    mill.worker
        .post(&mill.world, "/api/v1/ways/push", &with("device", ""))
        .await
        .is_problem(422, "device");
    post.behaves(Manner::SendsAway);
    let got = mill.worker.post(&mill.world, "/api/v1/ways/push", &good).await;
    got.is_problem(409, "elsewhere");
    let ways = mill.worker.get(&mill.world, "/api/v1/ways").await.ok();
    assert_eq!(ways["ways"], json!([]), "what was never told is not kept");
}
