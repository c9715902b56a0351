//! Sign here: how does a member sign with a PIN at a device that all share?
//!
//! The PIN is a few digits, typed in front of others. So it is worth little elsewhere: it signs at a
//! tablet of a unit that its owner belongs to, once within two minutes, and only what whoever works
//! there does. Wrong ones are counted for good and slow down both the person's PIN and the device; after
//! ten in a row it signs nothing until its owner sets another, and their password is as it was.
//!
//! A list that can be read at the device says who may sign there, and one answer says for whatever
//! reason that it was not them.

use axum::http::StatusCode;
use mission::id::{MemberId, UnitId};
use mission::may::Deed;
use mission::roll::Role;
use store::Pin;

use crate::asked::{Answer, Asked, answer};
use crate::limits;
use crate::people::{Line, Members, in_seconds};
use crate::problem::{Kind, Problem};
use crate::sign_in::has_patience;
use crate::wire::act::Done as Nothing;
use crate::wire::people as wire;

/// `POST /api/v1/pin`
pub(crate) async fn set(asked: Asked) -> Answer {
    let who = asked.signed_in()?.who;
    asked.must_be_proved()?;
    let wire::NewPin { pin } = asked.json()?;
    check(&pin)?;
    let people = &asked.shell.people;
    let digest = people.passwords.digest(pin).await?;
    people.accounts(|accounts| accounts.put_pin(who, &Pin { digest, wrong: 0 }))?;
    people.patience.right(&guesser_of(who));
    Ok(answer(StatusCode::OK, &Nothing {}))
}

/// `POST /api/v1/pin/end`
pub(crate) async fn end(asked: Asked) -> Answer {
    let who = asked.signed_in()?.who;
    asked.shell.people.accounts(|accounts| accounts.end_pin(who))?;
    Ok(answer(StatusCode::OK, &Nothing {}))
}

/// `GET /api/v1/units/{id}/signers`
pub(crate) async fn signers(asked: Asked) -> Answer {
    let unit = asked.unit()?;
    if asked.viewer()?.0 != unit {
        return Err(Problem::unknown());
    }
    tablet(&asked, unit)?;
    let people = &asked.shell.people;
    let who: Vec<(MemberId, String)> = {
        let members = people.members();
        let signs = |who| title(&members, who, unit).map(|title| (who, title));
        members.of(unit).filter_map(signs).collect()
    };
    let mut signers = people.accounts(|accounts| {
        let mut signers = Vec::new();
        for (who, title) in who {
            let Some(account) = accounts.account(who)? else { continue };
            if accounts.pin(who)?.is_some() {
                signers.push(wire::Signer { person: who.0.to_string(), name: account.name, title });
            }
        }
        Ok(signers)
    })?;
    signers.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(answer(StatusCode::OK, &wire::Signers { signers }))
}

/// `POST /api/v1/signing`
pub(crate) async fn begin(asked: Asked) -> Answer {
    let unit = asked.viewer()?.0;
    let device = tablet(&asked, unit)?;
    let wire::PinGiven { person, pin } = asked.json()?;
    let who = person.parse().map(MemberId).map_err(|_| wrong())?;
    let (people, now) = (&asked.shell.people, asked.shell.now());
    let guessers = [guesser_of(who), format!("device: {}", device.0)];
    for guesser in &guessers {
        has_patience(&asked, guesser)?;
    }
    let is_member = title(&people.members(), who, unit).is_some();
    let digest = if is_member { take_a_guess(&asked, who)? } else { None };
    // Without a PIN it takes as long to say no.
    if !people.passwords.is_right(Line::Known, pin, digest).await? {
        for guesser in &guessers {
            people.patience.wrong(guesser, now);
        }
        return Err(wrong());
    }
    for guesser in &guessers {
        people.patience.right(guesser);
    }
    forgive(&asked, who)?;
    let session = asked.signed_in()?.session;
    let secret = people.begin_signing(session, who, now);
    let until_s = limits::SIGNING.as_secs();
    let signing = secret.as_str().to_owned();
    Ok(answer(StatusCode::OK, &wire::SigningBegun { signing, seconds: until_s }))
}

