//! What survives a restart?

mod activities;
mod grants;
mod notices;
mod revisions;
mod sessions;
mod sign_ins;
mod step_ups;

pub use activities::{Filter, NewActivity, StoredActivity};
pub use grants::KeptGrant;
pub use sessions::{NewSession, Session};
pub use sign_ins::SignIn;
pub use step_ups::{LIFETIME as STEP_UP_LIFETIME, NewStepUp, StepUpRow};

use sqlx::SqlitePool;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use std::path::Path;
use std::time::Duration;

/// The gateway's state, in one SQLite file.
#[derive(Debug)]
pub struct Store {
    pool: SqlitePool,
    sessions: sessions::Known,
    granted: grants::Granted,
}

impl Store {
    /// Opens the file, makes it if it is not there, and brings its tables up to date.
    pub async fn open(path: &Path) -> Result<Self, sqlx::Error> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Normal)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(10));
        let pool = SqlitePoolOptions::new()
            .max_connections(4)
            .connect_with(options)
            .await?;
        sqlx::migrate!("./migrations").run(&pool).await?;
        let store = Self {
            pool,
            sessions: sessions::Known::default(),
            granted: grants::Granted::default(),
        };
        store.note_granted().await?;
        Ok(store)
    }

    /// Finishes what is under way and closes the file.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}

/// A list of words as a column.
fn words(list: &[String]) -> String {
    serde_json::Value::from(list).to_string()
}

/// The list of words in a column.
fn read_words(column: &str) -> Vec<String> {
    serde_json::from_str(column).unwrap_or_default()
}
