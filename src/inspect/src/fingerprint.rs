//! Telling values apart without keeping them: SipHash-2-4 (Aumasson and Bernstein, 2012).

/// The secret that fingerprints are made with. Whoever has it can try out values, so it stays where they were found.
#[derive(Clone, Copy, Default)]
pub struct Key {
    one: u64,
    two: u64,
}

impl core::fmt::Debug for Key {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Key(..)")
    }
}

impl Key {
    /// A key of 16 random bytes.
    #[must_use]
    pub fn new(bytes: [u8; 16]) -> Self {
        let number = u128::from_le_bytes(bytes);
        Self {
            one: number as u64,
            two: (number >> 64) as u64,
        }
    }

    /// The bytes of a key for `purpose` made of a secret of 32 bytes; `None` if it has another length. Neither the secret nor keys
    /// for other purposes follow from it.
    #[must_use]
    pub fn derived(secret: &[u8], purpose: &str) -> Option<[u8; 16]> {
        let (keys, rest) = secret.as_chunks::<16>();
        let ([one, two], []) = (keys, rest) else {
            return None;
        };
        let print = |key: &[u8; 16]| Self::new(*key).fingerprint(purpose.bytes());
        let bytes = u128::from(print(one)) | u128::from(print(two)) << 64;
        Some(bytes.to_le_bytes())
    }

    /// The fingerprint of a value as it stands.
    #[must_use]
    pub fn fingerprint_of(self, value: &[u8]) -> u64 {
        self.fingerprint(value.iter().copied())
    }

    /// The fingerprint of these bytes.
    pub(crate) fn fingerprint(self, bytes: impl Iterator<Item = u8>) -> u64 {
        let mut hash = Sip {
            a: self.one ^ 0x736f_6d65_7073_6575,
            b: self.two ^ 0x646f_7261_6e64_6f6d,
            c: self.one ^ 0x6c79_6765_6e65_7261,
            d: self.two ^ 0x7465_6462_7974_6573,
        };
        let (mut word, mut length) = (0_u64, 0_u64);
        for byte in bytes {
            word |= u64::from(byte) << (8 * (length & 7));
            length += 1;
            if length & 7 == 0 {
                hash.take(word);
                word = 0;
            }
        }
        hash.take(word | (length & 0xff) << 56);
        hash.c ^= 0xff;
        for _ in 0..4 {
            hash.round();
        }
        hash.a ^ hash.b ^ hash.c ^ hash.d
    }
}

struct Sip {
    a: u64,
    b: u64,
    c: u64,
    d: u64,
}

impl Sip {
    fn take(&mut self, word: u64) {
        self.d ^= word;
        self.round();
        self.round();
        self.a ^= word;
    }

    #[inline(never)]
    fn round(&mut self) {
        self.a = self.a.wrapping_add(self.b);
        self.b = self.b.rotate_left(13) ^ self.a;
        self.a = self.a.rotate_left(32);
        self.c = self.c.wrapping_add(self.d);
        self.d = self.d.rotate_left(16) ^ self.c;
        self.a = self.a.wrapping_add(self.d);
        self.d = self.d.rotate_left(21) ^ self.a;
        self.c = self.c.wrapping_add(self.b);
        self.b = self.b.rotate_left(17) ^ self.c;
        self.c = self.c.rotate_left(32);
    }
}

#[cfg(test)]
mod tests {
    use super::Key;
    use core::array;

    #[test]
    fn a_derived_key_is_of_its_secret_and_purpose_alone() {
        let print = |secret: u8, purpose| {
            let key = Key::derived(&[secret; 32], purpose).unwrap();
            Key::new(key).fingerprint_of(b"4111111111111111")
        };
        assert_eq!(print(1, "a"), print(1, "a"));
        assert_ne!(print(1, "a"), print(2, "a"));
        assert_ne!(print(1, "a"), print(1, "b"));
        for length in [0, 16, 31, 33, 48] {
            assert!(Key::derived(&[1; 64][..length], "a").is_none());
        }
    }

    #[test]
    fn fingerprints_are_those_of_the_reference_implementation() {
        let key = Key::new(array::from_fn(|at| at as u8));
        assert_eq!(key.fingerprint(0..15), 0xa129_ca61_49be_45e5);
        assert_eq!(key.fingerprint(0..0), 0x726f_db47_dd0e_0e31);
    }
}
