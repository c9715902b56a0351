//! People: how are members, roles and the way in said?

use super::{Lang, Voice};
use crate::roll::Role;
use crate::time::Timestamp;

impl Role {
    /// `worker`, as it stands in a list.
    pub const fn word(self, lang: Lang) -> &'static str {
        match self {
            Self::Worker => lang.pick("Worker", "Trabajador o trabajadora"),
            Self::Committee => lang.pick("Committee", "Comité"),
            Self::Coordinator => lang.pick("Coordinator", "Coordinación"),
            Self::Auditor => lang.pick("Auditor", "Auditoría"),
            Self::Source => lang.pick("Machine that reports", "Máquina que informa"),
            Self::Wall => lang.pick("Wall display", "Pantalla de pared"),
            Self::Tablet => lang.pick("Shared tablet", "Tableta compartida"),
        }
    }

    /// What they may do, in a sentence.
    pub const fn what(self, lang: Lang) -> &'static str {
        match self {
            Self::Worker => lang.pick(
                "Sees the whole unit, reports, raises alarms, asks for help, and signs as one of two.",
                "Ve toda la unidad, informa, da alarmas, pide ayuda y firma como una de dos personas.",
            ),
            Self::Committee => lang.pick(
                "Decides for the unit as well: passes up, agrees terms, answers policies, says who belongs to it.",
                "Además decide por la unidad: eleva, acuerda condiciones, responde directivas, dice quién \
                 pertenece a ella.",
            ),
            Self::Coordinator => lang.pick(
                "Answers for the unit to its parts when something rises, and sends policies down.",
                "Responde por la unidad ante sus partes cuando algo sube, y envía directivas.",
            ),
            Self::Auditor => lang.pick(
                "Reads who did what, by role, and nothing else.",
                "Lee quién hizo qué, por función, y nada más.",
            ),
            Self::Source => lang.pick("Sends figures.", "Envía cifras."),
            Self::Wall => lang.pick("Shows the unit's room.", "Muestra la sala de la unidad."),
            Self::Tablet => lang.pick(
                "Shows the room, takes figures in and raises alarms, without anybody's name.",
                "Muestra la sala, recibe cifras y da alarmas, sin el nombre de nadie.",
            ),
        }
    }
}

