//! What a value is called: the key before it, or the words that lead up to it.

use super::{FILLERS, HEARD, Hit, SOMETHING_ELSE};
use crate::reading::{is_letter, is_word};
use crate::view::{View, is_one};

/// How many words may lead up to a value.
const WORDS: usize = 8;
/// How far behind a value a keyword may follow that is its own: `563187422 is my passport number`.
pub(crate) const BESIDE: usize = 32;

/// What stands before a value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Label {
    /// The entities that the nearest keyword names, with nothing but fillers between.
    pub(crate) direct: u64,
    /// Those that the rest of a key names: `account` in `account holder's SSN:`.
    pub(crate) phrase: u64,
    /// Where the keyword stands; 0 if there is none.
    pub(crate) at: usize,
    /// The value is the whole of a field: what its key does not say, it is not.
    pub(crate) field: bool,
    /// Its key ends with `:` or `=`.
    pub(crate) key: bool,
    /// It begins a line.
    pub(crate) begins: bool,
    /// How much of the sentence or cell goes on behind it, at most [`BESIDE`].
    pub(crate) rest: usize,
    /// How far back the sentence begins, at most [`BESIDE`].
    pub(crate) lead: usize,
    /// The value goes on a list: `1, 2 and 3`.
    pub(crate) listed: bool,
    /// A bracket follows, which may hold its name: `536-22-1234 (SSN)`.
    pub(crate) bracket: bool,
    /// A number stands right before it: it may be the rest of a longer one.
    pub(crate) follows: bool,
}

/// Looks back from `start`. `hits` are in places of the text, of which the view begins at `base`.
#[inline(never)]
pub(crate) fn label(view: &View<'_>, start: usize, end: usize, base: usize, hits: &[Hit]) -> Label {
    let mut label = Label {
        rest: rest(view, end),
        lead: lead(view, start),
        bracket: view.is_at(end, b" ("),
        ..Label::default()
    };
    let (mut place, mut lines, mut comma, mut field) = (start, 0, false, false);
    for word in 0..WORDS {
        let gap = view.run_back(place, 24, |byte| {
            !is_word(byte) && byte < 0x80 && byte != b'>'
        });
        for sign in view.slice(gap, place) {
            lines += u8::from(*sign == b'\n');
            label.key |= matches!(sign, b':' | b'=');
            comma |= matches!(sign, b',' | b';' | b'&' | b'\t' | b'|');
            if matches!(sign, b'.' | b'!' | b'?')
                && word == 0
                && !ends_short(view, gap)
                && !is_abbreviated(view, gap, base, hits)
            {
                label.begins = lines > 0;
                return label;
            }
        }
        label.begins |= word == 0 && lines > 0;
        field |= label.key && word == 0;
        place = gap;
        // A key is on the line of its value.
        if lines > 1 || place == 0 || (field && lines > 0 && word > 0) {
            break;
        }
        if view.before(place) == b'>' {
            let Some(open) = tag(view, place) else { break };
            let named = collect(&mut label, hits, base + open, base + place);
            if named || !is_markup(view, open) {
                field |= named || view.byte(open + 1) != b'/';
                break;
            }
            place = open;
            continue;
        }
        let from = view.run_back(place, 64, |byte| is_word(byte) || byte >= 0xc0);
        if from == place {
            break;
        }
        if collect(&mut label, hits, base + from, base + place) {
            let begin = label.at.saturating_sub(base + 1).min(from);
            place = joined(&mut label, view, begin, base, hits);
            break;
        }
        let text = view.slice(from, place);
        if text.iter().any(u8::is_ascii_digit) {
            label.follows = word == 0
                && view.slice(place, start) == b" "
                && view.before(place).is_ascii_digit();
            label.listed = !label.key && (comma || (word > 0) != (lines > 0));
            break;
        }
        if !is_filler(text) {
            break;
        }
        place = from;
    }
    label.field = field && is_whole(view, end);
    if label.key {
        let line = view.run_back(place, 64, |byte| {
            !b"\n,;{}<>|\t.!?0123456789".contains(&byte)
        });
        // The dot of `no.` ends no key.
        let within = hits
            .iter()
            .rev()
            .take_while(|hit| hit.end + 1 >= base + line);
        for hit in within.filter(|hit| hit.end <= base + place) {
            label.phrase |= hit.mask;
        }
    }
    label
}

/// How much of the sentence or cell goes on behind `end`.
fn rest(view: &View<'_>, end: usize) -> usize {
    let stops = |place: usize| match view.byte(place) {
        b'!' | b'?' | b';' | b'|' | b'\n' | b'\t' | 0 => true,
        b'.' => view.byte(place + 1) == b' ' && view.byte(place + 2).is_ascii_uppercase(),
        _ => false,
    };
    (0..BESIDE).find(|nth| stops(end + nth)).unwrap_or(BESIDE)
}

