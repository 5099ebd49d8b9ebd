//! Activities as they happen.

use super::Administrator;
use crate::clock;
use crate::store::StoredActivity;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::stream::{self, Stream};
use std::convert::Infallible;
use std::sync::Arc;
use tokio::sync::broadcast::error::RecvError;

/// One event for every activity that is stored from now on. A reader that falls behind is told with a comment; what it
/// missed is in the list. The stream ends with the session, and when the gateway stops.
pub async fn events(
    Administrator(visit): Administrator,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let feed = visit.site.feed.subscribe();
    let events = stream::unfold((feed, visit), async |(mut feed, visit)| {
        let received = tokio::select! {
            received = feed.recv() => received,
            () = visit.site.stopping.cancelled() => return None,
        };
        let session = visit.site.store.session(&visit.token, clock::now()).await;
        session.ok().flatten()?;
        match received {
            Ok(activity) => Some((Ok(event(&activity)), (feed, visit))),
            Err(RecvError::Lagged(missed)) => {
                let comment = Event::default().comment(format!("{missed} activities were missed"));
                Some((Ok(comment), (feed, visit)))
            }
            Err(RecvError::Closed) => None,
        }
    });
    Sse::new(events).keep_alive(KeepAlive::default())
}

fn event(activity: &Arc<StoredActivity>) -> Event {
    Event::default()
        .json_data(activity.as_ref())
        .unwrap_or_else(|_| Event::default().comment("an activity could not be written"))
}
