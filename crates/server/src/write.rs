//! Write: how do people write to each other, and post what their unit needs and offers?
//!
//! Who may write to whom, and when, the mission decides. A message is numbered by the device that sends it, as
//! reports are, so that one that was sent again over a poor line is one message.

use axum::http::StatusCode;
use mission::effect::{Done, Thing};
use mission::event::{Act, Addressee, Event, NewMessage, NewPost};
use mission::federation::Federation;
use mission::id::{DirectiveId, IncidentId, MessageId, PostId, UnitId};
use mission::limits::SOURCE_LETTERS;
use mission::message::About;
use mission::name::{Key, Path, words};
use mission::post::{Ending, Kind as Posted};
use mission::registry::Registry;
use sha2::{Digest, Sha256};
use store::SourceMark;

use crate::act::{acting_unit, date, unexpected};
use crate::asked::{Answer, Asked, answer, find_unit};
use crate::intake::Outcome;
use crate::limits;
use crate::problem::{Kind, Problem};
use crate::veil::Of;
use crate::wire::act::{Done as Nothing, Made};
use crate::wire::message::{self as wire, AboutKind, EndPost, PostEnding, PostKind, To, Written};

/// `POST /api/v1/messages`
pub(crate) async fn message(asked: Asked) -> Answer {
    let body: wire::NewMessage = asked.json()?;
    let unit = acting_unit(&asked, &body.unit)?;
    let mark = mark(&asked, unit, &body)?;
    let new = NewMessage {
        to: addressee(&asked, &body)?,
        about: body.about.as_ref().map(|it| about(&asked, it)).transpose()?,
        words: body.words,
    };
    let event = Event::Act(asked.sign(body.by, Act::Write(new))?);
    let id = match asked.shell.decide(Some(mark), event).await? {
        Outcome::Answer(answer) => made(answer?)?,
        Outcome::Before(offset) => written_by(&asked, unit, offset).await?,
        Outcome::Applied | Outcome::Conflict => {
            return Err(Problem::new(
                Kind::Sequence,
                "another message came with this number, or it is too old to tell; number it anew",
            ));
        }
    };
    let read_by = asked.shell.ask(move |federation| read_by(federation, id)).await?;
    let id = asked.shell.veil.hide(asked.viewer()?, Of::Message, id.0);
    Ok(answer(StatusCode::CREATED, &Written { id, read_by }))
}

fn made(done: Done) -> Result<MessageId, Problem> {
    let Done::Made(Thing::Message(id)) = done else { return Err(unexpected(done)) };
    Ok(id)
}

/// Numbers of a device count for each unit by themselves: nobody can take up another unit's.
fn mark(asked: &Asked, unit: UnitId, body: &wire::NewMessage) -> Result<SourceMark, Problem> {
    let source = words(&body.source, SOURCE_LETTERS)
        .map_err(|wrong| Problem::wrong("source", &wrong.given, wrong.expected))?;
    let most = limits::WHOLE_NUMBER;
    for (field, number) in [("epoch", body.epoch), ("seq", body.seq)] {
        if number > most {
            let expected = format!("a whole number from 0 to {most}");
            return Err(Problem::wrong(field, &number.to_string(), expected));
        }
    }
    Ok(SourceMark {
        source: format!("message:{}:{source}", unit.0),
        epoch: body.epoch,
        seq: body.seq,
        digest: Sha256::digest(&asked.body).into(),
    })
}

