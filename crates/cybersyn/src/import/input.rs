//! Input: what bytes are in a table, however it was saved?
//!
//! A table may be compressed with gzip, begin with a byte-order mark, end its lines in either way
//! and separate its fields by commas, semicolons, tabs or bars. Whatever its size, only a row of it
//! is held at once.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Chain, Cursor, Read};
use std::path::Path;
use std::rc::Rc;

use anyhow::{Context, bail};
use csv::ByteRecord;
use flate2::bufread::MultiGzDecoder;
use indicatif::ProgressBar;
use sha2::{Digest, Sha256};

use crate::limits;

/// A table, row by row.
pub(crate) struct Table {
    name: String,
    rows: csv::Reader<Bounded>,
    since_row: Rc<Cell<u64>>,
    /// What separates its fields.
    pub(crate) delimiter: u8,
    digest: Rc<Cell<Option<[u8; 32]>>>,
}

type Plain = Chain<Cursor<Vec<u8>>, Box<dyn Read>>;

impl Table {
    /// Opens a file, or standard input for `-`; its bytes move `progress` on.
    pub(crate) fn open(
        path: &Path,
        delimiter: Option<u8>,
        progress: &ProgressBar,
    ) -> anyhow::Result<Self> {
        if path.as_os_str() == "-" {
            return Self::of("standard input", io::stdin(), delimiter, progress);
        }
        let name = path.display().to_string();
        let file = File::open(path).with_context(|| format!("could not open {name}"))?;
        let about = file.metadata().with_context(|| format!("could not read {name}"))?;
        if about.is_dir() {
            bail!("could not read {name}: expected a file, and it is a directory");
        }
        progress.set_length(about.len());
        Self::of(&name, file, delimiter, progress)
    }

    fn of(
        name: &str,
        bytes: impl Read + 'static,
        delimiter: Option<u8>,
        progress: &ProgressBar,
    ) -> anyhow::Result<Self> {
        let reading = || format!("could not read {name}");
        let digest = Rc::new(Cell::new(None));
        let tally = Tally {
            bytes,
            hash: Some(Sha256::new()),
            digest: Rc::clone(&digest),
            progress: progress.clone(),
        };
        let mut raw = BufReader::with_capacity(1 << 17, tally);
        let start = raw.fill_buf().with_context(reading)?;
        if start.is_empty() {
            bail!("could not read {name}:1: expected a header and rows, and it is empty");
        }
        if start.starts_with(b"PK\x03\x04") || start.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
            bail!("could not read {name}: it is a spreadsheet or an archive; save it as CSV first");
        }
        let mut plain: Box<dyn Read> = if start.starts_with(&[0x1f, 0x8b]) {
            Box::new(BufReader::with_capacity(1 << 17, MultiGzDecoder::new(raw)))
        } else {
            Box::new(raw)
        };
        let head = head(&mut plain).map_err(|error| explain(name, 0, &error))?;
        if head.is_empty() {
            bail!("could not read {name}:1: expected a header and rows, and it is empty");
        }
        if head.starts_with(&[0xff, 0xfe]) || head.starts_with(&[0xfe, 0xff]) {
            bail!("could not read {name}:1:1: it is text in UTF-16; save it as UTF-8");
        }
        let mark = if head.starts_with(&[0xef, 0xbb, 0xbf]) { 3 } else { 0 };
        let first_line = head[mark..].split(|byte| *byte == b'\n' || *byte == b'\r').next();
        let delimiter = delimiter.unwrap_or_else(|| likeliest(first_line.unwrap_or_default()));
        let since_row = Rc::new(Cell::new(0));
        let bounded = Bounded {
            plain: Cursor::new(head[mark..].to_vec()).chain(plain),
            since_row: Rc::clone(&since_row),
        };
        let rows = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .flexible(true)
            .has_headers(false)
            .buffer_capacity(1 << 16)
            .from_reader(bounded);
        Ok(Self { name: name.to_owned(), rows, since_row, delimiter, digest })
    }

    /// Its name, as it was given.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Reads the next row; none is left where it answers false.
    pub(crate) fn next(&mut self, row: &mut ByteRecord) -> anyhow::Result<bool> {
        self.since_row.set(0);
        let line = self.rows.position().line();
        self.rows.read_byte_record(row).map_err(|error| {
            let words = error.to_string();
            if let csv::ErrorKind::Io(error) = error.into_kind() {
                explain(&self.name, line, &error)
            } else {
                anyhow::anyhow!("could not read {}:{line}: {words}", self.name)
            }
        })
    }

    /// SHA-256 of the file's bytes, once all of it has been read.
    pub(crate) fn digest(&self) -> Option<[u8; 32]> {
        self.digest.get()
    }
}

fn explain(name: &str, line: u64, error: &io::Error) -> anyhow::Error {
    let place = if line == 0 { name.to_owned() } else { format!("{name}:{line}") };
    let kind = error.kind();
    if kind == io::ErrorKind::UnexpectedEof {
        return anyhow::anyhow!(
            "could not read {place}: its compressed data is cut short; fetch the whole file again"
        );
    }
    if matches!(kind, io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData) {
        return anyhow::anyhow!(
            "could not read {place}: its compressed data is damaged; fetch the file again"
        );
    }
    anyhow::anyhow!("could not read {place}: {error}")
}

/// The first line, or as much of it as a header may have.
fn head(plain: &mut dyn Read) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    let mut piece = [0; 4096];
    while head.len() < limits::HEADER_BYTES && !head.contains(&b'\n') {
        let read = plain.read(&mut piece)?;
        if read == 0 {
            break;
        }
        head.extend_from_slice(&piece[..read]);
    }
    Ok(head)
}

