//! Telex: what did others write to us and we to them, and what happened, newest first?

mod about;
mod line;

use mission::effect::{News, Notice};
use mission::federation::Federation;
use mission::id::{MessageId, UnitId};
use mission::limits;
use mission::message::{About, Course, Message};
use mission::reach::{Resource, Viewer};
use mission::sentence::{Lang, Letterhead};
use mission::time::Timestamp;

use self::line::Fresh;
use super::{Eyes, Hidden};
use crate::fold::Sought;
use crate::veil::{Of, Veil};
use crate::wire::views::{
    MessageCourse, MessageRef, MessageShown, TelexAddress, TelexFilter, TelexItem, TelexPage,
    TelexTo,
};

/// Letters of a message that stand with its answer.
const QUOTED: usize = 80;

/// What of the telex is looked at.
pub struct Look {
    /// Which lines.
    pub filter: TelexFilter,
    /// What they must say.
    pub sought: Sought,
    /// Whether whoever looks reads messages.
    pub reads: Reads,
    /// What the ids of messages look like to them.
    pub veil: Veil,
    /// What they want to write about.
    pub about: Option<About>,
}

/// Whether whoever looks reads messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reads {
    /// They do.
    Messages,
    /// They see what happened, and no message.
    NoMessages,
}

/// Lines of the telex, and where the next ones begin.
#[derive(Default)]
pub struct Lines {
    /// The latest first.
    pub items: Vec<TelexItem>,
    /// The older ones, as a cursor; none where there are none.
    pub older: Option<String>,
    /// Whether these are the latest.
    pub is_latest: bool,
}

/// The page around these lines, for the viewer's own unit.
pub fn page(
    federation: &Federation,
    viewer: Viewer,
    unit: UnitId,
    look: &Look,
    lines: Lines,
    (lang, now): (Lang, Timestamp),
) -> Result<TelexPage, Hidden> {
    let eyes = Eyes { federation, viewer, place: unit, lang, now };
    if !eyes.sees(Resource::Unit(unit)) {
        return Err(Hidden);
    }
    let voice = eyes.voice();
    let waiting = eyes.waiting_messages(look.reads);
    Ok(TelexPage {
        frame: eyes.frame(voice.telex_title(eyes.name(unit))),
        sentence: voice.telex(usize::try_from(waiting).unwrap_or(usize::MAX)),
        lede: voice.telex_lede(),
        filter: look.filter,
        search: look.sought.given().to_owned(),
        items: lines.items,
        older: lines.older,
        is_latest: lines.is_latest,
        waiting,
        may_write: eyes.addresses(),
        about: look.about.and_then(|about| eyes.telex_about(about)),
        letters_at_most: u32::try_from(limits::MESSAGE_LETTERS).unwrap_or(u32::MAX),
    })
}

/// Messages of the viewer's own unit older than `before`, the latest first, at most `limit`, each with its
/// number.
pub fn messages(
    federation: &Federation,
    viewer: Viewer,
    look: &Look,
    (before, limit): (Option<u64>, usize),
    (lang, now): (Lang, Timestamp),
) -> Vec<(u64, TelexItem)> {
    let eyes = Eyes { federation, viewer, place: viewer.0, lang, now };
    let older = eyes.kept().rev().filter(|it| before.is_none_or(|before| it.id.0 < before));
    let looked_at = older.take(crate::limits::MESSAGES_SEARCHED).filter(|it| match look.filter {
        TelexFilter::Ours => it.from == eyes.place,
        TelexFilter::Unanswered => eyes.waits(it),
        TelexFilter::All | TelexFilter::Messages | TelexFilter::Happened => true,
    });
    let found = looked_at.map(|it| (it.id.0, eyes.item_of(it, &look.veil)));
    found.filter(|(_, item)| look.sought.is_in(&item.sought())).take(limit).collect()
}

/// What of these notices to the viewer's own unit is to be shown.
pub fn told(
    federation: &Federation,
    viewer: Viewer,
    look: &Look,
    notices: &[Notice],
    (lang, now): (Lang, Timestamp),
) -> Vec<Option<TelexItem>> {
    let eyes = Eyes { federation, viewer, place: viewer.0, lang, now };
    let mut fresh = Fresh::default();
    let item = |notice: &Notice| {
        let item = if let News::Wrote(id) = notice.what {
            let reads = look.filter != TelexFilter::Happened && look.reads == Reads::Messages;
            eyes.item_of(eyes.message(id).filter(|_| reads)?, &look.veil)
        } else {
            fresh.is_news(&eyes, notice).then(|| eyes.item_told(notice))??
        };
        look.sought.is_in(&item.sought()).then_some(item)
    };
    notices.iter().map(item).collect()
}

