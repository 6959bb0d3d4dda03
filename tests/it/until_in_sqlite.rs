//! What SQLite itself makes of a month or a year as the last day, when a bundled query runs in it as it stands.

use serde_json::json;

use crate::bundled_queries::{columns_and_rows, declared, queries, store_of};

#[test]
fn a_month_or_a_year_as_the_last_day_is_all_of_it() {
    let store = store_of("store.sql");
    store.execute("UPDATE point_grouping SET state = 'current'", []).unwrap();
    let mut with_posts = 0;
    for query in queries() {
        let names = declared(&query.sql, "-- @param ");
        if !names.iter().any(|name| name == "until") {
            continue;
        }
        let mut values = serde_json::Map::new();
        for (name, value) in [
            ("points", json!("[\"free trade\"]")),
            ("message", json!(["free trade"])),
            ("word", json!("trade")),
        ] {
            if names.iter().any(|known| known == name) {
                values.insert(name.to_owned(), value);
            }
        }
        let until = |day: &str| {
            let mut values = values.clone();
            values.insert("until".to_owned(), json!(day));
            columns_and_rows(&store, &query.sql, &json!(values)).1
        };
        // The store has posts from October to December 2024.
        for (part, last_day) in [("2024-10", "2024-10-31"), ("2024-12", "2024-12-31"), ("2024", "2024-12-31")]
        {
            let whole = until(last_day);
            with_posts += usize::from(!whole.is_empty());
            assert_eq!(until(part), whole, "{} until {part}", query.name);
        }
    }
    assert!(with_posts > 60, "{with_posts} reports have rows");
}
