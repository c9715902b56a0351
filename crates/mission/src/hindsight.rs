//! Hindsight: what of an earlier state may be shown today?
//!
//! The room as it was is made of a state that is over. Whoever looks at it may see no more than they might have seen
//! then, and no more than they may see today: an opening that was closed since, or a part that has moved away, shows
//! nothing of its past either. So each answer of `reach` on the earlier state is held against this, which is what the
//! viewer may see of others in the present one. What is the viewer's own stays their own.

use std::collections::{BTreeMap, BTreeSet};

use crate::federation::Federation;
use crate::id::{
    AgreementId, DirectiveId, IncidentId, IndicatorId, MessageId, ObligationId, OpeningId, PostId,
    RequestId, UnitId,
};
use crate::limits;
use crate::reach::{Reach, Resource, Viewer, reach};
use crate::registry::{SmallIndex, Unit};
use crate::time::Timestamp;

/// What a viewer may see of others in one state, to be held against another.
#[derive(Clone, Debug, PartialEq)]
pub struct Hindsight {
    viewer: Viewer,
    /// Its parts, with what they let it see of a small index.
    parts: BTreeMap<UnitId, SmallIndex>,
    series: BTreeMap<IndicatorId, Reach>,
    incidents: BTreeSet<IncidentId>,
    obligations: BTreeSet<ObligationId>,
    agreements: BTreeSet<AgreementId>,
    directives: BTreeSet<DirectiveId>,
    openings: BTreeSet<OpeningId>,
    requests: BTreeSet<RequestId>,
    messages: BTreeSet<MessageId>,
    posts: BTreeSet<PostId>,
    /// Words from before then are gone today.
    words_gone_before: Timestamp,
}

impl Hindsight {
    /// Words from before then are gone, whenever somebody looks back to.
    #[must_use]
    pub const fn words_gone_before(&self) -> Timestamp {
        self.words_gone_before
    }

    /// What the viewer may see of others in that state.
    #[must_use]
    pub fn of(federation: &Federation, viewer: Viewer) -> Self {
        let registry = federation.registry();
        let sees = |resource| reach(federation, viewer, resource).is_any();
        // What once rose stays readable where it rose to, but not once its unit has gone elsewhere.
        let is_below = |unit: UnitId| unit == viewer.0 || registry.is_above(viewer.0, unit);
        let series = registry.indicators().iter().filter_map(|known| {
            let resource = if is_below(known.unit) {
                reach(federation, viewer, Resource::Series(known.id))
            } else {
                let mut opened = federation.openings_in_force(known.id);
                let since = opened.find(|it| it.to == viewer.0)?.since;
                Reach::Window { from: since, until: None }
            };
            (known.unit != viewer.0 && resource.is_any()).then_some((known.id, resource))
        });
        let incidents = federation.reached(viewer.0).filter(|it| is_below(it.unit));
        let obligations = federation.obligations().filter(|owed| {
            let elsewhere = [owed.creditor, owed.debtor].into_iter().any(|party| {
                party != viewer.0
                    && !registry.is_above(viewer.0, party)
                    && !registry.is_above(party, viewer.0)
            });
            // What a root missed is shown to everyone below it, whoever else it was owed to.
            let is_theirs = federation.is_party(viewer.0, owed);
            !(is_theirs && elsewhere) && sees(Resource::Obligation(owed.id))
        });
        let agreements = federation.agreements_of(viewer.0).map(|it| it.id);
        let directives = federation.directives_of(viewer.0).map(|it| it.id);
        let openings = federation.openings_of(viewer.0).map(|it| it.id);
        let requests = federation.requests().map(|it| it.id);
        let posts = federation.posts().map(|it| it.id);
        let kept = |part: &Unit| (part.id, part.small_index);
        Self {
            viewer,
            words_gone_before: federation.words_gone_before(),
            parts: registry.parts(viewer.0).iter().map(|part| kept(registry.unit(*part))).collect(),
            series: series.collect(),
            incidents: incidents.map(|it| it.id).collect(),
            obligations: obligations.map(|it| it.id).collect(),
            agreements: agreements.filter(|id| sees(Resource::Agreement(*id))).collect(),
            directives: directives.filter(|id| sees(Resource::Directive(*id))).collect(),
            openings: openings.filter(|id| sees(Resource::Opening(*id))).collect(),
            requests: requests.filter(|id| sees(Resource::Request(*id))).collect(),
            // What is gone today is not read in its past either.
            messages: federation.messages_of(viewer.0).map(|it| it.id).collect(),
            posts: posts.filter(|id| sees(Resource::Post(*id))).collect(),
        }
    }

