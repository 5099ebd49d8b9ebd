//! How long does one decision take, and how large are the policies it is made from?
//!
//! `decision_time` prints a table. `decision_time COUNT [POLICIES [elsewhere|here]]` prints the nanoseconds of one
//! decision of COUNT, `decision_time patterns` the megabytes a second in which an administrator's regular expressions are
//! looked for in texts that other engines take ever longer for, each twice as long as the one before, and `decision_time bundle FILE POLICIES [elsewhere|here]` writes a bundle. For `wasm32` it
//! exports the loop to time.
//!
//! Every policy has ten conditions. One looks into the message; the others are about other apps (`elsewhere`), or about
//! the same app and activity but other groups (`here`).
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a measuring tool: it prints its result and stops at the first mistake"
)]

use std::fmt::Write as _;
use std::hint::black_box;
use std::sync::Mutex;
use std::time::Instant;
use stepgate_policy::{
    ActivityType, Attempt, Bundle, Content, DefaultBehavior, Filter, Place, PolicySet,
    SessionContext, decide,
};

const USUAL: u32 = 100;
const NOW: u64 = 1_700_000_000;
const MESSAGE: &str = "The survey of the main under Canal Street is due on Thursday; if it lies as high as we fear, the duct bank \
    moves to the north side and the design freeze slips by two weeks. Order number 4111 1111 1111 1112 is open.";

static BUNDLE: Mutex<Option<Bundle<'static>>> = Mutex::new(None);

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let number = |text: &str| text.parse::<u32>().unwrap();
    match arguments.as_slice() {
        [] => table(),
        ["bundle", file, policies, rest @ ..] => {
            std::fs::write(file, compile(number(policies), is_here(rest))).unwrap();
        }
        ["patterns"] => patterns(),
        [count] => print_time(number(count), USUAL, false),
        [count, policies, rest @ ..] => print_time(number(count), number(policies), is_here(rest)),
    }
}

fn is_here(rest: &[&str]) -> bool {
    rest.first() == Some(&"here")
}

fn print_time(count: u32, policies: u32, here: bool) {
    keep(compile(policies, here));
    println!("{}", nanoseconds(count));
}

fn table() {
    println!(
        "policies  others     ns/decision  us/reading  us/session  bytes/policy  bytes/policy of one session (policies)"
    );
    for (policies, count) in [(1, 100_000), (100, 100_000), (10_000, 1_000)] {
        for (here, name) in [(false, "elsewhere"), (true, "here")] {
            let bytes = compile(policies, here);
            let (reading, whole) = timed(|| Bundle::read(&bytes).unwrap());
            let (choosing, own) =
                timed(|| whole.for_session(&session(), NOW, Filter::is_of_session));
            let kept = Bundle::read(&own).unwrap().policy_count();
            let (each, own_each) = (
                bytes.len() / policies as usize,
                own.len() / usize::from(kept),
            );
            keep(bytes);
            let time = nanoseconds(count);
            println!(
                "{policies:>8}  {name:<9}  {time:>11}  {reading:>10}  {choosing:>10}  {each:>12}  {own_each} ({kept})"
            );
        }
    }
}

/// How many microseconds `work` takes, and what came of it.
fn timed<T>(work: impl Fn() -> T) -> (u128, T) {
    const TIMES: u32 = 20;
    let start = Instant::now();
    for _ in 1..TIMES {
        black_box(work());
    }
    let made = work();
    (start.elapsed().as_micros() / u128::from(TIMES), made)
}

fn nanoseconds(count: u32) -> u128 {
    decide_many(count / 10);
    let start = Instant::now();
    decide_many(count);
    start.elapsed().as_nanos() / u128::from(count.max(1))
}

/// Compiles that many policies (0: the usual number) before anything is timed.
#[unsafe(no_mangle)]
pub extern "C" fn prepare(policies: u32) {
    let policies = if policies == 0 { USUAL } else { policies };
    keep(compile(policies, false));
}

/// Reading a bundle is not part of deciding, so it is read once and stays until the end.
fn keep(bytes: Vec<u8>) {
    *BUNDLE.lock().unwrap() = Some(Bundle::read(bytes.leak()).unwrap());
}

/// Decides `count` times about the same message, and answers how many decisions a policy made.
#[unsafe(no_mangle)]
pub extern "C" fn decide_many(count: u32) -> u32 {
    decide_about(MESSAGE, count)
}

