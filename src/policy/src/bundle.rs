//! All policies in one flat run of bytes: what the page and the gateway decide from.
//!
//! Magic, version, checksum; then the revision and the default behaviour; a table with the place and the number of each
//! policy; the index by activity and app; and the policies, in the order of their ids, each with its length first.
//!
//! A bundle can have all policies of a revision, or those of them that can matter to one session. A policy has the same
//! number in both.

use crate::index::Index;
use crate::wire::{Malformed, Reader};
use crate::{ActivityType, DefaultBehavior, PolicyView};
use core::fmt;

/// The first bytes of every bundle.
pub(crate) const MAGIC: [u8; 4] = *b"SGPB";
/// The version of the format. Another version is not read.
pub(crate) const VERSION: u8 = 3;
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
    table: &'a [Row],
    index: Index<'a>,
    policies: &'a [u8],
}

/// Where a policy begins (four bytes) and its number (two), big-endian.
type Row = [u8; 6];

const fn number_of([.., high, low]: &Row) -> u16 {
    u16::from_be_bytes([*high, *low])
}

fn place_of([a, b, c, d, ..]: &Row) -> usize {
    at_offset([*a, *b, *c, *d])
}

/// A place in the bundle.
pub(crate) fn at_offset(bytes: [u8; 4]) -> usize {
    usize::try_from(u32::from_be_bytes(bytes)).unwrap_or(usize::MAX)
}

impl<'a> Bundle<'a> {
    /// What every bundle begins with: its magic and the version of the format.
    pub const BEGINS: [u8; MAGIC.len() + 1] = {
        let [a, b, c, d] = MAGIC;
        [a, b, c, d, VERSION]
    };
    /// How many bytes from its beginning a bundle has its default behaviour: behind the revision.
    pub const DEFAULT_BEHAVIOR_AT: usize = HEADER + 8;

    /// Checks `bytes` whole: afterwards nothing in the bundle can be out of place.
    ///
    /// # Errors
    /// [`CorruptBundle`] if anything is.
    pub fn read(bytes: &'a [u8]) -> Result<Self, CorruptBundle> {
        let (sum, body) = Self::open(bytes)?;
        if sum != checksum(body).to_le_bytes() {
            return Err(CorruptBundle::Checksum);
        }
        let bundle = Self::read_body(bytes, Reader::new(body))?;
        bundle.check()?;
        Ok(bundle)
    }

    /// The view of bytes that [`Self::read`] has accepted before: at once, however many policies there are, for nothing is
    /// checked again. Of other bytes it would be decided by what can be read of them.
    ///
    /// # Errors
    /// [`CorruptBundle`] if they do not begin as a bundle does.
    pub fn read_again(bytes: &'a [u8]) -> Result<Self, CorruptBundle> {
        let (_, body) = Self::open(bytes)?;
        Ok(Self::read_body(bytes, Reader::new(body))?)
    }

    /// The checksum and what it is of.
    fn open(bytes: &'a [u8]) -> Result<(&'a [u8], &'a [u8]), CorruptBundle> {
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
        Ok((header.rest(), body))
    }

    fn read_body(bytes: &'a [u8], mut body: Reader<'a>) -> Result<Self, Malformed> {
        let revision = body.raw(8)?.try_into().map_err(|_| Malformed)?;
        let default_behavior = DefaultBehavior::from_number(body.u8()?).ok_or(Malformed)?;
        let (table, left_over) = body.bytes()?.as_chunks();
        let index = Index::read(body.bytes()?)?;
        if !left_over.is_empty() {
            return Err(Malformed);
        }
        Ok(Self {
            bytes,
            revision: u64::from_be_bytes(revision),
            default_behavior,
            table,
            index,
            policies: body.rest(),
        })
    }

    fn check(&self) -> Result<(), Malformed> {
        let mut policies = Reader::new(self.policies);
        let mut activities = Vec::new();
        let mut before: Option<(u16, &str)> = None;
        for row in self.table {
            let begins = self.policies.len() - policies.rest().len();
            let policy = PolicyView::read(policies.bytes()?)?;
            policy.check()?;
            let (number, id) = (number_of(row), policy.id());
            let in_order = before.is_none_or(|before| before.0 < number && before.1 < id);
            if place_of(row) != begins || !in_order {
                return Err(Malformed);
            }
            before = Some((number, id));
            activities.push(policy.activities());
        }
        if !policies.is_empty() {
            return Err(Malformed);
        }
        self.index.check(&activities)
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
    pub fn policy_count(&self) -> u16 {
        u16::try_from(self.table.len()).unwrap_or(u16::MAX)
    }

    /// Every policy with its number, in the order of their ids, which is that of their numbers.
    pub fn policies(&self) -> impl Iterator<Item = (u16, PolicyView<'a>)> {
        let bundle = *self;
        let rows = self.table.iter();
        rows.filter_map(move |row| Some((number_of(row), bundle.at(row).ok()?)))
    }

    /// The policy with this number, as [`Decision::policy`](crate::Decision::policy) counts them.
    #[must_use]
    pub fn policy(&self, number: u16) -> Option<PolicyView<'a>> {
        let found = self.table.binary_search_by_key(&number, number_of);
        self.at(self.table.get(found.ok()?)?).ok()
    }

    /// The policy with this id.
    #[must_use]
    pub fn policy_with_id(&self, id: &str) -> Option<PolicyView<'a>> {
        let found = self
            .table
            .binary_search_by(|row| self.at(row).map_or("", |policy| policy.id()).cmp(id));
        self.at(self.table.get(found.ok()?)?).ok()
    }

    fn at(&self, row: &Row) -> Result<PolicyView<'a>, Malformed> {
        let bytes = self.policies.get(place_of(row)..).ok_or(Malformed)?;
        PolicyView::read(Reader::new(bytes).bytes()?)
    }

    /// The policies that can concern one activity in one app, with their numbers.
    pub(crate) fn policies_for(
        &self,
        activity: &ActivityType,
        app: &str,
    ) -> impl Iterator<Item = (u16, Result<PolicyView<'a>, Malformed>)> {
        let bundle = *self;
        let positions = self.index.positions(activity_bit(activity), app);
        positions.filter_map(move |position| {
            let row = bundle.table.get(usize::from(position))?;
            match bundle.at(row) {
                Ok(policy) if !policy.is_for(activity) => None,
                policy => Some((number_of(row), policy)),
            }
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

#[cfg(test)]
mod tests {
    use super::Bundle;
    use crate::{DefaultBehavior, PolicySet};

    #[test]
    fn a_bundle_has_its_default_behavior_where_it_says() {
        for default in [DefaultBehavior::Allow, DefaultBehavior::Block] {
            let bytes = PolicySet::empty().compile(default);
            assert!(bytes.starts_with(&Bundle::BEGINS));
            assert_eq!(bytes[Bundle::DEFAULT_BEHAVIOR_AT], default as u8);
            let again = Bundle::read_again(&bytes).unwrap();
            assert_eq!(again.default_behavior(), default);
        }
        assert_eq!(
            DefaultBehavior::Allow as u8,
            0,
            "the page's script knows it so"
        );
    }
}
