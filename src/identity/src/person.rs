//! Who came back from the issuer.

use stepgate_policy::AuthenticationContext;

/// A person as a verified ID token describes them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Who this is for ever: the token's `iss` and `sub` in one opaque text, unique across issuers.
    pub subject: String,
    /// The sign-in name, such as `alex@example.com`.
    pub user: String,
    /// What people call them; the sign-in name where the token has no `name`.
    pub name: String,
    /// The groups they belong to.
    pub groups: Vec<String>,
    /// What is known of their device, such as `intuneCompliant`.
    pub device_tags: Vec<String>,
    /// The authentication contexts they have satisfied.
    pub contexts: Vec<AuthenticationContext>,
    /// When they last proved themselves actively, Unix seconds, if the issuer says.
    pub auth_time: Option<u64>,
}
