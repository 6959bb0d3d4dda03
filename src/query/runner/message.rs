//! The errors of a statement, with the file, the line and a caret under the place.

use rusqlite::ErrorCode;
use unicode_width::UnicodeWidthChar;

use super::guard::{Guard, MOST_MEMORY, Stop};
use crate::query::token::{TokenKind, line_of, tokens, verb};
use crate::{Error, ErrorKind};

/// Statements that change the store, in distinction to those that change only the connection.
const WRITING: [&str; 10] =
    ["INSERT", "REPLACE", "UPDATE", "DELETE", "CREATE", "DROP", "ALTER", "VACUUM", "REINDEX", "ANALYZE"];

/// How many columns of a terminal the quoted line may take.
const SHOWN_WIDTH: usize = 100;

/// A statement and where it comes from.
#[derive(Debug, Clone, Copy)]
pub(in crate::query) struct Source<'a> {
    /// The file as messages name it; `None` for a statement given as it is.
    pub(in crate::query) file: Option<&'a str>,
    pub(in crate::query) sql: &'a str,
}

impl Source<'_> {
    /// An error of the whole statement.
    pub(in crate::query) fn error(&self, message: &str) -> Error {
        Error::new(
            ErrorKind::Query,
            match self.file {
                Some(file) => format!("{file}: {message}"),
                None => message.to_owned(),
            },
        )
    }

    /// An error of the line in which the byte at `offset` stands.
    pub(in crate::query) fn error_at(&self, offset: usize, message: &str) -> Error {
        let line = line_of(self.sql, offset);
        Error::new(
            ErrorKind::Query,
            match self.file {
                Some(file) => format!("{file}:{line}: {message}"),
                None => format!("line {line}: {message}"),
            },
        )
    }

    /// The same, with the line and a caret under the place.
    fn error_under(&self, offset: usize, message: &str) -> Error {
        let excerpt = excerpt(self.sql, offset);
        self.error_at(offset, &format!("{message}\n{excerpt}"))
    }

    /// The error for a statement that does more than read; `denied` is what the authorizer refused.
    pub(in crate::query) fn not_reading(&self, denied: Option<&str>) -> Error {
        let verb = verb(self.sql);
        let reads = verb.is_none_or(|verb| {
            ["SELECT", "VALUES", "EXPLAIN", "WITH", "PRAGMA"]
                .iter()
                .any(|word| verb.text.eq_ignore_ascii_case(word))
        });
        let (what, offset) = match (denied, verb) {
            (Some(denied), _) if reads => (denied.to_owned(), self.find_word(denied)),
            (_, Some(verb)) => (verb.text.to_ascii_uppercase(), Some(verb.start)),
            (denied, None) => (denied.unwrap_or("this statement").to_owned(), None),
        };
        let line = offset.map(|offset| format!(" at line {}", line_of(self.sql, offset))).unwrap_or_default();
        let does = if WRITING.contains(&what.as_str()) { "writes" } else { "is not allowed" };
        self.error(&format!("{what}{line} {does}; a query may only read"))
    }

    /// Where the last word of `words` stands first, e.g. of `PRAGMA journal_mode` or `load_extension()`.
    fn find_word(&self, words: &str) -> Option<usize> {
        let word = words.rsplit(' ').next().unwrap_or(words).trim_end_matches("()");
        let mut words =
            tokens(self.sql).filter(|token| matches!(token.kind, TokenKind::Word | TokenKind::QuotedName));
        let is_it = |text: &str| text.trim_matches(['"', '`', '[', ']']).eq_ignore_ascii_case(word);
        words.find(|token| is_it(token.text)).map(|token| token.start)
    }

    /// The error for a parameter that has no value where a LIMIT or an OFFSET needs one.
    fn limit_without_number(&self) -> Option<Error> {
        let is_limit = |text: &str| ["LIMIT", "OFFSET"].iter().any(|word| text.eq_ignore_ascii_case(word));
        let mut pairs = tokens(self.sql).zip(tokens(self.sql).skip(1));
        let (limit, parameter) = pairs.find(|(limit, parameter)| {
            limit.kind == TokenKind::Word && is_limit(limit.text) && parameter.kind == TokenKind::Parameter
        })?;
        let (limit, name) = (limit.text.to_ascii_uppercase(), parameter.text);
        let message = format!("{limit} is a whole number, and {name} is NULL unless it is given");
        let hint = format!("give the default here, too: {limit} coalesce({name}, 5)");
        Some(self.error_under(parameter.start, &message).hint(hint))
    }

    /// The error that `error` of SQLite is to a user.
    pub(super) fn explain(&self, error: rusqlite::Error, guard: &Guard) -> Error {
        if let Some(denied) = guard.denied() {
            return self.not_reading(Some(&denied));
        }
        match &error {
            rusqlite::Error::SqlInputError { msg, offset, .. } => {
                return with_remedy(self.error_under(usize::try_from(*offset).unwrap_or(0), msg), msg);
            }
            rusqlite::Error::MultipleStatement => {
                return self.error("there are two statements; a query is one");
            }
            _ => {}
        }
        match error.sqlite_error_code() {
            Some(ErrorCode::OperationInterrupted) => stopped(guard.stop_reason()),
            Some(ErrorCode::OutOfMemory) => {
                let most = MOST_MEMORY >> 20;
                self.error("the statement needs more memory than there is for it").hint(format!(
                    "a query has {most} MiB; ask for less, e.g. for fewer rows, or parts of texts by substr()"
                ))
            }
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
                Error::new(ErrorKind::Locked, "the store is held by somebody else")
                    .hint("try again in a moment")
                    .caused_by(error)
            }
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
                Error::new(ErrorKind::Store, "the store is damaged")
                    .hint("see what is wrong: chancery check")
                    .caused_by(error)
            }
            Some(ErrorCode::SystemIoFailure | ErrorCode::DiskFull | ErrorCode::CannotOpen) => {
                Error::new(ErrorKind::Io, "the store, or SQLite's temporary file, cannot be read or written")
                    .caused_by(error)
            }
            Some(ErrorCode::TypeMismatch) => {
                self.limit_without_number().unwrap_or_else(|| self.error("datatype mismatch"))
            }
            _ => {
                let message = match &error {
                    rusqlite::Error::SqliteFailure(_, Some(message)) => message.clone(),
                    other => other.to_string(),
                };
                // SQLite says no place for these.
                if message == "incomplete input" {
                    return self.error("incomplete input: the statement ends too early");
                }
                let table = message.strip_prefix("no such table: ");
                let error = match table.and_then(|name| self.find_word(name)) {
                    Some(offset) => self.error_under(offset, &message),
                    None => self.error(&message),
                };
                with_remedy(error, &message)
            }
        }
    }
}

