//! Address: which page is meant?

use mission::id::UnitId;
use mission::name::Key;

use crate::asked::{Asked, find_unit};
use crate::problem::Problem;
use crate::wire::views::DoorKind;

/// A page at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Page {
    /// The unit in the address; none for the list of units, and for things asked for by id alone.
    pub(super) unit: Option<UnitId>,
    pub(super) subject: Subject,
}

impl Page {
    /// Whether only those see it who have signed in, where people do.
    pub(super) fn is_for_members(&self) -> bool {
        !matches!(self.subject, Subject::Door(_))
    }
}

/// What a page is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Subject {
    Units,
    Door(DoorKind),
    Me,
    People,
    Sharing,
    Room,
    Today,
    Plan,
    /// The flow of the unit's work: the latest drawing, or an earlier one by its number.
    Flow(Option<u64>),
    /// An incident, an unusual reading or a call for help, by its number.
    Incident(u64),
    /// An indicator of the unit, by its key.
    Indicator(String),
    Agreement(u64),
    Directive(u64),
    /// How the unit is kept.
    Setup,
    /// Who did what, numbered below that.
    Audit(Option<u64>),
    /// Messages and what happened.
    Telex,
    /// What units need and offer.
    Board,
}

/// The page whose view an endpoint is asked for.
pub(super) fn of_endpoint(asked: &Asked) -> Result<Page, Problem> {
    let name = asked.path.rsplit('/').next().unwrap_or_default();
    let subject = match name {
        "units" => Subject::Units,
        "door" => Subject::Door(door_kind(asked)?),
        "me" => Subject::Me,
        "people" => Subject::People,
        "sharing" => Subject::Sharing,
        "room" => Subject::Room,
        "today" => Subject::Today,
        "plan" => Subject::Plan,
        "flow" => Subject::Flow(asked.number("drawing")?),
        "incident" => Subject::Incident(id(asked)?),
        "agreement" => Subject::Agreement(id(asked)?),
        "directive" => Subject::Directive(id(asked)?),
        "setup" => Subject::Setup,
        "telex" => Subject::Telex,
        "board" => Subject::Board,
        "audit" => Subject::Audit(asked.number("before")?),
        _ => Subject::Indicator(key(asked.query("indicator").unwrap_or_default())?),
    };
    let of_unit = match subject {
        Subject::Units
        | Subject::Door(_)
        | Subject::Me
        | Subject::Incident(_)
        | Subject::Agreement(_)
        | Subject::Directive(_) => {
            return Ok(Page { unit: None, subject });
        }
        Subject::Room
        | Subject::People
        | Subject::Sharing
        | Subject::Today
        | Subject::Plan
        | Subject::Flow(_)
        | Subject::Setup
        | Subject::Telex
        | Subject::Board
        | Subject::Audit(_)
        | Subject::Indicator(_) => asked.unit_at("unit")?,
    };
    let unit = of_unit.ok_or_else(|| Problem::missing("unit", "the path of a unit"))?;
    Ok(Page { unit: Some(unit), subject })
}

/// Which way in an endpoint is asked for.
pub(super) fn door_kind(asked: &Asked) -> Result<DoorKind, Problem> {
    match asked.query("kind").unwrap_or_default() {
        "sign_in" => Ok(DoorKind::SignIn),
        "first" => Ok(DoorKind::First),
        "join" => Ok(DoorKind::Join),
        given => Err(Problem::wrong("kind", given, "sign_in, first or join")),
    }
}

fn id(asked: &Asked) -> Result<u64, Problem> {
    asked.number("id")?.ok_or_else(|| Problem::missing("id", "the number of the thing"))
}

fn key(given: &str) -> Result<String, Problem> {
    let key = Key::parse(given).map_err(|wrong| Problem::wrong("indicator", given, wrong.expected));
    key.map(|key| key.to_string())
}

