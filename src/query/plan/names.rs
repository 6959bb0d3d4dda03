//! What the names in a plan mean: a plan calls a table by its alias.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use rusqlite::Connection;

use crate::query::token::{self, Token, TokenKind};

/// The names of the store's tables, and what the statement calls them.
#[derive(Debug, Default)]
pub(super) struct Names {
    tables: BTreeSet<String>,
    /// The table of each index of the store.
    indexes: BTreeMap<String, String>,
    aliases: Vec<Alias>,
    /// The names of the WITH clauses, in lower case, and where their bodies stand in the statement.
    clauses: Vec<(String, Range<usize>)>,
}

#[derive(Debug)]
struct Alias {
    name: String,
    meant: String,
    /// Where it stands in the statement; `None` for one of a view.
    at: Option<usize>,
}

/// What a name may mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Meaning {
    pub(super) name: String,
    /// Whether it is a table of the store.
    pub(super) is_table: bool,
}

impl Names {
    /// The names of the store behind `connection` and of the statement. Those of the store's views count as the
    /// statement's, since SQLite reads through a view.
    pub(super) fn read(connection: &Connection, sql: &str) -> rusqlite::Result<Self> {
        let mut names = Self::default();
        let mut views = Vec::new();
        let mut statement = connection.prepare(
            "SELECT type, name, sql, tbl_name FROM sqlite_schema WHERE type IN ('table', 'view', 'index')",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (kind, name): (String, String) = (row.get(0)?, row.get(1)?);
            if kind == "table" {
                names.tables.insert(name);
            } else if kind == "index" {
                names.indexes.insert(name, row.get(3)?);
            } else if token::tokens(sql).any(|token| token.text.eq_ignore_ascii_case(&name)) {
                views.push(row.get::<_, String>(2)?);
            }
        }
        let tokens: Vec<Token<'_>> = token::tokens(sql).collect();
        names.clauses = clauses(&tokens);
        names.aliases = aliases(&tokens, true);
        for view in &views {
            let tokens: Vec<Token<'_>> = token::tokens(view).collect();
            names.clauses.extend(clauses(&tokens).into_iter().map(|(name, _)| (name, 0..0)));
            names.aliases.extend(aliases(&tokens, false));
        }
        Ok(names)
    }

    /// What a plan may mean by `name` within the sub-queries `within`, the innermost last; nothing for what has no
    /// name of its own. A plan does not tell more: an alias may stand for several tables.
    pub(super) fn meanings(&self, name: &str, within: &[&str]) -> Vec<Meaning> {
        let is_it = |alias: &&Alias| alias.name.eq_ignore_ascii_case(name);
        let innermost = within.iter().rev().find_map(|clause| {
            let (_, body) = self.clauses.iter().find(|(other, _)| other.eq_ignore_ascii_case(clause))?;
            let is_inside = |alias: &&Alias| alias.at.is_some_and(|at| body.contains(&at));
            let found: Vec<&Alias> = self.aliases.iter().filter(is_it).filter(is_inside).collect();
            (!found.is_empty()).then_some(found)
        });
        let found = innermost.unwrap_or_else(|| self.aliases.iter().filter(is_it).collect());
        let mut meanings: Vec<Meaning> = Vec::new();
        for alias in found {
            let meaning = self.meaning(&alias.meant);
            if !meanings.contains(&meaning) {
                meanings.push(meaning);
            }
        }
        if meanings.is_empty() {
            let meaning = self.meaning(name);
            let is_clause = self.is_clause(name);
            meanings.extend((meaning.is_table || is_clause).then_some(meaning));
        }
        meanings
    }

    /// The table of the store's index of this name.
    pub(super) fn table_of(&self, index: &str) -> Option<&str> {
        self.indexes.get(index).map(String::as_str)
    }

    fn is_clause(&self, name: &str) -> bool {
        self.clauses.iter().any(|(clause, _)| clause.eq_ignore_ascii_case(name))
    }

    /// A WITH clause hides a table of its name.
    fn meaning(&self, name: &str) -> Meaning {
        let table = self.tables.iter().find(|table| table.eq_ignore_ascii_case(name));
        match table.filter(|_| !self.is_clause(name)) {
            Some(table) => Meaning { name: table.clone(), is_table: true },
            None => Meaning { name: name.to_owned(), is_table: false },
        }
    }
}

fn bare(token: &Token<'_>) -> String {
    match token.kind {
        TokenKind::QuotedName => token.text.trim_matches(['"', '`', '[', ']']).to_owned(),
        _ => token.text.to_owned(),
    }
}

/// Each `table AS alias`, and each `table alias` after FROM, JOIN or a comma.
fn aliases(tokens: &[Token<'_>], is_placed: bool) -> Vec<Alias> {
    let is_name = |token: &Token<'_>| matches!(token.kind, TokenKind::Word | TokenKind::QuotedName);
    let mut found = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let Some(next) = tokens.get(at + 1).filter(|next| is_name(token) && is_name(next)) else { continue };
        let before = at.checked_sub(1).map(|before| tokens[before].text.to_ascii_uppercase());
        if !matches!(before.as_deref(), Some("FROM" | "JOIN" | ",")) {
            continue;
        }
        let alias = if next.text.eq_ignore_ascii_case("AS") { tokens.get(at + 2) } else { Some(next) };
        if let Some(alias) = alias.filter(|alias| is_name(alias)) {
            found.push(Alias { name: bare(alias), meant: bare(token), at: is_placed.then_some(token.start) });
        }
    }
    found
}

/// The WITH clauses, `name AS (…)`, `name AS MATERIALIZED (…)` and `name (…) AS (…)`, with the places of their
/// bodies.
fn clauses(tokens: &[Token<'_>]) -> Vec<(String, Range<usize>)> {
    let mut found = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        if !matches!(token.kind, TokenKind::Word | TokenKind::QuotedName) {
            continue;
        }
        let is_open = |at: usize| tokens.get(at).is_some_and(|token| token.kind == TokenKind::Open);
        let word_as =
            if is_open(at + 1) { closing(tokens, at + 1).map(|close| close + 1) } else { Some(at + 1) };
        let Some(word_as) =
            word_as.filter(|at| tokens.get(*at).is_some_and(|token| token.text.eq_ignore_ascii_case("AS")))
        else {
            continue;
        };
        // `NOT MATERIALIZED` may stand between.
        let Some(open) = (word_as + 1..word_as + 4).find(|at| is_open(*at)) else { continue };
        let is_between = |token: &Token<'_>| {
            ["NOT", "MATERIALIZED"].iter().any(|word| token.text.eq_ignore_ascii_case(word))
        };
        if let (true, Some(close)) = (tokens[word_as + 1..open].iter().all(is_between), closing(tokens, open))
        {
            found.push((bare(token).to_ascii_lowercase(), tokens[open].start..tokens[close].start));
        }
    }
    found
}

/// Where the parenthesis closes that opens at `open`.
fn closing(tokens: &[Token<'_>], open: usize) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate().skip(open) {
        match token.kind {
            TokenKind::Open => depth += 1,
            TokenKind::Close if depth == 1 => return Some(at),
            TokenKind::Close => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    None
}
