//! On the way to the identity provider.

use super::cookie::Own;
use crate::app::App;
use crate::clock;
use crate::pages;
use crate::site::{Asked, Site};
use crate::store::SignIn;
use crate::token;
use axum::body::Body;
use http::header::{LOCATION, SET_COOKIE};
use http::{HeaderMap, HeaderValue, Method, Response, StatusCode};
use stepgate_identity::PENDING_LIFETIME;
use stepgate_protocol::paths;
use url::Url;

/// Keeps where the person wanted to go, and sends them to sign in. The sign-in is bound to this browser by a cookie of
/// its own; several may be under way in several tabs.
pub async fn begin_sign_in(
    site: &Site,
    app: &App,
    asked: &Asked,
    headers: &HeaderMap,
) -> Response<Body> {
    let browser = Own::SignIn
        .read(headers, site.secure)
        .unwrap_or_else(token::secret);
    match begin(site, app, asked, &browser).await {
        Ok(authorize) => {
            let mut response = see_other(authorize.as_str());
            if let Some(cookie) = Own::SignIn.set(&browser, site.secure) {
                response.headers_mut().append(SET_COOKIE, cookie);
            }
            response
        }
        Err(BeginError::Identity(error)) => {
            tracing::error!(%error, "sign-in cannot begin");
            pages::identity_down(true, &error.to_string())
        }
        Err(BeginError::State(error)) => {
            tracing::error!(%error, "sign-in cannot be kept");
            pages::state_unreadable(true)
        }
    }
}

#[derive(Debug, thiserror::Error)]
enum BeginError {
    #[error(transparent)]
    Identity(#[from] stepgate_identity::IdentityError),
    #[error(transparent)]
    State(#[from] sqlx::Error),
}

async fn begin(site: &Site, app: &App, asked: &Asked, browser: &str) -> Result<Url, BeginError> {
    let now = clock::now();
    let redirect = redirect_uri(app)?;
    let started = site.identity.begin(&redirect, None, now).await?;
    // What was posted is gone; the person starts at the beginning.
    let return_to = if asked.method == Method::GET {
        asked.path.clone()
    } else {
        "/".to_owned()
    };
    let sign_in = SignIn {
        pending: started.pending,
        browser: token::hash(browser),
        app: app.sessions.clone(),
        return_to,
        expires: now + PENDING_LIFETIME,
    };
    site.store.keep_sign_in(&sign_in, now).await?;
    Ok(started.authorize_url)
}

/// Where the identity provider sends people of this app back to.
pub fn redirect_uri(app: &App) -> Result<Url, stepgate_identity::IdentityError> {
    let address = app.address(paths::CALLBACK);
    Url::parse(&address).map_err(|error| {
        stepgate_identity::IdentityError::Config(format!("`{address}` is not an address: {error}"))
    })
}

/// Sends the browser to `address` with a `GET`.
pub fn see_other(address: &str) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::SEE_OTHER;
    pages::private(response.headers_mut());
    if let Ok(location) = HeaderValue::from_str(address) {
        response.headers_mut().insert(LOCATION, location);
    }
    response
}
