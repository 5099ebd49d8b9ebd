//! Who is signed in here?

use super::{Store, read_words, words};
use crate::clock;
use crate::token::{self, Hash};
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
    /// What seals their copies, the same in all their sessions; empty in one older than such keys.
    pub clipboard_key: Vec<u8>,
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
pub(super) struct Known(RwLock<Sessions>);

#[derive(Debug, Default)]
struct Sessions {
    by_token: HashMap<Hash, Arc<Session>>,
    /// How many have been forgotten.
    forgotten: u64,
}

impl Known {
    fn get(&self, token: &Hash) -> Option<Arc<Session>> {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        known.by_token.get(token).cloned()
    }

    /// What [`Self::put`] wants to know of the moment before a session is read.
    fn forgotten(&self) -> u64 {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        known.forgotten
    }

    /// Keeps a session, unless one was forgotten since it was about to be read: it may be this one.
    fn put(&self, token: Hash, session: Arc<Session>, forgotten: u64) {
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if known.forgotten != forgotten {
            return;
        }
        if known.by_token.len() >= KNOWN_LIMIT {
            known.by_token.clear();
        }
        known.by_token.insert(token, session);
    }

    fn forget(&self, token: &Hash) {
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        known.by_token.remove(token);
        known.forgotten += 1;
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
    clipboard_key: Vec<u8>,
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
            clipboard_key: row.clipboard_key,
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
        let forgotten = self.sessions.forgotten();
        let row: Option<Row> = sqlx::query_as(
            "SELECT id, app, subject, user, name, groups, device_tags, notice_seen, expires,
                    coalesce(key, x'') AS clipboard_key
             FROM sessions LEFT JOIN clipboard_keys USING (subject) WHERE token_hash = ?",
        )
        .bind(token.as_slice())
        .fetch_optional(&self.pool)
        .await?;
        let session = row.map(|row| Arc::new(Session::from(row)));
        if let Some(session) = &session {
            self.sessions.put(*token, Arc::clone(session), forgotten);
        }
        Ok(session)
    }

    /// Begins a session, and drops those that have ended. The key of somebody who had none left goes with them, so that
    /// nothing copied before is opened any more.
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
        sqlx::query("INSERT OR IGNORE INTO clipboard_keys (subject, key) VALUES (?, ?)")
            .bind(&new.person.subject)
            .bind(token::random::<32>().as_slice())
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

    /// Ends a session, with its grants and step-ups, and with the person's clipboard key if it was their last.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_that_ended_while_it_was_read_is_not_kept() {
        let session = Arc::new(Session {
            id: 1,
            app: "files".into(),
            subject: "s".into(),
            user: "u".into(),
            name: "n".into(),
            groups: Vec::new(),
            device_tags: Vec::new(),
            notice_seen: true,
            expires: u64::MAX,
            clipboard_key: Vec::new(),
        });
        let (known, token) = (Known::default(), [7; 32]);
        let before = known.forgotten();
        known.forget(&token);
        known.put(token, Arc::clone(&session), before);
        assert!(known.get(&token).is_none());
        known.put(token, session, known.forgotten());
        assert!(known.get(&token).is_some());
    }
}
