//! Anthropic API keys: `sk-ant-`, a kind and letters. Source: Anthropic, <https://docs.anthropic.com/en/api/overview>; the form is that
//! of gitleaks' `anthropic-api-key`.

use super::tokens::{entropy, is_url_safe, token};
use crate::Entity;
use crate::detector::{Detector, Start, Trust, examples};
use crate::view::{Found, Grade, View};

pub(crate) const DETECTOR: Detector = Detector {
    entity: Entity::AnthropicKey,
    trust: Trust::Certain,
    strength: 9,
    keywords: "",
    starts: &[Start::Prefixes("sk-ant-", find)],
};

fn find(view: &View<'_>) -> Option<Found> {
    let end = token(view, 7, 32, 200, is_url_safe)?;
    let end = view.run_back(end, 2, |byte| byte == b'-');
    (entropy(view.slice(view.at + 7, end)) > 900).then_some(Found::new(view.at, end, Grade::HIGH))
}

examples! { AnthropicKey
    finds ["«sk-ant-api03-Jq7LmZ0xVt5RbKc2WyN8pDs4HgFa9EuXoTi1SvQe6MnBzYr3UwGkPlCdIjOh-_AA»"]
    ignores ["sk-ant-api03-your-key", "sk-ant-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"]
}
