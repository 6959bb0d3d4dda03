//! The one public error: a kind (what the caller can do about it), a message that names the thing and
//! the place, hints that give the remedy, and the cause.

use std::fmt;

/// The result of everything in this crate that can fail.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What went wrong, as far as a caller can act on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The call itself is wrong: an unknown query, flag or value.
    Usage,
    /// An input cannot be read, or is not what it was taken for.
    Input,
    /// The store cannot be opened or is not sound: missing, foreign, newer, damaged.
    Store,
    /// Somebody else holds the store.
    Locked,
    /// A named query or an SQL statement is wrong or not allowed.
    Query,
    /// A limit was reached: the time-out, or Ctrl-C.
    Interrupted,
    /// The operating system refused something: a full disk, a missing permission.
    Io,
}

/// An error with its kind, its message, its hints and its cause.
///
/// `Display` prints the message alone, a lower-case fragment without a final full stop; it never repeats
/// the cause, which [`std::error::Error::source`] gives.
#[derive(Debug)]
pub struct Error(Box<Inner>);

#[derive(Debug)]
struct Inner {
    kind: ErrorKind,
    message: String,
    hints: Vec<String>,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl Error {
    /// An error of this kind; `message` names the thing and the place.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self(Box::new(Inner { kind, message: message.into(), hints: Vec::new(), source: None }))
    }

    /// The same error with one more hint: the remedy, with the command to type where there is one.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.0.hints.push(hint.into());
        self
    }

    /// The same error with its cause.
    #[must_use]
    pub fn caused_by(mut self, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// The same error with the thing in which it happened before its message, unless the message names it.
    #[must_use]
    pub fn within(mut self, thing: &str) -> Self {
        if !self.0.message.contains(thing) {
            self.0.message = format!("'{thing}': {}", self.0.message);
        }
        self
    }

    /// The same error with the place where it happened before its message, e.g. `weekly.toml:12`.
    #[must_use]
    pub fn at(mut self, place: &str) -> Self {
        self.0.message = format!("{place}: {}", self.0.message);
        self
    }

    /// What the caller can do about it.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The remedies, most useful first.
    #[must_use]
    pub fn hints(&self) -> &[String] {
        &self.0.hints
    }

    /// The exit code of the command line: 2 for a bad call, 1 for a failure.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        match self.0.kind {
            ErrorKind::Usage => 2,
            _ => 1,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}
