//! Which policies of another product can be said here, and what cannot?
//!
//! Nothing is dropped silently: what has no counterpart is remarked with its place. A policy that lost a part that limits
//! it is only simulated, so that it acts on nothing before somebody has looked at it.

mod chrome;
mod chrome_test;
mod chrome_url;
mod defender;
mod defender_action;
mod defender_content;
mod defender_filter;
mod defender_value;
mod ids;
pub(super) mod input;
mod written;

use super::walk::Document;
use super::{LoadErrors, PolicySet};
use crate::Mode;
use input::{Input, Notes};
use serde::Serialize;
use written::{Draft, Written};

/// Policies that were imported.
#[derive(Clone, Debug)]
pub struct Imported {
    /// A policy file.
    pub json: String,
    /// How many policies are in it.
    pub policies: usize,
    /// What has no counterpart, or not quite the same, in the order of the input.
    pub remarks: Vec<Remark>,
}

/// Something of the input that is not in the policies as it was.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Remark {
    /// Line in the input, from 1.
    pub line: usize,
    /// Column in the input, from 1, in characters.
    pub column: usize,
    /// Where in the input, such as `[0].restrictions[1].class`.
    pub path: String,
    /// What became of it.
    pub kind: RemarkKind,
    /// What is there.
    pub found: String,
    /// Why it is not here, or what stands for it, and what to do.
    pub why: String,
}

/// What became of a part of the input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum RemarkKind {
    /// It has no counterpart and is left out.
    LeftOut,
    /// It is there, but not quite as it was.
    Changed,
    /// It is a policy that lost a part that limits it, and so acts on nothing.
    Simulated,
}

impl Imported {
    /// Imports `DataControlsRules` of Chrome Enterprise: the rules in an array, or an object that has them.
    ///
    /// # Errors
    /// Where the text is not JSON, or no rules.
    pub fn from_chrome(file: &str, json: &str) -> Result<Self, LoadErrors> {
        import(file, json, chrome::read)
    }

    /// Imports session policies of Microsoft Defender for Cloud Apps: one, an array, or an object that has them. Names and
    /// values may be those of the portal or of its interfaces.
    ///
    /// # Errors
    /// Where the text is not JSON, or no policies.
    pub fn from_defender(file: &str, json: &str) -> Result<Self, LoadErrors> {
        import(file, json, defender::read)
    }
}

fn import(
    file: &str,
    json: &str,
    read: for<'d> fn(&Input<'d>) -> Option<Vec<Draft<'d>>>,
) -> Result<Imported, LoadErrors> {
    let document = Document::new(file, json);
    let notes = Notes::default();
    let kept = document.parse().and_then(|value| {
        let drafts = read(&Input::root(&document, &notes, &value))?;
        Some(keep(drafts))
    });
    let errors = document.into_errors();
    let (Some(kept), true) = (kept, errors.is_empty()) else {
        return Err(LoadErrors(errors));
    };
    Ok(Imported {
        policies: kept.len(),
        json: file_of(&kept),
        remarks: notes.into_remarks(),
    })
}

/// What loads. Everything else is remarked, and so are policies that are not whole: they are simulated.
fn keep(drafts: Vec<Draft<'_>>) -> Vec<Written> {
    let mut kept: Vec<Written> = Vec::new();
    for Draft {
        mut written,
        from,
        whole,
    } in drafts
    {
        let taken = |id: &str| kept.iter().any(|policy| policy.id == id);
        written.id = ids::unused(&written.id, taken);
        if !whole {
            written.mode = Some(Mode::Simulate.keyword());
            from.simulated(format!(
                "policy `{}` lost a part that limits it, or has it in another form: complete it, then take its `mode` out",
                written.id
            ));
        }
        match problem(&file_of(std::slice::from_ref(&written))) {
            None => kept.push(written),
            Some(problem) => from.left_out(format!("it makes no policy: {problem}")),
        }
    }
    kept
}

fn file_of(policies: &[Written]) -> String {
    #[derive(Serialize)]
    struct File<'a> {
        policies: &'a [Written],
    }
    let json = serde_json::to_string_pretty(&File { policies });
    // What is written here has text for names, so writing it cannot fail.
    format!("{}\n", json.unwrap_or_default())
}

/// What is wrong with a policy as it was written, if anything is.
fn problem(json: &str) -> Option<String> {
    let errors = PolicySet::from_str("", json).err()?;
    let first = errors.iter().next()?;
    let place = first.path.trim_start_matches("policies[0].");
    Some(format!(
        "{place}: found {}, expected {}",
        first.found, first.expected
    ))
}

/// A name by its letters and digits alone: `Session control type` and `sessionControlType` are one.
fn plain(name: &str) -> String {
    let letters = name.chars().filter(char::is_ascii_alphanumeric);
    letters.map(|letter| letter.to_ascii_lowercase()).collect()
}
