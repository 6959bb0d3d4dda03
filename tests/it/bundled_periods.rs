//! What every query by period calls partial where the data, and with them the calendar, begin and end with a year.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::bundled_queries::{columns_and_rows, declared, queries, rows, store_of};

/// Of every query by period, the periods of its answer, each with all that it says of it being partial.
fn partial_periods(given: &Value) -> BTreeMap<String, BTreeMap<String, BTreeSet<String>>> {
    let store = store_of("new-year.sql");
    let mut found = BTreeMap::new();
    for query in queries() {
        let columns = declared(&query.sql, "-- @column ");
        let at = |name: &str| columns.iter().position(|column| column == name);
        let (Some(period), Some(partial)) = (at("period"), at("partial")) else { continue };
        // What a comparison of two periods says holds for both.
        if query.name == "period-compare" {
            continue;
        }
        let mut parameters = given.clone();
        match query.name.as_str() {
            "word-frequency" => parameters["words"] = json!(["trade"]),
            "message-pull-through" => parameters["message"] = json!(["trade"]),
            "hashtag-bursts" => parameters["min_posts"] = json!(1),
            _ => {}
        }
        let mut said: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for row in columns_and_rows(&store, &query.sql, &parameters).1 {
            said.entry(row[period].as_str().unwrap_or_default().to_owned())
                .or_default()
                .insert(row[partial].to_string());
        }
        found.insert(query.name, said);
    }
    found
}

/// Holds every query to these periods being partial and no other one; the bursts have only the last.
fn assert_partial(given: &Value, wanted: &[&str]) {
    let found = partial_periods(given);
    assert!(found.len() >= 9, "{found:?}");
    for (name, said) in found {
        let partial: Vec<&str> =
            said.iter().filter(|(_, flags)| flags.contains("1")).map(|(period, _)| period.as_str()).collect();
        let is_wanted = |period: &&&str| name != "hashtag-bursts" || said.contains_key(**period);
        let wanted: Vec<&str> = wanted.iter().filter(is_wanted).copied().collect();
        assert_eq!(partial, wanted, "{name} {given}");
        assert!(said.values().all(|flags| flags.len() == 1), "{name} {given}: {said:?}");
        // Only weeks have posts in the window before them.
        assert!(!said.is_empty() || name == "hashtag-bursts" && given["by"] != "week", "{name} {given}");
    }
}

#[test]
fn a_week_that_reaches_beyond_the_calendar_is_partial() {
    assert_partial(&json!({"by": "week"}), &["2020-W53", "2025-W01"]);
    // Days asked for beyond the data are not covered.
    assert_partial(
        &json!({"by": "week", "since": "2020-12-28", "until": "2025-01-05"}),
        &["2020-W53", "2025-W01"],
    );
    assert_partial(&json!({"by": "week", "since": "2024-12-23"}), &["2025-W01"]);
}

#[test]
fn a_period_that_since_or_until_cuts_is_partial() {
    assert_partial(&json!({"by": "week", "since": "2024-12-24"}), &["2024-W52", "2025-W01"]);
    assert_partial(&json!({"by": "month", "since": "2024-12-02"}), &["2024-12"]);
    assert_partial(&json!({"by": "quarter", "since": "2024-10-02"}), &["2024-Q4"]);
    assert_partial(&json!({"by": "year", "since": "2021-01-01", "until": "2024-12-31"}), &[]);
    assert_partial(&json!({"by": "year", "since": "2024-01-02"}), &["2024"]);
}

#[test]
fn months_quarters_years_and_days_that_end_with_the_data_are_whole() {
    for by in ["day", "month", "quarter", "year"] {
        assert_partial(&json!({"by": by}), &[]);
    }
}

#[test]
fn a_week_is_found_by_each_of_its_days_also_outside_the_years_with_posts() {
    // 2020-W53 begins on 2020-12-28, and of it only 1 January 2021 has a post, with #trade. 2025-W01 ends on 2025-01-05;
    // its post with #trade is of 31 December 2024, and the two of the week before have none.
    let first = json!([["trade", 1, 0, 1, null, 100.0, 1, null, 0, "2020-W53", null, 1]]);
    let last = json!([["trade", 1, 0, 1, null, 100.0, 1, 0.0, 2, "2025-W01", "2024-W52", 1]]);
    for (day, wanted) in [
        ("2020-12-27", &json!([])),
        ("2020-12-28", &first),
        ("2021-01-03", &first),
        ("2024-12-30", &last),
        ("2025-01-05", &last),
        ("2025-01-06", &json!([])),
    ] {
        let got = rows(&store_of("new-year.sql"), "period-compare", &json!({"by": "week", "period": day}));
        assert_eq!(json!(got), *wanted, "{day}");
    }
}
