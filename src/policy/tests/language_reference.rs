//! `docs/policies.md` names every word of the language, and its examples are right.

#![cfg(all(feature = "load", not(target_arch = "wasm32")))]
#![expect(clippy::unwrap_used, reason = "what is not there fails the test")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use stepgate_policy::{
    Action, CannotScan, CaseFile, FILE_TYPES, Filter, GrantScope, Mode, Operator, PolicySet,
    SearchIn, SessionControlType, Severity, Unscanned, policy_schema,
};

fn reference() -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/policies.md");
    fs::read_to_string(file).unwrap()
}

/// What stands in backticks.
fn words(text: &str) -> BTreeSet<&str> {
    text.split('`').skip(1).step_by(2).collect()
}

#[test]
fn every_word_of_the_language_is_in_the_reference() {
    let text = reference();
    let prose: String = text.split("```").step_by(2).collect();
    let named = words(&prose);
    let all: Vec<&str> = Filter::ALL
        .iter()
        .map(|filter| filter.keyword())
        .chain(Operator::ALL.map(Operator::keyword))
        .chain(Action::ALL.map(Action::keyword))
        .chain(Mode::ALL.map(Mode::keyword))
        .chain(Severity::ALL.map(Severity::keyword))
        .chain(SessionControlType::ALL.map(SessionControlType::keyword))
        .chain(GrantScope::ALL.map(GrantScope::keyword))
        .chain(CannotScan::ALL.map(CannotScan::keyword))
        .chain(Unscanned::ALL.map(Unscanned::keyword))
        .chain(SearchIn::ALL.map(SearchIn::keyword))
        .chain(stepgate_inspect::Entity::ALL.map(stepgate_inspect::Entity::preset))
        .chain(FILE_TYPES.iter().copied())
        .collect();
    let missing: Vec<&&str> = all.iter().filter(|word| !named.contains(**word)).collect();
    assert!(missing.is_empty(), "not in docs/policies.md: {missing:?}");
}

#[test]
fn every_field_of_a_policy_is_in_the_reference() {
    let (text, schema) = (reference(), policy_schema());
    let named = words(&text);
    let policy = schema.pointer("/properties/policies/items/properties");
    let policy = policy.or_else(|| schema.pointer("/$defs/policy/properties"));
    let fields = policy.and_then(|fields| fields.as_object()).unwrap();
    assert!(fields.len() >= 20);
    let missing: Vec<&String> = fields
        .keys()
        .filter(|field| !named.contains(field.as_str()))
        .collect();
    assert!(missing.is_empty(), "not in docs/policies.md: {missing:?}");
}

#[test]
fn the_examples_of_the_reference_load_and_the_case_passes() {
    let text = reference();
    let examples: Vec<&str> = text
        .split("```json\n")
        .skip(1)
        .filter_map(|behind| behind.split("```").next())
        .collect();
    let [policies, cases] = examples.as_slice() else {
        panic!("two examples, not {}", examples.len());
    };
    let policies = PolicySet::from_str("policies.json", policies).unwrap();
    let cases = CaseFile::from_str("policies.cases.json", cases).unwrap();
    for result in cases.run(&policies).unwrap() {
        assert!(result.passed, "{result}");
    }
}

#[test]
fn what_files_are_told_to_be_are_words_of_the_language() {
    let heads: [&[u8]; 15] = [
        b"PK\x05\x06",
        b"fLaC\0",
        b"SQLite format 3\0",
        b"{\\rtf1}",
        b"!BDN\0",
        b"\x7fELF\0",
        b"<html>",
        b"GIF89a\0",
        b"%PDF-1.7",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1P\0o\0w\0e\0r\0P\0o\0i\0n\0t\0",
        b"#!/bin/sh",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1W\0o\0r\0k\0b\0o\0o\0k\0",
        b"text",
        b"FLV\x01\0",
        b"\0",
    ];
    let told: Vec<&str> = heads
        .iter()
        .map(|head| stepgate_inspect::file_type(head))
        .collect();
    assert_eq!(told, FILE_TYPES);
}
