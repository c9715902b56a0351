//! Accept: who may connect, for how long without saying anything, and how does it end?
//!
//! Our own loop on hyper, because `axum::serve` and automatic protocol detection install no time
//! limit for a request's head: a connection that sends nothing, or a letter a minute, would be
//! held open for ever. Connections are counted, and when the server stops each may finish the
//! request it is in.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;
use tokio::time::timeout;

use crate::limits;
use crate::measure::Measures;

/// An address that the server will not listen on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "listen on {0}: people cannot log in yet, so anybody who reaches the server could speak for any \
     unit; use an address of this machine alone, such as 127.0.0.1:1972"
)]
pub struct NotLoopback(pub SocketAddr);

/// Whether the server may listen there.
pub(crate) fn check_address(address: SocketAddr) -> Result<(), NotLoopback> {
    if address.ip().to_canonical().is_loopback() { Ok(()) } else { Err(NotLoopback(address)) }
}

/// Serves connections until `stop` turns true, then lets open requests end.
pub(crate) async fn run(
    listener: TcpListener,
    router: Router,
    measures: Arc<Measures>,
    stop: watch::Receiver<bool>,
) {
    let places = Arc::new(Semaphore::new(limits::CONNECTIONS));
    let mut connections = JoinSet::new();
    let mut stopping = stop.clone();
    loop {
        let place = places.clone().acquire_owned().await.expect("the semaphore is never closed");
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = stopped(&mut stopping) => break,
        };
        // A connection that was gone before it was accepted is no reason to stop.
        let Ok((stream, _)) = accepted else { continue };
        let (router, measures, stop) = (router.clone(), measures.clone(), stop.clone());
        connections.spawn(async move {
            let _place = place;
            let _present = measures.connections.present();
            serve(stream, router, stop).await;
        });
        while connections.try_join_next().is_some() {}
    }
    let all_gone = async { while connections.join_next().await.is_some() {} };
    if timeout(limits::LEAVE_TIME, all_gone).await.is_err() {
        tracing::warn!("some connections did not end in time and were closed");
    }
}

/// Waits until the server is to stop.
pub(crate) async fn stopped(stop: &mut watch::Receiver<bool>) {
    // Without a sender there is no server any more either.
    let _ = stop.wait_for(|stop| *stop).await;
}

async fn serve(stream: TcpStream, router: Router, mut stop: watch::Receiver<bool>) {
    // Small answers should not wait for more to come.
    let _ = stream.set_nodelay(true);
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits::HEAD_TIME)
        .max_buf_size(limits::HEAD_BYTES)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(router));
    tokio::pin!(connection);
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = stopped(&mut stop) => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        // Peers that go, or are too slow, are everyday business.
        tracing::debug!(%error, "a connection ended early");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_this_machine_alone_are_listened_on() {
        for good in ["127.0.0.1:1972", "[::1]:0", "127.9.9.9:80", "[::ffff:127.0.0.1]:80"] {
            assert_eq!(check_address(good.parse().expect("an address")), Ok(()));
        }
        for bad in ["0.0.0.0:1972", "[::]:1972", "192.168.1.4:80", "[::ffff:10.0.0.1]:80"] {
            let refused = check_address(bad.parse().expect("an address"));
            let reason = refused.expect_err("others could reach it").to_string();
            assert!(reason.contains("cannot log in yet"), "{reason}");
        }
    }
}
