//! Shapes of whole files: single chats, accounts, arrays of messages, other tools' files, albums.

use std::io::Cursor;

use super::*;
use crate::model::Moment;

fn seekable(input: &str) -> Vec<Record> {
    drain(TelegramJson::new_seekable(Cursor::new(input.to_owned())))
}

/// Ids of the channels, posts (`p`), events (`e`) and rejects (`r`), in order.
fn outline(records: &[Record]) -> Vec<String> {
    let id = |id: &Option<String>| id.clone().unwrap_or_else(|| "-".to_owned());
    records
        .iter()
        .map(|record| match record {
            Record::Channel(channel) => format!("channel {}", id(&channel.external_id)),
            Record::Post(post) => format!("p{}", id(&post.external_id)),
            Record::Event(event) => format!("e{}", id(&event.external_id)),
            Record::Reject(reject) => format!("r{} {}", id(&reject.external_id), reject.reason),
            Record::Cut(place) => format!("cut at {place}"),
        })
        .collect()
}

#[test]
fn a_single_chat_tells_its_channel_before_its_posts() {
    let records = records(channel(&row(1, r#","text":"a""#)));
    let [Record::Channel(channel), Record::Post(_)] = &records[..] else { panic!("{records:?}") };
    let expected = Channel {
        platform: "telegram".to_owned(),
        external_id: Some("1500000001".to_owned()),
        handle: None,
        name: Some("Bureau of Vexland".to_owned()),
        kind: Some("public_channel".to_owned()),
        link_base: Some("https://t.me/c/1500000001/".to_owned()),
    };
    assert_eq!(*channel, expected);
}

#[test]
fn only_channels_and_supergroups_have_links() {
    for (kind, has_links) in [
        ("private_channel", true),
        ("public_supergroup", true),
        ("private_supergroup", true),
        ("private_group", false),
        ("personal_chat", false),
        ("bot_chat", false),
        ("saved_messages", false),
    ] {
        let file = format!(r#"{{"type":"{kind}","id":7,"messages":[{}]}}"#, row(1, ""));
        assert_eq!(channels(&records(file))[0].link_base.is_some(), has_links, "{kind}");
    }
}

#[test]
fn saved_messages_have_an_id_but_no_name() {
    let file = format!(
        r#"{{"type":"saved_messages","id":777,"messages":[{}]}}"#,
        row(1, r#","from":"Ann","from_id":"user777""#)
    );
    let records = records(file);
    let channel = channels(&records)[0];
    assert_eq!(
        (channel.external_id.as_deref(), channel.name.as_deref(), channel.kind.as_deref()),
        (Some("user777"), None, Some("saved_messages"))
    );
    let null = records_of_chat(r#""name":null,"type":null,"id":9"#);
    assert_eq!(channels(&null)[0].external_id.as_deref(), Some("9"));
}

fn records_of_chat(header: &str) -> Vec<Record> {
    records(format!(r#"{{{header},"messages":[{}]}}"#, row(1, "")))
}

#[test]
fn type_bits_are_taken_from_ids_of_old_files_only() {
    let chat = |id: &str, row: &str| {
        let file = format!(r#"{{"name":"V","type":"public_channel","id":{id},"messages":[{row}]}}"#);
        let records = records(file);
        (channels(&records)[0].external_id.clone().unwrap(), posts(&records)[0].author.is_some())
    };
    let old = r#"{"id":1,"type":"message","date":"2021-01-31T21:02:29","from":"V","from_id":10089934592,"text":"a"}"#;
    assert_eq!(chat("10089934592", old), ("1500000000".to_owned(), false));
    let older = r#"{"id":1,"type":"message","date":"2019-01-31T21:02:29","text":"a"}"#;
    assert_eq!(chat("10089934592", older), ("1500000000".to_owned(), false), "1.4.8 to 2.4.0");
    assert_eq!(chat("4294967301", older), ("5".to_owned(), false), "a user");
    let newer =
        r#"{"id":1,"type":"message","date":"2031-01-31T21:02:29","from_id":"channel10089934592","text":"a"}"#;
    assert_eq!(
        chat("10089934592", newer),
        ("10089934592".to_owned(), false),
        "a bare id that has grown so far"
    );
    assert_eq!(
        chat("10089934592", &row(1, "")),
        ("10089934592".to_owned(), false),
        "date_unixtime came later than type bits"
    );
}

#[test]
fn a_channel_before_1_4_8_is_known_by_name_only() {
    let records = records(
        r#"{"name":"V","type":"public_channel","messages":[{"id":1,"type":"message","date":"2018-09-05T16:42:32","edited":"1970-01-01T03:00:00","text":"a"}]}"#,
    );
    let channel = channels(&records)[0];
    assert_eq!(
        (channel.external_id.as_deref(), channel.name.as_deref(), channel.link_base.as_deref()),
        (None, Some("V"), None)
    );
    assert_eq!(posts(&records)[0].edited, Moment::Unknown);
}

#[test]
fn a_whole_account_gives_its_chats_and_nothing_private() {
    let file = format!(
        r#"{{"about":"Here is the data \" you requested {{","personal_information":{{"user_id":1,"first_name":"Secret","messages":[{private}]}},
        "profile_pictures":[{{"photo":"p"}}],"profile_music":[{private}],
        "contacts":{{"about":"x","list":[{{"first_name":"Secret","messages":[{private}]}}]}},
        "frequent_contacts":{{"list":[{{"id":1,"type":"user","name":"Secret"}}]}},"sessions":{{"list":[{{"last_ip":"Secret"}}]}},
        "chats":{{"about":"y","list":[
            {{"name":"A","type":"public_channel","id":11,"messages":[{a},{b}]}},
            {{"name":"Ann","type":"personal_chat","id":12,"messages":[]}},
            {{"type":"saved_messages","id":13,"messages":[{a}]}}]}},
        "left_chats":{{"about":"z","list":[{{"name":"D","type":"private_channel","id":14,"messages":[{b}]}}]}}}}"#,
        private = row(99, r#","text":"Secret""#),
        a = row(1, ""),
        b = row(2, r#","text":"b""#),
    );
    let records = records(file);
    assert_eq!(outline(&records), ["channel 11", "p1", "p2", "channel user13", "p1", "channel 14", "p2"]);
    assert!(!format!("{records:?}").contains("Secret"));
}

#[test]
fn keys_behind_the_messages_are_found_when_the_source_can_be_moved() {
    let rows = [row(1, r#","text":"}\"]""#), row(2, "")].join(",");
    let file = format!(
        r#"{{"messages":[{rows}],"x":{{"id":5}},"name":"V","type":"public_channel","id":1500000001}}"#
    );
    let found = seekable(&file);
    assert_eq!(outline(&found), ["channel 1500000001", "p1", "p2"]);
    assert_eq!(channels(&found)[0].name.as_deref(), Some("V"));
    // A tool that sorts keys leaves the id before the messages and the rest behind.
    let found =
        seekable(&format!(r#"{{"id":1500000001,"messages":[{rows}],"name":"V","type":"public_channel"}}"#));
    let channel = channels(&found)[0];
    assert_eq!((channel.name.as_deref(), channel.kind.as_deref()), (Some("V"), Some("public_channel")));
    let long = row(3, &format!(r#","text":"{}""#, "long ".repeat(100_000)));
    let file = format!(r#"{{"name":"V","messages":[{rows},{long},{}],"id":7}}"#, row(4, ""));
    assert_eq!(
        outline(&seekable(&file)),
        ["channel 7", "p1", "p2", "p3", "p4"],
        "reading goes on where it was"
    );
    let cut = &file[..file.len() - 8];
    assert_eq!(outline(&seekable(cut))[0], "channel -");
}

#[test]
fn without_looking_ahead_the_sender_tells_the_channel() {
    let rows = row(1, r#","from":"V","from_id":"channel77""#);
    let records = records(format!(r#"{{"messages":[{rows}],"name":"V","id":77}}"#));
    assert_eq!(outline(&records), ["channel 77", "p1"]);
    assert_eq!(channels(&records)[0].name.as_deref(), Some("V"));
}

#[test]
fn a_bare_array_tells_the_channel_of_each_channel_post() {
    let from = |id, sender: &str| row(id, &format!(r#","from":"{sender}!","from_id":"{sender}","text":"x""#));
    let rows = [
        from(1, "channel7"), from(2, "channel7"), from(3, "channel8"), from(4, "user5"), from(5, "user6"),
        row(6, r#","text":"x""#), from(7, "channel8"),
        r#"{"id":8,"type":"service","date_unixtime":"1748772000","actor":"channel7!","actor_id":"channel7","action":"pin_message","message_id":1}"#.to_owned(),
    ];
    let records = records(format!("\u{FEFF} [{}]\n", rows.join(",")));
    assert_eq!(
        outline(&records),
        [
            "channel 7",
            "p1",
            "p2",
            "channel 8",
            "p3",
            "channel -",
            "p4",
            "p5",
            "p6",
            "channel 8",
            "p7",
            "channel 7",
            "e8"
        ]
    );
    let first = channels(&records)[0];
    assert_eq!(
        (first.name.as_deref(), first.link_base.as_deref()),
        (Some("channel7!"), Some("https://t.me/c/7/"))
    );
    assert!(posts(&records)[0].author.is_none());
}

#[test]
fn a_bare_array_of_a_group_is_of_one_chat_though_a_channel_writes_in_it() {
    let from = |id, sender: &str| row(id, &format!(r#","from":"{sender}!","from_id":"{sender}","text":"x""#));
    let rows = [from(2, "channel7"), from(3, "user5"), from(5, "channel7"), from(6, "user6")];
    let backwards: Vec<&String> = rows.iter().rev().collect();
    let backwards = backwards.iter().map(|row| row.as_str()).collect::<Vec<_>>().join(",");
    for (file, expected) in [
        (format!("[{}]", rows.join(",")), ["channel -", "p2", "p3", "p5", "p6"]),
        (format!("\u{FEFF}[{backwards}]"), ["channel -", "p6", "p5", "p3", "p2"]),
        (format!(r#"{{"messages":[{}]}}"#, rows.join(",")), ["channel -", "p2", "p3", "p5", "p6"]),
    ] {
        let records = seekable(&file);
        assert_eq!(outline(&records), expected, "{file}");
        let authors: Vec<_> =
            posts(&records).iter().map(|post| post.author.clone().unwrap().external_id.unwrap()).collect();
        assert_eq!(authors.iter().filter(|author| *author == "channel7").count(), 2, "{file}");
    }
    // A channel's messages, and then a person's chat, whose ids begin anew.
    let several = format!("[{},{},{}]", from(8, "channel7"), from(9, "channel7"), from(1, "user5"));
    assert_eq!(outline(&seekable(&several)), ["channel 7", "p8", "p9", "channel -", "p1"]);
}

#[test]
fn rows_wrapped_in_other_objects_are_unwrapped() {
    let wrapped = format!(
        r#"[{{"message":{}}},{{"_id":"abc","scraped":"2025","post":{},"other":{{"id":4}}}},{{"a":{},"b":{}}}]"#,
        row(1, r#","text":"one""#),
        row(2, ""),
        row(3, ""),
        row(4, "")
    );
    let records = records(wrapped);
    assert_eq!(outline(&records), ["channel -", "p1", "p2", "r- no id"]);
    assert_eq!(posts(&records)[0].text, "one");
}

#[test]
fn an_export_of_tdl_is_read_newest_first() {
    let file = r#"{"id":1500000001,"messages":[{"id":3,"type":"message","file":"","date":1748772002,"text":"c"},
        {"id":2,"type":"message","file":"v.mp4","date":1748772001,"raw":{"ID":2,"Views":5}},{"id":1,"type":"message","file":""}]}"#;
    let mut reader = TelegramJson::new(file.as_bytes());
    let records: Vec<_> = std::iter::from_fn(|| reader.next_record().unwrap()).collect();
    assert_eq!(outline(&records), ["channel 1500000001", "p3", "p2", "r1 no date"]);
    assert_eq!(posts(&records)[0].posted, Moment::Instant(1_748_772_002));
    assert_eq!(posts(&records)[1].media[0].file_name.as_deref(), Some("v.mp4"));
    assert!(!reader.is_ordered());
    assert_eq!(reader.bytes_read(), file.len() as u64);
}

#[test]
fn input_that_is_no_json_is_an_error() {
    let error = TelegramJson::new(&b"Forwarded from V"[..]).next_record().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Input);
    let mut reader = TelegramJson::new(&b""[..]);
    assert!(reader.next_record().is_err());
    assert_eq!(reader.next_record().unwrap(), None);
}

/// Rows of a channel with the given seconds, ids and keys.
fn album(rows: &[(i64, i64, &str)]) -> Vec<Record> {
    let rows: Vec<_> = rows
        .iter()
        .map(|(id, second, keys)| {
            format!(r#"{{"id":{id},"type":"message","date_unixtime":"{}"{keys}}}"#, 1_748_772_000 + second)
        })
        .collect();
    records(channel(&rows.join(",")))
}

const PHOTO: &str = r#","photo":"p.jpg","text":"""#;
const CAPTIONED: &str = r##","photo":"p.jpg","text":["See ",{"type":"hashtag","text":"#b"}]"##;

#[test]
fn the_rows_of_an_album_are_one_post() {
    let records = album(&[
        (
            4,
            0,
            r#","file":"v.mp4","media_type":"video_file","text":"","edited_unixtime":"1748772100","reactions":[{"type":"paid","count":2}]"#,
        ),
        (5, 0, CAPTIONED),
        (
            6,
            0,
            r#","file":"a.pdf","text":"","edited_unixtime":"1748772200","reactions":[{"type":"paid","count":1}],"reply_to_message_id":2"#,
        ),
        (7, 1, r#","text":"next""#),
    ]);
    assert_eq!(outline(&records), ["channel 1500000001", "p4", "p7"]);
    let post = posts(&records)[0];
    assert_eq!((post.text.as_str(), post.spans.len(), post.spans[0].start), ("See #b", 1, 4));
    let media: Vec<_> =
        post.media.iter().map(|item| (item.external_id.as_deref().unwrap(), item.kind.as_str())).collect();
    assert_eq!(media, [("4", "video"), ("5", "photo"), ("6", "file")]);
    assert_eq!(post.edited, Moment::Instant(1_748_772_200));
    assert_eq!(post.reactions.as_ref().unwrap()[0].count, 3);
    assert_eq!(post.reply.as_ref().unwrap().external_id, "2");
}

#[test]
fn rows_that_are_no_album_stay_apart() {
    let count = |rows: &[(i64, i64, &str)]| posts(&album(rows)).len();
    assert_eq!(count(&[(4, 0, PHOTO), (5, 0, PHOTO)]), 1);
    assert_eq!(count(&[(4, 0, PHOTO), (6, 0, PHOTO)]), 2, "a gap in the ids");
    assert_eq!(count(&[(4, 0, PHOTO), (5, 1, PHOTO)]), 2, "another second");
    assert_eq!(count(&[(4, 0, CAPTIONED), (5, 0, CAPTIONED)]), 2, "both have text");
    assert_eq!(
        count(&[(4, 0, CAPTIONED), (5, 0, PHOTO), (6, 0, CAPTIONED), (7, 0, PHOTO)]),
        2,
        "two albums in one second"
    );
    assert_eq!(count(&[(4, 0, PHOTO), (5, 0, r#","text":"words""#)]), 2, "no medium");
    assert_eq!(count(&[(4, 0, PHOTO), (5, 0, r#","file":"s.webp","media_type":"sticker""#)]), 2);
    assert_eq!(count(&[(4, 0, PHOTO), (5, 0, r#","file":"s.ogg","media_type":"voice_message""#)]), 2);
    assert_eq!(count(&[(4, 0, r#","file":"s.mp4","media_type":"video_message""#), (5, 0, PHOTO)]), 2);
    let animation = r#","file":"s.mp4","media_type":"animation""#;
    assert_eq!(count(&[(4, 0, animation), (5, 0, animation), (6, 0, animation)]), 3);
    assert_eq!(count(&[(4, 0, PHOTO), (5, 0, r#","photo":"p.jpg","author":"Ann""#)]), 2, "another author");
    assert_eq!(
        count(&[(4, 0, PHOTO), (5, 0, r#","photo":"p.jpg","forwarded_from":"X""#)]),
        2,
        "another source"
    );
    assert_eq!(count(&[(4, 0, PHOTO), (5, 0, r#","poll":{"question":"?"}"#)]), 2);
}

#[test]
fn an_album_has_ten_rows_at_most() {
    let rows: Vec<_> = (1..=23).map(|id| (id, 0, PHOTO)).collect();
    let records = album(&rows);
    assert_eq!(outline(&records), ["channel 1500000001", "p1", "p11", "p21"]);
    let sizes: Vec<_> = posts(&records).iter().map(|post| post.media.len()).collect();
    assert_eq!(sizes, [10, 10, 3]);
}

#[test]
fn an_album_written_newest_first_takes_its_first_id() {
    let records = album(&[(6, 0, PHOTO), (5, 0, PHOTO), (4, 0, CAPTIONED), (5, 0, PHOTO)]);
    assert_eq!(outline(&records), ["channel 1500000001", "p4", "p5"]);
    assert_eq!(posts(&records)[0].media.len(), 3);
}

#[test]
fn an_event_or_a_reject_within_ends_an_album() {
    let file =
        channel(&[row(1, PHOTO), r#"{"id":2,"type":"unsupported"}"#.to_owned(), row(3, PHOTO)].join(","));
    assert_eq!(outline(&records(file)), ["channel 1500000001", "p1", "r2 unsupported message", "p3"]);
}

#[test]
fn messages_one_a_line_are_those_of_a_bare_array() {
    let sent = r#","from":"Bureau","from_id":"channel1500000001""#;
    let service = row(
        1,
        r#","actor":"Bureau","actor_id":"channel1500000001","action":"create_channel","title":"B","text":"""#,
    )
    .replace(r#""message""#, r#""service""#);
    let tagged = row(2, &format!(r##"{sent},"text":["a ",{{"type":"hashtag","text":"#Osk"}}]"##));
    let rows = [service, tagged, row(3, &format!(r#"{sent},"text":"b""#))];
    let lines = rows.join("\n") + "\n";
    assert_eq!(crate::input::detect(lines.as_bytes()), Some(crate::input::Format::TelegramJson));
    let expected = records(format!("[{}]", rows.join(",")));
    assert_eq!(outline(&expected), ["channel 1500000001", "e1", "p2", "p3"]);
    assert_eq!(records(&lines), expected);
    assert_eq!(seekable(&lines), expected);
    let whole = lines.len() - rows[2].len() - 1;
    assert_eq!(
        outline(&records(&lines[..whole + 20])),
        ["channel 1500000001".to_owned(), "e1".to_owned(), "p2".to_owned(), format!("cut at byte {whole}"),]
    );
    let damaged = lines.replacen(r##""#Osk""##, r##""#Osk"##, 1);
    let damaged = outline(&records(damaged));
    assert_eq!(damaged, ["channel 1500000001", "e1", "r2 not valid JSON", "p3"]);
}

#[test]
fn a_bare_array_that_begins_with_what_cannot_be_read_is_of_one_channel() {
    let post = row(2, r#","from":"Bureau","from_id":"channel1500000001","text":"a""#);
    for first in [r#"{"id":1,"type":"unsupported"}"#, r#"{"id":1,"type":"message","date":x}"#, "5"] {
        let outline = outline(&records(format!("[{first},{post}]")));
        let [reject, channel, post] = &outline[..] else { panic!("{outline:?}") };
        assert!(reject.starts_with('r'), "{first}");
        assert_eq!([channel, post], ["channel 1500000001", "p2"], "{first}");
    }
}
