//! Albums whose messages have words of their own, which some of them were given later; and what was counted of albums
//! that turn out to be none.

use serde_json::json;

use crate::albums::{alone, posts, telethon};
use crate::environment::Environment;
use crate::load_again::{assert_order_does_not_matter, channel, edited, lines, photo, row};

#[test]
fn so_it_is_with_words_of_a_message_with_others_behind() {
    // Whatever an export of before has: no words, those of another message, or the same with later ones.
    for early in [["", "", "", ""], ["one #first", "", "", ""], ["", "", "two #third", ""]] {
        let content =
            assert_order_does_not_matter(&[photos(early), photos(["one #first", "", "two #third", ""])]);
        assert_eq!(
            posts(&content),
            ["1, 2, -, one #first", "3, 2, -, two #third", "9, 1, -, behind"],
            "{content:#?}"
        );
        assert_eq!(
            lines(&content, "hashtag"),
            ["1234567890/1|1|first|first|6|-", "1234567890/3|1|third|third|6|-"],
            "{content:#?}"
        );
    }
    let group = |id: i64, text: &'static str| (id, text, json!(7));
    let content = assert_order_does_not_matter(&[
        telethon(&[group(1, "one"), group(2, ""), group(3, ""), group(4, "")]),
        telethon(&[group(1, "one"), group(2, ""), group(3, "two"), group(4, ""), (9, "behind", json!(null))]),
        photos(["one", "", "", ""]),
    ]);
    assert_eq!(posts(&content).len(), 3, "{content:#?}");
}

#[test]
fn words_behind_messages_that_are_gone_take_no_others_away() {
    let part = |id: i64, text: &str| photo(row(id, 0, text), &format!("p{id}"));
    let late = [part(1, "one"), edited(part(4, "two"), 1), row(9, 2, "behind")];
    let content = assert_order_does_not_matter(&[photos(["one", "", "", ""]), channel("Gazette", &late)]);
    assert_eq!(posts(&content), ["1, 3, -, one", "4, 1, -, two", "9, 1, -, behind"], "{content:#?}");
}

#[test]
fn a_message_behind_one_that_begins_a_post_is_of_that_whatever_album_is_before() {
    let part = |id: i64, text: &str| photo(row(id, 0, text), &format!("p{id}"));
    // The last one takes messages 2 and 3 for one album, which the second one parts.
    let content = assert_order_does_not_matter(&[
        telethon(&[(2, "", json!(7)), (4, "", json!(8))]),
        photos(["one", "", "three", ""]),
        channel("Gazette", &[part(2, ""), part(3, "three"), row(10, 3, "next")]),
    ]);
    assert_eq!(
        posts(&content),
        ["1, 2, 200, one", "10, 1, -, next", "3, 2, 400, three", "9, 1, -, behind"],
        "{content:#?}"
    );
}

#[test]
fn albums_of_one_second_are_none_of_one_another() {
    let of = |group: i64| move |id: i64, text: &'static str| (id, text, json!(group));
    let (first, second) = (of(7), of(8));
    let content = assert_order_does_not_matter(&[
        photos(["one", "", "", ""]),
        telethon(&[first(1, "one"), first(2, ""), second(3, ""), second(4, "")]),
    ]);
    assert_eq!(posts(&content), ["1, 2, 200, one", "3, 2, 400, ", "9, 1, -, behind"], "{content:#?}");
}

#[test]
fn words_of_several_messages_of_an_album_take_none_away_whichever_input_has_them() {
    let of_album = |id: i64, text: &'static str| (id, text, json!(7));
    let wordless = telethon(&[of_album(2, ""), of_album(3, "")]);
    let (one, two) = (telethon(&[of_album(1, "one")]), telethon(&[of_album(2, "two")]));
    let content = assert_order_does_not_matter(&[wordless.clone(), two.clone(), one.clone()]);
    assert_eq!(posts(&content), ["1, 1, 100, one", "2, 2, 300, two"], "{content:#?}");
    // An export of before there were words reaches over both.
    let content = assert_order_does_not_matter(&[self::wordless(&[1, 2, 3]), two, one]);
    assert_eq!(posts(&content), ["1, 1, 100, one", "2, 2, 200, two"], "{content:#?}");
    // The words of a message that is gone went to the next one.
    let content = assert_order_does_not_matter(&[
        telethon(&[of_album(1, "words"), of_album(2, ""), of_album(3, "")]),
        telethon(&[of_album(2, "words"), of_album(3, "")]),
    ]);
    assert_eq!(posts(&content), ["1, 3, 300, words"], "{content:#?}");
}

