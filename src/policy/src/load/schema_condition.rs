//! Which shape has a condition, for editors?

use super::schema::{object, with, words};
use crate::{Filter, Operator, ValueKind};
use serde_json::{Value, json};
use stepgate_inspect::Substring;

/// A condition, with the operators and the values that each filter takes.
pub(super) fn condition(fields: &[&str]) -> Value {
    let each: Vec<Value> = Filter::ALL.into_iter().map(by_filter).collect();
    let without: Vec<&str> = operators(|operator| !operator.takes_values());
    with(
        object(fields, field),
        json!({
            "oneOf": [
                { "required": ["all"] }, { "required": ["any"] }, { "required": ["not"] },
                { "required": ["filter", "operator"] },
            ],
            "dependentRequired": { "filter": ["operator"], "operator": ["filter"], "values": ["filter"] },
            "if": { "properties": { "operator": { "enum": without } }, "required": ["operator"] },
            "then": { "not": { "required": ["values"] } },
            "else": { "dependentRequired": { "operator": ["values"] } },
            "allOf": each,
        }),
    )
}

fn field(name: &str) -> Value {
    let here = || json!({ "$ref": "#/$defs/condition" });
    match name {
        "filter" => words(&Filter::ALL.map(Filter::keyword)),
        "operator" => words(&Operator::ALL.map(Operator::keyword)),
        "values" => json!({ "type": "array", "minItems": 1 }),
        "all" | "any" => json!({ "type": "array", "minItems": 1, "items": here() }),
        "not" => here(),
        _ => Value::Bool(true), // text
    }
}

fn operators(wanted: impl Fn(Operator) -> bool) -> Vec<&'static str> {
    let wanted = Operator::ALL
        .into_iter()
        .filter(|operator| wanted(*operator));
    wanted.map(Operator::keyword).collect()
}

/// What an operator and its values may be where this is the filter.
fn by_filter(filter: Filter) -> Value {
    json!({
        "if": { "properties": { "filter": { "const": filter } }, "required": ["filter"] },
        "then": {
            "properties": { "operator": { "enum": operators(|operator| operator.fits(filter)) } },
            "allOf": values(filter),
        },
    })
}

fn values(filter: Filter) -> Vec<Value> {
    let kind = filter.kind();
    let (special, other) = match kind {
        ValueKind::Text | ValueKind::Label => (
            Some((
                Operator::Matches,
                json!({ "type": "string", "minLength": 1 }),
            )),
            text(filter),
        ),
        ValueKind::Size => (
            Some((
                Operator::InRange,
                json!({ "type": "array", "minItems": 2, "maxItems": 2, "items": size() }),
            )),
            size(),
        ),
        ValueKind::Word(known) => (None, words(known)),
        ValueKind::Country => (
            None,
            json!({ "type": "string", "pattern": "^[A-Za-z]{2}$" }),
        ),
        ValueKind::Selector => (
            None,
            json!({ "type": "string", "pattern": "^[^\\s{}]([^{}]*[^\\s{}])?$", "maxLength": Substring::LONGEST }),
        ),
        ValueKind::Address => (
            None,
            json!({ "type": "string", "pattern": "^[0-9A-Fa-f:.]+(/[0-9]{1,3})?$" }),
        ),
        ValueKind::Hash => (
            None,
            json!({ "type": "string", "pattern": "^[0-9A-Fa-f]{64}$" }),
        ),
    };
    let one: Vec<&str> = vec![
        Operator::GreaterThan.keyword(),
        Operator::LessThan.keyword(),
    ];
    let mut rules = Vec::new();
    if kind == ValueKind::Size {
        rules.push(json!({
            "if": { "properties": { "operator": { "enum": one } }, "required": ["operator"] },
            "then": { "properties": { "values": { "maxItems": 1 } } },
        }));
    }
    let items = |items: Value| json!({ "properties": { "values": { "items": items } } });
    match special {
        None => rules.push(items(other)),
        Some((operator, special)) => rules.push(json!({
            "if": { "properties": { "operator": { "const": operator } }, "required": ["operator"] },
            "then": items(special),
            "else": items(other),
        })),
    }
    rules
}

fn text(filter: Filter) -> Value {
    let pattern = if filter == Filter::Extension {
        "^[^\\s.:]([^.:]*[^\\s.:])?$"
    } else {
        "^\\S([\\s\\S]*\\S)?$"
    };
    json!({ "type": "string", "pattern": pattern })
}

/// Bytes, or text such as `10 MB`.
fn size() -> Value {
    json!({ "anyOf": [
        { "type": "integer", "minimum": 0 },
        { "type": "string", "pattern": "^[0-9]+ (B|KB|MB|GB)$" },
    ] })
}
