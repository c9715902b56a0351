//! Minute: how does the story that a rehearsal guides through appear in JSON?
//!
//! What nodes were asked and what they answered stands in it as it was answered.

use std::net::SocketAddr;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use utoipa::ToSchema;

/// A turn of the story.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, ToSchema)]
#[serde(tag = "turn", rename_all = "snake_case", deny_unknown_fields)]
pub enum Turn {
    /// A figure is typed on the plant's phone.
    Type {
        /// The figure.
        value: f64,
    },
    /// The clock is moved on to the next stop.
    Next,
    /// It begins again, on nodes that are new.
    Again,
}

/// How the story stands.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Minute {
    /// How far it has come, from 1 to 4.
    pub stop: u8,
    /// The story's time, with the offset of its units.
    pub now: String,
    /// The time of each of the four stops: as the plan of the story has it, or as it was.
    pub stops: Vec<String>,
    /// The figure that was typed last.
    pub typed: Option<f64>,
    /// Seconds, of real time, until the plant's page had what came of it.
    pub told_after_s: Option<f64>,
    /// A figure that changes something.
    pub suggested: f64,
    /// Where the visitor goes who has seen enough.
    pub room: String,
    /// The plant, on a node of its own.
    pub plant: Place,
    /// The level above it, on another.
    pub sector: Place,
    /// The level above that, on the same node as the sector.
    pub nation: Place,
    /// What the plant's phone shows: the incident once there is one, else its room.
    pub told: Said,
    /// The room of the sector.
    pub sector_room: Said,
    /// The digest of the same answer before the figure was typed.
    pub sector_before: String,
    /// The sector asks for the readings of the plant's series.
    pub probe: Said,
    /// The incident as the sector sees it, once it has reached it.
    pub risen: Option<Said>,
    /// The room of the nation.
    pub nation_room: Said,
    /// What the disk above holds of the figure.
    pub disk_above: Sought,
    /// What the plant's own disk holds of it: that the search finds what is there.
    pub disk_own: Sought,
}

/// A unit of the story.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Place {
    /// Its path.
    pub path: String,
    /// Its name.
    pub name: String,
    /// The node that it lives on.
    pub node: Node,
}

/// A node of the story, which anybody on this machine may ask as well.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Node(String);

impl Node {
    /// The node that listens at an address.
    #[must_use]
    pub fn at(address: SocketAddr) -> Self {
        Self(format!("http://{address}"))
    }
}

/// What a node was asked, and what it answered.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Said {
    /// The node.
    pub node: Node,
    /// `GET` or `POST`.
    pub method: String,
    /// The path.
    pub path: String,
    /// Through whose eyes.
    pub viewer: String,
    /// The status of the answer.
    pub status: u16,
    /// SHA-256 of its bytes, in hexadecimal digits.
    pub digest: String,
    /// The answer, as it came.
    #[schema(value_type = Object)]
    pub body: Box<RawValue>,
}

/// A figure, searched for on a disk. See `store::seek`.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct Sought {
    /// Files of the node.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Times that it stands in these bytes, as digits or as bits.
    pub in_bytes: u64,
    /// Times that it stands in entries of the log, once these are read as the program reads them.
    pub in_log: u64,
    /// Times that it stands in what else is kept, read likewise.
    pub in_kept: u64,
    /// Readings of the plant in the log, of any value.
    pub readings: u64,
}
