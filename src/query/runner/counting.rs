//! How many rows a statement gives, asked of SQLite by another statement.
//!
//! Going through a million rows only to count them makes each of them whole, texts and all. The same SELECT within
//! a count(*), without its order, is free to read no more than an index.

use super::token::{TokenKind, tokens};

/// A statement that gives one row: how many rows the first statement of `sql` gives, and what its LIMIT says, which
/// is NULL where it has none. `None` for what cannot be told so: no SELECT, or one with an offset.
pub(super) fn counting_statement(sql: &str) -> Option<String> {
    let Parts { body, limit, .. } = Parts::of(sql)?;
    let limit = limit.unwrap_or("NULL");
    // The line feeds end a comment that the text may end with.
    Some(format!("SELECT (SELECT count(*) FROM (\n{body}\n)), (\n{limit}\n)"))
}

/// The first statement of `sql` without its LIMIT, and a statement that tells whether that is below 0, which is no limit
/// at all. For one with a LIMIT, whatever it is, SQLite sorts rows with all that they have in a tree, as for the few that
/// most limits leave, which takes much longer. `None` where there is no LIMIT, or an offset beside it.
pub(super) fn without_limit(sql: &str) -> Option<(&str, String)> {
    let Parts { unlimited, limit, .. } = Parts::of(sql)?;
    Some((unlimited, format!("SELECT (\n{}\n) < 0", limit?)))
}

/// The parts of a SELECT without an offset.
struct Parts<'s> {
    /// Without its own ORDER BY and LIMIT.
    body: &'s str,
    /// Without its LIMIT, and with all that stands before it.
    unlimited: &'s str,
    /// What its LIMIT says.
    limit: Option<&'s str>,
}

impl<'s> Parts<'s> {
    fn of(sql: &'s str) -> Option<Self> {
        const BEGINNINGS: [&str; 3] = ["SELECT", "WITH", "VALUES"];
        let mut depth = 0_usize;
        // Where the whole statement's own ORDER BY and LIMIT begin, and where it ends.
        let (mut order, mut limit, mut end) = (None, None, sql.len());
        let mut begins = None;
        for token in tokens(sql) {
            match token.kind {
                TokenKind::Semicolon if begins.is_none() => continue,
                TokenKind::Semicolon => {
                    end = token.start;
                    break;
                }
                TokenKind::Open => depth += 1,
                TokenKind::Close => depth = depth.checked_sub(1)?,
                TokenKind::Word if depth == 0 => {
                    let is = |word: &str| token.text.eq_ignore_ascii_case(word);
                    if is("ORDER") {
                        order = Some(token.start);
                    } else if is("LIMIT") {
                        limit = Some(token);
                    } else if is("OFFSET") {
                        return None;
                    }
                }
                // LIMIT 5, 10 has an offset as well.
                TokenKind::Other if depth == 0 && limit.is_some() && token.text == "," => return None,
                _ => {}
            }
            begins.get_or_insert(token);
        }
        let begins =
            begins.filter(|first| BEGINNINGS.iter().any(|word| first.text.eq_ignore_ascii_case(word)))?;
        let unlimited_end = limit.as_ref().map_or(end, |token| token.start);
        let body_end = order.map_or(unlimited_end, |order: usize| order.min(unlimited_end));
        let limit = match limit {
            Some(limit) => Some(sql.get(limit.start + limit.text.len()..end)?),
            None => None,
        };
        Some(Self { body: sql.get(begins.start..body_end)?, unlimited: sql.get(..unlimited_end)?, limit })
    }
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;

    use super::{counting_statement, without_limit};

    /// Rows of the statement by the counting one, and its limit.
    fn counted(sql: &str) -> Option<(i64, Option<i64>)> {
        let statement = counting_statement(sql)?;
        let connection = Connection::open_in_memory().unwrap();
        connection
            .execute_batch("CREATE TABLE t (a, b); INSERT INTO t VALUES (1, 'x'), (2, ';'), (3, 'y')")
            .unwrap();
        Some(connection.query_row(&statement, [], |row| Ok((row.get(0)?, row.get(1)?))).unwrap())
    }

    #[test]
    fn order_and_limit_of_the_whole_statement_are_set_apart() {
        for (sql, expected) in [
            ("SELECT a FROM t", (3, None)),
            (";; select a FROM t ORDER BY b -- end", (3, None)),
            ("SELECT a FROM t ORDER BY b DESC LIMIT 2; -- end", (3, Some(2))),
            (
                "SELECT a AS \"order\", b AS [limit] FROM t LIMIT coalesce(nullif(0, 0), -1) /* , */",
                (3, Some(-1)),
            ),
            ("WITH n (a) AS (SELECT a FROM t ORDER BY a LIMIT 2) SELECT a, a FROM n", (2, None)),
            (
                "SELECT a FROM t WHERE a IN (SELECT a FROM t ORDER BY a LIMIT 1) UNION ALL SELECT 9 ORDER BY 1",
                (2, None),
            ),
            (
                "SELECT count(*), row_number() OVER (ORDER BY a) FROM t GROUP BY a ORDER BY 2 LIMIT 5",
                (3, Some(5)),
            ),
            ("VALUES (1), (2)", (2, None)),
            ("SELECT ' ORDER BY ', ' LIMIT 1' FROM t WHERE b = ';' ", (1, None)),
        ] {
            assert_eq!(counted(sql), Some(expected), "{sql}");
        }
    }

    #[test]
    fn what_cannot_be_counted_so_is_left() {
        for sql in [
            "SELECT a FROM t LIMIT 2 OFFSET 1",
            "SELECT a FROM t LIMIT 1, 2",
            "PRAGMA user_version",
            "EXPLAIN SELECT 1",
            "",
        ] {
            assert_eq!(counting_statement(sql), None, "{sql}");
        }
    }

    #[test]
    fn a_statement_without_its_limit_is_what_stands_before_it() {
        let connection = Connection::open_in_memory().unwrap();
        for (sql, unlimited, is_none) in [
            ("SELECT 1 ORDER BY 1 LIMIT -1", "SELECT 1 ORDER BY 1 ", true),
            ("; SELECT 1 LIMIT coalesce(nullif(0, 0), -1); -- end", "; SELECT 1 ", true),
            ("SELECT 1 LIMIT 0 -- none", "SELECT 1 ", false),
            ("SELECT 1 FROM (SELECT 1 LIMIT -1) LIMIT 5", "SELECT 1 FROM (SELECT 1 LIMIT -1) ", false),
        ] {
            let (found, asks) = without_limit(sql).unwrap();
            assert_eq!(found, unlimited);
            assert_eq!(
                connection.query_row(&asks, [], |row| row.get::<_, bool>(0)).unwrap(),
                is_none,
                "{sql}"
            );
        }
        for sql in [
            "SELECT 1",
            "SELECT 1 FROM (SELECT 1 LIMIT -1)",
            "SELECT 1 LIMIT -1 OFFSET 1",
            "SELECT 1 LIMIT 1, -1",
        ] {
            assert_eq!(without_limit(sql), None, "{sql}");
        }
    }
}