/// The page at an address, which has no slash at its ends.
pub(super) fn of_page(asked: &Asked, address: &str) -> Result<Page, Problem> {
    let subject = match address {
        "" => Some(Subject::Units),
        "sign-in" => Some(Subject::Door(DoorKind::SignIn)),
        "first" => Some(Subject::Door(DoorKind::First)),
        "join" => Some(Subject::Door(DoorKind::Join)),
        "me" => Some(Subject::Me),
        _ => None,
    };
    if let Some(subject) = subject {
        return Ok(Page { unit: None, subject });
    }
    let (path, mut subject) = split(address)?;
    if let Subject::Flow(drawing) = &mut subject {
        *drawing = asked.number("drawing")?;
    }
    if let Subject::Audit(before) = &mut subject {
        *before = asked.number("before")?;
    }
    let unit = find_unit(&asked.shell, "the address", path)?;
    Ok(Page { unit: Some(unit), subject })
}

/// Names of pages are no segments of paths, so the first of them ends the path.
fn split(address: &str) -> Result<(&str, Subject), Problem> {
    let number = |given: &str| given.parse().map_err(|_| Problem::unknown());
    if let Some((path, id)) = address.rsplit_once("/plan/a/") {
        return Ok((path, Subject::Agreement(number(id)?)));
    }
    if let Some((path, id)) = address.rsplit_once("/plan/d/") {
        return Ok((path, Subject::Directive(number(id)?)));
    }
    if let Some((path, id)) = address.rsplit_once("/i/") {
        return Ok((path, Subject::Incident(number(id)?)));
    }
    if let Some((path, key)) = address.rsplit_once("/s/") {
        return Ok((path, Subject::Indicator(self::key(key).map_err(|_| Problem::unknown())?)));
    }
    if let Some(path) = address.strip_suffix("/telex/board") {
        return Ok((path, Subject::Board));
    }
    // What waits, gone through one by one, is the Room's view.
    if let Some(path) = address.strip_suffix("/telex/waiting") {
        return Ok((path, Subject::Room));
    }
    Ok(match address.rsplit_once('/') {
        Some((path, "report")) => (path, Subject::Today),
        Some((path, "plan")) => (path, Subject::Plan),
        Some((path, "flow")) => (path, Subject::Flow(None)),
        Some((path, "people")) => (path, Subject::People),
        Some((path, "sharing")) => (path, Subject::Sharing),
        Some((path, "setup")) => (path, Subject::Setup),
        Some((path, "telex")) => (path, Subject::Telex),
        Some((path, "audit")) => (path, Subject::Audit(None)),
        Some(_) | None => (address, Subject::Room),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_page_has_its_address() {
        let at = |address: &'static str| split(address).ok();
        assert_eq!(at("chile"), Some(("chile", Subject::Room)));
        assert_eq!(at("chile/mill"), Some(("chile/mill", Subject::Room)));
        assert_eq!(at("chile/mill/report"), Some(("chile/mill", Subject::Today)));
        assert_eq!(at("chile/mill/plan"), Some(("chile/mill", Subject::Plan)));
        assert_eq!(at("chile/mill/flow"), Some(("chile/mill", Subject::Flow(None))));
        assert_eq!(at("chile/mill/sharing"), Some(("chile/mill", Subject::Sharing)));
        assert_eq!(at("chile/mill/telex"), Some(("chile/mill", Subject::Telex)));
        assert_eq!(at("chile/mill/telex/waiting"), Some(("chile/mill", Subject::Room)));
        assert_eq!(at("chile/mill/telex/board"), Some(("chile/mill", Subject::Board)));
        assert_eq!(at("chile/mill/setup"), Some(("chile/mill", Subject::Setup)));
        assert_eq!(at("chile/mill/audit"), Some(("chile/mill", Subject::Audit(None))));
        assert_eq!(at("chile/mill/plan/a/7"), Some(("chile/mill", Subject::Agreement(7))));
        assert_eq!(at("chile/mill/plan/d/7"), Some(("chile/mill", Subject::Directive(7))));
        assert_eq!(at("chile/mill/i/5242880"), Some(("chile/mill", Subject::Incident(5_242_880))));
        assert_eq!(
            at("chile/mill/s/output"),
            Some(("chile/mill", Subject::Indicator("output".to_owned())))
        );
        for bad in ["chile/i/x", "chile/plan/a/", "chile/s/No", "chile/i/-1"] {
            assert_eq!(at(bad), None, "{bad}");
        }
    }
}
