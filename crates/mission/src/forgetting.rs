//! Forgetting: which words are gone, and after how long?
//!
//! What people write with an incident is for those who deal with it, and names people more often than
//! it should. After [`limits::WORDS_KEPT`] the words are gone: from the state, by whatever entry comes
//! first on the day after, and from the log, which its keeper rewrites by [`Event::forget`]. What stays is
//! that something was written, when, and by which role.
//!
//! Both lead to the same state. A step never looks into words but to check them, and what stands in
//! their place is checked with the same result; so an entry that was rewritten, lived through again,
//! decides as it did. Days are those of universal time, so that state and log agree on which are over.
//!
//! Reasons of terms, policies, announcements, openings and requests are no notes: they are what was
//! agreed, asked and answered between units, and stay with it.

use std::time::Duration;

use crate::effect::{News, Notice};
use crate::event::{Act, Event};
use crate::incident::{Cause, Happening, Incident, LogLine, Shelving};
use crate::letter::Letter;
use crate::limits;
use crate::name;
use crate::obligation::{Obligation, Reason};
use crate::time::Timestamp;

/// What stands where words stood: an ellipsis with a joiner after it, which nobody types by chance.
pub const GONE: &str = "\u{2026}\u{2060}";

/// What stands where words stood that were refused: refused as they were.
const GONE_REFUSED: &str = "\u{1}";

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// Words from before that instant are gone at `now`.
#[must_use]
pub fn horizon(now: Timestamp) -> Timestamp {
    midnight_before(now - limits::WORDS_KEPT)
}

/// When words of `at` are gone.
#[must_use]
pub fn gone_at(at: Timestamp) -> Timestamp {
    midnight_before(at) + Duration::from_hours(24) + limits::WORDS_KEPT
}

fn midnight_before(at: Timestamp) -> Timestamp {
    Timestamp::from_millis(at.as_millis().div_euclid(DAY_MS) * DAY_MS)
}

/// Takes words away. Whether there were any.
fn take(words: &mut String) -> bool {
    let held = !words.trim().is_empty() && words != GONE && words != GONE_REFUSED;
    if held {
        GONE.clone_into(words);
    }
    held
}

/// Takes words away that an entry of the log holds, which may have been refused.
fn take_asked(words: &mut String, most: usize) -> bool {
    let were_good = name::words(words, most).is_ok();
    let held = take(words);
    if held && !were_good {
        GONE_REFUSED.clone_into(words);
    }
    held
}

/// How words are looked over: from before when they go, and what was found.
#[derive(Clone, Copy, Debug)]
pub struct Sweep {
    /// Words from before then go.
    pub before: Timestamp,
    /// Whether any went.
    pub took: bool,
    /// From when the oldest words are that stay.
    pub oldest: Option<Timestamp>,
}

impl Sweep {
    /// None have been looked over yet.
    #[must_use]
    pub const fn new(before: Timestamp) -> Self {
        Self { before, took: false, oldest: None }
    }

    fn see(&mut self, at: Timestamp, words: &mut String) {
        if at < self.before {
            self.took |= take(words);
        } else if !words.trim().is_empty() && words != GONE {
            self.oldest = Some(self.oldest.map_or(at, |oldest| oldest.min(at)));
        }
    }

    pub(crate) fn incident(&mut self, incident: &mut Incident) {
        for line in &mut incident.log {
            self.line(line);
        }
        if let Some(verdict) = &mut incident.verdict {
            self.see(verdict.at, &mut verdict.words);
        }
        if let Cause::Alarm { words, .. } = &mut incident.cause {
            self.see(incident.opened, words);
        }
        self.shelved(&mut incident.shelved);
    }

    fn line(&mut self, line: &mut LogLine) {
        if let Some(words) = line.what.words_mut() {
            self.see(line.at, words);
        }
    }

    /// When it was shelved is not known, but that was no longer before its end than may be.
    fn shelved(&mut self, shelved: &mut Option<Shelving>) {
        if let Some(Shelving { until, reason, .. }) = shelved {
            self.see(*until - limits::SHELVING, reason);
        }
    }

    pub(crate) fn obligation(&mut self, owed: &mut Obligation) {
        if let Reason::Help(words) | Reason::Safety(words) = &mut owed.reason {
            self.see(owed.opened, words);
        }
        if let Some(owner) = &mut owed.owner {
            self.see(owed.opened, owner);
        }
        for said in owed.answer.iter_mut().chain(&mut owed.offer) {
            self.see(said.at, &mut said.words);
        }
    }

    /// A line of the telex.
    pub fn notice(&mut self, notice: &mut Notice) {
        if let News::Note(words) = &mut notice.what {
            self.see(notice.at, words);
        }
    }

    /// A letter.
    pub fn letter(&mut self, letter: &mut Letter) {
        match letter {
            Letter::Incident(risen) => self.incident(&mut risen.incident),
            Letter::Called(owed) | Letter::Owed(owed) => self.obligation(&mut owed.obligation),
            Letter::Held(held) => {
                for (_, line) in &mut held.log {
                    self.line(line);
                }
                self.shelved(&mut held.shelved);
            }
            Letter::Message(wrote) => self.see(wrote.at, &mut wrote.words),
            Letter::Readings(_)
            | Letter::HelpCame(_)
            | Letter::Reply(_)
            | Letter::Day(..)
            | Letter::Directive(_)
            | Letter::Terms(_)
            | Letter::Opening(_)
            | Letter::Asked(_)
            | Letter::Levels(_)
            | Letter::Sisters(_)
            | Letter::All => {}
        }
    }

