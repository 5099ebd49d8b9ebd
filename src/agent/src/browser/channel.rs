//! A word from the step-up's own window. It carries no authority: the gateway is asked.

use super::net::To;
use crate::host::{Arg, Kept, make};
use crate::natives::Native;

/// An open channel; closed when dropped.
#[derive(Debug)]
pub struct Channel(Kept);

/// Listens on the channel `name`. `None` where there are no channels: the status is polled anyway.
#[must_use]
pub fn listen(name: &str, to: To) -> Option<Channel> {
    let channel = make(Native::NewChannel, &[name.into()])?;
    channel.call(
        Native::AddListener,
        &["message".into(), Arg::Wake(to.0, to.1)],
    );
    Some(Channel(channel.keep()))
}

impl Drop for Channel {
    fn drop(&mut self) {
        self.0.handle().call(Native::CloseChannel, &[]);
    }
}
