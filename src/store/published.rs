//! Published reports: views `report_…` that hold a named query with its values filled in, so that any tool that
//! opens the store sees its rows.
//!
//! The text of the view is all there is to know of one: its first line is the title, its second one says that it
//! was published and from which query. A view or table without that line is not ours and is never touched.

use rusqlite::Connection;

use super::reading;
use crate::{Error, ErrorKind, Result};

mod channels;
mod definition;
mod names;
mod numbers;
pub(crate) mod values;

pub(crate) use channels::remove_of_lost_channels;
use definition::mark_of;
pub use definition::{PREFIX, definition, is_of, is_published, view_name};
pub(crate) use names::{remove_of_lost_handles, remove_of_lost_names, reported_names};
pub(crate) use numbers::{remove_of_lost_numbers, remove_of_other_points, remove_of_points, reported_points};

/// A published report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// The view's name, e.g. `report_top_hashtags`.
    pub view: String,
    /// The query that it was made from.
    pub query: String,
    /// The query's title.
    pub title: String,
    /// The values that were given, in SQL's words; `None` for the defaults.
    pub values: Option<String>,
    /// The statement, which begins with the header of the query.
    pub sql: String,
    /// Why it gives no rows any more, e.g. `no such column: views`.
    pub problem: Option<String>,
    /// Whether the [`problem`](Self::problem) is only that the store has not made what it needs, or not of its posts as
    /// they are: after a load that is the ordinary state, and the command that the problem names is the remedy.
    pub is_waiting: bool,
}

/// All published reports, by name.
///
/// # Errors
/// When the store cannot be read.
pub fn list(connection: &Connection) -> Result<Vec<Published>> {
    let views = reading::all(
        connection,
        "SELECT name, sql FROM sqlite_schema WHERE type = 'view' ORDER BY name",
        [],
        |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)),
    )?;
    let published = views.into_iter().filter(|(name, sql)| is_published(name, sql));
    Ok(published
        .map(|(view, sql)| {
            let mark = mark_of(&sql).unwrap_or_default();
            let (query, values) = match mark.split_once(": ") {
                Some((query, values)) => (query.to_owned(), Some(values.to_owned())),
                None => (mark.to_owned(), None),
            };
            let first = sql.lines().next().unwrap_or_default();
            let title =
                first.split_once("--").map(|(_, title)| title.trim_start().to_owned()).unwrap_or_default();
            let problem = why_broken(connection, &view);
            let sql = sql.split_once(" AS ").map_or(sql.as_str(), |(_, sql)| sql).to_owned();
            Published { view, query, title, values, sql, problem, is_waiting: false }
        })
        .collect())
}

/// The published reports: their names and definitions.
fn published(connection: &Connection) -> rusqlite::Result<Vec<(String, String)>> {
    let sql = r"SELECT name, sql FROM sqlite_schema WHERE type = 'view' AND name LIKE 'report\_%' ESCAPE '\'";
    let views: Vec<(String, String)> = connection
        .prepare_cached(sql)?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    Ok(views.into_iter().filter(|(name, sql)| is_published(name, sql)).collect())
}

/// What the store has not made, or not of its posts as they are.
#[cfg(feature = "cli")]
pub(crate) struct Missing {
    /// Its name in the header of a query.
    pub(crate) what: &'static str,
    /// What a report that needs it says.
    pub(crate) error: String,
}

/// All that reports may need and the store does not have.
///
/// # Errors
/// When the store cannot be read.
#[cfg(feature = "cli")]
pub(crate) fn missing(connection: &Connection) -> Result<Vec<Missing>> {
    let state = |sql| reading::one(connection, sql, [], |row| row.get::<_, String>(0));
    let groups = state("SELECT state FROM main.point_grouping")?;
    let words = state("SELECT state FROM main.word_index")?;
    let mut missing = Vec::new();
    if groups != "current" {
        let error = format!("the point groups of this store are {groups}: run chancery group");
        missing.push(Missing { what: "point-groups", error });
    }
    if words != "ready" {
        let error = format!("the words of this store are {words}: run chancery index --words");
        missing.push(Missing { what: "word-index", error });
    }
    Ok(missing)
}

