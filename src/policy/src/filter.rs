//! What a condition looks at.

use crate::session::octets;
use crate::text::comparable;
use crate::{Attempt, FileFacts, Label, words};
use std::borrow::Cow;

words! {
    /// What a condition looks at.
    pub enum Filter: "a filter" {
        /// The app's name in the configuration.
        App = 0 "app",
        /// Any tag of the device.
        DeviceTags = 1 "device.tags",
        /// What kind of device it is.
        DeviceType = 2 "device.type",
        /// The address the person comes from, IPv4 or IPv6.
        IpAddress = 3 "ip.address",
        /// What the organisation makes of the address.
        IpCategory = 4 "ip.category",
        /// Any tag of the address.
        IpTags = 5 "ip.tags",
        /// The country the address is in.
        LocationCountry = 6 "location.country",
        /// Who the address is registered to.
        RegisteredIsp = 7 "registeredIsp",
        /// The person's sign-in name.
        UserName = 8 "user.name",
        /// Any group the person belongs to.
        UserGroups = 9 "user.groups",
        /// What stands after the last `@` of the sign-in name.
        UserDomain = 10 "user.domain",
        /// What the browser calls itself.
        UserAgentText = 11 "userAgent.text",
        /// Any tag of the browser.
        UserAgentTags = 12 "userAgent.tags",
        /// Address of the page.
        Url = 13 "url",
        /// Where the data comes from: its origin or its app.
        Source = 14 "source",
        /// Where the data goes to: its origin or its app.
        Destination = 15 "destination",
        /// A CSS selector that matches where it happens.
        Selector = 16 "selector",
        /// How much data moves, in bytes.
        DataSize = 17 "dataSize",
        /// Any sensitivity label of the file.
        SensitivityLabel = 18 "sensitivityLabel",
        /// The file's name without a folder.
        FileName = 19 "fileName",
        /// Any extension of the file's name: `a.exe.txt` has `exe` and `txt`.
        Extension = 20 "extension",
        /// What the file is by its content, whatever its name says.
        FileType = 21 "fileType",
        /// The file's size in bytes.
        FileSize = 22 "fileSize",
        /// The SHA-256 of the file's content.
        Sha256 = 23 "sha256",
        /// Whether the file's name says that it is something else than its content.
        ExtensionMismatch = 24 "extensionMismatch",
    }
}

/// What the values of a filter are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueKind {
    /// Text, compared without regard to case.
    Text,
    /// One of the words in the list.
    Word(&'static [&'static str]),
    /// A sensitivity label: its name, its GUID, or `GUID@tenant`.
    Label,
    /// A country's two letters.
    Country,
    /// A CSS selector.
    Selector,
    /// A number of bytes.
    Size,
    /// An IP address or a block of them.
    Address,
    /// A SHA-256.
    Hash,
}

/// The device tags there are.
const DEVICE_TAGS: &[&str] = &[
    "intuneCompliant",
    "entraHybridJoined",
    "validClientCertificate",
];
const DEVICE_TYPES: &[&str] = &["desktop", "mobile", "tablet", "other"];
const IP_CATEGORIES: &[&str] = &[
    "corporate",
    "administrative",
    "risky",
    "vpn",
    "cloudProvider",
    "other",
];
/// Whether it is so.
const TRUTHS: &[&str] = &["true", "false"];
const USER_AGENT_TAGS: &[&str] = &[
    "nativeClient",
    "outdatedBrowser",
    "outdatedOperatingSystem",
    "robot",
];
/// What a file can be by its content.
pub const FILE_TYPES: &[&str] = &[
    "archive",
    "audio",
    "database",
    "document",
    "email",
    "executable",
    "html",
    "image",
    "pdf",
    "presentation",
    "script",
    "spreadsheet",
    "text",
    "video",
    "other",
];

