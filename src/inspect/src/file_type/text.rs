//! Which text is it?

use super::find;
use alloc::vec::Vec;

/// How much of a text is looked at for what it says of itself.
const BEGINNING: usize = 2048;

/// Whether no byte is one that no text has (MIME Sniffing, "binary data byte"), or a mark says that it is UTF-16.
pub(super) fn is_text(head: &[u8]) -> bool {
    let binary = |byte: &u8| matches!(byte, 0..=8 | 0x0b | 0x0e..=0x1a | 0x1c..=0x1f);
    !head.is_empty() && (is_wide(head) || !head.iter().any(binary))
}

fn is_wide(head: &[u8]) -> bool {
    head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff")
}

/// Tags a page begins with (MIME Sniffing, "identifying a resource with an unknown MIME type").
const TAGS: &[&[u8]] = &[
    b"<!doctype html",
    b"<html",
    b"<head",
    b"<script",
    b"<iframe",
    b"<h1",
    b"<div",
    b"<font",
    b"<table",
    b"<a",
    b"<style",
    b"<title",
    b"<b",
    b"<body",
    b"<br",
    b"<p",
];

/// Lines that only mail begins with.
const MAIL: &[&[u8]] = &[
    b"received:",
    b"return-path:",
    b"delivered-to:",
    b"message-id:",
    b"mime-version:",
    b"from:",
    b"to:",
    b"subject:",
    b"date:",
];

/// The word for a text.
pub(super) fn kind(head: &[u8]) -> &'static str {
    let start = small(head);
    let start = without_mark(&start).trim_ascii_start();
    let tag = |tag: &&[u8]| {
        let behind = start.strip_prefix(*tag).map(<[u8]>::first);
        behind.is_some_and(|next| next.is_none_or(|next| !next.is_ascii_alphanumeric()))
    };
    if start.starts_with(b"#!") || start.starts_with(b"<?php") {
        "script"
    } else if start.starts_with(b"{\\rtf") {
        "document"
    } else if find(start, b"<svg").is_some_and(|at| at == 0 || start.starts_with(b"<?xml")) {
        "image"
    } else if TAGS.iter().any(tag)
        || start.starts_with(b"<!--")
        || (start.starts_with(b"<?xml") && find(start, b"<html").is_some())
    {
        "html"
    } else if is_mail(start) {
        "email"
    } else {
        "text"
    }
}

/// Its beginning in small letters, one byte for a letter: half of the bytes of UTF-16 are zero in what is looked for, and
/// no other text has zeros.
fn small(head: &[u8]) -> Vec<u8> {
    let mut small = Vec::new();
    for byte in head.get(..BEGINNING).unwrap_or(head) {
        if *byte != 0 {
            small.push(byte.to_ascii_lowercase());
        }
    }
    small
}

/// `text` without the mark that says how its letters are written.
fn without_mark(text: &[u8]) -> &[u8] {
    let marks: [&[u8]; 3] = [b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"];
    let found = marks.iter().find(|mark| text.starts_with(mark));
    text.get(found.map_or(0, |mark| mark.len())..)
        .unwrap_or_default()
}

/// Three header lines of mail before the first empty line.
fn is_mail(start: &[u8]) -> bool {
    let lines = start
        .split(|byte| *byte == b'\n')
        .take_while(|line| !line.trim_ascii().is_empty());
    let mail = |line: &&[u8]| MAIL.iter().any(|name| line.starts_with(name));
    lines.filter(mail).take(3).count() == 3
}
