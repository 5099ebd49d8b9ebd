//! Which files does everybody see from the start?

/// One file everybody sees from the start.
pub(crate) struct Shared {
    pub(crate) name: &'static str,
    pub(crate) owner: &'static str,
    /// Unix milliseconds.
    pub(crate) modified: u64,
    pub(crate) label: Option<&'static str>,
    pub(crate) body: &'static [u8],
}

macro_rules! shared {
    ($name:literal, $file:literal, $owner:literal, $modified:literal, $label:expr) => {
        Shared {
            name: $name,
            owner: $owner,
            modified: $modified,
            label: $label,
            body: include_bytes!(concat!("../../../www/demo/files/", $file)),
        }
    };
}

const CONFIDENTIAL: Option<&str> = Some("Confidential");

/// The shared files, the one changed last first.
pub(crate) static SHARED: [Shared; 10] = [
    shared!(
        "Harbour Line brief.docx",
        "harbour-line-brief.docx",
        "Megan Bowen",
        1_793_008_800_000,
        Some("General")
    ),
    shared!(
        "Budget 2027.xlsx",
        "budget-2027.xlsx",
        "Adele Vance",
        1_792_832_400_000,
        CONFIDENTIAL
    ),
    shared!(
        "Supplier contract.pdf",
        "supplier-contract.pdf",
        "Adele Vance",
        1_792_155_600_000,
        CONFIDENTIAL
    ),
    shared!(
        "Site plan.png",
        "site-plan.png",
        "Lee Gu",
        1_791_971_400_000,
        None
    ),
    shared!(
        "Passenger counts.csv",
        "passenger-counts.csv",
        "Isaiah Langer",
        1_791_279_000_000,
        Some("General")
    ),
    shared!(
        "Meeting minutes.txt",
        "meeting-minutes.txt",
        "Megan Bowen",
        1_790_172_000_000,
        None
    ),
    shared!(
        "Salary review.xlsx",
        "salary-review.xlsx",
        "Adele Vance",
        1_789_563_600_000,
        CONFIDENTIAL
    ),
    shared!(
        "Übersicht – Straßenbahn.pdf",
        "overview-de.pdf",
        "Alex Wilber",
        1_789_049_400_000,
        None
    ),
    shared!(
        "Stop drawings.zip",
        "stop-drawings.zip",
        "Lee Gu",
        1_788_533_100_000,
        None
    ),
    shared!(
        "Release notes.txt",
        "release-notes.txt",
        "Contoso Files",
        1_787_904_000_000,
        None
    ),
];

/// Is `name` taken by a shared file?
pub(crate) fn is_shared(name: &str) -> bool {
    SHARED.iter().any(|shared| shared.name == name)
}
