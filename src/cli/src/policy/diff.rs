//! Which recorded decisions would change?

use super::{diff_text, wrong};
use crate::args::{Behavior, Diff};
use crate::{activities, output};
use serde::Serialize;
use std::process::ExitCode;
use stepgate_policy::{Change, DefaultBehavior, Open, PolicySet, Replay, Replayer};

/// What came of it, for programs.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Report<'a> {
    activities: usize,
    unchanged: usize,
    by_another_policy: usize,
    without_trace: usize,
    sequels: usize,
    changed: &'a [Change],
    cannot_be_known: &'a [Open],
}

/// Carries out `stepgate policy diff`.
///
/// # Errors
/// When the activities cannot be read, or standard output cannot be written.
pub fn diff(arguments: &Diff) -> anyhow::Result<ExitCode> {
    let old = PolicySet::load(&[&arguments.old]);
    let new = PolicySet::load(&[&arguments.new]);
    let (old, new) = match (old, new) {
        (Ok(old), Ok(new)) => (old, new),
        (Err(errors), Ok(_)) | (Ok(_), Err(errors)) => return Ok(wrong(&errors)),
        (Err(mut errors), Err(more)) => {
            errors.0.extend(more.0);
            return Ok(wrong(&errors));
        }
    };
    let default_behavior = match arguments.default_behavior {
        Behavior::Allow => DefaultBehavior::Allow,
        Behavior::Block => DefaultBehavior::Block,
    };
    let recorded = activities::read(&arguments.activities)?;
    let bundles = recorded.bundles;
    let replay = Replayer::new(&old, &new, default_behavior)
        .replay(recorded.attempts, |revision| {
            bundles.get(&revision).cloned()
        })?;
    if arguments.json {
        output::print_json(&report(&replay, recorded.sequels))?;
    } else {
        output::print(&diff_text::shown(&replay))?;
    }
    Ok(if arguments.exit_code && !replay.is_same() {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

fn report(replay: &Replay, sequels: usize) -> Report<'_> {
    Report {
        activities: replay.activities,
        unchanged: replay.unchanged,
        by_another_policy: replay.by_another_policy,
        without_trace: replay.untraced,
        sequels,
        changed: &replay.changed,
        cannot_be_known: &replay.open,
    }
}
