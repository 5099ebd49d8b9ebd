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
    keywords: "account key,storage key,azure storage",
    starts: &[Start::Keyword(find)],
};

/// 64 bytes are 86 letters and two signs of padding.
const LETTERS: usize = 86;
/// How many words may stand between.
const WORDS: usize = 6;

/// The first word behind the name that is a key: `AccountKey=x`, `--account-key x`, `storage key is x`.
fn find(view: &View<'_>) -> Option<Found> {
    let mut from = view.at;
    for _ in 0..WORDS {
        from = view.run(from, 8, |byte| b" =:\"'_-".contains(&byte));
        let end = view.run(from, LETTERS + 1, |byte| {
            byte.is_ascii_alphanumeric() || b"+/".contains(&byte)
        });
        if end == from + LETTERS && view.is_at(end, b"==") {
            let random = entropy(view.slice(from, end)) > 1000;
            return random.then_some(Found::new(from, end + 2, Grade::HIGH));
        }
        from = end;
    }
    None
}

examples! { AzureStorageKey
    finds ["AccountName=x;AccountKey=«Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==»;", "--account-key «Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==»", "the Azure storage key is «Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==»"]
    ignores ["AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq==", "AccountKey=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=="]
}
