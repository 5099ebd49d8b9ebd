//! May this request's body reach the app?
//!
//! A body is sent on only as far as it is decided. Small bodies are decided whole before the app hears of them. A form
//! streams part by part: the name decides before a part's first byte, and a part a policy looks into is held until it
//! is decided. A part that is stopped later breaks the request off; its own bytes never reach the app.

use super::acts::{permit_all, permit_unseen, send_item, upload};
use super::decoded::{decoded, in_pieces};
use super::form::find;
use super::form_reader::FormReader;
use super::held::{drain, hold, length};
use super::look::look;
use super::permit::Act;
use super::readable::content_type;
use super::sent::Sent;
use super::{Permit, Permitted, Refused};
use crate::inject::Coding;
use crate::site::Visit;
use axum::body::{Body, HttpBody as _};
use bytes::Bytes;
use futures_util::stream::{self, StreamExt as _};
use http::Request;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use stepgate_policy::{ActivityType, Content};

/// So much of a form is decided before the app hears of it.
const PRELUDE: usize = 1024 * 1024;

/// A request that may go to the app, and where to look when the app breaks off.
#[derive(Debug)]
pub struct PermittedRequest {
    /// The request. Its body ends with an error where a later part is stopped.
    pub request: Permitted<Request<Body>>,
    /// Why the body ended with an error.
    pub late: Late,
}

/// The refusal of a part that came after the request had begun.
#[derive(Clone, Debug, Default)]
pub struct Late(Arc<Mutex<Option<Refused>>>);

impl Late {
    /// Takes the refusal, if there is one.
    pub fn take(&self) -> Option<Refused> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    fn put(&self, refused: Refused) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(refused);
    }
}

/// The request, where it was decided so; else its body is read off.
fn conclude(
    decided: Result<Permit, Refused>,
    request: Request<Body>,
) -> Result<PermittedRequest, Refused> {
    match decided {
        Ok(permit) => Ok(at_once(permit, request)),
        Err(refused) => {
            drain(request.into_body());
            Err(refused)
        }
    }
}

fn at_once(permit: Permit, request: Request<Body>) -> PermittedRequest {
    PermittedRequest {
        request: permit.carry(request),
        late: Late::default(),
    }
}

/// Decides a request's body.
pub async fn permit_request(
    visit: &Arc<Visit>,
    request: Request<Body>,
) -> Result<PermittedRequest, Refused> {
    let watched = [ActivityType::Upload, ActivityType::SendItem];
    let nothing = request.body().is_end_stream()
        || !watched.iter().any(|activity| visit.is_watched(activity));
    if nothing {
        return Ok(at_once(Permit::nothing_attempted(), request));
    }
    match (Sent::of(&request), Coding::of(request.headers())) {
        (Sent::Form { boundary }, Ok(Coding::Identity)) => {
            stream_form(visit, &boundary, request).await
        }
        (Sent::Form { boundary }, Ok(coding)) => held_form(visit, &boundary, coding, request).await,
        (Sent::Form { .. } | Sent::BrokenForm, _) => conclude(permit_unseen(visit).await, request),
        (
            Sent::File {
                names,
                size,
                is_text,
            },
            coding,
        ) => {
            let mut acts = upload(&names, size);
            if is_text {
                acts.push(send_item());
            }
            one_body(visit, &acts, coding.ok(), request).await
        }
        (Sent::Text, coding) => one_body(visit, &[send_item()], coding.ok(), request).await,
    }
}

/// A body that is one thing: held only where a policy looks into it.
async fn one_body(
    visit: &Visit,
    acts: &[Act<'_>],
    coding: Option<Coding>,
    request: Request<Body>,
) -> Result<PermittedRequest, Refused> {
    if !visit.wants_bytes(acts) && !visit.wants_all(acts) {
        return conclude(permit_all(visit, acts, Content::None).await, request);
    }
    let (parts, body) = request.into_parts();
    let content_type = content_type(&parts.headers).into_owned();
    let looked = look(visit, acts, body, coding, &content_type).await?;
    let mut acts = acts.to_vec();
    looked.inside.put_into(&mut acts);
    let decided = permit_all(visit, &acts, looked.content()).await;
    conclude(decided, Request::from_parts(parts, looked.body))
}

/// A compressed form: held and decided whole.
async fn held_form(
    visit: &Arc<Visit>,
    boundary: &str,
    coding: Coding,
    request: Request<Body>,
) -> Result<PermittedRequest, Refused> {
    let bound = visit.site.inspection.limits().file_bytes;
    let (parts, body) = request.into_parts();
    let length = length(&body);
    let held = hold(&visit.site.memory, body, length, bound).await?;
    let plain = match held.whole() {
        // An app that does not decompress finds its parts in the bytes as they are.
        Ok(bytes) if find(&bytes, boundary.as_bytes()).is_none() => {
            // As they are, and each part once more while it is held.
            decoded(visit, coding, &bytes, 2).await.ok()
        }
        Ok(_) | Err(_) => None,
    };
    let decided = match plain {
        Some(bytes) => {
            let body = Body::from_stream(in_pieces(bytes.clone()));
            let mut reader = FormReader::of_decoded(visit, boundary, body);
            while reader.next().await?.is_some() {}
            Ok(Permit::piece_by_piece())
        }
        None => permit_unseen(visit).await,
    };
    conclude(decided, Request::from_parts(parts, held.into_body()))
}

/// A form that streams, its beginning decided before the app hears of it.
async fn stream_form(
    visit: &Arc<Visit>,
    boundary: &str,
    request: Request<Body>,
) -> Result<PermittedRequest, Refused> {
    let (parts, body) = request.into_parts();
    let mut reader = FormReader::new(visit, boundary, body);
    let (mut prelude, mut read) = (Vec::new(), 0);
    while read < PRELUDE {
        match reader.next().await? {
            Some(bytes) => {
                let bytes = bytes.into_inner();
                read += bytes.len();
                prelude.push(Ok(bytes));
            }
            None => {
                return Ok(at_once(
                    Permit::piece_by_piece(),
                    Request::from_parts(parts, Body::from_stream(stream::iter(prelude))),
                ));
            }
        }
    }
    let late = Late::default();
    let body = Body::from_stream(stream::iter(prelude).chain(decided_pieces(reader, late.clone())));
    Ok(PermittedRequest {
        request: Permit::piece_by_piece().carry(Request::from_parts(parts, body)),
        late,
    })
}

fn decided_pieces(
    reader: FormReader,
    late: Late,
) -> impl futures_util::Stream<Item = io::Result<Bytes>> + Send {
    stream::unfold(Some((reader, late)), async |state| {
        let (mut reader, late) = state?;
        match reader.next().await {
            Ok(Some(bytes)) => Some((Ok(bytes.into_inner()), Some((reader, late)))),
            Ok(None) => None,
            Err(refused) => {
                late.put(refused);
                Some((
                    Err(io::Error::other("a part of the form was stopped")),
                    None,
                ))
            }
        }
    })
}
