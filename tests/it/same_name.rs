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

/// The rows, each a second after its full day.
fn to_the_second(rows: Vec<Value>) -> Vec<Value> {
    const DAY: i64 = 86_400;
    let at = |row: &Value| 1_704_067_201 + row["id"].as_i64().unwrap() * DAY;
    rows.into_iter()
        .map(|row| {
            let at = at(&row);
            with(row, json!({"date_unixtime": at.to_string()}))
        })
        .collect()
}

/// How many posts each channel of the store has.
fn count(environment: &Environment) -> Value {
    let counted = "SELECT coalesce(c.external_id, c.name) AS channel, count(*) AS n
        FROM posts JOIN channels AS c USING (channel_id) GROUP BY c.channel_id ORDER BY 1";
    environment.run(&["sql", counted, "-f", "json"]).json()
}

#[test]
fn one_post_of_other_words_and_another_moment_tells_two_channels_of_one_name() {
    let moved = |row: Value, seconds: i64| {
        let at = row["date_unixtime"].as_str().unwrap().parse::<i64>().unwrap() + seconds;
        with(row, json!({"date_unixtime": at.to_string()}))
    };
    let bread = to_the_second(rows("Bread", 12..=14));
    let bread = |seconds: i64| bread.iter().map(|row| moved(row.clone(), seconds)).collect::<Vec<_>>();
    let ships = to_the_second(rows("Ships", 1..=12));
    let inputs =
        [by_name("Gazette", &bread(7)), by_name("Gazette", &ships[8..]), channel_of(77, "Gazette", &ships)];
    let refused: Vec<usize> = in_every_order(&inputs)
        .into_iter()
        .map(|(environment, refused)| {
            assert_eq!(
                count(&environment),
                json!([{"channel": "77", "n": 12}, {"channel": "Gazette", "n": 3}])
            );
            refused
        })
        .collect();
    // Where the two that know the name alone come first, the second of them.
    assert_eq!(refused.iter().sum::<usize>(), 2, "{refused:?}");

    // An edit leaves the moment, whatever the clock's zone: these are one, and so they are told.
    for seconds in [0, 3 * 3_600] {
        let environment = Environment::new();
        write(&environment, "a.json", &by_name("Gazette", &bread(seconds)));
        write(&environment, "b.json", &by_name("Gazette", &ships[8..]));
        environment.run(&["load", "a.json", "b.json"]).success();
        assert_eq!(count(&environment), json!([{"channel": "Gazette", "n": 6}]));
    }
}

/// Lines of JSON of posts without ids in a channel with this name, each of a day of January.
fn without_ids(name: &str, posts: &[(u8, &str)]) -> String {
    let line = |(day, text): &(u8, &str)| {
        json!({"channel": name, "posted_at": format!("2024-01-{day:02}T00:00:00Z"), "text": text}).to_string()
    };
    posts.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn posts_without_ids_are_of_the_channel_that_has_their_texts_at_their_times() {
    // Row n is of the n-th day after the first of January.
    let ships = channel_of(77, "Gazette", &rows("Ships", 1..=5));
    let bread = by_name("Gazette", &rows("Bread", 20..=22));
    let some =
        without_ids("Gazette", &[(5, "Ships 4 #Ships"), (6, "Ships 5 #Ships"), (7, "Fog over the harbour")]);
    let content = assert_order_does_not_matter(&[ships.clone(), some, bread.clone()]);
    assert_eq!(posts_of(&content), counted(&[("77", 6), ("Gazette", 3)]));

    // No moment is known; three texts are no chance.
    let texts = |texts: &[&str]| {
        texts
            .iter()
            .map(|text| {
                json!({"channel": "Gazette", "posted_at": "some day", "text": text}).to_string() + "\n"
            })
            .collect::<String>()
    };
    let three = texts(&["Ships 1 #Ships", "Fog over the harbour", "Ships 3 #Ships", "Ships 5 #Ships"]);
    let content = assert_order_does_not_matter(&[ships.clone(), three, bread]);
    assert_eq!(posts_of(&content), counted(&[("77", 6), ("Gazette", 3)]));

    // One greeting of another day, two of none, and a few of many are no sign of one channel.
    for apart in [
        without_ids("Gazette", &[(20, "Ships 4 #Ships"), (21, "Fog over the harbour")]),
        texts(&["Ships 1 #Ships", "Ships 3 #Ships"]),
        without_ids(
            "Gazette",
            &[(2, "Ships 1 #Ships"), (3, "Fog"), (4, "Rain"), (5, "Hail"), (6, "Ships 5 #Ships")],
        ),
    ] {
        let posts = apart.lines().count();
        let content = assert_order_does_not_matter(&[ships.clone(), apart]);
        assert_eq!(posts_of(&content), counted(&[("77", 5), ("Gazette", posts)]));
    }
}

#[test]
fn channels_of_one_name_are_said_to_be_apart_where_they_are_at_the_end() {
    let environment = Environment::new();
    write(&environment, "all.json", &channel_of(77, "Gazette", &rows("Ships", 1..=5)));
    environment.write("some.jsonl", without_ids("Gazette", &[(5, "Ships 4 #Ships")]));
    environment.write("others.jsonl", without_ids("Gazette", &[(25, "Fog")]));
    for (file, told) in [("all.json", false), ("some.jsonl", false)] {
        let outcome = environment.run(&["load", file]);
        assert_eq!((outcome.code, outcome.stderr.contains("apart")), (0, told), "{outcome}");
    }
    // From then on the name leads there.
    let outcome = environment.run(&["load", "others.jsonl"]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""));
    assert_eq!(count(&environment), json!([{"channel": "77", "n": 6}]));
}
