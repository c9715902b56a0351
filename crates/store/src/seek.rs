//! Seek: does a directory hold a figure, anywhere?
//!
//! For whoever does not believe that a figure never came to a machine. The bytes of all files are searched as
//! they lie there, write-ahead logs as well. What is compressed or written in fewer bytes than a figure has is
//! found only as its program reads it: a copy is opened, and the log and all that is kept are searched likewise.

use std::fs;
use std::path::Path;

use mission::event::{Entry, Event};
use mission::federation::Federation;
use mission::letter::Letter;
use mission::name;
use mission::report::Reading;

use crate::backup::backup;
use crate::contract::{Loaded, Reader, Store};
use crate::error::StoreError;
use crate::limits;
use crate::sqlite::SqliteStore;

/// What a directory holds of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Sought {
    /// Files in it.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Times that the figure stands in these bytes, as digits or as the bits of an `f64`.
    pub in_bytes: u64,
    /// Entries of the log in which it stands, read as the program reads them.
    pub in_log: u64,
    /// Times that it stands in what else is kept, read likewise.
    pub in_kept: u64,
    /// Readings of the unit in the log, of any value.
    pub readings: u64,
}

/// Searches the store in `directory`, in use or not, for a figure, and counts the readings of a unit. Its copy is
/// made in `copy`, which is not there yet, and left there.
pub fn seek(
    directory: &Path,
    copy: &Path,
    figure: f64,
    of: &name::Path,
) -> Result<Sought, StoreError> {
    let mut sought = Sought::default();
    let digits = format!("{figure:?}");
    in_files(directory, &[digits.as_bytes(), &figure.to_le_bytes()], &mut sought)?;
    backup(directory, copy)?;
    let mut store = SqliteStore::open(copy)?;
    let Loaded { parts, .. } = store.load()?;
    sought.in_kept = standing(&format!("{parts:?}"), &digits);
    let federation = Federation::restore(parts);
    let unit = federation.registry().at_path(of);
    let is_of = |reading: &Reading| {
        let indicator = federation.registry().find_indicator(reading.indicator);
        indicator.is_some_and(|indicator| Some(indicator.unit) == unit)
    };
    let came = |entry: &Entry| {
        let report = entry.event.report().into_iter().flat_map(|report| &report.readings);
        let reported = report.filter(|reading| is_of(reading)).count();
        let Event::Letters(_, came) = &entry.event else { return reported };
        let opened = came.letters.iter().filter_map(|letter| {
            let Letter::Readings(opened) = letter else { return None };
            (opened.unit == *of).then_some(opened.points.len())
        });
        opened.sum()
    };
    let mut reader = store.reader()?;
    each_entry(reader.as_mut(), |entry| {
        sought.in_log += u64::from(standing(&format!("{entry:?}"), &digits) > 0);
        sought.readings += came(entry) as u64;
    })?;
    drop(reader);
    Box::new(store).close()?;
    Ok(sought)
}

fn each_entry(reader: &mut dyn Reader, mut each: impl FnMut(&Entry)) -> Result<(), StoreError> {
    let mut next = 1;
    loop {
        let page = reader.entries(next, limits::ENTRIES_A_PAGE)?;
        let Some(last) = page.last() else { return Ok(()) };
        next = last.offset + 1;
        page.iter().for_each(&mut each);
    }
}

/// How often the bytes of any of these stand in the files of a directory.
fn in_files(directory: &Path, what: &[&[u8]], sought: &mut Sought) -> Result<(), StoreError> {
    let reading = || StoreError::io("read", directory);
    for entry in fs::read_dir(directory).map_err(reading())? {
        let path = entry.map_err(reading())?.path();
        if path.is_dir() {
            in_files(&path, what, sought)?;
            continue;
        }
        // A write-ahead log may be gone by the time it is read.
        let Ok(bytes) = fs::read(&path) else { continue };
        sought.files += 1;
        sought.bytes += bytes.len() as u64;
        let times = |what: &[u8]| bytes.windows(what.len()).filter(|here| *here == what).count();
        sought.in_bytes += what.iter().map(|what| times(what) as u64).sum::<u64>();
    }
    Ok(())
}

/// How often a number stands in words, and not as a piece of a longer one.
fn standing(words: &str, number: &str) -> u64 {
    let is_of_number = |letter: char| letter.is_ascii_digit() || letter == '.' || letter == '-';
    let alone = |at: usize| {
        !words[..at].ends_with(is_of_number)
            && !words[at + number.len()..].starts_with(|it: char| it.is_ascii_digit() || it == 'e')
    };
    words.match_indices(number).filter(|(at, _)| alone(*at)).count() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_found_alone_and_not_as_a_piece_of_another() {
        assert_eq!(standing("at: 8.02, 18.02, 8.021, -8.02, [8.02]", "8.02"), 2);
        assert_eq!(standing("8.02e-5 8.02", "8.02"), 1);
    }
}
