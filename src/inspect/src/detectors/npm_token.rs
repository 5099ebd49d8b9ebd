//! npm access tokens: `npm_`, 30 letters and their CRC-32 in base62. Source: GitHub, Announcing npm's new access token format,
//! <https://github.blog/changelog/2021-09-23-npm-has-a-new-access-token-format/>.

use super::github_token::has_checksum;
use super::tokens::token;
use crate::Entity;
use crate::detector::{Detector, Start, Trust, examples};
use crate::view::{Found, Grade, View};

pub(crate) const DETECTOR: Detector = Detector {
    entity: Entity::NpmToken,
    trust: Trust::Certain,
    strength: 9,
    keywords: "",
    starts: &[Start::Prefixes("npm_", find)],
};

fn find(view: &View<'_>) -> Option<Found> {
    let end = token(view, 4, 36, 36, |byte| byte.is_ascii_alphanumeric())?;
    has_checksum(view.slice(view.at + 4, end)).then_some(Found::new(view.at, end, Grade::HIGH))
}

examples! { NpmToken
    finds ["//registry.npmjs.org/:_authToken=«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»"]
    ignores ["npm_zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq18", "npm_config_registry"]
}
