//! Does a file's name say what the file is?

/// Endings of names, and the words of `fileType` that such a file may be.
const ENDINGS: &[(&str, &[&str])] = &[
    (
        "txt md log ini cfg conf yaml yml toml tsv json jsonl sql tex srt vcf ics",
        &["text", "script", "html", "email"],
    ),
    ("csv", &["text"]),
    ("xml", &["text", "html", "image"]),
    ("htm html xhtml", &["html", "text"]),
    ("eml", &["email", "text"]),
    ("msg pst", &["email"]),
    (
        "doc docx docm dot dotx odt ott rtf pages epub",
        &["document", "text"],
    ),
    (
        "xls xlsx xlsm xlsb xlt xltx ods numbers",
        &["spreadsheet", "document"],
    ),
    (
        "ppt pptx pptm pps ppsx odp key",
        &["presentation", "document"],
    ),
    ("pdf", &["pdf"]),
    (
        "png jpg jpeg jfif gif bmp tif tiff webp heic heif avif ico psd svg",
        &["image"],
    ),
    ("mp3 wav flac ogg m4a aac aiff", &["audio"]),
    ("mp4 mov avi mkv webm wmv mpg mpeg", &["video", "audio"]),
    ("zip 7z rar gz tgz tar bz2 xz zst cab iso", &["archive"]),
    (
        "jar apk exe dll sys com scr so dylib wasm class msi lnk",
        &["executable"],
    ),
    (
        "sh py rb pl js mjs ts php bat cmd ps1 vbs",
        &["script", "text", "html"],
    ),
    ("sqlite db mdb accdb parquet", &["database"]),
];

/// Whether a file of this name should not be what its content says, a word of `fileType`. An ending that is not known says
/// nothing.
#[must_use]
pub fn is_mismatch(name: &str, file_type: &str) -> bool {
    let Some((_, ending)) = name.trim_end_matches(['.', ' ']).rsplit_once('.') else {
        return false;
    };
    let known = ENDINGS.iter().find(|(endings, _)| {
        endings
            .split(' ')
            .any(|one| one.eq_ignore_ascii_case(ending))
    });
    known.is_some_and(|(_, words)| !words.contains(&file_type))
}

#[cfg(test)]
mod tests {
    use super::is_mismatch;

    #[test]
    fn a_name_that_hides_what_a_file_is_is_noticed() {
        assert!(is_mismatch("holiday.JPG", "executable"));
        assert!(is_mismatch("holiday.jpg.", "archive"));
        assert!(is_mismatch("report.pdf", "archive"));
        assert!(!is_mismatch("report.docx", "document"));
        assert!(!is_mismatch("report", "archive"));
        assert!(!is_mismatch("report.unheard", "archive"));
    }
}
