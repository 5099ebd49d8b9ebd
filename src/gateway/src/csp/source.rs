//! What does one source list let in?

/// A directive's source list.
#[derive(Clone, Copy, Debug)]
pub struct Sources<'a>(pub &'a [String]);

impl<'a> Sources<'a> {
    /// Whether the keyword `'word'` is in it.
    pub fn has_keyword(self, word: &str) -> bool {
        self.0
            .iter()
            .any(|source| quoted(source).is_some_and(|keyword| keyword.eq_ignore_ascii_case(word)))
    }

    /// The nonces it trusts that can be written into an attribute.
    pub fn nonces(self) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter_map(|source| nonce(source))
    }

    /// Whether it lets in every address of the page's own origin. `scheme` is the page's.
    pub fn has_own_origin(self, scheme: &str) -> bool {
        self.has_keyword("self")
            || self.0.iter().any(|source| {
                source == "*"
                    || source
                        .strip_suffix(':')
                        .is_some_and(|name| name.eq_ignore_ascii_case(scheme))
            })
    }

    /// Whether `source` is in it, letter for letter.
    pub fn contains(self, source: &str) -> bool {
        self.0.iter().any(|one| one == source)
    }
}

/// `'word'` without its quotes.
fn quoted(source: &str) -> Option<&str> {
    source.strip_prefix('\'')?.strip_suffix('\'')
}

fn nonce(source: &str) -> Option<&str> {
    let keyword = quoted(source)?;
    let (name, value) = keyword.split_at_checked("nonce-".len())?;
    let base64 = |byte: u8| byte.is_ascii_alphanumeric() || b"+/-_=".contains(&byte);
    (name.eq_ignore_ascii_case("nonce-") && !value.is_empty() && value.bytes().all(base64))
        .then_some(value)
}
