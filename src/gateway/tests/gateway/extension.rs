//! What browser extensions get: signed policies, step-ups and a place for activities, and nothing for anybody else.

use crate::browser::{Answer, Browser};
use crate::policies::wait_until;
use crate::stage::Stage;
use axum::Router;
use axum::routing::any;
use bytes::Bytes;
use data_encoding::BASE64URL_NOPAD;
use ed25519_dalek::{Signature, VerifyingKey};
use http::{Method, StatusCode};
use serde_json::{Value, json};
use stepgate_policy::{Bundle, GrantScope};
use stepgate_protocol::Boot;

const PRINT: &str = r#"{"id":"prove","name":"Prove it","description":"d","sessionControlType":"blockActivities",
    "activityTypes":["print"],"action":"requireStepUp",
    "stepUp":{"authenticationContext":"c1","scope":"action","lifetime":300}},
    {"id":"once","name":"Once","description":"d","sessionControlType":"controlFileDownload",
    "activityTypes":["download"],"action":"requireStepUp",
    "stepUp":{"authenticationContext":"c1","scope":"once","lifetime":300}},
    {"id":"audit","name":"A","description":"d","sessionControlType":"monitorOnly","activityTypes":["copy"],"action":"audit"}"#;

const EXTENSION: &str = r#"
    inspection = { seconds = 7, depth = 2 }
    [extension]
    host = "gate.localhost"
    lifetime = 600
    key = "extension-key.pem"
    [[extension.sites]]
    name = "files"
    title = "Files"
    matches = ["http://files.direct.localhost/*"]
    response_headers = [{ header = "Permissions-Policy", operation = "set", value = "clipboard-read=()" }]
    [[extension.sites]]
    name = "wiki"
    title = "Wiki"
    matches = ["https://*.wiki.example/*"]
"#;

const POLICY: &str = "/.stepgate/extension/policy";
const CONNECTED: &str = "/.stepgate/extension/";
const WORKER: &str = "chrome-extension://abcdefghijklmnop";

async fn stage_with(extension: &str) -> Stage {
    let app = Router::new().fallback(any(async || "ok"));
    Stage::start_with(PRINT, app, extension).await
}

async fn stage() -> (Stage, Browser) {
    let stage = stage_with(EXTENSION).await;
    let mut browser = stage.browser().at_host("gate.localhost");
    browser.sign_in("alex", CONNECTED).await;
    (stage, browser)
}

/// As the worker of an extension does: at home in no site.
async fn ask(
    browser: &mut Browser,
    method: Method,
    address: &str,
    site: &str,
    body: String,
) -> Answer {
    let headers = [
        ("stepgate-app", site),
        ("origin", WORKER),
        ("sec-fetch-site", "none"),
        ("sec-fetch-mode", "cors"),
        ("content-type", "text/plain;charset=UTF-8"),
    ];
    let headers = if method == Method::GET {
        &headers[..1]
    } else {
        &headers
    };
    browser.send(method, address, headers, body.into()).await
}

async fn post(browser: &mut Browser, address: &str, site: &str, body: String) -> Answer {
    ask(browser, Method::POST, address, site, body).await
}

async fn get(browser: &mut Browser, address: &str, site: &str) -> Answer {
    ask(browser, Method::GET, address, site, String::new()).await
}

/// The claims of a token that the gateway's published key signed, as this type.
async fn verified(browser: &mut Browser, answer: &Answer, kind: &str) -> Value {
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    assert_eq!(answer.header("content-type"), "application/jwt");
    let keys = browser.fetch("/.stepgate/extension/keys").await;
    let keys: Value = serde_json::from_slice(&keys.body).unwrap();
    let key = &keys["keys"][0];
    assert_eq!(
        (&key["kty"], &key["crv"]),
        (&json!("OKP"), &json!("Ed25519"))
    );
    let decode = |text: &str| BASE64URL_NOPAD.decode(text.as_bytes()).unwrap();
    let public: [u8; 32] = decode(key["x"].as_str().unwrap()).try_into().unwrap();
    let text = answer.text();
    let (signed, signature) = text.rsplit_once('.').unwrap();
    let signature = Signature::from_slice(&decode(signature)).unwrap();
    let public = VerifyingKey::from_bytes(&public).unwrap();
    public.verify_strict(signed.as_bytes(), &signature).unwrap();
    let (header, claims) = signed.split_once('.').unwrap();
    let header: Value = serde_json::from_slice(&decode(header)).unwrap();
    assert_eq!(
        header,
        json!({"alg": "EdDSA", "typ": kind, "kid": key["kid"]})
    );
    serde_json::from_slice(&decode(claims)).unwrap()
}

