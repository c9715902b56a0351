//! Limits: how much of anything does the server hold, wait for or answer, and why?

use std::time::Duration;

/// Connections served at once. Each costs a task and some kilobytes; further ones wait in the
/// system's own queue.
pub const CONNECTIONS: usize = 2_048;
/// Connections from one address at once, but for this machine's own, from which a proxy comes: the
/// telephones and tablets of a hall behind one, and three in four places for everybody else.
pub const CONNECTIONS_AN_ADDRESS: u32 = 512;
/// Requests of one person, one key, or one address from which nobody has signed in, that are answered at
/// once: a page asks for six, and nobody's many keep others waiting.
pub const REQUESTS_AN_ASKER: u32 = 64;
/// Lines about what was refused in a second; further ones are counted.
pub const REFUSALS_A_SECOND: u32 = 50;
/// Time for a request's head, from the first byte awaited to the last: a person's slow line needs
/// a second. A connection that says nothing is closed by it as well.
pub const HEAD_TIME: Duration = Duration::from_secs(10);
/// Time for the handshake of an encrypted connection, which comes before its first request: two
/// round trips, and some milliseconds of arithmetic.
pub const HANDSHAKE_TIME: Duration = Duration::from_secs(10);
/// Time between two looks at the certificate, which others renew.
pub const LOOK_AT_CERTIFICATE: Duration = Duration::from_secs(5);
/// Size of a file with a certificate or a key: a chain of four has some 8 KiB.
pub const PEM_BYTES: u64 = 256 * 1024;
/// Bits of a key of RSA at least: 128 bits of strength (NIST SP 800-57, part 1, table 2).
pub const RSA_BITS: usize = 3_072;
/// Time for a request's body: 8 MiB over a line of 3 Mbit/s.
pub const BODY_TIME: Duration = Duration::from_secs(30);
/// Time for which nothing of an answer is taken that waits to be sent: who reads has taken some of it, on
/// whatever line, and who does not holds a place and what was made for them. A stream of events that has
/// nothing to say waits for nobody.
pub const UNREAD_TIME: Duration = Duration::from_secs(20);
/// Size of a request's head.
pub const HEAD_BYTES: usize = 16 * 1024;
/// Size of a request's body.
pub const BODY_BYTES: usize = 1024 * 1024;
/// Size of a report's body, also after it was unpacked: some 80,000 readings.
pub const REPORT_BYTES: usize = 8 * 1024 * 1024;
/// Time that open requests have to end when the server is told to stop.
pub const LEAVE_TIME: Duration = Duration::from_secs(10);

/// Bytes of reports that wait to be written or decided upon; past it senders hear 429. Two of the
/// largest from each of two connections, or 300,000 readings: a few seconds of work.
pub const WAITING_BYTES: usize = 32 * 1024 * 1024;
/// What one waiting report counts at least, for all that comes with its bytes.
pub const REPORT_LEAST_BYTES: usize = 512;
/// Acts, charters and ticks of the clock that wait at once; people are slower than that.
pub const WAITING_ACTS: usize = 4_096;
/// Questions to the core that wait at once: each is a page being made.
pub const WAITING_QUESTIONS: usize = 4_096;
/// Questions answered in a row before readings have a turn again.
pub const QUESTIONS_IN_A_ROW: usize = 64;
/// Readings written in one transaction. It holds an act up for the time it takes to decide upon
/// them: some tens of milliseconds.
pub const GROUP_READINGS: usize = 16_384;
/// Reports written in one transaction.
pub const GROUP_REPORTS: usize = 1_024;
/// Readings written and not yet decided upon: the next group is written while one is decided.
pub const UNDECIDED_READINGS: usize = 2 * GROUP_READINGS;
/// Readings of a group from which on further threads are worth starting.
pub const READINGS_A_WORKER: usize = 512;
/// Seconds after which a sender that was turned away may try again.
pub const RETRY_AFTER_S: u64 = 1;

/// Longest wait of the core without a look at the clock on the wall, which may have been set.
pub const LOOK_AT_CLOCK: Duration = Duration::from_secs(1);
/// How far the wall clock may stray from the steady one before recovery clocks are held.
pub const CLOCK_JUMP: Duration = Duration::from_hours(1);

/// Time between two writings of how often a unit looked at one figure of another on a day.
pub const LOOKS_APART: Duration = Duration::from_mins(1);
/// Figures, viewers and days of which looks wait to be written: some hundred units that look at some
/// dozen figures.
pub const LOOKS_KEPT: usize = 4_096;
/// How long it is known who looked: as long as three openings of the longest kind.
pub const LOOKS_LAST: Duration = Duration::from_hours(90 * 24);

