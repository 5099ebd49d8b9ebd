//! Files that the gateway and the browser could know by two names.

use super::{NO_PROGRAMS_OUT, answers};
use http::StatusCode;

const PROVE: &str = r#"{"id":"prove","name":"Prove it","description":"d","sessionControlType":"controlFileDownload",
    "activityTypes":["download"],"action":"requireStepUp",
    "stepUp":{"authenticationContext":"c1","scope":"once","lifetime":120}}"#;

#[tokio::test]
async fn a_download_is_found_in_several_headers_and_several_parts() {
    let (_one, mut browser) = answers(
        NO_PROGRAMS_OUT,
        &[
            ("content-disposition", "inline"),
            ("content-disposition", "attachment; filename=tool.exe"),
        ],
        "MZ",
    )
    .await;
    assert_eq!(browser.fetch("/x").await.status, StatusCode::FORBIDDEN);
    let (_two, mut browser) = answers(
        NO_PROGRAMS_OUT,
        &[("content-type", "multipart/byteranges; boundary=x")],
        "--x\r\ncontent-type: application/octet-stream\r\n\r\nMZ\r\n--x--",
    )
    .await;
    let parts = [("range", "bytes=0-0,1-99")];
    for path in [
        "/tool.exe",
        "/tool.exe;v=1",
        "/tool.exe/",
        "/get?file=tool.exe",
    ] {
        let answer = browser.get(path, &parts).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path}");
    }
}

#[tokio::test]
async fn a_file_with_two_names_needs_one_step_up() {
    let (_stage, mut browser) = answers(
        PROVE,
        &[(
            "content-disposition",
            "attachment; filename=\"Uebersicht.pdf\"; filename*=UTF-8''%C3%9Cbersicht.pdf",
        )],
        "the plan",
    )
    .await;
    let page = browser.visit("/plan").await;
    assert_eq!(page.status, StatusCode::UNAUTHORIZED);
    let first = browser
        .visit(&page.between("class=\"button primary\" href=\"", "\""))
        .await;
    let provider = browser.follow(first).await;
    browser.prove(&provider).await;
    let file = browser.visit("/plan").await;
    assert_eq!(
        (file.status, file.text().as_str()),
        (StatusCode::OK, "the plan")
    );
    assert_eq!(
        browser.visit("/plan").await.status,
        StatusCode::UNAUTHORIZED
    );
}
