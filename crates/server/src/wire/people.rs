//! People: how do they sign in, come and go?

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::views::Role;

/// Somebody signs in.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// The login.
    pub login: String,
    /// The password.
    pub password: String,
    /// A one-time code, where one is asked for.
    pub code: Option<String>,
}

/// What comes of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct SignedIn {
    /// Whether a one-time code is missing yet.
    pub to_code: bool,
}

/// Somebody who has signed in shows again that it is them.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Prove {
    /// The password.
    pub password: String,
}

/// The first account of a node.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct First {
    /// The code of the link that the program printed.
    pub code: String,
    /// A name to sign in with.
    pub login: String,
    /// The name that others see.
    pub name: String,
    /// A password.
    pub password: String,
}

/// Somebody comes by an invitation; whoever has signed in needs the code alone.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Join {
    /// The code of the invitation.
    pub code: String,
    /// A name to sign in with.
    pub login: Option<String>,
    /// The name that others see.
    pub name: Option<String>,
    /// A password.
    pub password: Option<String>,
}

/// Somebody comes with a code, and would know where it leads.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DoorCode {
    /// The code of a link, which stands there after `#`, or one that was read out.
    pub code: String,
}

/// Where they belong now.
#[derive(Debug, Serialize, ToSchema)]
pub struct Joined {
    /// The path of the unit; nothing where only the password is another.
    pub unit: String,
}

/// A password in place of another.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPassword {
    /// The one that holds.
    pub password: String,
    /// The one that is to hold.
    pub new_password: String,
}

/// What an app needs to make one-time codes.
#[derive(Serialize, ToSchema)]
pub struct Codes {
    /// The secret, to type.
    pub secret: String,
    /// The same as an address, for a picture to scan.
    pub uri: String,
    /// The same as a picture for a telephone to read: SVG, a QR code.
    pub qr: Option<String>,
}

/// A one-time code.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Confirm {
    /// Six digits.
    pub code: String,
}

/// A place is to be kept for somebody.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewInvitation {
    /// As what: worker, committee, coordinator or auditor.
    #[schema(value_type = Role)]
    pub role: String,
    /// What they sign with: a role in the unit's own words.
    pub title: String,
    /// The path of a part without committee, where the first of its committee is invited.
    pub r#for: Option<String>,
}

/// How they come in. It is said once.
#[derive(Serialize, ToSchema)]
pub struct Invited {
    /// To read out and type.
    pub code: String,
    /// The same as an address of this server.
    pub link: String,
    /// The same as a picture for a telephone to read: SVG, a QR code.
    pub qr: Option<String>,
    /// Until when.
    pub until: String,
}

/// A role is to be taken from a member.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Dismiss {
    /// Which.
    #[schema(value_type = Role)]
    pub role: String,
}

/// A machine is to report.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewKey {
    /// What it is called.
    pub title: String,
}

/// With what it reports. It is said once.
#[derive(Serialize, ToSchema)]
#[schema(as = MachineKey)]
pub struct Key {
    /// To be sent as `Authorization: Bearer KEY`.
    pub key: String,
}

/// A display or a tablet is to be set up.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDevice {
    /// As what: wall or tablet.
    #[schema(value_type = Role)]
    pub role: String,
    /// What it is called.
    pub title: String,
}

/// An address to open on it, once.
#[derive(Serialize, ToSchema)]
pub struct Device {
    /// On this server.
    pub link: String,
    /// The same as a picture for a telephone to read: SVG, a QR code.
    pub qr: Option<String>,
}

/// With what somebody signs at shared devices from now on.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPin {
    /// Six digits.
    pub pin: String,
}

/// Who may sign at a shared device.
#[derive(Serialize, ToSchema)]
pub struct Signers {
    /// Those of the unit who have a PIN, by name.
    pub signers: Vec<Signer>,
}

/// Somebody who may sign there.
#[derive(Serialize, ToSchema)]
pub struct Signer {
    /// By number.
    pub person: String,
    /// Their name.
    pub name: String,
    /// What they sign with.
    pub title: String,
}

/// Somebody is about to sign at a shared device.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PinGiven {
    /// Who, by number.
    pub person: String,
    /// Their PIN.
    pub pin: String,
}

/// With what the next act is signed.
#[derive(Serialize, ToSchema)]
pub struct SigningBegun {
    /// To be sent with it as `Cybersyn-Signing`; it signs once.
    pub signing: String,
    /// For how many seconds.
    pub seconds: u64,
}

/// Somebody goes to the provider that they sign in to.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ToProvider {
    /// The page of this site to which they go on.
    #[serde(default)]
    pub to: String,
    /// For what.
    #[serde(default)]
    pub why: WhyProvider,
}

/// For what somebody goes there.
#[derive(Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WhyProvider {
    /// To sign in.
    #[default]
    SignIn,
    /// To show again that it is them who has signed in.
    Prove,
    /// To have their account here be that of whoever they are there.
    Link,
}

/// Where that is.
#[derive(Serialize, ToSchema)]
pub struct AtProvider {
    /// An address of the provider's; of this site where it does not answer.
    pub address: String,
}

/// One-time codes are to begin, or to begin anew.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BeginCodes {
    /// Where there are some: one of these, or a spare one.
    pub code: Option<String>,
}

/// Codes to be written down for when the telephone is lost. They are said once.
#[derive(Serialize, ToSchema)]
pub struct Spares {
    /// Each counts once in place of a one-time code.
    pub spares: Vec<String>,
}
