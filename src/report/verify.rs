//! Verifying a report: is its file the one that was written, and does a run of today give the same bytes?
//!
//! The values of the record count, resolved as they were then: `-30d` and `last` mean the days that they meant. A
//! channel is looked for by its id of the platform, its handle or its name, since another store numbers its
//! channels in another way. The text that is run is that of today's query; where the outcome differs and the
//! query's text does, too, the recorded text tells which of the two is the cause.

use std::fs::File;
use std::io::{self, BufReader, Seek as _, Write};
use std::path::Path;

use super::digest::{Digesting, FileDigest};
use super::form::{Screen, Subject};
use super::record::{QueryRecord, Record};
use crate::query::Query;
use crate::query::bind::Bound;
use crate::query::parameter::{Mark, Parameter, ParameterType};
use crate::query::rows::Value;
use crate::query::runner::{Budget, Runner};
use crate::store::provenance::{self, ChannelNames, LoadedInput, Provenance};
use crate::{Error, ErrorKind, Result};

pub use self::lines::LineDifference;

mod lines;

/// What came of verifying one report.
#[derive(Debug)]
pub struct Verdict {
    /// Whether the file is the one that was written.
    pub file: FileState,
    /// Whether the query's text is the one that was run.
    pub query: QueryState,
    /// How the store differs; `None` when it holds the same data.
    pub store: Option<StoreDifference>,
    /// What today's run gives.
    pub rows: RowsState,
    /// The version that wrote the report, when it is another one than this program's.
    pub other_version: Option<String>,
}

/// The file of the report against its record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileState {
    /// It holds the bytes that were written.
    AsWritten,
    /// It holds other bytes.
    Changed,
    /// It is not there.
    Missing,
}

/// The query of today against the recorded one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QueryState {
    /// Its text is the same.
    Same,
    /// Its text has changed.
    Changed,
    /// There is none of this name any more: the recorded text was run.
    Missing,
    /// It is a statement that stands in the record alone.
    Statement,
}

/// What today's run gives.
#[derive(Debug)]
pub enum RowsState {
    /// The bytes that were written.
    Same {
        /// How the lines of a file that was changed differ from them.
        lines: Option<LineDifference>,
    },
    /// Other bytes.
    Different {
        /// How its lines differ from those of the report's file; `None` when there is no such file.
        lines: Option<LineDifference>,
        /// What the recorded text of a query that has changed gives; `None` where it has not.
        recorded_text: Option<RecordedText>,
    },
    /// It could not be run.
    Failed(Error),
}

/// What the text of a query in the record gives.
#[derive(Debug)]
pub enum RecordedText {
    /// The bytes that were written.
    Same,
    /// Other bytes.
    Different,
    /// It cannot be run any more, such as one that names a column of an earlier schema.
    Failed(Error),
}

/// How a store differs from the one that a report was made of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StoreDifference {
    /// Loads that it has and the recorded one had not.
    pub new_loads: Vec<LoadedInput>,
    /// Loads that the recorded one had and it has not.
    pub gone_loads: Vec<LoadedInput>,
    /// Loads of which something was forgotten since.
    pub cut_loads: Vec<LoadedInput>,
    /// The posts then and now.
    pub posts: (i64, i64),
    /// The reporting zones then and now, where they differ.
    pub time_zones: Option<(String, String)>,
    /// The versions of the schema then and now, where they differ.
    pub schema_versions: Option<(i64, i64)>,
}

impl Verdict {
    /// Whether the file is as it was written, and today's run gives the same bytes.
    #[must_use]
    pub fn is_same(&self) -> bool {
        self.file == FileState::AsWritten && matches!(self.rows, RowsState::Same { .. })
    }
}

/// Verifies the report at `file` by its record. `today` is the query of that name as it is now, if there is one;
/// `runner` reads the store [on a snapshot](Runner::on_snapshot).
///
/// # Errors
/// When the store or the file cannot be read. That the query cannot be run is part of the verdict.
pub fn verify(
    file: &Path,
    record: &Record,
    today: Option<&Query>,
    runner: &mut Runner,
    budget: Budget,
) -> Result<Verdict> {
    let query = match today {
        _ if record.query.name.is_none() => QueryState::Statement,
        None => QueryState::Missing,
        Some(today) if FileDigest::of(today.sql.as_bytes()).sha256 == record.query.sha256 => QueryState::Same,
        Some(_) => QueryState::Changed,
    };
    let own_version = env!("CARGO_PKG_VERSION");
    let state = file_state(file, record)?;
    Ok(Verdict {
        file: state,
        query,
        store: store_difference(&record.store.provenance, provenance::read(runner.connection())?),
        rows: rows_state(
            file,
            state,
            record,
            today.filter(|_| query == QueryState::Changed),
            runner,
            budget,
        )?,
        other_version: (record.chancery_version != own_version).then(|| record.chancery_version.clone()),
    })
}

