//! How a condition compares.

use crate::filter::{address, hash, labels, own_labels};
use crate::text::comparable;
use crate::wire::{Malformed, Reader};
use crate::{Attempt, Filter, Label, ValueKind, words};
use stepgate_inspect::{Dfa, Substring, ends_with, equals, starts_with};

words! {
    /// How a condition compares. Case is disregarded.
    pub enum Operator: "an operator" {
        /// Some value is one of those given.
        Equals = 0 "equals",
        /// No value is one of those given.
        DoesNotEqual = 1 "doesNotEqual",
        /// Some value contains one of those given.
        Contains = 2 "contains",
        /// No value contains one of those given.
        DoesNotContain = 3 "doesNotContain",
        /// Some value begins with one of those given.
        StartsWith = 4 "startsWith",
        /// Some value ends with one of those given.
        EndsWith = 5 "endsWith",
        /// Some value matches one of the regular expressions given.
        Matches = 6 "matches",
        /// There is a value.
        IsSet = 7 "isSet",
        /// There is no value.
        IsNotSet = 8 "isNotSet",
        /// The value is greater than the one given.
        GreaterThan = 9 "greaterThan",
        /// The value is less than the one given.
        LessThan = 10 "lessThan",
        /// The value is in one of the ranges given, their ends included.
        InRange = 11 "inRange",
    }
}

impl Operator {
    /// Whether it compares with values at all.
    #[must_use]
    pub const fn takes_values(self) -> bool {
        match self {
            Self::Equals
            | Self::DoesNotEqual
            | Self::Contains
            | Self::DoesNotContain
            | Self::StartsWith
            | Self::EndsWith
            | Self::Matches
            | Self::GreaterThan
            | Self::LessThan
            | Self::InRange => true,
            Self::IsSet | Self::IsNotSet => false,
        }
    }

    /// Whether it says something about `filter`.
    #[must_use]
    pub const fn fits(self, filter: Filter) -> bool {
        let kind = filter.kind();
        match self {
            Self::Equals | Self::DoesNotEqual => true,
            Self::IsSet | Self::IsNotSet => !matches!(kind, ValueKind::Selector),
            Self::Contains
            | Self::DoesNotContain
            | Self::StartsWith
            | Self::EndsWith
            | Self::Matches => matches!(kind, ValueKind::Text | ValueKind::Label),
            Self::GreaterThan | Self::LessThan => matches!(kind, ValueKind::Size),
            Self::InRange => matches!(kind, ValueKind::Size | ValueKind::Address),
        }
    }

    pub(crate) fn holds(self, filter: Filter, values: Values<'_>, attempt: &Attempt<'_>) -> bool {
        match self {
            Self::IsSet => filter.is_set(attempt),
            Self::IsNotSet => !filter.is_set(attempt),
            // A public file within it does not make an archive public: only its own labels can say what it is not.
            Self::DoesNotEqual if filter.kind() == ValueKind::Label => {
                !Self::Equals.any_label(own_labels(attempt), values)
            }
            Self::DoesNotContain if filter.kind() == ValueKind::Label => {
                !Self::Contains.any_label(own_labels(attempt), values)
            }
            Self::DoesNotEqual => !Self::Equals.any(filter, values, attempt),
            Self::DoesNotContain => !Self::Contains.any(filter, values, attempt),
            Self::Equals
            | Self::Contains
            | Self::StartsWith
            | Self::EndsWith
            | Self::Matches
            | Self::GreaterThan
            | Self::LessThan
            | Self::InRange => self.any(filter, values, attempt),
        }
    }

    /// Whether any value of the attempt compares so with any of those given.
    fn any(self, filter: Filter, mut values: Values<'_>, attempt: &Attempt<'_>) -> bool {
        match filter.kind() {
            ValueKind::Text | ValueKind::Word(_) | ValueKind::Country | ValueKind::Selector => {
                filter.any_text(attempt, &mut |found| {
                    { values }.any(|value| self.text(filter, found, &value))
                })
            }
            ValueKind::Label => self.any_label(labels(attempt), values),
            ValueKind::Size => filter
                .size(attempt)
                .is_some_and(|size| values.any(|value| self.size(size, &value))),
            ValueKind::Address => address(attempt)
                .is_some_and(|address| values.any(|value| is_in_block(&address, &value))),
            ValueKind::Hash => {
                hash(attempt).is_some_and(|hash| values.any(|value| is_hash(hash, &value)))
            }
        }
    }

