//! Signing in, the notice, signing out.

use crate::stage::Stage;
use axum::Router;
use axum::routing::get;
use http::StatusCode;

fn hello() -> Router {
    Router::new().fallback(get(async || "hello"))
}

#[tokio::test]
async fn a_person_signs_in_sees_the_notice_and_gets_where_they_wanted() {
    let stage = Stage::start("", hello()).await;
    let mut browser = stage.browser();
    let notice = browser.sign_in("alex", "/some/page?with=query").await;
    assert!(
        notice.text().contains("Access to Files is monitored"),
        "{}",
        notice.text()
    );
    assert!(notice.text().contains("Continue to Files"));
    assert!(
        stage.app.received().is_empty(),
        "the app hears nothing before the notice is accepted"
    );
    let to = notice.between("name=\"to\" value=\"", "\"");
    assert_eq!(to, "/some/page?with=query");
    let page = browser.accept_notice(&to).await;
    assert_eq!(page.text(), "hello");
    assert_eq!(stage.app.received()[0].path, "/some/page?with=query");
}

#[tokio::test]
async fn without_a_session_a_program_is_told_and_a_prefetch_starts_nothing() {
    let stage = Stage::start("", hello()).await;
    let answer = stage.browser().fetch("/api").await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    assert!(answer.text().starts_with("You are not signed in to Files"));
    let prefetch = [
        ("accept", "text/html"),
        ("sec-fetch-mode", "navigate"),
        ("sec-purpose", "prefetch"),
    ];
    assert_eq!(
        stage.browser().get("/", &prefetch).await.status,
        StatusCode::UNAUTHORIZED
    );
    assert!(stage.app.received().is_empty());
}

#[tokio::test]
async fn the_notice_holds_back_programs_too_until_it_is_accepted() {
    let stage = Stage::start("", hello()).await;
    let mut browser = stage.browser();
    browser.sign_in("alex", "/").await;
    let answer = browser.fetch("/api").await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(answer.text().starts_with("Access to Files is monitored"));
}

#[tokio::test]
async fn who_hides_the_notice_does_not_see_it_at_the_next_sign_in() {
    let stage = Stage::start("", hello()).await;
    let mut browser = stage.browser();
    browser.sign_in("alex", "/").await;
    browser
        .submit("/.stepgate/notice", &[("to", "/"), ("hide", "week")])
        .await;
    let again = stage.browser().sign_in("alex", "/").await;
    assert_eq!(again.text(), "hello");
    let another = stage.browser().sign_in("megan", "/").await;
    assert!(another.text().contains("monitored"));
}

#[tokio::test]
async fn the_notice_leads_nowhere_but_into_the_app() {
    let stage = Stage::start("", hello()).await;
    for to in ["http://evil.example/", "//evil.example/", "/\\evil.example"] {
        let mut browser = stage.browser();
        browser.sign_in("alex", "/").await;
        let page = browser.accept_notice(to).await;
        assert_eq!(page.address, format!("{}/", stage.origin()), "{to}");
    }
}

