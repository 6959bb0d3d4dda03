//! Albums whose messages go: what is left of one is no post of its own.

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::environment::Environment;
use crate::load_again::{
    assert_order_does_not_matter, assert_order_does_not_matter_of, channel, edited, lines, photo, reacted,
    row,
};

/// An album of these messages, the first with the caption, and a post behind it.
fn album(messages: &[i64]) -> Vec<Value> {
    let part =
        |id: &i64| photo(row(*id, 0, if *id == messages[0] { "caption" } else { "" }), &format!("p{id}"));
    messages.iter().map(part).chain([row(9, 1, "behind")]).collect()
}

#[test]
fn an_album_that_lost_a_message_in_its_middle_is_one_post() {
    let later = [album(&[1, 3]), vec![row(12, 3, "later")]].concat();
    let content =
        assert_order_does_not_matter(&[channel("Gazette", &album(&[1, 2, 3])), channel("Gazette", &later)]);
    // The album, the post behind it and the later one.
    assert_eq!(lines(&content, "post").len(), 3, "{content:#?}");
    assert_eq!(photos(&content), ["1", "2", "3"], "{content:#?}");
}

#[test]
fn an_album_of_which_each_input_has_other_messages_has_them_all() {
    let content = assert_order_does_not_matter(&[
        channel("Gazette", &album(&[1, 2, 3])),
        channel("Gazette", &[album(&[1, 2]), vec![row(10, 2, "next")]].concat()),
        channel("Gazette", &[album(&[1, 3]), vec![row(12, 3, "later")]].concat()),
    ]);
    assert_eq!(photos(&content), ["1", "2", "3"], "{content:#?}");
}

/// The messages of the album whose photos are known.
fn photos(content: &[String]) -> Vec<&str> {
    // A line has the post, the position and the message.
    lines(content, "media").iter().filter_map(|line| line.split('|').nth(2)).collect()
}

#[test]
fn an_album_that_lost_its_last_message_is_one_post() {
    let later = [album(&[1, 2]), vec![row(12, 3, "later")]].concat();
    let content =
        assert_order_does_not_matter(&[channel("Gazette", &album(&[1, 2, 3])), channel("Gazette", &later)]);
    assert_eq!(lines(&content, "post").len(), 3, "{content:#?}");
    assert_eq!(photos(&content), ["1", "2", "3"], "{content:#?}");
}

#[test]
fn an_album_that_lost_its_first_message_is_one_post() {
    let later = [album(&[2, 3]), vec![row(12, 3, "later")]].concat();
    let content =
        assert_order_does_not_matter(&[channel("Gazette", &album(&[1, 2, 3])), channel("Gazette", &later)]);
    assert_eq!(lines(&content, "post").len(), 3, "{content:#?}");
    assert_eq!(photos(&content), ["1", "2", "3"], "{content:#?}");
}

#[test]
fn a_message_of_an_album_behind_a_post_within_it_is_no_post_of_its_own() {
    // Message 3 of the album was gone when the messages were collected; a table that tells no albums has all four.
    let table = [1, 2, 3, 4].map(line).join("\n");
    let content = assert_order_does_not_matter(&[collected(), table]);
    assert_eq!(lines(&content, "post").len(), 2, "the album, and message 3: {content:#?}");
    assert_eq!(photos(&content), ["1", "2", "4"], "{content:#?}");
    // Each told of alone, so that message 3 is the last post of the store when 4 comes.
    let content = assert_order_does_not_matter(&[collected(), line(3), line(4)]);
    assert_eq!(lines(&content, "post").len(), 2, "the album, and message 3: {content:#?}");
}

/// Telethon's messages 1, 2 and 4 of an album.
fn collected() -> String {
    let part = |id: i64| {
        json!({
            "_": "Message", "id": id, "peer_id": {"_": "PeerChannel", "channel_id": 1_234_567_890},
            "date": "2024-01-01T00:00:00+00:00", "message": if id == 1 { "caption" } else { "" }, "grouped_id": 77,
            "media": {"_": "MessageMediaPhoto", "photo": {"_": "Photo", "id": id}},
        })
        .to_string()
    };
    format!("[{}]", [1, 2, 4].map(part).join(","))
}

