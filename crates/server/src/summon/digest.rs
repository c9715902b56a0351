//! Digest: how does somebody hear once a week how their units stand?
//!
//! Off until a person chooses a day and an hour for an address of mail of theirs. It is made when it is
//! sent, of the units that they then belong to, and holds no figure. When the server was down, one goes
//! as soon as it is up, and not one for each week. It cannot come in hours of rest: whoever chose the hour
//! chose it.

use std::sync::Arc;
use std::time::Duration;

use mission::calendar::{Calendar, Zone};
use mission::federation::Federation;
use mission::id::{MemberId, UnitId};
use mission::may::Deed;
use mission::sentence::{Lang, Voice};
use mission::time::Timestamp;
use store::{Digest, To};
use tokio::task::JoinSet;

use super::circle::{again, is_open};
use super::mail::Letter;
use super::{Sent, Summoner, Trouble};
use crate::limits;
use crate::people::{Members, Secret};
use crate::problem::Problem;
use crate::shell::Shell;

impl Summoner {
    /// Sends the weekly letters that are due.
    pub(super) async fn send_digests(&mut self, going: &mut JoinSet<Sent>) -> Result<(), Problem> {
        let now = self.shell.now();
        let due = self.shell.people.accounts(|accounts| {
            let mut due = Vec::new();
            for (id, digest) in accounts.digests_due(now)? {
                due.extend(accounts.way(id)?.map(|way| (id, digest, way)));
            }
            Ok(due)
        })?;
        for (id, digest, way) in due {
            if self.busy.contains(&id) || going.len() >= limits::DELIVERIES_AT_ONCE {
                continue;
            }
            let (Some(who), To::Mail(mail)) = (way.who(), &way.to) else { continue };
            let (units, first) = {
                let members = self.shell.people.members();
                (units_of(&members, who), first_hours(&self.shell, &members, who))
            };
            let digest =
                Digest { next: next_at(digest.weekday, digest.hour, &first, now), ..digest };
            if !is_open(&way) || units.is_empty() {
                let kept = Digest { attempts: 0, ..digest };
                self.shell.people.accounts(|accounts| accounts.put_digest(id, Some(&kept)))?;
                continue;
            }
            let (lang, place) = (way.lang, self.shell.outward.place.clone());
            let told =
                move |federation: &Federation| letter(federation, &units, (lang, &place), now);
            let (subject, text) = self.shell.ask(told).await?;
            let (outward, to) = (self.shell.outward.clone(), mail.address.clone());
            self.busy.insert(id);
            going.spawn(async move {
                let letter_id = format!("week_{}", Secret::new().as_str());
                let result = match &outward.mailer {
                    Some(mailer) => {
                        mailer.send(Letter { to: &to, subject, text, id: letter_id, at: now }).await
                    }
                    None => Err(Trouble::later("this server sends no mail")),
                };
                Sent { way: id, deliveries: Vec::new(), digest: Some(digest), result }
            });
        }
        Ok(())
    }

    /// Keeps when the next one goes: in a week, or, where it was not taken over, as other mails do, for a day.
    pub(super) fn digest_sent(
        &self,
        way: u64,
        digest: Digest,
        result: Result<(), Trouble>,
    ) -> Result<(), Problem> {
        let now = self.shell.now();
        let attempts = digest.attempts + 1;
        let first = digest.next - Duration::from_hours(7 * 24);
        let later = match result {
            Err(trouble) if !trouble.is_final => again(first, attempts, now),
            Ok(()) | Err(_) => None,
        };
        let digest = match later {
            Some(next) => Digest { next: next.min(digest.next), attempts, ..digest },
            None => Digest { attempts: 0, ..digest },
        };
        self.shell.people.accounts(|accounts| accounts.put_digest(way, Some(&digest)))
    }
}

/// The units whose week somebody may hear of, as they belong to them now.
fn units_of(members: &Members, who: MemberId) -> Vec<UnitId> {
    let sees = |unit: &UnitId| members.in_which(who, *unit, Deed::See).is_some();
    let mut units: Vec<UnitId> = members.units(who).filter(sees).collect();
    units.sort_unstable();
    units.truncate(limits::UNITS_A_DIGEST);
    units
}

/// By whose clocks somebody's week goes: those of the first unit that they belong to.
pub(crate) fn first_hours(shell: &Shell, members: &Members, who: MemberId) -> Arc<Calendar> {
    let registry = shell.registry();
    let unit = units_of(members, who).first().copied();
    let unit = unit.and_then(|unit| registry.find_unit(unit));
    unit.map_or_else(|| Arc::new(Calendar::always(Zone::utc())), |unit| Arc::clone(&unit.calendar))
}

/// The first time after `now` when it is that hour of that day; 0 is Monday.
pub(crate) fn next_at(weekday: u32, hour: u32, hours: &Calendar, now: Timestamp) -> Timestamp {
    let mut date = hours.date_of(now);
    let mut found = now;
    // Today's hour may be past: there are eight days to look at.
    for _ in 0..8 {
        let is_day = u32::from(date.weekday().to_monday_zero_offset().cast_unsigned());
        let at = hours.start_of(date) + Duration::from_secs(u64::from(hour) * 3600);
        if weekday == is_day && at > now {
            found = at;
            break;
        }
        date = date.tomorrow().unwrap_or(date);
    }
    if found > now { found } else { now + Duration::from_hours(7 * 24) }
}

/// Subject and words.
fn letter(
    federation: &Federation,
    units: &[UnitId],
    (lang, place): (Lang, &str),
    now: Timestamp,
) -> (String, String) {
    let units: Vec<_> =
        units.iter().filter_map(|unit| federation.registry().find_unit(*unit)).collect();
    let names: Vec<&str> = units.iter().map(|unit| unit.name.as_str()).collect();
    let hours = Calendar::always(Zone::utc());
    let voice = Voice { lang, hours: &hours, now };
    let weeks = units.iter().map(|unit| {
        let said = voice.digest(federation.week(unit.id, now)).join("\n");
        format!("{}\n{said}\n{place}/{}\n\n", unit.name, unit.path)
    });
    let footer = format!("-- \n{}\n", voice.digest_footer());
    (voice.digest_subject(&names), weeks.chain([footer]).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_one_goes_at_the_hour_of_the_day_by_the_clocks_of_the_unit() {
        let hours = Calendar::always(Zone::parse("America/Santiago").expect("bundled"));
        // Friday 16 October 2026.
        let friday = hours.start_of(jiff::civil::date(2026, 10, 16));
        let hour = Duration::from_hours(1);
        assert_eq!(next_at(4, 7, &hours, friday), friday + hour * 7);
        assert_eq!(next_at(4, 7, &hours, friday + hour * 7), friday + hour * (7 * 24 + 7));
        assert_eq!(next_at(0, 0, &hours, friday + hour * 7), friday + hour * (3 * 24));
    }
}
