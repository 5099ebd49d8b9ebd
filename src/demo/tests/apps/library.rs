//! Is every file downloaded as it is?

use crate::apps::{Apps, text};
use reqwest::StatusCode;
use reqwest::header::{CONTENT_DISPOSITION, CONTENT_ENCODING, CONTENT_RANGE};

#[tokio::test]
async fn every_listed_file_downloads_whole_under_its_own_name() {
    let apps = Apps::start().await;
    let listing = apps.read(apps.files("/api/files")).await;
    let files = listing["files"].as_array().unwrap();
    assert!(files.len() >= 8);
    for file in files {
        let mut url = reqwest::Url::parse(&apps.files("/files/")).unwrap();
        url.path_segments_mut()
            .unwrap()
            .pop()
            .push(file["name"].as_str().unwrap());
        let response = apps.get(url.into(), &[]).await;
        assert_eq!(response.status(), StatusCode::OK, "{file}");
        assert!(text(response.headers(), CONTENT_DISPOSITION).starts_with("attachment; filename="));
        let label = response
            .headers()
            .get("x-sensitivity-label")
            .map(|label| label.to_str().unwrap());
        assert_eq!(label, file["label"].as_str(), "{file}");
        assert_eq!(
            response.bytes().await.unwrap().len() as u64,
            file["size"].as_u64().unwrap(),
            "{file}"
        );
    }
    assert!(
        files
            .iter()
            .filter(|file| file["label"] == "Confidential")
            .count()
            >= 2
    );
}

#[tokio::test]
async fn a_name_outside_ascii_arrives_exact() {
    let apps = Apps::start().await;
    let url = apps.files("/files/%C3%9Cbersicht%20%E2%80%93%20Stra%C3%9Fenbahn.pdf");
    let response = apps.get(url, &[]).await;
    let expected = "attachment; filename=\"_bersicht _ Stra_enbahn.pdf\"; \
        filename*=UTF-8''%C3%9Cbersicht%20%E2%80%93%20Stra%C3%9Fenbahn.pdf";
    assert_eq!(text(response.headers(), CONTENT_DISPOSITION), expected);
    assert_eq!(text(response.headers(), "content-type"), "application/pdf");
}

#[tokio::test]
async fn a_range_answers_that_part_only_and_never_compressed() {
    let apps = Apps::start().await;
    let url = apps.files("/files/Meeting%20minutes.txt");
    let whole = apps.get(url.clone(), &[]).await.bytes().await.unwrap();
    let part = apps
        .get(
            url.clone(),
            &[("range", "bytes=8-15"), ("accept-encoding", "gzip, br")],
        )
        .await;
    assert_eq!(part.status(), StatusCode::PARTIAL_CONTENT);
    assert_eq!(
        text(part.headers(), CONTENT_RANGE),
        format!("bytes 8-15/{}", whole.len())
    );
    assert!(part.headers().get(CONTENT_ENCODING).is_none());
    assert_eq!(part.bytes().await.unwrap(), whole.slice(8..16));
    let beyond = apps.get(url, &[("range", "bytes=999999-")]).await;
    assert_eq!(beyond.status(), StatusCode::RANGE_NOT_SATISFIABLE);
}

#[tokio::test]
async fn only_listed_names_lead_to_a_file() {
    let apps = Apps::start().await;
    for path in [
        "/files/..%2Fmessages.jsonl",
        "/files/%2Fetc%2Fpasswd",
        "/files/nothing.txt",
    ] {
        assert_eq!(
            apps.get(apps.files(path), &[]).await.status(),
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
}
