//! Address: may this be reached from here?
//!
//! A unit names an address of another system, and the server goes there: from inside of networks
//! that whoever named it may not reach (server-side request forgery). So an address is taken apart
//! here once, by rules that leave nothing to be understood in two ways, and what is connected to is
//! what was checked: every address that the name leads to is looked at, and one of those very
//! addresses is used. What is special is what the registries of special-purpose addresses say (IANA,
//! RFC 6890 and those after it); a name that leads to one special address is refused as a whole.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use rustls::pki_types::ServerName;

use crate::front::HostName;
use crate::limits;

/// Whether addresses of this machine itself may be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(crate) enum Reach {
    /// The public internet alone.
    #[default]
    Public,
    /// This machine's own addresses as well: for tests, whose receivers are there.
    Loopback,
}

/// Where something is to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Target {
    pub(crate) host: Host,
    pub(crate) port: u16,
    /// The path and the query.
    pub(crate) path: String,
}

/// Who is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Host {
    /// A name, which leads to addresses.
    Name(String),
    /// An address.
    Address(IpAddr),
}

/// Why an address is not gone to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Unfit {
    #[error("it is too long")]
    Long,
    #[error("it must begin with https://")]
    Scheme,
    #[error(
        "it has letters that addresses of the web do not have; names in other letters are written \
         as xn--"
    )]
    Letters,
    #[error("it names a user before the @")]
    User,
    #[error("it has a part after #, which is nobody's")]
    Fragment,
    #[error("there is no machine in it")]
    Host,
    #[error("its number is written in an odd form; expected four numbers such as 192.0.2.7")]
    Number,
    #[error("its name ends with a dot")]
    Dot,
    #[error("it names a zone of this machine after %")]
    Zone,
    #[error("its name is none of the public internet")]
    Local,
    #[error("its port is neither 443 nor one from 1024 on")]
    Port,
    #[error("it leads to an address that is {0}, and none of the public internet")]
    Special(&'static str),
    #[error("its name leads nowhere")]
    Nowhere,
    #[error("its host is none of those that the operator lets this server tell (--tell-only)")]
    Unlisted,
}

/// Names at whose end nobody of the public internet is.
const LOCAL: [&str; 16] = [
    "localhost",
    "localdomain",
    "local",
    "internal",
    "intranet",
    "lan",
    "home",
    "corp",
    "private",
    "arpa",
    "onion",
    "invalid",
    "test",
    "example",
    "alt",
    "cluster",
];

impl Target {
    /// Takes an address apart.
    pub(crate) fn parse(url: &str, reach: Reach) -> Result<Self, Unfit> {
        if url.len() > limits::HOOK_LETTERS {
            return Err(Unfit::Long);
        }
        if !url.bytes().all(is_letter) {
            return Err(Unfit::Letters);
        }
        let rest = url.strip_prefix("https://").ok_or(Unfit::Scheme)?;
        if rest.contains('#') {
            return Err(Unfit::Fragment);
        }
        let end = rest.find(['/', '?']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at(end);
        if authority.contains('@') {
            return Err(Unfit::User);
        }
        let (host, port) = split(authority)?;
        let host = Host::parse(host, reach)?;
        let port = port.map_or(Ok(443), |port| parse_port(port, reach))?;
        let slash = if path.starts_with('/') { "" } else { "/" };
        Ok(Self { host, port, path: format!("{slash}{path}") })
    }

    /// As it stands in the head of a request.
    pub(crate) fn authority(&self) -> String {
        let port = if self.port == 443 { String::new() } else { format!(":{}", self.port) };
        match &self.host {
            Host::Name(name) => format!("{name}{port}"),
            Host::Address(IpAddr::V4(address)) => format!("{address}{port}"),
            Host::Address(IpAddr::V6(address)) => format!("[{address}]{port}"),
        }
    }
}

impl Host {
    /// Who is there under a name that the operator gave.
    pub(super) fn of(name: &HostName) -> Self {
        match name.as_server_name() {
            ServerName::IpAddress(address) => Self::Address((*address).into()),
            ServerName::DnsName(_) | _ => Self::Name(name.to_string()),
        }
    }

