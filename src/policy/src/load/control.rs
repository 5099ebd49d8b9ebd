//! Reading what a policy is for: its type, its activities, its action.

use super::walk::At;
use super::walk::Members;
use crate::{Action, ActivityType, words};

pub(super) const LONGEST_NAME: usize = 64;

words! {
    /// What a policy is for, as Defender for Cloud Apps calls it. It limits the activities and the action.
    #[non_exhaustive]
    pub enum SessionControlType: "a session control type" {
        /// Any activity, recorded only.
        MonitorOnly = 0 "monitorOnly",
        /// Any activity.
        BlockActivities = 1 "blockActivities",
        /// Downloads.
        ControlFileDownload = 2 "controlFileDownload",
        /// Uploads.
        ControlFileUpload = 3 "controlFileUpload",
    }
}

impl SessionControlType {
    /// The one activity it is limited to, if it is.
    const fn only(self) -> Option<ActivityType> {
        match self {
            Self::MonitorOnly | Self::BlockActivities => None,
            Self::ControlFileDownload => Some(ActivityType::Download),
            Self::ControlFileUpload => Some(ActivityType::Upload),
        }
    }
}

pub(super) fn read_control_type(members: &Members<'_>) -> Option<SessionControlType> {
    let known = SessionControlType::ALL.map(SessionControlType::keyword);
    members
        .required(
            "sessionControlType",
            "what the policy is for, such as `blockActivities`",
        )?
        .word(&known, SessionControlType::parse)
}

/// Empty stands for every activity: what `monitorOnly` is about unless it says otherwise.
pub(super) fn read_activities(
    members: &Members<'_>,
    control: Option<SessionControlType>,
) -> Option<Vec<ActivityType>> {
    if control == Some(SessionControlType::MonitorOnly)
        && members.optional("activityTypes").is_none()
    {
        return Some(Vec::new());
    }
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
                name.trim() == name && name.len() <= LONGEST_NAME && name != "<name>"
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

pub(super) fn read_action(
    members: &Members<'_>,
    control: Option<SessionControlType>,
    activities: &[ActivityType],
) -> Option<Action> {
    let at = members.required("action", "what is done about a match, such as `block`")?;
    let action = at.word(&Action::ALL.map(Action::keyword), Action::parse)?;
    if control == Some(SessionControlType::MonitorOnly) && action != Action::Audit {
        at.unexpected("`audit`, as `monitorOnly` only records");
        return None;
    }
    if action == Action::Redact && members.optional("inspection").is_none() {
        at.unexpected("another action, or an `inspection`: it says what is masked");
        return None;
    }
    if action == Action::Protect && activities.iter().any(|one| *one != ActivityType::Download) {
        at.unexpected("another action, or the activity `download` alone: only files on their way out are protected");
        return None;
    }
    Some(action)
}
