//! Files on their way into the app: what is known of them, and which were decided already.

use super::bytes::{self, Source};
use super::weak::WeakMemory;
use super::{blobs, document, label};
use crate::facts::{Facts, File};
use crate::host::{Arg, Handle, call, dictionary, make};
use crate::natives::Native;
use stepgate_policy::ActivityType;

thread_local! {
    static DECIDED: WeakMemory = const { WeakMemory::new() };
}

/// The files of a `FileList` that nobody has decided about yet.
#[must_use]
pub fn undecided(list: Handle) -> Vec<Handle> {
    all(list)
        .into_iter()
        .filter(|file| !is_decided(*file))
        .collect()
}

/// The files of a `FileList`.
#[must_use]
pub fn all(list: Handle) -> Vec<Handle> {
    let count = list.get(Native::FilesLength).number() as u32;
    (0..count)
        .filter_map(|at| {
            list.call(Native::FilesItem, &[f64::from(at).into()])
                .object()
        })
        .collect()
}

/// Whether the file may pass without being asked about again.
#[must_use]
pub fn is_decided(file: Handle) -> bool {
    DECIDED.with(|memory| memory.get(file)).truthy()
}

/// The file was let go: what the page does with it was decided.
pub fn decided(files: &[Handle]) {
    for file in files {
        DECIDED.with(|memory| memory.set(*file, true.into()));
    }
}

/// The attempt to upload `file`.
#[must_use]
pub fn upload(file: Handle) -> Facts {
    named_upload(file, file.get_text(Native::FileName))
}

/// The attempt to upload a blob under a name.
#[must_use]
pub fn named_upload(blob: Handle, name: String) -> Facts {
    let size = blobs::size(blob);
    let facts = Facts::on(
        ActivityType::Upload,
        File {
            name,
            size,
            labels: label::declared(label::of_blob(blob).label),
            ..File::default()
        },
    );
    document::told(bytes::told(facts, Source::Blob(blob)), blob)
}

/// A `DataTransfer` with these files.
#[must_use]
pub fn transfer(files: &[Handle]) -> Option<Handle> {
    let transfer = make(Native::NewDataTransfer, &[])?;
    let items = transfer.get_object(Native::DataItems)?;
    for file in files {
        items.call(Native::AddItem, &[(*file).into()]);
    }
    Some(transfer)
}

/// Keeps files beyond this call.
#[must_use]
pub fn keep(files: &[Handle]) -> Vec<crate::host::Kept> {
    files.iter().map(|file| file.keep()).collect()
}

/// A list the browser can iterate although the page changed iteration.
#[must_use]
pub fn list(values: &[Arg<'_>]) -> Handle {
    let made = call(Native::List, Arg::Undefined, values).object();
    made.unwrap_or_else(|| dictionary(&[]))
}
