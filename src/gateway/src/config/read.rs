//! Is this configuration right, and if not, what is wrong where?

use super::{ClientSecret, Config, ExtensionConfig, check_sites};
use crate::app::GATE;
use serde::{Deserialize as _, Deserializer, de::Error as _};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use stepgate_policy::DefaultBehavior;

/// What is wrong with a configuration.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("{}: cannot be read: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The file is not TOML.
    #[error("{}: {message}", path.display())]
    Syntax {
        /// The file.
        path: PathBuf,
        /// Where and what.
        message: String,
    },
    /// A field is unknown, missing, or has a value it cannot have.
    #[error("{}: at `{field}`: {message}", path.display())]
    Field {
        /// The file.
        path: PathBuf,
        /// The path in it, such as `apps[0].host`.
        field: String,
        /// What was found and what was expected.
        message: String,
    },
}

impl Config {
    /// Reads a configuration file. Paths in it are relative to its folder.
    ///
    /// # Errors
    /// Names the file, the path in it, what was found and what was expected.
    pub fn read(path: &Path) -> Result<Self, ConfigError> {
        let text = std::fs::read_to_string(path).map_err(|source| ConfigError::Unreadable {
            path: path.to_owned(),
            source,
        })?;
        Self::parse(&text, path)
    }

    /// As [`Self::read`], from `text` that would stand in the file `path`.
    ///
    /// # Errors
    /// Those of [`Self::read`].
    pub fn parse(text: &str, path: &Path) -> Result<Self, ConfigError> {
        let document = toml::Deserializer::parse(text).map_err(|error| ConfigError::Syntax {
            path: path.to_owned(),
            message: error.to_string().trim_end().to_owned(),
        })?;
        let mut config: Self =
            serde_path_to_error::deserialize(document).map_err(|error| ConfigError::Field {
                path: path.to_owned(),
                field: error.path().to_string(),
                message: error.inner().message().to_owned(),
            })?;
        config
            .check()
            .map_err(|(field, message)| ConfigError::Field {
                path: path.to_owned(),
                field,
                message,
            })?;
        config.place(path.parent().unwrap_or(Path::new("")));
        Ok(config)
    }

    fn check(&self) -> Result<(), (String, String)> {
        if self.apps.is_empty() && self.extension.is_none() {
            return Err(("apps".into(), "expected at least one app".into()));
        }
        self.inspection.check()?;
        let (mut names, mut hosts) = (BTreeSet::new(), BTreeSet::new());
        for (index, app) in self.apps.iter().enumerate() {
            if !names.insert(&app.name) {
                return Err(taken(index, "name", &app.name));
            }
            if !hosts.insert(&app.host) {
                return Err(taken(index, "host", &app.host));
            }
        }
        match &self.extension {
            Some(extension) => self.check_extension(extension),
            None => Ok(()),
        }
    }

    fn check_extension(&self, extension: &ExtensionConfig) -> Result<(), (String, String)> {
        let host = &extension.host;
        if self.apps.iter().any(|app| app.host == *host) {
            let message =
                format!("`{host}` is the host of an app: the gateway needs one of its own");
            return Err(("extension.host".into(), message));
        }
        if let Some(index) = self.apps.iter().position(|app| app.name == GATE) {
            let message = format!("`{GATE}` is the gateway itself where there is an `[extension]`");
            return Err((format!("apps[{index}].name"), message));
        }
        check_sites(&extension.sites)
            .map_err(|(field, message)| (format!("extension.sites{field}"), message))
    }

    /// Makes relative paths relative to `folder`.
    fn place(&mut self, folder: &Path) {
        self.policies = folder.join(&self.policies);
        self.store.path = folder.join(&self.store.path);
        if let ClientSecret::File(path) = &mut self.identity.client_secret {
            *path = folder.join(&*path);
        }
        if let Some(extension) = &mut self.extension {
            extension.key = folder.join(&extension.key);
        }
    }
}

fn taken(index: usize, field: &str, value: &str) -> (String, String) {
    (
        format!("apps[{index}].{field}"),
        format!("`{value}` is the {field} of another app: every app needs its own"),
    )
}

