//! `chancery completions`.

use clap::Args;
use clap_complete::Shell;

use super::session::Session;
use crate::Result;

/// Print a script that completes commands and options in a shell
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  chancery completions bash > ~/.local/share/bash-completion/completions/chancery
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
        clap_complete::generate(self.shell, &mut super::command(), "chancery", &mut script);
        session.print(&String::from_utf8_lossy(&script))
    }
}
