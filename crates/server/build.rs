//! Build: which files of the web control room go into the program?
//!
//! All of `opsroom/dist`, each with a gzipped twin where that is smaller, so that nothing is packed
//! while people wait. Where the control room has not been built, a page that says how to takes its
//! place: the program compiles without Node.

use std::error::Error;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use flate2::Compression;
use flate2::write::GzEncoder;

const NOT_BUILT: &str = "<!doctype html>\n<html lang=\"<!--lang-->\"><meta charset=\"utf-8\">\
    <title><!--title--></title>\n<main><!--main--></main>\n\
    <p>The control room has not been built into this program. Run <code>make ui</code> and compile \
    again. The API is at <a href=\"/api/v1/openapi.json\">/api/v1/openapi.json</a>.</p>\n\
    <script type=\"application/json\" id=\"view\"><!--view--></script>\n</html>\n";

#[expect(clippy::disallowed_methods, reason = "cargo tells a build script where it is this way")]
fn place(name: &str) -> Result<PathBuf, env::VarError> {
    env::var(name).map(PathBuf::from)
}

fn main() -> Result<(), Box<dyn Error>> {
    let here = place("CARGO_MANIFEST_DIR")?;
    let out = place("OUT_DIR")?;
    let dist = here.join("../../opsroom/dist");
    // Made if it is not there, so that cargo can tell when it changes.
    fs::create_dir_all(&dist)?;
    println!("cargo::rerun-if-changed={}", dist.display());
    println!("cargo::rerun-if-changed=build.rs");

    let mut files = files_below(&dist)?;
    files.sort();
    if !dist.join("index.html").exists() {
        let page = out.join("not-built.html");
        fs::write(&page, NOT_BUILT)?;
        files = vec![("index.html".to_owned(), page)];
    }
    let mut list = String::from("pub(crate) static FILES: &[File] = &[\n");
    for (number, (name, path)) in files.iter().enumerate() {
        println!("cargo::rerun-if-changed={}", path.display());
        let media = mime_guess::from_path(name).first_or_octet_stream().to_string();
        let bytes = fs::read(path)?;
        let packed = gzip(&bytes)?;
        let gzip = if packed.len() < bytes.len() {
            let twin = out.join(format!("{number}.gz"));
            fs::write(&twin, packed)?;
            format!("Some(include_bytes!({:?}))", twin.display().to_string())
        } else {
            "None".to_owned()
        };
        let bytes = format!("include_bytes!({:?})", path.canonicalize()?.display().to_string());
        let text = matches!(media.as_str(), "text/html" | "text/css" | "text/javascript");
        let charset = if text { "; charset=utf-8" } else { "" };
        let media = format!("{media}{charset}");
        writeln!(
            list,
            "    File {{ name: {name:?}, media: {media:?}, bytes: {bytes}, gzip: {gzip} }},"
        )?;
    }
    list.push_str("];\n");
    fs::write(out.join("opsroom.rs"), list)?;
    Ok(())
}

/// Files with their names relative to `folder`, with slashes.
fn files_below(folder: &Path) -> Result<Vec<(String, PathBuf)>, Box<dyn Error>> {
    let mut files = Vec::new();
    let mut folders = vec![(String::new(), folder.to_owned())];
    while let Some((prefix, folder)) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.file_type()?.is_dir() {
                folders.push((format!("{name}/"), entry.path()));
            } else {
                files.push((name, entry.path()));
            }
        }
    }
    Ok(files)
}

fn gzip(bytes: &[u8]) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::best());
    packer.write_all(bytes)?;
    Ok(packer.finish()?)
}
