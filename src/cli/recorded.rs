//! A report with its record beside it: `FILE` and `FILE.meta.json`, both whole or not at all.
//!
//! The record takes its place first, so that no report ever stands without one. A run that is killed between the
//! two leaves a record that does not fit the file, which `verify` tells by the hash.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::destination::Destination;
use super::session::Session;
use crate::report::digest::{Digesting, FileDigest};
use crate::report::record::{Record, SUFFIX, record_path, text_of};
use crate::{Error, ErrorKind, Result};

/// Where the rows of a report go, and its record, if it has one.
pub(crate) struct RecordedOutput {
    report: Digesting<Destination>,
    record: Option<(PathBuf, Destination)>,
}

impl RecordedOutput {
    /// The output of `-o`, none of whose files may be one of `inputs`. Only a regular file has a record, and only
    /// where it is wanted.
    pub(crate) fn open(
        session: &Session,
        output: Option<&Path>,
        inputs: &[String],
        wants_record: bool,
    ) -> Result<Self> {
        if let Some(path) = output {
            refuse_record(path)?;
        }
        let report = session.destination_beside(output, inputs)?;
        let record = match output.filter(|path| wants_record && report.is_file() && !is_of_system(path)) {
            Some(path) => {
                let beside = record_path(path);
                refuse_others(&beside)?;
                Some((path.to_owned(), session.destination_beside(Some(&beside), inputs)?))
            }
            None => None,
        };
        if let Some(path) = output.filter(|path| !wants_record && record_path(path).exists()) {
            let beside = record_path(path);
            session.warn(&format!("'{}' is of an earlier run, not of this one", beside.display()));
        }
        Ok(Self { report: Digesting::new(report), record })
    }

    /// Writes the record that `make` makes for the path and the digest of the report, which is written. It is not
    /// called where no record is wanted.
    pub(crate) fn record(&mut self, make: impl FnOnce(&Path, FileDigest) -> Result<Record>) -> Result<()> {
        let Some((path, destination)) = &mut self.record else { return Ok(()) };
        let record = make(path, self.report.digest())?;
        destination.write_text(&record.to_json()?)
    }

    /// Puts the report and its record in their places.
    pub(crate) fn finish(self) -> Result<()> {
        Self::finish_all(vec![self])
    }

    /// Puts all reports and records in their places, or none.
    pub(crate) fn finish_all(all: Vec<Self>) -> Result<()> {
        let mut destinations = Vec::new();
        for output in all {
            destinations.extend(output.record.map(|(_, record)| record));
            destinations.push(output.report.into_inner());
        }
        Destination::finish_all(destinations)
    }
}

impl Write for RecordedOutput {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self.record {
            Some(_) => self.report.write(bytes),
            None => self.report.without_digest().write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.report.flush()
    }
}

/// Whether the path is a name that the system gives to something open, such as `/dev/stdout`.
fn is_of_system(path: &Path) -> bool {
    path.starts_with("/dev") || path.starts_with("/proc")
}

/// A report in the place of another one's record would leave that one without.
fn refuse_record(path: &Path) -> Result<()> {
    let name = path.to_string_lossy();
    let Some(report) = name.strip_suffix(SUFFIX) else { return Ok(()) };
    if !text_of(path).is_ok_and(|text| is_record(&text)) {
        return Ok(());
    }
    let message = format!("'{name}' is the record of '{report}'; it was left untouched");
    Err(Error::new(ErrorKind::Usage, message).hint("name another file to write to"))
}

fn is_record(text: &str) -> bool {
    let value: Option<serde_json::Value> = serde_json::from_str(text).ok();
    value.is_some_and(|value| value.get("record_version").is_some())
}

/// What stands in the record's place and is no record is somebody else's.
fn refuse_others(path: &Path) -> Result<()> {
    let is_free = match text_of(path) {
        Ok(text) => text.is_empty() || is_record(&text),
        Err(error) => error.kind() == io::ErrorKind::NotFound,
    };
    if is_free {
        return Ok(());
    }
    let message = format!("'{}' is no record of a report; it was left untouched", path.display());
    Err(Error::new(ErrorKind::Usage, message)
        .hint("name another file to write to, or leave the record out: --no-meta"))
}
