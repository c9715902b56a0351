//! Notice: how are telex lines and audit records written?

use mission::effect::{News, Notice, Thing};

use mission::report::{Correction, Signature};

use super::shape::{fields, variants};
use crate::contract::{AuditLine, Refused};

fields! {
    Notice { to, at, what }
    Correction { indicator, at, was, value, signed }
    Signature { by, who }
    AuditLine { at, unit, by, who, act, thing, refused, asked }
}

variants! {
    News {
        0 Signal(signal),
        1 Opened(incident),
        2 Moved(incident),
        3 Rose(incident, to),
        4 Owes(obligation),
        5 Answered(obligation),
        6 Missed(obligation),
        7 Closed(incident),
        8 Alarm(incident),
        9 Noted(incident),
        10 Note(words),
        11 Terms(agreement),
        12 Directive(directive),
        13 Announced(announcement),
        14 Shared(opening, state),
        15 Asked(request),
        16 Corrected(correction),
        17 Wrote(message),
        18 Posted(post, state),
    }
    Thing {
        0 Unit(unit),
        1 Indicator(indicator),
        2 Signal(signal),
        3 Incident(incident),
        4 Obligation(obligation),
        5 Agreement(agreement),
        6 Directive(directive),
        7 Day(unit, date),
        8 Ledger(unit),
        9 Watch(indicator),
        10 Roll(unit),
        11 Opening(opening),
        12 Request(request),
        13 Link(link),
        14 Flow(flow),
        15 Message(message),
        16 Post(post),
    }
    Refused { 0 Unknown, 1 NotYours(who), 2 NotNow(why), 3 Wrong(field, expected) }
}
