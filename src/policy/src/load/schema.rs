//! Which shape has a policy file, for editors?
//!
//! JSON Schema 2020-12, made of the tables the loader reads by. What is no matter of shape (an id that is there twice, a
//! regular expression that does not compile) only the loader knows.

use super::condition::ALL_FIELDS;
use super::control::LONGEST_NAME;
use super::policy::{FIELDS, LONGEST_CATEGORY};
use super::{
    SessionControlType, alerts, messages, schedule, schema_condition, schema_inspection, step_up,
};
use crate::{Action, ActivityType, CannotScan, GrantScope, Mode, Severity, Unscanned};
use serde_json::{Map, Value, json};

/// Where the schema's own language is defined.
const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// The JSON Schema of policy files.
#[must_use]
pub fn policy_schema() -> Value {
    json!({
        "$schema": DIALECT,
        "title": "Stepgate policy file",
        "type": "object",
        "additionalProperties": false,
        "required": ["policies"],
        "properties": {
            "policies": { "type": "array", "items": { "$ref": "#/$defs/policy" } },
        },
        "$defs": {
            "policy": policy(),
            "condition": schema_condition::condition(&ALL_FIELDS),
        },
    })
}

/// An object that has these fields and no others.
pub(super) fn object(fields: &[&str], property: fn(&str) -> Value) -> Value {
    let properties: Map<String, Value> = fields
        .iter()
        .map(|name| ((*name).to_owned(), property(name)))
        .collect();
    json!({ "type": "object", "additionalProperties": false, "properties": properties })
}

/// `object` with more to say.
pub(super) fn with(mut object: Value, more: Value) -> Value {
    if let (Some(object), Value::Object(more)) = (object.as_object_mut(), more) {
        object.extend(more);
    }
    object
}

fn policy() -> Value {
    with(
        object(&FIELDS, field),
        json!({
            "required": ["id", "name", "sessionControlType", "action"],
            "allOf": [
                when(json!({ "not": one_of("sessionControlType", &[SessionControlType::MonitorOnly.keyword()]) }),
                    json!({ "required": ["activityTypes"] })),
                only("sessionControlType", SessionControlType::MonitorOnly.keyword(),
                    json!({ "properties": { "action": { "const": Action::Audit } } })),
                only("sessionControlType", SessionControlType::ControlFileDownload.keyword(), activity(&ActivityType::Download)),
                only("sessionControlType", SessionControlType::ControlFileUpload.keyword(), activity(&ActivityType::Upload)),
                only("action", Action::Protect.keyword(), activity(&ActivityType::Download)),
                only("action", Action::Redact.keyword(), json!({ "required": ["inspection"], "properties": { "inspection": {
                        "properties": { "searchIn": { "contains": { "const": "content" } } } } } })),
                only("action", Action::RequireStepUp.keyword(), json!({ "required": ["stepUp"] })),
                when(json!({ "required": ["stepUp"] }), one_of("action", &[Action::RequireStepUp.keyword()])),
                when(json!({ "required": ["answerLifetime"] }), one_of("action", &answered())),
                when(json!({ "required": ["inspection"] }),
                    json!({ "properties": { "activityTypes": { "not": { "contains": { "const": ActivityType::Print } } } } })),
                { "not": { "properties": { "alwaysApplyIfCannotBeScanned": { "const": true } },
                    "required": ["alwaysApplyIfCannotBeScanned", "whenCannotBeScanned"] } },
                { "not": { "properties": { "message": { "minLength": 1 }, "messages": { "required": ["en"] } },
                    "required": ["message", "messages"] } },
            ],
            "dependentRequired": {
                "alwaysApplyIfCannotBeScanned": ["inspection"],
                "whenCannotBeScanned": ["inspection"],
            },
        }),
    )
}

fn answered() -> Vec<&'static str> {
    let answered = Action::ALL.into_iter();
    let answered = answered.filter(|action| action.is_answered_by_a_person());
    answered.map(Action::keyword).collect()
}

fn when(this: Value, then: Value) -> Value {
    json!({ "if": this, "then": then })
}

fn one_of(field: &str, words: &[&str]) -> Value {
    json!({ "properties": { field: { "enum": words } }, "required": [field] })
}

fn only(field: &str, word: &str, then: Value) -> Value {
    when(one_of(field, &[word]), then)
}

fn activity(activity: &ActivityType) -> Value {
    json!({ "properties": { "activityTypes": { "items": { "const": activity } } } })
}

