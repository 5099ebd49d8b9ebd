//! Archives beside ZIP: tar and gzip are read; of 7z and RAR only whether they are locked.

mod gzip;
mod locked;
mod tar;

pub(super) use gzip::read as read_gzip;
pub(super) use locked::{rar, seven_zip};
pub(super) use tar::{is as is_tar, read as read_tar};
