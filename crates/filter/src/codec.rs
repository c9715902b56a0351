//! Codec: how a filter's state is written down, and read back without trust.
//!
//! Little-endian, fixed width, a version byte first. What cannot have been written by this module
//! is an error, never a panic and never a filter in an impossible state.

use std::fmt;

use crate::bank::{Bank, Noise};
use crate::beginnings::Beginnings;
use crate::calm::Calm;
use crate::filter::{Filter, Settings};
use crate::hypothesis::{Lanes, Shares};
use crate::limits::{GROWTH_VARIANCE, LEVEL, LEVEL_VARIANCE, MEMBERS, MEMORY, RATIO, WARM_UP};
use crate::profile::{OFFSETS, Profile, Trust};
use crate::reference::Reference;
use crate::scale::{Scale, WarmUp};
use crate::score::{Alarm, HOLD};
use crate::shape::{Shape, Skew};
use crate::tail::Tail;
use crate::told::{CAUTION_MOST, Kept, Memory, Strays, Trial};

/// Version of what is written.
const VERSION: u8 = 4;
/// The last version whose references had no shape: noise was taken to be even. An upgrade reads them.
const SHAPELESS: u8 = 3;

/// Why bytes are not a filter's state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecodeError {
    /// The bytes end too early.
    Truncated,
    /// The version byte is not one this build reads.
    UnknownVersion(u8),
    /// A field holds a value that no filter has; the field is named.
    Impossible(&'static str),
}

impl fmt::Display for DecodeError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Truncated => write!(out, "read the filter's state: the bytes end too early"),
            Self::UnknownVersion(version) => {
                write!(out, "read the filter's state: version {version} is not known here")
            }
            Self::Impossible(field) => {
                write!(out, "read the filter's state: impossible value in `{field}`")
            }
        }
    }
}

impl std::error::Error for DecodeError {}

/// Reads fields in the order in which they were written.
pub(crate) struct Reader<'a> {
    bytes: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(crate) fn new(bytes: &'a [u8], version: u8) -> Result<Self, DecodeError> {
        let mut reader = Self { bytes };
        let [found] = reader.take()?;
        if found == version { Ok(reader) } else { Err(DecodeError::UnknownVersion(found)) }
    }

    fn take<const N: usize>(&mut self) -> Result<[u8; N], DecodeError> {
        let (head, rest) = self.bytes.split_first_chunk().ok_or(DecodeError::Truncated)?;
        self.bytes = rest;
        Ok(*head)
    }

    pub(crate) fn rest(self) -> &'a [u8] {
        self.bytes
    }
}

/// A field that can be written down and read back.
pub(crate) trait Field: Sized {
    fn write(&self, out: &mut Vec<u8>);
    fn read(reader: &mut Reader<'_>, name: &'static str) -> Result<Self, DecodeError>;
}

macro_rules! whole_numbers {
    ($($number:ty),*) => {$(
        impl Field for $number {
            fn write(&self, out: &mut Vec<u8>) {
                out.extend(self.to_le_bytes());
            }
            fn read(reader: &mut Reader<'_>, _: &'static str) -> Result<Self, DecodeError> {
                reader.take().map(Self::from_le_bytes)
            }
        }
    )*};
}

macro_rules! finite_numbers {
    ($($number:ty),*) => {$(
        impl Field for $number {
            fn write(&self, out: &mut Vec<u8>) {
                out.extend(self.to_le_bytes());
            }
            fn read(reader: &mut Reader<'_>, name: &'static str) -> Result<Self, DecodeError> {
                let number = Self::from_le_bytes(reader.take()?);
                if number.is_finite() { Ok(number) } else { Err(DecodeError::Impossible(name)) }
            }
        }
    )*};
}

impl<T: Field> Field for Option<Box<T>> {
    fn write(&self, out: &mut Vec<u8>) {
        self.is_some().write(out);
        if let Some(item) = self {
            item.write(out);
        }
    }

    fn read(reader: &mut Reader<'_>, name: &'static str) -> Result<Self, DecodeError> {
        let is_there = bool::read(reader, name)?;
        is_there.then(|| T::read(reader, name).map(Box::new)).transpose()
    }
}

impl Field for bool {
    fn write(&self, out: &mut Vec<u8>) {
        out.push(u8::from(*self));
    }
    fn read(reader: &mut Reader<'_>, name: &'static str) -> Result<Self, DecodeError> {
        match reader.take()? {
            [0] => Ok(false),
            [1] => Ok(true),
            [_] => Err(DecodeError::Impossible(name)),
        }
    }
}

