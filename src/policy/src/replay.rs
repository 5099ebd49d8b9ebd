//! What would other policies have decided about what was recorded?
//!
//! An activity keeps who, what, where and counts, never the content; so not everything a policy asks about can be known
//! again. What is not known stays open: a decision counts as changed only where it changes whatever the open part is.

mod evidence;
mod formula;
mod leaf;
mod report;
mod worlds;

pub use report::{Change, Decided, Example, Open, Replay};

use crate::{
    ActivityType, Attempt, Bundle, Content, CorruptBundle, DefaultBehavior, FileFacts, Label,
    Place, PolicySet, PolicyTrace, SessionContext,
};
use evidence::Evidence;

/// An activity, as far as a decision depends on it.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// Its id, to find it again.
    pub id: String,
    /// When it happened, Unix milliseconds.
    pub time: u64,
    /// In which app.
    pub app: String,
    /// Whose session, where that was kept.
    pub user: Option<String>,
    /// What was attempted.
    pub activity: ActivityType,
    /// Where: origin and path.
    pub url: String,
    /// The file, where there was one.
    pub file: Option<RecordedFile>,
    /// The policies it was decided by.
    pub revision: u64,
    /// How each of them came out.
    pub trace: Vec<PolicyTrace>,
}

/// What was kept of a file.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RecordedFile {
    /// Its name without a folder.
    pub name: String,
    /// Its size in bytes, if known.
    #[serde(default)]
    pub size: Option<u64>,
    /// Its sensitivity labels.
    #[serde(
        default,
        alias = "label",
        deserialize_with = "crate::label_list::deserialize"
    )]
    pub labels: Vec<Label>,
    /// What it was by its content, if that was known.
    #[serde(default)]
    pub file_type: Option<String>,
}

/// Two sets of policies to be compared.
#[derive(Debug)]
pub struct Replayer {
    old: Vec<u8>,
    new: Vec<u8>,
    /// As `old`, with the other default behaviour: its revision differs, its policies do not.
    other: Vec<u8>,
}

impl Replayer {
    /// Compiles both sets.
    #[must_use]
    pub fn new(old: &PolicySet, new: &PolicySet, default_behavior: DefaultBehavior) -> Self {
        let other = match default_behavior {
            DefaultBehavior::Allow => DefaultBehavior::Block,
            DefaultBehavior::Block => DefaultBehavior::Allow,
        };
        Self {
            old: old.compile(default_behavior),
            new: new.compile(default_behavior),
            other: old.compile(other),
        }
    }

    /// Decides every activity by both sets. `bundle_of` finds the bundle of a revision that is neither: the
    /// conditions it was traced by say more about an activity than the activity itself.
    ///
    /// # Errors
    /// Where what was compiled cannot be read back.
    pub fn replay(
        &self,
        activities: impl IntoIterator<Item = Recorded>,
        mut bundle_of: impl FnMut(u64) -> Option<Vec<u8>>,
    ) -> Result<Replay, CorruptBundle> {
        let old = Bundle::read(&self.old)?;
        let new = Bundle::read(&self.new)?;
        let other = Bundle::read(&self.other)?;
        let mut replay = Replay::default();
        for recorded in activities {
            let near = [old, other, new]
                .into_iter()
                .find(|bundle| bundle.revision() == recorded.revision);
            let bytes = match near {
                Some(_) => None,
                None => bundle_of(recorded.revision),
            };
            let far = bytes
                .as_deref()
                .and_then(|bytes| Bundle::read(bytes).ok())
                .filter(|bundle| bundle.revision() == recorded.revision);
            let evidence = near
                .or(far)
                .map(|bundle| Evidence::of(&bundle, &recorded.trace));
            replay.untraced += usize::from(evidence.is_none());
            let evidence = evidence.unwrap_or_default();
            replay.add(&recorded, worlds::compare(&old, &new, &recorded, &evidence));
        }
        replay.sort();
        Ok(replay)
    }
}

impl Recorded {
    fn session(&self) -> SessionContext {
        SessionContext {
            app: self.app.clone(),
            user: self.user.clone().unwrap_or_default(),
            ..SessionContext::default()
        }
    }

    fn attempt<'a>(&'a self, session: &'a SessionContext) -> Attempt<'a> {
        Attempt {
            activity: &self.activity,
            session,
            file: self.file.as_ref().map(|file| FileFacts {
                name: &file.name,
                size: file.size,
                labels: &file.labels,
                file_type: file.file_type.as_deref(),
                ..FileFacts::default()
            }),
            place: Place {
                url: &self.url,
                ..Place::default()
            },
            content: Content::None,
            metadata: "",
            now: self.time / 1000,
        }
    }
}