/// A message as a table has it.
fn line(id: i64) -> String {
    let text = if id == 1 { "caption" } else { "" };
    json!({"id": id, "text": text, "posted_at": "2024-01-01T00:00:00Z", "channel_id": 1_234_567_890})
        .to_string()
}

/// Three photos of one moment, which look like an album, the first with words and all with reactions, and a post behind.
pub(crate) fn looks_like_an_album(text: &str) -> [Value; 4] {
    let part = |id: i64, text: &str| photo(reacted(row(id, 0, text), &[("🔥", id)]), &format!("p{id}"));
    [part(1, text), part(2, ""), part(3, ""), row(9, 1, "behind")]
}

/// Telethon's messages, each with its id, its text and its group.
pub(crate) fn telethon(messages: &[(i64, &str, Value)]) -> String {
    let message = |(id, text, group): &(i64, &str, Value)| {
        json!({
            "_": "Message", "id": id, "peer_id": {"_": "PeerChannel", "channel_id": 1_234_567_890},
            "date": "2024-01-01T00:00:00+00:00", "message": text, "grouped_id": group, "views": 100 * id,
            "media": {"_": "MessageMediaPhoto", "photo": {"_": "Photo", "id": id}},
        })
    };
    Value::Array(messages.iter().map(message).collect()).to_string()
}

pub(crate) fn alone(id: i64, text: &str) -> (i64, &str, Value) {
    (id, text, Value::Null)
}

/// The posts as `id, messages, views, text`.
pub(crate) fn posts(content: &[String]) -> Vec<String> {
    let mut posts: Vec<String> = lines(content, "post")
        .iter()
        .map(|line| {
            let cells: Vec<&str> = line.split('|').collect();
            format!("{}, {}, {}, {}", cells[0].rsplit('/').next().unwrap(), cells[15], cells[16], cells[22])
        })
        .collect();
    posts.sort();
    posts
}

#[test]
fn messages_that_are_told_to_stand_alone_are_no_album() {
    let content = assert_order_does_not_matter(&[
        channel("Gazette", &looks_like_an_album("words #tag")),
        telethon(&[alone(1, "words #tag"), alone(2, ""), alone(3, "")]),
    ]);
    assert_eq!(
        posts(&content),
        ["1, 1, 100, words #tag", "2, 1, 200, ", "3, 1, 300, ", "9, 1, -, behind"],
        "{content:#?}"
    );
    assert_eq!(lines(&content, "hashtag"), ["1234567890/1|1|tag|tag|8|-"]);
    // Of the six fires of what looked like an album nobody knows whose they are.
    assert_eq!(lines(&content, "reaction"), [""; 0], "{content:#?}");
    assert_eq!(photos(&content), ["1", "2", "3"]);
}

#[test]
fn what_is_not_told_to_stand_alone_stays_together() {
    // No album reaches over a message that is no part of it.
    let content = assert_order_does_not_matter(&[
        channel("Gazette", &looks_like_an_album("words")),
        telethon(&[alone(2, "")]),
    ]);
    assert_eq!(
        posts(&content),
        ["1, 1, -, words", "2, 1, 200, ", "3, 1, -, ", "9, 1, -, behind"],
        "{content:#?}"
    );
    let content = assert_order_does_not_matter(&[
        channel("Gazette", &looks_like_an_album("words")),
        telethon(&[alone(1, "words"), (2, "", json!(7)), (3, "", json!(7))]),
    ]);
    assert_eq!(posts(&content), ["1, 1, 100, words", "2, 2, 300, ", "9, 1, -, behind"], "{content:#?}");
}

