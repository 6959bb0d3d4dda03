//! What the names in a plan mean: a plan calls a table by its alias.

use std::collections::BTreeSet;

use rusqlite::Connection;

use crate::query::token::{self, Token, TokenKind};

/// The names of the store's tables, and what the statement calls them.
#[derive(Debug, Default)]
pub(super) struct Names {
    tables: BTreeSet<String>,
    /// What a name is another name of.
    aliases: Vec<(String, String)>,
    /// The names of the WITH clauses.
    common: BTreeSet<String>,
}

impl Names {
    /// The names of the store behind `connection` and of the statement. Those of the store's views count as the
    /// statement's, since SQLite reads through a view.
    pub(super) fn read(connection: &Connection, sql: &str) -> rusqlite::Result<Self> {
        let mut names = Self::default();
        let mut texts = vec![sql.to_owned()];
        let mut statement = connection
            .prepare("SELECT type, name, sql FROM sqlite_schema WHERE type IN ('table', 'view')")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (kind, name): (String, String) = (row.get(0)?, row.get(1)?);
            if kind == "table" {
                names.tables.insert(name);
            } else if token::tokens(sql).any(|token| token.text.eq_ignore_ascii_case(&name)) {
                texts.push(row.get(2)?);
            }
        }
        for text in &texts {
            let tokens: Vec<Token<'_>> = token::tokens(text).collect();
            names.common.extend(common_tables(&tokens));
            names.aliases.extend(aliases(&tokens));
        }
        Ok(names)
    }

    /// The table that the plan means by `name`; `None` when it is no table of the store, such as a WITH clause, or
    /// not the same one everywhere.
    pub(super) fn table(&self, name: &str) -> Option<String> {
        let of_store = |name: &str| {
            let is_common = self.common.contains(&name.to_ascii_lowercase());
            (!is_common).then(|| self.tables.iter().find(|table| table.eq_ignore_ascii_case(name))).flatten()
        };
        let meant: Vec<&str> = self
            .aliases
            .iter()
            .filter(|(alias, _)| alias.eq_ignore_ascii_case(name))
            .map(|(_, table)| table.as_str())
            .collect();
        match meant.iter().find_map(|meant| of_store(meant)) {
            Some(table) => Some(table.clone()),
            None => of_store(name).cloned(),
        }
    }

    /// Whether `name` is an alias of several tables, so that a plan does not tell which.
    pub(super) fn is_ambiguous(&self, name: &str) -> bool {
        let meant: BTreeSet<String> = self
            .aliases
            .iter()
            .filter(|(alias, _)| alias.eq_ignore_ascii_case(name))
            .map(|(_, table)| table.to_ascii_lowercase())
            .collect();
        meant.len() > 1
    }
}

fn bare(token: &Token<'_>) -> String {
    match token.kind {
        TokenKind::QuotedName => token.text.trim_matches(['"', '`', '[', ']']).to_owned(),
        _ => token.text.to_owned(),
    }
}

/// `(alias, table)` of each `table AS alias` and each `table alias` after FROM, JOIN or a comma.
fn aliases(tokens: &[Token<'_>]) -> Vec<(String, String)> {
    let is_name = |token: &Token<'_>| matches!(token.kind, TokenKind::Word | TokenKind::QuotedName);
    let mut found = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let Some(next) = tokens.get(at + 1).filter(|next| is_name(token) && is_name(next)) else { continue };
        if next.text.eq_ignore_ascii_case("AS") {
            if let Some(alias) = tokens.get(at + 2).filter(|alias| is_name(alias)) {
                found.push((bare(alias), bare(token)));
            }
            continue;
        }
        let before = at.checked_sub(1).map(|before| tokens[before].text.to_ascii_uppercase());
        if matches!(before.as_deref(), Some("FROM" | "JOIN" | ",")) {
            found.push((bare(next), bare(token)));
        }
    }
    found
}

/// The names of the WITH clauses: `name AS (`, `name AS MATERIALIZED (` and `name (…) AS (`.
fn common_tables(tokens: &[Token<'_>]) -> Vec<String> {
    let is_as = |at: usize| tokens.get(at).is_some_and(|token| token.text.eq_ignore_ascii_case("AS"));
    let is_body =
        |at: usize| is_as(at) && tokens[at + 1..].iter().take(3).any(|token| token.kind == TokenKind::Open);
    let mut found = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        if !matches!(token.kind, TokenKind::Word | TokenKind::QuotedName) {
            continue;
        }
        let body = if tokens.get(at + 1).is_some_and(|next| next.kind == TokenKind::Open) {
            let close = tokens[at..].iter().position(|token| token.kind == TokenKind::Close);
            close.map(|close| at + close + 1)
        } else {
            Some(at + 1)
        };
        if body.is_some_and(is_body) {
            found.push(bare(token).to_ascii_lowercase());
        }
    }
    found
}
