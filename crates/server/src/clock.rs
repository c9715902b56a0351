//! Clock: what time is it, and how long until it is later?
//!
//! The only place of the program that reads a clock. Everything else is given a [`Clock`], so that
//! a test, a rehearsal or the demo can let days pass in seconds.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use mission::time::Timestamp;

/// A clock on the wall with a steady one beside it.
pub trait Clock: Send + Sync + 'static {
    /// What the clock on the wall shows. It can be set, and so jump.
    fn wall(&self) -> Timestamp;
    /// Time since the clock was made. It never jumps.
    fn steady(&self) -> Duration;
    /// Real time until the wall clock shows `at`, if nobody sets it; none where it stands still.
    fn real_time_until(&self, at: Timestamp) -> Option<Duration>;
    /// Has `changed` called whenever somebody moved the clock by hand.
    fn on_change(&self, changed: Box<dyn Fn() + Send + Sync>);
}

/// The machine's clock.
#[derive(Debug)]
pub struct SystemClock {
    made: Instant,
}

impl SystemClock {
    /// The machine's clock, its steady side beginning now.
    #[expect(clippy::new_without_default, reason = "making one reads the clock")]
    pub fn new() -> Self {
        Self { made: instant() }
    }
}

impl Clock for SystemClock {
    fn wall(&self) -> Timestamp {
        let since_1970 = system_time().duration_since(UNIX_EPOCH).unwrap_or_default();
        Timestamp::ZERO + since_1970
    }

    fn steady(&self) -> Duration {
        self.made.elapsed()
    }

    fn real_time_until(&self, at: Timestamp) -> Option<Duration> {
        Some(at.since(self.wall()))
    }

    fn on_change(&self, _changed: Box<dyn Fn() + Send + Sync>) {
        // Nothing tells us when somebody sets the machine's clock; the core looks every second.
    }
}

/// A clock that runs at a chosen speed from a chosen time, and can be moved on.
pub struct SimulatedClock {
    face: Mutex<Face>,
    changed: Mutex<Vec<Box<dyn Fn() + Send + Sync>>>,
}

#[derive(Clone, Copy)]
struct Face {
    /// When the fields below were last set.
    set_at: Instant,
    wall: Timestamp,
    steady: Duration,
    /// Simulated seconds a real second; zero stands still.
    speed: f64,
}

impl Face {
    fn now(self) -> Self {
        let passed = self.set_at.elapsed().mul_f64(self.speed);
        Self {
            set_at: instant(),
            wall: self.wall + passed,
            steady: self.steady + passed,
            speed: self.speed,
        }
    }
}

impl SimulatedClock {
    /// A clock that shows `start` and runs at `speed` simulated seconds a real second; at zero it
    /// stands still until it is moved on.
    pub fn new(start: Timestamp, speed: f64) -> Self {
        let face = Face { set_at: instant(), wall: start, steady: Duration::ZERO, speed };
        Self { face: Mutex::new(face), changed: Mutex::new(Vec::new()) }
    }

    /// Lets time pass at once.
    pub fn advance(&self, by: Duration) {
        self.set(|face| {
            face.wall = face.wall + by;
            face.steady += by;
        });
    }

    /// Sets the wall clock alone, as a person or a time server does.
    pub fn set_wall(&self, to: Timestamp) {
        self.set(|face| face.wall = to);
    }

    /// Lets it run at another speed from now on.
    pub fn set_speed(&self, speed: f64) {
        self.set(|face| face.speed = speed);
    }

    fn set(&self, change: impl FnOnce(&mut Face)) {
        {
            let mut face = self.face.lock().unwrap_or_else(PoisonError::into_inner);
            *face = face.now();
            change(&mut face);
        }
        for changed in self.changed.lock().unwrap_or_else(PoisonError::into_inner).iter() {
            changed();
        }
    }

    fn now(&self) -> Face {
        self.face.lock().unwrap_or_else(PoisonError::into_inner).now()
    }
}

impl Clock for SimulatedClock {
    fn wall(&self) -> Timestamp {
        self.now().wall
    }

    fn steady(&self) -> Duration {
        self.now().steady
    }

    fn real_time_until(&self, at: Timestamp) -> Option<Duration> {
        let Face { wall, speed, .. } = self.now();
        let left = at.since(wall);
        if left.is_zero() {
            return Some(left);
        }
        (speed > 0.0).then(|| left.div_f64(speed))
    }

    fn on_change(&self, changed: Box<dyn Fn() + Send + Sync>) {
        self.changed.lock().unwrap_or_else(PoisonError::into_inner).push(changed);
    }
}

/// Measures how long something took, in real time.
#[derive(Clone, Copy, Debug)]
pub struct Stopwatch(Instant);

impl Stopwatch {
    /// Starts one.
    pub fn start() -> Self {
        Self(instant())
    }

    /// Real time since it was started.
    pub fn elapsed(self) -> Duration {
        self.0.elapsed()
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place that reads the steady clock")]
fn instant() -> Instant {
    Instant::now()
}

#[expect(clippy::disallowed_methods, reason = "the one place that reads the wall clock")]
fn system_time() -> SystemTime {
    SystemTime::now()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_stands_moves_only_by_hand_and_says_so() {
        let start = Timestamp::from_millis(1_000_000);
        let clock = SimulatedClock::new(start, 0.0);
        let (told, hear) = std::sync::mpsc::sync_channel(8);
        clock.on_change(Box::new(move || told.try_send(()).expect("there is room")));
        let later = start + Duration::from_secs(3);
        assert_eq!(clock.real_time_until(later), None);

        clock.advance(Duration::from_secs(3));

        assert_eq!(hear.try_iter().count(), 1);
        assert_eq!(clock.wall(), later);
        assert_eq!(clock.steady(), Duration::from_secs(3));
        assert_eq!(clock.real_time_until(later), Some(Duration::ZERO));
    }

    #[test]
    fn setting_the_wall_clock_leaves_the_steady_one_alone() {
        let clock = SimulatedClock::new(Timestamp::ZERO, 0.0);
        clock.set_wall(Timestamp::from_millis(7_200_000));
        assert_eq!(clock.steady(), Duration::ZERO);
        assert_eq!(clock.wall(), Timestamp::from_millis(7_200_000));
    }

    #[test]
    fn a_day_a_second_takes_a_second_to_the_next_day() {
        let clock = SimulatedClock::new(Timestamp::ZERO, 86_400.0);
        let shown = clock.wall();
        let left = clock.real_time_until(shown + Duration::from_hours(24)).expect("it runs");
        assert!(left <= Duration::from_secs(1), "{left:?}");
    }
}
