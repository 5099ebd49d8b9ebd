//! References to letters: `&amp;`, `&#38;`, `&#x26;`.

use alloc::borrow::Cow;
use alloc::string::String;

/// The longest reference that is looked for, in bytes between `&` and `;`.
pub(super) const LONGEST: usize = 32;

/// Names of letters: those of XML, and those of HTML that stand in ordinary text (HTML, "named character references").
const NAMES: &[(&str, char)] = &[
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", '\u{a0}'),
    ("shy", '\u{ad}'),
    ("ensp", '\u{2002}'),
    ("emsp", '\u{2003}'),
    ("thinsp", '\u{2009}'),
    ("zwnj", '\u{200c}'),
    ("zwj", '\u{200d}'),
    ("ZeroWidthSpace", '\u{200b}'),
    ("hyphen", '\u{2010}'),
    ("dash", '\u{2010}'),
    ("ndash", '\u{2013}'),
    ("mdash", '\u{2014}'),
    ("minus", '\u{2212}'),
    ("lsquo", '\u{2018}'),
    ("rsquo", '\u{2019}'),
    ("ldquo", '\u{201c}'),
    ("rdquo", '\u{201d}'),
    ("hellip", '\u{2026}'),
    ("bull", '\u{2022}'),
    ("middot", '\u{b7}'),
    ("euro", '\u{20ac}'),
    ("pound", '\u{a3}'),
    ("sect", '\u{a7}'),
    ("copy", '\u{a9}'),
    ("reg", '\u{ae}'),
    ("deg", '\u{b0}'),
    ("num", '#'),
    ("commat", '@'),
    ("colon", ':'),
    ("semi", ';'),
    ("comma", ','),
    ("period", '.'),
    ("sol", '/'),
    ("bsol", '\\'),
    ("lowbar", '_'),
    ("UnderBar", '_'),
    ("equals", '='),
    ("plus", '+'),
    ("excl", '!'),
    ("quest", '?'),
    ("dollar", '$'),
    ("percnt", '%'),
    ("ast", '*'),
    ("lpar", '('),
    ("rpar", ')'),
    ("lsqb", '['),
    ("rsqb", ']'),
    ("lcub", '{'),
    ("rcub", '}'),
    ("verbar", '|'),
    ("Tab", '\t'),
    ("NewLine", '\n'),
    ("szlig", '\u{df}'),
    ("Auml", '\u{c4}'),
    ("auml", '\u{e4}'),
    ("Ouml", '\u{d6}'),
    ("ouml", '\u{f6}'),
    ("Uuml", '\u{dc}'),
    ("uuml", '\u{fc}'),
    ("agrave", '\u{e0}'),
    ("aacute", '\u{e1}'),
    ("acirc", '\u{e2}'),
    ("atilde", '\u{e3}'),
    ("aring", '\u{e5}'),
    ("aelig", '\u{e6}'),
    ("ccedil", '\u{e7}'),
    ("egrave", '\u{e8}'),
    ("eacute", '\u{e9}'),
    ("Eacute", '\u{c9}'),
    ("ecirc", '\u{ea}'),
    ("euml", '\u{eb}'),
    ("igrave", '\u{ec}'),
    ("iacute", '\u{ed}'),
    ("icirc", '\u{ee}'),
    ("iuml", '\u{ef}'),
    ("ntilde", '\u{f1}'),
    ("ograve", '\u{f2}'),
    ("oacute", '\u{f3}'),
    ("ocirc", '\u{f4}'),
    ("otilde", '\u{f5}'),
    ("oslash", '\u{f8}'),
    ("ugrave", '\u{f9}'),
    ("uacute", '\u{fa}'),
    ("ucirc", '\u{fb}'),
];

/// The letter of what stands between `&` and `;`.
pub(super) fn letter(reference: &str) -> Option<char> {
    let Some(number) = reference.strip_prefix('#') else {
        let found = NAMES.iter().find(|(name, _)| *name == reference);
        return found.map(|(_, letter)| *letter);
    };
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => number.parse().ok()?,
    };
    char::from_u32(code)
}

/// The text with its references replaced. What is no reference stays as it is.
pub(crate) fn unescape(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut pieces = text.split('&');
    out.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        let end = piece
            .bytes()
            .take(LONGEST + 1)
            .position(|byte| byte == b';');
        let (name, rest) = end
            .and_then(|at| Some((piece.get(..at)?, piece.get(at + 1..)?)))
            .unwrap_or(("", piece));
        match letter(name) {
            Some(letter) => {
                out.push(letter);
                out.push_str(rest);
            }
            None => {
                out.push('&');
                out.push_str(piece);
            }
        }
    }
    Cow::Owned(out)
}
