//! `chancery load`.

use std::path::PathBuf;

use clap::Args;

use super::failure::Failure;
use super::listing::Listing;
use super::load_progress::LoadProgress;
use super::session::Session;
use crate::Result;
use crate::input::Format;
use crate::load::{self, InputReport, LoadOptions, LoadReport, Outcome};
use crate::query::rows::{ColumnType, Value};
use crate::render::{OutputFormat, RenderOptions, render};

/// How to read inputs: the options that `load` and `run --from` share.
#[derive(Debug, Clone, Default, Args)]
pub(super) struct InputOptions {
    /// Take the inputs as this format instead of looking at their content
    #[arg(long = "as", value_name = "FORMAT", value_parser = Format::ALL.map(Format::name))]
    format: Option<String>,
    /// Name the channel of inputs that name none: id, @handle, link or name
    #[arg(long, value_name = "NAME")]
    channel: Option<String>,
    /// Count days in this zone; chosen when a store is made [default: UTC]
    #[arg(long, value_name = "ZONE")]
    time_zone: Option<String>,
    /// Take wall clocks without a zone as of this one
    #[arg(long, value_name = "ZONE")]
    input_time_zone: Option<String>,
}

impl InputOptions {
    /// The same as the loader takes it.
    pub(super) fn load_options(&self, session: &Session) -> LoadOptions {
        LoadOptions {
            format: self.format.as_deref().and_then(Format::from_name),
            channel: self.channel.clone(),
            time_zone: self.time_zone.clone(),
            input_time_zone: self.input_time_zone.clone(),
            clock: session.clock(),
            ..LoadOptions::default()
        }
    }
}

/// Load files, folders or standard input into the store
///
/// Each input is loaded whole or not at all, and one that the store has already changes nothing. The store
/// is made when there is none.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  chancery load result.json
  chancery load exports/ --time-zone Europe/Prague
  chancery load page.txt --channel @example
  unzip -p export.zip result.json | chancery load -")]
pub(super) struct LoadArgs {
    /// Files, folders, or - for standard input
    #[arg(value_name = "INPUT", required = true)]
    inputs: Vec<String>,
    #[command(flatten)]
    options: InputOptions,
    /// Do everything but keep it
    #[arg(long)]
    dry_run: bool,
    /// Load nothing of an input that has a record that cannot be read
    #[arg(long)]
    strict: bool,
    /// List the records that cannot be read in this file, as JSON lines
    #[arg(long, value_name = "FILE")]
    rejects: Option<PathBuf>,
}

impl LoadArgs {
    pub(super) fn run(self, session: &Session) -> Result<(), Failure> {
        let options =
            LoadOptions { dry_run: self.dry_run, strict: self.strict, ..self.options.load_options(session) };
        let rejects = self.rejects.as_deref().map(|path| session.destination(Some(path))).transpose()?;
        let mut progress = LoadProgress::new(session, rejects);
        let report = load::load(session.store_path(), &self.inputs, &options, &mut progress)?;
        progress.finish()?;
        if report.inputs.iter().any(|input| input.format.is_some()) {
            print_table(session, &report)?;
        }
        if self.dry_run {
            session.note("nothing was kept: this was a dry run");
        }
        tell(session, &report, self.rejects.is_some());
        if report.is_complete() { Ok(()) } else { Err(Failure::Told) }
    }
}

/// Tells what the table does not: what was left out, and what went wrong.
pub(super) fn tell(session: &Session, report: &LoadReport, are_rejects_listed: bool) {
    if report.skipped_files > 0 {
        let files = if report.skipped_files == 1 { "file is" } else { "files are" };
        session.note(&format!("{} other {files} no input and left out", report.skipped_files));
    }
    for input in &report.inputs {
        if let Some(place) = &input.cut {
            session.warn(&format!(
                "'{}' is cut off at {place}: all before it is loaded; export it again to have the rest",
                input.input
            ));
        }
        if !input.rejects.is_empty() {
            let reasons: Vec<String> =
                input.rejects.iter().map(|(reason, records)| format!("{records} × {reason}")).collect();
            let remedy = if are_rejects_listed { "" } else { " (to list them: --rejects FILE)" };
            session.warn(&format!(
                "'{}': {} records could not be read: {}{remedy}",
                input.input,
                input.rejected(),
                reasons.join(", ")
            ));
        }
        match &input.outcome {
            Outcome::Loaded => {}
            Outcome::AlreadyLoaded(load_id) => {
                session.note(&format!("'{}' is in the store already (load {load_id})", input.input));
            }
            Outcome::Failed(error) => session.report(error),
            Outcome::NotKept => session.note(&format!("'{}' was read but not kept", input.input)),
        }
    }
    if let Some(failure) = &report.failure {
        session.report(failure);
    }
}

fn print_table(session: &Session, report: &LoadReport) -> Result<()> {
    let mut listing = Listing::new(&[
        ("input", ColumnType::Text),
        ("format", ColumnType::Text),
        ("new", ColumnType::Int),
        ("changed", ColumnType::Int),
        ("unchanged", ColumnType::Int),
        ("rejected", ColumnType::Int),
        ("first", ColumnType::Date),
        ("last", ColumnType::Date),
        ("seconds", ColumnType::Float),
    ]);
    for input in &report.inputs {
        if let Some(format) = input.format {
            listing.push(row(input, format));
        }
    }
    let options = RenderOptions {
        limit: None,
        width: session.terminal().columns(),
        color: session.terminal().colors_stdout(),
    };
    let mut output = session.destination(None)?;
    render(OutputFormat::Table, &mut listing, &mut output, &options)?;
    output.finish()
}

fn row(input: &InputReport, format: Format) -> Vec<Value> {
    let count = |count: u64| Value::Integer(i64::try_from(count).unwrap_or(i64::MAX));
    let day = |day: Option<jiff::civil::Date>| day.map_or(Value::Null, |day| Value::Text(day.to_string()));
    vec![
        Value::Text(input.input.clone()),
        Value::Text(format.name().to_owned()),
        count(input.counts.new),
        count(input.counts.changed),
        count(input.counts.unchanged),
        count(input.rejected()),
        day(input.days.map(|(first, _)| first)),
        day(input.days.map(|(_, last)| last)),
        Value::Real((input.elapsed.as_secs_f64() * 100.0).round() / 100.0),
    ]
}
