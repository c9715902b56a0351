//! `cybersyn password`: how does somebody who forgot their password come in again?

use std::process::ExitCode;

use anyhow::bail;
use clap::Args;
use server::clock::{Clock, SystemClock};
use server::password_link;
use store::Accounts;

use crate::cli::{self, DataArgs};
use crate::house;

/// Prints a link by which whoever has a login chooses another password.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  cybersyn password weaver
  cybersyn password weaver --data mill

The link works once, for a day. Hand it to the person themselves: whoever opens it is in. One-time codes are
asked for as before. The server may be running.")]
pub(crate) struct PasswordArgs {
    /// The login.
    login: String,
    #[command(flatten)]
    data: DataArgs,
}

/// Runs the command.
pub(crate) fn run(args: &PasswordArgs) -> anyhow::Result<ExitCode> {
    let directory = args.data.directory();
    house::must_be_there(directory)?;
    let mut accounts = Accounts::open(directory).map_err(house::could_not)?;
    let link = password_link(&mut accounts, &args.login, SystemClock::new().wall());
    let Some(link) = link.map_err(house::could_not)? else {
        bail!("could not find {:?}: expected the login of somebody who has an account", args.login);
    };
    cli::print(&format!("at the address of the control room: {link}"))?;
    Ok(ExitCode::SUCCESS)
}
