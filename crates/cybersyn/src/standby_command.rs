//! `cybersyn standby`: how does a second machine keep a warm copy of a first, to stand in for it?
//!
//! It asks the first for the rows of its log, puts them into its own, makes that durable, and lives through
//! them as they come, so that it serves within seconds of being promoted. It serves nobody before.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::park_timeout;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::{Context, bail};
use clap::Args;
use mission::federation::Federation;
use reqwest::blocking::Client;
use server::{COPY_KEY_HEADER, Place};
use store::{Beside, Shipped, SnapshotPlan, SqliteStore, Store};

use crate::cli::{self, DataArgs};
use crate::{house, limits};

/// Keeps a warm copy of what another machine serves, and serves nobody.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  cybersyn standby --from https://mill.example.org:1972 --copy-key-file copy.key --data mill-2
  cybersyn standby --from https://mill.example.org:1972 --copy-key-file copy.key --metric copy.prom
  cybersyn serve --promote --data mill-2       once the first is gone for good

The first is started with `cybersyn serve --copy-key-file copy.key`; both have the same program and the same
key, one line that `openssl rand -hex 32` prints. An empty directory is filled from the first; for a long past begin
with a backup, `cybersyn restore`. Ends at Ctrl-C; started again, it goes on where it was.")]
pub(crate) struct StandbyArgs {
    /// The first machine: `https://NAME[:PORT]`, or `http://` to this one.
    #[arg(long, value_name = "ADDRESS")]
    from: Place,
    /// A file with the key that the first has as well, for these two's eyes only.
    #[arg(long, value_name = "FILE")]
    copy_key_file: PathBuf,
    /// An authority whose certificates the first shows: PEM, beside those this machine trusts.
    #[arg(long, value_name = "FILE")]
    authority: Option<PathBuf>,
    /// Write when the copy was last whole, and how much is missing, to this file, for a collector of metrics.
    #[arg(long, value_name = "FILE")]
    metric: Option<PathBuf>,
    #[command(flatten)]
    data: DataArgs,
}

/// The copy, and whom it is of.
struct Copy<'a> {
    args: &'a StandbyArgs,
    client: Client,
    key: String,
    store: SqliteStore,
    federation: Federation,
    plan: SnapshotPlan,
    /// As which the accounts are known that are here.
    accounts: Option<u64>,
}

/// Runs the command.
pub(crate) fn run(args: &StandbyArgs) -> anyhow::Result<ExitCode> {
    let directory = args.data.directory();
    let key = server::read_copy_key(&args.copy_key_file).context("could not keep a copy")?;
    let from = args.from.to_string();
    begin(directory, &from)?;
    let mut store = SqliteStore::open(directory).map_err(house::could_not)?;
    let (federation, plan) =
        store::open_federation(&mut store, house::workers()).map_err(house::could_not)?;
    let client = client(args.authority.as_deref())?;
    let mut copy = Copy { args, client, key, store, federation, plan, accounts: None };
    let is_asked = hear_end()?;
    let mut trouble = String::new();
    let mut is_told = false;
    while !is_asked.load(Ordering::Relaxed) {
        match copy.go_on() {
            Ok(missing) => {
                if missing == 0 && !is_told {
                    cli::say(&format!("the copy of {from} is whole; it serves nobody"));
                    is_told = true;
                }
                trouble.clear();
            }
            Err(error) if error.is::<Lasting>() => return Err(error),
            Err(error) => {
                let words = format!("{error:#}");
                if words != trouble {
                    cli::say(&format!("{words}; it is tried again"));
                    trouble = words;
                }
                park_timeout(Duration::from_secs(1));
            }
        }
    }
    let rest = store::gather_all(&copy.federation, &mut copy.plan);
    copy.store.commit(&[], Some(&rest)).map_err(house::could_not)?;
    Box::new(copy.store).close().map_err(house::could_not)?;
    Ok(ExitCode::SUCCESS)
}

/// A directory that serves is no copy, and is not made one by mistake.
fn begin(directory: &Path, from: &str) -> anyhow::Result<()> {
    match store::standby_of(directory).map_err(house::could_not)? {
        Some(of) if of == from => Ok(()),
        Some(of) => bail!("could not keep a copy: {} is a copy of {of}", directory.display()),
        // What was restored from a backup has no key of a node yet: nothing ever served there.
        None if directory.join("node.key").exists() => bail!(
            "could not keep a copy: {} has served itself; name an empty directory, or one that \
             `cybersyn restore` made",
            directory.display()
        ),
        None => store::stand_by(directory, from).map_err(house::could_not),
    }
}

