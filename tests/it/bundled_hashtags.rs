//! Figures of the queries about hashtags, worked out by hand from the plan in `tests/fixtures/queries/hashtags.sql`.

use serde_json::{Value, json};

use crate::bundled_queries::{Row, rows, store_of};
use crate::environment::Environment;
use crate::export::{DAY, Export, NEW_YEAR};

fn rows_of(name: &str, parameters: &Value) -> Vec<Row> {
    rows(&store_of("hashtags.sql"), name, parameters)
}

#[test]
fn a_rise_in_rank_is_positive_and_a_silent_tag_has_none() {
    // May: strike 6, trade 4. June: strike 3 + 4, trade 2. July: trade 12, strike and port 5 each, rail 2. August: trade 3, strike 1.
    let wanted = [
        json!(["2024-05", 1, "strike", null]),
        json!(["2024-05", 2, "trade", null]),
        json!(["2024-05", null, "port", null]),
        json!(["2024-05", null, "rail", null]),
        json!(["2024-06", 1, "strike", 0]),
        json!(["2024-06", 2, "trade", 0]),
        json!(["2024-06", null, "port", null]),
        json!(["2024-06", null, "rail", null]),
        json!(["2024-07", 1, "trade", 1]),
        json!(["2024-07", 2, "port", null]),
        json!(["2024-07", 2, "strike", -1]),
        json!(["2024-07", 4, "rail", null]),
        json!(["2024-08", 1, "trade", 0]),
        json!(["2024-08", 2, "strike", 0]),
        json!(["2024-08", null, "port", null]),
        json!(["2024-08", null, "rail", null]),
    ];
    let got = rows_of("hashtag-ranks", &json!({"since": "2024-05-01"}));
    let got: Vec<Value> = got
        .iter()
        .map(|row| json!([row[0].clone(), row[1].clone(), row[2].clone(), row[4].clone()]))
        .collect();
    assert_eq!(got, wanted);
}

#[test]
fn ranks_are_among_all_tags_whatever_is_kept() {
    // In June #strike is before #trade, which alone is asked for.
    let got =
        rows_of("hashtag-ranks", &json!({"tag": ["trade"], "since": "2024-06-01", "until": "2024-06-30"}));
    assert_eq!(got, [json!(["2024-06", 2, "trade", 2, null, 7.41, 27, 0]).as_array().unwrap().clone()]);
    // By posts of the whole range #trade (37) is kept, not #strike (19 and 5 undated).
    let got = rows_of("hashtag-ranks", &json!({"top": 1}));
    assert!(got.iter().all(|row| row[2] == json!("trade")), "{got:?}");
}

#[test]
fn a_tag_that_grows_with_all_posts_is_no_burst() {
    // #trade: 4 of 20, 4 of 20, then 8 of 40 in March: twice as many posts, the same share.
    let got = rows_of("hashtag-bursts", &json!({"min_posts": 1, "until": "2024-03-31"}));
    assert_eq!(got, Vec::<Row>::new());
}

#[test]
fn a_burst_is_measured_against_the_share_of_the_window() {
    // June: 27 posts, 7 with #strike. The window holds 20 + 20 + 40 + 0 + 20 posts, 6 of May with #strike: expected are
    // 27 · 6 / 100 = 1.62, and 7 / 1.62 = 4.32. Chi-squared: 127 (7 · 94 - 20 · 6)² / (27 · 100 · 13 · 114) = 9.19.
    let june = json!(["2024-06", "strike", 7, 1.62, 4.32, 9.19, 6, 100, 25.93, 27, 0]);
    let got = rows_of("hashtag-bursts", &json!({"since": "2024-06-01", "until": "2024-06-30"}));
    assert_eq!(got, [june.as_array().unwrap().clone()]);
    // The month before alone: 6 of 20. 27 · 6 / 20 = 8.1 would be more than the 7 that there are.
    let parameters = json!({"since": "2024-06-01", "until": "2024-06-30", "window": 1});
    assert_eq!(rows_of("hashtag-bursts", &parameters), Vec::<Row>::new());
}

