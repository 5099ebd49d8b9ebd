//! The policies in a response's headers.

use super::adjust::{By, adjust, own_nonce, way_in};
use super::policy::Policy;
use crate::field_list::members;
use crate::token;
use http::header::{CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY_REPORT_ONLY};
use http::{HeaderMap, HeaderName, HeaderValue};
use std::sync::Arc;

const NAMES: [HeaderName; 2] = [CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY_REPORT_ONLY];

/// What the agent needs leave for in one page.
#[derive(Clone, Debug)]
pub struct Leave {
    /// The page's origin, such as `https://files.example.com`.
    pub origin: Arc<str>,
    /// The script's path.
    pub script: &'static str,
    /// The path of the worker that reads files.
    pub worker: &'static str,
    /// The nonce in its tag; empty where no policy asks for one.
    pub nonce: String,
}

impl Leave {
    /// For a page at `origin` that loads the agent from the path `script`, and its worker from the path `worker`.
    pub const fn new(origin: Arc<str>, script: &'static str, worker: &'static str) -> Self {
        Self {
            origin,
            script,
            worker,
            nonce: String::new(),
        }
    }

    /// The page's scheme.
    pub fn scheme(&self) -> &str {
        self.origin.split_once(':').map_or("", |(scheme, _)| scheme)
    }

    /// The script's exact address.
    pub fn script_address(&self) -> String {
        format!("{}{}", self.origin, self.script)
    }

    /// The exact address of the worker that reads files.
    pub fn worker_address(&self) -> String {
        format!("{}{}", self.origin, self.worker)
    }

    /// The folder of the gateway's endpoints.
    pub fn endpoints(&self) -> String {
        format!("{}{}", self.origin, stepgate_protocol::paths::PREFIX)
    }
}

/// Adjusts every policy in `headers`, and chooses the nonce the script's tag must carry, if any must.
pub fn adjust_headers(headers: &mut HeaderMap, leave: &mut Leave) {
    let mut policies = NAMES.map(|name| read(headers, &name));
    leave.nonce = choose_nonce(policies.iter().flatten(), leave.scheme());
    for (name, policies) in NAMES.iter().zip(&mut policies) {
        if policies.is_empty() {
            continue;
        }
        headers.remove(name);
        for policy in policies {
            adjust(policy, leave);
            if let Ok(value) = HeaderValue::from_str(&policy.to_string()) {
                headers.append(name, value);
            }
        }
    }
}

/// A header may stand several times, and each may hold several policies between commas.
fn read(headers: &HeaderMap, name: &HeaderName) -> Vec<Policy> {
    members(headers, name)
        .map(|policy| Policy::parse(&policy))
        .filter(|policy| !policy.is_empty())
        .collect()
}

