//! `cybersyn password`: how does somebody who forgot their password come in again?

use std::process::ExitCode;

use anyhow::bail;
use clap::Args;
use server::clock::{Clock, SystemClock};
use server::{Lost, password_link};
use store::Accounts;

use crate::cli::{self, DataArgs};
use crate::house;

/// Prints a link by which whoever has a login chooses another password.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  cybersyn password weaver
  cybersyn password weaver --data mill
  cybersyn password weaver --and-codes      the telephone is lost as well

The link works once, for a day. Hand it to the person themselves: whoever opens it is in. One-time codes are
asked for as before, unless --and-codes ends them too. The server may be running.")]
pub(crate) struct PasswordArgs {
    /// The login.
    login: String,
    /// End their one-time codes as well, for whoever lost the telephone and the spare codes: be sure who asks.
    #[arg(long)]
    and_codes: bool,
    #[command(flatten)]
    data: DataArgs,
}

/// Runs the command.
pub(crate) fn run(args: &PasswordArgs) -> anyhow::Result<ExitCode> {
    let directory = args.data.directory();
    house::must_be_there(directory)?;
    let mut accounts = Accounts::open(directory).map_err(house::could_not)?;
    let lost = if args.and_codes { Lost::PasswordAndCodes } else { Lost::Password };
    let link = password_link(&mut accounts, &args.login, lost, SystemClock::new().wall());
    let Some(link) = link.map_err(house::could_not)? else {
        bail!("could not find {:?}: expected the login of somebody who has an account", args.login);
    };
    cli::print(&format!("at the address of the control room: {link}"))?;
    Ok(ExitCode::SUCCESS)
}
