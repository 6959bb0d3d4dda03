//! Messages with one `grouped_id`.

use super::*;
use crate::model::Reaction;

/// A part of album `group` with a photo, a text and more keys.
fn part(id: i64, group: &str, text: &str, rest: &str) -> String {
    message(
        id,
        &format!(
            r#", "message": "{text}", "grouped_id": {group}, "media": {{"_": "MessageMediaPhoto", "photo": {{}}}}{rest}"#
        ),
    )
}

/// Posts as `id text: ids of media`.
fn albums(rows: &[String]) -> Vec<String> {
    let records = records(format!("[{}]", rows.join(",")));
    posts(&records)
        .into_iter()
        .map(|post| {
            let media: Vec<_> = post.media.iter().map(|media| media.external_id.clone().unwrap()).collect();
            format!("{} {}: {}", post.external_id.as_ref().unwrap(), post.text, media.join(" "))
        })
        .collect()
}

#[test]
fn an_album_is_one_post_in_either_order() {
    let rows = [part(10, "7", "", ""), part(11, "7", "Flood", ""), part(12, "7", "", "")];
    assert_eq!(albums(&rows), ["10 Flood: 10 11 12"]);
    let mut reversed = rows;
    reversed.reverse();
    assert_eq!(albums(&reversed), ["10 Flood: 10 11 12"]);
}

