//! Secrets without a form of their own that the text says are secrets. Source: gitleaks, rule `generic-api-key`,
//! <https://github.com/gitleaks/gitleaks>: a word, an assignment, letters and digits with an entropy above 3.3 bits.

use super::assignment::{Assigned, assigned};
use super::mention::{self, Mention};
use super::password::is_variable;
use super::tokens::{entropy, is_made_up, is_mixed};
use crate::Entity;
use crate::context::is_whole;
use crate::detector::{Detector, Start, Trust, examples};
use crate::reading::is_word;
use crate::view::{Found, Grade, View, holds};

pub(crate) const DETECTOR: Detector = Detector {
    entity: Entity::GenericSecret,
    trust: Trust::Certain,
    strength: 3,
    keywords: "secret,token,api key,access key,auth key,client secret,api secret,secret key,credential*,bearer,\
        auth token,access token,encryption key,signing key,consumer key,license key,cle api,clave api,chave api,\
        chiave api,api schlussel,jeton,private key,deploy key,connection key,\
        geheimschlussel,authorization,service key,app key,api token,oauth*,master key",
    starts: &[Start::Keyword(find), Start::Cell(cell)],
};

/// 3.3 bits, times 256; of sixteen letters there are fewer.
const ENTROPY: u32 = 845;
const HEX_ENTROPY: u32 = 716;

fn find(view: &View<'_>) -> Option<Found> {
    let bearer = view.byte(view.at) == b' '
        && view
            .slice(view.at.saturating_sub(6), view.at)
            .eq_ignore_ascii_case(b"bearer");
    if bearer {
        let end = view.run(view.at + 1, 256, |byte| {
            byte.is_ascii_alphanumeric() || b"-._~+/=".contains(&byte)
        });
        return found(view, view.at + 1, end, true);
    }
    let value = assigned(view);
    if let Some(found) = value.and_then(|value| given(view, value)) {
        return Some(found);
    }
    if value.is_some_and(|value| !value.said) {
        return None;
    }
    let is_secret = |found: Mention| is_secret(view.slice(found.start, found.end), false);
    let mentioned = mention::behind(view, &is_secret)
        .or_else(|| mention::ahead(view).filter(|found| is_secret(*found)))?;
    Some(Found::new(mentioned.start, mentioned.end, Grade::MEDIUM))
}

/// What is assigned, without the scheme before it and the sentence's end.
fn given(view: &View<'_>, value: Assigned) -> Option<Found> {
    let mut start = value.start;
    for scheme in [&b"Bearer "[..], b"Basic ", b"token ", b"Token "] {
        start += if view.is_at(start, scheme) {
            scheme.len()
        } else {
            0
        };
    }
    let name = view.run(view.at, 40, |byte| is_word(byte) || byte == b'-');
    let text = view.slice(start, value.end);
    let id = matches!(view.slice(view.word, name), [.., b'i' | b'I', b'd' | b'D']);
    if is_uuid(text) && !value.said && !id {
        return is_random(text, true).then_some(Found::new(start, value.end, Grade::MEDIUM));
    }
    if value.quoted {
        return found(view, start, value.end, true);
    }
    let end = view.run(start, 256, |byte| {
        byte > b' ' && !b",;\"'`<>|&)".contains(&byte)
    });
    let end = view.run_back(end, 3, |byte| b".:".contains(&byte));
    found(view, start, end, false)
}

/// The whole of a cell under a header that names a secret.
fn cell(view: &View<'_>) -> Option<Found> {
    let start = view.run(view.at, 40, |byte| b" \"'".contains(&byte));
    let end = view.run(start, 256, |byte| {
        byte > b' ' && !b",;\"'|<)".contains(&byte)
    });
    found(view, start, end, true)
        .filter(|_| is_whole(view, end) || view.byte(end) == b')' || view.is_at(end, b"  "))
}

fn found(view: &View<'_>, start: usize, end: usize, quoted: bool) -> Option<Found> {
    is_secret(view.slice(start, end), quoted).then_some(Found::new(start, end, Grade::MEDIUM))
}

