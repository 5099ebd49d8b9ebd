//! Prints the shared cases, one JSON object a line, each with what is decided natively: `cases FOLDER POLICIES`.
//!
//! `extension/tests` gives the same boots and attempts to the agent's WebAssembly, and to the JavaScript made of it.

use serde_json::{Value, json};
use std::error::Error;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};
use stepgate_inspect::Key;
use stepgate_policy::{
    Attempt, AttemptFile, Bundle, CannotScan, Content, DefaultBehavior, Label, PolicySet, Side,
    decide, findings,
};
use stepgate_protocol::{Activity, Boot, Outcome, ReadLimits, Source};

/// What fingerprints are made with.
const FINGERPRINTS: [u8; 16] = [7; 16];

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = env::args().skip(1);
    let (Some(folder), Some(shipped)) = (args.next(), args.next()) else {
        return Err("usage: cases FOLDER POLICIES".into());
    };
    let entries = fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path()));
    let mut files = entries.collect::<Result<Vec<PathBuf>, _>>()?;
    files.sort();
    for file in files {
        let case: Value = serde_json::from_str(&fs::read_to_string(&file)?)?;
        let name = file.file_stem().unwrap_or_default().to_string_lossy();
        writeln!(io::stdout(), "{}", line(&name, &case, Path::new(&shipped))?)?;
    }
    Ok(())
}

fn line(name: &str, case: &Value, shipped: &Path) -> Result<Value, Box<dyn Error>> {
    let names = serde_json::from_value::<Option<_>>(case["labels"].clone())?.unwrap_or_default();
    let policies = policies(case, shipped)?.with_labels(&names);
    let bytes = policies.compile(default_behavior(case)?);
    let file = AttemptFile::from_str(name, &case["attempt"].to_string())?;
    let attempt = file.attempt();
    let boot = Boot {
        now: 0,
        expires: 0,
        session: attempt.session.clone(),
        clipboard_key: &[],
        fingerprint_key: &FINGERPRINTS,
        limits: ReadLimits::default(),
        bundle: &bytes,
    };
    Ok(json!({
        "name": name,
        "boot": boot.attribute(),
        "now": attempt.now,
        "about": about(&attempt),
        "decided": decided(&bytes, &attempt)?,
    }))
}

fn policies(case: &Value, shipped: &Path) -> Result<PolicySet, Box<dyn Error>> {
    let written = &case["policies"];
    Ok(
        match written.as_str().map(|name| name.strip_prefix("template:")) {
            Some(Some(template)) => {
                PolicySet::load(&[shipped.join("templates").join(format!("{template}.json"))])?
            }
            Some(None) => PolicySet::load(&[shipped.to_owned()])?,
            None => PolicySet::from_str("policies", &json!({ "policies": written }).to_string())?,
        },
    )
}

fn default_behavior(case: &Value) -> Result<DefaultBehavior, Box<dyn Error>> {
    Ok(serde_json::from_value(case["defaultBehavior"].clone())?)
}

/// As the agent is asked about it.
fn about(attempt: &Attempt<'_>) -> Value {
    let (text, unread) = match attempt.content {
        // A case has its text.
        Content::None | Content::Examined(_) => (None, None),
        Content::Text(text) => (Some(text), None),
        Content::Part(text) => (Some(text), Some(CannotScan::Partial.keyword())),
        Content::NotScanned(reason) => (None, Some(reason.keyword())),
    };
    let file = attempt
        .file
        .map(|file| {
            let sha256 = file.sha256.map(|hash| hash.map(|byte| format!("{byte:02x}")).concat());
            json!({ "name": file.name, "size": file.size, "label": declared(file.labels), "labels": lines(file.labels), "fileType": file.file_type, "sha256": sha256 })
        });
    let place = attempt.place;
    let side = |side: Side<'_>| json!({ "origin": side.origin, "app": side.app });
    let place = json!({ "url": place.url, "source": side(place.source), "destination": side(place.destination),
        "selectors": place.selectors, "dataSize": place.data_size });
    json!({ "activity": attempt.activity, "file": file, "place": place, "text": text, "unread": unread, "metadata": attempt.metadata })
}

/// The name an app may declare: at most one.
fn declared(labels: &[Label]) -> Option<&str> {
    let mut named = labels.iter().filter(|label| label.id.is_empty());
    named.next().map(|label| label.name.as_str())
}

/// The others, as a reader of files finds them.
fn lines(labels: &[Label]) -> String {
    let line = |label: &Label| {
        let site = Some(label.site_id.as_str()).filter(|site| !site.is_empty());
        let nested = if label.nested { " 1" } else { " 0" };
        format!("{} {}{nested}\n", label.id, site.unwrap_or("-"))
    };
    let known = labels.iter().filter(|label| !label.id.is_empty());
    known.map(line).collect()
}

/// What is decided, as an activity says it.
fn decided(bytes: &[u8], attempt: &Attempt<'_>) -> Result<Value, Box<dyn Error>> {
    let bundle = Bundle::read(bytes)?;
    let decision = decide(&bundle, attempt);
    let id = |index| bundle.policy(index).map(|policy| policy.id().to_owned());
    let activity = Activity {
        id: String::new(),
        time: 0,
        activity: attempt.activity.clone(),
        action: decision.action,
        policy: decision.policy.and_then(id),
        outcome: Outcome::Performed,
        url: String::new(),
        file: None,
        matches: decision
            .matches()
            .filter_map(|one| id(one.policy))
            .collect(),
        failure: decision.failure,
        revision: bundle.revision(),
        trace: decision.trace.clone(),
        findings: findings(&bundle, attempt, &decision, Some(Key::new(FINGERPRINTS))),
        source: Source::Agent,
        detail: None,
    };
    let mut text = String::new();
    activity.write_json(&mut text);
    Ok(serde_json::from_str(&text)?)
}
