//! A decision looks into content no longer than it is told to, and says so.

#![cfg(feature = "load")]
#![expect(clippy::unwrap_used, reason = "tests may panic")]

use stepgate_policy::{
    Action, AttemptFile, Bundle, CannotScan, Decision, DefaultBehavior, Failure, Inspected,
    PolicySet, decide, decide_while,
};

/// Decides about one card at the beginning and another at the end of a long text, while `goes_on` says so.
fn decided(policies: &str, goes_on: &mut dyn FnMut() -> bool) -> (Decision, Decision) {
    let set = PolicySet::from_str("p.json", &format!("{{\"policies\":[{policies}]}}")).unwrap();
    let bytes = set.compile(DefaultBehavior::Block);
    let bundle = Bundle::read(&bytes).unwrap();
    let words = "words ".repeat(100_000);
    let content = format!("card 4111 1111 1111 1111 {words} card 4012 8888 8888 1881");
    let attempt = format!("{{\"activity\":\"sendItem\",\"content\":\"{content}\"}}");
    let attempt = AttemptFile::from_str("a.json", &attempt).unwrap();
    let attempt = attempt.attempt();
    (
        decide(&bundle, &attempt),
        decide_while(&bundle, &attempt, goes_on),
    )
}

fn policy(id: &str, looks_for: &str, minimum: u32) -> String {
    format!(
        r#"{{"id":"{id}","name":"{id}","sessionControlType":"blockActivities","activityTypes":["sendItem"],
        "inspection":{{{looks_for},"minimumViolations":{minimum}}},"action":"block",
        "whenCannotBeScanned":{{"timedOut":"audit"}}}}"#
    )
}

const CARDS: &str = r#""presetExpression":"paymentCard""#;
const WORDS: &str = r#""customExpression":{"substring":"words"}"#;

fn inspected(decision: &Decision) -> Vec<Option<Inspected>> {
    let trace = decision.trace.iter();
    trace.map(|traced| traced.inspection).collect()
}

const OUT_OF_TIME: Option<Inspected> = Some(Inspected::Failed(CannotScan::TimedOut));

#[test]
fn what_there_was_no_time_for_could_not_be_read() {
    let mut asked = 0;
    let (whole, stopped) = decided(&policy("two", CARDS, 2), &mut || {
        asked += 1;
        asked < 5
    });
    assert_eq!(inspected(&whole), [Some(Inspected::Count(2))]);
    assert_eq!(inspected(&stopped), [OUT_OF_TIME]);
    assert_eq!((whole.action, whole.failure), (Action::Block, None));
    let said = (stopped.action, stopped.failure);
    assert_eq!(said, (Action::Audit, Some(Failure::NotScanned)));
    assert_eq!(asked, 5, "who was told to stop asks no more");
}

#[test]
fn what_was_found_in_time_is_enough() {
    let mut asked = 0;
    let (_, stopped) = decided(&policy("one", CARDS, 1), &mut || {
        asked += 1;
        asked < 5
    });
    assert_eq!(inspected(&stopped), [Some(Inspected::Count(1))]);
    assert_eq!(stopped.action, Action::Block);
}

#[test]
fn no_policy_is_looked_at_after_the_time_is_over() {
    let policies = [policy("a", CARDS, 1), policy("b", WORDS, 1)].join(",");
    let (whole, stopped) = decided(&policies, &mut || false);
    assert_eq!(
        inspected(&whole),
        [Some(Inspected::Count(2)), Some(Inspected::Count(100_000))]
    );
    assert_eq!(inspected(&stopped), [OUT_OF_TIME, OUT_OF_TIME]);
}

#[test]
fn with_time_enough_it_is_the_same_decision() {
    let policies = [policy("a", CARDS, 2), policy("b", WORDS, 7)].join(",");
    let (whole, in_time) = decided(&policies, &mut || true);
    assert_eq!(whole, in_time);
}
