//! Acts: may this be done by this unit now, and what follows?
//!
//! Whoever cannot see a thing is told that there is no such thing. Whoever sees it but may not act
//! is told who may. Every act leaves one audit record, refused ones too.

mod announcements;
mod directives;
mod flows;
mod incidents;
mod keeping;
mod messages;
mod obligations;
mod openings;
mod people;
mod posts;
mod requests;
mod terms;

use super::{Federation, Now};
use crate::effect::{AuditRecord, Done, Refusal, Thing};
use crate::event::{Act, SignedAct};
use crate::id::MemberId;
use crate::limits;
use crate::may::{NOT_AT_A_DEVICE, may};
use crate::name;
use crate::roll::Role;

type Answer = Result<Done, Refusal>;
/// Who signs: by which role, and who that is, where it is known.
type Signer<'s> = (&'s str, Option<MemberId>);

impl Federation {
    /// Does what somebody asks, or says why not.
    pub(super) fn act(&mut self, now: &mut Now, signed: &SignedAct, device: Option<MemberId>) {
        let may = self.can_sign(signed).and_then(|()| self.can_sign_at(device, signed));
        let answer = may.and_then(|()| self.carry_out(now, signed));
        let thing = match &answer {
            Ok(Done::Changed(thing) | Done::Made(thing)) => Some(*thing),
            Ok(Done::Invited(unit, _)) => Some(Thing::Roll(*unit)),
            Err(_) => None,
        };
        now.step.audit = Some(AuditRecord {
            at: now.at,
            unit: Some(signed.unit),
            by: signed.by.clone(),
            who: signed.who,
            device,
            act: signed.act.name(),
            thing,
            refused: answer.as_ref().err().cloned(),
        });
        now.step.answer = Some(answer);
    }

    /// Whether whoever signs may do such a thing in that unit. Of those who are not known, their word is
    /// taken: the shell lets none in where members are.
    fn can_sign(&self, signed: &SignedAct) -> Result<(), Refusal> {
        self.registry.find_unit(signed.unit).ok_or(Refusal::Unknown)?;
        if !self.registry.lives_here(signed.unit) {
            return Err(Refusal::NotYours("the unit lives on another node, and acts there"));
        }
        words("by", &signed.by, limits::ROLE_LETTERS)?;
        let (Some(who), Some(deed)) = (signed.who, signed.act.deed()) else { return Ok(()) };
        let mut roles = self.rolls.get(&signed.unit).into_iter().flat_map(|roll| roll.roles(who));
        let first = roles.next().ok_or(Refusal::Unknown)?;
        if may(first.role, deed) || roles.any(|member| may(member.role, deed)) {
            return Ok(());
        }
        Err(Refusal::NotYours(deed.whose()))
    }

    /// Whether it may be signed at that device, where it is one that all share: only what whoever works
    /// there does, and of two signatures that bind the unit never that of its committee, so that not both
    /// are given by what people type in front of others.
    fn can_sign_at(&self, device: Option<MemberId>, signed: &SignedAct) -> Result<(), Refusal> {
        let Some(device) = device else { return Ok(()) };
        let (roll, who) = self.rolls.get(&signed.unit).zip(signed.who).ok_or(Refusal::Unknown)?;
        if !roll.is(device, Role::Tablet) {
            return Err(Refusal::NotYours("this is signed at a tablet of the unit"));
        }
        if !signed.act.is_for_shared_device() {
            return Err(Refusal::NotYours(NOT_AT_A_DEVICE));
        }
        if signed.act.is_one_of_two() && roll.is(who, Role::Committee) {
            return Err(Refusal::NotYours(
                "the committee's signature is given where one has signed in, and not at a shared device",
            ));
        }
        Ok(())
    }

