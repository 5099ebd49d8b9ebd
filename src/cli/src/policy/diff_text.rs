//! How are changed decisions shown?

use crate::output;
use anstyle::{AnsiColor, Style};
use std::fmt::Write as _;
use stepgate_policy::{Decided, Example, Replay};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

const STRONG: Style = Style::new().bold();
const FAINT: Style = Style::new().dimmed();
const STRICTER: Style = AnsiColor::Yellow.on_default().bold();
const LOOSER: Style = AnsiColor::BrightRed.on_default().bold();

/// What replaying came to, for people.
pub fn shown(replay: &Replay) -> String {
    let mut text = summary(replay);
    if !replay.changed.is_empty() {
        let _ = writeln!(text, "\n{STRONG}changed{STRONG:#}");
    }
    for change in &replay.changed {
        let style = if change.new.action < change.old.action {
            LOOSER
        } else {
            STRICTER
        };
        let (old, new) = (decided(&change.old), decided(&change.new));
        let head = format!(
            "{:>6} x  {} in {}",
            change.count,
            change.activity,
            place(&change.app)
        );
        let _ = writeln!(text, "{head}\n          {old} -> {style}{new}{style:#}");
        examples(&mut text, &change.examples, change.count);
    }
    if !replay.open.is_empty() {
        let _ = writeln!(text, "\n{STRONG}cannot be known{STRONG:#}");
    }
    for open in &replay.open {
        let head = format!(
            "{:>6} x  {} in {}",
            open.count,
            open.activity,
            place(&open.app)
        );
        let _ = writeln!(text, "{head}");
        for (old, new) in &open.possible {
            let same = if old.action == new.action {
                " (as before)"
            } else {
                ""
            };
            let _ = writeln!(
                text,
                "          perhaps {} -> {}{same}",
                decided(old),
                decided(new)
            );
        }
        for why in &open.because {
            indented(&mut text, &format!("because {why}"));
        }
        examples(&mut text, &open.examples, open.count);
    }
    text
}

fn summary(replay: &Replay) -> String {
    let changed: usize = replay.changed.iter().map(|change| change.count).sum();
    let open: usize = replay.open.iter().map(|open| open.count).sum();
    let mut text = format!(
        "{STRONG}{}{STRONG:#}: {} unchanged, {changed} changed, {open} cannot be known\n",
        output::counted(replay.activities, "recorded attempt", "recorded attempts"),
        replay.unchanged
    );
    if replay.by_another_policy > 0 {
        let _ = writeln!(
            text,
            "{} of the unchanged ones are decided by another policy",
            replay.by_another_policy
        );
    }
    if replay.untraced > 0 {
        let said = format!(
            "{} have no trace by policies that are at hand, so groups, devices and findings are not known of them",
            replay.untraced
        );
        let _ = writeln!(text, "{}", output::wrap(&said, output::width()));
    }
    text
}

fn decided(decided: &Decided) -> String {
    let mut text = decided.action.to_string();
    if let Some((context, scope)) = &decided.step_up {
        let _ = write!(text, " {context} {scope}");
    }
    match &decided.policy {
        Some(policy) => {
            let _ = write!(text, " ({policy})");
        }
        None => text.push_str(" (no policy)"),
    }
    text
}

fn place(app: &str) -> &str {
    if app.is_empty() {
        "an app that is not named"
    } else {
        app
    }
}

fn examples(text: &mut String, examples: &[Example], count: usize) {
    for example in examples {
        let time = OffsetDateTime::from_unix_timestamp((example.time / 1000).cast_signed());
        let time = time.ok().and_then(|time| time.format(&Rfc3339).ok());
        let user = example.user.as_deref().unwrap_or("somebody");
        let what = example.file.as_deref().unwrap_or(&example.url);
        let said = format!(
            "{} {user}, {}",
            time.unwrap_or_default(),
            output::escaped(what)
        );
        let _ = writeln!(text, "          {FAINT}{said}{FAINT:#}");
    }
    if count > examples.len() {
        let _ = writeln!(
            text,
            "          {FAINT}and {} more{FAINT:#}",
            count - examples.len()
        );
    }
}

fn indented(text: &mut String, said: &str) {
    for line in output::wrap(said, output::width().saturating_sub(12)).lines() {
        let _ = writeln!(text, "          {line}");
    }
}
