//! Reading what conditions compare with.

use super::pattern;
use super::walk::At;
use crate::text::comparable;
use crate::{Filter, Label, Operator, ValueKind};
use ipnet::IpNet;
use serde::ser::SerializeTuple as _;
use serde::{Serialize, Serializer};
use std::fmt;
use std::net::IpAddr;
use stepgate_inspect::Substring;

/// What a condition compares with.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FilterValue {
    /// Text, a word, a country or a CSS selector.
    Text(String),
    /// A regular expression.
    #[non_exhaustive]
    Pattern {
        /// As it was written.
        pattern: String,
        /// As the page and the gateway walk it.
        table: Vec<u8>,
    },
    /// A number of bytes.
    Size(u64),
    /// From one number of bytes to another, both included.
    Range(u64, u64),
    /// An IP address or a block of them.
    Block(IpBlock),
    /// A SHA-256.
    Hash([u8; 32]),
}

/// An IP address or a block of them, IPv4 or IPv6.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IpBlock(IpNet);

impl IpBlock {
    /// Reads `10.0.0.0/8`, `192.0.2.7` or `2001:db8::/32`; `None` if it is none, or bits after the length are set.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let net: IpNet = match text.parse::<IpAddr>() {
            Ok(address) => address.into(),
            Err(_) => text.parse().ok()?,
        };
        (net.trunc() == net).then_some(Self(net))
    }

    /// Whether `other` lies in it.
    #[must_use]
    pub fn contains(&self, other: &Self) -> bool {
        self.0.contains(&other.0)
    }

    /// The address in 16 bytes, and how many of its leading bits count.
    pub(super) fn octets(&self) -> ([u8; 16], u8) {
        let length = match self.0 {
            IpNet::V4(net) => net.prefix_len() + 96,
            IpNet::V6(net) => net.prefix_len(),
        };
        (crate::session::octets(self.0.addr()), length)
    }
}

impl fmt::Display for IpBlock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.prefix_len() == self.0.max_prefix_len() {
            write!(f, "{}", self.0.addr())
        } else {
            write!(f, "{}", self.0)
        }
    }
}

impl FilterValue {
    pub(super) fn read(at: &At<'_>, filter: Filter, operator: Operator) -> Option<Self> {
        match filter.kind() {
            ValueKind::Text | ValueKind::Label if operator == Operator::Matches => read_pattern(at),
            ValueKind::Label => read_label(at, filter).map(Self::Text),
            ValueKind::Text => read_text(at, filter).map(Self::Text),
            ValueKind::Word(words) => at
                .word(words, |word| words.contains(&word).then(|| word.to_owned()))
                .map(Self::Text),
            ValueKind::Country => read_country(at).map(Self::Text),
            ValueKind::Selector => read_selector(at).map(Self::Text),
            ValueKind::Size if operator == Operator::InRange => read_range(at),
            ValueKind::Size => read_size(at).map(Self::Size),
            ValueKind::Address => read_block(at),
            ValueKind::Hash => read_hash(at),
        }
    }
}

fn read_text(at: &At<'_>, filter: Filter) -> Option<String> {
    let value = at.text()?;
    let length = comparable(value).chars().count();
    if length == 0 || length > Substring::LONGEST || value.trim() != value {
        at.unexpected(format!(
            "1 to {} characters without blanks around them",
            Substring::LONGEST
        ));
        return None;
    }
    if filter == Filter::Extension && value.contains(['.', ':']) {
        at.unexpected("one extension without its dot, such as `exe`");
        return None;
    }
    Some(value.to_owned())
}

/// A label's name, or its GUID in small letters, bound to a tenant or not.
fn read_label(at: &At<'_>, filter: Filter) -> Option<String> {
    let value = read_text(at, filter)?;
    if let Some((id, site_id)) = Label::guids(&value) {
        let at = if site_id.is_empty() { "" } else { "@" };
        return Some([&id, at, &site_id].concat());
    }
    let (label, _) = value.split_once('@').unwrap_or_default();
    if Label::guids(label).is_some() {
        at.unexpected(
            "the GUID of the label's tenant behind `@`, such as \
             `2f2a9d6e-9c3b-4d1c-8a6c-0f1d7f0b9a11@7b1c0e52-3f44-4f0a-9d55-6a1e2c3d4e5f`",
        );
        return None;
    }
    Some(value)
}

