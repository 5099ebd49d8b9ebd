//! How are the words of Defender said here?

use super::input::Input;
use super::plain;
use crate::{ActivityType, Filter, Operator, ValueKind};
use serde_json::{Value, json};

/// Bytes in a megabyte, as sizes are given there.
const MEGABYTE: f64 = 1_048_576.0;

/// The activities an activity type stands for.
pub(super) fn activity_of(written: &str) -> Option<Vec<ActivityType>> {
    Some(match plain(written).as_str() {
        "copy" => vec![ActivityType::Copy],
        "cut" => vec![ActivityType::Cut],
        "cutcopy" | "cutcopyitem" | "cutcopydata" => vec![ActivityType::Copy, ActivityType::Cut],
        "cutcopypaste" => vec![ActivityType::Copy, ActivityType::Cut, ActivityType::Paste],
        "paste" | "pasteitem" | "pastedata" => vec![ActivityType::Paste],
        "print" | "printitem" | "printdata" => vec![ActivityType::Print],
        "download" | "downloadfile" => vec![ActivityType::Download],
        "upload" | "uploadfile" => vec![ActivityType::Upload],
        "send" | "senditem" | "sendmessage" | "uploadtext" => vec![ActivityType::SendItem],
        _ => vec![ActivityType::parse(written).filter(|_| written.starts_with("custom:"))?],
    })
}

/// How grave.
pub(super) fn severity_of(written: &str) -> Option<&'static str> {
    Some(match plain(written).as_str() {
        "low" | "0" => "low",
        "medium" | "1" => "medium",
        "high" | "2" => "high",
        _ => return None, // text
    })
}

/// The values that can be said; the others are remarked.
pub(super) fn values_of(filter: Filter, operator: Operator, at: &Input<'_>) -> Vec<Value> {
    if operator == Operator::InRange && filter.kind() == ValueKind::Size {
        return range(at).into_iter().collect();
    }
    let items = at.one_or_more();
    items
        .iter()
        .filter_map(|item| value(filter, item))
        .collect()
}

fn value(filter: Filter, item: &Input<'_>) -> Option<Value> {
    let Some(written) = item.word() else {
        item.left_out("it is neither text nor a number");
        return None;
    };
    match filter.kind() {
        ValueKind::Word(words) => word(filter, words, written, item).map(Value::from),
        ValueKind::Size => size(item),
        ValueKind::Text
        | ValueKind::Label
        | ValueKind::Country
        | ValueKind::Selector
        | ValueKind::Address
        | ValueKind::Hash => Some(text(filter, written, item)),
    }
}

fn text(filter: Filter, written: &str, item: &Input<'_>) -> Value {
    match filter {
        Filter::App => item.changed(
            "apps have the names of the configuration here: put the app's name in its place",
        ),
        Filter::IpTags => {
            item.changed("tags are named as whoever looks addresses up names them: compare");
        }
        Filter::Extension => return json!(written.trim_start_matches(['.', '*'])),
        Filter::DeviceTags
        | Filter::DeviceType
        | Filter::IpAddress
        | Filter::IpCategory
        | Filter::LocationCountry
        | Filter::RegisteredIsp
        | Filter::UserName
        | Filter::UserGroups
        | Filter::UserDomain
        | Filter::UserAgentText
        | Filter::UserAgentTags
        | Filter::Url
        | Filter::Source
        | Filter::Destination
        | Filter::Selector
        | Filter::DataSize
        | Filter::SensitivityLabel
        | Filter::FileName
        | Filter::FileType
        | Filter::FileSize
        | Filter::Sha256
        | Filter::ExtensionMismatch => {}
    }
    json!(written)
}

/// One of the words there are, by its letters or by another name it has there.
fn word(
    filter: Filter,
    words: &'static [&'static str],
    written: &str,
    item: &Input<'_>,
) -> Option<&'static str> {
    let named = plain(written);
    let other = match (filter, named.as_str()) {
        (Filter::DeviceTags, "intunecompliant" | "compliant") => "intuneCompliant",
        (
            Filter::DeviceTags,
            "microsoftentrahybridjoined" | "hybridazureadjoined" | "azureadhybridjoined",
        ) => "entraHybridJoined",
        (Filter::DeviceType, "pc") => "desktop",
        (Filter::IpCategory, "1") => "corporate",
        (Filter::IpCategory, "2") => "administrative",
        (Filter::IpCategory, "3") => "risky",
        (Filter::IpCategory, "4") => "vpn",
        (Filter::IpCategory, "5") => "cloudProvider",
        (Filter::IpCategory, "6") => "other",
        (_, named) => named,
    };
    let found = words
        .iter()
        .find(|word| plain(word) == plain(other))
        .copied();
    if found.is_none() {
        item.left_out(format!("`{filter}` has no such value here"));
    }
    found
}

fn size(item: &Input<'_>) -> Option<Value> {
    let megabytes = item.word().and_then(|word| word.parse::<f64>().ok());
    let bytes = megabytes
        .map(|megabytes| (megabytes * MEGABYTE).round())
        .filter(|bytes| (0.0..=9e15).contains(bytes));
    if bytes.is_none() {
        item.left_out("it is no size in megabytes");
    }
    // Within the bounds above nothing is cut off.
    bytes.map(|bytes| json!(bytes as u64))
}

fn range(at: &Input<'_>) -> Option<Value> {
    let ends: Vec<Value> = at.one_or_more().iter().filter_map(size).collect();
    if ends.len() == 2 {
        return Some(json!(ends));
    }
    at.left_out("a range has two ends");
    None
}
