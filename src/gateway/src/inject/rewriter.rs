//! Where in the page does the tag go?

use super::page::Page;
use bytes::Bytes;
use lol_html::html_content::ContentType;
use lol_html::send::{Element, HtmlRewriter, Settings};
use lol_html::{AsciiCompatibleEncoding, MemorySettings, OutputSink, element};
use std::sync::{Arc, Mutex, PoisonError};

/// How much is parsed at a time, so that little is parsed after the head is over.
const STRIDE: usize = 4096;

/// How much memory one page's parser may take. Only a tag of that length can need it.
const MEMORY: usize = 4 * 1024 * 1024;

/// Rewrites the text of a `<meta>` policy.
pub type MetaPolicy = Box<dyn Fn(&str) -> String + Send>;

/// Puts the tag into a page that comes in pieces. Parses until the head is over and passes the rest on untouched.
pub struct Rewriter {
    parser: Option<HtmlRewriter<'static, Sink>>,
    output: Arc<Mutex<Vec<u8>>>,
    place: Arc<Mutex<Place>>,
    tag_at_end: String,
}

/// How far the parser has come.
#[derive(Default)]
struct Place {
    root_seen: bool,
    tag_written: bool,
    head_over: bool,
    open_templates: u32,
}

struct Sink(Arc<Mutex<Vec<u8>>>);

impl OutputSink for Sink {
    fn handle_chunk(&mut self, chunk: &[u8]) {
        lock(&self.0).extend_from_slice(chunk);
    }
}

impl Rewriter {
    /// For a page in `encoding`.
    pub fn new(
        page: Page,
        encoding: AsciiCompatibleEncoding,
        tag: String,
        meta_policy: MetaPolicy,
    ) -> Self {
        let output = Arc::new(Mutex::new(Vec::new()));
        let place = Arc::new(Mutex::new(Place::default()));
        // A tag after the root element would not be well-formed XML.
        let tag_at_end = match page {
            Page::Html => tag.clone(),
            Page::Xhtml => String::new(),
        };
        let seen = Arc::clone(&place);
        let settings = Settings::new_send()
            .append_element_content_handler(element!("*", move |element| {
                visit(page, element, &seen, &tag, &meta_policy);
                Ok(())
            }))
            .with_encoding(encoding)
            .with_strict(false)
            .with_memory_settings(MemorySettings::new().with_max_allowed_memory_usage(MEMORY));
        Self {
            parser: Some(HtmlRewriter::new(settings, Sink(Arc::clone(&output)))),
            output,
            place,
            tag_at_end,
        }
    }

    /// The next piece of the page, rewritten; may be empty.
    pub fn push(&mut self, mut piece: Bytes) -> Result<Bytes, lol_html::errors::RewritingError> {
        while self.parser.is_some() && !piece.is_empty() {
            let stride = piece.split_to(piece.len().min(STRIDE));
            if let Some(parser) = &mut self.parser {
                parser.write(&stride)?;
            }
            if lock(&self.place).head_over {
                self.stop()?;
            }
        }
        let written = std::mem::take(&mut *lock(&self.output));
        if written.is_empty() {
            return Ok(piece);
        }
        if piece.is_empty() {
            return Ok(written.into());
        }
        Ok([written.as_slice(), &piece].concat().into())
    }

    /// The end of the page.
    pub fn finish(&mut self) -> Result<Bytes, lol_html::errors::RewritingError> {
        self.stop()?;
        let mut written = std::mem::take(&mut *lock(&self.output));
        if !lock(&self.place).tag_written {
            written.extend_from_slice(self.tag_at_end.as_bytes());
        }
        Ok(written.into())
    }

