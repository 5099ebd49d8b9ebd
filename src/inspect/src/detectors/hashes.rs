//! The two hashes that cryptocurrency addresses are checked with: SHA-256 (FIPS 180-4) and Keccak-256 as Ethereum uses it.

/// SHA-256 of at most 55 bytes; longer ones are cut.
pub(super) fn sha_256(bytes: &[u8]) -> [u8; 32] {
    let mut block = [0_u8; 64];
    for (slot, byte) in block.iter_mut().zip(bytes.iter().take(55).chain([&0x80])) {
        *slot = *byte;
    }
    for (slot, byte) in block
        .iter_mut()
        .skip(56)
        .zip((bytes.len().min(55) as u64 * 8).to_be_bytes())
    {
        *slot = byte;
    }
    let mut words = [0_u32; 64];
    for (word, four) in words.iter_mut().zip(block.chunks_exact(4)) {
        *word = four
            .iter()
            .fold(0, |word, byte| word << 8 | u32::from(*byte));
    }
    for at in 16..64 {
        let word = |back: usize| words.get(at - back).copied().unwrap_or(0);
        let small = |word: u32, one: u32, two: u32, shift: u32| {
            word.rotate_right(one) ^ word.rotate_right(two) ^ word >> shift
        };
        let next = word(16)
            .wrapping_add(small(word(15), 7, 18, 3))
            .wrapping_add(word(7))
            .wrapping_add(small(word(2), 17, 19, 10));
        if let Some(slot) = words.get_mut(at) {
            *slot = next;
        }
    }
    let [mut a, mut b, mut c, mut d, mut e, mut f, mut g, mut h] = BEGIN;
    for (word, constant) in words.iter().zip(CONSTANTS) {
        let large = |word: u32, one: u32, two: u32, three: u32| {
            word.rotate_right(one) ^ word.rotate_right(two) ^ word.rotate_right(three)
        };
        let one = h
            .wrapping_add(large(e, 6, 11, 25))
            .wrapping_add(e & f ^ !e & g)
            .wrapping_add(constant)
            .wrapping_add(*word);
        let two = large(a, 2, 13, 22).wrapping_add(a & b ^ a & c ^ b & c);
        (h, g, f, e, d, c, b, a) = (g, f, e, d.wrapping_add(one), c, b, a, one.wrapping_add(two));
    }
    let mut hash = [0; 32];
    let sums = BEGIN
        .iter()
        .zip([a, b, c, d, e, f, g, h])
        .flat_map(|(one, two)| one.wrapping_add(two).to_be_bytes());
    for (slot, byte) in hash.iter_mut().zip(sums) {
        *slot = byte;
    }
    hash
}

/// The fractional parts of the square roots of the first eight primes, to 32 bits.
const BEGIN: [u32; 8] = [
    0x6a09_e667,
    0xbb67_ae85,
    0x3c6e_f372,
    0xa54f_f53a,
    0x510e_527f,
    0x9b05_688c,
    0x1f83_d9ab,
    0x5be0_cd19,
];

/// Those of the cube roots of the first 64.
const CONSTANTS: [u32; 64] = [
    0x428a_2f98,
    0x7137_4491,
    0xb5c0_fbcf,
    0xe9b5_dba5,
    0x3956_c25b,
    0x59f1_11f1,
    0x923f_82a4,
    0xab1c_5ed5,
    0xd807_aa98,
    0x1283_5b01,
    0x2431_85be,
    0x550c_7dc3,
    0x72be_5d74,
    0x80de_b1fe,
    0x9bdc_06a7,
    0xc19b_f174,
    0xe49b_69c1,
    0xefbe_4786,
    0x0fc1_9dc6,
    0x240c_a1cc,
    0x2de9_2c6f,
    0x4a74_84aa,
    0x5cb0_a9dc,
    0x76f9_88da,
    0x983e_5152,
    0xa831_c66d,
    0xb003_27c8,
    0xbf59_7fc7,
    0xc6e0_0bf3,
    0xd5a7_9147,
    0x06ca_6351,
    0x1429_2967,
    0x27b7_0a85,
    0x2e1b_2138,
    0x4d2c_6dfc,
    0x5338_0d13,
    0x650a_7354,
    0x766a_0abb,
    0x81c2_c92e,
    0x9272_2c85,
    0xa2bf_e8a1,
    0xa81a_664b,
    0xc24b_8b70,
    0xc76c_51a3,
    0xd192_e819,
    0xd699_0624,
    0xf40e_3585,
    0x106a_a070,
    0x19a4_c116,
    0x1e37_6c08,
    0x2748_774c,
    0x34b0_bcb5,
    0x391c_0cb3,
    0x4ed8_aa4a,
    0x5b9c_ca4f,
    0x682e_6ff3,
    0x748f_82ee,
    0x78a5_636f,
    0x84c8_7814,
    0x8cc7_0208,
    0x90be_fffa,
    0xa450_6ceb,
    0xbef9_a3f7,
    0xc671_78f2,
];

