//! What is kept of an attempt until the gateway has it? Types and counts, never content.

use crate::browser::{clock, outbox, place};
use crate::gate::Ruled;
use crate::session;
use stepgate_policy::{Action, ActivityType};
use stepgate_protocol::{Activity, Outcome, Source};

/// Records what came of an attempt.
pub fn record(ruled: &Ruled, outcome: Outcome) {
    record_with(ruled, outcome, None);
}

/// The same with the reason the person gave.
pub fn record_with(ruled: &Ruled, outcome: Outcome, remark: Option<&str>) {
    let mut activity = activity(ruled, outcome);
    activity.detail = remark.map(Into::into);
    if let (Outcome::Resumed, Some(id)) = (outcome, &ruled.answered_as) {
        activity.id.clone_from(id);
    }
    send(&activity);
}

/// What is kept of an attempt.
#[must_use]
pub fn activity(ruled: &Ruled, outcome: Outcome) -> Activity {
    let Ruled {
        facts, decision, ..
    } = ruled;
    let policy = decision.policy.map(|index| session::policy_id(Some(index)));
    Activity {
        id: clock::random_id(),
        time: session::now_ms(),
        activity: facts.activity.clone(),
        action: decision.action,
        policy,
        outcome,
        url: place::address(),
        file: facts.file.as_ref().map(crate::facts::File::record),
        matches: session::matched_ids(&decision.trace),
        failure: decision.failure,
        revision: session::revision(),
        trace: decision.trace.clone(),
        findings: session::found(facts, decision),
        source: Source::Agent,
        detail: None,
    }
}

/// Records what this browser does not let the agent hold.
pub fn gaps(names: &str) {
    send(&Activity {
        id: clock::random_id(),
        time: session::now_ms(),
        activity: ActivityType::Custom("coverage".into()),
        action: Action::Audit,
        policy: None,
        outcome: Outcome::Failed,
        url: place::address(),
        file: None,
        matches: Vec::new(),
        failure: None,
        revision: session::revision(),
        trace: Vec::new(),
        findings: Vec::new(),
        source: Source::Agent,
        detail: Some(["not hooked here: ", names].concat()),
    });
}

fn send(activity: &Activity) {
    let mut json = String::new();
    activity.write_json(&mut json);
    outbox::put(&activity.id, json);
}

/// The activities the gateway has not acknowledged, each under the key it is kept by between pages.
#[derive(Debug, Default)]
pub struct Queue {
    reports: Vec<Report>,
    /// How many of the first are on their way.
    sent: usize,
}

/// One activity on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// What it is kept by.
    pub key: String,
    /// The activity.
    pub json: String,
}

impl Queue {
    /// An empty queue.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            reports: Vec::new(),
            sent: 0,
        }
    }

    /// Adds one.
    pub fn push(&mut self, report: Report) {
        self.reports.push(report);
    }

    /// Whether a report is in it.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.reports.iter().any(|report| report.key == key)
    }

    /// Takes the next batch for the gateway: at most `most` activities and about `bytes` bytes. `None`
    /// if there is none, or one is on its way.
    pub fn batch(&mut self, most: usize, bytes: usize) -> Option<String> {
        if self.sent > 0 || self.reports.is_empty() {
            return None;
        }
        let mut room = bytes;
        let mut batch = String::from("{\"activities\":[");
        for Report { json, .. } in self.reports.iter().take(most) {
            if self.sent > 0 {
                if json.len() > room {
                    break;
                }
                batch.push(',');
            }
            room = room.saturating_sub(json.len() + 1);
            batch.push_str(json);
            self.sent += 1;
        }
        batch.push_str("]}");
        Some(batch)
    }

    /// The batch on its way arrived: these need not be kept any longer.
    pub fn acknowledged(&mut self) -> Vec<Report> {
        let rest = self.reports.split_off(self.sent.min(self.reports.len()));
        self.sent = 0;
        core::mem::replace(&mut self.reports, rest)
    }

    /// It did not; it will be sent again.
    pub fn not_acknowledged(&mut self) {
        self.sent = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::{Queue, Report};

    fn report(json: &str) -> Report {
        Report {
            key: ["key ", json].concat(),
            json: json.into(),
        }
    }

    fn queue(lines: &[&str]) -> Queue {
        let mut queue = Queue::default();
        for line in lines {
            queue.push(report(line));
        }
        queue
    }

    #[test]
    fn a_batch_stays_until_it_is_acknowledged() {
        let mut queue = queue(&["1", "2", "3"]);
        assert_eq!(queue.batch(2, 1000).unwrap(), "{\"activities\":[1,2]}");
        assert_eq!(queue.batch(2, 1000), None, "one at a time");
        queue.push(report("4"));
        queue.not_acknowledged();
        assert_eq!(queue.batch(2, 1000).unwrap(), "{\"activities\":[1,2]}");
        assert_eq!(queue.acknowledged(), [report("1"), report("2")]);
        assert!(!queue.has("key 2") && queue.has("key 3"));
        assert_eq!(queue.batch(9, 1000).unwrap(), "{\"activities\":[3,4]}");
        assert_eq!(queue.acknowledged().len(), 2);
        assert_eq!(queue.batch(9, 1000), None);
    }

    #[test]
    fn a_batch_is_not_longer_than_it_may_be_but_never_empty() {
        let mut queue = queue(&["1234567890", "2", "3"]);
        assert_eq!(queue.batch(9, 5).unwrap(), "{\"activities\":[1234567890]}");
        queue.acknowledged();
        assert_eq!(queue.batch(9, 3).unwrap(), "{\"activities\":[2,3]}");
    }
}
