//! Proof: how is one record shown to be in the audit, without showing any other?
//!
//! An inclusion proof of RFC 6962, section 2.1.1: the roots of the subtrees beside the record's way up.
//! With the record and these, whoever holds a checkpoint works out the root again; a record that was
//! never there, or is another, leads elsewhere. Its size grows with the logarithm of the records.

use std::ops::Range;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;

use super::checkpoint::{Checkpoint, CheckpointError, Verifier};
use super::tree::{Hash, Tree, leaf, node};

/// The first line of a proof as it is handed on.
const HEAD: &str = "cybersyn-proof 1";

/// That a record is in the audit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// Its number, from 1.
    pub number: u64,
    /// Its bytes.
    pub record: Vec<u8>,
    /// Roots beside its way up, the lowest first.
    pub beside: Vec<Hash>,
}

/// Why a proof proves nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// It is not in the form of one.
    #[error("it is no proof: {0}")]
    Unreadable(&'static str),
    /// Its checkpoint cannot be trusted.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    /// The record is not the one at that place.
    #[error("record {0} of that checkpoint is another")]
    Other(u64),
}

/// Gathers a proof from records as they come.
pub(crate) struct Prover {
    place: u64,
    next: u64,
    record: Option<Vec<u8>>,
    beside: Vec<(Range<u64>, Tree)>,
}

impl Prover {
    /// For the record `number` of `size`, from 1.
    pub(crate) fn new(number: u64, size: u64) -> Option<Self> {
        let place = number.checked_sub(1).filter(|place| *place < size)?;
        let beside = ways(place, size).into_iter().map(|range| (range, Tree::default())).collect();
        Some(Self { place, next: 0, record: None, beside })
    }

    /// Takes the next record.
    pub(crate) fn push(&mut self, record: &[u8]) {
        let at = self.next;
        self.next += 1;
        if at == self.place {
            self.record = Some(record.to_vec());
        } else if let Some((_, tree)) = self.beside.iter_mut().find(|(of, _)| of.contains(&at)) {
            tree.push(record);
        }
    }

    /// The proof, once all records came.
    pub(crate) fn finish(self) -> Option<Proof> {
        let beside = self.beside.iter().map(|(_, tree)| tree.root()).collect();
        Some(Proof { number: self.place + 1, record: self.record?, beside })
    }
}

/// The places of the records beside the way of one up, the lowest first.
fn ways(place: u64, size: u64) -> Vec<Range<u64>> {
    let (mut from, mut to) = (0, size);
    let mut ways = Vec::new();
    while to - from > 1 {
        let split = from + (to - from).next_power_of_two() / 2;
        if place < split {
            ways.push(split..to);
            to = split;
        } else {
            ways.push(from..split);
            from = split;
        }
    }
    ways.reverse();
    ways
}

impl Proof {
    /// Whether it proves that its record is at its place in what the checkpoint says.
    pub fn holds(&self, checkpoint: &Checkpoint) -> bool {
        let Some(place) = self.number.checked_sub(1).filter(|it| *it < checkpoint.size) else {
            return false;
        };
        let ways = ways(place, checkpoint.size);
        if ways.len() != self.beside.len() {
            return false;
        }
        let up = |below: Hash, (range, beside): (&Range<u64>, &Hash)| {
            if range.start > place { node(&below, beside) } else { node(beside, &below) }
        };
        ways.iter().zip(&self.beside).fold(leaf(&self.record), up) == checkpoint.root
    }

    /// As it is handed on, with the signed checkpoint that it belongs to.
    #[must_use]
    pub fn handed_on(&self, note: &str) -> String {
        let mut text = format!("{HEAD}\nrecord {} {}\n", self.number, BASE64.encode(&self.record));
        for hash in &self.beside {
            text.push_str(&BASE64.encode(hash));
            text.push('\n');
        }
        text.push('\n');
        text.push_str(note);
        text
    }

