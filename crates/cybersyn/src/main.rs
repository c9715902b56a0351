//! The binary and its command line.

use std::process::ExitCode;

mod backup_command;
mod check_command;
mod checkpoint_command;
mod cli;
mod demo_command;
mod demo_report;
mod export_command;
mod filter_command;
mod first_link;
mod founding;
mod house;
mod import;
mod import_command;
mod limits;
mod oidc;
mod password_command;
mod prove_command;
mod report_command;
mod restore_command;
mod serve_command;
mod sessions_command;
mod standby_command;
mod verify_command;

fn main() -> ExitCode {
    cli::run()
}