    fn parse(given: &str, reach: Reach) -> Result<Self, Unfit> {
        if let Some(inside) = given.strip_prefix('[') {
            if inside.contains('%') {
                return Err(Unfit::Zone);
            }
            let inside = inside.strip_suffix(']').ok_or(Unfit::Host)?;
            let address = inside.parse::<Ipv6Addr>().map_err(|_| Unfit::Host)?;
            return check(address.into(), reach).map(Self::Address);
        }
        if given.contains('%') {
            return Err(Unfit::Letters);
        }
        if given.is_empty() {
            return Err(Unfit::Host);
        }
        if given.ends_with('.') {
            return Err(Unfit::Dot);
        }
        let name = given.to_ascii_lowercase();
        let labels: Vec<&str> = name.split('.').collect();
        let last = labels.last().copied().unwrap_or_default();
        // Whoever reads a last part that begins with a digit may take the whole for a number.
        if last.starts_with(|first: char| first.is_ascii_digit()) {
            let address = name.parse::<Ipv4Addr>().map_err(|_| Unfit::Number)?;
            return check(address.into(), reach).map(Self::Address);
        }
        if name.len() > 253 || !labels.iter().all(|label| is_label(label)) {
            return Err(Unfit::Host);
        }
        let is_ours = reach == Reach::Loopback && name == "localhost";
        if !is_ours && (labels.len() < 2 || LOCAL.contains(&last)) {
            return Err(Unfit::Local);
        }
        Ok(Self::Name(name))
    }
}

/// Those of the addresses a name leads to that may be connected to: all of them, or none.
pub(crate) fn check_all(found: &[SocketAddr], reach: Reach) -> Result<(), Unfit> {
    if found.is_empty() {
        return Err(Unfit::Nowhere);
    }
    found.iter().try_for_each(|at| {
        if matches!(at, SocketAddr::V6(at) if at.scope_id() != 0) {
            return Err(Unfit::Zone);
        }
        check(at.ip(), reach).map(drop)
    })
}

fn check(address: IpAddr, reach: Reach) -> Result<IpAddr, Unfit> {
    if reach == Reach::Loopback && address.is_loopback() {
        return Ok(address);
    }
    let special = match address {
        IpAddr::V4(address) => special_v4(address),
        IpAddr::V6(address) => special_v6(address),
    };
    special.map_or(Ok(address), |what| Err(Unfit::Special(what)))
}

/// What each of these is, the first that fits: network, length of its prefix.
#[rustfmt::skip]
const SPECIAL_V4: &[([u8; 4], u32, &str)] = &[
    ([0, 0, 0, 0],       8,  "unspecified"),
    ([10, 0, 0, 0],      8,  "private"),
    ([100, 64, 0, 0],    10, "shared by customers of a carrier"),
    ([127, 0, 0, 0],     8,  "this machine's own"),
    ([169, 254, 0, 0],   16, "link-local"),
    ([172, 16, 0, 0],    12, "private"),
    ([192, 0, 0, 0],     24, "for protocols"),
    ([192, 0, 2, 0],     24, "for documentation"),
    ([192, 31, 196, 0],  24, "for protocols"),
    ([192, 52, 193, 0],  24, "for protocols"),
    ([192, 88, 99, 0],   24, "a relay"),
    ([192, 168, 0, 0],   16, "private"),
    ([192, 175, 48, 0],  24, "for protocols"),
    ([198, 18, 0, 0],    15, "for benchmarks"),
    ([198, 51, 100, 0],  24, "for documentation"),
    ([203, 0, 113, 0],   24, "for documentation"),
    // By which a large cloud speaks to the machines in it.
    ([168, 63, 129, 16], 32, "a cloud's own"),
    ([224, 0, 0, 0],     4,  "multicast"),
    ([255, 255, 255, 255], 32, "broadcast"),
    ([240, 0, 0, 0],     4,  "reserved"),
];

fn special_v4(address: Ipv4Addr) -> Option<&'static str> {
    let within = |(network, length, _): &&([u8; 4], u32, &str)| {
        let shift = 32 - length;
        address.to_bits() >> shift == Ipv4Addr::from(*network).to_bits() >> shift
    };
    SPECIAL_V4.iter().find(within).map(|(.., what)| *what)
}

