//! Where is work done that takes long?

use tokio::runtime::{Handle, RuntimeFlavor};

/// Work on more bytes than this takes long.
const LONG: usize = 256 * 1024;

/// Does work on `bytes` bytes. Where it takes long, requests that go on meanwhile are given to other threads.
pub fn apart<T>(bytes: usize, work: impl FnOnce() -> T) -> T {
    let is_worker = Handle::try_current()
        .is_ok_and(|handle| handle.runtime_flavor() == RuntimeFlavor::MultiThread);
    if bytes > LONG && is_worker {
        tokio::task::block_in_place(work)
    } else {
        work()
    }
}
