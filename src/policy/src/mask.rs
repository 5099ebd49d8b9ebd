//! What is left of a text once what policies look for in it is masked?

use crate::inspection::Expression;
use crate::{Action, Bundle, Decision, Mode, PolicyView};
use core::ops::Range;
use stepgate_inspect::{Substring, payment_card};

/// How many digits of a payment card stay.
const LEFT: usize = 4;

/// `text` with an `X` for each letter and digit of what the policies that matched and mask (`redact`) look for. The last
/// four digits of a payment card stay. Whoever asks has to decide about the result again: what cannot be masked this
/// way, such as signs, is still there.
#[must_use]
pub fn mask(bundle: &Bundle<'_>, decision: &Decision, text: &str) -> String {
    let mut masked = text.to_owned();
    let policies = decision
        .matches()
        .filter_map(|traced| bundle.policy(traced.policy));
    for policy in policies.filter(|it| it.action() == Action::Redact && it.mode() == Mode::Enforce)
    {
        masked = mask_for(&policy, &masked);
    }
    masked
}

fn mask_for(policy: &PolicyView<'_>, text: &str) -> String {
    let Ok(Some(inspection)) = policy.inspection() else {
        return cover(text, core::iter::once(0..text.len()), 0);
    };
    match inspection.expression {
        Expression::PaymentCard => cover(text, payment_card::find(text), LEFT),
        Expression::Substring(part) => match Substring::new(part) {
            Some(part) => cover(text, part.find(text), 0),
            None => text.into(),
        },
        Expression::Regex(_, dfa) => cover(text, dfa.places(text), 0),
    }
}

/// Covers what is in `places`, which are in order, except the last letters and digits of each.
fn cover(text: &str, places: impl IntoIterator<Item = Range<usize>>, left: usize) -> String {
    let mut covered = String::with_capacity(text.len());
    let mut rest = 0;
    for place in places {
        covered.push_str(text.get(rest..place.start).unwrap_or_default());
        let found = text.get(place.clone()).unwrap_or_default();
        let mut hidden = found.chars().filter(is_masked).count().saturating_sub(left);
        for letter in found.chars() {
            if hidden > 0 && is_masked(&letter) {
                hidden -= 1;
                covered.push('X');
            } else {
                covered.push(letter);
            }
        }
        rest = place.end;
    }
    covered.push_str(text.get(rest..).unwrap_or_default());
    covered
}

/// Letters and digits; of those beyond ASCII every one that is no blank, as the page has no tables.
fn is_masked(letter: &char) -> bool {
    letter.is_ascii_alphanumeric() || !letter.is_ascii() && !letter.is_whitespace()
}

#[cfg(test)]
#[cfg(feature = "load")]
mod tests {
    use super::mask;
    use crate::{
        ActivityType, Attempt, Bundle, Content, DefaultBehavior, Place, PolicySet, SessionContext,
        decide,
    };

    fn masked(expression: &str, text: &str) -> String {
        let policies = [
            r#"{ "policies": [ { "id": "p", "name": "p", "enabled": true, "sessionControlType": "blockActivities",
                "activityTypes": ["copy"], "action": "redact", "inspection": { "minimumViolations": 1, "#,
            expression,
            " } } ] }",
        ]
        .concat();
        let set = PolicySet::from_str("p", &policies).unwrap();
        let bytes = set.compile(DefaultBehavior::Block);
        let bundle = Bundle::read(&bytes).unwrap();
        let session = SessionContext::new();
        let attempt = Attempt {
            activity: &ActivityType::Copy,
            session: &session,
            file: None,
            place: Place::default(),
            content: Content::Text(text),
            now: 0,
        };
        mask(&bundle, &decide(&bundle, &attempt), text)
    }

    #[test]
    fn what_is_found_is_masked_and_nothing_else() {
        let card = r#""presetExpression": "paymentCard""#;
        assert_eq!(
            masked(card, "pay 4111-1111-1111-1111, not 1234"),
            "pay XXXX-XXXX-XXXX-1111, not 1234"
        );
        assert_eq!(masked(card, "nothing here"), "nothing here");
        let word = r#""customExpression": { "substring": "Project Örion" }"#;
        assert_eq!(masked(word, "our pRoject örion!"), "our XXXXXXX XXXXX!");
        let number = r#""customExpression": { "regex": "\\b[A-Z]{2}\\d{6}\\b" }"#;
        assert_eq!(
            masked(number, "see AB123456, CD654321; not xAB123456 or AB12"),
            "see XXXXXXXX, XXXXXXXX; not xAB123456 or AB12"
        );
        let digits = r#""customExpression": { "regex": "\\d{4,}" }"#;
        assert_eq!(masked(digits, "a 123 b 1234567 c"), "a 123 b XXXXXXX c");
    }
}
