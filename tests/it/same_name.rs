//! Several channels of one name, and inputs that know that name alone.

use serde_json::{Value, json};

use crate::cli_channels_merge::write;
use crate::environment::Environment;
use crate::load_again::{assert_order_does_not_matter, lines, orders, row, with};
use crate::same_channel::{by_name, channel_of};

fn rows(words: &str, ids: std::ops::RangeInclusive<i64>) -> Vec<Value> {
    ids.map(|id| row(id, id, &format!("{words} {id} #{words}"))).collect()
}

/// How many posts each channel has.
fn posts_of(content: &[String]) -> Vec<(String, usize)> {
    let channel = |line: &&str| line.split('/').next().unwrap().to_owned();
    let mut all: Vec<(String, usize)> = Vec::new();
    for channel in lines(content, "post").iter().map(channel) {
        match all.iter_mut().find(|(known, _)| *known == channel) {
            Some((_, posts)) => *posts += 1,
            None => all.push((channel, 1)),
        }
    }
    all.sort();
    all
}

fn counted(expected: &[(&str, usize)]) -> Vec<(String, usize)> {
    expected.iter().map(|(channel, posts)| ((*channel).to_owned(), *posts)).collect()
}

#[test]
fn two_channels_of_one_name_have_their_own_posts_whatever_came_first() {
    let ships_by_name = by_name("Gazette", &rows("Ships", 1..=5));
    let ships = channel_of(77, "Gazette", &rows("Ships", 1..=5));
    let bread_by_name = by_name("Gazette", &rows("Bread", 20..=24));
    let bread = channel_of(88, "Gazette", &rows("Bread", 20..=24));
    let content = assert_order_does_not_matter(&[ships_by_name, ships, bread_by_name, bread]);
    assert_eq!(posts_of(&content), counted(&[("77", 5), ("88", 5)]));
}

#[test]
fn what_knows_a_name_alone_stays_apart_without_a_post_in_common_whatever_came_first() {
    let ships_by_name = by_name("Gazette", &rows("Ships", 1..=5));
    let ships = channel_of(77, "Gazette", &rows("Ships", 1..=5));
    let bread_by_name = by_name("Gazette", &rows("Bread", 20..=24));
    let renamed = channel_of(77, "Gazette Official", &rows("Ships", 1..=10));
    let content =
        assert_order_does_not_matter(&[ships_by_name.clone(), ships.clone(), bread_by_name.clone()]);
    assert_eq!(posts_of(&content), counted(&[("77", 5), ("Gazette", 5)]));
    let content = assert_order_does_not_matter(&[ships_by_name, ships, bread_by_name, renamed]);
    assert_eq!(posts_of(&content), counted(&[("77", 10), ("Gazette", 5)]));
}

#[test]
fn an_input_that_has_posts_in_common_with_one_that_is_of_a_channel_is_of_it_too() {
    // Of the second the channel has no post itself; the third is of nobody. Posts are signed, answer each other, and stand
    // among service rows.
    let told = |ids: std::ops::RangeInclusive<i64>| -> Vec<Value> {
        let more = |id: i64| match id % 4 {
            0 => {
                json!({"type": "service", "action": "pin_message", "message_id": id - 1, "actor": "Gazette"})
            }
            1 => json!({"author": "A. Reed"}),
            _ => json!({"author": "B. Tide", "reply_to_message_id": id - 1}),
        };
        ids.map(|id| with(row(id, id, &format!("Ships {id} #ships")), more(id))).collect()
    };
    let (first, second, far) = (told(1..=7), told(6..=14), told(40..=46));
    let [first, second, far] = [first, second, far].map(|rows| by_name("Gazette", &rows));
    let content =
        assert_order_does_not_matter(&[first, second, far, channel_of(77, "Gazette", &told(1..=5))]);
    // Of 1 to 14 three are service rows, of 40 to 46 two.
    assert_eq!(posts_of(&content), counted(&[("77", 11), ("Gazette", 5)]));
}

