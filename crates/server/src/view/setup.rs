//! Setup: who of a unit is told first, was somebody reached, and with which systems and nodes is it tied?
//!
//! Names, duty and what became of summonses come from the accounts, which the federation does not know;
//! whoever calls brings them, and nothing where nobody signs in.

use std::collections::{BTreeMap, HashMap};

use mission::federation::Federation;
use mission::id::{LinkId, MemberId, UnitId};
use mission::link::{Link, NewLink, Other, PutBack};
use mission::may::{Deed, may};
use mission::reach::{Resource, Viewer};
use mission::roll::Member;
use mission::sentence::{Called, Kept, Lang};
use mission::time::Timestamp;
use store::{Duty, Hook, Outcome, Summoned, Verifier};

use super::{Eyes, Hidden};
use crate::limits;
use crate::wire::views::{
    CallBoard, CallOutcome, CallRow, DutyBoard, DutyRow, HookRow, NodeRow, NodeSide, Setup, UnitRef,
};

/// What is known of a unit beside the federation.
pub struct Around {
    /// The key of this node.
    pub key: Verifier,
    /// Why the node above is not reached, and since when.
    pub trouble: Option<(String, Timestamp)>,
    /// Links over which no letters pass, as one of the two nodes was put back.
    pub put_back: BTreeMap<LinkId, PutBack>,
    /// Whether whoever looks decides who belongs to the unit.
    pub leads: bool,
    /// What is known where people sign in.
    pub told: Option<Told>,
}

/// By what people of the unit are told.
pub struct Told {
    /// Who looks.
    pub who: MemberId,
    /// Names of the members.
    pub names: HashMap<MemberId, String>,
    /// Who is told first.
    pub duty: Option<Duty>,
    /// Whether there is any way to reach somebody.
    pub has_way: bool,
    /// What asked for somebody, the latest first, with what was in the way.
    pub summoned: Vec<(Summoned, Option<String>)>,
    /// Other systems that are told, by number, with since when.
    pub hooks: Vec<(u64, Hook, Timestamp)>,
}

/// How the viewer's own unit is kept.
pub fn setup(
    federation: &Federation,
    viewer: Viewer,
    unit: UnitId,
    around: &Around,
    lang: Lang,
    now: Timestamp,
) -> Result<Setup, Hidden> {
    let eyes = Eyes { federation, viewer, place: unit, lang, now };
    if !eyes.sees(Resource::Unit(unit)) {
        return Err(Hidden);
    }
    let voice = eyes.voice();
    let told = around.told.as_ref();
    Ok(Setup {
        frame: eyes.frame(voice.setup_title(eyes.name(unit))),
        sentence: voice.how_kept(eyes.worst(around)),
        lede: voice.setup_lede().to_owned(),
        duty: told.map(|told| eyes.board(told, around.leads)),
        calls: told.map(|told| eyes.calls(told)),
        hooks: told.filter(|_| around.leads).map(|told| eyes.hooks(told)),
        fingerprint: around.key.fingerprint(),
        nodes: eyes.links().map(|link| eyes.node(link, around)).collect(),
        may_move: if around.leads { eyes.may_move() } else { Vec::new() },
        may_link_anew: if around.leads { eyes.may_link_anew(around) } else { Vec::new() },
        leads: around.leads,
    })
}

