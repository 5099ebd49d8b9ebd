//! A plain HTTP client with a cookie jar. It runs no scripts: what it sees is what the gateway alone enforces.

use bytes::Bytes;
use http::header::{COOKIE, HOST, LOCATION, SET_COOKIE};
use http::{HeaderMap, Method, Request, StatusCode, Uri};
use http_body_util::{BodyExt as _, Full};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use std::collections::BTreeMap;

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
    /// Where it came from.
    pub address: String,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// A header's value, or nothing.
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    /// What stands in the page between two marks.
    pub fn between(&self, from: &str, to: &str) -> String {
        let text = self.text();
        let start = text
            .find(from)
            .unwrap_or_else(|| panic!("no `{from}` in {text}"))
            + from.len();
        let end = start + text[start..].find(to).unwrap();
        text[start..end].to_owned()
    }
}

/// One browser profile.
#[derive(Clone)]
pub struct Browser {
    port: u16,
    host: String,
    client: Client<HttpConnector, Full<Bytes>>,
    /// By host.
    cookies: BTreeMap<String, BTreeMap<String, String>>,
}

impl Browser {
    pub fn at(port: u16) -> Self {
        Self {
            port,
            host: format!("files.localhost:{port}"),
            client: Client::builder(TokioExecutor::new()).build_http(),
            cookies: BTreeMap::new(),
        }
    }

    /// The same browser, at another app.
    pub fn at_host(mut self, host: &str) -> Self {
        self.host = format!("{host}:{}", self.port);
        self
    }

    /// The cookies this browser has for the app.
    pub fn cookies(&self) -> BTreeMap<String, String> {
        self.cookies.get(&self.host).cloned().unwrap_or_default()
    }

    /// Gives this browser a cookie of another.
    pub fn set_cookie(&mut self, name: &str, value: &str) {
        let host = self.host.clone();
        self.cookies
            .entry(host)
            .or_default()
            .insert(name.into(), value.into());
    }

    /// Goes to a page, without following redirects.
    pub async fn visit(&mut self, address: &str) -> Answer {
        self.get(
            address,
            &[
                ("accept", "text/html"),
                ("sec-fetch-mode", "navigate"),
                ("sec-fetch-dest", "document"),
            ],
        )
        .await
    }

    /// As a script or a program does.
    pub async fn fetch(&mut self, address: &str) -> Answer {
        self.get(address, &[]).await
    }

    pub async fn get(&mut self, address: &str, headers: &[(&str, &str)]) -> Answer {
        self.send(Method::GET, address, headers, Bytes::new()).await
    }

    /// Posts from one of the app's own pages.
    pub async fn post(
        &mut self,
        address: &str,
        content_type: &str,
        body: impl Into<Bytes>,
    ) -> Answer {
        let origin = format!("http://{}", self.host);
        let headers = [("content-type", content_type), ("origin", origin.as_str())];
        self.send(Method::POST, address, &headers, body.into())
            .await
    }

    /// Posts a form and follows where it leads.
    pub async fn submit(&mut self, address: &str, fields: &[(&str, &str)]) -> Answer {
        let body = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        let origin = origin_of(&self.absolute(address));
        let headers = [
            ("content-type", "application/x-www-form-urlencoded"),
            ("origin", origin.as_str()),
            ("accept", "text/html"),
            ("sec-fetch-mode", "navigate"),
            ("sec-fetch-dest", "document"),
        ];
        let answer = self
            .send(Method::POST, address, &headers, body.into())
            .await;
        self.follow(answer).await
    }

    pub async fn send(
        &mut self,
        method: Method,
        address: &str,
        headers: &[(&str, &str)],
        body: Bytes,
    ) -> Answer {
        let address = self.absolute(address);
        let uri: Uri = address.parse().unwrap();
        let authority = uri.authority().unwrap().to_string();
        let path = uri.path_and_query().map_or("/", |path| path.as_str());
        let mut request = Request::builder()
            .method(method)
            .uri(format!(
                "http://127.0.0.1:{}{path}",
                uri.port_u16().unwrap()
            ))
            .header(HOST, &authority);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(jar) = self.cookies.get(&authority) {
            let pairs: Vec<_> = jar
                .iter()
                .map(|(name, value)| format!("{name}={value}"))
                .collect();
            request = request.header(COOKIE, pairs.join("; "));
        }
        let response = self
            .client
            .request(request.body(Full::new(body)).unwrap())
            .await
            .unwrap();
        let (parts, body) = response.into_parts();
        self.keep_cookies(&authority, &parts.headers);
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: body.collect().await.unwrap().to_bytes(),
            address,
        }
    }

    /// Follows redirects, as a page load.
    pub async fn follow(&mut self, mut answer: Answer) -> Answer {
        for _ in 0..10 {
            if !answer.status.is_redirection() {
                return answer;
            }
            let base: url::Url = answer.address.parse().unwrap();
            let next = base.join(answer.header(LOCATION.as_str())).unwrap();
            answer = self.visit(next.as_str()).await;
        }
        panic!("redirected for ever at {}", answer.address);
    }

    /// Goes to `path` and signs in on the way, up to the notice. The provider does not ask those it knows.
    pub async fn sign_in(&mut self, person: &str, path: &str) -> Answer {
        let answer = self.visit(path).await;
        let answer = self.follow(answer).await;
        if answer.text().contains("Choose an account") {
            return self.answer_provider(&answer, &[("answer", person)]).await;
        }
        answer
    }

    /// Presses a button of the identity provider's page.
    pub async fn answer_provider(&mut self, page: &Answer, fields: &[(&str, &str)]) -> Answer {
        let base: url::Url = page.address.parse().unwrap();
        let action = base.join(&page.between("action=\"", "\"")).unwrap();
        let csrf = page.between("name=\"csrf\" value=\"", "\"");
        let fields = [&[("csrf", csrf.as_str())], fields].concat();
        self.submit(action.as_str(), &fields).await
    }

    /// Proves the second factor and accepts the terms, from the provider's page on.
    pub async fn prove(&mut self, page: &Answer) -> Answer {
        let code = page.between("id=\"demo-code\">", "<");
        let mut page = self
            .answer_provider(page, &[("answer", "verify"), ("code", &code)])
            .await;
        if page.text().contains("Terms of use") {
            page = self.answer_provider(&page, &[("answer", "accept")]).await;
        }
        page
    }

    /// Goes on from the notice.
    pub async fn accept_notice(&mut self, to: &str) -> Answer {
        self.submit("/.stepgate/notice", &[("to", to)]).await
    }

    fn absolute(&self, address: &str) -> String {
        if address.starts_with('/') {
            format!("http://{}{address}", self.host)
        } else {
            address.to_owned()
        }
    }

    fn keep_cookies(&mut self, authority: &str, headers: &HeaderMap) {
        for cookie in headers.get_all(SET_COOKIE) {
            let cookie = cookie.to_str().unwrap();
            let (name, rest) = cookie.split_once('=').unwrap();
            let value = rest.split(';').next().unwrap();
            let jar = self.cookies.entry(authority.to_owned()).or_default();
            if cookie.contains("Max-Age=0") {
                jar.remove(name);
            } else {
                jar.insert(name.to_owned(), value.to_owned());
            }
        }
    }
}

fn origin_of(address: &str) -> String {
    let url: url::Url = address.parse().unwrap();
    url.origin().ascii_serialization()
}
