//! Any attempts.

use crate::policies::ACTIVITIES;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use std::net::IpAddr;
use stepgate_policy::{
    Action, ActivityType, Answered, Attempt, AuthenticationContext, CannotScan, Content,
    DeviceType, FileFacts, Grant, GrantScope, IpCategory, Label, Place, SessionContext, Side,
};

#[derive(Clone, Debug)]
pub struct AnyAttempt {
    pub activity: ActivityType,
    pub session: SessionContext,
    file: Option<AnyFile>,
    place: AnyPlace,
    content: AnyContent,
    metadata: &'static str,
    now: u64,
}

#[derive(Clone, Debug)]
struct AnyFile {
    name: String,
    size: Option<u64>,
    labels: Vec<Label>,
    file_type: Option<&'static str>,
    sha256: Option<[u8; 32]>,
}

#[derive(Clone, Debug)]
struct AnyPlace {
    url: String,
    source: (String, String),
    destination: (String, String),
    selectors: Vec<String>,
    data_size: Option<u64>,
}

#[derive(Clone, Debug)]
enum AnyContent {
    None,
    Text(String),
    Part(String),
    NotScanned(CannotScan),
}

impl AnyAttempt {
    pub fn attempt(&self) -> Attempt<'_> {
        Attempt {
            activity: &self.activity,
            session: &self.session,
            file: self.file.as_ref().map(|file| FileFacts {
                name: &file.name,
                plain_name: None,
                size: file.size,
                labels: &file.labels,
                file_type: file.file_type,
                sha256: file.sha256.as_ref(),
            }),
            place: Place {
                url: &self.place.url,
                source: side(&self.place.source),
                destination: side(&self.place.destination),
                selectors: &self.place.selectors,
                data_size: self.place.data_size,
            },
            content: match &self.content {
                AnyContent::None => Content::None,
                AnyContent::Text(text) => Content::Text(text),
                AnyContent::Part(text) => Content::Part(text),
                AnyContent::NotScanned(reason) => Content::NotScanned(*reason),
            },
            metadata: self.metadata,
            now: self.now,
        }
    }
}

fn side((origin, app): &(String, String)) -> Side<'_> {
    Side { origin, app }
}

fn activity() -> impl Strategy<Value = ActivityType> {
    select(ACTIVITIES.to_vec()).prop_map(|name| ActivityType::parse(name).unwrap())
}

fn grant() -> impl Strategy<Value = Grant> {
    let scope = select(GrantScope::ALL.to_vec());
    (1..4_u8, scope, activity(), "(a.exe)?", 0..20_u64).prop_map(
        |(context, scope, activity, object, expires)| Grant {
            context: AuthenticationContext::new(context).unwrap(),
            scope,
            activity,
            object,
            expires,
        },
    )
}

fn answered() -> impl Strategy<Value = Answered> {
    let action = select(vec![
        Action::Warn,
        Action::WarnWithJustification,
        Action::RequestApproval,
    ]);
    ("p[0-3]", action, activity(), "(a.exe)?", 0..20_u64).prop_map(
        |(policy, action, activity, object, expires)| Answered {
            policy,
            action,
            activity,
            object,
            expires,
        },
    )
}

fn session() -> impl Strategy<Value = SessionContext> {
    let who = (
        select(vec!["files", "Notes", ""]),
        "(alex|)[a-z@.]{0,6}",
        vec("(STAFF|a|confidential|U\u{308})", 0..3),
        option::of(select(DeviceType::ALL.to_vec())),
        vec(select(vec!["intuneCompliant", "entraHybridJoined"]), 0..2),
    );
    let addresses = ["10.1.2.3", "::ffff:10.1.2.3", "2001:db8::1", "192.0.2.7"];
    let place = (
        option::of(select(addresses.to_vec())),
        option::of(select(IpCategory::ALL.to_vec())),
        vec("(a|files)", 0..2),
        "(DE|AT|)",
        "(alex|files|)",
        vec(select(vec!["robot", "outdatedBrowser"]), 0..2),
    );
    let proved = (vec(grant(), 0..3), vec(answered(), 0..4));
    (who, place, proved).prop_map(|(who, place, (grants, answered))| SessionContext {
        app: who.0.into(),
        user: who.1,
        groups: who.2,
        device_type: who.3,
        device_tags: who.4.into_iter().map(str::to_owned).collect(),
        ip_address: place.0.map(|address| address.parse::<IpAddr>().unwrap()),
        ip_category: place.1,
        ip_tags: place.2,
        country: place.3,
        registered_isp: place.4.clone(),
        user_agent: place.4,
        user_agent_tags: place.5.into_iter().map(str::to_owned).collect(),
        grants,
        answered,
        ..SessionContext::default()
    })
}

fn file() -> impl Strategy<Value = AnyFile> {
    (
        "\\PC{0,8}|a\\.exe",
        option::of(0..2000_u64),
        vec(select(labels()), 0..3),
        option::of(select(stepgate_policy::FILE_TYPES.to_vec())),
        option::of(select(vec![[0; 32], [0x0f; 32], [1; 32]])),
    )
        .prop_map(|(name, size, labels, file_type, sha256)| AnyFile {
            name,
            size,
            labels,
            file_type,
            sha256,
        })
}

fn place() -> impl Strategy<Value = AnyPlace> {
    let side = || ("(files|a|https://alex|)", "(files|notes|)");
    let selectors = vec(select(vec!["#a".to_owned(), ".b c".to_owned()]), 0..3);
    (
        "(files|a|)",
        side(),
        side(),
        selectors,
        option::of(0..2000_u64),
    )
        .prop_map(
            |(url, source, destination, selectors, data_size)| AnyPlace {
                url,
                source,
                destination,
                selectors,
                data_size,
            },
        )
}

fn content() -> impl Strategy<Value = AnyContent> {
    let text = || "\\PC{0,20}|secret x1 secret|4111 1111 1111 1111";
    prop_oneof![
        Just(AnyContent::None),
        text().prop_map(AnyContent::Text),
        text().prop_map(AnyContent::Part),
        select(CannotScan::ALL.to_vec()).prop_map(AnyContent::NotScanned),
    ]
}

pub fn attempt() -> impl Strategy<Value = AnyAttempt> {
    (
        activity(),
        session(),
        option::of(file()),
        place(),
        content(),
        select(vec!["", "secret", "card 4012 8888 8888 1881"]),
        0..20_u64,
    )
        .prop_map(
            |(activity, session, file, place, content, metadata, now)| AnyAttempt {
                activity,
                session,
                file,
                place,
                content,
                metadata,
                now,
            },
        )
}

/// By name, by GUID, of a tenant, and of files within the file.
fn labels() -> Vec<Label> {
    const ID: &str = "2f2a9d6e-9c3b-4d1c-8a6c-0f1d7f0b9a11";
    let declared = [
        "Confidential",
        "confidential",
        "",
        ID,
        &[ID, "@", ID].concat(),
    ];
    let nested = Label {
        nested: true,
        ..Label::declared(ID)
    };
    let declared = declared.into_iter().map(Label::declared);
    declared.chain([nested]).collect()
}
