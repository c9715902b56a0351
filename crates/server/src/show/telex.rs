//! Telex: where do the views of messages, of what happened, and of the board come from?
//!
//! Messages are in memory, older lines of what happened on the disk. What is looked for is looked for in so
//! many lines at once, and the page says where to go on.

use mission::effect::Notice;
use mission::id::UnitId;
use mission::may::Deed;
use mission::message::About;
use mission::reach::Viewer;
use store::TelexLine;

use crate::asked::Asked;
use crate::fold::Sought;
use crate::limits;
use crate::problem::Problem;
use crate::veil::{Of, Veil};
use crate::view::telex::{Lines, Look, Reads};
use crate::view::{board, boundary, telex};
use crate::wire::message::AboutKind;
use crate::wire::views::{PostKind, TelexFilter, TelexItem, View};
use crate::write::subject;

/// The telex of a unit, or its boundary.
pub(super) async fn telex(asked: &Asked, unit: UnitId) -> Result<View, Problem> {
    let (lang, now) = (asked.language(), asked.shell.now());
    let filter = match asked.query("filter") {
        None | Some("all") => TelexFilter::All,
        Some("messages") => TelexFilter::Messages,
        Some("happened") => TelexFilter::Happened,
        Some("ours") => TelexFilter::Ours,
        Some("unanswered") => TelexFilter::Unanswered,
        Some(given) => {
            let expected = "all, messages, happened, ours or unanswered";
            return Err(Problem::wrong("filter", given, expected));
        }
    };
    let viewer = asked.viewer_if_named();
    let own = viewer.filter(|viewer| viewer.0 == unit);
    let look = || -> Result<Look, Problem> {
        let (sought, reads, veil) = (sought(asked)?, reads(asked), asked.shell.veil.clone());
        Ok(Look { filter, sought, reads, veil, about: about(asked)? })
    };
    let look = look()?;
    let lines = match own {
        Some(viewer) => lines(asked, viewer, &look, (lang, now)).await?,
        None => Lines::default(),
    };
    let made = asked.shell.ask(move |federation| {
        let made = own.and_then(|viewer| {
            telex::page(federation, viewer, unit, &look, lines, (lang, now)).ok()
        });
        made.map_or_else(
            || boundary::boundary(federation, viewer, Some(unit), lang, now).into(),
            View::from,
        )
    });
    made.await
}

/// The board, or the boundary of the unit at which it is asked for.
pub(super) async fn board(asked: &Asked, unit: UnitId) -> Result<View, Problem> {
    let (lang, now) = (asked.language(), asked.shell.now());
    let kind = match asked.query("kind") {
        None => None,
        Some("need") => Some(PostKind::Need),
        Some("offer") => Some(PostKind::Offer),
        Some(given) => return Err(Problem::wrong("kind", given, "need or offer")),
    };
    let viewer = asked.viewer_if_named();
    let before = match viewer {
        Some(viewer) => cursor(asked, viewer, Of::Post)?,
        None => None,
    };
    let (sought, veil, reads) = (sought(asked)?, asked.shell.veil.clone(), reads(asked));
    let look = board::Look { kind, sought, before, veil, reads };
    let made = asked.shell.ask(move |federation| {
        let made = viewer
            .and_then(|viewer| board::board(federation, viewer, unit, &look, (lang, now)).ok());
        made.map_or_else(
            || boundary::boundary(federation, viewer, Some(unit), lang, now).into(),
            View::from,
        )
    });
    made.await
}

fn sought(asked: &Asked) -> Result<Sought, Problem> {
    let given = asked.query("search").unwrap_or_default();
    if given.chars().count() > limits::SOUGHT_LETTERS {
        let expected = format!("at most {} letters", limits::SOUGHT_LETTERS);
        return Err(Problem::wrong("search", given, expected));
    }
    Ok(Sought::new(given))
}

/// What is to be written about. A thing that is not there is like one that may not be seen.
fn about(asked: &Asked) -> Result<Option<About>, Problem> {
    let Some(given) = asked.query("about") else { return Ok(None) };
    let expected = "incident:ID, directive:ID or indicator:PATH/KEY";
    let wrong = || Problem::wrong("about", given, expected);
    let (kind, id) = given.split_once(':').ok_or_else(wrong)?;
    let kind = match kind {
        "incident" => AboutKind::Incident,
        "directive" => AboutKind::Directive,
        "indicator" => AboutKind::Indicator,
        _ => return Err(wrong()),
    };
    Ok(subject(&asked.shell.registry(), kind, id))
}

