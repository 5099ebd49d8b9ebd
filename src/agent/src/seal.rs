//! How is a copy sealed that stays within a person's apps, so that only their own pages can read it?
//!
//! A seal is base64url without padding of: a version byte (1), 12 bytes of nonce, and what `ChaCha20-Poly1305`
//! (RFC 8439) makes of the copy under the person's clipboard key, with the version byte as associated data.
//! The copy is written with the policies' [`Writer`]: time, origin, app, plain text, HTML.

use chacha20poly1305::aead::{AeadInOut as _, KeyInit as _};
use chacha20poly1305::{ChaCha20Poly1305, Key, Nonce};
use stepgate_policy::wire::{Malformed, Reader, Writer};
use stepgate_protocol::base64url;

const VERSION: u8 = 1;
const NONCE: usize = 12;
/// The longest copy that is sealed, in bytes: a clipboard is no place for more.
pub const MOST: usize = 1024 * 1024;
/// How long a seal can be opened, in seconds: no session is longer.
pub const LIFETIME: u64 = 12 * 60 * 60;

/// What was copied, and where.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Copied {
    /// When, Unix seconds by the gateway's clock.
    pub time: u64,
    /// Origin and app it comes from.
    pub source: [String; 2],
    /// As plain text.
    pub plain: String,
    /// As HTML; may be empty.
    pub html: String,
}

impl Copied {
    /// Sealed with `key`; `nonce` is never used twice. `None` if it is too long, or `key` is none.
    #[must_use]
    pub fn seal(&self, key: &[u8], nonce: [u8; NONCE]) -> Option<String> {
        if self.plain.len() + self.html.len() > MOST {
            return None;
        }
        let cipher = cipher(key)?;
        let mut sealed = self.encode();
        cipher
            .encrypt_in_place(&Nonce::from(nonce), &[VERSION], &mut sealed)
            .ok()?;
        Some(base64url::encode(
            &[&[VERSION], &nonce[..], &sealed].concat(),
        ))
    }

    /// What a seal holds, unless it was made with another key, more than [`LIFETIME`] before `now` (Unix seconds), or
    /// is none.
    #[must_use]
    pub fn open(seal: &str, key: &[u8], now: u64) -> Option<Self> {
        let bytes = base64url::decode(seal).ok()?;
        let (head, sealed) = bytes.split_at_checked(1 + NONCE)?;
        let (version, nonce) = head.split_at_checked(1)?;
        if version != [VERSION] {
            return None;
        }
        let mut copy = sealed.to_vec();
        let nonce = Nonce::try_from(nonce).ok()?;
        cipher(key)?
            .decrypt_in_place(&nonce, version, &mut copy)
            .ok()?;
        Self::decode(&copy)
            .ok()
            .filter(|copied| now < copied.time.saturating_add(LIFETIME))
    }

    fn encode(&self) -> Vec<u8> {
        let mut writer = Writer::new();
        writer.varint(self.time);
        let [origin, app] = &self.source;
        for text in [origin, app, &self.plain, &self.html] {
            writer.str(text);
        }
        writer.into_bytes()
    }

    fn decode(bytes: &[u8]) -> Result<Self, Malformed> {
        let mut reader = Reader::new(bytes);
        let time = reader.varint()?;
        let mut text = || reader.str().map(String::from);
        Ok(Self {
            time,
            source: [text()?, text()?],
            plain: text()?,
            html: text()?,
        })
    }
}

fn cipher(key: &[u8]) -> Option<ChaCha20Poly1305> {
    let key = Key::try_from(key).ok()?;
    Some(ChaCha20Poly1305::new(&key))
}

#[cfg(test)]
mod tests {
    use super::{Copied, LIFETIME, MOST};
    use stepgate_protocol::base64url;

    const KEY: [u8; 32] = [7; 32];
    const NONCE: [u8; 12] = [9; 12];
    const NOW: u64 = 1_700_000_000;

    fn copied() -> Copied {
        Copied {
            time: NOW,
            source: ["https://files.example.com".into(), "files".into()],
            plain: "Größe: 42 & mehr".into(),
            html: "<b>Größe</b>: 42 &amp; mehr".into(),
        }
    }

    fn sealed() -> String {
        copied().seal(&KEY, NONCE).unwrap()
    }

    #[test]
    fn what_is_sealed_opens_with_its_key_and_shows_nothing() {
        assert_eq!(Copied::open(&sealed(), &KEY, NOW), Some(copied()));
        let bytes = base64url::decode(&sealed()).unwrap();
        let shows = |text: &str| bytes.windows(text.len()).any(|at| at == text.as_bytes());
        assert!(!shows("42") && !shows("files"));
    }

    #[test]
    fn a_seal_of_another_key_or_without_one_does_not_open() {
        assert_eq!(Copied::open(&sealed(), &[8; 32], NOW), None);
        for key in [&[][..], &KEY[1..], &[7; 33]] {
            assert_eq!(Copied::open(&sealed(), key, NOW), None);
            assert_eq!(copied().seal(key, NONCE), None);
        }
    }

    #[test]
    fn a_seal_changed_in_any_bit_does_not_open() {
        let bytes = base64url::decode(&sealed()).unwrap();
        for at in 0..bytes.len() * 8 {
            let mut changed = bytes.clone();
            changed[at / 8] ^= 1 << (at % 8);
            let changed = base64url::encode(&changed);
            assert_eq!(Copied::open(&changed, &KEY, NOW), None, "bit {at}");
        }
    }

    #[test]
    fn a_seal_cut_off_or_grown_does_not_open() {
        let sealed = sealed();
        for length in 0..sealed.len() {
            assert_eq!(Copied::open(&sealed[..length], &KEY, NOW), None);
        }
        for more in ["A", "AA", "AAAA", "=", "ä"] {
            assert_eq!(Copied::open(&format!("{sealed}{more}"), &KEY, NOW), None);
        }
    }

    #[test]
    fn a_seal_opens_no_longer_than_a_session_lasts() {
        assert!(Copied::open(&sealed(), &KEY, NOW + LIFETIME - 1).is_some());
        assert_eq!(Copied::open(&sealed(), &KEY, NOW + LIFETIME), None);
    }

    #[test]
    fn what_is_too_long_is_not_sealed() {
        let long = |plain: usize| Copied {
            plain: "x".repeat(plain),
            html: "y".into(),
            ..copied()
        };
        assert!(long(MOST - 1).seal(&KEY, NONCE).is_some());
        assert_eq!(long(MOST).seal(&KEY, NONCE), None);
    }
}
