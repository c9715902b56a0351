//! Front: by which names is the server reached, and is what is said there encrypted?
//!
//! Without a certificate it listens where only this machine comes; a proxy that runs there may
//! bring requests for the names given here, and encrypts them towards the outside.

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;

use rustls::pki_types::ServerName;

use crate::certificate::CertificateFiles;
use crate::provider::ProviderSetup;

/// How a server is reached. By default: from this machine alone, by its local names, in the open.
#[derive(Clone, Debug, Default)]
pub struct Front {
    /// Names by which others call it, in the `Host` of their requests.
    pub names: Vec<HostName>,
    /// With what it proves who it is; without, nothing is encrypted.
    pub certificate: Option<CertificateFiles>,
    /// Other machines that may ask how it is doing (`/metrics`), which this one always may.
    pub watchers: Vec<IpAddr>,
    /// Whether browsers are to come encrypted to every name below as well.
    pub is_strict_below: bool,
    /// The system that people may sign in to instead of here.
    pub provider: Option<ProviderSetup>,
}

/// A name or an IP address by which a server is called, without scheme and port.
#[derive(Clone, PartialEq, Eq)]
pub struct HostName(ServerName<'static>);

/// What was given is no [`HostName`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected a name such as cybersyn.example.org, without https:// and without a port")]
pub struct NoHostName;

/// An address that the server will not listen on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "listen on {0}: what people say there could be read and changed on its way; give the server a \
     certificate and its key (--cert, --key), or use an address of this machine alone, such as \
     127.0.0.1:1972"
)]
pub struct NotLoopback(pub SocketAddr);

/// An address that is none of the names under which anybody would call it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "listen on {0}: it is not said by which name others reach the server there, and requests for \
     unknown names are refused; say it with --host, such as --host cybersyn.example.org"
)]
pub struct Nameless(pub SocketAddr);

impl Front {
    /// Whether the server may listen there.
    pub(crate) fn check_address(&self, address: SocketAddr) -> Result<(), NotLoopback> {
        let is_kept = is_of_this_machine(address) || self.certificate.is_some();
        if is_kept { Ok(()) } else { Err(NotLoopback(address)) }
    }

    /// The names as they are where the server listens: its address is one of them.
    pub(crate) fn at(mut self, address: SocketAddr) -> Result<Self, Nameless> {
        if is_of_this_machine(address) {
            return Ok(self);
        }
        let ip = address.ip().to_canonical();
        if !ip.is_unspecified() {
            self.names.push(HostName(ServerName::from(ip)));
        }
        if self.names.is_empty() { Err(Nameless(address)) } else { Ok(self) }
    }

    /// Whether whoever comes from there may ask how the server is doing.
    pub(crate) fn is_watched_from(&self, address: IpAddr) -> bool {
        address.is_loopback() || self.watchers.contains(&address)
    }

    /// Whether `name`, as a request has it, is one of the given names.
    pub(crate) fn is_called(&self, name: &str) -> bool {
        name.parse().is_ok_and(|name| self.names.contains(&name))
    }
}

fn is_of_this_machine(address: SocketAddr) -> bool {
    address.ip().to_canonical().is_loopback()
}

impl HostName {
    pub(crate) fn as_server_name(&self) -> &ServerName<'static> {
        &self.0
    }
}

impl FromStr for HostName {
    type Err = NoHostName;

    fn from_str(given: &str) -> Result<Self, NoHostName> {
        let name = ServerName::try_from(given.to_ascii_lowercase());
        name.map(Self).map_err(|_| NoHostName)
    }
}

impl fmt::Display for HostName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.0.to_str();
        // As it stands in an address of the web.
        if name.contains(':') { write!(f, "[{name}]") } else { f.write_str(&name) }
    }
}

impl fmt::Debug for HostName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> SocketAddr {
        text.parse().expect("an address")
    }

    fn named(names: &[&str]) -> Front {
        let names = names.iter().map(|name| name.parse().expect("a name")).collect();
        Front { names, ..Front::default() }
    }

    #[test]
    fn in_the_open_only_addresses_of_this_machine_alone_are_listened_on() {
        let front = named(&["cybersyn.example.org"]);
        for good in ["127.0.0.1:1972", "[::1]:0", "127.9.9.9:80", "[::ffff:127.0.0.1]:80"] {
            assert_eq!(front.check_address(address(good)), Ok(()));
        }
        for bad in ["0.0.0.0:1972", "[::]:1972", "192.168.1.4:80", "[::ffff:10.0.0.1]:80"] {
            let refused = front.check_address(address(bad));
            let reason = refused.expect_err("others could reach it").to_string();
            assert!(reason.contains("--cert"), "{reason}");
        }
    }

    #[test]
    fn with_a_certificate_every_address_that_has_a_name_is() {
        let certificate = CertificateFiles { certificate: "c".into(), key: "k".into() };
        let front = |names| Front { certificate: Some(certificate.clone()), ..named(names) };
        assert_eq!(front(&[]).check_address(address("0.0.0.0:443")), Ok(()));
        assert!(front(&[]).at(address("0.0.0.0:443")).is_err());
        assert!(front(&[]).at(address("[::]:443")).is_err());
        assert!(front(&["a.example"]).at(address("0.0.0.0:443")).is_ok());
        assert!(front(&[]).at(address("127.0.0.1:443")).is_ok());
        let there = front(&[]).at(address("[::ffff:192.168.1.4]:443")).expect("it has a name");
        assert!(there.is_called("192.168.1.4") && !there.is_called("192.168.1.5"));
    }

    #[test]
    fn names_are_the_same_in_any_letters_and_nothing_else_is() {
        let front = named(&["Cybersyn.Example.org", "10.0.0.7", "fd00::7"]);
        for good in ["cybersyn.example.org", "CYBERSYN.example.ORG", "10.0.0.7", "fd00:0::7"] {
            assert!(front.is_called(good), "{good}");
        }
        for bad in
            ["", "example.org", "a.cybersyn.example.org", "cybersyn.example.org.evil.example"]
        {
            assert!(!front.is_called(bad), "{bad}");
        }
        for bad in ["https://a.example", "a.example:443", "a b", "*.example.org", "a/b", ""] {
            assert_eq!(bad.parse::<HostName>(), Err(NoHostName), "{bad}");
        }
        assert_eq!(format!("{:?}", front.names), "[cybersyn.example.org, 10.0.0.7, [fd00::7]]");
    }
}
