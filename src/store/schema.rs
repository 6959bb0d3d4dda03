//! The schema with its documentation: tables, views and columns, and what the comments in their own
//! definitions say of them.
//!
//! The definitions in `sqlite_master` are the only source: what `chancery schema` prints is what any tool
//! sees in the file.

use std::collections::HashMap;

use rusqlite::Connection;
use serde::Serialize;

use super::{published, reading};
use crate::Result;

mod comments;

/// A table or a view.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// Whether rows are kept in it or made by a query.
    pub kind: TableKind,
    /// What it holds; `None` when its definition does not say.
    pub comment: Option<String>,
    /// Its columns, in order; none for a view that does not work, such as one of the user's own that asks
    /// for a column which is no more.
    pub columns: Vec<Column>,
}

/// Whether rows are kept or made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum TableKind {
    /// Rows are kept in it.
    Table,
    /// Rows are made by a query.
    View,
    /// Rows are made by a named query that was published.
    Report,
}

/// A column of a table or a view.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Its type, e.g. `INTEGER`; empty for a computed column of a view.
    #[serde(rename = "type")]
    pub declared_type: String,
    /// Whether it may be NULL; `None` for a view, which does not tell.
    pub is_nullable: Option<bool>,
    /// Whether it is the primary key, or a part of it.
    pub is_primary_key: bool,
    /// The column of another table whose value it holds.
    pub references: Option<Reference>,
    /// What it means; `None` when the definition does not say.
    pub comment: Option<String>,
}

/// Where a foreign key leads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reference {
    /// The other table.
    pub table: String,
    /// Its column.
    pub column: String,
}

/// The tables in the order of their making, then the views, without SQLite's and refinery's own.
///
/// # Errors
/// When the store cannot be read.
pub fn describe(connection: &Connection) -> Result<Vec<Table>> {
    let _snapshot = reading::snapshot(connection)?;
    // `shadow` tables belong to a virtual table, such as the search index, and hold its inner state.
    let definitions = reading::all(
        connection,
        r"SELECT m.type, m.name, m.sql FROM sqlite_master AS m
          JOIN pragma_table_list AS l ON l.schema = 'main' AND l.name = m.name
          WHERE l.type IN ('table', 'view', 'virtual')
            AND m.type IN ('table', 'view')
            AND m.name NOT LIKE 'sqlite\_%' ESCAPE '\' AND m.name <> 'refinery_schema_history'
          ORDER BY m.type, m.rowid",
        [],
        |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?)),
    )?;
    definitions.into_iter().map(|(kind, name, sql)| describe_one(connection, &kind, name, &sql)).collect()
}

fn describe_one(connection: &Connection, kind: &str, name: String, sql: &str) -> Result<Table> {
    let (kind, comments) = match kind {
        "view" if published::is_published(&name, sql) => (TableKind::Report, comments::of_report(sql)),
        "view" => (TableKind::View, comments::of_view(sql)),
        _ => (TableKind::Table, comments::of_table(sql)),
    };
    let columns = match columns(connection, &name, kind) {
        // One broken view must not hide the rest.
        Err(_) if kind != TableKind::Table => Vec::new(),
        columns => columns?,
    };
    let columns = columns
        .into_iter()
        .enumerate()
        .map(|(index, column)| Column { comment: comments.of_column(index, &column.name), ..column })
        .collect();
    Ok(Table { name, kind, comment: comments.table, columns })
}

/// The columns, without their comments.
fn columns(connection: &Connection, table: &str, kind: TableKind) -> Result<Vec<Column>> {
    let references = references(connection, table)?;
    reading::all(
        connection,
        "SELECT name, type, \"notnull\", pk FROM pragma_table_xinfo(?1) WHERE hidden <> 1 ORDER BY cid",
        [table],
        |row| {
            let name: String = row.get(0)?;
            let is_primary_key = row.get::<_, i64>(3)? > 0;
            let is_nullable = match kind {
                TableKind::View | TableKind::Report => None,
                TableKind::Table => Some(!row.get::<_, bool>(2)? && !is_primary_key),
            };
            let references = references.get(&name).cloned();
            Ok(Column {
                name,
                declared_type: row.get(1)?,
                is_nullable,
                is_primary_key,
                references,
                comment: None,
            })
        },
    )
}

