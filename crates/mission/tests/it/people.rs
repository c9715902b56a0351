//! People: who may do what in a unit, how they come and go, and what needs two of them.

use std::time::Duration;

use mission::agreement::{State, Subject};
use mission::charter::Charter;
use mission::effect::{Done, Refusal, Thing};
use mission::event::{Act, Event, NewInvitation, SignedAct, Terms};
use mission::id::{InvitationId, MemberId};
use mission::incident::{Alarm, End, Finding};
use mission::limits;
use mission::roll::{Role, Roll};

use crate::restore::restored;
use crate::world::{MILL, NATION, OTHER, SECTOR, World, unit};

/// The first of the nation's committee.
pub(crate) const FOUNDER: MemberId = MemberId(1);
pub(crate) const COMMITTEE: MemberId = MemberId(2);
pub(crate) const WORKER: MemberId = MemberId(3);
pub(crate) const SECOND: MemberId = MemberId(4);
pub(crate) const STRANGER: MemberId = MemberId(9);

/// Somebody acts for a unit.
pub(crate) fn by(world: &mut World, who: MemberId, at: &str, act: Act) -> Result<Done, Refusal> {
    let now = world.federation.applied().received + Duration::from_secs(1);
    let unit = world.id(at);
    let signed = SignedAct { unit, by: "a title".to_owned(), who: Some(who), act };
    world.put(now, Event::Act(signed)).answer.clone().expect("an act is answered")
}

fn invite(
    world: &mut World,
    who: MemberId,
    at: &str,
    to: &str,
    role: Role,
) -> Result<Done, Refusal> {
    let to = world.id(to);
    let act = Act::Invite(NewInvitation { unit: to, role, title: "a title".to_owned() });
    by(world, who, at, act)
}

fn invited(world: &World, at: &str) -> InvitationId {
    world.federation.roll(world.id(at)).expect("a roll").invited.last().expect("an invitation").id
}

/// Somebody is invited to a unit and comes.
pub(crate) fn comes(world: &mut World, inviter: MemberId, at: &str, who: MemberId, role: Role) {
    invite(world, inviter, at, at, role).expect("the committee invites");
    let id = invited(world, at);
    by(world, who, at, Act::Join(id)).expect("the invitation holds");
}

fn roll<'w>(world: &'w World, at: &str) -> &'w Roll {
    world.federation.roll(world.id(at)).expect("a roll")
}

/// The nation has its founder; the mill a committee of two and two workers, one of whom coordinates.
pub(crate) fn peopled(mut world: World) -> World {
    by(&mut world, FOUNDER, NATION, Act::Begin).expect("nobody decides there");
    invite(&mut world, FOUNDER, NATION, MILL, Role::Committee).expect("a part without committee");
    let first = invited(&world, MILL);
    by(&mut world, COMMITTEE, MILL, Act::Join(first)).expect("the invitation holds");
    comes(&mut world, COMMITTEE, MILL, WORKER, Role::Worker);
    comes(&mut world, COMMITTEE, MILL, SECOND, Role::Committee);
    world
}

const NOT_OF_THE_UNIT: Result<Done, Refusal> = Err(Refusal::Unknown);

fn is_not_theirs(answer: &Result<Done, Refusal>) -> bool {
    matches!(answer, Err(Refusal::NotYours(_)))
}

#[test]
fn who_is_no_member_of_a_unit_does_nothing_there_wherever_else_they_decide() {
    let mut world = peopled(World::new());
    let alarm = || Act::RaiseAlarm(Alarm::Unsure, "smoke".to_owned());
    for who in [STRANGER, FOUNDER] {
        assert_eq!(by(&mut world, who, MILL, alarm()), NOT_OF_THE_UNIT);
    }
    assert_eq!(by(&mut world, COMMITTEE, NATION, alarm()), NOT_OF_THE_UNIT);
    assert!(by(&mut world, WORKER, MILL, alarm()).is_ok());
}

