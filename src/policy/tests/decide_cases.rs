//! The shared cases in `tests/cases/decide`, through the one decider: natively and, the same binary
//! compiled to WASM, in a browser.

#![cfg(feature = "load")]
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests may panic")]

mod cases;

use serde::Deserialize;
use std::collections::BTreeMap;
use stepgate_policy::{
    Action, AttemptFile, Bundle, DefaultBehavior, Failure, Inspected, PolicySet, PolicyTrace,
    StepUp, decide, explain, explain_attempt, explain_trace, findings, wants_content,
};

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

#[cfg(target_arch = "wasm32")]
wasm_bindgen_test_configure!(run_in_browser);

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Case {
    about: String,
    policies: serde_json::Value,
    /// Display names by GUIDs.
    #[serde(default)]
    labels: BTreeMap<String, String>,
    default_behavior: DefaultBehavior,
    attempt: AttemptFile,
    expected: Expected,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Expected {
    action: Action,
    policy: Option<String>,
    matched: Vec<String>,
    step_up: Option<StepUp>,
    failure: Option<Failure>,
    traced: Option<Vec<String>>,
    satisfied: Option<Vec<String>>,
    #[serde(default)]
    conditions: BTreeMap<String, Vec<bool>>,
    #[serde(default)]
    inspection: BTreeMap<String, Inspected>,
    findings: Option<Vec<ExpectedFinding>>,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct ExpectedFinding {
    policy: String,
    expression: String,
    count: u32,
    confidence: Option<u8>,
    evidence: Vec<String>,
}

impl Case {
    fn bundle(&self) -> Vec<u8> {
        let set = match self.policies.as_str() {
            Some("shipped") => PolicySet::from_texts(cases::SHIPPED.iter().copied()).unwrap(),
            Some(template) => {
                let name = template.strip_prefix("template:").unwrap();
                let found = cases::TEMPLATES.iter().find(|(known, _)| *known == name);
                PolicySet::from_texts(found.copied()).unwrap()
            }
            None => {
                let file = serde_json::json!({ "policies": self.policies });
                PolicySet::from_str("policies", &file.to_string()).unwrap()
            }
        };
        set.with_labels(&self.labels).compile(self.default_behavior)
    }

    fn check(&self, name: &str, json: &str) {
        let about = format!("{name}: {}", self.about);
        let bytes = self.bundle();
        let bundle = Bundle::read(&bytes).unwrap();
        let attempt = self.attempt.attempt();
        let decision = decide(&bundle, &attempt);
        let id = |index: u16| bundle.policy(index).unwrap().id().to_owned();
        let ids = |keep: fn(&PolicyTrace) -> bool| -> Vec<String> {
            decision
                .trace
                .iter()
                .filter(|traced| keep(traced))
                .map(|traced| id(traced.policy))
                .collect()
        };

        assert_eq!(decision.action, self.expected.action, "{about}");
        assert_eq!(decision.policy.map(id), self.expected.policy, "{about}");
        assert_eq!(
            ids(|traced| traced.matched),
            self.expected.matched,
            "{about}"
        );
        assert_eq!(decision.step_up, self.expected.step_up, "{about}");
        assert_eq!(decision.failure, self.expected.failure, "{about}");
        if let Some(traced) = &self.expected.traced {
            assert_eq!(&ids(|_| true), traced, "{about}");
        }
        if let Some(satisfied) = &self.expected.satisfied {
            assert_eq!(&ids(|traced| traced.satisfied), satisfied, "{about}");
        }
        let traced = |policy: &str| {
            decision
                .trace
                .iter()
                .find(|traced| id(traced.policy) == policy)
                .unwrap_or_else(|| panic!("{about}: `{policy}` is not traced"))
        };
        for (policy, conditions) in &self.expected.conditions {
            assert_eq!(&traced(policy).conditions, conditions, "{about} ({policy})");
        }
        for (policy, inspection) in &self.expected.inspection {
            assert_eq!(
                traced(policy).inspection,
                Some(*inspection),
                "{about} ({policy})"
            );
        }

        if let Some(expected) = &self.expected.findings {
            let found = findings(&bundle, &attempt, &decision, None);
            assert!(found.iter().all(|one| one.fingerprints.is_empty()));
            let said = found.into_iter().map(|one| ExpectedFinding {
                policy: id(one.policy),
                expression: one.expression.keyword().to_owned(),
                count: one.count,
                confidence: one.confidence,
                evidence: one.evidence,
            });
            assert_eq!(&said.collect::<Vec<_>>(), expected, "{about}");
        }

        // A name is known without reading the content.
        let reads = !json.contains(r#""searchIn": ["fileName"]"#);
        let asked = reads
            && decision.trace.iter().any(|traced| {
                matches!(
                    traced.inspection,
                    Some(Inspected::Count(_) | Inspected::Failed(_))
                )
            });
        assert!(
            !asked || wants_content(&bundle, &attempt),
            "{about}: content was read unasked"
        );
        assert_eq!(
            explain_trace(&bundle, &decision.trace),
            explain(&bundle, &decision),
            "{about}: a trace from elsewhere explains the same decision"
        );
        let why = explain_attempt(&bundle, &attempt);
        assert_eq!(
            why.action, decision.action,
            "{about}: what is explained is what is decided"
        );
        let explained = |number| why.policies.iter().any(|policy| policy.id == id(number));
        assert!(
            decision.trace.iter().all(|traced| explained(traced.policy)),
            "{about}"
        );
    }
}

#[cfg_attr(not(target_arch = "wasm32"), test)]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test)]
fn every_case_is_decided_as_it_says() {
    for (name, json) in cases::DECIDE {
        let read = serde_json::from_str(json).map_err(|error| format!("{name}: {error}"));
        let case: Case = read.unwrap();
        case.check(name, json);
    }
}

#[cfg(not(target_arch = "wasm32"))]
#[test]
fn every_template_has_cases_and_carries_the_name_people_look_for() {
    let names = [
        "Block cut/copy and paste based on real-time content inspection",
        "Block download based on real-time content inspection",
        "Block upload based on real-time content inspection",
        "Block upload/download of potential malware",
        "Clipboard boundary",
        "Monitor all activities",
        "Prevent upload of unlabeled files",
        "Read-only session",
        "Require step-up authentication on downloads from unmanaged devices",
    ];
    let set = PolicySet::from_texts(cases::TEMPLATES.iter().copied()).unwrap();
    let mut found: Vec<&str> = set
        .policies()
        .iter()
        .map(|policy| policy.name.as_str())
        .collect();
    found.sort_unstable();
    assert_eq!(found, names);
    for (name, _) in cases::TEMPLATES {
        let written = format!("\"template:{name}\"");
        let of_it = cases::DECIDE
            .iter()
            .filter(|(_, json)| json.contains(&written));
        assert!(of_it.count() >= 2, "{name}");
    }
}

#[cfg(not(target_arch = "wasm32"))]
#[test]
fn every_case_on_disk_is_in_the_list() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    for (folder, listed) in [
        ("tests/cases/decide", cases::DECIDE),
        ("policies", cases::SHIPPED),
        ("policies/templates", cases::TEMPLATES),
    ] {
        let mut found: Vec<String> = std::fs::read_dir(root.join(folder))
            .unwrap()
            .filter_map(|entry| {
                entry
                    .unwrap()
                    .file_name()
                    .to_str()?
                    .strip_suffix(".json")
                    .map(str::to_owned)
            })
            .collect();
        found.sort();
        let listed: Vec<&str> = listed.iter().map(|(name, _)| *name).collect();
        assert_eq!(
            found, listed,
            "add the new file of {folder} to src/policy/tests/cases/mod.rs"
        );
    }
}