async fn bundle(browser: &mut Browser) -> Value {
    let answer = browser.fetch(POLICY).await;
    verified(browser, &answer, "stepgate-policy+jwt").await
}

fn boot(claims: &Value, site: usize) -> Vec<u8> {
    Boot::attribute_bytes(claims["sites"][site]["boot"].as_str().unwrap()).unwrap()
}

fn wish(policy: &str, activity: &str, url: &str, mode: &str) -> String {
    json!({"policy": policy, "activity": activity, "object": "", "url": url, "mode": mode})
        .to_string()
}

async fn begin(browser: &mut Browser, site: &str, wish: String) -> String {
    let answer = post(browser, "/.stepgate/step-up", site, wish).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    answer.text().trim().to_owned()
}

/// Goes through the whole check in a window, which knows nothing of the header.
async fn prove(browser: &mut Browser, id: &str) -> Answer {
    let first = browser.visit(&format!("/.stepgate/step-up/{id}")).await;
    let provider = browser.follow(first).await;
    if provider.text().contains("id=\"demo-code\"") {
        browser.prove(&provider).await
    } else {
        provider
    }
}

const PAGE: &str = "http://files.direct.localhost:9001/doc?a=1#part";

#[tokio::test]
async fn a_person_signs_in_once_and_the_browser_gets_policies_and_facts_for_every_site() {
    let stage = stage_with(EXTENSION).await;
    let mut browser = stage.browser().at_host("gate.localhost");
    let refused = browser.fetch(POLICY).await;
    assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
    let refused: Value = serde_json::from_slice(&refused.body).unwrap();
    let gate = format!("http://gate.localhost:{}", stage.port);
    assert_eq!(refused["signIn"], format!("{gate}{CONNECTED}"));

    let page = browser.sign_in("alex", CONNECTED).await;
    assert_eq!(page.address, format!("{gate}{CONNECTED}"));
    for text in [
        "This browser is connected",
        "You can close this page.",
        "its data in Files and Wiki",
        "Signed in as alex@example.com",
    ] {
        assert!(page.text().contains(text), "{text}");
    }

    let claims = bundle(&mut browser).await;
    assert_eq!(claims["iss"], gate);
    assert_eq!(claims["aud"], "stepgate-extension");
    assert_eq!(claims["user"], "alex@example.com");
    assert_eq!(claims["defaultBehavior"], "block");
    let (begun, ends) = (&claims["iat"], &claims["exp"]);
    assert_eq!(ends.as_u64().unwrap() - begun.as_u64().unwrap(), 600);
    let site = &claims["sites"][0];
    assert_eq!(
        (&site["app"], &site["title"]),
        (&json!("files"), &json!("Files"))
    );
    assert_eq!(site["matches"], json!(["http://files.direct.localhost/*"]));
    let header =
        json!({"header": "permissions-policy", "operation": "set", "value": "clipboard-read=()"});
    assert_eq!(site["responseHeaders"], json!([header]));
    assert_eq!(claims["sites"][1]["responseHeaders"], json!([]));

    let bytes = boot(&claims, 1);
    let boot = Boot::decode(&bytes).unwrap();
    assert_eq!(Some(boot.expires), ends.as_u64());
    assert_eq!(
        (&*boot.session.app, &*boot.session.app_title),
        ("wiki", "Wiki")
    );
    assert_eq!(boot.session.user, "alex@example.com");
    assert_eq!((boot.limits.seconds, boot.limits.depth), (7, 2));
    let policies = Bundle::read(boot.bundle).unwrap();
    assert_eq!(claims["revision"], format!("{:016x}", policies.revision()));
    let running = stage.gateway.extension().unwrap();
    assert_eq!(running.origin, gate);
    assert_eq!(
        BASE64URL_NOPAD
            .decode(running.public_key.as_bytes())
            .unwrap()
            .len(),
        32
    );
}

