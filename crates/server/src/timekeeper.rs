//! Timekeeper: what time does the federation go by?
//!
//! By the clock on the wall, as long as that is believable. When it and the steady clock disagree
//! by over an hour, somebody set it, or the machine slept: one of both is wrong, and no recovery
//! time may run out because of it. So the federation's time is held where it was, all its clocks
//! with it, and the operator is told. Reports are taken in all the while. It flows again when the
//! wall clock is put right, or when the operator has looked and starts the server anew.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use mission::time::Timestamp;

use crate::clock::Clock;
use crate::limits;

/// Watches over a clock.
pub(crate) struct Timekeeper {
    clock: Arc<dyn Clock>,
    seen: Mutex<Seen>,
}

/// What was seen of the clock when it was last believed.
#[derive(Clone, Copy, Debug)]
struct Seen {
    wall: Timestamp,
    steady: Duration,
    flow: Flow,
}

/// Whether the federation's time passes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flow {
    /// It does.
    Flowing,
    /// It is held, because the wall clock jumped.
    Held,
}

impl Timekeeper {
    pub(crate) fn new(clock: Arc<dyn Clock>) -> Self {
        let (wall, steady) = (clock.wall(), clock.steady());
        let seen = Mutex::new(Seen { wall, steady, flow: Flow::Flowing });
        Self { clock, seen }
    }

    /// The federation's time, and whether it passes.
    pub(crate) fn look(&self) -> (Timestamp, Flow) {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let (wall, steady) = (self.clock.wall(), self.clock.steady());
        let expected = seen.wall + steady.saturating_sub(seen.steady);
        let stray = wall.since(expected).max(expected.since(wall));
        let was = seen.flow;
        if stray > limits::CLOCK_JUMP {
            seen.flow = Flow::Held;
        } else {
            *seen = Seen { wall, steady, flow: Flow::Flowing };
        }
        match (was, seen.flow) {
            (Flow::Flowing, Flow::Held) => tracing::error!(
                %wall, %expected,
                "the clock on the wall jumped: all recovery clocks are held; set it right, or \
                 start the server again if it is right"
            ),
            (Flow::Held, Flow::Flowing) => {
                tracing::warn!(%wall, "the clock on the wall is believable again; time goes on");
            }
            (Flow::Flowing, Flow::Flowing) | (Flow::Held, Flow::Held) => {}
        }
        (seen.wall, seen.flow)
    }

    /// The federation's time.
    pub(crate) fn now(&self) -> Timestamp {
        self.look().0
    }

    /// The latest time that may be now: what readings are held against, which come with times of
    /// clocks that nobody moved.
    pub(crate) fn latest(&self) -> Timestamp {
        self.now().max(self.clock.wall())
    }

    /// How long to wait, in real time, before `at` can have come.
    pub(crate) fn wait_for(&self, at: Option<Timestamp>) -> Duration {
        let until = at.and_then(|at| self.clock.real_time_until(at));
        until.map_or(limits::LOOK_AT_CLOCK, |until| until.min(limits::LOOK_AT_CLOCK))
    }

    /// The clock itself.
    pub(crate) fn clock(&self) -> &Arc<dyn Clock> {
        &self.clock
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::SimulatedClock;

    const HOUR: Duration = Duration::from_hours(1);

    fn noon() -> Timestamp {
        Timestamp::from_millis(1_790_000_000_000)
    }

    fn kept() -> (Arc<SimulatedClock>, Timekeeper) {
        let clock = Arc::new(SimulatedClock::new(noon(), 0.0));
        let keeper = Timekeeper::new(clock.clone());
        (clock, keeper)
    }

    #[test]
    fn time_that_passes_on_both_clocks_is_believed_however_long() {
        let (clock, keeper) = kept();
        clock.advance(HOUR * 24 * 3650);
        assert_eq!(keeper.look(), (noon() + HOUR * 24 * 3650, Flow::Flowing));
    }

    #[test]
    fn a_jump_of_the_wall_clock_in_either_direction_holds_time() {
        for to in [noon() + HOUR * 87_600, noon() - HOUR * 87_600, noon() + HOUR * 2] {
            let (clock, keeper) = kept();
            clock.set_wall(to);
            assert_eq!(keeper.look(), (noon(), Flow::Held), "{to}");
            assert_eq!(keeper.latest(), to.max(noon()));
        }
    }

    #[test]
    fn time_goes_on_when_the_wall_clock_is_put_right() {
        let (clock, keeper) = kept();
        clock.set_wall(noon() + HOUR * 5);
        assert_eq!(keeper.look().1, Flow::Held);
        clock.advance(HOUR);
        assert_eq!(keeper.look(), (noon(), Flow::Held));
        clock.set_wall(noon() + HOUR + Duration::from_mins(3));
        assert_eq!(keeper.look(), (noon() + HOUR + Duration::from_mins(3), Flow::Flowing));
    }

    #[test]
    fn a_correction_of_minutes_is_followed() {
        let (clock, keeper) = kept();
        clock.set_wall(noon() + Duration::from_mins(59));
        assert_eq!(keeper.look(), (noon() + Duration::from_mins(59), Flow::Flowing));
    }

    #[test]
    fn it_waits_no_longer_than_until_the_next_look() {
        let (_, keeper) = kept();
        assert_eq!(keeper.wait_for(None), limits::LOOK_AT_CLOCK);
        assert_eq!(keeper.wait_for(Some(noon() + HOUR)), limits::LOOK_AT_CLOCK);
        assert_eq!(keeper.wait_for(Some(noon())), Duration::ZERO);
    }
}
