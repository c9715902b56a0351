//! Accept: who may connect, for how long without saying anything, and how does it end?
//!
//! Our own loop on hyper, because `axum::serve` and automatic protocol detection install no time
//! limit for a request's head: a connection that sends nothing, or a letter a minute, would be
//! held open for ever. Connections are counted, and when the server stops each may finish the
//! request it is in.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;
use tower::ServiceExt;

use crate::deadline::Deadline;
use crate::limits;
use crate::measure::Measures;
use crate::portion::{Asker, Portions};
use crate::witness::Peer;

/// Serves connections until `stop` turns true, then lets open requests end.
pub(crate) async fn run(
    listener: TcpListener,
    encrypted: Option<TlsAcceptor>,
    router: Router,
    measures: Arc<Measures>,
    stop: watch::Receiver<bool>,
) {
    let places = Arc::new(Semaphore::new(limits::CONNECTIONS));
    let portions = Portions::new(limits::CONNECTIONS_AN_ADDRESS);
    let mut connections = JoinSet::new();
    let mut stopping = stop.clone();
    loop {
        let place = places.clone().acquire_owned().await.expect("the semaphore is never closed");
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = stopped(&mut stopping) => break,
        };
        // A connection that was gone before it was accepted is no reason to stop.
        let Ok((stream, from)) = accepted else { continue };
        let portion = Asker::at(from.ip().to_canonical()).map(|from| portions.take(from));
        let Some(portion) = portion.map_or(Some(None), |taken| taken.map(Some)) else {
            tracing::debug!(%from, "an address has all the connections that it may have");
            continue;
        };
        let (router, measures, stop) = (router.clone(), measures.clone(), stop.clone());
        let encrypted = encrypted.clone();
        connections.spawn(async move {
            let _places = (place, portion);
            let _present = measures.connections.present();
            serve((stream, from), encrypted, router, stop).await;
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

async fn serve(
    (stream, from): (TcpStream, SocketAddr),
    encrypted: Option<TlsAcceptor>,
    router: Router,
    mut stop: watch::Receiver<bool>,
) {
    // Small answers should not wait for more to come.
    let _ = stream.set_nodelay(true);
    let stream = Deadline::new(stream, limits::UNREAD_TIME);
    let Some(encrypted) = encrypted else { return speak((stream, from), router, stop).await };
    let shaken = tokio::select! {
        shaken = timeout(limits::HANDSHAKE_TIME, encrypted.accept(stream)) => shaken,
        () = stopped(&mut stop) => return,
    };
    match shaken {
        Ok(Ok(stream)) => speak((stream, from), router, stop).await,
        // Scanners, browsers that do not like the certificate, and those who speak in the open.
        Ok(Err(error)) => tracing::debug!(%from, %error, "a connection could not be encrypted"),
        Err(_) => tracing::debug!(%from, "a connection was too slow to be encrypted"),
    }
}

async fn speak<S: AsyncRead + AsyncWrite + Unpin + Send + 'static>(
    (stream, from): (S, SocketAddr),
    router: Router,
    mut stop: watch::Receiver<bool>,
) {
    let router = router.map_request(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(Peer(from));
        request
    });
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
        tracing::debug!(%from, %error, "a connection ended early");
    }
}