/// Why the view does not compile.
fn why_broken(connection: &Connection, view: &str) -> Option<String> {
    match connection.prepare(&format!("SELECT * FROM {}", quoted(view))) {
        Ok(_) => None,
        Err(rusqlite::Error::SqlInputError { msg, .. }) => Some(msg),
        Err(rusqlite::Error::SqliteFailure(_, Some(message))) => Some(message),
        Err(error) => Some(error.to_string()),
    }
}

/// Makes the view of a query by this [`definition`], in the place of an older one that was published. Gives
/// whether there was one; one that is the same already is left as it is. The caller's transaction makes it all or
/// nothing.
///
/// # Errors
/// [`ErrorKind::Store`] when the name is taken by something that was not published; [`ErrorKind::Query`] when
/// SQLite does not take the definition.
pub fn put(connection: &Connection, query: &str, definition: &str) -> Result<bool> {
    let view = view_name(query);
    let same = "SELECT 1 FROM sqlite_schema WHERE type = 'view' AND name = ?1 AND sql = ?2";
    if reading::first(connection, same, [view.as_str(), definition], |_| Ok(()))?.is_some() {
        return Ok(true);
    }
    let is_replaced = remove_if_published(connection, &view)?;
    let refused = |cause: rusqlite::Error| {
        Error::new(ErrorKind::Query, format!("{query} cannot be a view of the store")).caused_by(cause)
    };
    connection.execute_batch(definition).map_err(refused)?;
    connection.prepare(&format!("SELECT * FROM {}", quoted(&view))).map_err(refused)?;
    Ok(is_replaced)
}

/// The definition of the report that is published of a query of this name; `None` where there is none.
///
/// # Errors
/// When the store cannot be read.
pub fn of_query(connection: &Connection, query: &str) -> Result<Option<String>> {
    let view = view_name(query);
    let sql = "SELECT sql FROM sqlite_schema WHERE type = 'view' AND name = ?1";
    let found = reading::first(connection, sql, [view.as_str()], |row| row.get::<_, String>(0))?;
    Ok(found.filter(|definition| is_published(&view, definition)))
}

/// Removes the published report of this query or view.
///
/// # Errors
/// [`ErrorKind::Usage`] when there is none; [`ErrorKind::Store`] when the name is that of something that was not
/// published.
pub fn remove(connection: &Connection, name: &str) -> Result<String> {
    let view = if name.starts_with(PREFIX) { name.to_owned() } else { view_name(name) };
    if remove_if_published(connection, &view)? {
        return Ok(view);
    }
    Err(Error::new(ErrorKind::Usage, format!("no report is published as {view}"))
        .hint("see all: chancery queries publish --list"))
}

