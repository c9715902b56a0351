//! Agree: how are terms proposed and answered, and policies sent and answered?

use axum::http::StatusCode;
use mission::agreement::Subject;
use mission::directive;
use mission::effect::{Done, Thing};
use mission::event::{Act, NewDirective, Terms};
use mission::id::{AgreementId, DirectiveId, IndicatorId, UnitId};
use mission::limits::NAME_LETTERS;
use mission::registry::Registry;
use mission::report::find_indicator;

use crate::act::{acting_unit, date, unexpected};
use crate::asked::{Answer, Asked, answer, find_unit};
use crate::problem::Problem;
use crate::wire::act::{Done as Nothing, Made};
use crate::wire::agreement::{AgreementAct, AgreementDeed, Kind, Proposal};
use crate::wire::directive as wire;

/// `POST /api/v1/agreements`
pub(crate) async fn propose(asked: Asked) -> Answer {
    let viewer = asked.viewer()?;
    let body: Proposal = asked.json()?;
    let unit = find_unit(&asked.shell, "unit", &body.unit)?;
    let registry = asked.shell.registry();
    if unit != viewer.0 && registry.unit(unit).parent != Some(viewer.0) {
        return Err(Problem::unknown());
    }
    let subject = subject(&registry, unit, body.kind, body.indicator.as_deref())?;
    let value = match (body.kind, body.value) {
        (Kind::Retire, _) => 1.0,
        (_, Some(value)) => value,
        (_, None) => return Err(Problem::missing("value", "a number")),
    };
    let terms = terms(value, body.review.as_deref(), body.words)?;
    let act = Act::Propose(unit, subject, terms);
    let done = asked.act(body.by, act).await?;
    let Done::Made(Thing::Agreement(id)) = done else { return Err(unexpected(done)) };
    Ok(answer(StatusCode::CREATED, &Made { id: id.0.to_string() }))
}

/// `POST /api/v1/agreements/{id}/acts`
pub(crate) async fn on_agreement(asked: Asked) -> Answer {
    let id = asked.id("id", AgreementId)?;
    let AgreementAct { act, by, words, value, review } = asked.json()?;
    let act = match act {
        AgreementDeed::Consent => Act::Consent(id, words),
        AgreementDeed::Withdraw => Act::Withdraw(id, words),
        AgreementDeed::Counter => {
            let value = value.ok_or_else(|| Problem::missing("value", "the other value"))?;
            Act::Counter(id, terms(value, review.as_deref(), words)?)
        }
    };
    asked.act(by, act).await?;
    Ok(answer(StatusCode::OK, &Nothing {}))
}

/// `POST /api/v1/directives`
pub(crate) async fn direct(asked: Asked) -> Answer {
    let body: wire::NewDirective = asked.json()?;
    acting_unit(&asked, &body.unit)?;
    let to: Result<Vec<UnitId>, Problem> =
        body.to.iter().map(|path| find_unit(&asked.shell, "to", path)).collect();
    let first_line = body.policy.trim().lines().next().unwrap_or_default();
    let directive = NewDirective {
        title: first_line.chars().take(NAME_LETTERS).collect(),
        text: body.policy.clone(),
        reason: body.words,
        holds_from: date("from", &body.from)?,
        to: to?,
    };
    let act = Act::Direct(directive);
    let done = asked.act(body.by, act).await?;
    let Done::Made(Thing::Directive(id)) = done else { return Err(unexpected(done)) };
    Ok(answer(StatusCode::CREATED, &Made { id: id.0.to_string() }))
}

/// `POST /api/v1/directives/{id}/acts`
pub(crate) async fn on_directive(asked: Asked) -> Answer {
    let id = asked.id("id", DirectiveId)?;
    let wire::DirectiveAct { act, by, words } = asked.json()?;
    let act = match act {
        wire::DirectiveDeed::Accept => Act::Reply(id, directive::Event::Accepted, words),
        wire::DirectiveDeed::Counter => Act::Reply(id, directive::Event::Countered, words),
        wire::DirectiveDeed::Object => Act::Reply(id, directive::Event::Objected, words),
        wire::DirectiveDeed::Withdraw => Act::Recall(id, words),
    };
    asked.act(by, act).await?;
    Ok(answer(StatusCode::OK, &Nothing {}))
}

fn terms(value: f64, review: Option<&str>, reason: String) -> Result<Terms, Problem> {
    let review = review.filter(|review| !review.is_empty());
    let review = review.map(|review| date("review", review)).transpose()?;
    Ok(Terms { value, from: None, review, reason })
}

fn subject(
    registry: &Registry,
    unit: UnitId,
    kind: Kind,
    key: Option<&str>,
) -> Result<Subject, Problem> {
    let indicator = |key: &str| -> Result<IndicatorId, Problem> {
        let found = find_indicator(registry, unit, key);
        found.ok_or_else(|| Problem::wrong("indicator", key, "the key of one of its indicators"))
    };
    match (kind, key.filter(|key| !key.is_empty())) {
        (Kind::RecoveryTime, None) => Ok(Subject::UnitRecovery),
        (Kind::RecoveryTime, Some(key)) => indicator(key).map(Subject::Recovery),
        (Kind::Capability, Some(key)) => indicator(key).map(Subject::Capability),
        (Kind::Potentiality, Some(key)) => indicator(key).map(Subject::Potentiality),
        (Kind::IndexWeight, Some(key)) => indicator(key).map(Subject::Weight),
        (Kind::Retire, Some(key)) => indicator(key).map(Subject::Retirement),
        (Kind::NewLevel, Some(key)) => indicator(key).map(Subject::NewLevel),
        (
            Kind::Capability
            | Kind::Potentiality
            | Kind::IndexWeight
            | Kind::Retire
            | Kind::NewLevel,
            None,
        ) => Err(Problem::missing("indicator", "the key of one of its indicators")),
    }
}
