//! Can this activity be what it says?
//!
//! The page is not believed: who and which app come from the session, and what it says of policies must fit a bundle
//! the gateway gave out.

use super::matched::matched;
use crate::site::{Proved, Visit};
use crate::store::NewActivity;
use stepgate_policy::{Bundle, PolicyTrace, Severity};
use stepgate_protocol::{Activity, Outcome};

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
    Ok(())
}

fn texts(activity: &Activity) -> impl Iterator<Item = (&'static str, &str)> {
    let file = activity.file.as_ref();
    [
        ("url", Some(activity.url.as_str())),
        ("detail", activity.detail.as_deref()),
        ("file.name", file.map(|file| file.name.as_str())),
        ("file.label", file.and_then(|file| file.label.as_deref())),
    ]
    .into_iter()
    .filter_map(|(name, text)| Some((name, text?)))
}

/// The name of the policy with this id.
pub fn policy_name<'b>(bundle: &Bundle<'b>, id: &str) -> Option<&'b str> {
    bundle.policy_with_id(id).map(|policy| policy.name())
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
            .map(|file| serde_json::to_string(&file))
            .transpose()?,
        matches: serde_json::to_string(&activity.matches)?,
        failure: activity.failure.map(|failure| failure.keyword().to_owned()),
        revision: format!("{:016x}", activity.revision),
        trace: serde_json::to_string(&activity.trace)?,
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
