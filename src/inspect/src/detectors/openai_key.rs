//! OpenAI API keys: `sk-`, letters, and `T3BlbkFJ` (OpenAI in base64) in the middle. Source: OpenAI,
//! <https://platform.openai.com/docs/api-reference/authentication>; the form is that of gitleaks' `openai-api-key`.

use super::tokens::{is_url_safe, token};
use crate::Entity;
use crate::detector::{Detector, Start, Trust, examples};
use crate::view::{Found, Grade, View, holds};

pub(crate) const DETECTOR: Detector = Detector {
    entity: Entity::OpenaiKey,
    trust: Trust::Certain,
    strength: 9,
    keywords: "",
    starts: &[Start::Prefixes("sk-", find)],
};

fn find(view: &View<'_>) -> Option<Found> {
    let end = token(view, 3, 40, 220, is_url_safe)?;
    let marked = holds(view.slice(view.at, end), b"T3BlbkFJ");
    (marked && !view.is_at(view.at, b"sk-ant-")).then_some(Found::new(view.at, end, Grade::HIGH))
}

examples! { OpenaiKey
    finds ["«sk-proj-Xb3kQ9vLm2Rt7ZwY5pNsT3BlbkFJHg6Dc1Fa8EuKo4JiVxCz»", "«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»"]
    ignores ["sk-Xb3kQ9vLm2Rt7ZwY5pNsHg6Dc1Fa8EuKo4JiVxCzZZaa", "sk-proj-T3BlbkFJ"]
}
