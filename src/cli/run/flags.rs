//! The flags of one query, made from its header.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::{PathBufValueParser, PossibleValuesParser};
use clap::error::{ContextKind, ContextValue, ErrorKind as ClapKind};
use clap::{Arg, ArgAction, ArgMatches, Args, Command, ValueHint};

use super::RunOptions;
use crate::cli::{left_out, not_utf8};
use crate::query::Query;
use crate::query::bind::Arguments;
use crate::query::parameter::{Mark, Parameter, ParameterType};
use crate::render::OutputFormat;
use crate::{Error, ErrorKind, Result};

mod help;
mod list_file;

pub(in crate::cli) use help::{HELP_COLUMNS, about, after_help, flag_help, plain, value_name};
pub(super) use help::{general_help, help};

/// Options that are needed before the query is known, wherever they stand.
pub(in crate::cli) struct Early {
    pub(in crate::cli) store: Option<PathBuf>,
    pub(in crate::cli) queries: Vec<PathBuf>,
}

/// The folders and the store that the words after the query's name give.
pub(in crate::cli) fn early(words: &[OsString]) -> Early {
    let mut early = Early { store: None, queries: Vec::new() };
    let mut words = words.iter();
    while let Some(word) = words.next().map(|word| word.to_string_lossy()) {
        let (flag, value) = match word.split_once('=') {
            Some((flag, value)) => (flag.to_owned(), Some(PathBuf::from(value))),
            None => (word.into_owned(), None),
        };
        match flag.as_str() {
            "--" => break,
            "--db" => early.store = value.or_else(|| words.next().map(PathBuf::from)),
            "--queries" => early.queries.extend(value.or_else(|| words.next().map(PathBuf::from))),
            _ => {}
        }
    }
    early
}

/// Reads the words after the query's name.
///
/// # Errors
/// [`ErrorKind::Usage`] for an unknown flag, with a close one, and when a flag stands where a value should.
pub(super) fn read(query: &Query, words: &[OsString]) -> Result<ArgMatches> {
    read_with(command(query), query, words)
}

/// The same, by a command that [`command_of`] made.
pub(in crate::cli) fn read_with(command: Command, query: &Query, words: &[OsString]) -> Result<ArgMatches> {
    check_words(query, words)?;
    let see = format!("see its flags: chancery run {} --help", query.word());
    // One whose header cannot be read has none, whatever it declares.
    read_words(command, words, &query.name, &see).map_err(|error| query.unfit().unwrap_or(error))
}

/// Reads the words as flags of `whose`; `see` tells where they are described.
fn read_words(command: Command, words: &[OsString], whose: &str, see: &str) -> Result<ArgMatches> {
    check_values(&command, words)?;
    let command = command.no_binary_name(true);
    command.try_get_matches_from(words).map_err(|error| match not_utf8::refused(words) {
        Some(named) if error.kind() == ClapKind::InvalidUtf8 => named,
        _ => explain(whose, see, &error),
    })
}

/// Reads the words after a pack's name: options, and the flags of its queries.
///
/// # Errors
/// As [`read`].
pub(super) fn read_for_pack(queries: &[&Query], words: &[OsString]) -> Result<ArgMatches> {
    let mut command = Command::new("pack").disable_help_flag(true).disable_version_flag(true);
    let parameters = distinct_parameters(queries);
    for parameter in &parameters {
        command = command.arg(flag(parameter));
        // A parameter of one query goes before the file of a list of another one.
        let is_taken = parameters.iter().any(|other| other.flag() == list_file::flag(parameter));
        if parameter.mark == Mark::List && !is_taken {
            command = command.arg(file_flag(parameter));
        }
    }
    let command = RunOptions::augment_args(command).arg(db());
    let see = "its flags are those of its queries: chancery run QUERY --help";
    read_words(command, words, "any query of the pack", see)
}

/// The values that the words after a pack's name give to the parameters of its queries.
///
/// # Errors
/// As [`arguments`].
pub(super) fn pack_arguments(queries: &[&Query], matches: &ArgMatches) -> Result<Arguments> {
    values(&distinct_parameters(queries), matches)
}

/// One parameter of each name.
fn distinct_parameters<'q>(queries: &[&'q Query]) -> Vec<&'q Parameter> {
    let mut parameters: Vec<&Parameter> = Vec::new();
    for parameter in queries.iter().flat_map(|query| &query.header.parameters) {
        if parameters.iter().all(|other| other.name != parameter.name) {
            parameters.push(parameter);
        }
    }
    parameters
}

/// Values may begin with a dash, as `-30d` does; so a forgotten value would take the flag that follows.
fn check_values(command: &Command, words: &[OsString]) -> Result<()> {
    let flag = |word: &OsString| {
        let name = word.to_str()?.strip_prefix("--")?.to_owned();
        command.get_arguments().find(|arg| arg.get_long() == Some(&name))
    };
    for pair in words.windows(2) {
        let takes_dashes = flag(&pair[0]).is_some_and(Arg::is_allow_hyphen_values_set);
        if takes_dashes && flag(&pair[1]).is_some() {
            let (first, second) = (pair[0].to_string_lossy(), pair[1].to_string_lossy());
            return Err(Error::new(ErrorKind::Usage, format!("{first} has no value before {second}"))
                .hint(format!("if it is the value, write {first}={second}")));
        }
    }
    Ok(())
}

