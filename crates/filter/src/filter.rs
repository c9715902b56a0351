//! Filter: one series, one reading at a time.
//!
//! The order of a reading: units and calendar (`scale`, `profile`), what was expected (`bank`),
//! what else could explain it (`beginnings`), whether to tell (`told`), how alarming it is
//! (`score`). Then everything learns.

use crate::bank::{Bank, Prior};
use crate::beginnings::{Beginnings, Newborn};
use crate::calm::{self, Calms};
use crate::hypothesis::{Evidence, Lanes, Outcome};
use crate::limits::{
    FAR, FAR_IN_A_ROW, GAP, RECENTRE, SLOPES, SLOPES_YOUNG, SQUARE, STEPS, STEPS_YOUNG, WARM_UP,
};
use crate::moment::Moment;
use crate::profile::Profile;
use crate::reference::Reference;
use crate::scale::{Scale, WarmUp};
use crate::score::{Alarm, Judgement, Signs};
use crate::told::{self, Memory, Trial, Weights};
use crate::verdict::{Band, Chances, Direction, Kind, Learning, Told, Verdict};

/// Variance of a step's new level about the old one, in s, unless the reading asks for more.
const STEP_VARIANCE: f32 = 4.0;
/// Variances that a slope adds to level and growth, in s.
const SLOPE_LEVEL_VARIANCE: f32 = 0.2;
const SLOPE_VARIANCE: (f32, f32) = (0.1, 0.5);
/// The same by the squared error of the reading with which it may begin.
const SLOPE_BY_ERROR: f32 = 0.08;
/// Half of a 95% interval, in standard deviations.
const HALF_95: f32 = 1.96;

/// How calm the filter is to be, and how often readings are due.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// Readings between false signals when nothing happens, N.
    pub run_length: f64,
    /// Seconds between two due readings; 0 to find out from the first readings.
    pub cadence_s: f64,
}

/// The filter of one series, in constant memory.
#[derive(Clone, Debug, PartialEq)]
pub struct Filter {
    pub(crate) settings: Settings,
    pub(crate) warm_up: WarmUp,
    pub(crate) scale: Scale,
    pub(crate) cadence_s: f64,
    /// Readings seen, and the time of the last.
    pub(crate) seen: u32,
    pub(crate) last: i64,
    /// Readings in a row that lay too far off to be worked in these units, and the first of them.
    pub(crate) far: u8,
    pub(crate) far_since: i64,
    pub(crate) bank: Bank,
    pub(crate) calm: Calms,
    pub(crate) steps: Beginnings<STEPS, STEPS_YOUNG>,
    pub(crate) slopes: Beginnings<SLOPES, SLOPES_YOUNG>,
    pub(crate) profile: Profile,
    pub(crate) alarm: Alarm,
    pub(crate) memory: Memory,
}

/// A reading in scaled units, before it is judged.
#[derive(Clone, Copy)]
struct Arrival {
    at: Moment,
    value: f64,
    y: f32,
    offset: f32,
    elapsed: f32,
}

impl Filter {
    /// A filter that has seen nothing yet.
    pub fn new(settings: Settings) -> Self {
        Self {
            settings,
            warm_up: WarmUp::NONE,
            scale: Scale { centre: 0.0, unit: 1.0 },
            cadence_s: settings.cadence_s,
            seen: 0,
            last: 0,
            far: 0,
            far_since: 0,
            bank: Bank::new(0.0),
            calm: Calms::default(),
            steps: Beginnings::NONE,
            slopes: Beginnings::NONE,
            profile: Profile::new(0.0, 1.0),
            alarm: Alarm::new(),
            memory: Memory::NONE,
        }
    }

    /// Takes in a reading and says what it makes of it. `value` is finite and at most 1e100 in
    /// magnitude.
    pub fn observe(&mut self, at: Moment, value: f64) -> Verdict {
        debug_assert!(value.is_finite() && value.abs() <= 1e100);
        if usize::from(self.warm_up.count) < WARM_UP {
            return self.learn(at, value);
        }
        let arrival = self.arrival(at, value);
        if self.is_lost(arrival) {
            return self.start_anew(at, value);
        }
        self.judge(arrival)
    }

    /// A due reading did not come: the forecast widens, and nothing is concluded from it.
    pub fn miss(&mut self, at: Moment) {
        if at.seconds > self.last {
            self.bank.widen();
        }
    }

    /// What was expected just before the reading at `since`, frozen with its calendar. Answers for
    /// the last few `since` that [`Told`] named, `None` for others.
    pub fn reference(&self, since: i64) -> Option<Reference> {
        self.memory.find(since).map(|kept| Reference {
            level: kept.level,
            half_width: kept.half_width,
            unit: self.scale.unit,
            cadence_s: self.cadence_s.max(1.0),
            offsets: self.profile.frozen(),
        })
    }

