//! Bank identifier codes: institution, country, place and branch. Source: ISO 9362; country codes ISO 3166-1.

use crate::Entity;
use crate::detector::{Detector, Start, Trust, examples};
use crate::view::{Found, Grade, View};

pub(crate) const DETECTOR: Detector = Detector {
    entity: Entity::SwiftBic,
    trust: Trust::Shaped,
    strength: 3,
    keywords: "swift,bic,swift code,bank identifier code,bank code,bicfi",
    starts: &[Start::Capitals(8, 8, find), Start::Capitals(11, 11, find)],
};

/// ISO 3166-1 alpha-2, and XK as banks use it.
pub(crate) const COUNTRIES: &[u8] = b"ADAEAFAGAIALAMAOAQARASATAUAWAXAZBABBBDBEBFBGBHBIBJBLBMBNBOBQBRBSBTBVBWBYBZCACCCDCFCGCHCICKCLCMCNCOCRCUCVCWCXCYCZDEDJDKDMDODZ\
ECEEEGEHERESETFIFJFKFMFOFRGAGBGDGEGFGGGHGIGLGMGNGPGQGRGSGTGUGWGYHKHMHNHRHTHUIDIEILIMINIOIQIRISITJEJMJOJPKEKGKHKIKMKNKPKRKWKYKZLALBLCLILKLRLSLTLULVLY\
MAMCMDMEMFMGMHMKMLMMMNMOMPMQMRMSMTMUMVMWMXMYMZNANCNENFNGNINLNONPNRNUNZOMPAPEPFPGPHPKPLPMPNPRPSPTPWPYQARERORSRURWSASBSCSDSESGSHSISJSKSLSMSNSOSRSSSTSVSXSYSZ\
TCTDTFTGTHTJTKTLTMTNTOTRTTTVTWTZUAUGUMUSUYUZVAVCVEVGVIVNVUWFWSXKYEYTZAZMZW";

fn find(view: &View<'_>) -> Option<Found> {
    let (at, end) = (view.at, view.word);
    let country = view.slice(at + 4, at + 6);
    let fits = view.slice(at, at + 6).iter().all(u8::is_ascii_uppercase)
        && COUNTRIES.chunks_exact(2).any(|known| known == country)
        && view
            .slice(at + 6, end)
            .iter()
            .all(u8::is_ascii_alphanumeric);
    // People and a language are called so, too.
    let swift = view.is_at(at.saturating_sub(6), b"Swift ")
        && !view.slice(at, end).iter().any(u8::is_ascii_digit);
    // A line in capitals is a heading.
    let next = view.run(end + 1, 40, |byte| byte.is_ascii_uppercase());
    let heading = view.byte(end) == b' '
        && next > end + 2
        && !view.slice(at, end).iter().any(u8::is_ascii_digit)
        && !is_bank_word(view.slice(end + 1, next));
    (fits && !heading && !swift && view.opens(at) && view.closes(end)).then_some(Found::new(
        at,
        end,
        Grade::NONE_MEDIUM,
    ))
}

fn is_bank_word(word: &[u8]) -> bool {
    [&b"BIC"[..], b"SWIFT", b"IBAN", b"ABA"].contains(&word)
}

examples! { SwiftBic
    finds ["BIC: «DEUTDEFF»", "SWIFT code «NEDSZAJJXXX»", "bic;name\n«BNPAFRPP»;x"]
    ignores ["DEUTDEFF", "Taylor Swift CONCERTS in Europe", "SWIFT: DEUTXXFF", "PLEASE PROVIDE SWIFT DOCUMENT NOW", "SWIFT deutdeff"]
}
