//! What is whoever looks after matches told?

use crate::Severity;
use crate::wire::{Malformed, Reader};

/// How grave a policy's matches are and who is told of them, as it lies in the bundle.
#[derive(Clone, Copy, Debug)]
pub struct Record<'a>(&'a [u8]);

/// Who is told of a policy's matches, and how often.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AlertsView<'a> {
    /// Whether each match raises one.
    pub per_match: bool,
    /// The most there are in a day; 0 for no limit.
    pub daily_limit: u32,
    /// Mail addresses, one a line; may be empty.
    pub recipients: &'a str,
}

struct Fields<'a> {
    severity: Option<Severity>,
    category: &'a str,
    alerts: Option<AlertsView<'a>>,
}

impl<'a> Record<'a> {
    pub(crate) const fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    pub(crate) fn check(self) -> Result<(), Malformed> {
        self.read().map(drop)
    }

    fn read(self) -> Result<Fields<'a>, Malformed> {
        let mut fields = Fields {
            severity: None,
            category: "",
            alerts: None,
        };
        if self.0.is_empty() {
            return Ok(fields);
        }
        let mut reader = Reader::new(self.0);
        fields.severity = match reader.u8()? {
            0 => None,
            number => Some(Severity::from_number(number).ok_or(Malformed)?),
        };
        fields.category = reader.str()?;
        fields.alerts = match reader.u8()? {
            0 => None,
            per_match @ 1..=2 => Some(AlertsView {
                per_match: per_match == 2,
                daily_limit: reader.number()?,
                recipients: reader.str()?,
            }),
            3.. => return Err(Malformed),
        };
        if reader.is_empty() {
            Ok(fields)
        } else {
            Err(Malformed)
        }
    }

    /// How grave a match is, if the policy says so.
    #[must_use]
    pub fn severity(self) -> Option<Severity> {
        self.read().ok()?.severity
    }

    /// What kind of policy it is; may be empty.
    #[must_use]
    pub fn category(self) -> &'a str {
        self.read().map_or("", |fields| fields.category)
    }

    /// Who is told of matches, if anyone is.
    #[must_use]
    pub fn alerts(self) -> Option<AlertsView<'a>> {
        self.read().ok()?.alerts
    }
}
