//! Check digits that several numbers share.

/// Luhn's sum is a multiple of ten (ISO/IEC 7812-1 annex B).
pub(crate) fn luhn(digits: impl DoubleEndedIterator<Item = u32>) -> bool {
    let doubled = |digit: u32| if digit > 4 { digit * 2 - 9 } else { digit * 2 };
    let sum: u32 = digits
        .rev()
        .enumerate()
        .map(|(place, digit)| {
            if place % 2 == 0 {
                digit
            } else {
                doubled(digit)
            }
        })
        .sum();
    sum.is_multiple_of(10)
}

/// Whether the digits in `text`, at least two, pass Luhn's check.
#[must_use]
pub fn passes_luhn(text: &str) -> bool {
    let digits = || text.chars().filter_map(|letter| letter.to_digit(10));
    digits().nth(1).is_some() && luhn(digits())
}

/// The remainder by 97 of letters (A is 10) and digits read as one number (ISO/IEC 7064).
pub(crate) fn mod_97(letters: impl Iterator<Item = u8>) -> u32 {
    letters.fold(0, |rest, letter| match letter {
        b'0'..=b'9' => (rest * 10 + u32::from(letter - b'0')) % 97,
        b'A'..=b'Z' => (rest * 100 + u32::from(letter - b'A') + 10) % 97,
        _ => rest,
    })
}

/// Verhoeff's check (1969) over the dihedral group of order ten.
pub(crate) fn verhoeff(digits: impl DoubleEndedIterator<Item = u32>) -> bool {
    const PERMUTATION: [u32; 10] = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];
    let permuted = |digit: u32, times: usize| {
        (0..times % 8).fold(digit, |digit, _| {
            PERMUTATION.get(digit as usize).copied().unwrap_or(0)
        })
    };
    let product = |one: u32, other: u32| match (one < 5, other < 5) {
        (true, true) => (one + other) % 5,
        (true, false) => 5 + (one + other) % 5,
        (false, true) => 5 + (one + 5 - other) % 5,
        (false, false) => (one + 5 - other) % 5,
    };
    digits.rev().enumerate().fold(0, |sum, (place, digit)| {
        product(sum, permuted(digit, place))
    }) == 0
}

/// ISO/IEC 7064 mod 11,10, as German tax numbers use it; the last digit is the check digit.
pub(crate) fn mod_11_10(digits: impl Iterator<Item = u32>) -> bool {
    let mut product = 10;
    let mut last = None;
    for digit in digits {
        if let Some(before) = last.replace(digit) {
            let sum = (before + product) % 10;
            product = (if sum == 0 { 10 } else { sum }) * 2 % 11;
        }
    }
    last == Some((11 - product) % 10)
}

/// CRC-32 (ISO 3309), bit by bit: it is asked of few bytes.
pub(crate) fn crc_32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg())
        })
    })
}

#[cfg(test)]
mod tests {
    use super::{crc_32, luhn, mod_11_10, mod_97, verhoeff};

    fn digits(text: &str) -> impl DoubleEndedIterator<Item = u32> {
        text.bytes().map(|byte| u32::from(byte - b'0'))
    }

    #[test]
    fn published_examples_hold_and_a_changed_digit_does_not() {
        assert!(luhn(digits("79927398713")));
        assert!(!luhn(digits("79927398714")));
        assert!(verhoeff(digits("2363")));
        assert!(!verhoeff(digits("2364")));
        assert!(mod_11_10(digits("86095742719")));
        assert!(!mod_11_10(digits("86095742718")));
        assert_eq!(mod_97(b"3214282912345698765432161182".iter().copied()), 1);
        assert_eq!(crc_32(b"123456789"), 0xcbf4_3926);
    }
}
