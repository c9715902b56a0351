//! People: what do the ways in, the page of a unit's people and the page about oneself say?
//!
//! Names come from the accounts, which the federation does not know; whoever calls brings those that
//! the page needs.

use std::collections::HashMap;

use mission::federation::Federation;
use mission::id::{MemberId, UnitId};
use mission::may::{Deed, may};
use mission::reach::{Resource, Viewer, reach};
use mission::roll::{Member, Role, Roll};
use mission::sentence::{Lang, Turned, Voice};
use mission::time::Timestamp;
use store::{Account, Leads, Session};

use super::{Eyes, Hidden, nowhere, unit_ref};
use crate::limits;
use crate::wire::views::{
    DeviceRow, Door, DoorKind, InvitationRow, Me, MemberRow, MembershipRow, MyPage, MyUnit,
    PartRow, People, RoleRow, SessionRow, When,
};

/// Who looks at their own unit's people, with everybody's name there.
pub struct Look<'a> {
    /// Who looks.
    pub who: MemberId,
    /// Names of the members.
    pub names: &'a HashMap<MemberId, String>,
    /// Places that groups of the sign-in brought.
    pub brought: &'a [(MemberId, Role)],
    /// When each display and tablet has to be set up anew.
    pub ends: &'a HashMap<MemberId, Timestamp>,
}

/// The people of the viewer's own unit.
pub fn people(
    federation: &Federation,
    viewer: Viewer,
    place: UnitId,
    look: &Look<'_>,
    lang: Lang,
    now: Timestamp,
) -> Result<People, Hidden> {
    if !reach(federation, viewer, Resource::Unit(place)).is_any() {
        return Err(Hidden);
    }
    let eyes = Eyes { federation, viewer, place, lang, now };
    let voice = eyes.voice();
    let empty = Roll::new(place);
    let roll = federation.roll(place).unwrap_or(&empty);
    let leads = roll.roles(look.who).any(|member| may(member.role, Deed::Lead));
    let (members, devices): (Vec<&Member>, Vec<&Member>) =
        roll.members.iter().partition(|member| member.role.is_for_people());
    let mut people: Vec<MemberId> = members.iter().map(|member| member.who).collect();
    people.sort();
    people.dedup();
    let name = |who: MemberId| look.names.get(&who).cloned().unwrap_or_default();
    let since = |at: Timestamp| eyes.when(at, voice.day_and_time(at));
    let row = |member: &&Member| {
        let you = member.who == look.who;
        MemberRow {
            person: member.who.0.to_string(),
            name: name(member.who),
            role: member.role.into(),
            role_text: member.role.word(lang).to_owned(),
            title: member.title.clone(),
            since: since(member.since),
            you,
            may_dismiss: leads || you,
            brought: look.brought.contains(&(member.who, member.role)),
        }
    };
    let invited = roll.invited.iter().filter(|invited| leads && now < invited.until);
    let unit = eyes.unit(place);
    Ok(People {
        frame: eyes.frame(voice.people_title(&unit.name)),
        sentence: voice.belong(people.len(), &unit.name),
        lede: voice.names_stay().to_owned(),
        members: members.iter().map(row).collect(),
        invitations: invited
            .map(|invited| InvitationRow {
                id: invited.id.0.to_string(),
                role_text: invited.role.word(lang).to_owned(),
                title: invited.title.clone(),
                until: since(invited.until),
            })
            .collect(),
        may_invite: leads,
        roles: Role::ALL
            .into_iter()
            .filter(|role| role.is_for_people())
            .map(|role| RoleRow {
                role: role.into(),
                text: role.word(lang).to_owned(),
                what: role.what(lang).to_owned(),
            })
            .collect(),
        parts: if leads { without_committee(federation, place) } else { Vec::new() },
        devices: devices
            .iter()
            .map(|member| DeviceRow {
                person: member.who.0.to_string(),
                name: member.title.clone(),
                role: member.role.into(),
                role_text: member.role.word(lang).to_owned(),
                since: since(member.since),
                until: look.ends.get(&member.who).map(|ends| since(*ends)),
                soon: look.ends.get(&member.who).is_some_and(|ends| is_soon(*ends, now)),
            })
            .collect(),
    })
}

