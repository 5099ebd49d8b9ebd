//! What the gateway logs on this thread.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, OnceLock};
use tracing::Dispatch;
use tracing::subscriber::{DefaultGuard, NoSubscriber};

/// Everything logged since it began, at every level of the gateway's own.
pub struct Log {
    lines: Lines,
    _guard: DefaultGuard,
}

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

/// While there is one subscriber only, tracing asks the thread that comes first to an event whether anybody listens, and
/// remembers the answer for all threads: in another test nobody does.
static ANOTHER: OnceLock<Dispatch> = OnceLock::new();

impl Log {
    pub fn begin() -> Self {
        ANOTHER.get_or_init(|| Dispatch::new(NoSubscriber::default()));
        let lines = Lines::default();
        let writer = lines.clone();
        let subscriber = tracing_subscriber::fmt()
            .with_env_filter("stepgate_gateway=trace")
            .with_ansi(false)
            .with_writer(move || writer.clone())
            .finish();
        Self {
            lines,
            _guard: tracing::subscriber::set_default(subscriber),
        }
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.lines.0.lock().unwrap()).into_owned()
    }
}

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
