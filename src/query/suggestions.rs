//! What the SELECT of `values(SELECT …)` lists: the values that occur in the store.

use rusqlite::Connection;
use rusqlite::types::ValueRef;

/// The values, at most `most` of them, in the order of the SELECT; NULL is left out. `select` must be one
/// statement that only reads and gives one column.
///
/// # Errors
/// A fragment that says what is wrong with it.
pub fn suggestions(store: &Connection, select: &str, most: usize) -> Result<Vec<String>, String> {
    let mut statement = store.prepare(select).map_err(|error| match error {
        rusqlite::Error::MultipleStatement => "it is more than one statement".to_owned(),
        rusqlite::Error::SqlInputError { msg, .. } => msg,
        rusqlite::Error::SqliteFailure(_, Some(message)) => message,
        error => error.to_string(),
    })?;
    match statement.column_count() {
        1 if statement.readonly() => {}
        1 => return Err("it does more than read".to_owned()),
        columns => return Err(format!("it gives {columns} columns; it must give one")),
    }
    if let Some(name) = statement.parameter_name(1) {
        return Err(format!("{name} has no value there"));
    }
    let failed = |error: rusqlite::Error| error.to_string();
    let mut rows = statement.raw_query();
    let mut values = Vec::new();
    while values.len() < most
        && let Some(row) = rows.next().map_err(failed)?
    {
        match row.get_ref(0).map_err(failed)? {
            ValueRef::Text(bytes) => values.push(String::from_utf8_lossy(bytes).into_owned()),
            ValueRef::Integer(number) => values.push(number.to_string()),
            ValueRef::Real(number) => values.push(number.to_string()),
            ValueRef::Null | ValueRef::Blob(_) => {}
        }
    }
    Ok(values)
}

#[cfg(test)]
mod tests {
    use super::suggestions;
    use crate::query::test_store;

    #[test]
    fn the_values_are_those_of_the_one_column() {
        let runner = test_store::runner();
        let of = |select: &str| suggestions(runner.connection(), select, 2);
        assert_eq!(of("SELECT tag FROM hashtags ORDER BY 1").unwrap(), ["harvest", "harvests2024"]);
        assert_eq!(of("SELECT 7 UNION ALL SELECT NULL UNION ALL SELECT 8").unwrap(), ["7", "8"]);
        for (select, message) in [
            ("SELECT 1, 2", "it gives 2 columns"),
            ("SELECT tagg FROM hashtags", "no such column: tagg"),
            ("DELETE FROM hashtags RETURNING tag", "not authorized"),
            ("SELECT 1; SELECT 2", "more than one statement"),
            ("SELECT :x", ":x has no value"),
        ] {
            let error = of(select).unwrap_err();
            assert!(error.contains(message), "{select}: {error}");
        }
    }
}
