//! OIDC: what does the file say of the system that people sign in to?
//!
//! `docs/manual/oidc.md` describes it to whoever writes one.

use std::fs;
use std::path::Path;

use anyhow::Context;
use serde::Deserialize;
use server::{GroupPlace, ProviderSetup, read_authority, read_secret};

/// The file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    name: String,
    issuer: String,
    client_id: String,
    client_secret_file: Option<String>,
    #[serde(default = "usual_scopes")]
    scopes: Vec<String>,
    #[serde(default = "usual_claim")]
    groups_claim: String,
    #[serde(default)]
    groups: Vec<Placed>,
    #[serde(default)]
    two_factors: Strong,
    #[serde(default)]
    hosts: Vec<String>,
    authority_file: Option<String>,
}

/// A group with its place.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Placed {
    group: String,
    unit: String,
    role: String,
    title: String,
}

/// What says that more than a password was shown.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Strong {
    #[serde(default)]
    amr: Vec<String>,
    #[serde(default)]
    acr: Vec<String>,
}

fn usual_scopes() -> Vec<String> {
    ["openid", "profile"].map(str::to_owned).to_vec()
}

fn usual_claim() -> String {
    "groups".to_owned()
}

/// Reads the file, and those that it names, which lie beside it unless it says otherwise.
pub(crate) fn read(file: &Path) -> anyhow::Result<ProviderSetup> {
    let name = file.display();
    let text = fs::read_to_string(file).with_context(|| format!("could not read {name}"))?;
    let written: Written =
        toml::from_str(&text).with_context(|| format!("could not understand {name}"))?;
    let beside = |given: &String| file.parent().unwrap_or(Path::new(".")).join(given);
    let secret = written.client_secret_file.as_ref().map(|given| read_secret(&beside(given)));
    let secret = secret.transpose().context("could not take the client's secret")?;
    let authority = written.authority_file.as_ref().map(|given| read_authority(&beside(given)));
    let authority = authority.transpose().context("could not take the authority")?;
    let place = |one: Placed| GroupPlace::read(one.group, &one.unit, &one.role, &one.title);
    let groups = written.groups.into_iter().map(place).collect::<Result<_, _>>();
    let mut scopes = written.scopes;
    if !scopes.iter().any(|scope| scope == "openid") {
        scopes.insert(0, "openid".to_owned());
    }
    Ok(ProviderSetup {
        name: written.name,
        issuer: written.issuer,
        client_id: written.client_id,
        secret,
        scopes,
        groups_claim: written.groups_claim,
        groups: groups.with_context(|| format!("could not use {name}"))?,
        strong_amr: written.two_factors.amr,
        strong_acr: written.two_factors.acr,
        hosts: written.hosts,
        authority,
    })
}
