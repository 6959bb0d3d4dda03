//! Reports that the counts kept by the loader answer, and the same answered by the posts: they must say the same.

use rusqlite::Connection;
use serde_json::{Value, json};

use crate::bundled_queries::{assert_same, count_again, rows, store_of, take_words};

/// Reports that counts or an index answer as long as nothing is asked of the texts.
const COUNTED: [&str; 10] = [
    "channel-summary",
    "field-coverage",
    "forward-network",
    "forward-sources",
    "posting-rhythm",
    "posts",
    "posts-per-period",
    "sample-posts",
    "top-links",
    "top-posts",
];

/// Every text contains the empty phrase, so this leaves out no post, and has the posts read.
fn read_from_posts(parameters: &Value) -> Value {
    let mut parameters = parameters.clone();
    parameters.as_object_mut().unwrap().insert("words".to_owned(), json!(""));
    parameters
}

/// Asks both ways with each filter that the counts can answer, and gives how many rows there were.
fn assert_both_ways_agree(store: &Connection, what: &str) -> usize {
    let mut all = 0;
    for name in COUNTED {
        for filter in [
            json!({}),
            json!({"forwards": "yes"}),
            json!({"forwards": "no"}),
            json!({"forwards": "only"}),
            json!({"channel": [1]}),
            json!({"channel": [2, 3], "forwards": "yes", "top": 0}),
            json!({"channel": []}),
            json!({"top": 0, "size": 1000, "min_posts": 1, "forwards": "yes"}),
            json!({"top": 1, "size": 3, "min_posts": 1, "forwards": "yes"}),
            json!({"top": 2, "size": 3, "min_posts": 2}),
            json!({"by": "year", "level": "host", "metric": "views"}),
        ] {
            let counted = rows(store, name, &filter);
            assert_same(
                &counted,
                &rows(store, name, &read_from_posts(&filter)),
                &format!("{what}: {name} {filter}"),
            );
            all += counted.len();
        }
    }
    all
}

#[test]
fn the_counts_say_what_the_posts_say() {
    for file in [
        "store.sql",
        "amplification.sql",
        "hashtags.sql",
        "mentions.sql",
        "names.sql",
        "new-year.sql",
        "points.sql",
        "text.sql",
    ] {
        assert_ne!(assert_both_ways_agree(&store_of(file), file), 0, "{file}");
    }
}

/// Three channels whose posts have many views in common, some none, with forwards, days, hours and loads unknown or not.
fn many_posts() -> Connection {
    let store = store_of("store.sql");
    store
        .execute_batch(
            "WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 600)
             INSERT INTO posts (channel_id, external_id, external_no, posted_at, posted_local, posted_on, is_forward,
                forwarded_from_id, album_size, views, views_unit, forwards, is_edited, first_load_id, last_load_id, text)
             SELECT n % 3 + 1, 5000 + n, 5000 + n,
                    CASE WHEN n % 11 > 0 THEN date('2024-01-01', n % 400 || ' days') || iif(n % 7 > 0, 'T' || substr('0' || n % 24, -2) || ':00:00Z', '') END,
                    CASE WHEN n % 11 > 0 AND n % 7 > 0 THEN date('2024-01-01', n % 400 || ' days') || 'T' || substr('0' || n % 24, -2) || ':00:00' END,
                    CASE WHEN n % 11 > 0 THEN date('2024-01-01', n % 400 || ' days') END,
                    n % 5 = 0 OR n % 6 = 0, CASE WHEN n % 5 = 0 THEN n % 4 + 1 END, 1,
                    CASE WHEN n % 4 > 0 THEN n * n % 17 * (n % 3) END, CASE WHEN n % 8 = 1 THEN 100 END, CASE WHEN n % 9 = 1 THEN n END,
                    n % 10 = 3, 1, n % 2 + 1, 'Post ' || n
             FROM n;
             INSERT INTO links (post_id, position, url, host, is_visible, start, length)
             SELECT p.post_id, k.value, 'https://' || p.post_id % 5 || '.example/' || k.value,
                    CASE WHEN p.post_id % 6 > 0 THEN p.post_id % 5 || '.example' END, 1, 1, 4
             FROM posts AS p JOIN json_each('[91, 92]') AS k WHERE p.text LIKE 'Post %' AND p.post_id % 2 = 0;",
        )
        .unwrap();
    take_words(&store);
    count_again(&store);
    store
}

#[test]
fn the_counts_say_what_many_posts_with_equal_views_say() {
    assert_both_ways_agree(&many_posts(), "many posts");
}

#[test]
fn a_median_of_numbers_whose_sum_is_no_whole_number_is_told_by_the_counts_as_by_the_posts() {
    let store = store_of("store.sql");
    store.execute("UPDATE posts SET views = NULL, views_unit = NULL", []).unwrap();
    let added = store
        .execute(
            "INSERT INTO posts (channel_id, external_id, external_no, is_forward, album_size, views, is_edited, first_load_id,
                last_load_id, text)
             SELECT 1, value, value, 0, 1, CAST(9e18 AS INTEGER) + value, 0, 1, 1, '' FROM json_each('[5001, 5002, 5003, 5004, 5005, 5006, 5007, 5008]')",
            [],
        )
        .unwrap();
    assert_eq!(added, 8);
    take_words(&store);
    count_again(&store);
    assert_ne!(assert_both_ways_agree(&store, "great views"), 0);
}

#[test]
fn a_filter_on_days_or_texts_has_the_posts_read_and_none_leaves_it_to_the_counts() {
    let store = many_posts();
    store
        .execute_batch("DELETE FROM post_days; DELETE FROM post_hours; DELETE FROM post_fields; DELETE FROM host_months; DELETE FROM post_months")
        .unwrap();
    for name in ["field-coverage", "posting-rhythm", "top-links"] {
        assert_eq!(
            rows(&store, name, &json!({})).len(),
            0,
            "{name} reads the posts where the counts would do"
        );
        for filter in
            [json!({"words": "post"}), json!({"since": "2024-01-01"}), json!({"until": "2024-12-31"})]
        {
            assert_ne!(rows(&store, name, &filter).len(), 0, "{name} {filter}");
        }
    }
}