impl Filter {
    /// What its values are.
    #[must_use]
    pub const fn kind(self) -> ValueKind {
        match self {
            Self::App
            | Self::IpTags
            | Self::RegisteredIsp
            | Self::UserName
            | Self::UserGroups
            | Self::UserDomain
            | Self::UserAgentText
            | Self::Url
            | Self::Source
            | Self::Destination
            | Self::FileName
            | Self::Extension => ValueKind::Text,
            Self::SensitivityLabel => ValueKind::Label,
            Self::ExtensionMismatch => ValueKind::Word(TRUTHS),
            Self::DeviceTags => ValueKind::Word(DEVICE_TAGS),
            Self::DeviceType => ValueKind::Word(DEVICE_TYPES),
            Self::IpCategory => ValueKind::Word(IP_CATEGORIES),
            Self::UserAgentTags => ValueKind::Word(USER_AGENT_TAGS),
            Self::FileType => ValueKind::Word(FILE_TYPES),
            Self::LocationCountry => ValueKind::Country,
            Self::Selector => ValueKind::Selector,
            Self::DataSize | Self::FileSize => ValueKind::Size,
            Self::IpAddress => ValueKind::Address,
            Self::Sha256 => ValueKind::Hash,
        }
    }

    /// Whether it looks at something that stays as it is through a session, except that a new session begins.
    #[must_use]
    pub const fn is_of_session(self) -> bool {
        match self {
            Self::App
            | Self::DeviceTags
            | Self::DeviceType
            | Self::IpAddress
            | Self::IpCategory
            | Self::IpTags
            | Self::LocationCountry
            | Self::RegisteredIsp
            | Self::UserName
            | Self::UserGroups
            | Self::UserDomain
            | Self::UserAgentText
            | Self::UserAgentTags => true,
            Self::Url
            | Self::Source
            | Self::Destination
            | Self::Selector
            | Self::DataSize
            | Self::SensitivityLabel
            | Self::FileName
            | Self::Extension
            | Self::FileType
            | Self::FileSize
            | Self::Sha256
            | Self::ExtensionMismatch => false,
        }
    }

    /// Whether `test` holds for any text the attempt has here. Empty texts count as absent.
    pub(crate) fn any_text(
        self,
        attempt: &Attempt<'_>,
        test: &mut dyn FnMut(&str) -> bool,
    ) -> bool {
        let session = attempt.session;
        let place = &attempt.place;
        let mut one = |value: &str| !value.is_empty() && test(value);
        match self {
            Self::App => one(&session.app),
            Self::DeviceTags => session.device_tags.iter().any(|tag| one(tag)),
            Self::DeviceType => session.device_type.is_some_and(|kind| one(kind.keyword())),
            Self::IpCategory => session
                .ip_category
                .is_some_and(|category| one(category.keyword())),
            Self::IpTags => session.ip_tags.iter().any(|tag| one(&comparable(tag))),
            Self::LocationCountry => one(&session.country),
            Self::RegisteredIsp => one(&comparable(&session.registered_isp)),
            Self::UserName => one(&comparable(&session.user)),
            Self::UserGroups => session.groups.iter().any(|group| one(&comparable(group))),
            Self::UserDomain => one(&comparable(session.user_domain())),
            Self::UserAgentText => one(&comparable(&session.user_agent)),
            Self::UserAgentTags => session.user_agent_tags.iter().any(|tag| one(tag)),
            Self::Url => one(place.url),
            Self::Source => one(place.source.origin) || one(place.source.app),
            Self::Destination => one(place.destination.origin) || one(place.destination.app),
            Self::Selector => place.selectors.iter().any(|selector| one(selector)),
            Self::FileName => attempt.file.is_some_and(|file| one(&plain_name(&file))),
            Self::Extension => attempt
                .file
                .is_some_and(|file| extensions(&plain_name(&file)).any(one)),
            Self::FileType => attempt
                .file
                .and_then(|file| file.file_type)
                .is_some_and(one),
            Self::ExtensionMismatch => attempt
                .file
                .and_then(|file| file.mismatch())
                .is_some_and(|mismatch| one(if mismatch { "true" } else { "false" })),
            Self::SensitivityLabel
            | Self::IpAddress
            | Self::DataSize
            | Self::FileSize
            | Self::Sha256 => false,
        }
    }

