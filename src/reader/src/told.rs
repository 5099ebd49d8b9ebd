//! What came of reading a file, in words and numbers that a script can take.

use core::fmt::Write as _;
use stepgate_inspect::files::{self, Label, Limits, Place, Report, Sink, Texts};

/// How much a reader looks at, in bytes, before it asks whether to go on.
const ASKED_EVERY: f64 = 65_536.0;

/// What a file told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// What is in it.
    pub text: String,
    /// What it says about itself.
    pub metadata: String,
    /// What it is by its content: a word of the filter `fileType`.
    pub file_type: String,
    /// Its name says that it is something else.
    pub mismatch: bool,
    /// A line for each label: `guid siteId nested`, with `-` for a site that is not known, and `1` where it is that of a
    /// file within.
    pub labels: String,
    /// Why not all of it was read, the gravest reason first, separated by commas. Empty if all of it was.
    pub outcome: String,
    /// A PDF was met, and this build does not read PDF.
    pub unread_pdf: bool,
}

/// What surrounds the reader.
pub trait Host {
    /// Hears about how many bytes were looked at; whether to go on.
    fn goes_on(&mut self, looked: f64) -> bool;

    /// The text of `bytes` in the encoding called `name`, as [`Sink::decode`] has it.
    fn decode(&mut self, name: &str, bytes: &[u8]) -> Option<String> {
        files::decode_named(name, bytes)
    }
}

/// The texts of a file that is read for a host.
struct Heard<'h> {
    texts: Texts<fn() -> bool>,
    host: &'h mut dyn Host,
    looked: f64,
}

impl Sink for Heard<'_> {
    fn text(&mut self, piece: &str, place: &Place<'_>) {
        self.texts.text(piece, place);
    }

    fn goes_on(&mut self) -> bool {
        self.looked += ASKED_EVERY;
        self.host.goes_on(self.looked)
    }

    fn decode(&mut self, name: &str, bytes: &[u8]) -> Option<String> {
        self.host.decode(name, bytes)
    }
}

/// Reads a file of `size` bytes that begins with `bytes`; where those are not all, it is too large. `name` may be empty.
pub fn read(bytes: &[u8], size: u64, name: &str, limits: &Limits, host: &mut dyn Host) -> Told {
    let mut limits = *limits;
    if size > bytes.len() as u64 {
        limits.file_bytes = 0;
    }
    let mut heard = Heard {
        texts: Texts::new(|| true),
        host,
        looked: 0.0,
    };
    let name = (!name.is_empty()).then_some(name);
    let report = files::read(bytes, name, &limits, &mut heard);
    let Texts {
        mut content,
        metadata,
        ..
    } = heard.texts;
    let fits =
        !report.reasons.is_empty() || add_as_it_stands(&mut content, bytes, &report, &limits);
    Told {
        text: content,
        metadata,
        file_type: report.file_type.into(),
        mismatch: report.is_mismatch,
        labels: report.labels.iter().map(line).collect(),
        outcome: if fits {
            outcome(&report)
        } else {
            "tooLarge,partial".into()
        },
        unread_pdf: report.unread_pdf,
    }
}

/// What is text to its bytes may be taken for that by an app, whatever it is besides: a page in HTML, a mail. `false` if
/// it is more than may be read.
fn add_as_it_stands(content: &mut String, bytes: &[u8], report: &Report, limits: &Limits) -> bool {
    if matches!(report.file_type, "text" | "script") {
        return true; // it was read so
    }
    let text = core::str::from_utf8(bytes).ok();
    let Some(text) = text.filter(|text| !text.contains('\0')) else {
        return true;
    };
    if text.chars().count() as u64 > limits.characters {
        return false;
    }
    content.push('\n');
    content.push_str(text);
    true
}

fn line(label: &Label) -> String {
    let site = label.site_id.as_deref().unwrap_or("-");
    let nested = u8::from(!label.path.is_empty());
    format!("{} {site} {nested}\n", label.id)
}

