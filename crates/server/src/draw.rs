//! Draw: how do the people of a unit draw its flow, and read what was drawn?

use axum::http::StatusCode;
use mission::effect::{Done, Thing};
use mission::event::{Act, NewFlow};
use mission::flow::{Drawing, FlowBox, FlowLine, Shows};
use mission::id::{FlowId, IndicatorId, UnitId};
use mission::name::Key;
use mission::reach::{Resource, reach};
use mission::registry::Registry;
use mission::report::find_indicator;

use crate::act::{acting_unit, unexpected};
use crate::asked::{Answer, Asked, answer};
use crate::problem::Problem;
use crate::tell::own_unit;
use crate::wire::flow::{self as wire, Flow, Flows};

/// `GET /api/v1/units/{id}/flows`
pub(crate) async fn all(asked: Asked) -> Answer {
    let viewer = asked.viewer()?;
    let unit = own_unit(&asked).await?;
    let drawn = asked.shell.ask(move |federation| {
        let all = federation.flows_of(unit).rev();
        let seen = all.filter(|it| reach(federation, viewer, Resource::Flow(it.id)).is_any());
        Flows { flows: seen.map(|it| Flow::of(it, federation.registry())).collect() }
    });
    Ok(answer(StatusCode::OK, &drawn.await?))
}

/// `POST /api/v1/flows`
pub(crate) async fn draw(asked: Asked) -> Answer {
    let body: wire::NewFlow = asked.json()?;
    let unit = acting_unit(&asked, &body.unit)?;
    let registry = asked.shell.registry();
    let follows = body.follows.as_deref().filter(|follows| !follows.is_empty());
    let follows = follows.map(|given| {
        let id = given.parse().map(FlowId);
        id.map_err(|_| Problem::wrong("follows", given, "the id of a drawing, or nothing"))
    });
    let boxes = body.boxes.into_iter().map(|one| step(&registry, unit, one));
    let lines = body.lines.into_iter().map(|one| line(&registry, unit, one));
    let new = NewFlow {
        follows: follows.transpose()?,
        drawing: Drawing {
            boxes: boxes.collect::<Result<_, _>>()?,
            lines: lines.collect::<Result<_, _>>()?,
        },
    };
    let done = asked.act(body.by, Act::Draw(new)).await?;
    let Done::Made(Thing::Flow(id)) = done else { return Err(unexpected(done)) };
    let shown = asked.shell.ask(move |federation| {
        federation.flow(id).map(|known| Flow::of(known, federation.registry()))
    });
    Ok(answer(StatusCode::CREATED, &shown.await?.ok_or_else(Problem::unknown)?))
}

fn step(registry: &Registry, unit: UnitId, one: wire::FlowBox) -> Result<FlowBox, Problem> {
    let wire::FlowBox { key, name, figure, part } = one;
    let shows = match (given(figure), given(part)) {
        (None, None) => None,
        (Some(figure), None) => Some(Shows::Figure(own_figure("boxes", registry, unit, &figure)?)),
        (None, Some(path)) => Some(Shows::Part(own_part(registry, unit, &path)?)),
        (Some(figure), Some(_)) => {
            let expected = "boxes that show a figure or a part, and not both";
            return Err(Problem::wrong("boxes", &figure, expected));
        }
    };
    Ok(FlowBox { key: self::key("boxes", &key)?, name, shows })
}

fn line(registry: &Registry, unit: UnitId, one: wire::FlowLine) -> Result<FlowLine, Problem> {
    let wire::FlowLine { from, to, what, figure } = one;
    let volume = given(figure).map(|figure| own_figure("lines", registry, unit, &figure));
    let (from, to) = (key("lines", &from)?, key("lines", &to)?);
    Ok(FlowLine { from, to, what, volume: volume.transpose()? })
}

fn given(field: Option<String>) -> Option<String> {
    field.filter(|given| !given.is_empty())
}

fn key(field: &'static str, given: &str) -> Result<Key, Problem> {
    Key::parse(given).map_err(|wrong| Problem::wrong(field, given, wrong.expected))
}

fn own_figure(
    field: &'static str,
    registry: &Registry,
    unit: UnitId,
    key: &str,
) -> Result<IndicatorId, Problem> {
    let found = find_indicator(registry, unit, key);
    found.ok_or_else(|| Problem::wrong(field, key, "keys of the unit's own figures"))
}

/// A unit that is there and is no part of this one is told of like one that is not there.
fn own_part(registry: &Registry, unit: UnitId, path: &str) -> Result<UnitId, Problem> {
    let found = mission::name::Path::parse(path).ok().and_then(|path| registry.at_path(&path));
    let part = found.filter(|part| registry.parts(unit).contains(part));
    part.ok_or_else(|| Problem::wrong("boxes", path, "paths of direct parts of the unit"))
}
