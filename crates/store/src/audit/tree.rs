//! Tree: what is the root of so many records?
//!
//! Only the roots of the full subtrees at the right edge are kept, at most 64: enough to add a record
//! and to tell the root, in steps that grow with the logarithm of their number.

use sha2::{Digest, Sha256};

/// A hash of SHA-256.
pub type Hash = [u8; 32];

/// A Merkle tree over records, as far as it must be known to go on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tree {
    pub(crate) size: u64,
    /// Roots of the full subtrees, the largest first: one for each bit of the size.
    pub(crate) peaks: Vec<Hash>,
}

impl Tree {
    /// Records in it.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Adds a record, by its bytes.
    pub fn push(&mut self, record: &[u8]) {
        let mut grown = leaf(record);
        // Two subtrees of one size are one of the next.
        for _ in 0..self.size.trailing_ones() {
            let left = self.peaks.pop().expect("a peak for each bit of the size");
            grown = node(&left, &grown);
        }
        self.peaks.push(grown);
        self.size += 1;
    }

    /// The root of all of them.
    pub fn root(&self) -> Hash {
        let mut peaks = self.peaks.iter().rev();
        let Some(last) = peaks.next() else { return hash(&[]) };
        peaks.fold(*last, |right, left| node(left, &right))
    }

    /// Whether there is a peak for each bit of the size.
    pub(crate) fn is_sound(&self) -> bool {
        self.peaks.len() == self.size.count_ones() as usize
    }
}

/// The hash of a record.
pub(super) fn leaf(record: &[u8]) -> Hash {
    hash(&[&[0], record])
}

/// The hash of two subtrees.
pub(super) fn node(left: &Hash, right: &Hash) -> Hash {
    hash(&[&[1], left, right])
}

fn hash(parts: &[&[u8]]) -> Hash {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part);
    }
    hasher.finalize().into()
}

#[cfg(test)]
mod tests {
    use base64::Engine;
    use base64::engine::general_purpose::STANDARD as BASE64;

    use super::*;

    /// RFC 6962, section 2.1, as it is written there.
    fn by_definition(records: &[Vec<u8>]) -> Hash {
        match records {
            [] => hash(&[]),
            [one] => hash(&[&[0], one]),
            more => {
                let left = more.len().next_power_of_two() / 2;
                let (left, right) = more.split_at(left);
                hash(&[&[1], &by_definition(left), &by_definition(right)])
            }
        }
    }

    #[test]
    fn the_root_is_that_of_the_definition_for_every_size() {
        let records: Vec<Vec<u8>> = (0..300_u32).map(|i| i.to_be_bytes().to_vec()).collect();
        let mut tree = Tree::default();
        assert_eq!(tree.root(), by_definition(&[]));
        for (i, record) in records.iter().enumerate() {
            tree.push(record);
            assert_eq!(tree.root(), by_definition(&records[..=i]), "{i}");
            assert!(tree.is_sound());
        }
    }

    /// The first eight roots of the reference tests of Certificate Transparency.
    #[test]
    fn the_roots_are_those_of_certificate_transparency() {
        let records: [&[u8]; 8] = [
            b"",
            &[0x00],
            &[0x10],
            &[0x20, 0x21],
            &[0x30, 0x31],
            &[0x40, 0x41, 0x42, 0x43],
            &[0x50, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57],
            b"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f",
        ];
        let mut tree = Tree::default();
        let roots = records.map(|record| {
            tree.push(record);
            BASE64.encode(tree.root())
        });
        assert_eq!(roots[0], "bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=");
        assert_eq!(roots[1], "+sVCA+fMaWzw38tCySodnbr3CtnmIfS9jZhmLwDjwSU=");
        assert_eq!(roots[2], "rra8/idLcKFPsGel5VeCZNsPqbUa9eC6FZFY8yngbnc=");
        assert_eq!(roots[7], "XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=");
    }
}