#[test]
fn a_worker_raises_alarms_and_takes_on_but_does_not_decide() {
    let (world, id) = World::with_a_step_at_the_mill();
    let mut world = peopled(world);
    assert!(by(&mut world, WORKER, MILL, Act::TakeOn(id)).is_ok());
    assert!(by(&mut world, WORKER, MILL, Act::Note(id, "the old loom".to_owned())).is_ok());
    for act in [Act::Claim(id, String::new()), Act::PassUp(id, String::new())] {
        assert!(is_not_theirs(&by(&mut world, WORKER, MILL, act)));
    }
    assert!(is_not_theirs(&invite(&mut world, WORKER, MILL, MILL, Role::Worker)));
    assert!(by(&mut world, COMMITTEE, MILL, Act::PassUp(id, String::new())).is_ok());
}

#[test]
fn the_instrument_needs_one_of_the_committee_and_one_who_is_not_in_it() {
    let (world, id) = World::with_a_step_at_the_mill();
    let mut world = peopled(world);
    let instrument = || Act::Find(id, Finding::Instrument, "a broken scale".to_owned());
    assert!(by(&mut world, COMMITTEE, MILL, instrument()).is_ok());
    // The same person, under whatever title; and another of the committee.
    assert!(is_not_theirs(&by(&mut world, COMMITTEE, MILL, Act::Confirm(id))));
    assert!(is_not_theirs(&by(&mut world, SECOND, MILL, Act::Confirm(id))));
    assert!(world.incident(id).is_open());
    assert!(by(&mut world, WORKER, MILL, Act::Confirm(id)).is_ok());
    assert_eq!(world.incident(id).closed.map(|closed| closed.how), Some(End::Instrument));
}

#[test]
fn terms_hold_once_two_of_the_unit_and_the_level_above_have_signed() {
    let mut world = peopled(World::settled());
    invite(&mut world, FOUNDER, NATION, SECTOR, Role::Committee).expect("it has none");
    let id = invited(&world, SECTOR);
    by(&mut world, STRANGER, SECTOR, Act::Join(id)).expect("the invitation holds");
    let terms = Terms { value: 4.0, from: None, review: None, reason: "shifts".to_owned() };
    let act = Act::Propose(world.id(MILL), Subject::UnitRecovery, terms);
    let Thing::Agreement(id) = World::made(by(&mut world, COMMITTEE, MILL, act)) else { panic!() };
    let consent = || Act::Consent(id, String::new());
    let state = |world: &World| world.federation.agreement(id).expect("it was made").state;

    assert!(by(&mut world, STRANGER, SECTOR, consent()).is_ok());
    assert_eq!(state(&world), State::Proposed, "the mill's own second is missing");
    let twice = by(&mut world, COMMITTEE, MILL, consent());
    assert!(matches!(twice, Err(Refusal::NotNow(_))), "{twice:?}");
    assert!(by(&mut world, SECOND, MILL, consent()).is_ok());
    assert_eq!(state(&world), State::Proposed, "two of the committee are not enough");
    assert!(by(&mut world, WORKER, MILL, consent()).is_ok());
    assert_eq!(state(&world), State::InForce);
    assert!(matches!(by(&mut world, WORKER, MILL, consent()), Err(Refusal::NotNow(_))));
}

#[test]
fn only_the_first_of_a_committee_is_invited_from_above() {
    let mut world = peopled(World::new());
    // The mill decides for itself now.
    assert!(is_not_theirs(&invite(&mut world, FOUNDER, NATION, MILL, Role::Committee)));
    // Into a part without committee nobody else can be invited, and not past a level that has one.
    assert!(matches!(
        invite(&mut world, FOUNDER, NATION, OTHER, Role::Worker),
        Err(Refusal::Wrong("role", _))
    ));
    invite(&mut world, FOUNDER, NATION, SECTOR, Role::Committee).expect("it has none");
    let id = invited(&world, SECTOR);
    by(&mut world, STRANGER, SECTOR, Act::Join(id)).expect("the invitation holds");
    assert!(is_not_theirs(&invite(&mut world, FOUNDER, NATION, OTHER, Role::Committee)));
    assert!(invite(&mut world, STRANGER, SECTOR, OTHER, Role::Committee).is_ok());
    // And never sideways or up.
    assert!(is_not_theirs(&invite(&mut world, COMMITTEE, MILL, OTHER, Role::Committee)));
    assert!(is_not_theirs(&invite(&mut world, COMMITTEE, MILL, NATION, Role::Committee)));
}

