//! A pack: reports that belong together, in one TOML file, run over one state of the store.
//!
//! ```toml
//! title = "The week"
//!
//! [defaults]            # for every query that has such a parameter
//! since = "last-week"
//! until = "last-week"
//!
//! [[report]]
//! query = "hashtag-frequency"   # a name, or a path from the pack's folder, such as "./mine.sql"
//! file = "tags.csv"             # else the query's name with the format's ending, CSV unless `format` says otherwise
//! values = { by = "day", tag = ["trade", "#harbour"] }
//! ```
//!
//! A report also takes `format`, `wide`, `chart`, `limit` and `excel`, as the options of `run` are called. Its own
//! values win over those that are given at the call, and these over the defaults.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read as _};
use std::ops::Range;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use toml::{Spanned, Value};

use super::Report;
use super::digest::FileDigest;
use super::ending::{ending_of, format_of};
use super::form::{Form, Shape, TABLE_ROWS};
use super::record::{PackRecord, name_of};
use crate::query::bind::Arguments;
use crate::query::catalogue::Catalogue;
use crate::query::parameter::Parameter;
use crate::query::{Query, similar};
use crate::render::OutputFormat;
use crate::{Error, ErrorKind, Result};

/// The largest file that is taken for a pack, in bytes.
const LARGEST_FILE: u64 = 1_000_000;

mod value;
mod words;

use self::value::texts;
use self::words::{collide, faulty, is_file_name};

/// Parameters that say how rows are grouped and how many there are, not which posts count.
const SHAPING: [&str; 2] = ["by", "top"];

type Values = BTreeMap<String, Spanned<Value>>;

/// A pack as it is written.
#[derive(Debug, Clone)]
pub struct Pack {
    /// Its title.
    pub title: Option<String>,
    /// The file as messages name it.
    pub label: String,
    /// SHA-256 of its text, in lower-case hex.
    pub sha256: String,
    folder: PathBuf,
    /// Where each line begins.
    lines: Vec<usize>,
    defaults: Values,
    entries: Vec<Entry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PackFile {
    title: Option<String>,
    #[serde(default)]
    defaults: Values,
    #[serde(default)]
    report: Vec<Entry>,
}

/// One `[[report]]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    query: Spanned<String>,
    file: Option<Spanned<String>>,
    format: Option<Spanned<String>>,
    #[serde(default)]
    wide: bool,
    #[serde(default)]
    chart: bool,
    limit: Option<u64>,
    #[serde(default)]
    excel: bool,
    #[serde(default)]
    values: Values,
}

/// A report of a pack, with its query found.
#[derive(Debug, Clone)]
pub struct PackedQuery {
    /// The query.
    pub query: Query,
    at: usize,
}

/// A report of a pack, ready to be prepared.
#[derive(Debug, Clone)]
pub struct PackedReport {
    /// The name of the file that it writes.
    pub file: String,
    /// The report.
    pub report: Report,
    /// Where it stands in the pack, as `weekly.toml:12`.
    pub place: String,
    /// Names of values for the whole pack that choose what counts, and that its query does not know.
    pub not_taken: Vec<String>,
    /// The places of its values in the pack, by the flag of the parameter.
    places: BTreeMap<String, String>,
}

impl Pack {
    /// The pack in the file at `path`.
    ///
    /// # Errors
    /// [`ErrorKind::Usage`] when there is none, or it is none, with the place.
    pub fn read(path: &Path) -> Result<Self> {
        let label = path.strip_prefix(".").unwrap_or(path).display().to_string();
        let usage = |message: String| Error::new(ErrorKind::Usage, message);
        let cannot_read =
            |cause: io::Error| usage(format!("the pack '{label}' cannot be read")).caused_by(cause);
        let mut text = String::new();
        if !path.exists() {
            return Err(usage(format!("there is no pack '{label}'"))
                .hint("look at its spelling, and at the folder from which it is named"));
        }
        let file = std::fs::File::open(path).map_err(cannot_read)?;
        file.take(LARGEST_FILE + 1).read_to_string(&mut text).map_err(cannot_read)?;
        if text.len() as u64 > LARGEST_FILE {
            return Err(usage(format!("'{label}' is larger than {LARGEST_FILE} bytes, and so no pack")));
        }
        let folder = path.parent().unwrap_or(Path::new("")).to_owned();
        Self::parse(&label, &folder, &text)
    }

