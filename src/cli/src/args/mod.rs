//! What can be asked of `stepgate` on the command line?

mod policy;

pub use policy::{Check, Diff, Import, Origin, Policy, Schema, Test};

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;
use stepgate_inspect::{Confidence, Entity};

/// Open session control: decides copy, cut, paste, print, download, upload and send before they happen.
#[derive(Debug, Parser)]
#[command(name = "stepgate", version, propagate_version = true)]
pub struct Arguments {
    #[command(flatten)]
    pub logging: Logging,
    #[command(subcommand)]
    pub command: Command,
}

/// How the program speaks of its work, on standard error.
#[derive(Debug, Args)]
#[command(next_help_heading = "Logging")]
pub struct Logging {
    /// Which events to log, such as `info` or `stepgate_gateway=debug,warn`
    #[arg(long, global = true, env = "STEPGATE_LOG", value_name = "FILTER")]
    pub log: Option<String>,
    /// How a log line looks
    #[arg(long, global = true, value_enum, default_value_t = LogFormat::Text)]
    pub log_format: LogFormat,
}

/// How a log line looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// For people
    Text,
    /// One JSON object a line
    Json,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Start the demo: two apps, an identity provider and the gateway, on this machine only
    Run(Run),
    /// Stand in front of the apps of a configuration file
    Serve(Serve),
    /// Check, test, compare and import policies
    #[command(subcommand)]
    Policy(Policy),
    /// Decide one attempt and say why
    Decide(Decide),
    /// Find sensitive data in files
    Scan(Scan),
    /// Make what a browser extension trusts
    #[command(subcommand)]
    Extension(Extension),
    /// Print the completions for a shell
    Completions {
        /// The shell
        #[arg(value_enum)]
        shell: clap_complete::Shell,
    },
}

/// The demo.
#[derive(Debug, Args)]
pub struct Run {
    /// Port of the gateway, on 127.0.0.1
    #[arg(long, default_value_t = 8080)]
    pub port: u16,
    /// Port of the embedded identity provider, on 127.0.0.1
    #[arg(long, default_value_t = 8081)]
    pub provider_port: u16,
    /// Folder for the store, uploads and the configuration the demo writes
    #[arg(long, value_name = "DIR", default_value = "stepgate-demo")]
    pub data: PathBuf,
    /// Folder with the policies; without it the shipped ones are put into the data folder once
    #[arg(long, value_name = "DIR")]
    pub policies: Option<PathBuf>,
}

/// The gateway.
#[derive(Debug, Args)]
pub struct Serve {
    /// The configuration file (TOML)
    #[arg(long, value_name = "FILE", default_value = "stepgate.toml")]
    pub config: PathBuf,
}

/// One attempt.
#[derive(Debug, Args)]
pub struct Decide {
    /// Folder with the policies, or one policy file
    #[arg(long, value_name = "DIR")]
    pub policies: PathBuf,
    /// Call sensitivity labels what `[labels]` of this gateway configuration calls them
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// The attempt (JSON); `-` reads standard input
    #[arg(long, value_name = "FILE")]
    pub attempt: PathBuf,
    /// What happens when no decision can be made
    #[arg(long, value_enum, default_value_t = Behavior::Block)]
    pub default_behavior: Behavior,
    /// Say of every policy for the activity which of its conditions held, what they saw, and why the others do not act
    #[arg(long)]
    pub why: bool,
    /// Print JSON for programs
    #[arg(long)]
    pub json: bool,
}

/// Files.
#[derive(Debug, Args)]
pub struct Scan {
    /// The files; `-` reads standard input
    #[arg(value_name = "FILE", conflicts_with = "lines")]
    pub files: Vec<PathBuf>,
    /// Print JSON for programs
    #[arg(long)]
    pub json: bool,
    /// Read JSON lines {"id", "text"} from standard input and answer each with {"id", "findings"}, offsets in code points
    #[arg(long)]
    pub lines: bool,
    /// Look for this only, such as `credit_card`; may be given several times
    #[arg(long = "entity", value_name = "NAME", value_parser = crate::scan::entity)]
    pub entities: Vec<Entity>,
    /// Leave out what is less sure: 65, 75 or 85
    #[arg(long, value_name = "NUMBER", default_value = "65", value_parser = crate::scan::confidence)]
    pub confidence: Confidence,
    /// Show the last four letters and digits of long values
    #[arg(long)]
    pub last_four: bool,
}

/// Make what a browser extension trusts.
#[derive(Debug, Subcommand)]
pub enum Extension {
    /// Print the public key of a key file, which is made if it is not there
    Key {
        /// The Ed25519 key (PKCS #8, PEM)
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
    /// Sign policies for sites, for managed storage or a test without a gateway
    Sign(Box<Sign>),
}

/// A bundle.
#[derive(Debug, Args)]
pub struct Sign {
    /// Folder with the policies, or one policy file
    #[arg(long, value_name = "DIR")]
    pub policies: PathBuf,
    /// The sites (JSON): {"sites": [{"app", "title", "matches", "responseHeaders"}]}
    #[arg(long, value_name = "FILE")]
    pub sites: PathBuf,
    /// The Ed25519 key (PKCS #8, PEM); `stepgate extension key` makes one
    #[arg(long, value_name = "FILE")]
    pub key: PathBuf,
    /// Call sensitivity labels what `[labels]` of this gateway configuration calls them
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// How long it is good, such as `30d`, `12h` or `90s`
    #[arg(long, value_name = "TIME", default_value = "30d", value_parser = crate::extension::lifetime)]
    pub lifetime: u64,
    /// What happens when no decision can be made
    #[arg(long, value_enum, default_value_t = Behavior::Block)]
    pub default_behavior: Behavior,
    /// Whose session it is: the sign-in name
    #[arg(long, value_name = "NAME")]
    pub user: Option<String>,
    /// A group they are in; may be given several times
    #[arg(long = "group", value_name = "NAME")]
    pub groups: Vec<String>,
    /// What is known of their device, such as `intuneCompliant`; may be given several times
    #[arg(long = "device-tag", value_name = "TAG")]
    pub device_tags: Vec<String>,
    /// Who says it
    #[arg(long, value_name = "NAME", default_value = "stepgate")]
    pub issuer: String,
    /// Where to write it, instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// What happens when no decision can be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Behavior {
    /// Let go, and record it
    Allow,
    /// Stop
    Block,
}
