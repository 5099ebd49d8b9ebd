//! What can nobody guess?

use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use rand::Rng as _;
use sha2::{Digest as _, Sha256};

/// SHA-256 of a secret: what is kept of it.
pub type Hash = [u8; 32];

/// 256 random bits as 43 characters a cookie can carry.
pub fn secret() -> String {
    BASE64URL_NOPAD.encode(&random::<32>())
}

/// 128 random bits, lower-case hex: an activity's or a transaction's id.
pub fn id() -> String {
    HEXLOWER.encode(&random::<16>())
}

/// A nonce for a content security policy.
pub fn nonce() -> String {
    BASE64URL_NOPAD.encode(&random::<18>())
}

/// What is kept of a secret.
pub fn hash(secret: &str) -> Hash {
    Sha256::digest(secret.as_bytes()).into()
}

/// Random bytes.
pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    rand::rng().fill_bytes(&mut bytes);
    bytes
}
