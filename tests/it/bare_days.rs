//! A bare day beside instants of the same day, where that begins before midnight of UTC.

use crate::environment::Environment;

/// Posts of Tashkent's 16 July 2024, which began at 19:00 of the 15th in UTC: at 01:00, at 12:00, and one of which only
/// the day is known; and one of the day before.
const POSTS: &str = "id,text,date,channel_handle
1,• The river rises again in the eastern districts,2024-07-15T20:00:00Z,rivers
2,• The river rises again in the eastern districts,2024-07-16,rivers
3,• The river rises again in the eastern districts,2024-07-16T07:00:00Z,rivers
4,• The river falls,2024-07-15T12:00:00Z,rivers
";

fn with_store() -> Environment {
    let environment = Environment::new();
    environment.write("posts.csv", POSTS);
    let outcome = environment.run(&["load", "posts.csv", "--time-zone", "Asia/Tashkent"]);
    assert_eq!(outcome.code, 0, "{outcome}");
    environment
}

/// The ids of the posts in the order of the rows.
#[track_caller]
fn ids(environment: &Environment, words: &[&str]) -> Vec<String> {
    let outcome = environment.run(&[words, &["-f", "json"]].concat());
    let rows: serde_json::Value = serde_json::from_str(&outcome.stdout).unwrap();
    let link = |row: &serde_json::Value| row["link"].as_str().unwrap().to_owned();
    let links = rows.as_array().unwrap().iter().map(link);
    links.map(|link| link.rsplit_once('/').unwrap().1.to_owned()).collect()
}

#[test]
fn a_bare_day_stands_before_all_times_of_that_day() {
    let environment = with_store();
    for words in [
        &["run", "posts"][..],
        &["run", "talking-points"],
        &["run", "keyword-in-context", "--words", "river"],
        &["search", "river", "--order", "date"],
    ] {
        assert_eq!(ids(&environment, words), ["3", "1", "2", "4"], "{words:?}");
    }
}

#[test]
fn the_first_post_of_a_repeated_text_is_that_of_which_only_the_day_is_known() {
    let environment = with_store();
    environment.write(
        "hills.csv",
        "id,text,date,channel_handle\n9,• The river rises again in the eastern districts,2024-07-17,hills\n",
    );
    assert_eq!(environment.run(&["load", "hills.csv"]).code, 0);
    assert_eq!(ids(&environment, &["run", "copypasta"]), ["2"]);
}
