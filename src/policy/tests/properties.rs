//! What holds for any policies, any attempt and any bytes.

#![cfg(all(feature = "load", not(target_arch = "wasm32")))]
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may panic"
)]

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::{Value, json};
use stepgate_policy::{
    Action, ActivityType, Attempt, AuthenticationContext, Bundle, CannotScan, Content,
    DefaultBehavior, FileFacts, Grant, GrantScope, Place, PolicySet, SessionContext, decide,
    explain, wants_content,
};

const ACTIVITIES: [&str; 8] = [
    "copy",
    "cut",
    "paste",
    "print",
    "download",
    "upload",
    "sendItem",
    "custom:share",
];

fn filter() -> impl Strategy<Value = Value> {
    let filter = select(vec![
        "app",
        "user.name",
        "user.groups",
        "fileName",
        "extension",
        "sensitivityLabel",
    ]);
    let compares = select(vec![
        "equals",
        "doesNotEqual",
        "contains",
        "doesNotContain",
        "startsWith",
        "endsWith",
    ]);
    let values = vec(
        select(vec!["files", "alex", "staff", "a", "exe", "confidential"]),
        1..3,
    );
    let compared = (filter.clone(), compares, values)
        .prop_map(|(filter, operator, values)| json!({"filter": filter, "operator": operator, "values": values}));
    let set = (filter, select(vec!["isSet", "isNotSet"]))
        .prop_map(|(filter, operator)| json!({"filter": filter, "operator": operator}));
    prop_oneof![compared, set]
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

fn inspection() -> impl Strategy<Value = Value> {
    let expression = prop_oneof![
        Just(json!({"presetExpression": "paymentCard"})),
        Just(json!({"customExpression": {"substring": "secret"}})),
        Just(json!({"customExpression": {"regex": r"\b[a-z]\d+"}})),
    ];
    (expression, 1..3).prop_map(|(mut expression, minimum)| {
        expression["minimumViolations"] = json!(minimum);
        expression
    })
}

/// A policy without its id, which its place in the set gives it.
fn policy() -> impl Strategy<Value = Value> {
    let parts = (
        subsequence(ACTIVITIES.to_vec(), 1..4),
        select(vec!["allow", "audit", "requireStepUp", "block"]),
        proptest::option::of(condition()),
        proptest::option::weighted(0.3, inspection()),
        (1..4_u8, select(vec!["once", "action", "session"])),
    );
    parts.prop_map(|(activities, action, condition, inspection, (context, scope))| {
        let mut policy = json!({
            "name": "any", "sessionControlType": "blockActivities", "activityTypes": activities, "action": action,
        });
        if let Some(condition) = condition {
            policy["conditions"] = condition;
        }
        if let Some(inspection) = inspection.filter(|_| !activities.contains(&"print")) {
            policy["inspection"] = inspection;
        }
        if action == "requireStepUp" {
            let context = format!("c{context}");
            policy["stepUp"] = json!({"authenticationContext": context, "scope": scope, "lifetime": 60});
        }
        policy
    })
}

fn bundle(policies: &[Value], default_behavior: DefaultBehavior) -> Vec<u8> {
    let mut policies = policies.to_vec();
    for (index, policy) in policies.iter_mut().enumerate() {
        policy["id"] = json!(format!("p{index}"));
    }
    let file = json!({"policies": policies}).to_string();
    PolicySet::from_str("any", &file)
        .unwrap_or_else(|errors| panic!("{errors}\n{file}"))
        .compile(default_behavior)
}

#[derive(Clone, Debug)]
struct AnyAttempt {
    activity: ActivityType,
    session: SessionContext,
    file: Option<(String, Option<String>)>,
    content: Option<Result<String, CannotScan>>,
    now: u64,
}

impl AnyAttempt {
    fn attempt(&self) -> Attempt<'_> {
        Attempt {
            activity: &self.activity,
            session: &self.session,
            file: self.file.as_ref().map(|(name, label)| FileFacts {
                name,
                size: None,
                label: label.as_deref(),
                ..FileFacts::default()
            }),
            place: Place::default(),
            content: match &self.content {
                None => Content::None,
                Some(Ok(text)) => Content::Text(text),
                Some(Err(reason)) => Content::NotScanned(*reason),
            },
            now: self.now,
        }
    }
}