/// Photos of one second without words, with these ids, as Telegram Desktop exports them.
fn wordless(messages: &[i64]) -> String {
    let rows: Vec<_> = messages.iter().map(|id| photo(row(*id, 0, ""), &format!("p{id}"))).collect();
    channel("Gazette", &rows)
}

#[test]
fn albums_of_one_second_that_no_input_has_whole_are_none_of_one_another() {
    let of = |group: i64| move |id: i64, text: &'static str| (id, text, json!(group));
    let (first, second) = (of(7), of(8));
    let content = assert_order_does_not_matter(&[
        telethon(&[second(3, ""), first(2, ""), first(1, "")]),
        wordless(&[2, 3]),
        telethon(&[second(4, "words"), first(2, "")]),
    ]);
    assert_eq!(posts(&content), ["1, 2, 200, ", "3, 2, 400, words"], "{content:#?}");
    // Message 2 is told of without its album only.
    let content = assert_order_does_not_matter(&[
        telethon(&[first(1, "one"), second(3, "")]),
        wordless(&[1, 2]),
        wordless(&[2, 3]),
    ]);
    assert_eq!(posts(&content), ["1, 2, 100, one", "3, 1, 300, "], "{content:#?}");
    let content = assert_order_does_not_matter(&[
        wordless(&[1, 2, 3, 4, 5]),
        telethon(&[first(1, ""), first(2, "")]),
        telethon(&[second(4, "four")]),
        telethon(&[(5, "", json!(9))]),
    ]);
    assert_eq!(posts(&content), ["1, 3, 200, ", "4, 1, 400, four", "5, 1, 500, "], "{content:#?}");
}

#[test]
fn an_album_right_behind_another_one_goes_on_in_another_input() {
    let of = |group: i64| move |id: i64, text: &'static str| (id, text, json!(group));
    let (first, second) = (of(7), of(8));
    let content = assert_order_does_not_matter(&[
        telethon(&[first(1, ""), first(2, ""), second(3, ""), second(4, "")]),
        telethon(&[second(5, ""), second(6, "")]),
    ]);
    assert_eq!(posts(&content), ["1, 2, 200, ", "3, 4, 600, "], "{content:#?}");
    // So does one that begins because of words of its own.
    let content = assert_order_does_not_matter(&[
        telethon(&[first(1, "one"), first(2, "two"), first(3, "")]),
        telethon(&[first(4, "")]),
    ]);
    assert_eq!(posts(&content), ["1, 1, 100, one", "2, 3, 400, two"], "{content:#?}");
}

#[test]
fn messages_that_nothing_joins_any_more_where_an_album_is_taken_apart_are_posts_of_their_own() {
    // Message 3 joins 1 and 2 until it turns out that it begins a post.
    let part = |id: i64, text: &str| photo(row(id, 0, text), &format!("p{id}"));
    let three = || edited(part(3, "three"), 1);
    let content = assert_order_does_not_matter(&[
        telethon(&[(1, "", json!(7)), (3, "", json!(7))]),
        channel("Gazette", &[part(2, ""), three(), row(8, 2, "behind")]),
        channel("Gazette", &[edited(part(2, "two"), 3), three(), row(9, 4, "later")]),
    ]);
    assert_eq!(
        posts(&content),
        ["1, 1, -, ", "2, 1, -, two", "3, 1, -, three", "8, 1, -, behind", "9, 1, -, later"],
        "{content:#?}"
    );
}

#[test]
fn an_album_of_which_inputs_have_messages_on_both_sides_of_a_post_is_one() {
    let of_album = |id: i64| telethon(&[(id, "", json!(7))]);
    let content = assert_order_does_not_matter(&[of_album(1), of_album(3), wordless(&[2])]);
    assert_eq!(posts(&content), ["1, 2, 300, ", "2, 1, -, "], "{content:#?}");
    // Over one that is told to stand alone none reaches.
    let content = assert_order_does_not_matter(&[of_album(1), of_album(3), telethon(&[alone(2, "")])]);
    assert_eq!(posts(&content), ["1, 1, 100, ", "2, 1, 200, ", "3, 1, 300, "], "{content:#?}");
}

#[test]
fn a_message_that_begins_a_post_may_have_others_behind_it_whoever_tells_its_words() {
    // Message 4 begins an album right behind another one; its later words are told by an export that marks no albums.
    let later = edited(photo(row(4, 0, "new"), "p4"), 1);
    let content = assert_order_does_not_matter(&[
        telethon(&[(3, "", json!(7)), (4, "four", json!(8))]),
        telethon(&[(5, "", json!(8))]),
        channel("Gazette", &[later]),
    ]);
    assert_eq!(posts(&content), ["3, 1, 300, ", "4, 2, 500, new"], "{content:#?}");
}

