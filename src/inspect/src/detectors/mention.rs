//! Secrets that a sentence names without giving them with a sign: `change the password to x`, `x is my password`, `API token (x)`.

use crate::view::{View, is_one};

/// A word that may be the secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mention {
    pub(super) start: usize,
    pub(super) end: usize,
    /// The sentence itself says that it is the secret, or it follows the name at once.
    pub(super) told: bool,
}

/// How many words of the sentence may stand between.
const WORDS: usize = 10;
/// Words that lead to the secret.
const LEADS: &str = "to,as,is,was,be,zu,auf,ist,lautet,als,le,est,comme,es,como,al,e,come,na,to,jest,jako,in,naar,till,\
    ar,som,it,with,para";
/// Words between a secret and its name: `x is my new password`.
const IS: &str = "is,was,as,ist,war,als,est,comme,es,fue,como,e,come,to,jest,jako,ar,som,are,being";
/// Names of techniques that look like passwords.
const TECHNIQUES: &str = "sha,md,aes,rsa,iso,rfc,utf,base64,base32,argon,oauth,http,ipv,ntlm,pbkdf,tls,ssl,fido,win,\
    office,windows,version,chapter,section,step,page,room,user,jdk,php,python,java";

/// The first word behind the name that `looks` like a secret, up to the sentence's end. A line of its own counts, too, where
/// the name is a line.
pub(super) fn behind(view: &View<'_>, looks: &dyn Fn(Mention) -> bool) -> Option<Mention> {
    if !is_spoken(view) {
        return None;
    }
    let mut place = view.at;
    // The end of a plural or of a longer name: `tokens`, `password_2`.
    place = view.run(place, 24, |byte| {
        byte.is_ascii_alphanumeric() || byte == b'_'
    });
    if view.is_at(place, b"</") {
        place = view.run(place, 16, |byte| byte != b'>');
    }
    let mut led = true;
    for word in 0..WORDS {
        let gap = view.run(place, 16, |byte| b" ,|-([])>\t\"'`*#:\n\r".contains(&byte));
        let line = view.slice(place, gap).contains(&b'\n');
        if gap == place || (line && (word > 0 || !is_heading(view))) {
            return None;
        }
        let found = at(view, gap);
        let text = view.slice(found.start, found.end);
        let mention = Mention { told: led, ..found };
        if !is_technique(text) && looks(mention) {
            return (!line || ends_line(view, found.end)).then_some(mention);
        }
        let short = view.byte(found.end) == b'.' && text.len() < 4;
        if line
            || text.is_empty()
            || is_attribute(text)
            || (b".!?;".contains(&view.byte(found.end)) && !short)
        {
            return None;
        }
        led = is_one(text, LEADS);
        place = found.end + usize::from(short);
    }
    None
}

/// The word before `is my password`, `as the password`, `(password)`.
pub(super) fn ahead(view: &View<'_>) -> Option<Mention> {
    if !is_spoken(view) {
        return None;
    }
    let ends = view.run(view.at, 24, |byte| {
        byte.is_ascii_alphanumeric() || b"_-".contains(&byte)
    });
    let after = view.run(ends, 1, |byte| byte == b' ');
    let next = view.slice(
        after,
        view.run(after, 12, |byte| byte.is_ascii_alphabetic()),
    );
    const GOES_ON: &str = "of,for,de,von,fur,di,van,voor,pour,del,do,da,dla,till,and,und,et,y,on,at,in,to,you,we,i,that";
    if !next.is_empty() && after > ends && !is_one(next, GOES_ON) {
        return None;
    }
    let mut place = view.word;
    for _ in 0..5 {
        let gap = view.run_back(place, 3, |byte| byte == b' ');
        let from = view.run_back(gap, 16, |byte| byte.is_ascii_alphabetic());
        if from == gap || gap == place {
            return None;
        }
        place = from;
        if is_one(view.slice(from, gap), IS) {
            let end = view.run_back(place, 4, |byte| b" \"'`,)".contains(&byte));
            let start = view.run_back(end, 256, |byte| {
                byte > b' ' && byte != 0x1f && !b",;\"'`<>|(".contains(&byte)
            });
            let named = end > start && end < place && !is_technique(view.slice(start, end));
            return named.then_some(Mention {
                start,
                end,
                told: true,
            });
        }
    }
    None
}

/// `name=` in code, which names something else; `value=` does not.
fn is_attribute(text: &[u8]) -> bool {
    text.ends_with(b"=") && text != b"value="
}

/// Whether the name is a word of a sentence, and no part of code.
fn is_spoken(view: &View<'_>) -> bool {
    matches!(
        view.before(view.word),
        0 | b' ' | b'\n' | b'\t' | b'"' | b'\'' | b'(' | b'*' | b'`' | b'>' | b'-' | 0x80..
    )
}

/// Whether nothing but words stands before the name on its line.
fn is_heading(view: &View<'_>) -> bool {
    let line = view.run_back(view.word, 32, |byte| {
        byte.is_ascii_alphabetic() || b" -*#".contains(&byte)
    });
    let before = view.before(line);
    before == b'\n' || before == 0
}

fn ends_line(view: &View<'_>, end: usize) -> bool {
    let after = view.run(end, 4, |byte| b" \r\"'`*".contains(&byte));
    b"\n\0".contains(&view.byte(after))
}

/// The word at `start`.
fn at(view: &View<'_>, start: usize) -> Mention {
    let end = view.run(start, 256, |byte| {
        byte > b' ' && byte != 0x1f && !b",;\"'`<>|)".contains(&byte)
    });
    // A question's end is the sentence's; within it the sign is the secret's own.
    let within = view.byte(end) == b' ' && !view.byte(end + 1).is_ascii_uppercase();
    let end = view.run_back(end, end - start, |byte| {
        b".:".contains(&byte) || (byte == b'?' && !within)
    });
    Mention {
        start,
        end,
        told: false,
    }
}

/// `SHA256`, `OAuth2.0`, `ISO27001`: a technique or capitals, and a number.
pub(super) fn is_technique(text: &[u8]) -> bool {
    let letters = text
        .iter()
        .take_while(|byte| byte.is_ascii_alphabetic())
        .count();
    let (name, number) = text.split_at_checked(letters).unwrap_or_default();
    let plain = number
        .iter()
        .all(|byte| byte.is_ascii_digit() || b"-.".contains(byte));
    plain && (is_one(name, TECHNIQUES) || name.iter().all(u8::is_ascii_uppercase))
}