fn outcome(report: &Report) -> String {
    let mut words = String::new();
    for reason in report.reasons.iter() {
        let comma = if words.is_empty() { "" } else { "," };
        let _ = write!(words, "{comma}{}", reason.keyword());
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use stepgate_inspect::files::READS_PDF;

    /// Lets a reader ask `most` times, and knows one encoding.
    #[derive(Default)]
    struct Patient {
        most: Option<usize>,
        heard: Vec<f64>,
    }

    impl Host for Patient {
        fn goes_on(&mut self, looked: f64) -> bool {
            self.heard.push(looked);
            self.most.is_none_or(|most| self.heard.len() < most)
        }

        fn decode(&mut self, name: &str, bytes: &[u8]) -> Option<String> {
            (name == "x-turned").then(|| bytes.iter().rev().map(|byte| char::from(*byte)).collect())
        }
    }

    fn told(bytes: &[u8], size: u64, name: &str, limits: &Limits) -> Told {
        read(bytes, size, name, limits, &mut Patient::default())
    }

    fn whole(bytes: &[u8], name: &str) -> Told {
        told(bytes, bytes.len() as u64, name, &Limits::default())
    }

    #[test]
    fn a_text_is_told_once() {
        let told = whole(b"card 4111 1111 1111 1111", "a.txt");
        assert_eq!(told.text.matches("4111 1111").count(), 1);
        assert_eq!(
            (told.file_type.as_str(), told.outcome.as_str()),
            ("text", "")
        );
    }

    #[test]
    fn a_page_is_told_as_it_reads_and_as_it_stands() {
        let told = whole(b"<!doctype html><p>4111<b> 1111</b>", "a.html");
        assert!(told.text.contains("4111 1111"), "{told:?}");
        assert!(told.text.contains("4111<b> 1111"), "{told:?}");
    }

    #[test]
    fn the_head_of_a_larger_file_is_only_looked_at_for_what_it_is() {
        let told = told(b"%PDF-1.7\n", 60 << 20, "a.txt", &Limits::default());
        assert_eq!(
            (told.file_type.as_str(), told.outcome.as_str()),
            ("pdf", "tooLarge")
        );
        assert!(told.mismatch && told.text.is_empty() && !told.unread_pdf);
    }

    #[test]
    fn a_pdf_that_was_met_is_told_where_it_cannot_be_read() {
        let told = whole(b"%PDF-1.7\n", "a.pdf");
        assert_eq!(told.unread_pdf, !READS_PDF);
        let outcome = if READS_PDF { "corrupt" } else { "unsupported" };
        assert_eq!(told.outcome, outcome);
        assert!(!whole(b"no PDF", "a.txt").unread_pdf);
    }

    #[test]
    fn a_source_that_is_longer_than_may_be_read_is_not_clean() {
        let page = b"<!doctype html><title>t</title><p>short</p>";
        let limits = Limits {
            characters: 30,
            ..Limits::default()
        };
        let told = told(page, page.len() as u64, "a.html", &limits);
        assert_eq!(told.outcome, "tooLarge,partial");
        assert!(told.text.contains("short"));
        assert_eq!(whole(page, "a.html").outcome, "");
    }

    #[test]
    fn reading_ends_when_it_is_told_to() {
        let long = vec![b'a'; 300_000];
        let mut host = Patient {
            most: Some(2),
            ..Patient::default()
        };
        let told = read(&long, 300_000, "", &Limits::default(), &mut host);
        assert_eq!(told.outcome, "timedOut,partial");
        assert_eq!(host.heard, [65_536.0, 131_072.0]);
        assert!(!told.text.is_empty() && told.text.len() < long.len());
    }
    #[test]
    fn text_in_an_encoding_that_the_host_knows_is_read() {
        let mail = |charset: &str| {
            format!(
                "From: a@example.com\r\nTo: b@example.com\r\nSubject: s\r\nContent-Type: text/plain; charset={charset}\r\n\r\n\u{e9}1111"
            )
        };
        let known = whole(mail("x-turned").as_bytes(), "a.eml");
        assert!(known.text.contains("1111\u{a9}"), "{known:?}");
        assert_eq!(known.outcome, "");
        let unknown = whole(mail("x-unheard-of").as_bytes(), "a.eml");
        assert_eq!(unknown.outcome, "unsupported,partial");
    }
}
