//! GitLab access tokens: `glpat-` and 20 letters, or the routable form. Source: GitLab, token overview,
//! <https://docs.gitlab.com/security/tokens/#token-prefixes>.

use super::tokens::{entropy, is_url_safe, token};
use crate::Entity;
use crate::detector::{Detector, Start, Trust, examples};
use crate::view::{Found, Grade, View};

pub(crate) const DETECTOR: Detector = Detector {
    entity: Entity::GitlabToken,
    trust: Trust::Certain,
    strength: 9,
    keywords: "",
    starts: &[Start::Prefixes("glpat-,gldt-,glrt-,glptt-", find)],
};

fn find(view: &View<'_>) -> Option<Found> {
    let prefix = view.run(view.at, 6, |byte| byte != b'-') + 1 - view.at;
    let end = token(view, prefix, 20, 300, |byte| {
        is_url_safe(byte) || byte == b'.'
    })?;
    let end = view.run_back(end, 3, |byte| byte == b'.');
    let letters = view.slice(view.at + prefix, end);
    let long = letters.len() == 20 && !letters.contains(&b'.')
        || letters.len() > 26 && letters.contains(&b'.');
    (long && entropy(letters) > 768).then_some(Found::new(view.at, end, Grade::HIGH))
}

examples! { GitlabToken
    finds ["GITLAB=«glpat-Zt4xKpQ9sLm2Vb7NwR8y»", "«glpat-Zt4xKpQ9sLm2Vb7NwR8y»."]
    ignores ["glpat-Zt4xKpQ9sLm2", "glpat-xxxxxxxxxxxxxxxxxxxx"]
}
