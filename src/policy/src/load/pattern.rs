//! Compiling a regular expression to the table that `stepgate_inspect::Dfa` walks.
//!
//! The syntax is that of the `regex` crate. As in JavaScript, `\d`, `\w`, `\s` and `\b` know ASCII only,
//! which keeps tables small; everything else is about whole Unicode characters.

use regex_automata::dfa::{Automaton, StartKind, dense};
use regex_automata::nfa::thompson;
use regex_automata::util::primitives::StateID;
use regex_automata::util::start;
use regex_automata::{Anchored, MatchKind};
use regex_syntax::ast::parse::ParserBuilder;
use regex_syntax::ast::{
    Ast, ClassAscii, ClassAsciiKind, ClassBracketed, ClassPerl, ClassPerlKind, ClassSet,
    ClassSetItem, Flag, Flags, FlagsItem, FlagsItemKind, Group, GroupKind,
};
use regex_syntax::hir::Hir;
use regex_syntax::hir::translate::TranslatorBuilder;
use std::collections::HashMap;
use std::fmt;

/// The largest table, in bytes. It travels to every page.
const LARGEST: usize = 64 * 1024;
/// What compiling may take on the way, in bytes.
const WORKSPACE: usize = 2 * 1024 * 1024;

/// Why a pattern is refused; the text continues "expected ..".
#[derive(Debug, PartialEq, Eq)]
pub(super) enum PatternError {
    Syntax(String),
    MatchesNothing,
    MatchesEmpty,
    TooLarge,
}

impl fmt::Display for PatternError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Syntax(problem) => write!(f, "a regular expression ({problem})"),
            Self::MatchesNothing => f.write_str("a regular expression that can match"),
            Self::MatchesEmpty => f.write_str(
                "a regular expression that cannot match empty text, as every text has that",
            ),
            Self::TooLarge => write!(
                f,
                "a regular expression of at most {} KiB when compiled; shorten repetitions such as `{{0,100}}` \
                 and prefer `[A-Za-z]` to classes such as `\\p{{L}}`",
                LARGEST / 1024
            ),
        }
    }
}

/// The table of `pattern`.
pub(super) fn compile(pattern: &str) -> Result<Vec<u8>, PatternError> {
    table(&parse(pattern, false)?, Anchored::No)
}

/// The table of `pattern` where it matches only right where looking begins.
pub(super) fn compile_anchored(pattern: &str) -> Result<Vec<u8>, PatternError> {
    table(&parse(pattern, false)?, Anchored::Yes)
}

/// The table of `pattern` without regard to case.
pub(super) fn compile_without_case(pattern: &str) -> Result<Vec<u8>, PatternError> {
    table(&parse(pattern, true)?, Anchored::No)
}

fn table(hir: &Hir, anchored: Anchored) -> Result<Vec<u8>, PatternError> {
    match hir.properties().minimum_len() {
        None => return Err(PatternError::MatchesNothing),
        Some(0) => return Err(PatternError::MatchesEmpty),
        Some(_) => {}
    }
    let nfa = thompson::Compiler::new()
        .configure(
            thompson::Config::new()
                .utf8(false)
                .nfa_size_limit(Some(WORKSPACE)),
        )
        .build_from_hir(hir)
        .map_err(|_| PatternError::TooLarge)?;
    let config = dense::Config::new()
        .accelerate(false)
        .minimize(true)
        .match_kind(MatchKind::LeftmostFirst)
        .start_kind(match anchored {
            Anchored::No => StartKind::Unanchored,
            Anchored::Yes | Anchored::Pattern(_) => StartKind::Anchored,
        })
        .dfa_size_limit(Some(WORKSPACE / 4))
        .determinize_size_limit(Some(WORKSPACE));
    let dfa = dense::Builder::new()
        .configure(config)
        .build_from_nfa(&nfa)
        .map_err(|_| PatternError::TooLarge)?;
    flatten(&dfa, anchored).ok_or(PatternError::TooLarge)
}

fn parse(pattern: &str, case_insensitive: bool) -> Result<Hir, PatternError> {
    let mut ast = ParserBuilder::new()
        .nest_limit(50)
        .build()
        .parse(pattern)
        .map_err(|error| PatternError::Syntax(error.kind().to_string()))?;
    ascii(&mut ast);
    TranslatorBuilder::new()
        .utf8(false)
        .case_insensitive(case_insensitive)
        .build()
        .translate(pattern, &ast)
        .map_err(|error| PatternError::Syntax(error.kind().to_string()))
}