    /// Reads one that was handed on. It is a proof only if that node signed its checkpoint and the record
    /// is in it; which checkpoint that is, is answered as well.
    pub fn read(text: &str, by: &Verifier) -> Result<(Self, Checkpoint), ProofError> {
        let unreadable = ProofError::Unreadable;
        let (head, note) = text
            .split_once("\n\n")
            .ok_or(unreadable("an empty line before the checkpoint is missing"))?;
        let mut lines = head.lines();
        if lines.next() != Some(HEAD) {
            return Err(unreadable("its first line is another"));
        }
        let record = lines.next().and_then(|line| line.strip_prefix("record ")?.split_once(' '));
        let (number, record) = record.ok_or(unreadable("the line of its record is missing"))?;
        let number = number.parse().map_err(|_| unreadable("the record's number is none"))?;
        let decoded = |line: &str| BASE64.decode(line).ok();
        let record = decoded(record).ok_or(unreadable("the record is not in base64"))?;
        let beside =
            lines.map(|line| decoded(line)?.try_into().ok()).collect::<Option<Vec<Hash>>>();
        let beside = beside.ok_or(unreadable("a line is no hash of 32 bytes in base64"))?;
        let checkpoint = Checkpoint::read(note, by)?;
        let proof = Self { number, record, beside };
        if proof.holds(&checkpoint) {
            Ok((proof, checkpoint))
        } else {
            Err(ProofError::Other(number))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::NodeKey;

    fn record(place: u64) -> Vec<u8> {
        format!("record {place}").into_bytes()
    }

    fn of(number: u64, size: u64) -> (Proof, Checkpoint) {
        let mut prover = Prover::new(number, size).expect("it is in it");
        let mut tree = Tree::default();
        for place in 0..size {
            prover.push(&record(place));
            tree.push(&record(place));
        }
        (prover.finish().expect("it came"), Checkpoint::of(&tree))
    }

    #[test]
    fn every_record_of_every_tree_is_proved_and_no_other_is() {
        for size in 1..=40 {
            for number in 1..=size {
                let (proof, checkpoint) = of(number, size);
                assert!(proof.holds(&checkpoint), "{number} of {size}");
                let mut other = proof.clone();
                other.record.push(0);
                assert!(!other.holds(&checkpoint), "another record at {number} of {size}");
                let moved = Proof { number: number % size + 1, ..proof.clone() };
                assert!(size == 1 || !moved.holds(&checkpoint), "{number} of {size}, moved");
                for place in 0..proof.beside.len() {
                    let mut other = proof.clone();
                    other.beside[place][7] ^= 1;
                    assert!(!other.holds(&checkpoint));
                }
                let mut longer = proof;
                longer.beside.push([0; 32]);
                assert!(!longer.holds(&checkpoint));
            }
        }
        assert!(Prover::new(0, 9).is_none() && Prover::new(10, 9).is_none());
    }

    #[test]
    fn a_proof_is_read_again_and_only_with_the_key_that_signed() {
        let (proof, checkpoint) = of(11, 25);
        let key = NodeKey::of([7; 32]);
        let text = proof.handed_on(&checkpoint.signed(&key));
        assert_eq!(Proof::read(&text, &key.verifier()), Ok((proof, checkpoint)));
        let other = NodeKey::of([8; 32]).verifier();
        assert!(matches!(Proof::read(&text, &other), Err(ProofError::Checkpoint(_))));
        let wrong = text.replace("record 11 ", "record 12 ");
        assert_eq!(Proof::read(&wrong, &key.verifier()), Err(ProofError::Other(12)));
        for place in (0..text.len()).filter(|place| text.is_char_boundary(*place)) {
            // Nothing that was cut off is a proof, and nothing panics.
            assert!(
                Proof::read(&text[..place], &key.verifier()).is_err() || place + 1 == text.len()
            );
        }
    }

    #[test]
    fn among_ten_million_records_a_proof_takes_less_than_two_kilobytes() {
        let most =
            (0..10_000_000_u64).step_by(1_234_567).map(|place| ways(place, 10_000_000).len());
        let beside = vec![[7; 32]; most.max().expect("some")];
        let note = Checkpoint { size: 10_000_000, root: [7; 32] }.signed(&NodeKey::of([7; 32]));
        let proof = Proof { number: 10_000_000, record: vec![7; 400], beside };
        assert_eq!(proof.beside.len(), 24);
        assert!(proof.handed_on(&note).len() < 2_000, "{}", proof.handed_on(&note).len());
    }
}
