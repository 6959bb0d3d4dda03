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
use crate::Result;
use filters::Filters;

/// The words for a result without rows, such as
/// `0 rows: 2025-01-01..2025-01-31 holds no posts; this store covers 2023-02-11..2024-12-30`, or
/// `0 rows: word-frequency needs --words: the words to count` where a parameter in the query's `needs:` has no value.
///
/// # Errors
/// [`crate::ErrorKind::Store`] when the store cannot be read.
pub fn no_rows_note(store: &Connection, query: &Query, bound: &Bound) -> Result<String> {
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
mod tests {
    use super::{missing_metrics, no_rows_note};
    use crate::query::bind::Bound;
    use crate::query::rows::Value;
    use crate::query::{Query, test_store};

    fn bound(values: &[(&str, &str)]) -> Bound {
        let values =
            values.iter().map(|(name, value)| ((*name).to_owned(), Value::Text((*value).to_owned())));
        Bound { values: values.collect(), ..Bound::default() }
    }

    #[test]
    fn no_rows_are_explained() {
        let store = test_store::connection();
        let plain = Query::parse("q", "q.sql", "-- T\nSELECT 1");
        for (values, expected) in [
            (
                &[("since", "2025-01-01"), ("until", "2025-01-31")][..],
                "0 rows: 2025-01-01..2025-01-31 holds no posts; this store covers 2023-02-11..2024-12-30",
            ),
            (
                &[("since", "2025-01-01")],
                "0 rows: 2025-01-01.. holds no posts; this store covers 2023-02-11..2024-12-30",
            ),
            (
                &[("since", "2024-03-01"), ("until", "2024-03-31")],
                "0 rows: 2024-03-01..2024-03-31 holds 2 posts, and none of them fits the rest",
            ),
            (&[("until", "2023-02-11")], "0 rows: ..2023-02-11 holds 1 post, and none of them fits the rest"),
            (&[], "0 rows; this store covers 2023-02-11..2024-12-30 with 1,211 posts"),
        ] {
            assert_eq!(no_rows_note(&store, &plain, &bound(values)).unwrap(), expected);
        }
        let empty = test_store::empty();
        assert_eq!(no_rows_note(&empty, &plain, &bound(&[])).unwrap(), "0 rows: this store holds no posts");
    }

    #[test]
    fn no_rows_of_a_post_or_point_that_is_not_there_say_so() {
        let store = test_store::connection();
        let query = |names: &str| {
            let text = "-- T\n-- @param point int? : X\n-- @param post int* : X\nSELECT :point, :post FROM ";
            Query::parse("q", "q.sql", format!("{text}{names}"))
        };
        let values = |values: &[(&str, Value)]| {
            let values = values.iter().map(|(name, value)| ((*name).to_owned(), value.clone()));
            Bound { values: values.collect(), ..Bound::default() }
        };
        let other = "0 rows; this store covers 2023-02-11..2024-12-30 with 1,211 posts";
        let (point, post) = (Value::Integer(99_999), |list: &str| Value::Text(list.to_owned()));
        for (tables, given, expected) in [
            ("grouped_points", ("point", point.clone()), "0 rows: this store has no talking point 99999"),
            // Somebody's own number.
            ("hashtags", ("point", point), other),
            ("posts", ("post", post("[99998,99999]")), "0 rows: this store has no post 99998, 99999"),
            ("posts", ("post", post("[1,99999]")), other),
        ] {
            assert_eq!(no_rows_note(&store, &query(tables), &values(&[given])).unwrap(), expected);
        }
    }

    #[test]
    fn no_rows_for_want_of_a_value_say_which() {
        let store = test_store::connection();
        let text = "-- T\n-- needs: views, search-index, first_word\n-- @param first_word words? : what to count\nSELECT :first_word";
        let query = Query::parse("q", "q.sql", text);
        let told = |values: &[(&str, &str)]| no_rows_note(&store, &query, &bound(values)).unwrap();
        // Also where the range is at fault as well.
        for values in [&[][..], &[("since", "2025-01-01")]] {
            assert_eq!(told(values), "0 rows: q needs --first-word: what to count");
        }
        assert_eq!(
            told(&[("first_word", "river")]),
            "0 rows; this store covers 2023-02-11..2024-12-30 with 1,211 posts"
        );
        // A metric is none of the values.
        let text = "-- T\n-- needs: forwards\n-- @param forwards words? : which\nSELECT :forwards";
        let query = Query::parse("q", "q.sql", text);
        assert_eq!(
            no_rows_note(&store, &query, &bound(&[])).unwrap(),
            "0 rows; this store covers 2023-02-11..2024-12-30 with 1,211 posts"
        );
    }

    #[test]
    fn views_are_not_missing_of_posts_that_are_not_counted() {
        let store = test_store::connection();
        // Of channel 1 the first post has views, the others have none and are forwards.
        store.execute_batch("UPDATE posts SET is_forward = 1 WHERE post_id IN (2, 3)").unwrap();
        store
            .execute_batch("UPDATE post_fields SET is_forward = 1 WHERE channel_id = 1 AND month = '2024-03'")
            .unwrap();
        let text = |default: &str| {
            format!(
                "-- T\n-- needs: views\n-- @param forwards enum(yes|no|only) = {default} : X\nSELECT :forwards"
            )
        };
        for (default, given, expected) in [
            ("yes", None, Some("66% of the posts")),
            ("no", None, None),
            ("no", Some("yes"), Some("66% of the posts")),
            ("yes", Some("no"), None),
            ("no", Some("only"), Some("all posts")),
        ] {
            let query = Query::parse("q", "q.sql", text(default));
            for range in [None, Some(("since", "2023-01-01"))] {
                let mut values = vec![("channel", "[1]")];
                values.extend(range);
                values.extend(given.map(|given| ("forwards", given)));
                let told = missing_metrics(&store, &query, &bound(&values)).unwrap();
                let expected = expected.map(|share| {
                    format!(
                        "views are missing for {share} in this range (Telegram Desktop exports have none)"
                    )
                });
                assert_eq!(told, expected.into_iter().collect::<Vec<_>>(), "{default} {values:?}");
            }
        }
    }

    #[test]
    fn views_are_not_missing_of_posts_that_do_not_fit_the_filters() {
        let store = test_store::connection();
        // Of the posts 1, 2 and 3 of channel 1 only the first has views; 1 and 2 carry #harvest.
        store
            .execute_batch(
                "INSERT INTO entities (entity_id, kind, name) VALUES (900001, 'person', 'ann');
                 INSERT INTO mentions (post_id, position, entity_id, via, spelling, start)
                    VALUES (1, 1, 900001, 'text', 'Ann', 1), (3, 1, 900001, 'text', 'Ann', 1);",
            )
            .unwrap();
        let text = "-- T\n-- needs: views\n-- @param tag hashtag* : X\n-- @param name entity* : X\n\
            -- @param words words? : X\n-- @param post int* : X\nSELECT :tag, :name, :words, :post";
        let query = Query::parse("q", "q.sql", text);
        let told = |store: &rusqlite::Connection, name: &str, value: &str| {
            missing_metrics(store, &query, &bound(&[("channel", "[1]"), (name, value)])).unwrap()
        };
        let half =
            "views are missing for 50% of the posts under these filters (Telegram Desktop exports have none)";
        assert_eq!(told(&store, "tag", r#"["harvest"]"#), [half]);
        assert_eq!(told(&store, "name", r#"["ann"]"#), [half]);
        assert_eq!(told(&store, "post", "[1]"), [""; 0]);
        let all = "views are missing for all posts under these filters (Telegram Desktop exports have none)";
        assert_eq!(told(&store, "post", "[2, 3]"), [all]);
        store
            .execute_batch(
                "CREATE TEMP VIEW post_words AS SELECT post_id, text AS folded FROM posts WHERE post_id < 4",
            )
            .unwrap();
        assert_eq!(told(&store, "words", "a"), [""; 0]);
        assert_eq!(told(&store, "words", "c"), [all]);
    }

    #[test]
    fn missing_views_are_told_only_where_they_are_needed() {
        let store = test_store::connection();
        let query = Query::parse("q", "q.sql", "-- T\n-- needs: views, search-index\nSELECT 1");
        let told = |values: &[(&str, &str)]| missing_metrics(&store, &query, &bound(values)).unwrap();
        // Channel 1 has three posts, one with views.
        let desktop = "(Telegram Desktop exports have none)";
        assert_eq!(
            told(&[("channel", "[1]")]),
            [format!("views are missing for 66% of the posts in this range {desktop}")]
        );
        assert_eq!(
            told(&[("channel", "[2]")]),
            [format!("views are missing for all posts in this range {desktop}")]
        );
        assert_eq!(told(&[("until", "2023-12-31")]), [""; 0]);
        assert_eq!(told(&[("since", "2025-01-01")]), [""; 0]);
        let choice = "-- T\n-- needs: views, forwards\n-- @param metric enum(views|forwards|reactions) = views : X\nSELECT :metric";
        let choice = Query::parse("q", "q.sql", choice);
        for (values, metric) in [
            (&[][..], Some("views")),
            (&[("metric", "forwards")], Some("forwards")),
            (&[("metric", "reactions")], None),
        ] {
            let told = missing_metrics(&store, &choice, &bound(values)).unwrap();
            let told: Vec<&str> = told.iter().filter_map(|warning| warning.split(' ').next()).collect();
            assert_eq!(told, metric.into_iter().collect::<Vec<_>>(), "{values:?}");
        }
        let plain = Query::parse("q", "q.sql", "-- T\nSELECT 1");
        assert_eq!(missing_metrics(&store, &plain, &bound(&[])).unwrap(), [""; 0]);
        let groups = "-- T\n-- needs: point-groups when object=point\n-- @param object enum(link|point) = link : X\nSELECT :object";
        let groups = Query::parse("q", "q.sql", groups);
        for (values, is_told) in
            [(&[][..], false), (&[("object", "link")], false), (&[("object", "point")], true)]
        {
            let told = missing_metrics(&store, &groups, &bound(values)).unwrap();
            assert_eq!(told.len(), usize::from(is_told), "{values:?}: {told:?}");
            assert!(
                told.iter().all(|warning| warning.contains("are not grouped as they are now")),
                "{told:?}"
            );
        }
    }
}
