//! What was recorded?

mod lines;
mod store;

use anyhow::Context as _;
use serde::Deserialize;
use std::collections::HashMap;
use std::io::Read as _;
use std::path::Path;
use stepgate_policy::{ActivityType, PolicyTrace, Recorded, RecordedFile};
use stepgate_protocol::Outcome;

/// How every SQLite file begins.
const SQLITE: &[u8; 16] = b"SQLite format 3\0";

/// What was recorded, and by which policies.
#[derive(Default)]
pub struct Activities {
    /// Attempts, as they were recorded.
    pub attempts: Vec<Recorded>,
    /// Bundles by their revision, where they were kept.
    pub bundles: HashMap<u64, Vec<u8>>,
    /// How many activities say what became of an attempt that has an activity of its own.
    pub sequels: usize,
}

/// One activity, as the gateway's console, the browser extension and the store write it. Of its fields only those that
/// a decision depends on are read.
#[derive(Deserialize)]
struct Written {
    id: String,
    time: u64,
    #[serde(default)]
    app: Option<String>,
    #[serde(default)]
    user: Option<String>,
    activity: ActivityType,
    outcome: Outcome,
    url: String,
    #[serde(default)]
    file: Option<RecordedFile>,
    #[serde(default)]
    revision: Option<String>,
    #[serde(default)]
    trace: Vec<PolicyTrace>,
}

/// Reads JSON lines, or the gateway's store.
///
/// # Errors
/// Names the file, the line and what is wrong with it.
pub fn read(file: &Path) -> anyhow::Result<Activities> {
    let about = || format!("cannot read the activities `{}`", file.display());
    let mut begin = Vec::new();
    let opened = std::fs::File::open(file).with_context(about)?;
    opened
        .take(SQLITE.len() as u64)
        .read_to_end(&mut begin)
        .with_context(about)?;
    if begin == SQLITE {
        return store::read(file).with_context(about);
    }
    lines::read(file)
}

impl Activities {
    fn add(&mut self, written: Written) {
        if is_sequel(&written) {
            self.sequels += 1;
            return;
        }
        let revision = written.revision.as_deref().and_then(revision);
        self.attempts.push(Recorded {
            id: written.id,
            time: written.time,
            app: written.app.unwrap_or_default(),
            user: written.user,
            activity: written.activity,
            url: written.url,
            file: written.file,
            revision: revision.unwrap_or_default(),
            trace: written.trace,
        });
    }
}

/// A step-up that began has an activity, and so has its end. What an agent does not cover is no attempt.
fn is_sequel(written: &Written) -> bool {
    match written.outcome {
        Outcome::Resumed | Outcome::Cancelled | Outcome::Denied => true,
        Outcome::Performed
        | Outcome::Stopped
        | Outcome::StepUpStarted
        | Outcome::Warned
        | Outcome::Kept => false,
        Outcome::Failed => written.trace.is_empty(),
    }
}

/// A revision as it is written: 16 hexadecimal digits.
fn revision(digits: &str) -> Option<u64> {
    u64::from_str_radix(digits, 16).ok()
}
