//! Finds the comments in a definition and whom they belong to.
//!
//! The first comment before the first column belongs to the table or view. Every other one belongs to the
//! column that ends on the comment's own line, or stands around it; where several do, to the last of them that
//! has none yet: SQLite puts an added column behind the last one, before that one's comment. A comment on a line
//! of its own belongs to nobody.

use std::collections::HashMap;

/// What the comments of one definition say.
#[derive(Debug, Default)]
pub(super) struct Comments {
    /// Of the table or view as a whole.
    pub(super) table: Option<String>,
    /// Of a table's columns, by name.
    named: HashMap<String, String>,
    /// Of a view's columns, by position.
    placed: HashMap<usize, String>,
}

impl Comments {
    /// The comment of the column at `index`, from 0, that has this name.
    pub(super) fn of_column(&self, index: usize, name: &str) -> Option<String> {
        self.named.get(&name.to_ascii_lowercase()).or_else(|| self.placed.get(&index)).cloned()
    }
}

/// The comments of a `CREATE TABLE` statement.
pub(super) fn of_table(sql: &str) -> Comments {
    let mut tokens = Tokens::of(sql);
    // The columns begin after the first parenthesis.
    tokens.find(|token| token.kind == Kind::Open);
    let (table, items) = items(tokens, |_| false);
    let named = items.into_iter().filter_map(|item| Some((item.first?, item.comment?))).collect();
    Comments { table, named, placed: HashMap::new() }
}

/// The comments of a `CREATE VIEW` statement.
pub(super) fn of_view(sql: &str) -> Comments {
    let mut tokens = Tokens::of(sql);
    tokens.find(|token| token.is_word("as"));
    let mut table = None;
    let mut depth = 0_usize;
    // A `WITH` clause keeps its own SELECTs in parentheses, so the first one outside is the view's.
    for token in tokens.by_ref() {
        match token.kind {
            Kind::Open => depth += 1,
            Kind::Close => depth = depth.saturating_sub(1),
            Kind::Comment if depth == 0 && table.is_none() => table = non_empty(token.text),
            Kind::Word if depth == 0 && token.is_word("select") => break,
            _ => {}
        }
    }
    let (_, items) = items(tokens, |token| token.is_word("from"));
    let placed =
        items.into_iter().enumerate().filter_map(|(index, item)| Some((index, item.comment?))).collect();
    Comments { table, named: HashMap::new(), placed }
}

/// The comments of a published report: its title, and what the `@column NAME TYPE : HELP` lines of its header say.
pub(super) fn of_report(sql: &str) -> Comments {
    let first = sql.lines().next().and_then(|line| line.split_once(" AS --"));
    let table = first.and_then(|(_, title)| non_empty(title.trim()));
    let mut comments = Comments { table, ..Comments::default() };
    for line in sql.lines().skip(1).map_while(|line| line.trim_start().strip_prefix("--")) {
        let Some((declaration, help)) =
            line.trim_start().strip_prefix("@column ").and_then(|line| line.split_once(':'))
        else {
            continue;
        };
        if let (Some(name), Some(help)) = (declaration.split_whitespace().next(), non_empty(help)) {
            comments.named.insert(name.to_ascii_lowercase(), help);
        }
    }
    comments
}

/// One part of a list between commas.
#[derive(Default)]
struct Item {
    /// Its first word, in lower case and without quotes: a column's name.
    first: Option<String>,
    comment: Option<String>,
    /// The line on which it ends.
    last_line: usize,
}

/// The parts of a comma-separated list, up to its closing parenthesis or the token that `ends` it, and the
/// comment before the first of them.
fn items<'a>(
    tokens: impl Iterator<Item = Token<'a>>,
    ends: impl Fn(&Token<'_>) -> bool,
) -> (Option<String>, Vec<Item>) {
    let mut heading = None;
    let mut done: Vec<Item> = Vec::new();
    let mut current: Option<Item> = None;
    let mut depth = 0_usize;
    for token in tokens {
        if depth == 0 && (ends(&token) || token.kind == Kind::Close) {
            break;
        }
        match token.kind {
            Kind::Comment if depth == 0 => {
                let is_first = current.is_none() && done.is_empty();
                let owner = current
                    .iter_mut()
                    .chain(done.iter_mut().rev())
                    .take_while(|item| item.last_line == token.line)
                    .find(|item| item.comment.is_none());
                match owner {
                    Some(item) => item.comment = non_empty(token.text),
                    None if is_first && heading.is_none() => heading = non_empty(token.text),
                    None => {}
                }
            }
            Kind::Comment => {}
            Kind::Comma if depth == 0 => done.extend(current.take()),
            kind => {
                match kind {
                    Kind::Open => depth += 1,
                    Kind::Close => depth -= 1,
                    _ => {}
                }
                let item = current.get_or_insert_with(|| Item { first: token.name(), ..Item::default() });
                item.last_line = token.last_line();
            }
        }
    }
    done.extend(current);
    (heading, done)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Word,
    Quoted,
    Comment,
    Open,
    Close,
    Comma,
    Other,
}

/// A piece of SQL text.
#[derive(Debug)]
struct Token<'a> {
    kind: Kind,
    /// As written; of a comment, what it says.
    text: &'a str,
    /// The line on which it begins, from 0.
    line: usize,
}

impl Token<'_> {
    fn is_word(&self, word: &str) -> bool {
        self.kind == Kind::Word && self.text.eq_ignore_ascii_case(word)
    }

    /// The name that it writes, if it can be one.
    fn name(&self) -> Option<String> {
        match self.kind {
            Kind::Word => Some(self.text.to_ascii_lowercase()),
            Kind::Quoted => {
                let inner = self.text.get(1..self.text.len().saturating_sub(1))?;
                Some(inner.to_ascii_lowercase())
            }
            _ => None,
        }
    }

    fn last_line(&self) -> usize {
        self.line + line_breaks(self.text)
    }
}

