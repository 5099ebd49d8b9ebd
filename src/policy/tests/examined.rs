//! What was looked into while it was read is decided by the policies that looked, and by no others.

#![cfg(feature = "load")]
#![expect(clippy::unwrap_used, reason = "tests may panic")]

use stepgate_policy::{
    ActivityType, Attempt, Bundle, CannotScan, Content, DefaultBehavior, Examined, Extent,
    FileFacts, Inspected, Place, PolicySet, SessionContext, decide, examine, findings,
};

const CARD: &str = "card 4111 1111 1111 1111";

/// One policy about uploads that looks for two cards anywhere.
fn compiled(id: &str) -> Vec<u8> {
    let policies = format!(
        r#"{{"policies":[{{"id":"{id}","name":"p","sessionControlType":"blockActivities","activityTypes":["upload"],
        "action":"block","inspection":{{"presetExpression":"paymentCard","minimumViolations":2,
        "searchIn":["content","metadata","fileName"]}}}}]}}"#
    );
    let set = PolicySet::from_str("p.json", &policies).unwrap();
    set.compile(DefaultBehavior::Block)
}

fn examined(bundle: &Bundle<'_>, content: &str, metadata: &str, extent: Extent) -> Examined {
    let activities = [&ActivityType::Upload];
    examine(bundle, &activities, "", None, &mut || true, &mut |it| {
        it.content(content);
        it.metadata(metadata);
        extent
    })
}

fn inspected(bundle: &Bundle<'_>, examined: &Examined, name: &str) -> Option<Inspected> {
    let session = SessionContext::new();
    let attempt = Attempt {
        activity: &ActivityType::Upload,
        session: &session,
        file: Some(FileFacts {
            name,
            ..FileFacts::default()
        }),
        place: Place::default(),
        content: Content::Examined(examined),
        metadata: "",
        now: 0,
    };
    let decision = decide(bundle, &attempt);
    let found = findings(bundle, &attempt, &decision, None);
    let counted: u32 = found.iter().map(|found| found.count).sum();
    let inspected = decision.trace.first().unwrap().inspection;
    if let Some(Inspected::Count(count @ 2..)) = inspected {
        assert_eq!(counted, count, "what was decided is not what was found");
    }
    inspected
}

#[test]
fn what_is_in_content_metadata_and_name_counts_together_and_each_value_once() {
    let bytes = compiled("p");
    let bundle = Bundle::read(&bytes).unwrap();
    let one = examined(&bundle, CARD, CARD, Extent::Whole);
    assert_eq!(inspected(&bundle, &one, ""), Some(Inspected::Count(1)));
    let named = inspected(&bundle, &one, "4012888888881881.txt");
    assert_eq!(named, Some(Inspected::Count(2)));
    let two = examined(&bundle, CARD, "4012888888881881", Extent::Whole);
    assert_eq!(inspected(&bundle, &two, ""), Some(Inspected::Count(2)));
}

#[test]
fn what_was_not_read_to_its_end_is_not_clean_and_what_does_not_count_is_not_counted() {
    let bytes = compiled("p");
    let bundle = Bundle::read(&bytes).unwrap();
    let part = examined(&bundle, CARD, "", Extent::Part);
    let failed = |reason| Some(Inspected::Failed(reason));
    assert_eq!(inspected(&bundle, &part, ""), failed(CannotScan::Partial));
    let locked = Extent::Not(CannotScan::PasswordEncrypted);
    let not = examined(&bundle, "4012888888881881", CARD, locked);
    assert_eq!(
        inspected(&bundle, &not, ""),
        failed(CannotScan::PasswordEncrypted)
    );
    let both = examined(&bundle, "", &format!("{CARD}, 4012888888881881"), locked);
    assert_eq!(inspected(&bundle, &both, ""), Some(Inspected::Count(2)));
}

#[test]
fn what_other_policies_looked_for_says_nothing() {
    let (bytes, others) = (compiled("p"), compiled("other"));
    let (bundle, others) = (
        Bundle::read(&bytes).unwrap(),
        Bundle::read(&others).unwrap(),
    );
    let examined = examined(
        &others,
        &format!("{CARD}, 4012888888881881"),
        "",
        Extent::Whole,
    );
    let failed = Some(Inspected::Failed(CannotScan::Partial));
    assert_eq!(inspected(&bundle, &examined, ""), failed);
}

#[test]
fn what_there_was_no_time_for_could_not_be_read() {
    let bytes = compiled("p");
    let bundle = Bundle::read(&bytes).unwrap();
    let words = "words ".repeat(100_000);
    let mut asked = 0;
    let mut goes_on = || {
        asked += 1;
        asked < 3
    };
    let activities = [&ActivityType::Upload];
    let examined = examine(&bundle, &activities, "", None, &mut goes_on, &mut |it| {
        it.content(CARD);
        it.content(&words);
        assert!(!it.goes_on());
        Extent::Whole
    });
    assert_eq!(asked, 3, "who was told to stop asks no more");
    let failed = Some(Inspected::Failed(CannotScan::TimedOut));
    assert_eq!(inspected(&bundle, &examined, ""), failed);
    assert_eq!(examined.length(), None);
}