/// Whether a device ends so soon that it says so.
fn is_soon(ends: Timestamp, now: Timestamp) -> bool {
    ends <= now + limits::DEVICE_WARNING
}

/// Parts below a unit that have no committee, as far as there is none between.
fn without_committee(federation: &Federation, place: UnitId) -> Vec<PartRow> {
    let registry = federation.registry();
    let decides = |unit: &UnitId| federation.roll(*unit).is_some_and(Roll::has_committee);
    let mut open: Vec<UnitId> = registry.parts(place).iter().rev().copied().collect();
    let mut parts = Vec::new();
    while let Some(part) = open.pop() {
        if decides(&part) || parts.len() >= limits::LISTED {
            continue;
        }
        parts.push(PartRow { unit: unit_ref(registry.unit(part)) });
        open.extend(registry.parts(part).iter().rev());
    }
    parts
}

/// Who looks, for every page.
pub fn me(
    federation: &Federation,
    (who, account, of): (MemberId, &Account, &[UnitId]),
    ends: Option<Timestamp>,
    (lang, now): (Lang, Timestamp),
) -> Me {
    let ends = ends.filter(|ends| is_soon(*ends, now)).zip(of.first()).map(|(ends, unit)| {
        let hours = &federation.registry().unit(*unit).calendar;
        Voice { lang, hours, now }.device_ends(ends)
    });
    let units = places(federation, who, of).map(|(unit, member)| MyUnit {
        unit: unit_ref(federation.registry().unit(unit)),
        role: member.role.into(),
        title: member.title.clone(),
    });
    Me { name: account.name.clone(), operator: account.is_operator, units: units.collect(), ends }
}

/// What somebody is in each of these units.
fn places<'a>(
    federation: &'a Federation,
    who: MemberId,
    of: &'a [UnitId],
) -> impl Iterator<Item = (UnitId, &'a Member)> {
    let rolls = of.iter().filter_map(|unit| federation.roll(*unit).map(|roll| (*unit, roll)));
    rolls.flat_map(move |(unit, roll)| roll.roles(who).map(move |member| (unit, member)))
}

/// Somebody with their account, where they belong, and their sessions.
pub struct Own<'a> {
    /// Who.
    pub who: MemberId,
    /// Their account.
    pub account: &'a Account,
    /// The units they belong to.
    pub units: &'a [UnitId],
    /// Their sessions, and the number of this one.
    pub sessions: &'a [(u64, Session)],
    /// The number of this one.
    pub session: u64,
    /// Whether they have a PIN.
    pub has_pin: bool,
    /// What the system is called that people may sign in to as well.
    pub provider: Option<&'a str>,
    /// Whether their account is bound to that.
    pub is_linked: bool,
}

/// The page about oneself.
pub fn my_page(
    federation: &Federation,
    viewer: Option<Viewer>,
    own: &Own<'_>,
    lang: Lang,
    now: Timestamp,
) -> MyPage {
    let frame = nowhere(federation, viewer, own.account.name.clone(), lang, now);
    let utc = mission::calendar::Calendar::always(mission::calendar::Zone::utc());
    let hours = viewer.map_or(&utc, |viewer| &federation.registry().unit(viewer.0).calendar);
    let voice = Voice { lang, hours, now };
    let when = |at: Timestamp| When { at: super::rfc3339(at, hours), text: voice.day_and_time(at) };
    let held = || places(federation, own.who, own.units);
    let memberships = held().map(|(unit, member)| MembershipRow {
        unit: unit_ref(federation.registry().unit(unit)),
        role: member.role.into(),
        role_text: member.role.word(lang).to_owned(),
        title: member.title.clone(),
    });
    let totp = own.account.codes.is_some();
    let may_sign = held().any(|(_, member)| may(member.role, Deed::Work));
    let acts_for_others = own.account.login.is_some()
        && (own.account.is_operator || held().any(|(_, member)| member.role.acts_for_others()));
    MyPage {
        frame,
        sentence: voice.about_you(own.units.len()),
        lede: if acts_for_others && !totp { voice.codes_wanted() } else { "" }.to_owned(),
        login: own.account.login.clone().unwrap_or_default(),
        totp,
        totp_wanted: acts_for_others,
        pin: may_sign.then_some(own.has_pin),
        provider: own.provider.filter(|_| own.account.login.is_some()).map(str::to_owned),
        linked: own.is_linked,
        password_letters: u32::try_from(limits::PASSWORD_LETTERS).unwrap_or(u32::MAX),
        memberships: memberships.collect(),
        sessions: own
            .sessions
            .iter()
            .filter(|(_, session)| session.kind.is_browser())
            .map(|(id, session)| SessionRow {
                id: id.to_string(),
                text: voice.browser(&session.words),
                began: when(session.began),
                last: when(session.last),
                this: *id == own.session,
            })
            .collect(),
    }
}