#[tokio::test]
async fn a_sign_in_is_used_once_and_only_by_the_browser_that_began_it() {
    let stage = Stage::start("", hello()).await;
    let mut browser = stage.browser();
    let first = browser.visit("/").await;
    let chooser = browser.follow(first).await;
    let mut fields = vec![("answer", "alex")];
    let csrf = chooser.between("name=\"csrf\" value=\"", "\"");
    fields.push(("csrf", &csrf));
    let base: url::Url = chooser.address.parse().unwrap();
    let action = base.join(&chooser.between("action=\"", "\"")).unwrap();
    let body = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(&fields)
        .finish();
    let origin = base.origin().ascii_serialization();
    let headers = [
        ("content-type", "application/x-www-form-urlencoded"),
        ("origin", origin.as_str()),
    ];
    let back = browser
        .send(http::Method::POST, action.as_str(), &headers, body.into())
        .await;
    let callback = back.header("location").to_owned();
    assert!(callback.contains("/.stepgate/callback?"), "{callback}");

    let stolen = stage.browser().visit(&callback).await;
    assert_eq!(stolen.status, StatusCode::BAD_REQUEST);
    assert!(stolen.text().contains("not open any more"));

    let good = browser.visit(&callback).await;
    assert_eq!(
        (good.status, good.header("location")),
        (StatusCode::SEE_OTHER, "/")
    );
    assert!(good.header("set-cookie").starts_with("stepgate_session="));
    assert!(
        good.header("set-cookie")
            .ends_with("; Path=/; HttpOnly; SameSite=Lax")
    );

    let mut again = stage.browser();
    again.set_cookie("stepgate_sign_in", &browser.cookies()["stepgate_sign_in"]);
    assert_eq!(again.visit(&callback).await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn signing_in_again_changes_the_session_and_ends_the_old_one() {
    let stage = Stage::start("", hello()).await;
    let mut browser = stage.browser_of("alex").await;
    let old = browser.cookies()["stepgate_session"].clone();
    // Another tab began to sign in before.
    let mut tab = stage.browser();
    let first = tab.visit("/").await;
    let chooser = tab.follow(first).await;
    tab.set_cookie("stepgate_session", &old);
    tab.answer_provider(&chooser, &[("answer", "megan")]).await;
    assert_ne!(tab.cookies()["stepgate_session"], old);
    assert_eq!(browser.fetch("/").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn cancelling_at_the_provider_is_said_and_starts_nothing() {
    let stage = Stage::start("", hello()).await;
    let mut browser = stage.browser();
    let first = browser.visit("/").await;
    let chooser = browser.follow(first).await;
    let page = browser
        .answer_provider(&chooser, &[("answer", "cancel")])
        .await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    assert!(
        page.text().contains("Sign-in was cancelled"),
        "{}",
        page.text()
    );
}

#[tokio::test]
async fn signing_out_takes_a_button_of_the_apps_own_page() {
    let stage = Stage::start("", hello()).await;
    let mut browser = stage.browser_of("alex").await;
    assert!(
        browser
            .visit("/.stepgate/sign-out")
            .await
            .text()
            .contains("Sign out?")
    );
    let foreign = [
        ("origin", "http://evil.example"),
        ("sec-fetch-site", "cross-site"),
    ];
    let refused = browser
        .send(
            http::Method::POST,
            "/.stepgate/sign-out",
            &foreign,
            "".into(),
        )
        .await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert_eq!(browser.fetch("/").await.status, StatusCode::OK);
    let session = browser.cookies()["stepgate_session"].clone();
    let signed_out = browser.submit("/.stepgate/sign-out", &[]).await.text();
    assert!(signed_out.contains("You are signed out"), "{signed_out}");
    assert!(
        signed_out.contains("post_logout_redirect_uri="),
        "the provider is not told: {signed_out}"
    );
    browser.set_cookie("stepgate_session", &session);
    assert_eq!(browser.fetch("/").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_session_is_for_one_app_only() {
    let stage = Stage::start("", hello()).await;
    let browser = stage.browser_of("alex").await;
    let session = browser.cookies()["stepgate_session"].clone();
    let mut elsewhere = stage.browser().at_host("gone.localhost");
    elsewhere.set_cookie("stepgate_session", &session);
    assert_eq!(elsewhere.fetch("/").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn pages_of_the_gateways_own_are_not_framed_kept_or_told_of() {
    let stage = Stage::start("", hello()).await;
    let mut browser = stage.browser();
    let notice = browser.sign_in("alex", "/").await;
    assert!(
        notice
            .header("content-security-policy")
            .contains("frame-ancestors 'none'")
    );
    assert_eq!(notice.header("cache-control"), "no-store");
    let done = browser.visit("/.stepgate/nothing").await;
    assert_eq!(
        (done.status, done.header("referrer-policy")),
        (StatusCode::NOT_FOUND, "no-referrer")
    );
}
