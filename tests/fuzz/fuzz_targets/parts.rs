#![no_main]
//! Any bytes as the parts of a container, so that what is in one is reached without its sums: the first byte tells which
//! container, and pieces are divided by a rare byte.

mod read;

use libfuzzer_sys::fuzz_target;

/// Names of the parts, by container.
const CONTAINERS: &[&[&str]] = &[
    &["[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"],
    &["[Content_Types].xml", "_rels/.rels", "word/document.xml", "docProps/custom.xml", "docMetadata/LabelInfo.xml", "word/embeddings/a.bin"],
    &["mimetype", "META-INF/manifest.xml", "content.xml", "meta.xml"],
    &["a.eml", "b.rtf", "c.html", "d.tar", "e.doc"],
];

fn crc(bytes: &[u8]) -> u32 {
    let sum = bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| if sum & 1 == 1 { 0xedb8_8320 ^ sum >> 1 } else { sum >> 1 })
    });
    !sum
}

/// A ZIP file of these parts, stored as they are.
fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for (name, content) in parts {
        let at = out.len() as u32;
        let mut header = vec![20, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        header.extend(crc(content).to_le_bytes());
        header.extend((content.len() as u32).to_le_bytes());
        header.extend((content.len() as u32).to_le_bytes());
        header.extend((name.len() as u16).to_le_bytes());
        header.extend([0, 0]);
        out.extend(b"PK\x03\x04");
        out.extend(&header);
        out.extend(name.as_bytes());
        out.extend(*content);
        directory.extend(b"PK\x01\x02\x14\0");
        directory.extend(&header);
        directory.extend([0; 10]);
        directory.extend(at.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let (start, number) = (out.len() as u32, parts.len() as u16);
    out.extend(&directory);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend(number.to_le_bytes());
    out.extend(number.to_le_bytes());
    out.extend((directory.len() as u32).to_le_bytes());
    out.extend(start.to_le_bytes());
    out.extend([0, 0]);
    out
}

fuzz_target!(|bytes: &[u8]| {
    let Some((kind, rest)) = bytes.split_first() else { return };
    let names = CONTAINERS[usize::from(*kind) % CONTAINERS.len()];
    let pieces = rest.split(|byte| *byte == 0xfd);
    let parts: Vec<_> = names.iter().copied().zip(pieces).collect();
    read::check(&zip(&parts));
});
