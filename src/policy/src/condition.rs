//! Which attempts a policy is about: filters, operators, and `all`, `any`, `not`.

use crate::wire::{Malformed, Reader};
use crate::{Attempt, FileFacts};
use stepgate_inspect::{Substring, ends_with, equals, starts_with};

/// How deep conditions may be nested.
pub(crate) const DEEPEST: usize = 16;

/// What a condition looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Filter {
    /// The app's name in the configuration.
    App = 0,
    /// The person's sign-in name.
    UserName = 1,
    /// Any group the person belongs to.
    UserGroups = 2,
    /// Any tag of the device.
    DeviceTags = 3,
    /// The file's name without a folder.
    FileName = 4,
    /// Any extension of the file's name: `a.exe.txt` has `exe` and `txt`.
    Extension = 5,
    /// The file's sensitivity label.
    SensitivityLabel = 6,
}

impl Filter {
    /// Every filter, in the order of their numbers in the bundle.
    pub const ALL: [Self; 7] = [
        Self::App,
        Self::UserName,
        Self::UserGroups,
        Self::DeviceTags,
        Self::FileName,
        Self::Extension,
        Self::SensitivityLabel,
    ];

    /// The wire name.
    #[must_use]
    pub const fn keyword(self) -> &'static str {
        match self {
            Self::App => "app",
            Self::UserName => "user.name",
            Self::UserGroups => "user.groups",
            Self::DeviceTags => "device.tags",
            Self::FileName => "fileName",
            Self::Extension => "extension",
            Self::SensitivityLabel => "sensitivityLabel",
        }
    }

    /// Whether `test` holds for any value the attempt has here. Empty values count as absent.
    fn any(self, attempt: &Attempt<'_>, mut test: impl FnMut(&str) -> bool) -> bool {
        let session = attempt.session;
        let mut holds = |value: &str| !value.is_empty() && test(value);
        match self {
            Self::App => holds(&session.app),
            Self::UserName => holds(&session.user),
            Self::UserGroups => session.groups.iter().any(|group| holds(group)),
            Self::DeviceTags => session.device_tags.iter().any(|tag| holds(tag)),
            Self::FileName => attempt.file.is_some_and(|file| holds(file.name)),
            Self::Extension => attempt
                .file
                .is_some_and(|file| extensions(&file).any(holds)),
            Self::SensitivityLabel => attempt
                .file
                .and_then(|file| file.label)
                .is_some_and(|label| holds(label.trim())),
        }
    }
}

/// What stands after each dot of the name. Windows drops blanks and dots at the end of a name, and takes
/// what follows a colon for a stream of the file before it.
fn extensions<'a>(file: &FileFacts<'a>) -> impl Iterator<Item = &'a str> {
    let name = file.name.split(':').next().unwrap_or_default();
    name.split('.')
        .skip(1)
        .map(|part| part.trim_matches(|c: char| c.is_whitespace() || c.is_control()))
}

/// How a condition compares. Case is disregarded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Operator {
    /// Some value is one of those given.
    Equals = 0,
    /// No value is one of those given.
    DoesNotEqual = 1,
    /// Some value contains one of those given.
    Contains = 2,
    /// No value contains one of those given.
    DoesNotContain = 3,
    /// Some value begins with one of those given.
    StartsWith = 4,
    /// Some value ends with one of those given.
    EndsWith = 5,
    /// There is a value.
    IsSet = 6,
    /// There is no value.
    IsNotSet = 7,
}

impl Operator {
    /// Every operator, in the order of their numbers in the bundle.
    pub const ALL: [Self; 8] = [
        Self::Equals,
        Self::DoesNotEqual,
        Self::Contains,
        Self::DoesNotContain,
        Self::StartsWith,
        Self::EndsWith,
        Self::IsSet,
        Self::IsNotSet,
    ];

