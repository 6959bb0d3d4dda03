//! Tables whose rows have no ids beside such as have: what a row without id gives to a post with one, in every order.

use serde_json::{Value, json};

use crate::environment::Environment;
use crate::load_again::{assert_order_does_not_matter, lines};

const FERRY: &str = "The ferry leaves at nine";

/// JSON lines of one channel.
fn table(rows: &[Value]) -> String {
    let line = |row: &Value| {
        let mut row = row.clone();
        row["channel_id"] = json!("1234567890");
        row.to_string()
    };
    rows.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn at(day: u8) -> String {
    format!("2024-05-{day:02}T00:00:00Z")
}

#[test]
fn reactions_of_rows_without_ids_are_those_of_the_latest_input() {
    let told = |day: u8, count: i64| {
        table(&[
            json!({"text": FERRY, "posted_at": at(1), "reactions": {"🔥": count}}),
            json!({"text": format!("News of day {day}"), "posted_at": at(day)}),
        ])
    };
    // None of them has an id: the fifth of May knows best.
    let content = assert_order_does_not_matter(&[told(3, 7), told(5, 4)]);
    let reactions = lines(&content, "reaction");
    assert!(reactions.len() == 1 && reactions[0].ends_with("|emoji|🔥|4"), "{reactions:?}");
    // One that has an id and no reactions takes nothing away.
    let with_id = table(&[json!({"id": 7, "text": FERRY, "posted_at": at(1)})]);
    let content = assert_order_does_not_matter(&[told(3, 7), with_id.clone()]);
    assert_eq!(lines(&content, "reaction"), ["1234567890/7|emoji|🔥|7"]);
    let content = assert_order_does_not_matter(&[told(3, 7), told(5, 4), with_id]);
    assert_eq!(lines(&content, "reaction"), ["1234567890/7|emoji|🔥|4"]);
}

#[test]
fn counts_of_a_post_come_from_rows_with_and_without_ids() {
    let early = table(&[
        json!({"text": FERRY, "posted_at": at(1), "views": 10}),
        json!({"text": "Fog", "posted_at": at(2)}),
    ]);
    let late =
        table(&[json!({"id": 7, "text": FERRY}), json!({"id": 9, "text": "Bread", "posted_at": at(9)})]);
    let between = table(&[
        json!({"id": 7, "text": FERRY, "views": 12, "reactions": {"👍": 2}}),
        json!({"id": 8, "text": "Tide", "posted_at": at(5)}),
    ]);
    let content = assert_order_does_not_matter(&[early, late, between]);
    let views = |line: &str| line.split('|').nth(16).map(str::to_owned);
    let ferry = lines(&content, "post").into_iter().find(|line| line.starts_with("1234567890/7|")).unwrap();
    assert_eq!(views(ferry).as_deref(), Some("12"), "{ferry}");
    assert_eq!(lines(&content, "reaction"), ["1234567890/7|emoji|👍|2"]);
}

#[test]
fn a_row_without_id_does_not_tell_the_day_of_a_post_with_one() {
    // It may mean another post with these words.
    let without_id = table(&[json!({"text": FERRY, "posted_at": at(9)})]);
    let undated = table(&[json!({"id": 7, "text": FERRY, "posted_at": "some day"})]);
    let content = assert_order_does_not_matter(&[without_id, undated]);
    assert_eq!(lines(&content, "days"), ["1234567890|undated|0|1"]);
}

#[test]
fn a_post_told_of_twice_takes_the_place_of_a_row_without_id_once() {
    let without_id = table(&[json!({"text": FERRY, "posted_at": at(1)})]);
    let row = json!({"id": 7, "text": FERRY, "posted_at": at(1)});
    let mut again = row.clone();
    again["views"] = json!(3);
    let content = assert_order_does_not_matter(&[without_id, table(&[row, again])]);
    assert_eq!(lines(&content, "post").len(), 1, "{content:#?}");
}

#[test]
fn a_post_told_of_with_and_without_its_id_by_one_input_is_one() {
    let environment = Environment::new();
    environment.write("a.csv", "id,date,text,views\n,2024-05-01,Port opens,\n");
    environment.write("b.csv", "id,date,text,views\n7,2024-05-01,Port opens,\n,2024-05-01,Port opens,3\n");
    for file in ["a.csv", "b.csv"] {
        environment.run(&["load", file, "--channel", "Gazette"]).success();
    }
    let posts = environment.run(&["sql", "SELECT external_id, views FROM posts", "-f", "csv"]);
    assert_eq!(posts.success(), "external_id,views\r\n7,3\r\n");
}

/// Pages of text, as copied from the web preview.
fn page(posts: &[&str]) -> String {
    posts.iter().map(|post| format!("Forwarded from Harbour News\n{post}\n")).collect()
}

#[test]
fn a_day_without_year_is_the_latest_that_fits_all_inputs() {
    const DAY: &str = "Today, on April 24, the first boat leaves.";
    let dated = |day: &str, words: &str| format!("📍 New York, {day}\n\n{words}");
    let wide = [dated("May 1, 2021", "Fog"), dated("June 1, 2024", "Bread")];
    let narrow = [dated("May 3, 2022", "Tide"), dated("June 1, 2023", "Port news")];
    let [wide, narrow] = [&wide, &narrow].map(|[before, after]| page(&[before, DAY, after]));
    // By the first alone it would be 2024; the second has a post of June 2023 behind it.
    let content = assert_order_does_not_matter(&[wide.clone(), narrow.clone()]);
    let days: Vec<&str> = lines(&content, "days").iter().filter_map(|line| line.split('|').nth(1)).collect();
    assert_eq!(days, ["2021-05-01", "2022-05-03", "2023-04-24", "2023-06-01", "2024-06-01"]);
    // No record tells that day: one that does counts, whatever it says.
    let post =
        json!({"id": 7, "text": DAY, "posted_at": "2022-04-24T09:00:00Z", "forwarded_from": "Harbour News"});
    let content = assert_order_does_not_matter(&[wide, table(&[post]), narrow]);
    assert!(lines(&content, "days").contains(&"1234567890|2022-04-24|1|1"), "{content:#?}");
}

const SAME_TEXTS: &str = "'b.csv' has posts without an id whose texts other inputs have of other days; they count as \
    the same posts, and 1 day is lost, 2024-05-01 of 'Good morning' (if they are other posts, give each an id: --map \
    id=COLUMN)";

/// What is told of the second of two tables of a text that is posted on these days, loaded one after the other.
fn told_of_days(first: &[u8], second: &[u8]) -> (Environment, String) {
    let environment = Environment::new();
    let table = |days: &[u8]| {
        let rows: String = days.iter().map(|day| format!("2024-05-{day:02},Good morning\n")).collect();
        format!("date,text\n{rows}")
    };
    environment.write("a.csv", table(first));
    environment.write("b.csv", table(second));
    let mut told = String::new();
    for name in ["a.csv", "b.csv"] {
        let outcome = environment.run(&["load", name, "--channel", "Gazette"]);
        assert_eq!(outcome.code, 0, "{outcome}");
        told = outcome.stderr;
    }
    (environment, told)
}

#[test]
fn days_that_posts_without_ids_lose_to_other_inputs_are_told() {
    // Of both inputs the later day stands, and no post is of May 1.
    for (first, second) in [([1], [8]), ([8], [1])] {
        let (environment, told) = told_of_days(&first, &second);
        assert!(told.contains(SAME_TEXTS), "{told}");
        let days = environment.run(&["sql", "SELECT posted_on FROM posts", "-f", "csv"]);
        assert_eq!(days.success(), "posted_on\r\n2024-05-08\r\n");
    }
    let (_, told) = told_of_days(&[1, 2], &[8, 9]);
    assert!(told.contains("and 2 days are lost, the first is 2024-05-01 of 'Good morning' ("), "{told}");
}

#[test]
fn no_day_is_lost_where_the_newer_input_has_all_of_the_earlier_one() {
    for (first, second) in
        [(&[1, 2][..], &[1, 2, 3][..]), (&[2, 1], &[3, 2, 1]), (&[1], &[1]), (&[3, 2, 1], &[2, 1])]
    {
        let (_, told) = told_of_days(first, second);
        assert!(!told.contains("lost"), "{first:?} {second:?}: {told}");
    }
}
