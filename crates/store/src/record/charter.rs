//! Charter: how is what was laid down written?

use mission::charter::{Charter, FoundingTerm, IndicatorCharter, TermSubject, UnitCharter};

use super::shape::{fields, variants};

fields! {
    Charter { by, founder since Members, units }
    UnitCharter {
        path, moved_from, name, calendar, membership, alarm_levels, small_index, indicators, terms,
    }
    IndicatorCharter { key, name, measure, cadence, direction, sphere, aggregate }
    FoundingTerm { subject, indicator, value, from, review, reason }
}

variants! {
    TermSubject { 0 Recovery, 1 Capability, 2 Potentiality, 3 Weight }
}
