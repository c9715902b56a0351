//! Mail: how is a mail handed over to the server that takes it on?
//!
//! By SMTP (RFC 5321), with lettre. It is encrypted from the first byte (`smtps`), or after
//! STARTTLS without which nothing is said (`smtp`); in the open only to a server on this machine.
//! What the other side says in words is kept nowhere: it may hold the address of a person.

use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::net::IpAddr;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::{Duration, UNIX_EPOCH};

use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MessageBuilder};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use mission::time::Timestamp;
use tokio::time::timeout;

use super::Trouble;
use crate::certificate::FORBIDDEN_MODE;
use crate::limits;

/// The server that takes mail on, and in whose name.
#[derive(Clone, Debug)]
pub struct MailServer {
    /// Where it is.
    pub place: MailPlace,
    /// From whom mails come.
    pub from: String,
    /// The name and the password by which it knows us.
    pub account: Option<MailAccount>,
}

/// Where a server for mail is: `smtps://mail.example.org`, `smtp://127.0.0.1:2525`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailPlace {
    host: String,
    port: u16,
    cover: Cover,
}

/// Whether what is said to it can be read on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cover {
    Tls,
    StartTls,
    Open,
}

/// By what a server for mail knows us. The password does not show itself.
#[derive(Clone)]
pub struct MailAccount {
    user: String,
    password: String,
}

impl fmt::Debug for MailAccount {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "MailAccount of {}", self.user)
    }
}

/// Why mail cannot be set up. Each completes "could not …".
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// The place is written otherwise than it should be.
    #[error(
        "use {0:?} as a server for mail; expected smtps://HOST or smtps://HOST:465, or \
         smtp://HOST:587, where what follows must be encrypted unless HOST is 127.0.0.1 or ::1"
    )]
    Place(String),
    /// The sender is no address.
    #[error("send mail from {0:?}; expected an address such as cybersyn@example.org")]
    From(String),
    /// The password's file cannot be read.
    #[error("read {file}, where a password is expected")]
    Read {
        /// Which.
        file: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// There is no password in it.
    #[error("use {0}: expected one line with a password")]
    NoPassword(PathBuf),
    /// Others could read it.
    #[error(
        "use {file}: other users may read or change the password (its mode is {mode:o}); expected \
         `chmod 600 {file}`"
    )]
    Exposed {
        /// Which.
        file: PathBuf,
        /// Its mode.
        mode: u32,
    },
    /// The authorities that this machine trusts could not be read.
    #[error("encrypt mail: {0}")]
    Encrypt(String),
}

impl FromStr for MailPlace {
    type Err = MailError;

    fn from_str(given: &str) -> Result<Self, MailError> {
        let wrong = || MailError::Place(given.to_owned());
        let (scheme, rest) = given.split_once("://").ok_or_else(wrong)?;
        let rest = rest.strip_suffix('/').unwrap_or(rest);
        let (host, port) = match rest.rsplit_once(':') {
            Some((host, port)) if !host.is_empty() && !port.contains(']') => {
                (host, Some(port.parse::<u16>().map_err(|_| wrong())?))
            }
            _ => (rest, None),
        };
        let host = host.trim_start_matches('[').trim_end_matches(']').to_ascii_lowercase();
        let is_name = |letter: char| letter.is_ascii_alphanumeric() || "-.:".contains(letter);
        if host.is_empty() || !host.chars().all(is_name) {
            return Err(wrong());
        }
        let is_ours = host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
        let (cover, usual) = match scheme {
            "smtps" => (Cover::Tls, 465),
            "smtp" if is_ours => (Cover::Open, 25),
            "smtp" => (Cover::StartTls, 587),
            _ => return Err(wrong()),
        };
        Ok(Self { host, port: port.unwrap_or(usual), cover })
    }
}