/// Telethon's messages of one album with these ids, each seen so often, as a collection of that day has them.
fn counted(messages: &[i64], views: Option<i64>, day: i64) -> String {
    let message = |id: i64, day: i64, text: &str, group: Option<i64>| {
        json!({
            "_": "Message", "id": id, "peer_id": {"_": "PeerChannel", "channel_id": 1_234_567_890},
            "date": format!("2024-01-0{day}T00:00:00+00:00"), "message": text, "grouped_id": group, "views": views,
            "media": group.map(|_| json!({"_": "MessageMediaPhoto", "photo": {"_": "Photo", "id": id}})),
        })
    };
    let album = messages.iter().map(|id| message(*id, 1, "", Some(7)));
    serde_json::Value::Array(album.chain([message(90 + day, day, "behind", None)]).collect()).to_string()
}

#[test]
fn counts_of_what_turns_out_to_be_some_of_an_album_are_those_of_some_of_it() {
    // The last one, which has no counts, tells that the second one had not all messages, so that the first had more.
    let content = assert_order_does_not_matter(&[
        counted(&[3], Some(90), 2),
        counted(&[2, 3], Some(50), 3),
        counted(&[1, 2, 3], None, 4),
    ]);
    assert_eq!(
        posts(&content),
        ["1, 3, 90, ", "92, 1, 90, behind", "93, 1, 50, behind", "94, 1, -, behind"],
        "{content:#?}"
    );
}

#[test]
fn what_was_counted_of_one_message_is_said_of_no_other_that_looked_like_an_album_with_it() {
    let part = |id: i64, text: &str| photo(row(id, 0, text), &format!("p{id}"));
    let export = channel("Gazette", &[part(1, "one"), part(2, ""), row(9, 1, "behind")]);
    let table = "channel_id,id,date,text,views\n1234567890,1,2024-01-01T00:00:00Z,one,10\n1234567890,2,2024-01-01T00:00:00Z,,70\n";
    // The newest first, and no views: what it tells of message 2 stands for what the table told of that.
    let message = |id: i64, text: &str, group: Option<i64>| {
        json!({
            "_": "Message", "id": id, "peer_id": {"_": "PeerChannel", "channel_id": 1_234_567_890},
            "date": "2024-01-01T00:00:00+00:00", "message": text, "grouped_id": group,
            "media": {"_": "MessageMediaPhoto", "photo": {"_": "Photo", "id": id}},
        })
    };
    let messages = json!([message(2, "", Some(7)), message(1, "one", None)]).to_string();
    let content = assert_order_does_not_matter(&[table.to_owned(), export, messages]);
    assert_eq!(posts(&content), ["1, 1, 10, one", "2, 1, 70, ", "9, 1, -, behind"], "{content:#?}");
}

/// Four photos of one second with these words, those of the last message given on day 1, and a post of day 2.
fn photos(words: [&str; 4]) -> String {
    let mut rows: Vec<_> =
        (1..).zip(words).map(|(id, text)| photo(row(id, 0, text), &format!("p{id}"))).collect();
    if !words[3].is_empty() {
        rows[3] = edited(rows[3].clone(), 1);
    }
    rows.push(row(9, 2, "behind"));
    channel("Gazette", &rows)
}

#[test]
fn words_that_a_message_of_an_album_is_given_later_take_no_others_away() {
    let content =
        assert_order_does_not_matter(&[photos(["one", "", "", ""]), photos(["one", "", "", "two"])]);
    assert_eq!(posts(&content), ["1, 3, -, one", "4, 1, -, two", "9, 1, -, behind"], "{content:#?}");
    // What message 4 had before is known: nothing.
    assert_eq!(lines(&content, "version"), ["1234567890/4||-|2024-01-03T00:00:00Z"], "{content:#?}");
    let early = photos(["one", "", "", ""]);
    let content = assert_order_does_not_matter(&[early, photos(["one", "two", "", ""])]);
    assert_eq!(posts(&content), ["1, 1, -, one", "2, 3, -, two", "9, 1, -, behind"], "{content:#?}");
}

#[test]
fn so_it_is_with_albums_that_are_marked() {
    let group = |id: i64, text: &'static str| (id, text, json!(7));
    let content = assert_order_does_not_matter(&[
        telethon(&[group(1, "one"), group(2, ""), group(3, ""), group(4, "")]),
        photos(["one", "", "", "two"]),
        telethon(&[group(1, "one"), group(2, "")]),
    ]);
    // The first counted four messages together, the last one two, of the three that are left of the album.
    assert_eq!(posts(&content), ["1, 3, 200, one", "4, 1, -, two", "9, 1, -, behind"], "{content:#?}");
}

