//! Announce: how does a unit say beforehand what its figures will do, and call it off?

use axum::http::StatusCode;
use mission::announcement::Expected;
use mission::event::{Act, NewAnnouncement};
use mission::id::{AnnouncementId, UnitId};
use mission::report::find_indicator;

use crate::act::{acting_unit, date};
use crate::asked::{Answer, Asked, answer};
use crate::problem::Problem;
use crate::tell::own_unit;
use crate::wire::announcement::{self as wire, Announcement, Announcements, CallOff, Kind};

/// `GET /api/v1/units/{id}/announcements`
pub(crate) async fn all(asked: Asked) -> Answer {
    let unit = own_unit(&asked).await?;
    Ok(answer(StatusCode::OK, &of_unit(&asked, unit).await?))
}

/// `POST /api/v1/announcements`
pub(crate) async fn announce(asked: Asked) -> Answer {
    let body: wire::NewAnnouncement = asked.json()?;
    let unit = acting_unit(&asked, &body.unit)?;
    let registry = asked.shell.registry();
    let hours = &registry.unit(unit).calendar;
    let indicator = match body.indicator.as_deref().filter(|key| !key.is_empty()) {
        None => None,
        Some(key) => Some(find_indicator(&registry, unit, key).ok_or_else(|| {
            Problem::wrong("indicator", key, "the key of one of the unit's indicators, or nothing")
        })?),
    };
    let today = hours.date_of(asked.shell.now());
    let first = body.from.as_deref().filter(|from| !from.is_empty());
    let first = first.map(|from| date("from", from)).transpose()?;
    // Of today, what has been reported is not announced afterwards.
    let from = first.filter(|first| *first != today).map(|first| hours.start_of(first));
    let expected = match (body.kind, body.until.as_deref().filter(|until| !until.is_empty())) {
        (Kind::Apart, None) => return Err(Problem::missing("until", "the last day, a date")),
        (Kind::Apart, Some(last)) => {
            let after = date("until", last)?.tomorrow();
            let after =
                after.map_err(|_| Problem::wrong("until", last, "a date of this century"))?;
            Expected::Apart(hours.start_of(after))
        }
        (Kind::NewLevel, None) => Expected::Level(body.change),
        (Kind::NewLevel, Some(given)) => {
            return Err(Problem::wrong("until", given, "nothing: a new level is there to stay"));
        }
    };
    let act = Act::Announce(NewAnnouncement { indicator, from, expected, words: body.words });
    asked.act(body.by, act).await?;
    Ok(answer(StatusCode::CREATED, &of_unit(&asked, unit).await?))
}

/// `POST /api/v1/announcements/{id}/call-off`
pub(crate) async fn call_off(asked: Asked) -> Answer {
    let viewer = asked.viewer()?;
    let id = asked.id("id", AnnouncementId)?;
    let CallOff { by, words } = asked.json()?;
    asked.act(by, Act::CallOff(id, words)).await?;
    Ok(answer(StatusCode::OK, &of_unit(&asked, viewer.0).await?))
}

async fn of_unit(asked: &Asked, unit: UnitId) -> Result<Announcements, Problem> {
    let said = move |federation: &mission::federation::Federation| {
        let registry = federation.registry();
        let announced = federation.ledger(unit).announced.iter();
        announced.map(|said| Announcement::of(said, registry)).collect()
    };
    Ok(Announcements { announcements: asked.shell.ask(said).await? })
}
