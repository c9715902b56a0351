//! Codes: the six digits of a one-time code (RFC 6238), which an app on a phone shows.

use mission::time::Timestamp;
use store::Codes;
use totp_rs::{Algorithm, Secret, TOTP};

use super::secret::random;

/// Seconds for which a code is shown.
const STEP: u64 = 30;

/// What an app needs to make codes.
pub(crate) struct Enrolment {
    pub(crate) codes: Codes,
    /// The secret as it is typed.
    pub(crate) secret: String,
    /// The same as an address, for a picture to scan.
    pub(crate) address: String,
}

impl Enrolment {
    pub(crate) fn new(login: &str) -> Self {
        let secret = random::<20>().to_vec();
        let typed = Secret::Raw(secret.clone()).to_encoded().to_string();
        let label: String = login
            .chars()
            .map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '-' })
            .collect();
        let address = format!("otpauth://totp/Cybersyn:{label}?secret={typed}&issuer=Cybersyn");
        let codes = Codes { secret, last_step: 0 };
        Self { codes, secret: typed, address }
    }
}

/// Whether a code is one of now, a moment ago, or in a moment, and was not given before. It is used up.
pub(crate) fn is_code(codes: &mut Codes, given: &str, now: Timestamp) -> bool {
    let given: String = given.chars().filter(|letter| !letter.is_whitespace()).collect();
    let Ok(made) = TOTP::new(Algorithm::SHA1, 6, 0, STEP, codes.secret.clone()) else {
        return false;
    };
    let step = now.as_millis().max(0).unsigned_abs() / 1_000 / STEP;
    // Every step is made, so that a wrong code takes as long as a right one.
    let of = |step: u64| made.generate(step * STEP);
    let near = [step, step.saturating_sub(1), step + 1];
    let found: Vec<u64> = near.into_iter().filter(|step| of(*step) == given).collect();
    let Some(step) = found.into_iter().find(|step| *step > codes.last_step) else { return false };
    codes.last_step = step;
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The secret of RFC 6238, appendix B, and its code at 1111111109 s, cut to six digits.
    fn known() -> (Codes, Timestamp) {
        let secret = b"12345678901234567890".to_vec();
        let codes = Codes { secret, last_step: 0 };
        (codes, Timestamp::from_millis(1_111_111_109_000))
    }

    #[test]
    fn a_code_of_the_standard_is_a_code_and_counts_once() {
        let (mut codes, now) = known();
        assert!(!is_code(&mut codes, "081805", now));
        assert!(is_code(&mut codes, "081 804", now));
        assert!(!is_code(&mut codes, "081804", now));
    }

    #[test]
    fn clocks_may_differ_by_half_a_minute_and_not_by_two() {
        for (off, good) in [(-30, true), (30, true), (-90, false), (90, false)] {
            let (mut codes, now) = known();
            let then = Timestamp::from_millis(now.as_millis() + off * 1_000);
            assert_eq!(is_code(&mut codes, "081804", then), good, "{off}");
        }
    }

    #[test]
    fn an_app_is_told_the_secret_by_word_and_by_address() {
        let made = Enrolment::new("mill/2");
        assert_eq!(made.secret.len(), 32);
        let address =
            format!("otpauth://totp/Cybersyn:mill-2?secret={}&issuer=Cybersyn", made.secret);
        assert_eq!(made.address, address);
    }
}
