//! Reading policies, and what must hold between their parts.

use super::alerts::Alerts;
use super::control::{
    LONGEST_NAME, SessionControlType, read_action, read_activities, read_control_type,
};
use super::messages::{MessageText, read_messages};
use super::schedule::Schedule;
use super::step_up::{read_answer_lifetime, read_step_up};
use super::unscanned::{Unscannable, read_unscanned};
use super::walk::{At, Members};
use super::{Condition, InspectionRule};
use crate::{Action, ActivityType, Mode, SearchIn, Severity, StepUp};
use serde::Serialize;

pub(super) const FIELDS: [&str; 20] = [
    "id",
    "name",
    "description",
    "severity",
    "category",
    "enabled",
    "mode",
    "schedule",
    "sessionControlType",
    "activityTypes",
    "conditions",
    "inspection",
    "alwaysApplyIfCannotBeScanned",
    "whenCannotBeScanned",
    "action",
    "stepUp",
    "answerLifetime",
    "message",
    "messages",
    "alerts",
];
pub(super) const LONGEST_CATEGORY: usize = 64;

/// One policy, as it was written and found to be right.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Policy {
    /// Unique in the set; activities and headers carry it.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// What it is for, for administrators; may be empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// How grave a match is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub severity: Option<Severity>,
    /// What kind of policy it is, such as `Data loss prevention`; may be empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub category: String,
    /// Whether it takes part in decisions.
    pub enabled: bool,
    /// Whether it acts, or is only tried.
    #[serde(skip_serializing_if = "is_enforced")]
    pub mode: Mode,
    /// When it holds; always if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schedule: Option<Schedule>,
    /// What it is for.
    pub session_control_type: SessionControlType,
    /// The activities it is about; every one if empty.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub activity_types: Vec<ActivityType>,
    /// Which attempts it is about; all if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conditions: Option<Condition>,
    /// What the content must hold; not looked at if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inspection: Option<InspectionRule>,
    /// What happens where the content cannot be read.
    #[serde(flatten)]
    pub unscannable: Unscannable,
    /// What is done about a match.
    pub action: Action,
    /// What must be proved, where the action is `requireStepUp`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step_up: Option<StepUp>,
    /// How long an answer holds, in seconds, where a person answers; else 0.
    #[serde(skip_serializing_if = "is_zero")]
    pub answer_lifetime: u32,
    /// What the person is told, in English and in plain text; may be empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub message: String,
    /// What the person is told, by language.
    #[serde(skip_serializing_if = "std::collections::BTreeMap::is_empty")]
    pub messages: std::collections::BTreeMap<String, MessageText>,
    /// Who is told of matches.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alerts: Option<Alerts>,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the signature is serde's"
)]
const fn is_zero(number: &u32) -> bool {
    *number == 0
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the signature is serde's"
)]
const fn is_enforced(mode: &Mode) -> bool {
    matches!(mode, Mode::Enforce)
}

pub(super) fn read_id<'d>(members: &Members<'d>) -> Option<(String, At<'d>)> {
    let at = members.required("id", "an id of letters, digits and dashes")?;
    let id = at.text()?;
    let known = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    if id.is_empty() || id.len() > LONGEST_NAME || !id.bytes().all(known) {
        at.unexpected(format!(
            "up to {LONGEST_NAME} letters, digits, `-`, `_` and `.`"
        ));
        return None;
    }
    Some((id.to_owned(), at))
}

/// Reads the rest of a policy. Every part is read, so that every error is found.
pub(super) fn read(members: &Members<'_>, id: Option<String>) -> Option<Policy> {
    let name = members
        .required("name", "what people call the policy")
        .and_then(|at| filled(&at));
    let description = optional_text(members, "description");
    let severity = members.optional_by("severity", |at| {
        at.word(&Severity::ALL.map(Severity::keyword), Severity::parse)
    });
    let category = read_category(members);
    let enabled = members.optional_by("enabled", |at| at.boolean());
    let mode = members.optional_by("mode", |at| {
        at.word(&Mode::ALL.map(Mode::keyword), Mode::parse)
    });
    let schedule = members.optional_by("schedule", Schedule::read);
    let session_control_type = read_control_type(members);
    let activity_types = read_activities(members, session_control_type);
    let activities = activity_types.as_deref().unwrap_or_default();
    let conditions = members.optional_by("conditions", Condition::read);
    let inspection = members.optional_by("inspection", |at| InspectionRule::read(at, activities));
    let unscannable = read_unscanned(members);
    let action = read_action(members, session_control_type, activities);
    if action == Some(Action::Redact)
        && let Some(Some(rule)) = &inspection
        && !rule.search_in.contains(&SearchIn::Content)
        && let Some(at) = members.optional("action")
    {
        at.unexpected(
            "another action, or `content` in `searchIn`: names and metadata are not masked",
        );
    }
    let step_up = read_step_up(members, action);
    let answer_lifetime = read_answer_lifetime(members, action);
    let messages = read_messages(members);
    let alerts = members.optional_by("alerts", Alerts::read);
    let (message, messages) = messages?;
    Some(Policy {
        id: id?,
        name: name?,
        description: description?,
        severity: severity?,
        category: category?,
        enabled: enabled?.unwrap_or(true),
        mode: mode?.unwrap_or(Mode::Enforce),
        schedule: schedule?,
        session_control_type: session_control_type?,
        activity_types: activity_types?,
        conditions: conditions?,
        inspection: inspection?.map(|rule| rule.masking(action == Some(Action::Redact))),
        unscannable: unscannable?,
        action: action?,
        step_up: step_up?,
        answer_lifetime: answer_lifetime?,
        message,
        messages,
        alerts: alerts?,
    })
}

pub(super) fn filled(at: &At<'_>) -> Option<String> {
    let text = at.text()?;
    if text.trim().is_empty() {
        at.unexpected("text that says something");
        return None;
    }
    Some(text.to_owned())
}

fn optional_text(members: &Members<'_>, name: &str) -> Option<String> {
    members
        .optional(name)
        .map_or(Some(String::new()), |at| at.text().map(str::to_owned))
}

fn read_category(members: &Members<'_>) -> Option<String> {
    let Some(at) = members.optional("category") else {
        return Some(String::new());
    };
    let category = filled(&at)?;
    if category.chars().count() > LONGEST_CATEGORY {
        at.unexpected(format!("at most {LONGEST_CATEGORY} characters"));
        return None;
    }
    Some(category)
}
