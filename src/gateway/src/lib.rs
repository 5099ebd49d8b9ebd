//! The part that stands in front of the site.
//!
//! [`Gateway::start`] takes a [`Config`] and answers until [`Running::shutdown`]. One request goes: `server` finds the app
//! and the session, `control` decides what the body may carry, `proxy` takes it to the app, `control` decides what
//! may come back, `inject` puts the agent into pages. What happened is kept by `activities` and read in `console`.
//! Browsers whose traffic does not pass here carry the agent in an extension, which `extension` serves.

mod activities;
mod agent_script;
mod answers;
mod app;
mod boot;
mod chosen;
mod clock;
pub mod config;
mod console;
mod control;
mod csp;
mod endpoints;
mod extension;
mod facts;
mod field_list;
mod inject;
mod newer;
mod pages;
mod policies;
mod proxy;
mod server;
mod session;
mod site;
mod start;
mod step_up;
mod store;
mod token;

pub use config::{Config, ConfigError};
pub use extension::{BundleError, BundleFacts, ExtensionKey, KeyError, sign_bundle};
pub use policies::PoliciesError;
pub use start::{ExtensionGate, Gateway, Running, StartError};