/// Time between two heartbeats of an event stream.
pub const BEAT: Duration = Duration::from_secs(5);
/// Viewers and places whose latest events are kept, so that a stream can be taken up again.
pub const STREAMS_KEPT: usize = 1_024;
/// Events kept for each; who missed more is told to fetch everything.
pub const EVENTS_KEPT: usize = 128;
/// Names of views in one event; more are said as "all".
pub const NAMES_AN_EVENT: usize = 64;

/// Points of a series answered at once.
pub const SERIES_POINTS: usize = 10_000;
/// Points of a series answered where no number is asked for.
pub const SERIES_POINTS_DEFAULT: usize = 1_000;
/// Envelopes of a series answered where no number is asked for: as many as a wide screen has columns of
/// points.
pub const ENVELOPES_DEFAULT: usize = 1_200;
/// Changes told, incidents and announcements that the page of an indicator marks, the latest: more could
/// not be told apart.
pub const CHART_MARKS: usize = 200;
/// Corrections of one figure in one answer: more than a person looks through.
pub const CORRECTIONS: usize = 100;
/// How often [`TELEX_LINES`] are read in search of them: a year of a plant has some thousand lines.
pub const CORRECTIONS_SOUGHT: usize = 16;
/// Due readings of an indicator that its page reaches back: a year of days and a while, far more
/// than a chart has points.
pub const CHART_PERIODS: u32 = 500;
/// Lines of a CSV export: two years of one a minute.
pub const EXPORT_LINES: usize = 1_100_000;
/// Lines of it that are made at once: some hundred kilobytes.
pub const EXPORT_AT_ONCE: usize = 2_048;
/// Incidents, obligations, agreements or directives in one answer.
pub const LISTED: usize = 1_000;

/// A day of UTC, by which checkpoints of the audit are made.
pub const DAY_MS: i64 = 24 * 3600 * 1000;
/// How long the link to the first account holds.
pub const FIRST_DOOR: Duration = Duration::from_hours(24);
/// How long the link for a device holds: for the walk to it.
pub const DEVICE_DOOR: Duration = Duration::from_hours(1);
/// How long a browser's session lasts at most.
pub const SESSION: Duration = Duration::from_hours(30 * 24);
/// How long it lasts unused: a week's holiday, and the days around it.
pub const SESSION_UNUSED: Duration = Duration::from_hours(10 * 24);
/// How long a key, a display or a tablet lasts unused: as long as browsers keep what they sign in with, and
/// longer than a year, after which a machine may report again.
pub const KEY_UNUSED: Duration = Duration::from_hours(400 * 24);
/// How long a display or a tablet lasts in all; then the committee sets it up anew.
pub const DEVICE_LASTS: Duration = Duration::from_hours(365 * 24);
/// How long before that the device says so, and the page of the unit's people: a committee meets meanwhile.
pub const DEVICE_WARNING: Duration = Duration::from_hours(14 * 24);
/// How often it is looked whether the operator ended sessions: within a second, as what else is taken away.
pub const LOOK_FOR_ENDED: Duration = Duration::from_millis(500);
/// How long after the password was given others may be made to feel what is done with it.
pub const PROVED: Duration = Duration::from_mins(15);
/// How exactly is remembered when a session was last seen: each time is a write.
pub const SEEN: Duration = Duration::from_mins(10);
/// Letters of a password at least, and at most: more are no safer and cost work.
pub const PASSWORD_LETTERS: usize = 12;
/// See [`PASSWORD_LETTERS`].
pub const PASSWORD_LETTERS_MOST: usize = 128;
/// Seconds for which a device keeps what it signs in with: browsers keep nothing for longer.
pub const KEY_COOKIE_S: u64 = 400 * 24 * 3600;
/// Letters of what a browser says of itself that are kept with a session.
pub const AGENT_LETTERS: usize = 160;
/// Letters of a login.
pub const LOGIN_LETTERS: usize = 64;
/// Digits of a PIN with which somebody signs at a shared device.
pub const PIN_DIGITS: usize = 6;
/// Wrong ones in a row before it signs nothing more: one chance in 100,000 for who guesses.
pub const PIN_GUESSES: u32 = 10;
/// How long after a PIN was given it signs, once: for a line written with gloves on.
pub const SIGNING: Duration = Duration::from_mins(2);
/// Memory for one look at a password, in KiB.
pub const ARGON2_KIB: u32 = 64 * 1024;
/// Passes over that memory.
pub const ARGON2_PASSES: u32 = 3;
/// Passwords looked at at once: 128 MiB, and one core left for everything else.
pub const PASSWORDS_AT_ONCE: usize = 2;
/// Passwords that wait for their turn: some tenths of a second each.
pub const PASSWORDS_WAITING: usize = 6;
/// Wrong passwords before a login has to wait.
pub const FREE_GUESSES: u32 = 2;
/// Logins whose wrong passwords are remembered.
pub const LOGINS_WAITING: usize = 10_000;
/// Wrong codes of invitations from one address in a minute: a hall of people who mistype.
pub const WRONG_CODES: u32 = 30;
/// Wrong ones in all in a minute. Who tried as many for the nine days that a code holds would try 8 million of 2^60.
pub const WRONG_CODES_IN_ALL: u32 = 600;
/// How long wrong passwords are remembered, where there are too many.
pub const PAUSE_FORGOTTEN: Duration = Duration::from_mins(15);

