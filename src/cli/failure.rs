//! How a command fails: the one place that prints errors and chooses the exit code.

use std::borrow::Cow;
use std::error::Error as _;
use std::io::{self, Write as _};
use std::process::ExitCode;

use super::destination::{STANDARD_OUTPUT, refused};
use super::named_store;
use super::safe_text::safe_for_terminal;
use super::terminal::Terminal;
use crate::Error;

/// Why a command did not do its work.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The work failed.
    Error(Error),
    /// The work failed, and it was told how.
    Told,
    /// The words of the call were not understood, or asked for help or the version only.
    Call(Box<clap::Error>),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

impl From<clap::Error> for Failure {
    fn from(error: clap::Error) -> Self {
        Self::Call(Box::new(error))
    }
}

impl Failure {
    /// Whether it is that nobody reads any more what is written.
    pub(crate) fn is_of_closed_pipe(&self) -> bool {
        let Self::Error(error) = self else { return false };
        let mut cause = error.source();
        while let Some(one) = cause {
            let error = one.downcast_ref::<io::Error>();
            if error.is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe) {
                return true;
            }
            cause = one.source();
        }
        false
    }

    /// Prints it, and gives the exit code: 0 for help and version, 2 for a bad call, 1 for a failure.
    pub(crate) fn report(&self, terminal: Terminal) -> ExitCode {
        match self {
            Self::Error(error) => {
                print(error, terminal);
                ExitCode::from(error.exit_code())
            }
            Self::Told => ExitCode::FAILURE,
            Self::Call(error) if error.use_stderr() && made_safe(error).is_some() => {
                let _ = io::stderr().write_all(made_safe(error).unwrap_or_default().as_bytes());
                ExitCode::from(2)
            }
            Self::Call(error) => match error.print() {
                Err(failed) if !error.use_stderr() && failed.kind() != io::ErrorKind::BrokenPipe => {
                    print(&refused(STANDARD_OUTPUT, failed), terminal);
                    ExitCode::FAILURE
                }
                _ if error.use_stderr() => ExitCode::from(2),
                _ => ExitCode::SUCCESS,
            },
        }
    }
}

/// The words of a call that was not understood, without what would drive the terminal and without colours; `None` where
/// nothing does. A pattern such as `load *` gives the names of files as they are.
fn made_safe(error: &clap::Error) -> Option<String> {
    let words = error.render();
    let colored = words.ansi().to_string();
    // Of the text behind an escape what goes on as a colour does is one of clap's own.
    let mut parts = colored.split("\x1b[");
    let first = parts.next().unwrap_or_default();
    let text = |part: &str| part.trim_start_matches(|c: char| c.is_ascii_digit() || c == ';').to_owned();
    let is_safe = |part: &str| matches!(safe_for_terminal(part), Cow::Borrowed(_));
    let has_only_colors =
        is_safe(first) && parts.all(|part| text(part).strip_prefix('m').is_some_and(is_safe));
    (!has_only_colors).then(|| safe_for_terminal(&words.to_string()).into_owned())
}

/// Prints an error on standard error.
pub(crate) fn print(error: &Error, terminal: Terminal) {
    // There is no place left to complain about a closed standard error.
    let _ = io::stderr().write_all(describe(error, terminal.colors_stderr()).as_bytes());
}

/// The message, then the causes, then the hints, each on a line of its own.
fn describe(error: &Error, has_color: bool) -> String {
    let mut text = String::from(if has_color { "\x1b[1;31merror:\x1b[0m " } else { "error: " });
    let message = error.to_string();
    text.push_str(&safe_for_terminal(&message));
    text.push('\n');
    let mut told = message;
    let mut is_cause = false;
    let mut cause = error.source();
    while let Some(error) = cause {
        let message = error.to_string();
        // Many libraries repeat the inner message in the outer one, or the outer one in the inner.
        let is_repeated = told.contains(&message) || is_cause && message.ends_with(&told);
        if !is_repeated {
            text.push_str("  caused by: ");
            text.push_str(&safe_for_terminal(&message));
            text.push('\n');
        }
        told = message;
        is_cause = true;
        cause = error.source();
    }
    for hint in error.hints() {
        text.push_str("  ");
        text.push_str(&safe_for_terminal(&named_store::in_commands(hint)));
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{describe, made_safe};
    use crate::{Error, ErrorKind};

    #[test]
    fn an_error_is_its_message_then_its_causes_then_its_hints() {
        let inner = Error::new(ErrorKind::Io, "the disk is full").caused_by("code 28");
        let outer = Error::new(ErrorKind::Store, "cannot keep 'a.json'")
            .caused_by(inner)
            .hint("free some space")
            .hint("then load again: chancery load a.json");
        assert_eq!(
            describe(&outer, false),
            "error: cannot keep 'a.json'\n  caused by: the disk is full\n  caused by: code 28\n  \
             free some space\n  then load again: chancery load a.json\n"
        );
    }

    #[test]
    fn a_cause_that_says_the_same_again_is_left_out() {
        let error = Error::new(ErrorKind::Io, "cannot open: not found").caused_by("not found");
        assert_eq!(describe(&error, false), "error: cannot open: not found\n");
        let locked = rusqlite::Error::SqliteFailure(
            rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_BUSY),
            Some("database is locked".to_owned()),
        );
        let error = Error::new(ErrorKind::Locked, "held").caused_by(locked);
        assert_eq!(describe(&error, false), "error: held\n  caused by: database is locked\n");
    }

    #[test]
    fn a_message_cannot_drive_the_terminal() {
        let error = Error::new(ErrorKind::Input, "no file 'a\x1b[2J\u{202e}b'").hint("\x07ring");
        assert_eq!(describe(&error, false), "error: no file 'a[2Jb'\n  ring\n");
    }

    #[test]
    fn a_call_that_is_not_understood_cannot_drive_it_either() {
        let refused = |word: &str| {
            clap::Command::new("chancery").try_get_matches_from(["chancery", word]).map(drop).unwrap_err()
        };
        let safe = made_safe(&refused("--a\x1b]0;b\x07\u{202e}c")).unwrap();
        assert!(safe.starts_with("error: unexpected argument '--ac' found\n"), "{safe}");
        for (word, is_safe) in [
            ("--a", true),
            ("--ж", true),
            ("--\x1b]0;b\x07", false),
            ("--\x1b[2J", false),
            ("--\u{202e}", false),
        ] {
            assert_eq!(made_safe(&refused(word)).is_none(), is_safe, "{word:?}");
        }
    }

    #[test]
    fn only_the_label_is_coloured() {
        let error = Error::new(ErrorKind::Input, "no");
        assert_eq!(describe(&error, true), "\x1b[1;31merror:\x1b[0m no\n");
    }
}
