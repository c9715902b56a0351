//! Correspond: how do two nodes of one federation write to each other?
//!
//! The lower node calls, so that it may stand behind any router; the upper one answers. Both sign what
//! they send with their own key, which they gave each other when a code that was read out led them
//! together. What is on its way lies in the outbox of its store until the other says that it is on its
//! disk; `mission` takes each letter in once. `docs/formats/link.md` describes the bytes.

mod above;
mod anew;
mod below;
mod dial;

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use mission::event::Came;
use mission::id::LinkId;
use mission::link::{Link, PutBack};
use mission::time::Timestamp;
use store::{Exchange, mark_of};

use crate::limits;
use crate::problem::{Kind, Problem};
use crate::shell::Shell;

pub(crate) use above::{exchange, let_in, nodes, open};
pub use below::{Parent, TieError};
pub(crate) use below::{keep_up, tie};
pub(crate) use dial::Line;
pub use dial::{Place, PlaceError};

/// Where letters are handed over.
const EXCHANGE: &str = "/api/v1/node/letters";
/// Where a node comes with its code.
const JOIN: &str = "/api/v1/node/join";
/// The key of whoever sends.
const NODE: &str = "cybersyn-node";
/// Its signature of the body.
const SEAL: &str = "cybersyn-seal";

/// What a seal is for: none of one kind passes for another.
const ASKED: &str = "cybersyn letters 2, up";
const ANSWERED: &str = "cybersyn letters 2, down";
const JOINING: &str = "cybersyn join 1";

/// How other nodes are reached.
#[derive(Default)]
pub(crate) struct Reached {
    trouble: Mutex<Option<Trouble>>,
    put_back: Mutex<BTreeMap<LinkId, PutBack>>,
}

/// What is in the way to the node above.
#[derive(Clone, Debug)]
pub(crate) struct Trouble {
    /// As the machine says it.
    pub(crate) words: String,
    /// Since when the other is not reached, for whatever reason.
    pub(crate) since: Timestamp,
}

impl Reached {
    /// What is in the way, if anything is.
    pub(crate) fn trouble(&self) -> Option<Trouble> {
        self.trouble.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The links over which no letters pass, as one of the two nodes was put back.
    pub(crate) fn put_back(&self) -> BTreeMap<LinkId, PutBack> {
        self.put_back.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Notes whether one of two nodes was put back. Whether that is news.
    fn find(&self, link: LinkId, found: Option<PutBack>) -> bool {
        let mut known = self.put_back.lock().unwrap_or_else(PoisonError::into_inner);
        let before = match found {
            Some(found) => known.insert(link, found),
            None => known.remove(&link),
        };
        before != found
    }

    /// Says what is in the way now. Whether that is another thing than before.
    fn say(&self, words: Option<String>, now: Timestamp) -> bool {
        let mut known = self.trouble.lock().unwrap_or_else(PoisonError::into_inner);
        let is_new = known.as_ref().map(|trouble| &trouble.words) != words.as_ref();
        let since = known.as_ref().map_or(now, |trouble| trouble.since);
        *known = words.map(|words| Trouble { words, since });
        is_new
    }
}

/// Letters of a link numbered above `after`, as many as go together.
async fn waiting(shell: &Shell, link: LinkId, after: u64) -> Result<Exchange, Problem> {
    let read = |reader: &mut dyn store::Reader| reader.letters(link, after, limits::LETTERS);
    let letters = shell.old_readings(0, read).await?;
    let first = letters.first().map_or(after + 1, |(number, _)| *number);
    let letters = letters.into_iter().map(|(_, letter)| letter).collect();
    Ok(Exchange { first, letters, ..Exchange::default() })
}

/// How far two nodes have written to each other.
#[derive(Clone, Copy)]
struct Standing {
    /// The key of the other.
    key: [u8; 32],
    epoch: u64,
    written: u64,
    delivered: u64,
    heard: u64,
    /// By what the last letter that was heard is known again.
    mark: u64,
    /// Whether the other has yet to tell what it knows, since the two were linked anew.
    is_awaited: bool,
}

/// A link as it stands.
async fn standing(shell: &Shell, link: LinkId) -> Result<Standing, Problem> {
    let of = |link: &Link| {
        let Link { key, epoch, written, delivered, heard, mark, .. } = *link;
        let is_awaited = link.is_awaited();
        Standing { key, epoch, written, delivered, heard, mark, is_awaited }
    };
    let known = shell.ask(move |federation| federation.link(link).map(of)).await?;
    known.ok_or_else(|| Problem::new(Kind::Unknown, "there is no such link"))
}

/// Has letters of the other node taken in. How many have been by now.
async fn take_in(shell: &Shell, link: LinkId, came: Exchange) -> Result<Standing, Problem> {
    let before = standing(shell, link).await?;
    if let Some(last) = came.letters.last() {
        let (first, mark) = (came.first, mark_of(last));
        let came = Came { first, mark, letters: came.letters };
        shell.decide(None, mission::event::Event::Letters(link, came)).await?;
    }
    let now = standing(shell, link).await?;
    if before.is_awaited && !now.is_awaited {
        tracing::info!(link = link.0, "linked anew: all is told, and letters pass as ever");
    }
    Ok(now)
}

/// Notes how many of our letters the other has on its disk.
async fn note_delivered(shell: &Shell, link: LinkId, upto: u64) -> Result<(), Problem> {
    let known = standing(shell, link).await?;
    if upto > known.delivered && upto <= known.written {
        shell.decide(None, mission::event::Event::Delivered(link, upto)).await?;
    }
    Ok(())
}

fn from_base64<const N: usize>(given: &str) -> Option<[u8; N]> {
    STANDARD.decode(given).ok()?.try_into().ok()
}
