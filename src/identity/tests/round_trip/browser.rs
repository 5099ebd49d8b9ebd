//! A browser as far as a sign-in needs one: it follows redirects, keeps a cookie and sends forms.

use axum::http::header::{COOKIE, LOCATION, SET_COOKIE};
use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder};
use stepgate_identity::Callback;
use url::Url;

/// Who is looking at the provider's pages.
pub struct Browser {
    http: Client,
    cookie: Option<String>,
}

/// Where a click led.
#[derive(Debug)]
pub enum Place {
    /// A page of the provider.
    Page(Page),
    /// Back at the client.
    Back(Callback),
}

/// A page as it was sent.
#[derive(Debug)]
pub struct Page {
    pub url: Url,
    pub status: u16,
    pub security_policy: String,
    pub html: String,
}

impl Page {
    pub fn title(&self) -> &str {
        between(&self.html, "<title>", " · ").unwrap()
    }

    pub fn demo_code(&self) -> &str {
        between(&self.html, "<output id=\"demo-code\">", "</output>").unwrap()
    }

    pub fn csrf(&self) -> &str {
        between(&self.html, "name=\"csrf\" value=\"", "\"").unwrap()
    }
}

impl Place {
    pub fn page(self) -> Page {
        match self {
            Self::Page(page) => page,
            Self::Back(callback) => panic!("went back with {callback:?}"),
        }
    }

    pub fn back(self) -> Callback {
        match self {
            Self::Back(callback) => callback,
            Self::Page(page) => panic!("stayed at `{}`", page.title()),
        }
    }
}

impl Browser {
    pub fn new() -> Self {
        let http = Client::builder()
            .redirect(Policy::none())
            .no_proxy()
            .build()
            .unwrap();
        Self { http, cookie: None }
    }

    pub async fn open(&mut self, url: &Url) -> Place {
        let request = self.http.get(url.clone());
        self.follow(url.clone(), request).await
    }

    /// Presses the button with this value.
    pub async fn press(&mut self, page: &Page, button: &str) -> Place {
        self.send(page, button, "", page.csrf()).await
    }

    /// Types a code and presses `Verify`.
    pub async fn verify(&mut self, page: &Page, code: &str) -> Place {
        self.send(page, "verify", code, page.csrf()).await
    }

    /// Sends the form of a page.
    pub async fn send(&mut self, page: &Page, answer: &str, code: &str, csrf: &str) -> Place {
        let fields = [
            ("csrf", csrf),
            ("answer", answer),
            ("code", code),
            ("return_to", super::REDIRECT_URI),
        ];
        let request = self.http.post(page.url.clone()).form(&fields);
        self.follow(page.url.clone(), request).await
    }

    async fn follow(&mut self, mut url: Url, mut request: RequestBuilder) -> Place {
        loop {
            if let Some(cookie) = &self.cookie {
                request = request.header(COOKIE, cookie);
            }
            let response = request.send().await.unwrap();
            let headers = response.headers().clone();
            if let Some(set) = headers.get(SET_COOKIE) {
                self.cookie = set.to_str().unwrap().split(';').next().map(str::to_owned);
            }
            let text = |name: &str| {
                headers
                    .get(name)
                    .map(|value| value.to_str().unwrap().to_owned())
            };
            let Some(location) = text(LOCATION.as_str()) else {
                let status = response.status().as_u16();
                let security_policy = text("content-security-policy").unwrap_or_default();
                let html = response.text().await.unwrap();
                return Place::Page(Page {
                    url,
                    status,
                    security_policy,
                    html,
                });
            };
            url = url.join(&location).unwrap();
            if url.as_str().starts_with(super::REDIRECT_URI) {
                return Place::Back(callback(&url));
            }
            request = self.http.get(url.clone());
        }
    }
}

/// The query of the callback, as the gateway reads it.
fn callback(url: &Url) -> Callback {
    let pairs: serde_json::Map<_, _> = url
        .query_pairs()
        .map(|(key, value)| (key.into_owned(), value.into_owned().into()))
        .collect();
    serde_json::from_value(pairs.into()).unwrap()
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    text.split_once(before)?
        .1
        .split_once(after)
        .map(|(inside, _)| inside)
}
