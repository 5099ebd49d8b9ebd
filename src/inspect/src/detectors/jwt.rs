//! JSON Web Tokens: three parts in base64url, of which the first two are JSON. Source: RFC 7519; RFC 7515, 7.1.

use super::base_64::decoded;
use super::tokens::is_url_safe;
use crate::Entity;
use crate::detector::{Detector, Start, Trust, examples};
use crate::reading::is_word;
use crate::view::{Found, Grade, View, holds};
use alloc::vec::Vec;

pub(crate) const DETECTOR: Detector = Detector {
    entity: Entity::Jwt,
    trust: Trust::Certain,
    strength: 8,
    keywords: "",
    starts: &[Start::Prefixes("eyJ", find)],
};

fn find(view: &View<'_>) -> Option<Found> {
    let before = view.before(view.at);
    if is_word(before) || b"-.".contains(&before) {
        return None;
    }
    let first = view.run(view.at, 2048, is_url_safe);
    let second = view.run(first + 1, 6000, is_url_safe);
    let end = view.run(second + 1, 1024, is_url_safe);
    let dots = view.byte(first) == b'.' && view.byte(second) == b'.';
    let head: Vec<u8> = decoded(view.slice(view.at, first)).collect();
    let algorithm = holds(&head, b"\"alg\"") && head.ends_with(b"}");
    let body = decoded(view.slice(first + 1, second)).next() == Some(b'{');
    // Five parts are encrypted, RFC 7516: the second is a key.
    (dots && algorithm && body && end > second + 15).then_some(Found::new(
        view.at,
        end,
        Grade::HIGH,
    ))
}

examples! { Jwt
    finds ["Bearer «eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c»"]
    ignores ["eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9", "eyJuYW1lIjoieCJ9.eyJuYW1lIjoieCJ9.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c"]
}
