//! All policies in one flat run of bytes: what the page and the gateway decide from.
//!
//! Magic, version, checksum; then the revision, the default behaviour and the policies, each with its
//! length first, so that policies for other activities cost one look.

use crate::wire::{Malformed, Reader};
use crate::{ActivityType, DefaultBehavior, PolicyView};
use core::fmt;

/// The first bytes of every bundle.
pub(crate) const MAGIC: [u8; 4] = *b"SGPB";
/// The version of the format. Another version is not read.
pub(crate) const VERSION: u8 = 2;
const HEADER: usize = MAGIC.len() + 1 + 8;
/// The bit of an activity that is none of the built-in ones.
pub(crate) const CUSTOM: u8 = 1 << 7;

/// Why bytes are not a bundle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CorruptBundle {
    /// They do not begin as a bundle does.
    NotABundle,
    /// They are a bundle of another version, made by another release.
    OtherVersion(u8),
    /// They were changed or cut off on the way.
    Checksum,
    /// They are whole but do not hold together.
    Malformed,
}

impl fmt::Display for CorruptBundle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotABundle => f.write_str("this is not a policy bundle"),
            Self::OtherVersion(version) => {
                write!(
                    f,
                    "policy bundle version `{version}` cannot be read, only `{VERSION}`"
                )
            }
            Self::Checksum => f.write_str("the policy bundle was changed or cut off"),
            Self::Malformed => f.write_str("the policy bundle does not hold together"),
        }
    }
}

impl core::error::Error for CorruptBundle {}

impl From<Malformed> for CorruptBundle {
    fn from(_: Malformed) -> Self {
        Self::Malformed
    }
}

/// A checked view of a bundle.
#[derive(Clone, Copy, Debug)]
pub struct Bundle<'a> {
    bytes: &'a [u8],
    revision: u64,
    default_behavior: DefaultBehavior,
    count: u16,
    policies: Reader<'a>,
}

impl<'a> Bundle<'a> {
    /// Checks `bytes` whole: afterwards nothing in the bundle can be out of place.
    ///
    /// # Errors
    /// [`CorruptBundle`] if anything is.
    pub fn read(bytes: &'a [u8]) -> Result<Self, CorruptBundle> {
        let (header, body) = bytes
            .split_at_checked(HEADER)
            .ok_or(CorruptBundle::NotABundle)?;
        let mut header = Reader::new(header);
        if header.raw(MAGIC.len())? != MAGIC {
            return Err(CorruptBundle::NotABundle);
        }
        let version = header.u8()?;
        if version != VERSION {
            return Err(CorruptBundle::OtherVersion(version));
        }
        if header.rest() != checksum(body).to_le_bytes() {
            return Err(CorruptBundle::Checksum);
        }
        Ok(Self::read_body(bytes, Reader::new(body))?)
    }

    fn read_body(bytes: &'a [u8], mut body: Reader<'a>) -> Result<Self, Malformed> {
        let revision = body.raw(8)?.try_into().map_err(|_| Malformed)?;
        let default_behavior = match body.u8()? {
            0 => DefaultBehavior::Allow,
            1 => DefaultBehavior::Block,
            2.. => return Err(Malformed),
        };
        let count = body.number()?;
        let policies = body;
        for _ in 0..count {
            PolicyView::read(body.bytes()?)?.check()?;
        }
        let revision = u64::from_be_bytes(revision);
        let whole = body.is_empty();
        whole
            .then_some(Self {
                bytes,
                revision,
                default_behavior,
                count,
                policies,
            })
            .ok_or(Malformed)
    }

    /// The bytes it was read from.
    #[must_use]
    pub const fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// What happens when no decision can be made.
    #[must_use]
    pub const fn default_behavior(&self) -> DefaultBehavior {
        self.default_behavior
    }

    /// Which policies these are: the same number for the same policies and default behaviour.
    #[must_use]
    pub const fn revision(&self) -> u64 {
        self.revision
    }

    /// How many policies there are.
    #[must_use]
    pub const fn policy_count(&self) -> u16 {
        self.count
    }

    /// The policy at `index`, as [`Decision::policy`](crate::Decision::policy) counts them.
    #[must_use]
    pub fn policy(&self, index: u16) -> Option<PolicyView<'a>> {
        let mut policies = self.policies;
        for _ in 0..index.min(self.count) {
            policies.bytes().ok()?;
        }
        PolicyView::read(policies.bytes().ok()?).ok()
    }

    /// The policies for one activity, with their indexes.
    pub(crate) fn policies_for(
        &self,
        activity: &ActivityType,
    ) -> impl Iterator<Item = (u16, Result<PolicyView<'a>, Malformed>)> {
        let mut policies = self.policies;
        let bit = activity_bit(activity);
        (0..self.count).filter_map(move |index| match policies.bytes() {
            Ok(policy)
                if policy
                    .first()
                    .is_some_and(|activities| activities & bit == 0) =>
            {
                None
            }
            Ok(policy) => match PolicyView::read(policy) {
                Ok(view) => view.is_for(activity).then_some((index, Ok(view))),
                Err(malformed) => Some((index, Err(malformed))),
            },
            Err(malformed) => Some((index, Err(malformed))),
        })
    }
}

/// FNV-1a, 64 bits. Every single changed byte changes it; it is no protection against intent, which
/// the transport and the gateway's own decision are for.
pub(crate) fn checksum(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// The bit of an activity in a policy's first byte.
pub(crate) fn activity_bit(activity: &ActivityType) -> u8 {
    match activity {
        ActivityType::Copy => 1,
        ActivityType::Cut => 1 << 1,
        ActivityType::Paste => 1 << 2,
        ActivityType::Print => 1 << 3,
        ActivityType::Download => 1 << 4,
        ActivityType::Upload => 1 << 5,
        ActivityType::SendItem => 1 << 6,
        ActivityType::Custom(_) => CUSTOM,
    }
}