impl Eyes<'_> {
    /// What somebody should look at first.
    fn worst<'w>(&'w self, around: &'w Around) -> Kept<'w> {
        let is_back = |link: &&Link| around.put_back.contains_key(&link.id);
        if let Some(link) = self.links().find(is_back) {
            return Kept::PutBack(self.across(link));
        }
        let above = self.links().find(|link| link.other == Other::Above);
        if let Some(((_, since), link)) = around.trouble.as_ref().zip(above) {
            return Kept::Cut(self.across(link), *since);
        }
        let Some(told) = &around.told else { return Kept::Open };
        let latest = told.summoned.first();
        if let Some((latest, _)) = latest.filter(|(it, _)| matches!(it.outcome, Outcome::Nobody(_)))
        {
            return Kept::NobodyReached(latest.notice.at);
        }
        if !told.has_way {
            return Kept::NoWay;
        }
        let name = told.duty.and_then(|duty| told.names.get(&duty.who));
        name.map_or(Kept::NobodyOnDuty, |name| Kept::OnDuty(name))
    }

    fn board(&self, told: &Told, leads: bool) -> DutyBoard {
        let is_theirs = told.duty.is_some_and(|duty| duty.who == told.who);
        let roll = self.federation.roll(self.place);
        let can_have = |member: &&Member| {
            member.role.is_for_people()
                && may(member.role, Deed::See)
                && told.duty.is_none_or(|duty| duty.who != member.who)
        };
        let members = roll.into_iter().flat_map(|roll| &roll.members).filter(can_have);
        let mut hand_to: Vec<DutyRow> = Vec::new();
        for member in members.filter(|_| leads || is_theirs) {
            let person = member.who.0.to_string();
            if hand_to.iter().all(|row| row.person != person) {
                let name = told.names.get(&member.who).cloned().unwrap_or_default();
                hand_to.push(DutyRow { person, name, title: member.title.clone() });
            }
        }
        DutyBoard {
            name: told.duty.map(|duty| told.names.get(&duty.who).cloned().unwrap_or_default()),
            you: is_theirs,
            standing: self.voice().duty_stands(told.duty.map(|duty| duty.since)),
            hand_to,
            may_end: told.duty.is_some() && (leads || is_theirs),
        }
    }

    fn calls(&self, told: &Told) -> CallBoard {
        let voice = self.voice();
        let is_nobody = |call: &&(Summoned, _)| matches!(call.0.outcome, Outcome::Nobody(_));
        let nobody = told.summoned.iter().filter(is_nobody).count();
        let call = |(summoned, trouble): &(Summoned, Option<String>)| {
            let (outcome, called) = match summoned.outcome {
                Outcome::Waiting => (CallOutcome::Waiting, Called::Waiting),
                Outcome::Reached(at) => (CallOutcome::Reached, Called::Reached(at)),
                Outcome::Nobody(at) => (CallOutcome::Nobody, Called::Nobody(at)),
                Outcome::Past(at) => (CallOutcome::Past, Called::Past(at)),
            };
            CallRow {
                text: voice.summons(summoned.why).to_owned(),
                at: self.when(summoned.notice.at, voice.moment(summoned.notice.at)),
                outcome,
                standing: voice.called(called),
                trouble: trouble.clone().filter(|_| outcome == CallOutcome::Nobody),
            }
        };
        CallBoard {
            sentence: voice.whether_reached(told.has_way, nobody, told.summoned.len()),
            calls: told.summoned.iter().take(limits::SUMMONSES_SHOWN).map(call).collect(),
        }
    }

    fn hooks(&self, told: &Told) -> Vec<HookRow> {
        let row = |(id, hook, since): &(u64, Hook, Timestamp)| HookRow {
            id: id.to_string(),
            url: hook.url.clone(),
            since: self.when(*since, self.voice().day_and_time(*since)),
            by: told.names.get(&hook.by).cloned().unwrap_or_default(),
        };
        told.hooks.iter().map(row).collect()
    }

    /// The ties with other nodes that concern the place: its own, and those of its parts.
    fn links(&self) -> impl Iterator<Item = &Link> {
        let concerns = |at: UnitId| at == self.place || self.unit(at).parent == Some(self.place);
        self.federation.links().iter().filter(move |link| concerns(link.unit))
    }

    /// Who is on the other side of a tie, by name.
    fn across(&self, link: &Link) -> &str {
        self.name(self.across_unit(link))
    }

    fn across_unit(&self, link: &Link) -> UnitId {
        match link.other {
            Other::Above => self.unit(link.unit).parent.unwrap_or(link.unit),
            Other::Below => link.unit,
        }
    }

    fn node(&self, link: &Link, around: &Around) -> NodeRow {
        let voice = self.voice();
        let trouble = around.trouble.as_ref().filter(|_| link.other == Other::Above);
        let cut = trouble.map(|(_, since)| *since);
        let across = self.across(link);
        let (side, sentence) = match link.other {
            Other::Above => (NodeSide::Above, voice.wire_above(across, cut, link.waiting())),
            Other::Below => (NodeSide::Below, voice.wire_below(across, link.since)),
        };
        let put_back = around.put_back.get(&link.id);
        let sentence = put_back.map_or(sentence, |found| voice.put_back(*found, across));
        // What the machine says of it is in these words already.
        let trouble = trouble.filter(|_| put_back.is_none());
        NodeRow {
            unit: self.unit_ref(self.across_unit(link)),
            side,
            is_cut: cut.is_some() || put_back.is_some(),
            is_heard: link.heard_at.is_some(),
            sentence,
            standing: match cut {
                Some(_) => voice.last_heard(link.heard_at),
                None => voice.letters_stand(link.heard_at, link.waiting()),
            },
            todo: put_back.map(|_| voice.link_anew(link.other, across)),
            anew: link.anew.map(|anew| voice.linked_anew(anew, across)),
            fingerprint: Verifier::of(link.key).fingerprint(),
            trouble: trouble.map(|(words, _)| words.clone()),
        }
    }

    /// Parts that live on a node of their own, first those with whose nodes no letters pass.
    fn may_link_anew(&self, around: &Around) -> Vec<UnitRef> {
        let mut below: Vec<&Link> =
            self.links().filter(|link| link.other == Other::Below).collect();
        below.sort_by_key(|link| !around.put_back.contains_key(&link.id));
        below.into_iter().map(|link| self.unit_ref(link.unit)).collect()
    }

    /// Parts that can live on a node of their own.
    fn may_move(&self) -> Vec<UnitRef> {
        let can_move = |part: &&UnitId| {
            let unit = self.unit(**part).path.clone();
            let (other, by) = (Other::Below, String::new());
            let link = NewLink { unit, other, key: [0; 32], levels: Vec::new(), by, who: None };
            self.federation.can_let_go(&link).is_ok()
        };
        let parts = self.federation.registry().parts(self.place).iter();
        parts.filter(can_move).take(limits::LISTED).map(|part| self.unit_ref(*part)).collect()
    }
}
