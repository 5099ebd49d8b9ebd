//! What has been said in the team chat?

use crate::live::Live;
use crate::refusal::Refusal;
use crate::uploads::milliseconds;
use crate::{DemoError, at};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;
use tokio::fs::{self, OpenOptions};
use tokio::io::AsyncWriteExt;
use tokio::sync::Mutex;

/// What colleagues said before: author, minutes ago, words.
const HISTORY: [(&str, u64, &str); 6] = [
    (
        "Megan Bowen",
        190,
        "Morning all. The brief is up to date, please read section 3 before Thursday.",
    ),
    (
        "Isaiah Langer",
        171,
        "The water main under Canal Street is 40 cm higher than drawn. I asked for a survey.",
    ),
    (
        "Adele Vance",
        168,
        "Then the duct bank has to move. I will redo the drawing tonight.",
    ),
    (
        "Alex Wilber",
        64,
        "Boards for the public meeting are at the printer. Three languages.",
    ),
    (
        "Megan Bowen",
        61,
        "Lovely. Who brings the model of the vehicle?",
    ),
    ("Lee Gu", 12, "I can. It fits in the van, I measured."),
];
/// Longest message, in bytes.
const LONGEST: usize = 8 * 1024;

/// One message.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Message {
    id: u64,
    author: String,
    text: String,
    /// Unix milliseconds.
    time: u64,
}

/// What the page sends.
#[derive(Debug, Deserialize)]
pub(crate) struct Draft {
    text: String,
}

/// Messages, oldest first.
#[derive(Debug, Serialize)]
pub(crate) struct Listing {
    messages: Vec<Message>,
}

/// The messages, and the file new ones are added to.
#[derive(Clone, Debug)]
pub(crate) struct Chat {
    path: Arc<PathBuf>,
    said: Arc<Mutex<Vec<Message>>>,
    live: Live,
}

impl Chat {
    /// Opens the chat kept in `data_dir/messages.jsonl`.
    pub(crate) async fn open(data_dir: &Path, live: Live) -> Result<Self, DemoError> {
        let path = data_dir.join("messages.jsonl");
        let kept = match fs::read_to_string(&path).await {
            Ok(kept) => kept,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(at(&path)(error)),
        };
        let mut said = Vec::new();
        for line in kept.lines() {
            match serde_json::from_str(line) {
                Ok(message) => said.push(message),
                Err(error) => {
                    tracing::warn!(%error, path = %path.display(), "left out a chat line that is not a message")
                }
            }
        }
        // Colleagues spoke before this person did, also after a restart.
        let before = said.first().map_or_else(
            || milliseconds(SystemTime::now()),
            |first: &Message| first.time,
        );
        said.splice(0..0, history(before));
        Ok(Self {
            path: Arc::new(path),
            said: Arc::new(Mutex::new(said)),
            live,
        })
    }

    /// Keeps a message of the person at the page and tells every open page.
    pub(crate) async fn say(&self, draft: Draft) -> Result<Message, Refusal> {
        let text = draft.text.trim();
        if text.is_empty() {
            return Err(Refusal::unusable("The message is empty."));
        }
        if text.len() > LONGEST {
            return Err(Refusal::unusable(
                "The message is too long: 8 KB is the most.",
            ));
        }
        let mut said = self.said.lock().await;
        let id = said.last().map_or(1, |last| last.id.saturating_add(1));
        let time = milliseconds(SystemTime::now());
        let message = Message {
            id,
            author: "You".to_owned(),
            text: text.to_owned(),
            time,
        };
        self.keep(&message)
            .await
            .map_err(|error| Refusal::failed("The message could not be kept.", &error))?;
        said.push(message.clone());
        self.live.tell_message(&message);
        Ok(message)
    }

    async fn keep(&self, message: &Message) -> std::io::Result<()> {
        let line = format!("{}\n", serde_json::to_string(message)?);
        let mut file = OpenOptions::new()
            .append(true)
            .create(true)
            .open(self.path.as_path())
            .await?;
        file.write_all(line.as_bytes()).await?;
        file.flush().await
    }
}

/// `GET /api/messages`
pub(crate) async fn list(State(chat): State<Chat>) -> Json<Listing> {
    Json(Listing {
        messages: chat.said.lock().await.clone(),
    })
}

/// `POST /api/messages`
pub(crate) async fn post(
    State(chat): State<Chat>,
    Json(draft): Json<Draft>,
) -> Result<(StatusCode, Json<Message>), Refusal> {
    Ok((StatusCode::CREATED, Json(chat.say(draft).await?)))
}

fn history(now: u64) -> Vec<Message> {
    let lines = (1..).zip(HISTORY);
    lines
        .map(|(id, (author, minutes, text))| Message {
            id,
            author: author.to_owned(),
            text: text.to_owned(),
            time: now.saturating_sub(minutes * 60_000),
        })
        .collect()
}
