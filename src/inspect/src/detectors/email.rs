//! E-mail addresses. Source: RFC 5321 and 5322, as far as mail is really delivered to them.

use crate::Entity;
use crate::detector::{Detector, Start, Trust, examples};
use crate::view::{Found, Grade, View, holds, is_one};

pub(crate) const DETECTOR: Detector = Detector {
    entity: Entity::Email,
    trust: Trust::Certain,
    strength: 8,
    keywords: "email,e mail,mail,correo,courriel",
    starts: &[Start::Sign(b'@', find)],
};

/// The longest local part and the longest domain (RFC 5321, 4.5.3.1).
const LOCAL: usize = 64;
const DOMAIN: usize = 253;

fn find(view: &View<'_>) -> Option<Found> {
    let belongs = |byte: u8| {
        byte.is_ascii_alphanumeric() || byte >= 0x80 || b".!#$%&'*+/=?^_`{|}~-".contains(&byte)
    };
    let from = view.run_back(view.at, LOCAL + 1, belongs);
    // `'` and the like may be quotation marks or sugar of another language around it.
    let odd = view
        .slice(from, view.at)
        .iter()
        .rposition(|byte| b"!#$%&'*/=?^`{|}~".contains(byte));
    let odd = odd.map_or(from, |odd| from + odd + 1);
    let start = view.run(odd, LOCAL, |byte| b".-".contains(&byte));
    let local = view.slice(start, view.at);
    let domain = view.run(view.at + 1, DOMAIN, |byte| {
        byte.is_ascii_alphanumeric() || byte >= 0x80 || b".-".contains(&byte)
    });
    let end = view.run_back(domain, DOMAIN, |byte| b".-".contains(&byte));
    let fits = !local.is_empty()
        && local.len() <= LOCAL
        && local.last() != Some(&b'.')
        && !double_dot(local);
    let in_address = view.is_at(start.saturating_sub(3), b"://") && view.before(start) == b'/';
    let remote = local == b"git" && view.byte(end) == b':';
    let credential = view.before(start) == b':' && user_of(view, start);
    (fits && !in_address && !remote && !credential && is_domain(view.slice(view.at + 1, end)))
        .then_some(Found::new(start, end, Grade::HIGH))
}

/// Whether what ends before `start` is `scheme://user:`.
fn user_of(view: &View<'_>, start: usize) -> bool {
    let from = view.run_back(start - 1, LOCAL, |byte| {
        byte.is_ascii_alphanumeric() || b"._-%".contains(&byte)
    });
    view.before(from) == b'/' && view.is_at(from.saturating_sub(3), b"://")
}

fn double_dot(text: &[u8]) -> bool {
    holds(text, b"..")
}

fn is_domain(domain: &[u8]) -> bool {
    let mut labels = domain.rsplit(|byte| *byte == b'.');
    let top = labels.next().unwrap_or_default();
    let rest = labels.clone().count();
    let letters = top.len() >= 2
        && (top
            .iter()
            .all(|byte| byte.is_ascii_alphabetic() || *byte >= 0x80)
            || top.starts_with(b"xn--"));
    let file = is_one(
        top,
        "png,jpg,jpeg,gif,svg,webp,js,css,html,json,ts,tsx,woff,mp4",
    );
    letters
        && !file
        && rest > 0
        && labels.all(|label| {
            !label.is_empty()
                && label.len() < 64
                && !label.starts_with(b"-")
                && !label.ends_with(b"-")
        })
}

examples! { Email
    finds ["«jo.doe+tag@mail.example.co.uk».", "<«a_b@x-y.org»>", "mailto:«x@y.de»?subject=a", "'«ana@correo.es»'", "an «jörg@müller.de» senden"]
    ignores ["icon@2x.png", "user@localhost", "https://bob@example.com/", "postgres://bob:pw12@db.example.com/x", "git@github.com:a/b.git", "npm i foo@1.2.3", "a@b", "@handle.name"]
}
