//! What Datasette is told of a store: each named query as a canned query, and the meaning of tables and columns.
//!
//! Datasette 0.65 takes it whole as metadata. Datasette 1.0 takes canned queries from its configuration and
//! descriptions from its metadata, so there the same file is given twice.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use crate::Result;
use crate::query::Query;
use crate::query::datasette::CannedQuery;
use crate::query::parameter::{Mark, Parameter, ParameterType};
use crate::store::schema::Table;

/// Tables that hold the store's inner state, which Datasette does not list.
const HIDDEN: [&str; 23] = [
    "refinery_schema_history",
    "channel_tellings",
    "post_evidence",
    "message_counts",
    "post_months",
    "post_lengths",
    "post_days",
    "post_hours",
    "post_fields",
    "host_months",
    "id_runs",
    "hashtag_months",
    "hashtag_totals",
    "hashtag_spellings",
    "hashtag_pair_months",
    "mention_months",
    "mention_hashtags",
    "mention_pair_months",
    "made_point_channels",
    "made_point_months",
    "made_point_standings",
    "made_point_pairs",
    "calendar",
];

/// The newest first, by a column that has an index.
const NEWEST_FIRST: [(&str, &str); 3] =
    [("posts", "posted_on"), ("v_posts", "posted_on"), ("loads", "load_id")];

/// What stands for a row where another table leads to it.
const LABELS: [(&str, &str); 4] =
    [("channels", "name"), ("authors", "name"), ("hashtags", "tag"), ("entities", "name")];

/// The configuration for the database `database`, which is the name of the store's file without its ending.
///
/// # Errors
/// When a query cannot be made a canned one.
pub fn config(database: &str, queries: &[Query], tables: &[Table]) -> Result<Value> {
    let mut canned = Map::new();
    for query in queries {
        canned.insert(address(query, tables), canned_query(query)?);
    }
    let mut described: Map<String, Value> =
        tables.iter().map(|table| (table.name.clone(), described(table))).collect();
    for name in HIDDEN {
        described.entry(name).or_insert_with(|| json!({}))["hidden"] = Value::Bool(true);
    }
    for (settings, key) in [(&NEWEST_FIRST[..], "sort_desc"), (&LABELS[..], "label_column")] {
        for (table, column) in settings {
            if let Some(table) = described.get_mut(*table) {
                table[key] = Value::from(*column);
            }
        }
    }
    Ok(json!({ "databases": { database: { "queries": canned, "tables": described } } }))
}

/// The last part of the canned query's address: the query's name, unless a table has it, which one of the two
/// would hide.
fn address(query: &Query, tables: &[Table]) -> String {
    let is_taken = tables.iter().any(|table| table.name.eq_ignore_ascii_case(&query.name));
    if is_taken { format!("{}-report", query.name) } else { query.name.clone() }
}

fn canned_query(query: &Query) -> Result<Value> {
    let canned = CannedQuery::of(query)?;
    let header = &query.header;
    let mut entry = Map::new();
    entry.insert("title".to_owned(), Value::from(header.title.as_str()));
    if let Some(question) = &header.question {
        entry.insert("description".to_owned(), Value::from(question.as_str()));
    }
    entry.insert("description_html".to_owned(), Value::from(page(query)));
    entry.insert("params".to_owned(), Value::from(canned.parameters));
    entry.insert("hide_sql".to_owned(), Value::Bool(true));
    entry.insert("sql".to_owned(), Value::from(canned.sql));
    Ok(Value::Object(entry))
}

/// What the header says, as HTML.
fn page(query: &Query) -> String {
    let header = &query.header;
    let mut html = String::new();
    for paragraph in header.question.iter().chain([&header.help]).filter(|text| !text.is_empty()) {
        // Writing to a String cannot fail.
        let _ = write!(html, "<p>{}</p>", escaped(paragraph));
    }
    let parameters: Vec<_> = header
        .parameters
        .iter()
        .map(|parameter| (parameter.name.as_str(), parameter_help(parameter)))
        .collect();
    list(&mut html, "Parameters, each of which may be left empty unless it is needed:", &parameters);
    let columns: Vec<_> =
        header.columns.iter().map(|column| (column.name.as_str(), column.help.clone())).collect();
    list(&mut html, "Columns:", &columns);
    for note in &header.notes {
        let _ = write!(html, "<p>{}</p>", escaped(note));
    }
    html
}

fn list(html: &mut String, heading: &str, lines: &[(&str, String)]) {
    if lines.is_empty() {
        return;
    }
    let _ = write!(html, "<p>{heading}</p><ul>");
    for (name, help) in lines {
        let _ = write!(html, "<li><code>{}</code>: {}</li>", escaped(name), escaped(help));
    }
    html.push_str("</ul>");
}

