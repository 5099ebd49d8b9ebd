//! Proving more, and coming back: one session, one attempt, one way.

use crate::browser::{Answer, Browser};
use crate::stage::Stage;
use axum::Router;
use axum::routing::any;
use http::StatusCode;

const PRINT: &str = r#"{"id":"prove","name":"Prove it","description":"d","sessionControlType":"blockActivities",
    "activityTypes":["print"],"action":"requireStepUp",
    "stepUp":{"authenticationContext":"c1","scope":"action","lifetime":300}},
    {"id":"audit","name":"A","description":"d","sessionControlType":"monitorOnly","activityTypes":["copy"],"action":"audit"}"#;

async fn stage(person: &str) -> (Stage, Browser) {
    let stage = Stage::start(PRINT, Router::new().fallback(any(async || "ok"))).await;
    let browser = stage.browser_of(person).await;
    (stage, browser)
}

fn wish(stage: &Stage, mode: &str) -> String {
    format!(
        r#"{{"policy":"prove","activity":"print","object":"","url":"{}/doc?a=1#part","mode":"{mode}"}}"#,
        stage.origin()
    )
}

async fn begin(stage: &Stage, browser: &mut Browser, mode: &str) -> String {
    let answer = browser
        .post("/.stepgate/step-up", "application/json", wish(stage, mode))
        .await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    let id = answer.text().trim().to_owned();
    assert!(
        id.len() >= 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit()),
        "{id}"
    );
    id
}

/// Goes to the identity provider's page.
async fn go(browser: &mut Browser, id: &str) -> Answer {
    let first = browser.visit(&format!("/.stepgate/step-up/{id}")).await;
    browser.follow(first).await
}

async fn status(browser: &mut Browser, id: &str) -> String {
    browser
        .fetch(&format!("/.stepgate/step-up/{id}/status"))
        .await
        .text()
        .trim()
        .to_owned()
}

#[tokio::test]
async fn a_popup_ends_with_a_page_that_calls_and_closes_and_the_gateway_knows_the_rest() {
    let (stage, mut browser) = stage("alex").await;
    let id = begin(&stage, &mut browser, "popup").await;
    let provider = go(&mut browser, &id).await;
    let done = browser.prove(&provider).await;
    assert!(
        done.address
            .ends_with(&format!("/.stepgate/step-up/{id}/done")),
        "no code in {}",
        done.address
    );
    assert!(
        done.text()
            .contains(&format!("new BroadcastChannel('stepgate-{id}')"))
    );
    assert!(done.text().contains("window.close()"));
    let granted = status(&mut browser, &id).await;
    let words: Vec<_> = granted.split(' ').collect();
    assert_eq!(words[..3], ["granted", "c1", "action"]);
    assert!(words[3].parse::<u64>().unwrap() > 1_700_000_000);
}

#[tokio::test]
async fn a_redirect_comes_back_to_the_address_that_was_kept() {
    let (stage, mut browser) = stage("alex").await;
    let id = begin(&stage, &mut browser, "redirect").await;
    let provider = go(&mut browser, &id).await;
    let page = browser.prove(&provider).await;
    assert_eq!(page.address, format!("{}/doc?a=1#part", stage.origin()));
    assert!(
        status(&mut browser, &id)
            .await
            .starts_with("granted c1 action")
    );
}

#[tokio::test]
async fn the_status_answers_when_the_step_up_ends() {
    let (stage, mut browser) = stage("alex").await;
    let id = begin(&stage, &mut browser, "popup").await;
    let mut waiting = browser.clone();
    let cancel = format!("/.stepgate/step-up/{id}/cancel");
    let (status, cancelled) = tokio::join!(
        async { status(&mut waiting, &id).await },
        browser.post(&cancel, "text/plain", ""),
    );
    assert_eq!(status, "denied cancelled");
    assert_eq!(cancelled.status, StatusCode::OK);
    assert!(
        go(&mut browser, &id)
            .await
            .text()
            .contains("This security check is over")
    );
}

#[tokio::test]
async fn one_round_trip_decides_and_cancelling_or_falling_short_is_final() {
    for (person, button, denial) in [
        ("alex", "cancel", "cancelled"),
        ("isaiah", "back", "notSatisfied"),
    ] {
        let (stage, mut browser) = stage(person).await;
        let id = begin(&stage, &mut browser, "popup").await;
        let provider = go(&mut browser, &id).await;
        browser
            .answer_provider(&provider, &[("answer", button)])
            .await;
        assert_eq!(
            status(&mut browser, &id).await,
            format!("denied {denial}"),
            "{person}"
        );
        assert!(
            go(&mut browser, &id)
                .await
                .text()
                .contains("This security check is over"),
            "no loop"
        );
    }
}

