//! Posts and talking points that a query is asked for by the store's own numbers, and that the store does not have.

use rusqlite::Connection;

use crate::query::Query;
use crate::query::bind::Bound;
use crate::query::parameter::{Mark, ParameterType};
use crate::query::rows::Value;

/// A parameter of numbers, what they number, and the SQL that tells whether the store has one of them. One of this name
/// in a query that reads no such table means something else.
const NUMBERED: [(&str, &str, &str, &str); 2] = [
    (
        "point",
        "talking point",
        "points",
        "SELECT EXISTS (SELECT * FROM talking_points WHERE talking_point_id IN (SELECT value FROM json_each(?1)))",
    ),
    (
        "post",
        "post",
        "posts",
        "SELECT EXISTS (SELECT * FROM posts WHERE post_id IN (SELECT value FROM json_each(?1)))",
    ),
];

/// What is asked for and is not there, such as `talking point 7`; of several `post 7, 8`.
pub(super) fn unknown(store: &Connection, query: &Query, bound: &Bound) -> rusqlite::Result<Option<String>> {
    for (name, what, table, has_one) in NUMBERED {
        let (Some(parameter), Some(value)) = (query.header.parameter(name), bound.value(name)) else {
            continue;
        };
        let list = match value {
            Value::Integer(number) => format!("[{number}]"),
            Value::Text(list) if parameter.mark == Mark::List => list.clone(),
            _ => continue,
        };
        let is_number = matches!(parameter.kind, ParameterType::Int { .. }) && query.sql.contains(table);
        if is_number && !store.query_row(has_one, [&list], |row| row.get::<_, bool>(0))? {
            let numbers = list.trim_matches(['[', ']']).replace(',', ", ");
            return Ok(Some(format!("{what} {numbers}")));
        }
    }
    Ok(None)
}
