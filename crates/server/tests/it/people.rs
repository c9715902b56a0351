//! People: how does somebody get in, what may they do there, and are they out when they are out?

use std::time::Duration;

use serde_json::{Value, json};
use store::{MemoryStore, SqliteStore, Store};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::client::PATIENCE;
use crate::world::{DAY, Got, MILL, NATION, SECTOR, SHOP, World, charter};

/// Somebody with a browser, and what it keeps.
#[derive(Clone, Debug, Default)]
pub struct Browser {
    cookie: Option<String>,
    /// By which the server knows the browser again; it opens nothing.
    known: Option<String>,
    key: Option<String>,
}

pub const PASSWORD: &str = "two looms without thread";

impl Browser {
    pub async fn post(&mut self, world: &World, path: &str, body: &Value) -> Got {
        self.post_for(world, None, path, body).await
    }

    /// A machine with its key.
    pub fn with_key(key: &str) -> Self {
        Self { key: Some(key.to_owned()), ..Self::default() }
    }

    pub async fn post_for(
        &mut self,
        world: &World,
        unit: Option<&str>,
        path: &str,
        body: &Value,
    ) -> Got {
        let own = self.header();
        let mut headers = vec![("content-type", "application/json")];
        headers.extend(own.as_ref().map(|(name, value)| (*name, value.as_str())));
        headers.extend(unit.map(|unit| ("cybersyn-as", unit)));
        let got = world.send("POST", path, &headers, body.to_string().as_bytes()).await;
        self.keep(&got);
        got
    }

    pub async fn get(&self, world: &World, path: &str) -> Got {
        let own = self.header();
        let headers: Vec<_> =
            own.as_ref().map(|(name, value)| (*name, value.as_str())).into_iter().collect();
        world.send("GET", path, &headers, b"").await
    }

    /// By which it shows who it is.
    pub fn header(&self) -> Option<(&'static str, String)> {
        let key = self.key.as_ref().map(|key| ("authorization", format!("Bearer {key}")));
        let cookies: Vec<&str> =
            self.cookie.iter().chain(&self.known).map(String::as_str).collect();
        key.or_else(|| (!cookies.is_empty()).then(|| ("cookie", cookies.join("; "))))
    }

    /// Keeps cookies as a browser does.
    fn keep(&mut self, got: &Got) {
        for cookie in &got.cookies {
            let set = cookie.split(';').next().unwrap_or_default().to_owned();
            let is_over = set.ends_with('=');
            match set.split_once('=').map(|(name, _)| name) {
                Some("cybersyn_known") => self.known = Some(set),
                _ => self.cookie = (!is_over).then_some(set),
            }
        }
    }

    pub async fn signs_in(world: &World, login: &str) -> Self {
        let mut browser = Self::default();
        let body = json!({"login": login, "password": PASSWORD});
        browser.post(world, "/api/v1/session", &body).await.ok();
        browser
    }
}

/// A federation with its founder, who has signed in.
pub async fn founded(store: Box<dyn Store>) -> (World, Browser) {
    let world = World::of_members(store).await;
    let founder = founded_in(&world).await;
    (world, founder)
}

/// The founder of the federation in a world where nobody is yet.
pub async fn founded_in(world: &World) -> Browser {
    let mut founder = Browser::default();
    let address = world.server.first_page().unwrap().expect("nobody has an account");
    let code = address.split('#').nth(1).expect("it has a code").to_owned();
    let first = json!({"code": code, "login": "founder", "name": "Of the assembly",
                       "password": PASSWORD});
    assert_eq!(founder.post(world, "/api/v1/first", &first).await.status, 201);
    let got = founder.post(world, "/api/v1/units", &charter()).await;
    assert_eq!(got.status, 201, "{got:?}");
    founder
}

/// Somebody comes to a unit by the invitation of whoever decides there.
pub async fn comes(
    world: &World,
    inviter: &mut Browser,
    (unit, to): (&str, Option<&str>),
    (login, role): (&str, &str),
) -> Browser {
    let id = id_of(world, inviter, unit).await;
    let path = format!("/api/v1/units/{id}/invitations");
    let body = json!({"role": role, "title": format!("{role} of the day shift"), "for": to});
    let got = inviter.post_for(world, Some(unit), &path, &body).await;
    let code = got.ok()["code"].as_str().expect("a code").to_owned();
    let mut browser = Browser::default();
    let join = json!({"code": code.to_lowercase(), "login": login, "name": format!("Known as {login}"),
                      "password": PASSWORD});
    assert_eq!(browser.post(world, "/api/v1/join", &join).await.status, 201);
    browser
}

pub async fn id_of(world: &World, browser: &Browser, unit: &str) -> String {
    let found = browser.get(world, &format!("/api/v1/units?path={unit}")).await.ok();
    found["units"][0]["id"].as_str().expect("units have ids").to_owned()
}

