//! The record of a report: all that is needed to run it again and get the same bytes.
//!
//! It stands beside the report as JSON, `FILE.meta.json` for `FILE`, and is plain data: every field is public and
//! documented here. Fields may be added; [`VERSION`] grows when one changes its meaning.
//!
//! A record tells of the data and not of the machine: paths are relative to the report's folder, and where that
//! would lead through the root of the file system only names are kept.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::digest::FileDigest;
use super::form::{Form, Printed, Shape};
use super::{Prepared, Written};
use crate::query::parameter::{Mark, ParameterType};
use crate::query::rows::{Column, ColumnType, Value};
use crate::query::runner::Runner;
use crate::query::{Query, bind::Arguments};
use crate::store::provenance::{self, ChannelNames, Provenance};
use crate::{Error, ErrorKind, Result};

mod file;
mod paths;

use self::paths::{input_from, path_from};

pub use self::file::text_of;
pub(super) use self::paths::name_of;
pub use self::paths::{SUFFIX, record_path};

/// The version of the record's form.
pub const VERSION: u32 = 1;

/// The record of one report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// [`VERSION`] of the program that wrote it.
    pub record_version: u32,
    /// The version of Chancery that ran the report.
    pub chancery_version: String,
    /// When it was run: UTC, ISO 8601.
    pub run_at: String,
    /// The file that was written.
    pub file: WrittenFile,
    /// What was asked.
    pub query: QueryRecord,
    /// The values as they were given, by the name of the parameter.
    pub arguments: BTreeMap<String, Vec<String>>,
    /// The values as they were bound, by the name of the parameter: a number, a text, a list of these, or null,
    /// for which the query's own text gives the default. Days are resolved, tags and handles folded; a channel is
    /// its `channel_id` in this store.
    pub parameters: BTreeMap<String, serde_json::Value>,
    /// What other stores know the channels among the parameters by.
    pub channels: Vec<ChannelNames>,
    /// The day that counted as today.
    pub today: Option<String>,
    /// How the rows were written.
    pub form: FormRecord,
    /// How many rows there are.
    pub rows: RowCount,
    /// The columns that the query gives.
    pub columns: Vec<ColumnRecord>,
    /// What was told that may make the figures other than they seem.
    pub warnings: Vec<String>,
    /// The pack that the report was part of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pack: Option<PackRecord>,
    /// The data.
    pub store: StoreRecord,
}

/// The file that was written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrittenFile {
    /// Its name, without the folder.
    pub name: String,
    /// Its hash and size.
    #[serde(flatten)]
    pub digest: FileDigest,
}

/// What was asked: a named query, or a bare SQL statement, which has no name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueryRecord {
    /// The name; `None` for a statement of `chancery sql`.
    pub name: Option<String>,
    /// The title in its header.
    pub title: Option<String>,
    /// Where it was found: `bundled`, `user`, `project`, `--queries`, or `path` when it was named by its path.
    pub origin: Option<String>,
    /// The path of its file; `None` for a bundled query.
    pub path: Option<String>,
    /// SHA-256 of its text, in lower-case hex.
    pub sha256: String,
    /// Its text, so that it can be run where the file is gone.
    pub sql: String,
}

/// How the rows were written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormRecord {
    /// The name of the format, e.g. `csv`.
    pub format: String,
    /// What became of the rows.
    pub shape: ShapeName,
    /// At most this many rows were written; `None` for all.
    pub limit: Option<u64>,
    /// Whether the CSV is for spreadsheets.
    pub excel: bool,
}

/// The name of a [`Shape`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ShapeName {
    /// The rows as they are.
    Long,
    /// The matrix of `@wide`.
    Wide,
    /// The drawing of `@chart`.
    Chart,
}

/// How many rows there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowCount {
    /// Rows of the query that were written.
    pub written: u64,
    /// Rows that the query has; `None` when they were not counted in time.
    pub all: Option<u64>,
}

/// A column of the query.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnRecord {
    /// The name.
    pub name: String,
    /// The type that its `@column` line declares, e.g. `percent`; `None` where none does.
    #[serde(rename = "type")]
    pub kind: Option<String>,
}

/// The pack that a report was part of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackRecord {
    /// Its title.
    pub title: Option<String>,
    /// The name of its file.
    pub file: String,
    /// SHA-256 of its text, in lower-case hex.
    pub sha256: String,
}

