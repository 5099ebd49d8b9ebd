//! What does an app people use look like behind the gateway?
