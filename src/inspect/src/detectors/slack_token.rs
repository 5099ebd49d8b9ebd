//! Slack tokens: `xox`, a kind, numbers and letters. Source: Slack, token types, <https://docs.slack.dev/authentication/tokens>.

use super::tokens::{entropy, is_mixed, is_url_safe, token};
use crate::Entity;
use crate::detector::{Detector, Start, Trust, examples};
use crate::view::{Found, Grade, View};

pub(crate) const DETECTOR: Detector = Detector {
    entity: Entity::SlackToken,
    trust: Trust::Certain,
    strength: 9,
    keywords: "",
    starts: &[Start::Prefixes(
        "xoxb-,xoxp-,xoxa-,xoxo-,xoxr-,xoxs-,xoxe-,xapp-,xoxe.xoxp-,xoxe.xoxb-,xoxc-,xoxd-",
        find,
    )],
};

fn find(view: &View<'_>) -> Option<Found> {
    let end = token(view, 5, 20, 260, |byte| {
        is_url_safe(byte) || b"%.".contains(&byte)
    })?;
    let end = view.run_back(end, 3, |byte| byte == b'.');
    let letters = view.slice(view.at + 5, end);
    let grouped =
        letters.contains(&b'-') && letters.iter().filter(|byte| byte.is_ascii_digit()).count() > 5;
    (grouped || is_mixed(letters) && entropy(letters) > 900).then_some(Found::new(
        view.at,
        end,
        Grade::HIGH,
    ))
}

examples! { SlackToken
    finds ["«xoxb-263594206564-2343594206574-FGqddMF8t08v8N7Oq4i57vs1»"]
    ignores ["xoxb-your-token-here-please", "xoxb-xxxxxxxxxxxx-xxxxxxxxxxxx"]
}