    fn carry_out(&mut self, now: &mut Now, signed: &SignedAct) -> Answer {
        let (unit, by, who) = (signed.unit, signed.by.trim(), signed.who);
        match &signed.act {
            Act::TakeOn(id) => self.take_on(now, unit, by, *id),
            Act::Claim(id, text) => self.claim(now, unit, by, *id, text),
            Act::PassUp(id, text) => self.pass_up(now, unit, by, *id, text),
            Act::Note(id, text) => self.note(now, unit, by, *id, text),
            Act::Find(id, finding, text) => self.find(now, unit, (by, who), *id, *finding, text),
            Act::Confirm(id) => self.confirm(now, unit, (by, who), *id),
            Act::Shelve(id, until, reason) => self.shelve(now, unit, by, *id, *until, reason),
            Act::RaiseAlarm(kind, text) => self.raise_alarm(now, unit, by, *kind, text),
            Act::AskHelp(id, text) => self.ask_help(now, unit, by, *id, text),
            Act::NameOwner(id, owner) => self.name_owner(now, unit, by, *id, owner),
            Act::Answer(id, text) => self.answer(now, unit, by, *id, text),
            Act::OfferHelp(id, text) => self.offer_help(now, unit, by, *id, text),
            Act::HelpCame(id) => self.help_came(now, unit, by, *id),
            Act::Propose(of, subject, terms) => {
                self.propose(now, unit, (by, who), *of, *subject, terms)
            }
            Act::Counter(id, terms) => self.counter(now, unit, (by, who), *id, terms),
            Act::Consent(id, reason) => self.consent(now, unit, (by, who), *id, reason),
            Act::Withdraw(id, reason) => self.withdraw(now, unit, *id, reason),
            Act::Direct(directive) => self.direct(now, unit, by, directive),
            Act::Reply(id, event, text) => self.reply(now, unit, by, *id, *event, text),
            Act::Recall(id, reason) => self.recall(now, unit, *id, reason),
            Act::Announce(said) => self.announce(now, unit, by, said),
            Act::CallOff(id, words) => self.call_off(now, unit, *id, words),
            Act::Invite(invitation) => self.invite(now, unit, invitation),
            Act::TakeBack(id) => self.take_back(now, unit, *id),
            Act::Join(id) => self.join(now, unit, who, *id),
            Act::Begin => self.begin(now, unit, who, by),
            Act::Enter(role, title) => self.enter(now, unit, who, *role, title),
            Act::Admit(member, role, title) => self.admit(now, unit, *member, *role, title),
            Act::Dismiss(member, role) => self.dismiss(now, unit, *member, *role),
            Act::Open(opening) => self.open(now, unit, (by, who), opening),
            Act::SignOpening(id) => self.sign_opening(now, unit, (by, who), *id),
            Act::CloseOpening(id) => self.close_opening(now, unit, *id),
            Act::Request(request) => self.request(now, unit, by, request),
            Act::Decline(id) => self.decline(now, unit, (by, who), *id),
            Act::Draw(flow) => self.draw(now, unit, by, flow),
            Act::BringPast(of) => self.bring_past(unit, *of),
            Act::StrikeOut(id) => self.strike_out(now, unit, *id),
            Act::Write(message) => self.write(now, unit, by, message),
            Act::Post(post) => self.post_up(now, unit, by, post),
            Act::EndPost(id, ending) => self.end_post(now, unit, *id, *ending),
            Act::Leave(role) => self.dismiss(now, unit, who.ok_or(Refusal::Unknown)?, *role),
        }
    }
}

impl Act {
    /// Its name in the API and the audit record.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::TakeOn(_) => "take_on",
            Self::Claim(..) => "claim_mended",
            Self::PassUp(..) => "pass_up",
            Self::Note(..) => "note",
            Self::Find(..) => "verdict",
            Self::Confirm(_) => "confirm_verdict",
            Self::Shelve(..) => "shelve",
            Self::RaiseAlarm(..) => "alarm",
            Self::AskHelp(..) => "ask_help",
            Self::NameOwner(..) => "name_owner",
            Self::Answer(..) => "answer",
            Self::OfferHelp(..) => "offer_help",
            Self::HelpCame(_) => "help_came",
            Self::Propose(..) => "propose",
            Self::Counter(..) => "counter",
            Self::Consent(..) => "consent",
            Self::Withdraw(..) => "withdraw",
            Self::Direct(_) => "direct",
            Self::Reply(..) => "reply",
            Self::Recall(..) => "recall",
            Self::Announce(_) => "announce",
            Self::CallOff(..) => "call_off",
            Self::Invite(_) => "invite",
            Self::TakeBack(_) => "take_back_invitation",
            Self::Join(_) => "join",
            Self::Begin => "begin",
            Self::Enter(..) => "enter",
            Self::Admit(..) => "admit",
            Self::Dismiss(..) => "dismiss",
            Self::Leave(_) => "leave",
            Self::Open(_) => "open",
            Self::SignOpening(_) => "sign_opening",
            Self::CloseOpening(_) => "close_opening",
            Self::Request(_) => "request",
            Self::Decline(_) => "decline_request",
            Self::Draw(_) => "draw_flow",
            Self::BringPast(_) => "bring_past",
            Self::StrikeOut(_) => "strike_out",
            Self::Write(_) => "write",
            Self::Post(_) => "post",
            Self::EndPost(..) => "end_post",
        }
    }
}

/// Words of a field, checked.
fn words(field: &'static str, given: &str, most: usize) -> Result<String, Refusal> {
    name::words(given, most).map_err(|wrong| Refusal::Wrong(field, wrong.expected))
}

/// Words that may be left out.
fn words_if_any(given: &str) -> Result<String, Refusal> {
    if given.trim().is_empty() {
        return Ok(String::new());
    }
    words("words", given, limits::WORDS_LETTERS)
}