/// Expressions that a backtracking engine needs quadratic or exponential time for, and the text.
const PATTERNS: [(&str, &str); 6] = [
    ("(a+)+b", "a"),
    ("(a|aa)+c", "a"),
    (r"(x+x+)+y", "x"),
    (r"[a-z]+[0-9]+[a-z]+!", "a1"),
    (r"(\\w+ ?)+:", "word "),
    ("a[ab]{4}z", "ab"),
];

fn patterns() {
    for (pattern, piece) in PATTERNS {
        let inspection = format!(r#""inspection":{{"customExpression":{{"regex":"{pattern}"}}}},"#);
        let list = policy(0, "files", "planning", &inspection);
        let set =
            PolicySet::from_str("bench.json", &format!(r#"{{"policies":[{list}]}}"#)).unwrap();
        keep(set.compile(DefaultBehavior::Block));
        let speeds = [100_000, 200_000, 400_000].map(|length| {
            let text = piece.repeat(length / piece.len());
            let (time, _) = timed(|| decide_about(&text, 1));
            format!("{:.1}", length as f64 / time.max(1) as f64)
        });
        println!("{pattern}\t{}", speeds.join("\t"));
    }
}

fn decide_about(text: &str, count: u32) -> u32 {
    let bundle = BUNDLE.lock().unwrap().unwrap();
    let session = session();
    let attempt = Attempt {
        activity: &ActivityType::SendItem,
        session: &session,
        file: None,
        place: Place::default(),
        content: Content::Text(text),
        metadata: "",
        now: NOW,
    };
    let decided = (0..count).filter(|_| {
        decide(black_box(&bundle), black_box(&attempt))
            .policy
            .is_some()
    });
    u32::try_from(decided.count()).unwrap_or(u32::MAX)
}

fn session() -> SessionContext {
    SessionContext {
        app: "files".into(),
        user: "alex@example.com".into(),
        groups: vec!["planning".into()],
        country: "DE".into(),
        ip_address: Some([192, 0, 2, 7].into()),
        user_agent: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0".into(),
        ..SessionContext::default()
    }
}

fn compile(policies: u32, here: bool) -> Vec<u8> {
    let mut list = policy(
        0,
        "files",
        "planning",
        r#""inspection":{"presetExpression":"paymentCard"},"#,
    );
    for number in 1..policies {
        let (app, group) = (format!("app-{}", number / 10), format!("group-{number}"));
        list.push(',');
        list += &policy(number, if here { "files" } else { &app }, &group, "");
    }
    let set = PolicySet::from_str("bench.json", &format!(r#"{{"policies":[{list}]}}"#)).unwrap();
    set.compile(DefaultBehavior::Block)
}

/// A policy with ten conditions that all but the group let hold.
fn policy(number: u32, app: &str, group: &str, inspection: &str) -> String {
    let conditions = [
        ("app", "equals", format!(r#"["{app}"]"#)),
        ("user.groups", "equals", format!(r#"["{group}"]"#)),
        (
            "device.tags",
            "doesNotEqual",
            r#"["intuneCompliant"]"#.into(),
        ),
        (
            "ip.address",
            "doesNotEqual",
            r#"["10.0.0.0/8","2001:db8::/32"]"#.into(),
        ),
        ("location.country", "equals", r#"["DE","AT","CH"]"#.into()),
        ("user.domain", "equals", r#"["example.com"]"#.into()),
        (
            "user.name",
            "doesNotEqual",
            r#"["megan@example.com"]"#.into(),
        ),
        ("userAgent.text", "contains", r#"["firefox"]"#.into()),
        ("url", "doesNotContain", r#"["/public/"]"#.into()),
        ("dataSize", "isNotSet", String::new()),
    ];
    let mut written = String::new();
    for (filter, operator, values) in conditions {
        let comma = if written.is_empty() { "" } else { "," };
        write!(
            written,
            r#"{comma}{{"filter":"{filter}","operator":"{operator}""#
        )
        .unwrap();
        if !values.is_empty() {
            write!(written, r#","values":{values}"#).unwrap();
        }
        written.push('}');
    }
    format!(
        r#"{{"id":"p{number}","name":"Policy {number}","sessionControlType":"blockActivities","activityTypes":["sendItem"],"conditions":{{"all":[{written}]}},{inspection}"action":"block","message":"This is not sent from here."}}"#
    )
}
