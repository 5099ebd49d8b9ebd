//! How does an open page hear of a new message?

use crate::chat::{Chat, Draft, Message};
use crate::server::Stopping;
use axum::Extension;
use axum::extract::State;
use axum::extract::ws::{self, WebSocket, WebSocketUpgrade};
use axum::response::Response;
use serde::{Deserialize, Serialize};
use tokio::sync::broadcast;

/// Everybody who has a page open.
#[derive(Clone, Debug)]
pub(crate) struct Live {
    pages: broadcast::Sender<String>,
}

/// What a page is told.
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "camelCase")]
enum News<'a> {
    Message { message: &'a Message },
    Typing { from: &'a str },
}

/// What a page says.
#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "camelCase")]
enum Said {
    Message(Draft),
    Typing { from: String },
}

impl Live {
    /// Nobody yet.
    pub(crate) fn new() -> Self {
        Self {
            pages: broadcast::channel(64).0,
        }
    }

    /// Tells every open page of a message.
    pub(crate) fn tell_message(&self, message: &Message) {
        self.tell(&News::Message { message });
    }

    fn tell(&self, news: &News<'_>) {
        match serde_json::to_string(news) {
            // An error means that no page is open, which is no loss: a page that opens asks for all messages.
            Ok(news) => drop(self.pages.send(news)),
            Err(error) => tracing::error!(%error, "cannot write news for the chat"),
        }
    }
}

/// `GET /api/live`: a WebSocket that tells of messages and of who is writing, and takes both.
pub(crate) async fn connect(
    upgrade: WebSocketUpgrade,
    State(live): State<Live>,
    State(chat): State<Chat>,
    Extension(stopping): Extension<Stopping>,
) -> Response {
    upgrade
        .max_message_size(64 * 1024)
        .on_upgrade(move |socket| talk(socket, live, chat, stopping))
}

async fn talk(mut socket: WebSocket, live: Live, chat: Chat, mut stopping: Stopping) {
    let mut news = live.pages.subscribe();
    loop {
        tokio::select! {
            () = stopping.wait() => break,
            told = news.recv() => match told {
                Ok(text) => if socket.send(ws::Message::Text(text.into())).await.is_err() { return },
                // The page fell behind; closing makes it connect and read everything again.
                Err(_) => break,
            },
            heard = socket.recv() => match heard {
                Some(Ok(ws::Message::Text(text))) => hear(&text, &live, &chat).await,
                Some(Ok(ws::Message::Binary(_) | ws::Message::Ping(_) | ws::Message::Pong(_))) => {}
                Some(Ok(ws::Message::Close(_)) | Err(_)) | None => return,
            },
        }
    }
    let _closed = socket.send(ws::Message::Close(None)).await;
}

async fn hear(text: &str, live: &Live, chat: &Chat) {
    match serde_json::from_str(text) {
        Ok(Said::Message(draft)) => {
            if let Err(refusal) = chat.say(draft).await {
                tracing::debug!(?refusal, "a message from a live page was refused");
            }
        }
        Ok(Said::Typing { from }) => live.tell(&News::Typing { from: &from }),
        Err(error) => tracing::debug!(%error, "a live page said something unknown"),
    }
}