fn remove_if_published(connection: &Connection, view: &str) -> Result<bool> {
    let found = reading::first(
        connection,
        "SELECT type, name, coalesce(sql, '') FROM sqlite_schema WHERE lower(name) = lower(?1)",
        [view],
        |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?)),
    )?;
    match found {
        None => Ok(false),
        Some((kind, name, sql)) if kind == "view" && is_published(&name, &sql) => {
            connection.execute_batch(&format!("DROP VIEW {}", quoted(&name))).map_err(|cause| {
                Error::new(ErrorKind::Store, format!("cannot remove {name}")).caused_by(cause)
            })?;
            Ok(true)
        }
        Some((kind, name, _)) => Err(Error::new(
            ErrorKind::Store,
            format!(
                "{name} is a {kind} of the store that was not published by chancery; it was left untouched"
            ),
        )
        .hint("give that one, or the query, another name")),
    }
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::{Published, definition, list, put, remove};
    use crate::store::in_memory;

    const SQL: &str = "-- Posts of all\n-- note: forwards count\nSELECT count(*) AS posts FROM posts";

    #[test]
    fn a_report_is_put_replaced_listed_and_removed() {
        let store = in_memory().unwrap();
        assert!(!put(&store, "all-posts", &definition("all-posts", None, SQL)).unwrap());
        let values = "since = '2024-01-01'";
        assert!(put(&store, "all-posts", &definition("all-posts", Some(values), SQL)).unwrap());
        let text: String = store
            .query_row("SELECT sql FROM sqlite_schema WHERE name = 'report_all_posts'", [], |row| row.get(0))
            .unwrap();
        assert_eq!(
            text,
            "CREATE VIEW report_all_posts AS -- Posts of all\n\
             -- published by chancery from all-posts: since = '2024-01-01'\n\
             -- note: forwards count\nSELECT count(*) AS posts FROM posts"
        );
        let mut wanted = Published {
            view: "report_all_posts".into(),
            query: "all-posts".into(),
            title: "Posts of all".into(),
            values: Some(values.into()),
            sql: text.split_once(" AS ").unwrap().1.into(),
            problem: None,
            is_waiting: false,
        };
        assert_eq!(list(&store).unwrap(), [wanted.clone()]);
        store.execute_batch("PRAGMA legacy_alter_table = ON; ALTER TABLE posts RENAME TO notes").unwrap();
        wanted.problem = Some("no such table: main.posts".into());
        assert_eq!(list(&store).unwrap(), [wanted]);
        assert_eq!(remove(&store, "all-posts").unwrap(), "report_all_posts");
        assert_eq!(remove(&store, "report_all_posts").unwrap_err().exit_code(), 2);
    }

    #[test]
    fn a_report_about_a_handle_that_nobody_has_any_more_goes() {
        let store = in_memory().unwrap();
        store.execute_batch("INSERT INTO entities (kind, name) VALUES ('handle', 'waves')").unwrap();
        let header =
            "-- T\n-- @param words words?\n-- @param name entity*\n-- @param of handle?\nSELECT 1 AS x";
        let values = [
            ("of-list", "name = '[\"berg\",\"tides\"]'"),
            ("of-one", "words = 'a', of = 'tides'"),
            ("of-others", "name = '[\"tidesman\",\"waves\"]', of = 'waves'"),
            ("of-words", "words = 'tides'"),
        ];
        for (query, values) in values {
            put(&store, query, &definition(query, Some(values), header)).unwrap();
        }
        // Posts still name @waves.
        super::remove_of_lost_handles(&store, &["tides".into(), "waves".into()]).unwrap();
        let left: Vec<String> = list(&store).unwrap().into_iter().map(|report| report.query).collect();
        assert_eq!(left, ["of-others", "of-words"]);
    }

    #[test]
    fn a_report_about_what_went_with_the_posts_goes() {
        let store = in_memory().unwrap();
        store
            .execute_batch(
                "INSERT INTO entities (kind, name) VALUES ('person', 'o''neill'), ('handle', 'waves');
                 INSERT INTO hashtags (tag) VALUES ('tides'), ('waves')",
            )
            .unwrap();
        let header =
            "-- T\n-- @param words words?\n-- @param tag hashtag*\n-- @param name entity*\nSELECT 1 AS x";
        let values = [
            ("of-tag", "tag = '[\"tides\",\"waves\"]'"),
            ("of-name", "name = '[\"o''neill\"]'"),
            ("of-others", "words = 'tides, tag = ''tides''', tag = '[\"waves\"]', name = '[\"waves\"]'"),
            ("of-nothing-that-was-there", "tag = '[\"fog\"]', name = '[\"fog\"]'"),
        ];
        for (query, values) in values {
            put(&store, query, &definition(query, Some(values), header)).unwrap();
        }
        let names = super::reported_names(&store).unwrap();
        store
            .execute_batch(
                "DELETE FROM hashtags WHERE tag = 'tides'; DELETE FROM entities WHERE kind = 'person'",
            )
            .unwrap();
        super::remove_of_lost_names(&store, &names).unwrap();
        let left: Vec<String> = list(&store).unwrap().into_iter().map(|report| report.query).collect();
        assert_eq!(left, ["of-nothing-that-was-there", "of-others"]);
    }

    #[test]
    fn what_was_not_published_is_left_alone() {
        let store = in_memory().unwrap();
        store
            .execute_batch(
                "CREATE VIEW report_a AS SELECT 1 AS x; CREATE TABLE Report_B (x);
                 CREATE VIEW v_mine AS -- T\n-- published by chancery from mine\nSELECT 1 AS x;",
            )
            .unwrap();
        for name in ["a", "b"] {
            let error = put(&store, name, &definition(name, None, SQL)).unwrap_err().to_string();
            assert!(error.contains("was not published"), "{error}");
            assert!(remove(&store, name).unwrap_err().to_string().contains("was not published"));
        }
        assert_eq!(remove(&store, "v_mine").unwrap_err().exit_code(), 2);
        assert_eq!(list(&store).unwrap(), []);
    }
}
