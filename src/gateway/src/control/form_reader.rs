//! A form that lets out only what was decided.

use super::acts::{acts, permit_all, permit_unseen};
use super::form::{Form, Found, PartHead};
use super::held::drain;
use super::readable::{Readable, read};
use super::{Permit, Permitted, Refused};
use crate::site::Visit;
use axum::body::{Body, BodyDataStream};
use bytes::{Bytes, BytesMut};
use futures_util::StreamExt as _;
use std::collections::VecDeque;
use std::sync::Arc;
use stepgate_policy::{CannotScan, Content};

/// Reads a form and lets out only what was decided.
pub struct FormReader {
    visit: Arc<Visit>,
    form: Form,
    body: BodyDataStream,
    part: Part,
    decided: VecDeque<Permitted<Bytes>>,
    over: bool,
}

/// The part that is being read.
enum Part {
    /// None has begun.
    None,
    /// Its name was decided; its content streams.
    Streams(Permit),
    /// A policy looks into it.
    Held(HeldPart),
}

/// A part that is held until it is over.
struct HeldPart {
    head: PartHead,
    head_bytes: Bytes,
    content: BytesMut,
}

impl FormReader {
    /// Of a body with this boundary.
    pub fn new(visit: &Arc<Visit>, boundary: &str, body: Body) -> Self {
        Self {
            visit: Arc::clone(visit),
            form: Form::new(boundary),
            body: body.into_data_stream(),
            part: Part::None,
            decided: VecDeque::new(),
            over: false,
        }
    }

    /// The next bytes that may go on; `None` at the end.
    pub async fn next(&mut self) -> Result<Option<Permitted<Bytes>>, Refused> {
        let next = self.advance().await;
        if next.is_err() {
            let nothing = Body::empty().into_data_stream();
            drain(Body::from_stream(std::mem::replace(
                &mut self.body,
                nothing,
            )));
        }
        next
    }

    async fn advance(&mut self) -> Result<Option<Permitted<Bytes>>, Refused> {
        loop {
            if let Some(bytes) = self.decided.pop_front() {
                return Ok(Some(bytes));
            }
            match self.form.next() {
                Ok(Some(found)) => self.take(found).await?,
                Ok(None) if self.over => return Ok(None),
                Ok(None) => self.read_on().await?,
                Err(_) => self.unseen_rest().await?,
            }
        }
    }

    async fn read_on(&mut self) -> Result<(), Refused> {
        match self.body.next().await {
            Some(Ok(bytes)) => self.form.push(&bytes),
            Some(Err(error)) => return Err(Refused::Body(error.to_string())),
            None if self.form.is_whole() => self.over = true,
            None => self.unseen_rest().await?,
        }
        Ok(())
    }

    /// The body cannot be read as a form any further. Even where the default behaviour allows that, it is not sent on
    /// half: the request ends here.
    async fn unseen_rest(&mut self) -> Result<(), Refused> {
        let _unseen = permit_unseen(&self.visit).await?;
        Err(Refused::Body(
            "the form's parts cannot be told apart".into(),
        ))
    }

    async fn take(&mut self, found: Found) -> Result<(), Refused> {
        match found {
            Found::Part(head, bytes) => self.begin(head, bytes).await,
            Found::Content(bytes) => self.content(bytes).await,
            Found::PartOver => self.end().await,
            Found::Closed(bytes) => {
                self.decided
                    .push_back(Permit::nothing_attempted().carry(bytes));
                Ok(())
            }
        }
    }

    async fn begin(&mut self, head: PartHead, head_bytes: Bytes) -> Result<(), Refused> {
        if acts(&head, None)
            .iter()
            .any(|act| self.visit.wants_content(act))
        {
            self.part = Part::Held(HeldPart {
                head,
                head_bytes,
                content: BytesMut::new(),
            });
            return Ok(());
        }
        let permit = permit_all(&self.visit, &acts(&head, None), Content::None).await?;
        self.decided.push_back(permit.carry(head_bytes));
        self.part = Part::Streams(permit);
        Ok(())
    }

    async fn content(&mut self, bytes: Bytes) -> Result<(), Refused> {
        match &mut self.part {
            Part::None => Err(Refused::Body("the form has bytes outside its parts".into())),
            Part::Streams(permit) => {
                self.decided.push_back(permit.carry(bytes));
                Ok(())
            }
            Part::Held(part) => {
                part.content.extend_from_slice(&bytes);
                let over = part.content.len() > self.visit.site.max_inspected_body;
                if over {
                    self.let_out(true).await
                } else {
                    Ok(())
                }
            }
        }
    }

    async fn end(&mut self) -> Result<(), Refused> {
        self.let_out(false).await?;
        self.part = Part::None;
        Ok(())
    }

    /// Decides the held part, if there is one; what follows of it streams.
    async fn let_out(&mut self, too_large: bool) -> Result<(), Refused> {
        let Part::Held(part) = std::mem::replace(&mut self.part, Part::None) else {
            return Ok(());
        };
        let content = part.content.freeze();
        let (size, readable) = if too_large {
            (None, Readable::Not(CannotScan::TooLarge))
        } else {
            (
                u64::try_from(content.len()).ok(),
                read(&content, &part.head.content_type),
            )
        };
        let permit = permit_all(&self.visit, &acts(&part.head, size), readable.content()).await?;
        self.decided.push_back(permit.carry(part.head_bytes));
        self.decided.push_back(permit.carry(content.clone()));
        self.part = Part::Streams(permit);
        Ok(())
    }
}
