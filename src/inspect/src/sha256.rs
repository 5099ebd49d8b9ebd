//! Which file is this? Its SHA-256 (FIPS 180-4, sections 5 and 6.2), small enough for the page.
//!
//! It tells files apart and keeps no secret. The tests compare it with the crate `sha2`, which the gateway uses.

/// Section 5.3.3.
const BEGIN: [u32; 8] = [
    0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
];

/// Section 4.2.2.
const ROUNDS: [u32; 64] = [
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
];

/// A block, in bytes.
const BLOCK: usize = 64;

/// The hash of the bytes given so far.
#[derive(Clone, Debug)]
pub struct Sha256 {
    state: [u32; 8],
    /// What does not fill a block yet.
    rest: [u8; BLOCK],
    length: u64,
}

impl Default for Sha256 {
    fn default() -> Self {
        Self {
            state: BEGIN,
            rest: [0; BLOCK],
            length: 0,
        }
    }
}

impl Sha256 {
    /// Of no bytes.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes more bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        for byte in bytes {
            let at = (self.length % BLOCK as u64) as usize;
            if let Some(slot) = self.rest.get_mut(at) {
                *slot = *byte;
            }
            self.length = self.length.wrapping_add(1);
            if at == BLOCK - 1 {
                self.compress();
            }
        }
    }

    /// The hash.
    #[must_use]
    pub fn finish(mut self) -> [u8; 32] {
        let bits = self.length.wrapping_mul(8).to_be_bytes();
        self.update(&[0x80]);
        while self.length % BLOCK as u64 != BLOCK as u64 - 8 {
            self.update(&[0]);
        }
        self.update(&bits);
        let mut hash = [0; 32];
        let (words, _) = hash.as_chunks_mut();
        for (out, word) in words.iter_mut().zip(self.state) {
            *out = word.to_be_bytes();
        }
        hash
    }

    /// Section 6.2.2.
    fn compress(&mut self) {
        let (words, _) = self.rest.as_chunks();
        let mut schedule = [0; 16];
        for (slot, word) in schedule.iter_mut().zip(words) {
            *slot = u32::from_be_bytes(*word);
        }
        let [mut a, mut b, mut c, mut d, mut e, mut f, mut g, mut h] = self.state;
        for constant in ROUNDS {
            let word = next(&mut schedule);
            let s1 = e.rotate_right(6) ^ e.rotate_right(11) ^ e.rotate_right(25);
            let choice = (e & f) ^ (!e & g);
            let one = [s1, choice, constant, word]
                .into_iter()
                .fold(h, u32::wrapping_add);
            let s0 = a.rotate_right(2) ^ a.rotate_right(13) ^ a.rotate_right(22);
            let majority = (a & b) ^ (a & c) ^ (b & c);
            (h, g, f, e) = (g, f, e, d.wrapping_add(one));
            (d, c, b, a) = (c, b, a, one.wrapping_add(s0).wrapping_add(majority));
        }
        for (sum, word) in self.state.iter_mut().zip([a, b, c, d, e, f, g, h]) {
            *sum = sum.wrapping_add(word);
        }
    }
}

/// Takes the first of sixteen words of the message schedule, and puts the one after the last behind them.
fn next(schedule: &mut [u32; 16]) -> u32 {
    let [first, second, .., fifteenth, _] = *schedule;
    let ninth = schedule.get(9).copied().unwrap_or_default();
    let s0 = second.rotate_right(7) ^ second.rotate_right(18) ^ (second >> 3);
    let s1 = fifteenth.rotate_right(17) ^ fifteenth.rotate_right(19) ^ (fifteenth >> 10);
    schedule.copy_within(1.., 0);
    if let Some(last) = schedule.last_mut() {
        *last = first.wrapping_add(s0).wrapping_add(ninth).wrapping_add(s1);
    }
    first
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::Sha256;
    use alloc::vec::Vec;
    use proptest::prelude::*;
    use sha2::Digest as _;

    fn hash(pieces: &[&[u8]]) -> [u8; 32] {
        let mut hash = Sha256::new();
        pieces.iter().for_each(|piece| hash.update(piece));
        hash.finish()
    }

    #[test]
    fn the_hash_of_the_standards_example_is_the_standards() {
        let abc = 0xba7816bf_8f01cfea_414140de_5dae2223_u128.to_be_bytes();
        assert_eq!(hash(&[b"a", b"bc"]).get(..16), Some(abc.as_slice()));
    }

    proptest! {
        #[test]
        fn it_is_that_of_another_implementation_however_the_bytes_come(
            one in prop::collection::vec(any::<u8>(), 0..200),
            other in prop::collection::vec(any::<u8>(), 0..200),
        ) {
            let all: Vec<u8> = [one.clone(), other.clone()].concat();
            let expected: [u8; 32] = sha2::Sha256::digest(&all).into();
            prop_assert_eq!(hash(&[&one, &other]), expected);
        }
    }
}
