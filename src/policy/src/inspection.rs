//! What does a policy look for in content?

use crate::wire::{Malformed, Reader};
use crate::{CustomKind, words};
use stepgate_inspect::{Confidence, Dfa, Entities};

words! {
    /// Where is looked.
    pub enum SearchIn: "a place to look" {
        /// What the file or text says.
        Content = 1 "content",
        /// What the file says about itself: author, title, comments and the like.
        Metadata = 2 "metadata",
        /// What the file is called.
        FileName = 4 "fileName",
    }
}

words! {
    /// What is kept of what was found, besides how often.
    pub enum Evidence: "what is kept as evidence" {
        /// An `X` for each letter and digit.
        Masked = 0 "masked",
        /// The same with the last four, where there are at least twelve and it is no secret.
        LastFour = 1 "lastFour",
        /// No value, not even masked.
        Nothing = 2 "none",
    }
}

impl SearchIn {
    /// Where is looked unless a policy says otherwise.
    pub(crate) const UNLESS_SAID: u8 = Self::Content as u8 | Self::Metadata as u8;
    pub(crate) const EVERYWHERE: u8 = Self::UNLESS_SAID | Self::FileName as u8;
}

/// What a policy looks for in the content, and how much of it makes a match.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Inspection<'a> {
    pub(crate) expression: Expression<'a>,
    /// What is no finding even so.
    pub(crate) excluded: Option<Pattern<'a>>,
    pub(crate) minimum: u32,
    pub(crate) evidence: Evidence,
    places: u8,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Expression<'a> {
    Preset(Entities, Confidence),
    Custom(Pattern<'a>),
}

impl Expression<'_> {
    /// Which kind it is, if it is the administrator's own.
    pub(crate) const fn kind(&self) -> CustomKind {
        match self {
            Self::Custom(Pattern::Substring(_)) => CustomKind::Substring,
            Self::Custom(Pattern::Keywords(_)) => CustomKind::Keywords,
            Self::Custom(Pattern::Regex(..) | Pattern::Exact(..)) | Self::Preset(..) => {
                CustomKind::Regex
            }
        }
    }
}