/// Some services give out UUIDs: they are keys where they are assigned to one, and not to its `id`.
pub(super) fn is_uuid(text: &[u8]) -> bool {
    text.len() == 36
        && text
            .split(|byte| *byte == b'-')
            .map(<[u8]>::len)
            .eq([8, 4, 4, 4, 12])
}

fn is_secret(text: &[u8], quoted: bool) -> bool {
    !is_uuid(text) && is_random(text, quoted)
}

fn is_random(text: &[u8], quoted: bool) -> bool {
    let letters = text
        .iter()
        .all(|byte| byte.is_ascii_alphanumeric() || b"-._~+/=!@#$%^&*:".contains(byte));
    let hex = text.len() > 15 && text.iter().all(u8::is_ascii_hexdigit);
    let least = if hex { HEX_ENTROPY } else { ENTROPY };
    let fits =
        (10..=200).contains(&text.len()) && letters && is_mixed(text) && entropy(text) > least;
    fits && !is_variable(text, quoted) && !is_made_up(text) && !is_named(text)
}

/// Words joined by dashes, dots or slashes, addresses and dates: names, not secrets.
fn is_named(text: &[u8]) -> bool {
    let parts = || text.split(|byte| b"-._/:".contains(byte));
    let words = parts()
        .filter(|part| {
            (part.len() > 2 && is_name(part))
                || (part.len() < 4 && part.iter().all(u8::is_ascii_digit))
        })
        .count();
    let date = text
        .iter()
        .all(|byte| byte.is_ascii_digit() || b"-:.TZ+/".contains(byte));
    date || (words > 1 && words * 2 > parts().count()) || holds(text, b"://") || holds(text, b"::")
}

/// `name`, `Name`, `NAME`.
fn is_name(part: &[u8]) -> bool {
    let rest = part.get(1..).unwrap_or_default();
    part.iter().all(u8::is_ascii_alphabetic)
        && (rest.iter().all(u8::is_ascii_lowercase) || part.iter().all(u8::is_ascii_uppercase))
}

examples! { GenericSecret
    finds [
        "api_key = \"«9f8a7b6c5d4e3f2a1b0c9d8e»\"", "aws_secret_access_key = «wJalrXUtnFEMI/K7MDENG/bPxRfiCYzK1mQw0TvB»", "client_secret: «q7Kx0PbV9sTzW3mR2nLd»", "Authorization: Bearer «q7Kx0PbV9sTzW3mR2nLd»",
        "name,api_key\nx,«q7Kx0PbV9sTzW3mR2nLd»\n", "API token - «q7Kx0PbV9sTzW3mR2nLd»", "«q7Kx0PbV9sTzW3mR2nLd» is my client secret.", "the API key \"«q7Kx0PbV9sTzW3mR2nLd»\" was rejected", "My token is «q7Kx0PbV9sTzW3mR2nLd».", "<add key=\"ApiKey\" value=\"«q7Kx0PbV9sTzW3mR2nLd»\" />",
        "clé API : «7hDpBkp3SoTi1TWDPlgP8UlG»", "curl -H \"apikey: «c4ed6c21-9dd5-4a05-8e3f-c56d1151cce8»\"", "-H \"Token: «3fea6af1349166ea»\"", "auth token «e4e4ebf2dfd801adfc74ad433d375f25»",
    ]
    ignores ["token_id: c4ed6c21-9dd5-4a05-8e3f-c56d1151cce8", "cargo-credential-libsecret-0.4.12", "api_key = \"YOUR_API_KEY_HERE1\"", "token = get_token(1)", "secret: my-app-secret-name-v1", "token_expiry = 2024-01-01T00:00:00Z", "api_key = config.api_key1", "tokens: 4096", "The API key was rotated; see commit 9f8a7b6c5d4e3f2a1b0c9d8e", "api_key,commit\nrotated,9f8a7b6c5d4e3f2a1b0c9d8e"]
}
