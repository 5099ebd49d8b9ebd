//! Prints the boot attribute for policies and a session: `boot POLICIES.json SESSION.json [allow|block [KEY]]`.
//! The clipboard key is 32 bytes in base64url without padding.
//!
//! For trying the agent on a page without a gateway; the tests in `tests/adversarial` use it.

use std::error::Error;
use std::io::Write as _;
use std::time::{SystemTime, UNIX_EPOCH};
use std::{env, fs, io};
use stepgate_policy::{DefaultBehavior, PolicySet, SessionContext};
use stepgate_protocol::{Boot, ReadLimits};

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = env::args().skip(1);
    let (Some(policies), Some(session)) = (args.next(), args.next()) else {
        return Err("usage: boot POLICIES.json SESSION.json [allow|block [KEY]]".into());
    };
    let default = match args.next().as_deref() {
        Some("allow") => DefaultBehavior::Allow,
        Some("block") | None => DefaultBehavior::Block,
        Some(other) => return Err(format!("`{other}` is not a default behaviour").into()),
    };
    let key = Boot::attribute_bytes(&args.next().unwrap_or_default())
        .map_err(|_| "the key is not base64url without padding")?;
    let bundle = PolicySet::from_str(&policies, &fs::read_to_string(&policies)?)?.compile(default);
    let session: SessionContext = serde_json::from_str(&fs::read_to_string(session)?)?;
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
    writeln!(
        io::stdout(),
        "{}",
        Boot {
            now,
            expires: 0,
            session,
            clipboard_key: &key,
            fingerprint_key: &[9; 16],
            limits: ReadLimits::default(),
            bundle: &bundle
        }
        .attribute()
    )?;
    Ok(())
}