/// The data that a report rests on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoreRecord {
    /// The name of the store's file; `None` for the throw-away store of `--from`.
    pub file: Option<String>,
    /// The path of the store from the report's folder, where that tells nothing of the machine.
    pub path: Option<String>,
    /// The inputs of a throw-away store, as paths from the report's folder where that tells nothing of the machine.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub from: Vec<String>,
    /// What it was made of.
    #[serde(flatten)]
    pub provenance: Provenance,
}

/// What a report itself does not know of its run.
#[derive(Debug, Clone, Default)]
pub struct Circumstances {
    /// When it was run: UTC, ISO 8601.
    pub run_at: String,
    /// Where the query was found, see [`QueryRecord::origin`].
    pub origin: Option<String>,
    /// The store's file; `None` for a throw-away store.
    pub store: Option<PathBuf>,
    /// The inputs of a throw-away store.
    pub from: Vec<String>,
    /// What was told besides the report's own warnings.
    pub warnings: Vec<String>,
    /// The pack.
    pub pack: Option<PackRecord>,
}

impl Record {
    /// The record of a named query's report that was written to `file`. The rows and the record must be of one
    /// moment, so `runner` is one [on a snapshot](Runner::on_snapshot).
    ///
    /// # Errors
    /// When the store cannot be read, as by a runner that is on no snapshot.
    pub fn of(
        prepared: &Prepared<'_>,
        written: &Written,
        file: &Path,
        digest: FileDigest,
        around: &Circumstances,
        runner: &Runner,
    ) -> Result<Self> {
        let report = prepared.report();
        let query = &report.query;
        let bound = &prepared.bound;
        let mut parameters = BTreeMap::new();
        let mut channels: Vec<ChannelNames> = Vec::new();
        for parameter in &query.header.parameters {
            let value = bound
                .value(&parameter.name)
                .map_or(serde_json::Value::Null, |value| typed(value, parameter.mark == Mark::List));
            if parameter.kind == ParameterType::Channel {
                for channel_id in ids(&value) {
                    let names = provenance::channel_names(runner.connection(), channel_id)?;
                    channels.extend(names.filter(|names| !channels.contains(names)));
                }
            }
            parameters.insert(parameter.name.clone(), value);
        }
        let query = QueryRecord {
            name: Some(query.name.clone()),
            title: Some(query.header.title.clone()).filter(|title| !title.is_empty()),
            origin: around.origin.clone(),
            path: query.file.as_deref().map(|path| path_from(file, path)),
            sha256: FileDigest::of(query.sql.as_bytes()).sha256,
            sql: query.sql.clone(),
        };
        let mut record = Self::around(query, &report.form, written, file, digest, around, runner)?;
        record.arguments = given(&report.arguments);
        record.parameters = parameters;
        record.channels = channels;
        record.today = Some(prepared.today.today.to_string());
        record.warnings.extend(prepared.warnings.iter().cloned());
        Ok(record)
    }

    /// The record of a bare SQL statement whose rows were written to `file`; the rest as for [`Record::of`].
    ///
    /// # Errors
    /// As [`Record::of`].
    pub fn of_sql(
        sql: &str,
        form: &Form,
        written: &Written,
        file: &Path,
        digest: FileDigest,
        around: &Circumstances,
        runner: &Runner,
    ) -> Result<Self> {
        let query = QueryRecord {
            sha256: FileDigest::of(sql.as_bytes()).sha256,
            sql: sql.to_owned(),
            ..QueryRecord::default()
        };
        Self::around(query, form, written, file, digest, around, runner)
    }

    fn around(
        query: QueryRecord,
        form: &Form,
        written: &Written,
        file: &Path,
        digest: FileDigest,
        around: &Circumstances,
        runner: &Runner,
    ) -> Result<Self> {
        let store = around.store.as_deref();
        Ok(Self {
            record_version: VERSION,
            chancery_version: env!("CARGO_PKG_VERSION").to_owned(),
            run_at: around.run_at.clone(),
            file: WrittenFile { name: name_of(file), digest },
            query,
            arguments: BTreeMap::new(),
            parameters: BTreeMap::new(),
            channels: Vec::new(),
            today: None,
            form: FormRecord::of(form),
            rows: RowCount::of(&written.printed),
            columns: written.columns.iter().map(ColumnRecord::of).collect(),
            warnings: around.warnings.iter().cloned().chain(written.printed.partial_note()).collect(),
            pack: around.pack.clone(),
            store: StoreRecord {
                file: store.map(name_of),
                path: store.map(|store| path_from(file, store)),
                from: around.from.iter().map(|input| input_from(file, input)).collect(),
                provenance: provenance::read(runner.connection())?,
            },
        })
    }