impl Voice<'_> {
    /// `People: Spinning 2`.
    pub fn people_title(&self, unit: &str) -> String {
        format!("{}: {unit}", self.lang.pick("People", "Personas"))
    }

    /// `Nine people belong to Spinning 2.`
    pub fn belong(&self, people: usize, unit: &str) -> String {
        match (self.lang, people) {
            (Lang::En, 0) => format!("Nobody belongs to {unit} yet."),
            (Lang::Es, 0) => format!("Nadie pertenece todavía a {unit}."),
            (Lang::En, 1) => format!("One person belongs to {unit}."),
            (Lang::Es, 1) => format!("Una persona pertenece a {unit}."),
            (Lang::En, _) => format!("{people} people belong to {unit}."),
            (Lang::Es, _) => format!("{people} personas pertenecen a {unit}."),
        }
    }

    /// Who sees the names.
    pub fn names_stay(&self) -> &'static str {
        self.lang.pick(
            "Names stay here: other units see roles. The committee says who belongs to the unit.",
            "Los nombres quedan aquí: otras unidades ven funciones. El comité dice quién pertenece a la unidad.",
        )
    }

    /// `Sign in`.
    pub fn sign_in(&self) -> [&'static str; 2] {
        [
            self.lang.pick("Sign in", "Entrar"),
            self.lang.pick(
                "With the login that you chose when you were invited.",
                "Con el nombre que eligió cuando le invitaron.",
            ),
        ]
    }

    /// What is said where there is no account yet.
    pub fn first_account(&self) -> [&'static str; 2] {
        [
            self.lang.pick("The first account", "La primera cuenta"),
            self.lang.pick(
                "You keep this program running and found the federation. Others come by your invitation.",
                "Usted mantiene este programa y funda la federación. Los demás llegan por su invitación.",
            ),
        ]
    }

    /// `Spinning 2 invites you.`
    pub fn invites_you(&self, unit: &str) -> String {
        match self.lang {
            Lang::En => format!("{unit} invites you."),
            Lang::Es => format!("{unit} le invita."),
        }
    }

    /// `A display for Spinning 2.`
    pub fn sets_up(&self, unit: &str) -> String {
        match self.lang {
            Lang::En => format!("This device will belong to {unit}."),
            Lang::Es => format!("Este aparato pertenecerá a {unit}."),
        }
    }

    /// That a device has to be set up anew, said on it.
    pub fn device_ends(&self, ends: Timestamp) -> String {
        let when = self.day_and_time(ends);
        match self.lang {
            Lang::En => format!(
                "This device works until {when}. Before that the committee sets it up anew, on the page People."
            ),
            Lang::Es => format!(
                "Este aparato sirve hasta {when}. Antes el comité lo instala de nuevo, en la página Personas."
            ),
        }
    }

    /// What whoever comes with a link reads where no script runs.
    pub fn door_without_script(&self) -> &'static str {
        self.lang.pick(
            "This page needs JavaScript: the code stands in the link after #, where only the page itself can read it. Turn \
             JavaScript on, or open the link in another browser.",
            "Esta página necesita JavaScript: el código está en el enlace después de #, donde solo la página misma puede \
             leerlo. Active JavaScript, o abra el enlace en otro navegador.",
        )
    }

    /// What is said of a code that leads nowhere, or of none.
    pub fn give_a_code(&self) -> [&'static str; 2] {
        [
            self.lang.pick("Come in by an invitation", "Entrar con una invitación"),
            self.lang.pick(
                "Type the code that you were given. Each is good once, and for some days.",
                "Escriba el código que le dieron. Cada uno sirve una vez, y por algunos días.",
            ),
        ]
    }

    /// For whoever forgot their password.
    pub fn choose_anew(&self) -> [&'static str; 2] {
        [
            self.lang.pick("Choose another password", "Elegir otra contraseña"),
            self.lang.pick(
                "The old one then opens nothing, and every device is signed out.",
                "La de antes ya no abre nada, y se sale en todos los aparatos.",
            ),
        ]
    }

    /// What the page about oneself begins with.
    pub fn about_you(&self, units: usize) -> String {
        match (self.lang, units) {
            (Lang::En, 0) => "You belong to no unit yet.".to_owned(),
            (Lang::Es, 0) => "Usted todavía no pertenece a ninguna unidad.".to_owned(),
            (Lang::En, 1) => "You belong to one unit.".to_owned(),
            (Lang::Es, 1) => "Usted pertenece a una unidad.".to_owned(),
            (Lang::En, _) => format!("You belong to {units} units."),
            (Lang::Es, _) => format!("Usted pertenece a {units} unidades."),
        }
    }

    /// Why one-time codes are wanted.
    pub fn codes_wanted(&self) -> &'static str {
        self.lang.pick(
            "You can act for others: set up one-time codes, so that a stolen password alone does nothing. \
             Two weeks after your account was made, your role sleeps until you have them.",
            "Usted puede actuar por otros: active códigos de un solo uso, para que una clave robada no baste. \
             Dos semanas después de crear su cuenta, su función descansa hasta que los tenga.",
        )
    }

    /// Of a side for which one of two has signed.
    pub fn second_is_missing(&self) -> &'static str {
        self.lang.pick(
            "one has signed; a second, of those who work there or of the committee, has not yet",
            "firmó una persona; falta una segunda, de quienes trabajan allí o del comité",
        )
    }

    /// What a browser says of itself, as people would: `Firefox on Android`.
    pub fn browser(&self, agent: &str) -> String {
        let known = |names: &[(&'static str, &'static str)]| {
            names.iter().find(|(word, _)| agent.contains(word)).map(|(_, name)| *name)
        };
        // Most say that they are others as well: the one that only it says goes first.
        let browser = known(&[
            ("Firefox", "Firefox"),
            ("Edg", "Edge"),
            ("OPR", "Opera"),
            ("SamsungBrowser", "Samsung Internet"),
            ("Chrom", "Chrome"),
            ("Safari", "Safari"),
        ]);
        let system = known(&[
            ("Android", "Android"),
            ("iPhone", "iPhone"),
            ("iPad", "iPad"),
            ("Windows", "Windows"),
            ("Mac OS", "macOS"),
            ("CrOS", "ChromeOS"),
            ("Linux", "Linux"),
        ]);
        let on = self.lang.pick("on", "en");
        match (browser, system) {
            (Some(browser), Some(system)) => format!("{browser} {on} {system}"),
            (Some(one), None) | (None, Some(one)) => one.to_owned(),
            (None, None) => self.lang.pick("a program", "un programa").to_owned(),
        }
    }

    /// A day with its time, as of a session.
    pub fn day_and_time(&self, at: Timestamp) -> String {
        format!("{} {}", self.weekday_date(self.hours.date_of(at)), self.clock(at))
    }
}
