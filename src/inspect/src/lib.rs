//! What is in this content?