impl TelexItem {
    /// Everything in it that can be searched for.
    fn sought(&self) -> String {
        let message = self.message.as_ref();
        let of_message = message.map(|it| format!("{} {}", it.heading, it.words));
        format!("{} {} {}", self.who, self.text, of_message.unwrap_or_default())
    }
}

impl<'a> Eyes<'a> {
    /// The messages of the place that are there to be read.
    fn kept(&self) -> impl DoubleEndedIterator<Item = &'a Message> + use<'a> {
        let now = self.now;
        self.federation.messages_of(self.place).filter(move |it| it.is_kept(now))
    }

    fn message(&self, id: MessageId) -> Option<&'a Message> {
        let message = self.federation.message(id).filter(|it| it.is_kept(self.now))?;
        self.sees(Resource::Message(id)).then_some(message)
    }

    /// How many messages wait for an answer of the place.
    pub(super) fn waiting_messages(&self, reads: Reads) -> u32 {
        let waiting = match reads {
            Reads::Messages => self.kept().filter(|it| self.waits(it)).count(),
            Reads::NoMessages => 0,
        };
        u32::try_from(waiting).unwrap_or(u32::MAX)
    }

    fn waits(&self, message: &Message) -> bool {
        self.federation.waits_for_answer(self.place, message)
    }

    /// The names of units but the viewer's own.
    pub(super) fn other_names(&self, units: impl Iterator<Item = UnitId>) -> Vec<String> {
        units.filter_map(|unit| self.other(unit)).map(str::to_owned).collect()
    }

    fn item_told(&self, notice: &Notice) -> Option<TelexItem> {
        let line = self.telex_line(notice)?;
        Some(TelexItem {
            when: line.when,
            who: line.who,
            text: line.text,
            incident: line.incident,
            message: None,
        })
    }

    fn item_of(&self, message: &Message, veil: &Veil) -> TelexItem {
        let voice = self.voice();
        let others = self.other_names(message.to.iter().copied());
        let came = message.came_to(self.place);
        let id = |id: MessageId| veil.hide(self.viewer, Of::Message, id.0);
        let answered = self.federation.answers_to(message.id).filter(|it| self.sees_message(it));
        let mut by: Vec<UnitId> = answered.map(|answer| answer.from).collect();
        by.sort_unstable();
        by.dedup();
        let name = |unit: UnitId| self.other(unit).unwrap_or(voice.us()).to_owned();
        let by: Vec<String> = by.into_iter().map(name).collect();
        let shown = MessageShown {
            id: id(message.id),
            course: match message.course {
                Course::Up => MessageCourse::Up,
                Course::Down => MessageCourse::Down,
                Course::Sideways => MessageCourse::Sideways,
                Course::Within => MessageCourse::Within,
                Course::Across => MessageCourse::Across,
            },
            from: self.unit_ref(message.from),
            heading: voice.letterhead(&Letterhead {
                from: self.other(message.from),
                by: &message.by,
                to: &others,
                to_us: came,
            }),
            words: message.words.clone(),
            answers: message
                .answers
                .and_then(|answered| self.message(answered))
                .map(|answered| MessageRef { id: id(answered.id), text: quoted(&answered.words) }),
            about: message.about.and_then(|about| self.about_thing(about)),
            answered: (!by.is_empty()).then(|| voice.answered_by(&by)),
            is_ours: message.from == self.place,
            waits: self.waits(message),
            may_answer: message.to.contains(&self.place),
        };
        TelexItem {
            when: self.when(message.at, voice.moment_short(message.at)),
            who: self.name(message.from).to_owned(),
            text: String::new(),
            incident: None,
            message: Some(shown),
        }
    }

    fn sees_message(&self, message: &Message) -> bool {
        message.is_kept(self.now) && self.sees(Resource::Message(message.id))
    }

    /// To whom the place can write.
    fn addresses(&self) -> Vec<TelexAddress> {
        let registry = self.federation.registry();
        let above = self.unit(self.place).parent;
        let level = above.map_or(&[][..], |above| registry.parts(above));
        let sisters = level.iter().copied().filter(|unit| *unit != self.place);
        let parts = registry.parts(self.place).iter().copied();
        let arrives = |unit: UnitId| self.federation.words_reach(self.place, unit);
        let of = |to: TelexTo, units: Vec<UnitId>| TelexAddress {
            to,
            units: units
                .into_iter()
                .filter(|unit| arrives(*unit))
                .map(|it| self.unit_ref(it))
                .collect(),
        };
        [
            of(TelexTo::Above, above.into_iter().collect()),
            of(TelexTo::Sisters, sisters.collect()),
            of(TelexTo::Parts, parts.collect()),
            of(TelexTo::Within, vec![self.place]),
        ]
        .into_iter()
        .filter(|address| !address.units.is_empty())
        .collect()
    }
}

/// The first words of a text.
fn quoted(words: &str) -> String {
    mission::sentence::shortened(words, QUOTED)
}