    pub(crate) fn excuse(&mut self, at: Timestamp, because: &mut String) {
        self.see(at, because);
    }
}

impl Event {
    /// Takes the words of an entry away that was received at `received`, as far as they are from before
    /// `sweep.before`.
    pub fn forget(&mut self, received: Timestamp, sweep: &mut Sweep) {
        match self {
            Self::Act(signed) | Self::ActAt(_, signed) => {
                for (words, most) in signed.act.words_mut() {
                    if received < sweep.before {
                        sweep.took |= take_asked(words, most);
                    } else {
                        sweep.see(received, words);
                    }
                }
            }
            Self::Report(report) | Self::History(report, _) => {
                if let Some(note) = &mut report.note {
                    sweep.see(received, note);
                }
                for no_data in &mut report.no_data {
                    // Of a day to come it is kept until that is as old.
                    sweep.see(no_data.at.max(received), &mut no_data.because);
                }
            }
            Self::Letters(_, came) => {
                for letter in &mut came.letters {
                    sweep.letter(letter);
                }
            }
            Self::Charter(_)
            | Self::HistoryEnds
            | Self::HistoryEndsOf(_)
            | Self::Clock
            | Self::Link(_)
            | Self::Delivered(..)
            | Self::Anew(..) => {}
        }
    }
}

impl Act {
    /// Words that go after a time, and how many letters they may have.
    fn words_mut(&mut self) -> Vec<(&mut String, usize)> {
        match self {
            Self::Claim(_, words)
            | Self::PassUp(_, words)
            | Self::Note(_, words)
            | Self::Find(_, _, words)
            | Self::Shelve(_, _, words)
            | Self::AskHelp(_, words)
            | Self::RaiseAlarm(_, words)
            | Self::Answer(_, words)
            | Self::OfferHelp(_, words) => vec![(words, limits::WORDS_LETTERS)],
            Self::NameOwner(_, owner) => vec![(owner, limits::ROLE_LETTERS)],
            Self::Write(message) => vec![(&mut message.words, limits::MESSAGE_LETTERS)],
            Self::Post(post) => vec![
                (&mut post.words, limits::POST_LETTERS),
                (&mut post.amount, limits::AMOUNT_LETTERS),
            ],
            Self::TakeOn(_)
            | Self::Confirm(_)
            | Self::HelpCame(_)
            | Self::Propose(..)
            | Self::Counter(..)
            | Self::Consent(..)
            | Self::Withdraw(..)
            | Self::Direct(_)
            | Self::Reply(..)
            | Self::Recall(..)
            | Self::Announce(_)
            | Self::CallOff(..)
            | Self::Invite(_)
            | Self::TakeBack(_)
            | Self::Join(_)
            | Self::Begin
            | Self::Enter(..)
            | Self::Admit(..)
            | Self::Dismiss(..)
            | Self::Leave(_)
            | Self::Open(_)
            | Self::SignOpening(_)
            | Self::CloseOpening(_)
            | Self::Request(_)
            | Self::Decline(_)
            | Self::Draw(_)
            | Self::BringPast(_)
            | Self::StrikeOut(_)
            | Self::EndPost(..) => Vec::new(),
        }
    }
}

impl Happening {
    /// Words that go after a time.
    fn words_mut(&mut self) -> Option<&mut String> {
        match self {
            Self::NoData(_, words)
            | Self::Claimed(words)
            | Self::AskedForHelp(words)
            | Self::Found(_, words)
            | Self::OwnerNamed(words)
            | Self::Answered(words)
            | Self::HelpOffered(words)
            | Self::Shelved(words)
            | Self::Note(words) => Some(words),
            Self::Opened
            | Self::Joined(..)
            | Self::WentFurther(..)
            | Self::FellSilent(_)
            | Self::ReportsAgain(_)
            | Self::Moved(_)
            | Self::Rose(..)
            | Self::TakenOn
            | Self::Confirmed(_)
            | Self::HelpCame
            | Self::Missed
            | Self::NewLevel(_)
            | Self::Closed(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: Duration = Duration::from_hours(24);

    #[test]
    fn words_go_at_the_first_midnight_after_a_hundred_and_eighty_days() {
        let noon = Timestamp::from_millis(20_000 * DAY_MS + DAY_MS / 2);
        let gone = gone_at(noon);
        assert_eq!(gone, Timestamp::from_millis(20_181 * DAY_MS));
        assert!(noon < horizon(gone));
        assert!(noon >= horizon(gone - Duration::from_millis(1)));
        assert!(noon >= horizon(noon + DAY * 180));
    }

    #[test]
    fn what_stands_for_words_is_taken_and_refused_as_they_were() {
        let most = limits::WORDS_LETTERS;
        let long = "x".repeat(most + 1);
        for given in ["a shuttle broke", "", "  ", "bell \u{7}", &long] {
            let mut words = given.to_owned();
            assert_eq!(take_asked(&mut words, most), !given.trim().is_empty(), "{given:?}");
            let refusal = |given: &str| name::words(given, most).err().map(|it| it.expected);
            assert_eq!(refusal(&words), refusal(given), "{given:?}");
            assert_eq!(words.trim().is_empty(), given.trim().is_empty(), "{given:?}");
            assert!(!take_asked(&mut words, most), "taken once");
        }
    }
}
