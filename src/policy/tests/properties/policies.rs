//! Any policies.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::{Value, json};
use stepgate_policy::{Action, DefaultBehavior, Filter, Operator, PolicySet, ValueKind};

pub const ACTIVITIES: [&str; 8] = [
    "copy",
    "cut",
    "paste",
    "print",
    "download",
    "upload",
    "sendItem",
    "custom:share",
];

/// Values of every filter, few enough that attempts have them often.
fn values(filter: Filter, operator: Operator) -> Vec<Value> {
    match filter.kind() {
        ValueKind::Text | ValueKind::Label if operator == Operator::Matches => {
            vec![json!("^a"), json!("files|staff"), json!(r"\.exe$")]
        }
        ValueKind::Text => [
            "files",
            "notes",
            "alex",
            "staff",
            "a",
            "exe",
            "confidential",
            "ü",
        ]
        .map(Value::from)
        .to_vec(),
        ValueKind::Label => [
            "confidential",
            "2f2a9d6e-9c3b-4d1c-8a6c-0f1d7f0b9a11",
            "2F2A9D6E-9c3b-4d1c-8a6c-0f1d7f0b9a11@2f2a9d6e-9c3b-4d1c-8a6c-0f1d7f0b9a11",
        ]
        .map(Value::from)
        .to_vec(),
        ValueKind::Word(words) => words.iter().copied().map(Value::from).collect(),
        ValueKind::Country => vec![json!("DE"), json!("at")],
        ValueKind::Selector => vec![json!("#a"), json!(".b c")],
        ValueKind::Size if operator == Operator::InRange => {
            vec![json!([0, 10]), json!([11, "1 KB"])]
        }
        ValueKind::Size => vec![json!(0), json!(10), json!("1 KB")],
        ValueKind::Address => ["10.0.0.0/8", "2001:db8::/33", "::/0", "192.0.2.7"]
            .map(Value::from)
            .to_vec(),
        ValueKind::Hash => vec![json!("00".repeat(32)), json!("0f".repeat(32))],
    }
}

fn filter() -> impl Strategy<Value = Value> {
    let pairs: Vec<(Filter, Operator)> = Filter::ALL
        .into_iter()
        .flat_map(|filter| Operator::ALL.map(|operator| (filter, operator)))
        .filter(|(filter, operator)| operator.fits(*filter))
        .collect();
    // What the index is made of is there often.
    let app = Just((Filter::App, Operator::Equals));
    prop_oneof![1 => app, 3 => select(pairs)].prop_flat_map(|(filter, operator)| {
        let one = matches!(operator, Operator::GreaterThan | Operator::LessThan);
        let most = if one { 2 } else { 3 };
        vec(select(values(filter, operator)), 1..most).prop_map(move |values| {
            let mut condition = json!({"filter": filter, "operator": operator});
            if operator.takes_values() {
                condition["values"] = json!(values);
            }
            condition
        })
    })
}

fn condition() -> impl Strategy<Value = Value> {
    filter().prop_recursive(4, 16, 3, |inner| {
        prop_oneof![
            vec(inner.clone(), 1..4).prop_map(|parts| json!({"all": parts})),
            vec(inner.clone(), 1..4).prop_map(|parts| json!({"any": parts})),
            inner.prop_map(|part| json!({"not": part})),
        ]
    })
}

pub fn inspection() -> impl Strategy<Value = Value> {
    let expression = prop_oneof![
        Just(json!({"presetExpression": "paymentCard"})),
        Just(json!({"customExpression": {"substring": "secret"}})),
        Just(json!({"customExpression": {"regex": r"\b[a-z]\d+"}})),
        Just(json!({"customExpression": {"regex": r"\b[0-9 ]+", "luhn": true}})),
        Just(json!({"customExpression": {"keywords": ["secret", "car*"]}})),
        Just(json!({"presetExpression": ["email", "paymentCard"], "minimumConfidence": "high"})),
    ];
    let excluded = option::weighted(
        0.2,
        select(vec![
            json!({"substring": "4111"}),
            json!({"regex": "x1"}),
            json!({"keywords": ["secret"]}),
        ]),
    );
    let places = option::weighted(0.3, Just(json!(["content", "fileName"])));
    (expression, excluded, places, 1..3).prop_map(|(mut expression, excluded, places, minimum)| {
        expression["minimumViolations"] = json!(minimum);
        if let Some(excluded) = excluded {
            expression["excludeExpression"] = excluded;
        }
        if let Some(places) = places {
            expression["searchIn"] = places;
        }
        expression
    })
}

