//! Acts about how a unit is kept: bringing in its past, and taking back what was only just laid down.

use super::super::{Federation, Now};
use super::Answer;
use crate::effect::{Done, Refusal, Thing};
use crate::id::{IndicatorId, UnitId};

impl Federation {
    /// The readings come after it, as history.
    pub(super) fn bring_past(&self, unit: UnitId, of: UnitId) -> Answer {
        self.can_bring_past(unit, of)?;
        Ok(Done::Changed(Thing::Unit(of)))
    }

    /// Whether `unit` may bring in the past of `of`: its own, or, where nobody decides in a part yet, that of
    /// the part it lays down. Else there is no such thing for it.
    pub fn can_bring_past(&self, unit: UnitId, of: UnitId) -> Result<(), Refusal> {
        self.registry.find_unit(of).ok_or(Refusal::Unknown)?;
        if of != unit && self.can_begin(unit, of).is_err() {
            return Err(Refusal::Unknown);
        }
        if !self.registry.lives_here(of) {
            return Err(Refusal::NotYours("the unit lives on another node, and is kept there"));
        }
        Ok(())
    }

    /// What has no readings tells nothing, so taking it back needs nobody else's consent. It comes back
    /// when it is laid down again.
    pub(super) fn strike_out(&mut self, now: &mut Now, unit: UnitId, id: IndicatorId) -> Answer {
        let known = self.registry.find_indicator(id).filter(|it| it.unit == unit);
        let mut struck = known.cloned().ok_or(Refusal::Unknown)?;
        if struck.retired.is_some() {
            return Err(Refusal::NotNow("it was taken back or retired before"));
        }
        if self.has_readings(id) {
            return Err(Refusal::NotNow(
                "it has readings; retiring it is agreed with the level above, on the page Plan",
            ));
        }
        if self.open_incidents_of(id).next().is_some() {
            return Err(Refusal::NotNow(
                "an incident about it is open; retiring it is agreed with the level above",
            ));
        }
        struck.retired = Some(now.at);
        self.registry.put_indicator(struck);
        now.touch(Thing::Indicator(id));
        Ok(Done::Changed(Thing::Indicator(id)))
    }

    /// Whether anything was ever reported of it.
    pub fn has_readings(&self, id: IndicatorId) -> bool {
        let series = self.series(id);
        series.sealed > 0 || !series.tail.is_empty()
    }
}
