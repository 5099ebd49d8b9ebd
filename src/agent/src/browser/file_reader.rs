//! How is a file read beside the page? By what carries the agent, which wakes it.

use super::outbox;
use crate::host::{Arg, Handle, Kept, call, dictionary};
use crate::natives::Native;
use crate::session;
use crate::wake::Wake;

/// A file that is being read.
#[derive(Debug)]
pub struct Reading {
    stop: Option<Kept>,
    /// Its address, where it is read in another world.
    address: Option<String>,
}

impl Reading {
    /// Begins; `number` is what is woken with.
    #[must_use]
    pub fn begin(blob: Handle, name: &str, number: u32) -> Self {
        let limits = session::limits();
        let limits = dictionary(&[
            ("fileBytes", (limits.bytes as f64).into()),
            ("characters", (limits.characters as f64).into()),
            ("entries", f64::from(limits.entries).into()),
            ("ratio", f64::from(limits.ratio).into()),
            ("depth", f64::from(limits.depth).into()),
            ("milliseconds", (f64::from(limits.seconds) * 1000.0).into()),
        ]);
        let address = outbox::is_carried()
            .then(|| call(Native::CreateObjectUrl, Arg::Undefined, &[blob.into()]).text());
        let args = [
            address.as_ref().map_or(blob.into(), Arg::from),
            name.into(),
            limits.into(),
            Arg::Wake(Wake::FileLooked, number),
            Arg::Wake(Wake::FileRead, number),
        ];
        let stop = call(Native::ReadFile, Arg::Undefined, &args).object();
        Self {
            stop: stop.map(Handle::keep),
            address,
        }
    }

    /// Ends it; nobody is woken any more.
    pub fn stop(self) {
        if let Some(stop) = &self.stop {
            stop.handle().invoke(Arg::Undefined, &[]);
        }
    }
}

impl Drop for Reading {
    fn drop(&mut self) {
        if let Some(address) = &self.address {
            call(Native::RevokeObjectUrl, Arg::Undefined, &[address.into()]);
        }
    }
}