    /// The text of the record's file.
    ///
    /// # Errors
    /// When it cannot be written as JSON.
    pub fn to_json(&self) -> Result<String> {
        let text = serde_json::to_string_pretty(self).map_err(|error| {
            Error::new(ErrorKind::Io, "the record cannot be written as JSON").caused_by(error)
        })?;
        Ok(text + "\n")
    }

    /// The record that this text is; `label` is how messages name it.
    ///
    /// # Errors
    /// [`ErrorKind::Input`] when it is none, or one of a later version.
    pub fn parse(label: &str, text: &str) -> Result<Self> {
        let version = serde_json::from_str::<serde_json::Value>(text)
            .ok()
            .and_then(|value| value.get("record_version").and_then(serde_json::Value::as_u64));
        if let Some(version) = version.filter(|version| *version > u64::from(VERSION)) {
            let message =
                format!("'{label}' is a record of a later version ({version}) than this program knows");
            return Err(Error::new(ErrorKind::Input, message).hint("use a newer Chancery"));
        }
        let record: Self = serde_json::from_str(text).map_err(|error| {
            Error::new(ErrorKind::Input, format!("'{label}' is no record of a report")).caused_by(error)
        })?;
        if FileDigest::of(record.query.sql.as_bytes()).sha256 != record.query.sha256 {
            let message = format!("'{label}' was changed: its hash is not that of the query's text in it");
            return Err(Error::new(ErrorKind::Input, message).hint("run the report again"));
        }
        Ok(record)
    }
}

impl FormRecord {
    fn of(form: &Form) -> Self {
        let shape = match form.shape {
            Shape::Long => ShapeName::Long,
            Shape::Wide(_) => ShapeName::Wide,
            Shape::Chart(_) => ShapeName::Chart,
        };
        Self { format: form.format.name().to_owned(), shape, limit: form.limit, excel: form.excel }
    }

    /// The form for rows of `query`.
    ///
    /// # Errors
    /// [`ErrorKind::Usage`] when the format is unknown, or the query no longer declares the shape.
    pub fn form(&self, query: &Query) -> Result<Form> {
        let format = crate::render::OutputFormat::from_name(&self.format).ok_or_else(|| {
            Error::new(ErrorKind::Usage, format!("there is no format '{}' in this version", self.format))
        })?;
        let shape = match self.shape {
            ShapeName::Long => Shape::Long,
            ShapeName::Wide => Shape::wide(query)?,
            ShapeName::Chart => Shape::chart(query)?,
        };
        Ok(Form { format, shape, limit: self.limit, excel: self.excel })
    }
}

impl RowCount {
    fn of(printed: &Printed) -> Self {
        Self { written: printed.given, all: printed.all }
    }
}

impl ColumnRecord {
    fn of(column: &Column) -> Self {
        let kind = match column.kind {
            ColumnType::Unknown => None,
            ColumnType::Text => Some("text"),
            ColumnType::Before => Some("before"),
            ColumnType::Int => Some("int"),
            ColumnType::Float => Some("float"),
            ColumnType::Percent => Some("percent"),
            ColumnType::Date => Some("date"),
            ColumnType::Link => Some("link"),
        };
        Self { name: column.name.clone(), kind: kind.map(str::to_owned) }
    }
}

fn given(arguments: &Arguments) -> BTreeMap<String, Vec<String>> {
    let texts = |name| arguments.values(name).iter().map(|argument| argument.text.clone()).collect();
    arguments.names().map(|name| (name.to_owned(), texts(name))).collect()
}

/// The value as JSON; a list, which is bound as the text of an array, as that array.
fn typed(value: &Value, is_list: bool) -> serde_json::Value {
    match value {
        Value::Text(text) if is_list => {
            serde_json::from_str(text).unwrap_or_else(|_| serde_json::Value::from(text.as_str()))
        }
        Value::Text(text) => text.as_str().into(),
        Value::Integer(number) => (*number).into(),
        Value::Real(number) => (*number).into(),
        Value::Null | Value::Blob(_) => serde_json::Value::Null,
    }
}

/// The numbers that a value is or holds.
pub(super) fn ids(value: &serde_json::Value) -> Vec<i64> {
    match value {
        serde_json::Value::Array(items) => items.iter().filter_map(serde_json::Value::as_i64).collect(),
        other => other.as_i64().into_iter().collect(),
    }
}
