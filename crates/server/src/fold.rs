//! Fold: does a text say what somebody looks for, however either writes it?
//!
//! Capitals, accents and marks are left out on both sides, so that `panaderia` finds `Panadería`: letters are
//! taken apart (Unicode Standard Annex 15, form NFKD) and combining marks dropped. Each word that is looked
//! for must stand somewhere in the text.

use icu_normalizer::DecomposingNormalizerBorrowed;
use icu_normalizer::properties::CanonicalCombiningClassMapBorrowed;

/// What is looked for.
#[derive(Clone, Debug, Default)]
pub struct Sought {
    given: String,
    words: Vec<String>,
}

impl Sought {
    /// The words of a query.
    pub fn new(given: &str) -> Self {
        let folded = fold(given);
        let words = folded.split_whitespace().map(str::to_owned).collect();
        Self { given: given.trim().to_owned(), words }
    }

    /// As it was given.
    pub fn given(&self) -> &str {
        &self.given
    }

    /// Whether all of it stands in a text.
    pub fn is_in(&self, text: &str) -> bool {
        if self.words.is_empty() {
            return true;
        }
        let text = fold(text);
        self.words.iter().all(|word| text.contains(word.as_str()))
    }
}

fn fold(text: &str) -> String {
    let marks = CanonicalCombiningClassMapBorrowed::new();
    let apart = DecomposingNormalizerBorrowed::new_nfkd().normalize_iter(text.chars());
    apart.filter(|letter| marks.get_u8(*letter) == 0).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_found_however_it_is_written() {
        let text = "La PANADERÍA de Ñuñoa pide ½ saco, ﬁn de mes. Straße. İzmir";
        for given in ["panaderia", "Panadería", "nunoa PIDE", "fin", "", "  ", "izmir", "ñuñoa"]
        {
            assert!(Sought::new(given).is_in(text), "{given}");
        }
        for given in ["panaderias", "nunoa vende", "<b>"] {
            assert!(!Sought::new(given).is_in(text), "{given}");
        }
    }

    #[test]
    fn letters_of_every_script_and_none_of_them_can_be_looked_for() {
        for text in ["مرحبا", "שלום", "😀 héhé", "각", "\u{301}\u{301}", "a\u{0}b"] {
            assert!(Sought::new(text).is_in(text), "{text}");
        }
    }
}
