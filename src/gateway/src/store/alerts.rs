//! Which matches does somebody want to be told of?

use super::{NewActivity, Store, read_words, words};
use crate::clock;
use serde::Serialize;
use sqlx::SqliteConnection;

const DAY: u64 = 24 * 60 * 60 * 1000;
/// How far apart, in milliseconds, the agent and the gateway may see the same act.
const SAME_ACT: i64 = 10_000;

/// An alert about to be raised.
#[derive(Clone, Debug)]
pub struct NewAlert {
    /// The policy that matched.
    pub policy: String,
    /// Its name.
    pub policy_name: String,
    /// What it asks for.
    pub action: &'static str,
    /// How grave it is.
    pub severity: Option<&'static str>,
    /// What kind of policy it is; may be empty.
    pub category: String,
    /// Whom the policy names.
    pub recipients: Vec<String>,
    /// Whether the policy is only simulated.
    pub simulated: bool,
    /// The most there are of this policy in a day (UTC), if there is a limit.
    pub daily_limit: Option<u32>,
}

/// An alert as the console shows it.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StoredAlert {
    /// Its place in the order of arrival.
    pub seq: i64,
    /// The activity it is about.
    pub activity_id: String,
    /// When it was raised, Unix milliseconds.
    pub time: i64,
    /// The policy that matched.
    pub policy: String,
    /// Its name.
    pub policy_name: String,
    /// What it asks for.
    pub action: String,
    /// How grave it is.
    pub severity: Option<String>,
    /// What kind of policy it is; may be empty.
    pub category: String,
    /// Whom the policy names. No mail is sent.
    pub recipients: Vec<String>,
    /// Whether the policy is only simulated.
    pub simulated: bool,
    /// Who did it.
    pub user: String,
    /// Where: the app.
    pub app: String,
    /// What was attempted.
    pub activity: String,
}

#[derive(sqlx::FromRow)]
struct Row {
    seq: i64,
    activity_id: String,
    time: i64,
    policy: String,
    policy_name: String,
    action: String,
    severity: Option<String>,
    category: String,
    recipients: String,
    simulated: bool,
    user: String,
    app: String,
    activity: String,
}

impl From<Row> for StoredAlert {
    fn from(row: Row) -> Self {
        Self {
            seq: row.seq,
            activity_id: row.activity_id,
            time: row.time,
            policy: row.policy,
            policy_name: row.policy_name,
            action: row.action,
            severity: row.severity,
            category: row.category,
            recipients: read_words(&row.recipients),
            simulated: row.simulated,
            user: row.user,
            app: row.app,
            activity: row.activity,
        }
    }
}

/// Raises the alerts of an activity that was just stored, within their daily limits. An act that both the agent and the
/// gateway report raises one.
pub(super) async fn raise(
    store: &mut SqliteConnection,
    activity: &NewActivity,
) -> Result<Vec<StoredAlert>, sqlx::Error> {
    let mut raised = Vec::new();
    for alert in &activity.alerts {
        let now = clock::now_ms();
        let inserted: Option<(i64,)> = sqlx::query_as(
            "INSERT INTO alerts
             (activity_id, time, day, policy, policy_name, action, severity, category, recipients, simulated)
             SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10
             WHERE (?11 IS NULL OR (SELECT count(*) FROM alerts WHERE policy = ?4 AND day = ?3) < ?11)
               AND NOT EXISTS (
                 SELECT 1 FROM activities here
                 JOIN activities there ON there.user = here.user AND there.source <> here.source
                 JOIN alerts ON alerts.activity_id = there.id AND alerts.policy = ?4
                 WHERE here.id = ?1 AND there.subject = here.subject AND there.app = here.app
                   AND there.activity = here.activity
                   AND json_extract(there.file, '$.name') IS json_extract(here.file, '$.name')
                   AND abs(there.time - here.time) < ?12)
             RETURNING seq",
        )
        .bind(&activity.id)
        .bind(clock::to_sql(now))
        .bind(clock::to_sql(now / DAY))
        .bind(&alert.policy)
        .bind(&alert.policy_name)
        .bind(alert.action)
        .bind(alert.severity)
        .bind(&alert.category)
        .bind(words(&alert.recipients))
        .bind(alert.simulated)
        .bind(alert.daily_limit)
        .bind(SAME_ACT)
        .fetch_optional(&mut *store)
        .await?;
        raised.extend(inserted.map(|(seq,)| stored(seq, clock::to_sql(now), activity, alert)));
    }
    Ok(raised)
}

fn stored(seq: i64, time: i64, activity: &NewActivity, alert: &NewAlert) -> StoredAlert {
    StoredAlert {
        seq,
        activity_id: activity.id.clone(),
        time,
        policy: alert.policy.clone(),
        policy_name: alert.policy_name.clone(),
        action: alert.action.to_owned(),
        severity: alert.severity.map(str::to_owned),
        category: alert.category.clone(),
        recipients: alert.recipients.clone(),
        simulated: alert.simulated,
        user: activity.user.clone(),
        app: activity.app.clone(),
        activity: activity.activity.clone(),
    }
}

impl Store {
    /// The newest alerts, before `before` where that is given.
    pub async fn alerts(
        &self,
        before: Option<i64>,
        limit: i64,
    ) -> Result<Vec<StoredAlert>, sqlx::Error> {
        let rows: Vec<Row> = sqlx::query_as(
            "SELECT alerts.*, activities.user, activities.app, activities.activity
             FROM alerts JOIN activities ON activities.id = alerts.activity_id
             WHERE ?1 IS NULL OR alerts.seq < ?1
             ORDER BY alerts.seq DESC LIMIT ?2",
        )
        .bind(before)
        .bind(limit)
        .fetch_all(&self.pool)
        .await?;
        Ok(rows.into_iter().map(StoredAlert::from).collect())
    }
}
