//! What is a person told about a policy, in their language?

use crate::wire::{Malformed, Reader};
use crate::words;

/// What a person is told. Plain text: whoever shows it must not take it for HTML.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Message<'a> {
    /// The heading; may be empty.
    pub title: &'a str,
    /// What happened and what to do; may be empty.
    pub body: &'a str,
    /// Address of a page that says more; may be empty. It begins with `https://` or `http://`.
    pub learn_more: &'a str,
}

/// What a person is told, in each language it was written in.
#[derive(Clone, Copy, Debug)]
pub struct Messages<'a>(Reader<'a>);

impl<'a> Messages<'a> {
    pub(crate) const fn new(bytes: &'a [u8]) -> Self {
        Self(Reader::new(bytes))
    }

    pub(crate) fn check(mut self) -> Result<(), Malformed> {
        while !self.0.is_empty() {
            self.read()?;
        }
        Ok(())
    }

    fn read(&mut self) -> Result<(&'a str, Message<'a>), Malformed> {
        let reader = &mut self.0;
        Ok((
            reader.str()?,
            Message {
                title: reader.str()?,
                body: reader.str()?,
                learn_more: reader.str()?,
            },
        ))
    }

    /// The message for a language tag such as `de-AT` (BCP 47): in that language, in the wider one (`de`), in English,
    /// or in the first there is.
    #[must_use]
    pub fn in_language(self, tag: &str) -> Message<'a> {
        let mut wanted = tag;
        loop {
            let mut all = self;
            if let Some((_, message)) =
                all.find(|(language, _)| language.eq_ignore_ascii_case(wanted))
            {
                return message;
            }
            match wanted.rsplit_once('-') {
                Some((wider, _)) => wanted = wider,
                None if wanted.eq_ignore_ascii_case("en") => break,
                None => wanted = "en",
            }
        }
        let mut all = self;
        all.next().map(|(_, message)| message).unwrap_or_default()
    }
}

impl<'a> Iterator for Messages<'a> {
    type Item = (&'a str, Message<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        self.read().ok()
    }
}

words! {
    /// What stands in for something in a message, in braces: `{file}`.
    pub enum Placeholder: "a placeholder" {
        /// The file's name.
        File = 0 "file",
        /// What people call the app.
        App = 1 "app",
        /// What people call the policy.
        Policy = 2 "policy",
        /// The activity, as the notice calls it.
        Activity = 3 "activity",
    }
}

/// `text` with what `value` says in place of each placeholder. What is put in is not looked through again, and braces
/// around anything else stay. An activity that begins the text begins with a capital letter.
#[must_use]
pub fn fill<'v>(text: &str, value: impl Fn(Placeholder) -> &'v str) -> String {
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let placeholder = after
            .split_once('}')
            .and_then(|(word, beyond)| Some((Placeholder::parse(word)?, beyond)));
        match placeholder {
            Some((placeholder, beyond)) => {
                let begins = filled.is_empty() && placeholder == Placeholder::Activity;
                filled.push_str(value(placeholder));
                if begins && let Some(first) = filled.get_mut(..1) {
                    first.make_ascii_uppercase();
                }
                rest = beyond;
            }
            None => {
                filled.push('{');
                rest = after;
            }
        }
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use super::{Messages, Placeholder, fill};
    use crate::wire::Writer;

    #[test]
    fn placeholders_are_filled_once_and_other_braces_stay() {
        let value = |placeholder| match placeholder {
            Placeholder::File => "{app}.pdf",
            Placeholder::App => "Files",
            Placeholder::Policy => "<b>",
            Placeholder::Activity => "download",
        };
        assert_eq!(
            fill("{file} from {app}: {policy} {activity} {other} {", value),
            "{app}.pdf from Files: <b> download {other} {"
        );
        assert_eq!(fill("{activity} blocked", value), "Download blocked");
    }

    #[test]
    fn the_nearest_language_is_taken() {
        let mut writer = Writer::new();
        for (language, body) in [("fr", "non"), ("de", "nein"), ("de-AT", "na"), ("en", "no")] {
            for text in [language, "", body, ""] {
                writer.str(text);
            }
        }
        let bytes = writer.into_bytes();
        let body = |tag| Messages::new(&bytes).in_language(tag).body;
        assert_eq!(body("de-at"), "na");
        assert_eq!(body("de-CH"), "nein");
        assert_eq!(body("de-Latn-CH"), "nein");
        assert_eq!(body("pt-BR"), "no");
        assert_eq!(body(""), "no");
        let only_french = bytes.get(..9).unwrap_or_default();
        assert_eq!(Messages::new(only_french).in_language("de").body, "non");
        assert_eq!(Messages::new(&[]).in_language("de").body, "");
    }
}
