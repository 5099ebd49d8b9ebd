//! What may cross the gateway?
//!
//! The same `stepgate_policy::decide` that runs in the page decides here again, where nobody can take it out. Nothing
//! goes to an app or to a person except inside a [`Permitted`], and only a [`Permit`] makes one.

mod acts;
mod apart;
mod decided;
mod decoded;
mod disposition;
mod download;
mod escapes;
mod file_name;
mod form;
mod form_reader;
mod held;
mod look;
mod looking;
mod memory;
mod message;
mod permit;
mod place;
mod plain_text;
mod readable;
mod sent;
mod unpacked;
mod upload;

pub use download::{is_attachment, permit_download};
pub use memory::Memory;
pub use permit::{Permit, Permitted, Refused, Stopped};
pub use upload::{PermittedRequest, permit_request};
