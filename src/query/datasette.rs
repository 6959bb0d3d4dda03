//! A named query as a canned query of Datasette.
//!
//! Datasette binds every parameter as text, and one that is missing or left empty as `''`. A query's file
//! takes NULL for the default, numbers as numbers, lists as JSON arrays, channels by the store's own id. So
//! the statement is given common tables at its beginning, which make the one of the other, and each `:name` in
//! it becomes a look into the table of its name, or an expression where that is short. Nothing else of the
//! statement changes.
//!
//! What `chancery run` refuses, such as a day that is none or a channel that the store does not know, ends the
//! statement with an error that says so: a wrong figure never stands for a mistyped value.

use rusqlite::Connection;

use super::Query;
use super::failure::usage;
use super::parameter::Parameter;
use super::token::{Token, TokenKind, tokens};
use crate::{Error, ErrorKind, Result};

mod aliases;
mod alphabet;
mod lists;
mod names;
mod values;

/// A query as Datasette wants it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CannedQuery {
    /// The statement, with a `:name` for each of `parameters`.
    pub sql: String,
    /// The names of its parameters, in the order of the header.
    pub parameters: Vec<String>,
}

impl CannedQuery {
    /// The canned query that gives the rows of `query`.
    ///
    /// # Errors
    /// When a parameter is used and not declared, or has a name that Datasette keeps for itself.
    pub fn of(query: &Query) -> Result<Self> {
        let parameters: Vec<String> =
            query.header.parameters.iter().map(|parameter| parameter.name.clone()).collect();
        if let Some(name) = parameters.iter().find(|name| *name == "sql" || name.starts_with('_')) {
            let message = format!("{}: Datasette keeps the name '{name}' for itself", query.label);
            return Err(usage(message).hint("give the parameter another name"));
        }
        let sql = statement(query)?;
        Ok(Self { sql, parameters })
    }

    /// Lets SQLite prepare the statement, made of `query`, over `store`.
    ///
    /// # Errors
    /// When it cannot, as when a column is unknown, or the statement writes.
    pub fn check(&self, query: &Query, store: &Connection) -> Result<()> {
        let refused = |why: String| {
            Error::new(ErrorKind::Query, format!("{}: {why}", query.label))
                .hint(format!("see what is wrong: chancery queries check {}", query.word()))
        };
        match store.prepare(&self.sql) {
            Ok(statement) if statement.readonly() => Ok(()),
            Ok(_) => Err(refused("it writes; a query may only read".to_owned())),
            Err(rusqlite::Error::SqlInputError { msg, .. }) => Err(refused(msg)),
            Err(error) => Err(refused(error.to_string())),
        }
    }
}

/// The names of the common tables that are put before the query's own.
struct Tables {
    prefix: String,
}

impl Tables {
    /// Names that the query does not use itself.
    fn beside(sql: &str) -> Self {
        let mut prefix = String::from("given");
        let is_used = |prefix: &str| {
            let is_name = |token: &Token<'_>| matches!(token.kind, TokenKind::Word | TokenKind::QuotedName);
            tokens(sql).filter(is_name).any(|token| token.text.to_ascii_lowercase().contains(prefix))
        };
        while is_used(&prefix) {
            prefix.push('_');
        }
        Self { prefix }
    }

    /// The table whose one row has the value of `parameter`.
    fn value(&self, parameter: &Parameter) -> String {
        self.step(&parameter.name)
    }

    /// A table on the way to it.
    fn step(&self, name: &str) -> String {
        format!("{}_{name}", self.prefix)
    }
}

/// The query's one statement, without the comments before it and the semicolon behind it.
fn statement(query: &Query) -> Result<String> {
    let all: Vec<Token<'_>> = tokens(&query.sql)
        .skip_while(|token| token.kind == TokenKind::Semicolon)
        .take_while(|token| token.kind != TokenKind::Semicolon)
        .collect();
    let (Some(first), Some(last)) = (all.first(), all.last()) else {
        return Err(Error::new(ErrorKind::Query, format!("{}: there is no statement", query.label)));
    };
    let tables = Tables::beside(&query.sql);
    let is_word = |index: usize, word: &str| {
        all.get(index).is_some_and(|token: &Token<'_>| token.text.eq_ignore_ascii_case(word))
    };
    // Where the query's own common tables begin, if it has some.
    let own = match (is_word(0, "WITH"), is_word(1, "RECURSIVE")) {
        (true, true) => all.get(2),
        (true, false) => all.get(1),
        (false, _) => None,
    };
    let mut sql = String::new();
    let common = values::common_tables(&query.header.parameters, &tables);
    if !common.is_empty() {
        sql.push_str("WITH RECURSIVE\n");
        sql.push_str(&common.join(",\n"));
        sql.push_str(if own.is_some() { ",\n" } else { "\n" });
    } else if let Some(own) = own {
        sql.push_str(&query.sql[first.start..own.start]);
    }
    let mut copied = own.unwrap_or(first).start;
    for (index, token) in all.iter().enumerate().filter(|(_, token)| token.kind == TokenKind::Parameter) {
        let declared = token.text.strip_prefix(':').and_then(|name| query.header.parameter(name));
        let Some(parameter) = declared else {
            return Err(Error::new(
                ErrorKind::Query,
                format!("{}: {} is used but not declared", query.label, token.text),
            )
            .hint(format!("see what is wrong: chancery queries check {}", query.word())));
        };
        sql.push_str(&query.sql[copied..token.start]);
        // Whether there is a value is known without reading it.
        let is_asked_for = is_word(index + 1, "IS")
            && (is_word(index + 2, "NULL") || is_word(index + 2, "NOT") && is_word(index + 3, "NULL"));
        sql.push_str(&if is_asked_for { values::text(parameter) } else { values::value(parameter, &tables) });
        copied = token.start + token.text.len();
    }
    sql.push_str(&query.sql[copied..last.start + last.text.len()]);
    Ok(sql)
}

/// The text as a literal of SQL.
fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// An expression that ends the statement with an error: SQLite tells the path of JSON that it cannot read.
fn refusal(message: &str) -> String {
    format!("json_extract('{{}}', {message})")
}

#[cfg(test)]
mod tests;
