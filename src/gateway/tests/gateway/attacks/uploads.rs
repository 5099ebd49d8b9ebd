//! Bodies that the gateway and the app could read in two ways.

use super::{raw, stage};
use bytes::Bytes;
use tokio::io::AsyncReadExt as _;

const NO_PROGRAMS: &str = r#"{"id":"no-exe","name":"No programs","description":"d","sessionControlType":"controlFileUpload",
    "activityTypes":["upload"],"conditions":{"filter":"extension","operator":"equals","values":["exe"]},"action":"block"}"#;

const NO_CARDS: &str = r#"{"id":"no-cards","name":"No cards","description":"d","sessionControlType":"blockActivities",
    "activityTypes":["sendItem"],"inspection":{"presetExpression":"paymentCard","minimumViolations":1},"action":"block"}"#;

const CARD: &str = "4111 1111 1111 1111";

fn part(head: &str) -> String {
    format!("--edge\r\n{head}\r\n\r\nMZ\r\n--edge--\r\n")
}

#[tokio::test]
async fn a_file_in_a_form_is_found_whatever_the_reader_behind_makes_of_its_headers() {
    let (stage, browser) = stage(&[NO_PROGRAMS]).await;
    let form = "content-type: multipart/form-data; boundary=edge\r\n";
    let exe = "Content-Disposition: form-data; name=f; filename=tool.exe";
    let table = [
        // RFC 2231 continuations, RFC 2047 words, other quotes, escapes that some do not know.
        part("Content-Disposition: form-data; name=f; filename*0=\"tool.\"; filename*1=\"exe\""),
        part("Content-Disposition: form-data; name=f; filename*0*=utf-8''tool; filename*1*=%2Eexe"),
        part("Content-Disposition: form-data; name=f; filename=\"=?utf-8?B?dG9vbC5leGU=?=\""),
        part("Content-Disposition: form-data; name=f; filename=\"=?utf-8?Q?tool=2Eexe?=\""),
        part("Content-Disposition: form-data; name=f; filename='tool.exe'"),
        part("Content-Disposition: form-data; name=f; x='\"'; filename=\"tool.exe\""),
        part(
            "Content-Disposition: form-data; name=f; filename=\"a.txt\\\"; filename=tool.exe; x=\"",
        ),
        part("Content-Disposition: form-data; name=f; filename*=tool.exe"),
        part("Content-Disposition: form-data; name=f; filename*=unknown''tool.exe"),
        // A form in the form, a part that is encoded once more, a part behind the end.
        part(&format!(
            "Content-Disposition: form-data; name=f\r\nContent-Type: multipart/mixed; boundary=in\r\n\r\n--in\r\n{exe}\r\n\r\nMZ\r\n--in--"
        )),
        part("Content-Disposition: form-data; name=f\r\nContent-Transfer-Encoding: base64"),
        format!(
            "--edge\r\nContent-Disposition: form-data; name=t\r\n\r\nx\r\n--edge--\r\n{}",
            part(exe)
        ),
        format!(
            "--edge\r\nContent-Disposition: form-data; name=t\r\n\r\nx\r\n--edge--x\r\n{exe}\r\n\r\nMZ\r\n--edge--"
        ),
    ];
    for body in table {
        let status = raw(
            &stage,
            &browser,
            "POST /up",
            form.as_bytes(),
            body.as_bytes(),
        )
        .await;
        assert_eq!(status, 403, "{body}");
    }
    assert!(stage.app.received_at("/up").is_empty());
    let fine = [
        "Content-Disposition: form-data; name=\"f\"; filename=\"Bob's \\\"plan\\\".pdf\"",
        "Content-Disposition: form-data; name=\"f\"; filename=\"\u{dc}bersicht; alt.pdf\"; filename*=utf-8''%C3%9C.pdf",
        "Content-Disposition: form-data; name=\"f[]\"\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit",
    ];
    for head in fine {
        let body = part(head);
        let status = raw(
            &stage,
            &browser,
            "POST /up",
            form.as_bytes(),
            body.as_bytes(),
        )
        .await;
        assert_eq!(status, 200, "{body}");
    }
}

#[tokio::test]
async fn a_form_is_found_whatever_the_content_type_hides() {
    let (stage, browser) = stage(&[NO_PROGRAMS]).await;
    let body = part("Content-Disposition: form-data; name=f; filename=tool.exe");
    let wrapped =
        format!("--other\r\nContent-Disposition: form-data; name=t\r\n\r\n{body}\r\n--other--\r\n");
    let escaped = wrapped.replace("other", "ed\\\"ge");
    let table: [(&[u8], &str); 7] = [
        (
            b"content-type: Multipart/Form-Data; boundary=edge\r\n",
            &body,
        ),
        (
            b"content-type: multipart/form-data; boundary=edge; x=\xe9\r\n",
            &body,
        ),
        (
            b"content-type: text/plain\r\ncontent-type: multipart/form-data; boundary=edge\r\n",
            &body,
        ),
        (
            b"content-type: text/plain, multipart/form-data; boundary=edge\r\n",
            &body,
        ),
        (
            b"content-type: multipart/form-data; boundary=other; boundary=edge\r\n",
            &wrapped,
        ),
        (
            b"content-type: multipart/form-data; boundary=other; boundary*=utf-8''edge\r\n",
            &wrapped,
        ),
        (
            b"content-type: multipart/form-data; boundary=\"ed\\\"ge\"\r\n",
            &escaped,
        ),
    ];
    for (lines, body) in table {
        let status = raw(&stage, &browser, "POST /up", lines, body.as_bytes()).await;
        assert_eq!(status, 403, "{} {body}", String::from_utf8_lossy(lines));
    }
}

