//! What does the gateway's store say? It is only read, also while a gateway writes it.

use super::{Activities, Written, revision};
use anyhow::{Context as _, anyhow};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _, SqliteConnection};
use std::path::Path;

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    time: i64,
    user: String,
    app: String,
    activity: String,
    outcome: String,
    url: String,
    file: Option<String>,
    revision: String,
    trace: String,
}

/// Reads every activity and every policy bundle they were decided by.
///
/// # Errors
/// When it cannot be opened or is not a store.
pub fn read(file: &Path) -> anyhow::Result<Activities> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(read_all(file))
}

async fn read_all(file: &Path) -> anyhow::Result<Activities> {
    let options = SqliteConnectOptions::new().filename(file).read_only(true);
    let mut connection = options.connect().await?;
    let activities = select(&mut connection)
        .await
        .context("it is not the store of this version's gateway")?;
    connection.close().await?;
    Ok(activities)
}

async fn select(connection: &mut SqliteConnection) -> anyhow::Result<Activities> {
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT id, time, user, app, activity, outcome, url, file, revision, trace FROM activities ORDER BY seq",
    )
    .fetch_all(&mut *connection)
    .await?;
    let bundles: Vec<(String, Vec<u8>)> =
        sqlx::query_as("SELECT revision, bundle FROM policy_revisions")
            .fetch_all(&mut *connection)
            .await?;
    let mut activities = Activities::default();
    for (digits, bundle) in bundles {
        let revision = revision(&digits).ok_or_else(|| anyhow!("`{digits}` is not a revision"))?;
        activities.bundles.insert(revision, bundle);
    }
    for row in rows {
        let id = row.id.clone();
        let written = row.read().with_context(|| format!("activity `{id}`"))?;
        activities.add(written);
    }
    Ok(activities)
}

impl Row {
    fn read(self) -> anyhow::Result<Written> {
        let word = serde_json::Value::String;
        Ok(Written {
            id: self.id,
            time: self.time.try_into().unwrap_or_default(),
            app: Some(self.app),
            user: Some(self.user),
            activity: serde_json::from_value(word(self.activity))?,
            outcome: serde_json::from_value(word(self.outcome))?,
            url: self.url,
            file: self
                .file
                .as_deref()
                .map(serde_json::from_str)
                .transpose()
                .context("`file`")?,
            revision: Some(self.revision),
            trace: serde_json::from_str(&self.trace).context("`trace`")?,
        })
    }
}
