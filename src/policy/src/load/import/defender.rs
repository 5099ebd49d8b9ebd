//! Reading session policies of Microsoft Defender for Cloud Apps.
//!
//! Names may be those of the portal (`Session control type`), of its interfaces (`sessionControlType`), or ours: they are
//! compared by their letters alone.

use super::defender_action::{Asked, action_of};
use super::defender_content::inspection_of;
use super::defender_filter::filters_of;
use super::defender_value::{activity_of, severity_of};
use super::input::Input;
use super::written::{Draft, Test, Written};
use super::{ids, plain};
use crate::load::SessionControlType;
use crate::{Action, ActivityType};
use serde_json::{Value, json};

/// Where a list of policies is, in an object that has one.
const LISTS: [&str; 5] = ["policies", "value", "data", "records", "sessionPolicies"];

pub(super) fn read<'d>(root: &Input<'d>) -> Option<Vec<Draft<'d>>> {
    let policies = match root.list(&LISTS) {
        Some(policies) => policies,
        None if root.is_object() => vec![root.clone()],
        None => {
            root.wrong("a session policy, an array of them, or an object with `policies`");
            return None;
        }
    };
    Some(policies.iter().filter_map(draft).collect())
}

/// A policy while it is read.
pub(super) struct Making<'d> {
    pub(super) from: Input<'d>,
    pub(super) control: Option<SessionControlType>,
    pub(super) activities: Vec<ActivityType>,
    pub(super) tests: Vec<Test>,
    pub(super) asked: Option<Asked>,
    pub(super) policy: Written,
    /// Whether every part that limits it is there.
    pub(super) whole: bool,
    /// Whether its files are looked into.
    pub(super) inspects: bool,
}

fn draft<'d>(from: &Input<'d>) -> Option<Draft<'d>> {
    if !from.is_object() {
        from.left_out("a policy is an object");
        return None;
    }
    let placeholder = Written::new(
        String::new(),
        "Policy without a name".into(),
        SessionControlType::BlockActivities,
        Vec::new(),
        Action::Audit,
    );
    let mut making = Making {
        from: from.clone(),
        control: None,
        activities: Vec::new(),
        tests: Vec::new(),
        asked: None,
        policy: placeholder,
        whole: true,
        inspects: false,
    };
    for (name, value) in from.members() {
        making.member(&plain(name), &value);
    }
    making.finish()
}

impl<'d> Making<'d> {
    fn member(&mut self, name: &str, value: &Input<'d>) {
        let text = || value.text().unwrap_or_default().trim().to_owned();
        match name {
            "id" | "policyid" => self.policy.id = ids::from_name(&text()),
            "name" | "policyname" | "displayname" => self.policy.name = text(),
            "description" => self.policy.description = text(),
            "category" => self.policy.category = text(),
            "severity" | "policyseverity" => self.severity(value),
            "enabled" | "isenabled" => self.policy.enabled = value.boolean().filter(|on| !on),
            "sessioncontroltype" => self.control(value),
            "activitytype" | "activitytypes" => self.activity_types(value),
            "filters"
            | "activityfilters"
            | "activitysource"
            | "filefilters"
            | "files"
            | "activitiesmatchingallofthefollowing"
            | "filesmatchingallofthefollowing" => {
                filters_of(self, value);
            }
            "inspectionmethod" | "contentinspection" | "inspection" => inspection_of(self, value),
            "alwaysapplyifcannotbescanned"
            | "alwaysapplytheselectedactionevenifthedatacannotbescanned" => {
                self.policy.always_apply_if_cannot_be_scanned = value.boolean().filter(|on| *on);
            }
            "action" | "actions" => self.asked = action_of(value),
            "blockmessage" | "customizeblockmessage" | "message" => self.policy.message = text(),
            "alerts" | "alert" => self.alerts(value),
            "policytype" | "type" if plain(&text()).contains("session") => {}
            _ if value.is_null() => {}
            name => self.unknown(name, value),
        }
    }

    /// What is no part of the language. Nothing of it limits a policy.
    fn unknown(&self, name: &str, value: &Input<'d>) {
        value.left_out(match name {
            "template" | "policytemplate" => "a policy does not remember its template",
            "notifyuserbyemail" | "notifyuser" => {
                "people are told in the page, not by mail; write it in `message`"
            }
            "policytype" | "type" => "only session policies can be imported",
            "created" | "lastmodified" | "lastuserupdate" | "createdby" | "modifiedby"
            | "version" => "who changed a policy and when is kept by whoever keeps the file",
            _ => "no field of a session policy that is known", // text
        });
    }

