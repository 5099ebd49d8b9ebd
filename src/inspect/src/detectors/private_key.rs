//! Private keys in PEM, also cut off, and PuTTY's. Source: RFC 7468; RFC 4716; OpenSSH, PROTOCOL.key.

use super::tokens::entropy;
use crate::Entity;
use crate::detector::{Detector, Start, Trust, examples};
use crate::view::{Found, Grade, View, holds};

pub(crate) const DETECTOR: Detector = Detector {
    entity: Entity::PrivateKey,
    trust: Trust::Certain,
    strength: 10,
    keywords: "",
    starts: &[Start::Prefixes("BEGIN ,PuTTY-User-Key-File-", find)],
};

fn find(view: &View<'_>) -> Option<Found> {
    if view.is_at(view.at, b"PuTTY") {
        let end = view
            .run(view.at, 4000, |byte| byte != b'-' && byte != 0x1f)
            .max(view.word);
        return holds(view.slice(view.at, view.at + 4000), b"Private-Lines").then_some(Found::new(
            view.at,
            end + 1,
            Grade::HIGH,
        ));
    }
    let start = view.run_back(view.at, 5, |byte| byte == b'-');
    let name = view.run(view.at, 60, |byte| {
        byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b' '
    });
    let private = holds(view.slice(view.at, name), b"PRIVATE KEY");
    if !private || view.at - start < 4 || !view.is_at(name, b"----") {
        return None;
    }
    let body = view.run(name, 5, |byte| byte == b'-');
    let end = view.run(body, 7000, |byte| {
        byte.is_ascii_alphanumeric() || b"+/=\r\n\\ \t:,\"'>".contains(&byte)
    });
    let stop = view.run(end, 5, |byte| byte == b'-');
    let closed = stop > end && view.is_at(stop, b"END ");
    let to = if closed { closing(view, stop) } else { end };
    // A key has a body; a sentence about keys has none.
    let letters: usize = view
        .slice(body, end)
        .iter()
        .filter(|byte| byte.is_ascii_alphanumeric())
        .count();
    let keyed = letters > 31 && entropy(view.slice(body, end)) > 900;
    keyed.then_some(Found::new(
        start,
        view.run_back(to, 8, |byte| byte.is_ascii_whitespace()),
        Grade::HIGH,
    ))
}

/// Where the closing line ends.
fn closing(view: &View<'_>, from: usize) -> usize {
    let name = view.run(from, 60, |byte| {
        byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b' '
    });
    view.run(name, 5, |byte| byte == b'-')
}

examples! { PrivateKey
    finds [
        concat!("«-----BEGIN RSA ", "PRIVATE KEY-----\nMIIEpAIBAAKCAQEA0Z3VS5JJcds3xfn/ygWyF0qJDr6v7tYX2kQmZpL8sWn1bEoC\nVh4d\n-----END RSA PRIVATE KEY-----»\n"),
        concat!("«-----BEGIN OPENSSH ", "PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAABFwAAAAdzc2g»"),
    ]
    ignores ["-----BEGIN PUBLIC KEY-----\nMIIEpAIBAAKCAQEA0Z3VS5JJcds3xfn/ygWyF0qJDr6v7tYX2kQmZpL8sWn1bEoC", concat!("Files begin with -----BEGIN ", "PRIVATE KEY----- and so on.")]
}