#[test]
fn the_text_is_that_of_the_message_that_has_it() {
    // The words were added later, to the second photo; Telethon's messages are of before.
    let part = |id: i64, text: &str| photo(row(id, 0, text), &format!("p{id}"));
    let later = [part(1, ""), edited(part(2, "added"), 2), part(3, ""), row(9, 3, "behind")];
    let content = assert_order_does_not_matter(&[
        channel("Gazette", &later),
        telethon(&[alone(1, ""), alone(2, ""), alone(3, "")]),
    ]);
    assert_eq!(
        posts(&content),
        ["1, 1, 100, ", "2, 1, 200, added", "3, 1, 300, ", "9, 1, -, behind"],
        "{content:#?}"
    );
    let content = assert_order_does_not_matter(&[channel("Gazette", &later), telethon(&[alone(1, "")])]);
    assert_eq!(posts(&content), ["1, 1, 100, ", "2, 2, -, added", "9, 1, -, behind"], "{content:#?}");
}

#[test]
fn several_inputs_that_take_messages_for_an_album_are_all_mistaken() {
    let early = looks_like_an_album("words");
    let mut late = looks_like_an_album("words").to_vec();
    late[0] = edited(late[0].clone(), 4);
    late[0]["text"] = json!("other words");
    late.push(row(12, 5, "later"));
    let content = assert_order_does_not_matter(&[
        channel("Gazette", &early),
        channel("Gazette", &late),
        telethon(&[alone(3, ""), alone(1, "words")]),
    ]);
    assert_eq!(
        posts(&content),
        ["1, 1, 100, other words", "12, 1, -, later", "2, 1, -, ", "3, 1, 300, ", "9, 1, -, behind"],
        "{content:#?}"
    );
    assert_eq!(lines(&content, "version").len(), 1, "{content:#?}");
}

#[test]
fn what_is_made_of_posts_is_that_of_the_messages_when_an_album_is_taken_apart() {
    let environment = Environment::new();
    let write = |name: &str, text: &str| std::fs::write(environment.path(name), text).unwrap();
    write("export.json", &channel("Gazette", &looks_like_an_album("words\n• one point\n• another point")));
    write("collected.json", &telethon(&[alone(1, "")]));
    for arguments in [&["load", "export.json"][..], &["index"], &["index", "--words"], &["group"]] {
        assert_eq!(environment.run(arguments).code, 0, "{arguments:?}");
    }
    // The words are the first message's, as the export tells.
    assert_eq!(environment.run(&["load", "collected.json"]).code, 0);
    let outcome = environment.run(&["check"]);
    assert_eq!(outcome.code, 0, "{outcome}");
    let rows = environment.run(&["sql", "SELECT external_id AS id, text LIKE 'words%' AS words, talking_points AS points, album_size AS size FROM v_posts ORDER BY 1", "-f", "json"]);
    assert_eq!(
        rows.json(),
        json!([
            {"id": "1", "words": 1, "points": 2, "size": 1},
            {"id": "2", "words": 0, "points": 0, "size": 2},
            {"id": "9", "words": 0, "points": 0, "size": 1},
        ])
    );
    let found = environment.run(&["run", "posts", "--words", "another", "-f", "json"]).json();
    assert_eq!(found.as_array().unwrap().len(), 1, "{found}");
    let outcome = environment.run(&["check"]);
    assert_eq!(outcome.code, 0, "{outcome}");
}

