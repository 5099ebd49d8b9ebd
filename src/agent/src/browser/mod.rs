//! How does each capability of the browser become an attempt, and how is it stopped and finished?
//!
//! The only place that names the browser's functions; one file per capability.

pub mod async_clipboard;
pub mod beacon;
pub mod blobs;
pub mod body;
pub mod boundary;
pub mod bytes;
pub mod channel;
pub mod click;
pub mod clipboard;
pub mod clipboard_item;
pub mod clock;
pub mod deferred;
pub mod document;
pub mod drag;
pub mod drop;
pub mod event;
pub mod exec_command;
pub mod extension;
pub mod fetch;
pub mod file_reader;
pub mod files;
pub mod form;
pub mod held_call;
pub mod held_copy;
pub mod held_save;
pub mod item_texts;
pub mod label;
pub mod language;
pub mod net;
pub mod outbox;
pub mod paste;
pub mod place;
pub mod print;
pub mod redirect;
pub mod save;
pub mod selection;
pub mod sides;
pub mod socket;
pub mod stopped;
pub mod ui;
pub mod upload;
pub mod weak;
pub mod windows;
pub mod xhr;
