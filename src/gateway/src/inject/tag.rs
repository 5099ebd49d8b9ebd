//! The one tag that is added.

use super::page::Page;

/// What the script tag says.
#[derive(Clone, Debug)]
pub struct Tag<'a> {
    /// The script's path.
    pub script: &'a str,
    /// The boot, session and policies, as base64url.
    pub boot: &'a str,
    /// The nonce the page's policies ask for, or nothing.
    pub nonce: &'a str,
}

impl Tag<'_> {
    /// The tag as it stands in the page. It is ASCII without anything to escape: the path and the nonce hold only
    /// characters of base 64 and paths, the boot is base64url.
    pub fn write(&self, page: Page) -> String {
        let namespace = match page {
            Page::Html => "",
            Page::Xhtml => " xmlns=\"http://www.w3.org/1999/xhtml\"",
        };
        let nonce = if self.nonce.is_empty() {
            String::new()
        } else {
            format!(" nonce=\"{}\"", self.nonce)
        };
        format!(
            "<script{namespace} src=\"{}\" data-stepgate=\"{}\"{nonce}></script>",
            self.script, self.boot
        )
    }
}
