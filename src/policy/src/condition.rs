//! Which attempts a policy is about: filters compared, and `all`, `any`, `not`.

use crate::operator::Values;
use crate::wire::{Malformed, Reader};
use crate::{Attempt, Filter, Operator};

/// How deep conditions may be nested.
pub(crate) const DEEPEST: usize = 16;

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
    /// A filter's number is added to it.
    pub(crate) const FILTER: u8 = 3;

    pub(crate) fn read(reader: &mut Reader<'a>) -> Result<Self, Malformed> {
        match reader.u8()? {
            Self::ALL => Ok(Self::All(reader.number()?)),
            Self::ANY => Ok(Self::Any(reader.number()?)),
            Self::NOT => Ok(Self::Not),
            filter => {
                let filter = Filter::ALL.get(usize::from(filter - Self::FILTER));
                let filter = *filter.ok_or(Malformed)?;
                let operator = Operator::ALL.get(usize::from(reader.u8()?));
                let operator = *operator.ok_or(Malformed)?;
                let values = Values::new(filter, operator, reader.bytes()?);
                Ok(Self::Filter(filter, operator, values))
            }
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
    if let Node::Filter(filter, operator, values) = node {
        if !operator.fits(filter) {
            return Err(Malformed);
        }
        values.check()?;
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
