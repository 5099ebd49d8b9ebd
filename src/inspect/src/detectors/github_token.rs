//! GitHub tokens: a prefix, 30 letters and their CRC-32 in base62; or `github_pat_`. Source: GitHub,
//! <https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/>.

use super::tokens::token;
use crate::Entity;
use crate::check_digits::crc_32;
use crate::detector::{Detector, Start, Trust, examples};
use crate::view::{Found, Grade, View};

pub(crate) const DETECTOR: Detector = Detector {
    entity: Entity::GithubToken,
    trust: Trust::Certain,
    strength: 9,
    keywords: "",
    starts: &[Start::Prefixes(
        "ghp_,gho_,ghu_,ghs_,ghr_,github_pat_",
        find,
    )],
};

fn find(view: &View<'_>) -> Option<Found> {
    let end = if view.is_at(view.at, b"github_pat_") {
        let end = token(view, 11, 82, 82, |byte| {
            byte.is_ascii_alphanumeric() || byte == b'_'
        })?;
        (view.byte(view.at + 33) == b'_').then_some(end)?
    } else {
        let end = token(view, 4, 36, 36, |byte| byte.is_ascii_alphanumeric())?;
        has_checksum(view.slice(view.at + 4, end)).then_some(end)?
    };
    Some(Found::new(view.at, end, Grade::HIGH))
}

/// Whether the last six letters are the CRC-32 of those before, in base62 of either order.
pub(super) fn has_checksum(letters: &[u8]) -> bool {
    let Some((body, tail)) = letters.split_at_checked(letters.len().saturating_sub(6)) else {
        return false;
    };
    let number = |upper: u64, lower: u64| {
        tail.iter().fold(0_u64, |number, letter| {
            number * 62
                + match letter {
                    b'A'..=b'Z' => u64::from(letter - b'A') + upper,
                    b'a'..=b'z' => u64::from(letter - b'a') + lower,
                    _ => u64::from(letter.wrapping_sub(b'0') % 10),
                }
        })
    };
    let sum = u64::from(crc_32(body));
    number(10, 36) == sum || number(36, 10) == sum
}

examples! { GithubToken
    finds ["token: «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»"]
    ignores ["ghp_zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq18", "ghp_short"]
}
