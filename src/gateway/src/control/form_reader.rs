//! A form that lets out only what was decided.

use super::acts::{acts, permit_all, permit_unseen};
use super::form::{Form, Found, PartHead};
use super::held::{Kept, drain, length, next};
use super::look::{Inside, sha256};
use super::permit::Act;
use super::readable::Readable;
use super::unpacked::unpack;
use super::{Permit, Permitted, Refused};
use crate::site::Visit;
use axum::body::{Body, BodyDataStream};
use bytes::Bytes;
use std::collections::VecDeque;
use std::sync::Arc;
use stepgate_inspect::{FILE_HEAD, file_type};
use stepgate_policy::{CannotScan, Content};

/// Reads a form and lets out only what was decided.
pub struct FormReader {
    visit: Arc<Visit>,
    form: Form,
    body: BodyDataStream,
    /// How many bytes the whole form has, if that is known.
    length: Option<u64>,
    /// Whether there is memory for its parts already.
    is_paid: bool,
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
    Held(Box<HeldPart>),
}

/// A part that is held.
struct HeldPart {
    head: PartHead,
    head_bytes: Bytes,
    content: Kept,
    inside: Inside,
    until: Until,
}

/// How far a part is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Until {
    /// Until what it is can be told.
    Told,
    /// Until it is over, or nothing more is held.
    Over,
}

/// How much of a part was seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Seen {
    /// Enough; nobody asks for the rest.
    Head,
    /// As much as is held, and why not more.
    Bound(CannotScan),
    /// All of it.
    All,
}

impl HeldPart {
    /// What it stands for, as far as it is known.
    fn acts(&self) -> Vec<Act<'_>> {
        let mut acts = acts(&self.head, None);
        self.inside.put_into(&mut acts);
        acts
    }
}

impl FormReader {
    /// Of a body with this boundary.
    pub fn new(visit: &Arc<Visit>, boundary: &str, body: Body) -> Self {
        Self {
            length: length(&body),
            is_paid: false,
            visit: Arc::clone(visit),
            form: Form::new(boundary),
            body: body.into_data_stream(),
            part: Part::None,
            decided: VecDeque::new(),
            over: false,
        }
    }

    /// Of a body that is held, with memory for its parts.
    pub fn of_decoded(visit: &Arc<Visit>, boundary: &str, body: Body) -> Self {
        Self {
            is_paid: true,
            ..Self::new(visit, boundary, body)
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
        let patience = match &self.part {
            Part::Held(part) => part.content.patience(),
            Part::None | Part::Streams(_) => None,
        };
        match next(&mut self.body, patience).await? {
            Some(bytes) => self.form.push(&bytes),
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
        let about = acts(&head, None);
        let until = if self.visit.wants_bytes(&about) {
            Until::Told
        } else if self.visit.wants_all(&about) {
            Until::Over
        } else {
            let permit = permit_all(&self.visit, &about, Content::None).await?;
            self.decided.push_back(permit.carry(head_bytes));
            self.part = Part::Streams(permit);
            return Ok(());
        };
        self.part = Part::Held(Box::new(HeldPart {
            head,
            head_bytes,
            content: Kept::new(self.length, self.visit.site.inspection.limits().file_bytes),
            inside: Inside::default(),
            until,
        }));
        Ok(())
    }

    async fn content(&mut self, bytes: Bytes) -> Result<(), Refused> {
        let memory = (!self.is_paid).then_some(&self.visit.site.memory);
        match &mut self.part {
            Part::None => Err(Refused::Body("the form has bytes outside its parts".into())),
            Part::Streams(permit) => {
                self.decided.push_back(permit.carry(bytes));
                Ok(())
            }
            Part::Held(part) => {
                let added = part.content.add(memory, &bytes).await;
                if part.until == Until::Told && part.content.get().len() >= FILE_HEAD {
                    part.inside.file_type = Some(file_type(part.content.get()));
                    part.until = Until::Over;
                    if !self.visit.wants_all(&part.acts()) {
                        return self.let_out(Seen::Head).await;
                    }
                }
                match added {
                    Ok(()) => Ok(()),
                    Err(reason) => self.let_out(Seen::Bound(reason)).await,
                }
            }
        }
    }

    async fn end(&mut self) -> Result<(), Refused> {
        self.let_out(Seen::All).await?;
        self.part = Part::None;
        Ok(())
    }

    /// Decides the held part, if there is one; what follows of it streams.
    async fn let_out(&mut self, seen: Seen) -> Result<(), Refused> {
        let Part::Held(mut part) = std::mem::replace(&mut self.part, Part::None) else {
            return Ok(());
        };
        let content = part.content.freeze();
        part.inside.file_type = Some(file_type(&content));
        part.inside.size = match seen {
            Seen::Head => None,
            Seen::Bound(_) | Seen::All => u64::try_from(content.len()).ok(),
        };
        let hashed = seen == Seen::All && part.acts().iter().any(|act| self.visit.wants_hash(act));
        part.inside.sha256 = hashed.then(|| sha256(&content));
        let readable = match seen {
            Seen::Head => None,
            Seen::Bound(reason) => Some(Readable::Not(reason)),
            Seen::All if part.acts().iter().any(|act| self.visit.wants_inside(act)) => {
                let unpacked =
                    unpack(&self.visit, &part.acts(), &content, &part.head.content_type).await;
                Some(part.inside.take(unpacked, &self.visit))
            }
            Seen::All => None,
        };
        let told = readable.as_ref().map_or(Content::None, Readable::content);
        let permit = permit_all(&self.visit, &part.acts(), told).await?;
        self.decided.push_back(permit.carry(part.head_bytes));
        self.decided.push_back(permit.carry(content.clone()));
        self.part = Part::Streams(permit);
        Ok(())
    }
}
