//! Flow: how is a chart of a unit's flow written?

use mission::flow::{Drawing, Flow, FlowBox, FlowLine, Shows};

use super::shape::{fields, variants};

fields! {
    Flow { id, unit, drawing, by, at }
    Drawing { boxes, lines }
    FlowBox { key, name, shows }
    FlowLine { from, to, what, volume }
}

variants! {
    Shows { 0 Figure(indicator), 1 Part(unit) }
}
