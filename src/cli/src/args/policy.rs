//! What can be asked about policies?

use super::Behavior;
use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Check, test, compare and import policies.
#[derive(Debug, Subcommand)]
pub enum Policy {
    /// Say everything that is wrong with policy files, and what looks wrong
    Check(Check),
    /// Print the JSON Schema of policy files, for editors
    Schema(Schema),
    /// Decide the cases beside the policies, and say which come out otherwise than expected
    Test(Test),
    /// Decide recorded activities by two sets of policies, and say which decisions change
    Diff(Diff),
    /// Make policies of those of another product
    Import(Import),
}

/// Files to be checked.
#[derive(Debug, Args)]
#[command(
    after_help = "Errors make the exit code 1. Warnings do not, unless --strict is given.\n\
    Each warning has a name: unreachable, shadowed, contradictory, noOp, unknownContext, factNeverPresent, costlyPattern."
)]
pub struct Check {
    /// Files, or folders with `*.json` files
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Warn also of what this deployment does not have: apps, facts
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Ask the identity provider of the configuration which authentication contexts it offers
    #[arg(long, requires = "config")]
    pub online: bool,
    /// Take warnings for errors
    #[arg(long)]
    pub strict: bool,
    /// Print JSON for programs
    #[arg(long)]
    pub json: bool,
}

/// Where the schema goes.
#[derive(Debug, Args)]
#[command(
    after_help = "In Visual Studio Code: \"json.schemas\": [{ \"fileMatch\": [\"policies/*.json\"], \"url\": \"./policy.schema.json\" }]"
)]
pub struct Schema {
    /// Where to write it, instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// Policies and their cases.
#[derive(Debug, Args)]
#[command(
    after_help = "A file of cases ends in `.cases.json` and lies beside the policies:\n\
    {\"cases\": [{\"name\": \"printing asks for c1\",\n           \
    \"attempt\": {\"activity\": \"print\", \"session\": {\"app\": \"files\"}},\n           \
    \"expected\": {\"action\": \"requireStepUp\", \"policy\": \"print-step-up\"}}]}\n\
    `policy` may be `null` (no policy acts) or left out (it does not matter). The exit code is 1 if a case fails."
)]
pub struct Test {
    /// Folders with policies and their cases, or single files of either
    #[arg(value_name = "PATH", default_value = "policies")]
    pub paths: Vec<PathBuf>,
    /// Call sensitivity labels what `[labels]` of this gateway configuration calls them
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Print JSON for programs
    #[arg(long)]
    pub json: bool,
}

/// Two sets of policies.
#[derive(Debug, Args)]
#[command(
    after_help = "Activities keep no content. Where a decision depends on something that was not kept it is listed as one\n\
    that cannot be known. Attempts that no policy matched are not recorded, so a policy for something that no policy\n\
    recorded yet changes nothing here: record it first, with a policy of the type `monitorOnly`."
)]
pub struct Diff {
    /// Folder with the policies in force, or one policy file
    pub old: PathBuf,
    /// Folder with the policies to come, or one policy file
    pub new: PathBuf,
    /// What was recorded: JSON lines as the console and the browser extension export them, or the gateway's store
    #[arg(long, value_name = "FILE")]
    pub activities: PathBuf,
    /// What happens when no decision can be made
    #[arg(long, value_enum, default_value_t = Behavior::Block)]
    pub default_behavior: Behavior,
    /// Make the exit code 1 if a decision changes, or may change
    #[arg(long)]
    pub exit_code: bool,
    /// Print JSON for programs
    #[arg(long)]
    pub json: bool,
}

/// Policies of another product.
#[derive(Debug, Args)]
#[command(
    after_help = "The policies go to standard output, and what has no counterpart to standard error, each with its place.\n\
    Nothing is dropped silently. Read the policies before they are put in force; `stepgate policy diff` shows what they do."
)]
pub struct Import {
    /// Which product they are of
    #[arg(long, value_enum)]
    pub from: Origin,
    /// The policies (JSON); `-` reads standard input
    pub file: PathBuf,
    /// Where to write them, instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// A product whose policies can be imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Origin {
    /// Session policies of Microsoft Defender for Cloud Apps
    Defender,
    /// Chrome Enterprise's DataControlsRules
    Chrome,
}
