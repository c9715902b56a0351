//! Node: how do nodes of one federation appear in JSON?

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A part that is to live on a node of its own.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewNode {
    /// Its path.
    pub(crate) r#for: String,
}

/// A code that leads a node to its place.
#[derive(Serialize, ToSchema)]
pub(crate) struct NodeCode {
    /// To be read out; shown once, good once.
    pub(crate) code: String,
    /// The same as a picture for a telephone to read: SVG, a QR code.
    pub(crate) qr: Option<String>,
    /// Until when.
    pub(crate) until: String,
}

/// What a node comes with.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NodeJoin)]
pub(crate) struct Join {
    /// The code.
    pub(crate) code: String,
    /// Its public key (Ed25519), in base64.
    pub(crate) key: String,
    /// The code, sealed with the key, in base64.
    pub(crate) seal: String,
    /// What it knows of the link, if it was linked before.
    #[serde(default)]
    pub(crate) known: Option<Known>,
}

/// A link, as the node below knows it.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NodeKnown)]
pub(crate) struct Known {
    /// The path of the unit that lives on it.
    pub(crate) unit: String,
    /// How often the two were linked.
    pub(crate) epoch: u64,
    /// Letters it wrote.
    pub(crate) written: u64,
    /// Letters of the other that it took in.
    pub(crate) heard: u64,
}

/// How two nodes go on: letters of either bear higher numbers than these.
#[derive(Clone, Copy, Serialize, Deserialize, ToSchema)]
#[schema(as = NodeNumbers)]
pub(crate) struct Numbers {
    /// How often they are linked by now.
    pub(crate) epoch: u64,
    /// Letters of the lower node.
    pub(crate) up: u64,
    /// Letters of the upper node.
    pub(crate) down: u64,
}

/// What it learns.
#[derive(Serialize, Deserialize, ToSchema)]
#[schema(as = NodeJoined)]
pub(crate) struct Joined {
    /// The path of the unit that lives on it.
    pub(crate) unit: String,
    /// The public key of the node above, in base64.
    pub(crate) key: String,
    /// The levels above it, as docs/formats/link.md has them, in base64.
    pub(crate) levels: String,
    /// How the two go on.
    pub(crate) numbers: Numbers,
}

/// Nodes that this one is linked with.
#[derive(Serialize, ToSchema)]
pub(crate) struct Nodes {
    /// The key of this node: NAME+ID+KEY.
    pub(crate) key: String,
    /// Those that concern the unit.
    pub(crate) nodes: Vec<Node>,
}

/// Another node.
#[derive(Serialize, ToSchema)]
pub(crate) struct Node {
    /// The path of the unit at the border.
    pub(crate) unit: String,
    /// Whether the other stands above or below it.
    pub(crate) other: String,
    /// The other's key.
    pub(crate) key: String,
    /// Since when they are linked.
    pub(crate) since: String,
    /// Letters of the other that were taken in.
    pub(crate) heard: u64,
    /// When the last was.
    pub(crate) heard_at: Option<String>,
    /// Letters written to it.
    pub(crate) written: u64,
    /// How many of them it has on its disk.
    pub(crate) delivered: u64,
    /// When that was last said.
    pub(crate) delivered_at: Option<String>,
    /// Why it is not reached.
    pub(crate) trouble: Option<String>,
    /// How often the two were linked.
    pub(crate) epoch: u64,
    /// Which of the two was put back to an earlier state, so that no letters pass: `here`, `there` or
    /// `either`.
    pub(crate) put_back: Option<String>,
    /// When they were linked anew.
    pub(crate) anew_since: Option<String>,
    /// When the other had told all that it knows after that.
    pub(crate) anew_told: Option<String>,
}