    /// The number of bytes the attempt has here.
    pub(crate) fn size(self, attempt: &Attempt<'_>) -> Option<u64> {
        if self == Self::DataSize {
            attempt.place.data_size
        } else {
            attempt.file?.size
        }
    }

    /// Whether the attempt has anything here.
    pub(crate) fn is_set(self, attempt: &Attempt<'_>) -> bool {
        match self.kind() {
            ValueKind::Text | ValueKind::Word(_) | ValueKind::Country | ValueKind::Selector => {
                self.any_text(attempt, &mut |_| true)
            }
            ValueKind::Label => own_labels(attempt).next().is_some(),
            ValueKind::Size => self.size(attempt).is_some(),
            ValueKind::Address => address(attempt).is_some(),
            ValueKind::Hash => hash(attempt).is_some(),
        }
    }
}

#[cfg(feature = "load")]
impl Filter {
    /// What the attempt has here, for explanations: facts, each as people write it, never content.
    pub(crate) fn seen(self, attempt: &Attempt<'_>) -> Vec<String> {
        let mut seen = Vec::new();
        match self.kind() {
            ValueKind::Text | ValueKind::Word(_) | ValueKind::Country | ValueKind::Selector => {
                self.any_text(attempt, &mut |text| {
                    seen.push(format!("{:?}", self.without_secrets(text)));
                    false
                });
            }
            ValueKind::Label => seen.extend(labels(attempt).map(|label| label.to_string())),
            ValueKind::Size => seen.extend(self.size(attempt).map(|size| size.to_string())),
            ValueKind::Address => {
                seen.extend(
                    attempt
                        .session
                        .ip_address
                        .map(|address| address.to_string()),
                );
            }
            ValueKind::Hash => seen.extend(hash(attempt).map(|hash| {
                let digits = hash.iter().map(|byte| format!("{byte:02x}"));
                digits.collect::<String>()
            })),
        }
        seen
    }

    /// What stands behind `?` or `#` in an address can be anything.
    fn without_secrets(self, text: &str) -> &str {
        if self == Self::Url {
            text.split(['?', '#']).next().unwrap_or_default()
        } else {
            text
        }
    }
}

/// The address the person comes from, in 16 bytes.
pub(crate) fn address(attempt: &Attempt<'_>) -> Option<[u8; 16]> {
    attempt.session.ip_address.map(octets)
}

/// The labels of the file, and of files within it.
pub(crate) fn labels<'a>(attempt: &Attempt<'a>) -> impl Iterator<Item = &'a Label> {
    let labels = attempt.file.map_or(&[][..], |file| file.labels);
    labels.iter().filter(|label| !label.is_nothing())
}

/// The labels of the file itself.
pub(crate) fn own_labels<'a>(attempt: &Attempt<'a>) -> impl Iterator<Item = &'a Label> {
    labels(attempt).filter(|label| !label.nested)
}

/// The SHA-256 of the file.
pub(crate) fn hash<'a>(attempt: &Attempt<'a>) -> Option<&'a [u8; 32]> {
    attempt.file?.sha256
}

/// The file's name in the form it is compared in.
pub(crate) fn plain_name<'a>(file: &FileFacts<'a>) -> Cow<'a, str> {
    comparable(file.plain_name.unwrap_or(file.name))
}

/// What stands after each dot of the name. Windows drops blanks and dots at the end of a name, and takes
/// what follows a colon for a stream of the file before it.
fn extensions(name: &str) -> impl Iterator<Item = &str> {
    let name = name.split(':').next().unwrap_or_default();
    name.split('.')
        .skip(1)
        .map(|part| part.trim_matches(|c: char| c.is_whitespace() || c.is_control()))
}