/// Time for one step of handing a mail over, of which there are some ten; a server that looks a
/// sender up needs seconds for some.
pub const MAIL_TIME: Duration = Duration::from_secs(20);
/// Time for telling another system, from looking its name up to its answer.
pub const HOOK_TIME: Duration = Duration::from_secs(15);
/// Time for a connection to one of its addresses.
pub const HOOK_CONNECT_TIME: Duration = Duration::from_secs(4);
/// Addresses of another system that are tried at once: one of each kind, and one more.
pub const HOOK_ADDRESSES: usize = 3;
/// What is read of its answer, which nobody looks at.
pub const HOOK_ANSWER_BYTES: usize = 4 * 1024;
/// Letters of its address.
pub const HOOK_LETTERS: usize = 2_048;
/// Systems that one unit tells.
pub const HOOKS: usize = 8;
/// Ways by which one person is told.
pub const WAYS: usize = 8;
/// Things that a notification names; what follows is on the page.
pub const THINGS_ON_A_DEVICE: usize = 4;
/// How long a service that writes to devices takes our word; a day is the most (RFC 8292, 2).
pub const VAPID_HOLDS: Duration = Duration::from_hours(12);
/// Letters of what a device says of itself.
pub const DEVICE_LETTERS: usize = 80;
/// How long a second machine waits for rows of the log before it asks again.
pub const COPY_WAIT: Duration = Duration::from_secs(2);
/// Letters that its key has at least: 128 bits in hexadecimal digits.
pub const COPY_KEY_LETTERS: usize = 32;
/// Bytes of the file of its key that are read.
pub const COPY_KEY_BYTES: u64 = 4 * 1024;
/// Units of a weekly letter: what somebody reads.
pub const UNITS_A_DIGEST: usize = 20;
/// Letters of an address of mail (RFC 5321, section 4.5.3.1.3).
pub const MAIL_LETTERS: usize = 254;
/// Bytes read of the file with the password of the server for mail.
pub const MAIL_PASSWORD_BYTES: u64 = 1_024;
/// How long the code sent to an address holds.
pub const ADDRESS_CHECK: Duration = Duration::from_hours(24);
/// Wrong codes before it holds no more.
pub const ADDRESS_GUESSES: u32 = 5;
/// Time between two codes that one person has sent: nobody's mail is filled from here.
pub const ADDRESS_AGAIN: Duration = Duration::from_mins(1);
/// Time before what was not taken over is tried again, at first; then each time twice as long.
pub const RETRY_FIRST: Duration = Duration::from_mins(1);
/// The longest such time.
pub const RETRY_MOST: Duration = Duration::from_hours(6);
/// How long it is tried: after a day, whoever did not look has looked, or the level above has it.
pub const RETRY_FOR: Duration = Duration::from_hours(24);
/// Telex lines read at once to see whom they ask for.
pub const TELEX_LINES: usize = 256;
/// Deliveries looked at at once.
pub const DELIVERIES: usize = 512;
/// Deliveries under way at once: each holds a connection for some seconds.
pub const DELIVERIES_AT_ONCE: usize = 16;
/// Time between two mails to one person, but for safety alarms: what comes in a row comes together.
pub const MAILS_APART: Duration = Duration::from_mins(10);
/// Things named in one mail; the rest comes in the next.
pub const THINGS_A_MAIL: usize = 20;
/// How long it is known whether somebody was reached.
pub const SUMMONS_KEPT: Duration = Duration::from_hours(30 * 24);
/// Summonses of a unit in one answer.
pub const SUMMONSES_LISTED: usize = 100;
/// Of these on the page: what is older is looked up, and not watched.
pub const SUMMONSES_SHOWN: usize = 12;
/// Records of the audit on a page: two screens of a desk, a minute's scrolling on a phone.
pub const AUDIT_SHOWN: usize = 50;

