//! Reading policies, and what must hold between their parts.

use super::walk::{At, Document, Members};
use super::{Condition, InspectionRule, LoadError, LoadErrors, PolicySet};
use crate::{Action, ActivityType, AuthenticationContext, GrantScope, StepUp};
use serde::Serialize;
use std::collections::HashMap;

const FIELDS: [&str; 11] = [
    "id",
    "name",
    "description",
    "enabled",
    "sessionControlType",
    "activityTypes",
    "conditions",
    "inspection",
    "action",
    "stepUp",
    "message",
];
const LONGEST_ID: usize = 64;
const LONGEST_LIFETIME: u32 = 7 * 24 * 60 * 60;

/// What a policy is for, as Defender for Cloud Apps calls it. It limits the activities and the action.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum SessionControlType {
    /// Any activity, recorded only.
    MonitorOnly,
    /// Any activity.
    BlockActivities,
    /// Downloads.
    ControlFileDownload,
    /// Uploads.
    ControlFileUpload,
}

impl SessionControlType {
    /// Every type.
    pub const ALL: [Self; 4] = [
        Self::MonitorOnly,
        Self::BlockActivities,
        Self::ControlFileDownload,
        Self::ControlFileUpload,
    ];

    /// The wire name.
    #[must_use]
    pub const fn keyword(self) -> &'static str {
        match self {
            Self::MonitorOnly => "monitorOnly",
            Self::BlockActivities => "blockActivities",
            Self::ControlFileDownload => "controlFileDownload",
            Self::ControlFileUpload => "controlFileUpload",
        }
    }

    /// Reads a wire name; `None` if it is not one.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.keyword() == name)
    }

    /// The one activity it is limited to, if it is.
    const fn only(self) -> Option<ActivityType> {
        match self {
            Self::MonitorOnly | Self::BlockActivities => None,
            Self::ControlFileDownload => Some(ActivityType::Download),
            Self::ControlFileUpload => Some(ActivityType::Upload),
        }
    }
}

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
    /// Whether it takes part in decisions.
    pub enabled: bool,
    /// What it is for.
    pub session_control_type: SessionControlType,
    /// The activities it is about.
    pub activity_types: Vec<ActivityType>,
    /// Which attempts it is about; all if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conditions: Option<Condition>,
    /// What the content must hold; not looked at if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inspection: Option<InspectionRule>,
    /// What is done about a match.
    pub action: Action,
    /// What must be proved, where the action is `requireStepUp`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step_up: Option<StepUp>,
    /// What the person is told, in plain text; may be empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub message: String,
}

/// Collects policies and errors over several files.
#[derive(Default)]
pub(super) struct Loader {
    policies: Vec<Policy>,
    errors: Vec<LoadError>,
    /// Where each id was first used.
    ids: HashMap<String, String>,
}

impl Loader {
    pub(super) fn read(&mut self, file: &str, text: &str) {
        let document = Document::new(file, text);
        if let Some(value) = document.parse() {
            let root = At::root(&document, &value);
            if let Some(policies) = root
                .members("a policy file", &["policies"])
                .and_then(|members| members.required("policies", "an array of policies"))
            {
                self.read_policies(&policies);
            }
        }
        self.errors.extend(document.into_errors());
    }

    fn read_policies(&mut self, policies: &At<'_>) {
        if !policies.is_array() {
            policies.unexpected("an array of policies");
        }
        for at in policies.elements() {
            let Some(members) = at.members("a policy", &FIELDS) else {
                continue;
            };
            let id = read_id(&members);
            if let Some((id, at)) = &id {
                self.claim(id, at);
            }
            self.policies.extend(read(&members, id.map(|(id, _)| id)));
        }
    }

    fn claim(&mut self, id: &str, at: &At<'_>) {
        let (line, column) = at.place();
        let here = format!("{}:{line}:{column}", at.document.file);
        match self.ids.get(id) {
            Some(first) => at.wrong(
                format!("the id `{id}` again"),
                format!("each id once (see {first})"),
            ),
            None => {
                self.ids.insert(id.to_owned(), here);
            }
        }
    }

    pub(super) fn finish(mut self, mut errors: Vec<LoadError>) -> Result<PolicySet, LoadErrors> {
        errors.append(&mut self.errors);
        if errors.is_empty() {
            Ok(PolicySet {
                policies: self.policies,
            })
        } else {
            Err(LoadErrors(errors))
        }
    }
}

fn read_id<'d>(members: &Members<'d>) -> Option<(String, At<'d>)> {
    let at = members.required("id", "an id of letters, digits and dashes")?;
    let id = at.text()?;
    let known = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    if id.is_empty() || id.len() > LONGEST_ID || !id.bytes().all(known) {
        at.unexpected(format!(
            "up to {LONGEST_ID} letters, digits, `-`, `_` and `.`"
        ));
        return None;
    }
    Some((id.to_owned(), at))
}

