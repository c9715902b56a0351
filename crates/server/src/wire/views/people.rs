//! People: what do the ways in, the page of a unit's people and the page about oneself show?

use mission::roll;
use serde::Serialize;
use utoipa::ToSchema;

use super::{Frame, UnitRef, When};

/// What somebody is in a unit, by the names of `mission::roll`. `source`: a machine that reports;
/// `wall`: a read-only display; `tablet`: a shared device on the floor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Worker,
    Committee,
    Coordinator,
    Auditor,
    Source,
    Wall,
    Tablet,
}

impl From<roll::Role> for Role {
    fn from(role: roll::Role) -> Self {
        match role {
            roll::Role::Worker => Self::Worker,
            roll::Role::Committee => Self::Committee,
            roll::Role::Coordinator => Self::Coordinator,
            roll::Role::Auditor => Self::Auditor,
            roll::Role::Source => Self::Source,
            roll::Role::Wall => Self::Wall,
            roll::Role::Tablet => Self::Tablet,
        }
    }
}

/// Who looks, where people sign in.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Me {
    pub name: String,
    /// Whether they keep the program running.
    pub operator: bool,
    pub units: Vec<MyUnit>,
    /// That a display or a tablet has to be set up anew soon, and by whom; nothing where it has not.
    pub ends: Option<String>,
}

/// A unit that one belongs to, in one role.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct MyUnit {
    pub unit: UnitRef,
    pub role: Role,
    pub title: String,
}

/// The ways in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DoorKind {
    SignIn,
    First,
    Join,
}

#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = DoorView)]
pub struct Door {
    /// What every view carries.
    #[serde(flatten)]
    pub frame: Frame,
    pub kind: DoorKind,
    pub sentence: String,
    pub lede: String,
    /// The code of the address, if it leads somewhere.
    pub code: Option<String>,
    /// The unit that it leads to.
    pub unit: Option<UnitRef>,
    pub role_text: Option<String>,
    /// What they will sign with.
    pub title_text: Option<String>,
    /// Whether it is for a display or a tablet.
    pub device: bool,
    /// Whether it is for another password, and for nothing else.
    pub anew: bool,
    /// What the system is called to which one may sign in instead; null where there is none.
    pub provider: Option<String>,
    /// Why that let nobody in just now.
    pub trouble: Option<String>,
    /// Letters of a password at least.
    pub password_letters: u32,
    /// Whether whoever comes has signed in.
    pub signed_in: bool,
    /// What is read where no script runs.
    pub without_script: String,
}

/// A member in one role.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct MemberRow {
    pub person: String,
    pub name: String,
    pub role: Role,
    pub role_text: String,
    pub title: String,
    pub since: When,
    pub you: bool,
    pub may_dismiss: bool,
    /// Whether a group of the sign-in brought it, and takes it along when it goes.
    pub brought: bool,
}

/// Somebody who is invited and has not come.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct InvitationRow {
    pub id: String,
    pub role_text: String,
    pub title: String,
    pub until: When,
}

/// A role that somebody can be invited to.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct RoleRow {
    pub role: Role,
    pub text: String,
    pub what: String,
}

/// A part that has no committee yet.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct PartRow {
    pub unit: UnitRef,
}

/// A machine's key, a display or a tablet.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct DeviceRow {
    pub person: String,
    pub name: String,
    pub role: Role,
    pub role_text: String,
    pub since: When,
    /// Until when a display or a tablet lasts; null for a machine, whose key does while it is used.
    pub until: Option<When>,
    /// Whether that is soon.
    pub soon: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = PeopleView)]
pub struct People {
    /// What every view carries.
    #[serde(flatten)]
    pub frame: Frame,
    pub sentence: String,
    pub lede: String,
    pub members: Vec<MemberRow>,
    pub invitations: Vec<InvitationRow>,
    pub may_invite: bool,
    pub roles: Vec<RoleRow>,
    pub parts: Vec<PartRow>,
    pub devices: Vec<DeviceRow>,
}

/// A unit that one belongs to.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct MembershipRow {
    pub unit: UnitRef,
    pub role: Role,
    pub role_text: String,
    pub title: String,
}

/// A session of one's own.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct SessionRow {
    pub id: String,
    pub text: String,
    pub began: When,
    pub last: When,
    pub this: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = MeView)]
pub struct MyPage {
    /// What every view carries.
    #[serde(flatten)]
    pub frame: Frame,
    pub sentence: String,
    pub lede: String,
    pub login: String,
    /// Whether one-time codes are asked for.
    pub totp: bool,
    /// Whether they should be.
    pub totp_wanted: bool,
    /// Whether there is a PIN with which to sign at shared devices; null for whoever signs at none.
    pub pin: Option<bool>,
    /// What the system is called whose account this one can be as well; null where there is none, or
    /// where it is that system's alone.
    pub provider: Option<String>,
    /// Whether it is.
    pub linked: bool,
    /// Letters of a password at least.
    pub password_letters: u32,
    pub memberships: Vec<MembershipRow>,
    pub sessions: Vec<SessionRow>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_is_described_by_its_name() {
        use Role::{Auditor, Committee, Coordinator, Source, Tablet, Wall, Worker};
        let described = [Worker, Committee, Coordinator, Auditor, Source, Wall, Tablet];
        let names = described.map(|role| serde_json::json!(role));
        assert_eq!(names, mission::roll::Role::ALL.map(|role| serde_json::json!(role.name())));
    }
}
