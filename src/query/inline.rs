//! A query with its values written into its text, for places that bind none, such as a view.

use std::fmt::Write as _;
use std::hash::{DefaultHasher, Hasher as _};

use super::Query;
use rusqlite::Connection;

use super::bind::Bound;
use super::literal::literal;
use super::rows::{Rows, Value};
use super::runner::{parameters, take, to_sql};
use super::token::{self, TokenKind};
use crate::Result;

/// The text of the query with a literal in the place of each parameter and without a semicolon. A parameter
/// without a value becomes NULL, which means its default.
///
/// Where a parameter stands is told by the tokens, so that `':top'` in quotes or in a comment stays.
#[must_use]
pub fn inlined(query: &Query, bound: &Bound) -> String {
    with_values(query, |name| literal(bound.value(name).unwrap_or(&Value::Null)))
}

/// What [`inlined`] makes of the query, with U+0000, which no statement has, in the place of each value.
#[must_use]
pub fn pattern(query: &Query) -> String {
    with_values(query, |_| "\0".to_owned())
}

fn with_values(query: &Query, value: impl Fn(&str) -> String) -> String {
    let sql = query.sql.as_str();
    let mut text = String::with_capacity(sql.len());
    let mut copied = 0;
    for token in token::tokens(sql) {
        match token.kind {
            TokenKind::Parameter => {
                text.push_str(&sql[copied..token.start]);
                if text.ends_with(|c: char| c.is_alphanumeric() || c == '_') {
                    text.push(' ');
                }
                let name = token.text.trim_start_matches(':');
                text.push_str(&value(name));
            }
            TokenKind::Semicolon => text.push_str(&sql[copied..token.start]),
            _ => continue,
        }
        copied = token.start + token.text.len();
    }
    text.push_str(&sql[copied..]);
    let trimmed = text.trim_end();
    let blank = text[trimmed.len()..].chars().next().filter(|_| trimmed.ends_with("/*"));
    // Of a comment that is never closed something must be left: alone `/*` are two operators.
    let end = trimmed.len() + blank.map_or(0, char::len_utf8);
    text[..end].trim_start_matches('\u{feff}').to_owned()
}

/// The values that are not NULL, such as `since = '2024-01-01', top = 5`; `None` when there is none.
#[must_use]
pub fn values_in_words(bound: &Bound) -> Option<String> {
    let mut words = String::new();
    for (name, value) in bound.values.iter().filter(|(_, value)| *value != Value::Null) {
        let gap = if words.is_empty() { "" } else { ", " };
        // Writing to a String cannot fail. A value must not end the comment that it stands in.
        let _ = write!(words, "{gap}{name} = {}", literal(value).replace(['\n', '\r'], " "));
    }
    (!words.is_empty()).then_some(words)
}

/// What tells the rows of one run from those of another: their columns, and all values in their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fingerprint {
    columns: Vec<String>,
    rows: u64,
    values: u64,
}

impl Fingerprint {
    /// The fingerprint of these rows, which are read to their end. A whole number and the same number with a
    /// decimal point are one value.
    ///
    /// # Errors
    /// As [`Rows::next_row`].
    pub fn of(rows: &mut dyn Rows) -> Result<Self> {
        let columns = rows.columns().iter().map(|column| column.name.clone()).collect();
        let (mut hasher, mut count) = (DefaultHasher::new(), 0);
        while let Some(row) = rows.next_row()? {
            count += 1;
            for value in row {
                hash(value, &mut hasher);
            }
        }
        Ok(Self { columns, rows: count, values: hasher.finish() })
    }

    /// The fingerprint of what one statement gives, which the caller knows to only read, on any connection.
    ///
    /// # Errors
    /// When SQLite refuses the statement.
    pub fn of_sql(connection: &Connection, sql: &str, bound: &Bound) -> rusqlite::Result<Self> {
        let mut statement = connection.prepare(sql)?;
        let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
        for (index, name) in parameters(&statement).into_iter().enumerate() {
            let value = bound.value(name.trim_start_matches(':')).unwrap_or(&Value::Null);
            statement.raw_bind_parameter(index + 1, to_sql(value))?;
        }
        let (mut hasher, mut count, mut value) = (DefaultHasher::new(), 0, Value::Null);
        let mut rows = statement.raw_query();
        while let Some(row) = rows.next()? {
            count += 1;
            for index in 0..columns.len() {
                take(row.get_ref(index)?, &mut value);
                hash(&value, &mut hasher);
            }
        }
        Ok(Self { columns, rows: count, values: hasher.finish() })
    }

