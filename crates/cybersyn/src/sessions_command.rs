//! `cybersyn sessions`: who is signed in, and how does the operator end that?

use std::process::ExitCode;

use anyhow::bail;
use clap::Args;
use mission::id::MemberId;
use mission::time::Timestamp;
use store::{Accounts, Session};

use crate::cli::{self, DataArgs, JsonArgs};
use crate::house;

/// Lists who is signed in, and ends sessions of one account or of all.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  cybersyn sessions                       who is signed in, and since when
  cybersyn sessions --end weaver          whoever has that login signs in anew everywhere
  cybersyn sessions --end number:17       the same, for whoever has no login here
  cybersyn sessions --end-all             everybody signs in anew
  cybersyn sessions --end-all --and-machines

The server may be running: within a second it lets those sessions do nothing more, and its log says which they
were. Keys, displays and tablets stay, unless --and-machines is given: they then have to be set up anew. What
has not been sent yet waits on each device until its owner signs in again.")]
pub(crate) struct SessionsArgs {
    /// End those of one account: a login, or `number:N` as the list has it.
    #[arg(long, value_name = "WHO", conflicts_with = "end_all")]
    end: Option<String>,
    /// End those of everybody.
    #[arg(long)]
    end_all: bool,
    /// Also those of keys, displays and tablets.
    #[arg(long)]
    and_machines: bool,
    #[command(flatten)]
    data: DataArgs,
    #[command(flatten)]
    json: JsonArgs,
}

/// A session with whose it is.
struct Row {
    id: u64,
    who: String,
    session: Session,
}

/// Runs the command.
pub(crate) fn run(args: &SessionsArgs) -> anyhow::Result<ExitCode> {
    let directory = args.data.directory();
    house::must_be_there(directory)?;
    let mut accounts = Accounts::open(directory).map_err(house::could_not)?;
    let rows = rows(&accounts)?;
    let only = args.end.as_deref().map(|given| find(&accounts, given)).transpose()?;
    let is_ended = only.is_some() || args.end_all;
    let is_meant = |row: &Row| {
        let is_theirs = only.is_none_or(|who| who == row.session.who);
        // What somebody names is ended, whatever it is.
        let is_of_kind = only.is_some() || args.and_machines || row.session.kind.is_browser();
        is_theirs && is_of_kind
    };
    let meant: Vec<&Row> = rows.iter().filter(|row| !is_ended || is_meant(row)).collect();
    if is_ended {
        for row in &meant {
            accounts.end_session(row.id).map_err(house::could_not)?;
        }
    }
    if args.json.print(|| json(&meant, is_ended))? {
        return Ok(ExitCode::SUCCESS);
    }
    for row in &meant {
        cli::print(&line(row))?;
    }
    let what = match (meant.len(), is_ended) {
        (1, true) => "1 session was ended".to_owned(),
        (count, true) => format!("{count} sessions were ended"),
        (1, false) => "1 session lasts".to_owned(),
        (count, false) => format!("{count} sessions last"),
    };
    cli::say(&what);
    Ok(ExitCode::SUCCESS)
}

fn rows(accounts: &Accounts) -> anyhow::Result<Vec<Row>> {
    let mut rows = Vec::new();
    for (id, _, session) in accounts.sessions().map_err(house::could_not)? {
        let account = accounts.account(session.who).map_err(house::could_not)?;
        let login = account.and_then(|account| account.login);
        let who = login.unwrap_or_else(|| format!("number:{}", session.who.0));
        rows.push(Row { id, who, session });
    }
    Ok(rows)
}

/// Whose sessions are meant.
fn find(accounts: &Accounts, given: &str) -> anyhow::Result<MemberId> {
    let number = given.strip_prefix("number:").map(str::parse::<u32>);
    let found = match number {
        Some(Ok(number)) => {
            let account = accounts.account(MemberId(number)).map_err(house::could_not)?;
            account.map(|_| MemberId(number))
        }
        Some(Err(_)) => None,
        None => {
            let login = given.trim().to_lowercase();
            accounts.account_of(&login).map_err(house::could_not)?.map(|(who, _)| who)
        }
    };
    let Some(found) = found else {
        bail!(
            "could not find {given:?}: expected the login of somebody who has an account, or number:N \
             of one that `cybersyn sessions` lists"
        );
    };
    Ok(found)
}

fn line(row: &Row) -> String {
    let Session { words, began, last, .. } = &row.session;
    let (began, last) = (day(*began), day(*last));
    let kind = if row.session.kind.is_browser() { "" } else { "machine, " };
    let plain: String = words.chars().filter(|letter| !letter.is_control()).collect();
    format!("{}  since {began}, last seen {last}  {kind}{plain}", row.who)
}

fn day(at: Timestamp) -> String {
    at.to_string().chars().take(16).collect::<String>().replace('T', " ") + " UTC"
}

fn json(rows: &[&Row], is_ended: bool) -> serde_json::Value {
    let row = |row: &&Row| {
        serde_json::json!({
            "who": row.who,
            "machine": !row.session.kind.is_browser(),
            "words": row.session.words,
            "began": row.session.began.to_string(),
            "last": row.session.last.to_string(),
        })
    };
    let rows: Vec<_> = rows.iter().map(row).collect();
    serde_json::json!({ "ended": is_ended, "sessions": rows })
}
