//! Where the cursor of a command line stands: in which command, and what can stand there.

use clap::{Arg, ArgAction, Command};

use crate::cli::queries;
use crate::cli::run::flags;
use crate::query::Query;
use crate::query::catalogue::Catalogue;
use crate::query::parameter::{Mark, Parameter};

/// A place in a command line.
pub(super) struct Place {
    /// The command, with the options of those above it.
    pub(super) command: Command,
    /// The names of the command and those above it, without the program's own.
    pub(super) path: Vec<String>,
    /// The query whose flags the command has.
    pub(super) query: Option<Query>,
    /// What is expected.
    pub(super) expected: Vec<Expected>,
    /// The ids of the options that the words before give.
    given: Vec<String>,
}

/// What can stand at the cursor.
pub(super) enum Expected {
    /// A command or, below `run`, the flags of its query.
    Command,
    /// The name of an option.
    Flag,
    /// A value of this option or argument; `stem` is what stands before it in the same word, such as `--by=`.
    Value {
        /// The option or argument.
        arg: Box<Arg>,
        /// Of the word, what is no part of the value.
        stem: String,
    },
}

/// An option that waits for values, and how many it has.
struct Open {
    arg: Arg,
    values: usize,
}

impl Open {
    fn needs_one(&self) -> bool {
        self.values < self.arg.get_num_args().map_or(1, |range| range.min_values())
    }

    /// Whether the word is a value of the option.
    fn takes(&self, word: &str) -> bool {
        !is_dashed(word) || self.needs_one() && self.arg.is_allow_hyphen_values_set()
    }

    fn with_one_more(mut self) -> Option<Self> {
        self.values += 1;
        let most = self.arg.get_num_args().map_or(1, |range| range.max_values());
        (self.values < most).then_some(self)
    }
}

fn is_dashed(word: &str) -> bool {
    word.len() > 1 && word.starts_with('-')
}

impl Place {
    /// The place of the word `current` after the words `before`, the program's name left out.
    pub(super) fn find(
        mut command: Command,
        catalogue: &Catalogue,
        before: &[String],
        current: &str,
    ) -> Self {
        command.build();
        let mut place =
            Self { command, path: Vec::new(), query: None, expected: Vec::new(), given: Vec::new() };
        let mut open: Option<Open> = None;
        let mut positionals = 0;
        let mut are_flags_over = false;
        for word in before {
            if open.as_ref().is_some_and(|open| open.takes(word)) {
                open = open.and_then(Open::with_one_more);
            } else if are_flags_over || !is_dashed(word) {
                open = None;
                positionals = if place.enter(word, positionals, catalogue) { 0 } else { positionals + 1 };
            } else if word == "--" {
                open = None;
                are_flags_over = true;
            } else {
                open = place.option(word);
            }
        }
        place.expected = place.expected_at(current, open, positionals, are_flags_over);
        place
    }

    /// Goes into the command below, or the query, that `word` names.
    fn enter(&mut self, word: &str, positionals: usize, catalogue: &Catalogue) -> bool {
        if let Some(below) = self.command.find_subcommand(word) {
            self.command = below.clone();
            self.path.push(word.to_owned());
            return true;
        }
        // Such a command reads the words after the query's name by the query's own flags.
        let reads_flags = self.command.get_positionals().any(Arg::is_trailing_var_arg_set);
        if positionals == 0
            && self.query.is_none()
            && reads_flags
            && let Ok(query) = catalogue.find(word)
        {
            let below = match self.path.as_slice() {
                [queries, verb] if queries == "queries" => queries::command_after(verb, &query),
                _ => None,
            };
            self.command = below.unwrap_or_else(|| flags::command(&query));
            self.command.build();
            self.query = Some(query);
            return true;
        }
        false
    }

    /// Notes the option that `word` gives; the one that waits for values in the words after it.
    fn option(&mut self, word: &str) -> Option<Open> {
        let (arg, is_complete) = match word.strip_prefix("--") {
            Some(long) => {
                let (name, value) = long.split_once('=').map_or((long, None), |(name, it)| (name, Some(it)));
                (self.arguments().find(|arg| arg.get_long() == Some(name))?.clone(), value.is_some())
            }
            None => {
                let shorts = word.char_indices().skip(1);
                let of = |short| self.arguments().find(|arg| arg.get_short() == Some(short));
                let mut all = shorts.filter_map(|(at, c)| Some((at + c.len_utf8(), of(c)?)));
                let (end, arg) = all.find(|(_, arg)| takes_values(arg))?;
                (arg.clone(), end < word.len())
            }
        };
        self.given.push(arg.get_id().to_string());
        (takes_values(&arg) && !is_complete).then_some(Open { arg, values: 0 })
    }

    fn expected_at(
        &self,
        current: &str,
        open: Option<Open>,
        positionals: usize,
        are_flags_over: bool,
    ) -> Vec<Expected> {
        let value =
            |arg: &Arg, stem: &str| Expected::Value { arg: Box::new(arg.clone()), stem: stem.to_owned() };
        let mut expected = Vec::new();
        if let Some(open) = open.filter(|open| open.takes(current)) {
            expected.push(value(&open.arg, ""));
            if open.needs_one() {
                return expected;
            }
        }
        if !are_flags_over && current.starts_with('-') {
            let option = current.strip_prefix("--").and_then(|option| option.split_once('='));
            match option {
                Some((name, _)) => {
                    let arg = self.arguments().find(|arg| arg.get_long() == Some(name));
                    return arg.map(|arg| value(arg, &format!("--{name}="))).into_iter().collect();
                }
                None => expected.push(Expected::Flag),
            }
            return expected;
        }
        if expected.is_empty() {
            let next = self.command.get_positionals().nth(positionals);
            let last = || self.command.get_positionals().last().filter(|arg| takes_many(arg));
            expected.extend(next.or_else(last).map(|arg| value(arg, "")));
            if positionals == 0 {
                expected.push(Expected::Command);
            }
        }
        if !are_flags_over {
            expected.push(Expected::Flag);
        }
        expected
    }

    fn arguments(&self) -> impl Iterator<Item = &Arg> {
        self.command.get_arguments().filter(|arg| !arg.is_positional())
    }

    /// The options that can be given here.
    pub(super) fn flags(&self) -> impl Iterator<Item = &Arg> {
        self.arguments().filter(|arg| {
            let can_repeat = match self.parameter(arg) {
                Some(parameter) => parameter.mark == Mark::List,
                None => matches!(arg.get_action(), ArgAction::Append) || takes_many(arg),
            };
            !arg.is_hide_set() && (can_repeat || !self.given.contains(&arg.get_id().to_string()))
        })
    }

    /// The parameter of the query that the option gives a value.
    pub(super) fn parameter(&self, arg: &Arg) -> Option<&Parameter> {
        self.query.as_ref()?.header.parameter(arg.get_id().as_str().strip_prefix('@')?)
    }

    /// Whether the words before give the option of this id.
    pub(super) fn is_given(&self, id: &str) -> bool {
        self.given.iter().any(|given| given == id)
    }
}

fn takes_values(arg: &Arg) -> bool {
    arg.get_action().takes_values() && arg.get_num_args().is_none_or(|range| range.takes_values())
}

fn takes_many(arg: &Arg) -> bool {
    matches!(arg.get_action(), ArgAction::Append)
        || arg.get_num_args().is_some_and(|range| range.max_values() > 1)
}
