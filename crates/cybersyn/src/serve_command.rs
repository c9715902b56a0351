//! `cybersyn serve`: how is the control room opened?

use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, bail};
use clap::Args;
use mission::time::Timestamp;
use server::clock::SimulatedClock;
use server::{
    CertificateFiles, Config, CopyKey, Front, HostName, MailAccount, MailPlace, MailServer, Parent,
    Place, Telling, Time, Trust,
};
use tokio::signal::unix::{SignalKind, signal};

use crate::cli::{self, DataArgs};
use crate::{first_link, standby_command};

/// Serves the control room and the API of a data directory.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  cybersyn serve
  cybersyn serve --open
  cybersyn serve --data mill --address 127.0.0.1:1973
  cybersyn serve --address 0.0.0.0:1972 --host cybersyn.example.org --cert mill.pem --key mill.key
  cybersyn serve --host cybersyn.example.org      behind a proxy on this machine, which encrypts
  cybersyn serve --mail smtps://mail.example.org --mail-from cybersyn@example.org \\
      --mail-password-file mail.password
  cybersyn serve --oidc house.toml                people sign in at the house's own system
  cybersyn serve --parent https://sector.example.org --code K7QF-2M9D-X4TA

Where nobody has an account yet, it says at which address the first is made.
Ends at Ctrl-C: open requests are answered and everything is written first.")]
pub(crate) struct ServeArgs {
    #[command(flatten)]
    data: DataArgs,
    /// Where to listen: without a certificate only an address of this machine alone.
    #[arg(long, default_value = "127.0.0.1:1972")]
    address: SocketAddr,
    /// A name by which others reach the server; may be given several times.
    #[arg(long = "host", value_name = "NAME")]
    hosts: Vec<HostName>,
    /// Encrypt, and show this certificate: PEM, the server's own first. Renewed files are taken up.
    #[arg(long = "cert", value_name = "FILE", requires = "key")]
    certificate: Option<PathBuf>,
    /// The certificate's private key: PEM, without a password, for the server's eyes only.
    #[arg(long, value_name = "FILE", requires = "certificate")]
    key: Option<PathBuf>,
    /// Another machine that may read `/metrics`, which this one always may; may be given several times.
    #[arg(long = "metrics-to", value_name = "ADDRESS")]
    watchers: Vec<IpAddr>,
    /// Have browsers come encrypted to every name below the server's as well: only where all of them are.
    #[arg(long, requires = "certificate")]
    hsts_subdomains: bool,
    /// Let units and devices be told at this host alone; may be given several times.
    #[arg(long = "tell-only", value_name = "NAME")]
    only_to: Vec<HostName>,
    /// Take everybody's word for the unit that they speak for, and ask nobody to sign in: to try things out.
    #[arg(long)]
    open: bool,
    /// Tell people by mail, which this server takes on: `smtps://HOST`, or `smtp://HOST` with STARTTLS.
    #[arg(long, value_name = "ADDRESS", requires = "mail_from", conflicts_with = "open")]
    mail: Option<MailPlace>,
    /// From whom mails come.
    #[arg(long, value_name = "ADDRESS", requires = "mail")]
    mail_from: Option<String>,
    /// The name by which the server for mail knows us; without it, the address from which mails come.
    #[arg(long, value_name = "NAME", requires = "mail_password_file")]
    mail_user: Option<String>,
    /// A file with the password of the server for mail, for the server's eyes only.
    #[arg(long, value_name = "FILE", requires = "mail")]
    mail_password_file: Option<PathBuf>,
    /// Let people sign in at another system (OpenID Connect), as this file says: docs/manual/oidc.md.
    #[arg(long, value_name = "FILE", conflicts_with = "open")]
    oidc: Option<PathBuf>,
    /// Live below another node, which this one calls: `https://NAME`. Readings and notes stay here.
    #[arg(long, value_name = "ADDRESS")]
    parent: Option<Place>,
    /// The code that the committee above gave for this node; needed once, on an empty directory, and again to link
    /// it anew after a backup was put back.
    #[arg(long, value_name = "CODE", requires = "parent")]
    code: Option<String>,
    /// An authority whose certificates the node above shows: PEM, beside those this machine trusts.
    #[arg(long, value_name = "FILE", requires = "parent")]
    parent_authority: Option<PathBuf>,
    /// Let a second machine that has the key in this file copy all that is kept: `cybersyn standby`.
    #[arg(long, value_name = "FILE")]
    copy_key_file: Option<PathBuf>,
    /// Serve from a directory that was a copy of another machine's, which is gone for good.
    #[arg(long)]
    promote: bool,
    /// Go by a clock that stands at this time until it is moved on over the API: for rehearsals.
    #[arg(long, hide = true, value_name = "TIME", value_parser = instant)]
    simulated_clock: Option<Timestamp>,
}

