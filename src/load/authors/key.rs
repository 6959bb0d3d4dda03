//! The secret that makes pseudonyms.

use std::fmt;

use hmac::digest::KeyInit;
use hmac::{Hmac, Mac};
use sha2::Sha256;

use crate::{Error, ErrorKind, Result};

/// Bytes of a key.
const LENGTH: usize = 32;

/// Bytes of a pseudonym: among a million authors two have the same one once in 30 million stores.
const PSEUDONYM: usize = 8;

/// A secret. Who has it can tell whether a pseudonym is that of a person whose id or name they know; who has it not
/// cannot, whatever they try. The store never holds it.
#[derive(Clone, PartialEq, Eq)]
pub struct Key([u8; LENGTH]);

impl Key {
    /// A new key, of the system's random bytes.
    ///
    /// # Errors
    /// [`ErrorKind::Io`] when the system has none to give.
    pub fn generate() -> Result<Self> {
        let mut bytes = [0; LENGTH];
        getrandom::fill(&mut bytes).map_err(|cause| {
            Error::new(ErrorKind::Io, "the system gives no random bytes for a key").caused_by(cause)
        })?;
        Ok(Self(bytes))
    }

    /// The key of this text, 64 hex digits; `None` when it is anything else.
    #[must_use]
    pub fn from_hex(text: &str) -> Option<Self> {
        if text.len() != 2 * LENGTH || !text.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return None;
        }
        let mut bytes = [0; LENGTH];
        for (byte, digits) in bytes.iter_mut().zip(text.as_bytes().chunks(2)) {
            *byte = u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?;
        }
        Some(Self(bytes))
    }

    /// The text of this key: 64 hex digits.
    #[must_use]
    pub fn to_hex(&self) -> String {
        hex(&self.0)
    }

    /// What tells this key from others and tells nothing of it.
    pub(super) fn fingerprint(&self) -> String {
        self.sign(&["fingerprint"])
    }

    /// What stands for the person of this id.
    pub(super) fn of_id(&self, platform: &str, id: &str) -> String {
        self.sign(&["id", platform, id])
    }

    /// What stands for the person of this name.
    pub(super) fn of_name(&self, platform: &str, name: &str) -> String {
        self.sign(&["name", platform, name.trim()])
    }

    /// The beginning of the HMAC-SHA-256 (RFC 2104) of the words, in hex.
    fn sign(&self, words: &[&str]) -> String {
        // A key shorter than the hash's block counts as if it were filled with zeros.
        let mut block = [0; 64];
        block[..LENGTH].copy_from_slice(&self.0);
        let mut hmac = <Hmac<Sha256> as KeyInit>::new((&block).into());
        for word in words {
            hmac.update(&(word.len() as u64).to_be_bytes());
            hmac.update(word.as_bytes());
        }
        hex(&hmac.finalize().into_bytes()[..PSEUDONYM])
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(…)")
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_64_hex_digits() {
        let text = "00112233445566778899aabbccddeeff".repeat(2);
        let key = Key::from_hex(&text).expect("a key");
        assert_eq!(key.to_hex(), text);
        for bad in ["", &text[1..], &format!("{text}0"), &text.replace('f', "g"), &text.replace("ff", "é")] {
            assert_eq!(Key::from_hex(bad), None, "{bad}");
        }
        assert_ne!(Key::generate().expect("a key"), Key::generate().expect("a key"));
        assert!(!format!("{key:?}").contains("0011"));
    }

    #[test]
    fn pseudonyms_are_hmacs() {
        // python3: hmac.new(bytes(32), b''.join(len(w).to_bytes(8, 'big') + w for w in (b'id', b'telegram',
        // b'user12')), 'sha256').hexdigest()[:16]
        let key = Key::from_hex(&"0".repeat(64)).expect("a key");
        assert_eq!(key.of_id("telegram", "user12"), "027c6b043e37be8b");
        assert_ne!(key.of_id("a", "bc"), key.of_id("ab", "c"));
        assert_ne!(key.of_id("a", "b"), key.of_name("a", "b"));
        assert_eq!(key.of_name("a", " b "), key.of_name("a", "b"));
    }
}
