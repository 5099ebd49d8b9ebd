//! Cryptocurrency addresses: Bitcoin in base58check and bech32, Ethereum with its mixed-case check. Source: Bitcoin Wiki,
//! Base58Check; BIP 173 and 350; EIP-55.

use super::hashes::{keccak_256, sha_256};
use crate::Entity;
use crate::detector::{Detector, Start, Trust, examples};
use crate::view::{Found, Grade, View};

pub(crate) const DETECTOR: Detector = Detector {
    entity: Entity::CryptoWallet,
    trust: Trust::Certain,
    strength: 9,
    keywords: "bitcoin,btc,wallet,eth,ethereum,crypto*,blockchain",
    starts: &[
        Start::Words(26, 35, base_58),
        Start::Prefixes("bc1,BC1", bech_32),
        Start::Prefixes("0x", ethereum),
    ],
};

fn base_58(view: &View<'_>) -> Option<Found> {
    const DIGITS: &[u8; 58] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    let text = view.slice(view.at, view.word);
    if !matches!(text.first(), Some(b'1' | b'3' | b'L' | b'M' | b'D')) {
        return None;
    }
    let mut bytes = [0_u8; 25];
    for letter in text {
        let mut carry = DIGITS.iter().position(|digit| digit == letter)?;
        for byte in bytes.iter_mut().rev() {
            carry += usize::from(*byte) * 58;
            *byte = (carry & 0xff) as u8;
            carry >>= 8;
        }
        if carry > 0 {
            return None;
        }
    }
    let (body, check) = bytes.split_at_checked(21)?;
    let holds = sha_256(&sha_256(body)).starts_with(check);
    // Versions of Bitcoin (0, 5), Litecoin (48, 50) and Dogecoin (30).
    (holds && matches!(body.first(), Some(0 | 5 | 30 | 48 | 50))).then_some(Found::new(
        view.at,
        view.word,
        Grade::HIGH,
    ))
}

fn bech_32(view: &View<'_>) -> Option<Found> {
    const DIGITS: &[u8; 32] = b"qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    let text = view.slice(view.at, view.word);
    let mixed = text.iter().any(u8::is_ascii_lowercase) && text.iter().any(u8::is_ascii_uppercase);
    if mixed || !(14..=74).contains(&text.len()) {
        return None;
    }
    // The human-readable part `bc`, as the polynomial sees it.
    let mut sum = [3, 3, 0, 2, 3].into_iter().fold(1, polymod);
    for letter in text.get(3..)? {
        sum = polymod(
            sum,
            DIGITS
                .iter()
                .position(|digit| *digit == letter.to_ascii_lowercase())? as u32,
        );
    }
    matches!(sum, 1 | 0x2bc8_30a3).then_some(Found::new(view.at, view.word, Grade::HIGH))
}

fn polymod(sum: u32, value: u32) -> u32 {
    const GENERATOR: [u32; 5] = [
        0x3b6a_57b2,
        0x2650_8e6d,
        0x1ea1_19fa,
        0x3d42_33dd,
        0x2a14_62b3,
    ];
    let top = sum >> 25;
    let next = (sum & 0x1ff_ffff) << 5 ^ value;
    GENERATOR
        .iter()
        .enumerate()
        .filter(|(bit, _)| top >> bit & 1 == 1)
        .fold(next, |next, (_, step)| next ^ step)
}

fn ethereum(view: &View<'_>) -> Option<Found> {
    let text = view.slice(view.at + 2, view.word);
    let zero = text.iter().all(|byte| Some(byte) == text.first());
    if text.len() != 40
        || !text.iter().all(u8::is_ascii_hexdigit)
        || zero
        || !text.iter().any(u8::is_ascii_alphabetic)
    {
        return None;
    }
    let mixed = text.iter().any(u8::is_ascii_lowercase) && text.iter().any(u8::is_ascii_uppercase);
    if mixed {
        let hash = keccak_256(&text.to_ascii_lowercase());
        let nibble = |at: usize| {
            hash.get(at / 2).map_or(0, |byte| {
                if at.is_multiple_of(2) {
                    byte >> 4
                } else {
                    byte & 15
                }
            })
        };
        let wrong = text.iter().enumerate().any(|(at, letter)| {
            letter.is_ascii_alphabetic() && letter.is_ascii_uppercase() != (nibble(at) > 7)
        });
        if wrong {
            return None;
        }
    }
    Some(Found::new(view.at, view.word, Grade::HIGH))
}

examples! { CryptoWallet
    finds [
        "«1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa»", "send to «3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy» now", "«bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4»",
        "«0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed»", "eth «0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed»",
    ]
    ignores ["1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1Beaed", "0x0000000000000000000000000000000000000000"]
}
