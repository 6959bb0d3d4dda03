//! Where rows go and in which form: `-f`, `-o`, `--limit`, `--timeout`.

use std::num::{IntErrorKind, ParseIntError};
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;

use super::format::ListFormat;
use super::session::Session;
use crate::query::rows::Rows;
use crate::query::runner::Budget;
use crate::render::OutputFormat;
use crate::report::ending::format_of as format_of_file;
use crate::report::form::{self, Form, Screen, Subject, TABLE_ROWS};
use crate::{Error, ErrorKind, Result};

/// How many seconds a query may run unless `--timeout` says otherwise.
const SECONDS: f64 = 300.0;

/// No more seconds than these can be counted: 2^64 less what a number of that size leaves out.
const MOST_SECONDS: f64 = 18_446_744_073_709_549_568.0;

/// The options of every command that prints rows.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct OutputArgs {
    /// Print as table, csv, tsv, json, jsonl, markdown, html, gexf or graphml [default: table, or what the ending of --output says]
    #[arg(short, long, value_name = "FORMAT")]
    pub(crate) format: Option<String>,
    /// Write to this file, whole or not at all
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Print at most this many rows; 0 prints all [default: 50 for a table or chart, else 0]
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = rows)]
    pub(crate) limit: Option<u64>,
    /// Stop a query after this many seconds; 0 never stops it [default: 300]
    #[arg(long, value_name = "SECONDS", allow_negative_numbers = true, value_parser = seconds)]
    pub(crate) timeout: Option<f64>,
    /// Write csv, with commas, or tsv for spreadsheets: with a byte order mark, and an apostrophe before texts that would run as formulas
    #[arg(long)]
    pub(crate) excel: bool,
}

/// Reads the value of `--limit`.
///
/// # Errors
/// When it is no whole number, or too large a one.
pub(crate) fn rows(text: &str) -> Result<u64, String> {
    text.parse().map_err(|error: ParseIntError| match error.kind() {
        IntErrorKind::PosOverflow => format!("the largest is {}; 0 prints all rows", u64::MAX),
        _ => "write a whole number; 0 prints all rows".to_owned(),
    })
}

/// Reads the value of `--timeout`.
///
/// # Errors
/// When it is no number, a negative one or too large a one.
pub(crate) fn seconds(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        // What is written in digits is a number, only none that can be kept.
        Ok(number) if number > MOST_SECONDS && text.contains(|c: char| c.is_ascii_digit()) => {
            Err(format!("the largest is {MOST_SECONDS:.0}; 0 never stops the query"))
        }
        Ok(number) if Duration::try_from_secs_f64(number).is_ok() => Ok(number),
        _ => Err("write a number of seconds such as 0.5 or 60; 0 never stops the query".to_owned()),
    }
}

impl OutputArgs {
    /// These options, and where they say nothing those given `earlier`.
    #[must_use]
    pub(crate) fn or(self, earlier: Self) -> Self {
        Self {
            format: self.format.or(earlier.format),
            output: self.output.or(earlier.output),
            limit: self.limit.or(earlier.limit),
            timeout: self.timeout.or(earlier.timeout),
            excel: self.excel || earlier.excel,
        }
    }

    /// How long a query may run.
    ///
    /// # Errors
    /// [`ErrorKind::Usage`] when `--timeout` is no length of time.
    pub(crate) fn budget(&self) -> Result<Budget> {
        let seconds = self.timeout.unwrap_or(SECONDS);
        let time = Duration::try_from_secs_f64(seconds).map_err(|_| {
            Error::new(ErrorKind::Usage, format!("--timeout {seconds} is no number of seconds"))
                .hint("write one such as 0.5 or 60; 0 never stops the query")
        })?;
        Ok(Budget { time: (seconds != 0.0).then_some(time), steps: None })
    }

    /// The output format.
    ///
    /// # Errors
    /// [`ErrorKind::Usage`] when `--format` is none.
    pub(crate) fn format(&self) -> Result<OutputFormat> {
        let output = self.output.as_deref().unwrap_or(Path::new(""));
        match &self.format {
            Some(format) => format_of(format),
            None if self.excel && output.extension().is_none() => Ok(OutputFormat::Csv),
            None => format_of_file(output),
        }
    }

    /// The form of the rows, in their long shape.
    ///
    /// # Errors
    /// [`ErrorKind::Usage`] when `--format` is none, or does not go with another option.
    pub(crate) fn form(&self) -> Result<Form> {
        let format = self.format()?;
        let limit = match self.limit {
            Some(0) => None,
            Some(most) => Some(most),
            None => (format == OutputFormat::Table).then_some(TABLE_ROWS),
        };
        let form = Form { format, limit, excel: self.excel, ..Form::default() };
        form.check()?;
        Ok(form)
    }

    /// What the rows are shown on.
    pub(crate) fn screen(&self, session: &Session) -> Screen {
        let terminal = session.terminal();
        match self.output {
            None => Screen { width: terminal.columns(), color: terminal.colors_stdout() },
            Some(_) => Screen::default(),
        }
    }
}

/// The output format of this name.
///
/// # Errors
/// [`ErrorKind::Usage`] when there is none.
pub(crate) fn format_of(name: &str) -> Result<OutputFormat> {
    OutputFormat::from_name(name).ok_or_else(|| {
        let all = OutputFormat::ALL.map(OutputFormat::name).join(", ");
        Error::new(ErrorKind::Usage, format!("--format '{name}' is not one of: {all}"))
    })
}

/// The format of a list: the one that was chosen, else the one that the ending of its file says.
///
/// # Errors
/// [`ErrorKind::Usage`] when no list is written to files with this ending.
pub(crate) fn list_format(format: Option<ListFormat>, file: Option<&Path>) -> Result<OutputFormat> {
    let format = match format {
        Some(format) => format.into(),
        None => format_of_file(file.unwrap_or(Path::new("")))?,
    };
    if format.is_network() {
        let message = format!("a list cannot be written as {}, which is for networks", format.name());
        return Err(Error::new(ErrorKind::Usage, message).hint(
            "choose another format, e.g. -f csv, or an ending: .csv, .tsv, .json, .jsonl, .md, .html, .txt",
        ));
    }
    Ok(format)
}

/// Prints rows that are at hand, all of them.
pub(crate) fn print_list(rows: &mut dyn Rows, format: Option<ListFormat>, session: &Session) -> Result<()> {
    let format = format.map(|format| OutputFormat::from(format).name().to_owned());
    let args = OutputArgs { format, limit: Some(0), ..OutputArgs::default() };
    let mut list = Vec::new();
    form::write(rows, &args.form()?, Subject::default(), &mut list, args.screen(session))?;
    session.print(&String::from_utf8_lossy(&list))
}
