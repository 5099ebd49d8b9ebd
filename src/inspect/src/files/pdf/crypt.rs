//! Encryption (ISO 32000-2, 7.6): documents that open without a password are read, all others are told.

mod keys;
mod rc4;

use super::document::Document;
use super::object::{Dict, Object, Stream};
use crate::files::outcome::Reason;
use aes::cipher::{Block, BlockCipherDecrypt, KeyInit};
use aes::{Aes128, Aes256};
use alloc::vec::Vec;
use md5::{Digest, Md5};

/// How strings or streams are encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Method {
    None,
    Rc4,
    Aes128,
    Aes256,
}

/// What opens a document.
pub(super) struct Crypt {
    key: Vec<u8>,
    strings: Method,
    streams: Method,
    encrypts_metadata: bool,
}

/// Why a document cannot be opened.
pub(super) struct Locked {
    pub(super) reason: Reason,
    /// Its metadata can be read all the same.
    pub(super) has_open_metadata: bool,
}

impl Crypt {
    /// With the empty password, which readers try first.
    pub(super) fn open(document: &Document<'_>, dict: &Dict, id: &[u8]) -> Result<Self, Locked> {
        let flag = dict.get(b"EncryptMetadata").cloned();
        let encrypts_metadata = flag != Some(Object::Word(b"false".to_vec()));
        let locked = |reason| Locked {
            reason,
            has_open_metadata: !encrypts_metadata,
        };
        match dict.get(b"Filter").and_then(Object::name) {
            Some(b"Standard") => (),
            Some(b"MicrosoftIRMServices" | b"MicrosoftIRMService") => {
                return Err(locked(Reason::RightsProtected));
            }
            Some(_) | None => return Err(locked(Reason::PasswordEncrypted)),
        }
        let unknown = || locked(Reason::PasswordEncrypted);
        let version = dict.get(b"V").and_then(Object::size).unwrap_or_default();
        let (strings, streams) = match version {
            1..=3 => (Method::Rc4, Method::Rc4),
            4 | 5 => (
                method(document, dict, b"StrF").ok_or_else(unknown)?,
                method(document, dict, b"StmF").ok_or_else(unknown)?,
            ),
            _ => return Err(unknown()), // a number, not an enum
        };
        let key = keys::of_empty_password(dict, id, encrypts_metadata).ok_or_else(unknown)?;
        Ok(Self {
            key,
            strings,
            streams,
            encrypts_metadata,
        })
    }

    pub(super) fn string(&self, bytes: &[u8], id: (u32, u16)) -> Vec<u8> {
        self.decrypt(self.strings, bytes, id)
    }

    pub(super) fn stream(&self, stream: &Stream, bytes: &[u8]) -> Vec<u8> {
        let is_open = stream.dict.is(b"Type", b"XRef")
            || !self.encrypts_metadata && stream.dict.is(b"Type", b"Metadata")
            || has_crypt_filter(&stream.dict);
        let method = if is_open { Method::None } else { self.streams };
        self.decrypt(method, bytes, stream.id)
    }

    fn decrypt(&self, method: Method, bytes: &[u8], id: (u32, u16)) -> Vec<u8> {
        match method {
            Method::None => bytes.to_vec(),
            Method::Rc4 => rc4::apply(&self.object_key(id, b""), bytes),
            Method::Aes128 => Aes128::new_from_slice(&self.object_key(id, b"sAlT"))
                .map(|cipher| chained(&cipher, bytes))
                .unwrap_or_default(),
            Method::Aes256 => Aes256::new_from_slice(&self.key)
                .map(|cipher| chained(&cipher, bytes))
                .unwrap_or_default(),
        }
    }

    /// The key of one object (7.6.3.2).
    fn object_key(&self, id: (u32, u16), salt: &[u8]) -> Vec<u8> {
        let mut hash = Md5::new();
        hash.update(&self.key);
        hash.update(id.0.to_le_bytes().get(..3).unwrap_or_default());
        hash.update(id.1.to_le_bytes());
        hash.update(salt);
        let mut key = hash.finalize().to_vec();
        key.truncate((self.key.len() + 5).min(16));
        key
    }
}

/// The filter `Identity` leaves a stream as it is (7.4.10); others are not used by any known program.
fn has_crypt_filter(dict: &Dict) -> bool {
    let filters = dict.get(b"Filter").map(Object::parts).unwrap_or_default();
    filters.first().and_then(Object::name) == Some(b"Crypt")
}

/// The method that the crypt filter of this name has (7.6.5).
fn method(document: &Document<'_>, dict: &Dict, key: &[u8]) -> Option<Method> {
    let name = dict.get(key).and_then(Object::name).unwrap_or(b"Identity");
    if name == b"Identity" {
        return Some(Method::None);
    }
    let filters = document.resolve(dict.get(b"CF")?);
    let filter = document.resolve(filters.dict()?.get(name)?);
    match filter.dict()?.get(b"CFM").and_then(Object::name) {
        Some(b"V2") => Some(Method::Rc4),
        Some(b"AESV2") => Some(Method::Aes128),
        Some(b"AESV3") => Some(Method::Aes256),
        Some(b"None") | None => Some(Method::None),
        Some(_) => None,
    }
}

/// Blocks that hang on each other, with the first vector in front and the padding behind (7.6.3.1).
fn chained<C: BlockCipherDecrypt>(cipher: &C, bytes: &[u8]) -> Vec<u8> {
    let (vector, rest) = bytes.split_at_checked(16).unwrap_or_default();
    let mut out = keys::unchain(cipher, vector, rest);
    let padding = usize::from(out.last().copied().unwrap_or_default());
    if (1..=16).contains(&padding) {
        out.truncate(out.len().saturating_sub(padding));
    }
    out
}

/// One block of a chain.
fn unblock<C: BlockCipherDecrypt>(cipher: &C, before: &[u8], bytes: &[u8], out: &mut Vec<u8>) {
    let mut block = Block::<C>::default();
    block
        .iter_mut()
        .zip(bytes)
        .for_each(|(to, from)| *to = *from);
    cipher.decrypt_block(&mut block);
    out.extend(block.iter().zip(before).map(|(byte, before)| byte ^ before));
}
