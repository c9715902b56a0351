//! Audit: how is said who did what?

use serde::Serialize;
use store::{AuditLine, Refused};
use utoipa::ToSchema;

/// What was done for a unit, the latest first.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Audit {
    /// Records.
    pub records: Vec<AuditRecord>,
}

/// Who did what, by role and number: the words of it stay with the thing it was done to.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AuditRecord {
    /// Its number in the audit of the node.
    pub number: String,
    /// When.
    pub at: String,
    /// The role that signed.
    pub by: String,
    /// Who that is, by number; the unit's people know whose it is, and nobody once they are erased.
    pub member: Option<String>,
    /// The shared device at which it was signed with a PIN, by number.
    pub device: Option<String>,
    /// What was done.
    pub act: String,
    /// Why it was refused, if it was: `unknown`, `not-yours`, `not-now` or `wrong`.
    pub refused: Option<String>,
}

impl AuditRecord {
    pub(crate) fn of((number, line): &(u64, AuditLine)) -> Self {
        let refused = line.refused.as_ref().map(|refused| match refused {
            Refused::Unknown => "unknown",
            Refused::NotYours(_) => "not-yours",
            Refused::NotNow(_) => "not-now",
            Refused::Wrong(..) => "wrong",
        });
        Self {
            number: number.to_string(),
            at: line.at.to_string(),
            by: line.by.clone(),
            member: line.who.map(|who| who.0.to_string()),
            device: line.device.map(|device| device.0.to_string()),
            act: line.act.clone(),
            refused: refused.map(str::to_owned),
        }
    }
}
