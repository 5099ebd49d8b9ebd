//! What holds for any policies, any attempt and any bytes.

#![cfg(all(feature = "load", not(target_arch = "wasm32")))]
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may panic"
)]

mod attempts;
mod pieces;
mod policies;

use attempts::attempt;
use policies::{bundle, compiled, default_behavior, named, policy};
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Value, json};
use stepgate_policy::{
    Action, Attempt, Bundle, Content, Decision, DefaultBehavior, Mode, PolicySet, decide, explain,
    wants_content, wants_selectors,
};

/// What was decided, with policies by their ids.
fn by_id(bundle: &Bundle<'_>, decision: &Decision) -> impl PartialEq + std::fmt::Debug + use<> {
    let id = |number| bundle.policy(number).unwrap().id().to_owned();
    let trace: Vec<_> = decision
        .trace
        .iter()
        .map(|traced| {
            let mut numberless = traced.clone();
            numberless.policy = 0;
            (id(traced.policy), numberless)
        })
        .collect();
    (
        decision.action,
        decision.policy.map(id),
        decision.step_up,
        decision.failure,
        trace,
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_policies_never_changes_a_decision(
        (policies, shuffled) in vec(policy(), 0..8)
            .prop_map(|policies| named(&policies))
            .prop_flat_map(|policies| (Just(policies.clone()), Just(policies).prop_shuffle())),
        default in default_behavior(),
        attempt in attempt(),
    ) {
        let (one, other) = (compiled(&policies, default), compiled(&shuffled, default));
        prop_assert_eq!(&one, &other);
        let bundle = Bundle::read(&one).unwrap();
        let decision = decide(&bundle, &attempt.attempt());
        prop_assert_eq!(decide(&bundle, &attempt.attempt()), decision);
    }

    #[test]
    fn one_more_policy_never_loosens(
        policies in vec(policy(), 0..8),
        more in policy(),
        id in "[a-z][0-9]x",
        default in default_behavior(),
        attempt in attempt(),
    ) {
        let mut stricter = named(&policies);
        let mut more = more;
        more["id"] = json!(id);
        stricter.push(more);
        let (before, after) = (bundle(&policies, default), compiled(&stricter, default));
        let before = decide(&Bundle::read(&before).unwrap(), &attempt.attempt());
        let after = decide(&Bundle::read(&after).unwrap(), &attempt.attempt());
        prop_assert!(after.action >= before.action, "{:?} after {:?}", after.action, before.action);
        prop_assert!(after.action.strictness() >= before.action.strictness());
    }

    #[test]
    fn the_index_leaves_out_nothing_that_matches(
        policies in vec(policy(), 0..8),
        default in default_behavior(),
        attempt in attempt(),
    ) {
        // What is said twice over is not looked up by app.
        let unindexed: Vec<Value> = policies.iter().cloned().map(|mut policy| {
            if let Some(condition) = policy.get("conditions").cloned() {
                policy["conditions"] = json!({"not": {"not": condition}});
            }
            policy
        }).collect();
        let (one, other) = (bundle(&policies, default), bundle(&unindexed, default));
        let (one, other) = (Bundle::read(&one).unwrap(), Bundle::read(&other).unwrap());
        let (found, all) = (decide(&one, &attempt.attempt()), decide(&other, &attempt.attempt()));
        prop_assert_eq!((found.action, found.policy, found.failure), (all.action, all.policy, all.failure));
        let matched = |decision: &Decision| decision.matches().map(|traced| traced.policy).collect::<Vec<_>>();
        prop_assert_eq!(matched(&found), matched(&all));
    }

    #[test]
    fn a_session_of_its_own_bundle_decides_as_the_whole_one(
        policies in vec(policy(), 0..8),
        default in default_behavior(),
        attempt in attempt(),
        fixed in any::<bool>(),
    ) {
        let whole = bundle(&policies, default);
        let whole = Bundle::read(&whole).unwrap();
        let attempt = attempt.attempt();
        let own = whole.for_session(attempt.session, attempt.now, |filter| fixed && filter.is_of_session());
        let own = Bundle::read(&own).unwrap();
        prop_assert!(own.policy_count() <= whole.policy_count());
        prop_assert_eq!(own.revision(), whole.revision());
        let (by_whole, by_own) = (decide(&whole, &attempt), decide(&own, &attempt));
        // The whole one also traces what cannot match in this session.
        let kept = |number: u16| own.policy(number).is_some();
        prop_assert!(by_whole.trace.iter().all(|traced| kept(traced.policy) || !traced.matched));
        let trace = by_whole.trace.iter().filter(|traced| kept(traced.policy)).cloned().collect();
        let by_whole = Decision { trace, ..by_whole };
        prop_assert_eq!(by_id(&whole, &by_whole), by_id(&own, &by_own));
        prop_assert_eq!(wants_content(&whole, &attempt), wants_content(&own, &attempt));
        let app = &attempt.session.app;
        for selector in wants_selectors(&own, attempt.activity, app) {
            prop_assert!(wants_selectors(&whole, attempt.activity, app).contains(&selector));
        }
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
        prop_assert!(decision.trace.len() <= policies.iter().filter(about).count());
        prop_assert!(decision.trace.is_sorted_by(|one, next| one.policy < next.policy));
        prop_assert_eq!(decision.step_up.is_some(), decision.action == Action::RequireStepUp);
        let strictest = decision
            .matches()
            .filter(|traced| !traced.satisfied)
            .map(|traced| bundle.policy(traced.policy).unwrap())
            .filter(|policy| policy.mode() == Mode::Enforce)
            .map(|policy| policy.action())
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
        let set = PolicySet::from_str("first", &json!({"policies": named(&policies)}).to_string()).unwrap();
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
