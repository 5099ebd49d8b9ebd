//! Secrets without a form of their own that the text says are secrets. Source: gitleaks, rule `generic-api-key`,
//! <https://github.com/gitleaks/gitleaks>: a word, an assignment, letters and digits with an entropy above 3.3 bits.

use super::assignment::assigned;
use super::password::is_variable;
use super::tokens::{entropy, is_made_up, is_mixed};
use crate::Entity;
use crate::detector::{Detector, Start, Trust, examples};
use crate::view::{Found, Grade, View, holds};

pub(crate) const DETECTOR: Detector = Detector {
    entity: Entity::GenericSecret,
    trust: Trust::Certain,
    strength: 3,
    keywords: "secret,token,api key,apikey,access key,auth key,client secret,api secret,secret key,credential*,\
        bearer,auth token,access token,private token,encryption key,signing key,refresh token,session token,\
        app secret,consumer secret,consumer key,secret access key,aws secret access key,shared access key,\
        license key,webhook secret,authorization,service key,app key,api token,oauth*,x api key,master key",
    starts: &[Start::Keyword(find)],
};

/// 3.3 bits, times 256.
const ENTROPY: u32 = 845;

fn find(view: &View<'_>) -> Option<Found> {
    let bearer = view.byte(view.at) == b' '
        && view
            .slice(view.at.saturating_sub(6), view.at)
            .eq_ignore_ascii_case(b"bearer");
    let (start, end, quoted) = if bearer {
        let end = view.run(view.at + 1, 256, |byte| {
            byte.is_ascii_alphanumeric() || b"-._~+/=".contains(&byte)
        });
        (view.at + 1, end, true)
    } else {
        let value = assigned(view)?;
        let mut start = value.start;
        for scheme in [&b"Bearer "[..], b"Basic ", b"token ", b"Token "] {
            start += if view.is_at(start, scheme) {
                scheme.len()
            } else {
                0
            };
        }
        (
            start,
            if value.quoted {
                value.end
            } else {
                view.run(start, 256, |byte| {
                    byte > b' ' && !b",;\"'`<>|&)".contains(&byte)
                })
            },
            value.quoted,
        )
    };
    let text = view.slice(start, end);
    let letters = text
        .iter()
        .all(|byte| byte.is_ascii_alphanumeric() || b"-._~+/=!@#$%^&*:".contains(byte));
    let fits =
        (10..=200).contains(&text.len()) && letters && is_mixed(text) && entropy(text) > ENTROPY;
    (fits && !is_variable(text, quoted) && !is_made_up(text) && !is_named(text))
        .then_some(Found::new(start, end, Grade::MEDIUM))
}

/// Words joined by dashes, dots or slashes, addresses and dates: names, not secrets.
fn is_named(text: &[u8]) -> bool {
    let parts = || text.split(|byte| b"-._/:".contains(byte));
    let words = parts()
        .filter(|part| part.len() > 2 && part.iter().all(u8::is_ascii_alphabetic))
        .count();
    let uuid = text.len() == 36 && parts().map(<[u8]>::len).eq([8, 4, 4, 4, 12]);
    let date = text
        .iter()
        .all(|byte| byte.is_ascii_digit() || b"-:.TZ+/".contains(byte));
    date || uuid
        || (words > 1 && words * 2 > parts().count())
        || holds(text, b"://")
        || holds(text, b"::")
}

examples! { GenericSecret
    finds [
        "api_key = \"«9f8a7b6c5d4e3f2a1b0c9d8e»\"", "aws_secret_access_key = «wJalrXUtnFEMI/K7MDENG/bPxRfiCYzK1mQw0TvB»", "client_secret: «q7Kx0PbV9sTzW3mR2nLd»", "Authorization: Bearer «q7Kx0PbV9sTzW3mR2nLd»",
    ]
    ignores ["api_key = \"YOUR_API_KEY_HERE1\"", "token = get_token(1)", "secret: my-app-secret-name-v1", "token_expiry = 2024-01-01T00:00:00Z", "api_key = config.api_key1", "tokens: 4096"]
}
