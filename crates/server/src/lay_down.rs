//! Lay down: how do units, calendars, indicators and founding terms come in?

use axum::http::{HeaderValue, Response, StatusCode, header};
use mission::draft::{DraftProblem, UnitDraft, check};
use mission::event::{Act, Event};
use mission::may::Deed;
use mission::report::find_indicator;

use crate::asked::{Answer, Asked, answer};
use crate::come_in;
use crate::intake::Outcome;
use crate::problem::{Kind, Problem};
use crate::tell::own_unit;
use crate::wire::act::Done;
use crate::wire::charter::{Charter, CharterRefused, LaidDown, PlaceProblem};
use crate::wire::opening::Signing;
use crate::wire::unit::Unit;

/// `POST /api/v1/units`
pub(crate) async fn charter(asked: Asked) -> Answer {
    let Charter { by, units } = asked.json()?;
    let drafts: Vec<UnitDraft> = units.into_iter().map(Into::into).collect();
    let is_first = asked.shell.registry().units().is_empty();
    if asked.shell.people.are_known() && !is_first {
        asked.must(Deed::Lead)?;
    }
    asked.must_be_proved()?;
    let by = asked.signed_in_if_any().map_or(by, |_| founding_title(&asked));
    let mut charter = match check(&drafts, &by, &asked.shell.registry()) {
        Ok(charter) => charter,
        Err(problems) => return Ok(refused(problems)),
    };
    let registry = asked.shell.registry();
    charter.founder = asked.signed_in_if_any().map(|it| it.who);
    if let Some(viewer) = asked.viewer_if_named()
        && let Some(path) = charter.first_foreign(&registry, viewer.0)
    {
        let detail = format!("{path} is changed by itself alone, and founded by a unit above it");
        return Err(Problem::new(Kind::NotYours, detail));
    }
    let named: Vec<_> = charter.units.iter().map(|unit| unit.path.clone()).collect();
    match asked.shell.decide(None, Event::Charter(charter)).await? {
        Outcome::Answer(done) => done.map(drop)?,
        Outcome::Applied | Outcome::Before(_) | Outcome::Conflict => {
            return Err(Problem::new(Kind::Mistake, "a charter carries no number"));
        }
    }
    let registry = asked.shell.registry();
    let units = named.iter().filter_map(|path| registry.at_path(path));
    let units = units.map(|unit| Unit::of(&registry, registry.unit(unit))).collect();
    Ok(answer(StatusCode::CREATED, &LaidDown { units }))
}

/// `POST /api/v1/units/{id}/indicators/{key}/take-back`
pub(crate) async fn take_back(asked: Asked) -> Answer {
    let unit = own_unit(&asked).await?;
    let Signing { by } = asked.json()?;
    let registry = asked.shell.registry();
    let id = find_indicator(&registry, unit, asked.param("key")).ok_or_else(Problem::unknown)?;
    asked.act(by, Act::StrikeOut(id)).await?;
    Ok(answer(StatusCode::OK, &Done {}))
}

/// What the founder of a charter signs with.
fn founding_title(asked: &Asked) -> String {
    let signed_in = asked.signed_in_if_any().zip(asked.viewer_if_named());
    let members = asked.shell.people.members();
    let member = signed_in.and_then(|(it, viewer)| members.in_which(it.who, viewer.0, Deed::Lead));
    member.map_or(come_in::FIRST_TITLE, |member| member.title.as_str()).to_owned()
}

fn refused(problems: Vec<DraftProblem>) -> Response<axum::body::Body> {
    let first = problems.first();
    let problem = match first {
        Some(DraftProblem { place, given, expected }) => Problem::wrong(place, given, expected),
        None => Problem::new(Kind::Wrong, "the charter cannot be laid down"),
    };
    let status = problem.status();
    let shape = CharterRefused {
        problem: problem.to_wire(),
        problems: problems
            .into_iter()
            .map(|DraftProblem { place, given, expected }| PlaceProblem {
                place,
                value: given,
                expected,
            })
            .collect(),
    };
    let mut response = answer(status, &shape);
    let media = HeaderValue::from_static("application/problem+json; charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, media);
    response
}