/// Reads names by GUID, as GUIDs in small letters without braces.
pub(super) fn labels<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<BTreeMap<String, String>, D::Error> {
    let mut labels = BTreeMap::new();
    for (written, name) in BTreeMap::<String, String>::deserialize(deserializer)? {
        let id = written.trim_start_matches('{').trim_end_matches('}');
        let fits = |(at, byte): (usize, u8)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        };
        if id.len() != 36 || !id.bytes().enumerate().all(fits) {
            return Err(D::Error::custom(format!(
                "`{written}` is not a label's GUID, such as `2f2a9d6e-9c3b-4d1c-8a6c-0f1d7f0b9a11`"
            )));
        }
        if name.trim().is_empty() {
            return Err(D::Error::custom(format!(
                "the label `{written}` has no name"
            )));
        }
        labels.insert(id.to_ascii_lowercase(), name);
    }
    Ok(labels)
}

/// Reads `allow` or `block`.
pub(super) fn default_behavior<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<DefaultBehavior, D::Error> {
    let text = String::deserialize(deserializer)?;
    [DefaultBehavior::Allow, DefaultBehavior::Block]
        .into_iter()
        .find(|behavior| behavior.keyword() == text)
        .ok_or_else(|| D::Error::custom(format!("`{text}`: expected `allow` or `block`")))
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHOLE: &str = r#"
        listen = "127.0.0.1:8080"
        policies = "policies"
        [store]
        path = "stepgate.sqlite"
        [identity]
        issuer = "http://127.0.0.1:8081"
        client_id = "gateway"
        client_secret_env = "SECRET"
        [[apps]]
        name = "files"
        title = "Files"
        host = "Files.localhost"
        upstream = "http://127.0.0.1:9001"
        label_header = "X-Sensitivity-Label"
    "#;

    fn parse(text: &str) -> Result<Config, String> {
        Config::parse(text, Path::new("/etc/stepgate.toml")).map_err(|error| error.to_string())
    }

    #[test]
    fn a_whole_configuration_is_read_and_its_paths_are_placed() {
        let config = parse(WHOLE).unwrap();
        assert_eq!(config.policies, Path::new("/etc/policies"));
        assert_eq!(config.apps[0].host, "files.localhost");
        assert_eq!(config.default_behavior, DefaultBehavior::Block);
    }

    #[test]
    fn what_is_wrong_is_named_with_file_path_value_and_what_was_expected() {
        let cases = [
            (
                "title = ",
                "titel = ",
                "apps[0].titel",
                "unknown field `titel`",
            ),
            (
                "Files.localhost",
                "http://x/",
                "apps[0].host",
                "`http://x/` is not a host name",
            ),
            (
                "http://127.0.0.1:9001",
                "127.0.0.1:9001",
                "apps[0].upstream",
                "is not",
            ),
            (
                "client_secret_env",
                "secret",
                "identity.secret",
                "unknown field `secret`",
            ),
            (
                "[store]",
                "default_behavior = \"deny\"\n[store]",
                "default_behavior",
                "`deny`: expected `allow` or `block`",
            ),
            (
                "127.0.0.1:8080",
                "localhost",
                "listen",
                "invalid socket address",
            ),
        ];
        for (from, to, field, message) in cases {
            let error = parse(&WHOLE.replacen(from, to, 1)).unwrap_err();
            assert!(error.starts_with("/etc/stepgate.toml: at `"), "{error}");
            assert!(error.contains(field) && error.contains(message), "{error}");
        }
    }

    #[test]
    fn one_host_cannot_belong_to_two_apps() {
        let twice = format!(
            "{WHOLE}\n[[apps]]\nname = \"b\"\ntitle = \"B\"\nhost = \"files.localhost\"\nupstream = \"http://127.0.0.1:1\""
        );
        let error = parse(&twice).unwrap_err();
        assert!(
            error.contains("at `apps[1].host`: `files.localhost` is the host of another app"),
            "{error}"
        );
    }

    const EXTENSION: &str = r#"
        [extension]
        host = "gate.localhost"
        key = "key.pem"
        [[extension.sites]]
        name = "wiki"
        title = "Wiki"
        matches = ["https://wiki.example/*"]
        response_headers = [{ header = "Permissions-Policy", operation = "set", value = "camera=()" }]
    "#;

    #[test]
    fn an_extension_can_be_all_there_is_and_its_key_is_placed() {
        let without = WHOLE.split("[[apps]]").next().unwrap();
        let config = parse(&format!("{without}{EXTENSION}")).unwrap();
        let extension = config.extension.unwrap();
        assert_eq!(extension.key, Path::new("/etc/key.pem"));
        assert_eq!(extension.lifetime, 3600);
        let header = &extension.sites[0].response_headers[0];
        assert_eq!(header.header, "permissions-policy");
        let error = parse(without).unwrap_err();
        assert!(
            error.contains("at `apps`: expected at least one app"),
            "{error}"
        );
    }

    #[test]
    fn what_is_wrong_with_an_extension_is_named_too() {
        let cases = [
            (
                "gate.localhost",
                "files.localhost",
                "extension.host",
                "is the host of an app",
            ),
            (
                "gate.localhost",
                "gate.localhost:80",
                "extension.host",
                "is not a host name",
            ),
            ("key = ", "kee = ", "extension.kee", "unknown field `kee`"),
            (
                "key = ",
                "lifetime = 5\nkey = ",
                "extension.lifetime",
                "`5` is too short",
            ),
            (
                "\"wiki\"",
                "\"a b\"",
                "extension.sites[0].name",
                "`a b` is not a site's name",
            ),
            (
                "wiki.example/*",
                "wiki.example:80/*",
                "extension.sites[0].matches[0]",
                "has a port",
            ),
            (
                "[\"https://wiki.example/*\"]",
                "[]",
                "extension.sites[0].matches",
                "at least one",
            ),
            (
                "Permissions-Policy",
                "a b",
                "extension.sites[0].response_headers[0]",
                "`a b` is not",
            ),
            (
                "Permissions-Policy",
                "Content-Security-Policy",
                "extension.sites[0].response_headers[0]",
                "only `append`",
            ),
            (
                "operation = \"set\"",
                "operation = \"remove\"",
                "extension.sites[0].response_headers[0]",
                "expected no `value`",
            ),
            (
                ", value = \"camera=()\"",
                "",
                "extension.sites[0].response_headers[0]",
                "expected a `value`",
            ),
            (
                "\"set\"",
                "\"put\"",
                "extension.sites[0].response_headers[0]",
                "`put`",
            ),
        ];
        for (from, to, field, message) in cases {
            let text = format!("{WHOLE}{}", EXTENSION.replacen(from, to, 1));
            let error = parse(&text).unwrap_err();
            assert!(error.starts_with("/etc/stepgate.toml: at `"), "{error}");
            assert!(error.contains(field) && error.contains(message), "{error}");
        }
        let site = EXTENSION.split("[[").nth(1).unwrap();
        let error = parse(&format!("{WHOLE}{EXTENSION}[[{site}")).unwrap_err();
        assert!(
            error.contains("at `extension.sites[1].name`: `wiki` is the name of"),
            "{error}"
        );
        let other = site.replace("\"wiki\"", "\"b\"");
        let error = parse(&format!("{WHOLE}{EXTENSION}[[{other}")).unwrap_err();
        assert!(
            error.contains("at `extension.sites[1].matches[0]`"),
            "{error}"
        );
        let own = WHOLE.replace("name = \"files\"", "name = \"stepgate\"");
        let error = parse(&format!("{own}{EXTENSION}")).unwrap_err();
        assert!(
            error.contains("at `apps[0].name`: `stepgate` is the gateway"),
            "{error}"
        );
        assert!(
            parse(&own).is_ok(),
            "without an extension it is a name as any"
        );
    }

    #[test]
    fn a_secret_in_the_configuration_is_not_printed() {
        let config = parse(&WHOLE.replace("client_secret_env", "client_secret")).unwrap();
        assert!(!format!("{config:?}").contains("SECRET"));
    }
}
