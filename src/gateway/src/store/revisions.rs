//! What did the policies say back then?

use super::Store;
use crate::clock;

/// A revision as it is written: 16 hex digits.
pub fn revision_name(revision: u64) -> String {
    format!("{revision:016x}")
}

impl Store {
    /// Keeps a compiled bundle under its revision. That of no policies at all has the same number in every release: the
    /// newest is kept, as an older one may be in a format that is not read any more.
    pub async fn keep_revision(
        &self,
        revision: u64,
        bundle: &[u8],
        now: u64,
    ) -> Result<(), sqlx::Error> {
        sqlx::query(
            "INSERT INTO policy_revisions (revision, bundle, first_used) VALUES (?, ?, ?) \
             ON CONFLICT (revision) DO UPDATE SET bundle = excluded.bundle",
        )
        .bind(revision_name(revision))
        .bind(bundle)
        .bind(clock::to_sql(now))
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// The bundle of a revision, if it ever decided here.
    pub async fn bundle_of(&self, revision: &str) -> Result<Option<Vec<u8>>, sqlx::Error> {
        let row: Option<(Vec<u8>,)> =
            sqlx::query_as("SELECT bundle FROM policy_revisions WHERE revision = ?")
                .bind(revision)
                .fetch_optional(&self.pool)
                .await?;
        Ok(row.map(|(bundle,)| bundle))
    }
}
