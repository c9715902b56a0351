//! Seal: how is a message written that only one device can read?
//!
//! Message encryption for Web Push (RFC 8291) over the content coding `aes128gcm` (RFC 8188), with one
//! record: the service in between carries it and cannot read it. The words are padded to one length, so
//! that it cannot tell kinds of them either.

use ring::agreement::{ECDH_P256, EphemeralPrivateKey, UnparsedPublicKey, agree_ephemeral};
use ring::error::Unspecified;
use ring::rand::{SecureRandom, SystemRandom};
use ring::{aead, hkdf};

/// What padded words come to: room for the sentences of a mail.
const PADDED: usize = 2_048;
/// Bytes of a record, as its head says: the least that every device takes (RFC 8291, 4).
const RECORD: u32 = 4_096;
/// Bytes of a public key of P-256, not compressed.
pub(super) const KEY: usize = 65;
/// Bytes of what a device and we alone know.
pub(super) const AUTH: usize = 16;
/// After the words of the last record.
const END: u8 = 2;

/// Words for the device with this key.
pub(super) fn seal(words: &[u8], key: &[u8], auth: &[u8]) -> Result<Vec<u8>, Unspecified> {
    let random = SystemRandom::new();
    let ours = EphemeralPrivateKey::generate(&ECDH_P256, &random)?;
    let public = ours.compute_public_key()?;
    let mut salt = [0; 16];
    random.fill(&mut salt)?;
    let theirs = UnparsedPublicKey::new(&ECDH_P256, key);
    let shared = agree_ephemeral(ours, &theirs, <[u8]>::to_vec)?;
    let mut padded = words.to_vec();
    padded.push(END);
    padded.resize(padded.len().max(PADDED), 0);
    Exchange { shared: &shared, auth, theirs: key, ours: public.as_ref() }.write(salt, padded)
}

/// What both sides know.
struct Exchange<'e> {
    shared: &'e [u8],
    auth: &'e [u8],
    theirs: &'e [u8],
    ours: &'e [u8],
}

impl Exchange<'_> {
    /// The head and the one record, whose words are padded already (RFC 8291, 3.4).
    fn write(&self, salt: [u8; 16], mut record: Vec<u8>) -> Result<Vec<u8>, Unspecified> {
        let info = [b"WebPush: info\0", self.theirs, self.ours];
        let material: [u8; 32] = derive(self.auth, self.shared, &info)?;
        let key: [u8; 16] = derive(&salt, &material, &[b"Content-Encoding: aes128gcm\0"])?;
        let nonce: [u8; 12] = derive(&salt, &material, &[b"Content-Encoding: nonce\0"])?;
        let key = aead::LessSafeKey::new(aead::UnboundKey::new(&aead::AES_128_GCM, &key)?);
        let nonce = aead::Nonce::assume_unique_for_key(nonce);
        key.seal_in_place_append_tag(nonce, aead::Aad::empty(), &mut record)?;
        let length = u8::try_from(self.ours.len()).map_err(|_| Unspecified)?;
        Ok([&salt[..], &RECORD.to_be_bytes(), &[length], self.ours, &record].concat())
    }
}

/// HKDF with SHA-256 (RFC 5869).
fn derive<const N: usize>(
    salt: &[u8],
    secret: &[u8],
    info: &[&[u8]],
) -> Result<[u8; N], Unspecified> {
    struct Length(usize);
    impl hkdf::KeyType for Length {
        fn len(&self) -> usize {
            self.0
        }
    }
    let mut derived = [0; N];
    let drawn = hkdf::Salt::new(hkdf::HKDF_SHA256, salt).extract(secret);
    drawn.expand(info, Length(N))?.fill(&mut derived)?;
    Ok(derived)
}

#[cfg(test)]
mod tests {
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;

    use super::*;

    fn bytes(text: &str) -> Vec<u8> {
        URL_SAFE_NO_PAD.decode(text).expect("base 64")
    }

    /// RFC 8291, appendix A, from the secret that both sides come to.
    #[test]
    fn the_message_is_that_of_the_standards_own_example() {
        let theirs = bytes(
            "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
        );
        let ours = bytes(
            "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8",
        );
        let exchange = Exchange {
            shared: &bytes("kyrL1jIIOHEzg3sM2ZWRHDRB62YACZhhSlknJ672kSs"),
            auth: &bytes("BTBZMqHH6r4Tts7J_aSIgg"),
            theirs: &theirs,
            ours: &ours,
        };
        let salt = bytes("DGv6ra1nlYgDCS1FRnbzlw").try_into().expect("16 bytes");
        let mut record = b"When I grow up, I want to be a watermelon".to_vec();
        record.push(END);
        let sent = exchange.write(salt, record).expect("it can be sealed");
        assert_eq!(
            URL_SAFE_NO_PAD.encode(sent),
            "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmY\
             WAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexS\
             gSxsj_Qulcy4a-fN"
        );
    }

    #[test]
    fn what_is_no_key_is_refused_and_all_words_have_one_length() {
        let key = bytes(
            "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
        );
        assert!(seal(b"a", &[4; KEY], &[1; AUTH]).is_err());
        let length = |words: &[u8]| seal(words, &key, &[1; AUTH]).expect("a key").len();
        assert_eq!(length(b"a"), length(&[b'a'; 900]));
        assert!(length(b"a") <= 4_096, "services take no more");
    }
}
