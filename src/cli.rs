//! The command line: its words, its messages, its exit codes. The work itself is done by the rest of the
//! crate, and nothing there knows of clap, a terminal or the environment.
//!
//! One file for each command. A new one is a file with an `Args` struct that has `run(self, &Session)`, and
//! one line in the list of commands below. The words and exit codes are promised, the functions here are
//! not: an embedder calls the rest of the crate.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue};
use clap::{CommandFactory as _, Parser, Subcommand};

use failure::Failure;
use session::Session;
use terminal::Terminal;

use crate::{Error, ErrorKind};

mod aligned;
mod channels;
mod check;
mod completions;
mod datasette_config;
mod destination;
mod entities;
mod failure;
mod forget;
mod format;
mod group;
mod index;
mod index_progress;
mod interrupt;
mod key_file;
mod left_out;
mod listing;
mod load;
mod load_progress;
mod man;
mod named_store;
mod not_utf8;
mod output;
mod path_text;
mod queries;
mod recorded;
mod reindex;
mod run;
mod safe_text;
mod schema;
mod search;
mod session;
mod show;
mod similar;
mod sql;
mod status;
mod terminal;
mod verify;
mod wrapped;

/// Answer questions about channel posts from one SQLite file
#[derive(Debug, Parser)]
#[command(
    name = "chancery",
    version,
    max_term_width = 80,
    override_usage = "chancery [--db FILE] COMMAND",
    after_help = "\
Examples:
  chancery load result.json
  chancery run hashtag-frequency --by month --top 5
  chancery show https://t.me/example/12"
)]
struct CommandLine {
    /// Use this store [default: $CHANCERY_DB, else chancery.db]
    #[arg(long, value_name = "FILE", global = true)]
    db: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

/// Makes the subcommands of a list of `Name(arguments)`, in the order in which help shows them. What help
/// says of a command is the doc comment of its arguments.
macro_rules! commands {
    ($($name:ident($arguments:ty),)+) => {
        #[derive(Debug, Subcommand)]
        enum Command {
            $($name($arguments),)+
        }

        impl Command {
            fn run(self, session: &Session) -> Result<(), Failure> {
                match self {
                    $(Self::$name(arguments) => arguments.run(session).map_err(Failure::from),)+
                }
            }
        }
    };
}

commands! {
    Load(load::LoadArgs),
    Run(run::RunArgs),
    Verify(verify::VerifyArgs),
    Queries(queries::QueriesArgs),
    Sql(sql::SqlArgs),
    Search(search::SearchArgs),
    Show(show::ShowArgs),
    Group(group::GroupArgs),
    Similar(similar::SimilarArgs),
    Status(status::StatusArgs),
    Schema(schema::SchemaArgs),
    Channels(channels::ChannelsArgs),
    Entities(entities::EntitiesArgs),
    Reindex(reindex::ReindexArgs),
    Forget(forget::ForgetArgs),
    Index(index::IndexArgs),
    Check(check::CheckArgs),
    DatasetteConfig(datasette_config::DatasetteConfigArgs),
    Completions(completions::CompletionsArgs),
    Man(man::ManArgs),
}

/// Does what the arguments say, the program's name first, and gives the exit code: 0 done, 1 failed, 2 a bad
/// call. A reader of standard output who goes away early is no failure.
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let outcome = start(arguments).and_then(|(command, session)| match command.run(&session) {
        Err(failure) if session.is_stdout_closed() && failure.is_of_closed_pipe() => Ok(()),
        outcome => outcome,
    });
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(Terminal::detect(session::variable)),
    }
}

fn start(arguments: impl IntoIterator<Item = OsString>) -> Result<(Command, Session), Failure> {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    if let Some(word) = left_out::taken_for_option(&arguments) {
        return Err(left_out::refused(word).into());
    }
    let line = CommandLine::try_parse_from(&arguments).map_err(|error| bad_call(error, &arguments))?;
    let session = Session::new(line.db)?;
    Ok((line.command, session))
}

/// The failure of a call that was not understood; the name of a query in the place of a command has its remedy, and so
/// has a word that is to be left out of a search as the web's search engines have it written.
fn bad_call(error: clap::Error, arguments: &[OsString]) -> Failure {
    if let Some(store) = run::flags::early(arguments).store {
        named_store::choose(&store);
    }
    if error.kind() == clap::error::ErrorKind::InvalidUtf8
        && let Some(error) = not_utf8::refused(arguments)
    {
        return error.into();
    }
    if let Some(word) = left_out::taken_for_flag(&error, arguments) {
        return left_out::refused(word).into();
    }
    if let Some(word) = post_as_option(&error, arguments) {
        let message = format!("'{word}' is taken for an option");
        return Error::new(ErrorKind::Usage, message).hint(format!("write -- before it: -- {word}")).into();
    }
    if let Some(ContextValue::String(word)) = error.get(ContextKind::InvalidSubcommand)
        && let Ok(catalogue) = Session::new(None).and_then(|session| session.catalogue(&[]))
        && catalogue.entry(word).is_some()
    {
        let message = format!("'{word}' is no command but a query");
        return Error::new(ErrorKind::Usage, message).hint(format!("run it: chancery run {word}")).into();
    }
    error.into()
}

/// The post that begins as a negative number does, such as `-1001234567890/12`, of which clap tells the first digit alone.
fn post_as_option<'a>(error: &clap::Error, arguments: &'a [OsString]) -> Option<&'a str> {
    let Some(ContextValue::String(flag)) = error.get(ContextKind::InvalidArg) else { return None };
    let is_digit = flag.strip_prefix('-').is_some_and(|digit| digit.parse::<u8>().is_ok());
    let words = arguments.iter().filter_map(|argument| argument.to_str());
    words.filter(|_| is_digit).find(|word| word.starts_with(flag.as_str()) && word.contains('/'))
}

/// The whole command line as clap describes it, for manuals, completions and tests of the documentation.
#[must_use]
pub fn command() -> clap::Command {
    CommandLine::command()
}
