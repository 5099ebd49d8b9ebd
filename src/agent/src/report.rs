//! What is kept of an attempt until the gateway has it? Types and counts, never content.

use crate::browser::{clock, outbox, place};
use crate::gate::Ruled;
use crate::session;
use stepgate_policy::{Action, ActivityType};
use stepgate_protocol::{Activity, Outcome, Source};

/// Records what came of an attempt.
pub fn record(ruled: &Ruled, outcome: Outcome) {
    let Ruled { facts, decision } = ruled;
    let policy = decision
        .policy
        .map(|index| session::policy_words(Some(index)).id);
    send(&Activity {
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
        source: Source::Agent,
        detail: None,
    });
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
        source: Source::Agent,
        detail: Some(["not hooked here: ", names].concat()),
    });
}

fn send(activity: &Activity) {
    let mut json = String::new();
    activity.write_json(&mut json);
    outbox::put(json);
}

/// The activities of one page that the gateway has not acknowledged, one JSON object a line.
#[derive(Debug, Default)]
pub struct Queue {
    lines: Vec<String>,
    /// How many of the first lines are on their way.
    sent: usize,
}

impl Queue {
    /// An empty queue.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            lines: Vec::new(),
            sent: 0,
        }
    }

    /// Adds one.
    pub fn push(&mut self, json: String) {
        self.lines.push(json);
    }

    /// Adds what an earlier page left behind.
    pub fn adopt(&mut self, kept: &str) {
        self.lines.extend(
            kept.lines()
                .filter(|line| !line.is_empty())
                .map(String::from),
        );
    }

    /// As it is kept between pages.
    #[must_use]
    pub fn kept(&self) -> String {
        self.lines.join("\n")
    }

    /// Takes the next batch for the gateway: at most `most` activities and about `bytes` bytes. `None`
    /// if there is none, or one is on its way.
    pub fn batch(&mut self, most: usize, bytes: usize) -> Option<String> {
        if self.sent > 0 || self.lines.is_empty() {
            return None;
        }
        let mut room = bytes;
        let mut batch = String::from("{\"activities\":[");
        for line in self.lines.iter().take(most) {
            if self.sent > 0 {
                if line.len() > room {
                    break;
                }
                batch.push(',');
            }
            room = room.saturating_sub(line.len() + 1);
            batch.push_str(line);
            self.sent += 1;
        }
        batch.push_str("]}");
        Some(batch)
    }

    /// The batch on its way arrived.
    pub fn acknowledged(&mut self) {
        let rest = self.lines.split_off(self.sent.min(self.lines.len()));
        self.lines = rest;
        self.sent = 0;
    }

    /// It did not; it will be sent again.
    pub fn not_acknowledged(&mut self) {
        self.sent = 0;
    }

    /// Whether there is nothing left.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::Queue;

    fn queue(lines: &[&str]) -> Queue {
        let mut queue = Queue::default();
        for line in lines {
            queue.push((*line).into());
        }
        queue
    }

    #[test]
    fn a_batch_stays_until_it_is_acknowledged() {
        let mut queue = queue(&["1", "2", "3"]);
        assert_eq!(queue.batch(2, 1000).unwrap(), "{\"activities\":[1,2]}");
        assert_eq!(queue.batch(2, 1000), None, "one at a time");
        queue.push("4".into());
        assert_eq!(queue.kept(), "1\n2\n3\n4");
        queue.not_acknowledged();
        assert_eq!(queue.batch(2, 1000).unwrap(), "{\"activities\":[1,2]}");
        queue.acknowledged();
        assert_eq!(queue.kept(), "3\n4");
        assert_eq!(queue.batch(9, 1000).unwrap(), "{\"activities\":[3,4]}");
        queue.acknowledged();
        assert!(queue.is_empty());
        assert_eq!(queue.batch(9, 1000), None);
    }

    #[test]
    fn a_batch_is_not_longer_than_it_may_be_but_never_empty() {
        let mut queue = queue(&["1234567890", "2", "3"]);
        assert_eq!(queue.batch(9, 5).unwrap(), "{\"activities\":[1234567890]}");
        queue.acknowledged();
        assert_eq!(queue.batch(9, 3).unwrap(), "{\"activities\":[2,3]}");
    }

    #[test]
    fn what_another_page_left_is_adopted() {
        let mut first = queue(&["1", "2"]);
        let _ = first.batch(1, 100);
        let mut second = Queue::default();
        second.adopt(&first.kept());
        second.adopt("");
        assert_eq!(second.kept(), "1\n2");
    }
}
