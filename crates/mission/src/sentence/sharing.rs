//! Sharing: how are openings and requests said, and what does one show to whom?

use super::number::{Gender, count};
use super::{Lang, Voice, capital, within};
use crate::opening::State;
use crate::time::{Date, Timestamp};

/// An opening with the names its sentences need.
#[derive(Clone, Copy, Debug)]
pub struct Shared<'a> {
    /// The unit whose figures these are; none where the listener is of it.
    pub owner: Option<&'a str>,
    /// The unit that may see; none where the listener is of it.
    pub to: Option<&'a str>,
    /// The names of the figures.
    pub figures: &'a [String],
    /// When it is over: the first moment after the last day.
    pub until: Timestamp,
    /// How it stands, or stood.
    pub state: State,
}

impl Voice<'_> {
    /// `Sharing: Spinning 2`.
    pub fn sharing_title(&self, unit: &str) -> String {
        format!("{}: {unit}", self.lang.pick("Sharing", "Aperturas"))
    }

    /// `Two openings are in force, and one request waits for us.`
    pub fn sharing(&self, in_force: usize, waiting: usize) -> String {
        let openings = count(self.lang, in_force, Gender::Feminine);
        let requests = count(self.lang, waiting, Gender::Feminine);
        let opened = match (self.lang, in_force) {
            (Lang::En, 0) => "Nothing of ours is open to others".to_owned(),
            (Lang::Es, 0) => "Nada nuestro está abierto a otros".to_owned(),
            (Lang::En, 1) => "One opening is in force".to_owned(),
            (Lang::Es, 1) => "Una apertura está vigente".to_owned(),
            (Lang::En, _) => format!("{} openings are in force", capital(&openings)),
            (Lang::Es, _) => format!("{} aperturas están vigentes", capital(&openings)),
        };
        match (self.lang, waiting) {
            (_, 0) => format!("{opened}."),
            (Lang::En, 1) => format!("{opened}, and one request waits for us."),
            (Lang::Es, 1) => format!("{opened}, y una petición espera."),
            (Lang::En, _) => format!("{opened}, and {requests} requests wait for us."),
            (Lang::Es, _) => format!("{opened}, y {requests} peticiones esperan."),
        }
    }

    /// What an opening is, and how it ends.
    pub fn sharing_lede(&self) -> &'static str {
        self.lang.pick(
            "Two of us open named figures to another unit, for a month at most; the committee closes them \
             at once. Nobody need answer a request.",
            "Dos de nosotros abren cifras con nombre a otra unidad, un mes como máximo; el comité las cierra \
             en el acto. Nadie está obligado a responder una petición.",
        )
    }

    /// `yarn output and waste: open to Textiles, until Wednesday 1 April`.
    pub fn shared(&self, shared: &Shared<'_>) -> String {
        let figures = super::listed(self.lang, shared.figures);
        let begins = capital(&figures);
        let last = self.last_day(shared.until);
        match (self.lang, shared.owner, shared.to, shared.state) {
            (Lang::En, None, to, State::Proposed) => {
                format!("{begins}: open to {} once another person signs", to.unwrap_or("us"))
            }
            (Lang::Es, None, to, State::Proposed) => {
                let to = to.unwrap_or("nosotros");
                format!("{begins}: se abre a {to} cuando firme otra persona")
            }
            (Lang::En, None, to, State::InForce) => {
                format!("{begins}: open to {}, until {last}", to.unwrap_or("us"))
            }
            (Lang::Es, None, to, State::InForce) => {
                format!("{begins}: abierto a {} hasta el {last}", to.unwrap_or("nosotros"))
            }
            (Lang::En, None, to, State::Closed) => {
                format!("{begins}: closed to {}", to.unwrap_or("us"))
            }
            (Lang::Es, None, to, State::Closed) => {
                format!("{begins}: cerrado a {}", to.unwrap_or("nosotros"))
            }
            (Lang::En, None, to, State::Over) => {
                format!("{begins}: no longer open to {}", to.unwrap_or("us"))
            }
            (Lang::Es, None, to, State::Over) => {
                format!("{begins}: ya no está abierto a {}", to.unwrap_or("nosotros"))
            }
            (Lang::En, Some(owner), _, State::Proposed | State::InForce) => {
                format!("{owner} opens {figures} to us, until {last}")
            }
            (Lang::Es, Some(owner), _, State::Proposed | State::InForce) => {
                format!("{owner} nos abre {figures} hasta el {last}")
            }
            (Lang::En, Some(owner), _, State::Closed) => {
                format!("{owner} has closed {figures} to us")
            }
            (Lang::Es, Some(owner), _, State::Closed) => format!("{owner} nos cerró {figures}"),
            (Lang::En, Some(owner), _, State::Over) => {
                format!("{figures} of {owner}: no longer open to us")
            }
            (Lang::Es, Some(owner), _, State::Over) => {
                format!("{figures} de {owner}: ya no nos está abierto")
            }
        }
    }

    /// `from Mon 2 Mar to Wed 1 Apr`.
    pub fn shared_for(&self, since: Timestamp, until: Timestamp) -> String {
        self.announced_for(since, Some(until))
    }

    /// `Spinning 2 lets us see yarn output from Monday 2 March on.`
    pub fn lets_us_see(&self, unit: &str, figure: &str, since: Timestamp) -> String {
        let figure = within(figure);
        let day = self.weekday_date(self.date_of(since));
        match self.lang {
            Lang::En => format!("{unit} lets us see {figure} from {day} on."),
            Lang::Es => format!("{unit} nos deja ver {figure} desde el {day}."),
        }
    }

    /// `Until Wednesday 1 April, or until its committee closes it.`
    pub fn shared_until(&self, until: Timestamp) -> String {
        let last = self.last_day(until);
        match self.lang {
            Lang::En => format!(
                "Until {last}, or until its committee closes it. Readings only: what the filter says of \
                 them stays there."
            ),
            Lang::Es => format!(
                "Hasta el {last}, o hasta que su comité lo cierre. Solo lecturas: lo que dice el filtro \
                 queda allí."
            ),
        }
    }

    /// What an opening shows and what it does not: words and whether it opens. `figures` are named
    /// where that is known, and `to` where that is.
    pub fn opening_shows(&self, to: Option<&str>, figures: &[String]) -> Vec<(String, bool)> {
        let unit = to.unwrap_or(self.lang.pick("The unit that you name", "La unidad nombrada"));
        let readings = match (self.lang, figures) {
            (Lang::En, []) => format!("{unit} sees the readings of the figures that you name"),
            (Lang::Es, []) => format!("{unit} ve las lecturas de las cifras que usted nombra"),
            (Lang::En, named) => {
                format!("{unit} sees the readings of {}", super::listed(self.lang, named))
            }
            (Lang::Es, named) => {
                format!("{unit} ve las lecturas de {}", super::listed(self.lang, named))
            }
        };
        let closed = [
            ["What the filter says of them", "Lo que el filtro dice de ellas"],
            ["Notes, incidents and the index", "Notas, incidentes y el índice"],
            ["Figures about people", "Cifras sobre personas"],
        ];
        let closed = closed.map(|[english, spanish]| (self.lang.pick(english, spanish), false));
        let closed = closed.into_iter().map(|(text, opens)| (text.to_owned(), opens));
        std::iter::once((readings, true)).chain(closed).collect()
    }

    /// What opening needs.
    pub fn open_hint(&self) -> &'static str {
        self.lang.pick(
            "opens once another person has signed; 30 days at most",
            "se abre cuando firme otra persona; 30 días como máximo",
        )
    }

    /// What signing does, and what is missing where one signature does not do it.
    pub fn sign_hint(&self) -> &'static str {
        self.lang.pick("as another person than those who have", "una persona que aún no ha firmado")
    }

    /// What closing does.
    pub fn close_hint(&self) -> &'static str {
        self.lang
            .pick("at once; one of the committee is enough", "en el acto; basta uno del comité")
    }

    /// `Textiles asks to see figures of Spinning 2`; none of the two is the listener's own.
    pub fn asks_to_see(&self, asker: Option<&str>, asked: Option<&str>) -> String {
        match (self.lang, asker, asked) {
            (Lang::En, Some(asker), None) => format!("{asker} asks to see figures of ours"),
            (Lang::Es, Some(asker), None) => format!("{asker} pide ver cifras nuestras"),
            (Lang::En, None, asked) => {
                format!("We ask to see figures of {}", asked.unwrap_or("ours"))
            }
            (Lang::Es, None, asked) => {
                format!("Pedimos ver cifras de {}", asked.unwrap_or("nuestra unidad"))
            }
            (Lang::En, Some(asker), Some(asked)) => {
                format!("{asker} asks to see figures of {asked}")
            }
            (Lang::Es, Some(asker), Some(asked)) => format!("{asker} pide ver cifras de {asked}"),
        }
    }

    /// `asked on Friday 16 October`, `over`.
    pub fn request_stands(&self, at: Timestamp, is_over: bool) -> String {
        let day = self.weekday_date(self.date_of(at));
        match (self.lang, is_over) {
            (lang, true) => lang.pick("over", "terminada").to_owned(),
            (Lang::En, false) => format!("asked on {day}"),
            (Lang::Es, false) => format!("pedida el {day}"),
        }
    }

    /// Who reads a request.
    pub fn request_shows(&self) -> Vec<(String, bool)> {
        let lines = [
            (["The unit that you ask reads it", "La lee la unidad a la que pide"], true),
            (
                ["So do all its sister units, with the reason", "Y sus hermanas, con el motivo"],
                true,
            ),
            (["You are told if it says no", "Se le avisa si dice que no"], false),
        ];
        let say = |([english, spanish], opens): ([&str; 2], bool)| {
            (self.lang.pick(english, spanish).to_owned(), opens)
        };
        lines.map(say).to_vec()
    }

    /// What declining does.
    pub fn decline_hint(&self) -> &'static str {
        self.lang.pick(
            "puts it out of sight here; who asked is not told",
            "la quita de la vista aquí; quien pidió no se entera",
        )
    }

    /// `Textiles looked at yarn output on 3 days, last on Friday 16 October.`
    pub fn looked(&self, viewer: &str, figure: &str, days: usize, last: Date) -> String {
        let (figure, last) = (within(figure), self.weekday_date(last));
        match (self.lang, days) {
            (Lang::En, 1) => format!("{viewer} looked at {figure} on one day, {last}."),
            (Lang::Es, 1) => format!("{viewer} miró {figure} un día, el {last}."),
            (Lang::En, _) => format!("{viewer} looked at {figure} on {days} days, last on {last}."),
            (Lang::Es, _) => format!("{viewer} miró {figure} en {days} días, el último el {last}."),
        }
    }

    /// The last day before a moment.
    fn last_day(&self, until: Timestamp) -> String {
        let last = Timestamp::from_millis(until.as_millis().saturating_sub(1));
        self.weekday_date(self.date_of(last))
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{at, both, plant};
    use super::*;

    fn said(owner: Option<&str>, to: Option<&str>, state: State) -> [String; 2] {
        let until = at(&plant(), 23, 0, 0);
        let figures = ["Yarn output".to_owned(), "waste".to_owned()];
        both(|voice| voice.shared(&Shared { owner, to, figures: &figures, until, state }))
    }

    #[test]
    fn an_opening_is_told_from_both_sides() {
        assert_eq!(
            said(None, Some("Textiles"), State::InForce),
            [
                "Yarn output and waste: open to Textiles, until Thursday 22 October",
                "Yarn output y waste: abierto a Textiles hasta el jueves 22 de octubre",
            ]
        );
        let closed = said(Some("Yarur"), None, State::Closed);
        assert_eq!(closed[0], "Yarur has closed Yarn output and waste to us");
    }

    #[test]
    fn every_state_reads_in_both_languages_and_from_both_sides() {
        for state in [State::Proposed, State::InForce, State::Closed, State::Over] {
            for (owner, to) in [(None, Some("Textiles")), (Some("Yarur"), None)] {
                let [english, spanish] = said(owner, to, state);
                assert!(english != spanish && !english.is_empty(), "{english} {spanish}");
            }
        }
    }

    #[test]
    fn what_waits_and_what_is_open_is_counted() {
        let told = both(|voice| voice.sharing(2, 1));
        assert_eq!(told[0], "Two openings are in force, and one request waits for us.");
        assert_eq!(told[1], "Dos aperturas están vigentes, y una petición espera.");
        let told = both(|voice| voice.sharing(0, 0));
        assert_eq!(told[0], "Nothing of ours is open to others.");
    }

    #[test]
    fn a_request_names_both_and_says_nothing_but_asked_or_over() {
        let told = both(|voice| voice.asks_to_see(Some("Textiles"), Some("Yarur")));
        assert_eq!(told[0], "Textiles asks to see figures of Yarur");
        let day = at(&plant(), 16, 9, 0);
        let told = both(|voice| voice.request_stands(day, false));
        assert_eq!(told, ["asked on Friday 16 October", "pedida el viernes 16 de octubre"]);
        assert_eq!(both(|voice| voice.request_stands(day, true)), ["over", "terminada"]);
    }

    #[test]
    fn who_looked_is_told_by_days() {
        let told =
            both(|v| v.looked("Textiles", "Yarn output", 3, jiff::civil::date(2026, 10, 16)));
        assert_eq!(told[0], "Textiles looked at yarn output on 3 days, last on Friday 16 October.");
        assert_eq!(
            told[1],
            "Textiles miró yarn output en 3 días, el último el viernes 16 de octubre."
        );
    }

    #[test]
    fn what_an_opening_shows_is_said_with_what_it_does_not() {
        let figures = ["waste".to_owned()];
        for lang in Lang::ALL {
            let hours = plant();
            let voice = Voice { lang, hours: &hours, now: at(&hours, 19, 17, 38) };
            let shown = voice.opening_shows(Some("Textiles"), &figures);
            assert_eq!(shown.iter().filter(|(_, opens)| *opens).count(), 1, "{shown:?}");
        }
    }
}
