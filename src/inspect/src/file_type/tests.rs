use super::{HEAD, file_type};
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

extern crate std;

/// A ZIP file's entries as far as they are looked at (APPNOTE.TXT 4.3.7): each is stored.
fn zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = Vec::new();
    for (name, content) in entries {
        let length = u32::try_from(content.len()).unwrap().to_le_bytes();
        out.extend(b"PK\x03\x04\x14\0\0\0\0\0\0\0\0\0\0\0\0\0");
        out.extend(length);
        out.extend(length);
        out.extend(u16::try_from(name.len()).unwrap().to_le_bytes());
        out.extend([0, 0]);
        out.extend(name.as_bytes());
        out.extend(*content);
    }
    out
}

/// An OLE file whose directory has these names, and the root this class (MS-CFB 2.6.1).
fn ole(class: &[u8], names: &[&str]) -> Vec<u8> {
    let mut out = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    out.resize(512, 0);
    for (at, name) in core::iter::once(&"Root Entry").chain(names).enumerate() {
        let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        entry.resize(80, 0);
        entry.extend(if at == 0 { class } else { &[0; 16] });
        entry.resize(128, 0);
        out.extend(entry);
    }
    out
}

/// A program for Windows: the DOS header, its stub's first words, and the offset of `PE` (PE format, "MS-DOS Stub").
fn program() -> Vec<u8> {
    let mut out = b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0".to_vec();
    out.resize(0x3c, 0);
    out.extend(b"\x80\0\0\0");
    out.resize(0x80, 0);
    out.extend(b"PE\0\0\x64\x86");
    out
}

#[test]
fn a_program_is_one_on_every_platform() {
    let table: &[&[u8]] = &[
        &program(),
        b"\x7fELF\x02\x01\x01\0",
        b"\xcf\xfa\xed\xfe\x07\0\0\x01",
        b"\xca\xfe\xba\xbe\0\0\0\x02", // two machines
        b"\xca\xfe\xba\xbe\0\0\0\x41", // Java 21
        b"\0asm\x01\0\0\0",
        b"dex\n035\0",
        b"L\0\0\0\x01\x14\x02\0\0\0\0\0\xc0\0\0\0\0\0\0\x46",
        &ole(
            b"\x84\x10\x0c\0\0\0\0\0\xc0\0\0\0\0\0\0\x46",
            &["WordDocument"],
        ),
        &zip(&[("META-INF/MANIFEST.MF", b"Manifest-Version: 1.0")]),
        &zip(&[("AndroidManifest.xml", b"\x03\0\x08\0")]),
    ];
    for bytes in table {
        assert_eq!(file_type(bytes), "executable", "{bytes:?}");
    }
}

#[cfg(all(not(target_arch = "wasm32"), unix))]
#[test]
fn the_program_that_runs_this_test_is_one() {
    let program = std::fs::read(std::env::current_exe().unwrap()).unwrap();
    assert_eq!(file_type(&program), "executable");
    assert_eq!(file_type(program.get(..HEAD).unwrap()), "executable");
}

#[test]
fn documents_are_told_by_what_their_container_holds() {
    let types = ("[Content_Types].xml", b"<Types/>".as_slice());
    let odf = |kind: &str| {
        let media_type: String = ["application/vnd.oasis.opendocument.", kind].concat();
        zip(&[
            ("mimetype", media_type.as_bytes()),
            ("content.xml", b"<x/>"),
        ])
    };
    let table = [
        (
            zip(&[types, ("_rels/.rels", b""), ("word/document.xml", b"")]),
            "document",
        ),
        (zip(&[types, ("word/vbaProject.bin", b"")]), "document"),
        (zip(&[types, ("xl/workbook.xml", b"")]), "spreadsheet"),
        (zip(&[types, ("ppt/presentation.xml", b"")]), "presentation"),
        (odf("text"), "document"),
        (odf("spreadsheet-template"), "spreadsheet"),
        (odf("presentation"), "presentation"),
        (zip(&[("mimetype", b"application/epub+zip")]), "document"),
        (zip(&[("notes.txt", b"hello")]), "archive"),
        (ole(&[0; 16], &["WordDocument"]), "document"),
        (ole(&[0; 16], &["Workbook"]), "spreadsheet"),
        (ole(&[0; 16], &["PowerPoint Document"]), "presentation"),
        (ole(&[0; 16], &["__properties_version1.0"]), "email"),
        (
            ole(&[0; 16], &["EncryptionInfo", "EncryptedPackage"]),
            "document",
        ),
    ];
    for (bytes, expected) in table {
        assert_eq!(file_type(&bytes), expected, "{bytes:?}");
    }
}

