//! Puts the agent's scripts together, each one classic script of several files and the tables.
//!
//! `pack page OUT FILE...` writes the script of the gateway's pages without its code, to be minified, with the addresses
//! of the files that read others, and `pack join SCRIPT WASM OUT` puts the code in. `pack addresses FILE...` prints such
//! addresses. `pack guard OUT` writes the extension's part in the page, which has
//! none. `pack tables OUT` writes the names of the natives as a module.

use sha2::{Digest as _, Sha256};
use std::error::Error;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;
use std::{env, fs};
use stepgate_agent::{hooks, natives};
use stepgate_policy::Bundle;
use stepgate_protocol::paths;

macro_rules! files {
    ($($name:literal)*) => {
        &[$(include_str!(concat!("../../js/", $name, ".js"))),*]
    };
}

const PAGE: &[&str] = files!["natives" "memory" "carrier" "reader" "table" "wrap" "boot" "arm"];
const GUARD: &[&str] = files!["natives" "port" "table" "wrap" "guard" "arm"];
/// Stands for the code until it is put in.
const PLACE: &str = "CODE_GOES_HERE";

fn main() -> ExitCode {
    match run(&env::args().skip(1).collect::<Vec<_>>()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "pack: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(args: &[String]) -> Result<(), Box<dyn Error>> {
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args.as_slice() {
        ["page", out, files @ ..] => Ok(fs::write(out, page(&addresses(files)?))?),
        ["addresses", files @ ..] => {
            Ok(writeln!(std::io::stdout(), "{:?}", addresses(files)?)?)
        }
        ["guard", out] => Ok(fs::write(out, script("", GUARD))?),
        ["tables", out] => Ok(fs::write(out, tables())?),
        ["join", script, wasm, out] => join(script, wasm, out),
        _ => Err(
            "usage: pack page OUT FILE... | pack join SCRIPT WASM OUT | pack guard OUT | pack tables OUT | pack addresses FILE..."
                .into(),
        ),
    }
}

/// Where the gateway has files: what is at such an address never changes, because the hash of it is part of it.
fn addresses(files: &[&str]) -> Result<Vec<String>, Box<dyn Error>> {
    let address = |file: &&str| {
        let bytes = fs::read(file).map_err(|error| format!("`{file}`: {error}"))?;
        let path = Path::new(file);
        let [Some(name), Some(ending)] = [path.file_stem(), path.extension()] else {
            return Err(format!("`{file}` has no name with an ending").into());
        };
        let hash: String = Sha256::digest(&bytes)
            .iter()
            .take(8)
            .map(|byte| format!("{byte:02x}"))
            .collect();
        let (name, ending) = (name.to_string_lossy(), ending.to_string_lossy());
        Ok(format!("{}{name}-{hash}.{ending}", paths::PREFIX))
    };
    files.iter().map(address).collect()
}

fn page(reader: &[String]) -> String {
    let head = format!(
        "const CODE = '{PLACE}', READER = {reader:?}, BEGINS = {:?}, DEFAULT_AT = {};\n",
        Bundle::BEGINS,
        Bundle::DEFAULT_BEHAVIOR_AT
    );
    script(&head, PAGE)
}

fn tables() -> String {
    let asks: Vec<String> = hooks::TABLE
        .iter()
        .enumerate()
        .filter(|(_, entry)| entry.kind == hooks::Kind::Ask)
        .map(|(number, entry)| format!("{}: {number}", entry.name))
        .collect();
    format!(
        "export const NATIVES = {:?};\nexport const ASK = {{ {} }};\n",
        natives::TABLE,
        asks.join(", ")
    )
}

fn script(head: &str, files: &[&str]) -> String {
    let mut text = String::from("(() => {\n'use strict';\n");
    let _ = writeln!(text, "const NATIVES = {:?};", natives::TABLE);
    let _ = writeln!(text, "const HOOKS = [");
    for entry in hooks::TABLE.iter().chain(hooks::REALMS) {
        let interface = entry.owner.strip_suffix("()");
        let _ = writeln!(
            text,
            "  [{:?}, {:?}, {:?}, {:?}, {}, {:?}],",
            entry.kind.keyword(),
            interface.unwrap_or(entry.owner),
            entry.name,
            entry.refusal,
            interface.is_some(),
            entry.only,
        );
    }
    let _ = write!(text, "];\n{head}");
    for file in files {
        text.push_str(file);
    }
    text.push_str("})();\n");
    text
}

fn join(script: &str, wasm: &str, out: &str) -> Result<(), Box<dyn Error>> {
    let script = fs::read_to_string(script)?;
    let mut code = String::new();
    for byte in fs::read(wasm)? {
        let _ = write!(code, "{byte:02x}");
    }
    if script.matches(PLACE).count() != 1 {
        return Err(format!("`{PLACE}` is not in the script exactly once").into());
    }
    Ok(fs::write(out, script.replace(PLACE, &code))?)
}
