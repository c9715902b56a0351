//! Serve: how does a server start, and how does it end?

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use store::{Store, StoreError};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::{MissedTickBehavior, interval};

use crate::accept;
use crate::certificate::CertificateError;
use crate::clock::{Clock, SimulatedClock, SystemClock};
use crate::correspond::{self, Parent, TieError};
use crate::encrypt;
use crate::front::{Front, Nameless, NotLoopback};
use crate::limits;
use crate::mount;
use crate::people::Trust;
use crate::provider::{Provider, ProviderError};
use crate::shell::{Shell, Threads};
use crate::summon::{MailError, Outward, Summoner, Telling};

/// Where a server listens, and by which clock it goes.
#[derive(Clone)]
pub struct Config {
    /// The address; port 0 takes a free one.
    pub address: SocketAddr,
    /// The clock.
    pub time: Time,
    /// Whose word is taken for who asks.
    pub trust: Trust,
    /// The names by which it is reached, and its certificate.
    pub front: Front,
    /// By what people are told outside of the pages.
    pub telling: Telling,
    /// The node above, where this one is a branch's.
    pub parent: Option<Parent>,
}

/// The clock that a server goes by.
#[derive(Clone)]
pub enum Time {
    /// The machine's.
    Real,
    /// A simulated one, which may then also be moved on by `POST /api/v1/rehearsal/clock`.
    Rehearsed(Arc<SimulatedClock>),
}

