//! How words begin, as numbers that are quick to compare.

/// The first three letters, and the third of them.
pub(super) const THREE: u32 = 0xff_ffff;
pub(super) const THIRD: u64 = 0xff_0000;

/// Eight letters at `at` as one number, without their case.
pub(super) fn eight(text: &[u8], at: usize) -> u64 {
    let letters = text.get(at..).unwrap_or_default();
    let eight = letters.first_chunk::<8>().copied();
    u64::from_le_bytes(eight.unwrap_or_else(|| last(letters))) | 0x2020_2020_2020_2020
}

/// Fewer than eight letters, at the end of a text.
#[cold]
fn last(letters: &[u8]) -> [u8; 8] {
    core::array::from_fn(|nth| letters.get(nth).copied().unwrap_or(0))
}

/// What keywords are told apart by whose third letter can be several: the first two letters, or only the first where the second
/// can be several, too.
pub(super) fn short(begins: u32) -> u32 {
    let [first, second, ..] = begins.to_le_bytes();
    if first.is_ascii_alphabetic() && second.is_ascii_alphabetic() {
        begins & 0xffff
    } else {
        begins & 0xff
    }
}

/// A number for the first two letters; what is no letter is the same in the second place.
pub(super) fn pair(begins: u32) -> usize {
    let [first, second, ..] = begins.to_le_bytes();
    let second = if second.is_ascii_alphabetic() {
        second
    } else {
        0
    };
    (usize::from(first & 31) << 5) | usize::from(second & 31)
}

/// The bits of a third letter: its own, and that of all capitals.
pub(super) fn third(letter: u8) -> u32 {
    if !letter.is_ascii_alphabetic() {
        return 1;
    }
    let capital = if letter.is_ascii_uppercase() {
        CAPITAL
    } else {
        0
    };
    1 << (letter & 31) | capital
}

/// A word can end before any capital: `idNumber`.
pub(super) const CAPITAL: u32 = 1 << 31;

pub(super) fn hash(key: u32, shift: u32) -> usize {
    // Fibonacci hashing (Knuth, 6.4): the upper bits are mixed best.
    (key.wrapping_mul(0x9e37_79b9) >> shift) as usize
}
