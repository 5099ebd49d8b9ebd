//! Writing policies down.

use super::input::Input;
use crate::load::SessionControlType;
use crate::{Action, ActivityType, Filter, Operator, StepUp};
use serde::Serialize;
use serde::ser::{SerializeMap as _, Serializer};
use serde_json::Value;

/// A policy that was made, and what of.
pub(super) struct Draft<'d> {
    pub(super) written: Written,
    pub(super) from: Input<'d>,
    /// Whether every part that limits it is there.
    pub(super) whole: bool,
}

/// A policy, in the order of its fields.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Written {
    pub(super) id: String,
    pub(super) name: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) description: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) severity: Option<&'static str>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) category: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) enabled: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) mode: Option<&'static str>,
    pub(super) session_control_type: SessionControlType,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) activity_types: Vec<ActivityType>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) conditions: Option<Test>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) inspection: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) always_apply_if_cannot_be_scanned: Option<bool>,
    pub(super) action: Action,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) step_up: Option<StepUp>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) alerts: Option<Value>,
}

/// A condition.
#[derive(Clone, PartialEq)]
pub(super) enum Test {
    All(Vec<Self>),
    Any(Vec<Self>),
    Not(Box<Self>),
    Filter(Filter, Operator, Vec<Value>),
}

impl Written {
    /// A policy about every attempt of these activities, with nothing else to it.
    pub(super) fn new(
        id: String,
        name: String,
        session_control_type: SessionControlType,
        activity_types: Vec<ActivityType>,
        action: Action,
    ) -> Self {
        Self {
            id,
            name,
            description: String::new(),
            severity: None,
            category: String::new(),
            enabled: None,
            mode: None,
            session_control_type,
            activity_types,
            conditions: None,
            inspection: None,
            always_apply_if_cannot_be_scanned: None,
            action,
            step_up: None,
            message: String::new(),
            alerts: None,
        }
    }
}

impl Test {
    /// Every part holds; `None` of no parts, which always holds.
    pub(super) fn all(mut parts: Vec<Self>) -> Option<Self> {
        match parts.len() {
            0 | 1 => parts.pop(),
            2.. => Some(Self::All(parts)),
        }
    }

    /// Some part holds.
    pub(super) fn any(mut parts: Vec<Self>) -> Option<Self> {
        match parts.len() {
            0 | 1 => parts.pop(),
            2.. => Some(Self::Any(parts)),
        }
    }

    /// It does not hold.
    pub(super) fn negated(self) -> Self {
        match self {
            Self::Not(part) => *part,
            part @ (Self::All(_) | Self::Any(_) | Self::Filter(..)) => Self::Not(Box::new(part)),
        }
    }
}

impl Serialize for Test {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        match self {
            Self::All(parts) => map.serialize_entry("all", parts)?,
            Self::Any(parts) => map.serialize_entry("any", parts)?,
            Self::Not(part) => map.serialize_entry("not", part)?,
            Self::Filter(filter, operator, values) => {
                map.serialize_entry("filter", filter)?;
                map.serialize_entry("operator", operator)?;
                if operator.takes_values() {
                    map.serialize_entry("values", values)?;
                }
            }
        }
        map.end()
    }
}
