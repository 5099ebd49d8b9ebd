//! What is left of a text once what policies look for in it is masked?

use crate::inspection::{Inspection, SearchIn};
use crate::sought::Sought;
use crate::walk::Walk;
use crate::{Action, Bundle, Decision, Mode, PolicyView};
use core::ops::Range;
use stepgate_inspect::{Entities, Entity, Excerpt};

/// How many letters and digits of a value stay, and how many there must be for that.
const LEFT: usize = 4;
const LONG: usize = 12;

/// `text` with an `X` for each letter and digit of what the policies that matched and mask (`redact`) look for. The last
/// four of a preset's value stay where it has at least twelve and is no secret. Whoever asks has to decide about the
/// result again: what cannot be masked this way, such as signs, is still there.
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
    match policy.inspection() {
        Ok(Some(inspection)) if inspection.looks_in(SearchIn::Content) => {
            let places = places(&inspection, policy.presets(), text).into_iter();
            cover(
                text,
                places.map(|(place, entity)| (place, entity.is_some_and(|one| !one.is_secret()))),
            )
        }
        Ok(Some(_)) => text.into(),
        Ok(None) | Err(_) => cover(text, core::iter::once((0..text.len(), false))),
    }
}

/// Where what a policy looks for is in `text`, in order, with what it is if it is a preset's. What cannot be told apart any
/// more is one place.
fn places(
    inspection: &Inspection<'_>,
    presets: Entities,
    text: &str,
) -> Vec<(Range<usize>, Option<Entity>)> {
    let sought = Sought::new(&mut core::iter::once(inspection), presets, None);
    let mut places: Vec<(Range<usize>, Option<Entity>)> = Vec::new();
    let mut walk = Walk::new(&sought, SearchIn::Content);
    // All at once: of a match that is longer than a piece, every letter has to go.
    walk.go_on(Excerpt::whole(text), true, &mut |hit| {
        let start = hit.place.start;
        let end = if hit.is_exact {
            hit.place.end
        } else {
            text.len()
        };
        // They come nearly in order, and sorting them later would cost every page a kilobyte.
        let behind = places.iter().rev();
        let behind = behind.take_while(|(place, _)| place.start > start);
        let at = places.len() - behind.count();
        places.insert(at, (start..end, hit.found.map(|found| found.entity)));
    });
    places
}

/// Covers what is in `places`, which are in order; those marked keep their last letters and digits.
fn cover(text: &str, places: impl IntoIterator<Item = (Range<usize>, bool)>) -> String {
    let mut covered = String::with_capacity(text.len());
    let mut rest = 0;
    for (place, keeps) in places {
        let place = place.start.max(rest)..place.end;
        if place.is_empty() {
            continue;
        }
        covered.push_str(text.get(rest..place.start).unwrap_or_default());
        let found = text.get(place.clone()).unwrap_or_default();
        let mut hidden = found.chars().filter(is_masked).count();
        if keeps && hidden >= LONG {
            hidden -= LEFT;
        }
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
            metadata: "",
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
        let open = r#""customExpression": { "regex": "\\d*-\\d{4}" }"#;
        assert_eq!(masked(open, "see 123-4567, 12"), "see XXX-XXXX, 12");
        let words = r#""customExpression": { "keywords": ["orion", "geh*"] }"#;
        assert_eq!(
            masked(words, "Orion: Gehalt, orionis"),
            "XXXXX: XXXXXX, orionis"
        );
    }

    #[test]
    fn every_preset_is_masked_and_only_long_numbers_keep_their_end() {
        let both = r#""presetExpression": ["usSsn", "iban", "password"]"#;
        assert_eq!(
            masked(
                both,
                "ssn 536-22-1234, iban DE89 3704 0044 0532 0130 00, password: hunter2Xk9-fq3"
            ),
            "ssn XXX-XX-XXXX, iban XXXX XXXX XXXX XXXX XX30 00, password: XXXXXXXXXX-XXX"
        );
    }

    #[test]
    fn of_a_long_match_nothing_is_left_also_where_a_shorter_one_begins_within_it() {
        let long = r#""customExpression": { "regex": "B[^#]*#" }"#;
        let text = ["B ", &"bit B ".repeat(20_000), "# rest"].concat();
        let left = masked(long, &text);
        assert_eq!(left.len(), text.len());
        assert!(!left.contains(['B', 'b']) && left.ends_with("# rest"));
        let greedy = r#""customExpression": { "regex": "B[^#]*E" }"#;
        let text = ["B E", &" word".repeat(20_000), " E rest"].concat();
        let left = masked(greedy, &text);
        assert!(!left.contains("word") && left.ends_with("X rest"));
    }

    #[test]
    fn what_is_excluded_or_fails_the_check_stays() {
        let spared =
            r#""presetExpression": "paymentCard", "excludeExpression": { "regex": "^4111" }"#;
        assert_eq!(
            masked(spared, "4111 1111 1111 1111 and 4012 8888 8888 1881"),
            "4111 1111 1111 1111 and XXXX XXXX XXXX 1881"
        );
        let luhn = r#""customExpression": { "regex": "\\d{4}-\\d{4}", "luhn": true }"#;
        assert_eq!(
            masked(luhn, "991234-5674, 1234-5678"),
            "99XXXX-XXXX, 1234-5678"
        );
    }
}