/// The same; at last everything but the part that is given out for the public internet.
#[rustfmt::skip]
const SPECIAL_V6: &[([u16; 8], u32, &str)] = &[
    ([0, 0, 0, 0, 0, 0, 0, 0],           128, "unspecified"),
    ([0, 0, 0, 0, 0, 0, 0, 1],           128, "this machine's own"),
    ([0, 0, 0, 0, 0, 0xffff, 0, 0],      96,  "IPv4 in disguise"),
    ([0, 0, 0, 0, 0xffff, 0, 0, 0],      96,  "IPv4 in disguise"),
    ([0, 0, 0, 0, 0, 0, 0, 0],           96,  "IPv4 in disguise"),
    ([0x64, 0xff9b, 0, 0, 0, 0, 0, 0],   96,  "translated to IPv4"),
    ([0x64, 0xff9b, 1, 0, 0, 0, 0, 0],   48,  "translated to IPv4"),
    ([0x100, 0, 0, 0, 0, 0, 0, 0],       64,  "thrown away"),
    ([0x2001, 0, 0, 0, 0, 0, 0, 0],      32,  "a tunnel to IPv4"),
    ([0x2001, 2, 0, 0, 0, 0, 0, 0],      48,  "for benchmarks"),
    ([0x2001, 0xdb8, 0, 0, 0, 0, 0, 0],  32,  "for documentation"),
    ([0x2001, 0, 0, 0, 0, 0, 0, 0],      23,  "for protocols"),
    ([0x2002, 0, 0, 0, 0, 0, 0, 0],      16,  "a tunnel to IPv4"),
    ([0x2620, 0x4f, 0x8000, 0, 0, 0, 0, 0], 48, "for protocols"),
    ([0x3fff, 0, 0, 0, 0, 0, 0, 0],      20,  "for documentation"),
    ([0xfc00, 0, 0, 0, 0, 0, 0, 0],      7,   "private"),
    ([0xfe80, 0, 0, 0, 0, 0, 0, 0],      10,  "link-local"),
    ([0xfec0, 0, 0, 0, 0, 0, 0, 0],      10,  "site-local"),
    ([0xff00, 0, 0, 0, 0, 0, 0, 0],      8,   "multicast"),
];

fn special_v6(address: Ipv6Addr) -> Option<&'static str> {
    let within = |(network, length, _): &&([u16; 8], u32, &str)| {
        let shift = 128 - length;
        address.to_bits() >> shift == Ipv6Addr::from(*network).to_bits() >> shift
    };
    let special = SPECIAL_V6.iter().find(within).map(|(.., what)| *what);
    let is_given_out = address.to_bits() >> 125 == 1;
    special.or_else(|| (!is_given_out).then_some("reserved"))
}

/// Machine and port.
fn split(authority: &str) -> Result<(&str, Option<&str>), Unfit> {
    let from = authority.rfind(']').unwrap_or(0);
    match authority[from..].split_once(':') {
        Some((_, port)) if port.contains(':') => Err(Unfit::Host),
        Some((before, port)) => Ok((&authority[..from + before.len()], Some(port))),
        None => Ok((authority, None)),
    }
}

/// Ports below are those of other services of a machine, mail and names among them.
fn parse_port(given: &str, reach: Reach) -> Result<u16, Unfit> {
    let is_plain = given.bytes().all(|digit| digit.is_ascii_digit()) && !given.starts_with('0');
    let port = given.parse::<u16>().ok().filter(|_| is_plain).ok_or(Unfit::Port)?;
    let is_open = port == 443 || port >= 1024 || reach == Reach::Loopback;
    if is_open { Ok(port) } else { Err(Unfit::Port) }
}

