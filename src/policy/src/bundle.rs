//! All policies in one flat run of bytes: what the page and the gateway decide from.
//!
//! Magic, version, checksum; then the revision, the default behaviour and the policies, each with its
//! length first, so that policies for other activities cost one look.

use crate::condition;
#[cfg(feature = "load")]
use crate::condition::Node;
use crate::wire::{Malformed, Reader};
use crate::{Action, ActivityType, AuthenticationContext, DefaultBehavior, GrantScope, StepUp};
use core::fmt;
use stepgate_inspect::Dfa;

/// The first bytes of every bundle.
pub(crate) const MAGIC: [u8; 4] = *b"SGPB";
/// The version of the format. Another version is not read.
pub(crate) const VERSION: u8 = 1;
const HEADER: usize = MAGIC.len() + 1 + 8;
/// The bit of [`PolicyView::activities`] that stands for custom activities.
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

/// One policy of a bundle.
#[derive(Clone, Copy, Debug)]
pub struct PolicyView<'a> {
    activities: u8,
    action: Action,
    step_up: Option<StepUp>,
    conditions: &'a [u8],
    inspection: &'a [u8],
    custom: &'a [u8],
    id: &'a [u8],
    name: &'a [u8],
    message: &'a [u8],
}

impl<'a> PolicyView<'a> {
    fn read(bytes: &'a [u8]) -> Result<Self, Malformed> {
        let mut reader = Reader::new(bytes);
        let activities = reader.u8()?;
        let action = Action::from_number(reader.u8()?).ok_or(Malformed)?;
        let view = Self {
            activities,
            action,
            step_up: read_step_up(&mut reader)?,
            conditions: reader.bytes()?,
            inspection: reader.bytes()?,
            custom: reader.bytes()?,
            id: reader.bytes()?,
            name: reader.bytes()?,
            message: reader.bytes()?,
        };
        let proof_asked = matches!(view.action, Action::RequireStepUp) == view.step_up.is_some();
        if proof_asked && reader.is_empty() {
            Ok(view)
        } else {
            Err(Malformed)
        }
    }

    fn check(&self) -> Result<(), Malformed> {
        for text in [self.id, self.name, self.message] {
            core::str::from_utf8(text).map_err(|_| Malformed)?;
        }
        let mut custom = Reader::new(self.custom);
        while !custom.is_empty() {
            custom.str()?;
        }
        let mut conditions = self.conditions();
        while !conditions.is_empty() {
            condition::check(&mut conditions, 0)?;
        }
        self.inspection()?;
        Ok(())
    }

    /// The policy's id, unique in the bundle.
    #[must_use]
    pub fn id(&self) -> &'a str {
        text(self.id)
    }

    /// What people call the policy.
    #[must_use]
    pub fn name(&self) -> &'a str {
        text(self.name)
    }

    /// What the person is told, in plain text; may be empty.
    #[must_use]
    pub fn message(&self) -> &'a str {
        text(self.message)
    }

    /// What the policy asks for.
    #[must_use]
    pub const fn action(&self) -> Action {
        self.action
    }

    /// What must be proved, where the action is `requireStepUp`.
    #[must_use]
    pub const fn step_up(&self) -> Option<StepUp> {
        self.step_up
    }

    fn is_for(&self, activity: &ActivityType) -> bool {
        match activity {
            ActivityType::Custom(name) => {
                let mut custom = Reader::new(self.custom);
                core::iter::from_fn(|| custom.str().ok()).any(|listed| listed == name)
            }
            ActivityType::Copy
            | ActivityType::Cut
            | ActivityType::Paste
            | ActivityType::Print
            | ActivityType::Download
            | ActivityType::Upload
            | ActivityType::SendItem => self.activities & activity_bit(activity) != 0,
        }
    }

    /// The conditions: nothing (every attempt), or one condition with its parts.
    pub(crate) const fn conditions(&self) -> Reader<'a> {
        Reader::new(self.conditions)
    }

    pub(crate) fn inspection(&self) -> Result<Option<Inspection<'a>>, Malformed> {
        Inspection::read(Reader::new(self.inspection))
    }
}

fn text(bytes: &[u8]) -> &str {
    core::str::from_utf8(bytes).unwrap_or_default()
}

fn read_step_up(reader: &mut Reader<'_>) -> Result<Option<StepUp>, Malformed> {
    let context = reader.u8()?;
    if context == 0 {
        return Ok(None);
    }
    let context = AuthenticationContext::new(context).ok_or(Malformed)?;
    let scope = GrantScope::from_number(reader.u8()?).ok_or(Malformed)?;
    Ok(Some(StepUp {
        context,
        scope,
        lifetime: reader.number()?,
    }))
}

/// What a policy looks for in the content, and how much of it makes a match.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Inspection<'a> {
    pub(crate) expression: Expression<'a>,
    pub(crate) minimum: u32,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Expression<'a> {
    PaymentCard,
    Substring(&'a str),
    /// The pattern as it was written, for explanations, and compiled.
    #[cfg_attr(
        not(feature = "load"),
        expect(dead_code, reason = "explanations are not made in the page")
    )]
    Regex(&'a str, Dfa<'a>),
}

impl Expression<'_> {
    pub(crate) const PAYMENT_CARD: u8 = 1;
    pub(crate) const SUBSTRING: u8 = 2;
    pub(crate) const REGEX: u8 = 3;
}

impl<'a> Inspection<'a> {
    fn read(mut reader: Reader<'a>) -> Result<Option<Self>, Malformed> {
        if reader.is_empty() {
            return Ok(None);
        }
        let kind = reader.u8()?;
        let minimum = reader.number()?;
        let expression = match kind {
            Expression::PAYMENT_CARD => Expression::PaymentCard,
            Expression::SUBSTRING => Expression::Substring(reader.str()?),
            Expression::REGEX => Expression::Regex(
                reader.str()?,
                Dfa::read(reader.bytes()?).map_err(|_| Malformed)?,
            ),
            0 | 4.. => return Err(Malformed),
        };
        reader
            .is_empty()
            .then_some(Some(Self {
                expression,
                minimum,
            }))
            .ok_or(Malformed)
    }
}

/// The conditions of a policy in the order they are traced.
#[cfg(feature = "load")]
pub(crate) fn condition_nodes<'a>(policy: &PolicyView<'a>) -> impl Iterator<Item = Node<'a>> {
    let mut reader = policy.conditions();
    core::iter::from_fn(move || Node::read(&mut reader).ok())
}