fn instant(given: &str) -> Result<Timestamp, String> {
    let wrong = |_| "expected a time with its offset, such as 2026-01-05T08:00:00-03:00".to_owned();
    let at: jiff::Timestamp = given.parse().map_err(wrong)?;
    Ok(Timestamp::from_millis(at.as_millisecond()))
}

impl ServeArgs {
    fn front(&self) -> anyhow::Result<Front> {
        let files = self.certificate.clone().zip(self.key.clone());
        let files = files.map(|(certificate, key)| CertificateFiles { certificate, key });
        let provider = self.oidc.as_deref().map(crate::oidc::read).transpose()?;
        let (names, watchers) = (self.hosts.clone(), self.watchers.clone());
        let is_strict_below = self.hsts_subdomains;
        Ok(Front { names, certificate: files, watchers, is_strict_below, provider })
    }

    fn telling(&self) -> anyhow::Result<Telling> {
        let copies = self.copy_key_file.as_ref().map(|file| CopyKey::read(file));
        let copies = copies.transpose().context("could not let a second machine copy")?;
        let only_to = self.only_to.clone();
        let Some((place, from)) = self.mail.clone().zip(self.mail_from.clone()) else {
            return Ok(Telling { only_to, copies, ..Telling::default() });
        };
        let user = self.mail_user.as_ref().unwrap_or(&from).clone();
        let account = self.mail_password_file.as_ref().map(|file| MailAccount::read(user, file));
        let account = account.transpose().context("could not set up mail")?;
        let mail = Some(MailServer { place, from, account });
        Ok(Telling { mail, only_to, copies, ..Telling::default() })
    }

    fn parent(&self) -> anyhow::Result<Option<Parent>> {
        let Some(place) = self.parent.clone() else { return Ok(None) };
        let read = |file: &PathBuf| {
            server::read_authority(file)
                .with_context(|| format!("could not read the authority in {}", file.display()))
        };
        let authority = self.parent_authority.as_ref().map(read).transpose()?;
        Ok(Some(Parent { place, code: self.code.clone(), authority }))
    }

    /// Says where the server is to be found, and to whom it is open.
    fn tell(&self, address: SocketAddr, first: Option<String>) -> anyhow::Result<()> {
        let port = address.port();
        let by_name = |name: &HostName| format!("{name}:{port}");
        let scheme = if self.certificate.is_some() { "https" } else { "http" };
        let is_ours = address.ip().to_canonical().is_loopback();
        let place = self.hosts.first().filter(|_| !is_ours).map_or(address.to_string(), by_name);
        cli::say(&format!("the control room is open at {scheme}://{place}/"));
        if self.open && (!is_ours || !self.hosts.is_empty()) {
            cli::say(
                "nobody is asked to sign in: whoever reaches this server can speak for any unit, so \
                 let only those reach it who may",
            );
        }
        let link = first.map(|path| format!("{scheme}://{place}{path}"));
        first_link::tell(self.data.directory(), link.as_deref())
    }
}

/// What was a copy serves from now on, unless the first still does: two that take reports in would never be
/// one again.
fn promote(directory: &Path) -> anyhow::Result<()> {
    let of = store::standby_of(directory).map_err(crate::house::could_not)?;
    let of = of.with_context(|| {
        format!(
            "could not promote {}: it is no copy, and serves without --promote",
            directory.display()
        )
    })?;
    if standby_command::first_answers(&of) {
        bail!(
            "could not promote {}: {of} still answers; stop it first, and see that nothing starts it again",
            directory.display()
        );
    }
    // Whoever still copies holds the directory.
    drop(store::SqliteStore::open(directory).map_err(crate::house::could_not)?);
    store::promote(directory).map_err(crate::house::could_not)?;
    cli::say(&format!("{} was a copy of {of} and serves from now on", directory.display()));
    Ok(())
}

/// Runs the command.
pub(crate) fn run(args: &ServeArgs) -> anyhow::Result<ExitCode> {
    let runtime = tokio::runtime::Runtime::new().context("could not start the runtime")?;
    if args.promote {
        promote(args.data.directory())?;
    }
    runtime.block_on(async {
        let store = store::open(&format!("sqlite:{}", args.data.directory().display()))
            .map_err(crate::house::could_not)?;
        let rehearsed = |start| Time::Rehearsed(Arc::new(SimulatedClock::new(start, 0.0)));
        let time = args.simulated_clock.map_or(Time::Real, rehearsed);
        let trust = if args.open { Trust::Everybody } else { Trust::Members };
        let (front, telling, parent) = (args.front()?, args.telling()?, args.parent()?);
        let config = Config { address: args.address, time, trust, front, telling, parent };
        let mut terminated = signal(SignalKind::terminate()).context("could not hear signals")?;
        let stop = async move {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminated.recv() => {}
            }
        };
        let running = server::start(config, store).await.context("could not serve")?;
        let first = running.first_page().context("could not serve")?;
        args.tell(running.address(), first)?;
        server::serve_until(running, stop).await.context("could not serve")
    })?;
    Ok(ExitCode::SUCCESS)
}