    fn learn(&mut self, at: Moment, value: f64) -> Verdict {
        let full = self.warm_up.keep(at, value);
        self.seen = self.seen.saturating_add(1);
        self.last = at.seconds;
        let expected = self.warm_up.median();
        let seen = u32::from(self.warm_up.count);
        if full {
            self.start();
        }
        Verdict {
            band: Band { expected, lower: expected.min(value), upper: expected.max(value) },
            learning: Some(Learning { seen, needed: WARM_UP as u32 }),
            chances: Chances { steady: 1.0, transient: 0.0, step: 0.0, slope: 0.0 },
            score: 0.0,
            unusual: false,
            told: None,
        }
    }

    /// Enough is kept: fix the units, and go through what was kept.
    fn start(&mut self) {
        self.scale = self.warm_up.scale();
        if self.cadence_s <= 0.0 {
            self.cadence_s = self.warm_up.cadence_s();
        }
        let (first, value) = self.warm_up.get(0);
        self.last = first.seconds;
        let y = self.scaled(value) as f32;
        self.bank = Bank::new(y);
        self.profile = Profile::new(y, self.cadence_s.max(1.0));
        for i in 1..WARM_UP {
            let (at, value) = self.warm_up.get(i);
            let arrival = self.arrival(at, value);
            let seen = self.evidence(arrival);
            self.bank.observe(seen);
            self.profile.learn(self.profile.places(at), arrival.y);
            self.last = at.seconds;
        }
    }

    fn scaled(&self, value: f64) -> f64 {
        ((value - self.scale.centre) / self.scale.unit).clamp(-FAR, FAR)
    }

    pub(crate) fn elapsed(&self, seconds: i64) -> f32 {
        let gap = seconds.saturating_sub(self.last).max(0) as f64;
        if self.cadence_s > 0.0 { (gap / self.cadence_s).min(GAP) as f32 } else { 1.0 }
    }

    fn arrival(&self, at: Moment, value: f64) -> Arrival {
        let offset = self.profile.offset(self.profile.places(at));
        let elapsed = self.elapsed(at.seconds);
        Arrival { at, value, y: self.scaled(value) as f32, offset, elapsed }
    }

    fn evidence(&self, arrival: Arrival) -> Evidence {
        Evidence {
            x: arrival.y - arrival.offset,
            elapsed: arrival.elapsed,
            shares: self.bank.noise.shares,
        }
    }

    fn band(&self, prior: &Prior, elapsed: f32, offset: f32) -> Band {
        let Scale { centre, unit } = self.scale;
        let forecast = f64::from(prior.m + elapsed * prior.b + prior.carried + offset);
        let half = unit * f64::from(self.half(prior, elapsed));
        let expected = centre + unit * forecast;
        Band { expected, lower: expected - half, upper: expected + half }
    }

    /// Half a 95% band, in scaled units.
    pub(crate) fn half(&self, prior: &Prior, elapsed: f32) -> f32 {
        HALF_95 * prior.deviation(elapsed) * self.bank.breadth()
    }

    fn is_lost(&mut self, arrival: Arrival) -> bool {
        if f64::from(arrival.y.abs()) < FAR {
            self.far = 0;
            return false;
        }
        if self.far == 0 {
            self.far_since = arrival.at.seconds;
        }
        self.far += 1;
        self.far >= FAR_IN_A_ROW
    }

    /// The series has left for another order of magnitude: tell it as a step and learn it anew.
    fn start_anew(&mut self, at: Moment, value: f64) -> Verdict {
        let elapsed = self.elapsed(at.seconds);
        let offset = self.profile.offset(self.profile.places(at));
        let band = self.band(&self.bank.prior(elapsed), elapsed, offset);
        let before = band.expected;
        let told = Told {
            kind: Kind::Step,
            direction: if value > before { Direction::Up } else { Direction::Down },
            since: self.far_since,
            before,
            after: value,
            sure: 1.0,
        };
        let mut anew = Self::new(Settings { cadence_s: self.cadence_s, ..self.settings });
        anew.settings = self.settings;
        anew.memory.keep(told.since, before, 0.5 * (band.upper - band.lower));
        *self = anew;
        let learning = self.learn(at, value).learning;
        Verdict {
            band,
            learning,
            chances: Chances { steady: 0.0, transient: 0.0, step: 1.0, slope: 0.0 },
            score: 6.0,
            unusual: true,
            told: Some(told),
        }
    }