    /// The wire name.
    #[must_use]
    pub const fn keyword(self) -> &'static str {
        match self {
            Self::Equals => "equals",
            Self::DoesNotEqual => "doesNotEqual",
            Self::Contains => "contains",
            Self::DoesNotContain => "doesNotContain",
            Self::StartsWith => "startsWith",
            Self::EndsWith => "endsWith",
            Self::IsSet => "isSet",
            Self::IsNotSet => "isNotSet",
        }
    }

    /// Whether it compares with values at all.
    #[must_use]
    pub const fn takes_values(self) -> bool {
        match self {
            Self::Equals
            | Self::DoesNotEqual
            | Self::Contains
            | Self::DoesNotContain
            | Self::StartsWith
            | Self::EndsWith => true,
            Self::IsSet | Self::IsNotSet => false,
        }
    }

    fn holds(self, filter: Filter, values: Values<'_>, attempt: &Attempt<'_>) -> bool {
        let any = |test: fn(&str, &str) -> bool| {
            filter.any(attempt, |found| {
                values.into_iter().any(|value| test(found, value))
            })
        };
        match self {
            Self::Equals => any(equals),
            Self::DoesNotEqual => !any(equals),
            Self::Contains => any(contains),
            Self::DoesNotContain => !any(contains),
            Self::StartsWith => any(starts_with),
            Self::EndsWith => any(ends_with),
            Self::IsSet => filter.any(attempt, |_| true),
            Self::IsNotSet => !filter.any(attempt, |_| true),
        }
    }
}

fn contains(text: &str, part: &str) -> bool {
    Substring::new(part).is_some_and(|part| part.is_in(text))
}

/// The values a condition compares with, as they lie in the bundle.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Values<'a>(Reader<'a>);

impl<'a> Iterator for Values<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        self.0.str().ok()
    }
}

/// One condition as it lies in the bundle; the parts of `All`, `Any` and `Not` follow it.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Node<'a> {
    All(usize),
    Any(usize),
    Not,
    Filter(Filter, Operator, Values<'a>),
}

impl<'a> Node<'a> {
    pub(crate) const ALL: u8 = 0;
    pub(crate) const ANY: u8 = 1;
    pub(crate) const NOT: u8 = 2;
    pub(crate) const FILTER: u8 = 3;

    pub(crate) fn read(reader: &mut Reader<'a>) -> Result<Self, Malformed> {
        match reader.u8()? {
            Self::ALL => Ok(Self::All(reader.number()?)),
            Self::ANY => Ok(Self::Any(reader.number()?)),
            Self::NOT => Ok(Self::Not),
            Self::FILTER => {
                let filter = *Filter::ALL
                    .get(usize::from(reader.u8()?))
                    .ok_or(Malformed)?;
                let operator = *Operator::ALL
                    .get(usize::from(reader.u8()?))
                    .ok_or(Malformed)?;
                Ok(Self::Filter(
                    filter,
                    operator,
                    Values(Reader::new(reader.bytes()?)),
                ))
            }
            4.. => Err(Malformed),
        }
    }

    /// How many conditions belong to this one and follow it.
    pub(crate) const fn parts(&self) -> usize {
        match self {
            Self::All(parts) | Self::Any(parts) => *parts,
            Self::Not => 1,
            Self::Filter(..) => 0,
        }
    }
}

/// Checks that a whole condition lies at the front of `reader`, every value in it readable.
pub(crate) fn check(reader: &mut Reader<'_>, depth: usize) -> Result<(), Malformed> {
    if depth > DEEPEST {
        return Err(Malformed);
    }
    let node = Node::read(reader)?;
    if let Node::Filter(_, _, Values(mut values)) = node {
        while !values.is_empty() {
            values.str()?;
        }
    }
    (0..node.parts()).try_for_each(|_| check(reader, depth + 1))
}

/// Whether the condition at the front of `reader` holds. Every part is evaluated, whatever came out
/// before it, and its result is added to `results`: a condition first, then its parts.
pub(crate) fn evaluate(
    reader: &mut Reader<'_>,
    attempt: &Attempt<'_>,
    results: &mut Vec<bool>,
) -> Result<bool, Malformed> {
    let node = Node::read(reader)?;
    let place = results.len();
    results.push(false);
    let mut holding = 0;
    for _ in 0..node.parts() {
        holding += usize::from(evaluate(reader, attempt, results)?);
    }
    let holds = match node {
        Node::All(parts) => holding == parts,
        Node::Any(_) => holding > 0,
        Node::Not => holding == 0,
        Node::Filter(filter, operator, values) => operator.holds(filter, values, attempt),
    };
    if let Some(result) = results.get_mut(place) {
        *result = holds;
    }
    Ok(holds)
}
