//! A query run by the program that was built for this bench, and by the library in this process.

use std::fs::File;
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use chancery::clock::Clock;
use chancery::query::runner::{Budget, Runner};
use chancery::render::OutputFormat;
use chancery::report::Report;
use chancery::report::form::{Form, Screen};
use chancery::store;

use crate::Result;
use crate::queries::runs::Run;

/// The whole process, from its start to its end, with the rows as CSV to nowhere.
pub(crate) fn process(run: &Run, store: &Path) -> Result<Duration> {
    let mut command = command(run, store, "csv");
    command.stdout(Stdio::null());
    let started = Instant::now();
    finish(run, &mut command)?;
    Ok(started.elapsed())
}

/// Writes the rows as JSON lines.
pub(crate) fn write_rows(run: &Run, store: &Path, path: &Path) -> Result<()> {
    finish(run, command(run, store, "jsonl").stdout(File::create(path)?))
}

fn command(run: &Run, store: &Path, format: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_chancery"));
    command
        .arg("--db")
        .arg(store)
        .args(["run", &run.query.name])
        .args(run.flags())
        .args(["--format", format]);
    // The folder of the working directory may hold queries, which would be read as the user's own.
    if let Some(folder) = store.parent() {
        command.current_dir(folder);
    }
    command.stdin(Stdio::null()).stderr(Stdio::piped());
    command
}

fn finish(run: &Run, command: &mut Command) -> Result<()> {
    let output = command.spawn()?.wait_with_output()?;
    if output.status.success() {
        return Ok(());
    }
    Err(format!("{} failed: {}", run.name, String::from_utf8_lossy(&output.stderr).trim()).into())
}

/// Through the library, on a store that was just opened: the values, the query, its rows as CSV to nowhere. Gives the time
/// and the number of rows.
pub(crate) fn in_process(run: &Run, store: &Path) -> Result<(Duration, u64)> {
    let mut runner = Runner::new(store::open_read_only(store)?)?;
    let started = Instant::now();
    let report = Report {
        query: run.query.clone(),
        arguments: run.arguments(),
        as_of: None,
        form: Form { format: OutputFormat::Csv, ..Form::default() },
    };
    let prepared = report.prepare(&runner, Clock::System)?;
    let written = prepared.write(&mut runner, Budget::default(), &mut io::sink(), Screen::default())?;
    Ok((started.elapsed(), written.printed.given))
}