/// The indexes and the groups are made on demand; and the words are no columns any more.
fn with_remedy(error: Error, message: &str) -> Error {
    let is_index = message.starts_with("no such table: ") && message.ends_with("post_search");
    if is_index {
        error.hint("make the search index: chancery index")
    } else if message.contains("run chancery index --words") {
        error.hint(
            "make them: chancery index --words; a query file that says '-- needs: word-index' has run do it",
        )
    } else if message.contains("run chancery group") {
        error.hint("make them: chancery group; a query file that says '-- needs: point-groups' has run do it")
    } else if message.starts_with("no such column: ") && message.ends_with("folded") {
        error.hint(
            "since schema 11 folded texts stand in post_words and point_words: \
             (SELECT w.folded FROM post_words AS w WHERE w.post_id = p.post_id); a query file needs the line \
             '-- needs: word-index'",
        )
    } else {
        error
    }
}

fn stopped(reason: Option<Stop>) -> Error {
    let narrow = "or ask for less, e.g. with --since and --until";
    match reason {
        Some(Stop::Time(limit)) => {
            let seconds = limit.as_secs_f64();
            let more = (seconds * 10.0).ceil();
            Error::new(ErrorKind::Interrupted, format!("stopped after {seconds} s, the limit of --timeout"))
                .hint(format!("give it more time, e.g. --timeout {more}, {narrow}"))
        }
        Some(Stop::Steps(limit)) => {
            Error::new(ErrorKind::Interrupted, format!("stopped after {limit} steps of SQLite")).hint(narrow)
        }
        Some(Stop::Interrupt) | None => Error::new(ErrorKind::Interrupted, "stopped by an interrupt"),
    }
}

