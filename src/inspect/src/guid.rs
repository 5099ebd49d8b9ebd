//! How is a GUID written?

use alloc::string::String;

/// `text` in small letters if it is a GUID: 32 hexadecimal digits in groups of 8-4-4-4-12 (RFC 9562, section 4), without braces.
#[must_use]
pub fn guid(text: &str) -> Option<String> {
    let fits = |(at, byte): (usize, u8)| match at {
        8 | 13 | 18 | 23 => byte == b'-',
        _ => byte.is_ascii_hexdigit(), // a number, not an enum
    };
    (text.len() == 36 && text.bytes().enumerate().all(fits)).then(|| text.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::guid;

    #[test]
    fn a_guid_has_digits_in_five_groups() {
        let written = "2F2A9D6E-9c3b-4d1c-8a6c-0f1d7f0b9a11";
        assert_eq!(
            guid(written).as_deref(),
            Some("2f2a9d6e-9c3b-4d1c-8a6c-0f1d7f0b9a11")
        );
        assert_eq!(guid("2f2a9d6e9c3b4d1c8a6c0f1d7f0b9a11"), None);
        assert_eq!(guid("2f2a9d6e-9c3b-4d1c-8a6c-0f1d7f0b9a1g"), None);
        assert_eq!(guid(""), None);
    }
}
