//! Who asked not to see the notice for a while?

use super::Store;
use crate::clock;

impl Store {
    /// Whether `subject` hid the notice and the time is not over.
    pub async fn notice_hidden(&self, subject: &str, now: u64) -> Result<bool, sqlx::Error> {
        let row: Option<(i64,)> =
            sqlx::query_as("SELECT 1 FROM notices WHERE subject = ? AND hidden_until > ?")
                .bind(subject)
                .bind(clock::to_sql(now))
                .fetch_optional(&self.pool)
                .await?;
        Ok(row.is_some())
    }

    /// Hides the notice for `subject`, for every app, until `until` (Unix seconds).
    pub async fn hide_notice(&self, subject: &str, until: u64) -> Result<(), sqlx::Error> {
        sqlx::query("INSERT OR REPLACE INTO notices (subject, hidden_until) VALUES (?, ?)")
            .bind(subject)
            .bind(clock::to_sql(until))
            .execute(&self.pool)
            .await?;
        Ok(())
    }
}
