//! How is the sensitivity label called that a file carries?

/// A sensitivity label of a file. A file may carry several: one for each organization, and those of files within it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(default, deny_unknown_fields, rename_all = "camelCase")
)]
pub struct Label {
    /// Its GUID, in small letters without braces; empty where only a name is known.
    pub id: String,
    /// The GUID of the organization (tenant) it belongs to, in the same form; empty if that is not known.
    pub site_id: String,
    /// What the app that has the file, or the gateway's configuration, calls it; empty if neither does. What the file itself
    /// says is nobody's word and never stands here.
    pub name: String,
    /// Whether it is the label of a file within the file.
    pub nested: bool,
}

impl Label {
    /// A label as an app declares it in a header or an attribute: a name, a GUID, or `GUID@tenant`.
    #[must_use]
    pub fn declared(text: &str) -> Self {
        match Self::guids(text) {
            Some((id, site_id)) => Self {
                id,
                site_id,
                ..Self::default()
            },
            None => Self {
                name: text.into(),
                ..Self::default()
            },
        }
    }

    /// The labels a reader of files found: one a line, its GUID, its tenant's GUID or `-`, and `1` if it is one of a
    /// file within the file, with blanks between them. Lines that are none are left out, and so is
    /// what was there before.
    #[must_use]
    pub fn of_lines(lines: &str) -> Vec<Self> {
        let label = |line: &str| {
            let mut words = line.split(' ');
            Some(Self {
                id: guid(words.next()?)?,
                site_id: words.next().and_then(guid).unwrap_or_default(),
                name: String::new(),
                nested: words.next() == Some("1"),
            })
        };
        let mut labels: Vec<Self> = Vec::new();
        for label in lines.lines().filter_map(label) {
            if !labels.contains(&label) {
                labels.push(label);
            }
        }
        labels
    }

    /// The GUIDs in `GUID` or `GUID@tenant`, in small letters without braces; the second is empty where there is none.
    /// `None` if the text is neither.
    #[must_use]
    pub fn guids(text: &str) -> Option<(String, String)> {
        let text = text.trim();
        match parts(text) {
            Some((id, site_id)) => Some((guid(id)?, guid(site_id)?)),
            None => Some((guid(text)?, String::new())),
        }
    }

    /// Whether there is none: neither GUID nor name.
    pub(crate) fn is_nothing(&self) -> bool {
        self.id.is_empty() && crate::text::comparable(&self.name).trim().is_empty()
    }

    /// Whether `written` is its GUID, or its GUID and its tenant's.
    pub(crate) fn is(&self, written: &str) -> bool {
        if self.id.is_empty() {
            return false;
        }
        match parts(written) {
            Some((id, site_id)) => id == self.id && site_id == self.site_id,
            None => written == self.id,
        }
    }
}

/// For people: its name, else its GUID and its tenant's.
#[cfg(feature = "load")]
impl std::fmt::Display for Label {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let at = if self.site_id.is_empty() { "" } else { "@" };
        match (self.name.is_empty(), self.id.is_empty()) {
            (false, true) => write!(f, "{:?}", self.name)?,
            (false, false) => write!(f, "{:?} ({}{at}{})", self.name, self.id, self.site_id)?,
            (true, _) => write!(f, "{}{at}{}", self.id, self.site_id)?,
        }
        f.write_str(if self.nested { " within" } else { "" })
    }
}

/// What stands before the first `@` and behind it.
fn parts(text: &str) -> Option<(&str, &str)> {
    let at = text.bytes().position(|byte| byte == b'@')?;
    Some((text.get(..at)?, text.get(at + 1..)?))
}

/// A GUID in small letters without braces; `None` if `text` is none.
fn guid(text: &str) -> Option<String> {
    let inside = text
        .strip_prefix('{')
        .and_then(|text| text.strip_suffix('}'));
    stepgate_inspect::guid(inside.unwrap_or(text))
}

/// Reading a file's labels: `null`, the name of one, or a list; each as an app would declare it, or in parts.
#[cfg(feature = "serde")]
pub mod list {
    use super::Label;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    #[derive(Deserialize)]
    #[serde(
        untagged,
        expecting = "labels have to be a list of texts, or of objects such as `{\"id\": \"…\", \"siteId\": \"…\"}`"
    )]
    enum Written {
        Text(String),
        List(Vec<One>),
    }

    #[derive(Deserialize)]
    #[serde(
        untagged,
        expecting = "a label has to be text, or an object such as `{\"id\": \"…\", \"siteId\": \"…\"}`"
    )]
    enum One {
        Text(String),
        Parts(Label),
    }

    /// Writes each in parts.
    ///
    /// # Errors
    /// Those of the serializer.
    pub fn serialize<S: Serializer>(labels: &[Label], serializer: S) -> Result<S::Ok, S::Error> {
        labels.serialize(serializer)
    }

    /// Reads them.
    ///
    /// # Errors
    /// What is neither text nor a label in parts.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Label>, D::Error> {
        let one = |one| match one {
            One::Text(text) => Label::declared(&text),
            One::Parts(label) => label,
        };
        Ok(match Option::<Written>::deserialize(deserializer)? {
            None => Vec::new(),
            Some(Written::Text(text)) => vec![Label::declared(&text)],
            Some(Written::List(list)) => list.into_iter().map(one).collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Label;

    const ID: &str = "2f2a9d6e-9c3b-4d1c-8a6c-0f1d7f0b9a11";
    const SITE: &str = "7b1c0e52-3f44-4f0a-9d55-6a1e2c3d4e5f";

    #[test]
    fn what_an_app_declares_is_a_guid_a_guid_of_a_tenant_or_a_name() {
        let upper = format!("{{{}}}", ID.to_uppercase());
        assert_eq!(Label::declared(&upper).id, ID);
        let bound = Label::declared(&format!("{upper}@{SITE}"));
        assert_eq!((bound.id.as_str(), bound.site_id.as_str()), (ID, SITE));
        for name in ["Confidential", "a@b", "{x}", ""] {
            let label = Label::declared(name);
            assert_eq!((label.id.as_str(), label.name.as_str()), ("", name));
        }
    }

    #[test]
    fn a_label_is_its_guid_of_any_tenant_or_of_its_own() {
        let label = Label::declared(&format!("{ID}@{SITE}"));
        assert!(label.is(ID) && label.is(&format!("{ID}@{SITE}")));
        assert!(!label.is(SITE) && !label.is(&format!("{ID}@{ID}")) && !label.is(""));
        assert!(!Label::declared("Confidential").is(""));
    }

    #[test]
    fn lines_of_a_reader_are_labels_and_others_are_none() {
        let lines = format!("{ID} {SITE} 0\n{SITE} - 1\nnonsense\n\n{ID}");
        let read = Label::of_lines(&lines);
        let known: Vec<_> = read
            .iter()
            .map(|one| (one.id.as_str(), one.nested))
            .collect();
        assert_eq!(known, [(ID, false), (SITE, true), (ID, false)]);
        assert_eq!(read.first().map(|one| one.site_id.as_str()), Some(SITE));
    }
}