    fn severity(&mut self, value: &Input<'_>) {
        self.policy.severity = value.word().and_then(severity_of);
        if self.policy.severity.is_none() {
            value.left_out("the severity is none of low, medium and high");
        }
    }

    fn control(&mut self, value: &Input<'_>) {
        self.control = match plain(value.text().unwrap_or_default()).as_str() {
            "monitoronly" => Some(SessionControlType::MonitorOnly),
            "blockactivities" | "mcasconfigured" => Some(SessionControlType::BlockActivities),
            "controlfiledownload" | "controlfiledownloadwithinspection" | "blockdownloads" => {
                Some(SessionControlType::ControlFileDownload)
            }
            "controlfileupload" | "controlfileuploadwithinspection" => {
                Some(SessionControlType::ControlFileUpload)
            }
            _ => None, // text
        };
        if self.control.is_none() {
            value.left_out("the session control type is not known");
        }
    }

    pub(super) fn activity_types(&mut self, value: &Input<'_>) {
        for item in value.one_or_more() {
            match item.text().and_then(activity_of) {
                Some(activities) => self.activities.extend(activities),
                None => {
                    self.whole = false;
                    item.left_out(
                        "no such activity is known here; if the app announces it, write `custom:<name>`",
                    );
                }
            }
        }
    }

    fn alerts(&mut self, value: &Input<'_>) {
        let mut alerts = serde_json::Map::new();
        for (name, value) in value.members() {
            let number = || value.word().and_then(|word| word.parse::<u32>().ok());
            match plain(name).as_str() {
                "createalertpermatch" | "createanalertforeachmatchingevent" => {
                    alerts.insert("perMatch".into(), json!(value.boolean().unwrap_or(true)));
                }
                "dailyalertlimit" | "dailyalertlimitperpolicy" => {
                    if let Some(limit) = number() {
                        alerts.insert("dailyLimit".into(), json!(limit));
                    }
                }
                "sendemail" | "sendalertasemail" | "recipients" => {
                    let items = value.one_or_more();
                    let all: Vec<&str> = items.iter().filter_map(Input::text).collect();
                    alerts.insert("recipients".into(), json!(all));
                }
                _ if value.is_null() || value.boolean() == Some(false) => {}
                _ => value.left_out("alerts go to the console and by mail"), // text
            }
        }
        if !alerts.is_empty() {
            self.policy.alerts = Some(Value::Object(alerts));
        }
    }

    fn finish(mut self) -> Option<Draft<'d>> {
        let Some(control) = self.control else {
            self.from
                .left_out("without a `sessionControlType` nobody can say what the policy is for");
            return None;
        };
        self.policy.session_control_type = control;
        self.act(control)?;
        self.limit_activities(control);
        self.policy.conditions = Test::all(std::mem::take(&mut self.tests));
        if self.policy.inspection.is_none()
            && self
                .policy
                .always_apply_if_cannot_be_scanned
                .take()
                .is_some()
            && !self.inspects
        {
            self.from.changed(
                "without an inspection nothing has to be scanned, so what happens where it cannot be is left out",
            );
        }
        if self.policy.id.is_empty() {
            self.policy.id = ids::from_name(&self.policy.name);
        }
        Some(Draft {
            written: self.policy,
            from: self.from,
            whole: self.whole,
        })
    }

    fn act(&mut self, control: SessionControlType) -> Option<()> {
        if control == SessionControlType::MonitorOnly {
            self.policy.action = Action::Audit;
            if self.activities.is_empty() {
                self.from
                    .changed("`monitorOnly` records every activity here, not only the sign-in");
            }
            return Some(());
        }
        let Some(asked) = self.asked.take() else {
            self.from
                .left_out("without an action that is known nobody can say what is done");
            return None;
        };
        self.policy.action = asked.action;
        self.policy.step_up = asked.step_up;
        if !asked.message.is_empty() {
            self.policy.message = asked.message;
        }
        Some(())
    }

    fn limit_activities(&mut self, control: SessionControlType) {
        let only = match control {
            SessionControlType::ControlFileDownload => Some(ActivityType::Download),
            SessionControlType::ControlFileUpload => Some(ActivityType::Upload),
            SessionControlType::BlockActivities if self.activities.is_empty() => {
                self.activities = ActivityType::BUILT_IN.to_vec();
                self.from
                    .changed("no activity type is named, so it is about every one there is");
                None
            }
            SessionControlType::BlockActivities | SessionControlType::MonitorOnly => None,
        };
        if let Some(only) = only {
            self.activities = vec![only];
        }
        let mut seen = Vec::new();
        for activity in std::mem::take(&mut self.activities) {
            if !seen.contains(&activity) {
                seen.push(activity);
            }
        }
        self.policy.activity_types = seen;
    }
}
