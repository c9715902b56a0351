//! Act: how does what a person says they do become an act of the log?
//!
//! Who may do what, and when, the mission decides when it comes to the act. Here the words of the
//! API are turned into its acts: dates into instants of the acting unit, and "the obligation for
//! this incident" into the one that is meant.

use axum::http::StatusCode;
use mission::effect::{Done, Thing};
use mission::event::{Act, Event};
use mission::federation::Federation;
use mission::id::{IncidentId, ObligationId, UnitId};
use mission::incident::{self, Finding};
use mission::obligation::Obligation;
use mission::reach::{Resource, Viewer, reach};
use mission::time::{Date, Timestamp};
use sha2::{Digest, Sha256};
use store::SourceMark;

use crate::asked::{Answer, Asked, answer, find_unit};
use crate::intake::Outcome;
use crate::limits;
use crate::problem::{Kind, Problem};
use crate::wire::act::{
    Alarm, AlarmAnswer, AlarmKind, Cause, Done as Nothing, Help, HelpAnswer, IncidentAct,
    IncidentDeed, ObligationAct, ObligationDeed, Real,
};

/// `POST /api/v1/incidents/{id}/acts`
pub(crate) async fn on_incident(asked: Asked) -> Answer {
    let viewer = asked.viewer()?;
    let id = asked.id("id", IncidentId)?;
    let body: IncidentAct = asked.json()?;
    let owed = match body.act {
        IncidentDeed::NameOwner
        | IncidentDeed::Answer
        | IncidentDeed::OfferHelp
        | IncidentDeed::HelpCame => Some(owed_for(&asked, viewer, id, body.act).await?),
        IncidentDeed::TakeOn
        | IncidentDeed::ClaimMended
        | IncidentDeed::AskHelp
        | IncidentDeed::PassUp
        | IncidentDeed::Note
        | IncidentDeed::Shelve
        | IncidentDeed::Verdict
        | IncidentDeed::ConfirmVerdict => None,
    };
    let by = body.by.clone();
    let act = incident_act(&asked, viewer, id, owed, body)?;
    asked.act(by, act).await?;
    Ok(answer(StatusCode::OK, &Nothing {}))
}

fn incident_act(
    asked: &Asked,
    viewer: Viewer,
    id: IncidentId,
    owed: Option<ObligationId>,
    body: IncidentAct,
) -> Result<Act, Problem> {
    let IncidentAct { act, words, owner, until, real, cause, .. } = body;
    let owed = owed.unwrap_or(ObligationId(0));
    Ok(match act {
        IncidentDeed::TakeOn => Act::TakeOn(id),
        IncidentDeed::ClaimMended => Act::Claim(id, with_cause(cause, words)),
        IncidentDeed::AskHelp => Act::AskHelp(Some(id), words),
        IncidentDeed::PassUp => Act::PassUp(id, words),
        IncidentDeed::NameOwner => Act::NameOwner(owed, owner_of(owner)?),
        IncidentDeed::Answer => Act::Answer(owed, with_date(words, until)?),
        IncidentDeed::OfferHelp => Act::OfferHelp(owed, words),
        IncidentDeed::HelpCame => Act::HelpCame(owed),
        IncidentDeed::Note => Act::Note(id, words),
        IncidentDeed::Shelve => Act::Shelve(id, end_of(asked, viewer.0, until)?, words),
        IncidentDeed::Verdict => {
            let finding = match real {
                Some(Real::Yes) => Finding::Real,
                Some(Real::Instrument) => Finding::Instrument,
                Some(Real::Nothing) => Finding::Nothing,
                None => return Err(Problem::missing("real", "yes, instrument or nothing")),
            };
            Act::Find(id, finding, with_cause(cause, words))
        }
        IncidentDeed::ConfirmVerdict => Act::Confirm(id),
    })
}