/// Reads the rest of a policy. Every part is read, so that every error is found.
fn read(members: &Members<'_>, id: Option<String>) -> Option<Policy> {
    let name = members
        .required("name", "what people call the policy")
        .and_then(|at| filled(&at));
    let description = optional_text(members, "description");
    let message = optional_text(members, "message");
    let enabled = members
        .optional("enabled")
        .map_or(Some(true), |at| at.boolean());
    let session_control_type = read_control_type(members);
    let activity_types = read_activities(members, session_control_type);
    let conditions = members
        .optional("conditions")
        .map_or(Some(None), |at| Condition::read(&at).map(Some));
    let inspection = members.optional("inspection").map_or(Some(None), |at| {
        InspectionRule::read(&at, activity_types.as_deref().unwrap_or_default()).map(Some)
    });
    let action = read_action(members, session_control_type);
    let step_up = read_step_up(members, action);
    Some(Policy {
        id: id?,
        name: name?,
        description: description?,
        enabled: enabled?,
        session_control_type: session_control_type?,
        activity_types: activity_types?,
        conditions: conditions?,
        inspection: inspection?,
        action: action?,
        step_up: step_up?,
        message: message?,
    })
}

fn filled(at: &At<'_>) -> Option<String> {
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

fn read_control_type(members: &Members<'_>) -> Option<SessionControlType> {
    let known = SessionControlType::ALL.map(SessionControlType::keyword);
    members
        .required(
            "sessionControlType",
            "what the policy is for, such as `blockActivities`",
        )?
        .word(&known, SessionControlType::parse)
}

fn read_activities(
    members: &Members<'_>,
    control: Option<SessionControlType>,
) -> Option<Vec<ActivityType>> {
    let all = members.required(
        "activityTypes",
        "an array of activity types, such as `[\"print\"]`",
    )?;
    let mut activities = Vec::new();
    let items = all.items("activity types")?;
    let count = items.len();
    for at in items {
        let Some(activity) = read_activity(&at) else {
            continue;
        };
        if let Some(control) = control
            && let Some(only) = control.only()
            && activity != only
        {
            at.unexpected(format!(
                "`{only}` alone, as `{}` is about nothing else",
                control.keyword()
            ));
        }
        if activities.contains(&activity) {
            at.wrong(format!("`{activity}` a second time"), "each activity once");
        }
        activities.push(activity);
    }
    (activities.len() == count).then_some(activities)
}

fn read_activity(at: &At<'_>) -> Option<ActivityType> {
    let mut known: Vec<&str> = ActivityType::BUILT_IN
        .iter()
        .map(ActivityType::keyword)
        .collect();
    known.push("custom:<name>");
    at.word(&known, |word| {
        ActivityType::parse(word).filter(|activity| match activity {
            ActivityType::Custom(name) => {
                name.trim() == name && name.len() <= LONGEST_ID && name != "<name>"
            }
            ActivityType::Copy
            | ActivityType::Cut
            | ActivityType::Paste
            | ActivityType::Print
            | ActivityType::Download
            | ActivityType::Upload
            | ActivityType::SendItem => true,
        })
    })
}

fn read_action(members: &Members<'_>, control: Option<SessionControlType>) -> Option<Action> {
    let at = members.required("action", "what is done about a match, such as `block`")?;
    let action = at.word(&Action::ALL.map(Action::keyword), Action::parse)?;
    if control == Some(SessionControlType::MonitorOnly) && action != Action::Audit {
        at.unexpected("`audit`, as `monitorOnly` only records");
        return None;
    }
    Some(action)
}

/// `Some(None)` where a step-up is neither written nor asked for.
fn read_step_up(members: &Members<'_>, action: Option<Action>) -> Option<Option<StepUp>> {
    if action == Some(Action::RequireStepUp) {
        let what = "what has to be proved, as the action is `requireStepUp`";
        return members
            .required("stepUp", what)
            .and_then(|at| step_up(&at))
            .map(Some);
    }
    let Some(at) = members.optional("stepUp") else {
        return Some(None);
    };
    let read = step_up(&at);
    // An action that could not be read is reported already; it may have been meant as this one.
    let action = action?;
    at.wrong("a `stepUp`", format!("none, as the action is `{action}`"));
    read.map(Some)
}

fn step_up(at: &At<'_>) -> Option<StepUp> {
    let members = at.members("a step-up", &["authenticationContext", "scope", "lifetime"])?;
    let context = members
        .required("authenticationContext", "`c1` to `c99`")
        .and_then(|at| {
            let context = AuthenticationContext::parse(at.text()?);
            if context.is_none() {
                at.unexpected("an authentication context, `c1` to `c99`");
            }
            context
        });
    let known = GrantScope::ALL.map(GrantScope::keyword);
    let scope = members
        .required(
            "scope",
            "how far the proof reaches: `once`, `action` or `session`",
        )
        .and_then(|at| at.word(&known, GrantScope::parse));
    let lifetime = members
        .required("lifetime", "how long the proof lasts, in seconds")
        .and_then(|at| at.number(1, LONGEST_LIFETIME, "a number of seconds"));
    Some(StepUp {
        context: context?,
        scope: scope?,
        lifetime: lifetime?,
    })
}
