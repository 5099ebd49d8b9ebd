//! How much memory do bodies take that are held until they are decided?

use crate::config::InspectionConfig;
use bytes::Bytes;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// What is shared out at once, in bytes.
const UNIT: u64 = 1024;

/// The memory of the whole gateway for bodies that are held, and for what is made of them. Whoever gets none waits, and
/// is not read meanwhile.
///
/// It has three parts, of which a body takes once each and in this order: nobody who has some waits for another who does.
#[derive(Debug)]
pub struct Memory {
    bodies: Arc<Semaphore>,
    decoded: Arc<Semaphore>,
    read: Arc<Semaphore>,
    patience: Duration,
}

/// Some of the memory. It goes back when this is dropped.
#[derive(Debug)]
pub struct Share(OwnedSemaphorePermit);

impl Memory {
    /// As the configuration says, which was checked to allow one of the largest files at least.
    pub fn new(config: &InspectionConfig) -> Self {
        let spare = config.memory.saturating_sub(config.least_memory());
        let decoded = config.bytes.saturating_mul(2).saturating_add(spare / 8);
        let read = config.reading(config.bytes, true).saturating_add(spare / 2);
        let bodies = config.bytes.saturating_add(spare / 8 * 3);
        Self {
            bodies: pool(bodies),
            decoded: pool(decoded),
            read: pool(read),
            patience: config.patience(),
        }
    }

    /// For a body of at most `bytes`; `None` if there was none in time.
    pub async fn for_body(&self, bytes: u64) -> Option<Share> {
        share(&self.bodies, bytes, self.patience).await
    }

    /// For at most `bytes` behind a content coding; `None` if there was none in time.
    pub async fn for_decoded(&self, bytes: u64) -> Option<Share> {
        share(&self.decoded, bytes, self.patience).await
    }

    /// For reading, which takes at most `bytes`; `None` if there was none in time.
    pub async fn for_reading(&self, bytes: u64) -> Option<Share> {
        share(&self.read, bytes, self.patience).await
    }
}

async fn share(pool: &Arc<Semaphore>, bytes: u64, patience: Duration) -> Option<Share> {
    let taken = Arc::clone(pool).acquire_many_owned(units(bytes));
    let taken = tokio::time::timeout(patience, taken).await.ok()?;
    taken.ok().map(Share)
}

fn pool(bytes: u64) -> Arc<Semaphore> {
    let units = usize::try_from(units(bytes)).unwrap_or(Semaphore::MAX_PERMITS);
    Arc::new(Semaphore::new(units.min(Semaphore::MAX_PERMITS)))
}

fn units(bytes: u64) -> u32 {
    u32::try_from(bytes.div_ceil(UNIT)).unwrap_or(u32::MAX)
}

impl Share {
    /// Gives back what is over `bytes`.
    pub fn shrink(&mut self, bytes: u64) {
        let keep = usize::try_from(units(bytes)).unwrap_or(usize::MAX);
        let over = self.0.num_permits().saturating_sub(keep);
        drop(self.0.split(over));
    }

    /// Binds it to `bytes`: it goes back with the last of them.
    pub fn of(self, bytes: Bytes) -> Bytes {
        Bytes::from_owner(Owned {
            bytes,
            _share: self,
        })
    }
}

/// Bytes with the memory they take.
struct Owned {
    bytes: Bytes,
    _share: Share,
}

impl AsRef<[u8]> for Owned {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// For ten bodies of 1 MB.
    fn memory() -> Memory {
        let mut config = InspectionConfig {
            bytes: 1 << 20,
            wait_seconds: 1,
            ..InspectionConfig::default()
        };
        config.memory = config.least_memory() + (24 << 20); // three eighths of what is more are for bodies
        Memory::new(&config)
    }

    #[tokio::test]
    async fn a_body_waits_for_its_share_and_not_for_ever() {
        let memory = memory();
        let all = memory.for_body(10 << 20).await.unwrap();
        assert!(memory.for_body(1).await.is_none());
        let waits = memory.for_body(1);
        let gives = async { drop(all) };
        assert!(futures_util::future::join(waits, gives).await.0.is_some());
    }

    #[tokio::test]
    async fn what_is_made_of_a_body_does_not_wait_for_bodies() {
        let memory = memory();
        let _all = memory.for_body(10 << 20).await.unwrap();
        let _decoded = memory.for_decoded(2 << 20).await.unwrap();
        assert!(memory.for_reading(1 << 20).await.is_some());
    }

    #[tokio::test]
    async fn a_share_goes_back_with_the_last_of_its_bytes() {
        let memory = memory();
        let mut share = memory.for_body(10 << 20).await.unwrap();
        share.shrink(5);
        assert_eq!(memory.bodies.available_permits(), 10 * 1024 - 1);
        let bytes = share.of(Bytes::from_static(b"bytes"));
        let some = bytes.slice(1..2);
        drop(bytes);
        assert_eq!(memory.bodies.available_permits(), 10 * 1024 - 1);
        drop(some);
        assert_eq!(memory.bodies.available_permits(), 10 * 1024);
    }

    #[test]
    fn the_least_memory_is_enough_for_one_of_the_largest_files() {
        for bytes in [1, 1 << 20, 1 << 30] {
            let mut config = InspectionConfig {
                bytes,
                ..InspectionConfig::default()
            };
            config.memory = config.least_memory();
            let memory = Memory::new(&config);
            let has = |pool: &Semaphore, bytes| pool.available_permits() >= units(bytes) as usize;
            assert!(has(&memory.bodies, bytes));
            assert!(has(&memory.decoded, 2 * bytes));
            assert!(has(&memory.read, config.reading(bytes, true)));
        }
    }
}