#[test]
fn exports_of_each_month_that_know_a_name_alone_are_of_one_channel() {
    let months = [1..=3, 10..=12, 20..=23].map(|ids| by_name("Gazette", &rows("Ships", ids)));
    let content = assert_order_does_not_matter(&months);
    assert_eq!(posts_of(&content), counted(&[("Gazette", 10)]));
    // And of one that has an id, where that has posts of each.
    let [one, other, third] = months;
    let whole = channel_of(77, "Gazette", &rows("Ships", 1..=23));
    let content = assert_order_does_not_matter(&[one, other, third, whole]);
    assert_eq!(posts_of(&content), counted(&[("77", 23)]));
}

#[test]
fn what_stays_apart_is_told_of_and_joined_by_hand() {
    let environment = Environment::new();
    write(&environment, "january.json", &by_name("Gazette", &rows("Ships", 1..=5)));
    write(&environment, "february.json", &by_name("Gazette", &rows("Ships", 20..=24)));
    write(&environment, "march.json", &by_name("Gazette", &rows("Ships", 30..=31)));
    write(&environment, "all.json", &channel_of(77, "Gazette", &rows("Ships", 1..=5)));
    environment.run(&["load", "january.json", "february.json"]).success();
    let outcome = environment.run(&["load", "all.json"]);
    assert_eq!(
        (outcome.code, outcome.stderr.as_str()),
        (
            0,
            "warning: 'all.json' is of 'Gazette', and so is channel:1; they have no post in common and are kept apart (to join them: chancery channels merge)\n"
        )
    );
    environment.run(&["channels", "merge", "77", "channel:1"]).success();
    let outcome = environment.run(&["load", "march.json"]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""));
    let counted = "SELECT c.external_id AS id, count(*) AS n FROM posts JOIN channels AS c USING (channel_id) GROUP BY 1";
    assert_eq!(environment.run(&["sql", counted, "-f", "json"]).json(), json!([{"id": "77", "n": 12}]));
    assert_eq!(environment.run(&["check"]).code, 0);
}

/// The channel of each order of these inputs, loaded one after the other, each refused one again at last; and how many were
/// refused.
fn in_every_order(inputs: &[String]) -> Vec<(Environment, usize)> {
    let load = |order: Vec<usize>| {
        let environment = Environment::new();
        let mut refused = Vec::new();
        for number in order {
            let name = format!("{number}.json");
            write(&environment, &name, &inputs[number]);
            if environment.run(&["load", &name]).code != 0 {
                refused.push(name);
            }
        }
        refused.iter().for_each(|name| assert_eq!(environment.run(&["load", name]).code, 0));
        assert_eq!(environment.run(&["check"]).code, 0);
        (environment, refused.len())
    };
    orders(inputs.len()).into_iter().map(load).collect()
}

#[test]
fn a_forward_from_the_own_name_leads_to_the_one_channel_whatever_came_first() {
    let both = |name: &str| {
        let forward = with(row(5, 5, "Ships 5 #ships"), json!({"forwarded_from": name}));
        rows("Ships", 4..=4).into_iter().chain([forward]).collect::<Vec<_>>()
    };
    let own = both("Gazette");
    let inputs = [
        channel_of(77, "Gazette", &rows("Ships", 3..=4)),
        by_name("Gazette", &own),
        channel_of(77, "Gazette", &own),
    ];
    assert_order_does_not_matter(&inputs);
    let counted = "SELECT c.external_id AS id, count(*) AS n, count(p.forwarded_from_id) AS own, (SELECT count(*) FROM channels) AS channels
        FROM posts AS p JOIN channels AS c USING (channel_id) WHERE coalesce(p.forwarded_from_id, c.channel_id) = c.channel_id GROUP BY 1";
    for (environment, refused) in in_every_order(&inputs).into_iter().chain(in_every_order(&inputs[1..])) {
        assert_eq!(refused, 0);
        let is = environment.run(&["sql", counted, "-f", "json"]).json();
        let n = is[0]["n"].clone();
        assert_eq!(is, json!([{"id": "77", "n": n, "own": 1, "channels": 1}]));
        assert!(n == json!(3) || n == json!(2));
    }
}
