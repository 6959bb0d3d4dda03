//! The tokens of SQL as SQLite cuts them (`tokenize.c`), for finding the line that a message names.
//!
//! What a statement does and which parameters it has is decided by SQLite itself, through prepare; this
//! module only says where.

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// A keyword or a bare name.
    Word,
    /// A name in quotes, backticks or brackets.
    QuotedName,
    /// A string, blob or number.
    Literal,
    /// `:name`, `@name`, `$name`, `?` or `?1`.
    Parameter,
    /// `;`
    Semicolon,
    /// `(`
    Open,
    /// `)`
    Close,
    /// Any operator or stray character.
    Other,
}

/// A part of the SQL text, which is neither white space nor a comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token<'a> {
    pub(super) kind: TokenKind,
    pub(super) text: &'a str,
    /// First byte in the SQL text.
    pub(super) start: usize,
}

/// The tokens of `sql`, one after another.
pub(super) fn tokens(sql: &str) -> Tokens<'_> {
    Tokens { sql, at: 0 }
}

/// The line, from 1, of the byte at `offset`.
pub(super) fn line_of(sql: &str, offset: usize) -> usize {
    let offset = offset.min(sql.len());
    1 + memchr::memchr_iter(b'\n', &sql.as_bytes()[..offset]).count()
}

/// How many brackets are open at once where most are.
pub(crate) fn depth(sql: &str) -> usize {
    let (mut open, mut most) = (0_usize, 0);
    for token in tokens(sql) {
        match token.kind {
            TokenKind::Open => open += 1,
            TokenKind::Close => open = open.saturating_sub(1),
            _ => {}
        }
        most = most.max(open);
    }
    most
}

pub(super) struct Tokens<'a> {
    sql: &'a str,
    at: usize,
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        self.at = skip_blanks(self.sql.as_bytes(), self.at);
        let (kind, length) = next_token(&self.sql[self.at..])?;
        let start = self.at;
        self.at += length;
        Some(Token { kind, text: &self.sql[start..self.at], start })
    }
}

/// The first byte at or after `at` that is neither white space nor a comment.
fn skip_blanks(bytes: &[u8], mut at: usize) -> usize {
    loop {
        let rest = &bytes[at..];
        at += match rest {
            [b' ' | b'\t' | b'\n' | b'\r' | b'\x0c', ..] => 1,
            [0xEF, 0xBB, 0xBF, ..] => 3,
            [b'-', b'-', ..] => memchr::memchr(b'\n', rest).unwrap_or(rest.len()),
            [b'/', b'*', comment @ ..] => {
                memchr::memmem::find(comment, b"*/").map_or(rest.len(), |end| end + 4)
            }
            _ => return at,
        };
    }
}

fn next_token(rest: &str) -> Option<(TokenKind, usize)> {
    let bytes = rest.as_bytes();
    let first = *bytes.first()?;
    Some(match first {
        b'\'' => (TokenKind::Literal, quoted(bytes, b'\'')),
        b'"' | b'`' => (TokenKind::QuotedName, quoted(bytes, first)),
        b'[' => (TokenKind::QuotedName, memchr::memchr(b']', bytes).map_or(bytes.len(), |end| end + 1)),
        b'x' | b'X' if bytes.get(1) == Some(&b'\'') => (TokenKind::Literal, 1 + quoted(&bytes[1..], b'\'')),
        b';' => (TokenKind::Semicolon, 1),
        b'(' => (TokenKind::Open, 1),
        b')' => (TokenKind::Close, 1),
        b'?' => (TokenKind::Parameter, 1 + run_of(&bytes[1..], |byte| byte.is_ascii_digit())),
        b':' | b'@' | b'$' | b'#' => match run_of(&bytes[1..], is_name) {
            0 => (TokenKind::Other, 1),
            length => (TokenKind::Parameter, 1 + length),
        },
        b'0'..=b'9' => (TokenKind::Literal, run_of(bytes, |byte| is_name(byte) || byte == b'.')),
        byte if is_name(byte) => (TokenKind::Word, run_of(bytes, is_name)),
        _ => (TokenKind::Other, 1),
    })
}

/// How long the quoted token is; a doubled quote stands for itself.
fn quoted(bytes: &[u8], quote: u8) -> usize {
    let mut at = 1;
    while let Some(end) = memchr::memchr(quote, &bytes[at..]) {
        at += end + 1;
        if bytes.get(at) != Some(&quote) {
            return at;
        }
        at += 1;
    }
    bytes.len()
}

