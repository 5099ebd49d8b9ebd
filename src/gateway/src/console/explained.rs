//! Why was an activity decided so, with the values of that time?

use crate::store::StoredActivity;
use serde::Serialize;
use stepgate_policy::{
    ActivityType, Attempt, Bundle, Content, CustomKind, ExplainedCondition, Explanation, FileFacts,
    Filter, Found, LookedFor, Place, PolicyTrace, SessionContext, explain_attempt, explain_trace,
};
use stepgate_protocol::ActivityFile;

/// Explains an activity by the policies it was decided by. What conditions saw is added where it was kept: facts of the
/// session, the page, and the file's name, size, labels and type.
pub fn explained(activity: &StoredActivity, bundle: &Bundle<'_>) -> Option<Explanation> {
    let trace: Vec<PolicyTrace> = serde_json::from_str(&activity.trace).ok()?;
    let mut explanation = explain_trace(bundle, &trace);
    if let Some(seen) = seen(activity, bundle) {
        for policy in &mut explanation.policies {
            let same = seen.policies.iter().find(|other| other.id == policy.id);
            let others = same.map(|other| other.conditions.as_slice());
            let pairs = policy.conditions.iter_mut().zip(others.unwrap_or_default());
            for (condition, other) in pairs {
                if is_kept(condition) && condition.result == other.result {
                    condition.saw.clone_from(&other.saw);
                }
            }
        }
    }
    Some(explanation)
}

/// What was found, and which policy looked for it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FoundBy {
    /// What it is, for people.
    about: &'static str,
    /// What people call the policy.
    policy_name: String,
    #[serde(flatten)]
    found: Found,
}

/// The findings of an activity that fit the policies it was decided by.
pub fn found_by(activity: &StoredActivity, bundle: &Bundle<'_>) -> Vec<FoundBy> {
    let findings = activity.findings.clone();
    let findings = findings.and_then(|list| serde_json::from_value::<Vec<Found>>(list).ok());
    let found = |found: Found| {
        let policy = bundle.policy(found.policy)?;
        Some(FoundBy {
            about: about(found.expression),
            policy_name: policy.name().to_owned(),
            found,
        })
    };
    findings.into_iter().flatten().filter_map(found).collect()
}

const fn about(expression: LookedFor) -> &'static str {
    match expression {
        LookedFor::Preset(entity) => entity.about(),
        LookedFor::Custom(CustomKind::Substring) => "text of the policy",
        LookedFor::Custom(CustomKind::Keywords) => "keywords of the policy",
        LookedFor::Custom(CustomKind::Regex) => "regular expression of the policy",
    }
}

fn kept_file(activity: &StoredActivity) -> Option<ActivityFile> {
    serde_json::from_value(activity.file.clone()?).ok()
}

/// The same attempt, as far as it was kept.
fn seen(activity: &StoredActivity, bundle: &Bundle<'_>) -> Option<Explanation> {
    let session: SessionContext = serde_json::from_str(activity.facts.as_deref()?).ok()?;
    let kind = ActivityType::parse(&activity.activity)?;
    let file = kept_file(activity);
    let file = file.as_ref().map(|file| FileFacts {
        name: &file.name,
        size: file.size,
        labels: &file.labels,
        file_type: file.file_type.as_deref(),
        ..FileFacts::default()
    });
    let attempt = Attempt {
        activity: &kind,
        session: &session,
        file,
        place: Place {
            url: &activity.url,
            ..Place::default()
        },
        content: Content::None,
        metadata: "",
        now: u64::try_from(activity.time).unwrap_or_default() / 1000,
    };
    Some(explain_attempt(bundle, &attempt))
}

/// Whether what a condition looks at is kept with activities.
fn is_kept(condition: &ExplainedCondition) -> bool {
    let word = condition.text.split(' ').next().unwrap_or_default();
    Filter::parse(word).is_some_and(|filter| {
        filter.is_of_session()
            || matches!(
                filter,
                Filter::FileName
                    | Filter::Extension
                    | Filter::FileSize
                    | Filter::FileType
                    | Filter::ExtensionMismatch
                    | Filter::SensitivityLabel
            )
    })
}