/// How much of the sentence stands before `start`.
fn lead(view: &View<'_>, start: usize) -> usize {
    let begins = |nth: usize| {
        let place = start.saturating_sub(nth);
        let sign = view.before(place);
        sign == b'\n'
            || (b".!?".contains(&sign) && view.byte(place) == b' ' && !ends_short(view, place))
    };
    (0..BESIDE).find(|nth| begins(*nth)).unwrap_or(BESIDE)
}

/// Whether a tag of HTML only says how its content looks.
fn is_markup(view: &View<'_>, open: usize) -> bool {
    let from = open + 1 + usize::from(view.byte(open + 1) == b'/');
    let name = view.slice(from, view.run(from, 8, |byte| byte.is_ascii_alphanumeric()));
    is_one(
        name,
        "td,th,tr,b,strong,i,em,p,span,div,li,dt,dd,label,small,code,font,a,br,u,tbody,thead",
    )
}

/// Takes what is named in one breath: `sort code and account`, `passport / SSN`. Where it begins.
fn joined(
    label: &mut Label,
    view: &View<'_>,
    mut place: usize,
    base: usize,
    hits: &[Hit],
) -> usize {
    for _ in 0..2 {
        let gap = view.run_back(place, 3, |byte| b" /&+-".contains(&byte));
        let mut from = view.run_back(gap, 64, |byte| is_word(byte) || byte >= 0xc0);
        if is_one(view.slice(from, gap), JOINTS) {
            let gap = view.run_back(from, 3, |byte| byte == b' ');
            from = view.run_back(gap, 64, |byte| is_word(byte) || byte >= 0xc0);
        }
        let at = label.at;
        // `passport application`: what stands last says what it is.
        let compound = label.direct == SOMETHING_ELSE && view.slice(gap, place) == b" ";
        if compound || from == place || !collect_more(label, hits, base + from, base + place) {
            break;
        }
        label.at = at;
        place = from;
    }
    place
}

/// Words that join two names.
const JOINTS: &str = "and,or,und,oder,y,et,ou,e,o";

fn collect_more(label: &mut Label, hits: &[Hit], from: usize, to: usize) -> bool {
    let before = label.direct;
    label.direct = 0;
    let found = collect(label, hits, from, to);
    label.direct |= before;
    found
}

/// `No. 12`, `nr. 12`: a dot that ends no sentence.
fn ends_short(view: &View<'_>, gap: usize) -> bool {
    let gap = gap - usize::from(view.before(gap) == b'.');
    let from = view.run_back(gap, 8, is_letter);
    is_filler(view.slice(from, gap))
}

/// `Lic. 12`, `C.P.F. 12`: a dot behind a keyword that is short.
fn is_abbreviated(view: &View<'_>, gap: usize, base: usize, hits: &[Hit]) -> bool {
    let from = view.run_back(gap, 5, is_letter);
    let ends = |hit: &Hit| hit.end == base + gap || hit.end == base + gap + 1;
    gap - from < 5 && view.byte(gap) == b'.' && hits.iter().rev().take(2).any(ends)
}

/// Takes what the keywords that end within `from..to` name; whether there are any.
fn collect(label: &mut Label, hits: &[Hit], from: usize, to: usize) -> bool {
    let near = hits.iter().rev().take_while(|hit| hit.at + HEARD > from);
    for hit in near.filter(|hit| hit.end > from && hit.at < to && hit.end <= to + 2) {
        label.direct |= hit.mask;
        label.at = hit.at + 1;
    }
    label.direct != 0
}

/// Where the tag that ends before `end` begins.
fn tag(view: &View<'_>, end: usize) -> Option<usize> {
    let open = view.run_back(end - 1, 80, |byte| byte != b'<' && byte != b'>');
    (view.before(open) == b'<').then(|| open - 1)
}

fn is_filler(word: &[u8]) -> bool {
    let fillers = FILLERS.get(word.len()).copied().unwrap_or_default();
    fillers
        .as_bytes()
        .chunks_exact(word.len() + 1)
        .any(|filler| {
            filler
                .get(..word.len())
                .is_some_and(|filler| filler.eq_ignore_ascii_case(word))
        })
}

/// Whether nothing of the field stands behind `end`.
pub(crate) fn is_whole(view: &View<'_>, end: usize) -> bool {
    let after = view.run(end, 8, |byte| b" \"'`\\".contains(&byte));
    matches!(
        view.byte(after),
        0 | b'\n' | b'\r' | b',' | b';' | b'}' | b']' | b'<' | b'|' | b'\t' | b'&'
    )
}
