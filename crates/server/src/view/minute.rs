//! Minute: what stands on the page of a rehearsal's story before it is told?

use mission::federation::Federation;
use mission::sentence::Lang;
use mission::time::Timestamp;

use super::nowhere;
use crate::wire::views::MinutePage;

/// The page, which asks for the rest by itself.
pub fn minute(federation: &Federation, lang: Lang, now: Timestamp) -> MinutePage {
    let (title, sentence, lede) = match lang {
        Lang::En => (
            "The first minute",
            "Type a bad figure. Who knows?",
            "Rehearsed. None of this is real; nothing can mix with your data.",
        ),
        Lang::Es => (
            "El primer minuto",
            "Escriba una mala cifra. ¿Quién se entera?",
            "Ensayado. Nada de esto es real; nada puede mezclarse con sus datos.",
        ),
    };
    MinutePage {
        frame: nowhere(federation, None, title.to_owned(), lang, now),
        sentence: sentence.to_owned(),
        lede: lede.to_owned(),
    }
}
