//! Albums whose messages have words of their own, which some of them were given later; and what was counted of albums
//! that turn out to be none.

use serde_json::json;

use crate::albums::{alone, posts, telethon};
use crate::load_again::{assert_order_does_not_matter, channel, edited, lines, photo, row};

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