fn run_of(bytes: &[u8], belongs: impl Fn(u8) -> bool) -> usize {
    bytes.iter().take_while(|byte| belongs(**byte)).count()
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'$' || byte >= 0x80
}

/// The word that says what the statement does, such as `SELECT` or `DELETE`: the first one, or after
/// `WITH …` the first one outside parentheses that can be it.
pub(super) fn verb(sql: &str) -> Option<Token<'_>> {
    const AFTER_WITH: [&str; 6] = ["SELECT", "VALUES", "INSERT", "REPLACE", "UPDATE", "DELETE"];
    let mut all = tokens(sql).filter(|token| token.kind != TokenKind::Semicolon);
    let first = all.next()?;
    if !first.text.eq_ignore_ascii_case("WITH") {
        return Some(first);
    }
    let mut depth = 0_usize;
    let mut follows_body = false;
    for token in all {
        match token.kind {
            TokenKind::Open => depth += 1,
            TokenKind::Close => depth = depth.saturating_sub(1),
            TokenKind::Word
                if depth == 0
                    && follows_body
                    && AFTER_WITH.iter().any(|verb| token.text.eq_ignore_ascii_case(verb)) =>
            {
                return Some(token);
            }
            _ => {}
        }
        follows_body = token.kind == TokenKind::Close;
    }
    Some(first)
}

/// The first token after the first statement, when there is a second one.
pub(super) fn second_statement(sql: &str) -> Option<Token<'_>> {
    tokens(sql)
        .skip_while(|token| token.kind == TokenKind::Semicolon)
        .skip_while(|token| token.kind != TokenKind::Semicolon)
        .find(|token| token.kind != TokenKind::Semicolon)
}

/// Where the parameter of this name, with its sign, stands first; `?` finds any without a name.
pub(super) fn parameter<'a>(sql: &'a str, name: &str) -> Option<Token<'a>> {
    let is_it = |text: &str| text == name || name == "?" && text.starts_with('?');
    tokens(sql).find(|token| token.kind == TokenKind::Parameter && is_it(token.text))
}

#[cfg(test)]
mod tests {
    use super::{TokenKind, line_of, parameter, second_statement, tokens, verb};

    fn parameters(sql: &str) -> Vec<&str> {
        tokens(sql).filter(|token| token.kind == TokenKind::Parameter).map(|token| token.text).collect()
    }

    #[test]
    fn only_real_parameters_are_parameters() {
        let sql = "-- :comment\nSELECT ':y', 'it''s :z', \":q\", [:b], `:t`, /* :c */ x':0', :tag, @at, $d, ?, ?12, a::text";
        assert_eq!(parameters(sql), [":tag", "@at", "$d", "?", "?12", ":text"]);
    }

    #[test]
    fn an_unclosed_string_or_comment_runs_to_the_end() {
        assert_eq!(parameters("SELECT 'abc :x"), [""; 0]);
        assert_eq!(parameters("SELECT 1 /* :x"), [""; 0]);
        assert_eq!(parameters("SELECT 1 /*/ :x */ , :y"), [":y"]);
    }

    #[test]
    fn the_verb_of_a_with_statement_is_the_one_after_it() {
        for (sql, expected, line) in [
            ("-- c\nSELECT 1", "SELECT", 2),
            ("WITH a AS (SELECT 1)\nDELETE FROM posts", "DELETE", 2),
            ("WITH replace AS (SELECT 1), b(x) AS NOT MATERIALIZED (VALUES (1))\n\nSELECT 2", "SELECT", 3),
            ("WITH RECURSIVE d(n) AS (SELECT 1 UNION ALL SELECT n FROM d) VALUES (1)", "VALUES", 1),
            (";;drop table x", "drop", 1),
        ] {
            let found = verb(sql).unwrap();
            assert_eq!((found.text, line_of(sql, found.start)), (expected, line), "{sql}");
        }
    }

    #[test]
    fn a_second_statement_is_found_behind_comments_and_semicolons() {
        assert_eq!(second_statement("SELECT ';' -- ; x\n;; /* ; SELECT */ ;\n"), None);
        let sql = "SELECT 1; -- done\n;\n/* now */ DELETE FROM posts";
        let second = second_statement(sql).unwrap();
        assert_eq!((second.text, line_of(sql, second.start)), ("DELETE", 3));
    }

    #[test]
    fn a_parameter_is_found_by_its_whole_name() {
        let sql = "SELECT :tags,\n:tag";
        assert_eq!(line_of(sql, parameter(sql, ":tag").unwrap().start), 2);
    }
}
