//! Calm: what was believed of the noise before a change began?
//!
//! A change is told some readings after it began, and until then its readings pass for noise:
//! wider, and more correlated. Believed for good, a unit that has a trouble now and then and puts
//! it right would be told of each a little later, and at last of none. So what was believed is
//! put aside now and then, and taken up again when a change is told that began after it.

use crate::bank::Noise;
use crate::told::Strays;

/// Readings after which the older one is put aside anew.
const EVERY: u32 = 16;

/// What was believed after a reading.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Calm {
    pub(crate) noise: Noise,
    pub(crate) strays: Strays,
    /// Tick of the reading; 0 is an empty place.
    pub(crate) tick: u32,
}

/// The last two.
pub(crate) type Calms = [Calm; 2];

/// Puts aside what is believed after this reading, when it is time to.
pub(crate) fn put_aside(calms: &mut Calms, noise: Noise, strays: Strays, tick: u32) {
    if tick.is_multiple_of(EVERY) {
        calms[(tick / EVERY) as usize % 2] = Calm { noise, strays, tick };
    }
}

/// What was believed last before the reading with that tick.
pub(crate) fn before(calms: &Calms, tick: u32) -> Option<&Calm> {
    calms.iter().filter(|calm| calm.tick > 0 && calm.tick < tick).max_by_key(|calm| calm.tick)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_believed_before_a_change_is_found_unless_it_began_long_ago() {
        let mut calms = Calms::default();
        for tick in 1..=100 {
            put_aside(
                &mut calms,
                Noise { change: tick as f32, ..Noise::default() },
                Strays::PRIOR,
                tick,
            );
        }
        assert_eq!(before(&calms, 100).map(|calm| calm.tick), Some(96));
        assert_eq!(before(&calms, 96).map(|calm| calm.noise.change), Some(80.0));
        assert_eq!(before(&calms, 80), None);
    }
}