/// Lines of the telex, or of the board, on a page: some screens of a phone.
pub const TELEX_SHOWN: usize = 40;
/// How often lines are read from the disk for one page, [`TELEX_LINES`] each: whoever looks for what is rare goes on
/// from there.
pub const TELEX_READS: usize = 8;
/// Messages that are looked at for one page: two thousand of a page each are folded in some tens of milliseconds.
pub const MESSAGES_SEARCHED: usize = 2_000;
/// Letters that can be looked for.
pub const SOUGHT_LETTERS: usize = 80;

/// Letters that go together between two nodes: with the longest words in each, a megabyte.
pub const LETTERS: usize = 32;
/// Bytes of such letters at most: four times as much.
pub const LETTERS_BYTES: usize = 4 * 1024 * 1024;
/// How long the node above waits for something to answer with: shorter than proxies wait.
pub const LETTERS_WAIT_S: u64 = 20;
/// How long a call between nodes may take beside that, on a poor line.
pub const CALL_TIME: Duration = Duration::from_secs(20);
/// Time before a call is tried again, at first; twice as long each time.
pub const CALL_AGAIN: Duration = Duration::from_millis(250);
/// And at most: what waits then goes up within a minute of the line's return.
pub const CALL_AGAIN_MOST: Duration = Duration::from_secs(30);
/// How often a node that is linked anew asks again: a letter may be written while it is answered.
pub const TIES: u32 = 5;
/// How long somebody may decide for others before they have one-time codes: time to find a telephone for it.
pub const WITHOUT_CODES: Duration = Duration::from_hours(24 * 14);
/// How long a code for a node of its own holds: until the machine is set up.
pub const NODE_DOOR: Duration = Duration::from_hours(24 * 7);

/// How long somebody may be at the provider that they sign in to: for finding a telephone there.
pub const PROVIDER_FLOW: Duration = Duration::from_mins(10);
/// People who are there at once; each costs some hundred bytes.
pub const PROVIDER_FLOWS: usize = 10_000;
/// How long it is believed what a provider says of itself, and which keys it has.
pub const PROVIDER_KNOWN: Duration = Duration::from_hours(1);
/// How long it is believed that it is there: many who sign in at once make us ask once.
pub const PROVIDER_SEEN: Duration = Duration::from_secs(1);
/// Time before its keys are fetched again for one that is not among them: nobody makes us call it more often.
pub const PROVIDER_KEYS_AGAIN: Duration = Duration::from_mins(1);
/// Keys of a provider: two or three are usual.
pub const PROVIDER_KEYS: usize = 64;
/// Time for one of its answers.
pub const PROVIDER_TIME: Duration = Duration::from_secs(10);
/// Size of one.
pub const PROVIDER_BYTES: usize = 256 * 1024;
/// By how much its clock and ours may differ, in seconds.
pub const PROVIDER_LEEWAY_S: i64 = 60;
/// Letters by which it knows somebody (OpenID Connect Core 1.0, section 2).
pub const SUBJECT_LETTERS: usize = 255;
/// Spare codes, to be written down with one-time codes.
pub const SPARES: usize = 8;

/// Objects and lists inside each other in a body of JSON.
pub const JSON_DEPTH: usize = 32;
/// Rows of a history in one request: eleven years of hours, or three of quarters of an hour. A longer one
/// comes in pieces, the oldest first, or by `cybersyn import`.
pub const HISTORY_ROWS: usize = 100_000;
/// Readings of a history in one entry of the log.
pub const HISTORY_ENTRY: usize = 16_384;
/// Entries of a history on their way to the disk at once: what is written in one transaction.
pub const HISTORY_AHEAD: usize = 1_024;
/// Columns of a CSV report.
pub const CSV_COLUMNS: usize = 64;
/// Largest whole number that every reader of JSON keeps exact, 2^53: bounds `epoch` and `seq`.
pub const WHOLE_NUMBER: u64 = 1 << 53;
/// Letters of the key that makes an alarm sent twice one alarm.
pub const ALARM_KEY_LETTERS: usize = 100;

/// Questions to the past that wait at once: each is a page that is being made, and asked for again each second.
pub const RECALLS_WAITING: usize = 8;
/// How long a page waits for the past before it says how far that has come.
pub const RECALL_WAIT: Duration = Duration::from_millis(400);
/// How long states of the past are held that nobody asks for: somebody reads a page and then goes on.
pub const RECALL_IDLE: Duration = Duration::from_mins(5);
/// How far the second state follows behind the first: some steps back, and no more than a blink to live through.
pub const RECALL_BEHIND: Duration = Duration::from_hours(24 * 14);
/// Entries lived through between two looks at whether the server stops.
pub const RECALL_ENTRIES: usize = 512;
/// How often so many entries are read ahead of being lived through: one is at hand while the next is read.
pub const RECALL_AHEAD: usize = 2;