/// Whether the file at `file` is the one of its record.
///
/// # Errors
/// When it is there and cannot be read.
pub fn file_state(file: &Path, record: &Record) -> Result<FileState> {
    match FileDigest::of_file(file) {
        Ok(digest) if digest == record.file.digest => Ok(FileState::AsWritten),
        Ok(_) => Ok(FileState::Changed),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(FileState::Missing),
        Err(error) => {
            Err(Error::new(ErrorKind::Io, format!("cannot read '{}'", file.display())).caused_by(error))
        }
    }
}

fn rows_state(
    path: &Path,
    file: FileState,
    record: &Record,
    changed: Option<&Query>,
    runner: &mut Runner,
    budget: Budget,
) -> Result<RowsState> {
    let recorded = recorded_query(&record.query);
    let mut output = tempfile::tempfile().map_err(|error| {
        let folder = std::env::temp_dir();
        Error::new(
            ErrorKind::Io,
            format!("the rows cannot be kept in the temporary folder '{}'", folder.display()),
        )
        .caused_by(error)
        .hint("make it writable, or choose another: TMPDIR=FOLDER")
    })?;
    let digest = match run_again(record, changed.unwrap_or(&recorded), runner, budget, &mut output) {
        Ok(digest) => digest,
        Err(error) => return Ok(RowsState::Failed(error)),
    };
    let is_same = digest == record.file.digest;
    let lines = if is_same && file == FileState::AsWritten { None } else { difference(path, output)? };
    if is_same {
        return Ok(RowsState::Same { lines });
    }
    let recorded_text =
        changed.map(|_| match run_again(record, &recorded, runner, budget, &mut io::sink()) {
            Ok(digest) if digest == record.file.digest => RecordedText::Same,
            Ok(_) => RecordedText::Different,
            Err(error) => RecordedText::Failed(error),
        });
    Ok(RowsState::Different { lines, recorded_text })
}

/// How the lines of `output` differ from those of the file at `path`; `None` when there is no such file.
fn difference(path: &Path, mut output: File) -> Result<Option<LineDifference>> {
    let unreadable =
        |error| Error::new(ErrorKind::Io, format!("cannot read '{}'", path.display())).caused_by(error);
    match File::open(path) {
        Ok(written) => {
            output.rewind().map_err(unreadable)?;
            lines::difference(BufReader::new(written), BufReader::new(output)).map(Some).map_err(unreadable)
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(unreadable(error)),
    }
}

/// Runs the report of a record with the text of `query`, writes its rows to `out` in the recorded form, and gives
/// the digest of what was written.
///
/// # Errors
/// When a recorded value has no meaning in this store or for this query, when the form is none of the query's,
/// and when the query fails.
pub fn run_again(
    record: &Record,
    query: &Query,
    runner: &mut Runner,
    budget: Budget,
    out: &mut dyn Write,
) -> Result<FileDigest> {
    let form = record.form.form(query)?;
    let mut out = Digesting::new(out);
    let screen = Screen::default();
    if record.query.name.is_some() {
        let bound = recorded_values(record, query, runner)?;
        runner.run(query, &bound, budget, |rows| {
            super::write(rows, &form, Subject::of(query), &mut out, screen)
        })?;
    } else {
        runner.run_sql(&query.sql, budget, |rows| {
            super::write(rows, &form, Subject::default(), &mut out, screen)
        })?;
    }
    Ok(out.digest())
}

/// Whether the store must have `what`, such as `point-groups`, before the report of the record is run again, be it by
/// the query that the record holds or by that of `today`.
#[must_use]
pub fn needs(record: &Record, today: Option<&Query>, what: &str) -> bool {
    needs_by(record, &recorded_query(&record.query), what)
        || today.is_some_and(|query| needs_by(record, query, what))
}

fn needs_by<'r>(record: &'r Record, query: &'r Query, what: &str) -> bool {
    let given = |name: &str| record.arguments.get(name)?.first().map(String::as_str);
    query.header.needed(given).any(|need| need.what == what)
}

/// The query that the record holds.
fn recorded_query(query: &QueryRecord) -> Query {
    match &query.name {
        Some(name) => Query::parse(name.clone(), format!("{name}.sql"), query.sql.clone()),
        None => Query::parse("sql", "the statement", query.sql.clone()),
    }
}

