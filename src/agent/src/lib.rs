//! The part that lives in the page.
