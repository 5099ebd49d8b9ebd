//! The addresses and headers both sides agree on. Every address is on the app's own host.

/// What every reserved address begins with.
pub const PREFIX: &str = "/.stepgate/";
/// `POST`: a batch of activities.
pub const ACTIVITIES: &str = "/.stepgate/activities";
/// `POST`: begins a step-up. `GET` with `/<transaction>`: goes through it.
pub const STEP_UP: &str = "/.stepgate/step-up";
/// Where the identity provider sends people back to.
pub const CALLBACK: &str = "/.stepgate/callback";
/// The console, for administrators.
pub const CONSOLE: &str = "/.stepgate/console/";
/// The notice that a session is monitored.
pub const NOTICE: &str = "/.stepgate/notice";
/// Ends the session.
pub const SIGN_OUT: &str = "/.stepgate/sign-out";

/// Response header: what was decided at the gateway, an action's wire name.
pub const ACTION_HEADER: &str = "stepgate-action";
/// Response header: the id of the policy that acted.
pub const POLICY_HEADER: &str = "stepgate-policy";
/// Response header: what a `once` grant would be for, percent-encoded.
pub const OBJECT_HEADER: &str = "stepgate-object";
/// Response header: the sensitivity label the app declared, under a name the page knows.
pub const LABEL_HEADER: &str = "stepgate-label";
