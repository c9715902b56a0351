//! The shell: receive, watch, escalate, roll up, direct, show.
//!
//! The one crate that reads the clock, opens sockets and starts threads. [`start`] takes a store
//! and answers with a running server. Inside, two threads own everything: the writer the store, the
//! core the federation; requests reach them by queues with named bounds (`limits`). What can be
//! asked is one table (`routes`), and what leaves is written in one place (`wire`).

mod accept;
mod act;
mod agree;
mod announce;
mod asked;
mod belong;
mod certificate;
pub mod clock;
mod come_in;
mod copy;
mod core;
mod corrections;
mod correspond;
mod deadline;
mod describe;
mod draw;
mod embed;
mod encrypt;
mod envelope;
mod export;
pub mod fold;
mod front;
mod guide;
mod html;
mod inbox;
mod intake;
mod lay_down;
pub mod limits;
mod look_back;
mod measure;
mod mount;
mod oneself;
mod openapi;
mod people;
mod plot;
mod portion;
mod problem;
mod provider;
mod qr;
mod recall;
mod receive;
mod rehearse;
mod routes;
mod serve;
mod share;
mod shell;
mod show;
mod sign_here;
mod sign_in;
mod sign_in_abroad;
mod stage;
mod stream;
mod summon;
mod tell;
mod timekeeper;
mod trusting;
pub mod veil;
pub mod view;
mod viewer;
mod watch;
mod ways;
pub mod wire;
mod witness;
mod write;
mod writer;

pub use certificate::{CertificateError, CertificateFiles, read_authority};
pub use copy::{COPY_KEY_HEADER, CopyKey, CopyKeyError, read_copy_key};
pub use correspond::{Parent, Place, PlaceError, TieError};
pub use describe::description;
pub use front::{Front, HostName, Nameless, NoHostName, NotLoopback};
pub use guide::{Guide, Playing, Question, Stuck};
pub use people::{Lost, Trust, password_link};
pub use provider::{GroupPlace, ProviderError, ProviderSetup};
pub use serve::{Config, Running, ServeError, Time, serve, serve_until, start};
pub use stage::{Stage, Unreachable};
pub use summon::{MailAccount, MailError, MailPlace, MailServer, Telling, Trial, read_secret};
