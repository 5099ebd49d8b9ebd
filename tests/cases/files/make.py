#!/usr/bin/env python3
"""Makes the files that the cases in this folder read, with the tools people use.

    python3 -m venv target/venv
    target/venv/bin/pip install python-docx openpyxl XlsxWriter xlwt python-pptx odfpy pikepdf reportlab msoffcrypto-tool pyzipper olefile
    target/venv/bin/python tests/cases/files/make.py [name ...]

LibreOffice (`soffice`), qpdf and 7-Zip (`7z`) come from the system's packages. Their output is committed, so that the tests
need none of them; it differs from run to run in times and keys only. All people and numbers are invented or published for tests.
"""
import base64, io, os, pathlib, random, shutil, struct, subprocess, sys, tarfile, tempfile, zipfile, zlib
from email.message import EmailMessage

HERE = pathlib.Path(__file__).parent / "made"
CARD, IBAN, SSN = "4111 1111 1111 1111", "DE89 3704 0044 0532 0130 00", "536-90-4399"
LABEL, OTHER, SITE = ("2f2a9d6e-9c3b-4d1c-8a6c-0f1d7f0b9a11", "7b1c0e52-3f44-4f0a-9d55-6a1e2c3d4e5f",
                      "72f988bf-86f1-41af-91ab-2d7cd011db47")
MAKERS = {}


def makes(function):
    MAKERS[function.__name__] = function
    return function


def path(name):
    return HERE / name


def run(*command):
    subprocess.run([str(part) for part in command], check=True, stdout=subprocess.DEVNULL)


def office(source, form, name=None):
    """Lets LibreOffice write `source` in another form."""
    with tempfile.TemporaryDirectory() as folder:
        run("soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", form,
            "--outdir", folder, source)
        made = next(file for file in pathlib.Path(folder).iterdir() if file.is_file())
        shutil.move(made, path(name or made.name))


def slim(data):
    """Without the preview picture of the template, which is most of the file."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == "docProps/thumbnail.jpeg":
                content = content[:200]
            new.writestr(entry.filename, content)
    return out.getvalue()


def letter():
    import docx
    document = docx.Document()
    document.core_properties.author = "Alex Wilber"
    document.core_properties.subject = "Payment of invoice"
    document.sections[0].header.paragraphs[0].text = "Fabrikam header line"
    document.sections[0].footer.paragraphs[0].text = f"Footer account {IBAN}"
    paragraph = document.add_paragraph("Card number ")
    for piece in ("4111 11", "11 11", "11 1111"):
        paragraph.add_run(piece).bold = piece == "11 11"
    document.add_comment(paragraph.runs, text="Commented: is this right?", author="Megan Bowen", initials="MB")
    table = document.add_table(rows=0, cols=3)
    for row in (("Name", "SSN", "City"), ("Jon Fabrikam", SSN, "Oslo"), ("Ann Contoso", "536-90-4398", "Bonn")):
        for cell, text in zip(table.add_row().cells, row):
            cell.text = text
    out = io.BytesIO()
    document.save(out)
    return slim(out.getvalue())


@makes
def word():
    path("letter.docx").write_bytes(letter())


def with_parts(data, parts, relations=(), types=()):
    """The package with these parts and relations of the package added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == "_rels/.rels":
                added = "".join(f'<Relationship Id="rIdX{number}" Type="{kind}" Target="{target}"/>'
                                for number, (kind, target) in enumerate(relations))
                content = content.replace(b"</Relationships>", added.encode() + b"</Relationships>")
            if entry.filename == "[Content_Types].xml":
                added = "".join(f'<Override PartName="/{part}" ContentType="{kind}"/>' for part, kind in types)
                content = content.replace(b"</Types>", added.encode() + b"</Types>")
            new.writestr(entry.filename, content)
        for name, content in parts.items():
            new.writestr(name, content)
    return out.getvalue()


LABELS_TYPE = "http://schemas.microsoft.com/office/2020/02/relationships/classificationlabels"
CUSTOM_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"


