//! How does the agent get into a page?
//!
//! One script tag is put before everything a page can run. A page is an answer in HTML or XHTML to a request that can
//! become a document; an HTML fragment a script fetches is left alone.
//!
//! **Caching.** The tag carries the session and the policies of this moment, so an injected page is never reused:
//! `Cache-Control` gains `private, no-cache` (`no-store` while the tag carries grants), and conditional headers of a
//! request that can become a page do not travel on, so the origin answers with the whole page, never with 304. The
//! validators themselves stay readable (`ETag` weakened, `Last-Modified` for `document.lastModified`). HTML that is
//! fetched by a script stays as it is but is not kept either (`no-store`): the cache could show it as a page later.

mod body;
mod charset;
mod coding;
mod headers;
mod page;
mod rewriter;
mod sniff;
mod tag;

pub use body::{InjectError, inject};
pub use coding::{Coding, Pieces, readable_codings};
pub use headers::forget_validators;
pub use page::{Page, is_document, may_become_page, media_type, sandbox_rest};
pub use sniff::name_untyped_page;
