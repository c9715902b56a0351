//! Say: which words go out of the house?
//!
//! The one place where what is told outside of the pages is made: from a summons, names and
//! addresses of units, and times. It is given no reading, no signal and no note, and so can tell none.

use std::sync::Arc;

use mission::calendar::Calendar;
use mission::effect::Notice;
use mission::federation::Federation;
use mission::id::UnitId;
use mission::obligation::Reason;
use mission::sentence::{Lang, Voice};
use mission::summons::{About, Summons, Why};
use mission::time::Timestamp;

use crate::limits;
use crate::wire;
use crate::wire::summons::{Asked, CloudEvent};

/// A summons, with what its words need.
#[derive(Clone, Debug)]
pub(super) struct Call {
    pub(super) summons: Summons,
    /// When it happened.
    pub(super) at: Timestamp,
    name: String,
    path: String,
    /// The page of the thing, on this server.
    page: String,
    pub(super) hours: Arc<Calendar>,
}

impl Call {
    /// What a line of the telex asks for as things stand.
    pub(super) fn of(federation: &Federation, notice: &Notice) -> Option<Self> {
        let summons = federation.summons(notice)?;
        let unit = federation.registry().unit(summons.to);
        Some(Self {
            summons,
            at: notice.at,
            name: unit.name.clone(),
            path: unit.path.to_string(),
            page: page(federation, &summons),
            hours: Arc::clone(&unit.calendar),
        })
    }

    pub(super) fn unit(&self) -> UnitId {
        self.summons.to
    }

    /// The event for another system.
    pub(super) fn event(&self, place: &str, id: &str, lang: Lang) -> Vec<u8> {
        let Summons { to, why, until, .. } = self.summons;
        let voice = Voice { lang, hours: &self.hours, now: self.at };
        wire::json(&CloudEvent {
            specversion: "1.0",
            id,
            source: place,
            r#type: format!("org.cybersyn.summons.{}", why.name()),
            subject: &self.path,
            time: self.at.to_string(),
            datacontenttype: "application/json",
            data: Asked {
                unit: to.0.to_string(),
                name: &self.name,
                why: why.name(),
                urgent: why.is_urgent(),
                sentence: voice.summons(why),
                until: until.map(|until| until.to_string()),
                link: &format!("{place}{}", self.page),
            },
        })
    }
}

/// Subject and words of a mail about things of one unit, of which there is at least one.
pub(super) fn letter(calls: &[Call], place: &str, lang: Lang, now: Timestamp) -> (String, String) {
    let Some(first) = calls.first() else { return (String::new(), String::new()) };
    let voice = Voice { lang, hours: &first.hours, now };
    let whys: Vec<Why> = calls.iter().map(|call| call.summons.why).collect();
    let mut text = String::new();
    for call in calls {
        text.push_str(voice.summons(call.summons.why));
        text.push('\n');
        if let Some(until) = call.summons.until {
            text.push_str(&voice.summons_until(until));
            text.push('\n');
        }
        text.push_str(place);
        text.push_str(&call.page);
        text.push_str("\n\n");
    }
    text.push_str("-- \n");
    text.push_str(&voice.summons_footer(&first.name));
    text.push('\n');
    (voice.summons_subject(&first.name, &whys), text)
}

/// What a device shows.
pub(super) struct OnDevice {
    pub(super) title: String,
    pub(super) body: String,
    /// The page to open, on this server.
    pub(super) page: String,
}

/// What a device shows about things of one unit.
pub(super) fn pushed(calls: &[Call], lang: Lang, now: Timestamp) -> Option<OnDevice> {
    let first = calls.first()?;
    let voice = Voice { lang, hours: &first.hours, now };
    let whys: Vec<Why> = calls.iter().map(|call| call.summons.why).collect();
    let mut body = String::new();
    // A screen shows some lines; the page shows all.
    for call in calls.iter().take(limits::THINGS_ON_A_DEVICE) {
        body.push_str(voice.summons(call.summons.why));
        body.push('\n');
        if let Some(until) = call.summons.until {
            body.push_str(&voice.summons_until(until));
            body.push('\n');
        }
    }
    let title = voice.summons_subject(&first.name, &whys);
    let page = if calls.len() == 1 { first.page.clone() } else { format!("/{}", first.path) };
    Some(OnDevice { title, body: body.trim_end().to_owned(), page })
}

/// Where the thing is shown.
fn page(federation: &Federation, summons: &Summons) -> String {
    let path = |unit| &federation.registry().unit(unit).path;
    let own = path(summons.to);
    let of_incident = |id| {
        let at = federation.incident(id).map_or(own, |incident| path(incident.unit));
        format!("/{at}/i/{}", id.0)
    };
    match summons.about {
        About::Incident(id) => of_incident(id),
        About::Obligation(id) => match federation.obligation(id) {
            Some(owed) if matches!(owed.reason, Reason::Group) => format!("/{own}"),
            Some(owed) => owed
                .incidents
                .first()
                .map_or_else(|| format!("/{own}/i/{}", id.0), |incident| of_incident(*incident)),
            None => format!("/{own}"),
        },
        About::Agreement(id) => {
            let at = federation.agreement(id).map_or(own, |terms| path(terms.unit));
            format!("/{at}/plan/a/{}", id.0)
        }
        About::Directive(id) => format!("/{own}/plan/d/{}", id.0),
    }
}
