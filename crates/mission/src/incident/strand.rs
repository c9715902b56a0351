//! Strand: has this series of an incident come back to its reference?
//!
//! The forecast just before the change is frozen with it: the filter goes on learning and would
//! heal every incident by forgetting.

use filter::{Moment, Reference};

use crate::cadence::Period;
use crate::id::{IndicatorId, SignalId};
use crate::limits;
use crate::registry;
use crate::signal::{Direction, Kind};
use crate::time::Timestamp;

/// One series of an incident.
#[derive(Clone, Debug, PartialEq)]
pub struct Strand {
    /// The series.
    pub indicator: IndicatorId,
    /// The signal that brought it in.
    pub signal: SignalId,
    /// Step or slope.
    pub kind: Kind,
    /// Which way.
    pub direction: Direction,
    /// The reading with which the change began.
    pub since: Timestamp,
    /// What was expected just before, and is to be regained.
    pub reference: Reference,
    /// How far the level went from the reference at most, signed, in the unit of measure.
    pub change: f64,
    /// How sure the filter was, 0 to 1.
    pub sure: f64,
    /// The last readings judged, the latest last; at most [`limits::READINGS_TO_RECOVER`].
    pub judged: Vec<Judged>,
    /// Readings in the band since it began to settle.
    pub settled: usize,
}

/// A due reading held against the reference.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Judged {
    /// When it was true.
    pub at: Timestamp,
    /// Its value less the level expected then.
    pub deviation: f64,
    /// Whether it lies in the reference band.
    pub place: Place,
}

/// Where a reading lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In the reference band, or better.
    Inside,
    /// Not.
    Outside,
}

impl Strand {
    /// Where a reading lies. Better than the band is as good as inside it: nobody needs help with that.
    pub fn place(&self, moment: Moment, value: f64, good: registry::Direction) -> Place {
        let band = self.reference.band_at(moment);
        let is_better = match good {
            registry::Direction::More => value > band.upper,
            registry::Direction::Less => value < band.lower,
            registry::Direction::OnTarget => false,
        };
        if is_better || band.contains(value) { Place::Inside } else { Place::Outside }
    }

    /// Holds a due reading, or a corrected one, against the reference. A due period has one: the
    /// last that came for it, however many are sent.
    pub fn judge(
        &mut self,
        moment: Moment,
        due: Period,
        (at, value): (Timestamp, f64),
        good: registry::Direction,
    ) -> Place {
        let band = self.reference.band_at(moment);
        let place = self.place(moment, value, good);
        let judged = Judged { at, deviation: value - band.expected, place };
        let is_of = |earlier: &Judged| due.start <= earlier.at && earlier.at < due.end;
        match self.judged.iter_mut().find(|earlier| is_of(earlier)) {
            Some(same) if same.at <= at => *same = judged,
            Some(later) => return later.place,
            None => {
                let next = self.judged.partition_point(|earlier| earlier.at < at);
                self.judged.insert(next, judged);
            }
        }
        if self.judged.len() > limits::READINGS_TO_RECOVER {
            self.judged.remove(0);
        }
        if self.kind == Kind::Slope && place == Place::Outside {
            self.widen(judged.deviation);
        }
        place
    }

    /// How far it went, in half widths of its reference band: series of any measure compare.
    pub fn size(&self) -> f64 {
        let band = self.reference.band_at(Moment { seconds: self.since.as_seconds(), slot: None });
        2.0 * self.change.abs() / (band.upper - band.lower)
    }

    /// The series moved again, to a level that may lie on the other side of the reference.
    pub fn go_further(&mut self, level: f64) {
        let further = level - self.reference.level();
        if further.abs() > self.change.abs() {
            self.change = further;
            self.direction = if further < 0.0 { Direction::Down } else { Direction::Up };
        }
    }

    /// A slope goes further from the reference with time: what is to be regained grows with it.
    fn widen(&mut self, deviation: f64) {
        if deviation.signum() == self.change.signum() && deviation.abs() > self.change.abs() {
            self.change = deviation;
        }
    }

    /// Whether the latest due reading lies in the band.
    pub fn is_inside(&self) -> bool {
        self.judged.last().is_some_and(|latest| latest.place == Place::Inside)
    }

    /// Due readings in a row back in the band, of the last three.
    pub fn back(&self) -> usize {
        self.judged.iter().rev().take_while(|judged| judged.place == Place::Inside).count()
    }

    /// Whether the last three due readings lie in the band and their mean has regained three
    /// quarters of the change.
    pub fn has_recovered(&self) -> bool {
        if self.back() < limits::READINGS_TO_RECOVER {
            return false;
        }
        let sum: f64 = self.judged.iter().map(|judged| judged.deviation).sum();
        #[expect(clippy::cast_precision_loss, reason = "three")]
        let mean = sum / self.judged.len() as f64;
        let lost = if self.change == 0.0 { 0.0 } else { mean / self.change };
        lost <= 1.0 - limits::REGAINED
    }
}
