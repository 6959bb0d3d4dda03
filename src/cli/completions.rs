//! `chancery completions`.

use clap::builder::PossibleValuesParser;
use clap::{Args, Command};
use clap_complete::Shell;

use super::run::{RunOptions, flags};
use super::session::Session;
use crate::Result;
use crate::query::catalogue::Catalogue;

/// Print a shell script that completes commands, queries and options
///
/// It knows the queries that are found now, with their flags; make it anew after adding some.
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
}

impl CompletionsArgs {
    pub(super) fn run(self, session: &Session) -> Result<()> {
        // The generator wants a writer that cannot fail.
        let mut script = Vec::new();
        let mut command = with_queries(super::command(), &session.catalogue(&[])?);
        clap_complete::generate(self.shell, &mut command, "chancery", &mut script);
        session.print(&String::from_utf8_lossy(&script))
    }
}

/// The command line with each query as a command below `run`, which in truth reads their names and flags itself.
fn with_queries(command: Command, catalogue: &Catalogue) -> Command {
    let sound = || catalogue.entries().filter(|entry| !entry.query.problems.iter().any(|it| it.prevents_run));
    let names: Vec<String> = sound().map(|entry| entry.query.name.clone()).collect();
    let names = |command: Command, argument: &'static str| {
        command.mut_arg(argument, |arg| arg.value_parser(PossibleValuesParser::new(names.clone())))
    };
    let run = |run: Command| {
        let about = run.get_about().cloned().unwrap_or_default();
        let run = flags::with_formats(<RunOptions as Args>::augment_args(Command::new("run"))).about(about);
        sound().fold(run.disable_help_subcommand(true), |run, entry| {
            run.subcommand(flags::completed(&entry.query))
        })
    };
    command.mut_subcommand("run", run).mut_subcommand("sql", flags::with_formats).mut_subcommand(
        "queries",
        |it| {
            it.mut_subcommand("list", flags::with_formats)
                .mut_subcommand("search", flags::with_formats)
                .mut_subcommand("show", |show| names(show, "name"))
                .mut_subcommand("check", |check| names(check, "files"))
        },
    )
}