/// The one line of a file with a password, which others must not read.
pub fn read_secret(file: &Path) -> Result<String, MailError> {
    let unread = |source| MailError::Read { file: file.to_owned(), source };
    let opened = File::open(file).map_err(unread)?;
    // Of the open file, so that nobody puts another in its place between the two looks.
    let mode = opened.metadata().map_err(unread)?.permissions().mode() & 0o7777;
    if mode & FORBIDDEN_MODE != 0 {
        return Err(MailError::Exposed { file: file.to_owned(), mode });
    }
    let mut text = String::new();
    opened.take(limits::MAIL_PASSWORD_BYTES).read_to_string(&mut text).map_err(unread)?;
    let password = text.trim_end_matches(['\r', '\n']).to_owned();
    if password.is_empty() || password.contains(['\r', '\n']) {
        return Err(MailError::NoPassword(file.to_owned()));
    }
    Ok(password)
}

impl MailAccount {
    /// With the password that is in a file, which others must not read.
    pub fn read(user: String, file: &Path) -> Result<Self, MailError> {
        Ok(Self { user, password: read_secret(file)? })
    }
}

/// Hands mails over.
pub(crate) struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    patience: Duration,
}

/// A mail.
pub(crate) struct Letter<'l> {
    pub(crate) to: &'l str,
    pub(crate) subject: String,
    pub(crate) text: String,
    /// By which its receiver drops it when it comes twice.
    pub(crate) id: String,
    pub(crate) at: Timestamp,
}

impl Mailer {
    pub(crate) fn new(server: &MailServer, patience: Duration) -> Result<Self, MailError> {
        let MailServer { place, from, account } = server;
        let wrong = || MailError::From(from.clone());
        let address = from.parse::<Address>().map_err(|_| wrong())?;
        let encrypt = |error: lettre::transport::smtp::Error| MailError::Encrypt(error.to_string());
        let tls = || TlsParameters::new(place.host.clone()).map_err(encrypt);
        let tls = match place.cover {
            Cover::Tls => Tls::Wrapper(tls()?),
            Cover::StartTls => Tls::Required(tls()?),
            Cover::Open => Tls::None,
        };
        let mut builder =
            AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(place.host.clone())
                .port(place.port)
                .tls(tls)
                .hello_name(ClientId::Domain(address.domain().to_owned()))
                .timeout(Some(patience));
        if let Some(MailAccount { user, password }) = account {
            builder = builder.credentials(Credentials::new(user.clone(), password.clone()));
        }
        let from = Mailbox::new(Some("Cybersyn".to_owned()), address);
        Ok(Self { transport: builder.build(), from, patience })
    }

    /// Hands a mail over, within a time.
    pub(crate) async fn send(&self, letter: Letter<'_>) -> Result<(), Trouble> {
        let message = self.message(letter)?;
        // The patience of the library is with each of some ten steps, this is with all of them.
        let sent = timeout(self.patience * 2, self.transport.send(message)).await;
        let Ok(sent) = sent else { return Err(Trouble::later("it took too long")) };
        sent.map(drop).map_err(|error| judge(&error))
    }

    fn message(&self, letter: Letter<'_>) -> Result<Message, Trouble> {
        let Letter { to, subject, text, id, at } = letter;
        let to = to.parse::<Address>().map_err(|_| Trouble::never("it is no address of mail"))?;
        let millis = u64::try_from(at.as_millis()).unwrap_or_default();
        let id = format!("<{id}@{}>", self.from.email.domain());
        let built = MessageBuilder::new()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(subject)
            .date(UNIX_EPOCH + Duration::from_millis(millis))
            .message_id(Some(id))
            // No machine is to answer it (RFC 3834).
            .raw_header(header("Auto-Submitted", "auto-generated"))
            .header(ContentType::TEXT_PLAIN)
            .body(text);
        built.map_err(|_| Trouble::never("it is no address of mail"))
    }
}

