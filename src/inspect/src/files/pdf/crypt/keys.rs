//! The key of a document whose password for opening is empty (ISO 32000-2, 7.6.4.3 and 7.6.4.4).

use super::super::object::{Dict, Object};
use super::{rc4, unblock};
use aes::cipher::{Block, BlockCipherDecrypt, BlockCipherEncrypt, KeyInit};
use aes::{Aes128, Aes256};
use alloc::vec::Vec;
use md5::{Digest, Md5};
use sha2::{Sha256, Sha384, Sha512};

/// What stands for the letters that a password lacks.
const PADDING: [u8; 32] = [
    0x28, 0xbf, 0x4e, 0x5e, 0x4e, 0x75, 0x8a, 0x41, 0x64, 0x00, 0x4e, 0x56, 0xff, 0xfa, 0x01, 0x08,
    0x2e, 0x2e, 0x00, 0xb6, 0xd0, 0x68, 0x3e, 0x80, 0x2f, 0x0c, 0xa9, 0xfe, 0x64, 0x53, 0x69, 0x7a,
];

/// The key, if the empty password is right.
pub(super) fn of_empty_password(
    dict: &Dict,
    id: &[u8],
    encrypts_metadata: bool,
) -> Option<Vec<u8>> {
    let revision = dict.get(b"R").and_then(Object::size)?;
    let user = dict.get(b"U")?.string()?;
    match revision {
        2..=4 => old(dict, id, encrypts_metadata, revision, user),
        5 | 6 => new(dict, revision, user),
        _ => None, // a number, not an enum
    }
}

/// Algorithm 2, and 4 or 5 to prove it.
fn old(
    dict: &Dict,
    id: &[u8],
    encrypts_metadata: bool,
    revision: usize,
    user: &[u8],
) -> Option<Vec<u8>> {
    let owner = dict.get(b"O")?.string()?;
    let permissions = dict.get(b"P").and_then(Object::number)?;
    let length = match dict.get(b"V").and_then(Object::size)? {
        1 => 5,
        4 => 16,
        _ => dict.get(b"Length").and_then(Object::size).unwrap_or(40) / 8,
    };
    let length = length.clamp(5, 16);
    let mut hash = Md5::new();
    hash.update(PADDING);
    hash.update(owner.get(..32)?);
    hash.update(permissions_of(permissions).to_le_bytes());
    hash.update(id);
    if revision >= 4 && !encrypts_metadata {
        hash.update([0xff; 4]);
    }
    let mut key = hash.finalize().to_vec();
    if revision >= 3 {
        for _ in 0..50 {
            key = Md5::digest(key.get(..length)?).to_vec();
        }
    }
    key.truncate(length);
    let right = if revision == 2 {
        rc4::apply(&key, &PADDING) == user
    } else {
        let mut proof = Md5::new();
        proof.update(PADDING);
        proof.update(id);
        let mut proof = rc4::apply(&key, &proof.finalize());
        for step in 1..20 {
            let key: Vec<u8> = key.iter().map(|byte| byte ^ step).collect();
            proof = rc4::apply(&key, &proof);
        }
        user.get(..16) == Some(&proof)
    };
    right.then_some(key)
}

/// A number of 32 bits with a sign, which some programs write without one.
const fn permissions_of(number: f64) -> u32 {
    if number < 0.0 {
        number as i64 as u32
    } else {
        number as u32
    }
}

/// Algorithm 2.A, with 2.B for revision 6.
fn new(dict: &Dict, revision: usize, user: &[u8]) -> Option<Vec<u8>> {
    let (proof, salts) = user.split_at_checked(32)?;
    let (salt, key_salt) = (salts.get(..8)?, salts.get(8..16)?);
    if hash(salt, revision)? != proof {
        return None;
    }
    let key = hash(key_salt, revision)?;
    let wrapped = dict.get(b"UE")?.string()?.get(..32)?;
    let cipher = Aes256::new_from_slice(&key).ok()?;
    Some(unchain(&cipher, &[0; 16], wrapped))
}

/// The hash of an empty password with a salt.
fn hash(salt: &[u8], revision: usize) -> Option<Vec<u8>> {
    let mut key = Sha256::digest(salt).to_vec();
    if revision == 5 {
        return Some(key);
    }
    for round in 0_u32.. {
        // The password, which is empty, the key, and nothing of an owner: 64 times.
        let input = key.repeat(64);
        let cipher = Aes128::new_from_slice(key.get(..16)?).ok()?;
        let encrypted = chain(&cipher, key.get(16..32)?, &input);
        // Sixteen bytes as one number; 256 leaves a rest of 1 by 3.
        let rest = encrypted
            .iter()
            .take(16)
            .map(|byte| u32::from(*byte))
            .sum::<u32>()
            % 3;
        key = match rest {
            0 => Sha256::digest(&encrypted).to_vec(),
            1 => Sha384::digest(&encrypted).to_vec(),
            _ => Sha512::digest(&encrypted).to_vec(),
        };
        let last = u32::from(encrypted.last().copied()?);
        if round >= 63 && last + 32 <= round {
            break;
        }
    }
    key.truncate(32);
    Some(key)
}

fn chain(cipher: &Aes128, vector: &[u8], bytes: &[u8]) -> Vec<u8> {
    let mut out: Vec<u8> = Vec::with_capacity(bytes.len());
    let mut before = vector.to_vec();
    for piece in bytes.chunks_exact(16) {
        let mut block = Block::<Aes128>::default();
        let mixed = piece
            .iter()
            .zip(&before)
            .map(|(byte, before)| byte ^ before);
        block
            .iter_mut()
            .zip(mixed)
            .for_each(|(to, from)| *to = from);
        cipher.encrypt_block(&mut block);
        before.clear();
        before.extend_from_slice(&block);
        out.extend_from_slice(&block);
    }
    out
}

/// The blocks of a chain, without the last one if it is not whole.
pub(super) fn unchain<C: BlockCipherDecrypt>(cipher: &C, vector: &[u8], bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut before = vector;
    for piece in bytes.chunks_exact(16) {
        unblock(cipher, before, piece, &mut out);
        before = piece;
    }
    out
}