#[test]
fn days_of_the_first_period_before_since_are_neither_reported_nor_in_its_window() {
    // From 11 May: the six posts with #strike, of six. The window is January to April, not 10 May, and knows no #strike.
    let got = rows_of("hashtag-bursts", &json!({"since": "2024-05-11", "until": "2024-05-31"}));
    let known: Vec<_> = [0, 1, 2, 6, 7, 9, 10].iter().map(|column| got[0][*column].clone()).collect();
    assert_eq!(known, [json!("2024-05"), json!("strike"), json!(6), json!(0), json!(80), json!(6), json!(1)]);
    assert_eq!(got.len(), 1);
}

#[test]
fn a_window_is_of_whole_periods_also_where_since_lies_within_one_of_them() {
    // The window of June is that of a report since May, or since June: 10 May counts in it, though it is not reported.
    let june = json!(["2024-06", "strike", 7, 1.62, 4.32, 9.19, 6, 100, 25.93, 27, 0]);
    let got = rows_of("hashtag-bursts", &json!({"since": "2024-05-11", "until": "2024-06-30"}));
    assert_eq!(
        got.iter().filter(|row| row[0] == json!("2024-06")).collect::<Vec<_>>(),
        [june.as_array().unwrap()]
    );
}

#[test]
fn a_channels_tags_are_shares_of_its_posts_and_of_the_tags() {
    // #trade is carried by posts 1 2 7 8 9 of channel 1's eleven, and by 14 and 17 of channel 2's seven; all posts are 26.
    let got = rows(&store_of("store.sql"), "hashtag-by-channel", &json!({"tag": ["trade"]}));
    let wanted = [
        json!(["@Ministry", "trade", 5, 6, 45.45, 11, 71.43, 7, 19.23, 26]),
        json!(["Вестник", "trade", 2, 2, 28.57, 7, 28.57, 7, 7.69, 26]),
    ];
    assert_eq!(got.into_iter().map(Value::Array).collect::<Vec<_>>(), wanted);
}

#[test]
fn the_first_post_is_found_without_looking_through_its_day_for_each_tag() {
    // All posts are of one day, the later in the file the earlier; each tag but #many is in two of them, 3 and 603 and so on.
    let export = (1..=1200).fold(Export::new(7, "Gazette"), |export, id| {
        export.post(id, NEW_YEAR + DAY - id, &format!("News #many #few{}", id % 600))
    });
    let environment = Environment::new();
    environment.write("day.json", export.json());
    environment.run(&["load", "day.json"]).success();
    let got = environment.run(&["run", "hashtag-first-seen", "--tag", "many,few3,few0", "-f", "json"]).json();
    let got: Vec<(&str, &str)> = got
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (row["tag"].as_str().unwrap(), row["link"].as_str().unwrap()))
        .collect();
    let link = |id: i64| format!("https://t.me/c/7/{id}");
    let (many, few0, few3) = (link(1200), link(1200), link(603));
    assert_eq!(got, [("many", many.as_str()), ("few0", few0.as_str()), ("few3", few3.as_str())]);
    // 600 times the 1,200 posts of the day would be millions of steps.
    let store = rusqlite::Connection::open(environment.path("chancery.db")).unwrap();
    let mut statement = store.prepare(include_str!("../../queries/hashtags/hashtag-first-seen.sql")).unwrap();
    let top = statement.parameter_index(":top").unwrap().unwrap();
    statement.raw_bind_parameter(top, 0).unwrap();
    let mut rows = statement.raw_query();
    let mut tags = 0;
    while rows.next().unwrap().is_some() {
        tags += 1;
    }
    drop(rows);
    assert_eq!(tags, 601);
    let steps = statement.get_status(rusqlite::StatementStatus::VmStep);
    assert!(steps < 1_000_000, "{steps}");
}
