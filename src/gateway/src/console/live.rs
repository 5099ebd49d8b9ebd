//! Activities as they happen.

use super::Administrator;
use crate::store::StoredActivity;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::stream::{self, Stream};
use std::convert::Infallible;
use std::sync::Arc;
use tokio::sync::broadcast::error::RecvError;

/// One event for every activity that is stored from now on. A reader that falls behind is told with a comment; what it
/// missed is in the list. The stream ends when the gateway stops.
pub async fn events(
    Administrator(visit): Administrator,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let feed = visit.site.feed.subscribe();
    let stopping = visit.site.stopping.clone();
    let events = stream::unfold((feed, stopping), async |(mut feed, stopping)| {
        let received = tokio::select! {
            received = feed.recv() => received,
            () = stopping.cancelled() => return None,
        };
        match received {
            Ok(activity) => Some((Ok(event(&activity)), (feed, stopping))),
            Err(RecvError::Lagged(missed)) => {
                let comment = Event::default().comment(format!("{missed} activities were missed"));
                Some((Ok(comment), (feed, stopping)))
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
