use super::{Lexer, Object};
use alloc::format;

#[test]
fn objects_are_read_as_the_standard_shows_them() {
    let text = b"<< /A#42 (a(b)\\)\\101\\\n c) /C [1 -2.5 .5 true 7 0 R 8 0] /D <4a4B5> /E<</F null>> >> % end";
    let object = Lexer::new(text, 0).next().unwrap();
    let dict = object.dict().unwrap();
    assert_eq!(dict.get(b"AB").unwrap().string().unwrap(), b"a(b))A c");
    let array = dict.get(b"C").unwrap().parts();
    assert_eq!(
        format!("{:?}", array.get(..3).unwrap()),
        "[Number(1.0), Number(-2.5), Number(0.5)]"
    );
    assert_eq!(array.get(4), Some(&Object::Reference(7)));
    assert_eq!(array.len(), 7);
    assert_eq!(dict.get(b"D").unwrap().string().unwrap(), b"JKP");
    assert_eq!(
        dict.get(b"E").unwrap().dict().unwrap().get(b"F"),
        Some(&Object::Null)
    );
}

#[test]
fn broken_objects_end() {
    for text in [
        b"<< /A".as_slice(),
        b"[[[[",
        b"(((",
        b"<4",
        b"<</A>>",
        b"]]>>)",
        b"--",
        b"1 0",
    ] {
        let mut lexer = Lexer::new(text, 0);
        let mut steps = 0;
        while lexer.next().is_some() {
            steps += 1;
            assert!(steps < 10);
        }
    }
}
