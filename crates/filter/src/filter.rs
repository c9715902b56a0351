//! Filter: one series, one reading at a time.
//!
//! The order of a reading: units and calendar (`scale`, `profile`), what was expected (`bank`),
//! what else could explain it (`beginnings`), whether to tell (`told`), how alarming it is
//! (`score`). Then everything learns.

use crate::bank::{Bank, Prior};
use crate::beginnings::{Beginnings, Newborn};
use crate::calm::{self, Calms};
use crate::hypothesis::{Evidence, Outcome};
use crate::limits::{
    FAR, FAR_IN_A_ROW, GAP, RECENTRE, SLOPES, SLOPES_YOUNG, SQUARE, STEPS, STEPS_YOUNG, WARM_UP,
};
use crate::moment::Moment;
use crate::profile::Profile;
use crate::reference::Reference;
use crate::scale::{Scale, WarmUp};
use crate::score::{Alarm, Judgement, Signs};
use crate::shape::Skew;
use crate::told::{self, Kept, Memory, Weights};
use crate::verdict::{Band, Chances, Direction, Kind, Learning, Told, Verdict};

/// Variance of a step's new level about the old one, in s, unless the reading asks for more.
const STEP_VARIANCE: f32 = 4.0;
/// Variances that a slope adds to level and growth, in s.
const SLOPE_LEVEL_VARIANCE: f32 = 0.2;
const SLOPE_VARIANCE: (f32, f32) = (0.1, 0.5);
/// The same by the squared error of the reading with which it may begin.
const SLOPE_BY_ERROR: f32 = 0.08;
/// Readings that the noise is believed to have been learnt over when it is measured otherwise.
const RESHAPED: u32 = 50;
/// Variance that a missing reading adds to a level, in s.
const MISSED: f32 = 0.01;
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
    /// The first readings, until there are enough of them.
    pub(crate) warm_up: Option<Box<WarmUp>>,
    pub(crate) scale: Scale,
    pub(crate) skew: Skew,
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
    /// Whether the next reading was announced to begin another level.
    pub(crate) expecting: bool,
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
            warm_up: Some(Box::new(WarmUp::NONE)),
            scale: Scale::NONE,
            skew: Skew::NONE,
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
            expecting: false,
        }
    }

    /// Takes in a reading and says what it makes of it. `value` is finite and at most 1e100 in
    /// magnitude.
    pub fn observe(&mut self, at: Moment, value: f64) -> Verdict {
        debug_assert!(value.is_finite() && value.abs() <= 1e100);
        if let Some(warm_up) = self.warm_up.take() {
            return self.learn(warm_up, at, value);
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
            self.bank.open_up(MISSED);
        }
    }

    /// The time of the last reading, in seconds since 1970; none before the first.
    pub fn last(&self) -> Option<i64> {
        (self.seen > 0).then_some(self.last)
    }

    /// How far it has come in learning the series; none once it judges.
    pub fn learning(&self) -> Option<Learning> {
        let warm_up = self.warm_up.as_ref()?;
        Some(Learning { seen: u32::from(warm_up.count), needed: WARM_UP as u32 })
    }

    /// What was expected just before the reading at `since`, frozen with its calendar. Answers for
    /// the last few `since` that [`Told`] named, `None` for others.
    pub fn reference(&self, since: i64) -> Option<Reference> {
        self.memory.find(since).map(|kept| Reference {
            shape: self.scale.shape,
            level: kept.level,
            half_width: kept.half_width,
            unit: self.scale.unit,
            cadence_s: self.cadence_s.max(1.0),
            offsets: self.profile.frozen(),
        })
    }

    fn learn(&mut self, mut warm_up: Box<WarmUp>, at: Moment, value: f64) -> Verdict {
        let full = warm_up.keep(at, value);
        self.seen = self.seen.saturating_add(1);
        self.last = at.seconds;
        let expected = warm_up.median();
        let seen = u32::from(warm_up.count);
        if full {
            self.start(&warm_up);
        } else {
            self.warm_up = Some(warm_up);
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
    fn start(&mut self, warm_up: &WarmUp) {
        self.scale = warm_up.scale();
        if self.cadence_s <= 0.0 {
            self.cadence_s = warm_up.cadence_s();
        }
        let (first, value) = warm_up.get(0);
        self.last = first.seconds;
        let y = self.scale.scaled(value) as f32;
        self.bank = Bank::new(y);
        self.profile = Profile::new(y, self.cadence_s.max(1.0));
        for i in 1..WARM_UP {
            let (at, value) = warm_up.get(i);
            let arrival = self.arrival(at, value);
            let seen = self.evidence(arrival);
            self.bank.observe(seen);
            self.profile.learn(self.profile.places(at), arrival.y);
            self.last = at.seconds;
        }
    }

    pub(crate) fn elapsed(&self, seconds: i64) -> f32 {
        let gap = seconds.saturating_sub(self.last).max(0) as f64;
        if self.cadence_s > 0.0 { (gap / self.cadence_s).min(GAP) as f32 } else { 1.0 }
    }

    fn arrival(&self, at: Moment, value: f64) -> Arrival {
        let offset = self.profile.offset(self.profile.places(at));
        let elapsed = self.elapsed(at.seconds);
        Arrival { at, value, y: self.scale.scaled(value) as f32, offset, elapsed }
    }

    fn evidence(&self, arrival: Arrival) -> Evidence {
        Evidence {
            x: arrival.y - arrival.offset,
            elapsed: arrival.elapsed,
            shares: self.bank.noise.shares,
        }
    }

    fn band(&self, prior: &Prior, elapsed: f32, offset: f32) -> Band {
        let forecast = prior.m + elapsed * prior.b + prior.carried + offset;
        self.scale.band(forecast, self.half(prior, elapsed))
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
        let half_width = 0.5 * (band.upper - band.lower);
        anew.memory.keep(Kept { since: told.since, level: before, half_width, ..Kept::default() });
        *self = anew;
        let learning = self.observe(at, value).learning;
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
        if std::mem::take(&mut self.expecting) {
            self.profile.moves(self.bank.level() - prior.m);
        }
        let half = self.half(&prior, elapsed);
        self.consider(&prior, &spoken, seen, (at.seconds, half));

        let mut weights = Weights::of(&self.steps, &self.slopes, self.seen);
        weights.one_off = one_off_before;
        let deviation = (prior.assumed.s * spoken.spread).sqrt();
        let signs = Signs {
            y: self.scale.plainly(y),
            x: self.scale.plainly(seen.x),
            stray: self.scale.stray(y, spoken.error, deviation),
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
            self.relearn();
        }
        self.skew.observe(spoken.error / deviation);
        // Within a day readings differ by the hour in more than their level, which is no shape.
        if self.profile.is_daily() && weights.is_calm(self.settings.run_length as f32) {
            self.reshape();
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

    /// Goes on in another measure when the noise has shown to be longer on one side. At the present
    /// level the two agree, so what is known of level, noise and calendar holds on.
    fn reshape(&mut self) {
        let Scale { shape, .. } = self.scale;
        let deviation = self.scale.unit * f64::from(self.bank.deviation());
        let level = self.scale.even(self.bank.level());
        let Some(other) = self.skew.choose(&shape, level, deviation) else { return };
        let before = self.scale;
        let moved = self.scale.reshape(other);
        self.alarm.recentre(moved);
        self.memory.reshape(&shape, &other);
        let scale = self.scale;
        self.relevel(&|level| scale.scaled(before.plain(level)) as f32);
        self.bank.shorten(RESHAPED);
        self.calm = Calms::default();
    }

    /// The calendar has begun to speak: the noise will look otherwise from now on.
    fn relearn(&mut self) {
        self.bank.relearn();
        self.alarm.relearn();
        self.skew = Skew::NONE;
        self.calm = Calms::default();
    }

    fn recentre(&mut self) {
        let by = self.bank.level();
        if by.abs() > RECENTRE {
            let moved = self.scale.recentre(by);
            self.alarm.recentre(moved);
            self.relevel(&|level| level - by);
        }
    }

    /// Each level is written otherwise from now on.
    pub(crate) fn relevel(&mut self, written: &impl Fn(f32) -> f32) {
        self.bank.relevel(written);
        self.steps.relevel(written);
        self.slopes.relevel(written);
        self.profile.relevel(written);
        self.memory.relevel(written);
    }
}
