//! What does one comparison say, and what follows from it?

/// One comparison, in words: `device.tags equals "intuneCompliant"`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Leaf {
    pub(super) filter: String,
    operator: String,
    /// In words as well, sorted.
    values: Vec<String>,
}

/// Operators and what they negate.
const NEGATIONS: [(&str, &str); 3] = [
    ("doesNotEqual", "equals"),
    ("doesNotContain", "contains"),
    ("isNotSet", "isSet"),
];

impl Leaf {
    /// Reads an explained comparison: its positive form, and whether it was negated. `None` for `all of` and the like.
    pub(super) fn read(text: &str) -> Option<(Self, bool)> {
        let mut words = text.splitn(3, ' ');
        let filter = words.next()?.to_owned();
        let said = words.next()?;
        let values = split(words.next().unwrap_or_default());
        if said == "of" {
            return None;
        }
        let negation = NEGATIONS.iter().find(|(negated, _)| *negated == said);
        let operator = negation.map_or(said, |(_, positive)| positive).to_owned();
        Some((
            Self {
                filter,
                operator,
                values,
            },
            negation.is_some(),
        ))
    }

    /// Whether this holds, given that `seen` held or did not; `None` where that says nothing.
    ///
    /// Some value is one of `a`: then it is one of `a or b`. It is none of `a or b`: then it is not `a`.
    pub(super) fn follows_from(&self, seen: &Self, held: bool) -> Option<bool> {
        if seen.filter != self.filter {
            return None;
        }
        if self.operator == "isSet" && held {
            return Some(true);
        }
        if seen.operator == "isSet" && !held {
            return Some(false);
        }
        let within = |part: &Self, whole: &Self| {
            part.values.iter().all(|value| whole.values.contains(value))
        };
        let same = seen.operator == self.operator && self.operator != "inRange";
        match held {
            true if same && within(seen, self) => Some(true),
            false if same && within(self, seen) => Some(false),
            true | false => None,
        }
    }
}

impl std::fmt::Display for Leaf {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.filter, self.operator)?;
        for (at, value) in self.values.iter().enumerate() {
            let between = if at == 0 { " " } else { " or " };
            write!(f, "{between}{value}")?;
        }
        Ok(())
    }
}

/// Values in quotes with ` or ` between them. A value may have ` or ` in it, but no quote that is not escaped.
fn split(text: &str) -> Vec<String> {
    let mut values: Vec<String> = Vec::new();
    for part in text.split(" or ").filter(|part| !part.is_empty()) {
        match values.last_mut().filter(|last| is_open(last)) {
            Some(last) => {
                last.push_str(" or ");
                last.push_str(part);
            }
            None => values.push(part.to_owned()),
        }
    }
    values.sort();
    values
}

/// Whether a quote was opened and not closed.
fn is_open(value: &str) -> bool {
    let mut quotes = 0_usize;
    let mut escaped = false;
    for character in value.chars() {
        quotes += usize::from(character == '"' && !escaped);
        escaped = character == '\\' && !escaped;
    }
    quotes % 2 == 1
}

#[cfg(test)]
mod tests {
    use super::Leaf;

    fn leaf(text: &str) -> Leaf {
        Leaf::read(text).unwrap().0
    }

    #[test]
    fn a_negated_comparison_is_the_positive_one_turned_round() {
        let (positive, negated) = Leaf::read(r#"app equals "a" or "b""#).unwrap();
        assert!(!negated);
        assert_eq!(
            Leaf::read(r#"app doesNotEqual "b" or "a""#),
            Some((positive, true))
        );
        assert_eq!(Leaf::read("all of"), None);
    }

    #[test]
    fn values_are_told_apart_whatever_is_in_them() {
        let found = leaf(r#"fileName contains "this or that" or "a \" or b""#);
        assert_eq!(found.values, [r#""a \" or b""#, r#""this or that""#]);
    }

    #[test]
    fn what_was_seen_says_something_of_what_is_near() {
        let one = leaf(r#"device.tags equals "a""#);
        let two = leaf(r#"device.tags equals "a" or "b""#);
        let set = leaf("device.tags isSet");
        let other = leaf(r#"user.groups equals "a""#);
        assert_eq!(two.follows_from(&one, true), Some(true));
        assert_eq!(one.follows_from(&two, false), Some(false));
        assert_eq!(two.follows_from(&one, false), None);
        assert_eq!(one.follows_from(&two, true), None);
        assert_eq!(set.follows_from(&one, true), Some(true));
        assert_eq!(one.follows_from(&set, false), Some(false));
        assert_eq!(one.follows_from(&other, true), None);
    }
}
