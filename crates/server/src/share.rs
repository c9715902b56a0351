//! Share: how does a unit let another see some figures, close that, and answer who asks?

use axum::http::StatusCode;
use mission::effect::{Done, Thing};
use mission::event::{Act, NewOpening, NewRequest};
use mission::federation::Federation;
use mission::id::{OpeningId, RequestId};
use mission::reach::{Resource, reach};
use mission::report::find_indicator;

use crate::act::{acting_unit, date, unexpected};
use crate::asked::{Answer, Asked, answer, find_unit};
use crate::limits;
use crate::problem::Problem;
use crate::tell::own_unit;
use crate::wire::act::Done as Nothing;
use crate::wire::opening::{
    self as wire, Opening, Openings, Received, RequestByUs, RequestOfUs, Requests, Signing,
};

/// `GET /api/v1/units/{id}/openings`
pub(crate) async fn openings(asked: Asked) -> Answer {
    let viewer = asked.viewer()?;
    let unit = own_unit(&asked).await?;
    let openings = asked.shell.ask(move |federation| {
        let registry = federation.registry();
        let seen = || {
            let all = federation.openings_of(unit).rev();
            all.filter(|it| reach(federation, viewer, Resource::Opening(it.id)).is_any())
        };
        let given = seen().filter(|it| it.unit == unit).take(limits::LISTED);
        let received = seen().filter(|it| it.to == unit).take(limits::LISTED);
        Openings {
            given: given.map(|it| Opening::of(it, registry)).collect(),
            received: received.map(|it| Received::of(it, registry)).collect(),
        }
    });
    Ok(answer(StatusCode::OK, &openings.await?))
}

/// `POST /api/v1/openings`
pub(crate) async fn open(asked: Asked) -> Answer {
    let body: wire::NewOpening = asked.json()?;
    let unit = acting_unit(&asked, &body.unit)?;
    let registry = asked.shell.registry();
    let hours = &registry.unit(unit).calendar;
    let find = |key: &String| {
        find_indicator(&registry, unit, key)
            .ok_or_else(|| Problem::wrong("indicators", key, "keys of the unit's own indicators"))
    };
    let since = body.since.as_deref().filter(|since| !since.is_empty());
    let after = date("until", &body.until)?.tomorrow();
    let after =
        after.map_err(|_| Problem::wrong("until", &body.until, "a date of this century"))?;
    let request = body.request.as_deref().filter(|request| !request.is_empty());
    let grants = request.map(|given| {
        let id = given.parse().map(RequestId);
        id.map_err(|_| Problem::wrong("request", given, "the id of a request"))
    });
    let new = NewOpening {
        to: find_unit(&asked.shell, "to", &body.to)?,
        indicators: body.indicators.iter().map(find).collect::<Result<_, _>>()?,
        since: since.map(|since| date("since", since)).transpose()?,
        until: hours.start_of(after),
        words: body.words,
        grants: grants.transpose()?,
    };
    let done = asked.act(body.by, Act::Open(new)).await?;
    let Done::Made(Thing::Opening(id)) = done else { return Err(unexpected(done)) };
    own_opening(&asked, StatusCode::CREATED, id).await
}

/// `POST /api/v1/openings/{id}/sign`
pub(crate) async fn sign(asked: Asked) -> Answer {
    let id = asked.id("id", OpeningId)?;
    let Signing { by } = asked.json()?;
    asked.act(by, Act::SignOpening(id)).await?;
    own_opening(&asked, StatusCode::OK, id).await
}

/// `POST /api/v1/openings/{id}/close`
pub(crate) async fn close(asked: Asked) -> Answer {
    let id = asked.id("id", OpeningId)?;
    let Signing { by } = asked.json()?;
    asked.act(by, Act::CloseOpening(id)).await?;
    own_opening(&asked, StatusCode::OK, id).await
}

/// The opening that the unit has just acted on.
async fn own_opening(asked: &Asked, status: StatusCode, id: OpeningId) -> Answer {
    let shown = asked.shell.ask(move |federation| {
        federation.opening(id).map(|known| Opening::of(known, federation.registry()))
    });
    Ok(answer(status, &shown.await?.ok_or_else(Problem::unknown)?))
}

/// `GET /api/v1/requests`
pub(crate) async fn requests(asked: Asked) -> Answer {
    let own = asked.viewer()?.0;
    let listed = move |federation: &Federation| {
        let registry = federation.registry();
        let all = || federation.requests_of(own).rev();
        let of_us = all().filter(|it| it.unit == own && it.waits()).take(limits::LISTED);
        let by_us = all().filter(|it| it.from == own).take(limits::LISTED);
        Requests {
            of_us: of_us.map(|it| RequestOfUs::of(it, registry)).collect(),
            by_us: by_us.map(|it| RequestByUs::of(it, registry)).collect(),
        }
    };
    Ok(answer(StatusCode::OK, &asked.shell.ask(listed).await?))
}

/// `POST /api/v1/requests`
pub(crate) async fn request(asked: Asked) -> Answer {
    let wire::NewRequest { unit, by, words } = asked.json()?;
    let unit = find_unit(&asked.shell, "unit", &unit)?;
    let done = asked.act(by, Act::Request(NewRequest { unit, words })).await?;
    let Done::Made(Thing::Request(id)) = done else { return Err(unexpected(done)) };
    let shown = asked.shell.ask(move |federation| {
        federation.request_by_id(id).map(|known| RequestByUs::of(known, federation.registry()))
    });
    Ok(answer(StatusCode::CREATED, &shown.await?.ok_or_else(Problem::unknown)?))
}

/// `POST /api/v1/requests/{id}/decline`
pub(crate) async fn decline(asked: Asked) -> Answer {
    let id = asked.id("id", RequestId)?;
    let Signing { by } = asked.json()?;
    asked.act(by, Act::Decline(id)).await?;
    Ok(answer(StatusCode::OK, &Nothing {}))
}