def label_info(*labels):
    inside = "".join(f'<clbl:label id="{{{guid}}}" enabled="{on}" method="{method}" siteId="{{{SITE}}}" contentBits="{bits}" '
                     f'removed="{gone}"/>' for guid, on, method, bits, gone in labels)
    return ('<?xml version="1.0" encoding="utf-8" standalone="yes"?><clbl:labelList '
            f'xmlns:clbl="http://schemas.microsoft.com/office/2020/mipLabelMetadata">{inside}</clbl:labelList>')


def custom(**labels):
    lines, number = [], 2
    for guid, name in labels.items():
        guid = guid.replace("_", "-")
        for key, value in (("Enabled", "true"), ("SetDate", "2026-11-01T10:00:00Z"), ("Method", "Privileged"), ("Name", name),
                           ("SiteId", SITE), ("ActionId", OTHER), ("ContentBits", "3")):
            lines.append('<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="%d" name="MSIP_Label_%s_%s">'
                         '<vt:lpwstr>%s</vt:lpwstr></property>' % (number, guid, key, value))
            number += 1
    return ('<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Properties '
            'xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
            'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
            + "".join(lines) + "</Properties>")


def labelled(info, properties):
    parts, relations, types = {}, [], []
    if info:
        parts["docMetadata/LabelInfo.xml"] = info
        relations.append((LABELS_TYPE, "docMetadata/LabelInfo.xml"))
        types.append(("docMetadata/LabelInfo.xml", "application/vnd.ms-office.classificationlabels+xml"))
    if properties:
        parts["docProps/custom.xml"] = properties
        relations.append((CUSTOM_TYPE, "/docProps/custom.xml"))
        types.append(("docProps/custom.xml", "application/vnd.openxmlformats-officedocument.custom-properties+xml"))
    return with_parts(small(), parts, relations, types)


def small():
    """A workbook of one cell: the smallest document there is."""
    import xlsxwriter
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    book.add_worksheet("One").write("A1", "Quarterly figures")
    book.close()
    return out.getvalue()


@makes
def labels():
    key = LABEL.replace("-", "_")
    path("label-info.xlsx").write_bytes(labelled(label_info((LABEL, 1, "Privileged", 8, 0)),
                                                 custom(**{key: "Outdated name", OTHER.replace("-", "_"): "Other tenant"})))
    path("label-custom.xlsx").write_bytes(labelled(None, custom(**{key: "Confidential"})))
    path("label-removed.xlsx").write_bytes(labelled(label_info((LABEL, 0, "Standard", 0, 1)), custom(**{key: "Confidential"})))
    # A part that nothing leads to.
    path("label-stray.xlsx").write_bytes(with_parts(small(), {"docMetadata/LabelInfo.xml": label_info((LABEL, 1, "Standard", 0, 0))}))


@makes
def book():
    import openpyxl
    from openpyxl.comments import Comment
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "People"
    for row in (("Name", "Card", None, "SSN"), ("Jon Fabrikam", 4111111111111111, None, SSN), ("Ann Contoso", CARD, None, "none")):
        sheet.append(row)
    sheet["A2"].comment = Comment("Said by phone: pin 4711", "Megan Bowen")
    sheet["F2"] = '=IF(D2="x","secret in a formula",1)'
    sheet["G2"].hyperlink = "https://fabrikam.example/account?iban=DE89370400440532013000"
    hidden = book.create_sheet("Archive")
    hidden.sheet_state = "veryHidden"
    hidden["C7"] = "Hidden account " + IBAN
    book.properties.keywords = "payroll"
    import datetime
    numbers = book.create_sheet("Numbers")
    for row in (("Born", "SSN", "Routing"), (datetime.date(1987, 6, 5), 36904399, 21000021)):
        numbers.append(row)
    numbers["B2"].number_format, numbers["C2"].number_format = "000\\-00\\-0000", "000000000"
    out = io.BytesIO()
    book.save(out)
    path("people.xlsx").write_bytes(out.getvalue())
    import xlsxwriter
    book = xlsxwriter.Workbook(str(path("inline.xlsx")), {"constant_memory": True})
    sheet = book.add_worksheet("Inline")
    for at, row in enumerate((("Name", "IBAN"), ("Jon", IBAN))):
        sheet.write_row(at, 0, row)
    sheet.insert_textbox("D4", "In a text box: " + SSN)
    book.close()
    import xlwt
    book = xlwt.Workbook()
    book.add_sheet("Old").write(0, 0, "Old account " + IBAN)
    book.save(str(path("old.xls")))