#[test]
fn albums_side_by_side_stay_apart() {
    let rows = [
        part(10, "7", "a", ""),
        part(11, "7", "", ""),
        part(12, "8", "b", ""),
        part(13, "8", "", ""),
        message(14, r#", "message": "c""#),
        part(15, "9", "", ""),
        part(16, "null", "", ""),
        part(17, "null", "", ""),
    ];
    assert_eq!(albums(&rows), ["10 a: 10 11", "12 b: 12 13", "14 c: ", "15 : 15", "16 : 16", "17 : 17"]);
}

#[test]
fn a_message_with_media_and_without_a_group_stands_alone() {
    let without_media = message(4, r#", "message": "d", "grouped_id": null"#);
    let without_key = r#", "media": {"_": "MessageMediaPhoto", "photo": {}}"#;
    let rows = [part(1, "null", "a", ""), part(2, "0", "b", ""), message(3, without_key), without_media];
    let rows = [&rows[..], &[part(5, "7", "", ""), part(6, "7", "words", "")]].concat();
    let records = records(format!("[{}]", rows.join(",")));
    let told: Vec<_> =
        posts(&records).into_iter().map(|post| (post.is_alone, post.text_of.clone())).collect();
    let album = (false, Some("6".to_owned()));
    assert_eq!(told, [(true, None), (true, None), (false, None), (false, None), album]);
}

#[test]
fn a_group_is_known_in_every_form() {
    for group in ["13456789012345678", "\"13456789012345678\"", "1.3456789012345678e16"] {
        assert_eq!(albums(&[part(1, group, "", ""), part(2, group, "x", "")]), ["1 x: 1 2"], "{group}");
    }
    for none in ["0", "\"\"", "\"0\"", "0.0", "[]"] {
        assert_eq!(albums(&[part(1, none, "", ""), part(2, none, "", "")]), ["1 : 1", "2 : 2"], "{none}");
    }
}

#[test]
fn no_words_of_an_album_are_lost() {
    let rows = [part(1, "7", "", ""), part(2, "7", "one", ""), part(3, "7", "", ""), part(4, "7", "two", "")];
    assert_eq!(albums(&rows), ["1 one: 1 2 3", "4 two: 4"]);
    let mut reversed = rows;
    reversed.reverse();
    assert_eq!(albums(&reversed), ["1 one: 1 2 3", "4 two: 4"], "the order of the file changes nothing");
}

#[test]
fn an_album_has_ten_parts_at_most_and_each_once() {
    let rows: Vec<_> = (1..=12).map(|id| part(id, "7", "", "")).collect();
    assert_eq!(albums(&rows), ["1 : 1 2 3 4 5 6 7 8 9 10", "11 : 11 12"]);
    let twice = [part(1, "7", "", ""), part(2, "7", "", ""), part(1, "7", "", ""), part(2, "7", "", "")];
    assert_eq!(albums(&twice), ["1 : 1 2"], "the input has it twice");
    let doubled = [part(1, "7", "", ""), part(1, "7", "", ""), part(2, "7", "", ""), part(2, "7", "", "")];
    assert_eq!(albums(&doubled), ["1 : 1 2"], "the input has each message twice");
}

#[test]
fn a_reject_or_an_event_within_an_album_does_not_split_it() {
    let service = message(99, r#", "action": {"_": "MessageActionPinMessage"}"#)
        .replace(r#""Message""#, r#""MessageService""#);
    let rows = [part(1, "7", "", ""), "5".to_owned(), service, part(2, "7", "", "")];
    let records = records(format!("[{}]", rows.join(",")));
    assert_eq!(outline(&records), ["c1500000001", "r- not an object", "e99", "p1"]);
    assert_eq!(posts(&records)[0].media.len(), 2);
}

#[test]
fn albums_of_two_channels_stay_apart() {
    let other = part(2, "7", "", "").replace("1500000001", "6");
    let records = records(format!("[{},{other}]", part(1, "7", "", "")));
    assert_eq!(outline(&records), ["c1500000001", "c6", "p2", "c1500000001", "p1", "c6"]);
}

#[test]
fn albums_of_several_channels_that_are_sorted_by_time_are_whole() {
    let of = |channel: &str, row: String| row.replace("1500000001", channel);
    let rows = [
        of("5", part(1, "7", "a", "")),
        of("6", part(1, "7", "b", "")),
        of("5", part(2, "7", "", "")),
        of("6", message(9, r#", "message": "c""#)),
        of("5", part(3, "7", "", "")),
        of("6", part(2, "7", "", "")),
        of("5", message(4, r#", "message": "d""#)),
    ];
    let records = records(format!("[{}]", rows.join(",")));
    // That of channel 6 is over when its message 9 comes.
    let expected = ["c5", "c6", "c5", "c6", "p1", "p9", "c5", "c6", "c5", "p1", "p4", "c6", "p2", "c5"];
    assert_eq!(outline(&records), expected);
    let parts: Vec<usize> = posts(&records).iter().map(|post| post.media.len()).collect();
    assert_eq!(parts, [1, 0, 3, 0, 1]);
}

#[test]
fn an_album_does_not_wait_for_ever() {
    let of_others = |id: i64| {
        let channel = if id % 2 == 0 { "6" } else { "8" };
        message(id, "").replace("1500000001", channel)
    };
    let rows: Vec<String> = std::iter::once(part(1, "7", "", "")).chain((10..1210).map(of_others)).collect();
    let outline = outline(&records(format!("[{}]", rows.join(","))));
    let given = outline.iter().rposition(|word| word == "c1500000001").unwrap();
    assert_eq!(outline[given + 1], "p1");
    assert!(given < outline.len() - 200, "{given}");
}

#[test]
fn an_album_has_the_metrics_of_its_most_seen_part_and_all_reactions() {
    let reaction = |count: i64| {
        format!(r#", "reactions": {{"results": [{{"reaction": {{"emoticon": "👍"}}, "count": {count}}}]}}"#)
    };
    let rows = [
        part(
            1,
            "7",
            "",
            &format!(r#", "views": 100, "forwards": null, "edit_date": 1748779300{}"#, reaction(2)),
        ),
        part(
            2,
            "7",
            "a",
            &format!(
                r#", "views": 105, "forwards": 3, "edit_date": 1748779400, "replies": {{"replies": 4}}{}"#,
                reaction(1)
            ),
        ),
        part(3, "7", "", r#", "views": null, "forwards": 1, "post_author": "Ana""#),
    ];
    let records = records(format!("[{}]", rows.join(",")));
    let [post] = posts(&records)[..] else { panic!("one post") };
    assert_eq!((post.views, post.forwards, post.replies), (Some(105), Some(3), Some(4)));
    assert_eq!(post.edited, crate::model::Moment::Instant(1_748_779_400));
    assert_eq!(
        post.reactions,
        Some(vec![Reaction { kind: "emoji".to_owned(), name: "👍".to_owned(), count: 3 }])
    );
    assert_eq!(post.author.as_ref().unwrap().name.as_deref(), Some("Ana"));
}

#[test]
fn an_album_goes_on_in_the_next_answer() {
    let chats = r#""chats": [{"_": "Channel", "id": 1500000001, "title": "Quay", "broadcast": true}]"#;
    let answer = |rows: &[String]| format!(r#"{{"messages": [{}], {chats}}}"#, rows.join(","));
    let one = answer(&[message(9, r#", "message": "z""#), part(3, "7", "", ""), part(2, "7", "", "")]);
    let two = answer(&[part(1, "7", "a", "")]);
    for input in [format!("{one}\n{two}"), format!("[{one},{two}]")] {
        assert!(looks_like(input.as_bytes()));
        let records = records(input);
        let parts: Vec<_> = posts(&records)
            .iter()
            .map(|post| (post.external_id.clone().unwrap(), post.media.len()))
            .collect();
        assert_eq!(parts, [("9".to_owned(), 0), ("1".to_owned(), 3)]);
    }
}