    /// The pack of this text; paths of queries start at `folder`.
    ///
    /// # Errors
    /// [`ErrorKind::Usage`] when it is none, with the place.
    pub fn parse(label: &str, folder: &Path, text: &str) -> Result<Self> {
        let lines = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        let mut pack = Self {
            title: None,
            label: label.to_owned(),
            sha256: FileDigest::of(text.as_bytes()).sha256,
            folder: folder.to_owned(),
            lines,
            defaults: Values::new(),
            entries: Vec::new(),
        };
        let file: PackFile = toml::from_str(text).map_err(|error| {
            let place = error.span().map_or_else(|| label.to_owned(), |span| pack.place(&span));
            let message = error.message().trim_end().replace('\n', "; ");
            faulty(&place, &message)
        })?;
        if file.report.is_empty() {
            return Err(Error::new(ErrorKind::Usage, format!("{label} has no [[report]]"))
                .hint("write one: [[report]], and below it query = \"NAME\""));
        }
        pack.title = file.title;
        pack.defaults = file.defaults;
        pack.entries = file.report;
        Ok(pack)
    }

    /// What the record of a report tells of the pack.
    #[must_use]
    pub fn record(&self) -> PackRecord {
        PackRecord {
            title: self.title.clone(),
            file: name_of(Path::new(&self.label)),
            sha256: self.sha256.clone(),
        }
    }

    /// The queries of the reports, in their order.
    ///
    /// # Errors
    /// [`ErrorKind::Usage`] when there is no such query, [`ErrorKind::Query`] when one cannot be run, both with
    /// the place.
    pub fn queries(&self, catalogue: &Catalogue) -> Result<Vec<PackedQuery>> {
        let find = |(at, entry): (usize, &Entry)| {
            let wanted = entry.query.get_ref();
            let is_path = wanted.contains(['/', '\\']) || wanted.ends_with(".sql");
            let path = self.folder.join(wanted.strip_prefix("./").unwrap_or(wanted));
            let place = self.place(&entry.query.span());
            let found =
                if is_path { catalogue.find(&path.to_string_lossy()) } else { catalogue.find(wanted) };
            let query = found.map_err(|error| error.at(&place))?;
            match query.problems.iter().find(|problem| problem.prevents_run) {
                Some(problem) => Err(Error::new(ErrorKind::Query, problem.to_string()).at(&place)),
                None => Ok(PackedQuery { query, at }),
            }
        };
        self.entries.iter().enumerate().map(find).collect()
    }

    /// The reports with all their values: those of the report, else of `given`, else of the pack's defaults. Also
    /// the names among `given` that no report uses, since each sets a value of its own.
    ///
    /// # Errors
    /// [`ErrorKind::Usage`] for a value that no query takes, a form that does not fit, and a file that two reports
    /// would write, with the place.
    pub fn reports(
        &self,
        queries: &[PackedQuery],
        given: &Arguments,
        as_of: Option<&str>,
    ) -> Result<(Vec<PackedReport>, Vec<String>)> {
        self.check_defaults(queries)?;
        let mut unused: BTreeSet<String> = given.names().map(str::to_owned).collect();
        let mut reports: Vec<PackedReport> = Vec::new();
        for packed in queries {
            let Some(entry) = self.entries.get(packed.at) else { continue };
            let place = self.place(&entry.query.span());
            let query = packed.query.clone();
            for (name, value) in &entry.values {
                if parameter(&query, name).is_none() {
                    let place = self.place(&value.span());
                    return Err(unknown_value(
                        &place,
                        name,
                        &format!("parameter of {}", query.name),
                        [&query],
                    ));
                }
            }
            let (file, form) = self.file_and_form(entry, &query)?;
            let mut arguments = Arguments::new();
            let mut places = BTreeMap::new();
            for parameter in &query.header.parameters {
                let of = |values: &Values| {
                    let find = |(name, _): &(&String, &Spanned<Value>)| is_named(parameter, name);
                    values.iter().find(find).map(|(_, value)| value.clone())
                };
                let own = of(&entry.values);
                let called = given.values(&parameter.name);
                if own.is_none() && !called.is_empty() {
                    unused.remove(&parameter.name);
                    for value in called {
                        arguments.push(&parameter.name, value.clone());
                    }
                } else if let Some(value) = own.or_else(|| of(&self.defaults)) {
                    let place = self.place(&value.span());
                    for text in texts(parameter, value.get_ref()).map_err(|why| {
                        Error::new(ErrorKind::Usage, format!("{place}: {} {why}", parameter.name))
                    })? {
                        arguments.add(&parameter.name, text);
                    }
                    places.insert(parameter.flag(), place);
                }
            }
            let taken = |other: &&PackedReport| collide(&other.file, &file);
            if let Some(other) = reports.iter().find(taken) {
                let message =
                    format!("{place}: '{file}' would be written twice; the other is at {}", other.place);
                return Err(
                    Error::new(ErrorKind::Usage, message).hint("give one another name: file = \"NAME.csv\"")
                );
            }
            let names: BTreeSet<String> = given
                .names()
                .chain(self.defaults.keys().map(String::as_str))
                .map(|name| name.replace('-', "_"))
                .collect();
            let is_missing =
                |name: &String| !SHAPING.contains(&name.as_str()) && parameter(&query, name).is_none();
            let not_taken = names.into_iter().filter(is_missing).collect();
            let report = Report { query, arguments, as_of: as_of.map(str::to_owned), form };
            reports.push(PackedReport { file, report, place, not_taken, places });
        }
        Ok((reports, unused.into_iter().collect()))
    }

