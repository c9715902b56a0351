//! Command line: what can the program be asked to do, and how does it answer?
//!
//! Answers go to standard output, in words or, for scripts, as JSON; everything else goes to
//! standard error. The exit code is 0 when all went well, 2 when what was given is wrong, 1 when
//! the machine failed.

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};
use store::StoreError;
use tracing_subscriber::EnvFilter;

use crate::{
    backup_command, check_command, checkpoint_command, demo_command, export_command,
    filter_command, import_command, password_command, prove_command, report_command,
    restore_command, serve_command, sessions_command, standby_command, verify_command,
};

/// A nervous system for federated production: every unit reports what it did, the program says
/// where something changed, and the unit itself is told first.
#[derive(Parser, Debug)]
#[command(name = "cybersyn", version, propagate_version = true)]
#[command(after_help = "\
Examples:
  cybersyn demo                                        a rehearsed nation, to look around in
  cybersyn import output.csv --mapping output.toml     your own past, from a spreadsheet
  cybersyn serve                                       the control room, at 127.0.0.1:1972

`cybersyn COMMAND --help` has examples of each command. NO_COLOR turns colours off; CYBERSYN_LOG=debug
says more of what happens.")]
pub(crate) struct Cli {
    /// How lines of the log are written: in words, or as JSON for other programs.
    #[arg(
        long,
        global = true,
        value_name = "FORM",
        default_value = "words",
        env = "CYBERSYN_LOG_FORM"
    )]
    log: LogForm,
    #[command(subcommand)]
    command: Command,
}

#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
enum LogForm {
    Words,
    Json,
}

#[derive(Subcommand, Debug)]
enum Command {
    Demo(demo_command::DemoArgs),
    Serve(serve_command::ServeArgs),
    Standby(standby_command::StandbyArgs),
    Report(report_command::ReportArgs),
    Import(import_command::ImportArgs),
    Export(export_command::ExportArgs),
    Filter(filter_command::FilterArgs),
    Backup(backup_command::BackupArgs),
    Restore(restore_command::RestoreArgs),
    Check(check_command::CheckArgs),
    Checkpoint(checkpoint_command::CheckpointArgs),
    Password(password_command::PasswordArgs),
    Prove(prove_command::ProveArgs),
    Sessions(sessions_command::SessionsArgs),
    Verify(verify_command::VerifyArgs),
}

/// Where the data are.
#[derive(Args, Debug)]
pub(crate) struct DataArgs {
    /// The data directory.
    #[arg(long, value_name = "DIR", default_value = "cybersyn-data")]
    data: PathBuf,
}

impl DataArgs {
    /// The data directory.
    pub(crate) fn directory(&self) -> &Path {
        &self.data
    }
}

/// For whom the answer is.
#[derive(Args, Clone, Copy, Debug)]
pub(crate) struct JsonArgs {
    /// Answer in JSON, for scripts.
    #[arg(long)]
    json: bool,
}

impl JsonArgs {
    /// Prints an answer for a script, if it is one that asks.
    pub(crate) fn print(self, answer: impl FnOnce() -> serde_json::Value) -> anyhow::Result<bool> {
        if self.json {
            print(&format!("{:#}", answer()))?;
        }
        Ok(self.json)
    }
}

/// Runs what was asked for.
pub(crate) fn run() -> ExitCode {
    let cli = Cli::parse();
    start_logging(&cli.command, cli.log);
    let outcome = match &cli.command {
        Command::Demo(args) => demo_command::run(args),
        Command::Serve(args) => serve_command::run(args),
        Command::Standby(args) => standby_command::run(args),
        Command::Report(args) => report_command::run(args),
        Command::Import(args) => import_command::run(args),
        Command::Export(args) => export_command::run(args),
        Command::Filter(args) => filter_command::run(args),
        Command::Backup(args) => backup_command::run(args),
        Command::Restore(args) => restore_command::run(args),
        Command::Check(args) => check_command::run(args),
        Command::Checkpoint(args) => checkpoint_command::run(args),
        Command::Password(args) => password_command::run(args),
        Command::Prove(args) => prove_command::run(args),
        Command::Sessions(args) => sessions_command::run(args),
        Command::Verify(args) => verify_command::run(args),
    };
    outcome.unwrap_or_else(|error| {
        say(&format!("cybersyn: {error:#}"));
        exit_code(&error)
    })
}

/// Says something to whoever watches.
pub(crate) fn say(line: &str) {
    eprintln!("{line}");
}

/// Prints a line of the answer. Whoever has read enough of it may go.
pub(crate) fn print(line: &str) -> anyhow::Result<()> {
    match writeln!(io::stdout(), "{line}") {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        Ok(()) | Err(_) => Ok(()),
    }
}

fn exit_code(error: &anyhow::Error) -> ExitCode {
    let is_the_machines_fault = error.chain().any(|cause| {
        let store = cause.downcast_ref::<StoreError>();
        store.is_some_and(|store| {
            !matches!(
                store,
                StoreError::Address { .. }
                    | StoreError::Locked { .. }
                    | StoreError::Foreign { .. }
                    | StoreError::Newer { .. }
                    | StoreError::Older { .. }
                    | StoreError::Occupied { .. }
            )
        })
    });
    ExitCode::from(if is_the_machines_fault { 1 } else { 2 })
}

fn start_logging(command: &Command, form: LogForm) {
    let usual = match command {
        Command::Serve(_) | Command::Standby(_) => "info",
        Command::Demo(_)
        | Command::Report(_)
        | Command::Import(_)
        | Command::Export(_)
        | Command::Filter(_)
        | Command::Backup(_)
        | Command::Restore(_)
        | Command::Check(_)
        | Command::Checkpoint(_)
        | Command::Password(_)
        | Command::Prove(_)
        | Command::Sessions(_)
        | Command::Verify(_) => "warn",
    };
    let filter = EnvFilter::try_from_env("CYBERSYN_LOG").unwrap_or_else(|_| EnvFilter::new(usual));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr);
    match form {
        LogForm::Json => log.json().with_span_list(false).init(),
        LogForm::Words if io::stderr().is_terminal() => log.init(), // In colour, unless NO_COLOR is set.
        LogForm::Words => log.with_ansi(false).init(),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_commands_make_sense_to_the_parser() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_command_shows_examples() {
        for command in Cli::command().get_subcommands() {
            let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            assert!(help.starts_with("Examples:\n"), "{}", command.get_name());
            assert!(command.get_about().is_some(), "{}", command.get_name());
        }
    }

    #[test]
    fn what_the_machine_did_is_told_from_what_was_given() {
        let given = StoreError::Address { given: "disk".to_owned() };
        assert_eq!(exit_code(&anyhow::Error::new(given)), ExitCode::from(2));
        assert_eq!(
            exit_code(&anyhow::Error::new(StoreError::Full).context("x")),
            ExitCode::from(1)
        );
        assert_eq!(exit_code(&anyhow::anyhow!("no such column")), ExitCode::from(2));
    }
}
