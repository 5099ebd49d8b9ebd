//! What does a page begin with?

use crate::clock;
use crate::site::{Proved, Visit};
use stepgate_inspect::Key;
use stepgate_policy::{ActivityType, Bundle, CorruptBundle, GrantScope, looks_inside, wants_sides};
use stepgate_protocol::{Boot, FINGERPRINTS};

/// What the agent's script tag carries.
#[derive(Debug)]
pub struct PageBoot {
    /// The boot, as it stands in the attribute.
    pub attribute: String,
    /// Whether it carries what was proved or answered, so that the page must not be kept.
    pub carries_proof: bool,
    /// The policies it is made of.
    pub revision: u64,
}

/// The boot of a page of this visit, with those policies only that can matter to it. A `once` grant for something that
/// happens only in the page was given to the page that asked for it; another page does not get it.
pub fn page_boot(visit: &Visit, mut proved: Proved) -> Result<PageBoot, CorruptBundle> {
    proved.grants.retain(|kept| {
        kept.grant.scope != GrantScope::Once
            || matches!(
                kept.grant.activity,
                ActivityType::Download | ActivityType::Upload | ActivityType::SendItem
            )
    });
    let active = visit.site.policies.active();
    let (now, session) = (clock::now(), visit.context(&proved));
    let all = active.bundle()?;
    let bundle = active.for_session(&session, now)?;
    let boot = Boot {
        now,
        expires: 0,
        session,
        clipboard_key: clipboard_key(&all, &visit.session.clipboard_key),
        fingerprint_key: &fingerprint_key(&bundle, &visit.session.clipboard_key),
        limits: visit.site.inspection.for_pages(),
        bundle: &bundle,
    };
    Ok(PageBoot {
        attribute: boot.attribute(),
        carries_proof: !proved.is_empty(),
        revision: active.revision(),
    })
}

/// `key` where copies can stay within apps: elsewhere no page needs it. All policies are asked, not only a page's own: what
/// one app's policies kept is opened in another.
pub fn clipboard_key<'k>(all: &Bundle<'_>, key: &'k [u8]) -> &'k [u8] {
    if wants_sides(all) { key } else { &[] }
}

/// What fingerprints are made with in a page with this bundle, where a policy of it looks into content. The key that copies are
/// sealed with does not follow from it.
pub fn fingerprint_key(bundle: &[u8], clipboard_key: &[u8]) -> Vec<u8> {
    let looks = Bundle::read_again(bundle).is_ok_and(|bundle| looks_inside(&bundle));
    let key = looks.then(|| Key::derived(clipboard_key, FINGERPRINTS));
    key.flatten().map_or_else(Vec::new, |key| key.to_vec())
}
