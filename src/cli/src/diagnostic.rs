//! How is something that is wrong in a file shown, so that it is found and put right?

use crate::output;
use annotate_snippets::{AnnotationKind, Element, Level, Origin, Renderer, Snippet};
use std::collections::HashMap;
use stepgate_policy::LoadError;

/// How far notes are from the margin, without the number of the line.
const MARGIN: usize = 18;

/// The texts of the files that are shown, read once.
#[derive(Default)]
pub struct Sources(HashMap<String, Option<String>>);

impl Sources {
    /// Shows `text` for `file`, whatever is on disk.
    pub fn insert(&mut self, file: &str, text: &str) {
        self.0.insert(file.to_owned(), Some(text.to_owned()));
    }

    fn text(&mut self, file: &str) -> Option<&str> {
        self.0
            .entry(file.to_owned())
            .or_insert_with(|| std::fs::read_to_string(file).ok())
            .as_deref()
    }
}

/// Something to be shown.
pub struct Diagnostic<'a> {
    /// How bad it is.
    pub level: Level<'static>,
    /// Its name, if it has one.
    pub name: Option<&'a str>,
    /// What it is, in one sentence.
    pub title: String,
    /// The file.
    pub file: &'a str,
    /// Line from 1; 0 if it is about the file as a whole.
    pub line: usize,
    /// Column from 1, in characters.
    pub column: usize,
    /// What else there is to say: what it is, and it.
    pub notes: Vec<(&'static str, String)>,
}

/// Shows what is wrong with a policy file.
pub fn error(error: &LoadError, sources: &mut Sources) -> String {
    let mut notes = vec![("expected", error.expected.clone())];
    notes.extend(
        error
            .nearest
            .as_ref()
            .map(|word| ("help", format!("did you mean `{word}`?"))),
    );
    if !error.path.is_empty() {
        notes.push(("in", error.path.clone()));
    }
    Diagnostic {
        level: Level::ERROR,
        name: None,
        title: format!("found {}", error.found),
        file: &error.file,
        line: error.line,
        column: error.column,
        notes,
    }
    .show(sources)
}

impl Diagnostic<'_> {
    /// As text with colours, with an empty line behind it.
    pub fn show(&self, sources: &mut Sources) -> String {
        let width = output::width();
        let mut title = self
            .level
            .clone()
            .primary_title(output::wrap(&self.title, width.saturating_sub(MARGIN)));
        if let Some(name) = self.name {
            title = title.id(name.to_owned());
        }
        let text = sources.text(self.file).unwrap_or_default();
        let group = title
            .element(self.place(text))
            .elements(self.notes.iter().map(|(what, note)| {
                let level = match *what {
                    "help" => Level::HELP,
                    "note" => Level::NOTE,
                    what => Level::NOTE.with_name(what),
                };
                level.message(output::wrap(note, width.saturating_sub(MARGIN)))
            }));
        let shown = Renderer::styled().term_width(width).render(&[group]);
        format!("{shown}\n\n")
    }

    fn place<'t>(&self, text: &'t str) -> Element<'t> {
        let file = self.file.to_owned();
        match span(text, self.line, self.column) {
            Some(span) => Snippet::source(text)
                .path(file)
                .annotation(AnnotationKind::Primary.span(span))
                .into(),
            None if self.line == 0 => Origin::path(file).into(),
            None => Origin::path(file)
                .line(self.line)
                .char_column(self.column)
                .into(),
        }
    }
}

/// Where a value or a name of a JSON document is, by where it begins. Objects and arrays are shown by their bracket.
fn span(text: &str, line: usize, column: usize) -> Option<std::ops::Range<usize>> {
    let start_of_line: usize = text
        .split_inclusive('\n')
        .take(line.checked_sub(1)?)
        .map(str::len)
        .sum();
    let rest = text.get(start_of_line..)?;
    let before = rest.chars().take(column.checked_sub(1)?);
    let start = start_of_line + before.map(char::len_utf8).sum::<usize>();
    let token = text.get(start..)?;
    let length = if token.starts_with('"') {
        quoted(token)
    } else {
        let word = |c: &char| c.is_alphanumeric() || matches!(c, '-' | '+' | '.');
        token.chars().take_while(word).map(char::len_utf8).sum()
    };
    let least = token.chars().next().map_or(0, char::len_utf8);
    Some(start..start + length.max(least))
}

/// How long the text in quotes at the front is, to the end of the line at most.
fn quoted(token: &str) -> usize {
    let mut escaped = false;
    for (at, character) in token.char_indices().skip(1) {
        match character {
            '\n' => return at,
            '"' if !escaped => return at + 1,
            _ => escaped = character == '\\' && !escaped,
        }
    }
    token.len()
}

#[cfg(test)]
mod tests {
    use super::span;

    #[test]
    fn what_is_shown_begins_and_ends_where_the_value_does() {
        let text = "{\n  \"ä\": \"say \\\"no\\\"\", \"b\": 12.5, \"c\": [true]\n}";
        let shown = |line, column| &text[span(text, line, column).unwrap()];
        assert_eq!(shown(1, 1), "{");
        assert_eq!(shown(2, 3), "\"ä\"");
        assert_eq!(shown(2, 8), "\"say \\\"no\\\"\"");
        assert_eq!(shown(2, 27), "12.5");
        assert_eq!(shown(2, 38), "[");
        assert_eq!(shown(2, 39), "true");
    }

    #[test]
    fn a_place_that_is_not_in_the_text_is_not_shown() {
        assert_eq!(span("{}", 0, 0), None);
        assert_eq!(span("{", 1, 2), Some(1..1));
    }
}