/// The values to bind: the recorded ones, with the channels of this store.
fn recorded_values(record: &Record, query: &Query, runner: &Runner) -> Result<Bound> {
    if let Some(name) = record.arguments.keys().find(|name| query.header.parameter(name).is_none()) {
        return Err(Error::new(
            ErrorKind::Query,
            format!("{} has no parameter '{name}' any more", query.name),
        ));
    }
    let mut bound = Bound::default();
    for parameter in &query.header.parameters {
        let value = match record.parameters.get(&parameter.name) {
            None | Some(serde_json::Value::Null) if parameter.is_required() => {
                let message = format!("{} needs --{} now", query.name, parameter.flag());
                return Err(Error::new(ErrorKind::Query, message));
            }
            None | Some(serde_json::Value::Null) => Value::Null,
            Some(value) if parameter.kind == ParameterType::Channel => {
                channels_here(record, parameter, value, runner)?
            }
            Some(value) => bindable(record, parameter, value),
        };
        bound.values.push((parameter.name.clone(), value));
    }
    Ok(bound)
}

/// A recorded value as it is bound.
fn bindable(record: &Record, parameter: &Parameter, value: &serde_json::Value) -> Value {
    match value {
        serde_json::Value::Array(_) | serde_json::Value::Object(_) => Value::Text(value.to_string()),
        serde_json::Value::String(text) => Value::Text(text.clone()),
        serde_json::Value::Number(number) if number.is_i64() => {
            Value::Integer(number.as_i64().unwrap_or_default())
        }
        serde_json::Value::Number(number) => {
            // The number as it was written is exact, which one that went through JSON need not be.
            let given = record.arguments.get(&parameter.name).and_then(|given| given.first());
            let exact = given.and_then(|text| text.trim().parse().ok());
            exact.or(number.as_f64()).map_or(Value::Null, Value::Real)
        }
        serde_json::Value::Bool(is_set) => Value::Integer((*is_set).into()),
        serde_json::Value::Null => Value::Null,
    }
}

/// The channels of a recorded value by their ids in this store.
fn channels_here(
    record: &Record,
    parameter: &Parameter,
    value: &serde_json::Value,
    runner: &Runner,
) -> Result<Value> {
    let mut found = Vec::new();
    for channel_id in super::record::ids(value) {
        let names = record.channels.iter().find(|names| names.channel_id == channel_id);
        let here = match names {
            Some(names) => provenance::find_channel(runner.connection(), names)?,
            None => None,
        };
        let here = here.ok_or_else(|| {
            let name = names.map_or_else(|| channel_id.to_string(), name_of_channel);
            Error::new(
                ErrorKind::Query,
                format!("the channel {name} of --{} is not in this store", parameter.flag()),
            )
        })?;
        if !found.contains(&here) {
            found.push(here);
        }
    }
    Ok(match (parameter.mark, found.as_slice()) {
        (Mark::List, all) => Value::Text(serde_json::Value::from(all.to_vec()).to_string()),
        (_, [one]) => Value::Integer(*one),
        _ => Value::Null,
    })
}

fn name_of_channel(names: &ChannelNames) -> String {
    match (&names.handle, &names.name, &names.external_id) {
        (Some(handle), _, _) => format!("@{handle}"),
        (None, Some(name), _) => format!("'{name}'"),
        (None, None, Some(id)) => id.clone(),
        (None, None, None) => names.channel_id.to_string(),
    }
}

/// How the stores differ; `None` when they hold the same data.
fn store_difference(then: &Provenance, now: Provenance) -> Option<StoreDifference> {
    if then.fingerprint == now.fingerprint {
        return None;
    }
    // Of equal inputs each stands for one: an input that was cut may have been loaded twice.
    let without = |all: &[LoadedInput], others: &[LoadedInput]| {
        let key = |load: &LoadedInput| (load.sha256.clone(), load.bytes);
        let mut others: Vec<_> = others.iter().map(key).collect();
        let is_new = |load: &&LoadedInput| match others.iter().position(|other| *other == key(load)) {
            Some(at) => {
                others.swap_remove(at);
                false
            }
            None => true,
        };
        all.iter().filter(is_new).cloned().collect::<Vec<_>>()
    };
    let was_whole = |now: &&LoadedInput| {
        !now.is_whole && then.loads.iter().any(|load| load.sha256 == now.sha256 && load.is_whole)
    };
    Some(StoreDifference {
        cut_loads: now.loads.iter().filter(was_whole).cloned().collect(),
        new_loads: without(&now.loads, &then.loads),
        gone_loads: without(&then.loads, &now.loads),
        posts: (then.posts, now.posts),
        time_zones: (then.time_zone != now.time_zone).then(|| (then.time_zone.clone(), now.time_zone)),
        schema_versions: (then.schema_version != now.schema_version)
            .then_some((then.schema_version, now.schema_version)),
    })
}
