//! Signing in, proving more, and everything a person can do instead, at the demo provider.

use crate::browser::{Browser, Page, Place};
use crate::demo_provider::{Demo, demo};
use crate::{c1, finish, now, parameter, redirect_uri};
use stepgate_identity::{Callback, Challenge, FinishError, Person, Started};

async fn begin(demo: &Demo, challenge: Option<Challenge>) -> Started {
    demo.party
        .begin(&redirect_uri(), challenge, now())
        .await
        .unwrap()
}

/// Signs this person in, in this browser.
async fn sign_in(demo: &Demo, browser: &mut Browser, who: &str) -> Person {
    let started = begin(demo, None).await;
    let page = browser.open(&started.authorize_url).await.page();
    let callback = browser.press(&page, who).await.back();
    finish(&demo.party, started, &callback).await.unwrap()
}

/// Goes to prove `c1`.
async fn go(demo: &Demo, browser: &mut Browser, challenge: Challenge) -> (Started, Place) {
    let started = begin(demo, Some(challenge)).await;
    let place = browser.open(&started.authorize_url).await;
    (started, place)
}

/// From the page that asks for a code to the end.
async fn prove(browser: &mut Browser, page: &Page) -> Callback {
    match browser.verify(page, page.demo_code()).await {
        Place::Back(callback) => callback,
        Place::Page(terms) => browser.press(&terms, "accept").await.back(),
    }
}

#[tokio::test]
async fn each_person_arrives_with_their_groups_and_device() {
    let cases: [(&str, &str, &[&str], &[&str]); 4] = [
        ("alex", "alex@example.com", &["sales"], &[]),
        (
            "megan",
            "megan@example.com",
            &["finance"],
            &["intuneCompliant"],
        ),
        (
            "adele",
            "adele@example.com",
            &["stepgate-admins"],
            &["intuneCompliant"],
        ),
        ("isaiah", "isaiah@example.com", &["contractors"], &[]),
    ];
    let demo = demo().await;
    for (who, user, groups, device_tags) in cases {
        let person = sign_in(&demo, &mut Browser::new(), who).await;
        assert_eq!(person.user, user);
        assert_eq!(person.groups, groups, "{who}");
        assert_eq!(person.device_tags, device_tags, "{who}");
        assert!(person.contexts.is_empty(), "{who}");
    }
}

#[tokio::test]
async fn a_second_app_asks_nothing_of_someone_who_is_signed_in() {
    let demo = demo().await;
    let mut browser = Browser::new();
    let first = sign_in(&demo, &mut browser, "megan").await;
    let started = begin(&demo, None).await;
    let callback = browser.open(&started.authorize_url).await.back();
    assert_eq!(
        finish(&demo.party, started, &callback)
            .await
            .unwrap()
            .subject,
        first.subject
    );
}

#[tokio::test]
async fn a_step_up_asks_for_a_code_and_the_terms_and_comes_back_with_the_context() {
    let demo = demo().await;
    let mut browser = Browser::new();
    let alex = sign_in(&demo, &mut browser, "alex").await;
    let (started, place) = go(&demo, &mut browser, c1(&alex, false)).await;
    let page = place.page();
    assert_eq!(page.title(), "Verify it is you");
    let terms = browser.verify(&page, page.demo_code()).await.page();
    assert_eq!(terms.title(), "Terms of use");
    let callback = browser.press(&terms, "accept").await.back();
    let proved = finish(&demo.party, started, &callback).await.unwrap();
    assert_eq!((proved.subject, proved.contexts.len()), (alex.subject, 1));
}

#[tokio::test]
async fn what_was_proved_is_asked_again_only_where_it_must_be_fresh() {
    let demo = demo().await;
    let mut browser = Browser::new();
    let alex = sign_in(&demo, &mut browser, "alex").await;
    let (_, place) = go(&demo, &mut browser, c1(&alex, false)).await;
    prove(&mut browser, &place.page()).await;

    let (started, place) = go(&demo, &mut browser, c1(&alex, false)).await;
    finish(&demo.party, started, &place.back()).await.unwrap();

    let (started, place) = go(&demo, &mut browser, c1(&alex, true)).await;
    let page = place.page();
    assert_eq!(page.title(), "Verify it is you");
    let callback = prove(&mut browser, &page).await;
    let proved = finish(&demo.party, started, &callback).await.unwrap();
    assert!(proved.auth_time.unwrap() + 5 >= now());
}

#[tokio::test]
async fn cancelling_on_any_page_comes_back_as_cancelled() {
    let demo = demo().await;
    let mut browser = Browser::new();
    let started = begin(&demo, None).await;
    let page = browser.open(&started.authorize_url).await.page();
    let callback = browser.press(&page, "cancel").await.back();
    assert_ends(&demo, started, &callback, "cancelled").await;

    let alex = sign_in(&demo, &mut browser, "alex").await;
    let (started, place) = go(&demo, &mut browser, c1(&alex, false)).await;
    let callback = browser.press(&place.page(), "cancel").await.back();
    assert_ends(&demo, started, &callback, "cancelled").await;

    for button in ["cancel", "decline"] {
        let (started, place) = go(&demo, &mut browser, c1(&alex, true)).await;
        let page = place.page();
        let terms = browser.verify(&page, page.demo_code()).await.page();
        assert_eq!(terms.title(), "Terms of use");
        let callback = browser.press(&terms, button).await.back();
        assert_ends(&demo, started, &callback, "cancelled").await;
    }
}