@makes
def slides():
    from pptx import Presentation
    from pptx.util import Inches
    show = Presentation()
    while len(show.slide_layouts) > 7:
        show.slide_layouts.remove(show.slide_layouts[-1])
    slide = show.slides.add_slide(show.slide_layouts[5])
    slide.shapes.title.text = "Quarterly results"
    frame = slide.shapes.add_textbox(0, 0, Inches(2), Inches(1)).text_frame
    for piece in ("Card 4111 1111", " 1111 1111"):
        frame.paragraphs[0].add_run().text = piece
    table = slide.shapes.add_table(2, 2, 0, 0, Inches(4), Inches(1)).table
    for at, text in enumerate(("Name", "SSN", "Jon", SSN)):
        table.cell(at // 2, at % 2).text = text
    slide.notes_slide.notes_text_frame.text = "Say nothing about " + IBAN
    out = io.BytesIO()
    show.save(out)
    path("slides.pptx").write_bytes(slim(out.getvalue()))


@makes
def opendocument():
    from odf import dc, draw, meta, office as odf_office, table, text
    from odf.opendocument import OpenDocumentText
    document = OpenDocumentText()
    document.meta.addElement(dc.Title(text="Odd title"))
    document.meta.addElement(meta.UserDefined(name=f"MSIP_Label_{LABEL}_Enabled", text="true"))
    document.meta.addElement(meta.UserDefined(name=f"MSIP_Label_{LABEL}_Name", text="Confidential"))
    paragraph = text.P(text="Card 4111 ")
    span = text.Span(text="1111 ")
    paragraph.addElement(span)
    paragraph.addText("1111 1111 end")
    note = text.Note(noteclass="footnote")
    note.addElement(text.NoteCitation(text="1"))
    body = text.NoteBody()
    body.addElement(text.P(text="In a footnote: " + SSN))
    note.addElement(body)
    paragraph.addElement(note)
    comment = odf_office.Annotation()
    comment.addElement(text.P(text="An annotation about Oslo"))
    paragraph.addElement(comment)
    document.text.addElement(paragraph)
    frame = draw.Frame(width="5cm", height="2cm", anchortype="paragraph")
    box = draw.TextBox()
    box.addElement(text.P(text="In a box: " + IBAN))
    frame.addElement(box)
    around = text.P(text="Around ")
    around.addElement(frame)
    document.text.addElement(around)
    grid = table.Table(name="Grid")
    grid.addElement(table.TableColumn(numbercolumnsrepeated=2))
    for line in (("Name", "SSN"), ("Jon", SSN)):
        row = table.TableRow()
        for content in line:
            cell = table.TableCell()
            cell.addElement(text.P(text=content))
            row.addElement(cell)
        grid.addElement(row)
    document.text.addElement(grid)
    document.save(str(path("note.odt")))
    office(path("note.odt"), "docx", "note.docx")
    office(path("note.odt"), "rtf", "note.rtf")
    office(path("note.odt"), "html:XHTML Writer File:UTF8", "note.html")
    office(path("note.odt"), "doc:MS Word 97", "note.doc")
    office(path("note.odt"), "pdf", "note.pdf")
    office(path("people.xlsx"), "ods", "people.ods")
    office(path("people.xlsx"), "csv", "people.csv")
    office(path("people.xlsx"), "pdf", "people.pdf")
    office(path("letter.docx"), "pdf", "letter.pdf")
    office(path("slides.pptx"), "odp", "slides.odp")
    office(path("note.docx"), "odt", "note-again.odt")


@makes
def locked():
    import msoffcrypto.format.ooxml, pyzipper
    plain = small()
    out = io.BytesIO()
    msoffcrypto.format.ooxml.OOXMLFile(io.BytesIO(plain)).encrypt("correct horse", out)
    path("locked.xlsx").write_bytes(out.getvalue())
    with pyzipper.AESZipFile(path("locked-aes.zip"), "w", compression=pyzipper.ZIP_DEFLATED, encryption=pyzipper.WZ_AES) as archive:
        archive.setpassword(b"correct horse")
        archive.writestr("secret.txt", "the secret " + CARD)
    with tempfile.TemporaryDirectory() as folder:
        text = pathlib.Path(folder) / "secret.txt"
        text.write_text("the secret " + CARD)
        for name, options in (("locked-old.zip", ["-tzip", "-mem=ZipCrypto", "-pcorrect"]), ("locked.7z", ["-pcorrect"]),
                              ("locked-names.7z", ["-pcorrect", "-mhe=on"]), ("open.7z", []), ("bzip2.zip", ["-tzip", "-mm=BZip2"])):
            path(name).unlink(missing_ok=True)
            if name == "bzip2.zip":
                text.write_text(("the secret " + CARD + "\n") * 50)
            run("7z", "a", *options, path(name), text)
    with zipfile.ZipFile(path("half-locked.zip"), "w") as archive:
        archive.writestr("open.txt", "this can be read")
        archive.write(path("locked-aes.zip"), "inner.zip")


# A compound file (MS-CFB), as no tool writes those that Office protects by rights management.
def compound(streams):
    """`streams` by path, as in `A/B`; all at least 4,096 bytes long are in big sectors, the others in small ones."""
    nodes = [{"name": "Root Entry", "kind": 5, "kids": []}]
    def node(name):
        place = nodes[0]
        steps = name.split("/")
        for depth, step in enumerate(steps):
            kid = next((nodes[at] for at in place["kids"] if nodes[at]["name"] == step), None)
            if kid is None:
                kid = {"name": step, "kind": 2 if depth == len(steps) - 1 else 1, "kids": []}
                place["kids"].append(len(nodes))
                nodes.append(kid)
            place = kid
        return place
    small, fat, sectors = b"", [], []
    minifat = []
    def big(data):
        if not data:
            return 0xFFFFFFFE
        first = len(sectors)
        count = (len(data) + 511) // 512
        for number in range(count):
            sectors.append(data[number * 512:(number + 1) * 512].ljust(512, b"\0"))
            fat.append(first + number + 1 if number < count - 1 else 0xFFFFFFFE)
        return first
    for name, data in streams.items():
        one = node(name)
        one["size"] = len(data)
        if len(data) >= 4096:
            one["start"] = big(data)
        elif data:
            one["start"] = len(minifat)
            count = (len(data) + 63) // 64
            minifat += [len(minifat) + number + 1 for number in range(count - 1)] + [0xFFFFFFFE]
            small += data.ljust(count * 64, b"\0")
    nodes[0]["start"], nodes[0]["size"] = big(small), len(small)
    minifat_start = big(b"".join(struct.pack("<I", entry) for entry in minifat).ljust(512, b"\xff"))
    for one in nodes:
        # The siblings hang on each other to the right: enough for readers, which only go through them.
        one["kids"].sort(key=lambda at: (len(nodes[at]["name"]), nodes[at]["name"].upper()))
        for this, after in zip(one["kids"], one["kids"][1:] + [None]):
            nodes[this]["right"] = 0xFFFFFFFF if after is None else after
    directory = b""
    for one in nodes:
        name = one["name"].encode("utf-16-le") + b"\0\0"
        directory += struct.pack("<64sHBBIII16sIQQIQ", name, len(name), one["kind"], 1, 0xFFFFFFFF, one.get("right", 0xFFFFFFFF),
                                 one["kids"][0] if one["kids"] else 0xFFFFFFFF, b"", 0, 0, 0, one.get("start", 0xFFFFFFFE),
                                 one.get("size", 0))
    directory = directory.ljust((len(directory) + 511) // 512 * 512, b"\0")
    directory_start = big(directory)
    fat_start = len(sectors)
    fat.append(0xFFFFFFFD)
    table = b"".join(struct.pack("<I", entry) for entry in fat).ljust(512, b"\xff")
    assert len(table) == 512, "too large for one sector of the table"
    header = struct.pack("<8s16sHHHHH6xIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, directory_start,
                         0, 4096, minifat_start, 1, 0xFFFFFFFE, 0)
    return header + struct.pack("<I", fat_start) + b"\xff" * 4 * 108 + b"".join(sectors) + table


@makes
def rights():
    spaces = "\x06DataSpaces/"
    path("rights.docx").write_bytes(compound({
        "EncryptedPackage": struct.pack("<Q", 4096) + os.urandom(4096),
        spaces + "Version": "Microsoft.Container.DataSpaces".encode("utf-16-le"),
        spaces + "DataSpaceMap": b"EncryptedPackage",
        spaces + "DataSpaceInfo/DRMEncryptedDataSpace": "DRMEncryptedTransform".encode("utf-16-le"),
        spaces + "TransformInfo/DRMEncryptedTransform/\x06Primary": "Microsoft.Metadata.DRMTransform".encode("utf-16-le"),
        spaces + "TransformInfo/LabelInfo": label_info((LABEL, 1, "Privileged", 8, 0)).encode(),
    }))
    path("rights-old.doc").write_bytes(compound({"\tDRMContent": os.urandom(64), "WordDocument": b"\0" * 64}))
    # The first bytes of a Word document whose flags say that it is encrypted (MS-DOC 2.5.2), and a workbook with the record FilePass.
    fib = struct.pack("<HHHHHH", 0xA5EC, 193, 0, 0x409, 0, 0x0100 | 0x0200).ljust(4096, b"\0")
    path("locked.doc").write_bytes(compound({"WordDocument": fib, "1Table": b"\x52" * 128}))
    records = struct.pack("<HHHHHHII", 0x809, 16, 0x600, 5, 0, 0, 0, 0) + struct.pack("<HH", 0x2F, 54) + os.urandom(54)
    path("locked.xls").write_bytes(compound({"Workbook": records.ljust(4096, b"\0")}))


@makes
def archives():
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("folder/people.csv", "name,iban\nJon," + IBAN)
        archive.writestr("letter.xlsx", small())
    with zipfile.ZipFile(path("nested.zip"), "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("readme.txt", "card " + CARD)
        archive.writestr("inner.zip", inner.getvalue())
        archive.mkdir("empty")
    data = inner.getvalue()
    for depth in range(5):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(f"level{depth}.zip", data)
        data = out.getvalue()
    path("deep.zip").write_bytes(data)
    with tarfile.open(path("some.tar.gz"), "w:gz") as archive:
        for name, content in (("a/" + "long-" * 30 + "name.txt", "account " + IBAN), ("b.txt", "card " + CARD), ("c.zip", None)):
            content = inner.getvalue() if content is None else content.encode()
            about = tarfile.TarInfo(name)
            about.size = len(content)
            archive.addfile(about, io.BytesIO(content))
    with zipfile.ZipFile(path("bomb.zip"), "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("zeros.txt", b"0" * (8 << 20))
    # Two entries of the directory that share their bytes.
    out = bytearray(inner.getvalue())
    first, second = out.index(b"PK\x01\x02"), out.index(b"PK\x01\x02", out.index(b"PK\x01\x02") + 4)
    out[second + 42:second + 46] = out[first + 42:first + 46]
    path("overlapping.zip").write_bytes(bytes(out))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("lies.txt", "declared shorter than it is, and then " + CARD)
    out = bytearray(out.getvalue())
    at = out.index(b"PK\x01\x02")
    out[at + 24:at + 28] = struct.pack("<I", 8)
    path("lying.zip").write_bytes(bytes(out))
    with zipfile.ZipFile(path("disguised.jpg"), "w") as archive:
        archive.writestr("notes.txt", "not a picture")
    entities = ('<?xml version="1.0"?><!DOCTYPE w:document [<!ENTITY a "ha ">' + "".join(
        f'<!ENTITY {chr(98 + step)} "{("&" + chr(97 + step) + ";") * 10}">' for step in range(9)) + ']>'
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>before &j; after'
        "</w:t></w:r></w:p></w:body></w:document>")
    with zipfile.ZipFile(path("entities.docx"), "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>')
        archive.writestr("_rels/.rels", '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>')
        archive.writestr("word/document.xml", entities)
    path("embedded.xlsx").write_bytes(with_parts(small(), {"xl/embeddings/Word_Document.docx": path("note.docx").read_bytes()}))


@makes
def mail():
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "Alex Wilber <alex@example.com>", "megan@example.com", "Gehälter für Zoë"
    message["msip_labels"] = (f"MSIP_Label_{LABEL}_Enabled=true; MSIP_Label_{LABEL}_SiteId={SITE}; MSIP_Label_{LABEL}_Method=Standard;"
                              f" MSIP_Label_{LABEL}_Name=Confidential; MSIP_Label_{LABEL}_ContentBits=2;")
    message.set_content("Plain words: the card is " + CARD + " ünd größer\n", cte="quoted-printable")
    message.add_alternative("<p>Seen words: <b>4111</b> 1111 1111 1111 &uuml;nd gr&ouml;&szlig;er</p>", subtype="html")
    message.add_attachment(path("inline.xlsx").read_bytes(), maintype="application",
                           subtype="vnd.openxmlformats-officedocument.spreadsheetml.sheet", filename="Löhne.xlsx")
    inner = EmailMessage()
    inner["From"], inner["To"], inner["Subject"] = "a@example.com", "b@example.com", "forwarded"
    inner.set_content("The forwarded account is " + IBAN)
    message.add_attachment(inner)
    path("letter.eml").write_bytes(message.as_bytes())
    # Each alternative in an encoding of its own, as mail from Japan and Russia still is.
    abroad = EmailMessage()
    abroad["From"], abroad["To"] = "a@example.jp", "b@example.com"
    abroad["Subject"] = "SUBJECT"
    abroad.set_content("カード " + CARD + "\n", charset="iso-2022-jp")
    abroad.add_alternative("<p>Карта <b>4111</b> 1111 1111 1111</p>", subtype="html", charset="koi8-r")
    path("abroad.eml").write_bytes(abroad.as_bytes().replace(b"SUBJECT", b"=?shift_jis?B?" + base64.b64encode("給与".encode("shift_jis")) + b"?="))
    path("encrypted.eml").write_bytes(
        b"From: a@example.com\r\nTo: b@example.com\r\nSubject: locked\r\nMIME-Version: 1.0\r\nContent-Type: application/pkcs7-mime;\r\n"
        b" smime-type=enveloped-data; name=smime.p7m\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(b"\x30\x80\x06\x09*\x86H\x86\xf7\r\x01\x07\x03" + bytes(range(90))))
    path("rights.eml").write_bytes(
        b"From: a@example.com\r\nTo: b@example.com\r\nSubject: protected\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n"
        b"\r\n--x\r\nContent-Type: text/plain\r\n\r\nThis message is protected.\r\n--x\r\nContent-Type: application/x-microsoft-rpmsg-message; name=message.rpmsg\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(b"\x76\xe8\x04\x60\xc4\x11\xe3\x86" + bytes(60)) + b"\r\n--x--\r\n")


@makes
def texts():
    words = "name;account\nJörg;" + IBAN + "\nprice 5 €\n"
    path("utf16-mark.txt").write_bytes(words.encode("utf-16"))
    path("utf16.csv").write_bytes(words.encode("utf-16-le"))
    path("windows.txt").write_bytes(words.encode("windows-1252"))
    path("utf8.csv").write_bytes(words.encode("utf-8"))
    path("japanese.html").write_bytes(("<html><meta charset='shift_jis'><p>カード " + CARD + "</p></html>").encode("shift_jis"))
    path("turned.html").write_text("<html><meta charset='utf-16'><p>It says UTF-16 in ASCII: " + CARD + "</p></html>")
    path("russian.xml").write_bytes(("<?xml version='1.0' encoding='windows-1251'?>\n<pay>Банковская карта " + CARD + "</pay>\n").encode("windows-1251"))
    path("page.html").write_text(
        "<!DOCTYPE html><html><head><title>A page</title><meta name=description content='About payroll'><script>var card = '4012888888881881';"
        "</script></head><body><p>Card 41<b>11</b>&nbsp;1111\n 1111 1111</p><table><tr><th>Name</th><th>SSN</th></tr><tr><td>Jon</td><td><span>"
        + SSN + "</span></td></tr></table><input value='typed in: " + IBAN + "'><img alt=\"alternative words\"><!-- left in a comment -->"
        "<div style='display:none'>not seen</div></body></html>")


@makes
def pdf():
    import pikepdf
    from reportlab.pdfgen import canvas
    out = io.BytesIO()
    page = canvas.Canvas(out, pageCompression=1)
    page.setTitle("Title of the paper")
    page.setAuthor("Alex Wilber")
    page.drawString(72, 720, "Card 4111 1111 1111 1111 on page one, größer")
    page.drawString(72, 700, "SSN")
    page.drawString(200, 700, SSN)
    page.acroForm.textfield(name="account", value="Field " + IBAN, x=72, y=600, width=300)
    page.showPage()
    page.drawString(72, 720, "Second page (with brackets) \\ and more")
    page.linkURL("https://fabrikam.example/?q=linked", (72, 700, 100, 720))
    page.save()
    path("paper.pdf").write_bytes(out.getvalue())

    def again(name, change=None, **options):
        with pikepdf.open(io.BytesIO(out.getvalue())) as document:
            if change:
                change(document)
            document.save(path(name), **options)

    def info(document):
        for key, value in (("Enabled", "true"), ("SiteId", SITE), ("Method", "Privileged"), ("Name", "Confidential"), ("ContentBits", "0")):
            document.docinfo[f"/MSIP_Label_{LABEL}_{key}"] = value

    def xmp(document):
        xml = ('<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
               'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
               f'xmlns:pdfx="http://ns.adobe.com/pdfx/1.3/" pdfx:MSIP_Label_{LABEL}_Enabled="true">'
               f"<pdfx:MSIP_Label_{LABEL}_Name>Confidential</pdfx:MSIP_Label_{LABEL}_Name></rdf:Description></rdf:RDF></x:xmpmeta>"
               '<?xpacket end="w"?>')
        document.Root.Metadata = document.make_stream(xml.encode(), Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML)

    def attach(document):
        from pikepdf import AttachedFileSpec
        document.attachments["inline.xlsx"] = AttachedFileSpec(document, path("inline.xlsx").read_bytes(), filename="inline.xlsx")

    streams = pikepdf.ObjectStreamMode.generate
    again("label-info.pdf", info)
    again("label-xmp.pdf", xmp, object_stream_mode=streams, compress_streams=True)
    again("object-streams.pdf", object_stream_mode=streams)
    again("attached.pdf", attach)
    for name, user, options in (("owner-40.pdf", "", ["40"]), ("owner-128.pdf", "", ["128", "--use-aes=n"]), ("owner-aes128.pdf", "", ["128", "--use-aes=y"]),
                                ("owner-256.pdf", "", ["256"]), ("locked.pdf", "correct", ["256"]), ("locked-128.pdf", "correct", ["128", "--use-aes=y"])):
        weak = ["--allow-weak-crypto"] if options[0] != "256" else []
        run("qpdf", *weak, "--encrypt", user, "owner", *options, "--", path("paper.pdf"), path(name))
    run("qpdf", "--linearize", "--object-streams=generate", path("paper.pdf"), path("linear.pdf"))
    irm = out.getvalue()
    at = irm.rindex(b"trailer\n<<")
    path("rights.pdf").write_bytes(irm[:at] + b"trailer\n<< /Encrypt << /Filter /MicrosoftIRMServices /V 1 >>" + irm[at + 10:])


if __name__ == "__main__":
    random.seed(5)
    HERE.mkdir(exist_ok=True)
    for name in sys.argv[1:] or MAKERS:
        MAKERS[name]()
