//! The help of a query, and the words for its flags and columns.

use clap::builder::StyledStr;
use clap::{Args as _, Command};
use unicode_width::UnicodeWidthStr as _;

use super::{command, id, list_file};
use crate::cli::run::RunArgs;
use crate::cli::safe_text::safe_for_terminal;
use crate::cli::wrapped::wrapped;
use crate::query::Query;
use crate::query::date;
use crate::query::parameter::{Mark, Parameter, ParameterType};
use crate::query::rows::ColumnType;

/// A line of help is not longer than this; on a narrower terminal clap wraps it again.
pub(crate) const HELP_COLUMNS: usize = 80;

/// The help of `run` without a query.
pub(in crate::cli::run) fn general_help() -> String {
    let command = RunArgs::augment_args(Command::new("run"))
        .bin_name("chancery run")
        .max_term_width(HELP_COLUMNS)
        .override_usage("chancery run QUERY [FLAGS] [OPTIONS]")
        .about("Run a named query")
        .after_help("Each query has flags of its own: chancery run QUERY --help\nSee all queries: chancery queries list");
    plain(command.clone().render_help())
}

/// The help of a query; `known` are some values that the store has, by the name of the parameter.
pub(in crate::cli::run) fn help(query: &Query, known: &[(String, Vec<String>)]) -> String {
    let mut command = command(query);
    for parameter in &query.header.parameters {
        let values = known.iter().find(|(name, _)| *name == parameter.name).map(|(_, values)| values);
        if let Some(values) = values.filter(|values| !values.is_empty()) {
            let help = format!("{} [such as: {}]", flag_help(parameter), values.join(", "));
            command = command.mut_arg(id(parameter), |arg| arg.help(help.trim().to_owned()));
        }
    }
    plain(command.render_help())
}

/// Help without colours. A query's words and the values of a store stand in it.
pub(in crate::cli) fn plain(text: StyledStr) -> String {
    safe_for_terminal(&text.to_string()).into_owned()
}

/// What the flag of a parameter does, and what it takes.
pub(crate) fn flag_help(parameter: &Parameter) -> String {
    let mut help = vec![parameter.help.clone()];
    if let ParameterType::Enum { words, more } = &parameter.kind {
        let more = if more.is_some() { ", or another that the store has" } else { "" };
        help.push(format!("[one of: {}{more}]", words.join(", ")));
    }
    if parameter.mark == Mark::List {
        help.push(format!(
            "[repeat it or use commas (\\, within a value), or --{} FILE]",
            list_file::flag(parameter)
        ));
    }
    match &parameter.default {
        Some(default) => help.push(format!("[default: {default}]")),
        None if parameter.is_required() => help.push("[needed]".to_owned()),
        None => {}
    }
    help.join(" ").trim().to_owned()
}

/// How help calls the value of a flag.
pub(crate) fn value_name(kind: &ParameterType) -> String {
    match kind {
        ParameterType::Int { .. } => "N".to_owned(),
        ParameterType::Float { .. } => "NUMBER".to_owned(),
        ParameterType::Bool => "yes|no".to_owned(),
        ParameterType::Enum { .. } => "WORD".to_owned(),
        ParameterType::FullText | ParameterType::Words => "WORDS".to_owned(),
        ParameterType::Values(_) => "VALUE".to_owned(),
        other => other.to_string().to_uppercase(),
    }
}

/// The title, the question and the long help.
pub(crate) fn about(query: &Query) -> String {
    let header = &query.header;
    let mut parts = vec![header.title.clone()];
    parts.extend(header.question.clone());
    parts.push(header.help.clone());
    parts.retain(|part| !part.is_empty());
    parts.join("\n\n")
}

/// What follows the flags: the columns, the notes, how days are written, the examples.
pub(crate) fn after_help(query: &Query) -> String {
    let header = &query.header;
    let mut sections: Vec<String> = Vec::new();
    let mut section = |name: &str, lines: &mut dyn Iterator<Item = (String, String)>| {
        let mut text = String::new();
        for (lead, words) in lines {
            wrapped(&mut text, &lead, &words, lead.width(), Some(HELP_COLUMNS));
        }
        if !text.is_empty() {
            sections.push(format!("{name}:\n{}", text.trim_end()));
        }
    };
    let width = header.columns.iter().map(|column| column.name.chars().count()).max().unwrap_or(0);
    section(
        "Columns",
        &mut header.columns.iter().map(|column| {
            let percent = if column.kind == ColumnType::Percent { " (percent)" } else { "" };
            (format!("  {:width$}  ", column.name), format!("{}{percent}", column.help))
        }),
    );
    section("Notes", &mut header.notes.iter().map(|note| (String::from("  - "), note.clone())));
    if header.parameters.iter().any(|parameter| parameter.kind == ParameterType::Date) {
        let forms = [
            format!("{}.", date::FORMS),
            String::from("A month, quarter, week or year means its first day, with --until its last."),
        ];
        section("Dates", &mut forms.into_iter().map(|form| (String::from("  "), form)));
    }
    if !header.examples.is_empty() {
        // A command is not broken: it is there to be copied.
        let examples: Vec<String> = header.examples.iter().map(|example| format!("  {example}")).collect();
        sections.push(format!("Examples:\n{}", examples.join("\n")));
    }
    sections.join("\n\n")
}
