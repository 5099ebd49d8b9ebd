//! What does a policy look for in content?

use crate::wire::{Malformed, Reader};
use stepgate_inspect::Dfa;

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
    pub(crate) fn read(mut reader: Reader<'a>) -> Result<Option<Self>, Malformed> {
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
