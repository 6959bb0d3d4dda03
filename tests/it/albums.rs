//! Albums whose messages go: what is left of one is no post of its own.

use serde_json::{Value, json};

use crate::load_again::{assert_order_does_not_matter, channel, lines, photo, row};

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
