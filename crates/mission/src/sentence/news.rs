//! News: how does a line of the telex read?

use super::measure::measured;
use super::{Lang, Voice, capital, together, within};
use crate::cadence::Cadence;
use crate::effect::News;
use crate::escalation::Phase;
use crate::registry::Indicator;
use crate::report::Correction;

impl Voice<'_> {
    /// A line of a unit's telex. `about` names the thing (`Yarn output: step down`, a policy, a
    /// term), `who` the unit on the other side of it. What an incident is about may begin with the
    /// name of a unit, which keeps its capital.
    /// How an incident stands is said as it is now.
    pub fn news(&self, news: &News, about: &str, who: &str, phase: Phase) -> String {
        let about_within = within(about);
        match (self.lang, news) {
            (Lang::En, News::Opened(_)) => format!("{about}; the clock is ours"),
            (Lang::Es, News::Opened(_)) => format!("{about}; el reloj es nuestro"),
            (Lang::En | Lang::Es, News::Moved(_)) => {
                let clock = match phase {
                    Phase::Running => self.lang.pick("the clock runs", "corre el reloj"),
                    Phase::Waiting => self.lang.pick("the clock waits", "el reloj espera"),
                    Phase::Settling => {
                        self.lang.pick("the readings decide", "deciden las lecturas")
                    }
                    Phase::Closed => self.lang.pick("over", "terminado"),
                };
                format!("{about}: {clock}")
            }
            (Lang::En, News::Rose(..)) => format!("{about}; now with {who}"),
            (Lang::Es, News::Rose(..)) => format!("{about}; ahora en {who}"),
            (Lang::En, News::Owes(_)) => format!("we owe {who} an answer: {about_within}"),
            (Lang::Es, News::Owes(_)) => format!("debemos una respuesta a {who}: {about_within}"),
            (Lang::En, News::Answered(_)) => format!("answered: {about_within}"),
            (Lang::Es, News::Answered(_)) => format!("respondido: {about_within}"),
            (Lang::En, News::Missed(_)) => format!("no answer in time: {about_within}"),
            (Lang::Es, News::Missed(_)) => format!("sin respuesta a tiempo: {about_within}"),
            (Lang::En, News::Closed(_)) => format!("{about}: over"),
            (Lang::Es, News::Closed(_)) => format!("{about}: terminado"),
            (
                Lang::En | Lang::Es,
                News::Signal(_)
                | News::Alarm(_)
                | News::Shared(..)
                | News::Asked(_)
                | News::Corrected(_)
                | News::Wrote(_)
                | News::Posted(..),
            ) => about.to_owned(),
            (Lang::En, News::Noted(_)) => format!("a note with {about}"),
            (Lang::Es, News::Noted(_)) => format!("una nota en {about}"),
            (Lang::En | Lang::Es, News::Note(words)) => self.written(words).to_owned(),
            (Lang::En, News::Terms(_)) => format!("terms: {about_within}"),
            (Lang::Es, News::Terms(_)) => format!("acuerdo: {about_within}"),
            (Lang::En, News::Directive(_)) => format!("directive: {about_within}"),
            (Lang::Es, News::Directive(_)) => format!("directiva: {about_within}"),
            (Lang::En, News::Announced(_)) => format!("announced: {about}"),
            (Lang::Es, News::Announced(_)) => format!("anunciado: {about}"),
        }
    }

    /// `Yarn output, Fri 16 Oct: 8.15, was 81.5 t a day (shift lead)`.
    pub fn corrected(&self, of: &Indicator, it: &Correction) -> String {
        let values = together(self.lang, &[it.value, it.was]);
        let was = measured(self.lang, &values[1], &of.measure);
        let when = match of.cadence {
            Cadence::Minutes(_) => self.moment_short(it.at),
            Cadence::Daily | Cadence::Weekly | Cadence::Monthly => {
                self.weekday_date_short(self.date_of(it.at))
            }
        };
        let by = it.signed.as_ref().map(|signed| format!(" ({})", signed.by)).unwrap_or_default();
        let before = self.lang.pick("was", "era");
        format!("{}, {when}: {}, {before} {was}{by}", capital(&of.name), values[0])
    }

    /// Who speaks in a line of the telex that no unit wrote.
    pub fn herald(&self, news: &News) -> &'static str {
        match news {
            News::Signal(_) | News::Opened(_) | News::Closed(_) => {
                self.lang.pick("Filter", "Filtro")
            }
            News::Moved(_) | News::Rose(..) | News::Missed(_) => self.lang.pick("Clock", "Reloj"),
            News::Owes(_) | News::Answered(_) => self.lang.pick("Duty", "Obligación"),
            News::Alarm(_) => self.lang.pick("Alarm", "Alarma"),
            News::Noted(_) | News::Note(_) => self.lang.pick("Note", "Nota"),
            News::Corrected(_) => self.lang.pick("Figures", "Cifras"),
            News::Announced(_) => self.lang.pick("Plan", "Plan"),
            News::Shared(..) | News::Asked(_) => self.lang.pick("Sharing", "Aperturas"),
            News::Wrote(_) => self.lang.pick("Message", "Mensaje"),
            News::Posted(..) => self.lang.pick("Board", "Tablero"),
            News::Terms(_) => self.lang.pick("Terms", "Acuerdos"),
            News::Directive(_) => self.lang.pick("Policy", "Directivas"),
        }
    }
}
