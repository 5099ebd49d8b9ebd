//! Which step-ups are under way, and how did they end?

use super::{Store, sign_ins};
use crate::clock;
use stepgate_identity::Pending;
use stepgate_policy::StepUp;

/// How long a step-up may take, in seconds.
pub const LIFETIME: u64 = 300;

/// A step-up about to begin.
#[derive(Debug)]
pub struct NewStepUp<'a> {
    /// Its id, in addresses.
    pub id: &'a str,
    /// Whose it is.
    pub session: i64,
    /// The app it was asked for at.
    pub app: &'a str,
    /// The policy that asks for it.
    pub policy: &'a str,
    /// The activity it is for.
    pub activity: &'a str,
    /// The object it is for, or nothing.
    pub object: &'a str,
    /// What must be proved.
    pub asks: StepUp,
    /// Path, query and fragment to return to, at the app.
    pub return_to: &'a str,
    /// Where to lead the person when there is nothing to return to.
    pub back: &'a str,
    /// How the person comes back: `popup`, `redirect` or `page`.
    pub mode: &'a str,
}

/// A step-up as it is kept.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct StepUpRow {
    /// Its id, in addresses.
    pub id: String,
    /// The app it was asked for at.
    pub app: String,
    /// The policy that asks for it.
    pub policy: String,
    /// The activity it is for.
    pub activity: String,
    /// The object it is for, or nothing.
    pub object: String,
    /// What must be proved: 1..=99.
    pub context: i64,
    /// How far the grant reaches.
    pub scope: String,
    /// How long the grant lasts, in seconds.
    pub lifetime: i64,
    /// Where to return to.
    pub return_to: String,
    /// Where to lead the person when there is nothing to return to.
    pub back: String,
    /// How the person comes back.
    pub mode: String,
    /// What the relying party needs to finish it, while that is under way.
    pub pending: Option<String>,
    /// Unix seconds after which it is void.
    pub expires: i64,
    /// `granted`, or why not; `None` until it is final.
    pub outcome: Option<String>,
    /// When the grant ends, where there is one.
    pub granted_until: Option<i64>,
}

impl Store {
    /// Keeps a step-up. An open one of the same session for the same attempt is cancelled: only one may be open.
    pub async fn open_step_up(&self, new: &NewStepUp<'_>, now: u64) -> Result<(), sqlx::Error> {
        let mut transaction = self.pool.begin().await?;
        sqlx::query(
            "UPDATE step_ups SET outcome = 'cancelled'
             WHERE session = ? AND app = ? AND policy = ? AND activity = ? AND object = ?
               AND outcome IS NULL",
        )
        .bind(new.session)
        .bind(new.app)
        .bind(new.policy)
        .bind(new.activity)
        .bind(new.object)
        .execute(&mut *transaction)
        .await?;
        sqlx::query(
            "INSERT INTO step_ups (id, session, app, policy, activity, object, context, scope, lifetime,
                                   return_to, back, mode, created, expires)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(new.id)
        .bind(new.session)
        .bind(new.app)
        .bind(new.policy)
        .bind(new.activity)
        .bind(new.object)
        .bind(i64::from(new.asks.context.number()))
        .bind(new.asks.scope.keyword())
        .bind(i64::from(new.asks.lifetime))
        .bind(new.return_to)
        .bind(new.back)
        .bind(new.mode)
        .bind(clock::to_sql(now))
        .bind(clock::to_sql(now + LIFETIME))
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await
    }

    /// How many step-ups a session began since `since` (Unix seconds).
    pub async fn step_ups_since(&self, session: i64, since: u64) -> Result<i64, sqlx::Error> {
        let (count,): (i64,) =
            sqlx::query_as("SELECT count(*) FROM step_ups WHERE session = ? AND created > ?")
                .bind(session)
                .bind(clock::to_sql(since))
                .fetch_one(&self.pool)
                .await?;
        Ok(count)
    }

    /// A step-up of this session.
    pub async fn step_up(&self, id: &str, session: i64) -> Result<Option<StepUpRow>, sqlx::Error> {
        sqlx::query_as("SELECT * FROM step_ups WHERE id = ? AND session = ?")
            .bind(id)
            .bind(session)
            .fetch_optional(&self.pool)
            .await
    }

    /// Notes that the person left for the identity provider. `false` if the step-up is not open any more.
    pub async fn start_step_up(
        &self,
        id: &str,
        pending: &Pending,
        now: u64,
    ) -> Result<bool, sqlx::Error> {
        let done = sqlx::query(
            "UPDATE step_ups SET state_hash = ?, pending = ?
             WHERE id = ? AND outcome IS NULL AND consumed IS NULL AND expires > ?",
        )
        .bind(&pending.state_hash)
        .bind(sign_ins::encode(pending)?)
        .bind(id)
        .bind(clock::to_sql(now))
        .execute(&self.pool)
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Takes the round trip out, so that its state works once, for this session only.
    pub async fn take_step_up(
        &self,
        state_hash: &str,
        session: i64,
        now: u64,
    ) -> Result<Option<(StepUpRow, Pending)>, sqlx::Error> {
        let row: Option<StepUpRow> = sqlx::query_as(
            "UPDATE step_ups SET consumed = ?1
             WHERE state_hash = ?2 AND session = ?3 AND consumed IS NULL AND outcome IS NULL
               AND expires > ?1
             RETURNING *",
        )
        .bind(clock::to_sql(now))
        .bind(state_hash)
        .bind(session)
        .fetch_optional(&self.pool)
        .await?;
        let Some(row) = row else { return Ok(None) };
        let pending = sign_ins::decode(row.pending.as_deref().unwrap_or_default())?;
        sqlx::query("UPDATE step_ups SET pending = NULL WHERE id = ?")
            .bind(&row.id)
            .execute(&self.pool)
            .await?;
        Ok(Some((row, pending)))
    }

    /// Ends a step-up without a grant. `false` if it had ended already.
    pub async fn deny_step_up(&self, id: &str, reason: &str) -> Result<bool, sqlx::Error> {
        let done = sqlx::query("UPDATE step_ups SET outcome = ? WHERE id = ? AND outcome IS NULL")
            .bind(reason)
            .bind(id)
            .execute(&self.pool)
            .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Ends a step-up with its grant. `false` if it had ended already, for example by being cancelled.
    pub async fn grant_step_up(
        &self,
        row: &StepUpRow,
        session: i64,
        now: u64,
    ) -> Result<bool, sqlx::Error> {
        let until = clock::to_sql(now).saturating_add(row.lifetime);
        self.granted.note(session);
        let mut transaction = self.pool.begin().await?;
        let done = sqlx::query(
            "UPDATE step_ups SET outcome = 'granted', granted_until = ? WHERE id = ? AND outcome IS NULL",
        )
        .bind(until)
        .bind(&row.id)
        .execute(&mut *transaction)
        .await?;
        if done.rows_affected() == 0 {
            return Ok(false);
        }
        sqlx::query(
            "INSERT INTO grants (session, app, context, scope, activity, object, expires)
             VALUES (?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(session)
        .bind(&row.app)
        .bind(row.context)
        .bind(&row.scope)
        .bind(&row.activity)
        .bind(&row.object)
        .bind(until)
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(true)
    }
}
