//! When does a rule of Chrome apply?

use super::chrome_url::{NoPattern, UrlPattern};
use super::input::Input;
use super::written::Test;
use crate::{Filter, Operator};
use serde_json::Value;

/// When a rule is asked.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Moment {
    /// Something leaves the page, which is its source.
    Leaving,
    /// Something comes into the page, which is its destination.
    Arriving,
}

/// What can be said of a condition.
pub(super) enum Said {
    /// It always holds.
    Always,
    /// This, and whether it is all of it.
    Test(Test, bool),
    /// Nothing.
    Lost,
}

/// Which sides a rule is about.
#[derive(Clone, Copy, Default)]
pub(super) struct Sides {
    pub(super) destinations: bool,
}

/// Which sides a rule is about, in all its depth.
pub(super) fn sides(rule: &Input<'_>) -> Sides {
    let parts = ["and", "or", "not"];
    let inside = parts
        .iter()
        .filter_map(|name| rule.member(name))
        .flat_map(|at| at.one_or_more());
    let deeper = inside.map(|part| sides(&part).destinations);
    Sides {
        destinations: rule.member("destinations").is_some() || deeper.into_iter().any(|one| one),
    }
}

/// When a rule, or a part of one, applies.
pub(super) fn test_of(rule: &Input<'_>, moment: Moment) -> Said {
    let mut parts = Vec::new();
    for side in ["sources", "destinations"] {
        if let Some(at) = rule.member(side) {
            parts.push(attributes(&at, side, moment));
        }
    }
    for (name, join) in [("and", all as fn(Vec<Said>) -> Said), ("or", any)] {
        if let Some(at) = rule.member(name) {
            let each = at.one_or_more();
            parts.push(join(
                each.iter().map(|part| test_of(part, moment)).collect(),
            ));
        }
    }
    if let Some(at) = rule.member("not") {
        parts.push(negated(test_of(&at, moment)));
    }
    all(parts)
}

fn all(parts: Vec<Said>) -> Said {
    let (mut tests, mut whole) = (Vec::new(), true);
    for part in parts {
        match part {
            Said::Always => {}
            Said::Test(test, complete) => {
                tests.push(test);
                whole &= complete;
            }
            Said::Lost => whole = false,
        }
    }
    match Test::all(tests) {
        Some(test) => Said::Test(test, whole),
        None if whole => Said::Always,
        None => Said::Lost,
    }
}

fn any(parts: Vec<Said>) -> Said {
    let (mut tests, mut whole) = (Vec::new(), true);
    for part in parts {
        match part {
            Said::Always => return Said::Always,
            Said::Test(test, complete) => {
                tests.push(test);
                whole &= complete;
            }
            Said::Lost => whole = false,
        }
    }
    Test::any(tests).map_or(Said::Lost, |test| Said::Test(test, whole))
}

fn negated(said: Said) -> Said {
    match said {
        Said::Test(test, whole) => Said::Test(test.negated(), whole),
        Said::Always | Said::Lost => Said::Lost,
    }
}

fn attributes(at: &Input<'_>, side: &str, moment: Moment) -> Said {
    let here = match moment {
        Moment::Leaving => "sources",
        Moment::Arriving => "destinations",
    };
    let parts = at.members().into_iter().map(|(name, value)| match name {
        "urls" if side == here => urls(&value, Filter::Url),
        "urls" if side == "sources" => urls(&value, Filter::Source),
        "url_regexprs" if side == here => regexes(&value, Filter::Url),
        "url_regexprs" if side == "sources" => regexes(&value, Filter::Source),
        "size_higher_than" => size(&value, Operator::GreaterThan),
        "size_lower_than" => size(&value, Operator::LessThan),
        name => {
            value.left_out(no_counterpart(name));
            Said::Lost
        }
    });
    all(parts.collect())
}

fn no_counterpart(attribute: &str) -> &'static str {
    match attribute {
        "urls" | "url_regexprs" => "when something leaves a page, nobody knows yet where it goes",
        "incognito" => "a page does not know whether its window is private",
        "os_clipboard" => {
            "other programs are no place of their own here: write a policy with `destination` to keep copies inside apps"
        }
        "other_profile" => "a page does not know the browser's profiles",
        "gemini_in_chrome" => "a page has no hold on the browser's own panels",
        "components" => "parts of ChromeOS are no places here",
        _ => "no attribute that is known", // text
    }
}

fn urls(at: &Input<'_>, filter: Filter) -> Said {
    let mut patterns = Vec::new();
    let mut whole = true;
    for item in at.one_or_more() {
        match UrlPattern::parse(item.text().unwrap_or_default()) {
            Ok(pattern) if pattern.is_everything() => return Said::Always,
            Ok(pattern) => patterns.push(pattern_for(&pattern, &item, filter)),
            Err(problem) => {
                item.left_out(match problem {
                    NoPattern::Query => "addresses are compared without user, query and fragment",
                    NoPattern::Malformed => "it is no pattern of addresses",
                });
                whole = false;
            }
        }
    }
    matching(filter, patterns, whole)
}

fn pattern_for(pattern: &UrlPattern<'_>, item: &Input<'_>, filter: Filter) -> String {
    if filter == Filter::Url {
        return pattern.address();
    }
    if pattern.has_path() {
        item.changed(
            "of where something comes from only the origin is known: the path is left out",
        );
    }
    pattern.origin()
}

fn regexes(at: &Input<'_>, filter: Filter) -> Said {
    let items = at.one_or_more();
    if filter == Filter::Source {
        at.changed(
            "of where something comes from only the origin is compared, not the whole address",
        );
    }
    let patterns = items.iter().filter_map(Input::text).map(str::to_owned);
    matching(filter, patterns.collect(), true)
}

fn matching(filter: Filter, patterns: Vec<String>, whole: bool) -> Said {
    if patterns.is_empty() {
        return Said::Lost;
    }
    let patterns = patterns.into_iter().map(Value::String).collect();
    Said::Test(Test::Filter(filter, Operator::Matches, patterns), whole)
}

fn size(at: &Input<'_>, operator: Operator) -> Said {
    let Some(size) = at.word().and_then(|word| word.parse::<u64>().ok()) else {
        at.left_out("it is no number of bytes");
        return Said::Lost;
    };
    Said::Test(
        Test::Filter(Filter::DataSize, operator, vec![size.into()]),
        true,
    )
}
