//! What the store has in the range that was asked for: why there are no rows, and which metrics are missing.

mod filters;
mod ids;

use rusqlite::{Connection, ToSql, params};

use super::Query;
use super::bind::{Bound, days_of_data};
use super::channel::posts;
use super::failure::unreadable;
use super::number::grouped;
use super::parameter::ParameterType;
use super::rows::Value;
use super::token;
use crate::Result;
use filters::Filters;

/// The words for a result without rows, such as
/// `0 rows: 2025-01-01..2025-01-31 holds no posts; this store covers 2023-02-11..2024-12-30`, or
/// `0 rows: word-frequency needs --words: the words to count` where a parameter in the query's `needs:` has no value.
///
/// # Errors
/// [`crate::ErrorKind::Store`] when the store cannot be read.
pub fn no_rows_note(store: &Connection, query: &Query, bound: &Bound) -> Result<String> {
    let note = why_no_rows(store, query, bound)?;
    Ok(match edits_without_texts(store, query, bound).map_err(unreadable)? {
        0 => note,
        1 => format!("{note}; 1 post is known as edited, but no input has its earlier text"),
        edited => {
            let edited = posts(edited);
            format!("{note}; {edited} are known as edited, but no input has their earlier texts")
        }
    })
}

/// How many posts are known as edited, where the query asks for earlier texts and the store has none.
fn edits_without_texts(store: &Connection, query: &Query, bound: &Bound) -> rusqlite::Result<i64> {
    let asks = token::tokens(&query.sql).any(|token| token.text.eq_ignore_ascii_case("post_versions"));
    if !asks || bound.text("kind") == Some("gone") {
        return Ok(0);
    }
    let sql =
        "SELECT coalesce(sum(edited), 0) FROM post_fields WHERE NOT EXISTS (SELECT * FROM post_versions)";
    store.query_row(sql, [], |row| row.get(0))
}

fn why_no_rows(store: &Connection, query: &Query, bound: &Bound) -> Result<String> {
    let needed = query.header.needed(|name| bound.text(name));
    // A metric is no value, also where a parameter has its name, as `forwards` of top-posts.
    let needed = needed.filter(|need| counted(&need.what).is_none());
    let needed = needed.filter_map(|need| query.header.parameter(&need.what));
    if let Some(parameter) = needed.into_iter().find(|parameter| bound.value(&parameter.name).is_none()) {
        let help = if parameter.help.is_empty() { String::new() } else { format!(": {}", parameter.help) };
        return Ok(format!("0 rows: {} needs --{}{help}", query.name, parameter.flag()));
    }
    if let Some(unknown) = ids::unknown(store, query, bound).map_err(unreadable)? {
        return Ok(format!("0 rows: this store has no {unknown}"));
    }
    let range = match (bound.text("since"), bound.text("until")) {
        (None, None) => None,
        (since, until) => Some(format!("{}..{}", since.unwrap_or_default(), until.unwrap_or_default())),
    };
    let all: i64 = store
        .query_row("SELECT coalesce(sum(posts), 0) FROM post_days", [], |row| row.get(0))
        .map_err(unreadable)?;
    if all == 0 {
        return Ok("0 rows: this store holds no posts".to_owned());
    }
    let covers = days_of_data(store)?.map(|(first, last)| format!("this store covers {first}..{last}"));
    let Some(range) = range else {
        return Ok(match covers {
            Some(covers) => format!("0 rows; {covers} with {}", posts(all)),
            None => format!("0 rows; this store holds {} without a day", posts(all)),
        });
    };
    let covers = covers.unwrap_or_else(|| "no post of this store has a day".to_owned());
    // 'undated' comes behind every day.
    let sql = "SELECT coalesce(sum(posts), 0) FROM post_days
         WHERE day BETWEEN coalesce(?1, '') AND coalesce(?2, '9999-12-31')";
    let within: i64 = store
        .query_row(sql, params![bound.text("since"), bound.text("until")], |row| row.get(0))
        .map_err(unreadable)?;
    Ok(match within {
        0 => format!("0 rows: {range} holds no posts; {covers}"),
        _ => format!("0 rows: {range} holds {}, and none of them fits the rest", posts(within)),
    })
}

/// A warning for each metric in the query's `needs:` that posts of the range do not have, such as
/// `views are missing for 61% of the posts in this range (Telegram Desktop exports have none)`.
///
/// `point-groups` are warned of as well, where they are missing or older than the points, and the `word-index`: without
/// them the query is an error.
///
/// A query with a parameter `metric` needs only the one that is chosen. Posts of which it counts none, as one that leaves
/// forwards out, lack nothing.
///
/// # Errors
/// [`crate::ErrorKind::Store`] when the store cannot be read.
pub fn missing_metrics(store: &Connection, query: &Query, bound: &Bound) -> Result<Vec<String>> {
    let chosen = query.header.parameter("metric").and_then(|parameter| {
        let given = bound.text("metric");
        given.or(parameter.default.as_deref())
    });
    let mut warnings = Vec::new();
    warnings.extend(missing_groups(store, query, bound).map_err(unreadable)?);
    let words = missing_words(store, query, bound).map_err(unreadable)?;
    let filters = Filters::of(query, bound);
    if words.is_some() && filters.has_words() {
        // Which posts are meant nobody can tell, and the query is an error.
        warnings.extend(words);
        return Ok(warnings);
    }
    warnings.extend(words);
    let metrics = query.header.needed(|name| bound.text(name)).map(|need| need.what.as_str());
    for metric in metrics.filter(|metric| chosen.is_none_or(|chosen| *metric == chosen)) {
        let Some(counts) = counted(metric) else { continue };
        let (all, known) = count_known(store, counts, query, bound, &filters).map_err(unreadable)?;
        if all == known {
            continue;
        }
        let share = match (all - known) * 100 / all {
            _ if known == 0 => "all posts".to_owned(),
            0 => format!("{} of {}", grouped(all - known), posts(all)),
            percent => format!("{percent}% of the posts"),
        };
        let why = if has_desktop_exports(store).map_err(unreadable)? {
            " (Telegram Desktop exports have none)"
        } else {
            ""
        };
        let of_which = if filters.is_empty() { "in this range" } else { "under these filters" };
        warnings.push(format!("{metric} are missing for {share} {of_which}{why}"));
    }
    Ok(warnings)
}

