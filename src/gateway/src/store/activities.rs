//! What happened?

use super::alerts::raise;
use super::{NewAlert, Store, StoredAlert};
use crate::clock;
use serde::Serialize;
use serde_json::Value;

/// An activity about to be stored. Times are Unix milliseconds.
#[derive(Clone, Debug)]
pub struct NewActivity {
    /// Its id: 32 hex digits.
    pub id: String,
    /// When it happened, by the clock of where it happened.
    pub time: u64,
    /// Whose session, for ever.
    pub subject: String,
    /// Whose session, as people write it.
    pub user: String,
    /// In which app.
    pub app: String,
    /// What was attempted.
    pub activity: String,
    /// What was decided.
    pub action: String,
    /// The policy that decided: id and name.
    pub policy: Option<(String, String)>,
    /// What came of it.
    pub outcome: String,
    /// Where: origin and path.
    pub url: String,
    /// The file, as JSON.
    pub file: Option<String>,
    /// The policies that matched, as JSON.
    pub matches: String,
    /// Why the default behaviour decided.
    pub failure: Option<String>,
    /// By which policies.
    pub revision: String,
    /// How each policy came out, as JSON.
    pub trace: String,
    /// What the policies that matched found, masked, as JSON; none if nothing.
    pub findings: Option<String>,
    /// `agent` or `gateway`.
    pub source: &'static str,
    /// A remark.
    pub detail: Option<String>,
    /// The reason a person gave.
    pub justification: Option<String>,
    /// How grave it is, by the policies that matched.
    pub severity: Option<&'static str>,
    /// What kind of policy matched.
    pub category: Option<String>,
    /// The simulated policies that matched, as JSON.
    pub simulated: Option<String>,
    /// What was known of the session, as JSON.
    pub facts: String,
    /// Who wants to be told.
    pub alerts: Vec<NewAlert>,
}

/// An activity as the console shows it.
#[derive(Clone, Debug, Serialize)]
pub struct StoredActivity {
    /// Its place in the order of arrival.
    pub seq: i64,
    /// Its id.
    pub id: String,
    /// When it happened, Unix milliseconds.
    pub time: i64,
    /// When it arrived here, Unix milliseconds.
    pub received: i64,
    /// Who.
    pub user: String,
    /// Where: the app.
    pub app: String,
    /// What was attempted.
    pub activity: String,
    /// What was decided.
    pub action: String,
    /// By which policy.
    pub policy: Option<PolicyName>,
    /// What came of it.
    pub outcome: String,
    /// Where: the page.
    pub url: String,
    /// The file.
    pub file: Option<Value>,
    /// Why the default behaviour decided.
    pub failure: Option<String>,
    /// What the policies that matched found, masked.
    pub findings: Option<Value>,
    /// `agent` or `gateway`.
    pub source: String,
    /// A remark.
    pub detail: Option<String>,
    /// The reason a person gave.
    pub justification: Option<String>,
    /// How grave it is, by the policies that matched.
    pub severity: Option<String>,
    /// What kind of policy matched.
    pub category: Option<String>,
    /// The simulated policies that matched, with what they would have done.
    pub simulated: Option<Value>,
    /// Whether somebody is told of it.
    pub alerted: bool,
    /// The revision of the policies.
    pub revision: String,
    /// What was known of the session, as JSON; for the explanation.
    #[serde(skip)]
    pub facts: Option<String>,
    /// How each policy came out, as JSON; for the explanation.
    #[serde(skip)]
    pub trace: String,
}

/// A policy as the console names it.
#[derive(Clone, Debug, Serialize)]
pub struct PolicyName {
    /// Its id.
    pub id: String,
    /// What people call it.
    pub name: String,
}

/// Which activities to list.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Sign-in name.
    pub person: Option<String>,
    /// App name.
    pub app: Option<String>,
    /// Activity type.
    pub activity: Option<String>,
    /// Action taken.
    pub action: Option<String>,
    /// Only those that arrived before this one.
    pub before: Option<i64>,
    /// At most so many.
    pub limit: i64,
}

#[derive(sqlx::FromRow)]
struct Row {
    seq: i64,
    id: String,
    time: i64,
    received: i64,
    user: String,
    app: String,
    activity: String,
    action: String,
    policy: Option<String>,
    policy_name: Option<String>,
    outcome: String,
    url: String,
    file: Option<String>,
    failure: Option<String>,
    revision: String,
    trace: String,
    findings: Option<String>,
    source: String,
    detail: Option<String>,
    justification: Option<String>,
    severity: Option<String>,
    category: Option<String>,
    simulated: Option<String>,
    facts: Option<String>,
    #[sqlx(default)]
    alerted: bool,
}

impl From<Row> for StoredActivity {
    fn from(row: Row) -> Self {
        let name = row.policy_name.unwrap_or_default();
        Self {
            seq: row.seq,
            id: row.id,
            time: row.time,
            received: row.received,
            user: row.user,
            app: row.app,
            activity: row.activity,
            action: row.action,
            policy: row.policy.map(|id| PolicyName { id, name }),
            outcome: row.outcome,
            url: row.url,
            file: row.file.and_then(|file| serde_json::from_str(&file).ok()),
            failure: row.failure,
            findings: row
                .findings
                .and_then(|list| serde_json::from_str(&list).ok()),
            source: row.source,
            detail: row.detail,
            justification: row.justification,
            severity: row.severity,
            category: row.category,
            simulated: row
                .simulated
                .and_then(|list| serde_json::from_str(&list).ok()),
            alerted: row.alerted,
            facts: row.facts,
            revision: row.revision,
            trace: row.trace,
        }
    }
}

