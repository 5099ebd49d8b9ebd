//! Writing policies down as the flat bundle.

use super::{Condition, CustomExpression, FilterValue, InspectionRule, Moment, Policy};
use crate::assemble::{assemble, written};
use crate::bundle::activity_bit;
use crate::condition::Node;
use crate::inspection::{EVIDENCE_AT, EXCLUDES, kind};
use crate::policy_view::flag;
use crate::text::comparable;
use crate::wire::Writer;
use crate::{ActivityType, DefaultBehavior, Evidence, Filter, Mode, WhenCannotBeScanned};
use stepgate_inspect::{Confidence, Entities};

pub(super) fn bundle(
    policies: &[&Policy],
    default_behavior: DefaultBehavior,
    revision: u64,
) -> Vec<u8> {
    let written = |policy: &&Policy| written(|writer| write_policy(writer, policy));
    let policies = policies.iter().map(written);
    assemble(revision, default_behavior, (0..).zip(policies).collect())
}

fn write_policy(writer: &mut Writer, policy: &Policy) {
    let every = policy.activity_types.is_empty();
    let activities = policy.activity_types.iter();
    writer.u8(
        activities.fold(if every { u8::MAX } else { 0 }, |bits, activity| {
            bits | activity_bit(activity)
        }),
    );
    writer.u8(policy.action as u8);
    write_rare(writer, policy);
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
    writer.str(&policy.id);
    writer.str(&policy.name);
    writer.bytes(&written(|writer| write_messages(writer, policy)));
    writer.bytes(&written(|writer| write_record(writer, policy)));
}

/// What most policies have not, each announced by a flag.
fn write_rare(writer: &mut Writer, policy: &Policy) {
    let unscanned = policy.unscannable.behaviors();
    let set = |there: bool, flag: u8| if there { flag } else { 0 };
    writer.u8(set(policy.mode == Mode::Simulate, flag::SIMULATED)
        | set(policy.schedule.is_some(), flag::SCHEDULED)
        | set(unscanned != WhenCannotBeScanned::default(), flag::UNSCANNED)
        | set(policy.answer_lifetime > 0, flag::ANSWERED));
    if let Some(step_up) = policy.step_up {
        writer.u8(step_up.context.number());
        writer.u8(step_up.scope as u8);
        writer.varint(step_up.lifetime.into());
    }
    if let Some(schedule) = &policy.schedule {
        let unix = |moment: &Option<Moment>| moment.as_ref().map(|moment| moment.unix);
        writer.varint(unix(&schedule.valid_from).unwrap_or(0));
        writer.varint(unix(&schedule.valid_until).unwrap_or(u64::MAX));
    }
    if unscanned != WhenCannotBeScanned::default() {
        writer.varint(unscanned.bits().into());
    }
    if policy.answer_lifetime > 0 {
        writer.varint(policy.answer_lifetime.into());
    }
}

fn write_messages(writer: &mut Writer, policy: &Policy) {
    if !policy.message.is_empty() {
        for text in ["en", "", &policy.message, ""] {
            writer.str(text);
        }
    }
    for (language, message) in &policy.messages {
        for text in [language, &message.title, &message.body, &message.learn_more] {
            writer.str(text);
        }
    }
}

fn write_record(writer: &mut Writer, policy: &Policy) {
    if policy.severity.is_none() && policy.category.is_empty() && policy.alerts.is_none() {
        return;
    }
    writer.u8(policy.severity.map_or(0, |severity| severity as u8));
    writer.str(&policy.category);
    let Some(alerts) = &policy.alerts else {
        return writer.u8(0);
    };
    writer.u8(1 + u8::from(alerts.per_match));
    writer.varint(alerts.daily_limit.unwrap_or(0).into());
    writer.str(&alerts.recipients.join("\n"));
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
            writer.u8(Node::FILTER + *filter as u8);
            writer.u8(*operator as u8);
            writer.bytes(&written(|writer| {
                values
                    .iter()
                    .for_each(|value| write_value(writer, *filter, value));
            }));
        }
    }
}

fn write_value(writer: &mut Writer, filter: Filter, value: &FilterValue) {
    match value {
        FilterValue::Text(text) if filter == Filter::Selector => writer.str(text),
        FilterValue::Text(text) => writer.str(&comparable(text)),
        FilterValue::Pattern { pattern, table } => {
            writer.str(pattern);
            writer.bytes(table);
        }
        FilterValue::Size(size) => writer.varint(*size),
        FilterValue::Range(from, to) => {
            writer.varint(*from);
            writer.varint(*to);
        }
        FilterValue::Block(block) => {
            let (octets, length) = block.octets();
            writer.raw(&octets);
            writer.u8(length);
        }
        FilterValue::Hash(hash) => writer.raw(hash),
    }
}

fn write_inspection(writer: &mut Writer, rule: &InspectionRule) {
    let custom = rule.custom_expression.as_ref();
    let places = rule.search_in.iter();
    let places = places.fold(0, |places, place| places | *place as u8);
    let excludes = rule.exclude_expression.as_ref().map_or(0, |_| EXCLUDES);
    writer.u8(custom.map_or(kind::PRESET, kind_of));
    let evidence = rule.evidence.unwrap_or(Evidence::Masked) as u8;
    writer.u8(places | excludes | evidence << EVIDENCE_AT);
    writer.varint(rule.minimum_violations.into());
    match custom {
        Some(custom) => write_pattern(writer, custom),
        None => {
            let presets: Entities = rule.preset_expression.iter().copied().collect();
            writer.varint(presets.bits());
            let floor = rule.minimum_confidence.unwrap_or(Confidence::Medium);
            writer.u8(floor.number());
        }
    }
    if let Some(excluded) = &rule.exclude_expression {
        writer.u8(kind_of(excluded));
        write_pattern(writer, excluded);
    }
}

const fn kind_of(expression: &CustomExpression) -> u8 {
    match expression {
        CustomExpression::Substring(_) => kind::SUBSTRING,
        CustomExpression::Keywords(_) => kind::KEYWORDS,
        CustomExpression::Regex { anchored, luhn, .. } => match (anchored, luhn) {
            (None, _) => kind::REGEX,
            (Some(_), false) => kind::EXACT,
            (Some(_), true) => kind::LUHN,
        },
    }
}

fn write_pattern(writer: &mut Writer, expression: &CustomExpression) {
    match expression {
        CustomExpression::Substring(text) => writer.str(text),
        CustomExpression::Keywords(words) => writer.bytes(&written(|writer| {
            words.iter().for_each(|word| writer.str(word));
        })),
        CustomExpression::Regex {
            pattern,
            table,
            anchored,
            ..
        } => {
            writer.str(pattern);
            writer.bytes(table);
            if let Some(anchored) = anchored {
                writer.bytes(anchored);
            }
        }
    }
}
