//! Puts the agent together: the tables, the three script files and the WebAssembly, in one classic script.
//!
//! `pack script OUT` writes the script without its code, to be minified; `pack join SCRIPT WASM OUT` puts
//! the code in.

use std::error::Error;
use std::fmt::Write as _;
use std::process::ExitCode;
use std::{env, fs};
use stepgate_agent::{hooks, natives};

const FILES: [&str; 3] = [
    include_str!("../../js/natives.js"),
    include_str!("../../js/wrap.js"),
    include_str!("../../js/boot.js"),
];
/// Stands for the code until it is put in.
const PLACE: &str = "CODE_GOES_HERE";

fn main() -> ExitCode {
    match run(&env::args().skip(1).collect::<Vec<_>>()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ =
                std::io::Write::write_fmt(&mut std::io::stderr(), format_args!("pack: {error}\n"));
            ExitCode::FAILURE
        }
    }
}

fn run(args: &[String]) -> Result<(), Box<dyn Error>> {
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args.as_slice() {
        ["script", out] => Ok(fs::write(out, script())?),
        ["join", script, wasm, out] => join(script, wasm, out),
        _ => Err("usage: pack script OUT | pack join SCRIPT WASM OUT".into()),
    }
}

fn script() -> String {
    let mut text = String::from("(() => {\n'use strict';\n");
    let _ = writeln!(text, "const NATIVES = {:?};", natives::TABLE);
    let _ = writeln!(text, "const HOOKS = [");
    for entry in hooks::TABLE {
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
    let _ = writeln!(text, "];\nconst CODE = '{PLACE}';");
    for file in FILES {
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