#[test]
fn a_program_that_begins_as_a_document_is_a_program() {
    let both = zip(&[("word/document.xml", b""), ("META-INF/MANIFEST.MF", b"")]);
    assert_eq!(file_type(&both), "executable");
    let mut hidden = program();
    hidden.extend(b"%PDF-1.7");
    assert_eq!(file_type(&hidden), "executable");
}

#[test]
fn everything_else_is_told_by_its_first_bytes() {
    let mut tar = b"notes.txt".to_vec();
    tar.resize(257, 0);
    tar.extend(b"ustar\x0000");
    let mut iso = vec![0; 0x8000];
    iso.extend(b"\x01CD001\x01");
    let table: &[(&[u8], &str)] = &[
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "pdf"),
        (b"\0junk before it\n%PDF-1.4", "pdf"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "image"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF\0", "image"),
        (b"GIF89a\x01\0\x01\0", "image"),
        (b"BM\x46\0\0\0\0\0\0\0\x36\0\0\0", "image"),
        (b"RIFF\x24\0\0\0WEBPVP8 ", "image"),
        (b"\0\0\0\x1cftypavif\0\0\0\0", "image"),
        (b"RIFF\x24\0\0\0WAVEfmt ", "audio"),
        (b"ID3\x03\0\0\0\0\0\0", "audio"),
        (b"\0\0\0\x20ftypisom\0\0\x02\0", "video"),
        (b"\x1a\x45\xdf\xa3\x93\x42\x82\x88matroska", "video"),
        (b"\x1f\x8b\x08\0\0\0\0\0", "archive"),
        (b"7z\xbc\xaf\x27\x1c\0\x04", "archive"),
        (b"Rar!\x1a\x07\x01\0", "archive"),
        (b"BZh91AY&SY\0\0", "archive"),
        (b"\xfd7zXZ\0\0\x04", "archive"),
        (b"\x28\xb5\x2f\xfd\x04\0", "archive"),
        (b"MSCF\0\0\0\0", "archive"),
        (&tar, "archive"),
        (&iso, "archive"),
        (b"SQLite format 3\0\x10\0", "database"),
        (b"\0\x01\0\0Standard ACE DB\0", "database"),
        (b"\0\x01\x02\x03", "other"),
        (b"", "other"),
    ];
    for (bytes, expected) in table {
        assert_eq!(file_type(bytes), *expected, "{:?}", bytes.get(..40));
    }
}

#[test]
fn a_text_is_told_by_what_it_begins_with() {
    let table: &[(&[u8], &str)] = &[
        (b"#!/bin/sh\necho hello\n", "script"),
        (b"<?php echo 1;", "script"),
        (b"@echo off\r\ndel *.*\r\n", "text"),
        (b"MZ are my initials.", "text"),
        (b"BM and GIF8 as well", "text"),
        (b"{\\rtf1\\ansi hello}", "document"),
        (b"%!PS-Adobe-3.0\n", "document"),
        (b"\xef\xbb\xbf \n<!DOCTYPE HTML><title>x</title>", "html"),
        (b"<!-- a page --><p>x", "html"),
        (b"<?xml version=\"1.0\"?><html xmlns=\"x\"/>", "html"),
        (b"\xff\xfe<\0h\0t\0m\0l\0>\0", "html"),
        (b"<?xml version=\"1.0\"?><svg/>", "image"),
        (b"<?xml version=\"1.0\"?><note/>", "text"),
        (b"<article/>", "text"),
        (b"{\"a\": [1]}", "text"),
        (b"a,b\n1,2\n", "text"),
        (b"caf\xe9 au lait", "text"),
        (
            b"From: a@example.com\r\nTo: b@example.com\r\nSubject: x\r\n\r\nhello",
            "email",
        ),
        (b"To: you\nI wrote this.\n", "text"),
    ];
    for (bytes, expected) in table {
        assert_eq!(
            file_type(bytes),
            *expected,
            "{:?}",
            String::from_utf8_lossy(bytes)
        );
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod properties {
    use super::{HEAD, file_type};
    use alloc::vec::Vec;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_bytes_have_an_answer_that_hangs_on_the_head_alone(
            start in prop_oneof![
                Just(b"PK\x03\x04".to_vec()), Just(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec()), Just(b"BM".to_vec()),
                Just(b"<".to_vec()), Just(b"\xff\xfe".to_vec()), Just(Vec::new()),
            ],
            rest in prop::collection::vec(any::<u8>(), 0..300),
            tail in prop::collection::vec(any::<u8>(), 0..20),
        ) {
            let mut bytes = [start, rest].concat();
            let alone = file_type(&bytes);
            prop_assert!(!alone.is_empty());
            bytes.resize(HEAD, b' ');
            let head = file_type(&bytes);
            bytes.extend(tail);
            prop_assert_eq!(head, file_type(&bytes));
        }
    }
}