/// The line around the byte at `offset`, and under it a caret.
fn excerpt(sql: &str, offset: usize) -> String {
    let mut offset = offset.min(sql.len());
    while !sql.is_char_boundary(offset) {
        offset -= 1;
    }
    let start = sql[..offset].rfind('\n').map_or(0, |at| at + 1);
    let end = sql[offset..].find('\n').map_or(sql.len(), |at| offset + at);
    let (mut before, mut width) = (Vec::new(), 0);
    for c in sql[start..offset].chars().rev().map(printable) {
        width += c.width().unwrap_or(0);
        if width > SHOWN_WIDTH / 2 {
            break;
        }
        before.push(c);
    }
    let before: String = before.into_iter().rev().collect();
    let caret_at: usize = before.chars().map(|c| c.width().unwrap_or(0)).sum();
    let mut left = SHOWN_WIDTH - caret_at;
    // A line end of Windows is none of its characters.
    let rest = sql[offset..end].strip_suffix('\r').unwrap_or(&sql[offset..end]);
    let after: String = rest
        .chars()
        .map(printable)
        .take_while(|c| {
            let width = c.width().unwrap_or(0);
            let fits = width <= left;
            left = left.saturating_sub(width);
            fits
        })
        .collect();
    format!("    {}\n    {}^", format!("{before}{after}").trim_end(), " ".repeat(caret_at))
}

/// The character as it may be shown in a terminal: control and direction-changing ones as a blank or a dot.
fn printable(c: char) -> char {
    match c {
        '\t' => ' ',
        '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '·',
        c if c.is_control() => '·',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::{Source, excerpt};

    #[test]
    fn the_caret_stands_under_the_place() {
        for (sql, offset, expected) in [
            ("SELECT a,\n\tfoo FROM t", 11, "     foo FROM t\n     ^"),
            ("SELECT 'ж界', b", 16, "    SELECT 'ж界', b\n                  ^"),
            ("SELECT", 6, "    SELECT\n          ^"),
            ("SELECT a,\r\nfoo\r\nFROM t", 11, "    foo\n    ^"),
            ("", 9, "    \n    ^"),
            ("SELECT '\u{202e}\u{1b}', b", 15, "    SELECT '··', b\n                 ^"),
        ] {
            assert_eq!(excerpt(sql, offset), expected, "{sql:?}");
        }
    }

    #[test]
    fn a_long_line_is_cut_around_the_place() {
        let sql = format!("SELECT {}, x, {}", "a,".repeat(500), "b,".repeat(500));
        let at = sql.find('x').unwrap();
        let shown = excerpt(&sql, at);
        let (line, caret) = shown.split_once('\n').unwrap();
        assert_eq!(line.as_bytes()[caret.len() - 1], b'x');
        assert!(line.len() <= 104 && line.len() > 90, "{}", line.len());
    }

    #[test]
    fn what_writes_is_named_with_its_line() {
        for (sql, denied, message) in [
            (
                "-- t\n\nDELETE FROM posts",
                Some("DELETE"),
                "my.sql: DELETE at line 3 writes; a query may only read",
            ),
            (
                "WITH a AS (SELECT 1)\nREPLACE INTO t SELECT 1",
                Some("INSERT"),
                "my.sql: REPLACE at line 2 writes; a query may only read",
            ),
            (
                "CREATE TABLE t AS SELECT 1",
                Some("INSERT"),
                "my.sql: CREATE at line 1 writes; a query may only read",
            ),
            ("VACUUM", None, "my.sql: VACUUM at line 1 writes; a query may only read"),
            (
                "ATTACH 'x' AS y",
                Some("ATTACH"),
                "my.sql: ATTACH at line 1 is not allowed; a query may only read",
            ),
            (
                "SELECT 1,\nload_extension('x')",
                Some("load_extension()"),
                "my.sql: load_extension() at line 2 is not allowed; a query may only read",
            ),
            (
                "PRAGMA\njournal_mode",
                Some("PRAGMA journal_mode"),
                "my.sql: PRAGMA journal_mode at line 2 is not allowed; a query may only read",
            ),
            (
                "EXPLAIN\nDELETE FROM posts",
                Some("DELETE"),
                "my.sql: DELETE at line 2 writes; a query may only read",
            ),
        ] {
            let error = Source { file: Some("my.sql"), sql }.not_reading(denied);
            assert_eq!(error.to_string(), message);
        }
    }
}
