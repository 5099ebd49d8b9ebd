//! How are the bytes of this page text?
//!
//! The tag is longer than the 1,024 bytes in which browsers look for `<meta charset>`, so what stands there is looked
//! up here and said in the header. The page is read exactly as without the tag.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// How far browsers look for a declaration.
pub const PRESCAN: usize = 1024;

/// How the page is read, and what must be said of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Charset {
    /// Its encoding.
    pub encoding: &'static Encoding,
    /// Whether the header must name it, because only the page itself does.
    pub announce: bool,
}

impl Charset {
    /// From the `charset` of the header and the first bytes of the page, in the order browsers follow.
    pub fn of(header: Option<&str>, start: &[u8]) -> Self {
        let said = |encoding| Self {
            encoding,
            announce: false,
        };
        if let Some((encoding, _)) = Encoding::for_bom(start) {
            return said(encoding);
        }
        if let Some(encoding) = header.and_then(|label| Encoding::for_label(label.as_bytes())) {
            return said(encoding);
        }
        match start {
            // XML in UTF-16 without a mark.
            [0, b'<', ..] => return said(UTF_16BE),
            [b'<', 0, ..] => return said(UTF_16LE),
            _ => {}
        }
        match declared(start.get(..PRESCAN).unwrap_or(start)) {
            Some(encoding) => Self {
                encoding,
                announce: true,
            },
            // What a browser falls back to depends on the person's language; the markup reads the same in all.
            None => said(WINDOWS_1252),
        }
    }
}

/// The encoding a `<meta>` declares: the prescan of the HTML standard, section 13.2.3.2.
fn declared(mut rest: &[u8]) -> Option<&'static Encoding> {
    while let Some(at) = rest.iter().position(|byte| *byte == b'<') {
        rest = rest.get(at..)?;
        if let Some(comment) = rest.strip_prefix(b"<!--") {
            // `<!-->` is a whole comment.
            rest = after(rest.get(2..)?, b"-->").or_else(|| after(comment, b"-->"))?;
        } else if is_meta(rest) {
            let (attributes, behind) = attributes(rest.get(5..)?);
            if let Some(encoding) = from_meta(&attributes) {
                return Some(encoding);
            }
            rest = behind;
        } else if matches!(rest, [b'<', b'!' | b'/' | b'?', next, ..] if !next.is_ascii_alphabetic())
        {
            rest = after(rest, b">")?;
        } else if matches!(rest, [b'<', first, ..] if first.is_ascii_alphabetic())
            || matches!(rest, [b'<', b'/', ..])
        {
            let name = rest
                .iter()
                .position(|byte| byte.is_ascii_whitespace() || *byte == b'>')?;
            rest = attributes(rest.get(name..)?).1;
        } else if matches!(rest, [b'<', b'!' | b'?', ..]) {
            rest = after(rest, b">")?;
        } else {
            rest = rest.get(1..)?;
        }
    }
    None
}

fn is_meta(rest: &[u8]) -> bool {
    rest.get(..5)
        .is_some_and(|name| name.eq_ignore_ascii_case(b"<meta"))
        && rest
            .get(5)
            .is_some_and(|next| next.is_ascii_whitespace() || *next == b'/')
}

fn after<'a>(bytes: &'a [u8], mark: &[u8]) -> Option<&'a [u8]> {
    let at = bytes
        .windows(mark.len())
        .position(|window| window == mark)?;
    bytes.get(at + mark.len()..)
}

type Attribute = (Vec<u8>, Vec<u8>);

/// The attributes of a start tag, and what comes behind it.
fn attributes(mut rest: &[u8]) -> (Vec<Attribute>, &[u8]) {
    let mut found: Vec<Attribute> = Vec::new();
    loop {
        rest = skip(rest, |byte| byte.is_ascii_whitespace() || byte == b'/');
        let Some(first) = rest.first() else {
            return (found, rest);
        };
        if *first == b'>' {
            return (found, rest.get(1..).unwrap_or_default());
        }
        let (name, behind) = split(rest, |byte| {
            byte.is_ascii_whitespace() || b"=/>".contains(&byte)
        });
        let (value, behind) = value(skip(behind, |byte| byte.is_ascii_whitespace()));
        rest = if behind.len() == rest.len() {
            behind.get(1..).unwrap_or_default()
        } else {
            behind
        };
        let name = name.to_ascii_lowercase();
        if !found.iter().any(|(known, _)| *known == name) {
            found.push((name, value.to_ascii_lowercase()));
        }
    }
}

