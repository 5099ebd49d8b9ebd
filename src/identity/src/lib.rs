//! Who is this, and what have they proved?