/// A way in: of which kind, by which code, and where that leads.
pub struct Way<'a> {
    /// Of which kind.
    pub kind: DoorKind,
    /// The code of the address.
    pub code: Option<&'a str>,
    /// Where it leads; none where it leads nowhere.
    pub leads: Option<Leads>,
    /// The unit of a device that it leads to.
    pub device: Option<UnitId>,
    /// Whether whoever comes has signed in.
    pub signed_in: bool,
    /// What the system is called to which one may sign in instead.
    pub provider: Option<&'a str>,
    /// Why that let nobody in just now.
    pub trouble: Option<Turned>,
}

/// A way in.
pub fn door(federation: &Federation, way: &Way<'_>, lang: Lang, now: Timestamp) -> Door {
    let utc = mission::calendar::Calendar::always(mission::calendar::Zone::utc());
    let voice = Voice { lang, hours: &utc, now };
    let registry = federation.registry();
    let invitation = match way.leads {
        Some(Leads::Invitation(unit, id)) => {
            let roll = federation.roll(unit);
            roll.and_then(|roll| roll.invitation(id, now)).map(|invited| (unit, invited))
        }
        Some(
            Leads::First
            | Leads::Device(_)
            | Leads::NewPassword(_)
            | Leads::NewStart(_)
            | Leads::Node(..),
        )
        | None => None,
    };
    let device = way.device.filter(|_| matches!(way.leads, Some(Leads::Device(_))));
    let unit = invitation.map(|(unit, _)| unit).or(device);
    let anew = matches!(way.leads, Some(Leads::NewPassword(_) | Leads::NewStart(_)));
    let named = unit.map(|unit| registry.unit(unit).name.as_str());
    let [sentence, lede] = match (way.kind, named) {
        (DoorKind::SignIn, _) => voice.sign_in().map(str::to_owned),
        (DoorKind::First, _) => voice.first_account().map(str::to_owned),
        (DoorKind::Join, Some(named)) if device.is_some() => [voice.sets_up(named), String::new()],
        (DoorKind::Join, Some(named)) => {
            let what = invitation.map_or("", |(_, invited)| invited.role.what(lang));
            [voice.invites_you(named), what.to_owned()]
        }
        (DoorKind::Join, None) if anew => voice.choose_anew().map(str::to_owned),
        (DoorKind::Join, None) => voice.give_a_code().map(str::to_owned),
    };
    let is_good = anew || unit.is_some() || way.leads == Some(Leads::First);
    Door {
        frame: nowhere(federation, None, sentence.clone(), lang, now),
        kind: way.kind,
        sentence,
        lede,
        code: way.code.filter(|_| is_good).map(str::to_owned),
        unit: unit.map(|unit| unit_ref(registry.unit(unit))),
        role_text: invitation.map(|(_, invited)| invited.role.word(lang).to_owned()),
        title_text: invitation.map(|(_, invited)| invited.title.clone()),
        device: device.is_some(),
        anew,
        provider: way.provider.map(str::to_owned),
        trouble: way.trouble.map(|turned| voice.turned_away(turned).to_owned()),
        password_letters: u32::try_from(limits::PASSWORD_LETTERS).unwrap_or(u32::MAX),
        signed_in: way.signed_in,
        without_script: voice.door_without_script().to_owned(),
    }
}
