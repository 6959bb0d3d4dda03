//! The words after a query's name, for commands that take its flags as `run` does.

use std::ffi::OsString;

use clap::{Arg, ArgAction, ArgMatches};

use crate::Result;
use crate::cli::run::flags;
use crate::cli::session::Session;
use crate::query::Query;
use crate::query::bind::{self, Arguments, Bound};
use crate::query::runner::Runner;

/// What the words say.
pub(super) struct Given {
    arguments: Arguments,
    matches: ArgMatches,
    help: String,
}

/// A switch of the command, which may stand among the query's flags.
pub(super) fn switch(name: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).action(ArgAction::SetTrue).help(help)
}

/// Reads the words by the query's flags and the switches.
///
/// # Errors
/// [`crate::ErrorKind::Usage`] for an unknown flag and for a file of values that cannot be read.
pub(super) fn read(query: &Query, verb: &str, switches: &[Arg], words: &[OsString]) -> Result<Given> {
    let mut command = flags::command_of(query, verb, switches);
    let help = flags::plain(command.render_help());
    let matches = flags::read_with(command, query, words)?;
    Ok(Given { arguments: flags::arguments(query, &matches)?, matches, help })
}

impl Given {
    /// The help, where it was asked for.
    pub(super) fn help(&self) -> Option<&str> {
        self.matches.get_flag("help").then_some(self.help.as_str())
    }

    /// Whether this switch was given.
    pub(super) fn has(&self, switch: &str) -> bool {
        self.matches.try_get_one::<bool>(switch).ok().flatten().copied().unwrap_or(false)
    }

    /// Whether a value was given.
    pub(super) fn is_empty(&self) -> bool {
        self.arguments.names().next().is_none()
    }

    /// Whether what the header of the query says is needed is so with these values, e.g. `word-index`.
    pub(super) fn needs(&self, query: &Query, what: &str) -> bool {
        query.header.needs(what, &self.arguments)
    }

    /// What is wrong with the values, without a word of what is made of them.
    ///
    /// # Errors
    /// As [`bind::bind`].
    pub(super) fn check(&self, query: &Query, runner: &Runner, session: &Session) -> Result<()> {
        let as_of = self.matches.get_one::<String>("as_of").map(String::as_str);
        let today = bind::today(runner.connection(), session.clock(), as_of)?;
        bind::bind(query, &self.arguments, runner.connection(), &today).map(drop)
    }

    /// The values for the runner's store; what was made of them is told.
    ///
    /// # Errors
    /// As [`bind::bind`].
    pub(super) fn bind(&self, query: &Query, runner: &Runner, session: &Session) -> Result<Bound> {
        let store = runner.connection();
        let as_of = self.matches.get_one::<String>("as_of").map(String::as_str);
        let today = bind::today(store, session.clock(), as_of)?;
        let bound = bind::bind(query, &self.arguments, store, &today)?;
        if let Some(resolved) = bound.resolved_in_words(as_of, &today) {
            session.note(&format!("note: {resolved}"));
        }
        for warning in &bound.warnings {
            session.warn(warning);
        }
        Ok(bound)
    }
}