whole_numbers!(u8, u16, u32, i64);
finite_numbers!(f32, f64);

impl<T: Field + Copy + Default, const N: usize> Field for [T; N] {
    fn write(&self, out: &mut Vec<u8>) {
        for item in self {
            item.write(out);
        }
    }

    fn read(reader: &mut Reader<'_>, name: &'static str) -> Result<Self, DecodeError> {
        let mut items = [T::default(); N];
        for item in &mut items {
            *item = T::read(reader, name)?;
        }
        Ok(items)
    }
}

/// Writes a structure field by field, in the order given.
macro_rules! coded {
    ($name:ty { $($field:ident),* $(,)? } $(for [$($generic:tt)*])?) => {
        impl $(<$($generic)*>)? Field for $name {
            fn write(&self, out: &mut Vec<u8>) {
                $(self.$field.write(out);)*
            }
            fn read(reader: &mut Reader<'_>, _: &'static str) -> Result<Self, DecodeError> {
                Ok(Self { $($field: Field::read(reader, stringify!($field))?),* })
            }
        }
    };
}

coded!(Lanes<N> { m, b, c00, c01, c11, dev } for [const N: usize]);
coded!(Beginnings<N, Y> { lanes, ratio, before, half, born, since } for [const N: usize, const Y: usize]);
coded!(Noise { s, log_weight, shares, about, change });
coded!(Bank { lanes, noise, speaker, count, last });
coded!(Calm { noise, strays, tick });
coded!(Trust { both, own, count, slow });
coded!(Profile { offsets, hours, days, visits, mean, square, cadence_s });
coded!(WarmUp { values, seconds, slots, count });
coded!(Shape { g, at, even_at, width, slope });
coded!(Skew { quantiles, readings, due });
coded!(Scale { shape, centre, unit });
coded!(Tail { threshold, count, beyond, sums });
coded!(Alarm { tails, long, short, ranges, readings, recent, held, hold });
coded!(Kept { since, level, half_width, cost, answered });
coded!(Memory {
    told,
    told_count,
    at,
    rarity,
    one_off,
    error,
    level,
    half,
    trial,
    sworn_at,
    left,
    caution,
    strays,
});
coded!(Trial { lanes, weight });
coded!(Strays { readings, beyond, logs });
coded!(Shares { above, below });
coded!(Settings { run_length, cadence_s });
coded!(Filter {
    settings,
    warm_up,
    scale,
    skew,
    cadence_s,
    seen,
    last,
    far,
    far_since,
    bank,
    calm,
    steps,
    slopes,
    profile,
    alarm,
    memory,
    expecting,
});

impl Filter {
    /// Writes the state down: little-endian, version byte first.
    pub fn encode(&self, out: &mut Vec<u8>) {
        out.push(VERSION);
        self.write(out);
    }

    /// Reads the state back and moves `bytes` past it.
    pub fn decode(bytes: &mut &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(bytes, VERSION)?;
        let filter = Self::read(&mut reader, "filter")?;
        filter.check()?;
        *bytes = reader.rest();
        Ok(filter)
    }

    /// What the rest of the code relies on and no single field can tell.
    fn check(&self) -> Result<(), DecodeError> {
        let Self { bank, steps, slopes, profile, alarm, memory, .. } = self;
        let claims = [
            ("warm_up", self.warm_up.iter().all(|it| usize::from(it.count) < WARM_UP)),
            ("unit", self.scale.unit > 0.0),
            ("shape", self.scale.shape.is_sound()),
            ("skew", self.skew.quantiles.iter().all(|it| it.abs() <= SUM)),
            ("speaker", usize::from(bank.speaker) < MEMBERS),
            ("noise", noise_holds(&bank.noise)),
            ("count", (1.0..=MEMORY).contains(&bank.count)),
            ("last", bank.last.iter().all(|it| it.abs() <= SUM)),
            ("calm", self.calm.iter().all(calm_holds)),
            ("bank", are_sound(&bank.lanes)),
            ("steps", are_sound(&steps.lanes) && are_ratios(&steps.ratio)),
            ("slopes", are_sound(&slopes.lanes) && are_ratios(&slopes.ratio)),
            ("offsets", profile.offsets.iter().all(|offset| offset.abs() <= SUM)),
            ("square", (0.0..=SUM).contains(&profile.square) && profile.mean.abs() <= SUM),
            ("cadence_s", profile.cadence_s >= 1.0),
            ("tails", alarm.tails.iter().all(tail_holds)),
            ("hold", alarm.hold <= HOLD && alarm.recent >= 0.0),
            ("strays", strays_hold(&memory.strays)),
            ("caution", (0.0..=CAUTION_MOST).contains(&memory.caution)),
        ];
        match claims.iter().find(|(_, holds)| !holds) {
            Some((name, _)) => Err(DecodeError::Impossible(name)),
            None => Ok(()),
        }
    }
}