fn line_breaks(text: &str) -> usize {
    text.bytes().filter(|byte| *byte == b'\n').count()
}

/// Splits SQL text into tokens; white space is skipped. It never fails: SQLite has accepted the text.
struct Tokens<'a> {
    rest: &'a str,
    line: usize,
}

impl<'a> Tokens<'a> {
    fn of(sql: &'a str) -> Self {
        Self { rest: sql, line: 0 }
    }

    /// The kind of the next token and its length in bytes.
    fn measure(&self) -> Option<(Kind, usize)> {
        let rest = self.rest;
        let first = rest.chars().next()?;
        let until =
            |pattern: &str, from: usize| rest[from..].find(pattern).map(|at| from + at + pattern.len());
        let end = rest.len();
        Some(match first {
            '(' => (Kind::Open, 1),
            ')' => (Kind::Close, 1),
            ',' => (Kind::Comma, 1),
            '-' if rest.starts_with("--") => (Kind::Comment, rest.find('\n').unwrap_or(end)),
            '/' if rest.starts_with("/*") => (Kind::Comment, until("*/", 2).unwrap_or(end)),
            // A doubled quote inside is read as two quoted tokens side by side, which changes nothing here.
            '\'' => (Kind::Other, until("'", 1).unwrap_or(end)),
            '"' => (Kind::Quoted, until("\"", 1).unwrap_or(end)),
            '`' => (Kind::Quoted, until("`", 1).unwrap_or(end)),
            '[' => (Kind::Quoted, until("]", 1).unwrap_or(end)),
            _ if is_word_character(first) => {
                (Kind::Word, rest.find(|character| !is_word_character(character)).unwrap_or(end))
            }
            _ => (Kind::Other, first.len_utf8()),
        })
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        let trimmed = self.rest.trim_start();
        self.line += line_breaks(&self.rest[..self.rest.len() - trimmed.len()]);
        self.rest = trimmed;
        let (kind, length) = self.measure()?;
        let (text, rest) = self.rest.split_at(length);
        let line = self.line;
        self.line += line_breaks(text);
        self.rest = rest;
        let text = if kind == Kind::Comment { inside_comment(text) } else { text };
        Some(Token { kind, text, line })
    }
}

fn is_word_character(character: char) -> bool {
    character.is_alphanumeric() || character == '_' || character == '$' || !character.is_ascii()
}

fn inside_comment(text: &str) -> &str {
    let inside = match text.strip_prefix("--") {
        Some(inside) => inside,
        None => text.trim_start_matches("/*").trim_end_matches("*/"),
    };
    inside.trim()
}

fn non_empty(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{of_table, of_view};

    #[test]
    fn a_comma_inside_parentheses_strings_or_comments_ends_no_column() {
        let comments = of_table(
            "CREATE TABLE t ( -- Things, many.\n\
             a TEXT DEFAULT ('x,-- no') CHECK (a IN (1, 2)), -- the a, with a comma\n\
             \"b c\" TEXT, /* the b */\n\
             d TEXT -- last\n\
             )",
        );
        assert_eq!(comments.table.as_deref(), Some("Things, many."));
        assert_eq!(comments.of_column(0, "a").as_deref(), Some("the a, with a comma"));
        assert_eq!(comments.of_column(1, "b c").as_deref(), Some("the b"));
        assert_eq!(comments.of_column(2, "d").as_deref(), Some("last"));
    }

    #[test]
    fn an_added_column_leaves_the_comment_of_the_last_one_alone() {
        let comments = of_table(
            "CREATE TABLE t (\n a TEXT, -- the a\n b TEXT, c /* the c, new */ INTEGER, d /* the d */ TEXT, -- the b\n CHECK (a > 0)\n)",
        );
        let texts =
            [(0, "a"), (1, "b"), (2, "c"), (3, "d")].map(|(index, name)| comments.of_column(index, name));
        assert_eq!(texts, ["the a", "the b", "the c, new", "the d"].map(|text| Some(text.to_owned())));
    }

    #[test]
    fn a_comment_on_a_line_of_its_own_belongs_to_no_column() {
        let comments = of_table("CREATE TABLE t (\n a TEXT,\n -- about what follows\n b TEXT\n)");
        assert_eq!(comments.table, None);
        assert_eq!(comments.of_column(0, "a"), None);
        assert_eq!(comments.of_column(1, "b"), None);
    }

    #[test]
    fn a_view_with_a_common_table_is_read_at_its_own_select() {
        let comments = of_view(
            "CREATE VIEW v AS -- All of it.\n\
             WITH w AS (SELECT 1 AS x, 2 AS y) -- helper\n\
             SELECT x, -- the x\n  (SELECT max(y), 1 FROM w) AS y -- the y\nFROM w -- not a column",
        );
        assert_eq!(comments.of_column(0, "x").as_deref(), Some("the x"));
        assert_eq!(comments.of_column(1, "y").as_deref(), Some("the y"));
        assert_eq!(comments.of_column(2, "z"), None);
        assert_eq!(comments.table.as_deref(), Some("All of it."));
    }

    #[test]
    fn unfinished_text_is_read_to_its_end() {
        for sql in ["", "CREATE TABLE", "CREATE TABLE t (a 'x", "CREATE TABLE t (a /* b", "CREATE VIEW v AS"]
        {
            of_table(sql);
            of_view(sql);
        }
    }
}