fn activity() -> impl Strategy<Value = ActivityType> {
    select(ACTIVITIES.to_vec()).prop_map(|name| ActivityType::parse(name).unwrap())
}

fn grant() -> impl Strategy<Value = Grant> {
    let scope = select(GrantScope::ALL.to_vec());
    (1..4_u8, scope, activity(), "(a.exe)?", 0..20_u64).prop_map(
        |(context, scope, activity, object, expires)| Grant {
            context: AuthenticationContext::new(context).unwrap(),
            scope,
            activity,
            object,
            expires,
        },
    )
}

fn attempt() -> impl Strategy<Value = AnyAttempt> {
    let session = (
        select(vec!["files", "notes", ""]),
        "(alex|)[a-z@.]{0,6}",
        vec("(STAFF|a|confidential)", 0..3),
        vec(grant(), 0..3),
    );
    let session = session.prop_map(|(app, user, groups, grants)| SessionContext {
        app: app.into(),
        user,
        groups,
        grants,
        ..SessionContext::default()
    });
    let file = proptest::option::of((
        "\\PC{0,8}|a\\.exe",
        proptest::option::of("(C|c)onfidential|"),
    ));
    let text = "\\PC{0,20}|secret x1 secret|4111 1111 1111 1111";
    let content = proptest::option::of(prop_oneof![
        text.prop_map(Ok),
        select(CannotScan::ALL.to_vec()).prop_map(Err),
    ]);
    (activity(), session, file, content, 0..20_u64).prop_map(
        |(activity, session, file, content, now)| AnyAttempt {
            activity,
            session,
            file,
            content,
            now,
        },
    )
}

fn default_behavior() -> impl Strategy<Value = DefaultBehavior> {
    select(vec![DefaultBehavior::Allow, DefaultBehavior::Block])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_policies_never_changes_the_action(
        (policies, shuffled) in vec(policy(), 0..8)
            .prop_flat_map(|policies| (Just(policies.clone()), Just(policies).prop_shuffle())),
        default in default_behavior(),
        attempt in attempt(),
    ) {
        let (one, other) = (bundle(&policies, default), bundle(&shuffled, default));
        let one = decide(&Bundle::read(&one).unwrap(), &attempt.attempt());
        let other = decide(&Bundle::read(&other).unwrap(), &attempt.attempt());
        prop_assert_eq!(one.action, other.action);
        prop_assert_eq!(one.matches().count(), other.matches().count());
    }

    #[test]
    fn one_more_policy_never_loosens(
        policies in vec(policy(), 0..8),
        more in policy(),
        at in any::<prop::sample::Index>(),
        default in default_behavior(),
        attempt in attempt(),
    ) {
        let mut stricter = policies.clone();
        stricter.insert(at.index(policies.len() + 1), more);
        let (before, after) = (bundle(&policies, default), bundle(&stricter, default));
        let before = decide(&Bundle::read(&before).unwrap(), &attempt.attempt());
        let after = decide(&Bundle::read(&after).unwrap(), &attempt.attempt());
        prop_assert!(after.action >= before.action, "{:?} after {:?}", after.action, before.action);
    }

    #[test]
    fn every_attempt_has_a_whole_and_explainable_decision(
        policies in vec(policy(), 0..8),
        default in default_behavior(),
        attempt in attempt(),
    ) {
        let bytes = bundle(&policies, default);
        let bundle = Bundle::read(&bytes).unwrap();
        let decision = decide(&bundle, &attempt.attempt());
        let name = attempt.activity.to_string();
        let about = |policy: &&Value| policy["activityTypes"].as_array().unwrap().contains(&json!(name));
        prop_assert_eq!(decision.trace.len(), policies.iter().filter(about).count());
        prop_assert_eq!(decision.step_up.is_some(), decision.action == Action::RequireStepUp);
        let strictest = decision
            .matches()
            .filter(|traced| !traced.satisfied)
            .map(|traced| bundle.policy(traced.policy).unwrap().action())
            .max();
        prop_assert!(strictest.is_none_or(|strictest| decision.action >= strictest));
        let explanation = explain(&bundle, &decision);
        for (explained, traced) in explanation.policies.iter().zip(&decision.trace) {
            prop_assert_eq!(explained.conditions.len(), traced.conditions.len());
        }
        // Content that nobody wants may be left out.
        if !wants_content(&bundle, &attempt.attempt()) {
            let without = Attempt { content: Content::None, ..attempt.attempt() };
            prop_assert_eq!(decide(&bundle, &without), decision);
        }
    }

    #[test]
    fn any_bytes_are_refused(bytes in vec(any::<u8>(), 0..200)) {
        prop_assert!(Bundle::read(&bytes).is_err());
    }

    #[test]
    fn any_bytes_behind_a_right_header_never_panic(
        policies in vec(policy(), 1..4),
        changes in vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        attempt in attempt(),
    ) {
        let mut bytes = bundle(&policies, DefaultBehavior::Block);
        for (at, byte) in changes {
            let at = 13 + at.index(bytes.len() - 13);
            bytes[at] = byte;
        }
        let checksum = bytes[13..].iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
        });
        bytes[5..13].copy_from_slice(&checksum.to_le_bytes());
        if let Ok(bundle) = Bundle::read(&bytes) {
            let decision = decide(&bundle, &attempt.attempt());
            let explanation = explain(&bundle, &decision);
            prop_assert_eq!(explanation.policies.len(), decision.trace.len());
        }
    }

    #[test]
    fn a_policy_written_out_again_loads_as_the_same(policies in vec(policy(), 0..8)) {
        let mut policies = policies;
        for (index, policy) in policies.iter_mut().enumerate() {
            policy["id"] = json!(format!("p{index}"));
        }
        let set = PolicySet::from_str("first", &json!({"policies": policies}).to_string()).unwrap();
        let written = json!({"policies": set.policies()}).to_string();
        let again = PolicySet::from_str("again", &written).unwrap();
        prop_assert_eq!(set.compile(DefaultBehavior::Block), again.compile(DefaultBehavior::Block));
    }
}

