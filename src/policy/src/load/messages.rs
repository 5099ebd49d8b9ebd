//! Reading what a person is told, in their language.

use super::walk::{At, Members};
use crate::Placeholder;
use serde::Serialize;
use std::collections::BTreeMap;

/// What a message can say.
pub(super) const FIELDS: [&str; 3] = ["title", "body", "learnMore"];
pub(super) const LONGEST_TITLE: usize = 120;
pub(super) const LONGEST_BODY: usize = 2000;
pub(super) const LONGEST_ADDRESS: usize = 1000;

/// What a person is told. Plain text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct MessageText {
    /// The heading; may be empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// What happened and what to do; may be empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub body: String,
    /// Address of a page that says more; may be empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub learn_more: String,
}

type Read = (String, BTreeMap<String, MessageText>);

/// `message`, which is the English body, and `messages`.
pub(super) fn read_messages(members: &Members<'_>) -> Option<Read> {
    let message = members.optional_by("message", |at| at.text().map(str::to_owned));
    let messages = members.optional_by("messages", read_languages);
    let (message, messages) = (message?.unwrap_or_default(), messages?.unwrap_or_default());
    let twice = !message.is_empty() && messages.keys().any(|tag| tag.eq_ignore_ascii_case("en"));
    if twice && let Some(at) = members.optional("message") {
        at.wrong("a `message`", "none, as `messages` has the English text");
        return None;
    }
    Some((message, messages))
}

fn read_languages(at: &At<'_>) -> Option<BTreeMap<String, MessageText>> {
    let mut all = Some(BTreeMap::new());
    for (tag, at) in at.named("messages by language, such as `en`")? {
        if !is_language(&tag) {
            at.wrong(
                format!("the language `{tag}`"),
                "a language tag such as `en`, `de` or `pt-BR`",
            );
            all = None;
            continue;
        }
        let read = read_message(&at);
        match (&mut all, read) {
            (Some(all), Some(message)) => {
                all.insert(tag, message);
            }
            (None, _) | (Some(_), None) => all = None,
        }
    }
    all
}

/// The tags of BCP 47 that people use: a language, and a script or region.
fn is_language(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let language = parts.next().unwrap_or_default();
    let is_word = |part: &str, most| {
        (2..=most).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    is_word(language, 3)
        && language.bytes().all(|byte| byte.is_ascii_alphabetic())
        && parts.all(|part| is_word(part, 8))
}

fn read_message(at: &At<'_>) -> Option<MessageText> {
    let members = at.members("a message", &FIELDS)?;
    let title = members.optional_by("title", |at| read_text(at, LONGEST_TITLE));
    let body = members.optional_by("body", |at| read_text(at, LONGEST_BODY));
    let learn_more = members.optional_by("learnMore", read_link);
    let message = MessageText {
        title: title?.unwrap_or_default(),
        body: body?.unwrap_or_default(),
        learn_more: learn_more?.unwrap_or_default(),
    };
    if message == MessageText::default() {
        at.wrong("an empty message", "`title`, `body` or `learnMore`");
        return None;
    }
    Some(message)
}

fn read_text(at: &At<'_>, longest: usize) -> Option<String> {
    let text = at.text()?;
    if text.trim().is_empty() || text.chars().count() > longest {
        at.unexpected(format!("text of 1 to {longest} characters"));
        return None;
    }
    let known = Placeholder::ALL.map(Placeholder::keyword);
    for after in text.split('{').skip(1) {
        let word = after.split_once('}').map(|(word, _)| word);
        if let Some(word) = word.filter(|word| is_word(word) && Placeholder::parse(word).is_none())
        {
            at.unknown(&format!("the placeholder `{{{word}}}`"), word, &known);
            return None;
        }
    }
    Some(text.to_owned())
}

/// What somebody may have meant as a placeholder.
fn is_word(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

fn read_link(at: &At<'_>) -> Option<String> {
    let link = at.text()?;
    let rest = link
        .strip_prefix("https://")
        .or_else(|| link.strip_prefix("http://"));
    let odd = |letter: char| letter.is_whitespace() || letter.is_control();
    if rest.is_none_or(str::is_empty) || link.len() > LONGEST_ADDRESS || link.contains(odd) {
        at.unexpected("an address that begins with `https://`");
        return None;
    }
    Some(link.to_owned())
}
