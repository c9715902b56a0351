//! Keeping: where do the views of how a unit is kept, and of who did what, come from?

use std::collections::HashMap;

use mission::id::UnitId;
use mission::may::Deed;
use mission::reach::Viewer;
use store::To;

use crate::asked::Asked;
use crate::describe;
use crate::limits;
use crate::problem::Problem;
use crate::view::audit::{self, Records};
use crate::view::boundary::boundary;
use crate::view::setup::{self, Around, Told};
use crate::wire::views::View;

/// How a unit is kept, or its boundary.
pub(super) async fn setup(asked: &Asked, unit: UnitId) -> Result<View, Problem> {
    let (lang, now) = (asked.language(), asked.shell.now());
    let viewer = asked.viewer_if_named();
    // Nothing is read that is not shown.
    let is_own = viewer.is_some_and(|viewer| viewer.0 == unit);
    let told =
        if is_own && asked.shell.people.are_known() { Some(told(asked, unit)?) } else { None };
    let trouble = asked.shell.reached.trouble().map(|trouble| (trouble.words, trouble.since));
    let key = asked.shell.node.verifier();
    let (put_back, leads) = (asked.shell.reached.put_back(), asked.may(Deed::Lead));
    let around = Around { key, trouble, put_back, leads, told };
    let made = asked.shell.ask(move |federation| {
        let made = viewer
            .and_then(|viewer| setup::setup(federation, viewer, unit, &around, lang, now).ok());
        made.map_or_else(|| boundary(federation, viewer, Some(unit), lang, now).into(), View::from)
    });
    made.await
}

fn told(asked: &Asked, unit: UnitId) -> Result<Told, Problem> {
    let who = asked.signed_in()?.who;
    let people = &asked.shell.people;
    let has_mail = asked.shell.outward.mailer.is_some();
    let members = people.members();
    people.accounts(|accounts| {
        let mut names = HashMap::new();
        let hooks = accounts.hooks_of(unit)?;
        let mut has_way = !hooks.is_empty();
        for member in members.of(unit) {
            if let Some(account) = accounts.account(member)? {
                names.insert(member, account.name);
            }
            if !has_way {
                let ways = accounts.ways_of(member)?;
                has_way = ways.iter().any(|(_, way)| crate::ways::leads(way, has_mail));
            }
        }
        let duty = accounts.duty(unit)?;
        let duty = duty.filter(|duty| members.in_which(duty.who, unit, Deed::See).is_some());
        let mut summoned = Vec::new();
        for (number, one) in accounts.summoned_of(unit, limits::SUMMONSES_LISTED)? {
            let trouble = crate::ways::trouble(&accounts.deliveries(number)?);
            summoned.push((one, trouble));
        }
        let hooks = hooks.into_iter().filter_map(|(id, way)| match way.to {
            To::Hook(hook) => Some((id, hook, way.made)),
            To::Mail(_) | To::Push(_) => None,
        });
        Ok(Told { who, names, duty, has_way, summoned, hooks: hooks.collect() })
    })
}

/// What was done for a unit, or its boundary. Who audits need not see the unit from inside.
pub(super) async fn audit(
    asked: &Asked,
    unit: UnitId,
    before: Option<u64>,
) -> Result<View, Problem> {
    let (lang, now) = (asked.language(), asked.shell.now());
    let reader = asked.viewer().ok().filter(|_| asked.may(Deed::Audit));
    let viewer = reader.filter(|viewer| viewer.0 == unit);
    let records = match viewer {
        Some(_) => Some(records(asked, unit, before).await?),
        None => None,
    };
    let seeing = asked.viewer_if_named();
    let made = asked.shell.ask(move |federation| {
        let made = viewer.zip(records.as_ref()).and_then(|(viewer, records): (Viewer, _)| {
            audit::audit(federation, viewer, unit, records, lang, now).ok()
        });
        made.map_or_else(|| boundary(federation, seeing, Some(unit), lang, now).into(), View::from)
    });
    made.await
}

async fn records(asked: &Asked, unit: UnitId, before: Option<u64>) -> Result<Records, Problem> {
    let offset = asked.shell.ask(|federation| federation.applied().offset).await?;
    // One more than is shown says whether there are older ones.
    let read = move |reader: &mut dyn store::Reader| {
        reader.audit_of(unit, before, limits::AUDIT_SHOWN + 1)
    };
    let mut lines = asked.shell.old_readings(offset, read).await?;
    let has_older = lines.len() > limits::AUDIT_SHOWN;
    lines.truncate(limits::AUDIT_SHOWN);
    let noted = describe::noted(&asked.shell).await?;
    let (is_latest, sees) = (before.is_none(), asked.may(Deed::See));
    Ok(Records { lines, has_older, is_latest, sees, checkpoint: noted.note, key: noted.key })
}
