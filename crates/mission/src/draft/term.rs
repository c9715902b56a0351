//! Term: which terms did both sides consent to at the founding, as people wrote them?

use crate::agreement::Subject;
use crate::charter::{FoundingTerm, TermSubject};
use crate::id::IndicatorId;
use crate::limits;
use crate::name::{self, Key};
use crate::time::Date;

use super::{Findings, TermDraft};

/// The terms of a draft, in order of the day from which they hold, so that the latest one replaces
/// those before it. `is_known` says whether the unit has an indicator of that key.
pub(super) fn of_unit(
    drafts: &[TermDraft],
    place: &str,
    is_known: impl Fn(&Key) -> bool,
    findings: &mut Findings,
) -> Vec<FoundingTerm> {
    if drafts.len() > limits::TERMS_A_UNIT {
        let most = format!("at most {} agreements of a unit at once", limits::TERMS_A_UNIT);
        findings.add(&format!("{place}.agreements"), &drafts.len().to_string(), most);
        return Vec::new();
    }
    let mut made: Vec<FoundingTerm> = Vec::with_capacity(drafts.len());
    for (at, draft) in drafts.iter().enumerate() {
        let place = format!("{place}.agreements[{at}]");
        let Some(term) = one(draft, &place, &is_known, findings) else { continue };
        let same = |other: &FoundingTerm| {
            (other.subject, &other.indicator, other.from)
                == (term.subject, &term.indicator, term.from)
        };
        if made.iter().any(same) {
            let expected = "one agreement about a subject, an indicator and a first day";
            findings.add(&place, &draft.subject, expected);
        } else {
            made.push(term);
        }
    }
    made.sort_by_key(|term| term.from);
    made
}

fn one(
    draft: &TermDraft,
    place: &str,
    is_known: impl Fn(&Key) -> bool,
    findings: &mut Findings,
) -> Option<FoundingTerm> {
    let at = |field: &str| format!("{place}.{field}");
    let before = findings.0.len();
    let subject = subject(&draft.subject);
    if subject.is_none() {
        let right = "recovery, capability, potentiality or weight";
        findings.add(&at("subject"), &draft.subject, right);
    }
    let indicator = match &draft.indicator {
        Some(given) => {
            let key = findings.keep(&at("indicator"), Key::parse(given));
            if key.as_ref().is_some_and(|key| !is_known(key)) {
                findings.add(&at("indicator"), given, "the key of an indicator of this unit");
            }
            key
        }
        None => None,
    };
    if let Some(subject) = subject {
        if draft.indicator.is_none() && subject != TermSubject::Recovery {
            findings.add(&at("indicator"), "", "the key of an indicator of this unit");
        }
        if let Err(expected) = check_value(subject, draft.value) {
            findings.add(&at("value"), &draft.value.to_string(), expected);
        }
    }
    let from = day(&draft.from, &at("from"), findings);
    let review = draft.review.as_ref().and_then(|given| day(given, &at("review"), findings));
    if let (Some(from), Some(review)) = (from, review)
        && review <= from
    {
        let expected = format!("a day after {from}, from which it holds");
        findings.add(&at("review"), &review.to_string(), expected);
    }
    let reason = findings.keep(&at("reason"), name::words(&draft.reason, limits::WORDS_LETTERS));
    if findings.0.len() > before {
        return None;
    }
    Some(FoundingTerm {
        subject: subject?,
        indicator,
        value: draft.value,
        from: from?,
        review,
        reason: reason?,
    })
}

fn subject(given: &str) -> Option<TermSubject> {
    match given {
        "recovery" => Some(TermSubject::Recovery),
        "capability" => Some(TermSubject::Capability),
        "potentiality" => Some(TermSubject::Potentiality),
        "weight" => Some(TermSubject::Weight),
        _ => None,
    }
}

/// The bounds are those of agreements; they are the same for every indicator.
fn check_value(subject: TermSubject, value: f64) -> Result<(), String> {
    let any = IndicatorId(0);
    match subject {
        TermSubject::Recovery => Subject::UnitRecovery.check(value),
        TermSubject::Capability => Subject::Capability(any).check(value),
        TermSubject::Potentiality => Subject::Potentiality(any).check(value),
        TermSubject::Weight => Subject::Weight(any).check(value),
    }
}

fn day(given: &str, place: &str, findings: &mut Findings) -> Option<Date> {
    let day = given.trim().parse::<Date>().ok().filter(|day| (1900..2200).contains(&day.year()));
    if day.is_none() {
        findings.add(place, given, "a date from 1900 to 2199, such as 2026-01-01");
    }
    day
}