fn value(rest: &[u8]) -> (&[u8], &[u8]) {
    let Some(rest) = rest.strip_prefix(b"=") else {
        return (&[], rest);
    };
    let rest = skip(rest, |byte| byte.is_ascii_whitespace());
    match rest.first() {
        Some(quote @ (b'"' | b'\'')) => {
            let (value, behind) = split(rest.get(1..).unwrap_or_default(), |byte| byte == *quote);
            (value, behind.get(1..).unwrap_or_default())
        }
        Some(_) => split(rest, |byte| byte.is_ascii_whitespace() || byte == b'>'),
        None => (&[], rest),
    }
}

fn skip(bytes: &[u8], over: impl Fn(u8) -> bool) -> &[u8] {
    split(bytes, |byte| !over(byte)).1
}

fn split(bytes: &[u8], until: impl Fn(u8) -> bool) -> (&[u8], &[u8]) {
    let at = bytes
        .iter()
        .position(|byte| until(*byte))
        .unwrap_or(bytes.len());
    bytes.split_at(at)
}

fn from_meta(attributes: &[Attribute]) -> Option<&'static Encoding> {
    let get = |name: &[u8]| {
        attributes
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_slice())
    };
    let label = match get(b"charset") {
        Some(label) => label,
        None if get(b"http-equiv") == Some(b"content-type") => charset_in(get(b"content")?)?,
        None => return None,
    };
    let encoding = Encoding::for_label(label)?;
    if encoding == UTF_16BE || encoding == UTF_16LE {
        // A declaration that could be read cannot be right.
        return Some(UTF_8);
    }
    Some(if encoding == encoding_rs::X_USER_DEFINED {
        WINDOWS_1252
    } else {
        encoding
    })
}

/// The `charset=` of a `content` attribute.
fn charset_in(content: &[u8]) -> Option<&[u8]> {
    let mut rest = content;
    loop {
        rest = after(rest, b"charset")?;
        let behind = skip(rest, |byte| byte.is_ascii_whitespace());
        if behind.first() == Some(&b'=') {
            let (label, _) = value(behind);
            return Some(split(label, |byte| byte == b';').0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_encoding_is_found_where_browsers_find_it() {
        let table: &[(Option<&str>, &[u8], &str, bool)] = &[
            (
                Some("shift_jis"),
                b"<meta charset=utf-8>",
                "Shift_JIS",
                false,
            ),
            (Some("nonsense"), b"<meta charset=utf-8>", "UTF-8", true),
            (None, b"\xEF\xBB\xBF<p>", "UTF-8", false),
            (Some("utf-8"), b"\xFF\xFE<\0p\0", "UTF-16LE", false),
            (None, b"\0<\0p", "UTF-16BE", false),
            (
                None,
                b"<!doctype html><html><head><meta charset=\"euc-kr\">",
                "EUC-KR",
                true,
            ),
            (
                None,
                b"<META HTTP-EQUIV='Content-Type' CONTENT='text/html; charset=koi8-r'>",
                "KOI8-R",
                true,
            ),
            (
                None,
                b"<!-- <meta charset=koi8-r> --><meta charset=big5>",
                "Big5",
                true,
            ),
            (None, b"<!--><meta charset=big5>", "Big5", true),
            (
                None,
                b"<p title='<meta charset=koi8-r>'><meta charset=big5>",
                "Big5",
                true,
            ),
            (
                None,
                b"<meta name=x content='charset=koi8-r'><meta/charset=big5 >",
                "Big5",
                true,
            ),
            (None, b"<meta charset=utf-16le>", "UTF-8", true),
            (None, b"<meta charset=x-user-defined>", "windows-1252", true),
            (
                None,
                b"<meta charset=nonsense><meta charset=iso-2022-jp>",
                "ISO-2022-JP",
                true,
            ),
            (None, b"<p>nothing", "windows-1252", false),
            (None, b"<meta charset", "windows-1252", false),
            (None, b"", "windows-1252", false),
        ];
        for (header, start, name, announce) in table {
            let charset = Charset::of(*header, start);
            assert_eq!(
                (charset.encoding.name(), charset.announce),
                (*name, *announce),
                "{header:?} {:?}",
                String::from_utf8_lossy(start)
            );
        }
    }

    #[test]
    fn a_declaration_beyond_the_first_1024_bytes_is_the_parsers_affair() {
        let late = [&[b' '; 1024], b"<meta charset=big5>".as_slice()].concat();
        assert_eq!(Charset::of(None, &late).encoding, WINDOWS_1252);
    }
}
