//! The people of the demo.

use crate::provider::Ask;

/// The one authentication context this provider knows: a second factor, and the terms of use accepted.
pub const CONTEXT: &str = "c1";

/// A demo person.
#[derive(Debug, PartialEq, Eq)]
pub struct Account {
    /// What the account picker sends, and part of nothing else.
    pub id: &'static str,
    /// The `sub` claim.
    pub sub: &'static str,
    /// What people call them.
    pub name: &'static str,
    /// `preferred_username` and `email`.
    pub email: &'static str,
    /// What to expect of them, for the account picker.
    pub about: &'static str,
    /// The `groups` claim.
    pub groups: &'static [&'static str],
    /// The `device_tags` claim.
    pub device_tags: &'static [&'static str],
    /// Whether the organization lets them satisfy [`CONTEXT`].
    pub may_step_up: bool,
}

impl Account {
    /// First letters, for the picture.
    pub fn initials(&self) -> String {
        self.name
            .split(' ')
            .filter_map(|part| part.chars().next())
            .collect()
    }

    /// Whether a request that pins a person pins this one.
    pub fn is_asked_for(&self, ask: &Ask) -> bool {
        ask.sub.as_deref().is_none_or(|sub| sub == self.sub)
    }
}

/// The account with this id.
pub fn find(id: &str) -> Option<&'static Account> {
    ACCOUNTS.iter().find(|account| account.id == id)
}

/// Everyone, in the order of the picker.
pub static ACCOUNTS: [Account; 4] = [
    Account {
        id: "alex",
        sub: "4f0c6a2e-alex",
        name: "Alex Wilber",
        email: "alex@example.com",
        about: "Sales, on an unmanaged device",
        groups: &["sales"],
        device_tags: &[],
        may_step_up: true,
    },
    Account {
        id: "megan",
        sub: "91d7b35f-megan",
        name: "Megan Bowen",
        email: "megan@example.com",
        about: "Finance, on a managed device",
        groups: &["finance"],
        device_tags: &["intuneCompliant"],
        may_step_up: true,
    },
    Account {
        id: "adele",
        sub: "c82e19a4-adele",
        name: "Adele Vance",
        email: "adele@example.com",
        about: "Administrator, on a managed device",
        groups: &["stepgate-admins"],
        device_tags: &["intuneCompliant"],
        may_step_up: true,
    },
    Account {
        id: "isaiah",
        sub: "6b5a0d93-isaiah",
        name: "Isaiah Langer",
        email: "isaiah@example.com",
        about: "Contractor, may not pass step-up",
        groups: &["contractors"],
        device_tags: &[],
        may_step_up: false,
    },
];
