//! What does a session policy of Defender look for in content?

use super::defender::Making;
use super::input::Input;
use super::plain;
use crate::{Evidence, SearchIn};
use serde_json::{Map, Value, json};
use stepgate_inspect::Entity;

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
            "customexpression" | "custom" => {
                lost |= !custom(&value, "customExpression", &mut rule);
            }
            "excludeexpression" | "exclude" if !value.is_null() => {
                lost |= !custom(&value, "excludeExpression", &mut rule);
            }
            "searchin" => search_in(&value, &mut rule),
            "minimumviolations" | "minimumnumberofviolations" | "minimumnumberofmatches" => {
                let minimum = value.word().and_then(|word| word.parse::<u32>().ok());
                rule.insert("minimumViolations".into(), json!(minimum.unwrap_or(1)));
            }
            "unmasklastfour" | "unmaskthelastfourcharactersofamatch"
                if value.boolean() == Some(true) =>
            {
                rule.insert("evidence".into(), json!(Evidence::LastFour));
            }
            "alwaysapplyifcannotbescanned" => {
                making.policy.always_apply_if_cannot_be_scanned = value.boolean().filter(|on| *on);
            }
            _ if value.is_null() || value.boolean() == Some(false) => {}
            // Text: whatever else somebody wrote.
            _ => {
                value.left_out("no part of an inspection that is known");
                lost = true;
            }
        }
    }
    making.whole &= !lost;
    let looks = rule.contains_key("presetExpression") || rule.contains_key("customExpression");
    if looks {
        making.inspects = true;
        making.policy.inspection = Some(Value::Object(rule));
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

/// Whether it could be said. The name is that of a preset here, or one that it has there.
fn preset(at: &Input<'_>, rule: &mut Map<String, Value>) -> bool {
    let name = at.text().map(plain).unwrap_or_default();
    let known = match name.as_str() {
        "creditcard" | "creditcardnumber" | "pcicreditcardnumber" => Some(Entity::CreditCard),
        "ssn" | "ussocialsecuritynumber" | "socialsecuritynumber" => Some(Entity::UsSsn),
        "emailaddress" => Some(Entity::Email),
        "swiftcode" => Some(Entity::SwiftBic),
        "abaroutingnumber" => Some(Entity::UsAbaRouting),
        name => Entity::ALL
            .into_iter()
            .find(|entity| plain(entity.preset()) == name),
    };
    match known {
        Some(entity) => rule.insert("presetExpression".into(), json!(entity.preset())),
        None => {
            at.left_out("no such preset is there: write an expression of your own");
            return false;
        }
    };
    true
}

fn search_in(at: &Input<'_>, rule: &mut Map<String, Value>) {
    let mut places: Vec<SearchIn> = Vec::new();
    for item in at.one_or_more() {
        let place = match item.text().map(plain).as_deref() {
            Some("content") => SearchIn::Content,
            Some("metadata") => SearchIn::Metadata,
            Some("filename") => SearchIn::FileName,
            Some(_) | None => {
                item.left_out("no place that is known");
                continue;
            }
        };
        if !places.contains(&place) {
            places.push(place);
        }
    }
    if !places.is_empty() {
        rule.insert("searchIn".into(), json!(places));
    }
}

/// Whether it could be said.
fn custom(at: &Input<'_>, field: &str, rule: &mut Map<String, Value>) -> bool {
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
        rule.insert(field.into(), Value::Object(said));
    }
    known
}
