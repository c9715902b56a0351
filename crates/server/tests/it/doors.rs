//! Doors: what ends a session, where does a code lead, and who is kept waiting?

use std::time::Duration;

use argon2::password_hash::SaltString;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, Version};
use serde_json::{Value, json};
use server::limits;
use store::{Account, Accounts, MemoryStore, SqliteStore};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{interval, timeout};

use crate::people::{Browser, PASSWORD, comes, founded, founded_in, id_of, listen};
use crate::world::{MILL, NATION, World};

/// The mill with a committee and a worker, whose accounts another process can open.
struct Mill {
    world: World,
    committee: Browser,
    weaver: Browser,
    accounts: Accounts,
    _directory: tempfile::TempDir,
}

impl Mill {
    async fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let store = Box::new(SqliteStore::open(directory.path()).unwrap());
        let (world, mut founder) = founded(store).await;
        let mill = ("mill", "committee");
        let mut committee = comes(&world, &mut founder, (NATION, Some(MILL)), mill).await;
        let weaver = comes(&world, &mut committee, (MILL, None), ("weaver", "worker")).await;
        let accounts = Accounts::open(directory.path()).unwrap();
        Self { world, committee, weaver, accounts, _directory: directory }
    }

    /// A display or a tablet, and its row on the page of the mill's people.
    async fn device(&mut self, role: &str) -> Browser {
        let id = id_of(&self.world, &self.committee, MILL).await;
        let path = format!("/api/v1/units/{id}/devices");
        let body = json!({"role": role, "title": "of the hall"});
        let link = self.committee.post(&self.world, &path, &body).await.ok()["link"].clone();
        let code = link.as_str().and_then(|link| link.strip_prefix("/join#")).expect("a code");
        let mut device = Browser::default();
        device.post(&self.world, "/api/v1/join", &json!({ "code": code })).await.ok();
        device
    }

    async fn device_rows(&self) -> Value {
        let browser = Browser::signs_in(&self.world, "mill").await;
        let people = browser.get(&self.world, &format!("/api/v1/views/people?unit={MILL}")).await;
        people.ok()["devices"].clone()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_leads_somewhere_by_a_body_and_never_by_an_address() {
    let world = World::of_members(Box::<MemoryStore>::default()).await;
    let link = world.server.first_page().unwrap().expect("nobody has an account");
    let code = link.strip_prefix("/first#").expect("the code stands where no server sees it");
    let mut browser = Browser::default();
    let asked = json!({ "code": code });
    let door = browser.post(&world, "/api/v1/views/door?kind=first", &asked).await.ok();
    assert_eq!(door["code"], json!(code));
    for path in ["/api/v1/views/door?kind=first&code=", "/first?code="] {
        let answer = browser.get(&world, &format!("{path}{code}")).await;
        assert_eq!(answer.status, 200);
        assert!(!answer.text.contains(code), "{path}");
    }
    let page = browser.get(&world, "/join").await.text;
    assert!(page.contains("<noscript>This page needs JavaScript"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn sessions_that_the_operator_ends_do_nothing_more_within_a_second_and_others_go_on() {
    let mut mill = Mill::new().await;
    let second = Browser::signs_in(&mill.world, "weaver").await;
    let mut stream = listen(&mill.world, &mill.weaver).await;
    let (who, _) = mill.accounts.account_of("weaver").unwrap().expect("an account");
    for (id, _, session) in mill.accounts.sessions().unwrap() {
        if session.who == who {
            mill.accounts.end_session(id).unwrap();
        }
    }
    let rest = timeout(Duration::from_secs(2), stream.read_to_end(&mut Vec::new())).await;
    rest.expect("the stream ends").unwrap();
    for ended in [&mill.weaver, &second] {
        ended.get(&mill.world, "/api/v1/incidents").await.is_problem(401, "sign in");
    }
    mill.committee.get(&mill.world, "/api/v1/incidents").await.ok();
    Browser::signs_in(&mill.world, "weaver").await.get(&mill.world, "/api/v1/incidents").await.ok();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tablet_works_for_a_year_says_so_before_and_is_then_set_up_anew() {
    let mut mill = Mill::new().await;
    let (tablet, wall) = (mill.device("tablet").await, mill.device("wall").await);
    let room = format!("/api/v1/views/room?unit={MILL}");
    let rows = mill.device_rows().await;
    assert_eq!(rows[0]["soon"], json!(false), "{rows}");
    assert!(rows[0]["until"]["at"].as_str().unwrap().starts_with("2027-"), "{rows}");
    let half = limits::DEVICE_LASTS / 2;
    mill.world.advance(half).await;
    let seen = tablet.get(&mill.world, &room).await.ok();
    assert_eq!(seen["me"]["ends"], Value::Null);
    mill.world.advance(half.saturating_sub(limits::DEVICE_WARNING)).await;
    for device in [&tablet, &wall] {
        let said = device.get(&mill.world, &room).await.ok()["me"]["ends"].clone();
        assert!(said.as_str().unwrap().contains("the committee sets it up anew"), "{said}");
    }
    assert_eq!(mill.device_rows().await[0]["soon"], json!(true));
    mill.world.advance(limits::DEVICE_WARNING).await;
    for device in [&tablet, &wall] {
        device.get(&mill.world, &room).await.is_problem(401, "sign in");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_machine_goes_on_reporting_with_its_key_after_a_year() {
    let mut mill = Mill::new().await;
    let id = id_of(&mill.world, &mill.committee, MILL).await;
    let path = format!("/api/v1/units/{id}/keys");
    let made = mill.committee.post(&mill.world, &path, &json!({"title": "a scale"})).await.ok();
    let mut scale = Browser::with_key(made["key"].as_str().unwrap());
    for _ in 0..3 {
        mill.world.advance(limits::DEVICE_LASTS / 2).await;
        let report = json!({"readings": []});
        scale.post(&mill.world, "/api/v1/reports", &report).await.ok();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_digest_of_a_lower_cost_is_made_anew_when_its_password_is_given() {
    let mut mill = Mill::new().await;
    let (who, account) = mill.accounts.account_of("weaver").unwrap().expect("an account");
    let params = Params::new(8 * 1024, 1, 1, None).unwrap();
    let salt = SaltString::encode_b64(b"salt of the past").unwrap();
    let cheap = Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password(PASSWORD.as_bytes(), &salt)
        .unwrap()
        .to_string();
    mill.accounts.put(who, &Account { password: Some(cheap.clone()), ..account }).unwrap();
    let wrong = json!({"login": "weaver", "password": "three looms with thread"});
    Browser::default().post(&mill.world, "/api/v1/session", &wrong).await.is_problem(401, "");
    let kept = |mill: &Mill| mill.accounts.account(who).unwrap().unwrap().password.unwrap();
    assert_eq!(kept(&mill), cheap, "whoever does not know it changes nothing");
    Browser::signs_in(&mill.world, "weaver").await;
    let renewed = kept(&mill);
    assert!(renewed.starts_with("$argon2id$v=19$m=65536,t=3,p=1$"), "{renewed}");
    Browser::signs_in(&mill.world, "weaver").await;
    assert_eq!(kept(&mill), renewed, "and once");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_tries_many_codes_is_slowed_down_and_links_are_not() {
    let world = World::of_members(Box::<MemoryStore>::default()).await;
    let link = world.server.first_page().unwrap().expect("nobody has an account");
    let mut browser = Browser::default();
    let mut refused = None;
    // From this machine, as through a proxy, the bound is that of all.
    for number in 0..=limits::WRONG_CODES_IN_ALL {
        let guess = json!({"code": format!("K7QF-2M9D-{number:04}")});
        let got = browser.post(&world, "/api/v1/join", &guess).await;
        if got.status == 429 {
            refused = Some((number, got));
            break;
        }
        assert_eq!(got.status, 403);
    }
    let (number, got) = refused.expect("there is an end to it");
    assert_eq!(number, limits::WRONG_CODES_IN_ALL);
    assert!(got.head.contains("retry-after: "), "{}", got.head);
    let asked = json!({"code": "K7QF-2M9D-XXXX"});
    browser
        .post(&world, "/api/v1/views/door?kind=join", &asked)
        .await
        .is_problem(429, "too many wrong codes");
    let asked = json!({"code": link.split('#').nth(1).unwrap()});
    browser.post(&world, "/api/v1/views/door?kind=first", &asked).await.ok();
    world.advance(Duration::from_mins(1)).await;
    founded_in(&world).await;
    let guess = json!({"code": "K7QF-2M9D-X4TA"});
    browser.post(&world, "/api/v1/join", &guess).await.is_problem(403, "code");
}

/// A request for something long, of which nothing is read yet.
async fn asks_for_much(world: &World) -> TcpStream {
    let mut stream = TcpStream::connect(world.server.address()).await.unwrap();
    // More than fits into what systems keep between the two.
    let head = "GET /api/v1/openapi.json HTTP/1.1\r\nhost: localhost\r\n\r\n".repeat(200);
    stream.write_all(head.as_bytes()).await.unwrap();
    stream
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_nobody_reads_is_given_up_and_one_that_is_read_slowly_comes_whole() {
    let world = World::new().await;
    let connections = async || {
        let metrics = world.get(MILL, "/metrics").await.text;
        let line = metrics.lines().find(|line| line.starts_with("cybersyn_connections "));
        line.and_then(|line| line.split(' ').nth(1)?.parse::<f64>().ok()).expect("it is counted")
    };
    let before = connections().await;
    let stopped = asks_for_much(&world).await;
    let mut slow = asks_for_much(&world).await;
    let read = async {
        // Each pause is shorter than the deadline, the whole is longer.
        let mut ticks = interval(limits::UNREAD_TIME / 5);
        let (mut some, mut all) = (vec![0; 256 * 1024], 0);
        for _ in 0..8 {
            ticks.tick().await;
            all += slow.read(&mut some).await.expect("it is still sent");
        }
        loop {
            match timeout(Duration::from_secs(2), slow.read(&mut some)).await {
                Ok(Ok(read)) if read > 0 => all += read,
                Ok(_) | Err(_) => return all,
            }
        }
    };
    let one = world.get(MILL, "/api/v1/openapi.json").await.text.len();
    let all = read.await;
    assert!(all > 200 * one, "{all} of 200 times {one} bytes");
    // The one that was not read is gone by now, and what was for it.
    assert!(connections().await <= before + 1.0, "its place is free again");
    drop(stopped);
}