/// `POST /api/v1/obligations/{id}/acts`
pub(crate) async fn on_obligation(asked: Asked) -> Answer {
    let id = asked.id("id", ObligationId)?;
    let ObligationAct { act, by, words, owner, until } = asked.json()?;
    let act = match act {
        ObligationDeed::NameOwner => Act::NameOwner(id, owner_of(owner)?),
        ObligationDeed::Answer => Act::Answer(id, with_date(words, until)?),
        ObligationDeed::OfferHelp => Act::OfferHelp(id, words),
        ObligationDeed::HelpCame => Act::HelpCame(id),
    };
    asked.act(by, act).await?;
    Ok(answer(StatusCode::OK, &Nothing {}))
}

/// `POST /api/v1/alarms`
pub(crate) async fn alarm(asked: Asked) -> Answer {
    let body: Alarm = asked.json()?;
    let unit = acting_unit(&asked, &body.unit)?;
    if body.key.is_empty() || body.key.chars().count() > limits::ALARM_KEY_LETTERS {
        let expected = format!("1 to {} letters of your choice", limits::ALARM_KEY_LETTERS);
        return Err(Problem::wrong("key", &body.key, expected));
    }
    let kind = match body.kind {
        AlarmKind::Safety => incident::Alarm::Safety,
        AlarmKind::Machine => incident::Alarm::Machine,
        AlarmKind::Unsure => incident::Alarm::Unsure,
    };
    let mark = SourceMark {
        source: format!("alarm:{}:{}", unit.0, body.key),
        epoch: 0,
        seq: 0,
        digest: Sha256::digest(&asked.body).into(),
    };
    let act = Act::RaiseAlarm(kind, body.words);
    let event = Event::Act(asked.sign(body.by, act)?);
    let id = match asked.shell.decide(Some(mark), event).await? {
        Outcome::Answer(answer) => made_incident(answer?)?,
        Outcome::Before(offset) => opened_by(&asked, unit, offset).await?,
        Outcome::Applied | Outcome::Conflict => {
            return Err(Problem::new(
                Kind::Sequence,
                "another alarm came with this key; make a new key for each alarm",
            ));
        }
    };
    let heard_by = heard_by(&asked, unit, kind);
    let answered = AlarmAnswer { incident: id.0.to_string(), heard_by };
    Ok(answer(StatusCode::CREATED, &answered))
}

/// `POST /api/v1/help`
pub(crate) async fn help(asked: Asked) -> Answer {
    let Help { unit, by, words } = asked.json()?;
    acting_unit(&asked, &unit)?;
    let act = Act::AskHelp(None, words);
    let done = asked.act(by, act).await?;
    let Done::Made(Thing::Obligation(id)) = done else { return Err(unexpected(done)) };
    Ok(answer(StatusCode::CREATED, &HelpAnswer { incident: id.0.to_string() }))
}

/// The unit that a body names to act for: the viewer's own.
pub(crate) fn acting_unit(asked: &Asked, given: &str) -> Result<UnitId, Problem> {
    let viewer = asked.viewer()?;
    let unit = find_unit(&asked.shell, "unit", given)?;
    if unit == viewer.0 {
        return Ok(unit);
    }
    let own = asked.shell.registry().unit(viewer.0).path.to_string();
    Err(Problem::new(Kind::NotYours, format!("you speak for {own}, and only {given} can do this")))
}

/// A date that a body names.
pub(crate) fn date(field: &str, given: &str) -> Result<Date, Problem> {
    given.parse().map_err(|_| Problem::wrong(field, given, "a date, for example 2026-10-28"))
}

/// What the mission made is not what was asked for: our mistake.
pub(crate) fn unexpected(done: Done) -> Problem {
    tracing::error!(?done, "an act made something else than it should");
    Problem::new(Kind::Mistake, "it was done, but the server cannot say under which id")
}

fn made_incident(done: Done) -> Result<IncidentId, Problem> {
    match done {
        Done::Made(Thing::Incident(id)) => Ok(id),
        Done::Made(_) | Done::Changed(_) | Done::Invited(..) => Err(unexpected(done)),
    }
}

