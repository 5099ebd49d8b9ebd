#!/bin/sh
# Puts real files where each fuzz target begins.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
made="$here/../cases/files/made"
mkdir -p "$here/corpus/files" "$here/corpus/pdf" "$here/corpus/parts" "$here/corpus/text"
cp "$made"/* "$here/corpus/files"
cp "$here"/../cases/decide/*.json "$here"/../../src/inspect/src/detectors/*.rs "$here/corpus/text"
for file in "$made"/*.pdf; do
    tail -c +10 "$file" > "$here/corpus/pdf/$(basename "$file")"
done
# The parts of real documents, divided as the target does.
python3 - "$made" "$here/corpus/parts" <<'PYTHON'
import pathlib, sys, zipfile
made, out = map(pathlib.Path, sys.argv[1:])
containers = (
    ("label-custom.xlsx", "[Content_Types].xml _rels/.rels xl/workbook.xml xl/_rels/workbook.xml.rels xl/sharedStrings.xml xl/worksheets/sheet1.xml"),
    ("letter.docx", "[Content_Types].xml _rels/.rels word/document.xml docProps/core.xml docProps/app.xml word/header1.xml"),
    ("note.odt", "mimetype META-INF/manifest.xml content.xml meta.xml"),
)
for number, (name, parts) in enumerate(containers):
    with zipfile.ZipFile(made / name) as archive:
        pieces = [archive.read(part).replace(b"\xfd", b"") for part in parts.split()]
    (out / name).write_bytes(bytes([number]) + b"\xfd".join(pieces))
files = ("letter.eml", "note.rtf", "page.html", "some.tar.gz", "note.doc")
(out / "files").write_bytes(b"\3" + b"\xfd".join((made / name).read_bytes().replace(b"\xfd", b"") for name in files))
PYTHON
