//! PyPI API tokens: `pypi-` and a macaroon in base64 that begins with its version and place. Source: PyPI,
//! <https://pypi.org/help/#apitoken>; pypitoken, <https://pypitoken.readthedocs.io/>.

use super::base_64::decoded;
use super::tokens::{is_url_safe, token};
use crate::Entity;
use crate::detector::{Detector, Start, Trust, examples};
use crate::view::{Found, Grade, View, holds};
use alloc::vec::Vec;

pub(crate) const DETECTOR: Detector = Detector {
    entity: Entity::PypiToken,
    trust: Trust::Certain,
    strength: 9,
    keywords: "",
    starts: &[Start::Prefixes("pypi-Ag", find)],
};

fn find(view: &View<'_>) -> Option<Found> {
    let end = token(view, 5, 50, 400, is_url_safe)?;
    // Version 2, then a field of the place: `pypi.org` or `test.pypi.org`.
    let begins = decoded(view.slice(view.at + 5, view.at + 35))
        .take(18)
        .collect::<Vec<u8>>();
    let place = begins.starts_with(&[2, 1]) && holds(&begins, b"pypi.org");
    place.then_some(Found::new(view.at, end, Grade::HIGH))
}

examples! { PypiToken
    finds ["password = «pypi-AgEIcHlwaS5vcmcCJGNiN2VhZjY0LTc4ZjQtNDYxMi1iMzQ1LWYwZTFkMmMzYjRhNQACKlszLCJk»"]
    ignores ["pypi-AgEIcHlwaS5vcmc", "pypi-server-is-a-small-package-index-for-your-own-network-and-others"]
}