/// The one that is in the header most often; a comma where none is.
fn likeliest(header: &[u8]) -> u8 {
    let count = |wanted: u8| header.split(|byte| *byte == wanted).count() - 1;
    let found = [b',', b';', b'\t', b'|'].into_iter().rev().max_by_key(|byte| count(*byte));
    found.filter(|byte| count(*byte) > 0).unwrap_or(b',')
}

/// Counts and digests the bytes of a file as they are read.
struct Tally<R> {
    bytes: R,
    hash: Option<Sha256>,
    digest: Rc<Cell<Option<[u8; 32]>>>,
    progress: ProgressBar,
}

impl<R: Read> Read for Tally<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.bytes.read(into)?;
        if read == 0 {
            if let Some(hash) = self.hash.take() {
                self.digest.set(Some(hash.finalize().into()));
            }
        } else if let Some(hash) = &mut self.hash {
            hash.update(&into[..read]);
        }
        self.progress.inc(read as u64);
        Ok(read)
    }
}

/// Lets no row grow without end.
struct Bounded {
    plain: Plain,
    since_row: Rc<Cell<u64>>,
}

impl Read for Bounded {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.since_row.get() > limits::ROW_BYTES {
            let most = limits::ROW_BYTES >> 20;
            return Err(io::Error::other(format!(
                "expected rows of at most {most} MiB; is there a quote that is never closed?"
            )));
        }
        let read = self.plain.read(into)?;
        self.since_row.set(self.since_row.get() + read as u64);
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn table(bytes: &[u8]) -> anyhow::Result<Table> {
        Table::of("looms.csv", Cursor::new(bytes.to_vec()), None, &ProgressBar::hidden())
    }

    fn rows(bytes: &[u8]) -> Vec<Vec<String>> {
        let mut table = table(bytes).unwrap();
        let (mut rows, mut row) = (Vec::new(), ByteRecord::new());
        while table.next(&mut row).unwrap() {
            rows.push(
                row.iter().map(|field| String::from_utf8_lossy(field).into_owned()).collect(),
            );
        }
        rows
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut to = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        to.write_all(bytes).unwrap();
        to.finish().unwrap()
    }

    #[test]
    fn marks_line_ends_delimiters_and_compression_make_no_difference() {
        let plain = rows(b"date,tonnes\n2026-01-01,3\n");
        assert_eq!(plain, [["date", "tonnes"], ["2026-01-01", "3"]]);
        assert_eq!(rows(b"\xef\xbb\xbfdate,tonnes\r\n2026-01-01,3\r\n"), plain);
        assert_eq!(rows(b"date;tonnes\n2026-01-01;3"), plain);
        assert_eq!(rows(b"date\ttonnes\r2026-01-01\t3\r"), plain);
        assert_eq!(rows(&gzip(b"date|tonnes\n2026-01-01|3\n")), plain);
        let twice = [gzip(b"date,tonnes\n"), gzip(b"2026-01-01,3\n")].concat();
        assert_eq!(rows(&twice), plain);
    }

    #[test]
    fn what_is_no_table_is_named() {
        let refusal = |bytes: &[u8]| table(bytes).err().map(|error| error.to_string()).unwrap();
        assert!(refusal(b"").contains("looms.csv:1: expected a header and rows, and it is empty"));
        assert!(refusal(&gzip(b"")).contains("it is empty"));
        assert!(refusal(b"PK\x03\x04rest").contains("save it as CSV"));
        assert!(refusal(b"\xff\xfed\x00").contains("UTF-16"));
    }

    #[test]
    fn a_truncated_or_damaged_gzip_is_named_with_the_line() {
        let mut many = b"date,tonnes\n".to_vec();
        for row in 0..200_000 {
            many.extend(format!("{row},{}\n", row * 7919 % 1000).bytes());
        }
        let whole = gzip(&many);
        let failure = |bytes: &[u8]| {
            let mut table = table(bytes).unwrap();
            let mut row = ByteRecord::new();
            loop {
                match table.next(&mut row) {
                    Ok(true) => {}
                    Ok(false) => panic!("it was read to its end"),
                    Err(error) => return error.to_string(),
                }
            }
        };
        let cut = failure(&whole[..whole.len() / 2]);
        assert!(cut.starts_with("could not read looms.csv:"), "{cut}");
        assert!(cut.contains("cut short"), "{cut}");
        let mut damaged = whole.clone();
        let half = damaged.len() / 2;
        damaged[half..half + 64].fill(0xff);
        assert!(failure(&damaged).contains("damaged"));
    }

    #[test]
    fn a_quote_that_is_never_closed_takes_no_more_than_a_row() {
        let mut bytes = b"date,tonnes\n2026-01-01,\"3\n".to_vec();
        bytes.resize(8 << 20, b'x');
        let mut table = table(&bytes).unwrap();
        let mut row = ByteRecord::new();
        table.next(&mut row).unwrap();
        let error = table.next(&mut row).unwrap_err().to_string();
        assert!(error.contains("looms.csv:2: expected rows of at most 1 MiB"), "{error}");
    }

    #[test]
    fn the_digest_is_that_of_the_files_own_bytes() {
        let bytes = gzip(b"date,tonnes\n2026-01-01,3\n");
        let mut table = table(&bytes).unwrap();
        assert_eq!(table.digest(), None);
        let mut row = ByteRecord::new();
        while table.next(&mut row).unwrap() {}
        assert_eq!(table.digest(), Some(Sha256::digest(&bytes).into()));
    }
}