fn field(name: &str) -> Value {
    match name {
        "id" => said(
            "Unique in the set; activities carry it",
            json!({
                "type": "string", "pattern": "^[A-Za-z0-9._-]+$", "maxLength": LONGEST_NAME,
            }),
        ),
        "name" => said("What people call the policy", filled()),
        "description" => said(
            "What it is for, for administrators",
            json!({ "type": "string" }),
        ),
        "severity" => said(
            "How grave a match is",
            words(&Severity::ALL.map(Severity::keyword)),
        ),
        "category" => said(
            "What kind of policy it is, such as `Data loss prevention`",
            with(filled(), json!({ "maxLength": LONGEST_CATEGORY })),
        ),
        "enabled" => said(
            "Whether it takes part in decisions",
            json!({ "type": "boolean", "default": true }),
        ),
        "mode" => said(
            "Whether it acts, or only records what it would do",
            words(&Mode::ALL.map(Mode::keyword)),
        ),
        "schedule" => said(
            "When it holds",
            with(
                object(&schedule::FIELDS, moment),
                json!({ "minProperties": 1 }),
            ),
        ),
        "sessionControlType" => said(
            "What the policy is for; limits the activities and the action",
            words(&SessionControlType::ALL.map(SessionControlType::keyword)),
        ),
        "activityTypes" => said(
            "The activities it is about",
            json!({
                "type": "array", "minItems": 1, "uniqueItems": true, "items": activity_type(),
            }),
        ),
        "conditions" => said(
            "Which attempts it is about; every one where it is left out",
            json!({ "$ref": "#/$defs/condition" }),
        ),
        "inspection" => said(
            "What the content must hold",
            schema_inspection::inspection(),
        ),
        "alwaysApplyIfCannotBeScanned" => said(
            "Whether content that cannot be read counts as a match",
            json!({ "type": "boolean", "default": false }),
        ),
        "whenCannotBeScanned" => said(
            "What is done where content cannot be read, by reason",
            object(&CannotScan::ALL.map(CannotScan::keyword), |_| {
                words(&Unscanned::ALL.map(Unscanned::keyword))
            }),
        ),
        "action" => said(
            "What is done about a match",
            words(&Action::ALL.map(Action::keyword)),
        ),
        "stepUp" => said(
            "What has to be proved, where the action is `requireStepUp`",
            with(
                object(&step_up::FIELDS, proof),
                json!({ "required": step_up::FIELDS }),
            ),
        ),
        "answerLifetime" => said("How long a person's answer holds, in seconds", seconds()),
        "message" => said(
            "What the person is told, in English; plain text",
            json!({ "type": "string" }),
        ),
        "messages" => said(
            "What the person is told, by language",
            json!({
                "type": "object", "minProperties": 1,
                "propertyNames": { "pattern": "^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$" },
                "additionalProperties": with(object(&messages::FIELDS, message), json!({ "minProperties": 1 })),
            }),
        ),
        "alerts" => said("Who is told of matches", object(&alerts::FIELDS, alert)),
        _ => Value::Bool(true), // text; a test asks for every field of the tables
    }
}

pub(super) fn said(description: &str, schema: Value) -> Value {
    with(schema, json!({ "description": description }))
}

pub(super) fn words(words: &[&str]) -> Value {
    json!({ "enum": words })
}

pub(super) fn filled() -> Value {
    json!({ "type": "string", "pattern": "\\S" })
}

fn seconds() -> Value {
    json!({ "type": "integer", "minimum": 1, "maximum": step_up::LONGEST_LIFETIME })
}

fn activity_type() -> Value {
    let built_in: Vec<&str> = ActivityType::BUILT_IN
        .iter()
        .map(ActivityType::keyword)
        .collect();
    json!({ "anyOf": [{ "enum": built_in }, { "type": "string", "pattern": "^custom:\\S", "not": { "const": "custom:<name>" } }] })
}

fn moment(_: &str) -> Value {
    json!({ "type": "string", "format": "date-time", "pattern": "^(19[7-9]|[2-9]\\d\\d)\\d-\\d{2}-\\d{2}[Tt]\\d{2}:\\d{2}:\\d{2}" })
}

fn proof(name: &str) -> Value {
    match name {
        "authenticationContext" => said(
            "`c1` to `c99`, as the identity provider has them",
            json!({ "type": "string", "pattern": "^[cC][1-9][0-9]?$" }),
        ),
        "scope" => said(
            "How far the proof reaches",
            words(&GrantScope::ALL.map(GrantScope::keyword)),
        ),
        "lifetime" => said("How long the proof lasts, in seconds", seconds()),
        _ => Value::Bool(true), // text
    }
}

fn message(name: &str) -> Value {
    match name {
        "title" => said(
            "The heading",
            with(filled(), json!({ "maxLength": messages::LONGEST_TITLE })),
        ),
        "body" => said(
            "What happened and what to do; plain text",
            with(filled(), json!({ "maxLength": messages::LONGEST_BODY })),
        ),
        "learnMore" => said(
            "Address of a page that says more",
            json!({
                "type": "string", "pattern": "^https?://\\S+$", "maxLength": messages::LONGEST_ADDRESS,
            }),
        ),
        _ => Value::Bool(true), // text
    }
}

fn alert(name: &str) -> Value {
    match name {
        "perMatch" => said(
            "Whether each match raises one",
            json!({ "type": "boolean", "default": true }),
        ),
        "dailyLimit" => said(
            "The most there are in a day",
            json!({ "type": "integer", "minimum": 1, "maximum": alerts::MOST_ALERTS }),
        ),
        "recipients" => said(
            "Mail addresses",
            json!({
                "type": "array", "minItems": 1, "items": { "type": "string", "pattern": "^[^@\\s]+@[^@\\s]+$" },
            }),
        ),
        _ => Value::Bool(true), // text
    }
}

#[cfg(test)]
mod tests {
    use super::{FIELDS, alert, alerts, field, message, messages, proof, step_up};
    use serde_json::Value;

    #[test]
    fn every_field_the_loader_reads_has_a_shape() {
        let known = |names: &[&str], shape: fn(&str) -> Value| {
            for name in names {
                assert_ne!(shape(name), Value::Bool(true), "`{name}` has no shape");
            }
        };
        known(&FIELDS, field);
        known(&step_up::FIELDS, proof);
        known(&messages::FIELDS, message);
        known(&alerts::FIELDS, alert);
    }
}
