//! When: how is a day or a moment said where the listener is?
//!
//! Near moments go by the day of the week, today by its own name, far ones by date; a year is named
//! only when it is another one. Months and days of the week are not capitalised in Spanish.

use super::{Lang, Voice};
use crate::cadence::Cadence;
use crate::time::{Date, Timestamp, Weekday};

/// Days back for which the day of the week alone says which day is meant.
const BACK: i64 = -6;
/// Days ahead for which it does.
const AHEAD: i64 = 4;

impl Voice<'_> {
    /// The date where the listener is.
    pub fn today(&self) -> Date {
        self.date_of(self.now)
    }

    /// The date on the listener's wall at that moment.
    pub fn date_of(&self, at: Timestamp) -> Date {
        self.hours.zone().local(at).date()
    }

    /// `18:00`.
    pub fn clock(&self, at: Timestamp) -> String {
        let local = self.hours.zone().local(at);
        format!("{:02}:{:02}", local.hour(), local.minute())
    }

    /// `today 09:12`, `Thursday 18:00`, `Wednesday 28 Oct 18:00`.
    pub fn moment(&self, at: Timestamp) -> String {
        let date = self.date_of(at);
        let day = match self.days_from_today(date) {
            0 => self.lang.pick("today", "hoy").to_owned(),
            BACK..=AHEAD => weekday(self.lang, date).to_owned(),
            _ => self.weekday_date(date),
        };
        format!("{day} {}", self.clock(at))
    }

    /// As [`Voice::moment`] stands in a sentence: `on Thursday at 18:00`, `el jueves a las 18:00`.
    pub fn at_moment(&self, at: Timestamp) -> String {
        let date = self.date_of(at);
        let clock = self.clock(at);
        let at_the = if clock.starts_with("01:") { "a la" } else { "a las" };
        match (self.lang, self.days_from_today(date)) {
            (Lang::En, 0) => format!("today at {clock}"),
            (Lang::Es, 0) => format!("hoy {at_the} {clock}"),
            (Lang::En, BACK..=AHEAD) => format!("on {} at {clock}", weekday(self.lang, date)),
            (Lang::Es, BACK..=AHEAD) => format!("el {} {at_the} {clock}", weekday(self.lang, date)),
            (Lang::En, _) => format!("on {} at {clock}", self.weekday_date(date)),
            (Lang::Es, _) => format!("el {} {at_the} {clock}", self.weekday_date(date)),
        }
    }

    /// For narrow places: `09:12`, `Thu 18:00`, `16 Oct 18:00`.
    pub fn moment_short(&self, at: Timestamp) -> String {
        let date = self.date_of(at);
        match self.days_from_today(date) {
            0 => self.clock(at),
            BACK..=AHEAD => format!("{} {}", weekday_short(self.lang, date), self.clock(at)),
            _ => format!("{} {}", self.date_short(date), self.clock(at)),
        }
    }

    /// `today`, `on Friday 16 October`; of several readings a day, with the time.
    pub fn on_day(&self, at: Timestamp, cadence: Cadence) -> String {
        let date = self.date_of(at);
        let day = match (self.lang, self.days_from_today(date)) {
            (lang, 0) => lang.pick("today", "hoy").to_owned(),
            (Lang::En, _) => format!("on {}", self.weekday_date(date)),
            (Lang::Es, _) => format!("el {}", self.weekday_date(date)),
        };
        format!("{day}{}", self.and_time(at, cadence))
    }

    /// `since today`, `since Friday 16 October`; of several readings a day, with the time.
    pub fn since_day(&self, at: Timestamp, cadence: Cadence) -> String {
        let date = self.date_of(at);
        let day = match (self.lang, self.days_from_today(date)) {
            (lang, 0) => lang.pick("since today", "desde hoy").to_owned(),
            (Lang::En, _) => format!("since {}", self.weekday_date(date)),
            (Lang::Es, _) => format!("desde el {}", self.weekday_date(date)),
        };
        format!("{day}{}", self.and_time(at, cadence))
    }

    fn and_time(&self, at: Timestamp, cadence: Cadence) -> String {
        match cadence {
            Cadence::Minutes(_) => format!(", {}", self.clock(at)),
            Cadence::Daily | Cadence::Weekly | Cadence::Monthly => String::new(),
        }
    }

    /// `Friday 16 October`, `viernes 16 de octubre`; with the year where it is another.
    pub fn weekday_date(&self, date: Date) -> String {
        format!("{} {}", weekday(self.lang, date), self.date(date))
    }

    /// `16 October`, `16 de octubre`; with the year where it is another.
    pub fn date(&self, date: Date) -> String {
        if date.year() != self.today().year() {
            return self.full_date(date);
        }
        match self.lang {
            Lang::En => format!("{} {}", date.day(), month(self.lang, date)),
            Lang::Es => format!("{} de {}", date.day(), month(self.lang, date)),
        }
    }

    /// `16 October 2026`, `16 de octubre de 2026`.
    pub fn full_date(&self, date: Date) -> String {
        let (day, month, year) = (date.day(), month(self.lang, date), date.year());
        match self.lang {
            Lang::En => format!("{day} {month} {year}"),
            Lang::Es => format!("{day} de {month} de {year}"),
        }
    }

    /// `16 Oct`, `16 oct`; with the year where it is another.
    pub fn date_short(&self, date: Date) -> String {
        let is_this_year = date.year() == self.today().year();
        let year = if is_this_year { String::new() } else { format!(" {}", date.year()) };
        format!("{} {}{year}", date.day(), month_short(self.lang, date))
    }

    /// `Fri 16 Oct`, `vie 16 oct`.
    pub fn weekday_date_short(&self, date: Date) -> String {
        format!("{} {}", weekday_short(self.lang, date), self.date_short(date))
    }

    /// `Fri 16`, for the marks of an axis.
    pub fn day_mark(&self, date: Date) -> String {
        format!("{} {}", weekday_short(self.lang, date), date.day())
    }

    /// `as of Mon 19 Oct`.
    pub fn as_of(&self, date: Date) -> String {
        let day = self.weekday_date_short(date);
        format!("{} {day}", self.lang.pick("as of", "al"))
    }

    fn days_from_today(&self, date: Date) -> i64 {
        let (from, to) = (self.today(), date);
        let span = from.duration_until(to);
        span.as_secs() / 86_400
    }
}