/// What the parameter does, what it takes, and its default.
fn parameter_help(parameter: &Parameter) -> String {
    let takes = match &parameter.kind {
        ParameterType::Enum { words, more: None } => format!("one of: {}", words.join(", ")),
        ParameterType::Enum { words, .. } => {
            format!("one of: {}, or another that the store has", words.join(", "))
        }
        ParameterType::Bool => "yes or no".to_owned(),
        ParameterType::Date => "2024-03-01, 2024-03, 2024, 2024-Q1, 2024-W09, first, last".to_owned(),
        ParameterType::Duration => "90s, 15m, 6h, 2d, 1w".to_owned(),
        ParameterType::Channel => "a handle, an id, a t.me address or a name".to_owned(),
        ParameterType::Hashtag => "case does not matter".to_owned(),
        _ => String::new(),
    };
    let several = if parameter.mark == Mark::List { "several with commas between" } else { "" };
    let default = match &parameter.default {
        Some(default) => format!("default: {default}"),
        None if parameter.is_required() => "needed".to_owned(),
        None => String::new(),
    };
    let more: Vec<&str> =
        [takes.as_str(), several, default.as_str()].into_iter().filter(|text| !text.is_empty()).collect();
    match (parameter.help.as_str(), more.join("; ")) {
        (help, more) if more.is_empty() => help.to_owned(),
        ("", more) => more,
        (help, more) => format!("{help} ({more})"),
    }
}

fn described(table: &Table) -> Value {
    let mut entry = Map::new();
    if let Some(comment) = &table.comment {
        entry.insert("description".to_owned(), Value::from(comment.as_str()));
    }
    let columns: Map<String, Value> = table
        .columns
        .iter()
        .filter_map(|column| Some((column.name.clone(), Value::from(column.comment.as_deref()?))))
        .collect();
    if !columns.is_empty() {
        entry.insert("columns".to_owned(), Value::Object(columns));
    }
    Value::Object(entry)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::config;
    use crate::query::Query;
    use crate::store::{in_memory, schema};

    const QUERY: &str = "-- Posts <by> day\n-- use: How many?\n-- note: a & b\n\
        -- @param top int(1..) = 5 : keep so many\n-- @column n int : how many\nSELECT :top AS n;";

    #[test]
    fn a_query_has_its_title_its_help_and_its_parameters() {
        let query = Query::parse("days", "days.sql", QUERY);
        let config = config("store", &[query], &[]).unwrap();
        let canned = &config["databases"]["store"]["queries"]["days"];
        assert_eq!(canned["title"], "Posts <by> day");
        assert_eq!(canned["description"], "How many?");
        assert_eq!(
            canned["description_html"],
            "<p>How many?</p><p>Parameters, each of which may be left empty unless it is needed:</p>\
             <ul><li><code>top</code>: keep so many (default: 5)</li></ul>\
             <p>Columns:</p><ul><li><code>n</code>: how many</li></ul><p>a &amp; b</p>"
        );
        assert_eq!(canned["params"], serde_json::json!(["top"]));
        assert_eq!(canned["hide_sql"], true);
        assert!(canned["sql"].as_str().unwrap().ends_with(" END) AS n"));
    }

    #[test]
    fn a_query_with_the_name_of_a_table_hides_neither() {
        let tables = schema::describe(&in_memory().unwrap()).unwrap();
        let query = Query::parse("posts", "posts.sql", "-- Posts\nSELECT 1 AS n");
        let config = config("store", &[query], &tables).unwrap();
        let queries = config["databases"]["store"]["queries"].as_object().unwrap();
        assert_eq!(queries.keys().collect::<Vec<_>>(), ["posts-report"]);
    }

    #[test]
    fn tables_and_columns_say_what_they_mean_and_inner_ones_are_hidden() {
        let tables = schema::describe(&in_memory().unwrap()).unwrap();
        let config = config("store", &[], &tables).unwrap();
        let table = |name: &str| &config["databases"]["store"]["tables"][name];
        assert_eq!(
            table("posts")["description"],
            "One published item; an album is one post with several media."
        );
        assert_eq!(table("v_posts")["columns"]["link"], "its address");
        assert_eq!(table("posts")["sort_desc"], "posted_on");
        assert_eq!(table("posts").get("hidden"), None);
        for name in super::HIDDEN {
            assert_eq!(table(name)["hidden"], true, "{name}");
        }
        let all = super::HIDDEN.into_iter().skip(1);
        let all = all.chain(super::NEWEST_FIRST.into_iter().chain(super::LABELS).map(|(name, _)| name));
        for name in all {
            assert!(tables.iter().any(|table| table.name == name), "there is no table {name}");
        }
        for (name, column) in super::NEWEST_FIRST.into_iter().chain(super::LABELS) {
            let table = tables.iter().find(|table| table.name == name).unwrap();
            assert!(table.columns.iter().any(|it| it.name == column), "{name}.{column}");
        }
    }
}
