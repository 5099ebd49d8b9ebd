//! Reading what a policy does where content it asks about cannot be read.

use super::walk::{At, Members};
use crate::{CannotScan, Unscanned, WhenCannotBeScanned};
use serde::Serialize;
use std::collections::BTreeMap;

/// What a policy does where content it asks about cannot be read, as it was written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Unscannable {
    /// Whether it counts as a match, whatever the reason.
    #[serde(skip_serializing_if = "is_false")]
    pub always_apply_if_cannot_be_scanned: bool,
    /// What is done for each reason; as the default behaviour says for those that are not there.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub when_cannot_be_scanned: BTreeMap<CannotScan, Unscanned>,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the signature is serde's"
)]
const fn is_false(yes: &bool) -> bool {
    !*yes
}

impl Unscannable {
    /// The behaviour for each reason.
    #[must_use]
    pub fn behaviors(&self) -> WhenCannotBeScanned {
        if self.always_apply_if_cannot_be_scanned {
            return WhenCannotBeScanned::always(Unscanned::Apply);
        }
        let each = self.when_cannot_be_scanned.iter();
        each.fold(WhenCannotBeScanned::default(), |all, (reason, behavior)| {
            all.with(*reason, *behavior)
        })
    }
}

pub(super) fn read_unscanned(members: &Members<'_>) -> Option<Unscannable> {
    let always = members.optional_by("alwaysApplyIfCannotBeScanned", At::boolean);
    let each = members.optional_by("whenCannotBeScanned", read_each);
    for name in ["alwaysApplyIfCannotBeScanned", "whenCannotBeScanned"] {
        if let Some(at) = members.optional(name)
            && members.optional("inspection").is_none()
        {
            at.wrong(
                format!("`{name}`"),
                "none, as the policy has no `inspection`",
            );
            return None;
        }
    }
    let (always, each) = (always?.unwrap_or(false), each?.unwrap_or_default());
    if always && !each.is_empty() {
        if let Some(at) = members.optional("whenCannotBeScanned") {
            at.wrong(
                "`whenCannotBeScanned`",
                "none, as `alwaysApplyIfCannotBeScanned` says it for every reason",
            );
        }
        return None;
    }
    Some(Unscannable {
        always_apply_if_cannot_be_scanned: always,
        when_cannot_be_scanned: each,
    })
}

fn read_each(at: &At<'_>) -> Option<BTreeMap<CannotScan, Unscanned>> {
    let members = at.members("reasons", &CannotScan::ALL.map(CannotScan::keyword))?;
    let mut all = Some(BTreeMap::new());
    for reason in CannotScan::ALL {
        let behavior = members.optional_by(reason.keyword(), |at| {
            at.word(&Unscanned::ALL.map(Unscanned::keyword), Unscanned::parse)
        });
        match (&mut all, behavior) {
            (Some(all), Some(behavior)) => all.extend(behavior.map(|behavior| (reason, behavior))),
            (None, _) | (Some(_), None) => all = None,
        }
    }
    all
}
