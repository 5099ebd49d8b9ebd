//! How long does one decision take? Natively it prints nanoseconds; for `wasm32` it exports the loop to time.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a measuring tool: it prints its result and stops at the first mistake"
)]

use std::fmt::Write as _;
use std::hint::black_box;
use std::sync::OnceLock;
use std::time::Instant;
use stepgate_policy::{
    ActivityType, Attempt, Bundle, Content, DefaultBehavior, Place, PolicySet, SessionContext,
    decide,
};

const POLICIES: u32 = 100;
const MESSAGE: &str = "The survey of the main under Canal Street is due on Thursday; if it lies as high as we fear, the duct bank \
    moves to the north side and the design freeze slips by two weeks. Order number 4111 1111 1111 1112 is open.";

static BUNDLE: OnceLock<Vec<u8>> = OnceLock::new();

fn main() {
    prepare();
    let count = std::env::args()
        .nth(1)
        .map_or(100_000, |text| text.parse().unwrap());
    decide_many(1_000);
    let start = Instant::now();
    decide_many(count);
    println!("{}", start.elapsed().as_nanos() / u128::from(count.max(1)));
}

/// Compiles the policies once, before anything is timed.
#[unsafe(no_mangle)]
pub extern "C" fn prepare() {
    BUNDLE.get_or_init(|| {
        let set = PolicySet::from_str("bench.json", &policies()).unwrap();
        set.compile(DefaultBehavior::Block)
    });
}

/// Decides `count` times about the same message, and answers how many decisions a policy made.
#[unsafe(no_mangle)]
pub extern "C" fn decide_many(count: u32) -> u32 {
    let bundle = Bundle::read(BUNDLE.get().unwrap()).unwrap();
    let session = SessionContext {
        app: "files".into(),
        user: "alex@example.com".into(),
        groups: vec!["planning".into()],
        ..SessionContext::default()
    };
    let attempt = Attempt {
        activity: &ActivityType::SendItem,
        session: &session,
        file: None,
        place: Place::default(),
        content: Content::Text(MESSAGE),
        now: 1_700_000_000,
    };
    let decided = (0..count).filter(|_| {
        decide(black_box(&bundle), black_box(&attempt))
            .policy
            .is_some()
    });
    u32::try_from(decided.count()).unwrap_or(u32::MAX)
}

/// One policy that inspects the message, and others that look at who and where.
fn policies() -> String {
    let mut list = String::from(
        r#"{"id":"card","name":"Card","sessionControlType":"blockActivities","activityTypes":["sendItem"],"inspection":{"presetExpression":"paymentCard","minimumViolations":1},"action":"block"}"#,
    );
    for number in 1..POLICIES {
        let conditions = format!(
            r#"{{"all":[{{"filter":"app","operator":"equals","values":["app-{number}"]}},{{"filter":"user.groups","operator":"equals","values":["group-{number}"]}}]}}"#
        );
        write!(
            list,
            r#",{{"id":"p{number}","name":"Policy {number}","sessionControlType":"blockActivities","activityTypes":["sendItem"],"conditions":{conditions},"action":"block"}}"#
        )
        .unwrap();
    }
    format!(r#"{{"policies":[{list}]}}"#)
}
