//! What do only the bytes of a body tell?
//!
//! A body is held no further than policies ask: a few kilobytes for what a file is, all of it, up to the configured
//! bound, for its hash and its text.

use super::Refused;
use super::apart::apart;
use super::decoded::{decoded, decoded_head};
use super::held::{hold, hold_head, length};
use super::permit::Act;
use super::readable::Readable;
use super::unpacked::{Unpacked, unpack};
use crate::inject::Coding;
use crate::site::Visit;
use axum::body::Body;
use sha2::{Digest as _, Sha256};
use stepgate_inspect::{FILE_HEAD, file_type};
use stepgate_policy::{CannotScan, Content, Label};

/// Facts that only the bytes tell.
#[derive(Clone, Debug, Default)]
pub struct Inside {
    /// What the file is.
    pub file_type: Option<&'static str>,
    /// The SHA-256 of all of it.
    pub sha256: Option<[u8; 32]>,
    /// How many bytes there are, or, beyond the bound, at least are.
    pub size: Option<u64>,
    /// Its sensitivity labels, and those of files within it.
    pub labels: Vec<Label>,
}

impl Inside {
    /// Tells the acts.
    pub fn put_into<'a>(&'a self, acts: &mut [Act<'a>]) {
        for act in acts {
            if let Some(file) = &mut act.file {
                file.file_type = self.file_type;
                file.sha256 = self.sha256.as_ref();
                file.size = file.size.or(self.size);
                if file.labels.is_empty() {
                    file.labels = &self.labels;
                }
            } else {
                act.moved = act.moved.or(self.size);
            }
        }
    }
}

impl Inside {
    /// Keeps what a file told beside its text, which is answered.
    pub fn take(&mut self, unpacked: Unpacked, visit: &Visit) -> Readable {
        self.labels = unpacked.labels(&visit.site.labels);
        self.file_type = unpacked.file_type.or(self.file_type);
        unpacked.readable
    }
}

/// The hash of a whole file.
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    apart(bytes.len(), || Sha256::digest(bytes).into())
}

impl Visit {
    /// Whether any of `acts` can only be decided with all of its bytes, as far as that is known yet.
    pub fn wants_all(&self, acts: &[Act<'_>]) -> bool {
        acts.iter().any(|act| {
            self.wants_hash(act)
                || self.wants_inside(act)
                || (act.size().is_none() && self.wants_size(act))
        })
    }

    /// Whether a policy asks for the text or the label of a file or message.
    pub fn wants_inside(&self, act: &Act<'_>) -> bool {
        self.wants_content(act) || self.wants_label(act)
    }

    /// Whether a policy asks for the type or the hash of any of the files.
    pub fn wants_bytes(&self, acts: &[Act<'_>]) -> bool {
        acts.iter()
            .any(|act| self.wants_file_type(act) || self.wants_hash(act))
    }
}

/// A body that was looked into.
pub struct Looked {
    /// The body again, byte for byte.
    pub body: Body,
    /// What it told.
    pub inside: Inside,
    readable: Option<Readable>,
}

impl Looked {
    /// Its text, where a policy asks for it.
    pub fn content(&self) -> Content<'_> {
        self.readable
            .as_ref()
            .map_or(Content::None, Readable::content)
    }
}

/// Looks into a body as far as policies ask. A coding that is not known, or that the bytes do not have, is taken for
/// none: an app may not look at it either.
pub async fn look(
    visit: &Visit,
    acts: &[Act<'_>],
    body: Body,
    coding: Option<Coding>,
    content_type: &str,
) -> Result<Looked, Refused> {
    let length = length(&body);
    let mut looked = Looked {
        body,
        inside: Inside::default(),
        readable: None,
    };
    if acts.iter().any(|act| visit.wants_file_type(act)) {
        let held = hold_head(looked.body, FILE_HEAD).await?;
        let start = held.start();
        let head = match coding {
            Some(coding) => decoded_head(coding, start, FILE_HEAD).await,
            None => None,
        };
        looked.inside.file_type = Some(file_type(head.as_ref().unwrap_or(start)));
        looked.body = held.into_body();
    }
    let mut acts = acts.to_vec();
    let known = looked.inside.clone();
    known.put_into(&mut acts);
    if !visit.wants_all(&acts) {
        return Ok(looked);
    }
    let held = hold(
        &visit.site.memory,
        looked.body,
        length,
        visit.site.inspection.limits().file_bytes,
    )
    .await?;
    let whole = held.whole();
    let plain = match (&whole, coding) {
        (Ok(bytes), Some(coding)) => decoded(visit, coding, bytes, 1).await,
        (Ok(_), None) => Err(CannotScan::Unsupported),
        (Err(reason), _) => Err(*reason),
    };
    if acts.iter().any(|act| visit.wants_hash(act)) {
        let all = plain.as_ref().or(whole.as_ref());
        looked.inside.sha256 = all.ok().map(|all| sha256(all));
    }
    looked.inside.size = Some(length.unwrap_or(held.start().len() as u64));
    let known = looked.inside.clone();
    known.put_into(&mut acts);
    if acts.iter().any(|act| visit.wants_inside(act)) {
        let unpacked = match &plain {
            Ok(bytes) => unpack(visit, &acts, bytes, content_type).await,
            Err(reason) => Unpacked::not(*reason),
        };
        looked.readable = Some(looked.inside.take(unpacked, visit));
    }
    looked.body = held.into_body();
    Ok(looked)
}
