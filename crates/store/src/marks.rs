//! Marks: has this message come before?
//!
//! For each source the latest message of every residue of its sequence number is remembered. A
//! message finds at its residue itself (then it is a duplicate, or another message under the same
//! number), a later one (then nobody can say), or an earlier one or nothing (then it is new: had
//! it come, it would stand there, or something later would).

use crate::contract::{Receipt, SourceMark};
use crate::limits;
use crate::record::Record;

/// A message that came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mark {
    pub(crate) epoch: u64,
    pub(crate) seq: u64,
    pub(crate) offset: u64,
    pub(crate) digest: [u8; 32],
}

crate::record::fields! {
    Mark { epoch, seq, offset, digest }
}

impl Record for [u8; 32] {
    fn write(&self, to: &mut crate::record::Encoder) {
        to.bytes().extend(self);
    }

    fn read(from: &mut crate::record::Decoder<'_>) -> Result<Self, crate::record::RecordError> {
        from.array()
    }
}

/// The residue at which a message is remembered.
pub(crate) fn slot(sent: &SourceMark) -> u64 {
    sent.seq % limits::MARKS
}

/// What is to be done with a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Judgement {
    /// It is new.
    Append,
    /// It is answered with this.
    Answer(Receipt),
    /// It is answered with [`Receipt::TooOld`].
    TooOld,
}

/// Judges a message by what is remembered at its residue.
pub(crate) fn judge(held: Option<&Mark>, sent: &SourceMark) -> Judgement {
    let Some(held) = held else { return Judgement::Append };
    match (sent.epoch, sent.seq).cmp(&(held.epoch, held.seq)) {
        std::cmp::Ordering::Greater => Judgement::Append,
        std::cmp::Ordering::Less => Judgement::TooOld,
        std::cmp::Ordering::Equal if sent.digest == held.digest => {
            Judgement::Answer(Receipt::Duplicate { offset: held.offset })
        }
        std::cmp::Ordering::Equal => Judgement::Answer(Receipt::Conflict),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(epoch: u64, seq: u64, byte: u8) -> SourceMark {
        SourceMark { source: "plc-1".to_owned(), epoch, seq, digest: [byte; 32] }
    }

    fn held(epoch: u64, seq: u64) -> Mark {
        Mark { epoch, seq, offset: 9, digest: [1; 32] }
    }

    #[test]
    fn the_same_bytes_are_a_duplicate_and_others_a_conflict() {
        let duplicate = Judgement::Answer(Receipt::Duplicate { offset: 9 });
        assert_eq!(judge(Some(&held(1, 5)), &sent(1, 5, 1)), duplicate);
        let conflict = Judgement::Answer(Receipt::Conflict);
        assert_eq!(judge(Some(&held(1, 5)), &sent(1, 5, 2)), conflict);
    }

    #[test]
    fn what_a_later_message_has_pushed_out_is_too_old() {
        let later = 5 + limits::MARKS;
        assert_eq!(slot(&sent(1, 5, 1)), slot(&sent(1, later, 1)));
        assert_eq!(judge(Some(&held(1, later)), &sent(1, 5, 1)), Judgement::TooOld);
        assert_eq!(judge(Some(&held(2, 5)), &sent(1, 5, 1)), Judgement::TooOld);
    }

    #[test]
    fn a_gap_a_later_number_and_a_new_epoch_are_new() {
        assert_eq!(judge(None, &sent(1, 5, 1)), Judgement::Append);
        assert_eq!(judge(Some(&held(1, 5)), &sent(1, 5 + limits::MARKS, 1)), Judgement::Append);
        assert_eq!(judge(Some(&held(1, 5)), &sent(2, 5, 2)), Judgement::Append);
    }
}