    /// A default that no query of the pack takes is misspelt.
    fn check_defaults(&self, queries: &[PackedQuery]) -> Result<()> {
        for (name, value) in &self.defaults {
            if !queries.iter().any(|packed| parameter(&packed.query, name).is_some()) {
                let place = self.place(&value.span());
                let queries = queries.iter().map(|packed| &packed.query);
                return Err(unknown_value(&place, name, "parameter of any query here", queries));
            }
        }
        Ok(())
    }

    fn file_and_form(&self, entry: &Entry, query: &Query) -> Result<(String, Form)> {
        let place = self.place(&entry.query.span());
        let format = entry.format.as_ref().map(|format| {
            let name = format.get_ref();
            OutputFormat::from_name(name).ok_or_else(|| {
                let all = OutputFormat::ALL.map(OutputFormat::name);
                let place = self.place(&format.span());
                let error = format!("{place}: format '{name}' is not one of: {}", all.join(", "));
                with_close(Error::new(ErrorKind::Usage, error), name, all)
            })
        });
        let format = format.transpose()?;
        let (file, format) = match (&entry.file, format) {
            (None, format) => {
                // A drawing is for people.
                let usual = if entry.chart { OutputFormat::Table } else { OutputFormat::Csv };
                let format = format.unwrap_or(usual);
                (format!("{}.{}", query.name, ending_of(format)), format)
            }
            (Some(file), format) => {
                let place = self.place(&file.span());
                let name = file.get_ref();
                if !is_file_name(name) {
                    let message = format!("{place}: '{name}' is no name of a file");
                    return Err(Error::new(ErrorKind::Usage, message).hint(
                        "all files of a pack stand in the folder of -o; write a name such as tags.csv",
                    ));
                }
                let format = format.map_or_else(|| format_of(Path::new(name)), Ok);
                (name.clone(), format.map_err(|error| error.at(&place))?)
            }
        };
        let shape = match (entry.wide, entry.chart) {
            (true, true) => {
                let message = format!("{place}: wide and chart cannot be used together");
                return Err(Error::new(ErrorKind::Usage, message).hint("choose the matrix or the drawing"));
            }
            (true, _) => Shape::wide(query).map_err(|error| error.at(&place))?,
            (_, true) => Shape::chart(query).map_err(|error| error.at(&place))?,
            _ => Shape::Long,
        };
        let usual = (format == OutputFormat::Table).then_some(TABLE_ROWS);
        let limit = entry.limit.or(usual).filter(|most| *most > 0);
        let form = Form { format, shape, limit, excel: entry.excel };
        form.check().map_err(|error| error.at(&place))?;
        Ok((file, form))
    }

    /// `weekly.toml:12` for a place in the text.
    fn place(&self, span: &Range<usize>) -> String {
        format!("{}:{}", self.label, self.lines.partition_point(|start| *start <= span.start).max(1))
    }
}

impl PackedReport {
    /// The error with the place in the pack to which it belongs: that of the value that it names, else that of the
    /// report.
    #[must_use]
    pub fn place_error(&self, error: Error) -> Error {
        let message = error.to_string();
        let flag = message.strip_prefix("--").map(|rest| rest.split([' ', ':']).next().unwrap_or_default());
        let place = flag.and_then(|flag| self.places.get(flag)).unwrap_or(&self.place);
        error.at(&format!("{place}: {}", self.report.query.name))
    }
}

/// The parameter of this name, which may also be written as its flag is.
fn parameter<'q>(query: &'q Query, name: &str) -> Option<&'q Parameter> {
    query.header.parameters.iter().find(|parameter| is_named(parameter, name))
}

fn is_named(parameter: &Parameter, name: &str) -> bool {
    parameter.name == name || parameter.flag() == name
}

fn unknown_value<'q>(
    place: &str,
    name: &str,
    what: &str,
    queries: impl IntoIterator<Item = &'q Query>,
) -> Error {
    let declared: BTreeSet<&str> = queries
        .into_iter()
        .flat_map(|query| query.header.parameters.iter().map(|parameter| parameter.name.as_str()))
        .collect();
    let error = Error::new(ErrorKind::Usage, format!("{place}: {name} is no {what}"));
    let all: Vec<&str> = declared.iter().copied().collect();
    let there_are =
        if all.is_empty() { "there is none".to_owned() } else { format!("there are: {}", all.join(", ")) };
    with_close(error, name, declared).hint(there_are)
}

fn with_close<'n>(error: Error, wanted: &str, names: impl IntoIterator<Item = &'n str>) -> Error {
    match similar::close(wanted, names, 3) {
        close if close.is_empty() => error,
        close => error.hint(format!("did you mean: {}", close.join(", "))),
    }
}

#[cfg(test)]
mod tests;
