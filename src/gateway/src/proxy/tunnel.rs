//! A WebSocket: bytes both ways until one side ends.

use crate::site::Site;
use hyper::upgrade::OnUpgrade;
use hyper_util::rt::TokioIo;
use std::sync::Arc;

/// Joins the two upgraded connections.
pub async fn tunnel(site: Arc<Site>, person: OnUpgrade, app: OnUpgrade) {
    let (person, app) = match tokio::try_join!(person, app) {
        Ok(both) => both,
        Err(error) => {
            tracing::debug!(%error, "a WebSocket did not come about");
            return;
        }
    };
    let (mut person, mut app) = (TokioIo::new(person), TokioIo::new(app));
    tokio::select! {
        ended = tokio::io::copy_bidirectional(&mut person, &mut app) => {
            if let Err(error) = ended {
                tracing::debug!(%error, "a WebSocket broke off");
            }
        }
        () = site.stopping.cancelled() => {}
    }
}
