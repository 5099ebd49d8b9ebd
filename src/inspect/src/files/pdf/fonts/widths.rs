//! How wide letters are (ISO 32000-2, 9.6.2 and 9.7.4.3), in thousandths of the size.

use crate::files::pdf::document::Document;
use crate::files::pdf::object::{Dict, Object};
use alloc::vec::Vec;

/// Helvetica and Times from the space on (Adobe's `Core14_AFMs`): files need not have the widths of these.
const HELVETICA: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
    611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
    667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500,
    222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];
const TIMES: [u16; 95] = [
    250, 333, 408, 500, 500, 833, 778, 180, 333, 333, 500, 564, 250, 333, 250, 278, 500, 500, 500,
    500, 500, 500, 500, 500, 500, 500, 278, 278, 564, 564, 564, 444, 921, 722, 667, 667, 722, 611,
    556, 722, 722, 333, 389, 722, 611, 889, 722, 722, 556, 722, 667, 556, 611, 722, 722, 944, 722,
    722, 611, 333, 278, 333, 469, 500, 333, 444, 500, 444, 500, 444, 333, 500, 500, 278, 278, 500,
    278, 778, 500, 500, 500, 500, 333, 389, 278, 500, 500, 722, 500, 500, 444, 480, 200, 480, 541,
];

/// The most ranges of one font.
const MOST: usize = 1 << 16;

pub(super) struct Widths {
    /// Codes from and to, and how wide each is.
    ranges: Vec<(u32, u32, f64)>,
    otherwise: f64,
}

impl Widths {
    pub(super) fn read(document: &Document<'_>, font: &Dict) -> Self {
        let mut widths = Self {
            ranges: Vec::new(),
            otherwise: 500.0,
        };
        if font.is(b"Subtype", b"Type0") {
            let below = document.get(font, b"DescendantFonts");
            let below = below.parts().first().map(|below| document.resolve(below));
            if let Some(dict) = below.as_ref().and_then(Object::dict) {
                widths.otherwise = document.get(dict, b"DW").number().unwrap_or(1000.0);
                widths.composite(document, &document.get(dict, b"W"));
            }
        } else {
            widths.simple(document, font);
        }
        widths.ranges.sort_unstable_by_key(|(from, ..)| *from);
        widths
    }

    fn simple(&mut self, document: &Document<'_>, font: &Dict) {
        let first = document.get(font, b"FirstChar").size().unwrap_or_default();
        let widths = document.get(font, b"Widths");
        for (at, width) in widths.parts().iter().enumerate().take(256) {
            self.add(
                first.saturating_add(at),
                first.saturating_add(at),
                document.resolve(width).number().unwrap_or_default(),
            );
        }
        if !widths.parts().is_empty() {
            return;
        }
        let name = document.get(font, b"BaseFont");
        let name = name.name().unwrap_or_default();
        if super::has(name, b"Courier") {
            self.otherwise = 600.0;
            return;
        }
        let table = if super::has(name, b"Times") {
            &TIMES
        } else {
            &HELVETICA
        };
        for (at, width) in table.iter().enumerate() {
            self.add(32 + at, 32 + at, f64::from(*width));
        }
    }

    /// `1 [500 600] 7 9 400`
    fn composite(&mut self, document: &Document<'_>, widths: &Object) {
        let mut parts = widths.parts().iter().map(|part| document.resolve(part));
        while let (Some(from), Some(next)) = (parts.next(), parts.next()) {
            let from = from.size().unwrap_or_default();
            match next {
                Object::Array(all) => {
                    for (at, width) in all.iter().enumerate() {
                        self.add(
                            from.saturating_add(at),
                            from.saturating_add(at),
                            width.number().unwrap_or_default(),
                        );
                    }
                }
                next => {
                    let width = parts
                        .next()
                        .and_then(|width| width.number())
                        .unwrap_or_default();
                    self.add(from, next.size().unwrap_or_default(), width);
                }
            }
        }
    }

    fn add(&mut self, from: usize, to: usize, width: f64) {
        if self.ranges.len() < MOST {
            let code = |code| u32::try_from(code).unwrap_or(u32::MAX);
            self.ranges.push((code(from), code(to), width));
        }
    }

    /// In the size of the font.
    pub(super) fn get(&self, code: u32) -> f64 {
        let behind = self.ranges.partition_point(|(from, ..)| *from <= code);
        let found = behind.checked_sub(1).and_then(|at| self.ranges.get(at));
        let known = found
            .filter(|(_, to, _)| code <= *to)
            .map(|(.., width)| *width);
        known.unwrap_or(self.otherwise) / 1000.0
    }
}
