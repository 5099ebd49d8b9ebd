//! A saving that waits: made again by the page's own link, or by one of ours.

use super::save;
use crate::facts::Facts;
use crate::file_name;
use crate::gate;
use crate::hold::Resume;
use crate::host::{Arg, Handle, Kept, call};
use crate::natives::Native;

/// A saving that waits.
#[derive(Debug)]
pub struct HeldSave {
    pub(super) link: Option<Kept>,
    pub(super) url: String,
    pub(super) name: String,
    /// The page may give up the address of a blob while it waits.
    pub(super) blob: Option<Kept>,
}

impl HeldSave {
    /// One that saves what an address stands for.
    #[must_use]
    pub fn of_url(url: &str, blob: Option<Handle>) -> Self {
        Self {
            link: None,
            url: url.into(),
            name: file_name::suggested("", url),
            blob: blob.map(Handle::keep),
        }
    }

    /// One for an address of the app, after a redirect.
    #[must_use]
    pub fn again(url: String) -> Self {
        Self {
            link: None,
            url,
            name: String::new(),
            blob: None,
        }
    }

    /// Where it is, if a redirect can come back to it.
    #[must_use]
    pub fn address(&self) -> String {
        if file_name::is_inline(&self.url) {
            String::new()
        } else {
            self.url.clone()
        }
    }

    /// What it saves was read: decides about it.
    pub fn was_read(self, facts: Vec<Facts>) {
        let facts = facts.into_iter();
        let ruled = facts.map(|one| save::ruled(one, &self.url)).collect();
        gate::finish(ruled, Resume::Save(self));
    }

    /// Saves it.
    pub fn go(self) {
        save::repeat(|| {
            // The page may have changed where its link leads: of the app the gateway decides again.
            let inline = self.blob.is_some() || file_name::is_inline(&self.url);
            let link = self.link.as_ref().filter(|_| !inline);
            if !link.is_some_and(|link| click_again(link.handle())) {
                self.click_own();
            }
        });
        save::let_go(self.url);
    }

    /// The page may have taken its link away, or given up the blob's address: a link of our own.
    fn click_own(&self) {
        let url = match &self.blob {
            Some(blob) => call(Native::CreateObjectUrl, Arg::Undefined, &[blob.into()]).text(),
            None => self.url.clone(),
        };
        save::let_go(url.clone()); // not in every browser is it announced at once
        let made = call(Native::CreateElement, Native::Document, &["a".into()]).object();
        let Some(link) = made else { return };
        link.call(Native::SetAttribute, &["href".into(), (&url).into()]);
        if !self.name.is_empty() {
            link.call(
                Native::SetAttribute,
                &["download".into(), (&self.name).into()],
            );
        }
        link.call(Native::Click, &[]);
    }
}

fn click_again(link: Handle) -> bool {
    let there = link.get(Native::IsConnected).truthy();
    if there {
        link.call(Native::Click, &[]);
    }
    there
}