#[test]
fn an_invitation_is_taken_once_in_its_unit_while_it_holds_and_not_taken_back() {
    let mut world = peopled(World::new());
    invite(&mut world, COMMITTEE, MILL, MILL, Role::Worker).expect("the committee invites");
    let id = invited(&world, MILL);
    assert_eq!(by(&mut world, STRANGER, OTHER, Act::Join(id)), NOT_OF_THE_UNIT);
    assert!(by(&mut world, STRANGER, MILL, Act::Join(id)).is_ok());
    assert_eq!(by(&mut world, FOUNDER, MILL, Act::Join(id)), NOT_OF_THE_UNIT);

    invite(&mut world, COMMITTEE, MILL, MILL, Role::Worker).expect("the committee invites");
    let id = invited(&world, MILL);
    assert_eq!(by(&mut world, FOUNDER, NATION, Act::TakeBack(id)), NOT_OF_THE_UNIT);
    assert!(by(&mut world, COMMITTEE, MILL, Act::TakeBack(id)).is_ok());
    assert_eq!(by(&mut world, FOUNDER, MILL, Act::Join(id)), NOT_OF_THE_UNIT);

    invite(&mut world, COMMITTEE, MILL, MILL, Role::Worker).expect("the committee invites");
    let id = invited(&world, MILL);
    world.put(world.federation.applied().received + limits::INVITATION, Event::Clock);
    assert_eq!(by(&mut world, FOUNDER, MILL, Act::Join(id)), NOT_OF_THE_UNIT);
}

#[test]
fn who_is_dismissed_can_do_nothing_from_that_moment_and_a_committee_does_not_die_out() {
    let mut world = peopled(World::new());
    let alarm = || Act::RaiseAlarm(Alarm::Unsure, "smoke".to_owned());
    assert!(by(&mut world, COMMITTEE, MILL, Act::Dismiss(WORKER, Role::Worker)).is_ok());
    assert_eq!(by(&mut world, WORKER, MILL, alarm()), NOT_OF_THE_UNIT);
    assert!(by(&mut world, SECOND, MILL, Act::Leave(Role::Committee)).is_ok());
    comes(&mut world, COMMITTEE, MILL, WORKER, Role::Worker);
    let last = by(&mut world, COMMITTEE, MILL, Act::Leave(Role::Committee));
    assert!(matches!(last, Err(Refusal::NotNow(_))), "{last:?}");
    assert_eq!(roll(&world, MILL).members.len(), 2);
}

#[test]
fn machines_are_let_in_by_the_committee_and_bind_nobody() {
    let mut world = peopled(World::new());
    let scale = MemberId(20);
    let admit = |role| Act::Admit(scale, role, "the scale at gate 2".to_owned());
    assert!(is_not_theirs(&by(&mut world, WORKER, MILL, admit(Role::Source))));
    let wrong = by(&mut world, COMMITTEE, MILL, admit(Role::Committee));
    assert!(matches!(wrong, Err(Refusal::Wrong("role", _))), "{wrong:?}");
    assert!(by(&mut world, COMMITTEE, MILL, admit(Role::Source)).is_ok());
    let alarm = Act::RaiseAlarm(Alarm::Safety, "smoke".to_owned());
    assert!(is_not_theirs(&by(&mut world, scale, MILL, alarm)));
}

#[test]
fn who_founds_a_root_decides_in_it_and_nobody_begins_it_again() {
    let mut world = World::new();
    let charter = Charter {
        by: "founding assembly".to_owned(),
        founder: Some(FOUNDER),
        units: vec![unit("valley", Vec::new()), unit("valley/water", Vec::new())],
    };
    world.put(world.federation.applied().received, Event::Charter(charter));
    assert!(roll(&world, "valley").is(FOUNDER, Role::Committee));
    assert!(roll(&world, "valley").is(FOUNDER, Role::Coordinator));
    assert!(world.federation.roll(world.id("valley/water")).is_none());
    let again = by(&mut world, STRANGER, "valley", Act::Begin);
    assert!(matches!(again, Err(Refusal::NotNow(_))), "{again:?}");
    assert!(is_not_theirs(&by(&mut world, STRANGER, "valley/water", Act::Begin)));
}