/// The device that asks, which is a tablet of the unit.
fn tablet(asked: &Asked, unit: UnitId) -> Result<MemberId, Problem> {
    let device = asked.signed_in()?.who;
    if is_tablet(&asked.shell.people.members(), device, unit) {
        return Ok(device);
    }
    Err(Problem::new(Kind::NotYours, "this is for a shared tablet of the unit"))
}

/// Whether that is a device which a unit's people share.
pub(crate) fn is_tablet(members: &Members, device: MemberId, unit: UnitId) -> bool {
    members.roles(device, unit).iter().any(|member| member.role == Role::Tablet)
}

/// What a person signs with at a device of the unit, where they may sign anything there.
fn title(members: &Members, who: MemberId, unit: UnitId) -> Option<String> {
    members.in_which(who, unit, Deed::Work).map(|member| member.title.clone())
}

/// The digest that a PIN is compared with. The guess is counted before it is looked at, so that many at
/// once are no more than there may be.
fn take_a_guess(asked: &Asked, who: MemberId) -> Result<Option<String>, Problem> {
    asked.shell.people.accounts(|accounts| {
        let Some(pin) = accounts.pin(who)? else { return Ok(None) };
        if pin.wrong >= limits::PIN_GUESSES {
            return Ok(None);
        }
        let pin = Pin { wrong: pin.wrong + 1, ..pin };
        accounts.put_pin(who, &pin)?;
        Ok(Some(pin.digest))
    })
}

/// The right one came: those before were slips.
fn forgive(asked: &Asked, who: MemberId) -> Result<(), Problem> {
    asked.shell.people.accounts(|accounts| {
        let Some(pin) = accounts.pin(who)? else { return Ok(()) };
        accounts.put_pin(who, &Pin { wrong: 0, ..pin })
    })
}

fn guesser_of(who: MemberId) -> String {
    format!("pin: {}", who.0)
}

fn wrong() -> Problem {
    let detail = format!(
        "this is not their PIN; after {} wrong ones it is shut until they set another under their name",
        limits::PIN_GUESSES
    );
    Problem { field: Some("pin".to_owned()), ..Problem::new(Kind::NotYours, detail) }
}

/// A PIN that may be chosen: not one of those that are tried first.
fn check(pin: &str) -> Result<(), Problem> {
    let digits: Vec<u32> = pin.chars().filter_map(|digit| digit.to_digit(10)).collect();
    let is_whole = digits.len() == limits::PIN_DIGITS && pin.chars().count() == digits.len();
    let step = |pair: &[u32]| i64::from(pair[1]) - i64::from(pair[0]);
    let runs = digits.windows(3).filter(|three| step(&three[..2]) == step(&three[1..])).count();
    let different = digits.iter().collect::<std::collections::BTreeSet<_>>().len();
    if is_whole && different >= 3 && runs + 2 < limits::PIN_DIGITS {
        return Ok(());
    }
    // What was given is not repeated: it may be close to what they choose next.
    let detail = format!(
        "pin: expected {} digits, of which three are different, and not in a row like 123456",
        limits::PIN_DIGITS
    );
    Err(Problem { field: Some("pin".to_owned()), ..Problem::new(Kind::Wrong, detail) })
}

/// What is said where a signature is over.
pub(crate) fn over() -> Problem {
    let detail = format!(
        "a PIN signs once, within {} after it was given; give it again",
        in_seconds(limits::SIGNING).trim_start_matches("in ")
    );
    Problem { field: Some("pin".to_owned()), ..Problem::new(Kind::NotYours, detail) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pin_is_six_digits_and_none_of_those_tried_first() {
        for good in ["204815", "112358", "900817"] {
            assert!(check(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "20481",
            "2048150",
            "20481a",
            " 204815",
            "000000",
            "121212",
            "112211",
            "123456",
            "654321",
            "٢٠٤٨١٥",
        ] {
            assert!(check(bad).is_err(), "{bad}");
        }
    }
}
