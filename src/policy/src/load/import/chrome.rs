//! Reading `DataControlsRules` of Chrome Enterprise.

use super::chrome_test::{Moment, Said, sides, test_of};
use super::ids;
use super::input::Input;
use super::written::{Draft, Test, Written};
use crate::load::SessionControlType;
use crate::{Action, ActivityType};

const FIELDS: [&str; 9] = [
    "name",
    "rule_id",
    "description",
    "sources",
    "destinations",
    "and",
    "or",
    "not",
    "restrictions",
];

/// What a rule restricts, as far as it can be said here.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Clipboard,
    Printing,
    Download,
}

/// A rule that lifts others: in Chrome `ALLOW` is stronger than `BLOCK`, here nothing is.
struct Exception<'d> {
    class: Class,
    rule: Input<'d>,
}

pub(super) fn read<'d>(root: &Input<'d>) -> Option<Vec<Draft<'d>>> {
    let Some(rules) = rules(root) else {
        root.wrong("an array of rules, or an object with `DataControlsRules`");
        return None;
    };
    let exceptions: Vec<Exception<'_>> = rules.iter().flat_map(exceptions_of).collect();
    let mut drafts = Vec::new();
    for rule in &rules {
        if rule.is_object() {
            drafts.extend(drafts_of(rule, &exceptions));
        } else {
            rule.left_out("a rule is an object");
        }
    }
    Some(drafts)
}

/// The rules alone, with their name, or as `chrome://policy` exports them.
fn rules<'d>(root: &Input<'d>) -> Option<Vec<Input<'d>>> {
    let named = "DataControlsRules";
    let exported = ["policyValues", "chrome", "policies"];
    let inside = exported
        .iter()
        .try_fold(root.clone(), |at, name| at.member(name));
    [Some(root.clone()), inside]
        .into_iter()
        .flatten()
        .find_map(|at| {
            let value = at.member(named).and_then(|at| at.member("value"));
            at.list(&[named]).or_else(|| value?.items())
        })
}

fn exceptions_of<'d>(rule: &Input<'d>) -> Vec<Exception<'d>> {
    restrictions(rule)
        .iter()
        .filter(|restriction| word(restriction, "level") == "ALLOW")
        .filter_map(|restriction| {
            Some(Exception {
                class: class_of(word(restriction, "class"))?,
                rule: rule.clone(),
            })
        })
        .collect()
}

fn restrictions<'d>(rule: &Input<'d>) -> Vec<Input<'d>> {
    rule.member("restrictions")
        .and_then(|all| all.items())
        .unwrap_or_default()
}

fn word<'d>(at: &Input<'d>, name: &str) -> &'d str {
    at.member(name).and_then(|at| at.text()).unwrap_or_default()
}

fn class_of(word: &str) -> Option<Class> {
    match word {
        "CLIPBOARD" => Some(Class::Clipboard),
        "PRINTING" => Some(Class::Printing),
        "FILE_DOWNLOAD" => Some(Class::Download),
        _ => None, // text
    }
}

fn drafts_of<'d>(rule: &Input<'d>, exceptions: &[Exception<'d>]) -> Vec<Draft<'d>> {
    for (name, member) in rule.members() {
        if !FIELDS.contains(&name) {
            member.left_out("no field of a rule that is known");
        }
    }
    let all = restrictions(rule);
    if all.is_empty() {
        rule.left_out("the rule restricts nothing");
    }
    let many = all.len() > 1;
    all.iter()
        .filter_map(|restriction| draft(rule, restriction, many, exceptions))
        .collect()
}

fn draft<'d>(
    rule: &Input<'d>,
    restriction: &Input<'d>,
    many: bool,
    exceptions: &[Exception<'d>],
) -> Option<Draft<'d>> {
    for (name, member) in restriction.members() {
        if !["class", "level"].contains(&name) {
            member.left_out("no field of a restriction that is known");
        }
    }
    let written = word(restriction, "class");
    let Some(class) = class_of(written) else {
        restriction.left_out(format!(
            "{}, so the rule does nothing for it",
            no_class(written)
        ));
        return None;
    };
    let action = action_of(restriction)?;
    let (moment, activities) = moment_of(class, rule);
    let mut whole = true;
    let mut parts = Vec::new();
    match test_of(rule, moment) {
        Said::Always => {}
        Said::Test(test, complete) => {
            parts.push(test);
            whole &= complete;
        }
        Said::Lost => whole = false,
    }
    parts.extend(lifted(class, moment, exceptions, &mut whole));
    let mut policy = named(rule, many.then_some(written), activities, action);
    policy.conditions = Test::all(parts);
    Some(Draft {
        written: policy,
        from: rule.clone(),
        whole,
    })
}

fn no_class(class: &str) -> &'static str {
    match class {
        "SCREENSHOT" => "no page can prevent a screenshot",
        "SCREEN_SHARE" | "PRIVACY_SCREEN" => "a page has no hold on the screen",
        "FILES" => "a page has no hold on the files of a device",
        _ => "no such class is known", // text
    }
}

fn action_of(restriction: &Input<'_>) -> Option<Action> {
    match word(restriction, "level") {
        "BLOCK" => Some(Action::Block),
        "WARN" => Some(Action::Warn),
        "REPORT" => Some(Action::Audit),
        "ALLOW" => {
            restriction.changed(
                "here nothing lifts a stricter policy: it became an exception (`not`) of the others of its class",
            );
            None
        }
        _ => {
            // Text: whatever else somebody wrote.
            restriction.left_out("the level is none of `BLOCK`, `WARN`, `REPORT` and `ALLOW`");
            None
        }
    }
}

/// A rule about destinations is asked when something is pasted, one about sources alone already when it is copied.
fn moment_of(class: Class, rule: &Input<'_>) -> (Moment, Vec<ActivityType>) {
    match class {
        Class::Printing => (Moment::Leaving, vec![ActivityType::Print]),
        Class::Download => (Moment::Leaving, vec![ActivityType::Download]),
        Class::Clipboard if sides(rule).destinations => {
            (Moment::Arriving, vec![ActivityType::Paste])
        }
        Class::Clipboard => (Moment::Leaving, vec![ActivityType::Copy, ActivityType::Cut]),
    }
}

/// Not what the exceptions of this class are about.
fn lifted(
    class: Class,
    moment: Moment,
    exceptions: &[Exception<'_>],
    whole: &mut bool,
) -> Vec<Test> {
    let mut tests = Vec::new();
    for exception in exceptions.iter().filter(|one| one.class == class) {
        let later = moment == Moment::Leaving && sides(&exception.rule).destinations;
        // Chrome does not ask it at this moment either.
        if later {
            continue;
        }
        match test_of(&exception.rule, moment) {
            Said::Test(test, complete) => {
                *whole &= complete;
                tests.push(test.negated());
            }
            Said::Always | Said::Lost => *whole = false,
        }
    }
    tests
}

fn named(
    rule: &Input<'_>,
    class: Option<&str>,
    activities: Vec<ActivityType>,
    action: Action,
) -> Written {
    let (id, name) = (word(rule, "rule_id"), word(rule, "name"));
    let name = if name.is_empty() {
        "Rule without a name"
    } else {
        name
    };
    let id = if id.is_empty() { name } else { id };
    let end = class.map(|class| format!(" {}", class.to_lowercase()));
    let mut written = Written::new(
        ids::from_name(&format!("{id}{}", end.unwrap_or_default())),
        name.to_owned(),
        SessionControlType::BlockActivities,
        activities,
        action,
    );
    word(rule, "description").clone_into(&mut written.description);
    written
}
