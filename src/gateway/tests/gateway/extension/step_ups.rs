//! Does a person prove more through an extension as through a page, and does that count where it was proved alone?

use super::{PAGE, begin, boot, bundle, get, post, prove, stage, verified, wish};
use http::StatusCode;
use stepgate_policy::GrantScope;
use stepgate_protocol::Boot;

#[tokio::test]
async fn how_a_step_up_stands_is_signed_for_an_extension_and_plain_for_a_page() {
    let (_stage, mut browser) = stage().await;
    let id = begin(&mut browser, "files", wish("prove", "print", PAGE, "popup")).await;
    let done = prove(&mut browser, &id).await;
    assert!(done.text().contains("Go back to Files"), "{}", done.text());

    let status = format!("/.stepgate/step-up/{id}/status");
    let answer = get(&mut browser, &status, "files").await;
    let claims = verified(&mut browser, &answer, "stepgate-grant+jwt").await;
    assert_eq!(claims["aud"], "stepgate-extension");
    assert_eq!(claims["transaction"], id);
    assert_eq!(claims["app"], "files");
    assert_eq!(claims["user"], "alex@example.com");
    assert_eq!(
        claims["exp"].as_u64().unwrap() - claims["iat"].as_u64().unwrap(),
        60
    );
    let said = claims["status"].as_str().unwrap();
    assert!(said.starts_with("granted c1 action 1"), "{said}");

    assert_eq!(browser.fetch(&status).await.text().trim(), said);
    let elsewhere = get(&mut browser, &status, "wiki").await;
    assert_eq!(
        elsewhere.status,
        StatusCode::NOT_FOUND,
        "it is another site's"
    );
}

#[tokio::test]
async fn a_denial_is_signed_too() {
    let (_stage, mut browser) = stage().await;
    let id = begin(&mut browser, "files", wish("prove", "print", PAGE, "popup")).await;
    let mut waiting = browser.clone();
    let status = format!("/.stepgate/step-up/{id}/status");
    let cancel = format!("/.stepgate/step-up/{id}/cancel");
    let (answer, cancelled) = tokio::join!(
        get(&mut waiting, &status, "files"),
        post(&mut browser, &cancel, "files", String::new()),
    );
    assert_eq!(cancelled.text().trim(), "denied cancelled");
    let claims = verified(&mut browser, &answer, "stepgate-grant+jwt").await;
    assert_eq!(claims["status"], "denied cancelled");
}

#[tokio::test]
async fn what_was_proved_at_one_site_is_in_its_policies_and_in_no_others() {
    let (_stage, mut browser) = stage().await;
    let wiki = "https://www.wiki.example/";
    let open = begin(&mut browser, "wiki", wish("prove", "print", wiki, "popup")).await;
    let id = begin(&mut browser, "files", wish("prove", "print", PAGE, "popup")).await;
    prove(&mut browser, &id).await;
    let once = begin(
        &mut browser,
        "files",
        wish("once", "download", PAGE, "popup"),
    )
    .await;
    prove(&mut browser, &once).await;
    let answer = get(
        &mut browser,
        &format!("/.stepgate/step-up/{once}/status"),
        "files",
    )
    .await;
    let claims = verified(&mut browser, &answer, "stepgate-grant+jwt").await;
    let said = claims["status"].as_str().unwrap();
    assert!(said.starts_with("granted c1 once"), "{said}");

    let claims = bundle(&mut browser).await;
    let grants = |site| Boot::decode(&boot(&claims, site)).unwrap().session.grants;
    let at_files = grants(0);
    assert_eq!(at_files.len(), 1, "{at_files:?}");
    assert_eq!(at_files[0].scope, GrantScope::Action);
    assert!(grants(1).is_empty());
    let still_open = browser.visit(&format!("/.stepgate/step-up/{open}")).await;
    assert_eq!(
        still_open.status,
        StatusCode::SEE_OTHER,
        "the other site's goes on"
    );
}

#[tokio::test]
async fn a_step_up_in_place_of_the_page_comes_back_to_the_page_and_to_no_other() {
    let (_stage, mut browser) = stage().await;
    let id = begin(
        &mut browser,
        "files",
        wish("prove", "print", PAGE, "redirect"),
    )
    .await;
    let page = prove(&mut browser, &id).await;
    // A page, not a redirect: after a form it would be blocked by the provider's `form-action`.
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(page.between("content=\"0;url=", "\""), PAGE);
    assert!(page.text().contains("Back to Files"), "{}", page.text());

    for url in [
        "http://evil.example/",
        "http://files.direct.localhost@evil.example/",
        "https://files.direct.localhost/",
        "https://www.wiki.example/",
        "/doc",
        "javascript:alert(1)//http://files.direct.localhost/",
    ] {
        let body = wish("prove", "print", url, "redirect");
        let answer = post(&mut browser, "/.stepgate/step-up", "files", body).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{url}");
        assert!(
            answer
                .text()
                .contains("`url` is not an address in this app"),
            "{url}"
        );
    }
}
