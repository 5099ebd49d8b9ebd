//! In which language does a person read? The page's, then the browser's.

use crate::host::{Handle, call};
use crate::natives::Native;

/// The most languages of a browser that are looked at.
const MOST: u32 = 16;

/// Language tags, the most wanted first.
#[must_use]
pub fn wanted() -> Vec<String> {
    let page = call(Native::DocumentElement, Native::Document, &[]).object();
    let page = page.map(|root| root.call(Native::GetAttribute, &["lang".into()]).text());
    let browser = call(Native::Languages, Native::Navigator, &[]).object();
    let listed = |list: Handle| (0..list.length().min(MOST)).map(move |at| list.element(at).text());
    let all = page.into_iter().chain(browser.into_iter().flat_map(listed));
    all.filter(|tag| !tag.is_empty()).collect()
}

/// Whether the language `tag` is `written`, or a narrower one: `de-AT` is within `de`.
#[must_use]
pub fn is_within(tag: &str, written: &str) -> bool {
    let begins = tag.get(..written.len()).unwrap_or_default();
    let rest = tag.get(written.len()..).unwrap_or_default();
    begins.eq_ignore_ascii_case(written) && (rest.is_empty() || rest.starts_with('-'))
}

/// Whether an address can be led to: never a script.
#[must_use]
pub fn is_web(address: &str) -> bool {
    let begins = |with: &str| {
        let begin = address.get(..with.len());
        begin.is_some_and(|begin| begin.eq_ignore_ascii_case(with))
    };
    begins("https://") || begins("http://")
}

#[cfg(test)]
mod tests {
    use super::{is_web, is_within};

    #[test]
    fn a_language_is_within_itself_and_a_wider_one() {
        assert!(is_within("de-AT", "de"));
        assert!(is_within("DE", "de"));
        assert!(is_within("zh-Hant-TW", "zh-hant"));
        assert!(!is_within("de", "de-AT"));
        assert!(!is_within("den", "de"));
        assert!(!is_within("", "de"));
    }

    #[test]
    fn only_the_web_is_led_to() {
        assert!(is_web("https://example.com/"));
        assert!(is_web("HTTP://example.com/"));
        assert!(!is_web("javascript:alert(1)"));
        assert!(!is_web(" https://example.com/"));
        assert!(!is_web("data:text/html,x"));
    }
}