/// Why a server could not start or go on. Each completes "could not …".
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The address can be reached from elsewhere.
    #[error(transparent)]
    Address(#[from] NotLoopback),
    /// The address has no name.
    #[error(transparent)]
    Nameless(#[from] Nameless),
    /// The certificate cannot be used.
    #[error(transparent)]
    Certificate(#[from] CertificateError),
    /// Mail cannot be sent as it was asked.
    #[error(transparent)]
    Mail(#[from] MailError),
    /// Nobody can be signed in by another system as it was asked.
    #[error(transparent)]
    Provider(#[from] ProviderError),
    /// The address is taken, or not of this machine.
    #[error("listen on {address}: is another server running there? choose another address")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// What the system says.
        source: std::io::Error,
    },
    /// The node above would not have it.
    #[error(transparent)]
    Tie(#[from] TieError),
    /// The store could not be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A server that runs. Dropped without [`Running::stop`] it ends with the process, and what it had
/// not applied is applied at the next start.
pub struct Running {
    address: SocketAddr,
    stop: watch::Sender<bool>,
    shell: Arc<Shell>,
    router: Router,
    threads: Threads,
    accepting: JoinHandle<()>,
    summoning: Option<JoinHandle<()>>,
    corresponding: Option<JoinHandle<()>>,
}

/// Starts a server on a store.
pub async fn start(config: Config, store: Box<dyn Store>) -> Result<Running, ServeError> {
    config.front.check_address(config.address)?;
    let front = config.front.clone().at(config.address)?;
    // Behind a proxy that encrypts, browsers come by its name.
    let is_secure = front.certificate.is_some() || !front.names.is_empty();
    let (stop, stopping) = watch::channel(false);
    let encrypted = encrypt::begin(config.front, stopping.clone()).await?;
    let listen = |source| ServeError::Listen { address: config.address, source };
    let listener = TcpListener::bind(config.address).await.map_err(listen)?;
    let address = listener.local_addr().map_err(listen)?;
    let place = place(&front, address);
    let provider = front.provider.clone().map(|setup| Provider::new(setup, &place)).transpose()?;
    // Where everybody's word is taken, nobody is known who could be told.
    let push_key = (config.trust == Trust::Members).then(|| store.push_key()).transpose()?;
    let outward = Outward::new(&config.telling, place, push_key.as_deref())?;
    let doors = (config.trust, is_secure, outward, provider);
    let (clock, simulated): (Arc<dyn Clock>, _) = match config.time {
        Time::Real => (Arc::new(SystemClock::new()), None),
        Time::Rehearsed(clock) => (clock.clone(), Some(clock)),
    };
    let starting = stop.clone();
    let started = tokio::task::spawn_blocking(move || {
        Shell::start(store, clock, simulated, doors, &starting)
    });
    let (shell, threads, summoner) = match started.await {
        Ok(started) => started?,
        Err(error) => std::panic::resume_unwind(error.into_panic()),
    };
    let summoning = summoner.map(|summoner| tokio::spawn(summon(summoner, stopping.clone())));
    tokio::spawn(look_for_ended(shell.clone(), stopping.clone()));
    let router = mount::router(shell.clone(), front);
    let accepting =
        accept::run(listener, encrypted, router.clone(), shell.measures.clone(), stopping);
    let accepting = tokio::spawn(accepting);
    let mut running = Running {
        address,
        stop,
        shell,
        router,
        threads,
        accepting,
        summoning,
        corresponding: None,
    };
    if let Some(parent) = config.parent {
        match correspond::tie(&running.shell, &parent).await {
            Ok(link) => {
                let calls = correspond::keep_up(running.shell.clone(), parent, link);
                running.corresponding = Some(tokio::spawn(calls));
            }
            Err(error) => {
                running.stop().await?;
                return Err(error.into());
            }
        }
    }
    tracing::info!(%address, "listening");
    Ok(running)
}

/// Sees which sessions the operator ends meanwhile.
async fn look_for_ended(shell: Arc<Shell>, mut stopping: watch::Receiver<bool>) {
    let mut looks = interval(limits::LOOK_FOR_ENDED);
    looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = looks.tick() => shell.people.look_for_ended(),
            () = accept::stopped(&mut stopping) => return,
        }
    }
}

/// Tells people. Should that fail, the rest of the server is worth more than none.
async fn summon(summoner: Summoner, stopping: watch::Receiver<bool>) {
    if tokio::spawn(summoner.run(stopping)).await.is_err() {
        tracing::error!("people are told nothing more until the server is started again");
    }
}

/// The address of the server as people have it, without a slash at its end. Behind a proxy, which
/// encrypts, it is that of the name.
fn place(front: &Front, address: SocketAddr) -> String {
    let port = address.port();
    match (front.names.first(), &front.certificate) {
        (Some(name), Some(_)) if port != 443 => format!("https://{name}:{port}"),
        (Some(name), _) => format!("https://{name}"),
        (None, Some(_)) => format!("https://{address}"),
        (None, None) => format!("http://{address}"),
    }
}

impl Running {
    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The page on which the first account is made, where people sign in and there is none. It is good
    /// for a day, and only until the next is asked for.
    pub fn first_page(&self) -> Result<Option<String>, StoreError> {
        let people = &self.shell.people;
        if !people.are_known() {
            return Ok(None);
        }
        let door = people.first_door(self.shell.now())?;
        let code = door.map(|code| code.as_str().to_owned());
        Ok(code.map(|code| format!("/first#{code}")))
    }

    pub(crate) fn shell(&self) -> &Arc<Shell> {
        &self.shell
    }

    pub(crate) fn router(&self) -> &Router {
        &self.router
    }

    /// Waits until it ends by itself, which it does when it can no longer write.
    pub async fn ended(&self) {
        accept::stopped(&mut self.stop.subscribe()).await;
    }

    /// Ends it: open requests are answered, everything is written, the store is closed.
    pub async fn stop(self) -> Result<(), ServeError> {
        self.stop.send_replace(true);
        if let Err(error) = self.accepting.await {
            std::panic::resume_unwind(error.into_panic());
        }
        if let Some(summoning) = self.summoning {
            // What went wrong with it has been logged.
            drop(summoning.await);
        }
        if let Some(corresponding) = self.corresponding {
            drop(corresponding.await);
        }
        self.shell.people.write_all_looks(self.shell.now());
        self.shell.close();
        let written = tokio::task::spawn_blocking(move || self.threads.join());
        match written.await {
            Ok(written) => Ok(written?),
            Err(error) => std::panic::resume_unwind(error.into_panic()),
        }
    }
}

/// Serves until `until` has come, or the store can no longer be written.
pub async fn serve(
    config: Config,
    store: Box<dyn Store>,
    started: impl FnOnce(SocketAddr, Option<String>),
    until: impl Future<Output = ()>,
) -> Result<(), ServeError> {
    let running = start(config, store).await?;
    started(running.address(), running.first_page()?);
    serve_until(running, until).await
}

/// The same, of a server that runs already.
pub async fn serve_until(
    running: Running,
    until: impl Future<Output = ()>,
) -> Result<(), ServeError> {
    tokio::select! {
        () = running.ended() => {}
        () = until => {}
    }
    running.stop().await
}
