//! Setup: which provider is believed, and which of its groups have a place in which unit?

use std::fmt;

use mission::limits::ROLE_LETTERS;
use mission::name::{Path, words};
use mission::roll::Role;
use rustls::pki_types::CertificateDer;

/// A provider, as the operator says it is.
#[derive(Clone)]
pub struct ProviderSetup {
    /// What people call it, on the button at the door.
    pub name: String,
    /// Its address, exactly as it calls itself.
    pub issuer: String,
    /// The name by which it knows this program.
    pub client_id: String,
    /// By what it knows this program; none where PKCE alone is asked for.
    pub secret: Option<String>,
    /// What it is asked to tell; `openid` is among it.
    pub scopes: Vec<String>,
    /// The claim in which it lists somebody's groups.
    pub groups_claim: String,
    /// Which of them have a place where.
    pub groups: Vec<GroupPlace>,
    /// Words of `amr` (RFC 8176), each of which says that more than a password was shown.
    pub strong_amr: Vec<String>,
    /// Words of `acr` that say so.
    pub strong_acr: Vec<String>,
    /// Other hosts of the provider's, to which it may lead.
    pub hosts: Vec<String>,
    /// An authority whose certificates it shows, beside those that this machine trusts.
    pub authority: Option<CertificateDer<'static>>,
}

impl fmt::Debug for ProviderSetup {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "ProviderSetup of {}", self.issuer)
    }
}

/// A group of the provider's, with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupPlace {
    /// The group, as the claim has it.
    pub group: String,
    /// The path of the unit.
    pub unit: Path,
    /// As what.
    pub role: Role,
    /// What they sign with.
    pub title: String,
}

/// Why a provider cannot be believed. Each completes "could not …".
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProviderError {
    /// The issuer is no address that is called.
    #[error(
        "use {0:?} as a provider: expected https://NAME, as it calls itself (http:// only to \
         127.0.0.1 and localhost)"
    )]
    Issuer(String),
    /// A group has no place.
    #[error("give the group {group:?} its place: {what} is {given:?}; expected {expected}")]
    Group {
        /// The group.
        group: String,
        /// What of it.
        what: &'static str,
        /// What was given.
        given: String,
        /// What would be right.
        expected: String,
    },
}

impl GroupPlace {
    /// Reads a place as it is written in a file.
    pub fn read(group: String, unit: &str, role: &str, title: &str) -> Result<Self, ProviderError> {
        let wrong = |what, given: &str, expected: &str| ProviderError::Group {
            group: group.clone(),
            what,
            given: given.to_owned(),
            expected: expected.to_owned(),
        };
        let path = Path::parse(unit.trim_matches('/'))
            .map_err(|bad| wrong("its unit", unit, &bad.expected))?;
        // Who keeps the program running no group says: that is no role.
        let parsed = Role::parse(role)
            .filter(|role| role.is_for_people())
            .ok_or_else(|| wrong("its role", role, "worker, committee, coordinator or auditor"))?;
        let title =
            words(title, ROLE_LETTERS).map_err(|bad| wrong("its title", title, &bad.expected))?;
        Ok(Self { group, unit: path, role: parsed, title })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_has_a_place_that_people_have_and_never_the_operators() {
        let read = |unit, role, title| GroupPlace::read("all".to_owned(), unit, role, title);
        assert!(read("mill/spinning", "committee", "of the spinners").is_ok());
        for (unit, role, title) in [
            ("Mill", "worker", "weaver"),
            ("mill", "operator", "weaver"),
            ("mill", "tablet", "weaver"),
            ("mill", "worker", ""),
        ] {
            let refused = read(unit, role, title).expect_err(role).to_string();
            assert!(refused.contains("\"all\"") && refused.contains("expected"), "{refused}");
        }
    }
}