    fn judge(&mut self, arrival: Arrival) -> Verdict {
        let Arrival { at, value, y, offset, elapsed } = arrival;
        let seen = self.evidence(arrival);
        let prior = self.bank.prior(elapsed);
        let band = self.band(&prior, elapsed, offset);
        let one_off_before = self.memory.one_off;
        let spoken = self.bank.observe(seen);
        self.seen = self.seen.wrapping_add(1);
        let half = self.half(&prior, elapsed);
        self.consider(&prior, &spoken, seen, (at.seconds, half));

        let mut weights = Weights::of(&self.steps, &self.slopes, self.seen);
        weights.one_off = one_off_before;
        let signs = Signs {
            y,
            x: seen.x,
            stray: spoken.error.abs() / (prior.assumed.s * spoken.spread).sqrt(),
        };
        let rarity_before = self.memory.rarity;
        let Judgement { score, record } = self.alarm.judge(signs);
        let unusual =
            self.memory.is_unusual(signs.stray, self.settings.run_length as f32, self.seen);
        let chances = self.memory.chances(&weights, self.seen);
        let told = self.tell(&weights, rarity_before).or_else(|| {
            let is_told = told::is_record(record, self.settings.run_length as f32);
            is_told.then(|| self.tell_record(at.seconds, value, (prior.m, half)))
        });
        self.memory.note(at.seconds, &spoken, signs.stray, prior.m, half);
        if told.is_some_and(|told| told.kind.is_change()) {
            // What strayed from the old level belongs to the change, not to a one-off.
            self.memory.one_off = 0.0;
        }
        self.memory.relax(self.settings.run_length as f32);
        self.profile.learn(self.profile.places(at), y);
        if self.profile.begins() {
            self.bank.relearn();
            self.alarm.relearn();
            self.calm = Calms::default();
        }
        calm::put_aside(&mut self.calm, self.bank.noise, self.memory.strays, self.seen);
        self.last = at.seconds;
        self.recentre();
        Verdict { band, learning: None, chances, score: f64::from(score), unusual, told }
    }

    /// Weighs every beginning by this reading, and lets one begin with it.
    fn consider(
        &mut self,
        prior: &Prior,
        spoken: &Outcome,
        seen: Evidence,
        (since, half): (i64, f32),
    ) {
        let against = 1.0 / spoken.density;
        self.memory.trial.observe(prior.assumed, seen);
        self.steps.observe(prior.assumed, seen, against);
        self.slopes.observe(prior.assumed, seen, against);
        let e2 = (spoken.error * spoken.error / prior.assumed.s).min(SQUARE);
        let born = Newborn {
            m: prior.m,
            b: prior.b,
            c00: prior.c00,
            c01: prior.c01,
            c11: prior.c11,
            carried: prior.carried,
            half,
            born: self.seen,
            since,
        };
        let step = Newborn { c00: prior.c00 + e2.max(STEP_VARIANCE), ..born };
        self.steps.begin(step, prior.assumed, seen, against);
        let slope = Newborn {
            c00: prior.c00 + SLOPE_LEVEL_VARIANCE,
            c11: prior.c11 + (SLOPE_BY_ERROR * e2).clamp(SLOPE_VARIANCE.0, SLOPE_VARIANCE.1),
            ..born
        };
        self.slopes.begin(slope, prior.assumed, seen, against);
    }

    /// Whether this reading makes a change or a one-off known, and what follows from it.
    fn tell(&mut self, weights: &Weights, rarity: f32) -> Option<Told> {
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
            before: self.absolute(before),
            after: self.absolute(after),
            sure: f64::from(weights.sure()),
        };
        self.memory.swear(trial, self.seen, (told.before, told.after));
        self.memory.keep(since, told.before, self.scale.unit * f64::from(half));
        told
    }

    /// The reading before this one was a one-off.
    fn tell_one_off(&mut self, weights: &Weights) -> Told {
        let level = self.absolute(self.memory.level);
        let up = self.memory.error > 0.0;
        let told = Told {
            kind: Kind::Transient,
            direction: if up { Direction::Up } else { Direction::Down },
            since: self.memory.at,
            before: level,
            after: level,
            sure: f64::from(weights.one_off_chance()),
        };
        let half = self.scale.unit * f64::from(self.memory.half);
        self.memory.keep(told.since, level, half);
        told
    }

    /// This reading is far beyond all before it.
    fn tell_record(&mut self, since: i64, value: f64, (level, half): (f32, f32)) -> Told {
        let before = self.absolute(level);
        let direction = if value > before { Direction::Up } else { Direction::Down };
        self.memory.keep(since, before, self.scale.unit * f64::from(half));
        Told { kind: Kind::Record, direction, since, before, after: value, sure: 1.0 }
    }

    /// A level in the unit of the series.
    fn absolute(&self, level: f32) -> f64 {
        self.scale.centre + self.scale.unit * f64::from(level)
    }

    fn recentre(&mut self) {
        let by = self.bank.level();
        if by.abs() > RECENTRE {
            self.scale.centre += self.scale.unit * f64::from(by);
            self.bank.recentre(by);
            self.steps.recentre(by);
            self.slopes.recentre(by);
            self.alarm.recentre(by);
            self.profile.recentre(by);
            self.memory.recentre(by);
        }
    }
}