/// As all comparing, without regard to case.
fn read_pattern(at: &At<'_>) -> Option<FilterValue> {
    let pattern = at.text()?;
    match pattern::compile_without_case(pattern) {
        Ok(table) => Some(FilterValue::Pattern {
            pattern: pattern.to_owned(),
            table,
        }),
        Err(error) => {
            at.unexpected(error.to_string());
            None
        }
    }
}

fn read_country(at: &At<'_>) -> Option<String> {
    let value = at.text()?;
    if value.len() != 2 || !value.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        at.unexpected("a country's two letters (ISO 3166-1), such as `DE`");
        return None;
    }
    Some(value.to_owned())
}

fn read_selector(at: &At<'_>) -> Option<String> {
    let value = at.text()?;
    let length = value.chars().count();
    if length == 0
        || length > Substring::LONGEST
        || value.trim() != value
        || value.contains(['{', '}'])
    {
        at.unexpected(format!(
            "a CSS selector of at most {} characters",
            Substring::LONGEST
        ));
        return None;
    }
    Some(value.to_owned())
}

fn read_range(at: &At<'_>) -> Option<FilterValue> {
    let ends: Vec<At<'_>> = at.elements().collect();
    let [from, to] = ends.as_slice() else {
        at.unexpected("two sizes in an array, such as `[\"1 MB\", \"50 MB\"]`");
        return None;
    };
    let (from, to) = (read_size(from), read_size(to));
    let (from, to) = (from?, to?);
    if from > to {
        at.wrong(
            "a range that ends before it begins",
            "the smaller size first",
        );
        return None;
    }
    Some(FilterValue::Range(from, to))
}

fn read_size(at: &At<'_>) -> Option<u64> {
    let size = at.integer().or_else(|| size_in_words(at.text_if()?));
    if size.is_none() {
        at.unexpected("a number of bytes, or text such as `10 MB` (`B`, `KB`, `MB` or `GB`, 1024 of each in the next)");
    }
    size
}

fn size_in_words(text: &str) -> Option<u64> {
    let (number, unit) = text.split_once(' ')?;
    let factor = match unit {
        "B" => 1,
        "KB" => 1 << 10,
        "MB" => 1 << 20,
        "GB" => 1 << 30,
        _ => return None, // text
    };
    number.parse::<u64>().ok()?.checked_mul(factor)
}

fn read_block(at: &At<'_>) -> Option<FilterValue> {
    let text = at.text()?;
    let block = IpBlock::parse(text);
    if block.is_none() {
        match text.parse::<IpNet>() {
            Ok(net) => at.unexpected(format!(
                "`{}`, as the bits after its length are not 0",
                net.trunc()
            )),
            Err(_) => {
                at.unexpected("an IP address or a block such as `10.0.0.0/8` or `2001:db8::/32`")
            }
        }
    }
    block.map(FilterValue::Block)
}

fn read_hash(at: &At<'_>) -> Option<FilterValue> {
    let hash = parse_hash(at.text()?);
    if hash.is_none() {
        at.unexpected("a SHA-256 of 64 hexadecimal digits");
    }
    hash.map(FilterValue::Hash)
}

/// A SHA-256 of 64 hexadecimal digits.
pub(super) fn parse_hash(text: &str) -> Option<[u8; 32]> {
    let mut hash = [0; 32];
    if text.len() != 64 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    for (at, byte) in hash.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(at * 2..at * 2 + 2)?, 16).ok()?;
    }
    Some(hash)
}

impl fmt::Display for FilterValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) | Self::Pattern { pattern: text, .. } => f.write_str(text),
            Self::Size(size) => write!(f, "{size}"),
            Self::Range(from, to) => write!(f, "{from} to {to}"),
            Self::Block(block) => write!(f, "{block}"),
            Self::Hash(hash) => hash.iter().try_for_each(|byte| write!(f, "{byte:02x}")),
        }
    }
}

impl Serialize for FilterValue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(_) | Self::Pattern { .. } | Self::Block(_) | Self::Hash(_) => {
                serializer.collect_str(self)
            }
            Self::Size(size) => serializer.serialize_u64(*size),
            Self::Range(from, to) => {
                let mut range = serializer.serialize_tuple(2)?;
                range.serialize_element(from)?;
                range.serialize_element(to)?;
                range.end()
            }
        }
    }
}
