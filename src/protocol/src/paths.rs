//! The addresses and headers both sides agree on. Every address is on the app's own host, or on the gateway's own host
//! for browser extensions.

/// What every reserved address begins with.
pub const PREFIX: &str = "/.stepgate/";
/// `POST`: a batch of activities.
pub const ACTIVITIES: &str = "/.stepgate/activities";
/// `POST`: begins a step-up. `GET` with `/<transaction>`: goes through it.
pub const STEP_UP: &str = "/.stepgate/step-up";
/// `POST`: what a person said to a warning. `POST` with `/<id>`: a question on a page of the gateway is answered.
pub const ANSWERS: &str = "/.stepgate/answers";
/// `GET` with `?revision=<16 hex digits>`: a whole new boot, where other policies are in force than those. `&wait`: as soon
/// as there are.
pub const POLICIES: &str = "/.stepgate/policies";
/// Where the identity provider sends people back to.
pub const CALLBACK: &str = "/.stepgate/callback";
/// The console, for administrators.
pub const CONSOLE: &str = "/.stepgate/console/";
/// The notice that a session is monitored.
pub const NOTICE: &str = "/.stepgate/notice";
/// Ends the session.
pub const SIGN_OUT: &str = "/.stepgate/sign-out";

/// For browser extensions: a page that signs in and says that this browser is connected.
pub const EXTENSION: &str = "/.stepgate/extension/";
/// For browser extensions: the public key, as a JSON Web Key Set.
pub const EXTENSION_KEYS: &str = "/.stepgate/extension/keys";
/// For browser extensions: the signed policy bundle of the person signed in.
pub const EXTENSION_POLICY: &str = "/.stepgate/extension/policy";

/// Request header of a browser extension: the name of the site it speaks for. No page elsewhere can send it: that takes
/// a preflight (Fetch, CORS protocol), and the gateway never grants one.
pub const APP_HEADER: &str = "stepgate-app";

/// Response header: the revision of the policies in force, 16 hex digits.
pub const REVISION_HEADER: &str = "stepgate-revision";

/// Response header: what was decided at the gateway, an action's wire name.
pub const ACTION_HEADER: &str = "stepgate-action";
/// Response header: the activity it was decided about, by its wire name.
pub const ACTIVITY_HEADER: &str = "stepgate-activity";
/// Response header: the id of the policy that acted.
pub const POLICY_HEADER: &str = "stepgate-policy";
/// Response header: what a `once` grant would be for, percent-encoded.
pub const OBJECT_HEADER: &str = "stepgate-object";
/// Response header: the sensitivity label the app declared, under a name the page knows.
pub const LABEL_HEADER: &str = "stepgate-label";