/// An expression of the administrator's own.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Pattern<'a> {
    Substring(&'a str),
    /// The pattern as it was written, for explanations, and compiled.
    Regex(&'a str, Dfa<'a>),
    Keywords(Keywords<'a>),
    /// The same as `Regex`, where matches have to be told exactly: with the pattern compiled for the place where a
    /// match begins, and whether its digits pass Luhn's check.
    Exact(&'a str, Dfa<'a>, Dfa<'a>, bool),
}

/// Words and phrases, as they lie in the bundle.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Keywords<'a>(&'a [u8]);

impl<'a> Keywords<'a> {
    pub(crate) fn iter(self) -> impl Iterator<Item = &'a str> {
        let mut reader = Reader::new(self.0);
        core::iter::from_fn(move || reader.str().ok())
    }

    /// The same for the same list, to tell it from others.
    #[cfg(feature = "load")]
    pub(crate) fn number(self) -> u32 {
        crate::bundle::checksum(self.0) as u32
    }
}

/// What stands first: which kind it is.
pub(crate) mod kind {
    pub(crate) const PRESET: u8 = 1;
    pub(crate) const SUBSTRING: u8 = 2;
    pub(crate) const REGEX: u8 = 3;
    pub(crate) const KEYWORDS: u8 = 4;
    pub(crate) const EXACT: u8 = 5;
    pub(crate) const LUHN: u8 = 6;
}

/// What stands second, beside where is looked.
pub(crate) const EXCLUDES: u8 = 1 << 7;
/// What is kept as evidence stands there, too.
pub(crate) const EVIDENCE_AT: u8 = 5;
const EVIDENCE: u8 = 3 << EVIDENCE_AT;

impl<'a> Inspection<'a> {
    /// Whether is looked there.
    pub(crate) const fn looks_in(&self, place: SearchIn) -> bool {
        self.places & place as u8 != 0
    }

    /// Where is looked.
    #[cfg(feature = "load")]
    pub(crate) fn places(&self) -> impl Iterator<Item = SearchIn> {
        let places = self.places;
        let all = SearchIn::ALL.into_iter();
        all.filter(move |one| places & *one as u8 != 0)
    }

    /// Whether more than a name has to be read for it.
    pub(crate) const fn reads(&self) -> bool {
        self.places & SearchIn::UNLESS_SAID != 0
    }

    /// Where is looked, if that is not where it is unless a policy says otherwise.
    #[cfg(feature = "load")]
    pub(crate) fn unusual_places(&self) -> Option<impl Iterator<Item = SearchIn>> {
        (self.places != SearchIn::UNLESS_SAID).then(|| self.places())
    }

    /// The presets it asks for, without reading all of it.
    pub(crate) fn presets(mut reader: Reader<'_>) -> Result<Entities, Malformed> {
        let first = reader.u8()?;
        reader.u8()?;
        reader.varint()?;
        if first == kind::PRESET {
            Ok(Entities::from_bits(reader.varint()?))
        } else {
            Ok(Entities::NONE)
        }
    }

    pub(crate) fn read(mut reader: Reader<'a>) -> Result<Option<Self>, Malformed> {
        if reader.is_empty() {
            return Ok(None);
        }
        let (first, second) = (reader.u8()?, reader.u8()?);
        let minimum = reader.number()?;
        let expression = if first == kind::PRESET {
            read_preset(&mut reader)?
        } else {
            Expression::Custom(Pattern::read(first, &mut reader)?)
        };
        let excluded = if second & EXCLUDES == 0 {
            None
        } else {
            let kind = reader.u8()?;
            Some(Pattern::read(kind, &mut reader)?)
        };
        let places = second & !EXCLUDES & !EVIDENCE;
        let evidence =
            Evidence::from_number((second & EVIDENCE) >> EVIDENCE_AT).ok_or(Malformed)?;
        let fits = places != 0 && places & !SearchIn::EVERYWHERE == 0;
        if !fits || !reader.is_empty() {
            return Err(Malformed);
        }
        Ok(Some(Self {
            expression,
            excluded,
            minimum,
            evidence,
            places,
        }))
    }
}

fn read_preset<'a>(reader: &mut Reader<'a>) -> Result<Expression<'a>, Malformed> {
    let bits = reader.varint()?;
    let wanted = Entities::from_bits(bits);
    let floor = match reader.u8()? {
        65 => Confidence::Low,
        75 => Confidence::Medium,
        85 => Confidence::High,
        0..65 | 66..75 | 76..85 | 86.. => return Err(Malformed),
    };
    if wanted.bits() == bits && wanted != Entities::NONE {
        Ok(Expression::Preset(wanted, floor))
    } else {
        Err(Malformed)
    }
}

impl<'a> Pattern<'a> {
    /// The same for the same pattern, to tell it from others.
    pub(crate) const fn key(&self) -> (u8, &'a [u8]) {
        match self {
            Self::Substring(text) => (kind::SUBSTRING, text.as_bytes()),
            Self::Keywords(words) => (kind::KEYWORDS, words.0),
            Self::Regex(text, _) => (kind::REGEX, text.as_bytes()),
            Self::Exact(text, _, _, false) => (kind::EXACT, text.as_bytes()),
            Self::Exact(text, _, _, true) => (kind::LUHN, text.as_bytes()),
        }
    }

    fn read(kind: u8, reader: &mut Reader<'a>) -> Result<Self, Malformed> {
        let dfa = |reader: &mut Reader<'a>| Dfa::read(reader.bytes()?).map_err(|_| Malformed);
        Ok(match kind {
            kind::SUBSTRING => Self::Substring(reader.str()?),
            kind::REGEX => Self::Regex(reader.str()?, dfa(reader)?),
            kind::KEYWORDS => {
                let words = reader.bytes()?;
                let mut each = Reader::new(words);
                while !each.is_empty() {
                    each.str()?;
                }
                Self::Keywords(Keywords(words))
            }
            kind::EXACT | kind::LUHN => Self::Exact(
                reader.str()?,
                dfa(reader)?,
                dfa(reader)?,
                kind == kind::LUHN,
            ),
            0..=1 | 7.. => return Err(Malformed),
        })
    }
}
