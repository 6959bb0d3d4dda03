//! What inputs counted of messages that others take for an album: each has its own where they turn out to be none. And albums of
//! two channels that are one.

use serde_json::{Value, json};

use crate::albums::{alone, looks_like_an_album, of_album, posts, telethon};
use crate::environment::Environment;
use crate::load_again::{
    assert_order_does_not_matter, assert_sound, channel, content, lines, photo, reacted, row,
};

/// A table of the third of January that tells messages one by one, with views, and one behind.
fn table(rows: &[(i64, &str, i64)]) -> String {
    let of_row = |(id, text, views): &(i64, &str, i64)| {
        format!("1234567890,{id},2024-01-01T00:00:00Z,{text},{views}\n")
    };
    let rows: String = rows.iter().map(of_row).collect();
    format!("channel_id,id,date,text,views\n{rows}1234567890,20,2024-01-03T00:00:00Z,later,5\n")
}

#[test]
fn messages_that_an_export_takes_for_an_album_keep_what_a_table_counted_of_each() {
    let inputs = [
        channel("Gazette", &looks_like_an_album("one")),
        table(&[(1, "one", 10), (2, "", 70), (3, "", 30)]),
        telethon(&[alone(1, "one"), alone(2, "")]),
    ];
    let content = assert_order_does_not_matter(&inputs[..2]);
    assert_eq!(posts(&content), ["1, 3, 70, one", "20, 1, 5, later", "9, 1, -, behind"], "{content:#?}");
    let content = assert_order_does_not_matter(&inputs);
    assert_eq!(
        posts(&content),
        ["1, 1, 10, one", "2, 1, 70, ", "20, 1, 5, later", "3, 1, 30, ", "9, 1, -, behind"],
        "{content:#?}"
    );
}

#[test]
fn what_two_inputs_counted_of_different_messages_of_an_album_is_of_these() {
    // What the export tells of message 3 alone stands for what the table told of it, but counts nothing.
    let part = |id: i64, text: &str| photo(row(id, 0, text), &format!("p{id}"));
    let content = assert_order_does_not_matter(&[
        table(&[(1, "one", 10), (3, "", 30)]),
        channel("Gazette", &[part(3, ""), row(10, 4, "next")]),
        channel("Gazette", &looks_like_an_album("one")),
        telethon(&[of_album(1, "one"), of_album(2, ""), alone(3, "")]),
    ]);
    // Telethon's messages are of the first of January: what the table has of message 1 later is less than what the album had.
    assert_eq!(
        posts(&content),
        ["1, 2, 200, one", "10, 1, -, next", "20, 1, 5, later", "3, 1, 30, ", "9, 1, -, behind"],
        "{content:#?}"
    );
}

#[test]
fn reactions_to_one_message_are_not_lost_with_those_to_what_looked_like_its_album() {
    let part = photo(reacted(row(2, 0, ""), &[("🔥", 7), ("👍", 2)]), "p2");
    let content = assert_order_does_not_matter(&[
        channel("Gazette", &looks_like_an_album("one")),
        channel("Gazette", &[part, row(10, 3, "next")]),
        telethon(&[alone(2, "")]),
    ]);
    assert_eq!(
        lines(&content, "reaction"),
        ["1234567890/2|emoji|👍|2", "1234567890/2|emoji|🔥|7"],
        "{content:#?}"
    );
    // All three counted together say nothing of any.
    assert_eq!(
        posts(&content),
        ["1, 1, -, one", "10, 1, -, next", "2, 1, 200, ", "3, 1, -, ", "9, 1, -, behind"],
        "{content:#?}"
    );
}

/// What loads counted one by one of the messages of the first post, in any order.
fn reactions_counted(content: &[String]) -> Vec<String> {
    let of_first = lines(content, "counted").into_iter().filter(|line| line.starts_with("1234567890/1|"));
    let mut all: Vec<String> = of_first
        .map(|line| {
            let columns: Vec<&str> = line.split('|').collect();
            format!("{} {} {}", columns[2], columns[8], columns[9])
        })
        .collect();
    all.sort();
    all
}

#[test]
fn two_inputs_that_count_the_same_messages_alike_both_have_their_reactions() {
    let album = |counts: &[(&str, i64)], behind: &str| {
        let part = |id: i64| photo(row(id, 0, ""), &format!("p{id}"));
        let rows = [reacted(part(1), counts), part(2), part(3), row(9, 3, behind)];
        channel("Gazette", &rows)
    };
    let older = channel("Gazette", &[photo(row(1, 0, ""), "p1"), photo(row(2, 0, ""), "p2"), row(8, 1, "x")]);
    let six = album(&[("🔥", 6)], "one");
    let content = assert_order_does_not_matter(&[six.clone(), album(&[("🔥", 6)], "two"), older.clone()]);
    let reactions = r#"[["emoji","🔥",6]]"#;
    let expected = ["[1,2,3] 6 ", "[1,2,3] 6 "].map(|of| of.to_owned() + reactions);
    let nothing = "[1,2] - -".to_owned();
    assert_eq!(reactions_counted(&content), [&expected[..], &[nothing]].concat(), "{content:#?}");
    // As many, but others: those stand whose names are greater, for both.
    let content = assert_order_does_not_matter(&[six, album(&[("👍", 6)], "one"), older]);
    assert_eq!(lines(&content, "reaction"), ["1234567890/1|emoji|🔥|6"], "{content:#?}");
    assert_eq!(
        reactions_counted(&content),
        [&expected[..], &["[1,2] - -".to_owned()]].concat(),
        "{content:#?}"
    );
}

