//! Which warnings were shown, and what was answered?

use super::Store;
use crate::clock;
use stepgate_policy::{Action, ActivityType, Answered};

/// How long a question may be thought about, in seconds.
const LIFETIME: u64 = 300;

/// What a question or an answer is about.
#[derive(Clone, Copy, Debug)]
pub struct Asks<'a> {
    /// The session's row.
    pub session: i64,
    /// The app.
    pub app: &'a str,
    /// The policy that asks.
    pub policy: &'a str,
    /// What it asks for.
    pub action: Action,
    /// The activity it is about.
    pub activity: &'a ActivityType,
    /// The object it is about, or nothing.
    pub object: &'a str,
}

/// Where a person goes from a question.
#[derive(Clone, Copy, Debug)]
pub struct Ways<'a> {
    /// Path and query to return to, at the app.
    pub return_to: &'a str,
    /// Where to lead the person who does not go on.
    pub back: &'a str,
    /// Whether returning does what was stopped.
    pub again: bool,
}

/// A question as it is kept.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Question {
    /// The policy that asks.
    pub policy: String,
    /// What it asks for.
    pub action: String,
    /// The activity it is about.
    pub activity: String,
    /// The object it is about, or nothing.
    pub object: String,
    /// Path and query to return to, at the app.
    pub return_to: String,
    /// Where to lead the person who does not go on.
    pub back: String,
    /// Whether returning does what was stopped.
    pub again: bool,
}

#[derive(sqlx::FromRow)]
struct Row {
    policy: String,
    action: String,
    activity: String,
    object: String,
    expires: i64,
}

impl Row {
    /// `None` where a column holds a word this version does not know: such an answer answers nothing.
    fn read(self) -> Option<Answered> {
        Some(Answered {
            policy: self.policy,
            action: Action::parse(&self.action)?,
            activity: ActivityType::parse(&self.activity)?,
            object: self.object,
            expires: clock::from_sql(self.expires),
        })
    }
}

impl Store {
    /// Keeps a question under its id, and drops those nobody answered.
    pub async fn open_question(
        &self,
        id: &str,
        asks: &Asks<'_>,
        ways: &Ways<'_>,
        now: u64,
    ) -> Result<(), sqlx::Error> {
        sqlx::query("DELETE FROM questions WHERE expires <= ?")
            .bind(clock::to_sql(now))
            .execute(&self.pool)
            .await?;
        sqlx::query(
            "INSERT INTO questions
             (id, session, app, policy, action, activity, object, return_to, back, again, created, expires)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(id)
        .bind(asks.session)
        .bind(asks.app)
        .bind(asks.policy)
        .bind(asks.action.keyword())
        .bind(asks.activity.to_string())
        .bind(asks.object)
        .bind(ways.return_to)
        .bind(ways.back)
        .bind(ways.again)
        .bind(clock::to_sql(now))
        .bind(clock::to_sql(now + LIFETIME))
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// How many questions of a session are open.
    pub async fn open_questions(&self, session: i64, now: u64) -> Result<i64, sqlx::Error> {
        sqlx::query_scalar("SELECT count(*) FROM questions WHERE session = ? AND expires > ?")
            .bind(session)
            .bind(clock::to_sql(now))
            .fetch_one(&self.pool)
            .await
    }

    /// A question of this session at this app that is open.
    pub async fn question(
        &self,
        id: &str,
        session: i64,
        app: &str,
        now: u64,
    ) -> Result<Option<Question>, sqlx::Error> {
        sqlx::query_as(
            "SELECT * FROM questions WHERE id = ? AND session = ? AND app = ? AND expires > ?",
        )
        .bind(id)
        .bind(session)
        .bind(app)
        .bind(clock::to_sql(now))
        .fetch_optional(&self.pool)
        .await
    }

    /// Takes a question out, so that it is answered once. `false` if another request was faster.
    pub async fn take_question(&self, id: &str) -> Result<bool, sqlx::Error> {
        let done = sqlx::query("DELETE FROM questions WHERE id = ?")
            .bind(id)
            .execute(&self.pool)
            .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Keeps that a person goes on, until `expires`.
    pub async fn keep_answer(
        &self,
        asks: &Asks<'_>,
        now: u64,
        expires: u64,
    ) -> Result<(), sqlx::Error> {
        self.answered.note(asks.session);
        sqlx::query(
            "INSERT INTO answers (session, app, policy, action, activity, object, given, expires)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(asks.session)
        .bind(asks.app)
        .bind(asks.policy)
        .bind(asks.action.keyword())
        .bind(asks.activity.to_string())
        .bind(asks.object)
        .bind(clock::to_sql(now))
        .bind(clock::to_sql(expires))
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// How many answers a session gave since `since` (Unix seconds).
    pub async fn answers_since(&self, session: i64, since: u64) -> Result<i64, sqlx::Error> {
        sqlx::query_scalar("SELECT count(*) FROM answers WHERE session = ? AND given > ?")
            .bind(session)
            .bind(clock::to_sql(since))
            .fetch_one(&self.pool)
            .await
    }

    /// The answers of a session at an app that still hold.
    pub async fn answers(
        &self,
        session: i64,
        app: &str,
        now: u64,
    ) -> Result<Vec<Answered>, sqlx::Error> {
        if !self.answered.has(session) {
            return Ok(Vec::new());
        }
        let rows: Vec<Row> = sqlx::query_as(
            "SELECT policy, action, activity, object, max(expires) AS expires FROM answers
             WHERE session = ? AND app = ? AND expires > ?
             GROUP BY policy, action, activity, object",
        )
        .bind(session)
        .bind(app)
        .bind(clock::to_sql(now))
        .fetch_all(&self.pool)
        .await?;
        Ok(rows.into_iter().filter_map(Row::read).collect())
    }
}
