//! People: what do those who know the series teach the filter?

use crate::filter::Filter;
use crate::verdict::Answer;

/// Variance of a level that was announced to move, in s: by about so much, or anywhere.
const ABOUT: f32 = 4.0;
const ANYWHERE: f32 = 1e4;

impl Filter {
    /// People say what it was that was told with that beginning: what was real costs no caution,
    /// what was nothing costs more. Of the last few tellings only; others change nothing.
    pub fn hear(&mut self, since: i64, answer: Answer) {
        self.memory.hear(since, answer);
    }

    /// From the next reading on the series will be another one, as was announced: by so much, in its
    /// unit, or by how much nobody knows. What comes is learnt and not told.
    pub fn expect(&mut self, by: Option<f64>) {
        if self.warm_up.is_some() {
            return;
        }
        if let Some(by) = by {
            let scale = self.scale;
            self.relevel(&|level| scale.scaled(scale.plain(level) + by) as f32);
        }
        self.bank.open_up(if by.is_some() { ABOUT } else { ANYWHERE });
        self.steps.forget();
        self.slopes.forget();
        self.alarm.relearn();
        self.memory.one_off = 0.0;
        self.expecting = true;
    }
}
