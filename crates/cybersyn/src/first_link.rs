//! First link: how does the operator alone hear where the first account is made?
//!
//! Whoever has that link keeps the program running. So it is said to a terminal, where somebody sits; where
//! there is none what is said ends in a journal, which others read and which is copied elsewhere, and then the
//! link lies in a file beside the data, for its owner's eyes only. A start after the account was made takes
//! the file away.

use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, IsTerminal, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use anyhow::Context;

use crate::cli;

/// The file, in the data directory.
const FILE: &str = "first-account";

/// Says where the first account is made, where there is none yet.
pub(crate) fn tell(directory: &Path, link: Option<&str>) -> anyhow::Result<()> {
    let file = directory.join(FILE);
    // One from before leads nowhere any more, and may have been made by others with rights of their own.
    match fs::remove_file(&file) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            Err(error).with_context(|| format!("could not take {} away", file.display()))?;
        }
        Ok(()) | Err(_) => {}
    }
    let Some(link) = link else { return Ok(()) };
    if io::stderr().is_terminal() {
        cli::say(&format!(
            "nobody has an account yet; the first is made, within a day, at\n  {link}"
        ));
        return Ok(());
    }
    write(&file, link).with_context(|| format!("could not write {}", file.display()))?;
    cli::say(&format!(
        "nobody has an account yet; the first is made, within a day, at the address in {}",
        file.display()
    ));
    Ok(())
}

fn write(file: &Path, link: &str) -> io::Result<()> {
    let mut made = OpenOptions::new().write(true).create_new(true).mode(0o600).open(file)?;
    writeln!(made, "{link}")
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn the_file_is_its_owners_alone_holds_the_latest_link_and_goes_with_the_account() {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join(FILE);
        fs::write(&file, "old").unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o666)).unwrap();
        // A test's own output is no terminal where it is captured; written directly it is the same.
        fs::remove_file(&file).unwrap();
        write(&file, "http://127.0.0.1:1972/first#code").unwrap();
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(fs::read_to_string(&file).unwrap(), "http://127.0.0.1:1972/first#code\n");
        assert!(write(&file, "another").is_err(), "what is there already is not written into");
        tell(directory.path(), None).unwrap();
        assert!(!file.exists());
    }
}
