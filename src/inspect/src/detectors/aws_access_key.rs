//! AWS access key ids. Source: AWS IAM, unique identifiers,
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html>: a prefix and 16 capital letters and digits.

use super::tokens::{entropy, token};
use crate::Entity;
use crate::detector::{Detector, Start, Trust, examples};
use crate::view::{Found, Grade, View};

pub(crate) const DETECTOR: Detector = Detector {
    entity: Entity::AwsAccessKey,
    trust: Trust::Certain,
    strength: 9,
    keywords: "",
    starts: &[Start::Prefixes("AKIA,ASIA,ABIA,ACCA", find)],
};

fn find(view: &View<'_>) -> Option<Found> {
    let end = token(view, 4, 16, 16, |byte| {
        byte.is_ascii_uppercase() || byte.is_ascii_digit()
    })?;
    let letters = view.slice(view.at + 4, end);
    (view.word == end && letters.iter().any(u8::is_ascii_digit) || entropy(letters) > 700)
        .then_some(Found::new(view.at, end, Grade::HIGH))
}

examples! { AwsAccessKey
    finds ["«AKIAQ3EGR7ZTLN5WXJ4B»", "«AKIAXQJZ9HI8TWYV94HA»", "aws_access_key_id = «ASIAY34FZKBOKMUTVV7A»"]
    ignores ["AKIAIOSFODNN7EXAMPLE", "AKIAQ3EGR7ZTLN5WXJ4", "xAKIAQ3EGR7ZTLN5WXJ4B", "AKIAAAAAAAAAAAAAAAAA"]
}
