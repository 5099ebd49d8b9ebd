//! How far is content looked into, and what may that cost?

use serde::{Deserialize, Deserializer, de::Error as _};
use std::time::Duration;
use stepgate_inspect::files::Limits;
use stepgate_protocol::ReadLimits;

/// What looking into one file or message may cost, and into all together, as `[inspection]`. A file that goes beyond a
/// limit is not clean: it is `tooLarge`, `timedOut` or `partial`, and policies say what then happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct InspectionConfig {
    /// The largest file or message, in bytes.
    #[serde(deserialize_with = "within::<_, { 4 << 30 }>")]
    pub bytes: u64,
    /// The most text of one file, in characters.
    #[serde(deserialize_with = "within::<_, 1_000_000_000>")]
    pub characters: u64,
    /// The most entries of all archives and documents in one file.
    #[serde(deserialize_with = "within::<_, 1_000_000>")]
    pub entries: u64,
    /// The most that all entries of one file together may become when they are decompressed, in bytes.
    #[serde(deserialize_with = "within::<_, { 64 << 30 }>")]
    pub inflated_bytes: u64,
    /// How many times larger than its compressed form an entry of more than 1 MB may become.
    #[serde(deserialize_with = "within::<_, 10_000>")]
    pub ratio: u64,
    /// How many containers may lie in one another.
    #[serde(deserialize_with = "within::<_, 10>")]
    pub depth: u64,
    /// How long reading one file may take, in seconds.
    #[serde(deserialize_with = "within::<_, 600>")]
    pub seconds: u64,
    /// How long a file or message may wait for memory, in seconds.
    #[serde(deserialize_with = "within::<_, 600>")]
    pub wait_seconds: u64,
    /// The most memory for all files and messages that are held at one time and for what is made of them, in bytes.
    #[serde(deserialize_with = "within::<_, { 1 << 40 }>")]
    pub memory: u64,
}

impl Default for InspectionConfig {
    fn default() -> Self {
        let limits = Limits::default();
        Self {
            bytes: limits.file_bytes as u64,
            characters: limits.characters,
            entries: limits.entries.into(),
            inflated_bytes: limits.inflated_bytes,
            ratio: limits.ratio,
            depth: limits.depth.into(),
            seconds: ReadLimits::default().seconds.into(),
            wait_seconds: 30,
            memory: 1 << 30,
        }
    }
}

impl InspectionConfig {
    /// How far a file is read here.
    #[must_use]
    pub fn limits(&self) -> Limits {
        let usual = Limits::default();
        Limits {
            file_bytes: usize::try_from(self.bytes).unwrap_or(usize::MAX),
            characters: self.characters,
            entries: number(self.entries),
            inflated_bytes: self.inflated_bytes,
            ratio: self.ratio,
            depth: number(self.depth),
            // What stands for time where there is no clock; with more time there is more of it.
            work: usual.work.saturating_mul(self.seconds.max(5)) / 5,
            ..usual
        }
    }

    /// How far files are read in pages.
    #[must_use]
    pub fn for_pages(&self) -> ReadLimits {
        ReadLimits {
            bytes: self.bytes,
            characters: self.characters,
            entries: number(self.entries),
            ratio: number(self.ratio),
            depth: number(self.depth),
            seconds: number(self.seconds),
        }
    }

    /// How long reading one file may take.
    #[must_use]
    pub const fn time(&self) -> Duration {
        Duration::from_secs(self.seconds)
    }

    /// How long a file or message may wait for memory.
    #[must_use]
    pub const fn patience(&self) -> Duration {
        Duration::from_secs(self.wait_seconds)
    }

    /// The most memory that reading a file of `bytes` takes beside the file itself: files within it, and, where it `is_text`, that
    /// text, of which there may be two while escapes are undone. The text of a document is not held.
    pub(crate) fn reading(&self, bytes: u64, is_text: bool) -> u64 {
        let limits = self.limits();
        let becomes = bytes.saturating_mul(self.ratio).max(Limits::RATIO_FROM);
        let held = becomes.min(limits.held_bytes as u64);
        let text = becomes.min(self.characters.saturating_mul(4)); // a character has up to four bytes
        held.saturating_add(if is_text { text.saturating_mul(2) } else { 0 })
    }