/// Narrows `\d`, `\w`, `\s` and `\b` to ASCII. The parser has limited how deep this goes.
fn ascii(ast: &mut Ast) {
    match ast {
        Ast::ClassPerl(class) => {
            let item = ClassSetItem::Ascii(ascii_class(class));
            let (span, negated) = (class.span, false);
            *ast = Ast::class_bracketed(ClassBracketed {
                span,
                negated,
                kind: ClassSet::Item(item),
            });
        }
        Ast::Assertion(assertion) => {
            let span = assertion.span;
            let item = |kind| FlagsItem { span, kind };
            let items = vec![
                item(FlagsItemKind::Negation),
                item(FlagsItemKind::Flag(Flag::Unicode)),
            ];
            let kind = GroupKind::NonCapturing(Flags { span, items });
            let inner = Box::new(Ast::assertion((**assertion).clone()));
            *ast = Ast::group(Group {
                span,
                kind,
                ast: inner,
            });
        }
        Ast::ClassBracketed(class) => ascii_set(&mut class.kind),
        Ast::Repetition(repetition) => ascii(&mut repetition.ast),
        Ast::Group(group) => ascii(&mut group.ast),
        Ast::Alternation(alternation) => alternation.asts.iter_mut().for_each(ascii),
        Ast::Concat(concat) => concat.asts.iter_mut().for_each(ascii),
        Ast::Empty(_) | Ast::Flags(_) | Ast::Literal(_) | Ast::Dot(_) | Ast::ClassUnicode(_) => {}
    }
}

fn ascii_set(set: &mut ClassSet) {
    match set {
        ClassSet::Item(item) => ascii_item(item),
        ClassSet::BinaryOp(operation) => {
            ascii_set(&mut operation.lhs);
            ascii_set(&mut operation.rhs);
        }
    }
}

fn ascii_item(item: &mut ClassSetItem) {
    match item {
        ClassSetItem::Perl(class) => *item = ClassSetItem::Ascii(ascii_class(class)),
        ClassSetItem::Bracketed(class) => ascii_set(&mut class.kind),
        ClassSetItem::Union(union) => union.items.iter_mut().for_each(ascii_item),
        ClassSetItem::Empty(_)
        | ClassSetItem::Literal(_)
        | ClassSetItem::Range(_)
        | ClassSetItem::Ascii(_)
        | ClassSetItem::Unicode(_) => {}
    }
}

fn ascii_class(class: &ClassPerl) -> ClassAscii {
    let kind = match class.kind {
        ClassPerlKind::Digit => ClassAsciiKind::Digit,
        ClassPerlKind::Space => ClassAsciiKind::Space,
        ClassPerlKind::Word => ClassAsciiKind::Word,
    };
    ClassAscii {
        span: class.span,
        kind,
        negated: class.negated,
    }
}

/// What may stand before the place a search begins, in the order of the table's start states.
const BEFORE: [Option<u8>; 5] = [None, Some(b'a'), Some(b' '), Some(b'\n'), Some(b'\r')];

/// Writes the automaton down as described in `stepgate_inspect::Dfa`; `None` if it is too large.
fn flatten(dfa: &impl Automaton, anchored: Anchored) -> Option<Vec<u8>> {
    let mut starts = Vec::new();
    for before in BEFORE {
        let config = start::Config::new().anchored(anchored).look_behind(before);
        starts.push(dfa.start_state(&config).ok()?);
    }
    let rows = rows(dfa, &starts)?;
    let numbers = numbers(dfa, &rows);
    let number = |state: &StateID| numbers.get(state).copied();
    let breaks = breaks(&rows);
    let mut ordered: Vec<&Row> = rows.iter().collect();
    ordered.sort_by_key(|row| number(&row.state));

    let mut out = Vec::new();
    for bits in breaks.as_chunks::<8>().0 {
        out.push(
            bits.iter()
                .rev()
                .fold(0, |byte, bit| byte << 1 | u8::from(*bit)),
        );
    }
    let matching = rows
        .iter()
        .filter(|row| dfa.is_match_state(row.state))
        .count();
    let words = [
        u16::try_from(rows.len() + 1).ok()?,
        u16::try_from(rows.len() + 1 - matching).ok()?,
    ];
    out.extend(words.iter().flat_map(|word| word.to_le_bytes()));
    for start in &starts {
        out.extend(number(start)?.to_le_bytes());
    }
    let classes = breaks.iter().filter(|bit| **bit).count() + 2;
    // Nothing leads out of the dead state.
    out.extend(std::iter::repeat_n(0, classes * 2));
    for row in ordered {
        let by_class = row.next.iter().zip(&breaks).enumerate();
        let by_class = by_class.filter(|(byte, (_, breaks))| *byte == 0 || **breaks);
        for state in by_class.map(|(_, (state, _))| state).chain([&row.end]) {
            out.extend(number(state)?.to_le_bytes());
        }
    }
    (out.len() <= LARGEST).then_some(out)
}

