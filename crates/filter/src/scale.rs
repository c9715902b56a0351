//! Scale: in which units is this series worked, and how far apart are its readings?
//!
//! From the first twelve readings: the unit is the noise as successive differences show it (which
//! a trend or a step does not spoil), never below the smallest difference seen nor below what
//! double precision can tell apart at that size.

use crate::limits::{FAR, WARM_UP};
use crate::moment::{Moment, Slot};
use crate::shape::Shape;
use crate::verdict::Band;

/// The first readings of a series.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct WarmUp {
    pub(crate) values: [f64; WARM_UP],
    pub(crate) seconds: [i64; WARM_UP],
    /// Minute of the week, doubled, plus one when working; `u16::MAX` without a calendar.
    pub(crate) slots: [u16; WARM_UP],
    pub(crate) count: u8,
}

/// Units of a series.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Scale {
    /// The measure in which its noise is even; the next two are in it.
    pub(crate) shape: Shape,
    pub(crate) centre: f64,
    pub(crate) unit: f64,
}

impl Scale {
    pub(crate) const NONE: Self = Self { shape: Shape::PLAIN, centre: 0.0, unit: 1.0 };

    /// A reading in scaled units.
    pub(crate) fn scaled(&self, value: f64) -> f64 {
        ((self.shape.even(value) - self.centre) / self.unit).clamp(-FAR, FAR)
    }

    /// A level in the even measure.
    pub(crate) fn even(&self, level: f32) -> f64 {
        self.centre + self.unit * f64::from(level)
    }

    /// A level in the unit of the series.
    pub(crate) fn plain(&self, level: f32) -> f64 {
        self.shape.plain(self.even(level))
    }

    /// A level with half a band about it, in the unit of the series.
    pub(crate) fn band(&self, level: f32, half: f32) -> Band {
        Band::about(&self.shape, self.even(level), self.unit * f64::from(half))
    }

    /// Where the origin lies, in the unit of the series.
    pub(crate) fn origin(&self) -> f64 {
        self.shape.plain(self.centre)
    }

    /// How far a level lies from the origin as the series is read, in scaled units.
    pub(crate) fn plainly(&self, level: f32) -> f32 {
        ((self.plain(level) - self.origin()) / self.unit).clamp(-FAR, FAR) as f32
    }

    /// How far a level strays from its forecast, in deviations of there, as the series is read.
    pub(crate) fn stray(&self, y: f32, error: f32, deviation: f32) -> f32 {
        let expected = self.plain(y - error);
        let deviation = self.unit * f64::from(deviation) / self.shape.slope_at(expected);
        ((self.plain(y) - expected).abs() / deviation).min(FAR) as f32
    }

    /// The origin moves up by so many units; answers by how many it did as the series is read.
    pub(crate) fn recentre(&mut self, by: f32) -> f32 {
        let before = self.origin();
        self.centre += self.unit * f64::from(by);
        self.moved(before)
    }

    /// The measure is another one from now on; answers by how many units the origin has moved as the
    /// series is read.
    pub(crate) fn reshape(&mut self, shape: Shape) -> f32 {
        let before = self.origin();
        self.shape = shape;
        self.moved(before)
    }

    fn moved(&self, before: f64) -> f32 {
        ((self.origin() - before) / self.unit).clamp(-FAR, FAR) as f32
    }
}

impl WarmUp {
    pub(crate) const NONE: Self = Self {
        values: [0.0; WARM_UP],
        seconds: [0; WARM_UP],
        slots: [u16::MAX; WARM_UP],
        count: 0,
    };

    /// Keeps a reading; true when enough are kept.
    pub(crate) fn keep(&mut self, at: Moment, value: f64) -> bool {
        let i = usize::from(self.count);
        self.values[i] = value;
        self.seconds[i] = at.seconds;
        self.slots[i] = at.slot.map_or(u16::MAX, |slot| {
            let minute = u16::from(slot.weekday.min(6)) * 1440 + slot.minute.min(1439);
            2 * minute + u16::from(slot.working)
        });
        self.count += 1;
        i + 1 == WARM_UP
    }

    /// A kept reading.
    pub(crate) fn get(&self, i: usize) -> (Moment, f64) {
        let slot = (self.slots[i] != u16::MAX).then(|| {
            let minute = self.slots[i] / 2;
            let weekday = u8::try_from(minute / 1440).unwrap_or(0);
            Slot { weekday, minute: minute % 1440, working: self.slots[i] % 2 == 1 }
        });
        (Moment { seconds: self.seconds[i], slot }, self.values[i])
    }

    /// The median of what is kept so far.
    pub(crate) fn median(&self) -> f64 {
        let n = usize::from(self.count);
        let mut values = self.values;
        median(&mut values[..n])
    }

    /// Median time between readings, in seconds; 0 when they never move.
    pub(crate) fn cadence_s(&self) -> f64 {
        let n = usize::from(self.count);
        let mut gaps = [0.0; WARM_UP];
        for i in 1..n {
            gaps[i - 1] = self.seconds[i].saturating_sub(self.seconds[i - 1]).max(0) as f64;
        }
        median(&mut gaps[..n.max(2) - 1])
    }

    /// The units, once enough is kept.
    pub(crate) fn scale(&self) -> Scale {
        let n = usize::from(self.count);
        let centre = self.median();
        let mut changes = [0.0; WARM_UP];
        let mut smallest = f64::INFINITY;
        let mut mean = 0.0;
        for i in 1..n {
            let change = (self.values[i] - self.values[i - 1]).abs();
            changes[i - 1] = change;
            mean += change / (n - 1) as f64;
            if change > 0.0 {
                smallest = smallest.min(change);
            }
        }
        let median = median(&mut changes[..n - 1]);
        // Of Gaussian noise the median |Δ| is 0.954 σ and the mean 1.128 σ.
        let noise = (median / 0.954).max(0.5 * mean / 1.128);
        let smallest = if smallest.is_finite() { smallest } else { 0.0 };
        let unit = noise.max(smallest).max(1e-6 * centre.abs());
        Scale { shape: Shape::PLAIN, centre, unit: if unit > 1e-290 { unit } else { 1.0 } }
    }
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    let n = values.len();
    if n == 0 { 0.0 } else { 0.5 * values[(n - 1) / 2] + 0.5 * values[n / 2] }
}
