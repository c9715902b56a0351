//! Serve: how does a server of nothing but a store run, to be tried or killed by a test?
//!
//! `serve DIRECTORY` keeps a store there, listens on a free port, says which, and serves until its
//! input ends.

use std::io::Read;
use std::net::{Ipv4Addr, SocketAddr};

use server::{Config, Front, Telling, Time, Trust};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let directory = std::env::args().nth(1).ok_or("name the directory of the store")?;
    let store = store::open(&format!("sqlite:{directory}"))?;
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    let runtime = tokio::runtime::Runtime::new()?;
    let until = async {
        let end = tokio::task::spawn_blocking(|| std::io::stdin().read_to_end(&mut Vec::new()));
        // However the input ends, it has ended.
        let _ = end.await;
    };
    let config = Config {
        address,
        time: Time::Real,
        trust: Trust::Everybody,
        front: Front::default(),
        telling: Telling::default(),
        parent: None,
    };
    #[expect(clippy::print_stdout, reason = "whoever started it waits for this line")]
    let started = |address: SocketAddr, _| println!("{address}");
    runtime.block_on(server::serve(config, store, started, until))?;
    Ok(())
}