/// The SQL that counts the posts with a metric, and that which adds up the loader's counts of them; `None` for what is
/// no metric.
fn counted(metric: &str) -> Option<[&'static str; 2]> {
    match metric {
        "views" => Some(["count(views)", "sum(views)"]),
        "forwards" => Some(["count(forwards)", "sum(forwards)"]),
        _ => None,
    }
}

/// A warning where the query needs `point-groups` with these values, and the store has none or older ones than its points,
/// nor have they been made for this connection.
fn missing_groups(store: &Connection, query: &Query, bound: &Bound) -> rusqlite::Result<Option<String>> {
    if !query.header.needed(|name| bound.text(name)).any(|need| need.what == "point-groups") {
        return Ok(None);
    }
    let is_there: bool = store.query_row(
        "SELECT EXISTS (SELECT * FROM main.point_grouping WHERE state = 'current')
            OR EXISTS (SELECT * FROM temp.sqlite_schema WHERE name = 'grouped_points')",
        [],
        |row| row.get(0),
    )?;
    let message = "the talking points of this store are not grouped as they are now, without which this is an error: \
                   chancery group";
    Ok((!is_there).then(|| message.to_owned()))
}

/// A warning where the query matches words with these values, and the store has no index of them that is whole, nor
/// has one been made for this connection.
fn missing_words(store: &Connection, query: &Query, bound: &Bound) -> rusqlite::Result<Option<String>> {
    if !query.header.needed(|name| bound.text(name)).any(|need| need.what == "word-index") {
        return Ok(None);
    }
    let is_there: bool = store.query_row(
        "SELECT EXISTS (SELECT * FROM main.word_index WHERE state = 'ready')
            OR EXISTS (SELECT * FROM temp.sqlite_schema WHERE name = 'post_words')",
        [],
        |row| row.get(0),
    )?;
    let message =
        "the words of this store are not made yet, without which this is an error: chancery index --words";
    Ok((!is_there).then(|| message.to_owned()))
}

/// Whether the query counts forwards alone with these values, or leaves them out; `None` where it counts all posts.
fn chosen_forwards(query: &Query, bound: &Bound) -> Option<bool> {
    let parameter = query.header.parameter("forwards")?;
    let given = bound.text("forwards").or(parameter.default.as_deref());
    match (&parameter.kind, given?) {
        (ParameterType::Enum { .. }, "only") => Some(true),
        (ParameterType::Enum { .. }, "no") => Some(false),
        _ => None,
    }
}

/// How many posts there are in the range and fit the filters, and how many of them have the metric.
fn count_known(
    store: &Connection,
    counts: [&str; 2],
    query: &Query,
    bound: &Bound,
    filters: &Filters,
) -> rusqlite::Result<(i64, i64)> {
    let [count, add_up] = counts;
    let of_these =
        "(?3 IS NULL OR channel_id IN (SELECT value FROM json_each(?3))) AND (?4 IS NULL OR is_forward = ?4)";
    let (since, until) = (bound.text("since"), bound.text("until"));
    let sql = if since.is_none() && until.is_none() && filters.is_empty() {
        format!(
            "SELECT coalesce(sum(posts), 0), coalesce({add_up}, 0) FROM post_fields \
             WHERE ?1 IS NULL AND ?2 IS NULL AND {of_these}"
        )
    } else {
        format!(
            "SELECT count(*), {count} FROM posts AS p \
             WHERE (?1 IS NULL OR posted_on >= ?1) AND (?2 IS NULL OR posted_on <= ?2) AND {of_these}{}",
            filters.sql(5)
        )
    };
    let channels = match bound.value("channel") {
        Some(Value::Text(list)) => Some(list.clone()),
        Some(Value::Integer(channel_id)) => Some(format!("[{channel_id}]")),
        _ => None,
    };
    let forwards = chosen_forwards(query, bound);
    let mut values: Vec<&dyn ToSql> = vec![&since, &until, &channels, &forwards];
    values.extend(filters.values.iter().map(|(_, value)| value as &dyn ToSql));
    store.query_row(&sql, values.as_slice(), |row| Ok((row.get(0)?, row.get(1)?)))
}

fn has_desktop_exports(store: &Connection) -> rusqlite::Result<bool> {
    store
        .query_row("SELECT EXISTS (SELECT 1 FROM loads WHERE format = 'telegram-json')", [], |row| row.get(0))
}

#[cfg(test)]
mod tests;
