//! What browser extensions get: signed policies, step-ups and a place for activities, and nothing for anybody else.

mod step_ups;
mod strangers;

use crate::browser::{Answer, Browser};
use crate::policies::wait_until;
use crate::stage::Stage;
use axum::Router;
use axum::routing::any;
use data_encoding::BASE64URL_NOPAD;
use ed25519_dalek::{Signature, VerifyingKey};
use http::{Method, StatusCode};
use serde_json::{Value, json};
use stepgate_policy::Bundle;
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