fn reads(asked: &Asked) -> Reads {
    if asked.may(Deed::Read) { Reads::Messages } else { Reads::NoMessages }
}

/// Where the lines that are asked for begin.
fn cursor(asked: &Asked, viewer: Viewer, of: Of) -> Result<Option<u64>, Problem> {
    let Some(given) = asked.query("before") else { return Ok(None) };
    let number = asked.shell.veil.lift(viewer, of, given);
    let expected = "what a page of the same kind gave as `older`";
    number.map(Some).ok_or_else(|| Problem::wrong("before", given, expected))
}

type Voice = (mission::sentence::Lang, mission::time::Timestamp);

async fn lines(asked: &Asked, viewer: Viewer, look: &Look, voice: Voice) -> Result<Lines, Problem> {
    let is_of_messages = match look.filter {
        TelexFilter::Messages | TelexFilter::Ours | TelexFilter::Unanswered => true,
        TelexFilter::All | TelexFilter::Happened => false,
    };
    let of = if is_of_messages { Of::Message } else { Of::Line };
    let before = cursor(asked, viewer, of)?;
    let (items, last) = if is_of_messages {
        match look.reads {
            Reads::Messages => of_messages(asked, viewer, look, before, voice).await?,
            Reads::NoMessages => (Vec::new(), None),
        }
    } else {
        of_what_happened(asked, viewer, look, before, voice).await?
    };
    let older = last.map(|number| asked.shell.veil.hide(viewer, of, number));
    Ok(Lines { items, older, is_latest: before.is_none() })
}

async fn of_messages(
    asked: &Asked,
    viewer: Viewer,
    look: &Look,
    before: Option<u64>,
    voice: Voice,
) -> Result<(Vec<TelexItem>, Option<u64>), Problem> {
    let look = Look { sought: look.sought.clone(), veil: look.veil.clone(), ..*look };
    // One more than is shown says whether there are older ones.
    let most = limits::TELEX_SHOWN + 1;
    let mut found = asked
        .shell
        .ask(move |federation| telex::messages(federation, viewer, &look, (before, most), voice))
        .await?;
    let has_older = found.len() == most;
    found.truncate(limits::TELEX_SHOWN);
    let last = found.last().map(|(number, _)| *number).filter(|_| has_older);
    Ok((found.into_iter().map(|(_, item)| item).collect(), last))
}

/// Lines from the disk, with the messages among them, until a page is full or enough was looked at.
async fn of_what_happened(
    asked: &Asked,
    viewer: Viewer,
    look: &Look,
    mut before: Option<u64>,
    voice: Voice,
) -> Result<(Vec<TelexItem>, Option<u64>), Problem> {
    let mut items = Vec::new();
    let offset = asked.shell.ask(|federation| federation.applied().offset).await?;
    for _ in 0..limits::TELEX_READS {
        let read = move |reader: &mut dyn store::Reader| {
            reader.notices(viewer.0, before, limits::TELEX_LINES)
        };
        let lines: Vec<TelexLine> = asked.shell.old_readings(offset, read).await?;
        let is_end = lines.len() < limits::TELEX_LINES;
        let numbers: Vec<u64> = lines.iter().map(|line| line.number).collect();
        let notices: Vec<Notice> = lines.into_iter().map(|line| line.notice).collect();
        let look = Look { sought: look.sought.clone(), veil: look.veil.clone(), ..*look };
        let told = asked
            .shell
            .ask(move |federation| telex::told(federation, viewer, &look, &notices, voice))
            .await?;
        for (number, item) in numbers.into_iter().zip(told) {
            if items.len() == limits::TELEX_SHOWN {
                return Ok((items, before));
            }
            before = Some(number);
            items.extend(item);
        }
        if is_end {
            return Ok((items, None));
        }
    }
    Ok((items, before))
}

impl Asked {
    /// The number that a name of this viewer stands for; what is no such name is of nothing.
    pub(crate) fn lifted(&self, of: Of, name: &str) -> Result<u64, Problem> {
        let veil: &Veil = &self.shell.veil;
        veil.lift(self.viewer()?, of, name).ok_or_else(Problem::unknown)
    }
}
