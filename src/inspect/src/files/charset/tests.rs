use super::{Charset, Decoder, decode};
use alloc::string::String;
use alloc::vec::Vec;

#[test]
fn a_mark_or_zeros_tell_the_encoding() {
    for (bytes, expected) in [
        (b"\xef\xbb\xbfcaf\xc3\xa9".as_slice(), "caf\u{e9}"),
        (b"\xff\xfec\0a\0\xe9\0\x3d\xd8\x00\xde", "ca\u{e9}\u{1f600}"),
        (b"\xfe\xff\0c\0a", "ca"),
        (b"c\0a\0f\0e\0", "cafe"),
        (b"\0c\0a\0f\0e", "cafe"),
        (b"\xff\xfe\0\0c\0\0\0", "c"),
        (b"caf\xe9 \x80 5", "caf\u{e9} \u{20ac} 5"),
    ] {
        assert_eq!(decode(bytes, None), expected);
    }
    assert_eq!(Charset::named(" UTF-8 "), Some(Charset::Utf8));
    assert_eq!(Charset::named("iso-8859-15"), Some(Charset::Windows1252));
    assert_eq!(Charset::named("unheard-of"), None);
}

#[cfg(feature = "charsets")]
#[test]
fn an_encoding_is_known_by_its_names() {
    let japanese = b"\x83J\x81[\x83h 4111";
    let read = super::decode_named("Shift_JIS", japanese);
    assert_eq!(read.as_deref(), Some("\u{30ab}\u{30fc}\u{30c9} 4111"));
    assert_eq!(super::decode_named("unheard-of", japanese), None);
    // The standard says that nothing is to be read in it.
    assert_eq!(super::decode_named("iso-2022-kr", japanese), None);
}

#[test]
fn text_in_single_bytes_is_the_same_as_at_once() {
    let bytes = "a\u{e9}\u{20ac}\u{1f600}z"
        .bytes()
        .chain([0xe9, b'x', 0xf0, 0x9f])
        .collect::<Vec<u8>>();
    let mut text = String::new();
    let mut decoder = Decoder::new(Charset::Utf8);
    for byte in &bytes {
        decoder.push(&[*byte], &mut text);
    }
    decoder.end(&mut text);
    assert_eq!(text, decode(&bytes, Some(Charset::Utf8)));
    assert!(text.starts_with("a\u{e9}\u{20ac}\u{1f600}z\u{e9}x"));
}
