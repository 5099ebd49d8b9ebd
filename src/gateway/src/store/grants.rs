//! What has been proved in this session?

use super::Store;
use crate::clock;
use std::collections::HashSet;
use std::sync::{PoisonError, RwLock};
use stepgate_policy::{ActivityType, AuthenticationContext, Grant, GrantScope};

/// A grant and the row it stands in.
#[derive(Clone, Debug)]
pub struct KeptGrant {
    /// Its row.
    pub id: i64,
    /// What it answers.
    pub grant: Grant,
}

#[derive(sqlx::FromRow)]
pub(super) struct Row {
    id: i64,
    context: i64,
    scope: String,
    activity: String,
    object: String,
    expires: i64,
}

impl Row {
    /// `None` where a column holds a word this version does not know: such a grant answers nothing.
    fn read(self) -> Option<KeptGrant> {
        Some(KeptGrant {
            id: self.id,
            grant: Grant {
                context: AuthenticationContext::new(u8::try_from(self.context).ok()?)?,
                scope: GrantScope::parse(&self.scope)?,
                activity: ActivityType::parse(&self.activity)?,
                object: self.object,
                expires: clock::from_sql(self.expires),
            },
        })
    }
}

/// The sessions that ever had a grant, or an answer: every page asks, and most sessions have none.
#[derive(Debug, Default)]
pub(super) struct Granted(RwLock<HashSet<i64>>);

impl Granted {
    pub(super) fn has(&self, session: i64) -> bool {
        self.0
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .contains(&session)
    }

    /// Notes it before the grant can be read.
    pub(super) fn note(&self, session: i64) {
        self.0
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(session);
    }
}

impl Store {
    /// Notes the sessions that had grants or answers before a restart.
    pub(super) async fn note_granted(&self) -> Result<(), sqlx::Error> {
        let sessions: Vec<i64> = sqlx::query_scalar("SELECT DISTINCT session FROM grants")
            .fetch_all(&self.pool)
            .await?;
        for session in sessions {
            self.granted.note(session);
        }
        let sessions: Vec<i64> = sqlx::query_scalar("SELECT DISTINCT session FROM answers")
            .fetch_all(&self.pool)
            .await?;
        for session in sessions {
            self.answered.note(session);
        }
        Ok(())
    }

    /// The grants of a session at an app that are neither over nor used up.
    pub async fn grants(
        &self,
        session: i64,
        app: &str,
        now: u64,
    ) -> Result<Vec<KeptGrant>, sqlx::Error> {
        if !self.granted.has(session) {
            return Ok(Vec::new());
        }
        let rows: Vec<Row> = sqlx::query_as(
            "SELECT id, context, scope, activity, object, expires FROM grants
             WHERE session = ? AND app = ? AND used IS NULL AND expires > ?",
        )
        .bind(session)
        .bind(app)
        .bind(clock::to_sql(now))
        .fetch_all(&self.pool)
        .await?;
        Ok(rows.into_iter().filter_map(Row::read).collect())
    }

    /// Uses up a `once` grant. `false` if another request was faster.
    pub async fn use_grant(&self, id: i64, now: u64) -> Result<bool, sqlx::Error> {
        let done = sqlx::query(
            "UPDATE grants SET used = ?2 WHERE id = ?1 AND used IS NULL AND expires > ?2",
        )
        .bind(id)
        .bind(clock::to_sql(now))
        .execute(&self.pool)
        .await?;
        Ok(done.rows_affected() == 1)
    }
}
