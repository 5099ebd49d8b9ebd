//! Names of letters in fonts (Adobe Glyph List).

/// Names, and the letters they are for.
const NAMES: &[(&str, char)] = &[
    ("space", ' '),
    ("exclam", '!'),
    ("quotedbl", '"'),
    ("numbersign", '#'),
    ("dollar", '$'),
    ("percent", '%'),
    ("ampersand", '&'),
    ("quotesingle", '\''),
    ("quoteright", '’'),
    ("quoteleft", '‘'),
    ("parenleft", '('),
    ("parenright", ')'),
    ("asterisk", '*'),
    ("plus", '+'),
    ("comma", ','),
    ("hyphen", '-'),
    ("minus", '-'),
    ("sfthyphen", '-'),
    ("period", '.'),
    ("slash", '/'),
    ("zero", '0'),
    ("one", '1'),
    ("two", '2'),
    ("three", '3'),
    ("four", '4'),
    ("five", '5'),
    ("six", '6'),
    ("seven", '7'),
    ("eight", '8'),
    ("nine", '9'),
    ("colon", ':'),
    ("semicolon", ';'),
    ("less", '<'),
    ("equal", '='),
    ("greater", '>'),
    ("question", '?'),
    ("at", '@'),
    ("bracketleft", '['),
    ("backslash", '\\'),
    ("bracketright", ']'),
    ("asciicircum", '^'),
    ("underscore", '_'),
    ("grave", '`'),
    ("braceleft", '{'),
    ("bar", '|'),
    ("braceright", '}'),
    ("asciitilde", '~'),
    ("endash", '–'),
    ("emdash", '—'),
    ("bullet", '•'),
    ("ellipsis", '…'),
    ("quotedblleft", '“'),
    ("quotedblright", '”'),
    ("quotesinglbase", '‚'),
    ("quotedblbase", '„'),
    ("guillemotleft", '«'),
    ("guillemotright", '»'),
    ("guilsinglleft", '‹'),
    ("guilsinglright", '›'),
    ("nbspace", ' '),
    ("nonbreakingspace", ' '),
    ("Euro", '€'),
    ("sterling", '£'),
    ("yen", '¥'),
    ("cent", '¢'),
    ("currency", '¤'),
    ("section", '§'),
    ("paragraph", '¶'),
    ("copyright", '©'),
    ("registered", '®'),
    ("trademark", '™'),
    ("degree", '°'),
    ("plusminus", '±'),
    ("mu", 'µ'),
    ("periodcentered", '·'),
    ("multiply", '×'),
    ("divide", '÷'),
    ("onehalf", '½'),
    ("onequarter", '¼'),
    ("threequarters", '¾'),
    ("onesuperior", '¹'),
    ("twosuperior", '²'),
    ("threesuperior", '³'),
    ("ordfeminine", 'ª'),
    ("ordmasculine", 'º'),
    ("exclamdown", '¡'),
    ("questiondown", '¿'),
    ("logicalnot", '¬'),
    ("brokenbar", '¦'),
    ("fraction", '⁄'),
    ("florin", 'ƒ'),
    ("dagger", '†'),
    ("daggerdbl", '‡'),
    ("perthousand", '‰'),
    ("fi", 'ﬁ'),
    ("fl", 'ﬂ'),
    ("ff", 'ﬀ'),
    ("ffi", 'ﬃ'),
    ("ffl", 'ﬄ'),
    ("germandbls", 'ß'),
    ("ae", 'æ'),
    ("AE", 'Æ'),
    ("oe", 'œ'),
    ("OE", 'Œ'),
    ("oslash", 'ø'),
    ("Oslash", 'Ø'),
    ("lslash", 'ł'),
    ("Lslash", 'Ł'),
    ("eth", 'ð'),
    ("Eth", 'Ð'),
    ("thorn", 'þ'),
    ("Thorn", 'Þ'),
    ("dotlessi", 'ı'),
    ("acute", '´'),
    ("dieresis", '¨'),
    ("circumflex", 'ˆ'),
    ("tilde", '˜'),
    ("macron", '¯'),
    ("cedilla", '¸'),
    ("caron", 'ˇ'),
    ("ring", '˚'),
    ("breve", '˘'),
    ("dotaccent", '˙'),
];

/// Accents, and letters without and with them.
const ACCENTS: &[(&str, &str)] = &[
    ("acute", "AÁaáCĆcćEÉeéIÍiíNŃnńOÓoóSŚsśUÚuúYÝyýZŹzź"),
    ("grave", "AÀaàEÈeèIÌiìOÒoòUÙuù"),
    ("circumflex", "AÂaâEÊeêIÎiîOÔoôUÛuû"),
    ("dieresis", "AÄaäEËeëIÏiïOÖoöUÜuüYŸyÿ"),
    ("tilde", "AÃaãNÑnñOÕoõ"),
    ("ring", "AÅaåUŮuů"),
    ("cedilla", "CÇcçSŞsş"),
    ("caron", "CČcčDĎdďEĚeěNŇnňRŘrřSŠsšTŤtťZŽzž"),
    ("ogonek", "AĄaąEĘeę"),
    ("dotaccent", "ZŻzżIİEĖeė"),
    ("hungarumlaut", "OŐoőUŰuű"),
    ("breve", "AĂaăGĞgğ"),
    ("macron", "AĀaāEĒeēIĪiīOŌoōUŪuū"),
];

/// The letter with this name, in any variant of it.
pub(super) fn letter(name: &[u8]) -> Option<char> {
    let name = core::str::from_utf8(name).ok()?;
    let name = name.split('.').next().filter(|name| !name.is_empty())?;
    let mut letters = name.chars();
    if let (Some(letter), None) = (letters.next(), letters.next()) {
        return Some(letter);
    }
    let found = NAMES.iter().find(|(one, _)| *one == name);
    found
        .map(|(_, letter)| *letter)
        .or_else(|| numbered(name))
        .or_else(|| accented(name))
}

/// `uni00E9`, `u1F600`.
fn numbered(name: &str) -> Option<char> {
    let digits = match name.strip_prefix("uni") {
        Some(digits) => digits.get(..4)?,
        None => name
            .strip_prefix('u')
            .filter(|digits| (4..=6).contains(&digits.len()))?,
    };
    char::from_u32(u32::from_str_radix(digits, 16).ok()?)
}

fn accented(name: &str) -> Option<char> {
    let plain = name.chars().next()?;
    let accent = name.get(plain.len_utf8()..)?;
    let (_, letters) = ACCENTS.iter().find(|(one, _)| *one == accent)?;
    let at = letters
        .chars()
        .step_by(2)
        .position(|letter| letter == plain)?;
    letters.chars().nth(at * 2 + 1)
}

#[cfg(test)]
mod tests {
    use super::letter;

    #[test]
    fn names_are_letters() {
        for (name, expected) in [
            ("A", 'A'),
            ("four", '4'),
            ("uni00E9", 'é'),
            ("u1F600", '😀'),
            ("odieresis", 'ö'),
            ("Zcaron", 'Ž'),
            ("a.sc", 'a'),
        ] {
            assert_eq!(letter(name.as_bytes()), Some(expected), "{name}");
        }
        assert_eq!(letter(b"g123"), None);
        assert_eq!(letter(b".notdef"), None);
    }
}