#[test]
fn what_was_counted_of_one_message_stays_when_another_one_turns_out_to_stand_alone() {
    // A table that tells message 2 alone counts nothing else.
    let table = "channel_id,id,date,text,views\n1234567890,2,2024-01-01T00:00:00Z,,50\n".to_owned();
    let content = assert_order_does_not_matter(&[
        photos(["one", "", "", ""]),
        table,
        telethon(&[alone(1, "one"), alone(2, "")]),
    ]);
    assert_eq!(
        posts(&content),
        ["1, 1, 100, one", "2, 1, 200, ", "3, 2, -, ", "9, 1, -, behind"],
        "{content:#?}"
    );
    assert!(
        lines(&content, "seen").iter().any(|line| line.starts_with("1234567890/2|") && line.contains("|50|"))
    );
}

/// A web preview page that knows its channel by a handle only: an album of two photos, and two posts.
fn page() -> String {
    let post = |id: i64, photos: &str, text: &str| {
        format!(
            "<div class=\"tgme_widget_message_wrap\"><div class=\"tgme_widget_message\" data-post=\"gazette/{id}\">\
             <div class=\"tgme_widget_message_bubble\">{photos}\
             <div class=\"tgme_widget_message_text js-message_text\" dir=\"auto\">{text}</div>\
             <a class=\"tgme_widget_message_date\" href=\"https://t.me/gazette/{id}\">\
             <time datetime=\"2024-01-01T00:00:00+00:00\">x</time></a></div></div></div>"
        )
    };
    let photos = [1, 2].map(|id| {
        format!("<a class=\"tgme_widget_message_photo_wrap\" href=\"https://t.me/gazette/{id}?single\"></a>")
    });
    format!(
        "<html><body><main class=\"tgme_main\" data-url=\"/gazette\"><section>{}{}{}</section></main></body></html>",
        post(1, &photos.concat(), "Ships come in"),
        post(3, "", "Fog"),
        post(4, "", "Calm")
    )
}

#[test]
fn messages_of_an_album_tell_whether_two_channels_are_one() {
    // Tables that tell no albums: message 2 has the words of the album. Three posts in equal words make one of two channels.
    let table = |channel: &str| {
        let row = |id: i64, text: &str| {
            json!({"channel": channel, "id": id, "date": "2024-01-01T00:00:00Z", "text": text}).to_string()
                + "\n"
        };
        [row(1, ""), row(2, "Ships come in"), row(3, "Fog"), row(4, "Calm")].concat()
    };
    let inputs =
        [("page.html", page()), ("handle.jsonl", table("@gazette")), ("id.jsonl", table("-1001234567890"))];
    for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        let environment = Environment::new();
        for place in order {
            let (name, text) = &inputs[place];
            environment.write(name, text);
            assert_eq!(environment.run(&["load", name]).code, 0);
        }
        let counts = "SELECT count(*) AS posts, count(DISTINCT channel_id) AS channels FROM posts";
        let counts = environment.run(&["sql", counts, "-f", "json"]).json();
        assert_eq!(counts, json!([{"posts": 3, "channels": 1}]), "{order:?}");
    }
}

#[test]
fn photos_of_one_album_make_no_two_channels_one() {
    // Two channels of one name, of which one is known by its name alone: under four ids each has photos without words, of
    // moments ten minutes apart, and all else differs.
    let table = |channel: serde_json::Value, minute: &str, last: i64| {
        let row = |id: i64, day: i64, text: &str| {
            json!({"channel": channel, "id": id, "date": format!("2024-01-0{day}T00:{minute}:00Z"), "text": text})
                .to_string()
                + "\n"
        };
        (1..=4).map(|id| row(id, 1, "")).collect::<String>() + &row(last, 4, &format!("post {last}"))
    };
    let inputs = [
        ("export.json", photos(["", "", "", ""])),
        ("id.jsonl", table(json!("-1001234567890"), "00", 10)),
        ("name.jsonl", table(json!("Gazette"), "10", 11)),
    ];
    for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        let environment = Environment::new();
        for place in order {
            let (name, text) = &inputs[place];
            environment.write(name, text);
            assert_eq!(environment.run(&["load", name]).code, 0);
        }
        let counts = "SELECT count(*) AS posts, count(DISTINCT channel_id) AS channels FROM posts";
        let counts = environment.run(&["sql", counts, "-f", "json"]).json();
        // The album, the post behind it and that of the table; four messages and a post of the other.
        assert_eq!(counts, json!([{"posts": 8, "channels": 2}]), "{order:?}");
    }
}