fn header(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

/// Whether a person's address can be that.
pub(crate) fn is_address(given: &str) -> bool {
    let domain = given.rsplit_once('@').map(|(_, domain)| domain).unwrap_or_default();
    let has_dot = domain.contains('.') && !domain.starts_with('[');
    let is_plain = given.chars().all(|letter| letter.is_ascii_graphic() && letter != '"');
    is_plain && has_dot && given.len() <= limits::MAIL_LETTERS && given.parse::<Address>().is_ok()
}

/// A server that refuses the password, or wants one, is set up wrongly, and right tomorrow.
fn judge(error: &lettre::transport::smtp::Error) -> Trouble {
    let code = error.status().map_or(0, u16::from);
    match code {
        530 | 534 | 535 | 538 => Trouble::later("the server for mail does not take our password"),
        400..500 => Trouble::later("the server for mail puts it off"),
        500..600 => Trouble::never("the server for mail refused it"),
        _ if error.is_timeout() => Trouble::later("it took too long"),
        _ if error.is_tls() => Trouble::later("the server for mail did not prove who it is"),
        _ => Trouble::later("the server for mail was not reached"),
    }
}

#[cfg(test)]
mod tests {
    use std::fs::{Permissions, set_permissions};

    use super::*;

    #[test]
    fn a_place_is_encrypted_unless_it_is_this_machine() {
        let place = |given: &str| given.parse::<MailPlace>().ok();
        let is = |host: &str, port, cover| Some(MailPlace { host: host.to_owned(), port, cover });
        assert_eq!(place("smtps://mail.example.org"), is("mail.example.org", 465, Cover::Tls));
        assert_eq!(place("smtp://Mail.example.org/"), is("mail.example.org", 587, Cover::StartTls));
        assert_eq!(place("smtp://127.0.0.1:2525"), is("127.0.0.1", 2525, Cover::Open));
        assert_eq!(place("smtp://[::1]:2525"), is("::1", 2525, Cover::Open));
        assert_eq!(place("smtp://[::1]"), is("::1", 25, Cover::Open));
        // A name can lead anywhere.
        assert_eq!(place("smtp://localhost"), is("localhost", 587, Cover::StartTls));
        for bad in ["mail.example.org", "http://a", "smtp://", "smtp://a:b", "smtp://u:p@a", ""] {
            assert_eq!(place(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_password_is_read_from_a_file_that_others_cannot_read_and_is_never_shown() {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("password");
        std::fs::write(&file, "hunter two\n").unwrap();
        set_permissions(&file, Permissions::from_mode(0o644)).unwrap();
        let read = || MailAccount::read("cybersyn".to_owned(), &file);
        let refused = read().unwrap_err().to_string();
        assert!(refused.contains("chmod 600") && !refused.contains("hunter"), "{refused}");
        set_permissions(&file, Permissions::from_mode(0o600)).unwrap();
        let account = read().unwrap();
        assert_eq!(account.password, "hunter two");
        assert!(!format!("{account:?}").contains("hunter"));
        for bad in ["", "\n", "two\nlines\n"] {
            std::fs::write(&file, bad).unwrap();
            assert!(matches!(read(), Err(MailError::NoPassword(_))), "{bad:?}");
        }
        assert!(matches!(
            MailAccount::read(String::new(), &directory.path().join("none")),
            Err(MailError::Read { .. })
        ));
    }

    #[test]
    fn addresses_of_people_are_plain() {
        for good in ["a@example.org", "a.b+c@mail.example.org"] {
            assert!(is_address(good), "{good}");
        }
        for bad in [
            "",
            "a",
            "a@",
            "@b.org",
            "a@b",
            "root@localhost",
            "a@[127.0.0.1]",
            "a b@c.org",
            "a@b.org\r\nBcc: c@d.org",
            "\"a b\"@c.org",
            "a@b.org,c@d.org",
            "<a@b.org>",
            "ä@b.org",
        ] {
            assert!(!is_address(bad), "{bad}");
        }
    }
}
