//! Rehearse: how does a server run whose clock moves only by hand, to be walked through by a test?
//!
//! `rehearse MILLISECONDS` starts at that time since 1970 with an empty store in memory, listens on
//! a free port, says which, and serves until its input ends. `POST /api/v1/rehearsal/clock` moves
//! the clock on. With `members` after it people sign in, and the page for the first account is said as well.

use std::io::Read;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use mission::time::Timestamp;
use server::clock::SimulatedClock;
use server::{Config, Front, Telling, Time, Trust};
use store::MemoryStore;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let start_ms: i64 =
        std::env::args().nth(1).ok_or("name the time at which it starts")?.parse()?;
    let clock = Arc::new(SimulatedClock::new(Timestamp::from_millis(start_ms), 0.0));
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    let runtime = tokio::runtime::Runtime::new()?;
    let until = async {
        let end = tokio::task::spawn_blocking(|| std::io::stdin().read_to_end(&mut Vec::new()));
        // However the input ends, it has ended.
        let _ = end.await;
    };
    let of_members = std::env::args().nth(2).is_some_and(|word| word == "members");
    let trust = if of_members { Trust::Members } else { Trust::Everybody };
    let config = Config {
        address,
        time: Time::Rehearsed(clock),
        trust,
        front: Front::default(),
        telling: Telling::default(),
        parent: None,
    };
    #[expect(clippy::print_stdout, reason = "whoever started it waits for this line")]
    let started = |address: SocketAddr, first: Option<String>| {
        println!("{address} {}", first.unwrap_or_default());
    };
    runtime.block_on(server::serve(config, Box::<MemoryStore>::default(), started, until))?;
    Ok(())
}
