//! Writing policies down as the flat bundle.

use super::{Condition, CustomExpression, InspectionRule, Policy, PresetExpression};
use crate::bundle::{Expression, MAGIC, VERSION, activity_bit, checksum};
use crate::condition::Node;
use crate::wire::Writer;
use crate::{ActivityType, DefaultBehavior};

pub(super) fn bundle(
    policies: &[&Policy],
    default_behavior: DefaultBehavior,
    revision: u64,
) -> Vec<u8> {
    let mut body = Writer::new();
    body.raw(&revision.to_be_bytes());
    body.u8(default_behavior as u8);
    body.varint(policies.len() as u64);
    for policy in policies {
        body.bytes(&written(|writer| write_policy(writer, policy)));
    }
    let body = body.into_bytes();
    written(|writer| {
        writer.raw(&MAGIC);
        writer.u8(VERSION);
        writer.raw(&checksum(&body).to_le_bytes());
        writer.raw(&body);
    })
}

fn written(write: impl FnOnce(&mut Writer)) -> Vec<u8> {
    let mut writer = Writer::new();
    write(&mut writer);
    writer.into_bytes()
}

fn write_policy(writer: &mut Writer, policy: &Policy) {
    writer.u8(policy
        .activity_types
        .iter()
        .fold(0, |bits, activity| bits | activity_bit(activity)));
    writer.u8(policy.action as u8);
    match policy.step_up {
        None => writer.u8(0),
        Some(step_up) => {
            writer.u8(step_up.context.number());
            writer.u8(step_up.scope as u8);
            writer.varint(step_up.lifetime.into());
        }
    }
    writer.bytes(&written(|writer| {
        policy
            .conditions
            .iter()
            .for_each(|condition| write_condition(writer, condition));
    }));
    writer.bytes(&written(|writer| {
        policy
            .inspection
            .iter()
            .for_each(|inspection| write_inspection(writer, inspection));
    }));
    writer.bytes(&written(|writer| {
        policy
            .activity_types
            .iter()
            .for_each(|activity| write_custom(writer, activity));
    }));
    for text in [&policy.id, &policy.name, &policy.message] {
        writer.str(text);
    }
}

fn write_custom(writer: &mut Writer, activity: &ActivityType) {
    match activity {
        ActivityType::Custom(name) => writer.str(name),
        ActivityType::Copy
        | ActivityType::Cut
        | ActivityType::Paste
        | ActivityType::Print
        | ActivityType::Download
        | ActivityType::Upload
        | ActivityType::SendItem => {}
    }
}

fn write_condition(writer: &mut Writer, condition: &Condition) {
    let mut combination = |kind, parts: &[Condition]| {
        writer.u8(kind);
        writer.varint(parts.len() as u64);
        parts.iter().for_each(|part| write_condition(writer, part));
    };
    match condition {
        Condition::All(parts) => combination(Node::ALL, parts),
        Condition::Any(parts) => combination(Node::ANY, parts),
        Condition::Not(part) => {
            writer.u8(Node::NOT);
            write_condition(writer, part);
        }
        Condition::Filter {
            filter,
            operator,
            values,
        } => {
            writer.u8(Node::FILTER);
            writer.u8(*filter as u8);
            writer.u8(*operator as u8);
            writer.bytes(&written(|writer| {
                values.iter().for_each(|value| writer.str(value))
            }));
        }
    }
}

fn write_inspection(writer: &mut Writer, rule: &InspectionRule) {
    let mut head = |kind| {
        writer.u8(kind);
        writer.varint(rule.minimum_violations.into());
    };
    if let Some(PresetExpression::PaymentCard) = rule.preset_expression {
        head(Expression::PAYMENT_CARD);
    }
    match &rule.custom_expression {
        None => {}
        Some(CustomExpression::Substring(text)) => {
            head(Expression::SUBSTRING);
            writer.str(text);
        }
        Some(CustomExpression::Regex { pattern, table }) => {
            head(Expression::REGEX);
            writer.str(pattern);
            writer.bytes(table);
        }
    }
}