#[tokio::test]
async fn a_bundle_is_not_good_for_longer_than_the_session() {
    let stage = stage_with(&EXTENSION.replace("600", "2592000")).await;
    let mut browser = stage.browser().at_host("gate.localhost");
    browser.sign_in("alex", CONNECTED).await;
    let claims = bundle(&mut browser).await;
    let good_for = claims["exp"].as_u64().unwrap() - claims["iat"].as_u64().unwrap();
    assert!(good_for <= 12 * 60 * 60, "{good_for}");
    browser.submit("/.stepgate/sign-out", &[]).await;
    assert_eq!(browser.fetch(POLICY).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn changed_policies_are_in_the_next_bundle() {
    let (stage, mut browser) = stage().await;
    let before = bundle(&mut browser).await["revision"].clone();
    stage.write_policies("");
    wait_until(async || bundle(&mut browser).await["revision"] != before).await;
}

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

fn copy(number: u32, url: &str, revision: &Value) -> Value {
    json!({
        "id": format!("{number:032x}"), "time": 1_700_000_000_000_u64, "activity": "copy", "action": "audit",
        "policy": "audit", "outcome": "performed", "url": url, "file": null,
        "matches": ["audit"], "failure": null, "revision": revision, "trace": [], "source": "agent", "detail": null
    })
}

#[tokio::test]
async fn activities_are_those_of_the_site_that_the_header_names() {
    let (stage, mut browser) = stage().await;
    let revision = bundle(&mut browser).await["revision"].clone();
    let activities = [
        copy(1, PAGE, &revision),
        copy(2, "https://www.wiki.example/a?secret=1", &revision),
        copy(
            3,
            &format!("http://gate.localhost:{}/", stage.port),
            &revision,
        ),
    ];
    let batch = json!({ "activities": activities }).to_string();
    for (site, rejected) in [("files", "2"), ("files", "2"), ("wiki", "2")] {
        let answer = post(&mut browser, "/.stepgate/activities", site, batch.clone()).await;
        assert_eq!(answer.status, StatusCode::NO_CONTENT, "{}", answer.text());
        assert_eq!(answer.header("stepgate-rejected"), rejected);
    }
    let mut administrator = stage.browser().at_host("gate.localhost");
    administrator.sign_in("adele", CONNECTED).await;
    let answer = administrator
        .fetch("/.stepgate/console/api/activities")
        .await;
    let list: Value = serde_json::from_slice(&answer.body).unwrap();
    let kept: Vec<_> = list["activities"]
        .as_array()
        .unwrap()
        .iter()
        .map(|kept| json!([kept["app"], kept["url"], kept["user"]]))
        .collect();
    let expected = [
        json!(["wiki", "https://www.wiki.example/a", "alex@example.com"]),
        json!([
            "files",
            "http://files.direct.localhost:9001/doc",
            "alex@example.com"
        ]),
    ];
    assert_eq!(kept, expected, "once each, without their queries");

    let unknown = post(&mut browser, "/.stepgate/activities", "mail", batch).await;
    assert_eq!(unknown.status, StatusCode::BAD_REQUEST);
    assert!(
        unknown.text().contains("`stepgate-app: mail` names none"),
        "{}",
        unknown.text()
    );
}

#[tokio::test]
async fn no_web_page_speaks_for_an_extension() {
    let (stage, mut browser) = stage().await;
    let own = format!("http://gate.localhost:{}", stage.port);
    let table: [(&[(&str, &str)], bool); 9] = [
        (&[("stepgate-app", "files"), ("origin", WORKER)], true),
        (
            &[("stepgate-app", "files"), ("origin", "moz-extension://0a")],
            true,
        ),
        (
            &[
                ("stepgate-app", "files"),
                ("origin", "null"),
                ("sec-fetch-site", "cross-site"),
            ],
            true,
        ),
        (&[("stepgate-app", "files")], true),
        (
            &[
                ("stepgate-app", "files"),
                ("origin", "http://files.direct.localhost"),
            ],
            false,
        ),
        (
            &[
                ("stepgate-app", "files"),
                ("origin", "https://evil.example"),
            ],
            false,
        ),
        // Without the header it is the rule of every other host.
        (&[("origin", WORKER)], false),
        (
            &[
                ("origin", "http://files.direct.localhost"),
                ("sec-fetch-site", "same-site"),
            ],
            false,
        ),
        (&[("origin", "null")], false),
    ];
    for (headers, lets_in) in table {
        let body = Bytes::from(wish("prove", "print", PAGE, "popup"));
        let answer = browser
            .send(Method::POST, "/.stepgate/step-up", headers, body)
            .await;
        let expected = if lets_in {
            StatusCode::OK
        } else {
            StatusCode::FORBIDDEN
        };
        assert_eq!(answer.status, expected, "{headers:?}");
    }
    // One of the gateway's own pages, which has no site.
    let headers = [("origin", own.as_str())];
    let body = Bytes::from(wish("prove", "print", PAGE, "popup"));
    let answer = browser
        .send(Method::POST, "/.stepgate/step-up", &headers, body)
        .await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_preflight_is_never_granted_and_no_answer_is_shared_with_another_origin() {
    let (_stage, mut browser) = stage().await;
    let preflight = [
        ("origin", "http://files.direct.localhost"),
        ("access-control-request-method", "POST"),
        ("access-control-request-headers", "stepgate-app"),
    ];
    for address in [
        POLICY,
        CONNECTED,
        "/.stepgate/extension/keys",
        "/.stepgate/activities",
        "/.stepgate/step-up",
        "/.stepgate/step-up/1/status",
        "/.stepgate/step-up/1/cancel",
        "/.stepgate/sign-out",
        "/.stepgate/nothing",
    ] {
        for method in [Method::OPTIONS, Method::GET] {
            let answer = browser
                .send(method.clone(), address, &preflight, Bytes::new())
                .await;
            let shared = answer
                .headers
                .keys()
                .any(|name| name.as_str().starts_with("access-control-"));
            assert!(!shared, "{method} {address}");
            assert!(
                method == Method::GET || !answer.status.is_success(),
                "{address}"
            );
        }
    }
    let answer = browser.fetch(POLICY).await;
    assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin");
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    assert_eq!(answer.header("cache-control"), "no-store");
}

#[tokio::test]
async fn a_session_of_the_gateways_own_host_is_none_of_an_app_and_the_other_way_round() {
    let (stage, browser) = stage().await;
    let session = browser.cookies()["stepgate_session"].clone();
    let mut app = stage.browser();
    app.set_cookie("stepgate_session", &session);
    assert_eq!(app.fetch("/").await.status, StatusCode::UNAUTHORIZED);

    let session = stage.browser_of("alex").await.cookies()["stepgate_session"].clone();
    let mut gate = stage.browser().at_host("gate.localhost");
    gate.set_cookie("stepgate_session", &session);
    assert_eq!(gate.fetch(POLICY).await.status, StatusCode::UNAUTHORIZED);
    let body = wish("prove", "print", PAGE, "popup");
    let answer = post(&mut gate, "/.stepgate/step-up", "files", body).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn nothing_is_behind_the_gateways_own_host_and_apps_have_none_of_its_addresses() {
    let (stage, mut browser) = stage().await;
    let start = browser.visit("/").await;
    assert_eq!(start.header("location"), CONNECTED);
    assert_eq!(
        browser
            .visit("/.stepgate/extension")
            .await
            .header("location"),
        CONNECTED
    );
    assert_eq!(browser.visit("/?x").await.header("location"), CONNECTED);
    for path in ["/page", "//evil.example/", "/extension/policy"] {
        let answer = browser.visit(path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
    }
    let mut app = stage.browser_of("alex").await;
    for address in [
        POLICY,
        CONNECTED,
        "/.stepgate/extension",
        "/.stepgate/extension/keys",
    ] {
        assert_eq!(
            app.fetch(address).await.status,
            StatusCode::NOT_FOUND,
            "{address}"
        );
    }
    let answer = app.get("/page", &[("stepgate-app", "nothing")]).await;
    assert_eq!(
        answer.status,
        StatusCode::OK,
        "elsewhere the header means nothing"
    );
    let received = stage.app.received_at("/page");
    assert!(
        !received[0].headers.contains_key("stepgate-app"),
        "and goes no further"
    );
}

#[tokio::test]
async fn a_gateway_without_extensions_has_none_of_this() {
    let stage = stage_with("").await;
    let mut gate = stage.browser().at_host("gate.localhost");
    assert_eq!(
        gate.fetch(POLICY).await.status,
        StatusCode::MISDIRECTED_REQUEST
    );
    let mut app = stage.browser_of("alex").await;
    for address in [POLICY, CONNECTED, "/.stepgate/extension/keys"] {
        assert_eq!(
            app.fetch(address).await.status,
            StatusCode::NOT_FOUND,
            "{address}"
        );
    }
    assert!(stage.gateway.extension().is_none());
}