/// The mill has a committee of one, and a worker.
async fn mill() -> (World, Browser, Browser, Browser) {
    let (world, mut founder) = founded(Box::<MemoryStore>::default()).await;
    let mut committee =
        comes(&world, &mut founder, (NATION, Some(MILL)), ("mill", "committee")).await;
    let worker = comes(&world, &mut committee, (MILL, None), ("weaver", "worker")).await;
    (world, founder, committee, worker)
}

fn alarm(unit: &str, key: &str) -> Value {
    json!({"unit": unit, "kind": "unsure", "words": "smoke", "key": key})
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_asks_anything_before_they_have_signed_in_and_pages_lead_to_the_door() {
    let (world, ..) = mill().await;
    let nobody = Browser::default();
    nobody.get(&world, "/api/v1/units").await.is_problem(401, "sign in");
    nobody.get(&world, "/api/v1/views/room?unit=chile").await.is_problem(401, "sign in");
    // To name a unit is not to be a member of it.
    world.get(MILL, "/api/v1/incidents").await.is_problem(401, "sign in");
    let page = nobody.get(&world, "/chile/textiles/yarur").await;
    assert_eq!(page.status, 303, "{page:?}");
    assert!(page.head.contains("location: /sign-in?to=/chile/textiles/yarur"), "{page:?}");
    let door = nobody.get(&world, "/sign-in").await;
    assert!(door.status == 200 && door.text.contains("\"view\":\"door\""), "{door:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_account_is_made_once_by_whoever_has_the_link() {
    let world = World::of_members(Box::<MemoryStore>::default()).await;
    let address = world.server.first_page().unwrap().expect("nobody has an account");
    let first = |code: &str, login: &str| json!({"code": code, "login": login, "name": "First", "password": PASSWORD});
    let mut thief = Browser::default();
    thief.post(&world, "/api/v1/first", &first("guess", "thief")).await.is_problem(403, "code");
    let code = address.split('#').nth(1).unwrap();
    let short = json!({"code": code, "login": "a", "name": "First", "password": PASSWORD});
    thief.post(&world, "/api/v1/first", &short).await.is_problem(422, "login");
    let weak = json!({"code": code, "login": "first", "name": "First", "password": "first"});
    thief.post(&world, "/api/v1/first", &weak).await.is_problem(422, "12 to 128");

    let mut founder = Browser::default();
    assert_eq!(founder.post(&world, "/api/v1/first", &first(code, "first")).await.status, 201);
    thief.post(&world, "/api/v1/first", &first(code, "second")).await.is_problem(403, "code");
    assert_eq!(world.server.first_page().unwrap(), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_role_may_not_do_is_refused_with_who_may() {
    let (world, _, mut committee, mut worker) = mill().await;
    assert_eq!(worker.post(&world, "/api/v1/alarms", &alarm(MILL, "a")).await.status, 201);
    worker
        .post(&world, "/api/v1/alarms", &alarm(SECTOR, "b"))
        .await
        .is_problem(403, "you speak for");
    let terms = json!({"unit": MILL, "kind": "capability", "indicator": "output", "value": 9,
                       "words": "new looms"});
    worker.post(&world, "/api/v1/agreements", &terms).await.is_problem(403, "the committee");
    assert_eq!(committee.post(&world, "/api/v1/agreements", &terms).await.status, 201);
    // What is signed bears the title, whatever the body says.
    let incidents = worker.get(&world, "/api/v1/incidents").await.ok();
    let id = incidents["incidents"][0]["id"].as_str().unwrap().to_owned();
    let note = json!({"act": "note", "by": "the queen", "words": "seen"});
    worker.post(&world, &format!("/api/v1/incidents/{id}/acts"), &note).await.ok();
    let shown = worker.get(&world, &format!("/api/v1/views/incident?id={id}")).await;
    let offered = |shown: &Got| {
        let acts = shown.json()["acts"].as_array().cloned().unwrap_or_default();
        acts.iter().map(|act| act["act"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(offered(&shown), ["note", "take_on", "ask_help", "verdict"]);
    let decides = committee.get(&world, &format!("/api/v1/views/incident?id={id}")).await;
    assert!(offered(&decides).contains(&"pass_up".to_owned()), "{decides:?}");
    assert!(shown.text.contains("worker of the day shift"), "{}", shown.text);
    assert!(!shown.text.contains("the queen"));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_decides_above_sees_nothing_of_a_part_and_cannot_let_themselves_in() {
    let (world, mut founder, ..) = mill().await;
    let id = id_of(&world, &founder, MILL).await;
    founder.get(&world, &format!("/api/v1/units/{id}/indicators")).await.is_problem(404, "");
    let body = json!({"role": "worker", "title": "guest"});
    founder
        .post(&world, &format!("/api/v1/units/{id}/invitations"), &body)
        .await
        .is_problem(404, "");
    let nation = id_of(&world, &founder, NATION).await;
    let body = json!({"role": "committee", "title": "guest", "for": MILL});
    founder
        .post(&world, &format!("/api/v1/units/{nation}/invitations"), &body)
        .await
        .is_problem(403, "has a committee");
    let as_mill = founder.post_for(&world, Some(MILL), "/api/v1/alarms", &alarm(MILL, "x")).await;
    as_mill.is_problem(403, "no member");
    let people = founder.get(&world, &format!("/api/v1/views/people?unit={MILL}")).await.ok();
    assert_eq!(people["view"], "boundary");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_login_and_a_wrong_password_answer_alike_and_then_wait() {
    let (world, ..) = mill().await;
    let try_in = async |login: &str, password: &str| {
        let body = json!({"login": login, "password": password});
        Browser::default().post(&world, "/api/v1/session", &body).await
    };
    let (wrong, unknown) = (try_in("weaver", "wrong").await, try_in("nobody", "wrong").await);
    assert_eq!((wrong.status, &wrong.text), (unknown.status, &unknown.text));
    wrong.is_problem(401, "not right");
    for login in ["weaver", "nobody"] {
        for _ in 0..2 {
            try_in(login, "wrong").await;
        }
        let waits = try_in(login, PASSWORD).await;
        waits.is_problem(429, "try again in a second");
        assert_eq!(waits.retry_after.as_deref(), Some("1"), "{login}");
    }
    world.advance(Duration::from_secs(1)).await;
    assert_eq!(try_in("Weaver ", PASSWORD).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_guesses_elsewhere_keeps_nobody_out_of_their_own_browser() {
    let (world, _, _, mut worker) = mill().await;
    worker.post(&world, "/api/v1/session/end", &json!({})).await.ok();
    let body = |password: &str| json!({"login": "weaver", "password": password});
    for _ in 0..3 {
        Browser::default().post(&world, "/api/v1/session", &body("guess")).await;
    }
    let stranger = Browser::default().post(&world, "/api/v1/session", &body(PASSWORD)).await;
    stranger.is_problem(429, "try again");
    worker.post(&world, "/api/v1/session", &body(PASSWORD)).await.ok();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crowd_that_guesses_holds_nobody_up_who_was_there_before() {
    let (world, _, committee, mut worker) = mill().await;
    worker.post(&world, "/api/v1/session/end", &json!({})).await.ok();
    let world = std::sync::Arc::new(world);
    let guessers: Vec<_> = (0..40)
        .map(|number| {
            let world = world.clone();
            tokio::spawn(async move {
                let mut looked_at = 0;
                for round in 0..10 {
                    let login = format!("somebody-{number}-{round}");
                    let body = json!({"login": login, "password": "guess"});
                    let got = Browser::default().post(&world, "/api/v1/session", &body).await;
                    assert!(matches!(got.status, 401 | 429), "{got:?}");
                    looked_at += u32::from(got.status == 401);
                }
                looked_at
            })
        })
        .collect();
    let watch = server::clock::Stopwatch::start();
    let body = json!({"login": "weaver", "password": PASSWORD});
    worker.post(&world, "/api/v1/session", &body).await.ok();
    let signed_in = watch.elapsed();
    let watch = server::clock::Stopwatch::start();
    committee.get(&world, &format!("/api/v1/views/room?unit={MILL}")).await.ok();
    let looked = watch.elapsed();
    let mut looked_at = 0;
    for guesser in guessers {
        looked_at += guesser.await.unwrap();
    }
    assert!(looked_at < 200, "{looked_at} of 400 guesses were looked at");
    // A machine on its knees takes longer than the second that is promised of a quiet one.
    let most = Duration::from_secs(5);
    assert!(signed_in < most && looked < most, "{signed_in:?} {looked:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_was_planted_is_worth_nothing_after_signing_in() {
    let (world, _, _, worker) = mill().await;
    let planted = worker.clone();
    let mut victim = worker.clone();
    let body = json!({"login": "mill", "password": PASSWORD});
    victim.post(&world, "/api/v1/session", &body).await.ok();
    assert_ne!(victim.cookie, planted.cookie);
    planted.get(&world, "/api/v1/incidents").await.is_problem(401, "sign in");
    assert_eq!(victim.get(&world, "/api/v1/incidents").await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_others_feel_needs_the_password_again_after_a_while() {
    let (world, _, mut committee, _) = mill().await;
    world.advance(Duration::from_mins(16)).await;
    let id = id_of(&world, &committee, MILL).await;
    let path = format!("/api/v1/units/{id}/invitations");
    let body = json!({"role": "worker", "title": "spinner"});
    let got = committee.post(&world, &path, &body).await;
    got.is_problem(401, "password again");
    assert_eq!(got.json()["type"], "/problems/prove");
    let prove = |password: &str| json!({ "password": password });
    committee
        .post(&world, "/api/v1/session/prove", &prove("wrong"))
        .await
        .is_problem(403, "not right");
    let before = committee.clone();
    committee.post(&world, "/api/v1/session/prove", &prove(PASSWORD)).await.ok();
    assert_eq!(committee.post(&world, &path, &body).await.status, 201);
    // Whoever has taken the session before has not been given the password with it.
    before.get(&world, "/api/v1/incidents").await.is_problem(401, "sign in");
    let me = committee.get(&world, "/api/v1/views/me").await.ok();
    assert_eq!(me["sessions"].as_array().map(Vec::len), Some(1), "it is the same session: {me}");
}

#[tokio::test(flavor = "multi_thread")]
async fn sessions_end_when_they_are_ended_unused_or_the_password_changes() {
    let (world, _, _, mut worker) = mill().await;
    let mut phone = Browser::signs_in(&world, "weaver").await;
    let me = phone.get(&world, "/api/v1/views/me").await.ok();
    let sessions = me["sessions"].as_array().unwrap();
    assert_eq!(sessions.len(), 2, "{me}");
    let other = sessions.iter().find(|session| session["this"] == false).unwrap();
    let path = format!("/api/v1/sessions/{}/end", other["id"].as_str().unwrap());
    world.advance(Duration::from_mins(16)).await;
    phone.post(&world, &path, &json!({})).await.is_problem(401, "password again");
    let proof = json!({ "password": PASSWORD });
    phone.post(&world, "/api/v1/session/prove", &proof).await.ok();
    phone.post(&world, &path, &json!({})).await.ok();
    worker.get(&world, "/api/v1/incidents").await.is_problem(401, "sign in");
    // Nobody ends another's.
    let second = Browser::signs_in(&world, "mill").await;
    let own = second.get(&world, "/api/v1/views/me").await.ok()["sessions"][0]["id"].clone();
    let path = format!("/api/v1/sessions/{}/end", own.as_str().unwrap());
    phone.post(&world, &path, &json!({})).await.is_problem(404, "");

    let tablet = Browser::signs_in(&world, "weaver").await;
    let change = json!({"password": PASSWORD, "new_password": "three looms with thread"});
    phone.post(&world, "/api/v1/password", &change).await.ok();
    tablet.get(&world, "/api/v1/incidents").await.is_problem(401, "sign in");
    phone.get(&world, "/api/v1/incidents").await.ok();
    phone.post(&world, "/api/v1/session/end", &json!({})).await.ok();
    assert_eq!(phone.cookie, None);

    worker = Browser::default();
    let body = json!({"login": "weaver", "password": "three looms with thread"});
    worker.post(&world, "/api/v1/session", &body).await.ok();
    world.advance(Duration::from_hours(9 * 24)).await;
    worker.get(&world, "/api/v1/incidents").await.ok();
    world.advance(Duration::from_hours(10 * 24)).await;
    worker.get(&world, "/api/v1/incidents").await.is_problem(401, "sign in");
    second.get(&world, "/api/v1/incidents").await.is_problem(401, "sign in");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_dismissed_is_out_with_the_next_request_and_their_stream_ends_within_a_second() {
    let (world, _, mut committee, worker) = mill().await;
    let mut stream = listen(&world, &worker).await;
    let view = format!("/api/v1/views/people?unit={MILL}");
    let people = committee.get(&world, &view).await.ok();
    let members = people["members"].as_array().unwrap();
    let weaver = members.iter().find(|member| member["name"] == "Known as weaver").unwrap();
    let id = id_of(&world, &committee, MILL).await;
    let path = format!("/api/v1/units/{id}/people/{}/dismiss", weaver["person"].as_str().unwrap());
    committee.post(&world, &path, &json!({"role": "worker"})).await.ok();
    let rest = timeout(Duration::from_secs(1), stream.read_to_end(&mut Vec::new())).await;
    rest.expect("the stream ends within a second").unwrap();
    worker.get(&world, "/api/v1/incidents").await.is_problem(403, "no member of any unit");
}

/// A stream of the mill's, whose first beat has come.
pub async fn listen(world: &World, browser: &Browser) -> TcpStream {
    let mut stream = TcpStream::connect(world.server.address()).await.unwrap();
    let (name, value) = browser.header().unwrap();
    let head = format!(
        "GET /api/v1/events?unit={MILL} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\
         {name}: {value}\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut heard = String::new();
    while !heard.contains("event: beat") {
        let mut part = [0; 1024];
        let length = timeout(PATIENCE, stream.read(&mut part)).await.unwrap().unwrap();
        assert!(length > 0, "the stream ended: {heard}");
        heard.push_str(std::str::from_utf8(&part[..length]).unwrap());
    }
    stream
}

#[tokio::test(flavor = "multi_thread")]
async fn a_machine_reports_with_its_key_until_that_is_taken_away_and_does_nothing_else() {
    let (world, _, mut committee, _) = mill().await;
    let id = id_of(&world, &committee, MILL).await;
    let path = format!("/api/v1/units/{id}/keys");
    let made = committee.post(&world, &path, &json!({"title": "the scale at gate 2"})).await.ok();
    let mut scale = Browser::with_key(made["key"].as_str().unwrap());
    let report = json!({"readings": [
        {"unit": MILL, "indicator": "output", "at": "2026-03-01", "value": 1}]});
    assert_eq!(scale.post(&world, "/api/v1/reports", &report).await.ok()["accepted"], 1);
    scale.get(&world, "/api/v1/incidents").await.is_problem(403, "those who work");
    scale.post(&world, "/api/v1/alarms", &alarm(MILL, "k")).await.is_problem(403, "those who work");

    let people = committee.get(&world, &format!("/api/v1/views/people?unit={MILL}")).await.ok();
    let device = people["devices"][0]["person"].as_str().unwrap();
    let path = format!("/api/v1/units/{id}/people/{device}/dismiss");
    committee.post(&world, &path, &json!({"role": "source"})).await.ok();
    scale.post(&world, "/api/v1/reports", &report).await.is_problem(401, "sign in");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wall_is_set_up_by_a_link_that_works_once() {
    let (world, _, mut committee, _) = mill().await;
    let id = id_of(&world, &committee, MILL).await;
    let path = format!("/api/v1/units/{id}/devices");
    let body = json!({"role": "wall", "title": "the hall"});
    let link = committee.post(&world, &path, &body).await.ok()["link"].clone();
    let code = link.as_str().unwrap().split('#').nth(1).unwrap().to_owned();
    let mut wall = Browser::default();
    let joined = wall.post(&world, "/api/v1/join", &json!({ "code": code })).await.ok();
    assert_eq!(joined["unit"], MILL);
    let room = wall.get(&world, &format!("/api/v1/views/room?unit={MILL}")).await.ok();
    assert_eq!(room["view"], "room");
    wall.post(&world, "/api/v1/alarms", &alarm(MILL, "w")).await.is_problem(403, "those who work");
    let mut other = Browser::default();
    other.post(&world, "/api/v1/join", &json!({ "code": code })).await.is_problem(403, "was used");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_lets_one_in_once_and_a_taken_login_is_said() {
    let (world, _, mut committee, mut worker) = mill().await;
    let id = id_of(&world, &committee, MILL).await;
    let path = format!("/api/v1/units/{id}/invitations");
    let body = json!({"role": "coordinator", "title": "of the yarns"});
    let code = committee.post(&world, &path, &body).await.ok()["code"].clone();
    let join = json!({"code": code, "login": "weaver", "name": "x", "password": PASSWORD});
    let taken = Browser::default().post(&world, "/api/v1/join", &join).await;
    taken.is_problem(422, "somebody has it");
    // Who has signed in needs the code alone, and has two roles then.
    worker.post(&world, "/api/v1/join", &json!({ "code": code })).await.ok();
    let me = worker.get(&world, "/api/v1/views/me").await.ok();
    assert_eq!(me["memberships"].as_array().unwrap().len(), 2, "{me}");
    let again = json!({"code": code, "login": "other", "name": "x", "password": PASSWORD});
    Browser::default().post(&world, "/api/v1/join", &again).await.is_problem(403, "was used");
    // The account that could not come in is not there.
    let body = json!({"login": "other", "password": PASSWORD});
    Browser::default().post(&world, "/api/v1/session", &body).await.is_problem(401, "not right");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_time_codes_are_asked_for_once_they_are_set_up() {
    let (world, _, mut committee, _) = mill().await;
    let made = committee.post(&world, "/api/v1/totp", &json!({})).await.ok();
    let secret = made["secret"].as_str().unwrap().to_owned();
    let code = |off: i64| json!({"code": code_of(&secret, &world, off)});
    committee
        .post(&world, "/api/v1/totp/confirm", &json!({"code": "000000"}))
        .await
        .is_problem(422, "six digits");
    // Until a code was given, none is asked for.
    let plain = json!({"login": "mill", "password": PASSWORD});
    let got = Browser::default().post(&world, "/api/v1/session", &plain).await.ok();
    assert_eq!(got["to_code"], false);
    committee.post(&world, "/api/v1/totp/confirm", &code(0)).await.ok();

    let mut phone = Browser::default();
    assert_eq!(phone.post(&world, "/api/v1/session", &plain).await.ok()["to_code"], true);
    assert_eq!(phone.cookie, None);
    let with = |code: &str| json!({"login": "mill", "password": PASSWORD, "code": code});
    let used = code_of(&secret, &world, 0);
    phone.post(&world, "/api/v1/session", &with(&used)).await.is_problem(401, "code is not right");
    world.advance(Duration::from_mins(1)).await;
    let fresh = code_of(&secret, &world, 0);
    phone.post(&world, "/api/v1/session", &with(&fresh)).await.ok();
    assert!(phone.cookie.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn who_decides_for_others_without_codes_does_what_a_worker_does_after_two_weeks() {
    let (world, _, mut committee, _) = mill().await;
    let id = id_of(&world, &committee, MILL).await;
    let path = format!("/api/v1/units/{id}/invitations");
    let invite = json!({"role": "worker", "title": "spinner"});
    world.advance(DAY * 13).await;
    committee = Browser::signs_in(&world, "mill").await;
    committee.post(&world, &path, &invite).await.ok();
    world.advance(DAY * 2).await;
    committee = Browser::signs_in(&world, "mill").await;
    let mut worker = Browser::signs_in(&world, "weaver").await;
    committee.post(&world, &path, &invite).await.is_problem(403, "sleeps until you set up");
    let audit = committee.get(&world, &format!("/api/v1/units/{id}/audit")).await;
    audit.is_problem(403, "sleeps until you set up");
    // Nobody is kept from their unit's pages, or from an alarm; and workers need none.
    let room = committee.get(&world, &format!("/{MILL}")).await.text;
    assert!(room.contains("yarur") && !room.contains("keeps its readings"), "{room}");
    committee.post(&world, "/api/v1/alarms", &alarm(MILL, "a")).await.ok();
    worker.post(&world, "/api/v1/alarms", &alarm(MILL, "b")).await.ok();
    worker.post(&world, &path, &invite).await.is_problem(403, "committee of the unit");
    // With codes it wakes at once; without them it sleeps again.
    let made = committee.post(&world, "/api/v1/totp", &json!({})).await.ok();
    let secret = made["secret"].as_str().unwrap().to_owned();
    let now = json!({"code": code_of(&secret, &world, 0)});
    committee.post(&world, "/api/v1/totp/confirm", &now).await.ok();
    committee.post(&world, &path, &invite).await.ok();
    world.advance(Duration::from_mins(1)).await;
    let next = json!({"code": code_of(&secret, &world, 0)});
    committee.post(&world, "/api/v1/totp/end", &next).await.ok();
    committee.post(&world, &path, &invite).await.is_problem(403, "sleeps until you set up");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_time_codes_are_changed_with_one_and_spare_ones_stand_in_for_a_lost_telephone() {
    let (world, _, mut committee, _) = mill().await;
    let made = committee.post(&world, "/api/v1/totp", &json!({})).await.ok();
    let secret = made["secret"].as_str().unwrap().to_owned();
    let now = json!({"code": code_of(&secret, &world, 0)});
    let spares = committee.post(&world, "/api/v1/totp/confirm", &now).await.ok();
    let spares = spares["spares"].as_array().expect("spares").clone();
    assert_eq!(spares.len(), 8);
    // Whoever has the password, or finds the page open, does not take the codes over.
    committee.post(&world, "/api/v1/totp", &json!({})).await.is_problem(422, "spare code");
    committee
        .post(&world, "/api/v1/totp", &json!({"code": "000000"}))
        .await
        .is_problem(422, "six digits");
    let with = |code: &Value| json!({"login": "mill", "password": PASSWORD, "code": code});
    let mut elsewhere = Browser::default();
    elsewhere.post(&world, "/api/v1/session", &with(&spares[0])).await.ok();
    Browser::default()
        .post(&world, "/api/v1/session", &with(&spares[0]))
        .await
        .is_problem(401, "used before");
    // Another telephone, by a spare code; those of the first set are worth nothing then.
    let anew = elsewhere.post(&world, "/api/v1/totp", &json!({"code": spares[1]})).await.ok();
    let second = anew["secret"].as_str().unwrap().to_owned();
    let first_code = json!({"code": code_of(&second, &world, 0)});
    elsewhere.post(&world, "/api/v1/totp/confirm", &first_code).await.ok();
    world.advance(Duration::from_mins(1)).await;
    let mut late = Browser::default();
    late.post(&world, "/api/v1/session", &with(&spares[2])).await.is_problem(401, "not right");
}

/// The code that an app shows `off` seconds from now.
fn code_of(secret: &str, world: &World, off: i64) -> String {
    let secret = totp_rs::Secret::Encoded(secret.to_owned()).to_bytes().unwrap();
    let now = server::clock::Clock::wall(world.clock.as_ref()).as_millis() / 1000 + off;
    let app = totp_rs::TOTP::new(totp_rs::Algorithm::SHA1, 6, 1, 30, secret).unwrap();
    app.generate(u64::try_from(now).unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn people_sessions_and_keys_are_there_after_a_restart() {
    let directory = tempfile::tempdir().unwrap();
    let open = || Box::new(SqliteStore::open(directory.path()).unwrap());
    let (world, founder) = founded(open()).await;
    let clock = world.clock.clone();
    world.server.stop().await.unwrap();
    let world = World::trusting(server::Trust::Members, open(), clock).await;
    let me = founder.get(&world, "/api/v1/views/me").await.ok();
    assert_eq!(me["memberships"][0]["unit"]["path"], NATION);
    assert_eq!(world.server.first_page().unwrap(), None);
    Browser::signs_in(&world, "founder").await.get(&world, "/api/v1/units").await.ok();
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_forgot_their_password_chooses_another_by_a_link_that_works_once() {
    let directory = tempfile::tempdir().unwrap();
    let (world, founder) = founded(Box::new(SqliteStore::open(directory.path()).unwrap())).await;
    // Whoever keeps the program running has it made, while the server runs.
    let mut accounts = store::Accounts::open(directory.path()).unwrap();
    let now = server::clock::Clock::wall(world.clock.as_ref());
    assert_eq!(
        server::password_link(&mut accounts, "nobody", server::Lost::Password, now).unwrap(),
        None
    );
    let link = server::password_link(&mut accounts, "Founder", server::Lost::PasswordAndCodes, now)
        .unwrap()
        .unwrap();
    let code = link.split('#').nth(1).unwrap();
    let mut browser = Browser::default();
    let door = json!({ "code": code });
    let door = browser.post(&world, "/api/v1/views/door?kind=join", &door).await.ok();
    assert_eq!((&door["anew"], &door["unit"]), (&json!(true), &Value::Null));
    let weak = json!({"code": code, "password": "short"});
    browser.post(&world, "/api/v1/join", &weak).await.is_problem(422, "12 to 128");
    let chosen = json!({"code": code, "password": "three looms with thread"});
    browser.post(&world, "/api/v1/join", &chosen).await.ok();
    browser.get(&world, "/api/v1/units").await.is_problem(401, "sign in");
    founder.get(&world, "/api/v1/units").await.is_problem(401, "sign in");
    let body = json!({"login": "founder", "password": "three looms with thread"});
    browser.post(&world, "/api/v1/session", &body).await.ok();
    Browser::default().post(&world, "/api/v1/join", &chosen).await.is_problem(403, "was used");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_erases_themselves_is_nobody_and_what_they_did_stays_under_a_number() {
    let (world, _, mut committee, mut worker) = mill().await;
    committee
        .post(&world, "/api/v1/me/erase", &json!({}))
        .await
        .is_problem(409, "invite another into the committee first");
    worker.post(&world, "/api/v1/alarms", &alarm(MILL, "a")).await.ok();
    worker.post(&world, "/api/v1/me/erase", &json!({})).await.ok();
    worker.get(&world, "/api/v1/incidents").await.is_problem(401, "sign in");
    let body = json!({"login": "weaver", "password": PASSWORD});
    Browser::default().post(&world, "/api/v1/session", &body).await.is_problem(401, "not right");
    let people = committee.get(&world, &format!("/api/v1/views/people?unit={MILL}")).await;
    assert!(!people.text.contains("weaver"), "{people:?}");
    let id = id_of(&world, &committee, MILL).await;
    let audit = committee.get(&world, &format!("/api/v1/units/{id}/audit")).await.ok();
    let acts: Vec<_> = audit["records"].as_array().unwrap().iter().map(|it| &it["act"]).collect();
    assert_eq!(acts[..2], ["leave", "alarm"]);
    assert_eq!(audit["records"][0]["member"], audit["records"][1]["member"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn secrets_are_in_no_answer_but_their_own_and_in_no_file_as_they_are() {
    let directory = tempfile::tempdir().unwrap();
    let store = Box::new(SqliteStore::open(directory.path()).unwrap());
    let (world, founder) = founded(store).await;
    let session = founder.cookie.clone().unwrap().split('=').nth(1).unwrap().to_owned();
    for path in ["/api/v1/views/me", "/me", "/metrics", "/api/v1/units", "/chile/people"] {
        let got = founder.get(&world, path).await;
        assert!(!got.text.contains(&session) && !got.text.contains("argon2"), "{path}");
    }
    world.server.stop().await.unwrap();
    for file in std::fs::read_dir(directory.path()).unwrap() {
        let path = file.unwrap().path();
        let Ok(bytes) = std::fs::read(&path) else { continue };
        let holds = |words: &str| bytes.windows(words.len()).any(|part| part == words.as_bytes());
        assert!(!holds(&session) && !holds(PASSWORD), "{}", path.display());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_auditor_reads_who_did_what_by_role_and_number_and_nothing_else() {
    let (world, _, mut committee, mut worker) = mill().await;
    let auditor = comes(&world, &mut committee, (MILL, None), ("auditor", "auditor")).await;
    worker.post(&world, "/api/v1/alarms", &alarm(MILL, "a")).await.ok();
    let id = id_of(&world, &auditor, MILL).await;
    let audit = auditor.get(&world, &format!("/api/v1/units/{id}/audit")).await;
    let records = audit.json()["records"].as_array().unwrap().clone();
    assert_eq!(records[0]["act"], "alarm");
    assert_eq!(records[0]["by"], "worker of the day shift");
    assert!(records[0]["member"].is_string());
    for secret in ["smoke", "Known as weaver", "\"weaver\""] {
        assert!(!audit.text.contains(secret), "{secret} in {}", audit.text);
    }
    // What it has come to, auditors keep, with the key written down once.
    let note = auditor.get(&world, "/api/v1/checkpoint").await.text;
    let key = auditor.get(&world, "/api/v1/checkpoint?key=1").await.text;
    let checkpoint = store::Checkpoint::read(&note, &key.parse().unwrap()).unwrap();
    let last: u64 = records[0]["number"].as_str().unwrap().parse().unwrap();
    assert_eq!(checkpoint.size, last);
    worker.post(&world, "/api/v1/alarms", &alarm(MILL, "b")).await.ok();
    let same = auditor.get(&world, "/api/v1/checkpoint").await.text;
    assert_eq!(same, note, "until tomorrow nobody counts what others do");
    world.advance(Duration::from_hours(24)).await;
    let next = auditor.get(&world, "/api/v1/checkpoint").await.text;
    let next = store::Checkpoint::read(&next, &key.parse().unwrap()).unwrap();
    assert_eq!(next.size, last + 1);
    let earlier = format!("/api/v1/units/{id}/audit?before={}", records[0]["number"]);
    let earlier = earlier.replace('"', "");
    assert_eq!(auditor.get(&world, &earlier).await.json()["records"][0]["act"], "join");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shop_without_committee_is_begun_by_the_mill_and_not_by_the_nation() {
    let (world, mut founder, mut committee, _) = mill().await;
    let nation = id_of(&world, &founder, NATION).await;
    let body = json!({"role": "committee", "title": "first", "for": SHOP});
    founder
        .post(&world, &format!("/api/v1/units/{nation}/invitations"), &body)
        .await
        .is_problem(403, "committee");
    let people = committee.get(&world, &format!("/api/v1/views/people?unit={MILL}")).await.ok();
    assert_eq!(people["parts"][0]["unit"]["path"], SHOP);
    comes(&world, &mut committee, (MILL, Some(SHOP)), ("shop", "committee")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_asks_for_too_much_at_once_waits_and_others_do_not() {
    let (world, _, committee, worker) = mill().await;
    let head = |browser: &Browser| {
        let (name, value) = browser.header().expect("they have signed in");
        format!(
            "POST /api/v1/alarms HTTP/1.1\r\nhost: localhost\r\n{name}: {value}\r\n\
             content-type: application/json\r\ncontent-length: 20\r\n\r\n"
        )
    };
    // Each holds a request whose body does not come; the last of them is one too many.
    let most = server::limits::REQUESTS_AN_ASKER;
    let mut held = Vec::new();
    for _ in 0..=most {
        let mut stream = TcpStream::connect(world.server.address()).await.unwrap();
        stream.write_all(head(&worker).as_bytes()).await.unwrap();
        held.push(stream);
    }
    // Which of them comes last the server says: one is answered, and the others go on waiting.
    let mut answers: Vec<_> = held
        .iter_mut()
        .map(|stream| {
            Box::pin(async move {
                let mut answer = [0; 12];
                stream.read_exact(&mut answer).await.map(|_| answer)
            })
        })
        .collect();
    let first = std::future::poll_fn(|context| {
        let ready = answers.iter_mut().map(|answer| answer.as_mut().poll(context));
        ready.into_iter().find(std::task::Poll::is_ready).unwrap_or(std::task::Poll::Pending)
    });
    let first = timeout(PATIENCE, first).await.expect("one is sent away").unwrap();
    assert_eq!(&first, b"HTTP/1.1 429");
    worker.get(&world, "/api/v1/incidents").await.is_problem(429, "wait for one");
    assert_eq!(committee.get(&world, "/api/v1/incidents").await.status, 200);
    drop(answers);
    drop(held);
    let back = async {
        while worker.get(&world, "/api/v1/incidents").await.status == 429 {
            tokio::task::yield_now().await;
        }
    };
    timeout(PATIENCE, back).await.expect("places that were given back are free");
}
