//! Azure storage account keys: 64 bytes in base64, in a connection string. Source: Microsoft, Azure Storage connection strings,
//! <https://learn.microsoft.com/azure/storage/common/storage-configure-connection-string>.

use super::tokens::entropy;
use crate::Entity;
use crate::detector::{Detector, Start, Trust, examples};
use crate::view::{Found, Grade, View};

pub(crate) const DETECTOR: Detector = Detector {
    entity: Entity::AzureStorageKey,
    trust: Trust::Certain,
    strength: 9,
    keywords: "",
    starts: &[Start::Prefixes(
        "AccountKey,accountKey,accountkey,ACCOUNTKEY,account_key,ACCOUNT_KEY,AZURE_STORAGE_KEY,\
            AZURE_STORAGE_ACCOUNT_KEY,azure_storage_key",
        find,
    )],
};

/// 64 bytes are 86 letters and two signs of padding.
const LETTERS: usize = 86;

fn find(view: &View<'_>) -> Option<Found> {
    let name = view.run(view.at, 40, |byte| {
        byte.is_ascii_alphabetic() || byte == b'_'
    });
    let said = view.is_at(name, b" is ") || view.is_at(name, b" = ");
    let from = view.run(name + if said { 3 } else { 0 }, 6, |byte| {
        b" =:\"'".contains(&byte)
    });
    let end = view.run(from, LETTERS + 1, |byte| {
        byte.is_ascii_alphanumeric() || b"+/".contains(&byte)
    });
    let whole = from > name && end == from + LETTERS && view.is_at(end, b"==");
    (whole && entropy(view.slice(from, end)) > 1000).then_some(Found::new(
        from,
        end + 2,
        Grade::HIGH,
    ))
}

examples! { AzureStorageKey
    finds ["AccountName=x;AccountKey=«Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==»;"]
    ignores ["AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq==", "AccountKey=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=="]
}
