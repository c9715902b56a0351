//! Command: what does the program do when it is called in a folder of its own?

use std::path::{Path, PathBuf};
use std::process::Command;

use mission::federation::Federation;
use tempfile::TempDir;

/// A folder with files, in which the program is called.
pub(crate) struct Desk(TempDir);

/// How a call ended.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Desk {
    /// An empty one.
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder for a test"))
    }

    /// Puts a file there.
    pub(crate) fn put(&self, name: &str, bytes: impl AsRef<[u8]>) -> &Self {
        std::fs::write(self.path(name), bytes).expect("a file for a test");
        self
    }

    /// Copies the examples there.
    pub(crate) fn with_examples(self) -> Self {
        for file in std::fs::read_dir(examples()).expect("there are examples") {
            let path = file.expect("a file of the examples").path();
            let name = path.file_name().expect("files have names").to_string_lossy().into_owned();
            self.put(&name, std::fs::read(&path).expect("an example"));
        }
        self
    }

    /// The path of a file there.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Calls the program with words that have no blanks in them.
    pub(crate) fn call(&self, words: &str) -> Ended {
        self.call_in(&[], words)
    }

    /// Calls it with something in its environment.
    pub(crate) fn call_in(&self, environment: &[(&str, &str)], words: &str) -> Ended {
        let output = Command::new(env!("CARGO_BIN_EXE_cybersyn"))
            .args(words.split_whitespace())
            .envs(environment.iter().copied())
            .current_dir(self.0.path())
            .output()
            .expect("the program can be called");
        Ended {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// Calls it, and all must go well.
    pub(crate) fn good(&self, words: &str) -> Ended {
        let ended = self.call(words);
        assert_eq!(ended.code, 0, "{words}: {ended:#?}");
        ended
    }

    /// Calls it, and it must say that what it was given is wrong: these words, and nothing written.
    pub(crate) fn bad(&self, words: &str, said: &str) {
        let ended = self.call(words);
        assert_eq!(ended.code, 2, "{words}: {ended:#?}");
        assert!(ended.err.contains(said), "{words}: expected {said:?} in\n{}", ended.err);
        assert!(!ended.err.contains("panicked"), "{}", ended.err);
    }

    /// What is in a data directory.
    pub(crate) fn federation(&self, directory: &str) -> Federation {
        let address = format!("sqlite:{}", self.path(directory).display());
        let mut store = store::open(&address).expect("a store");
        store::open_federation(store.as_mut(), 1).expect("a federation").0
    }
}

/// The examples of imports in this repository.
fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/import")
}
