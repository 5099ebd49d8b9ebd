//! Reading what a policy looks for in content.

use super::expression::CustomExpression;
use super::walk::{At, Members};
use crate::{ActivityType, Evidence, SearchIn};
use serde::{Serialize, Serializer};
use stepgate_inspect::{Confidence, Entity};

/// What an inspection can say.
pub(super) const FIELDS: [&str; 7] = [
    "presetExpression",
    "customExpression",
    "minimumConfidence",
    "minimumViolations",
    "excludeExpression",
    "searchIn",
    "evidence",
];
pub(super) const MOST_VIOLATIONS: u32 = 1_000_000;
/// How sure a preset's finding has to be at least, from the least sure.
pub(super) const CONFIDENCES: [&str; 3] = ["low", "medium", "high"];
/// How sure unless the policy says otherwise: what shapes with a check digit are, and others where the text names them.
pub(super) const CONFIDENCE: Confidence = Confidence::Medium;
/// Where is looked unless the policy says otherwise.
const PLACES: [SearchIn; 2] = [SearchIn::Content, SearchIn::Metadata];

/// What a policy looks for in the content, and how much of it makes a match.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct InspectionRule {
    /// Detectors that come with Stepgate, any of which counts.
    #[serde(skip_serializing_if = "Vec::is_empty", serialize_with = "presets")]
    pub preset_expression: Vec<Entity>,
    /// How sure a detector has to be at least.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "confidence")]
    pub minimum_confidence: Option<Confidence>,
    /// An expression of the administrator's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_expression: Option<CustomExpression>,
    /// How many different values (preset) or occurrences (custom) make a match.
    pub minimum_violations: u32,
    /// What is no finding even so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exclude_expression: Option<CustomExpression>,
    /// Where is looked.
    pub search_in: Vec<SearchIn>,
    /// What is kept of what was found; masked unless said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence: Option<Evidence>,
}

/// The names of the detectors that come with Stepgate.
pub(super) fn preset_names() -> [&'static str; Entity::ALL.len()] {
    Entity::ALL.map(Entity::preset)
}

pub(crate) const fn confidence_word(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::Low => "low",
        Confidence::Medium => "medium",
        Confidence::High => "high",
    }
}

fn presets<S: Serializer>(presets: &[Entity], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(presets.iter().map(|entity| entity.preset()))
}

#[expect(clippy::ref_option, reason = "the signature is serde's")]
fn confidence<S: Serializer>(
    confidence: &Option<Confidence>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    confidence.map(confidence_word).serialize(serializer)
}

impl InspectionRule {
    pub(super) fn read(at: &At<'_>, activities: &[ActivityType]) -> Option<Self> {
        let members = at.members("an inspection", &FIELDS)?;
        let minimum = members.optional("minimumViolations").map_or(Some(1), |at| {
            at.number(1, MOST_VIOLATIONS, "a number of findings")
        });
        if activities.contains(&ActivityType::Print) {
            at.wrong(
                "an `inspection`",
                "none, as `print` has no content to look into",
            );
        }
        let expression = read_expression(at, &members);
        let minimum_confidence = read_confidence(&members);
        let excluded = members.optional_by("excludeExpression", CustomExpression::read_excluded);
        let search_in = members.optional_by("searchIn", read_places);
        let evidence = members.optional_by("evidence", |at| {
            at.word(&Evidence::ALL.map(Evidence::keyword), Evidence::parse)
        });
        let (preset_expression, custom_expression) = expression?;
        let exclude_expression = excluded?;
        Some(Self {
            minimum_confidence: minimum_confidence?
                .or_else(|| custom_expression.is_none().then_some(CONFIDENCE)),
            preset_expression,
            custom_expression,
            minimum_violations: minimum?,
            exclude_expression,
            search_in: search_in?.unwrap_or_else(|| PLACES.to_vec()),
            evidence: evidence?,
        })
    }
}

impl InspectionRule {
    /// The same, knowing whether what is found will be masked: then, and where it is kept as evidence, it matters where exactly
    /// it is.
    pub(super) fn masking(mut self, masks: bool) -> Self {
        // Unless it is asked for, no page is sent a second table for it.
        let shows = matches!(self.evidence, Some(Evidence::Masked | Evidence::LastFour));
        let exact = masks || shows || self.exclude_expression.is_some();
        self.custom_expression = self
            .custom_expression
            .map(|custom| custom.told_exactly(exact));
        self
    }
}

type Expressions = (Vec<Entity>, Option<CustomExpression>);

fn read_expression(at: &At<'_>, members: &Members<'_>) -> Option<Expressions> {
    match (
        members.optional("presetExpression"),
        members.optional("customExpression"),
    ) {
        (Some(preset), None) => read_presets(&preset).map(|presets| (presets, None)),
        (None, Some(custom)) => {
            CustomExpression::read(&custom).map(|custom| (Vec::new(), Some(custom)))
        }
        (None, None) => {
            at.wrong(
                "nothing to look for",
                "`presetExpression` or `customExpression`",
            );
            None
        }
        (Some(_), Some(_)) => {
            at.wrong(
                "two expressions",
                "either `presetExpression` or `customExpression`",
            );
            None
        }
    }
}

/// One preset by name, or several.
fn read_presets(at: &At<'_>) -> Option<Vec<Entity>> {
    let one = |at: &At<'_>| {
        at.word(&preset_names(), |word| {
            let mut all = Entity::ALL.into_iter();
            all.find(|entity| entity.preset() == word)
        })
    };
    if !at.is_array() {
        return one(at).map(|entity| vec![entity]);
    }
    each_once(&at.items("presets")?, one, Entity::preset)
}

fn read_places(at: &At<'_>) -> Option<Vec<SearchIn>> {
    let known = SearchIn::ALL.map(SearchIn::keyword);
    each_once(
        &at.items("places")?,
        |at| at.word(&known, SearchIn::parse),
        SearchIn::keyword,
    )
}

/// Words that stand in a list once each.
fn each_once<T: Copy + PartialEq>(
    items: &[At<'_>],
    read: impl Fn(&At<'_>) -> Option<T>,
    word: fn(T) -> &'static str,
) -> Option<Vec<T>> {
    let (mut all, mut wrong) = (Vec::new(), false);
    for at in items {
        let Some(one) = read(at) else {
            wrong = true;
            continue;
        };
        if all.contains(&one) {
            at.wrong(format!("`{}` a second time", word(one)), "each once");
            wrong = true;
        }
        all.push(one);
    }
    (!wrong).then_some(all)
}

fn read_confidence(members: &Members<'_>) -> Option<Option<Confidence>> {
    let Some(at) = members.optional("minimumConfidence") else {
        return Some(None);
    };
    if members.optional("customExpression").is_some() {
        at.wrong(
            "`minimumConfidence`",
            "none, as an expression of your own is found or not, and no more or less sure",
        );
        return None;
    }
    at.word(&CONFIDENCES, |word| {
        [Confidence::Low, Confidence::Medium, Confidence::High]
            .into_iter()
            .find(|one| confidence_word(*one) == word)
    })
    .map(Some)
}