#[test]
fn a_post_is_no_other_one_because_it_turns_out_that_its_message_stands_alone() {
    let environment = Environment::new();
    let write = |name: &str, text: &str| std::fs::write(environment.path(name), text).unwrap();
    let count = "SELECT posts_new AS new, posts_changed AS changed, posts_unchanged AS unchanged FROM loads ORDER BY load_id DESC LIMIT 1";
    write("collected.json", &telethon(&[alone(1, "words"), alone(2, "")]));
    assert_eq!(environment.run(&["load", "collected.json"]).code, 0);
    // As a store of an earlier version has them.
    let store = rusqlite::Connection::open(environment.path("chancery.db")).unwrap();
    assert_eq!(store.execute("UPDATE posts SET is_alone = 0", []).unwrap(), 2);
    drop(store);
    write("again.json", &telethon(&[alone(1, "words"), alone(2, ""), alone(3, "")]));
    assert_eq!(environment.run(&["load", "again.json"]).code, 0);
    let counts = environment.run(&["sql", count, "-f", "json"]).json();
    assert_eq!(counts, json!([{"new": 1, "changed": 0, "unchanged": 2}]));
    write("export.json", &channel("Gazette", &looks_like_an_album("words")));
    assert_eq!(environment.run(&["load", "export.json"]).code, 0);
    let sizes = environment.run(&[
        "sql",
        "SELECT sum(album_size) AS messages, count(*) AS posts FROM posts",
        "-f",
        "json",
    ]);
    assert_eq!(sizes.json(), json!([{"messages": 4, "posts": 4}]));
    assert_eq!(environment.run(&["check"]).code, 0);
}

/// A message of an album.
pub(crate) fn of_album(id: i64, text: &str) -> (i64, &str, Value) {
    (id, text, json!(13_456_789_012_345_678_i64))
}

#[test]
fn halves_of_an_album_that_two_inputs_have_are_one_post() {
    let first = telethon(&[alone(1, "before"), of_album(2, ""), of_album(3, "words #tag")]);
    let second = telethon(&[of_album(4, ""), of_album(5, ""), alone(6, "behind")]);
    let expected = ["1, 1, 100, before", "2, 4, 500, words #tag", "6, 1, 600, behind"];
    let content = assert_order_does_not_matter(&[first.clone(), second.clone()]);
    assert_eq!(posts(&content), expected, "{content:#?}");
    assert_eq!(lines(&content, "hashtag"), ["1234567890/2|1|tag|tag|8|-"]);
    assert_eq!(lines(&content, "version"), [""; 0]);
    assert_eq!(photos(&content), ["1", "2", "3", "4", "5", "6"]);
    let whole: Vec<_> = (2..=5).map(|id| of_album(id, if id == 3 { "words #tag" } else { "" })).collect();
    let content = assert_order_does_not_matter(&[first, second, telethon(&whole)]);
    assert_eq!(posts(&content), expected, "{content:#?}");
    let single: Vec<String> = whole.iter().map(|message| telethon(std::slice::from_ref(message))).collect();
    let content = assert_order_does_not_matter(&single);
    assert_eq!(posts(&content), ["2, 4, 500, words #tag"], "{content:#?}");
}

#[test]
fn messages_of_an_album_with_words_of_their_own_and_those_of_others_stay_apart() {
    let content = assert_order_does_not_matter(&[
        telethon(&[of_album(2, "words"), of_album(3, "")]),
        telethon(&[of_album(4, "other words"), of_album(5, "")]),
        telethon(&[(6, "", json!(8)), (7, "", json!(8))]),
    ]);
    assert_eq!(
        posts(&content),
        ["2, 2, 300, words", "4, 2, 500, other words", "6, 2, 700, "],
        "{content:#?}"
    );
    // No album has more than ten.
    let long: Vec<_> = (1..=7).map(|id| of_album(id, "")).collect();
    let content =
        assert_order_does_not_matter(&[telethon(&long), telethon(&[of_album(8, ""), of_album(9, "")])]);
    assert_eq!(posts(&content), ["1, 9, 900, "], "{content:#?}");
    let rest: Vec<_> = (8..=11).map(|id| of_album(id, "")).collect();
    let content = assert_order_does_not_matter(&[telethon(&long), telethon(&rest)]);
    assert_eq!(posts(&content), ["1, 7, 700, ", "8, 4, 1100, "], "{content:#?}");
}

