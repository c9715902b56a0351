//! Board: what do units need and offer, the latest first?
//!
//! In order of time and in no other: nobody stands above another here.

use mission::federation::Federation;
use mission::id::UnitId;
use mission::limits;
use mission::post::{self, Post};
use mission::reach::{Resource, Viewer};
use mission::sentence::Lang;
use mission::time::Timestamp;

use super::{Eyes, Hidden};
use crate::fold::Sought;
use crate::limits::TELEX_SHOWN;
use crate::veil::{Of, Veil};
use crate::wire::views::{Board, PostKind, PostRow, PostState};

/// What of the board is looked at.
pub struct Look {
    /// Only needs, or only offers.
    pub kind: Option<PostKind>,
    /// What they must say.
    pub sought: Sought,
    /// Only those numbered below this.
    pub before: Option<u64>,
    /// What the ids look like to whoever looks.
    pub veil: Veil,
    /// Whether whoever looks reads messages.
    pub reads: super::telex::Reads,
}

/// The board as the viewer's own unit sees it.
pub fn board(
    federation: &Federation,
    viewer: Viewer,
    unit: UnitId,
    look: &Look,
    (lang, now): (Lang, Timestamp),
) -> Result<Board, Hidden> {
    let eyes = Eyes { federation, viewer, place: unit, lang, now };
    if !eyes.sees(Resource::Unit(unit)) {
        return Err(Hidden);
    }
    Ok(eyes.needs_and_offers(look))
}

impl<'a> Eyes<'a> {
    fn needs_and_offers(&self, look: &Look) -> Board {
        let voice = self.voice();
        let standing = |kind| {
            let all = self.posts().filter(|it| it.state == post::State::Standing);
            all.filter(|it| it.kind == kind).count()
        };
        let is_before = |it: &&Post| look.before.is_none_or(|before| it.id.0 < before);
        let is_kind = |it: &&Post| look.kind.is_none_or(|kind| self::kind(it.kind) == kind);
        let says = |it: &&Post| {
            let text = format!("{} {} {} {}", self.name(it.unit), it.words, it.amount, it.by);
            look.sought.is_in(&text)
        };
        // What has ended is for those who posted it, and for whoever was about to answer.
        let found = self.posts().rev().filter(is_before).filter(is_kind).filter(says);
        let mut found: Vec<&Post> = found.take(TELEX_SHOWN + 1).collect();
        let has_older = found.len() > TELEX_SHOWN;
        found.truncate(TELEX_SHOWN);
        let last = found.last().filter(|_| has_older);
        let most = |limit: usize| u32::try_from(limit).unwrap_or(u32::MAX);
        let (root, units) = self.root_and_units();
        Board {
            frame: self.frame(voice.telex_title(self.name(self.place))),
            sentence: voice.board(standing(post::Kind::Need), standing(post::Kind::Offer)),
            lede: voice.board_lede(self.name(root), units),
            kind: look.kind,
            search: look.sought.given().to_owned(),
            older: last.map(|it| look.veil.hide(self.viewer, Of::Post, it.id.0)),
            posts: found.into_iter().map(|it| self.post_row(it, &look.veil)).collect(),
            is_latest: look.before.is_none(),
            waiting: self.waiting_messages(look.reads),
            may_post: true,
            days_at_most: most(usize::try_from(limits::POST_FOR.as_secs() / 86_400).unwrap_or(0)),
            letters_at_most: most(limits::POST_LETTERS),
            message_letters_at_most: most(limits::MESSAGE_LETTERS),
        }
    }

    fn posts(&self) -> impl DoubleEndedIterator<Item = &'a Post> + use<'a, '_> {
        self.federation.posts().filter(|it| self.sees(Resource::Post(it.id)))
    }

    /// Of which root whoever reads the board is, and how many units those are on this node.
    fn root_and_units(&self) -> (UnitId, usize) {
        let registry = self.federation.registry();
        let root = registry.above(self.place).last().unwrap_or(self.place);
        let here = registry.units().iter().map(|unit| unit.id);
        let readers = here.filter(|id| registry.is_within(root, *id) && registry.lives_here(*id));
        (root, readers.count())
    }

    fn post_row(&self, post: &Post, veil: &Veil) -> PostRow {
        let is_ours = post.unit == self.place;
        let stands = post.state == post::State::Standing;
        PostRow {
            id: veil.hide(self.viewer, Of::Post, post.id.0),
            kind: kind(post.kind),
            unit: self.unit_ref(post.unit),
            words: post.words.clone(),
            amount: post.amount.clone(),
            state: match post.state {
                post::State::Standing => PostState::Standing,
                post::State::Met => PostState::Met,
                post::State::Withdrawn => PostState::Withdrawn,
                post::State::Expired => PostState::Expired,
            },
            standing: self.voice().post_standing(post, self.name(post.unit)),
            is_ours,
            may_answer: !is_ours && stands,
            may_end: is_ours && stands,
        }
    }
}

const fn kind(kind: post::Kind) -> PostKind {
    match kind {
        post::Kind::Need => PostKind::Need,
        post::Kind::Offer => PostKind::Offer,
    }
}
