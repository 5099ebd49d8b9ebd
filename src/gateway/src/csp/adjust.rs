//! What is added to one policy?

use super::header::Leave;
use super::policy::Policy;
use super::source::Sources;

const WASM: [&str; 2] = ["script-src", "default-src"];
const SCRIPT: [&str; 3] = ["script-src-elem", "script-src", "default-src"];
const WORKER: [&str; 4] = ["worker-src", "child-src", "script-src", "default-src"];
const CONNECT: [&str; 2] = ["connect-src", "default-src"];

/// How a list can let our script in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// It does already, whatever it is given.
    Already,
    /// By the nonce in the script's tag.
    Nonce,
    /// By the script's exact address.
    Address,
}

/// How the policy can let our script in.
pub fn way_in(policy: &Policy, scheme: &str) -> By {
    let Some((_, sources)) = policy.first_of(&SCRIPT) else {
        return By::Already;
    };
    let by_nonce = sources.has_keyword("strict-dynamic") || sources.nonces().next().is_some();
    if by_nonce {
        By::Nonce
    } else if sources.has_own_origin(scheme) {
        By::Already
    } else {
        By::Address
    }
}

/// A nonce the policy trusts already.
pub fn own_nonce(policy: &Policy) -> Option<&str> {
    policy
        .first_of(&SCRIPT)
        .and_then(|(_, sources)| sources.nonces().next())
}

/// Adds to a policy from a header what the agent needs.
pub fn adjust(policy: &mut Policy, leave: &Leave) {
    admit_worker(policy, leave); // first: what other lists gain is not for workers
    admit_script(policy, leave);
    admit_endpoints(policy, leave);
    admit_wasm(policy);
    admit_type(policy);
}

/// Adds to a policy from a `<meta>` what the agent needs after its script was run: such a policy holds only for what
/// comes after it in the page.
pub fn adjust_meta(text: &str, leave: &Leave) -> String {
    let mut policy = Policy::parse(text);
    if policy.is_empty() {
        return text.to_owned();
    }
    let before = policy.clone();
    admit_worker(&mut policy, leave);
    admit_endpoints(&mut policy, leave);
    admit_wasm(&mut policy);
    if policy == before {
        text.to_owned()
    } else {
        policy.to_string()
    }
}

fn admit_script(policy: &mut Policy, leave: &Leave) {
    match way_in(policy, leave.scheme()) {
        By::Already => {}
        By::Nonce => {
            let source = format!("'nonce-{}'", leave.nonce);
            admit(policy, &SCRIPT, "script-src", source, |_| false);
        }
        By::Address => {
            admit(
                policy,
                &SCRIPT,
                "script-src",
                leave.script_address(),
                |_| false,
            );
        }
    }
}

/// `'wasm-unsafe-eval'` means nothing to other directives, so it may stand in `default-src` itself.
fn admit_wasm(policy: &mut Policy) {
    let Some((name, sources)) = policy.first_of(&WASM) else {
        return;
    };
    if !sources.has_keyword("unsafe-eval") && !sources.has_keyword("wasm-unsafe-eval") {
        policy.add(name, "'wasm-unsafe-eval'".to_owned());
    }
}

/// A list that falls back to another is written out first: frames and scripts gain nothing. `'strict-dynamic'` lets a worker
/// in that a trusted script starts, but not in every browser (Content Security Policy 3, 6.1.16, says nothing of it).
fn admit_worker(policy: &mut Policy, leave: &Leave) {
    let Some((name, sources)) = policy.first_of(&WORKER) else {
        return;
    };
    let address = leave.worker_address();
    let dynamic = sources.has_keyword("strict-dynamic");
    if (sources.has_own_origin(leave.scheme()) && !dynamic) || sources.contains(&address) {
        return;
    }
    let own = "worker-src";
    if name != own {
        policy.write_out(own, name);
    }
    policy.add(own, address);
}

/// Where only types of known names may be made for what runs, the agent's is one: it makes it before any script of the page,
/// and a name is given once.
fn admit_type(policy: &mut Policy) {
    let Some((name, sources)) = policy.first_of(&["trusted-types"]) else {
        return;
    };
    let agents = "stepgate".to_owned();
    if !sources.contains("*") && !sources.contains(&agents) {
        policy.add(name, agents);
    }
}

fn admit_endpoints(policy: &mut Policy, leave: &Leave) {
    let scheme = leave.scheme();
    admit(
        policy,
        &CONNECT,
        "connect-src",
        leave.endpoints(),
        |sources| sources.has_own_origin(scheme),
    );
}

/// Adds `source` to the first of `names` the policy has, unless `allowed` says it is let in already. A list that stands
/// only in `default-src` is written out as `own` first.
fn admit(
    policy: &mut Policy,
    names: &[&str],
    own: &str,
    source: String,
    allowed: impl Fn(Sources<'_>) -> bool,
) {
    let Some((name, sources)) = policy.first_of(names) else {
        return;
    };
    if allowed(sources) || sources.contains(&source) {
        return;
    }
    if name == "default-src" {
        policy.write_out(own, name);
        policy.add(own, source);
    } else {
        policy.add(name, source);
    }
}
