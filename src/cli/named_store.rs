//! The store of `--db` in the commands that messages tell: pasted as they stand they would ask another one.

use std::borrow::Cow;
use std::ops::Range;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use crate::shell;

/// The commands that have a store.
const COMMANDS: [&str; 17] = [
    "load", "run", "verify", "queries", "sql", "search", "show", "group", "similar", "status", "schema",
    "channels", "entities", "reindex", "forget", "index", "check",
];

/// The store that was named on the command line, as a word of it.
static STORE: Mutex<Option<String>> = Mutex::new(None);

/// Has all commands that are told from now on name this store.
pub(super) fn choose(store: &Path) {
    let word = shell::path(store);
    *STORE.lock().unwrap_or_else(PoisonError::into_inner) = Some(word);
}

/// Has no command that is told from now on name a store.
pub(super) fn choose_none() {
    *STORE.lock().unwrap_or_else(PoisonError::into_inner) = None;
}

/// The message with the store in its commands, where one was named.
pub(super) fn in_commands(message: &str) -> Cow<'_, str> {
    match STORE.lock().unwrap_or_else(PoisonError::into_inner).as_deref() {
        Some(store) => Cow::Owned(with(store, message)),
        None => Cow::Borrowed(message),
    }
}

fn with(store: &str, message: &str) -> String {
    const PROGRAM: &str = "chancery ";
    let mut text = String::with_capacity(message.len());
    let mut rest = message;
    while let Some(at) = rest.find(PROGRAM) {
        // What stands in quotes is a name, such as that of a file.
        if let Some(end) = quoted(rest).filter(|quoted| quoted.start < at).map(|quoted| quoted.end) {
            let (before, behind) = rest.split_at(end);
            text.push_str(before);
            rest = behind;
            continue;
        }
        let (before, behind) = rest.split_at(at + PROGRAM.len());
        text.push_str(before);
        let is_word = !before[..at].ends_with(|c: char| c.is_alphanumeric() || "-_./".contains(c));
        let command = behind.split(|c: char| !c.is_ascii_lowercase()).next().unwrap_or_default();
        if is_word && COMMANDS.contains(&command) {
            text.extend(["--db ", store, " "]);
        }
        rest = behind;
    }
    text.push_str(rest);
    text
}

/// The first words in quotes, with these. An apostrophe within a word is none, nor is one that has no counterpart.
fn quoted(text: &str) -> Option<Range<usize>> {
    let is_of_word = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
    let mut quotes = text.match_indices('\'').map(|(at, _)| at);
    let start = quotes.find(|at| !is_of_word(text[..*at].chars().next_back()))?;
    let end = quotes.find(|at| !is_of_word(text[at + 1..].chars().next()))?;
    Some(start..end + 1)
}

#[cfg(test)]
mod tests {
    use super::with;

    #[test]
    fn commands_name_the_store_and_other_words_stay() {
        for (message, expected) in [
            ("see all: chancery queries list", "see all: chancery --db 'my s.db' queries list"),
            ("chancery index", "chancery --db 'my s.db' index"),
            (
                "chancery run a, or chancery run b",
                "chancery --db 'my s.db' run a, or chancery --db 'my s.db' run b",
            ),
            ("chancery runs; chancery man | man -l -", "chancery runs; chancery man | man -l -"),
            ("'my/chancery load' and chancery.db", "'my/chancery load' and chancery.db"),
            ("the file is no chancery store", "the file is no chancery store"),
            (
                "'my chancery load.csv' and 'it's chancery run' are read (to join them: chancery channels merge)",
                "'my chancery load.csv' and 'it's chancery run' are read (to join them: chancery --db 'my s.db' channels merge)",
            ),
            (
                "the input's channel, 'A''s: chancery index",
                "the input's channel, 'A''s: chancery --db 'my s.db' index",
            ),
        ] {
            assert_eq!(with("'my s.db'", message), expected);
        }
    }
}
