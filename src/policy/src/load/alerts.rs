//! Reading who is told of a policy's matches.

use super::walk::At;
use serde::Serialize;

/// What alerts can say.
pub(super) const FIELDS: [&str; 3] = ["perMatch", "dailyLimit", "recipients"];
pub(super) const MOST_ALERTS: u32 = 100_000;
const LONGEST_ADDRESS: usize = 254;

/// Who is told of a policy's matches, and how often.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Alerts {
    /// Whether each match raises one; else the first of a day does.
    pub per_match: bool,
    /// The most there are in a day; no limit if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub daily_limit: Option<u32>,
    /// Mail addresses.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub recipients: Vec<String>,
}

impl Alerts {
    pub(super) fn read(at: &At<'_>) -> Option<Self> {
        let members = at.members("alerts", &FIELDS)?;
        let per_match = members.optional_by("perMatch", At::boolean);
        let daily_limit = members.optional_by("dailyLimit", |at| {
            at.number(1, MOST_ALERTS, "a number of alerts")
        });
        let recipients = members.optional_by("recipients", |at| {
            let items = at.items("mail addresses")?;
            let read: Vec<Option<String>> = items.iter().map(read_recipient).collect();
            read.into_iter().collect()
        });
        Some(Self {
            per_match: per_match?.unwrap_or(true),
            daily_limit: daily_limit?,
            recipients: recipients?.unwrap_or_default(),
        })
    }
}

fn read_recipient(at: &At<'_>) -> Option<String> {
    let text = at.text()?;
    let parts = text.split_once('@');
    let whole = parts
        .is_some_and(|(name, host)| !name.is_empty() && !host.is_empty() && !host.contains('@'));
    let odd = |letter: char| letter.is_whitespace() || letter.is_control();
    if !whole || text.len() > LONGEST_ADDRESS || text.contains(odd) {
        at.unexpected("a mail address, such as `security@example.com`");
        return None;
    }
    Some(text.to_owned())
}
