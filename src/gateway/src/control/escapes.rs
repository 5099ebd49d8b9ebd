//! How are escapes undone that would hide what a text says?

/// What undoes the escapes of a text. Programs send JSON under any type, and apps read it under any.
pub fn escapes(text: &str, content_type: &str) -> Option<fn(&str) -> String> {
    let media_type = content_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    let is_json = media_type.ends_with("json") || text.trim_start().starts_with(['{', '[', '"']);
    if media_type == "application/x-www-form-urlencoded" {
        Some(form_text)
    } else if is_json && text.contains('\\') {
        Some(json_text)
    } else if media_type.ends_with("xml") && text.contains("&#") {
        Some(xml_text)
    } else {
        None
    }
}

fn form_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (name, value) in url::form_urlencoded::parse(text.as_bytes()) {
        out.push_str(&name);
        out.push('\n');
        out.push_str(&value);
        out.push('\n');
    }
    out
}

/// A JSON text with its escapes undone, so that they hide nothing. It need not be right JSON: apps differ in what they
/// take, and which of two members with one name they take.
fn json_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('\\') {
        out.push_str(before);
        let mut letters = behind.chars();
        match letters.next() {
            Some('n' | 'r') => out.push('\n'),
            Some('t' | 'b' | 'f') => out.push('\t'),
            Some('u') => {
                rest = push_numbered(&mut out, letters.as_str());
                continue;
            }
            Some(letter) => out.push(letter),
            None => {}
        }
        rest = letters.as_str();
    }
    out.push_str(rest);
    out
}

/// Adds the character whose number stands at the beginning of `text`, in four digits or in two times four with `\u`
/// between; answers what stands behind. A number that is none stays.
fn push_numbered<'t>(out: &mut String, text: &'t str) -> &'t str {
    let Some((first, behind)) = number(text) else {
        out.push('u');
        return text;
    };
    let second = behind.strip_prefix("\\u").and_then(number);
    let both = second.and_then(|(second, behind)| {
        let pair = char::decode_utf16([first, second]).next()?.ok()?;
        (pair.len_utf16() == 2).then_some((pair, behind))
    });
    if let Some((pair, behind)) = both {
        out.push(pair);
        return behind;
    }
    let alone = char::from_u32(first.into());
    out.push(alone.unwrap_or(char::REPLACEMENT_CHARACTER));
    behind
}

/// Up to four hexadecimal digits, and what stands behind.
fn number(text: &str) -> Option<(u16, &str)> {
    let digits = text
        .bytes()
        .take(4)
        .take_while(u8::is_ascii_hexdigit)
        .count();
    let (digits, behind) = text.split_at_checked(digits)?;
    Some((u16::from_str_radix(digits, 16).ok()?, behind))
}

/// An XML text with its numbered characters, `&#52;` and `&#x34;`, as they are.
fn xml_text(text: &str) -> String {
    let mut parts = text.split("&#");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (number, behind) = part.split_once(';').unwrap_or(("", part));
        let number = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => number.parse(),
        };
        match number.ok().and_then(char::from_u32) {
            Some(character) => {
                out.push(character);
                out.push_str(behind);
            }
            None => {
                out.push_str("&#");
                out.push_str(part);
            }
        }
    }
    out
}
