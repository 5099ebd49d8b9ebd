//! Looking into base64 (RFC 4648).

/// The value of a base64 letter of either alphabet.
fn value(letter: u8) -> Option<u32> {
    Some(u32::from(match letter {
        b'A'..=b'Z' => letter - b'A',
        b'a'..=b'z' => letter - b'a' + 26,
        b'0'..=b'9' => letter - b'0' + 52,
        b'+' | b'-' => 62,
        b'/' | b'_' => 63,
        _ => return None,
    }))
}

/// The bytes that the text stands for, up to the first letter that is none.
pub(super) fn decoded(text: &[u8]) -> impl Iterator<Item = u8> {
    let (mut bits, mut count) = (0_u32, 0);
    text.iter()
        .map_while(|letter| value(*letter))
        .filter_map(move |six| {
            bits = bits << 6 | six;
            count += 6;
            if count < 8 {
                return None;
            }
            count -= 8;
            Some((bits >> count) as u8)
        })
}

#[cfg(test)]
mod tests {
    use super::decoded;

    #[test]
    fn text_is_decoded() {
        assert!(decoded(b"eyJhbGciOiJIUzI1NiJ9").eq(br#"{"alg":"HS256"}"#.iter().copied()));
        assert!(decoded(b"TWE=").eq(b"Ma".iter().copied()));
    }
}