#[tokio::test]
async fn a_compressed_form_is_looked_at_uncompressed_too() {
    let (stage, browser) = stage(&[NO_PROGRAMS]).await;
    let hidden = part("Content-Disposition: form-data; name=f; filename=tool.exe");
    let shown = part("Content-Disposition: form-data; name=f; filename=plan.pdf");
    let mut compressed = Vec::new();
    let mut encoder = async_compression::tokio::bufread::GzipEncoder::new(shown.as_bytes());
    encoder.read_to_end(&mut compressed).await.unwrap();
    // A gzip header has room for anything: flag FEXTRA, its length, and then what an app that does not decompress reads.
    let mut body = compressed[..10].to_vec();
    body[3] = 4;
    let extra = format!("\r\n{hidden}");
    body.extend(u16::try_from(extra.len()).unwrap().to_le_bytes());
    body.extend(extra.as_bytes());
    body.extend(&compressed[10..]);
    for lines in [
        "content-type: multipart/form-data; boundary=edge\r\ncontent-encoding: gzip\r\n",
        "content-type: multipart/form-data; boundary=edge\r\ncontent-encoding: gzip\r\nconnection: content-encoding\r\n",
    ] {
        let status = raw(&stage, &browser, "POST /up", lines.as_bytes(), &body).await;
        assert_eq!(status, 403, "{lines}");
    }
}

#[tokio::test]
async fn a_file_as_a_body_has_every_name_the_request_gives_it() {
    let (stage, browser) = stage(&[NO_PROGRAMS]).await;
    let table: [(&str, &[u8]); 10] = [
        ("POST /up/tool.exe", b"x-file-name: a.txt\r\n"),
        (
            "POST /up/tool.exe",
            b"content-disposition: attachment; filename=a.txt\r\n",
        ),
        (
            "POST /up",
            b"x-file-name: a.txt\r\nx-file-name: tool.exe\r\n",
        ),
        (
            "POST /up",
            b"content-type: text/plain\r\nx-file-name: t\xe9ol.exe\r\n",
        ),
        (
            "POST /up",
            b"content-type: text/plain\r\nx_file_name: tool.exe\r\n",
        ),
        ("POST /up?name=tool.exe", b""),
        ("PUT /up?path=%2Fa%2Ftool%2Eexe", b""),
        ("PUT /up/tool.exe/", b""),
        ("PUT /up/tool.exe;v=1", b""),
        ("PATCH /up/tool.exe%2f", b""),
    ];
    for (start, lines) in table {
        let status = raw(&stage, &browser, start, lines, b"MZ").await;
        assert_eq!(status, 403, "{start} {}", String::from_utf8_lossy(lines));
    }
    assert_eq!(
        raw(&stage, &browser, "POST /up?name=plan.pdf", b"", b"MZ").await,
        200
    );
}

#[tokio::test]
async fn a_card_is_found_whatever_the_message_says_of_itself() {
    let (stage, browser) = stage(&[NO_CARDS]).await;
    let escaped = "4111\\u00201111\\u00201111\\u0020111\\u0031";
    let deep = format!("{}\"{escaped}\"{}", "[".repeat(200), "]".repeat(200));
    let table: [(&str, Bytes); 11] = [
        ("text/plain; charset=utf-16", CARD.into()),
        ("text/plain; charset=hz-gb-2312", CARD.into()),
        ("text/plain", [b"\xfe\xff".as_slice(), CARD.as_bytes()].concat().into()),
        ("application/json", format!("{{\"t\":\"{escaped}\",\"t\":\"\"}}").into()),
        ("application/json", deep.into()),
        ("application/json", format!("{{\"t\":\"{escaped}\",}}").into()),
        ("application/x-ndjson", format!("{{}}\n{{\"t\":\"{escaped}\"}}").into()),
        ("text/plain", format!("{{\"t\":\"{escaped}\"}}").into()),
        (
            "application/x-www-form-urlencoded; x=\u{e9}",
            "m=4111%201111%201111%20111%31".into(),
        ),
        ("application/xml", "<t>4111&#32;1111&#x20;1111 111&#49;</t>".into()),
        (
            "multipart/form-data; boundary=edge",
            format!("--edge\r\nContent-Disposition: form-data; name=t\r\nContent-Type: text/plain; charset=utf-16\r\n\r\n{CARD}\r\n--edge--\r\n").into(),
        ),
    ];
    for (content_type, body) in table {
        let lines = format!("content-type: {content_type}\r\n");
        let status = raw(&stage, &browser, "POST /up", lines.as_bytes(), &body).await;
        assert_eq!(status, 403, "{content_type} {body:?}");
    }
}