/// Fields that most policies have not.
fn rare() -> impl Strategy<Value = Value> {
    let unscanned = prop_oneof![
        Just(json!({})),
        Just(json!({"alwaysApplyIfCannotBeScanned": true})),
        Just(
            json!({"whenCannotBeScanned": {"tooLarge": "ignore", "partial": "apply", "corrupt": "audit"}})
        ),
    ];
    let metadata = prop_oneof![
        4 => Just(json!({})),
        1 => Just(json!({"mode": "simulate"})),
        1 => Just(json!({"schedule": {"validFrom": "1970-01-01T00:00:05Z"}})),
        1 => Just(json!({"schedule": {"validUntil": "1970-01-01T00:00:10Z"}})),
        1 => Just(json!({"severity": "high", "category": "Any", "alerts": {"dailyLimit": 3, "recipients": ["a@b"]},
            "messages": {"de": {"title": "Nein", "body": "{file}", "learnMore": "https://a"}}, "message": "no"})),
    ];
    (unscanned, metadata).prop_map(|(unscanned, mut rare)| {
        rare["unscanned"] = unscanned;
        rare
    })
}

/// A policy without its id.
pub fn policy() -> impl Strategy<Value = Value> {
    let parts = (
        subsequence(ACTIVITIES.to_vec(), 1..4),
        select(Action::ALL.to_vec()),
        option::of(condition()),
        option::weighted(0.3, inspection()),
        (1..4_u8, select(vec!["once", "action", "session"])),
        rare(),
    );
    parts.prop_map(
        |(activities, action, condition, inspection, (context, scope), rare)| {
            let (action, activities) = fitting(action, activities, inspection.is_some());
            let mut policy = json!({
                "name": "any", "sessionControlType": "blockActivities", "activityTypes": activities, "action": action,
            });
            if let Some(condition) = condition {
                policy["conditions"] = condition;
            }
            let inspection = inspection.filter(|_| !activities.contains(&"print"));
            let inspects = inspection.is_some();
            if let Some(inspection) = inspection {
                policy["inspection"] = inspection;
            }
            if action == Action::RequireStepUp {
                let context = format!("c{context}");
                policy["stepUp"] = json!({"authenticationContext": context, "scope": scope, "lifetime": 60});
            }
            for (name, value) in fields(&rare, inspects) {
                policy[name] = value;
            }
            policy
        },
    )
}

fn fields(rare: &Value, inspects: bool) -> impl Iterator<Item = (String, Value)> {
    let unscanned = rare["unscanned"].as_object().filter(|_| inspects);
    let metadata = rare.as_object().into_iter().flatten();
    let metadata = metadata.filter(|(name, _)| *name != "unscanned");
    let both = metadata.chain(unscanned.into_iter().flatten());
    both.map(|(name, value)| (name.clone(), value.clone()))
        .collect::<Vec<_>>()
        .into_iter()
}

/// Not every action goes with everything.
fn fitting(
    action: Action,
    activities: Vec<&'static str>,
    inspects: bool,
) -> (Action, Vec<&'static str>) {
    match action {
        Action::Protect => (action, vec!["download"]),
        Action::Redact if !inspects || activities.contains(&"print") => (Action::Warn, activities),
        Action::Allow
        | Action::Audit
        | Action::Redact
        | Action::Warn
        | Action::WarnWithJustification
        | Action::RequestApproval
        | Action::RequireStepUp
        | Action::Block => (action, activities),
    }
}

/// The policies with ids by their places.
pub fn named(policies: &[Value]) -> Vec<Value> {
    let mut policies = policies.to_vec();
    for (index, policy) in policies.iter_mut().enumerate() {
        policy["id"] = json!(format!("p{index}"));
    }
    policies
}

pub fn compiled(policies: &[Value], default_behavior: DefaultBehavior) -> Vec<u8> {
    let file = json!({"policies": policies}).to_string();
    PolicySet::from_str("any", &file)
        .unwrap_or_else(|errors| panic!("{errors}\n{file}"))
        .compile(default_behavior)
}

pub fn bundle(policies: &[Value], default_behavior: DefaultBehavior) -> Vec<u8> {
    compiled(&named(policies), default_behavior)
}

pub fn default_behavior() -> impl Strategy<Value = DefaultBehavior> {
    select(DefaultBehavior::ALL.to_vec())
}
