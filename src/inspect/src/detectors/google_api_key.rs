//! Google API keys: `AIza` and 35 letters. Source: Google Cloud, <https://cloud.google.com/docs/authentication/api-keys>;
//! the form is that of gitleaks' `gcp-api-key`.

use super::tokens::{is_url_safe, token};
use crate::Entity;
use crate::detector::{Detector, Start, Trust, examples};
use crate::view::{Found, Grade, View};

pub(crate) const DETECTOR: Detector = Detector {
    entity: Entity::GoogleApiKey,
    trust: Trust::Certain,
    strength: 9,
    keywords: "",
    starts: &[Start::Prefixes("AIza", find)],
};

fn find(view: &View<'_>) -> Option<Found> {
    let end = token(view, 4, 35, 35, is_url_safe)?;
    (view.byte(end) != b'-').then_some(Found::new(view.at, end, Grade::HIGH))
}

examples! { GoogleApiKey
    finds ["key=«AIzaSyD3k9vQ0pX7bLmR2tW8uZ1cN5eH4gJ6fKo»"]
    ignores ["AIzaSyD3k9vQ0pX7bLmR2tW8uZ1cN5eH4gJ6fK", "AIzaXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX"]
}