impl Store {
    /// Stores activities, all or none, and gives back those that were new with the alerts they raised: an id that is there already was stored
    /// before, so a batch sent twice is stored once.
    pub async fn keep_activities(
        &self,
        activities: &[NewActivity],
    ) -> Result<Vec<(StoredActivity, Vec<StoredAlert>)>, sqlx::Error> {
        let mut transaction = self.pool.begin().await?;
        let mut stored = Vec::with_capacity(activities.len());
        for activity in activities {
            let row: Option<Row> = insert(activity).fetch_optional(&mut *transaction).await?;
            let Some(row) = row else { continue };
            let alerts = raise(&mut transaction, activity).await?;
            let mut new = StoredActivity::from(row);
            new.alerted = !alerts.is_empty();
            stored.push((new, alerts));
        }
        transaction.commit().await?;
        Ok(stored)
    }

    /// The activities that pass `filter`, newest first.
    pub async fn activities(&self, filter: &Filter) -> Result<Vec<StoredActivity>, sqlx::Error> {
        let rows: Vec<Row> = sqlx::query_as(
            "SELECT *, EXISTS (SELECT 1 FROM alerts WHERE activity_id = activities.id) AS alerted
             FROM activities
             WHERE (?1 IS NULL OR user = ?1) AND (?2 IS NULL OR app = ?2)
               AND (?3 IS NULL OR activity = ?3) AND (?4 IS NULL OR action = ?4)
               AND (?5 IS NULL OR seq < ?5)
             ORDER BY seq DESC LIMIT ?6",
        )
        .bind(filter.person.as_deref())
        .bind(filter.app.as_deref())
        .bind(filter.activity.as_deref())
        .bind(filter.action.as_deref())
        .bind(filter.before)
        .bind(filter.limit)
        .fetch_all(&self.pool)
        .await?;
        Ok(rows.into_iter().map(StoredActivity::from).collect())
    }

    /// One activity.
    pub async fn activity(&self, id: &str) -> Result<Option<StoredActivity>, sqlx::Error> {
        let row: Option<Row> = sqlx::query_as(
            "SELECT *, EXISTS (SELECT 1 FROM alerts WHERE activity_id = activities.id) AS alerted
             FROM activities WHERE id = ?",
        )
        .bind(id)
        .fetch_optional(&self.pool)
        .await?;
        Ok(row.map(StoredActivity::from))
    }

    /// Every value that occurs: people, apps, activities, actions.
    pub async fn facets(&self) -> Result<[Vec<String>; 4], sqlx::Error> {
        Ok([
            self.words_of("SELECT DISTINCT user FROM activities ORDER BY 1")
                .await?,
            self.words_of("SELECT DISTINCT app FROM activities ORDER BY 1")
                .await?,
            self.words_of("SELECT DISTINCT activity FROM activities ORDER BY 1")
                .await?,
            self.words_of("SELECT DISTINCT action FROM activities ORDER BY 1")
                .await?,
        ])
    }

    async fn words_of(&self, query: &'static str) -> Result<Vec<String>, sqlx::Error> {
        sqlx::query_scalar(query).fetch_all(&self.pool).await
    }
}

type Insert<'q> = sqlx::query::QueryAs<'q, sqlx::Sqlite, Row, sqlx::sqlite::SqliteArguments>;

fn insert(activity: &NewActivity) -> Insert<'_> {
    let (policy, policy_name) = match &activity.policy {
        Some((id, name)) => (Some(id.as_str()), Some(name.as_str())),
        None => (None, None),
    };
    sqlx::query_as(
        "INSERT OR IGNORE INTO activities
         (id, time, received, subject, user, app, activity, action, policy, policy_name, outcome, url, file,
          matches, failure, revision, trace, source, detail, justification, severity, category,
          simulated, facts, findings)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
         RETURNING *",
    )
    .bind(&activity.id)
    .bind(clock::to_sql(activity.time))
    .bind(clock::to_sql(clock::now_ms()))
    .bind(&activity.subject)
    .bind(&activity.user)
    .bind(&activity.app)
    .bind(&activity.activity)
    .bind(&activity.action)
    .bind(policy)
    .bind(policy_name)
    .bind(&activity.outcome)
    .bind(&activity.url)
    .bind(activity.file.as_deref())
    .bind(&activity.matches)
    .bind(activity.failure.as_deref())
    .bind(&activity.revision)
    .bind(&activity.trace)
    .bind(activity.source)
    .bind(activity.detail.as_deref())
    .bind(activity.justification.as_deref())
    .bind(activity.severity)
    .bind(activity.category.as_deref())
    .bind(activity.simulated.as_deref())
    .bind(&activity.facts)
    .bind(activity.findings.as_deref())
}