fn addressee(asked: &Asked, body: &wire::NewMessage) -> Result<Addressee, Problem> {
    let takes_units = matches!(body.to, To::Parts | To::Sisters);
    if !takes_units && let Some(first) = body.units.first() {
        return Err(Problem::wrong("units", first, "none, unless it goes to parts or sisters"));
    }
    let takes_one = matches!(body.to, To::Answer | To::Poster);
    if takes_one && body.of.is_empty() {
        return Err(Problem::missing("of", "the id of what is answered"));
    }
    if !takes_one && !body.of.is_empty() {
        return Err(Problem::wrong("of", &body.of, "nothing, unless something is answered"));
    }
    let find = |path: &String| find_unit(&asked.shell, "units", path);
    let units = || body.units.iter().map(find).collect::<Result<Vec<UnitId>, Problem>>();
    Ok(match body.to {
        To::Above => Addressee::Above,
        To::Parts => Addressee::Parts(units()?),
        To::Sisters => Addressee::Sisters(units()?),
        To::Within => Addressee::Within,
        To::Answer => Addressee::Answer(MessageId(asked.lifted(Of::Message, &body.of)?)),
        To::Poster => Addressee::Poster(PostId(asked.lifted(Of::Post, &body.of)?)),
    })
}

fn about(asked: &Asked, about: &wire::About) -> Result<About, Problem> {
    subject(&asked.shell.registry(), about.kind, &about.id).ok_or_else(Problem::unknown)
}

/// The thing of that kind that has that id, if there may be one.
pub(crate) fn subject(registry: &Registry, kind: AboutKind, id: &str) -> Option<About> {
    let number = || id.parse::<u64>().ok();
    Some(match kind {
        AboutKind::Incident => About::Incident(IncidentId(number()?)),
        AboutKind::Directive => About::Directive(DirectiveId(number()?)),
        AboutKind::Indicator => {
            let (unit, key) = id.rsplit_once('/')?;
            let unit = registry.at_path(&Path::parse(unit).ok()?)?;
            About::Indicator(registry.keyed(unit, &Key::parse(key).ok()?)?)
        }
    })
}

/// The message of the unit that an earlier entry wrote.
async fn written_by(asked: &Asked, unit: UnitId, offset: u64) -> Result<MessageId, Problem> {
    let found = asked.shell.ask(move |federation| {
        let of_entry = |id: MessageId| id.0 >> mission::limits::ORDINAL_BITS == offset;
        let own = federation.messages_of(unit).filter(|it| it.from == unit);
        own.map(|message| message.id).find(|id| of_entry(*id))
    });
    found.await?.ok_or_else(|| {
        let detail = "a message came with this number before, and was refused; number it anew";
        Problem::new(Kind::NotNow, detail)
    })
}

/// The names of the units that read a message.
fn read_by(federation: &Federation, id: MessageId) -> Vec<String> {
    let message = federation.message(id);
    let units = message.into_iter().flat_map(|message| message.to.iter());
    units.map(|unit| federation.registry().unit(*unit).name.clone()).collect()
}

/// `POST /api/v1/posts`
pub(crate) async fn post(asked: Asked) -> Answer {
    let body: wire::NewPost = asked.json()?;
    let unit = acting_unit(&asked, &body.unit)?;
    let after = date("until", &body.until)?.tomorrow();
    let after =
        after.map_err(|_| Problem::wrong("until", &body.until, "a date of this century"))?;
    let new = NewPost {
        kind: match body.kind {
            PostKind::Need => Posted::Need,
            PostKind::Offer => Posted::Offer,
        },
        words: body.words,
        amount: body.amount,
        until: asked.shell.registry().unit(unit).calendar.start_of(after),
    };
    let done = asked.act(body.by, Act::Post(new)).await?;
    let Done::Made(Thing::Post(id)) = done else { return Err(unexpected(done)) };
    let id = asked.shell.veil.hide(asked.viewer()?, Of::Post, id.0);
    Ok(answer(StatusCode::CREATED, &Made { id }))
}

/// `POST /api/v1/posts/{id}/end`
pub(crate) async fn end_post(asked: Asked) -> Answer {
    let id = PostId(asked.lifted(Of::Post, asked.param("id"))?);
    let EndPost { ending, by } = asked.json()?;
    let ending = match ending {
        PostEnding::Met => Ending::Met,
        PostEnding::Withdrawn => Ending::Withdrawn,
    };
    asked.act(by, Act::EndPost(id, ending)).await?;
    Ok(answer(StatusCode::OK, &Nothing {}))
}
