//! One policy as it lies in the bundle.

use crate::bundle::activity_bit;
use crate::condition::{self, Node};
use crate::inspection::Expression;
use crate::inspection::Inspection;
use crate::wire::{Malformed, Reader};
use crate::{
    Action, ActivityType, AuthenticationContext, GrantScope, Messages, Mode, Record, StepUp,
    WhenCannotBeScanned,
};
use crate::{Evidence, LookedFor};
use stepgate_inspect::Entities;

/// What a policy has that most have not.
pub(crate) mod flag {
    pub(crate) const SIMULATED: u8 = 1;
    pub(crate) const SCHEDULED: u8 = 1 << 1;
    pub(crate) const UNSCANNED: u8 = 1 << 2;
    pub(crate) const ANSWERED: u8 = 1 << 3;
    pub(crate) const ALL: u8 = SIMULATED | SCHEDULED | UNSCANNED | ANSWERED;
}

/// One policy of a bundle.
#[derive(Clone, Copy, Debug)]
pub struct PolicyView<'a> {
    #[cfg(feature = "load")]
    bytes: &'a [u8],
    activities: u8,
    action: Action,
    mode: Mode,
    step_up: Option<StepUp>,
    valid_from: u64,
    valid_until: u64,
    unscanned: WhenCannotBeScanned,
    answer_lifetime: u32,
    conditions: &'a [u8],
    inspection: &'a [u8],
    custom: &'a [u8],
    id: &'a [u8],
    name: &'a [u8],
    messages: &'a [u8],
    record: &'a [u8],
}

impl<'a> PolicyView<'a> {
    pub(crate) fn read(bytes: &'a [u8]) -> Result<Self, Malformed> {
        let mut reader = Reader::new(bytes);
        let activities = reader.u8()?;
        let action = Action::from_number(reader.u8()?).ok_or(Malformed)?;
        let flags = reader.u8()?;
        let has = |flag: u8| flags & flag != 0;
        let scheduled = has(flag::SCHEDULED);
        let view = Self {
            #[cfg(feature = "load")]
            bytes,
            activities,
            action,
            mode: if has(flag::SIMULATED) {
                Mode::Simulate
            } else {
                Mode::Enforce
            },
            step_up: read_step_up(action, &mut reader)?,
            valid_from: when(scheduled, 0, || reader.varint())?,
            valid_until: when(scheduled, u64::MAX, || reader.varint())?,
            unscanned: WhenCannotBeScanned::from_bits(when(has(flag::UNSCANNED), 0, || {
                reader.number()
            })?),
            answer_lifetime: when(has(flag::ANSWERED), 0, || reader.number())?,
            conditions: reader.bytes()?,
            inspection: reader.bytes()?,
            custom: reader.bytes()?,
            id: reader.bytes()?,
            name: reader.bytes()?,
            messages: reader.bytes()?,
            record: reader.bytes()?,
        };
        let fits = action.is_answered_by_a_person() == has(flag::ANSWERED);
        if fits && flags & !flag::ALL == 0 && reader.is_empty() {
            Ok(view)
        } else {
            Err(Malformed)
        }
    }

    pub(crate) fn check(&self) -> Result<(), Malformed> {
        for text in [self.id, self.name] {
            core::str::from_utf8(text).map_err(|_| Malformed)?;
        }
        let mut custom = Reader::new(self.custom);
        while !custom.is_empty() {
            custom.str()?;
        }
        let mut conditions = self.conditions();
        if !conditions.is_empty() {
            condition::check(&mut conditions, 0)?;
        }
        self.inspection()?;
        self.messages().check()?;
        self.record().check()?;
        if conditions.is_empty() {
            Ok(())
        } else {
            Err(Malformed)
        }
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

    /// What the person is told, in English and in plain text; may be empty. Placeholders are not filled in.
    #[must_use]
    pub fn message(&self) -> &'a str {
        self.messages().in_language("en").body
    }

