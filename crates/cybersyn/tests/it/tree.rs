//! Tree: which files stand in the repository, and what do they say?
//!
//! A rule of [`crate::tidy`] is a function over a [`Tree`], so that the same rule can be shown a
//! planted mistake, and be seen to catch it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Folders that hold what was built, fetched or run, and not what was written.
const NOT_WRITTEN_HERE: &[&str] = &[".git", "target", "node_modules", "dist", "scratch"];

/// The files below a root, by their path from there. A file that is not text has an empty one.
pub(crate) struct Tree {
    files: BTreeMap<String, String>,
}

impl Tree {
    /// The repository this test was built from.
    pub(crate) fn repository() -> Self {
        Self::read(&repository_root())
    }

    /// Everything below `root`.
    pub(crate) fn read(root: &Path) -> Self {
        let mut files = BTreeMap::new();
        collect(root, "", &mut files);
        Self { files }
    }

    /// A tree of these paths and texts only.
    pub(crate) fn of(files: &[(&str, &str)]) -> Self {
        let files = files.iter().map(|&(path, text)| (path.to_owned(), text.to_owned())).collect();
        Self { files }
    }

    /// Paths and texts of the files whose name ends in one of `endings`.
    pub(crate) fn ending(&self, endings: &[&str]) -> impl Iterator<Item = (&str, &str)> {
        let ends = move |path: &str| endings.iter().any(|ending| path.ends_with(ending));
        self.files().filter(move |(path, _)| ends(path))
    }

    /// Paths and texts of all files, in the order of their paths.
    pub(crate) fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// Whether a file or folder stands at `path`.
    pub(crate) fn has(&self, path: &str) -> bool {
        let folder = format!("{path}/");
        path.is_empty() || self.files.keys().any(|file| file == path || file.starts_with(&folder))
    }
}

/// Where the workspace begins.
pub(crate) fn repository_root() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn collect(folder: &Path, prefix: &str, files: &mut BTreeMap<String, String>) {
    let entries = fs::read_dir(folder).expect("the folder was listed a moment ago");
    for entry in entries {
        let entry = entry.expect("a listed entry can be read");
        let name = entry.file_name().into_string().expect("file names are UTF-8");
        let path = format!("{prefix}{name}");
        let kind = entry.file_type().expect("a listed entry has a kind");
        if kind.is_dir() {
            if !NOT_WRITTEN_HERE.contains(&name.as_str()) {
                collect(&entry.path(), &format!("{path}/"), files);
            }
        } else {
            // A picture has no text; a file that another program has just removed has none either.
            files.insert(path, fs::read_to_string(entry.path()).unwrap_or_default());
        }
    }
}

#[test]
fn what_was_built_is_not_read() {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("what_was_built_is_not_read");
    fs::create_dir_all(root.join("crates/a/target")).unwrap();
    fs::write(root.join("crates/a/lib.rs"), "//! A: what?\n").unwrap();
    fs::write(root.join("crates/a/target/out.rs"), "built").unwrap();
    fs::write(root.join("picture.png"), [0xff, 0xfe]).unwrap();
    let tree = Tree::read(&root);
    assert_eq!(
        tree.files().collect::<Vec<_>>(),
        [("crates/a/lib.rs", "//! A: what?\n"), ("picture.png", "")]
    );
    assert!(tree.has("crates/a") && tree.has("picture.png") && !tree.has("crates/b"));
}