/// One state and where each byte, or the end of the text, leads from it.
struct Row {
    state: StateID,
    next: Vec<StateID>,
    end: StateID,
}

/// Every state that can be reached, the dead one excepted; `None` if there are far too many.
fn rows(dfa: &impl Automaton, starts: &[StateID]) -> Option<Vec<Row>> {
    let mut rows: Vec<Row> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    let mut waiting: Vec<StateID> = starts.to_vec();
    while let Some(state) = waiting.pop() {
        if dfa.is_dead_state(state) || !seen.insert(state) {
            continue;
        }
        let next: Vec<StateID> = (0..=255).map(|byte| dfa.next_state(state, byte)).collect();
        let end = dfa.next_eoi_state(state);
        waiting.extend(next.iter().copied().chain([end]));
        rows.push(Row { state, next, end });
        if rows.len() > LARGEST / 4 {
            return None;
        }
    }
    Some(rows)
}

/// Numbers the states: the dead one 0, those that match last.
fn numbers(dfa: &impl Automaton, rows: &[Row]) -> HashMap<StateID, u16> {
    let plain = rows.iter().filter(|row| !dfa.is_match_state(row.state));
    let matching = rows.iter().filter(|row| dfa.is_match_state(row.state));
    let numbered = plain.chain(matching).map(|row| row.state).zip(1..);
    [(StateID::ZERO, 0)].into_iter().chain(numbered).collect()
}

/// Where a new class of bytes begins: a byte that leads elsewhere than the one before it.
fn breaks(rows: &[Row]) -> Vec<bool> {
    let differs = |byte: usize| {
        byte > 0
            && rows
                .iter()
                .any(|row| row.next.get(byte) != row.next.get(byte - 1))
    };
    (0..256).map(differs).collect()
}

#[cfg(test)]
mod tests {
    use super::{PatternError, compile, compile_anchored, compile_without_case};
    use core::ops::Range;
    use regex_automata::dfa::regex::Regex;
    use stepgate_inspect::{Dfa, Excerpt, Matches};

    /// Where the pattern matches, and how often it does beyond that.
    fn matches(pattern: &str, text: &str) -> (Vec<Range<usize>>, usize) {
        let (table, anchored) = (
            compile(pattern).unwrap(),
            compile_anchored(pattern).unwrap(),
        );
        let (dfa, anchored) = (Dfa::read(&table).unwrap(), Dfa::read(&anchored).unwrap());
        let (mut places, mut more) = (Vec::new(), 0);
        Matches::new(dfa, Some(anchored)).go_on(
            Excerpt::whole(text),
            true,
            &mut |place, is_exact| {
                if is_exact {
                    places.push(place);
                } else {
                    more += 1;
                }
            },
        );
        (places, more)
    }

    fn count(pattern: &str, text: &str) -> u32 {
        Dfa::read(&compile(pattern).unwrap()).unwrap().count(text)
    }

