//! What the terminal is like: whether there is one, how wide, and whether it shows colours.

use std::ffi::OsString;
use std::io::{self, IsTerminal as _};

use terminal_size::{Width, terminal_size_of};

/// What is known of the two output streams.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Terminal {
    stdout_is_terminal: bool,
    stderr_is_terminal: bool,
    columns: Option<usize>,
    allows_color: bool,
}

impl Terminal {
    /// Looks at the streams of this process; `variable` gives the environment.
    pub(crate) fn detect(variable: impl Fn(&str) -> Option<OsString>) -> Self {
        let columns = terminal_size_of(io::stdout()).map(|(Width(columns), _)| usize::from(columns));
        Self::of(io::stdout().is_terminal(), io::stderr().is_terminal(), columns, variable)
    }

    fn of(
        stdout_is_terminal: bool,
        stderr_is_terminal: bool,
        columns: Option<usize>,
        variable: impl Fn(&str) -> Option<OsString>,
    ) -> Self {
        let chosen = variable("COLUMNS").and_then(|columns| columns.to_str()?.parse().ok());
        // The latter is what help and wrong calls, which clap writes, heed as well.
        let has_no_color = variable("NO_COLOR").is_some_and(|value| !value.is_empty())
            || variable("CLICOLOR").is_some_and(|value| value == "0");
        let is_dumb = variable("TERM").is_some_and(|term| term == "dumb");
        Self {
            stdout_is_terminal,
            stderr_is_terminal,
            // A size of nought is a terminal that does not know its size.
            columns: chosen.or(columns).filter(|columns| *columns > 0),
            allows_color: !has_no_color && !is_dumb,
        }
    }

    /// The columns into which a table must fit: `$COLUMNS`, else the terminal's own, else 80. `None` when
    /// standard output is no terminal: a file or a pipe is never cut, whatever the environment says.
    pub(crate) fn columns(self) -> Option<usize> {
        self.stdout_is_terminal.then(|| self.columns.unwrap_or(80))
    }

    /// Whether progress may be drawn on standard error.
    pub(crate) fn shows_progress(self) -> bool {
        self.stderr_is_terminal
    }

    /// Whether data may be coloured.
    pub(crate) fn colors_stdout(self) -> bool {
        self.stdout_is_terminal && self.allows_color
    }

    /// Whether messages may be coloured.
    pub(crate) fn colors_stderr(self) -> bool {
        self.stderr_is_terminal && self.allows_color
    }
}

#[cfg(test)]
mod tests {
    use super::Terminal;
    use std::ffi::OsString;

    fn of(is_terminal: bool, columns: Option<usize>, variables: &[(&str, &str)]) -> Terminal {
        Terminal::of(is_terminal, is_terminal, columns, |name| {
            variables.iter().find(|(key, _)| *key == name).map(|(_, value)| OsString::from(value))
        })
    }

    #[test]
    fn the_width_is_that_of_the_terminal_unless_columns_says_otherwise() {
        assert_eq!(of(true, Some(120), &[]).columns(), Some(120));
        assert_eq!(of(true, Some(120), &[("COLUMNS", "72")]).columns(), Some(72));
        assert_eq!(of(true, Some(120), &[("COLUMNS", "wide")]).columns(), Some(120));
        assert_eq!(of(true, None, &[]).columns(), Some(80));
        assert_eq!(of(true, Some(0), &[]).columns(), Some(80));
        assert_eq!(of(true, Some(120), &[("COLUMNS", "0")]).columns(), Some(80));
    }

    #[test]
    fn a_pipe_has_neither_width_nor_colour() {
        let pipe = of(false, None, &[("COLUMNS", "72")]);
        assert_eq!(pipe.columns(), None);
        assert!(!pipe.colors_stdout() && !pipe.colors_stderr());
    }

    #[test]
    fn colours_are_refused_by_no_color_and_by_a_dumb_terminal() {
        assert!(of(true, None, &[("NO_COLOR", "")]).colors_stdout());
        assert!(!of(true, None, &[("NO_COLOR", "1")]).colors_stdout());
        assert!(!of(true, None, &[("CLICOLOR", "0")]).colors_stderr());
        assert!(of(true, None, &[("CLICOLOR", "1")]).colors_stderr());
        assert!(!of(true, None, &[("TERM", "dumb")]).colors_stderr());
        assert!(of(true, None, &[("TERM", "xterm")]).colors_stderr());
    }
}
