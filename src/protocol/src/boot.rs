//! What a page starts with: the time, whose session it is, and the policies.

use crate::{ReadLimits, base64url};
use stepgate_policy::SessionContext;
use stepgate_policy::wire::{Malformed, Reader, Writer};

const VERSION: u8 = 5;

/// Carried by the agent's script tag, in its `data-stepgate` attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Boot<'a> {
    /// The gateway's clock, Unix seconds: grants run out by it, not by the page's.
    pub now: u64,
    /// When it is stale, Unix seconds: nobody can decide by it from then on. 0: never.
    pub expires: u64,
    /// Whose session it is.
    pub session: SessionContext,
    /// What seals the copies that stay within this person's apps: 32 bytes, or none where no copy can.
    pub clipboard_key: &'a [u8],
    /// What fingerprints of what is found are made with: 16 bytes, or none where no policy looks into content.
    pub fingerprint_key: &'a [u8],
    /// How far content is read.
    pub limits: ReadLimits,
    /// The policy bundle. It is not checked here: the agent turns a corrupt one into a decision.
    pub bundle: &'a [u8],
}

impl<'a> Boot<'a> {
    /// The bytes.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut writer = Writer::new();
        writer.u8(VERSION);
        writer.varint(self.now);
        writer.varint(self.expires);
        self.session.encode(&mut writer);
        writer.bytes(self.clipboard_key);
        writer.bytes(self.fingerprint_key);
        self.limits.encode(&mut writer);
        writer.bytes(self.bundle);
        writer.into_bytes()
    }

    /// Reads the bytes.
    ///
    /// # Errors
    /// [`Malformed`] if they are cut off, of another version, or go on beyond the end.
    pub fn decode(bytes: &'a [u8]) -> Result<Self, Malformed> {
        let mut reader = Reader::new(bytes);
        if reader.u8()? != VERSION {
            return Err(Malformed);
        }
        let boot = Self {
            now: reader.varint()?,
            expires: reader.varint()?,
            session: SessionContext::decode(&mut reader)?,
            clipboard_key: reader.bytes()?,
            fingerprint_key: reader.bytes()?,
            limits: ReadLimits::decode(&mut reader)?,
            bundle: reader.bytes()?,
        };
        if reader.is_empty() {
            Ok(boot)
        } else {
            Err(Malformed)
        }
    }

    /// The value of the attribute: the bytes in base64url without padding.
    #[must_use]
    pub fn attribute(&self) -> String {
        base64url::encode(&self.encode())
    }

    /// The bytes in an attribute's value, for [`Self::decode`].
    ///
    /// # Errors
    /// [`Malformed`] if it is not base64url without padding.
    pub fn attribute_bytes(attribute: &str) -> Result<Vec<u8>, Malformed> {
        base64url::decode(attribute)
    }
}

#[cfg(test)]
mod tests {
    use super::Boot;
    use crate::ReadLimits;
    use std::net::IpAddr;
    use stepgate_policy::{
        Action, ActivityType, Answered, AuthenticationContext, DeviceType, Grant, GrantScope,
        IpCategory, SessionContext,
    };

    fn session() -> SessionContext {
        let context = AuthenticationContext::new(99).unwrap();
        let grant = |scope, activity, object: &str| Grant {
            context,
            scope,
            activity,
            object: object.into(),
            expires: 1_700_000_300,
        };
        SessionContext {
            app: "files".into(),
            app_title: "Dateien & mehr".into(),
            user: "alex@example.com".into(),
            groups: vec!["staff".into(), "Größe".into()],
            device_tags: vec!["intuneCompliant".into()],
            grants: vec![
                grant(GrantScope::Once, ActivityType::Download, "a.pdf"),
                grant(GrantScope::Action, ActivityType::Custom("share".into()), ""),
                grant(GrantScope::Session, ActivityType::SendItem, ""),
            ],
            device_type: Some(DeviceType::Tablet),
            ip_address: Some(IpAddr::from([192, 0, 2, 7])),
            ip_category: Some(IpCategory::CloudProvider),
            ip_tags: vec!["torExitNode".into()],
            country: "DE".into(),
            registered_isp: "Example Telecom".into(),
            user_agent: "Mozilla/5.0".into(),
            user_agent_tags: vec!["outdatedBrowser".into()],
            answered: vec![Answered {
                policy: "warn".into(),
                action: Action::Warn,
                activity: ActivityType::Copy,
                object: String::new(),
                expires: 1_700_000_300,
            }],
        }
    }

    #[test]
    fn a_boot_reads_back_as_it_was_written() {
        for length in 0..8 {
            let bundle = vec![0xfb; length];
            let boot = Boot {
                now: 1_700_000_000,
                expires: 1_700_003_600,
                session: session(),
                clipboard_key: &[7; 32][..length * 4],
                fingerprint_key: &[9; 16][..length * 2],
                limits: ReadLimits {
                    bytes: u64::MAX,
                    seconds: u32::MAX,
                    ..ReadLimits::default()
                },
                bundle: &bundle,
            };
            let bytes = Boot::attribute_bytes(&boot.attribute()).unwrap();
            assert_eq!(bytes, boot.encode());
            assert_eq!(Boot::decode(&bytes), Ok(boot));
        }
    }

    #[test]
    fn a_boot_cut_off_or_grown_is_malformed() {
        let bytes = Boot {
            now: 1,
            expires: 0,
            session: session(),
            clipboard_key: &[7; 32],
            fingerprint_key: &[9; 16],
            limits: ReadLimits::default(),
            bundle: b"bundle",
        }
        .encode();
        for length in 0..bytes.len() {
            assert!(Boot::decode(&bytes[..length]).is_err(), "{length} bytes");
        }
        assert!(Boot::decode(&[bytes.as_slice(), &[0]].concat()).is_err());
    }

    #[test]
    fn an_attribute_that_is_not_base64url_is_malformed() {
        for attribute in ["A", "AA=", "A+AA", "AB", "AAAAA"] {
            assert!(Boot::attribute_bytes(attribute).is_err(), "{attribute}");
        }
        assert_eq!(Boot::attribute_bytes("-_8"), Ok(vec![0xfb, 0xff]));
    }
}
