-- What the policies that matched say about an activity, at the time it happened.
ALTER TABLE activities ADD COLUMN severity TEXT;
ALTER TABLE activities ADD COLUMN category TEXT;
-- The simulated policies that matched, with what they would have done, as JSON.
ALTER TABLE activities ADD COLUMN simulated TEXT;

-- Matches that somebody wants to be told of.
CREATE TABLE alerts (
    seq         INTEGER PRIMARY KEY AUTOINCREMENT,
    activity_id TEXT    NOT NULL REFERENCES activities (id),
    time        INTEGER NOT NULL,
    day         INTEGER NOT NULL,
    policy      TEXT    NOT NULL,
    policy_name TEXT    NOT NULL,
    action      TEXT    NOT NULL,
    severity    TEXT,
    category    TEXT    NOT NULL,
    recipients  TEXT    NOT NULL,
    simulated   INTEGER NOT NULL
) STRICT;
CREATE INDEX alerts_by_policy ON alerts (policy, day);
CREATE INDEX alerts_by_activity ON alerts (activity_id);