/// What may stand in an address of the web (RFC 3986), as it is sent.
fn is_letter(byte: u8) -> bool {
    byte.is_ascii_graphic()
        && !matches!(byte, b'"' | b'<' | b'>' | b'\\' | b'^' | b'`' | b'{' | b'|' | b'}')
}

fn is_label(label: &str) -> bool {
    let is_inside = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (1..=63).contains(&label.len())
        && label.bytes().all(is_inside)
        && !label.starts_with('-')
        && !label.ends_with('-')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A line each: why it is refused, or `good`, and the address, with letters that do not show as
    /// JSON writes them.
    const TABLE: &str = include_str!("addresses.txt");

    #[test]
    fn every_address_of_the_table_is_refused_for_its_reason_and_the_good_ones_are_not() {
        let (mut refused, mut wrong) = (0, Vec::new());
        let rows = TABLE.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
        for line in rows {
            let (reason, url) = line.split_once('\t').expect("a reason, a tab and an address");
            let url: String = serde_json::from_str(&format!("\"{url}\"")).expect("JSON's letters");
            let found = match Target::parse(&url, Reach::Public) {
                Ok(_) => "good".to_owned(),
                Err(Unfit::Special(what)) => what.to_owned(),
                Err(unfit) => format!("{unfit:?}").to_lowercase(),
            };
            refused += usize::from(found != "good");
            if found != reason {
                wrong.push(format!("{url}: {found}, not {reason}"));
            }
        }
        assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
        assert!(refused >= 120, "{refused} are refused");
    }

    #[test]
    fn a_name_that_leads_to_one_special_address_among_good_ones_is_refused() {
        let at = |text: &str| text.parse::<SocketAddr>().expect("an address");
        let good = [at("93.184.215.14:443"), at("[2606:2800:21f:cb07::1]:443")];
        assert_eq!(check_all(&good, Reach::Public), Ok(()));
        assert_eq!(check_all(&[], Reach::Public), Err(Unfit::Nowhere));
        for bad in ["127.0.0.1:443", "[::1]:443", "169.254.169.254:443", "[64:ff9b::a00:1]:443"] {
            let found = [good[0], at(bad), good[1]];
            assert!(matches!(check_all(&found, Reach::Public), Err(Unfit::Special(_))), "{bad}");
        }
        let zoned = SocketAddr::V6(std::net::SocketAddrV6::new(Ipv6Addr::LOCALHOST, 443, 0, 3));
        assert_eq!(check_all(&[zoned], Reach::Loopback), Err(Unfit::Zone));
    }

    #[test]
    fn what_tests_may_reach_is_this_machine_and_nothing_else_beside() {
        for url in ["https://localhost:9/a", "https://127.0.0.1:9", "https://[::1]:9/"] {
            assert!(Target::parse(url, Reach::Loopback).is_ok(), "{url}");
            assert!(Target::parse(url, Reach::Public).is_err(), "{url}");
        }
        for url in ["https://10.0.0.1", "https://intranet", "http://localhost", "https://[::]"] {
            assert!(Target::parse(url, Reach::Loopback).is_err(), "{url}");
        }
    }

    #[test]
    fn an_address_is_taken_apart_as_it_is_sent() {
        let target = |url| Target::parse(url, Reach::Public).expect("it is good");
        let found = target("https://Hooks.Example.org:8443/in?key=%20a");
        assert_eq!((found.port, found.path.as_str()), (8443, "/in?key=%20a"));
        assert_eq!(found.authority(), "hooks.example.org:8443");
        assert_eq!(target("https://example.org?a").path, "/?a");
        assert_eq!(target("https://example.org").path, "/");
        assert_eq!(target("https://[2606:4700::1]").authority(), "[2606:4700::1]");
    }
}
