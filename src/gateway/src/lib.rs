//! The part that stands in front of the site.