/// Where the foreign keys of one column lead, by that column.
fn references(connection: &Connection, table: &str) -> Result<HashMap<String, Reference>> {
    let keys = reading::all(
        connection,
        "SELECT \"from\", \"table\", \"to\" FROM pragma_foreign_key_list(?1) ORDER BY id, seq",
        [table],
        |row| {
            let column = row.get::<_, Option<String>>(2)?;
            Ok((row.get(0)?, row.get::<_, String>(1)?, column))
        },
    )?;
    Ok(keys
        .into_iter()
        .map(|(from, table, column)| {
            // Without a named column a key leads to the other table's primary key, by our rule the same name.
            let column = column.unwrap_or_else(|| String::clone(&from));
            (from, Reference { table, column })
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::{TableKind, describe};
    use crate::store::in_memory;

    #[test]
    fn every_table_view_and_column_says_what_it_means() {
        let tables = describe(&in_memory().unwrap()).unwrap();
        let mut silent = Vec::new();
        for table in &tables {
            if table.comment.is_none() {
                silent.push(table.name.clone());
            }
            for column in &table.columns {
                if column.comment.is_none() {
                    silent.push(format!("{}.{}", table.name, column.name));
                }
            }
        }
        assert!(silent.is_empty(), "without a comment in its definition: {silent:?}");
        assert!(tables.iter().any(|table| table.name == "posts"));
        assert!(tables.iter().any(|table| table.name == "v_posts" && table.kind == TableKind::View));
        assert!(tables.iter().all(|table| !table.columns.is_empty()));
        assert!(tables.iter().all(|table| table.name != "refinery_schema_history"));
    }

    #[test]
    fn comments_stand_with_the_column_they_were_written_for() {
        let tables = describe(&in_memory().unwrap()).unwrap();
        let comment = |table: &str, column: &str| {
            let table = tables.iter().find(|it| it.name == table).unwrap();
            table.columns.iter().find(|it| it.name == column).unwrap().comment.clone().unwrap()
        };
        assert_eq!(comment("loads", "sha256"), "of the input's bytes, in lower-case hex");
        assert_eq!(comment("settings", "value"), "its value, e.g. Europe/Prague");
        assert_eq!(
            comment("folded_posts", "folded"),
            "its text folded (Unicode case folding, then NFC, white space one space)"
        );
        assert_eq!(
            comment("load_ranges", "is_complete"),
            "1 when the input is known to hold all that existed between the two ids"
        );
        assert_eq!(
            comment("v_channels", "channel"),
            "handle, else name, else id; of several with posts of one name also the id, else channel:NUMBER"
        );
        assert_eq!(comment("v_posts", "channel_name"), "the name that people see");
        assert_eq!(comment("v_posts", "talking_points"), "how many it has");
        assert_eq!(comment("v_posts", "hashtags"), "its hashtags, folded");
        assert_eq!(comment("v_posts", "link"), "its address");
    }

    #[test]
    fn keys_and_foreign_keys_are_told() {
        let tables = describe(&in_memory().unwrap()).unwrap();
        let posts = tables.iter().find(|table| table.name == "posts").unwrap();
        let column = |name: &str| posts.columns.iter().find(|it| it.name == name).unwrap();
        assert!(column("post_id").is_primary_key);
        assert_eq!(column("post_id").is_nullable, Some(false));
        assert_eq!(column("text").is_nullable, Some(false));
        assert_eq!(column("views").is_nullable, Some(true));
        let reference = column("reply_to_channel_id").references.as_ref().unwrap();
        assert_eq!((reference.table.as_str(), reference.column.as_str()), ("channels", "channel_id"));
        assert_eq!(column("text").references, None);
    }
}