    #[test]
    fn counts_are_those_of_regex_automata() {
        let patterns = [
            "abc",
            "a+",
            "a|ab",
            "ab|a",
            "(?i)straße",
            r"\bcat\b",
            "^x",
            "x$",
            "(?m)^x$",
            r"[^a]b",
            "a.c",
            "(?s)a.c",
            r"\d{3}-\d{2}-\d{4}",
            "ä|ö",
            "[äöü]+",
            r"x{2,4}",
            "a*b",
            r"\w+@\w+\.\w+",
            "(?m)y$",
        ];
        let texts = [
            "",
            "abc",
            "aaa",
            "abab",
            "STRASSE Straße",
            "cat concat cat.",
            "x\nx\r\nx",
            "aéc a\nc",
            "abbb b",
            "123-45-6789 123-45-67890",
            "äöüä",
            "xxxxxxxxx",
            "aab b",
            "me@example.com, you@example.org",
            "y\ny",
            "💥b",
        ];
        for pattern in patterns {
            // The same ASCII classes, written the other way.
            let plain = pattern
                .replace(r"\b", r"(?-u:\b)")
                .replace(r"\d", "[0-9]")
                .replace(r"\w", "[0-9A-Za-z_]");
            let reference = Regex::new(&plain).unwrap();
            for text in texts {
                let expected = reference.find_iter(text).count();
                assert_eq!(
                    count(pattern, text) as usize,
                    expected,
                    "{pattern} in {text:?}"
                );
            }
        }
    }

    #[test]
    fn a_match_has_the_place_that_regex_automata_says() {
        let patterns = [
            "a+",
            "ab|a",
            r"\bcat\b",
            "(?m)^x$",
            "[^a]b",
            r"\d{4}-\d{4}",
            r"x{2,4}",
            "a*b",
            "[äöü]+",
            "(?m)y$",
        ];
        let texts = [
            "abab",
            "cat concat cat.",
            "x\nx\r\nx",
            "abbb b",
            "99991234-5678, 1-1234-56789",
            "xxxxxxxxx",
            "aab b",
            "xäöüä",
            "y\ny",
        ];
        for pattern in patterns {
            let plain = pattern.replace(r"\b", r"(?-u:\b)").replace(r"\d", "[0-9]");
            let reference = Regex::new(&plain).unwrap();
            for text in texts {
                let expected: Vec<_> = reference
                    .find_iter(text)
                    .map(|found| found.range())
                    .collect();
                assert_eq!(
                    matches(pattern, text),
                    (expected, 0),
                    "{pattern} in {text:?}"
                );
            }
        }
    }

    #[test]
    fn exact_places_stay_linear_and_lose_no_match() {
        let text = "a".repeat(200_000);
        let (places, more) = matches("a.*b|a", &text);
        assert_eq!(places.len() + more, 200_000);
    }

    #[test]
    fn classes_are_ascii_and_characters_are_whole() {
        assert_eq!(count(r"\d", "1２"), 1);
        assert_eq!(count(r"[\D]", "1２"), 1);
        assert_eq!(count(r"^\W$", "é"), 1);
        assert_eq!(count(r"^.$", "💥"), 1);
        assert_eq!(count(r"\bé", "é"), 0);
    }

    #[test]
    fn without_case_is_about_the_whole_pattern() {
        let table = compile_without_case("^a|b\u{e4}$").unwrap();
        let dfa = Dfa::read(&table).unwrap();
        assert_eq!(dfa.count("A Bb\u{c4}"), 2);
        assert!(compile_without_case("a)|(b").is_err());
    }

    #[test]
    fn a_pattern_that_is_wrong_empty_or_too_large_is_refused() {
        assert!(matches!(compile("(a"), Err(PatternError::Syntax(_))));
        assert!(matches!(compile(r"(?<=a)b"), Err(PatternError::Syntax(_))));
        assert_eq!(compile("a*"), Err(PatternError::MatchesEmpty));
        assert_eq!(compile("[a&&b]"), Err(PatternError::MatchesNothing));
        assert_eq!(compile(r"\p{L}{40}"), Err(PatternError::TooLarge));
        assert_eq!(compile("(a|b)*a(a|b){14}"), Err(PatternError::TooLarge));
    }

    #[test]
    fn a_social_security_number_takes_little_room() {
        assert!(compile(r"\b\d{3}-\d{2}-\d{4}\b").unwrap().len() < 1024);
    }

    #[test]
    fn the_worst_pattern_and_text_stay_linear_and_lose_no_match() {
        let text = "a".repeat(200_000);
        assert!(count("a.*b|a", &text) > 0);
        assert!(count("(?s)(a.*)?c|a", &text) >= 2);
        assert_eq!(count("a.*b|a", &text), 200_000);
    }
}