#[test]
fn what_members_do_is_on_record_under_their_number_refused_or_not() {
    let mut world = peopled(World::new());
    let alarm = Act::RaiseAlarm(Alarm::Unsure, "smoke".to_owned());
    by(&mut world, STRANGER, MILL, alarm).expect_err("no member");
    let record = world.steps.last().and_then(|step| step.audit.clone()).expect("a record");
    assert_eq!((record.who, record.refused), (Some(STRANGER), Some(Refusal::Unknown)));
}

#[test]
fn rolls_are_kept_and_come_back() {
    let world = peopled(World::new());
    let again = restored(&world.federation);
    assert_eq!(again.roll(world.id(MILL)), world.federation.roll(world.id(MILL)));
}

/// Somebody signs at a device that all share.
fn at_device(
    world: &mut World,
    (device, who): (MemberId, MemberId),
    act: Act,
) -> Result<Done, Refusal> {
    let now = world.federation.applied().received + Duration::from_secs(1);
    let unit = world.id(MILL);
    let signed = SignedAct { unit, by: "a title".to_owned(), who: Some(who), act };
    let step = world.put(now, Event::ActAt(device, signed));
    let audit = step.audit.as_ref().expect("every act leaves a record");
    assert_eq!((audit.who, audit.device), (Some(who), Some(device)));
    step.answer.clone().expect("an act is answered")
}

#[test]
fn at_a_shared_device_a_member_signs_what_a_worker_does_there_and_never_both_of_two_signatures() {
    const TABLET: MemberId = MemberId(20);
    const WALL: MemberId = MemberId(21);
    let mut world = peopled(World::new());
    let admit = |who, role| Act::Admit(who, role, "hall 2".to_owned());
    by(&mut world, COMMITTEE, MILL, admit(TABLET, Role::Tablet)).expect("the committee admits");
    by(&mut world, COMMITTEE, MILL, admit(WALL, Role::Wall)).expect("the committee admits");
    let alarm = Act::RaiseAlarm(Alarm::Unsure, "smoke".to_owned());
    let Ok(Done::Made(Thing::Incident(id))) = by(&mut world, WORKER, MILL, alarm) else {
        panic!("an alarm is an incident")
    };
    let at = |world: &mut World, who, act| at_device(world, (TABLET, who), act);
    assert!(at(&mut world, WORKER, Act::TakeOn(id)).is_ok());
    let note = || Act::Note(id, "seen".to_owned());
    assert!(at(&mut world, COMMITTEE, note()).is_ok());
    assert_eq!(at(&mut world, STRANGER, note()), NOT_OF_THE_UNIT);
    assert!(is_not_theirs(&at_device(&mut world, (WALL, WORKER), note())));
    assert!(is_not_theirs(&at_device(&mut world, (STRANGER, WORKER), note())));
    for more in [
        Act::PassUp(id, String::new()),
        Act::Claim(id, String::new()),
        Act::Leave(Role::Committee),
        Act::Dismiss(WORKER, Role::Worker),
    ] {
        assert!(is_not_theirs(&at(&mut world, COMMITTEE, more)));
    }

    let found = || Act::Find(id, Finding::Nothing, String::new());
    assert!(is_not_theirs(&at(&mut world, COMMITTEE, found())));
    assert!(at(&mut world, WORKER, found()).is_ok());
    assert!(is_not_theirs(&at(&mut world, WORKER, Act::Confirm(id))));
    assert!(is_not_theirs(&at(&mut world, COMMITTEE, Act::Confirm(id))));
    by(&mut world, COMMITTEE, MILL, Act::Confirm(id)).expect("signed where they have signed in");

    // Whoever is dismissed, and a device that is, sign nothing from then on.
    by(&mut world, COMMITTEE, MILL, Act::Dismiss(WORKER, Role::Worker)).expect("it decides");
    let help = || Act::AskHelp(None, "two looms".to_owned());
    assert_eq!(at(&mut world, WORKER, help()), NOT_OF_THE_UNIT);
    assert!(at(&mut world, SECOND, help()).is_ok());
    by(&mut world, COMMITTEE, MILL, Act::Dismiss(TABLET, Role::Tablet)).expect("it decides");
    assert!(is_not_theirs(&at(&mut world, SECOND, help())));
}
