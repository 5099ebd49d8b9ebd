//! JSON lines in, JSON lines out: any collection of texts can be scored.

use crate::output;
use anyhow::Context as _;
use serde::Deserialize;
use std::io::{BufRead as _, Write as _};
use std::process::ExitCode;
use stepgate_inspect::{Finding, Inspector};

/// One text.
#[derive(Deserialize)]
struct Line {
    id: serde_json::Value,
    text: String,
}

/// Answers each line of standard input as it comes. Lines that cannot be read are named, and the exit code is 1 in the end.
///
/// # Errors
/// When standard input cannot be read or standard output cannot be written.
pub fn scan(inspector: &Inspector) -> anyhow::Result<ExitCode> {
    let mut input = std::io::stdin().lock();
    let mut out = std::io::stdout().lock();
    let (mut bytes, mut number, mut code) = (Vec::new(), 0, ExitCode::SUCCESS);
    loop {
        bytes.clear();
        let length = input.read_until(b'\n', &mut bytes);
        if length.context("cannot read standard input")? == 0 {
            return Ok(code);
        }
        number += 1;
        if bytes.trim_ascii().is_empty() {
            continue;
        }
        match serde_json::from_slice::<Line>(&bytes) {
            Err(error) => {
                output::remark(&format!("error: {}\n", wrong(number, &error)));
                code = ExitCode::FAILURE;
            }
            Ok(line) => match writeln!(out, "{}", answer(inspector, &line))
                .and_then(|()| out.flush())
            {
                Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => return Ok(code),
                result => result?,
            },
        }
    }
}

/// Where and of what kind the error is; its own words may hold content.
fn wrong(number: usize, error: &serde_json::Error) -> String {
    let kind = match error.classify() {
        serde_json::error::Category::Data => "not of the form {\"id\", \"text\"}",
        serde_json::error::Category::Io
        | serde_json::error::Category::Syntax
        | serde_json::error::Category::Eof => "not JSON",
    };
    let column = error.column();
    format!("line {number} of standard input is {kind} (column {column})")
}

fn answer(inspector: &Inspector, line: &Line) -> serde_json::Value {
    let mut places = Places::new(&line.text);
    let findings: Vec<serde_json::Value> = inspector
        .scan(&line.text)
        .iter()
        .map(|finding| shown(finding, &mut places))
        .collect();
    serde_json::json!({"id": line.id, "findings": findings})
}

fn shown(finding: &Finding, places: &mut Places<'_>) -> serde_json::Value {
    let start = places.code_points(finding.start);
    let end = places.code_points(finding.end);
    serde_json::json!({
        "entity": finding.entity.name(),
        "start": start,
        "end": end,
        "confidence": finding.confidence.number(),
    })
}

/// Counts code points, in one pass over the text.
struct Places<'t> {
    text: &'t str,
    at: usize,
    counted: usize,
}

impl<'t> Places<'t> {
    fn new(text: &'t str) -> Self {
        Self {
            text,
            at: 0,
            counted: 0,
        }
    }

    /// How many code points stand before byte `to`, which is never before the last one asked for.
    fn code_points(&mut self, to: usize) -> usize {
        self.counted += self
            .text
            .get(self.at..to)
            .map_or(0, |part| part.chars().count());
        self.at = to;
        self.counted
    }
}
