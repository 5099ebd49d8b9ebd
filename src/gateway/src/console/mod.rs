//! What do administrators see?

mod api;
mod explained;
mod files;
mod live;

use crate::endpoints::In;
use crate::pages;
use crate::site::{Site, Visit};
use axum::Router;
use axum::extract::FromRequestParts;
use axum::response::Response;
use axum::routing::get;
use http::request::Parts;
use std::sync::Arc;
use stepgate_protocol::paths;

/// The console's addresses.
pub fn routes() -> Router<Arc<Site>> {
    let at = |tail: &str| format!("{}{tail}", paths::CONSOLE);
    Router::new()
        .route(paths::CONSOLE, get(files::start))
        .route(paths::CONSOLE.trim_end_matches('/'), get(files::to_start))
        .route(&at("api/activities"), get(api::activities))
        .route(&at("api/activities/{id}"), get(api::activity))
        .route(&at("api/alerts"), get(api::alerts))
        .route(&at("api/policies"), get(api::policies))
        .route(&at("api/facets"), get(api::facets))
        .route(&at("api/events"), get(live::events))
        .route(&at("{file}"), get(files::file))
}

/// A request of an administrator.
pub struct Administrator(pub Visit);

impl FromRequestParts<Arc<Site>> for Administrator {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, site: &Arc<Site>) -> Result<Self, Response> {
        let In(visit) = In::from_request_parts(parts, site).await?;
        if visit
            .session
            .groups
            .iter()
            .any(|group| site.administrators.contains(group))
        {
            return Ok(Self(visit));
        }
        Err(pages::not_an_administrator(
            visit.asked.navigates,
            &visit.session.user,
        ))
    }
}
