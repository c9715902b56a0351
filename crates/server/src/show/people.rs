//! People: where do the views of the ways in, of a unit's people and of oneself come from?

use std::collections::HashMap;

use mission::id::{MemberId, UnitId};
use mission::sentence::Turned;
use store::{Leads, Standing};

use crate::asked::Asked;
use crate::problem::{Kind, Problem};
use crate::view::people::{self as view, Look, Own, Way};
use crate::wire::views::{DoorKind, Me, View};

/// Who looks, for the frame of every page.
pub(super) async fn me(asked: &Asked) -> Result<Option<Me>, Problem> {
    let Some(signed_in) = asked.signed_in_if_any() else { return Ok(None) };
    let who = signed_in.who;
    let account = asked.shell.people.accounts(|accounts| accounts.account(who))?;
    let Some(account) = account else { return Ok(None) };
    let units = units_of(asked, who);
    let ends = asked.shell.people.device_ends(who);
    let said = (asked.language(), asked.shell.now());
    let made = asked
        .shell
        .ask(move |federation| view::me(federation, (who, &account, &units), ends, said));
    made.await.map(Some)
}

fn units_of(asked: &Asked, who: MemberId) -> Vec<UnitId> {
    asked.shell.people.members().units(who).collect()
}

/// A way in, by a code where one was given.
pub(super) async fn door(
    asked: &Asked,
    kind: DoorKind,
    code: Option<String>,
) -> Result<View, Problem> {
    if !asked.shell.people.are_known() {
        return Err(Problem::unknown());
    }
    let (lang, now) = (asked.language(), asked.shell.now());
    let leads = match &code {
        Some(code) => match crate::come_in::find_door(asked, code) {
            Err(problem) if problem.kind == Kind::Busy => return Err(problem),
            found => found.ok(),
        },
        None => None,
    };
    let device = match leads {
        Some(Leads::Device(who)) => units_of(asked, who).first().copied(),
        Some(
            Leads::First
            | Leads::Invitation(..)
            | Leads::NewPassword(_)
            | Leads::NewStart(_)
            | Leads::Node(..),
        )
        | None => None,
    };
    let signed_in = asked.signed_in_if_any().is_some();
    let provider = asked.shell.provider.as_ref().map(|provider| provider.setup.name.clone());
    let trouble = asked.query("trouble").and_then(Turned::parse).filter(|_| provider.is_some());
    let made = asked.shell.ask(move |federation| {
        let code = code.as_deref();
        let provider = provider.as_deref();
        let way = Way { kind, code, leads, device, signed_in, provider, trouble };
        view::door(federation, &way, lang, now).into()
    });
    made.await
}

/// The people of a unit, or its boundary.
pub(super) async fn people(asked: &Asked, unit: UnitId) -> Result<View, Problem> {
    let (lang, now) = (asked.language(), asked.shell.now());
    let who = asked.signed_in()?.who;
    let viewer = asked.viewer_if_named();
    let registered: Vec<MemberId> = asked.shell.people.members().of(unit).collect();
    // Names of others are not read where they are not shown.
    let is_own = viewer.is_some_and(|viewer| viewer.0 == unit);
    let brought = asked.shell.people.accounts(|accounts| accounts.brought_in(unit))?;
    let held = brought.iter().filter(|(_, standing)| is_own && *standing == Standing::Held);
    let brought: Vec<_> = held.map(|(place, _)| (place.who, place.role)).collect();
    let names = asked.shell.people.accounts(|accounts| {
        let mut names = HashMap::new();
        for member in registered.iter().filter(|_| is_own) {
            if let Some(account) = accounts.account(*member)? {
                names.insert(*member, account.name);
            }
        }
        Ok(names)
    })?;
    let people = &asked.shell.people;
    let ends = registered.iter().filter(|_| is_own);
    let ends: HashMap<_, _> =
        ends.filter_map(|who| people.device_ends(*who).map(|ends| (*who, ends))).collect();
    let made = asked.shell.ask(move |federation| {
        let look = Look { who, names: &names, brought: &brought, ends: &ends };
        let people =
            viewer.and_then(|viewer| view::people(federation, viewer, unit, &look, lang, now).ok());
        let boundary =
            || crate::view::boundary::boundary(federation, viewer, Some(unit), lang, now).into();
        people.map_or_else(boundary, View::from)
    });
    made.await
}

/// The page about oneself.
pub(super) async fn my_page(asked: &Asked) -> Result<View, Problem> {
    let (lang, now) = (asked.language(), asked.shell.now());
    let signed_in = asked.signed_in()?;
    let (who, session) = (signed_in.who, signed_in.session);
    let account = asked.shell.people.accounts(|accounts| accounts.account(who))?;
    let account = account.ok_or_else(Problem::unknown)?;
    let has_pin = asked.shell.people.accounts(|accounts| accounts.pin(who))?.is_some();
    let (units, sessions) = (units_of(asked, who), asked.shell.people.sessions_of(who));
    let viewer = asked.viewer_if_named();
    let provider = asked.shell.provider.as_ref().map(|provider| provider.setup.name.clone());
    let is_linked = asked.shell.people.accounts(|accounts| accounts.abroad(who))?.is_some();
    let made = asked.shell.ask(move |federation| {
        let (units, sessions) = (&units, &sessions);
        let provider = provider.as_deref();
        let own =
            Own { who, account: &account, units, sessions, session, has_pin, provider, is_linked };
        view::my_page(federation, viewer, &own, lang, now).into()
    });
    made.await
}
