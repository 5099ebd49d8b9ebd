//! The only `main()`: `stepgate run | serve | policy | decide | scan | extension | completions`.

mod activities;
mod args;
mod decide;
mod demo;
mod diagnostic;
mod extension;
mod logging;
mod output;
mod policy;
mod scan;
mod serve;
mod shutdown;
mod why;

use args::{Arguments, Command};
use clap::{CommandFactory as _, Parser as _};
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    if let Err(error) = logging::start(&arguments.logging) {
        return output::failure(&error);
    }
    match run(arguments.command) {
        Ok(code) => code,
        Err(error) => output::failure(&error),
    }
}

fn run(command: Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Run(arguments) => block_on(demo::run(arguments)),
        Command::Serve(arguments) => block_on(serve::serve(arguments)),
        Command::Policy(command) => policy::run(command),
        Command::Decide(arguments) => decide::decide(&arguments),
        Command::Scan(arguments) => scan::scan(&arguments),
        Command::Extension(command) => extension::run(&command),
        Command::Completions { shell } => completions(shell),
    }
}

fn block_on(future: impl Future<Output = anyhow::Result<ExitCode>>) -> anyhow::Result<ExitCode> {
    tokio::runtime::Runtime::new()?.block_on(future)
}

fn completions(shell: clap_complete::Shell) -> anyhow::Result<ExitCode> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "stepgate", &mut script);
    output::print(&String::from_utf8(script)?)?;
    Ok(ExitCode::SUCCESS)
}