#[test]
fn every_flipped_bit_and_every_cut_of_a_bundle_is_noticed() {
    let policies = json!([
        {"name": "n", "sessionControlType": "blockActivities", "activityTypes": ["copy", "custom:x"],
         "conditions": {"not": {"filter": "app", "operator": "equals", "values": ["files"]}},
         "inspection": {"customExpression": {"regex": "a+b"}}, "action": "block", "message": "no"},
        {"name": "n", "sessionControlType": "blockActivities", "activityTypes": ["print"], "action": "requireStepUp",
         "stepUp": {"authenticationContext": "c1", "scope": "once", "lifetime": 60}},
    ]);
    let whole = bundle(policies.as_array().unwrap(), DefaultBehavior::Allow);
    assert!(Bundle::read(&whole).is_ok());
    for at in 0..whole.len() {
        for bit in 0..8 {
            let mut flipped = whole.clone();
            flipped[at] ^= 1 << bit;
            assert!(Bundle::read(&flipped).is_err(), "byte {at} bit {bit}");
        }
        assert!(Bundle::read(&whole[..at]).is_err(), "cut at {at}");
    }
}

#[test]
fn the_revision_is_of_the_policies_that_count_and_the_default_behavior() {
    let set = |enabled: bool, name: &str| {
        let policy = json!({"id": "p", "name": name, "enabled": enabled, "sessionControlType": "blockActivities",
            "activityTypes": ["copy"], "action": "block"});
        PolicySet::from_str("any", &json!({"policies": [policy]}).to_string()).unwrap()
    };
    let revision = |set: &PolicySet, default| {
        let bytes = set.compile(default);
        assert_eq!(
            Bundle::read(&bytes).unwrap().revision(),
            set.revision(default)
        );
        set.revision(default)
    };
    let (allow, block) = (DefaultBehavior::Allow, DefaultBehavior::Block);
    assert_eq!(
        revision(&set(true, "n"), block),
        revision(&set(true, "n"), block)
    );
    assert_ne!(
        revision(&set(true, "n"), block),
        revision(&set(true, "n"), allow)
    );
    assert_ne!(
        revision(&set(true, "n"), block),
        revision(&set(true, "m"), block)
    );
    assert_eq!(
        revision(&set(false, "n"), block),
        revision(&PolicySet::empty(), block)
    );
}