fn client(authority: Option<&Path>) -> anyhow::Result<Client> {
    let mut client = Client::builder()
        .timeout(Duration::from_secs(limits::ANSWER_SECONDS))
        .redirect(reqwest::redirect::Policy::none());
    if let Some(file) = authority {
        let pem = fs::read(file)
            .with_context(|| format!("could not read the authority in {}", file.display()))?;
        let authority = reqwest::Certificate::from_pem(&pem)
            .with_context(|| format!("could not read the authority in {}", file.display()))?;
        client = client.add_root_certificate(authority);
    }
    client.build().context("could not prepare a request")
}

/// Whether it was asked to end.
fn hear_end() -> anyhow::Result<Arc<AtomicBool>> {
    let is_asked = Arc::new(AtomicBool::new(false));
    let heard = is_asked.clone();
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
    let runtime = runtime.context("could not hear signals")?;
    let mut terminated = runtime
        .block_on(async {
            tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())
        })
        .context("could not hear signals")?;
    std::thread::spawn(move || {
        runtime.block_on(async {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminated.recv() => {}
            }
        });
        heard.store(true, Ordering::Relaxed);
    });
    Ok(is_asked)
}

/// What will be the same however often it is tried.
#[derive(Debug, thiserror::Error)]
#[error("could not keep the copy: {0}")]
struct Lasting(String);

impl Copy<'_> {
    /// Asks for what is new, and keeps it. How many entries are still missing.
    fn go_on(&mut self) -> anyhow::Result<u64> {
        let (after, sources) = self.store.copied_upto();
        let path = format!("/api/v1/copy/log?after={after}&sources={sources}");
        let shipped = Shipped::unpack(&self.get(&path)?).map_err(|_| {
            Lasting(format!("{} runs another version of the program", self.args.from))
        })?;
        if shipped.last < after {
            return Err(Lasting(format!(
                "{} has {} entries and this copy {after}: it was put back to an earlier state, or this copy is \
                 newer than it",
                self.args.from, shipped.last
            ))
            .into());
        }
        if self.accounts != Some(shipped.accounts) {
            let beside = Beside::unpack(&self.get("/api/v1/copy/beside")?);
            beside.and_then(|it| it.put(self.args.data.directory())).map_err(house::could_not)?;
            self.accounts = Some(shipped.accounts);
        }
        let last = shipped.rows.last().map_or(after, |row| row.offset);
        if !shipped.rows.is_empty() {
            self.store.take_shipped(&shipped).map_err(house::could_not)?;
            let applied = store::apply_logged(
                &mut self.store,
                &mut self.federation,
                &mut self.plan,
                house::workers(),
            );
            applied.map_err(house::could_not)?;
        }
        let missing = shipped.last - last;
        if let Some(metric) = &self.args.metric {
            write_metric(metric, missing)?;
        }
        Ok(missing)
    }

    fn get(&self, path: &str) -> anyhow::Result<Vec<u8>> {
        let from = &self.args.from;
        let request = self.client.get(format!("{from}{path}")).header(COPY_KEY_HEADER, &self.key);
        let answer = request.send().with_context(|| format!("{from} cannot be reached"))?;
        match answer.status().as_u16() {
            200 => {
                Ok(answer.bytes().with_context(|| format!("the line to {from} broke"))?.to_vec())
            }
            404 => Err(Lasting(format!(
                "{from} knows no such key; start it with --copy-key-file and the same key"
            ))
            .into()),
            500 => bail!(
                "{from} could not read its log, or an earlier program wrote the first of it, or words in it are gone \
                 that the audit needs; its own log says which, and a copy can begin with a backup, \
                 `cybersyn restore`"
            ),
            status => bail!("{from} answered {status}"),
        }
    }
}

/// Whether anything answers where the first was.
pub(crate) fn first_answers(of: &str) -> bool {
    let client = Client::builder()
        .timeout(Duration::from_secs(limits::FIRST_ANSWERS_SECONDS))
        // Whoever answers is there, whatever its certificate says.
        .danger_accept_invalid_certs(true)
        .build();
    client.is_ok_and(|client| client.get(format!("{of}/healthz")).send().is_ok())
}

/// When the copy was whole, and what is missing, in the text format that collectors read.
#[expect(clippy::disallowed_methods, reason = "a copy is whole at a time of the real world")]
fn write_metric(path: &Path, missing: u64) -> anyhow::Result<()> {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    let text = format!(
        "# HELP cybersyn_copy_timestamp_seconds When the first machine last answered and its answer was on this \
         disk.\n# TYPE cybersyn_copy_timestamp_seconds gauge\ncybersyn_copy_timestamp_seconds {since}\n\
         # HELP cybersyn_copy_missing_entries Entries of its log that were not here then.\n\
         # TYPE cybersyn_copy_missing_entries gauge\ncybersyn_copy_missing_entries {missing}\n"
    );
    let beside = path.with_extension("partial");
    let written = fs::write(&beside, text).and_then(|()| fs::rename(&beside, path));
    written.with_context(|| format!("could not write the metric {}", path.display()))
}