    /// As much of what might be seen then as may be seen today.
    pub(crate) fn held(
        &self,
        of: &Federation,
        viewer: Viewer,
        what: Resource,
        then: Reach,
    ) -> Reach {
        if viewer != self.viewer || !then.is_any() {
            return then;
        }
        let all_if = |claim: bool| if claim { then } else { Reach::Nothing };
        match what {
            // Of one's own unit alone, then and today.
            Resource::Unit(_) | Resource::Flow(_) => then,
            Resource::Index(unit, day, _) => {
                let is_small = of.indicators_in_index(unit, day) < limits::SMALL_INDEX;
                let shown = |kept: &SmallIndex| !is_small || *kept != SmallIndex::Kept;
                all_if(unit == viewer.0 || self.parts.get(&unit).is_some_and(shown))
            }
            Resource::Series(id) | Resource::Risen(id) => {
                let known = of.registry().find_indicator(id);
                if known.is_some_and(|known| known.unit == viewer.0) {
                    return then;
                }
                both(then, self.series.get(&id).copied().unwrap_or(Reach::Nothing))
            }
            Resource::Incident(id) => {
                let own = of.incident(id).is_some_and(|it| it.unit == viewer.0);
                all_if(own || self.incidents.contains(&id))
            }
            Resource::Plan(unit) => all_if(unit == viewer.0 || self.parts.contains_key(&unit)),
            Resource::Obligation(id) => all_if(self.obligations.contains(&id)),
            Resource::Agreement(id) => all_if(self.agreements.contains(&id)),
            Resource::Directive(id) => all_if(self.directives.contains(&id)),
            Resource::Opening(id) => all_if(self.openings.contains(&id)),
            Resource::Request(id) => all_if(self.requests.contains(&id)),
            Resource::Message(id) => all_if(self.messages.contains(&id)),
            Resource::Post(id) => all_if(self.posts.contains(&id)),
        }
    }
}

/// What lies in both.
fn both(one: Reach, other: Reach) -> Reach {
    match (one, other) {
        (Reach::Nothing, _) | (_, Reach::Nothing) => Reach::Nothing,
        (Reach::All, some) | (some, Reach::All) => some,
        (
            Reach::Window { from: one, until: one_until },
            Reach::Window { from: other, until: other_until },
        ) => {
            let until = [one_until, other_until].into_iter().flatten().min();
            let from = one.max(other);
            let is_any = until.is_none_or(|until| from <= until);
            if is_any { Reach::Window { from, until } } else { Reach::Nothing }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Timestamp;

    #[test]
    fn two_windows_show_what_lies_in_both_and_nothing_where_they_do_not_meet() {
        let at = Timestamp::from_millis;
        let window =
            |from, until: Option<i64>| Reach::Window { from: at(from), until: until.map(at) };
        let cases = [
            (window(1, None), window(3, Some(5)), window(3, Some(5))),
            (window(1, Some(4)), window(3, Some(5)), window(3, Some(4))),
            (window(1, Some(2)), window(3, None), Reach::Nothing),
            (Reach::All, window(3, None), window(3, None)),
            (window(1, None), Reach::Nothing, Reach::Nothing),
        ];
        for (one, other, expected) in cases {
            assert_eq!(both(one, other), expected);
            assert_eq!(both(other, one), expected);
        }
    }
}
