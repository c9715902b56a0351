//! Encrypting: what does an operator see of certificates, and does a unit reach a server that has one?

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;

use crate::command::Desk;
use crate::serving::Serving;

/// A certificate that vouches for itself, and its key.
pub(crate) struct Pair {
    pub(crate) certificate: String,
    pub(crate) key: String,
}

impl Pair {
    pub(crate) fn of(name: &str) -> Self {
        let made = rcgen::generate_simple_self_signed([name.to_owned()]).expect("a certificate");
        Self { certificate: made.cert.pem(), key: made.key_pair.serialize_pem() }
    }

    /// As `mill.pem` and `mill.key`.
    pub(crate) fn put(&self, desk: &Desk) {
        desk.put("mill.pem", &self.certificate).put("mill.key", &self.key);
        fs::set_permissions(desk.path("mill.key"), Permissions::from_mode(0o600)).expect("ours");
    }
}

#[test]
fn a_unit_reports_encrypted_to_a_server_that_it_trusts_and_to_no_other() {
    let desk = Desk::new().with_examples();
    desk.good("import mill.csv --mapping mill.toml");
    Pair::of("localhost").put(&desk);
    let serving = Serving::with(&desk, "--cert mill.pem --key mill.key --host localhost");
    assert!(serving.address.starts_with("https://127.0.0.1:"), "{}", serving.address);

    let server = serving.address.replace("127.0.0.1", "localhost");
    let report = format!("report mill/spinning yarn 8.15 --at 2026-05-25 --server {server}");
    let trusted = [("SSL_CERT_FILE", "mill.pem")];
    let ended = desk.call_in(&trusted, &report);
    assert_eq!((ended.code, ended.out.as_str()), (0, "1 taken in\n"), "{ended:#?}");

    let ended = desk.call(&report);
    assert!(ended.code == 2 && ended.err.contains("certificate"), "{ended:#?}");
    let ended = desk.call_in(&trusted, &report.replace("https", "http"));
    assert!(ended.code == 2 && !ended.err.contains("panicked"), "{ended:#?}");
    assert!(serving.stop());
}

#[test]
fn an_operator_hears_of_a_bad_renewal_once_and_of_the_good_one_after_it() {
    let desk = Desk::new();
    Pair::of("localhost").put(&desk);
    let mut serving = Serving::with(&desk, "--cert mill.pem --key mill.key --host mill.example");
    let said = serving.says("speak for any unit");
    assert!(!said.contains("stays as it was"), "{said}");

    let renewed = Pair::of("mill.example");
    let secret = renewed.key.lines().nth(1).expect("a key of some lines");
    desk.put("mill.key", &renewed.key[..renewed.key.len() / 2]);
    let said = serving.says("the certificate stays as it was: could not use mill.key");
    assert!(!said.contains(secret) && said.contains("half written"), "{said}");
    fs::remove_file(desk.path("mill.key")).expect("it was there");
    let said = serving.says("could not read mill.key, where a PEM file");
    assert!(!said.contains("half written"), "said twice: {said}");
    renewed.put(&desk);
    serving.says("new connections are shown the new certificate");
    assert!(serving.stop());
}
