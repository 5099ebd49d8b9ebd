//! Stripe live secret and restricted keys. Source: Stripe, API keys, <https://docs.stripe.com/keys>.

use super::tokens::{entropy, token};
use crate::Entity;
use crate::detector::{Detector, Start, Trust, examples};
use crate::view::{Found, Grade, View};

pub(crate) const DETECTOR: Detector = Detector {
    entity: Entity::StripeKey,
    trust: Trust::Certain,
    strength: 9,
    keywords: "",
    starts: &[Start::Prefixes("sk_live_,rk_live_", find)],
};

fn find(view: &View<'_>) -> Option<Found> {
    let end = token(view, 8, 16, 247, |byte| byte.is_ascii_alphanumeric())?;
    (entropy(view.slice(view.at + 8, end)) > 850).then_some(Found::new(view.at, end, Grade::HIGH))
}

examples! { StripeKey
    finds [concat!("«sk_", "live_4eC39HqLyjWDarjtT1zdp7dc»"), concat!("«rk_", "live_51H8mQ2KzVb0Xw9sTq3Ly7»")]
    ignores ["sk_live_xxxxxxxxxxxxxxxxxxxxxxxx", "sk_test_4eC39HqLyjWDarjtT1zdp7dc", "sk_live_key"]
}
