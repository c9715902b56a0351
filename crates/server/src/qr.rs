//! QR: how does a telephone read what is shown once, without anybody typing it?
//!
//! A picture of squares (ISO/IEC 18004) as SVG, made where the code is made and sent with it: it goes
//! into no address, no log and no store.

use std::fmt::Write;

use qrcodegen::{QrCode, QrCodeEcc};

/// Squares left white around it (ISO/IEC 18004, section 5.3.8).
const BORDER: i32 = 4;

/// A picture that says this; none where it is too long for one.
pub(crate) fn picture(text: &str) -> Option<String> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
    let side = code.size() + 2 * BORDER;
    let mut squares = String::new();
    for y in 0..code.size() {
        for x in (0..code.size()).filter(|x| code.get_module(*x, y)) {
            let written = write!(squares, "M{} {}h1v1h-1z", x + BORDER, y + BORDER);
            written.expect("a text takes what is written to it");
        }
    }
    Some(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" \
         shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/>\
         <path d=\"{squares}\"/></svg>"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_holds_nothing_but_squares_and_too_long_a_text_has_none() {
        let made = picture("https://cybersyn.example.org/join#K7QF-2M9D-X4TA").unwrap();
        assert!(made.starts_with("<svg ") && made.len() < 20_000, "{}", made.len());
        assert!(!made.contains("join") && !made.contains("<script"));
        assert_eq!(picture(&"x".repeat(5_000)), None);
    }
}
