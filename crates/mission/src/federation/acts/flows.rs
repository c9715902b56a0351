//! Acts of drawing: the people of a unit draw the chart of its flow anew.

use super::super::{Federation, Now};
use super::Answer;
use crate::effect::{Done, Refusal, Thing};
use crate::event::NewFlow;
use crate::flow::{Flow, OVERTAKEN};
use crate::id::{FlowId, UnitId};

impl Federation {
    /// What is drawn goes on from the latest drawing, or it is refused.
    pub(super) fn draw(&mut self, now: &mut Now, unit: UnitId, by: &str, new: &NewFlow) -> Answer {
        let drawing = new.drawing.clone().check(&self.registry, unit);
        let drawing = drawing.map_err(|wrong| Refusal::Wrong(wrong.field, wrong.expected))?;
        let latest = self.flows_of(unit).next_back().map(|flow| flow.id);
        if latest != new.follows {
            return Err(Refusal::NotNow(OVERTAKEN));
        }
        let id: FlowId = now.mint.id();
        self.keep_flow(Flow { id, unit, drawing, by: by.to_owned(), at: now.at });
        now.touch(Thing::Flow(id));
        Ok(Done::Made(Thing::Flow(id)))
    }
}
