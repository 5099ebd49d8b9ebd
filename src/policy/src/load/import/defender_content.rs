//! What does a session policy of Defender look for in content?

use super::defender::Making;
use super::input::Input;
use super::plain;
use serde_json::{Map, Value, json};

/// Reads an inspection: the name of its method, or an object with it and what is looked for.
pub(super) fn inspection_of(making: &mut Making<'_>, at: &Input<'_>) {
    if let Some(method) = at.text() {
        method_of(making, at, method);
        return;
    }
    let mut rule = Map::new();
    let mut lost = false;
    for (name, value) in at.members() {
        match plain(name).as_str() {
            "method" | "inspectionmethod" => {
                method_of(making, &value, value.text().unwrap_or_default());
            }
            "presetexpression" | "preset" => lost |= !preset(&value, &mut rule),
            "customexpression" | "custom" => lost |= !custom(&value, &mut rule),
            "minimumviolations" | "minimumnumberofviolations" | "minimumnumberofmatches" => {
                let minimum = value.word().and_then(|word| word.parse::<u32>().ok());
                rule.insert("minimumViolations".into(), json!(minimum.unwrap_or(1)));
            }
            "alwaysapplyifcannotbescanned" => {
                making.policy.always_apply_if_cannot_be_scanned = value.boolean().filter(|on| *on);
            }
            _ if value.is_null() || value.boolean() == Some(false) => {}
            name => lost |= other(name, &value),
        }
    }
    making.whole &= !lost;
    let looks = rule.contains_key("presetExpression") || rule.contains_key("customExpression");
    if looks {
        making.inspects = true;
        making.policy.inspection = Some(Value::Object(rule));
    }
}

/// Remarks what has no counterpart; whether that limited the policy.
fn other(name: &str, value: &Input<'_>) -> bool {
    match name {
        "excludeexpression" | "exclude" => {
            value.left_out("findings cannot be excluded by an expression yet");
            true
        }
        "searchin" => {
            value
                .left_out("only content is looked into; for names write a condition on `fileName`");
            false
        }
        "unmasklastfour" | "unmaskthelastfourcharactersofamatch" => {
            value.left_out("nothing of what was found is ever kept, masked or not");
            false
        }
        _ => {
            // Text: whatever else somebody wrote.
            value.left_out("no part of an inspection that is known");
            true
        }
    }
}

fn method_of(making: &mut Making<'_>, at: &Input<'_>, method: &str) {
    let why = match plain(method).as_str() {
        "none" | "" | "builtindlp" => return,
        "dataclassificationservices" => {
            "classification services are not asked: write a preset or an expression of your own"
        }
        "malwaredetection" => {
            "there is no malware service: the template for it compares with a list of SHA-256 hashes (`sha256`)"
        }
        _ => "no method of inspection that is known", // text
    };
    at.left_out(why);
    making.whole = false;
}

/// Whether it could be said.
fn preset(at: &Input<'_>, rule: &mut Map<String, Value>) -> bool {
    let known = at.text().map(plain).is_some_and(|name| {
        [
            "paymentcard",
            "creditcard",
            "creditcardnumber",
            "pcicreditcardnumber",
        ]
        .contains(&name.as_str())
    });
    if known {
        rule.insert("presetExpression".into(), json!("paymentCard"));
    } else {
        at.left_out("no such preset is there yet: write an expression of your own");
    }
    known
}

/// Whether it could be said.
fn custom(at: &Input<'_>, rule: &mut Map<String, Value>) -> bool {
    let mut said = Map::new();
    if let Some(text) = at.text() {
        said.insert("substring".into(), json!(text));
    }
    for (name, value) in at.members() {
        match plain(name).as_str() {
            "substring" | "keyword" | "text" => {
                said.insert("substring".into(), json!(value.text().unwrap_or_default()));
            }
            "regex" | "regularexpression" => {
                let regex = value.text().unwrap_or_default();
                value.changed(
                    "regular expressions disregard case there: `(?i)` was put before this one",
                );
                said.insert("regex".into(), json!(format!("(?i){regex}")));
            }
            _ => value.left_out("no part of an expression that is known"), // text
        }
    }
    let known = !said.is_empty();
    if known {
        rule.insert("customExpression".into(), Value::Object(said));
    }
    known
}
