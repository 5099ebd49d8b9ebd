//! What a comparison of two sets of policies came to.

use super::Recorded;
use super::worlds::Compared;
use crate::{Action, AuthenticationContext};
use serde::{Serialize, Serializer};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// How many activities of a group are shown.
const EXAMPLES: usize = 3;

/// What one set of policies decides.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Decided {
    /// What is done.
    pub action: Action,
    /// Id of the policy that acts.
    pub policy: Option<String>,
    /// What has to be proved, and how far the proof reaches.
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "context_and_scope"
    )]
    pub step_up: Option<(AuthenticationContext, &'static str)>,
}

fn context_and_scope<S: Serializer>(
    step_up: &Option<(AuthenticationContext, &'static str)>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Written {
        authentication_context: AuthenticationContext,
        scope: &'static str,
    }
    step_up
        .map(|(authentication_context, scope)| Written {
            authentication_context,
            scope,
        })
        .serialize(serializer)
}

impl Default for Decided {
    fn default() -> Self {
        Self {
            action: Action::Allow,
            policy: None,
            step_up: None,
        }
    }
}

impl Decided {
    /// Whether a person would notice no difference.
    pub(super) fn is_alike(&self, other: &Self) -> bool {
        self.action == other.action && self.step_up == other.step_up
    }
}

/// What replaying came to.
#[derive(Debug, Default)]
pub struct Replay {
    /// How many activities were decided.
    pub activities: usize,
    /// How many of them come out as before.
    pub unchanged: usize,
    /// How many of those are decided alike, but by another policy.
    pub by_another_policy: usize,
    /// How many had no trace that could be read.
    pub untraced: usize,
    /// What changes, most frequent first.
    pub changed: Vec<Change>,
    /// What cannot be known, most frequent first.
    pub open: Vec<Open>,
    changes: BTreeMap<ChangeKey, Group>,
    opens: BTreeMap<OpenKey, Group>,
}

/// Activity, app, and what the old and the new policies decide.
type ChangeKey = (String, String, Decided, Decided);
/// Activity, app, what may be decided, and what would have to be known.
type OpenKey = (String, String, BTreeSet<(Decided, Decided)>, Vec<String>);

#[derive(Debug, Default)]
struct Group {
    count: usize,
    examples: Vec<Example>,
}

/// Activities whose decision changes alike.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Change {
    /// What was attempted.
    pub activity: String,
    /// In which app.
    pub app: String,
    /// What the old policies decide.
    pub old: Decided,
    /// What the new policies decide.
    pub new: Decided,
    /// How many there are.
    pub count: usize,
    /// Some of them.
    pub examples: Vec<Example>,
}

/// Activities whose decision cannot be known.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Open {
    /// What was attempted.
    pub activity: String,
    /// In which app.
    pub app: String,
    /// What the old and the new policies may decide; empty where too much is open to say.
    pub possible: Vec<(Decided, Decided)>,
    /// What would have to be known.
    pub because: Vec<String>,
    /// How many there are.
    pub count: usize,
    /// Some of them.
    pub examples: Vec<Example>,
}

/// One activity of a group.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Example {
    /// Its id.
    pub id: String,
    /// When it happened, Unix milliseconds.
    pub time: u64,
    /// Whose session, where that was kept.
    pub user: Option<String>,
    /// The file's name, where there was one.
    pub file: Option<String>,
    /// Where.
    pub url: String,
}

impl Replay {
    /// Whether every decision is known to stay as it was.
    #[must_use]
    pub fn is_same(&self) -> bool {
        self.changed.is_empty() && self.open.is_empty()
    }

    pub(super) fn add(&mut self, recorded: &Recorded, compared: Compared) {
        self.activities += 1;
        let activity = recorded.activity.to_string();
        let app = recorded.app.clone();
        match compared {
            Compared::Same(old, new) => {
                self.unchanged += 1;
                self.by_another_policy += usize::from(old.policy != new.policy);
            }
            Compared::Changed(old, new) => {
                let key = (activity, app, old, new);
                self.changes.entry(key).or_default().add(recorded);
            }
            Compared::Open { possible, because } => {
                let key = (activity, app, possible, because);
                self.opens.entry(key).or_default().add(recorded);
            }
        }
    }

    /// Makes lists of the groups.
    pub(super) fn sort(&mut self) {
        let changes = std::mem::take(&mut self.changes).into_iter();
        self.changed = changes
            .map(|((activity, app, old, new), group)| Change {
                activity,
                app,
                old,
                new,
                count: group.count,
                examples: group.examples,
            })
            .collect();
        self.changed.sort_by_key(|change| Reverse(change.count));
        let opens = std::mem::take(&mut self.opens).into_iter();
        self.open = opens
            .map(|((activity, app, possible, because), group)| Open {
                activity,
                app,
                possible: possible.into_iter().collect(),
                because,
                count: group.count,
                examples: group.examples,
            })
            .collect();
        self.open.sort_by_key(|open| Reverse(open.count));
    }
}

impl Group {
    fn add(&mut self, recorded: &Recorded) {
        self.count += 1;
        if self.examples.len() < EXAMPLES {
            self.examples.push(Example {
                id: recorded.id.clone(),
                time: recorded.time,
                user: recorded.user.clone(),
                file: recorded.file.as_ref().map(|file| file.name.clone()),
                url: recorded.url.clone(),
            });
        }
    }
}
