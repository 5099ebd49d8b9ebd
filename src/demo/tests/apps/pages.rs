//! Are the pages sent as well-kept apps send theirs?

use crate::apps::{Apps, text};
use reqwest::StatusCode;
use reqwest::header::{CONTENT_ENCODING, ETAG};

#[tokio::test]
async fn what_the_browser_already_has_is_not_sent_again() {
    let apps = Apps::start().await;
    for url in [
        apps.files("/"),
        apps.files("/files/Site%20plan.png"),
        apps.notes("/"),
    ] {
        let first = apps.get(url.clone(), &[]).await;
        let tag = text(first.headers(), ETAG).to_owned();
        let second = apps.get(url, &[("if-none-match", &tag)]).await;
        assert_eq!(second.status(), StatusCode::NOT_MODIFIED);
        assert!(second.bytes().await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn pages_are_compressed_and_carry_a_policy_without_nonce_or_inline_script() {
    let apps = Apps::start().await;
    for encoding in ["gzip", "br"] {
        let page = apps
            .get(apps.files("/library"), &[("accept-encoding", encoding)])
            .await;
        assert_eq!(text(page.headers(), CONTENT_ENCODING), encoding);
    }
    for url in [
        apps.files("/"),
        apps.files("/library"),
        apps.files("/chat"),
        apps.notes("/"),
    ] {
        let page = apps.get(url, &[]).await;
        let policy = text(page.headers(), "content-security-policy").to_owned();
        assert!(policy.contains("default-src 'self'"));
        for loose in ["unsafe", "nonce-", "sha256-", "*"] {
            assert!(!policy.contains(loose), "{policy}");
        }
        let html = page.text().await.unwrap();
        for handler in [" onclick=", " onload=", " onsubmit=", "javascript:"] {
            assert!(!html.contains(handler), "{handler}");
        }
        assert_eq!(
            html.matches("<script").count(),
            html.matches("<script type=\"module\" src=").count()
        );
    }
}