/// Keccak-256 of at most 135 bytes; longer ones are cut.
pub(super) fn keccak_256(bytes: &[u8]) -> [u8; 32] {
    let mut block = [0_u8; 136];
    for (slot, byte) in block.iter_mut().zip(bytes.iter().take(135).chain([&1])) {
        *slot = *byte;
    }
    if let Some(last) = block.last_mut() {
        *last |= 0x80;
    }
    let mut state = [[0_u64; 5]; 5];
    for (lane, eight) in state.iter_mut().flatten().zip(block.chunks_exact(8)) {
        *lane = eight
            .iter()
            .rev()
            .fold(0, |lane, byte| lane << 8 | u64::from(*byte));
    }
    let mut register = 1_u8;
    for _ in 0..24 {
        round(&mut state);
        // Iota: bits of a linear feedback shift register at places 2^j - 1.
        for bit in 0..7_u32 {
            if let (1, Some(lane)) = (register & 1, state.iter_mut().flatten().next()) {
                *lane ^= 1 << ((1_u32 << bit) - 1);
            }
            register = register << 1 ^ if register & 0x80 == 0 { 0 } else { 0x71 };
        }
    }
    let mut hash = [0; 32];
    for (slot, byte) in hash
        .iter_mut()
        .zip(state.iter().flatten().flat_map(|lane| lane.to_le_bytes()))
    {
        *slot = byte;
    }
    hash
}

/// Theta, rho, pi and chi. `state[y][x]`.
fn round(state: &mut [[u64; 5]; 5]) {
    let lane = |state: &[[u64; 5]; 5], x: usize, y: usize| {
        state
            .get(y % 5)
            .and_then(|row| row.get(x % 5))
            .copied()
            .unwrap_or(0)
    };
    let parity: [u64; 5] =
        core::array::from_fn(|x| (0..5).fold(0, |sum, y| sum ^ lane(state, x, y)));
    let column = |x: usize| parity.get(x % 5).copied().unwrap_or(0);
    let mixed: [[u64; 5]; 5] = core::array::from_fn(|y| {
        core::array::from_fn(|x| lane(state, x, y) ^ column(x + 4) ^ column(x + 1).rotate_left(1))
    });
    let mut moved = [[0; 5]; 5];
    let (mut x, mut y, mut turn) = (1, 0, 0);
    let mut put = |x: usize, y: usize, value: u64| {
        if let Some(slot) = moved
            .get_mut(y)
            .and_then(|row: &mut [u64; 5]| row.get_mut(x))
        {
            *slot = value;
        }
    };
    put(0, 0, lane(&mixed, 0, 0));
    for step in 1..25_u32 {
        turn += step;
        let (to_x, to_y) = (y, (2 * x + 3 * y) % 5);
        put(to_x, to_y, lane(&mixed, x, y).rotate_left(turn % 64));
        (x, y) = (to_x, to_y);
    }
    *state = core::array::from_fn(|y| {
        core::array::from_fn(|x| {
            lane(&moved, x, y) ^ !lane(&moved, x + 1, y) & lane(&moved, x + 2, y)
        })
    });
}

#[cfg(test)]
mod tests {
    use super::{keccak_256, sha_256};

    #[test]
    fn hashes_are_the_published_ones() {
        assert!(sha_256(b"abc").starts_with(&[0xba, 0x78, 0x16, 0xbf, 0x8f, 0x01]));
        assert!(keccak_256(b"").starts_with(&[0xc5, 0xd2, 0x46, 0x01, 0x86, 0xf7]));
        assert!(keccak_256(b"abc").starts_with(&[0x4e, 0x03, 0x65, 0x7a, 0xea, 0x45]));
    }
}
