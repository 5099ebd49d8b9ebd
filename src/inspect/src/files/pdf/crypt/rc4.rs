//! RC4, which is in documents of old.

use alloc::vec::Vec;

/// Encrypts or decrypts, which is the same.
pub(super) fn apply(key: &[u8], bytes: &[u8]) -> Vec<u8> {
    let mut state: [u8; 256] = core::array::from_fn(|at| at as u8);
    let get = |state: &[u8; 256], at: u8| state.get(usize::from(at)).copied().unwrap_or_default();
    let mut other = 0_u8;
    for (at, key) in (0..=255_u8).zip(key.iter().cycle()) {
        other = other.wrapping_add(get(&state, at)).wrapping_add(*key);
        state.swap(usize::from(at), usize::from(other));
    }
    let (mut one, mut other) = (0_u8, 0_u8);
    let next = |byte: &u8| {
        one = one.wrapping_add(1);
        other = other.wrapping_add(get(&state, one));
        state.swap(usize::from(one), usize::from(other));
        byte ^ get(&state, get(&state, one).wrapping_add(get(&state, other)))
    };
    bytes.iter().map(next).collect()
}

#[cfg(test)]
mod tests {
    use super::apply;

    #[test]
    fn the_published_vector_comes_out() {
        assert_eq!(
            apply(b"Key", b"Plaintext"),
            [0xbb, 0xf3, 0x16, 0xe8, 0xd9, 0x40, 0xaf, 0x0a, 0xd3]
        );
    }
}
