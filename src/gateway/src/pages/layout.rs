//! One look for every page of the gateway.

use crate::token;
use axum::body::Body;
use http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY};
use http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode};

const BASE: &str = include_str!("../../../../www/shared/base.css");
const STYLE: &str = include_str!("page.css");

/// What a page is about; decides its colour and sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Something to know.
    Note,
    /// Something to do.
    Check,
    /// Something that went well.
    Good,
    /// Something that is not allowed.
    Stop,
}

impl Tone {
    const fn class(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Check => "check",
            Self::Good => "good",
            Self::Stop => "stop",
        }
    }

    /// The sign's outline, in a box of 24 by 24.
    const fn sign(self) -> &'static str {
        match self {
            Self::Note => {
                "M2 12s3.6-6.5 10-6.5S22 12 22 12s-3.6 6.5-10 6.5S2 12 2 12zM12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6z"
            }
            Self::Check => {
                "M12 3l7.5 2.8v5.4c0 4.6-3.1 8.2-7.5 9.8-4.4-1.6-7.5-5.2-7.5-9.8V5.800zM12 8v4.500M12 16v.1"
            }
            Self::Good => {
                "M12 3l7.5 2.8v5.4c0 4.6-3.1 8.2-7.5 9.8-4.4-1.6-7.5-5.2-7.5-9.8V5.800zM8.500 12l2.500 2.500 4.500-5"
            }
            Self::Stop => "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM5.700 5.700l12.600 12.600",
        }
    }
}

/// A page: one card with a sign, a heading, paragraphs and buttons.
#[derive(Debug)]
pub struct Page {
    tone: Tone,
    heading: String,
    eyebrow: String,
    body: String,
    actions: String,
    foot: String,
    script: String,
    head: String,
    has_form: bool,
}

impl Page {
    /// With a heading, as text.
    pub fn new(tone: Tone, heading: &str) -> Self {
        Self {
            tone,
            heading: heading.to_owned(),
            eyebrow: String::new(),
            body: String::new(),
            actions: String::new(),
            foot: String::new(),
            script: String::new(),
            head: String::new(),
            has_form: false,
        }
    }

    /// Says above the heading which app this is about.
    pub fn app(mut self, title: &str) -> Self {
        title.clone_into(&mut self.eyebrow);
        self
    }

    /// Adds a paragraph of text.
    pub fn say(self, text: &str) -> Self {
        let html = escape(text);
        self.say_html(&html)
    }

    /// Adds a paragraph of HTML.
    pub fn say_html(mut self, html: &str) -> Self {
        self.body.push_str(&format!("<p>{html}</p>"));
        self
    }

    /// Adds what an administrator wrote, set apart.
    pub fn quote(mut self, text: &str) -> Self {
        if !text.is_empty() {
            self.body
                .push_str(&format!("<blockquote>{}</blockquote>", escape(text)));
        }
        self
    }

    /// Adds a link that looks like a button.
    pub fn link(mut self, address: &str, text: &str, main: bool) -> Self {
        let class = if main { "button primary" } else { "button" };
        self.actions.push_str(&format!(
            "<a class=\"{class}\" href=\"{}\">{}</a>",
            escape(address),
            escape(text)
        ));
        self
    }

    /// Adds a form to the row of buttons, as HTML.
    pub fn form(mut self, html: &str) -> Self {
        self.actions.push_str(html);
        self.has_form = true;
        self
    }

    /// Adds small print.
    pub fn foot(mut self, text: &str) -> Self {
        self.foot = format!("<p class=\"foot\">{}</p>", escape(text));
        self
    }

    /// Adds the one script the page runs.
    pub fn script(mut self, script: &str) -> Self {
        script.clone_into(&mut self.script);
        self
    }

    /// Goes on to `address` by itself.
    pub fn go_on_to(mut self, address: &str) -> Self {
        self.head = format!(
            "<meta http-equiv=\"refresh\" content=\"0;url={}\">",
            escape(address)
        );
        self
    }

    /// As a response.
    pub fn answer(self, status: StatusCode) -> Response<Body> {
        let nonce = token::nonce();
        let script = match self.script.as_str() {
            "" => String::new(),
            script => format!("<script nonce=\"{nonce}\">{script}</script>"),
        };
        let eyebrow = match self.eyebrow.as_str() {
            "" => String::new(),
            title => format!("<p class=\"eyebrow\">{}</p>", escape(title)),
        };
        let heading = escape(&self.heading);
        let html = format!(
            "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
             <title>{heading}</title>{head}<style nonce=\"{nonce}\">{BASE}{STYLE}</style></head>\
             <body><main class=\"card {tone}\"><svg class=\"sign\" viewBox=\"0 0 24 24\" aria-hidden=\"true\">\
             <path d=\"{sign}\"/></svg>{eyebrow}<h1>{heading}</h1>{body}<div class=\"actions\">{actions}</div>\
             {foot}</main>{script}</body></html>",
            head = self.head,
            tone = self.tone.class(),
            sign = self.tone.sign(),
            body = self.body,
            actions = self.actions,
            foot = self.foot,
        );
        let policy = format!(
            "default-src 'none'; style-src 'nonce-{nonce}'; script-src 'nonce-{nonce}'; base-uri 'none'; \
             frame-ancestors 'none'"
        );
        let mut response = own(status, "text/html; charset=utf-8", html);
        if let Ok(policy) = HeaderValue::from_str(&policy) {
            response
                .headers_mut()
                .insert(CONTENT_SECURITY_POLICY, policy);
        }
        if self.has_form {
            // With `no-referrer` a form would be sent with `Origin: null`, like one from anywhere.
            response
                .headers_mut()
                .insert(REFERRER_POLICY, HeaderValue::from_static("same-origin"));
        }
        response
    }
}

/// A sentence for a program.
pub fn plain(status: StatusCode, text: &str) -> Response<Body> {
    own(status, "text/plain; charset=utf-8", format!("{text}\n"))
}

fn own(status: StatusCode, content_type: &'static str, body: String) -> Response<Body> {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    response
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    private(response.headers_mut());
    response
}

/// What every answer of the gateway's own says: keep it nowhere, say nowhere where it was.
pub fn private(headers: &mut HeaderMap) {
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(
        HeaderName::from_static("x-content-type-options"),
        HeaderValue::from_static("nosniff"),
    );
}

/// Text as HTML.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            character => out.push(character),
        }
    }
    out
}