    fn any_label<'a>(self, labels: impl Iterator<Item = &'a Label>, values: Values<'_>) -> bool {
        let mut labels = labels;
        labels.any(|label| { values }.any(|value| self.label(label, &value)))
    }

    /// A label's name compares as any text. Its GUID is itself, however names are compared: it stands beside those of a
    /// condition where configuration gives the label a name.
    fn label(self, label: &Label, value: &Value<'_>) -> bool {
        if let Value::Text(written) | Value::Pattern(written, _) = value
            && label.is(written)
        {
            return true;
        }
        let name = comparable(&label.name);
        let name = name.trim();
        !name.is_empty() && self.text(Filter::SensitivityLabel, name, value)
    }

    fn text(self, filter: Filter, found: &str, value: &Value<'_>) -> bool {
        match value {
            Value::Text(value) => self.compares(filter, found, value),
            Value::Pattern(_, table) => Dfa::read(table).is_ok_and(|dfa| dfa.count(found) > 0),
            Value::Size(_) | Value::Range(..) | Value::Block(..) | Value::Hash(_) => false,
        }
    }

    fn compares(self, filter: Filter, found: &str, value: &str) -> bool {
        match self {
            // Names in a selector are what they are, in every letter.
            Self::Equals if filter == Filter::Selector => found == value,
            Self::Equals => equals(found, value),
            Self::Contains => Substring::new(value).is_some_and(|part| part.is_in(found)),
            Self::StartsWith => starts_with(found, value),
            Self::EndsWith => ends_with(found, value),
            Self::DoesNotEqual
            | Self::DoesNotContain
            | Self::Matches
            | Self::IsSet
            | Self::IsNotSet
            | Self::GreaterThan
            | Self::LessThan
            | Self::InRange => false,
        }
    }

    fn size(self, size: u64, value: &Value<'_>) -> bool {
        match value {
            Value::Range(from, to) => (*from..=*to).contains(&size),
            Value::Size(value) => match self {
                Self::GreaterThan => size > *value,
                Self::LessThan => size < *value,
                Self::Equals
                | Self::DoesNotEqual
                | Self::Contains
                | Self::DoesNotContain
                | Self::StartsWith
                | Self::EndsWith
                | Self::Matches
                | Self::IsSet
                | Self::IsNotSet
                | Self::InRange => size == *value,
            },
            Value::Text(_) | Value::Pattern(..) | Value::Block(..) | Value::Hash(_) => false,
        }
    }
}

/// The leading bits that make an address of 16 bytes one of IPv4.
const MAPPED: u8 = 96;

fn is_in_block(address: &[u8; 16], value: &Value<'_>) -> bool {
    let Value::Block(block, length) = value else {
        return false;
    };
    let is_v4 = matches!(address, [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, ..]);
    // `::/0` is all of IPv6, and no IPv4 address is in it for the place it has there.
    if is_v4 && *length < MAPPED {
        return false;
    }
    address
        .iter()
        .zip(block.iter())
        .enumerate()
        .all(|(at, (one, other))| {
            let bits = usize::from(*length).saturating_sub(at * 8).min(8);
            let mask = !(0xff_u16 >> bits) as u8;
            (one ^ other) & mask == 0
        })
}

fn is_hash(hash: &[u8; 32], value: &Value<'_>) -> bool {
    matches!(value, Value::Hash(other) if hash == *other)
}

/// The values a condition compares with, as they lie in the bundle.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Values<'a> {
    reader: Reader<'a>,
    shape: Shape,
}

/// How a value lies in the bundle.
#[derive(Clone, Copy, Debug)]
enum Shape {
    Text,
    Pattern,
    Size,
    Range,
    Block,
    Hash,
}

/// One value a condition compares with.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Value<'a> {
    Text(&'a str),
    /// A regular expression as it was written, and compiled.
    Pattern(&'a str, &'a [u8]),
    Size(u64),
    Range(u64, u64),
    /// An address, and how many of its leading bits count.
    Block(&'a [u8; 16], u8),
    Hash(&'a [u8; 32]),
}

impl<'a> Values<'a> {
    pub(crate) fn new(filter: Filter, operator: Operator, bytes: &'a [u8]) -> Self {
        let shape = match filter.kind() {
            ValueKind::Size if operator == Operator::InRange => Shape::Range,
            ValueKind::Size => Shape::Size,
            ValueKind::Address => Shape::Block,
            ValueKind::Hash => Shape::Hash,
            ValueKind::Text | ValueKind::Label if operator == Operator::Matches => Shape::Pattern,
            ValueKind::Text
            | ValueKind::Label
            | ValueKind::Word(_)
            | ValueKind::Country
            | ValueKind::Selector => Shape::Text,
        };
        Self {
            reader: Reader::new(bytes),
            shape,
        }
    }

    /// Checks that every value can be read, and every pattern walked.
    pub(crate) fn check(mut self) -> Result<(), Malformed> {
        while !self.reader.is_empty() {
            if let Value::Pattern(_, table) = self.read()? {
                Dfa::read(table).map_err(|_| Malformed)?;
            }
        }
        Ok(())
    }

    fn read(&mut self) -> Result<Value<'a>, Malformed> {
        let reader = &mut self.reader;
        Ok(match self.shape {
            Shape::Text => Value::Text(reader.str()?),
            Shape::Pattern => Value::Pattern(reader.str()?, reader.bytes()?),
            Shape::Size => Value::Size(reader.varint()?),
            Shape::Range => Value::Range(reader.varint()?, reader.varint()?),
            Shape::Block => {
                let block = reader.raw(16)?.try_into().map_err(|_| Malformed)?;
                Value::Block(block, reader.u8()?)
            }
            Shape::Hash => Value::Hash(reader.raw(32)?.try_into().map_err(|_| Malformed)?),
        })
    }
}

impl<'a> Iterator for Values<'a> {
    type Item = Value<'a>;

    fn next(&mut self) -> Option<Value<'a>> {
        self.read().ok()
    }
}
