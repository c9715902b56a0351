//! Audit: who did what for a unit, to which thing, and what was refused?

use mission::effect::Thing;
use mission::federation::Federation;
use mission::id::{MemberId, UnitId};
use mission::reach::{Resource, Viewer};
use mission::sentence::Lang;
use mission::time::Timestamp;
use store::{AuditLine, Refused};

use super::{Eyes, Hidden};
use crate::wire::audit::AuditRecord;
use crate::wire::views::{AuditPage, DoneRow, ThingRef};

/// Records of a unit's audit, the latest first, and what goes with them.
pub struct Records {
    /// Each with its number.
    pub lines: Vec<(u64, AuditLine)>,
    /// Whether there are older ones.
    pub has_older: bool,
    /// Whether these are the latest.
    pub is_latest: bool,
    /// Whether whoever looks sees the unit from inside, and not only what was done.
    pub sees: bool,
    /// What the audit has come to, signed.
    pub checkpoint: String,
    /// The key with which that is checked.
    pub key: String,
}

/// What was done for the viewer's own unit.
pub fn audit(
    federation: &Federation,
    viewer: Viewer,
    unit: UnitId,
    records: &Records,
    lang: Lang,
    now: Timestamp,
) -> Result<AuditPage, Hidden> {
    let eyes = Eyes { federation, viewer, place: unit, lang, now };
    if !eyes.sees(Resource::Unit(unit)) {
        return Err(Hidden);
    }
    let voice = eyes.voice();
    let title = voice.audit_title(eyes.name(unit));
    let mut frame = eyes.frame(title.clone());
    if !records.sees {
        frame.keys.clear();
    }
    let last = records.lines.last().filter(|_| records.has_older);
    Ok(AuditPage {
        frame,
        sentence: format!("{title}."),
        lede: voice.audit_lede().to_owned(),
        records: records.lines.iter().map(|line| eyes.done(line, records.sees)).collect(),
        older: last.map(|(number, _)| number.to_string()),
        is_latest: records.is_latest,
        checkpoint: records.checkpoint.clone(),
        key: records.key.trim().to_owned(),
    })
}

impl Eyes<'_> {
    fn done(&self, (number, line): &(u64, AuditLine), sees: bool) -> DoneRow {
        let voice = self.voice();
        let date = voice.weekday_date_short(voice.date_of(line.at));
        let record = AuditRecord::of(&(*number, line.clone()));
        let thing = line.thing.and_then(|thing| {
            let text = voice.thing(thing)?;
            let address = self.address(thing).filter(|_| sees);
            Some(ThingRef { text, address })
        });
        DoneRow {
            number: record.number,
            at: self.when(line.at, format!("{date} {}", voice.clock(line.at))),
            by: record.by,
            member: record.member,
            device: line.device.map(|device| self.at_device(device)),
            act: voice.done(&line.act),
            thing,
            refused: record.refused.as_deref().map(|why| voice.refused(why).to_owned()),
            why: line.refused.as_ref().and_then(|refused| match refused {
                Refused::Unknown => None,
                Refused::NotYours(why) | Refused::NotNow(why) => Some(why.clone()),
                Refused::Wrong(field, expected) => Some(format!("{field}: expected {expected}")),
            }),
        }
    }

    /// At which shared device, by what it is called while it belongs to the unit.
    fn at_device(&self, device: MemberId) -> String {
        let roll = self.federation.roll(self.place);
        let known = roll.and_then(|roll| roll.roles(device).next());
        self.voice().at_device(known.map(|member| member.title.as_str()), device.0)
    }

    /// Where a thing is, if there is a page of it that the viewer sees.
    fn address(&self, thing: Thing) -> Option<String> {
        let path = &self.unit(self.place).path;
        let at = |resource, ending: String| self.sees(resource).then(|| format!("/{path}{ending}"));
        match thing {
            Thing::Unit(unit) if unit == self.place => Some(format!("/{path}")),
            Thing::Incident(id) => at(Resource::Incident(id), format!("/i/{}", id.0)),
            Thing::Agreement(id) => at(Resource::Agreement(id), format!("/plan/a/{}", id.0)),
            Thing::Directive(id) => at(Resource::Directive(id), format!("/plan/d/{}", id.0)),
            Thing::Opening(id) => at(Resource::Opening(id), "/sharing".to_owned()),
            Thing::Request(id) => at(Resource::Request(id), "/sharing".to_owned()),
            Thing::Flow(id) => at(Resource::Flow(id), format!("/flow?drawing={}", id.0)),
            Thing::Message(id) => at(Resource::Message(id), "/telex".to_owned()),
            Thing::Post(id) => at(Resource::Post(id), "/telex/board".to_owned()),
            Thing::Roll(unit) if unit == self.place => Some(format!("/{path}/people")),
            Thing::Link(_) => Some(format!("/{path}/setup")),
            Thing::Unit(_)
            | Thing::Roll(_)
            | Thing::Indicator(_)
            | Thing::Signal(_)
            | Thing::Obligation(_)
            | Thing::Day(..)
            | Thing::Ledger(_)
            | Thing::Watch(_) => None,
        }
    }
}
