//! Veil: how is a number shown that would tell how much happened elsewhere?
//!
//! Things and lines are numbered over the whole node. Two of those numbers say how much came between, in units
//! that whoever reads them may not see. So each viewer is given names of their own for them: the number
//! enciphered by a Feistel network of four rounds (Luby and Rackoff 1988), whose round function is
//! HMAC-SHA-256 under a key of the node. A name that was made for another viewer, or made up, stands for
//! nothing.

use mission::reach::Viewer;
use ring::hmac;
use sha2::{Digest, Sha256};
use store::NodeKey;

const ROUNDS: u8 = 4;

/// Makes names of numbers, and numbers of names.
#[derive(Clone, Debug)]
pub struct Veil(hmac::Key);

/// What is numbered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// Messages.
    Message,
    /// Lines of the telex.
    Line,
    /// Needs and offers.
    Post,
}

impl Veil {
    /// The veil of a node: the same as long as it has its key.
    pub(crate) fn of(key: &NodeKey) -> Self {
        let secret = Sha256::digest(key.seal("cybersyn veil v1", b""));
        Self(hmac::Key::new(hmac::HMAC_SHA256, &secret))
    }

    /// The name of a number for one viewer.
    pub fn hide(&self, viewer: Viewer, of: Of, number: u64) -> String {
        let (mut left, mut right) = halves(number);
        for round in 0..ROUNDS {
            (left, right) = (right, left ^ self.round(viewer, of, round, right));
        }
        format!("{left:08x}{right:08x}")
    }

    /// The number of a name, if it can be one.
    pub fn lift(&self, viewer: Viewer, of: Of, name: &str) -> Option<u64> {
        let is_name = name.len() == 16 && name.bytes().all(|byte| byte.is_ascii_hexdigit());
        let (mut left, mut right) = halves(u64::from_str_radix(name, 16).ok().filter(|_| is_name)?);
        for round in (0..ROUNDS).rev() {
            (left, right) = (right ^ self.round(viewer, of, round, left), left);
        }
        Some(u64::from(left) << 32 | u64::from(right))
    }

    fn round(&self, viewer: Viewer, of: Of, round: u8, half: u32) -> u32 {
        let of = match of {
            Of::Message => 0,
            Of::Line => 1,
            Of::Post => 2,
        };
        let mut given = vec![of, round];
        given.extend(viewer.0.0.to_le_bytes());
        given.extend(half.to_le_bytes());
        let tag = hmac::sign(&self.0, &given);
        let first = tag.as_ref().first_chunk().copied();
        u32::from_le_bytes(first.expect("a tag has 32 bytes"))
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the halves of a number are meant")]
const fn halves(number: u64) -> (u32, u32) {
    ((number >> 32) as u32, number as u32)
}

#[cfg(test)]
mod tests {
    use mission::id::UnitId;

    use super::*;

    fn veil(secret: u8) -> Veil {
        Veil::of(&NodeKey::of([secret; 32]))
    }

    #[test]
    fn a_name_stands_for_its_number_and_for_its_viewer_only() {
        let (veil, us, them) = (veil(7), Viewer(UnitId(3)), Viewer(UnitId(4)));
        for number in [0, 1, 5, u64::from(u32::MAX), 1 << 40, u64::MAX] {
            let name = veil.hide(us, Of::Message, number);
            assert_eq!(veil.lift(us, Of::Message, &name), Some(number));
            assert_ne!(veil.lift(them, Of::Message, &name), Some(number));
            assert_ne!(veil.lift(us, Of::Line, &name), Some(number));
            assert_ne!(self::veil(8).lift(us, Of::Message, &name), Some(number));
        }
        for bad in ["", "7", "000000000000000g", "+000000000000001", "00000000000000000"] {
            assert_eq!(veil.lift(us, Of::Message, bad), None, "{bad}");
        }
    }

    #[test]
    fn names_of_numbers_in_a_row_do_not_tell_how_far_they_are_apart() {
        let (veil, us) = (veil(7), Viewer(UnitId(3)));
        let number = |name: String| u64::from_str_radix(&name, 16).expect("a name");
        let names: Vec<u64> = (0..64).map(|it| number(veil.hide(us, Of::Line, it))).collect();
        let growing = names.windows(2).filter(|two| two[0] < two[1]).count();
        assert!((16..48).contains(&growing), "{growing} of 63 grow");
        assert!(names.windows(2).all(|two| two[0].abs_diff(two[1]) > 1 << 32));
    }
}
