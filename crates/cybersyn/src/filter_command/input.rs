//! Input: how does a file of readings separate its fields, and where are its columns?

use std::io::{BufRead, BufReader, Read};

use anyhow::{Context, bail};

/// How the file separates fields and writes numbers.
#[derive(Clone, Copy)]
pub(super) struct Dialect {
    pub(super) delimiter: u8,
    pub(super) decimal_comma: bool,
}

impl Dialect {
    /// Looks at the header, and steps over a byte-order mark.
    pub(super) fn sniff<R: Read>(input: &mut BufReader<R>, name: &str) -> anyhow::Result<Self> {
        let start = input.fill_buf().with_context(|| format!("could not read {name}"))?;
        if start.is_empty() {
            bail!("could not find a header in {name}: it is empty");
        }
        if start.starts_with(&[0x1f, 0x8b]) {
            bail!(
                "could not read {name}: it is compressed; unpack it first, as in `gzip -dc {name} | cybersyn filter -`"
            );
        }
        let mark = if start.starts_with(&[0xef, 0xbb, 0xbf]) { 3 } else { 0 };
        let header = start.split(|&byte| byte == b'\n').next().unwrap_or_default();
        let delimiter =
            [b';', b'\t', b','].into_iter().find(|byte| header.contains(byte)).unwrap_or(b',');
        input.consume(mark);
        Ok(Self { delimiter, decimal_comma: delimiter != b',' })
    }
}

/// Where the column of that name is; there must be one.
pub(super) fn column(
    header: &csv::ByteRecord,
    wanted: &str,
    option: &str,
    name: &str,
) -> anyhow::Result<usize> {
    let found: Vec<usize> =
        (0..header.len()).filter(|&i| header.get(i) == Some(wanted.as_bytes())).collect();
    match found[..] {
        [at] => Ok(at),
        [] => {
            let there: Vec<String> =
                header.iter().map(|field| brief(&String::from_utf8_lossy(field))).collect();
            bail!(
                "could not find column `{wanted}` in {name}:1: there are {}; name one with {option}",
                there.join(", ")
            )
        }
        [..] => bail!(
            "could not choose column `{wanted}` in {name}:1: it is there {} times",
            found.len()
        ),
    }
}

/// The beginning of a text that may be 400 digits long.
pub(super) fn brief(text: &str) -> String {
    if text.chars().count() <= 40 {
        return text.to_owned();
    }
    text.chars().take(39).chain(['…']).collect()
}
