//! The JSON the page writes by hand is the JSON the gateway reads.

#![cfg(feature = "serde")]
#![expect(clippy::unwrap_used, reason = "tests may panic")]

use stepgate_policy::{
    Action, ActivityType, CannotScan, CustomKind, Failure, Found, Inspected, Label, LookedFor,
    PolicyTrace,
};
use stepgate_protocol::{
    Activity, ActivityFile, Batch, Outcome, Source, StepUpMode, StepUpRequest, write_batch,
};

/// Everything JSON has to escape, and more.
const AWKWARD: &str = "\"quoted\" \\ / \u{0}\u{1f}\u{7f} \n\r\t</script> \u{2028} é 💥";

fn full() -> Activity {
    let trace = |policy, inspection| PolicyTrace {
        policy,
        matched: true,
        satisfied: false,
        conditions: vec![true, false],
        inspection,
    };
    Activity {
        id: "0123456789abcdef0123456789abcdef".into(),
        time: u64::MAX,
        activity: ActivityType::Custom(AWKWARD.into()),
        action: Action::RequireStepUp,
        policy: Some("print-step-up".into()),
        outcome: Outcome::StepUpStarted,
        url: "http://files.localhost:8080/a/b".into(),
        file: Some(ActivityFile {
            name: AWKWARD.into(),
            size: Some(0),
            labels: vec![
                Label::declared(AWKWARD),
                Label {
                    nested: true,
                    ..Label::declared(
                        "2f2a9d6e-9c3b-4d1c-8a6c-0f1d7f0b9a11@7b1c0e52-3f44-4f0a-9d55-6a1e2c3d4e5f",
                    )
                },
            ],
            file_type: Some("executable".into()),
            mismatch: Some(true),
        }),
        matches: vec!["print-step-up".into(), "other".into()],
        failure: Some(Failure::NotScanned),
        revision: 0x00ab_cdef_0123_4567,
        trace: vec![
            trace(0, None),
            trace(1, Some(Inspected::Count(u32::MAX))),
            trace(2, Some(Inspected::NotAsked)),
            trace(3, Some(Inspected::Failed(CannotScan::TooLarge))),
            trace(u16::MAX, Some(Inspected::Failed(CannotScan::Unsupported))),
        ],
        findings: vec![
            Found {
                policy: 1,
                expression: LookedFor::parse("paymentCard").unwrap(),
                count: u32::MAX,
                confidence: Some(85),
                evidence: vec!["XXXX XXXX XXXX 1111".into(), AWKWARD.into()],
                fingerprints: vec![0, u64::MAX, 0x0123_4567_89ab_cdef],
            },
            Found {
                policy: u16::MAX,
                expression: LookedFor::Custom(CustomKind::Regex),
                count: 1,
                confidence: None,
                evidence: Vec::new(),
                fingerprints: Vec::new(),
            },
        ],
        source: Source::Agent,
        detail: Some(AWKWARD.into()),
    }
}

fn bare() -> Activity {
    Activity {
        activity: ActivityType::Copy,
        action: Action::Audit,
        policy: None,
        file: None,
        matches: Vec::new(),
        failure: None,
        revision: 0,
        trace: Vec::new(),
        findings: Vec::new(),
        source: Source::Gateway,
        detail: None,
        ..full()
    }
}

fn written(activity: &Activity) -> String {
    let mut json = String::new();
    activity.write_json(&mut json);
    json
}

#[test]
fn what_the_page_writes_is_what_serde_writes_and_reads() {
    let bare_file = ActivityFile {
        labels: Vec::new(),
        file_type: None,
        mismatch: Some(false),
        ..ActivityFile::default()
    };
    for activity in [
        full(),
        bare(),
        Activity {
            file: Some(bare_file),
            ..bare()
        },
    ] {
        let json = written(&activity);
        assert_eq!(
            serde_json::from_str::<Activity>(&json).unwrap(),
            activity,
            "{json}"
        );
        let ours: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(ours, serde_json::to_value(&activity).unwrap());
    }
}

#[test]
fn every_word_is_written_and_read_the_same() {
    for action in Action::ALL {
        for outcome in Outcome::ALL {
            for activity in ActivityType::BUILT_IN {
                let activity = Activity {
                    action,
                    outcome,
                    activity,
                    ..bare()
                };
                assert_eq!(
                    serde_json::from_str::<Activity>(&written(&activity)).unwrap(),
                    activity
                );
            }
        }
    }
    for failure in Failure::ALL {
        let activity = Activity {
            failure: Some(failure),
            ..bare()
        };
        assert_eq!(
            serde_json::from_str::<Activity>(&written(&activity)).unwrap(),
            activity
        );
    }
}

#[test]
fn what_an_older_page_writes_is_read() {
    let json = r#"{"id":"0123456789abcdef0123456789abcdef","time":1,"activity":"upload","action":"block","policy":null,
        "outcome":"stopped","url":"","file":{"name":"a","size":null,"label":"Confidential"},"matches":[],"failure":null,
        "revision":"0000000000000000","trace":[],"source":"agent","detail":null}"#;
    let activity = serde_json::from_str::<Activity>(json).unwrap();
    assert_eq!(
        activity.file.unwrap().labels,
        [Label::declared("Confidential")]
    );
    assert!(activity.findings.is_empty());
    let unlabelled = json.replace(r#""Confidential""#, "null");
    let activity = serde_json::from_str::<Activity>(&unlabelled).unwrap();
    assert_eq!(activity.file.unwrap().labels, []);
}

#[test]
fn a_batch_reads_back() {
    let activities = vec![full(), bare()];
    let mut json = String::new();
    write_batch(&activities, &mut json);
    assert_eq!(
        serde_json::from_str::<Batch>(&json).unwrap(),
        Batch { activities }
    );
    json.clear();
    write_batch([], &mut json);
    assert_eq!(json, r#"{"activities":[]}"#);
}

#[test]
fn an_unknown_field_a_strange_id_and_a_strange_revision_are_refused() {
    let json = written(&bare());
    for (from, to) in [
        (r#""time":"#, r#""password":1,"time":"#),
        (
            "0123456789abcdef0123456789abcdef",
            "0123456789ABCDEF0123456789ABCDEF",
        ),
        ("0123456789abcdef0123456789abcdef", "../../etc/passwd"),
        ("0000000000000000", "+000000000000000"),
        (r#""audit""#, r#""obey""#),
    ] {
        let changed = json.replacen(from, to, 1);
        assert_ne!(changed, json, "{from}");
        assert!(serde_json::from_str::<Activity>(&changed).is_err(), "{to}");
    }
}

#[test]
fn a_step_up_request_reads_back() {
    let request = StepUpRequest {
        policy: "print-step-up".into(),
        activity: "print".into(),
        object: AWKWARD.into(),
        url: "http://files.localhost:8080/doc?q=1#top".into(),
        mode: StepUpMode::Popup,
    };
    let mut json = String::new();
    request.write_json(&mut json);
    assert_eq!(
        serde_json::from_str::<StepUpRequest>(&json).unwrap(),
        request
    );
}
