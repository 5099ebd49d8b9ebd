//! Who is signed in here?

use super::{Store, read_words, words};
use crate::clock;
use crate::token::Hash;
use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};
use stepgate_identity::Person;

/// How long a sign-in lasts, in seconds.
const LIFETIME: u64 = 12 * 60 * 60;

/// How many sessions are kept in memory before all are forgotten and read again.
const KNOWN_LIMIT: usize = 10_000;

/// A person signed in to one app.
#[derive(Clone, Debug)]
pub struct Session {
    /// Its row.
    pub id: i64,
    /// The app it is for.
    pub app: String,
    /// Who it is, for ever.
    pub subject: String,
    /// Sign-in name.
    pub user: String,
    /// What people call them.
    pub name: String,
    /// Their groups.
    pub groups: Vec<String>,
    /// What is known of their device.
    pub device_tags: Vec<String>,
    /// Whether they have been told that access is monitored.
    pub notice_seen: bool,
    /// Unix seconds after which they must sign in again.
    pub expires: u64,
}

/// A session about to begin.
#[derive(Debug)]
pub struct NewSession<'a> {
    /// The app.
    pub app: &'a str,
    /// Who signed in.
    pub person: &'a Person,
    /// Whether the notice is hidden for them.
    pub notice_seen: bool,
}

/// Sessions read before. All writes go through [`Store`], which keeps this in step.
#[derive(Debug, Default)]
pub(super) struct Known(RwLock<HashMap<Hash, Arc<Session>>>);

impl Known {
    fn get(&self, token: &Hash) -> Option<Arc<Session>> {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        known.get(token).cloned()
    }

    fn put(&self, token: Hash, session: Arc<Session>) {
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= KNOWN_LIMIT {
            known.clear();
        }
        known.insert(token, session);
    }

    fn forget(&self, token: &Hash) {
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        known.remove(token);
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    app: String,
    subject: String,
    user: String,
    name: String,
    groups: String,
    device_tags: String,
    notice_seen: bool,
    expires: i64,
}

impl From<Row> for Session {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            app: row.app,
            subject: row.subject,
            user: row.user,
            name: row.name,
            groups: read_words(&row.groups),
            device_tags: read_words(&row.device_tags),
            notice_seen: row.notice_seen,
            expires: clock::from_sql(row.expires),
        }
    }
}

impl Store {
    /// The session a cookie stands for, unless it has ended.
    pub async fn session(
        &self,
        token: &Hash,
        now: u64,
    ) -> Result<Option<Arc<Session>>, sqlx::Error> {
        let session = match self.sessions.get(token) {
            Some(session) => Some(session),
            None => self.read_session(token).await?,
        };
        Ok(session.filter(|session| now < session.expires))
    }

    async fn read_session(&self, token: &Hash) -> Result<Option<Arc<Session>>, sqlx::Error> {
        let row: Option<Row> = sqlx::query_as(
            "SELECT id, app, subject, user, name, groups, device_tags, notice_seen, expires
             FROM sessions WHERE token_hash = ?",
        )
        .bind(token.as_slice())
        .fetch_optional(&self.pool)
        .await?;
        let session = row.map(|row| Arc::new(Session::from(row)));
        if let Some(session) = &session {
            self.sessions.put(*token, Arc::clone(session));
        }
        Ok(session)
    }

    /// Begins a session, and drops those that have ended.
    pub async fn begin_session(
        &self,
        token: &Hash,
        new: &NewSession<'_>,
        now: u64,
    ) -> Result<(), sqlx::Error> {
        let mut transaction = self.pool.begin().await?;
        sqlx::query("DELETE FROM sessions WHERE expires <= ?")
            .bind(clock::to_sql(now))
            .execute(&mut *transaction)
            .await?;
        sqlx::query(
            "INSERT INTO sessions
             (token_hash, app, subject, user, name, groups, device_tags, notice_seen, expires)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(token.as_slice())
        .bind(new.app)
        .bind(&new.person.subject)
        .bind(&new.person.user)
        .bind(&new.person.name)
        .bind(words(&new.person.groups))
        .bind(words(&new.person.device_tags))
        .bind(new.notice_seen)
        .bind(clock::to_sql(now + LIFETIME))
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await
    }

    /// Ends a session, with its grants and step-ups.
    pub async fn end_session(&self, token: &Hash) -> Result<(), sqlx::Error> {
        sqlx::query("DELETE FROM sessions WHERE token_hash = ?")
            .bind(token.as_slice())
            .execute(&self.pool)
            .await?;
        self.sessions.forget(token);
        Ok(())
    }

    /// Notes that the person has gone on from the notice.
    pub async fn notice_seen(&self, token: &Hash) -> Result<(), sqlx::Error> {
        sqlx::query("UPDATE sessions SET notice_seen = 1 WHERE token_hash = ?")
            .bind(token.as_slice())
            .execute(&self.pool)
            .await?;
        self.sessions.forget(token);
        Ok(())
    }
}
