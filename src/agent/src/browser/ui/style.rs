//! How our surfaces look. A constructed style sheet: no page policy forbids it, no page style reaches it.

/// The style sheet.
pub const SHEET: &str = include_str!("style.css");
