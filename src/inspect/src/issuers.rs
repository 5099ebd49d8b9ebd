//! Which numbers card issuers have been given (ISO/IEC 7812), and how long their cards are.

/// One range of six-digit prefixes and the lengths its cards have.
struct Range {
    from: u32,
    to: u32,
    /// Bit 0 = 13 digits .. bit 6 = 19 digits.
    lengths: u8,
}

const fn range(from: u32, to: u32, lengths: u8) -> Range {
    Range { from, to, lengths }
}

const L15: u8 = 1 << 2;
const L16: u8 = 1 << 3;
const L14_TO_19: u8 = 0b111_1110;
const L16_TO_19: u8 = 0b111_1000;
const L13_TO_19: u8 = 0b111_1111;

/// Later entries may lie inside earlier ones; a number is known if any entry takes it.
const RANGES: [Range; 41] = [
    // Visa, with the old 13-digit cards
    range(400_000, 499_999, 0b100_1001),
    // Mastercard
    range(510_000, 559_999, L16),
    range(222_100, 272_099, L16),
    // American Express
    range(340_000, 349_999, L15),
    range(370_000, 379_999, L15),
    // Diners Club
    range(300_000, 305_999, L14_TO_19),
    range(309_500, 309_599, L14_TO_19),
    range(360_000, 369_999, L14_TO_19),
    range(380_000, 399_999, L14_TO_19 & !L15),
    // Discover
    range(601_100, 601_199, L16_TO_19),
    range(644_000, 659_999, L16_TO_19),
    // JCB, with the old 15-digit cards
    range(352_800, 358_999, L16_TO_19),
    // The rest of the block, which other lists of JCB have
    range(350_000, 359_999, L16),
    range(213_100, 213_199, L15),
    range(180_000, 180_099, L15),
    // UnionPay
    range(620_000, 629_999, L16_TO_19),
    range(810_000, 817_199, L16_TO_19),
    // Maestro
    range(501_800, 501_899, L13_TO_19),
    range(502_000, 502_099, L13_TO_19),
    range(503_800, 503_899, L13_TO_19),
    range(589_300, 589_399, L13_TO_19),
    range(630_400, 630_499, L13_TO_19),
    range(675_900, 675_999, L13_TO_19),
    range(676_100, 676_399, L13_TO_19),
    // Dankort
    range(501_900, 501_999, L16),
    // Mir
    range(220_000, 220_499, L16_TO_19),
    // BORICA
    range(220_500, 220_599, L16),
    // RuPay
    range(508_000, 508_999, L16),
    range(600_000, 600_999, L16),
    range(606_900, 608_999, L16),
    range(817_200, 829_999, L16),
    range(353_000, 353_999, L16),
    range(356_000, 356_999, L16),
    // Elo, Hipercard
    range(504_175, 504_175, L16),
    range(506_699, 506_778, L16),
    range(509_000, 509_999, L16),
    range(606_282, 606_282, L16),
    range(636_297, 636_368, L16),
    // Verve
    range(506_099, 506_198, L16_TO_19),
    // Troy
    range(979_200, 979_299, L16),
    // Uzcard and Humo
    range(860_000, 860_099, L16),
];

/// Whether an issuer has cards that begin with `prefix` (six digits) and have `length` digits.
pub(crate) fn issues(prefix: u32, length: usize) -> bool {
    let Some(bit) = length.checked_sub(13).filter(|bit| *bit < 7) else {
        return false;
    };
    RANGES
        .iter()
        .any(|range| (range.from..=range.to).contains(&prefix) && range.lengths >> bit & 1 == 1)
}