fn weekday(lang: Lang, date: Date) -> &'static str {
    match date.weekday() {
        Weekday::Monday => lang.pick("Monday", "lunes"),
        Weekday::Tuesday => lang.pick("Tuesday", "martes"),
        Weekday::Wednesday => lang.pick("Wednesday", "miércoles"),
        Weekday::Thursday => lang.pick("Thursday", "jueves"),
        Weekday::Friday => lang.pick("Friday", "viernes"),
        Weekday::Saturday => lang.pick("Saturday", "sábado"),
        Weekday::Sunday => lang.pick("Sunday", "domingo"),
    }
}

fn weekday_short(lang: Lang, date: Date) -> &'static str {
    match date.weekday() {
        Weekday::Monday => lang.pick("Mon", "lun"),
        Weekday::Tuesday => lang.pick("Tue", "mar"),
        Weekday::Wednesday => lang.pick("Wed", "mié"),
        Weekday::Thursday => lang.pick("Thu", "jue"),
        Weekday::Friday => lang.pick("Fri", "vie"),
        Weekday::Saturday => lang.pick("Sat", "sáb"),
        Weekday::Sunday => lang.pick("Sun", "dom"),
    }
}

fn month(lang: Lang, date: Date) -> &'static str {
    const ENGLISH: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    const SPANISH: [&str; 12] = [
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ];
    of_twelve(lang, date, (&ENGLISH, &SPANISH))
}

fn month_short(lang: Lang, date: Date) -> &'static str {
    const ENGLISH: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    const SPANISH: [&str; 12] =
        ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"];
    of_twelve(lang, date, (&ENGLISH, &SPANISH))
}

fn of_twelve(
    lang: Lang,
    date: Date,
    (english, spanish): (&[&'static str; 12], &[&'static str; 12]),
) -> &'static str {
    let place = usize::try_from(date.month() - 1).unwrap_or(0);
    match lang {
        Lang::En => english[place],
        Lang::Es => spanish[place],
    }
}
