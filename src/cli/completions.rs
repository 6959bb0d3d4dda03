//! `chancery completions`: the scripts that shells load, and the answers to what these ask on Tab.
//!
//! ```text
//! words ─▶ line ─▶ place (command, option) ─▶ values (catalogue, store) ─▶ offer (as the shell takes it)
//! ```
//!
//! bash, zsh and fish ask at every Tab, so that they know the queries, channels and hashtags of that moment. The scripts
//! are ours and not `clap_complete`'s dynamic ones, which are marked unstable, tell bash nothing of quotes and know no
//! lists with commas. An answer comes at once or is empty: whatever goes wrong, nothing is said in the midst of a prompt.

use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use clap::builder::PossibleValuesParser;
use clap::{Args, Command};
use clap_complete::Shell;

use self::line::{Line, unquoted};
use self::offer::Answer;
use self::place::Place;
use self::stored::Stored;
use super::run::{RunOptions, flags};
use super::session::{Session, variable};
use crate::Result;
use crate::clock::Clock;
use crate::query::Query;
use crate::query::catalogue::Catalogue;
use crate::query::runner::Runner;
use crate::store::glance::glance;

mod line;
mod offer;
mod place;
mod stored;
mod values;

/// How long a shell waits for an answer, be the disk as slow as it may.
const PATIENCE: Duration = Duration::from_millis(200);

/// Print a shell script that completes commands, queries and values
///
/// In bash, zsh and fish it asks at every Tab, so it knows the queries that are found then, with their flags, and the
/// channels, hashtags, names and months of the store. In elvish and powershell it knows the commands and the queries of
/// now; make it anew after adding some.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  echo 'source <(chancery completions bash)' >> ~/.bashrc
  chancery completions zsh > ~/.zfunc/_chancery
  chancery completions fish > ~/.config/fish/completions/chancery.fish")]
pub(super) struct CompletionsArgs {
    /// The shell
    #[arg(value_name = "SHELL", value_enum)]
    shell: Shell,
    /// What is typed so far, from the script of the shell; the answer is printed
    #[arg(last = true, hide = true)]
    typed: Vec<OsString>,
}

impl CompletionsArgs {
    pub(super) fn run(self, session: &Session) -> Result<()> {
        if !self.typed.is_empty() {
            return session.print(&self.answer_in_time(session));
        }
        let script = match self.shell {
            Shell::Bash => include_str!("completions/chancery.bash").to_owned(),
            Shell::Zsh => include_str!("completions/chancery.zsh").to_owned(),
            Shell::Fish => include_str!("completions/chancery.fish").to_owned(),
            other => {
                let mut command = with_queries(super::command(), &session.catalogue(&[])?);
                // The generator wants a writer that cannot fail.
                let mut script = Vec::new();
                clap_complete::generate(other, &mut command, "chancery", &mut script);
                String::from_utf8_lossy(&script).into_owned()
            }
        };
        session.print(&script)
    }

    /// The answer, or none when it takes too long.
    fn answer_in_time(self, session: &Session) -> String {
        let (sender, receiver) = mpsc::channel();
        let clock = session.clock();
        let session = session.clone();
        // What still waits for a disk ends with the process.
        thread::spawn(move || sender.send(self.answer(&session)));
        match clock {
            Clock::System => receiver.recv_timeout(PATIENCE).unwrap_or_default(),
            // A clock that stands still does not run out.
            Clock::Fixed(_) => receiver.recv().unwrap_or_default(),
        }
    }

    fn answer(&self, session: &Session) -> String {
        let typed: Vec<String> = self.typed.iter().map(|word| word.to_string_lossy().into_owned()).collect();
        match (self.shell, typed.as_slice()) {
            (Shell::Bash, [line, rest @ ..]) => {
                let line = Line::read(line);
                let replaced = rest.first().map_or(line.typed, String::as_str);
                let (current, _) = unquoted(line.typed);
                answer_to(&line.before, &current, session).for_bash(line.typed, replaced, &current)
            }
            (Shell::Zsh, [before @ .., current]) => answer_to(before, current, session).for_zsh(current),
            (Shell::Fish, [before @ .., current]) => {
                answer_to(before, &unquoted(current).0, session).for_fish()
            }
            _ => String::new(),
        }
    }
}

/// What can stand in the place of `current` after the words `before`, of which the first is the program.
fn answer_to(before: &[String], current: &str, session: &Session) -> Answer {
    let before = before.get(1..).unwrap_or_default();
    let early = flags::early(&before.iter().map(OsString::from).collect::<Vec<_>>());
    let session = session.with_store(early.store.map(at_home));
    let folders: Vec<PathBuf> = early.queries.into_iter().map(at_home).collect();
    let catalogue = session.catalogue(&folders).unwrap_or_else(|_| Catalogue::bundled());
    let command = super::command();
    let place = Place::find(command, &catalogue, before, current);
    // With --from the values are those of inputs that are not loaded.
    let store = if place.is_given("from") { None } else { glance(session.store_path()) };
    let mut stored = Stored::new(store.and_then(|store| Runner::new(store).ok()), session.clock());
    values::answer(&place, current, &catalogue, &mut stored)
}

/// The path with the home folder for its `~`, which the shell has not replaced yet.
fn at_home(path: PathBuf) -> PathBuf {
    match (path.strip_prefix("~"), variable("HOME")) {
        (Ok(rest), Some(home)) => PathBuf::from(home).join(rest),
        _ => path,
    }
}

/// The command line with each query as a command below `run`, which in truth reads their names and flags itself.
fn with_queries(command: Command, catalogue: &Catalogue) -> Command {
    // The generators put names between quotes as they are, and a file may be called anything.
    let is_plain = |name: &str| name.chars().all(|c| c.is_alphanumeric() || "-_. ".contains(c));
    let sound = || {
        let runs = |query: &Query| !query.problems.iter().any(|problem| problem.prevents_run);
        catalogue.entries().filter(move |entry| runs(entry.query()) && is_plain(&entry.query().name))
    };
    let names: Vec<String> = sound().map(|entry| entry.query().name.clone()).collect();
    let names = |command: Command, argument: &'static str| {
        command.mut_arg(argument, |arg| arg.value_parser(PossibleValuesParser::new(names.clone())))
    };
    let run = |run: Command| {
        let about = run.get_about().cloned().unwrap_or_default();
        let run = flags::with_formats(<RunOptions as Args>::augment_args(Command::new("run"))).about(about);
        sound().fold(run.disable_help_subcommand(true), |run, entry| {
            run.subcommand(flags::completed(entry.query()))
        })
    };
    command.mut_subcommand("run", run).mut_subcommand("sql", flags::with_formats).mut_subcommand(
        "queries",
        |it| {
            it.mut_subcommand("show", |show| names(show, "name"))
                .mut_subcommand("check", |check| names(check, "files"))
        },
    )
}