/// Larger than any sum or square the filter keeps.
const SUM: f32 = 1e20;

fn tail_holds(tail: &Tail) -> bool {
    tail.count >= 1.0 && tail.beyond >= 1.0 && tail.sums.iter().all(|sum| *sum >= 0.0)
}

fn noise_holds(noise: &Noise) -> bool {
    let Noise { s, log_weight, shares, about, change } = noise;
    s.iter().all(|s| (1e-9..=1e13).contains(s))
        && shares_hold(shares)
        && log_weight.iter().chain(about).all(|it| it.abs() <= SUM)
        && (0.0..=SUM).contains(change)
}

fn strays_hold(strays: &Strays) -> bool {
    strays.beyond >= 1.0 && strays.readings >= 1.0 && strays.logs >= 0.0
}

fn calm_holds(calm: &Calm) -> bool {
    calm.tick == 0 || noise_holds(&calm.noise) && strays_hold(&calm.strays)
}

fn shares_hold(shares: &Shares) -> bool {
    shares.above.iter().chain(&shares.below).all(|share| (0.0..=1.01).contains(share))
}

fn are_ratios(ratios: &[f32]) -> bool {
    ratios.iter().all(|ratio| (0.0..=RATIO.1).contains(ratio))
}

/// Whether levels and variances are such as `Lanes::observe` leaves.
fn are_sound<const N: usize>(lanes: &Lanes<N>) -> bool {
    (0..N).all(|i| {
        let most = 1.01 * (lanes.c00[i] * lanes.c11[i]).sqrt() + 1e-6;
        lanes.m[i].abs() <= 1.01 * LEVEL
            && lanes.b[i].abs() <= LEVEL
            && (1e-10..=LEVEL_VARIANCE).contains(&lanes.c00[i])
            && (0.0..=GROWTH_VARIANCE).contains(&lanes.c11[i])
            && lanes.c01[i].abs() <= most
            && lanes.dev[i].abs() <= 10.0 * LEVEL
    })
}

coded!(Written { level, half_width, unit, cadence_s, calendar });

/// A reference as it is written after its shape: the offsets follow when there is a calendar.
struct Written {
    level: f64,
    half_width: f64,
    unit: f64,
    cadence_s: f64,
    calendar: u8,
}

impl Reference {
    /// Writes it down: little-endian, version byte first. A series without a calendar is 74 bytes.
    pub fn encode(&self, out: &mut Vec<u8>) {
        let calendar = u8::from(self.offsets.iter().any(|&offset| offset != 0.0));
        let Self { shape, level, half_width, unit, cadence_s, .. } = *self;
        out.push(VERSION);
        shape.write(out);
        Written { level, half_width, unit, cadence_s, calendar }.write(out);
        if calendar == 1 {
            self.offsets.write(out);
        }
    }

    /// Reads it back and moves `bytes` past it.
    pub fn decode(bytes: &mut &[u8]) -> Result<Self, DecodeError> {
        let version = *bytes.first().ok_or(DecodeError::Truncated)?;
        let is_shapeless = (1..=SHAPELESS).contains(&version);
        let mut reader = Reader::new(bytes, if is_shapeless { version } else { VERSION })?;
        let shape =
            if is_shapeless { Shape::PLAIN } else { Field::read(&mut reader, "reference")? };
        let Written { level, half_width, unit, cadence_s, calendar } =
            Field::read(&mut reader, "reference")?;
        if half_width < 0.0 {
            return Err(DecodeError::Impossible("half_width"));
        }
        if !shape.is_sound() {
            return Err(DecodeError::Impossible("shape"));
        }
        let offsets = match calendar {
            0 => [0.0; OFFSETS],
            1 => Field::read(&mut reader, "offsets")?,
            2.. => return Err(DecodeError::Impossible("calendar")),
        };
        *bytes = reader.rest();
        Ok(Self { shape, level, half_width, unit, cadence_s, offsets })
    }
}
