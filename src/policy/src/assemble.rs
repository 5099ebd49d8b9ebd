//! Putting written policies together to a bundle, with its table and its index.

use crate::bundle::{MAGIC, VERSION, checksum};
use crate::condition::Node;
use crate::operator::Value;
use crate::wire::{Reader, Writer};
use crate::{DefaultBehavior, Filter, Operator, PolicyView};
use std::collections::{BTreeMap, BTreeSet};
use stepgate_inspect::fold;

/// What `write` writes.
pub(crate) fn written(write: impl FnOnce(&mut Writer)) -> Vec<u8> {
    let mut writer = Writer::new();
    write(&mut writer);
    writer.into_bytes()
}

/// The bundle of policies, each with its number, in the order of their numbers.
pub(crate) fn assemble(
    revision: u64,
    default_behavior: DefaultBehavior,
    policies: Vec<(u16, Vec<u8>)>,
) -> Vec<u8> {
    let mut table = Writer::new();
    let mut all = Writer::new();
    let mut index = IndexWriter::default();
    let mut begins = 0;
    for (position, (number, policy)) in (0..).zip(&policies) {
        table.raw(&u32::to_be_bytes(begins));
        table.raw(&number.to_be_bytes());
        index.add(position, policy);
        let policy = written(|writer| writer.bytes(policy));
        // A bundle of more than 4 GiB reads as malformed.
        begins = begins.saturating_add(u32::try_from(policy.len()).unwrap_or(u32::MAX));
        all.raw(&policy);
    }
    let body = written(|writer| {
        writer.raw(&revision.to_be_bytes());
        writer.u8(default_behavior as u8);
        writer.bytes(&table.into_bytes());
        writer.bytes(&index.into_bytes());
        writer.raw(&all.into_bytes());
    });
    written(|writer| {
        writer.raw(&MAGIC);
        writer.u8(VERSION);
        writer.raw(&checksum(&body).to_le_bytes());
        writer.raw(&body);
    })
}

/// For each activity's bit, the positions of the policies for it.
type Bucket = BTreeMap<u8, Vec<u16>>;

#[derive(Default)]
struct IndexWriter {
    any_app: Bucket,
    apps: BTreeMap<String, Bucket>,
}

impl IndexWriter {
    fn add(&mut self, position: u16, policy: &[u8]) {
        let Ok(policy) = PolicyView::read(policy) else {
            return; // it was just written; if not, the bundle does not read back
        };
        let activities = policy.activities();
        let list = |bucket: &mut Bucket| {
            for bit in (0..8)
                .map(|bit| 1 << bit)
                .filter(|bit| activities & bit != 0)
            {
                bucket.entry(bit).or_default().push(position);
            }
        };
        match apps(&mut policy.conditions()).filter(|apps| !apps.is_empty()) {
            None => list(&mut self.any_app),
            Some(apps) => apps
                .into_iter()
                .for_each(|app| list(self.apps.entry(app).or_default())),
        }
    }

    fn into_bytes(self) -> Vec<u8> {
        let mut offsets = Writer::new();
        let mut entries = Vec::new();
        for (name, bucket) in &self.apps {
            offsets.raw(
                &u32::try_from(entries.len())
                    .unwrap_or(u32::MAX)
                    .to_be_bytes(),
            );
            entries.extend(written(|writer| {
                writer.str(name);
                writer.bytes(&write_bucket(bucket));
            }));
        }
        written(|writer| {
            writer.bytes(&write_bucket(&self.any_app));
            writer.bytes(&offsets.into_bytes());
            writer.raw(&entries);
        })
    }
}

fn write_bucket(bucket: &Bucket) -> Vec<u8> {
    if bucket.is_empty() {
        return Vec::new();
    }
    written(|writer| {
        writer.u8(bucket.keys().fold(0, |there, bit| there | bit));
        for positions in bucket.values() {
            writer.bytes(&written(|writer| {
                let mut least = 0;
                for position in positions {
                    writer.varint(u64::from(position - least));
                    least = position.saturating_add(1);
                }
            }));
        }
    })
}

/// The apps outside of which the condition at the front of `reader` cannot hold, in small letters; `None` if it can
/// hold in any.
fn apps(reader: &mut Reader<'_>) -> Option<BTreeSet<String>> {
    let node = Node::read(reader).ok()?;
    let parts: Vec<_> = (0..node.parts()).map(|_| apps(reader)).collect();
    match node {
        Node::Filter(Filter::App, Operator::Equals, values) => {
            Some(values.filter_map(name).collect())
        }
        Node::All(_) => parts
            .into_iter()
            .flatten()
            .reduce(|one, other| &one & &other),
        Node::Any(_) => parts
            .into_iter()
            .try_fold(BTreeSet::new(), |all, part| Some(&all | &part?)),
        Node::Not | Node::Filter(..) => None,
    }
}

fn name(value: Value<'_>) -> Option<String> {
    match value {
        Value::Text(text) => Some(text.chars().map(fold).collect()),
        Value::Pattern(..)
        | Value::Size(_)
        | Value::Range(..)
        | Value::Block(..)
        | Value::Hash(_) => None,
    }
}
