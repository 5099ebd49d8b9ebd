//! Slack incoming webhooks. Source: Slack, <https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks>.

use super::tokens::is_made_up;
use crate::Entity;
use crate::detector::{Detector, Start, Trust, examples};
use crate::view::{Found, Grade, View};

pub(crate) const DETECTOR: Detector = Detector {
    entity: Entity::SlackWebhook,
    trust: Trust::Certain,
    strength: 9,
    keywords: "",
    starts: &[Start::Prefixes("hooks", find)],
};

fn find(view: &View<'_>) -> Option<Found> {
    let host = b"hooks.slack.com/";
    let rest = if view.is_at(view.at, host) {
        view.at + host.len()
    } else {
        return None;
    };
    let kind = [&b"services/"[..], b"workflows/", b"triggers/"]
        .into_iter()
        .find(|kind| view.is_at(rest, kind))?;
    let from = rest + kind.len();
    let end = view.run(from, 120, |byte| {
        byte.is_ascii_alphanumeric() || byte == b'/'
    });
    let path = view.slice(from, end);
    let parts = path
        .split(|byte| *byte == b'/')
        .filter(|part| part.len() > 7)
        .count();
    let start = if view.is_at(view.at.saturating_sub(8), b"https://") {
        view.at - 8
    } else {
        view.at
    };
    (parts > 2 && !is_made_up(path)).then_some(Found::new(start, end, Grade::HIGH))
}

examples! { SlackWebhook
    finds ["«https://hooks.slack.com/services/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»"]
    ignores ["https://hooks.slack.com/services/TXXXX/BXXXX/XXXX", "https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX"]
}