/// The incident of the unit that an earlier entry opened.
async fn opened_by(asked: &Asked, unit: UnitId, offset: u64) -> Result<IncidentId, Problem> {
    let found = asked.shell.ask(move |federation| {
        let of_entry = |id: IncidentId| id.0 >> mission::limits::ORDINAL_BITS == offset;
        federation.reached(unit).map(|incident| incident.id).find(|id| of_entry(*id))
    });
    found.await?.ok_or_else(Problem::unknown)
}

/// The names of those who hear an alarm.
fn heard_by(asked: &Asked, unit: UnitId, kind: incident::Alarm) -> String {
    let registry = asked.shell.registry();
    let unit = registry.unit(unit);
    let levels = match kind {
        incident::Alarm::Safety => unit.alarm_levels.as_slice(),
        incident::Alarm::Machine | incident::Alarm::Unsure => &[],
    };
    let levels = levels.iter().map(|level| registry.unit(*level).name.as_str());
    std::iter::once(unit.name.as_str()).chain(levels).collect::<Vec<_>>().join(", ")
}

/// The obligation that an act on an incident means: what the viewer owes for it, or is owed. A call
/// for help has no incident, and is found under its own id.
async fn owed_for(
    asked: &Asked,
    viewer: Viewer,
    id: IncidentId,
    deed: IncidentDeed,
) -> Result<ObligationId, Problem> {
    asked.shell.ask(move |federation| find_owed(federation, viewer, id, deed)).await?
}

fn find_owed(
    federation: &Federation,
    viewer: Viewer,
    id: IncidentId,
    deed: IncidentDeed,
) -> Result<ObligationId, Problem> {
    let by_itself = ObligationId(id.0);
    if reach(federation, viewer, Resource::Obligation(by_itself)).is_any() {
        return Ok(by_itself);
    }
    if !reach(federation, viewer, Resource::Incident(id)).is_any() {
        return Err(Problem::unknown());
    }
    let is_debt = !matches!(deed, IncidentDeed::HelpCame);
    let is_meant =
        |owed: &&Obligation| owed.incidents.contains(&id) && (owed.debtor == viewer.0) == is_debt;
    let all: Vec<&Obligation> = federation.obligations_of(viewer.0).filter(is_meant).collect();
    // What is open goes before what is over; of several, the latest is meant.
    let open = all.iter().rev().find(|owed| owed.is_open());
    open.or(all.last()).map(|owed| owed.id).ok_or_else(|| {
        let detail = if is_debt {
            "you owe nothing for this incident: it has not risen to you"
        } else {
            "nobody owes you help for this incident yet: it has not risen, and none was asked"
        };
        Problem::new(Kind::NotNow, detail)
    })
}

fn owner_of(owner: Option<String>) -> Result<String, Problem> {
    owner.ok_or_else(|| Problem::missing("owner", "the role of the person who owns it"))
}

fn with_cause(cause: Option<Cause>, words: String) -> String {
    match cause {
        Some(cause) if words.trim().is_empty() => cause.word().to_owned(),
        Some(cause) => format!("{}: {words}", cause.word()),
        None => words,
    }
}

/// The words of an answer, with the day on which it is to come.
fn with_date(words: String, until: Option<String>) -> Result<String, Problem> {
    match until.filter(|until| !until.is_empty()) {
        Some(until) => Ok(format!("{words} ({})", date("until", &until)?)),
        None => Ok(words),
    }
}

/// The end of a day of the acting unit.
fn end_of(asked: &Asked, unit: UnitId, until: Option<String>) -> Result<Timestamp, Problem> {
    let given = until.ok_or_else(|| Problem::missing("until", "a date, for example 2026-10-28"))?;
    let next = date("until", &given)?.tomorrow();
    let next = next.map_err(|_| Problem::wrong("until", &given, "a date of this century"))?;
    Ok(asked.shell.registry().unit(unit).calendar.start_of(next))
}
