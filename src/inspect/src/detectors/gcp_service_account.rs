//! Google Cloud service account files: JSON of type `service_account` with a private key. Source: Google Cloud, service account keys,
//! <https://cloud.google.com/iam/docs/keys-create-delete>.

use crate::Entity;
use crate::detector::{Detector, Start, Trust, examples};
use crate::view::{Found, Grade, View};

pub(crate) const DETECTOR: Detector = Detector {
    entity: Entity::GcpServiceAccount,
    trust: Trust::Certain,
    strength: 9,
    keywords: "",
    starts: &[Start::Prefixes("service_account", find)],
};

/// How far the key may be from the type.
const APART: usize = 700;

fn find(view: &View<'_>) -> Option<Found> {
    let end = view.at + "service_account".len();
    let name = view.run_back(view.at, 12, |byte| b" \t\n\r:\"'".contains(&byte));
    let start = name
        .checked_sub(4)
        .filter(|start| view.is_at(*start, b"type"))?;
    let around = view.slice(
        start.saturating_sub(APART.min(crate::view::BACK)),
        end + APART,
    );
    let keyed = around
        .windows(13)
        .any(|part| part == b"\"private_key\"" || part == b"private_key_i");
    keyed.then_some(Found::new(start, end, Grade::HIGH))
}

examples! { GcpServiceAccount
    finds ["{\"«type\": \"service_account»\", \"project_id\": \"x\", \"private_key_id\": \"ab\", \"private_key\": \"..\"}"]
    ignores ["{\"type\": \"service_account\"}", "a service_account with a private_key_id"]
}
