//! Can this activity be what it says?
//!
//! The page is not believed: who and which app come from the session, and what it says of policies must fit a bundle
//! the gateway gave out.

use super::matched::matched;
use crate::site::{Proved, Visit};
use crate::store::NewActivity;
use stepgate_policy::{Bundle, FILE_TYPES, Label, PolicyTrace, Severity};
use stepgate_protocol::{Activity, ActivityFile, MOST_LABELS, Outcome};

/// The longest file name, address or remark that is kept, in bytes.
const MAX_TEXT: usize = 2048;

/// Why an activity is not stored.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum Rejected {
    /// It names policies that were never in force here.
    #[error("the revision `{0}` was never in force here")]
    Revision(String),
    /// It names a policy its revision does not have.
    #[error("the revision has no policy `{0}`")]
    Policy(String),
    /// Its trace does not fit its revision.
    #[error("the trace does not fit the revision's policies")]
    Trace,
    /// What it says was found cannot have been, or is not masked.
    #[error(
        "`findings` do not fit the revision's policies and the trace, or their evidence is not masked"
    )]
    Findings,
    /// Its file cannot be one.
    #[error("`file` has labels that are none, too many of them, or a type there is not")]
    File,
    /// It happened elsewhere.
    #[error("`url` is not in this app")]
    Url,
    /// A text is too long to be what it says.
    #[error("`{0}` is longer than {MAX_TEXT} bytes")]
    TooLong(&'static str),
}

/// Checks an activity from the page against the bundle of its revision.
pub fn check(visit: &Visit, activity: &Activity, bundle: &Bundle<'_>) -> Result<(), Rejected> {
    for (name, text) in texts(activity) {
        if text.len() > MAX_TEXT {
            return Err(Rejected::TooLong(name));
        }
    }
    if visit.app.way_back(&activity.url).is_none() || !activity.url.starts_with("http") {
        return Err(Rejected::Url);
    }
    for id in activity.policy.iter().chain(&activity.matches) {
        if policy_name(bundle, id).is_none() {
            return Err(Rejected::Policy(id.clone()));
        }
    }
    let fits = |trace: &PolicyTrace| bundle.policy(trace.policy).is_some();
    let in_order = activity
        .trace
        .is_sorted_by(|one, next| one.policy < next.policy);
    if !in_order || !activity.trace.iter().all(fits) {
        return Err(Rejected::Trace);
    }
    if !super::findings::fit(&activity.findings, &activity.trace, bundle) {
        return Err(Rejected::Findings);
    }
    if !activity.file.as_ref().is_none_or(is_possible) {
        return Err(Rejected::File);
    }
    Ok(())
}

/// Whether a file's labels and type are what an agent says of a file.
fn is_possible(file: &ActivityFile) -> bool {
    let is_guid =
        |text: &str| Label::guids(text).is_some_and(|(id, site)| id == text && site.is_empty());
    let label = |label: &Label| {
        (label.id.is_empty() || is_guid(&label.id))
            && (label.site_id.is_empty() || is_guid(&label.site_id))
            && label.name.len() <= MAX_TEXT
    };
    let file_type = file.file_type.as_deref();
    file.labels.len() <= MOST_LABELS
        && file.labels.iter().all(label)
        && file_type.is_none_or(|file_type| FILE_TYPES.contains(&file_type))
        && (file.mismatch.is_none() || file_type.is_some())
}

fn texts(activity: &Activity) -> impl Iterator<Item = (&'static str, &str)> {
    let file = activity.file.as_ref();
    [
        ("url", Some(activity.url.as_str())),
        ("detail", activity.detail.as_deref()),
        ("file.name", file.map(|file| file.name.as_str())),
    ]
    .into_iter()
    .filter_map(|(name, text)| Some((name, text?)))
}

/// The name of the policy with this id.
pub fn policy_name<'b>(bundle: &Bundle<'b>, id: &str) -> Option<&'b str> {
    bundle.policy_with_id(id).map(|policy| policy.name())
}

/// The file with its labels called as the configuration calls them; of what has a GUID nobody else's word counts.
fn named(visit: &Visit, mut file: ActivityFile) -> ActivityFile {
    for label in file.labels.iter_mut().filter(|label| !label.id.is_empty()) {
        let name = visit.site.labels.get(&label.id);
        label.name = name.cloned().unwrap_or_default();
    }
    file
}

/// As it is stored. Who and where come from the session, never from the page; an address loses its query.
pub fn to_store(
    visit: &Visit,
    activity: Activity,
    bundle: &Bundle<'_>,
    source: &'static str,
) -> Result<NewActivity, serde_json::Error> {
    // The agent gives the person's reason as its remark.
    let (detail, justification) = if activity.outcome == Outcome::Resumed {
        (None, activity.detail.clone())
    } else {
        (activity.detail.clone(), None)
    };
    let matched = matched(&activity, bundle);
    let policy = activity.policy.map(|id| {
        let name = policy_name(bundle, &id).unwrap_or_default().to_owned();
        (id, name)
    });
    let url = activity
        .url
        .split(['?', '#'])
        .next()
        .unwrap_or_default()
        .to_owned();
    Ok(NewActivity {
        id: activity.id,
        time: activity.time,
        subject: visit.session.subject.clone(),
        user: visit.session.user.clone(),
        app: visit.app.name.clone(),
        activity: activity.activity.to_string(),
        action: activity.action.keyword().to_owned(),
        policy,
        outcome: activity.outcome.keyword().to_owned(),
        url,
        file: activity
            .file
            .map(|file| serde_json::to_string(&named(visit, file)))
            .transpose()?,
        matches: serde_json::to_string(&activity.matches)?,
        failure: activity.failure.map(|failure| failure.keyword().to_owned()),
        revision: format!("{:016x}", activity.revision),
        trace: serde_json::to_string(&activity.trace)?,
        findings: (!activity.findings.is_empty())
            .then(|| serde_json::to_string(&activity.findings))
            .transpose()?,
        source,
        detail,
        justification,
        severity: matched.severity.map(Severity::keyword),
        category: matched.category,
        simulated: matched.simulated,
        facts: serde_json::to_string(&visit.context(&Proved::default()))?,
        alerts: matched.alerts,
    })
}