#[test]
fn what_some_messages_of_an_album_have_later_is_no_less_than_what_it_has() {
    let views = |input: String, of: &[(i64, i64)], day: i64| {
        let mut messages: Value = serde_json::from_str(&input).unwrap();
        for (message, (_, views)) in messages.as_array_mut().unwrap().iter_mut().zip(of) {
            message["views"] = json!(views);
            message["edit_date"] = json!(format!("2024-01-0{day}T00:00:00+00:00"));
        }
        messages.to_string()
    };
    let whole = telethon(&[of_album(2, "words"), of_album(3, ""), of_album(4, "")]);
    let whole = views(whole, &[(2, 50), (3, 40), (4, 30)], 2);
    let half = telethon(&[of_album(3, ""), of_album(4, "")]);
    let lesser = views(half.clone(), &[(3, 45), (4, 41)], 3);
    let content = assert_order_does_not_matter(&[whole.clone(), lesser]);
    assert_eq!(posts(&content), ["2, 3, 50, words"], "{content:#?}");
    let content = assert_order_does_not_matter(&[whole, views(half, &[(3, 61), (4, 41)], 3)]);
    assert_eq!(posts(&content), ["2, 3, 61, words"], "{content:#?}");
}

/// An input of four messages of one moment, of which the second, as a rule, has the words: which of them it holds, whether
/// the words are those of a later edit, and whether it tells that they stand alone.
fn seen() -> impl Strategy<Value = (Vec<bool>, bool, bool)> {
    (proptest::collection::vec(proptest::bool::weighted(0.8), 4), any::<bool>(), any::<bool>())
}

/// The input, and a post behind of the day on which it was made.
fn input(day: i64, with_text: i64, (holds, is_edited, is_told): &(Vec<bool>, bool, bool)) -> String {
    let held: Vec<i64> = (1..=4).zip(holds).filter(|(_, holds)| **holds).map(|(id, _)| id).collect();
    let text = |id: i64| match (id == with_text, is_edited) {
        (true, true) => "words #edited",
        (true, false) => "words #tag",
        _ => "",
    };
    if *is_told {
        return telethon(&held.iter().map(|id| alone(*id, text(*id))).collect::<Vec<_>>());
    }
    let part = |id: &i64| {
        let row = photo(row(*id, 0, text(*id)), &format!("p{id}"));
        if *is_edited && *id == with_text { edited(row, 2) } else { row }
    };
    let rows: Vec<Value> = held.iter().map(part).chain([row(10 + day, day, "behind")]).collect();
    channel("Gazette", &rows)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_the_order_messages_that_stand_alone_do_so(
        made in proptest::collection::vec(seen(), 2..4),
        with_text in 1_i64..5,
    ) {
        let inputs: Vec<String> = (3..).zip(&made).map(|(day, made)| input(day, with_text, made)).collect();
        let inputs: Vec<String> = inputs.into_iter().filter(|input| input != "[]").collect();
        let content = assert_order_does_not_matter_of(&inputs, |line| {
            // Which inputs saw a message and counted nothing of it is not known of all that took it for a part of an album.
            !(line.starts_with("seen: ") && line.contains("|-|-|-|-|-|"))
        });
        let told = |id: usize| made.iter().any(|(holds, _, is_told)| *is_told && holds[id - 1]);
        let sizes: Vec<(usize, String)> = posts(&content)
            .iter()
            .filter_map(|post| {
                let (id, rest) = post.split_once(", ")?;
                Some((id.parse().ok()?, rest.split(',').next()?.to_owned()))
            })
            .collect();
        for id in (1..=4).filter(|id| told(*id)) {
            prop_assert!(sizes.contains(&(id, "1".to_owned())), "{id} of {sizes:?}");
        }
    }
}

#[test]
fn the_number_of_an_album_stays_when_another_input_joins_its_messages() {
    let part = |id: i64, text: &str| photo(row(id, 0, text), &format!("p{id}"));
    let content = assert_order_does_not_matter(&[
        channel("Gazette", &[part(1, "words"), row(9, 1, "behind")]),
        telethon(&[of_album(2, ""), of_album(3, "")]),
        channel("Gazette", &[part(1, "words"), part(2, ""), part(3, ""), row(9, 2, "behind")]),
        telethon(&[of_album(4, "")]),
    ]);
    assert_eq!(posts(&content), ["1, 4, 400, words", "9, 1, -, behind"], "{content:#?}");
}
