//! Can this have been found?
//!
//! What a page says was found is evidence in somebody's hands: it has to fit the policies it was decided by, and nothing in it
//! may be content. It is refused whole where it does not.

use stepgate_inspect::is_masked;
use stepgate_policy::{
    Bundle, Evidence, Found, Inspected, LookedFor, MOST_EVIDENCE, MOST_FINDINGS, MOST_FINGERPRINTS,
    PolicyTrace,
};

/// Whether `findings` can be what policies of `bundle` found that came out as `trace` says.
pub fn fit(findings: &[Found], trace: &[PolicyTrace], bundle: &Bundle<'_>) -> bool {
    let mut seen: Vec<(u16, LookedFor)> = Vec::new();
    findings.len() <= MOST_FINDINGS
        && findings.iter().all(|found| {
            let one = (found.policy, found.expression);
            let new = !seen.contains(&one);
            seen.push(one);
            new && fits(found, trace, bundle)
        })
}

fn fits(found: &Found, trace: &[PolicyTrace], bundle: &Bundle<'_>) -> bool {
    let traced = trace.iter().find(|traced| traced.policy == found.policy);
    let counted = match traced.filter(|traced| traced.matched) {
        Some(PolicyTrace {
            inspection: Some(Inspected::Count(counted)),
            ..
        }) => *counted,
        Some(_) | None => return false,
    };
    let policy = bundle.policy(found.policy);
    let Some(evidence) = policy.and_then(|policy| policy.evidence_of(found.expression)) else {
        return false;
    };
    let secret = matches!(found.expression, LookedFor::Preset(entity) if entity.is_secret());
    let last_four = evidence == Evidence::LastFour && !secret;
    let shown = match evidence {
        Evidence::Nothing => found.evidence.is_empty(),
        Evidence::Masked | Evidence::LastFour => {
            let mut evidence = found.evidence.iter();
            evidence.all(|one| is_masked(one, last_four))
        }
    };
    let sure = match found.expression {
        LookedFor::Preset(_) => matches!(found.confidence, Some(65 | 75 | 85)),
        LookedFor::Custom(_) => found.confidence.is_none(),
    };
    let kept = found.evidence.len().max(found.fingerprints.len());
    shown
        && sure
        && (1..=counted).contains(&found.count)
        && found.evidence.len() <= MOST_EVIDENCE
        && found.fingerprints.len() <= MOST_FINGERPRINTS
        && kept <= usize::try_from(found.count).unwrap_or(usize::MAX)
}
