//! `chancery queries show`.

use std::ffi::OsString;

use clap::{Arg, Args};
use unicode_width::UnicodeWidthStr as _;

use super::values::{self, switch};
use crate::cli::run::flags;
use crate::cli::safe_text::safe_for_terminal;
use crate::cli::session::Session;
use crate::cli::wrapped::wrapped;
use crate::query::bind::Bound;
use crate::query::catalogue::Catalogue;
use crate::query::parameter::Parameter;
use crate::query::runner::Runner;
use crate::query::{Query, paste};
use crate::{Error, ErrorKind, Result};

/// What to show.
#[derive(Debug, Clone, Args)]
pub(in crate::cli) struct ShowArgs {
    /// Print the SQL text as it is
    #[arg(long, conflicts_with = "sqlite3")]
    sql: bool,
    /// Print .parameter lines and the SQL, to paste into sqlite3
    #[arg(long)]
    sqlite3: bool,
    /// The query: its name, or the path of an .sql file
    #[arg(index = 1)]
    name: String,
    /// With --sqlite3: the flags of the query, which the lines then set
    #[arg(index = 2, trailing_var_arg = true, allow_hyphen_values = true, value_name = "FLAGS")]
    pub(super) words: Vec<OsString>,
}

impl ShowArgs {
    pub(super) fn run(self, catalogue: &Catalogue, session: &Session) -> Result<()> {
        let query = catalogue.find(&self.name)?;
        for problem in catalogue.same_named(&self.name) {
            session.warn(&problem.to_string());
        }
        if let Some(problem) =
            query.problems.iter().find(|problem| problem.prevents_run && problem.line.is_none())
        {
            return Err(Error::new(ErrorKind::Query, problem.to_string()));
        }
        let given = values::read(&query, "queries show", &switches(), &self.words)?;
        if let Some(help) = given.help() {
            return session.print(help);
        }
        let (sql, sqlite3) = (self.sql || given.has("sql"), self.sqlite3 || given.has("sqlite3"));
        if sql && sqlite3 {
            return Err(Error::new(ErrorKind::Usage, "--sql and --sqlite3 cannot be used together"));
        }
        if !given.is_empty() && !sqlite3 {
            return Err(Error::new(ErrorKind::Usage, "the flags of a query go with --sqlite3")
                .hint(format!("see the rows: chancery run {} …", query.word())));
        }
        let text = match (sql, sqlite3) {
            (true, _) => query.sql.clone(),
            (_, true) if given.is_empty() => paste::sqlite3(&query, &Bound::default()),
            (_, true) => {
                let runner = Runner::new(session.open_store()?)?;
                paste::sqlite3(&query, &given.bind(&query, &runner, session)?)
            }
            _ => safe_for_terminal(&describe(&query)).into_owned(),
        };
        session.print(&format!("{}\n", text.trim_end()))
    }
}

/// The switches that may follow the query's name.
pub(super) fn switches() -> [Arg; 2] {
    [
        switch("sql", "Print the SQL text as it is").conflicts_with("sqlite3"),
        switch("sqlite3", "Print .parameter lines and the SQL, to paste into sqlite3"),
    ]
}

/// What the header says, for people.
fn describe(query: &Query) -> String {
    let mut parts = vec![in_lines(&format!("{}: {}", query.name, flags::about(query)))];
    if !query.header.parameters.is_empty() {
        parts.push(format!("Flags:\n{}", describe_flags(&query.header.parameters)));
    }
    parts.push(flags::after_help(query));
    if let Some(shapes) = shapes(query) {
        parts.push(format!("Other shapes: {shapes}"));
    }
    if !query.header.tags.is_empty() {
        parts.push(format!("Tags: {}", query.header.tags.join(", ")));
    }
    if let Some(file) = &query.file {
        parts.push(format!("File: {}", file.display()));
    }
    parts.retain(|part| !part.is_empty());
    parts.join("\n\n")
}

/// The options of `run` by which the rows take another shape.
fn shapes(query: &Query) -> Option<String> {
    let header = &query.header;
    let shapes = [(header.wide.is_some(), "--wide"), (header.chart.is_some(), "--chart")];
    let shapes: Vec<&str> =
        shapes.iter().filter(|(is_there, _)| *is_there).map(|(_, option)| *option).collect();
    (!shapes.is_empty()).then(|| shapes.join(", "))
}

/// The text with its lines as they are, but for those that are longer than help is.
fn in_lines(text: &str) -> String {
    let mut page = String::new();
    for line in text.lines() {
        if line.width() > flags::HELP_COLUMNS {
            wrapped(&mut page, "", line, 0, Some(flags::HELP_COLUMNS));
        } else {
            page.push_str(line);
            page.push('\n');
        }
    }
    page.trim_end().to_owned()
}

/// The flags under each other.
fn describe_flags(parameters: &[Parameter]) -> String {
    let flags: Vec<String> = parameters
        .iter()
        .map(|parameter| format!("--{} <{}>", parameter.flag(), flags::value_name(&parameter.kind)))
        .collect();
    let width = flags.iter().map(|flag| flag.chars().count()).max().unwrap_or(0);
    let mut text = String::new();
    for (flag, parameter) in flags.iter().zip(parameters) {
        let lead = format!("  {flag:width$}  ");
        wrapped(&mut text, &lead, &flags::flag_help(parameter), lead.width(), Some(flags::HELP_COLUMNS));
    }
    text.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::{describe, flags};
    use crate::query::catalogue::Catalogue;
    use unicode_width::UnicodeWidthStr as _;

    #[test]
    fn the_other_shapes_of_a_report_are_told() {
        let catalogue = Catalogue::bundled();
        let told = |name: &str| {
            let page = describe(&catalogue.find(name).unwrap());
            page.lines().find_map(|line| line.strip_prefix("Other shapes: ").map(str::to_owned))
        };
        assert_eq!(told("hashtag-frequency").as_deref(), Some("--wide, --chart"));
        assert_eq!(told("overview"), None);
    }

    #[test]
    fn no_line_is_longer_than_help_but_commands_to_copy() {
        for entry in Catalogue::bundled().entries() {
            let page = describe(entry.query());
            let long = page
                .lines()
                .find(|line| line.width() > flags::HELP_COLUMNS && !line.starts_with("  chancery "));
            assert_eq!(long, None, "{}", entry.query().name);
        }
    }
}