#[tokio::test]
async fn a_step_up_belongs_to_its_session() {
    let (stage, mut browser) = stage("alex").await;
    let id = begin(&stage, &mut browser, "popup").await;
    let mut other = stage.browser_of("megan").await;
    let theirs = other
        .fetch(&format!("/.stepgate/step-up/{id}/status"))
        .await;
    assert_eq!(theirs.status, StatusCode::NOT_FOUND);
    assert!(
        go(&mut other, &id)
            .await
            .text()
            .contains("This security check is over")
    );
    let cancel = other
        .post(&format!("/.stepgate/step-up/{id}/cancel"), "text/plain", "")
        .await;
    assert_eq!(cancel.status, StatusCode::NOT_FOUND);

    // The way back, in another session.
    let provider = go(&mut browser, &id).await;
    let callback = way_back(&mut browser, &provider).await;
    let stolen = other.visit(&callback).await;
    assert_eq!(stolen.status, StatusCode::NOT_FOUND);
    let good = browser.visit(&callback).await;
    assert_eq!(good.status, StatusCode::SEE_OTHER);
    assert!(status(&mut browser, &id).await.starts_with("granted"));
    let replayed = browser.visit(&callback).await;
    assert_eq!(
        replayed.status,
        StatusCode::NOT_FOUND,
        "the state works once"
    );
}

/// Proves everything, and stops at the redirect back to the gateway.
async fn way_back(browser: &mut Browser, provider: &Answer) -> String {
    let mut elsewhere = browser.clone();
    let code = provider.between("id=\"demo-code\">", "<");
    let terms = elsewhere
        .answer_provider(provider, &[("answer", "verify"), ("code", &code)])
        .await;
    let base: url::Url = terms.address.parse().unwrap();
    let action = base.join(&terms.between("action=\"", "\"")).unwrap();
    let csrf = terms.between("name=\"csrf\" value=\"", "\"");
    let body = format!("csrf={csrf}&answer=accept");
    let origin = base.origin().ascii_serialization();
    let headers = [
        ("content-type", "application/x-www-form-urlencoded"),
        ("origin", origin.as_str()),
    ];
    let back = elsewhere
        .send(http::Method::POST, action.as_str(), &headers, body.into())
        .await;
    back.header("location").to_owned()
}

#[tokio::test]
async fn what_is_asked_for_is_the_policys_and_what_is_returned_to_is_the_apps() {
    let (stage, mut browser) = stage("alex").await;
    let good = wish(&stage, "popup");
    let table = [
        (
            good.replace("\"prove\"", "\"audit\""),
            "no policy `audit` that requires a step-up",
        ),
        (good.replace("\"prove\"", "\"none\""), "no policy `none`"),
        (
            good.replace("\"print\"", "\"download\""),
            "no policy `prove` that requires a step-up for `download`",
        ),
        (
            good.replace("\"print\"", "\"fly\""),
            "`fly` is not an activity type",
        ),
        (
            good.replace(&stage.origin(), "http://evil.example"),
            "`url` is not an address in this app",
        ),
        (good.replace("popup", "page"), "cannot be read"),
        (
            good.replace("\"object\"", "\"context\":\"c9\",\"object\""),
            "cannot be read",
        ),
    ];
    for (body, message) in table {
        let answer = browser
            .post("/.stepgate/step-up", "application/json", body)
            .await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST);
        assert!(answer.text().contains(message), "{}", answer.text());
    }
}

#[tokio::test]
async fn only_the_apps_own_pages_begin_a_step_up() {
    let (stage, mut browser) = stage("alex").await;
    for headers in [
        vec![("origin", "http://evil.example")],
        vec![("sec-fetch-site", "cross-site")],
        vec![],
    ] {
        let body = wish(&stage, "popup");
        let answer = browser
            .send(
                http::Method::POST,
                "/.stepgate/step-up",
                &headers,
                body.into(),
            )
            .await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{headers:?}");
    }
}

#[tokio::test]
async fn a_second_step_up_for_the_same_attempt_ends_the_first() {
    let (stage, mut browser) = stage("alex").await;
    let first = begin(&stage, &mut browser, "popup").await;
    let second = begin(&stage, &mut browser, "popup").await;
    assert_eq!(status(&mut browser, &first).await, "denied cancelled");
    assert!(
        go(&mut browser, &second)
            .await
            .text()
            .contains("Verify it is you")
    );
}

#[tokio::test]
async fn a_page_that_asks_and_asks_is_not_helped() {
    let (stage, mut browser) = stage("alex").await;
    for _ in 0..30 {
        begin(&stage, &mut browser, "popup").await;
    }
    let answer = browser
        .post(
            "/.stepgate/step-up",
            "application/json",
            wish(&stage, "popup"),
        )
        .await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn grants_end_with_the_session() {
    let (stage, mut browser) = stage("alex").await;
    let id = begin(&stage, &mut browser, "popup").await;
    let provider = go(&mut browser, &id).await;
    browser.prove(&provider).await;
    browser.submit("/.stepgate/sign-out", &[]).await;
    browser.sign_in("alex", "/").await;
    let answer = browser
        .fetch(&format!("/.stepgate/step-up/{id}/status"))
        .await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
}
