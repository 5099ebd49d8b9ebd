//! Which shape has an inspection, for editors?

use super::expression::{EXCLUSIONS, EXPRESSIONS, LONGEST_KEYWORD, MOST_KEYWORDS};
use super::inspection::{
    CONFIDENCE, CONFIDENCES, FIELDS, MOST_VIOLATIONS, confidence_word, preset_names,
};
use super::schema::{filled, object, said, with, words};
use crate::{Evidence, SearchIn};
use serde_json::{Value, json};
use stepgate_inspect::Substring;

/// What a policy looks for in content.
pub(super) fn inspection() -> Value {
    with(
        object(&FIELDS, field),
        json!({
            "oneOf": [{ "required": ["presetExpression"] }, { "required": ["customExpression"] }],
            "dependentRequired": { "minimumConfidence": ["presetExpression"] },
        }),
    )
}

fn field(name: &str) -> Value {
    match name {
        "presetExpression" => said(
            "A detector that comes with Stepgate, or several of which any counts",
            json!({ "anyOf": [words(&preset_names()), list(words(&preset_names()))] }),
        ),
        "customExpression" => said(
            "An expression of your own",
            with(
                expression(&EXPRESSIONS),
                json!({ "dependentRequired": { "luhn": ["regex"] } }),
            ),
        ),
        "minimumConfidence" => said(
            "How sure a preset's finding has to be: 65, 75 or 85",
            with(
                words(&CONFIDENCES),
                json!({ "default": confidence_word(CONFIDENCE) }),
            ),
        ),
        "minimumViolations" => said(
            "How many different values (preset) or occurrences (your own) make a match",
            json!({ "type": "integer", "minimum": 1, "maximum": MOST_VIOLATIONS, "default": 1 }),
        ),
        "excludeExpression" => said(
            "What is in a value that does not count",
            expression(&EXCLUSIONS),
        ),
        "searchIn" => said(
            "Where is looked",
            with(
                list(words(&SearchIn::ALL.map(SearchIn::keyword))),
                json!({ "default": [SearchIn::Content, SearchIn::Metadata] }),
            ),
        ),
        "evidence" => said(
            "What is kept of what was found: values with an X for each letter and digit, the same with the last four, or nothing",
            with(
                words(&Evidence::ALL.map(Evidence::keyword)),
                json!({ "default": Evidence::Masked }),
            ),
        ),
        _ => Value::Bool(true), // text
    }
}

fn list(of: Value) -> Value {
    json!({ "type": "array", "minItems": 1, "uniqueItems": true, "items": of })
}

fn expression(kinds: &[&str]) -> Value {
    let one: Vec<Value> = EXCLUSIONS
        .iter()
        .map(|kind| json!({ "required": [kind] }))
        .collect();
    with(object(kinds, part), json!({ "oneOf": one }))
}

fn part(name: &str) -> Value {
    match name {
        "substring" => said(
            "Text, without regard to case",
            with(filled(), json!({ "maxLength": Substring::LONGEST })),
        ),
        "regex" => said(
            "A regular expression",
            json!({ "type": "string", "minLength": 1 }),
        ),
        "keywords" => said(
            "Whole words and phrases, without regard to case; a `*` at the end takes any ending",
            json!({
                "type": "array", "minItems": 1, "maxItems": MOST_KEYWORDS,
                "items": { "type": "string", "pattern": "^\\s*[^\\s*][^*]*\\*?\\s*$", "maxLength": LONGEST_KEYWORD },
            }),
        ),
        "dictionary" => said(
            "A text file in the policy's folder, in UTF-8, with a word or phrase on each line, as in `keywords`",
            json!({ "type": "string", "pattern": "^[^./\\\\:][^/\\\\:]*$" }),
        ),
        "luhn" => said(
            "Whether the digits of a match have to pass Luhn's check",
            json!({ "type": "boolean", "default": false }),
        ),
        _ => Value::Bool(true), // text
    }
}

#[cfg(test)]
mod tests {
    use super::{EXPRESSIONS, FIELDS, field, part};
    use serde_json::Value;

    #[test]
    fn every_field_the_loader_reads_has_a_shape() {
        assert!(FIELDS.iter().all(|name| field(name) != Value::Bool(true)));
        assert!(
            EXPRESSIONS
                .iter()
                .all(|name| part(name) != Value::Bool(true))
        );
    }
}