    /// The least memory with which the largest file can be held, decompressed, taken out of a form and read.
    pub(crate) fn least_memory(&self) -> u64 {
        let held = self.bytes.saturating_mul(3);
        held.saturating_add(self.reading(self.bytes, true))
    }

    /// Whether the limits fit together; else the field and what is wrong with it.
    pub(super) fn check(&self) -> Result<(), (String, String)> {
        let (memory, least) = (self.memory, self.least_memory());
        if memory >= least {
            return Ok(());
        }
        let message = format!(
            "`{memory}`: expected at least {least}, which one file of `bytes` = {} with `characters` = {} can take: allow more \
             memory, or less of these",
            self.bytes, self.characters
        );
        Err(("inspection.memory".into(), message))
    }
}

fn number(value: u64) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

/// Reads a whole number from 1 to `MOST`.
fn within<'de, D: Deserializer<'de>, const MOST: u64>(deserializer: D) -> Result<u64, D::Error> {
    let written = i64::deserialize(deserializer)?;
    let fits = u64::try_from(written)
        .ok()
        .filter(|value| (1..=MOST).contains(value));
    fits.ok_or_else(|| {
        D::Error::custom(format!(
            "`{written}`: expected a whole number from 1 to {MOST}"
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::ONE_APP;
    use crate::config::Config;
    use std::path::Path;

    fn parse(lines: &str) -> Result<InspectionConfig, String> {
        let text = format!("{ONE_APP}\n[inspection]\n{lines}");
        let config = Config::parse(&text, Path::new("/etc/stepgate.toml"));
        config
            .map(|config| config.inspection)
            .map_err(|error| error.to_string())
    }

    #[test]
    fn limits_are_safe_unless_they_are_set() {
        let config = parse("").unwrap();
        assert_eq!(config, InspectionConfig::default());
        assert_eq!(config.limits(), Limits::default());
        assert_eq!(config.for_pages(), ReadLimits::default());
        assert_eq!(config.time(), Duration::from_secs(5));
    }

    #[test]
    fn every_limit_can_be_set() {
        let config = parse(
            "bytes = 1\ncharacters = 2\nentries = 3\ninflated_bytes = 4\nratio = 5\ndepth = 6\nseconds = 10\nwait_seconds = 11\nmemory = 400_000_000",
        )
        .unwrap();
        let limits = config.limits();
        let read = (limits.file_bytes, limits.characters, limits.entries);
        assert_eq!(read, (1, 2, 3));
        let read = (limits.inflated_bytes, limits.ratio, limits.depth);
        assert_eq!(read, (4, 5, 6));
        assert_eq!(limits.work, 2 * Limits::default().work);
        let pages = config.for_pages();
        assert_eq!((pages.bytes, pages.characters, pages.entries), (1, 2, 3));
        assert_eq!((pages.ratio, pages.depth, pages.seconds), (5, 6, 10));
        assert_eq!(config.patience(), Duration::from_secs(11));
        assert_eq!(config.memory, 400_000_000);
    }

    #[test]
    fn a_limit_that_cannot_be_is_refused_with_what_it_may_be() {
        let table = [
            (
                "bytes = 0",
                "bytes",
                "`0`: expected a whole number from 1 to 4294967296",
            ),
            (
                "seconds = 601",
                "seconds",
                "`601`: expected a whole number from 1 to 600",
            ),
            (
                "depth = 11",
                "depth",
                "`11`: expected a whole number from 1 to 10",
            ),
            (
                "ratio = -1",
                "ratio",
                "`-1`: expected a whole number from 1 to 10000",
            ),
            (
                "entries = \"many\"",
                "entries",
                "invalid type: string \"many\"",
            ),
            (
                "characters = 1.5",
                "characters",
                "invalid type: floating point",
            ),
            (
                "byte = 5",
                "byte",
                "unknown field `byte`, expected one of `bytes`",
            ),
            (
                "memory = 50_000_000",
                "memory",
                "`50000000`: expected at least 304395264",
            ),
        ];
        for (line, field, message) in table {
            let error = parse(line).unwrap_err();
            let place = format!("/etc/stepgate.toml: at `inspection.{field}`: ");
            assert!(error.starts_with(&place), "{error}");
            assert!(error.contains(message), "{error}");
        }
    }
}
