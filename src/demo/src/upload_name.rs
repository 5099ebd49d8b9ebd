//! Under which name is an upload kept?

/// Longest name kept, in bytes: below what every file system takes, with room for ` (99)`.
const LONGEST: usize = 180;
/// Names Windows gives to devices, whatever the extension.
const DEVICES: [&str; 22] = [
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8",
    "com9", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// Turns the name a browser sent into one that is only a name: no folder, no control or direction mark, nothing a shell
/// or Windows reads specially, and never empty.
pub(crate) fn safe_name(sent: &str) -> String {
    let last = sent.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept: String = last.chars().filter(|letter| is_harmless(*letter)).collect();
    let trimmed = kept.trim_matches(|letter: char| letter == '.' || letter.is_whitespace());
    let short = shortened(trimmed);
    if short.is_empty() {
        "upload".to_owned()
    } else if is_device(&short) {
        format!("_{short}")
    } else {
        short
    }
}

/// `name` for the first, `name (2)` for the second of the same name, before the extension.
pub(crate) fn numbered(name: &str, copy: u32) -> String {
    if copy < 2 {
        return name.to_owned();
    }
    match name.rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() => format!("{stem} ({copy}).{extension}"),
        Some(_) | None => format!("{name} ({copy})"),
    }
}

fn is_harmless(letter: char) -> bool {
    let marks_direction = matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
    !letter.is_control()
        && !marks_direction
        && !matches!(letter, '<' | '>' | ':' | '"' | '|' | '?' | '*')
}

fn is_device(name: &str) -> bool {
    let stem = name
        .split('.')
        .next()
        .unwrap_or_default()
        .trim()
        .to_lowercase();
    DEVICES.contains(&stem.as_str())
}

/// Shortens the stem and keeps the extension.
fn shortened(name: &str) -> String {
    if name.len() <= LONGEST {
        return name.to_owned();
    }
    let (stem, extension) = match name.rsplit_once('.') {
        Some((stem, extension)) if extension.len() <= 16 => (stem, format!(".{extension}")),
        Some(_) | None => (name, String::new()),
    };
    let room = stem.floor_char_boundary(LONGEST - extension.len());
    let (kept, _) = stem.split_at(room);
    format!("{}{extension}", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::{numbered, safe_name};

    #[test]
    fn folders_are_dropped() {
        for sent in [
            "../../etc/passwd",
            "..\\..\\passwd",
            "C:\\Users\\x\\passwd",
            "/passwd",
            "a/../passwd",
        ] {
            assert_eq!(safe_name(sent), "passwd", "{sent}");
        }
    }

    #[test]
    fn a_name_of_nothing_becomes_upload() {
        for sent in ["", "..", ".", "/", "   ", "\u{202e}", "???", "a/"] {
            assert_eq!(safe_name(sent), "upload", "{sent:?}");
        }
    }

    #[test]
    fn marks_that_hide_an_extension_are_dropped() {
        assert_eq!(safe_name("photo\u{202e}gnp.exe"), "photognp.exe");
        assert_eq!(safe_name("a\0b\r\n.txt"), "ab.txt");
        assert_eq!(safe_name("setup.exe. . "), "setup.exe");
    }

    #[test]
    fn letters_of_every_alphabet_stay() {
        assert_eq!(
            safe_name("日程表 – Übersicht.csv"),
            "日程表 – Übersicht.csv"
        );
    }

    #[test]
    fn device_names_are_not_used() {
        assert_eq!(safe_name("CON"), "_CON");
        assert_eq!(safe_name("nul.txt"), "_nul.txt");
        assert_eq!(safe_name("console.txt"), "console.txt");
    }

    #[test]
    fn long_names_keep_their_extension() {
        let name = safe_name(&format!("{}.docx", "é".repeat(300)));
        assert!(name.len() <= 180 && name.ends_with(".docx"), "{name}");
    }

    #[test]
    fn copies_are_numbered_before_the_extension() {
        assert_eq!(numbered("a.b.txt", 1), "a.b.txt");
        assert_eq!(numbered("a.b.txt", 2), "a.b (2).txt");
        assert_eq!(numbered("README", 3), "README (3)");
    }
}
