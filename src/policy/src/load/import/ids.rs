//! What may an imported policy be called?

/// The longest id there is.
const LONGEST: usize = 64;

/// An id made of a name: letters, digits and dashes.
pub(super) fn from_name(name: &str) -> String {
    let mut id = String::new();
    for character in name.chars() {
        match character {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '.' | '_' => {
                id.push(character.to_ascii_lowercase())
            }
            _ if id.ends_with('-') || id.is_empty() => {} // letters of other scripts, and blanks
            _ => id.push('-'),
        }
    }
    id.truncate(LONGEST);
    let id = id.trim_end_matches('-');
    if id.is_empty() {
        "policy".into()
    } else {
        id.to_owned()
    }
}

/// The id itself, or with a number behind it.
pub(super) fn unused(id: &str, taken: impl Fn(&str) -> bool) -> String {
    if !taken(id) {
        return id.to_owned();
    }
    let mut number = 2_usize;
    loop {
        let end = format!("-{number}");
        let begin: String = id.chars().take(LONGEST - end.len()).collect();
        let other = format!("{begin}{end}");
        if !taken(&other) {
            return other;
        }
        number += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::{from_name, unused};

    #[test]
    fn a_name_of_any_script_becomes_an_id() {
        assert_eq!(from_name("Block  copy & paste (EU)"), "block-copy-paste-eu");
        assert_eq!(from_name("機密"), "policy");
        assert_eq!(from_name(&"x".repeat(90)).len(), 64);
    }

    #[test]
    fn an_id_that_is_taken_gets_a_number() {
        assert_eq!(unused("a", |_| false), "a");
        assert_eq!(unused("a", |id| id == "a" || id == "a-2"), "a-3");
        assert_eq!(unused(&"x".repeat(64), |id| id.ends_with('x')).len(), 64);
    }
}