/// `--words spill -oil` would write to a file `il`.
fn check_words(query: &Query, words: &[OsString]) -> Result<()> {
    let looked_for = |flag: &str| {
        let parameter = query.header.parameters.iter().find(|parameter| parameter.flag() == flag)?;
        matches!(parameter.kind, ParameterType::Words | ParameterType::FullText).then_some(parameter)
    };
    let words: Vec<&str> = words.iter().map(|word| word.to_str().unwrap_or_default()).collect();
    for (at, word) in words.iter().enumerate().take_while(|(_, word)| **word != "--") {
        let flag = |back: usize| at.checked_sub(back).and_then(|at| words[at].strip_prefix("--"));
        let in_one = flag(1).and_then(|flag| flag.split_once('=')).map(|(flag, _)| flag);
        let Some(parameter) = in_one.or(flag(2)).and_then(looked_for) else { continue };
        if let Some(error) = left_out::behind_words(word, &parameter.flag(), &query.name) {
            return Err(error);
        }
    }
    Ok(())
}

/// The values that the words give to the query's parameters, those in files included.
///
/// # Errors
/// [`ErrorKind::Usage`] when a file of values cannot be read or holds none.
pub(in crate::cli) fn arguments(query: &Query, matches: &ArgMatches) -> Result<Arguments> {
    values(&query.header.parameters.iter().collect::<Vec<_>>(), matches)
}

fn values(parameters: &[&Parameter], matches: &ArgMatches) -> Result<Arguments> {
    let mut arguments = Arguments::new();
    for parameter in parameters {
        for value in matches.get_many::<String>(&id(parameter)).into_iter().flatten() {
            arguments.add(&parameter.name, value);
        }
        if parameter.mark != Mark::List {
            continue;
        }
        for file in value_files(parameter, matches) {
            for value in list_file::read(&list_file::flag(parameter), file)? {
                arguments.add_whole(&parameter.name, value);
            }
        }
    }
    Ok(arguments)
}

/// The files of values that the words name.
pub(super) fn files(query: &Query, matches: &ArgMatches) -> Vec<PathBuf> {
    pack_files(&[query], matches)
}

/// The files of values that the words after a pack's name give to its queries.
pub(super) fn pack_files(queries: &[&Query], matches: &ArgMatches) -> Vec<PathBuf> {
    let parameters = distinct_parameters(queries);
    let lists = parameters.into_iter().filter(|parameter| parameter.mark == Mark::List);
    lists.flat_map(|list| value_files(list, matches)).cloned().collect()
}

/// The files of values of a list; none where its command has no flag for them.
fn value_files<'m>(list: &Parameter, matches: &'m ArgMatches) -> impl Iterator<Item = &'m PathBuf> + use<'m> {
    matches.try_get_many::<PathBuf>(&file_id(list)).ok().flatten().into_iter().flatten()
}

/// The id of a parameter within the command, apart from the ids of the options.
fn id(parameter: &Parameter) -> String {
    format!("@{}", parameter.name)
}

/// The id of the flag that names a file of values.
fn file_id(parameter: &Parameter) -> String {
    format!("@{}@file", parameter.name)
}

/// The query as a command of its own that knows the words of its flags, for the completions of a shell.
pub(in crate::cli) fn completed(query: &Query) -> Command {
    let mut completed = command(query).about(query.header.title.clone()).after_help("");
    for parameter in &query.header.parameters {
        if let ParameterType::Enum { words, .. } = &parameter.kind {
            let words = PossibleValuesParser::new(words.clone());
            completed = completed.mut_arg(id(parameter), |arg| arg.value_parser(words));
        }
    }
    with_formats(completed)
}

/// The command with the words that its `--format` takes.
pub(in crate::cli) fn with_formats(command: Command) -> Command {
    let formats = PossibleValuesParser::new(OutputFormat::ALL.map(OutputFormat::name));
    command.mut_arg("format", |arg| arg.value_parser(formats))
}

/// The query as a command of its own, whose arguments are its flags and the options of `run`.
pub(in crate::cli) fn command(query: &Query) -> Command {
    let command = with_parameters(query, "run");
    RunOptions::augment_args(command.next_help_heading("Options"))
        // The options' own description would take the place of the query's.
        .about(about(query))
        .after_help(after_help(query))
        .arg(db())
        .arg(help_flag())
}

/// The query under another command than `run`, with its flags and these switches.
pub(in crate::cli) fn command_of(query: &Query, verb: &str, switches: &[Arg]) -> Command {
    let command = with_parameters(query, verb).next_help_heading("Options");
    let folders = Arg::new("queries").long("queries").value_name("DIR").action(ArgAction::Append);
    let as_of = Arg::new("as_of").long("as-of").value_name("DATE").allow_hyphen_values(true);
    let own = |switch: &&Arg| {
        // A flag of the query goes before a switch of the same name.
        !query.header.parameters.iter().any(|parameter| switch.get_long() == Some(&parameter.flag()))
    };
    command
        .arg(folders.help("Find queries in this folder, too; can be repeated"))
        .arg(as_of.help("The day that counts as today"))
        .args(switches.iter().filter(own))
        .about(about(query))
        .arg(db())
        .arg(help_flag())
}

