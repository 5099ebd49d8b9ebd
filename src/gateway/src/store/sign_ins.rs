//! Which sign-ins are under way?

use super::Store;
use crate::clock;
use crate::token::Hash;
use stepgate_identity::Pending;

/// A sign-in that has left for the identity provider.
#[derive(Debug)]
pub struct SignIn {
    /// What the relying party needs to finish it.
    pub pending: Pending,
    /// SHA-256 of the cookie of the browser that began it.
    pub browser: Hash,
    /// The app it is for.
    pub app: String,
    /// Path and query to return to, at the app.
    pub return_to: String,
    /// Unix seconds after which it is void.
    pub expires: u64,
}

impl Store {
    /// Keeps a sign-in, and drops those nobody came back to.
    pub async fn keep_sign_in(&self, sign_in: &SignIn, now: u64) -> Result<(), sqlx::Error> {
        sqlx::query("DELETE FROM sign_ins WHERE expires <= ?")
            .bind(clock::to_sql(now))
            .execute(&self.pool)
            .await?;
        sqlx::query(
            "INSERT INTO sign_ins (state_hash, browser_hash, app, pending, return_to, expires)
             VALUES (?, ?, ?, ?, ?, ?)",
        )
        .bind(&sign_in.pending.state_hash)
        .bind(sign_in.browser.as_slice())
        .bind(&sign_in.app)
        .bind(encode(&sign_in.pending)?)
        .bind(&sign_in.return_to)
        .bind(clock::to_sql(sign_in.expires))
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Takes a sign-in out, so that its state works once. Only for the app and the browser that began it.
    pub async fn take_sign_in(
        &self,
        state_hash: &str,
        app: &str,
        browser: &Hash,
        now: u64,
    ) -> Result<Option<SignIn>, sqlx::Error> {
        let row: Option<(String, String, i64)> = sqlx::query_as(
            "DELETE FROM sign_ins
             WHERE state_hash = ? AND app = ? AND browser_hash = ? AND expires > ?
             RETURNING pending, return_to, expires",
        )
        .bind(state_hash)
        .bind(app)
        .bind(browser.as_slice())
        .bind(clock::to_sql(now))
        .fetch_optional(&self.pool)
        .await?;
        row.map(|(pending, return_to, expires)| {
            Ok(SignIn {
                pending: decode(&pending)?,
                browser: *browser,
                app: app.to_owned(),
                return_to,
                expires: clock::from_sql(expires),
            })
        })
        .transpose()
    }
}

/// A pending round trip as a column.
pub(super) fn encode(pending: &Pending) -> Result<String, sqlx::Error> {
    serde_json::to_string(pending).map_err(|error| sqlx::Error::Encode(error.into()))
}

/// The pending round trip in a column.
pub(super) fn decode(column: &str) -> Result<Pending, sqlx::Error> {
    serde_json::from_str(column).map_err(|error| sqlx::Error::Decode(error.into()))
}
