//! Door: what is said to somebody whom the system that they sign in to did not let in here?

use super::{Lang, Voice};

/// Why somebody comes back from there without being signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turned {
    /// It does not answer, or not as it should.
    Away,
    /// Nothing of the kind was begun in this browser, or too long ago, or it was answered before.
    Over,
    /// It let them not in, or they turned back.
    Denied,
    /// Its clock and ours are apart.
    Clock,
    /// What it says is for another program.
    Audience,
    /// What it says is not its own word, or not about this sign-in.
    Forged,
    /// They did not show again that it is them, or it is somebody else.
    Unproved,
    /// Another account here is bound to whoever it knows, or this one to somebody else.
    Taken,
}

impl Turned {
    /// Every one.
    pub const ALL: [Self; 8] = [
        Self::Away,
        Self::Over,
        Self::Denied,
        Self::Clock,
        Self::Audience,
        Self::Forged,
        Self::Unproved,
        Self::Taken,
    ];

    /// Its name in an address.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Away => "away",
            Self::Over => "over",
            Self::Denied => "denied",
            Self::Clock => "clock",
            Self::Audience => "audience",
            Self::Forged => "forged",
            Self::Unproved => "unproved",
            Self::Taken => "taken",
        }
    }

    /// The one of that name.
    pub fn parse(given: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|turned| turned.name() == given)
    }
}

impl Voice<'_> {
    /// Why nobody was signed in, and what to do.
    pub fn turned_away(&self, why: Turned) -> &'static str {
        let (english, spanish) = match why {
            Turned::Away => (
                "The sign-in of your house does not answer. Try again in a moment; whoever has a login here uses that.",
                "El acceso de su casa no responde. Pruebe otra vez en un momento; quien tiene usuario aquí, que lo use.",
            ),
            Turned::Over => (
                "This sign-in was begun in another browser, too long ago, or used before. Begin again here.",
                "Este acceso se empezó en otro navegador, hace demasiado, o ya se usó. Empiece de nuevo aquí.",
            ),
            Turned::Denied => (
                "The sign-in of your house let nobody in. Begin again, or ask there.",
                "El acceso de su casa no dejó entrar a nadie. Empiece de nuevo, o pregunte allí.",
            ),
            Turned::Clock => (
                "The clock of your house\u{2019}s sign-in and the one here are more than a minute apart. Whoever keeps this program running can set that right.",
                "El reloj del acceso de su casa y el de aquí difieren en más de un minuto. Quien mantiene este programa puede corregirlo.",
            ),
            Turned::Audience => (
                "The sign-in of your house answered for another program. Whoever keeps this one running can set that right.",
                "El acceso de su casa respondió para otro programa. Quien mantiene este puede corregirlo.",
            ),
            Turned::Forged => (
                "What came back is not the word of your house\u{2019}s sign-in. Nobody was signed in; tell whoever keeps this program running.",
                "Lo que volvió no es palabra del acceso de su casa. No entró nadie; avise a quien mantiene este programa.",
            ),
            Turned::Unproved => (
                "It was not shown again that it is you. Go back to what you were doing and try once more.",
                "No se mostró otra vez que es usted. Vuelva a lo que hacía y pruebe una vez más.",
            ),
            Turned::Taken => (
                "Whoever you are at the sign-in of your house has an account of their own here. Sign in with it, and erase it on the page about you; then the two can be joined.",
                "Quien es usted en el acceso de su casa ya tiene aquí una cuenta propia. Entre con ella y bórrela en la página sobre usted; después se pueden unir.",
            ),
        };
        match self.lang {
            Lang::En => english,
            Lang::Es => spanish,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_has_its_name() {
        for turned in Turned::ALL {
            assert_eq!(Turned::parse(turned.name()), Some(turned));
        }
        assert_eq!(Turned::parse("<script>"), None);
    }
}
