//! What survives a restart?

mod activities;
mod alerts;
mod answers;
mod grants;
mod notices;
mod revisions;
mod sessions;
mod sign_ins;
mod step_ups;

pub use activities::{Filter, NewActivity, StoredActivity};
pub use alerts::{NewAlert, StoredAlert};
pub use answers::{Asks, Question, Ways};
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
    answered: grants::Granted,
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
            answered: grants::Granted::default(),
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

#[cfg(test)]
mod tests {
    use super::*;
    use stepgate_policy::Label;
    use stepgate_protocol::ActivityFile;

    /// A store of the version before extensions had sites, with a session that has proved something.
    async fn first_version(path: &Path) {
        let options = SqliteConnectOptions::new().filename(path);
        let pool = SqlitePool::connect_with(options.create_if_missing(true))
            .await
            .unwrap();
        let mut first = sqlx::migrate!("./migrations");
        first.migrations.to_mut().truncate(1);
        first.run(&pool).await.unwrap();
        for row in [
            "INSERT INTO sessions VALUES (7, x'00', 'files', 's', 'u', 'n', '[]', '[]', 1, 9000)",
            "INSERT INTO grants VALUES (1, 7, 1, 'session', 'print', '', 9000, NULL)",
            "INSERT INTO step_ups VALUES
             ('a', 7, NULL, NULL, 'p', 'print', '', 1, 'session', 60, '/', '/', 'page', 1, 9000, NULL, NULL, NULL)",
        ] {
            sqlx::query(row).execute(&pool).await.unwrap();
        }
        pool.close().await;
    }

    #[tokio::test]
    async fn the_label_of_a_file_from_before_an_update_is_one_of_its_labels() {
        const ID: &str = "2f2a9d6e-9c3b-4d1c-8a6c-0f1d7f0b9a11";
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("stepgate.sqlite");
        let labels = [
            r#""Top \"Secret\"""#.to_owned(),
            format!("\"{}\"", ID.to_uppercase()),
            "null".into(),
            "\"\"".into(),
        ];
        sixth_version(&path, &labels).await;
        let store = Store::open(&path).await.unwrap();
        let mut kept = Vec::new();
        for number in 0..4 {
            let activity = store.activity(&number.to_string()).await.unwrap().unwrap();
            let file: ActivityFile = serde_json::from_value(activity.file.unwrap()).unwrap();
            assert_eq!((file.name.as_str(), file.size), ("a, \"b\"", Some(7)));
            kept.push(file.labels);
        }
        let one = |label| vec![Label::declared(label)];
        assert_eq!(kept, [one("Top \"Secret\""), one(ID), vec![], vec![]]);
        let none = store.activity("none").await.unwrap().unwrap();
        assert_eq!(none.file, None);
    }

    /// A store of the version before files had several labels, with an activity for each of `labels` and one without a file.
    async fn sixth_version(path: &Path, labels: &[String]) {
        let options = SqliteConnectOptions::new().filename(path);
        let pool = SqlitePool::connect_with(options.create_if_missing(true))
            .await
            .unwrap();
        let mut before = sqlx::migrate!("./migrations");
        before.migrations.to_mut().truncate(6);
        before.run(&pool).await.unwrap();
        sqlx::query("INSERT INTO policy_revisions VALUES ('r', x'00', 1)")
            .execute(&pool)
            .await
            .unwrap();
        let file = |label| Some(format!(r#"{{"name":"a, \"b\"","size":7,"label":{label}}}"#));
        let files = labels.iter().map(file).enumerate();
        let named = files.map(|(number, file)| (number.to_string(), file));
        for (id, file) in named.chain([("none".to_owned(), None)]) {
            sqlx::query(
                "INSERT INTO activities (id, time, received, subject, user, app, activity, action, outcome, url, file,
                     matches, revision, trace, source)
                 VALUES (?, 1, 1, 's', 'u', 'files', 'upload', 'block', 'stopped', '', ?, '[]', 'r', '[]', 'agent')",
            )
            .bind(id)
            .bind(file)
            .execute(&pool)
            .await
            .unwrap();
        }
        pool.close().await;
    }

    #[tokio::test]
    async fn what_was_proved_before_an_update_still_counts_at_its_app() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("stepgate.sqlite");
        first_version(&path).await;
        let store = Store::open(&path).await.unwrap();
        assert_eq!(store.grants(7, "files", 1).await.unwrap().len(), 1);
        assert!(store.grants(7, "notes", 1).await.unwrap().is_empty());
        let row = store.step_up("a", 7).await.unwrap().unwrap();
        assert_eq!(row.app, "files");
    }
}