fn db() -> Arg {
    Arg::new("db").long("db").value_name("FILE").help("The store")
}

fn help_flag() -> Arg {
    Arg::new("help").short('h').long("help").action(ArgAction::SetTrue).help("Print this help")
}

fn with_parameters(query: &Query, verb: &str) -> Command {
    let name = &query.name;
    let mut command = Command::new(name.clone())
        .bin_name(format!("chancery {verb} {name}"))
        .override_usage(format!("chancery {verb} {name} [FLAGS] [OPTIONS]"))
        .max_term_width(HELP_COLUMNS)
        .disable_help_flag(true)
        .disable_version_flag(true)
        .next_help_heading("Flags of this query");
    for parameter in &query.header.parameters {
        command = with_parameter(command, parameter);
    }
    command
}

/// The command with the flag of this parameter, and that of a file with its values.
fn with_parameter(command: Command, parameter: &Parameter) -> Command {
    let command = command.arg(flag(parameter));
    if parameter.mark == Mark::List { command.arg(file_flag(parameter)) } else { command }
}

fn file_flag(parameter: &Parameter) -> Arg {
    Arg::new(file_id(parameter))
        .long(list_file::flag(parameter))
        .action(ArgAction::Append)
        .value_name("FILE")
        .value_parser(PathBufValueParser::new())
        .value_hint(ValueHint::FilePath)
        .help("one value a line; - is standard input")
}

fn flag(parameter: &Parameter) -> Arg {
    let arg =
        Arg::new(id(parameter)).long(parameter.flag()).action(ArgAction::Append).help(flag_help(parameter));
    let arg = arg.value_name(value_name(&parameter.kind));
    match parameter.kind {
        ParameterType::Bool => arg.num_args(0..=1).default_missing_value("yes"),
        _ => arg.num_args(1).allow_hyphen_values(true),
    }
}

/// The error of the command line in our words.
fn explain(whose: &str, see: &str, error: &clap::Error) -> Error {
    let context = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.clone()),
        Some(ContextValue::Strings(texts)) => texts.first().cloned(),
        _ => None,
    };
    let word = context(ContextKind::InvalidArg).unwrap_or_default();
    if error.kind() == ClapKind::UnknownArgument && word == "--pack" {
        return Error::new(
            ErrorKind::Usage,
            format!("--pack names its own queries, and {whose} is one more"),
        )
        .hint("run the pack alone: chancery run --pack FILE --output DIR");
    }
    let message = match error.kind() {
        ClapKind::UnknownArgument if word.starts_with('-') => format!("{word} is no flag of {whose}"),
        ClapKind::UnknownArgument => format!("'{word}' is one word too many"),
        _ => {
            let text = error.to_string();
            let first = text.lines().next().unwrap_or_default();
            first.strip_prefix("error: ").unwrap_or(first).to_owned()
        }
    };
    let is_word = error.kind() == ClapKind::UnknownArgument && !word.starts_with('-');
    let mut error = Error::new(ErrorKind::Usage, message);
    if is_word {
        error = error.hint("a value with spaces stands in quotes");
    }
    match context(ContextKind::SuggestedArg) {
        Some(close) => error.hint(format!("did you mean: {close}")).hint(see),
        None => error.hint(see),
    }
}

#[cfg(test)]
mod tests {

    use unicode_width::UnicodeWidthStr as _;

    use super::help;
    use crate::query::Query;

    #[test]
    fn help_tells_columns_notes_and_how_days_are_written_in_lines_of_80_columns() {
        let long = "the river has risen again ".repeat(5);
        let text = format!(
            "-- Floods\n-- use: When?\n-- @param since date? : first day\n-- @column level percent : {long}\n\
             -- @example chancery run floods --since -30d\n-- note: {long}\nSELECT 1.0 AS level WHERE :since IS NULL"
        );
        let shown = help(&Query::parse("floods", "floods.sql", &text), &[]);
        assert!(shown.lines().all(|line| line.width() <= 80), "{shown}");
        for part in [
            "Floods\n\nWhen?\n\nUsage: chancery run floods [FLAGS] [OPTIONS]\n",
            "\nColumns:\n  level  the river has risen",
            "again (percent)\n\nNotes:\n  - the river has risen",
            "\nDates:\n  2024-03-01, 2024-03, 2024,",
            "\nExamples:\n  chancery run floods --since -30d",
        ] {
            assert!(shown.contains(part), "{part:?} is not in\n{shown}");
        }
        // Beside the name are 71 columns: two sentences of 26 and a third one but for its last word.
        assert!(shown.contains("\n         again the river has risen again"), "{shown}");
        let undated = help(&Query::parse("q", "q.sql", "-- T\nSELECT 1 AS n"), &[]);
        assert!(!undated.contains("Dates:") && !undated.contains("Notes:"), "{undated}");
    }
}