    /// What the person is told, in each language it was written in.
    #[must_use]
    pub const fn messages(&self) -> Messages<'a> {
        Messages::new(self.messages)
    }

    /// What whoever looks after matches is told. A bundle for one session does not have it.
    #[must_use]
    pub const fn record(&self) -> Record<'a> {
        Record::new(self.record)
    }

    /// What the policy asks for.
    #[must_use]
    pub const fn action(&self) -> Action {
        self.action
    }

    /// Whether it acts, or is only tried.
    #[must_use]
    pub const fn mode(&self) -> Mode {
        self.mode
    }

    /// What must be proved, where the action is `requireStepUp`.
    #[must_use]
    pub const fn step_up(&self) -> Option<StepUp> {
        self.step_up
    }

    /// How long an answer holds, in seconds, where a person answers; else 0.
    #[must_use]
    pub const fn answer_lifetime(&self) -> u32 {
        self.answer_lifetime
    }

    /// When it holds, Unix seconds: from the first until before the second.
    #[must_use]
    pub const fn schedule(&self) -> (u64, u64) {
        (self.valid_from, self.valid_until)
    }

    /// Whether it holds at `now`, Unix seconds.
    #[must_use]
    pub const fn is_in_force(&self, now: u64) -> bool {
        self.valid_from <= now && now < self.valid_until
    }

    /// What it does where content it asks about cannot be read.
    #[must_use]
    pub const fn when_cannot_be_scanned(&self) -> WhenCannotBeScanned {
        self.unscanned
    }

    /// The bits of the activities it is about.
    pub(crate) const fn activities(&self) -> u8 {
        self.activities
    }

    /// Whether it is about `activity`.
    #[must_use]
    pub fn is_for(&self, activity: &ActivityType) -> bool {
        if self.activities & activity_bit(activity) == 0 {
            return false;
        }
        match activity {
            // A policy that names no custom activity is about every one.
            ActivityType::Custom(name) => {
                let mut custom = Reader::new(self.custom);
                custom.is_empty()
                    || core::iter::from_fn(|| custom.str().ok()).any(|listed| listed == name)
            }
            ActivityType::Copy
            | ActivityType::Cut
            | ActivityType::Paste
            | ActivityType::Print
            | ActivityType::Download
            | ActivityType::Upload
            | ActivityType::SendItem => true,
        }
    }

    /// Its bytes up to what is for administrators only.
    #[cfg(feature = "load")]
    pub(crate) fn without_record(&self) -> &'a [u8] {
        let length = crate::assemble::written(|writer| writer.bytes(self.record)).len();
        self.bytes
            .get(..self.bytes.len().saturating_sub(length))
            .unwrap_or_default()
    }

    /// The conditions: nothing (every attempt), or one condition with its parts.
    pub(crate) const fn conditions(&self) -> Reader<'a> {
        Reader::new(self.conditions)
    }

    /// The conditions in the order they are traced.
    pub(crate) fn nodes(&self) -> impl Iterator<Item = Node<'a>> {
        let mut reader = self.conditions();
        core::iter::from_fn(move || Node::read(&mut reader).ok())
    }

    /// The presets it asks for.
    pub(crate) fn presets(&self) -> Entities {
        Inspection::presets(Reader::new(self.inspection)).unwrap_or(Entities::NONE)
    }

    /// What the policy keeps as evidence of `expression`; `None` if it does not look for it.
    #[must_use]
    pub fn evidence_of(&self, expression: LookedFor) -> Option<Evidence> {
        let inspection = self.inspection().ok()??;
        let looks = match (expression, &inspection.expression) {
            (LookedFor::Preset(entity), Expression::Preset(wanted, _)) => wanted.contains(entity),
            (LookedFor::Custom(kind), Expression::Custom(_)) => {
                kind == inspection.expression.kind()
            }
            (LookedFor::Preset(_), Expression::Custom(_))
            | (LookedFor::Custom(_), Expression::Preset(..)) => false,
        };
        looks.then_some(inspection.evidence)
    }

    pub(crate) fn inspection(&self) -> Result<Option<Inspection<'a>>, Malformed> {
        Inspection::read(Reader::new(self.inspection))
    }
}

fn text(bytes: &[u8]) -> &str {
    core::str::from_utf8(bytes).unwrap_or_default()
}

fn when<T>(
    there: bool,
    absent: T,
    read: impl FnOnce() -> Result<T, Malformed>,
) -> Result<T, Malformed> {
    if there { read() } else { Ok(absent) }
}

fn read_step_up(action: Action, reader: &mut Reader<'_>) -> Result<Option<StepUp>, Malformed> {
    if action != Action::RequireStepUp {
        return Ok(None);
    }
    Ok(Some(StepUp {
        context: AuthenticationContext::new(reader.u8()?).ok_or(Malformed)?,
        scope: GrantScope::from_number(reader.u8()?).ok_or(Malformed)?,
        lifetime: reader.number()?,
    }))
}
