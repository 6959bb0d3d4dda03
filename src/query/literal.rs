//! Values as SQL writes them.

use super::rows::Value;

/// The value as a literal of SQL. A number below zero stands in parentheses, because `-` before it would
/// make a comment of the two.
pub(super) fn literal(value: &Value) -> String {
    match value {
        Value::Null => "NULL".to_owned(),
        Value::Integer(number) => number_literal(number.to_string()),
        Value::Real(number) => number_literal(format!("{number:?}")),
        Value::Text(text) => format!("'{}'", text.replace('\'', "''")),
        Value::Blob(bytes) => {
            let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
            format!("x'{hex}'")
        }
    }
}

fn number_literal(number: String) -> String {
    if number.starts_with('-') { format!("({number})") } else { number }
}

#[cfg(test)]
mod tests {
    use super::{Value, literal};

    #[test]
    fn sqlite_reads_the_same_values() {
        let store = rusqlite::Connection::open_in_memory().unwrap();
        for (value, kind) in [
            (Value::Null, "null"),
            (Value::Integer(-3), "integer"),
            (Value::Integer(i64::MIN), "integer"),
            (Value::Integer(i64::MAX), "integer"),
            (Value::Real(2.0), "real"),
            (Value::Real(-1.5e300), "real"),
            (Value::Real(0.1 + 0.2), "real"),
            (Value::Text("it's #мир \"x\"\n--".to_owned()), "text"),
            (Value::Text(String::new()), "text"),
            (Value::Blob(vec![0, 255]), "blob"),
        ] {
            let sql = format!("SELECT 0 IS NOT {0}, typeof({0}), {0} IS ?1", literal(&value));
            let (same_kind, is_same): (String, bool) =
                store.query_row(&sql, [to_sql(&value)], |row| Ok((row.get(1)?, row.get(2)?))).unwrap();
            assert_eq!((same_kind.as_str(), is_same), (kind, true), "{value:?}");
        }
        // Without the parentheses the rest would be a comment.
        let sql = format!("SELECT 1-{}", literal(&Value::Integer(-3)));
        assert_eq!(store.query_row(&sql, [], |row| row.get::<_, i64>(0)).unwrap(), 4);
    }

    fn to_sql(value: &Value) -> rusqlite::types::Value {
        match value {
            Value::Null => rusqlite::types::Value::Null,
            Value::Integer(number) => (*number).into(),
            Value::Real(number) => (*number).into(),
            Value::Text(text) => text.clone().into(),
            Value::Blob(bytes) => bytes.clone().into(),
        }
    }
}
