//! Which policies hold now?

use crate::chosen::Chosen;
use crate::clock;
use crate::store::Store;
use arc_swap::{ArcSwap, ArcSwapOption};
use notify_debouncer_mini::notify::{self, RecommendedWatcher, RecursiveMode};
use notify_debouncer_mini::{Debouncer, new_debouncer};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use stepgate_policy::{
    Bundle, CasesError, CorruptBundle, DefaultBehavior, PolicySet, SessionContext,
};
use tokio::sync::{mpsc, watch};

/// How long files must have been quiet before they are read again: editors write in several steps.
const QUIET: Duration = Duration::from_millis(200);

/// What a page says that has no policies yet, or cannot read them.
const NO_REVISION: u64 = 0;

/// The policies that hold now. They change all together or not at all.
#[derive(Debug)]
pub struct Policies {
    active: ArcSwap<Active>,
    folder: PathBuf,
    default_behavior: DefaultBehavior,
    /// What sensitivity labels are called, by their GUIDs in small letters.
    labels: BTreeMap<String, String>,
    changes: watch::Sender<()>,
    refused: ArcSwapOption<Refused>,
}

/// A change of the files that did not come into force.
#[derive(Clone, Debug)]
pub struct Refused {
    /// When, Unix seconds.
    pub time: u64,
    /// Why, in words.
    pub reason: String,
}

/// One revision of the policies, compiled.
#[derive(Debug)]
pub struct Active {
    bytes: Vec<u8>,
    revision: u64,
    since: u64,
    chosen: Chosen,
}

#[cfg(test)]
impl Active {
    /// Of a compiled bundle, as nothing keeps it.
    pub(crate) fn unkept(bytes: Vec<u8>) -> Self {
        Self {
            revision: Bundle::read(&bytes).map_or(0, |bundle| bundle.revision()),
            bytes,
            since: 0,
            chosen: Chosen::default(),
        }
    }
}

impl Active {
    /// The bundle every decision of this moment reads. It was checked when it was compiled.
    pub fn bundle(&self) -> Result<Bundle<'_>, CorruptBundle> {
        Bundle::read_again(&self.bytes)
    }

    /// The bundle of those policies only that can matter to a session from `now` (Unix seconds) on.
    pub fn for_session(
        &self,
        session: &SessionContext,
        now: u64,
    ) -> Result<Arc<[u8]>, CorruptBundle> {
        Ok(self.chosen.of(&self.bundle()?, session, now))
    }

    /// Its bytes, as the page gets them.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Its revision.
    pub const fn revision(&self) -> u64 {
        self.revision
    }

    /// Since when it has been in force here, Unix seconds.
    pub const fn since(&self) -> u64 {
        self.since
    }
}

/// Why policies do not come to hold.
#[derive(Debug, thiserror::Error)]
pub enum PoliciesError {
    /// There is nothing to read.
    #[error("the policies folder `{}` is not there: make it, or point `policies` to one with `*.json` files", .0.display())]
    Missing(PathBuf),
    /// A file is wrong.
    #[error("{0}")]
    Load(#[from] stepgate_policy::LoadErrors),
    /// They do not decide what the cases beside them expect.
    #[error(transparent)]
    Cases(#[from] CasesError),
    /// What was compiled cannot be read back.
    #[error("the compiled policies cannot be read back: {0}")]
    Corrupt(#[from] CorruptBundle),
    /// The revision cannot be kept.
    #[error("the policies cannot be kept for later explanations: {0}")]
    Store(#[from] sqlx::Error),
    /// The folder cannot be watched.
    #[error("the policies folder cannot be watched for changes: {0}")]
    Watch(#[from] notify::Error),
}

impl Policies {
    /// Loads and compiles a folder, with what `labels` calls sensitivity labels, and decides the cases in it.
    pub async fn load(
        folder: &Path,
        default_behavior: DefaultBehavior,
        labels: BTreeMap<String, String>,
        store: &Store,
    ) -> Result<Self, PoliciesError> {
        let active = compile(folder, default_behavior, &labels, store).await?;
        let none = PolicySet::empty().compile(default_behavior);
        store
            .keep_revision(NO_REVISION, &none, clock::now())
            .await?;
        tracing::info!(revision = %format_args!("{:016x}", active.revision), folder = %folder.display(), "policies loaded");
        Ok(Self {
            active: ArcSwap::from_pointee(active),
            folder: folder.to_owned(),
            default_behavior,
            labels,
            changes: watch::Sender::new(()),
            refused: ArcSwapOption::empty(),
        })
    }

    /// The policies of this moment.
    pub fn active(&self) -> Arc<Active> {
        self.active.load_full()
    }

    /// Changes whenever other policies come into force.
    pub fn changes(&self) -> watch::Receiver<()> {
        self.changes.subscribe()
    }

    /// The last change of the files, if it did not come into force.
    pub fn refused(&self) -> Option<Arc<Refused>> {
        self.refused.load_full()
    }

    /// Loads the folder again. What is wrong keeps the old policies in force.
    pub async fn reload(&self, store: &Store) -> Result<(), PoliciesError> {
        let compiled = compile(&self.folder, self.default_behavior, &self.labels, store).await;
        self.refused.store(compiled.as_ref().err().map(|error| {
            let (time, reason) = (clock::now(), error.to_string());
            Arc::new(Refused { time, reason })
        }));
        let active = compiled?;
        if active.revision != self.active.load().revision {
            tracing::info!(revision = %format_args!("{:016x}", active.revision), "policies changed");
            self.active.store(Arc::new(active));
            self.changes.send_replace(());
        }
        Ok(())
    }

    /// Says through the receiver when files in the folder changed, as long as the watcher lives.
    pub fn watch(
        &self,
    ) -> Result<(Debouncer<RecommendedWatcher>, mpsc::Receiver<()>), PoliciesError> {
        let (changed, receiver) = mpsc::channel(1);
        let mut watcher = new_debouncer(QUIET, move |_| {
            // A full channel means that a reload is due already.
            let _ = changed.try_send(());
        })?;
        watcher
            .watcher()
            .watch(&self.folder, RecursiveMode::Recursive)?;
        Ok((watcher, receiver))
    }
}

async fn compile(
    folder: &Path,
    default_behavior: DefaultBehavior,
    labels: &BTreeMap<String, String>,
    store: &Store,
) -> Result<Active, PoliciesError> {
    if !folder.exists() {
        return Err(PoliciesError::Missing(folder.to_owned()));
    }
    let policies = PolicySet::load(&[folder])?.with_labels(labels);
    policies.pass_cases(&[folder])?;
    let bytes = policies.compile(default_behavior);
    let revision = Bundle::read(&bytes)?.revision();
    store.keep_revision(revision, &bytes, clock::now()).await?;
    Ok(Active {
        bytes,
        revision,
        since: clock::now(),
        chosen: Chosen::default(),
    })
}
