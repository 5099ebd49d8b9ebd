//! Which key speaks for the gateway?

use data_encoding::BASE64URL_NOPAD;
use ed25519_dalek::pkcs8::spki::der::pem::LineEnding;
use ed25519_dalek::pkcs8::{DecodePrivateKey as _, EncodePrivateKey as _, KeypairBytes};
use ed25519_dalek::{Signer as _, SigningKey};
use serde::Serialize;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use std::fs::OpenOptions;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// An Ed25519 key pair, kept in a file.
pub struct ExtensionKey {
    pair: SigningKey,
    public: String,
    id: String,
}

/// The private half is left out.
impl core::fmt::Debug for ExtensionKey {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("ExtensionKey")
            .field("public", &self.public)
            .finish_non_exhaustive()
    }
}

/// Why there is no key.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The file cannot be read.
    #[error("the key `{}` cannot be read: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The file cannot be made.
    #[error("the key `{}` cannot be made: {source}; check that its folder is there and can be written", path.display())]
    Unwritable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The file holds something else.
    #[error(
        "`{}` is not an Ed25519 key in PKCS #8 PEM ({reason}): expected `-----BEGIN PRIVATE KEY-----`; \
         `stepgate extension key FILE` makes one", path.display()
    )]
    NotAKey {
        /// The file.
        path: PathBuf,
        /// What does not fit.
        reason: String,
    },
}

impl ExtensionKey {
    /// The key in a file, which is made, for its owner alone, if it is not there.
    ///
    /// # Errors
    /// Names the file, what was found and what was expected.
    pub fn open(path: &Path) -> Result<Self, KeyError> {
        match Self::make(path) {
            Err(KeyError::Unwritable { source, .. })
                if source.kind() == io::ErrorKind::AlreadyExists =>
            {
                Self::read(path)
            }
            made => made,
        }
    }

    /// The key in a file that is there.
    ///
    /// # Errors
    /// Names the file, what was found and what was expected.
    pub fn read(path: &Path) -> Result<Self, KeyError> {
        let text = std::fs::read_to_string(path).map_err(|source| KeyError::Unreadable {
            path: path.to_owned(),
            source,
        })?;
        let pair = SigningKey::from_pkcs8_pem(&text).map_err(|error| KeyError::NotAKey {
            path: path.to_owned(),
            reason: error.to_string(),
        })?;
        Ok(Self::new(pair))
    }

    /// A new key in a new file.
    fn make(path: &Path) -> Result<Self, KeyError> {
        let unwritable = |source| KeyError::Unwritable {
            path: path.to_owned(),
            source,
        };
        let pair = SigningKey::from_bytes(&rand::random());
        // Without the public half, as other programs read it (RFC 8410 section 7).
        let bytes = KeypairBytes {
            secret_key: pair.to_bytes(),
            public_key: None,
        };
        let pem = bytes
            .to_pkcs8_pem(LineEnding::LF)
            .map_err(|error| unwritable(io::Error::other(error)))?;
        create(path)
            .and_then(|mut file| file.write_all(pem.as_bytes()))
            .map_err(unwritable)?;
        Ok(Self::new(pair))
    }

    fn new(pair: SigningKey) -> Self {
        let public = BASE64URL_NOPAD.encode(pair.verifying_key().as_bytes());
        // The thumbprint of the key (RFC 7638), so that every gateway with this key names it alike.
        let thumbprint = format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{public}"}}"#);
        let id = BASE64URL_NOPAD.encode(&Sha256::digest(thumbprint.as_bytes()));
        Self { pair, public, id }
    }

    /// The public key, 32 bytes in base64url: what extensions are given to trust.
    #[must_use]
    pub fn public(&self) -> &str {
        &self.public
    }

    /// The public key as a JSON Web Key Set (RFC 7517, RFC 8037).
    #[must_use]
    pub fn set(&self) -> Value {
        json!({ "keys": [{
            "kty": "OKP", "crv": "Ed25519", "x": self.public, "kid": self.id, "use": "sig", "alg": "EdDSA"
        }] })
    }

    /// Claims as a compact JSON Web Signature (RFC 7515) of this type.
    ///
    /// # Errors
    /// Where the claims cannot be written as JSON.
    pub fn sign(&self, kind: &str, claims: &impl Serialize) -> Result<String, serde_json::Error> {
        let header = json!({ "alg": "EdDSA", "typ": kind, "kid": self.id });
        let mut token = BASE64URL_NOPAD.encode(header.to_string().as_bytes());
        token.push('.');
        token.push_str(&BASE64URL_NOPAD.encode(&serde_json::to_vec(claims)?));
        let signature = self.pair.sign(token.as_bytes());
        token.push('.');
        token.push_str(&BASE64URL_NOPAD.encode(&signature.to_bytes()));
        Ok(token)
    }
}

/// A new file that nobody else can read.
fn create(path: &Path) -> io::Result<std::fs::File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 8037, appendix A: a key and what it signs.
    #[test]
    fn a_key_has_the_public_half_and_the_thumbprint_of_the_standard() {
        let seed = "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A";
        let seed = BASE64URL_NOPAD.decode(seed.as_bytes()).unwrap();
        let pair = SigningKey::from_bytes(&seed.try_into().unwrap());
        let key = ExtensionKey::new(pair);
        assert_eq!(key.public(), "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo");
        assert_eq!(key.id, "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
        assert!(!format!("{key:?}").contains("pair"));
    }

    #[test]
    fn a_key_is_made_once_for_its_owner_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key.pem");
        let made = ExtensionKey::open(&path).unwrap();
        let again = ExtensionKey::open(&path).unwrap();
        assert_eq!(made.public(), again.public());
        assert_eq!(ExtensionKey::read(&path).unwrap().public(), again.public());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = std::fs::metadata(&path).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
    }

    #[test]
    fn what_is_no_key_is_named_and_left_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key.pem");
        std::fs::write(&path, "hello").unwrap();
        let error = ExtensionKey::open(&path).unwrap_err().to_string();
        assert!(error.contains("key.pem` is not an Ed25519 key"), "{error}");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "hello");
        let error = ExtensionKey::open(&folder.path().join("no/key.pem"));
        let error = error.unwrap_err().to_string();
        assert!(error.contains("no/key.pem` cannot be made"), "{error}");
    }
}
