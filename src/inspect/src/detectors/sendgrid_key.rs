//! SendGrid API keys: `SG.`, 22 letters, 43 letters. Source: Twilio SendGrid, <https://www.twilio.com/docs/sendgrid/ui/account-and-settings/api-keys>.

use super::tokens::{is_url_safe, token};
use crate::Entity;
use crate::detector::{Detector, Start, Trust, examples};
use crate::view::{Found, Grade, View};

pub(crate) const DETECTOR: Detector = Detector {
    entity: Entity::SendgridKey,
    trust: Trust::Certain,
    strength: 9,
    keywords: "",
    starts: &[Start::Prefixes("SG.", find)],
};

fn find(view: &View<'_>) -> Option<Found> {
    let end = token(view, 26, 43, 43, is_url_safe)?;
    let first = view.slice(view.at + 3, view.at + 25);
    let parts = view.byte(view.at + 25) == b'.' && first.iter().all(|byte| is_url_safe(*byte));
    parts.then_some(Found::new(view.at, end, Grade::HIGH))
}

examples! { SendgridKey
    finds ["«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»", "My key is «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»."]
    ignores ["SG.ngeVfQFYQlKU0ufo8x5d1A", "SG.ngeVfQFYQlKU0ufo8x5d1ATwL2iGABf9DHoTf-09kqeF8tAmbihYzrnopKc-1s5crx"]
}
