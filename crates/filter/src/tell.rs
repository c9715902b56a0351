//! Tell: what follows when a change or a one-off is told?
//!
//! Telling changes what is believed: the told beginning becomes every member's state, what is believed
//! of the noise goes back to before the change, and the reference of what was is kept.

use crate::beginnings::Beginnings;
use crate::calm;
use crate::filter::Filter;
use crate::hypothesis::Lanes;
use crate::told::{Kept, Memory, Trial, Weights};
use crate::verdict::{Direction, Kind, Told};

impl Filter {
    /// Whether this reading makes a change or a one-off known, and what follows from it.
    pub(crate) fn tell(&mut self, weights: &Weights, rarity: f32) -> Option<Told> {
        let n = self.settings.run_length as f32;
        let caution = self.memory.caution(self.seen) + self.bank.doubt();
        if weights.is_change(n, caution) {
            Some(self.tell_change(weights))
        } else if weights.is_one_off(rarity - Memory::newness_of_a_one_off(self.seen), n) {
            Some(self.tell_one_off(weights))
        } else {
            None
        }
    }

    fn tell_change(&mut self, weights: &Weights) -> Told {
        let slope = weights.is_slope();
        let since_last = self.seen.wrapping_sub(self.memory.sworn_at);
        let (at_step, at_slope) = (self.steps.best(self.seen, 1), self.slopes.best(self.seen, 1));
        let mut lanes = Lanes::NONE;
        lanes.copy(0, &self.steps.lanes, at_step);
        lanes.copy(1, &self.slopes.lanes, at_slope);
        let trial = Trial::new(lanes, weights);
        let born = if slope { self.slopes.born[at_slope] } else { self.steps.born[at_step] };
        if let Some(calm) = calm::before(&self.calm, born) {
            self.bank.noise = calm.noise;
            self.memory.strays = calm.strays;
        }
        let (before, after, half, since) = if slope {
            let i = at_slope;
            self.bank.adopt(&self.slopes.lanes, i, true);
            let Beginnings { lanes, before, half, since, .. } = &self.slopes;
            (before[i], lanes.m[i], half[i], since[i])
        } else {
            let i = at_step;
            self.bank.adopt(&self.steps.lanes, i, false);
            let Beginnings { lanes, before, half, since, .. } = &self.steps;
            (before[i], lanes.m[i], half[i], since[i])
        };
        self.steps.forget();
        self.slopes.forget();
        self.profile.step(after - before);
        self.bank.shorten(since_last);
        let told = Told {
            kind: if slope { Kind::Slope } else { Kind::Step },
            direction: if after > before { Direction::Up } else { Direction::Down },
            since,
            before: self.scale.plain(before),
            after: self.scale.plain(after),
            sure: f64::from(weights.sure()),
        };
        let cost = self.memory.swear(trial, self.seen, (told.before, told.after));
        self.keep(since, before, half, cost);
        told
    }

    /// The reading before this one was a one-off.
    fn tell_one_off(&mut self, weights: &Weights) -> Told {
        let level = self.scale.plain(self.memory.level);
        let up = self.memory.error > 0.0;
        let told = Told {
            kind: Kind::Transient,
            direction: if up { Direction::Up } else { Direction::Down },
            since: self.memory.at,
            before: level,
            after: level,
            sure: f64::from(weights.one_off_chance()),
        };
        self.keep(told.since, self.memory.level, self.memory.half, 0.0);
        told
    }

    /// This reading is far beyond all before it.
    pub(crate) fn tell_record(
        &mut self,
        since: i64,
        value: f64,
        (level, half): (f32, f32),
    ) -> Told {
        let before = self.scale.plain(level);
        let direction = if value > before { Direction::Up } else { Direction::Down };
        self.keep(since, level, half, 0.0);
        Told { kind: Kind::Record, direction, since, before, after: value, sure: 1.0 }
    }

    /// Keeps what was expected before something that is told, and what telling it cost.
    fn keep(&mut self, since: i64, level: f32, half: f32, cost: f32) {
        let half_width = self.scale.unit * f64::from(half);
        let level = self.scale.even(level);
        self.memory.keep(Kept { since, level, half_width, cost, answered: 0.0 });
    }
}
