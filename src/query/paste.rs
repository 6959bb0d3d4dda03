//! A query with its values, to paste into the `sqlite3` shell.

use std::fmt::Write as _;

use super::bind::Bound;
use super::rows::Value;
use super::{Query, token};

/// The `.parameter` lines and the statement. `bound` gives the values; without one a parameter is NULL,
/// which means its default.
#[must_use]
pub fn sqlite3(query: &Query, bound: &Bound) -> String {
    let mut text = String::new();
    let value =
        |name: &str| bound.value(name).map(|value| if let Value::Text(text) = value { text } else { "" });
    let needs = |what: &str| query.header.needed(value).any(|need| need.what == what);
    if needs("word-index") {
        text.push_str("-- The words of the store must be made first: chancery index --words\n");
    }
    if needs("point-groups") {
        text.push_str("-- The talking points must be grouped first: chancery group\n");
    }
    if !query.header.parameters.is_empty() {
        // Of '2024-01' as the last day, or of a capital letter in a word, SQLite would make an answer without posts.
        text.push_str("-- Give values by flags, as to run: here they are taken as they stand, as days, months or years of digits and folded words\n");
        text.push_str(".parameter init\n");
    }
    for parameter in &query.header.parameters {
        let value = bound.value(&parameter.name).unwrap_or(&Value::Null);
        // Writing to a String cannot fail.
        let _ = writeln!(text, ".parameter set :{} {}", parameter.name, argument(value));
    }
    text.push_str(query.sql.trim_start_matches('\u{feff}').trim_end());
    let is_closed =
        token::tokens(&query.sql).last().is_some_and(|token| token.kind == token::TokenKind::Semicolon);
    // On a line of its own, because the last line may end in a comment.
    text.push_str(if is_closed { "\n" } else { "\n;\n" });
    text
}

/// The value as an SQL literal, as an argument of a dot command: in double quotes, with `\` escapes.
fn argument(value: &Value) -> String {
    match value {
        Value::Null => "NULL".to_owned(),
        Value::Integer(number) => number.to_string(),
        Value::Real(number) => format!("{number:?}"),
        Value::Text(text) => {
            let mut quoted = String::from("\"'");
            for c in text.chars() {
                match c {
                    '\'' => quoted.push_str("''"),
                    '"' | '\\' => quoted.extend(['\\', c]),
                    '\n' => quoted.push_str("\\n"),
                    '\r' => quoted.push_str("\\r"),
                    '\t' => quoted.push_str("\\t"),
                    c => quoted.push(c),
                }
            }
            quoted.push_str("'\"");
            quoted
        }
        Value::Blob(bytes) => {
            let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
            format!("\"x'{hex}'\"")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::sqlite3;
    use crate::query::Query;
    use crate::query::bind::Bound;
    use crate::query::rows::Value;

    const TEXT: &str = "-- T\n-- @param word text?\n-- @param top int?\n-- @param share float?\n-- @param none date?\n\
        SELECT :word, :top, :share, typeof(:none) -- the end";

    fn pasted() -> String {
        let bound = Bound {
            values: vec![
                ("word".to_owned(), Value::Text("it's \"a\\b\"\n#мир".to_owned())),
                ("top".to_owned(), Value::Integer(-3)),
                ("share".to_owned(), Value::Real(2.0)),
            ],
            ..Bound::default()
        };
        sqlite3(&Query::parse("q", "q.sql", TEXT), &bound)
    }

    #[test]
    fn every_parameter_is_set_and_the_statement_is_closed() {
        let expected = format!(
            "-- Give values by flags, as to run: here they are taken as they stand, as days, months or years of digits and folded words\n\
             .parameter init\n.parameter set :word \"'it''s \\\"a\\\\b\\\"\\n#мир'\"\n.parameter set :top -3\n\
             .parameter set :share 2.0\n.parameter set :none NULL\n{TEXT}\n;\n"
        );
        assert_eq!(pasted(), expected);
        let closed = Query::parse("q", "q.sql", "-- T\nSELECT 1; -- done");
        assert_eq!(sqlite3(&closed, &Bound::default()), "-- T\nSELECT 1; -- done\n");
    }

    #[test]
    fn the_sqlite3_shell_reads_the_same_values() {
        use std::io::Write;
        use std::process::{Command, Stdio};
        let shell = Command::new("sqlite3").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
        let Ok(mut shell) = shell else { return println!("not tested: there is no sqlite3 here") };
        shell.stdin.take().unwrap().write_all(pasted().as_bytes()).unwrap();
        let output = shell.wait_with_output().unwrap();
        assert_eq!(String::from_utf8(output.stdout).unwrap(), "it's \"a\\b\"\n#мир|-3|2.0|null\n");
    }
}