/// One tag has one nonce: the first the page trusts already, else a fresh one, else none is needed.
fn choose_nonce<'p>(policies: impl Iterator<Item = &'p Policy> + Clone, scheme: &str) -> String {
    let mut needing = policies
        .filter(|policy| way_in(policy, scheme) == By::Nonce)
        .peekable();
    if needing.peek().is_none() {
        return String::new();
    }
    needing
        .find_map(own_nonce)
        .map_or_else(token::nonce, str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ORIGIN: &str = "http://files.localhost:8080";
    const SCRIPT: &str = "/.stepgate/agent-0.js";
    const WORKER: &str = "/.stepgate/reader-0.js";

    /// `policy` after adjusting; the nonce of the tag is written `NONCE` where it is a fresh one.
    fn adjusted(policy: &str) -> (String, String) {
        let mut headers = HeaderMap::new();
        headers.insert(
            CONTENT_SECURITY_POLICY,
            HeaderValue::from_str(policy).unwrap(),
        );
        let mut leave = Leave::new(ORIGIN.into(), SCRIPT, WORKER);
        adjust_headers(&mut headers, &mut leave);
        let all: Vec<_> = headers
            .get_all(CONTENT_SECURITY_POLICY)
            .iter()
            .map(|value| value.to_str().unwrap())
            .collect();
        let mut text = all.join(", ");
        if !leave.nonce.is_empty() && !policy.contains(leave.nonce.as_str()) {
            text = text.replace(leave.nonce.as_str(), "NONCE");
        }
        (text, leave.nonce)
    }

    #[test]
    fn every_policy_gains_what_the_agent_needs_and_nothing_else() {
        let script = "http://files.localhost:8080/.stepgate/agent-0.js";
        let worker = "http://files.localhost:8080/.stepgate/reader-0.js";
        let folder = "http://files.localhost:8080/.stepgate/";
        let table = [
            // Nothing in the way: nothing changes.
            ("img-src 'none'", "img-src 'none'".into()),
            ("frame-ancestors 'self'; upgrade-insecure-requests", "frame-ancestors 'self'; upgrade-insecure-requests".into()),
            // Own origin is enough for script, worker and endpoints; only WebAssembly is missing.
            ("default-src 'self'", "default-src 'self' 'wasm-unsafe-eval'".into()),
            ("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'".into()),
            ("script-src * 'unsafe-eval'", "script-src * 'unsafe-eval'".into()),
            ("script-src http: 'wasm-unsafe-eval'", "script-src http: 'wasm-unsafe-eval'".into()),
            // Another scheme is not ours.
            ("script-src https:", format!("script-src https: {script} 'wasm-unsafe-eval'; worker-src https: {worker}")),
            // Nothing at all is allowed: 'none' gives way, and other kinds of request gain nothing.
            ("script-src 'none'", format!("script-src {script} 'wasm-unsafe-eval'; worker-src {worker}")),
            ("script-src", format!("script-src {script} 'wasm-unsafe-eval'; worker-src {worker}")),
            (
                "default-src 'none'",
                format!("default-src 'none'; worker-src {worker}; script-src {script} 'wasm-unsafe-eval'; connect-src {folder}"),
            ),
            (
                "default-src 'none'; script-src 'self'; connect-src 'none'",
                format!("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src {folder}"),
            ),
            // 'unsafe-inline' stays in force: no nonce is put beside it.
            (
                "script-src https://cdn.example 'unsafe-inline'; worker-src 'self'",
                format!("script-src https://cdn.example 'unsafe-inline' {script} 'wasm-unsafe-eval'; worker-src 'self'"),
            ),
            // Hashes let an address stand beside them.
            (
                "script-src 'sha256-abc='",
                format!("script-src 'sha256-abc=' {script} 'wasm-unsafe-eval'; worker-src 'sha256-abc=' {worker}"),
            ),
            // The page's nonce is reused.
            (
                "script-src 'nonce-abc+/='",
                format!("script-src 'nonce-abc+/=' 'wasm-unsafe-eval'; worker-src 'nonce-abc+/=' {worker}"),
            ),
            (
                "script-src 'nonce-abc' 'strict-dynamic' 'unsafe-inline' https:",
                format!("script-src 'nonce-abc' 'strict-dynamic' 'unsafe-inline' https: 'wasm-unsafe-eval'; \
                    worker-src 'nonce-abc' 'strict-dynamic' 'unsafe-inline' https: {worker}"),
            ),
            // 'strict-dynamic' ignores addresses, so a fresh nonce is needed.
            (
                "script-src 'strict-dynamic' 'sha256-abc='; worker-src 'self'",
                "script-src 'strict-dynamic' 'sha256-abc=' 'nonce-NONCE' 'wasm-unsafe-eval'; worker-src 'self'".into(),
            ),
            // script-src-elem governs the tag, script-src governs WebAssembly.
            (
                "script-src-elem 'none'; script-src 'self'",
                format!("script-src-elem {script}; script-src 'self' 'wasm-unsafe-eval'"),
            ),
            // Workers are governed by the first of worker-src, child-src, script-src and default-src; frames gain nothing.
            ("worker-src 'none'", format!("worker-src {worker}")),
            ("worker-src blob: https://cdn.example", format!("worker-src blob: https://cdn.example {worker}")),
            ("child-src 'none'; worker-src 'self'", "child-src 'none'; worker-src 'self'".into()),
            ("child-src https://frames.example", format!("child-src https://frames.example; worker-src https://frames.example {worker}")),
            (
                "default-src 'self'; child-src 'none'",
                format!("default-src 'self' 'wasm-unsafe-eval'; child-src 'none'; worker-src {worker}"),
            ),
            // Types: the agent's name is added where names are listed.
            ("require-trusted-types-for 'script'", "require-trusted-types-for 'script'".into()),
            ("trusted-types", "trusted-types stepgate".into()),
            ("Trusted-Types 'none'", "Trusted-Types stepgate".into()),
            ("trusted-types app 'allow-duplicates'", "trusted-types app 'allow-duplicates' stepgate".into()),
            ("trusted-types *", "trusted-types *".into()),
            // Only the first directive of a name counts.
            ("script-src 'self'; script-src 'none'", "script-src 'self' 'wasm-unsafe-eval'; script-src 'none'".into()),
            // Two policies with two nonces: one tag satisfies both.
            (
                "script-src 'nonce-aaa', script-src 'nonce-bbb'; connect-src 'self'",
                format!("script-src 'nonce-aaa' 'wasm-unsafe-eval'; worker-src 'nonce-aaa' {worker}, \
                    script-src 'nonce-bbb' 'nonce-aaa' 'wasm-unsafe-eval'; connect-src 'self'; worker-src 'nonce-bbb' {worker}"),
            ),
            // Names and keywords in any case.
            ("SCRIPT-SRC 'Self' 'UNSAFE-EVAL'; Connect-Src 'NONE'", format!("SCRIPT-SRC 'Self' 'UNSAFE-EVAL'; Connect-Src {folder}")),
        ];
        for (before, after) in table {
            assert_eq!(adjusted(before).0, after, "from `{before}`");
        }
    }

    #[test]
    fn the_tag_carries_a_nonce_only_where_a_policy_asks_for_one() {
        assert_eq!(adjusted("script-src 'self'").1, "");
        assert_eq!(adjusted("script-src 'self' 'nonce-abc'").1, "abc");
        assert!(adjusted("script-src 'strict-dynamic'").1.len() >= 22);
    }

    #[test]
    fn report_only_policies_are_adjusted_too() {
        let mut headers = HeaderMap::new();
        headers.insert(
            CONTENT_SECURITY_POLICY_REPORT_ONLY,
            HeaderValue::from_static("script-src 'none'; report-uri /r"),
        );
        adjust_headers(&mut headers, &mut Leave::new(ORIGIN.into(), SCRIPT, WORKER));
        let value = headers[CONTENT_SECURITY_POLICY_REPORT_ONLY]
            .to_str()
            .unwrap();
        assert_eq!(
            value,
            "script-src http://files.localhost:8080/.stepgate/agent-0.js 'wasm-unsafe-eval'; report-uri /r; \
             worker-src http://files.localhost:8080/.stepgate/reader-0.js"
        );
        assert!(!headers.contains_key(CONTENT_SECURITY_POLICY));
    }

    #[test]
    fn a_meta_policy_gains_only_what_is_needed_after_the_script_ran() {
        let leave = Leave::new(ORIGIN.into(), SCRIPT, WORKER);
        let adjusted = |text| super::super::adjust_meta(text, &leave);
        assert_eq!(
            adjusted("script-src 'none'"),
            "script-src 'wasm-unsafe-eval'; worker-src http://files.localhost:8080/.stepgate/reader-0.js"
        );
        assert_eq!(
            adjusted("default-src 'none'"),
            "default-src 'wasm-unsafe-eval'; worker-src http://files.localhost:8080/.stepgate/reader-0.js; \
             connect-src http://files.localhost:8080/.stepgate/"
        );
        assert_eq!(adjusted("img-src  'none'"), "img-src  'none'");
        assert_eq!(adjusted(""), "");
    }
}