    /// Lets go of what the parser holds back; it is written out as it came in.
    fn stop(&mut self) -> Result<(), lol_html::errors::RewritingError> {
        self.parser.take().map_or(Ok(()), HtmlRewriter::end)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Looks at one start tag. Only start tags can bring scripts and handlers, so a tag before the first of them is before
/// everything; text and comments need no look.
fn visit(
    page: Page,
    element: &mut Element<'_, '_>,
    place: &Arc<Mutex<Place>>,
    tag: &str,
    meta_policy: &MetaPolicy,
) {
    let mut state = lock(place);
    if state.open_templates == 0 && !state.head_over {
        let name = local_name(element);
        write_tag(page, element, &name, &mut state, tag);
        if name == "meta" {
            rewrite_meta(element, meta_policy);
        }
        state.head_over = !stays_in_head(&name);
        state.root_seen = true;
        drop(state);
        if name == "template" {
            follow_template(element, place);
        }
    }
}

/// The name without an XML prefix.
fn local_name(element: &Element<'_, '_>) -> String {
    let name = element.tag_name();
    match name.rsplit_once(':') {
        Some((_, local)) => local.to_owned(),
        None => name,
    }
}

fn write_tag(page: Page, element: &mut Element<'_, '_>, name: &str, state: &mut Place, tag: &str) {
    if state.tag_written {
        return;
    }
    let is_xml_root = page == Page::Xhtml && !state.root_seen;
    if name == "html" || (is_xml_root && element.is_self_closing()) {
        return;
    }
    let inside =
        is_xml_root || (name == "head" && !(page == Page::Xhtml && element.is_self_closing()));
    if inside {
        element.prepend(tag, ContentType::Html);
    } else {
        element.before(tag, ContentType::Html);
    }
    state.tag_written = true;
}

/// Elements after which a `<meta>` is still put into the head, even after `</head>`.
fn stays_in_head(name: &str) -> bool {
    matches!(
        name,
        "html"
            | "head"
            | "base"
            | "basefont"
            | "bgsound"
            | "link"
            | "meta"
            | "noframes"
            | "noscript"
            | "script"
            | "style"
            | "template"
            | "title"
    )
}

/// What stands in a template is not in the page.
fn follow_template(element: &mut Element<'_, '_>, place: &Arc<Mutex<Place>>) {
    let after = Arc::clone(place);
    let ends = element.on_end_tag(Box::new(move |_| {
        let mut state = lock(&after);
        state.open_templates = state.open_templates.saturating_sub(1);
        Ok(())
    }));
    if ends.is_ok() {
        lock(place).open_templates += 1;
    }
}

fn rewrite_meta(element: &mut Element<'_, '_>, meta_policy: &MetaPolicy) {
    let is_policy = element
        .get_attribute("http-equiv")
        .is_some_and(|name| name.trim().eq_ignore_ascii_case("content-security-policy"));
    if let (true, Some(content)) = (is_policy, element.get_attribute("content")) {
        let adjusted = meta_policy(&content);
        if adjusted != content {
            // The name is a valid attribute name, so this cannot fail.
            let _ = element.set_attribute("content", &adjusted);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rewritten(page: Page, html: &[u8], stride: usize) -> Vec<u8> {
        let encoding = AsciiCompatibleEncoding::utf_8();
        let meta = Box::new(|policy: &str| format!("{policy}!"));
        let mut rewriter = Rewriter::new(page, encoding, "<AGENT>".into(), meta);
        let mut out = Vec::new();
        for piece in html.chunks(stride) {
            out.extend(rewriter.push(Bytes::copy_from_slice(piece)).unwrap());
        }
        out.extend(rewriter.finish().unwrap());
        out
    }

    #[test]
    fn the_tag_stands_before_everything_that_can_run_however_the_page_is_cut() {
        let table = [
            (
                Page::Html,
                "<!doctype html><html><head><title>x</title>",
                "<!doctype html><html><head><AGENT><title>x</title>",
            ),
            (
                Page::Html,
                "<!-- <head> --><html lang=en><head a='>'><p>",
                "<!-- <head> --><html lang=en><head a='>'><AGENT><p>",
            ),
            (
                Page::Html,
                "<html><script>1</script><head>",
                "<html><AGENT><script>1</script><head>",
            ),
            (Page::Html, "<p>hello", "<AGENT><p>hello"),
            (Page::Html, "</br>hello<b>", "</br>hello<AGENT><b>"),
            (Page::Html, "<frameset rows=1>", "<AGENT><frameset rows=1>"),
            (
                Page::Html,
                "<html><body onload=x>",
                "<html><AGENT><body onload=x>",
            ),
            (Page::Html, "only text", "only text<AGENT>"),
            (Page::Html, "", "<AGENT>"),
            (Page::Html, "<di", "<di<AGENT>"),
            (
                Page::Html,
                "<head></head><meta http-equiv=content-security-policy content=a><body><meta http-equiv=content-security-policy content=b>",
                "<head><AGENT></head><meta http-equiv=content-security-policy content=\"a!\"><body><meta http-equiv=content-security-policy content=b>",
            ),
            (
                Page::Html,
                "<head><template><div></template><meta HTTP-EQUIV=Content-Security-Policy content='a'>",
                "<head><AGENT><template><div></template><meta HTTP-EQUIV=Content-Security-Policy content=\"a!\">",
            ),
            (
                Page::Xhtml,
                "<?xml version='1.0'?><html><head><title/></head></html>",
                "<?xml version='1.0'?><html><head><AGENT><title/></head></html>",
            ),
            (
                Page::Xhtml,
                "<h:html><h:head></h:head></h:html>",
                "<h:html><h:head><AGENT></h:head></h:html>",
            ),
            (
                Page::Xhtml,
                "<html><head/><body/></html>",
                "<html><AGENT><head/><body/></html>",
            ),
            (Page::Xhtml, "<svg><g/></svg>", "<svg><AGENT><g/></svg>"),
            (Page::Xhtml, "<html/>", "<html/>"),
        ];
        for (page, before, after) in table {
            for stride in [1, 3, 7, 10_000] {
                let out = rewritten(page, before.as_bytes(), stride);
                assert_eq!(
                    String::from_utf8(out).unwrap(),
                    after,
                    "from `{before}` by {stride}"
                );
            }
        }
    }

    #[test]
    fn bytes_after_the_head_are_untouched_even_where_they_are_no_text() {
        let mut page = b"<head><title>\xff\xfe</title><body>".to_vec();
        page.extend((0..=255).cycle().take(100_000));
        let out = rewritten(Page::Html, &page, 5_000);
        let expected = [b"<head><AGENT>".as_slice(), &page[6..]].concat();
        assert!(out == expected);
    }
}