    /// How many rows there were.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.rows
    }
}

fn hash(value: &Value, hasher: &mut DefaultHasher) {
    let mut part = |kind: u8, bytes: &[u8]| {
        hasher.write_u8(kind);
        hasher.write_usize(bytes.len());
        hasher.write(bytes);
    };
    match value {
        Value::Null => part(0, &[]),
        Value::Integer(number) => part(1, &number.to_le_bytes()),
        #[expect(clippy::cast_possible_truncation, reason = "only whole numbers come here")]
        Value::Real(number) if number.fract() == 0.0 && number.abs() < 9e15 => {
            part(1, &(*number as i64).to_le_bytes());
        }
        Value::Real(number) => part(2, &number.to_bits().to_le_bytes()),
        Value::Text(text) => part(3, text.as_bytes()),
        Value::Blob(bytes) => part(4, bytes),
    }
}

#[cfg(test)]
mod tests {
    use super::{Fingerprint, inlined, values_in_words};
    use crate::query::bind::Bound;
    use crate::query::rows::Value;
    use crate::query::runner::{Budget, Runner};
    use crate::query::{Query, test_store};

    fn bound() -> Bound {
        let values = [
            ("word", Value::Text("it's :top;".to_owned())),
            ("top", Value::Integer(-3)),
            ("none", Value::Null),
        ];
        Bound { values: values.map(|(name, value)| (name.to_owned(), value)).to_vec(), ..Bound::default() }
    }

    #[test]
    fn parameters_are_replaced_where_sqlite_sees_one() {
        let sql = "\u{feff}-- T :top\n;SELECT:top, ':top', \":word\", /* :word */ :word, 5-:top, :none -- :top\n; -- end :top";
        assert_eq!(
            inlined(&Query::parse("q", "q.sql", sql), &bound()),
            "-- T :top\nSELECT (-3), ':top', \":word\", /* :word */ 'it''s :top;', 5-(-3), NULL -- :top\n -- end :top"
        );
    }

    #[test]
    fn a_comment_that_is_never_closed_stays_one() {
        let inlined = |sql| inlined(&Query::parse("q", "q.sql", sql), &Bound::default());
        assert_eq!(inlined("SELECT 1 /*\u{b}\n "), "SELECT 1 /*\u{b}");
        assert_eq!(inlined("SELECT 1 /* so \n "), "SELECT 1 /* so");
        assert_eq!(inlined("SELECT 1 -- /*"), "SELECT 1 -- /*");
    }

    #[test]
    fn values_are_told_without_those_that_mean_the_default() {
        assert_eq!(values_in_words(&bound()).unwrap(), "word = 'it''s :top;', top = (-3)");
        assert_eq!(values_in_words(&Bound::default()), None);
    }

    #[test]
    fn a_fingerprint_sees_values_their_order_and_their_columns() {
        let of = |sql: &str| {
            let mut runner: Runner = test_store::runner();
            runner.run_sql(sql, Budget::default(), |rows| Fingerprint::of(rows)).unwrap()
        };
        let one = of("SELECT 1 AS a, 'b' AS b UNION ALL SELECT 2, 'c'");
        assert_eq!(one, of("SELECT 1.0 AS a, 'b' AS b UNION ALL SELECT 2, 'c'"));
        assert_eq!(one.rows(), 2);
        for other in [
            "SELECT 2 AS a, 'c' AS b UNION ALL SELECT 1, 'b'",
            "SELECT 1 AS a, 'b' AS c UNION ALL SELECT 2, 'c'",
            "SELECT 1 AS a, 'b' AS b",
            "SELECT '1' AS a, 'b' AS b UNION ALL SELECT 2, 'c'",
            "SELECT 1.5 AS a, 'b' AS b UNION ALL SELECT 2, 'c'",
            "SELECT NULL AS a, 'b' AS b UNION ALL SELECT 2, 'c'",
        ] {
            assert_ne!(one, of(other), "{other}");
        }
    }
}
