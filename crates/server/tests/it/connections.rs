//! Connections: what becomes of those who say nothing, or say it a letter at a time?

use std::net::SocketAddr;
use std::time::Duration;

use server::limits;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{interval, timeout};

use crate::world::{MILL, World};

/// The limit for a head, and as long again for a machine that is busy.
pub const AT_LATEST: Duration = Duration::from_secs(20);

/// Reads until the server hangs up; the bytes it sent before.
pub async fn until_closed(stream: &mut TcpStream) -> Vec<u8> {
    let mut rest = Vec::new();
    let end = timeout(AT_LATEST, stream.read_to_end(&mut rest)).await;
    // A reset is an end too.
    let _ = end.expect("the server hangs up");
    rest
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_that_says_nothing_is_closed() {
    let world = World::new().await;
    let mut silent = TcpStream::connect(world.server.address()).await.unwrap();
    until_closed(&mut silent).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dribbled_head_is_closed_while_others_are_served() {
    let world = World::new().await;
    let mut dribbling = TcpStream::connect(world.server.address()).await.unwrap();
    let (mut read, mut write) = dribbling.split();
    let dribble = async {
        let mut letters = interval(Duration::from_millis(200));
        for letter in std::iter::repeat_n(b"x-a: b\r\n", 10_000).flatten() {
            letters.tick().await;
            if write.write_all(&[*letter]).await.is_err() {
                return;
            }
        }
    };
    write_head(&world).await;
    let closed = async {
        let mut rest = Vec::new();
        let _ = read.read_to_end(&mut rest).await;
    };
    let ended = async {
        tokio::select! {
            () = dribble => {}
            () = closed => {}
        }
    };
    timeout(AT_LATEST, ended).await.expect("the server hangs up");
}

async fn write_head(world: &World) {
    world.get(MILL, "/healthz").await.ok();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_head_that_is_too_large_is_refused() {
    let world = World::new().await;
    let mut stream = TcpStream::connect(world.server.address()).await.unwrap();
    let head =
        format!("GET /healthz HTTP/1.1\r\nhost: localhost\r\nx-a: {}\r\n\r\n", "a".repeat(20_000));
    let _ = stream.write_all(head.as_bytes()).await;
    let answer = until_closed(&mut stream).await;
    let answer = String::from_utf8_lossy(&answer);
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 431"), "{answer}");
}

#[tokio::test(flavor = "multi_thread")]
async fn names_of_other_machines_and_pages_of_other_sites_are_refused() {
    let world = World::new().await;
    let got = world.send("GET", "/healthz", &[("host", "cybersyn.example")], b"").await;
    got.is_problem(421, "no name of this machine");
    for (name, value) in [("sec-fetch-site", "cross-site"), ("origin", "https://cybersyn.example")]
    {
        let headers = [("cybersyn-as", MILL), (name, value)];
        let got = world.send("POST", "/api/v1/help", &headers, b"{}").await;
        got.is_problem(403, "another site");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn stopping_lets_an_open_request_end_and_takes_no_new_one() {
    let world = World::new().await;
    let address: SocketAddr = world.server.address();
    let mut open = TcpStream::connect(address).await.unwrap();
    let body = format!(r#"{{"unit":"{MILL}","readings":[]}}"#);
    let head = format!(
        "POST /api/v1/reports HTTP/1.1\r\nhost: localhost\r\ncybersyn-as: {MILL}\r\n\
         content-length: {}\r\n\r\n",
        body.len()
    );
    open.write_all(head.as_bytes()).await.unwrap();
    // The server answers others, so it has read that head: one thread reads both.
    world.get(MILL, "/healthz").await.ok();
    let stopping = tokio::spawn(world.server.stop());
    open.write_all(body.as_bytes()).await.unwrap();
    let answer = until_closed(&mut open).await;
    assert!(String::from_utf8_lossy(&answer).starts_with("HTTP/1.1 200"), "{answer:?}");
    stopping.await.unwrap().unwrap();
    assert!(TcpStream::connect(address).await.is_err());
    assert!(limits::HEAD_TIME < AT_LATEST);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_others_can_reach_is_not_listened_on() {
    let address: SocketAddr = "0.0.0.0:0".parse().unwrap();
    let config = server::Config {
        address,
        time: server::Time::Real,
        trust: server::Trust::Everybody,
        front: server::Front::default(),
        telling: server::Telling::default(),
        parent: None,
    };
    let refused = server::start(config, Box::<store::MemoryStore>::default()).await;
    let reason = refused.err().expect("it is refused").to_string();
    assert!(reason.contains("listen on 0.0.0.0:0: what people say"), "{reason}");
}