#[tokio::test]
async fn a_wrong_code_may_be_corrected_and_five_are_final() {
    let demo = demo().await;
    let mut browser = Browser::new();
    let alex = sign_in(&demo, &mut browser, "alex").await;
    let (started, place) = go(&demo, &mut browser, c1(&alex, false)).await;
    let mut page = place.page();
    for left in ["4 tries are", "3 tries are", "2 tries are", "One try is"] {
        page = browser.verify(&page, "wrong").await.page();
        assert!(
            page.html
                .contains(&format!("That code is not right. {left} left.")),
            "{left}"
        );
    }
    let callback = browser.verify(&page, "wrong").await.back();
    assert_ends(&demo, started, &callback, "notSatisfied").await;
}

#[tokio::test]
async fn a_code_that_was_right_once_is_refused_the_second_time() {
    let demo = demo().await;
    let mut browser = Browser::new();
    let alex = sign_in(&demo, &mut browser, "alex").await;
    let (_, place) = go(&demo, &mut browser, c1(&alex, false)).await;
    let page = place.page();
    let used = page.demo_code().to_owned();
    prove(&mut browser, &page).await;
    let (_, place) = go(&demo, &mut browser, c1(&alex, true)).await;
    let page = browser.verify(&place.page(), &used).await.page();
    assert!(page.html.contains("That code has been used."));
}

#[tokio::test]
async fn someone_who_may_not_satisfy_the_context_is_told_so_and_that_is_final() {
    let demo = demo().await;
    let mut browser = Browser::new();
    let isaiah = sign_in(&demo, &mut browser, "isaiah").await;
    let (started, place) = go(&demo, &mut browser, c1(&isaiah, false)).await;
    let page = place.page();
    assert_eq!(page.title(), "Access blocked");
    let callback = browser.press(&page, "back").await.back();
    assert_ends(&demo, started, &callback, "notSatisfied").await;
}

#[tokio::test]
async fn nobody_else_can_do_the_check() {
    let demo = demo().await;
    let alex = sign_in(&demo, &mut Browser::new(), "alex").await;
    let mut other = Browser::new();
    sign_in(&demo, &mut other, "megan").await;
    let (started, place) = go(&demo, &mut other, c1(&alex, false)).await;
    let page = place.page();
    assert!(
        page.html
            .contains("This check is for <strong>alex@example.com</strong>.")
    );
    let callback = other.press(&page, "megan").await.back();
    assert_ends(&demo, started, &callback, "wrongUser").await;
}

#[tokio::test]
async fn an_issuer_that_ignores_who_was_asked_for_still_gains_nothing() {
    let demo = demo().await;
    let alex = sign_in(&demo, &mut Browser::new(), "alex").await;
    let mut other = Browser::new();
    let megan = sign_in(&demo, &mut other, "megan").await;
    let mut started = begin(&demo, Some(c1(&alex, false))).await;
    let (_, alexs) = alex.subject.rsplit_once('|').unwrap();
    let (_, megans) = megan.subject.rsplit_once('|').unwrap();
    let claims = parameter(&started.authorize_url, "claims").replace(alexs, megans);
    let pairs: Vec<_> = started.authorize_url.query_pairs().into_owned().collect();
    let others = pairs.into_iter().filter(|(key, _)| key != "claims");
    started
        .authorize_url
        .query_pairs_mut()
        .clear()
        .extend_pairs(others)
        .append_pair("claims", &claims);
    let page = other.open(&started.authorize_url).await.page();
    let callback = prove(&mut other, &page).await;
    assert_ends(&demo, started, &callback, "wrongUser").await;
}

#[tokio::test]
async fn a_code_is_exchanged_once() {
    let demo = demo().await;
    let started = begin(&demo, None).await;
    let mut browser = Browser::new();
    let page = browser.open(&started.authorize_url).await.page();
    let callback = browser.press(&page, "alex").await.back();
    let pending = started.pending.clone();
    finish(&demo.party, started, &callback).await.unwrap();
    let again = demo
        .party
        .finish(&redirect_uri(), pending, &callback, now())
        .await
        .unwrap_err();
    assert!(again.to_string().contains("invalid_grant"), "{again}");
}

#[tokio::test]
async fn after_signing_out_the_next_person_is_asked_who_they_are() {
    let demo = demo().await;
    let mut browser = Browser::new();
    sign_in(&demo, &mut browser, "alex").await;
    let url = demo.party.sign_out_url(&redirect_uri()).await.unwrap();
    let page = browser.open(&url).await.page();
    assert_eq!(page.title(), "Sign out");
    browser.press(&page, "sign-out").await.back();
    sign_in(&demo, &mut browser, "megan").await;
}

async fn assert_ends(demo: &Demo, started: Started, callback: &Callback, keyword: &str) {
    let ended: FinishError = finish(&demo.party, started, callback).await.unwrap_err();
    assert_eq!(ended.keyword(), keyword, "{ended}");
}
