//! The clipboard boundary: what may be pasted within the person's apps but not leave them is sealed on the clipboard,
//! beside a notice that any other program pastes.

use super::paste::{self, HeldPaste};
use super::{clock, event, place, sides};
use crate::facts::{Facts, MOST_TEXT, Material};
use crate::gate::{self, Ruled, Way};
use crate::hold::Resume;
use crate::host::Handle;
use crate::seal::Copied;
use crate::{session, text};
use stepgate_policy::{ActivityType, CannotScan};

/// Stands in front of a seal in HTML.
const MARK: &str = "data-stepgate=\"";

/// What is put on the clipboard in place of a copy.
#[derive(Debug)]
pub struct Notice {
    /// What people and other programs read.
    pub plain: String,
    /// The same, and the sealed copy: all browsers hand HTML to all ways to paste.
    pub html: String,
}

/// Whether anything can be kept inside, or may have been.
#[must_use]
pub fn is_on() -> bool {
    !session::clipboard_key().is_empty()
}

/// What stands on the clipboard for a copy that `ruled` stops only because it would leave the person's apps: the same
/// copy toward this page's own side may go ahead.
#[must_use]
pub fn keep(ruled: &Ruled, plain: String, html: String) -> Option<Notice> {
    if ruled.way() != Way::Stop || !is_on() || plain.is_empty() && html.is_empty() {
        return None;
    }
    let mut inside = ruled.facts.clone().with(material(&plain, &html));
    inside.place.destination = [place::origin(), session::app()];
    inside.place.data_size = Some(plain.len() as u64);
    if gate::rule(inside).way() != Way::Go {
        return None;
    }
    let copied = Copied {
        time: session::now(),
        source: ruled.facts.place.source.clone(),
        plain,
        html,
    };
    let seal = copied.seal(session::clipboard_key(), nonce()?)?;
    let policy = session::policy_words(ruled.decision.policy);
    let plain = text::on_clipboard(&text::filled(&policy, &ruled.facts.activity, ""));
    let html = ["<span ", MARK, &seal, "\">", &escaped(&plain), "</span>"].concat();
    Some(Notice { plain, html })
}

/// Text and HTML of one copy, as a decision takes them.
#[must_use]
pub fn material(plain: &str, html: &str) -> Material {
    if plain.len() + html.len() > MOST_TEXT as usize {
        return Material::NotScanned(CannotScan::TooLarge);
    }
    Material::Text([plain, "\n", html].concat())
}

/// 96 bits of chance.
fn nonce() -> Option<[u8; 12]> {
    let digits = clock::random_id();
    let mut nonce = [0; 12];
    for (at, byte) in nonce.iter_mut().enumerate() {
        *byte = u8::from_str_radix(digits.get(at * 2..at * 2 + 2)?, 16).ok()?;
    }
    Some(nonce)
}

fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    text.replace('\n', "<br>")
}

/// What is sealed in this HTML. `None` for any other, also for a seal of another person or session.
#[must_use]
pub fn opened(html: &str) -> Option<Copied> {
    if !is_on() {
        return None;
    }
    let (_, rest) = html.split_once(MARK)?;
    let (seal, _) = rest.split_once('"')?;
    Copied::open(seal, session::clipboard_key(), session::now())
}

/// What is sealed in what the clipboard, or a drag, brings.
#[must_use]
pub fn found(data: Handle) -> Option<Copied> {
    if !is_on() {
        return None;
    }
    opened(&paste::text_of(data, "text/html"))
}

/// The attempt to paste what was sealed, with what it really says.
#[must_use]
pub fn facts(copied: &Copied) -> Facts {
    let mut facts = Facts::new(ActivityType::Paste);
    facts.place.source.clone_from(&copied.source);
    if session::asks_for_content(&facts) {
        facts.with(Material::Text(copied.plain.clone()))
    } else {
        facts
    }
}

/// Pastes or drops at `target` what was sealed, if that is let through. The browser pastes nothing itself.
pub fn pasting(event: Handle, copied: Copied, target: Handle) {
    event::stop(event);
    let ruled = vec![gate::rule(sides::at(target, || facts(&copied)))];
    if paste::masked(&ruled, &|| copied.plain.clone(), target) {
        return;
    }
    let paste = HeldPaste::sealed(copied, target);
    match gate::way(&ruled) {
        Way::Go => {
            gate::settle(ruled, || Resume::Nothing);
            paste.go();
        }
        Way::Hold | Way::Stop => {
            gate::settle(ruled, || Resume::Paste(paste));
        }
    }
}
