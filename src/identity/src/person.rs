//! Who came back from the issuer.

use crate::ClaimNames;
use serde_json::Value;
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

impl Person {
    /// Reads verified claims. `None` where they name nobody: neither the configured claim nor `email`.
    pub(crate) fn from_claims(subject: String, claims: &Value, names: &ClaimNames) -> Option<Self> {
        let text = |name: &str| claims.get(name).and_then(Value::as_str).map(str::to_owned);
        let user = text(&names.user).or_else(|| text("email"))?;
        Some(Self {
            subject,
            name: text("name").unwrap_or_else(|| user.clone()),
            user,
            groups: texts(claims, &names.groups),
            device_tags: texts(claims, &names.device_tags),
            contexts: contexts(claims, &names.contexts),
            auth_time: claims.get("auth_time").and_then(Value::as_u64),
        })
    }
}

/// The contexts in the claim `name`; other values there, such as `"0"`, are no contexts.
fn contexts(claims: &Value, name: &str) -> Vec<AuthenticationContext> {
    texts(claims, name)
        .iter()
        .filter_map(|id| AuthenticationContext::parse(id))
        .collect()
}

/// An array of strings, or one string.
fn texts(claims: &Value, name: &str) -> Vec<String> {
    match claims.get(name) {
        Some(Value::String(one)) => vec![one.clone()],
        Some(Value::Array(many)) => many
            .iter()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect(),
        Some(Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_)) | None => vec![],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn person(claims: &Value) -> Option<Person> {
        Person::from_claims("i|1".into(), claims, &ClaimNames::default())
    }

    #[test]
    fn the_email_is_the_sign_in_name_where_there_is_no_other() {
        let read = person(&json!({"email": "alex@example.com"})).unwrap();
        assert_eq!(
            (read.user.as_str(), read.name.as_str()),
            ("alex@example.com", "alex@example.com")
        );
    }

    #[test]
    fn a_token_that_names_nobody_is_nobody() {
        assert_eq!(person(&json!({"name": "Alex"})), None);
    }

    #[test]
    fn one_group_may_be_written_without_an_array() {
        let read = person(&json!({"email": "a@b", "groups": "sales", "device_tags": 7})).unwrap();
        assert_eq!(read.groups, ["sales"]);
        assert!(read.device_tags.is_empty());
    }
}