#[test]
fn of_as_many_reactions_at_one_instant_the_same_stand_where_messages_are_counted_one_by_one() {
    let part = |counts: &[(&str, i64)], behind: &str| {
        channel("Gazette", &[photo(reacted(row(2, 0, ""), counts), "p2"), row(10, 3, behind)])
    };
    // The lesser by the count of the first, and the greater by what stands behind that in the list.
    let content = assert_order_does_not_matter(&[
        channel("Gazette", &looks_like_an_album("one")),
        part(&[("👍", 10)], "next"),
        part(&[("👍", 1), ("🔥", 9)], "next one"),
        telethon(&[alone(2, "")]),
    ]);
    assert_eq!(
        lines(&content, "reaction"),
        ["1234567890/2|emoji|👍|1", "1234567890/2|emoji|🔥|9"],
        "{content:#?}"
    );
}

#[test]
fn of_a_store_of_an_earlier_version_nothing_is_said_of_a_message_that_may_be_of_others() {
    let environment = Environment::new();
    let table = table(&[(1, "one", 10), (2, "", 70), (3, "", 30)]);
    environment.write("table.csv", table);
    environment.write("export.json", channel("Gazette", &looks_like_an_album("one")));
    environment.write("messages.json", telethon(&[alone(1, "one"), alone(2, "")]));
    assert_eq!(environment.run(&["load", "table.csv", "export.json"]).code, 0);
    let store = rusqlite::Connection::open(environment.path("chancery.db")).unwrap();
    assert_eq!(store.execute("DELETE FROM message_counts", []).unwrap(), 4);
    assert_eq!(environment.run(&["load", "messages.json"]).code, 0);
    assert_sound(&store);
    let content = content(&store);
    assert_eq!(
        posts(&content),
        ["1, 1, 100, one", "2, 1, 200, ", "20, 1, 5, later", "3, 1, -, ", "9, 1, -, behind"],
        "{content:#?}"
    );
}

#[test]
fn what_was_counted_of_messages_is_forgotten_with_the_post() {
    let environment = Environment::new();
    environment.write("table.csv", table(&[(1, "one", 10), (2, "", 70), (3, "", 30)]));
    environment.write("export.json", channel("Gazette", &looks_like_an_album("one")));
    assert_eq!(environment.run(&["load", "table.csv", "export.json"]).code, 0);
    let count = "SELECT count(*) AS n FROM message_counts";
    assert_eq!(environment.run(&["sql", count, "-f", "json"]).json(), json!([{"n": 4}]));
    assert_eq!(environment.run(&["forget", "--post", "1234567890/1"]).code, 0);
    assert_eq!(environment.run(&["sql", count, "-f", "json"]).json(), json!([{"n": 0}]));
    assert_eq!(environment.run(&["check"]).code, 0);
}

/// The posts of two channels with these messages of Telethon, made one.
fn merged(one: &str, other: &str) -> Vec<String> {
    let merge = |order: [&str; 2]| {
        let environment = Environment::new();
        for (id, text) in [("77", one), ("78", other)] {
            environment.write(&format!("{id}.json"), text.replace("1234567890", id));
            assert_eq!(environment.run(&["load", &format!("{id}.json")]).code, 0);
        }
        let outcome = environment.run(&["channels", "merge", "--force", order[0], order[1]]);
        assert_eq!(outcome.code, 0, "{outcome}");
        let store = rusqlite::Connection::open(environment.path("chancery.db")).unwrap();
        assert_sound(&store);
        posts(&content(&store))
    };
    let merged = merge(["77", "78"]);
    assert_eq!(merged, merge(["78", "77"]));
    merged
}

#[test]
fn halves_of_an_album_of_two_channels_that_are_one_are_one_post() {
    let first = telethon(&[of_album(2, "words"), of_album(3, "")]);
    let second = telethon(&[of_album(4, ""), of_album(5, ""), alone(6, "behind")]);
    assert_eq!(merged(&first, &second), ["2, 4, 500, words", "6, 1, 600, behind"]);
}

#[test]
fn words_that_a_message_had_last_part_an_album_of_two_channels_that_are_one() {
    let early = telethon(&[of_album(1, "one"), of_album(2, ""), of_album(3, "")]);
    let mut late: Value = serde_json::from_str(&telethon(&[of_album(3, "three")])).unwrap();
    late[0]["edit_date"] = json!("2024-01-02T00:00:00+00:00");
    let late = late.to_string();
    let expected = ["1, 2, -, one", "3, 1, 300, three"];
    assert_eq!(posts(&assert_order_does_not_matter(&[early.clone(), late.clone()])), expected);
    assert_eq!(merged(&early, &late), expected);
}
