//! What `tdl chat export` writes, with and without its flags.

use std::io::Read;

use proptest::prelude::*;

use super::*;
use crate::input::{Format, detect};
use crate::model::{Place, Reaction, Span, SpanKind};

fn reader<R: Read + Send>(source: R) -> impl Reader {
    JsonRecords::new(source, Tdl::default(), "export of tdl")
}

fn records(input: impl AsRef<[u8]>) -> Vec<Record> {
    let mut reader = reader(input.as_ref());
    std::iter::from_fn(|| reader.next_record().unwrap()).collect()
}

fn posts(records: &[Record]) -> Vec<&Post> {
    records
        .iter()
        .filter_map(|record| if let Record::Post(post) = record { Some(&**post) } else { None })
        .collect()
}

fn outline(records: &[Record]) -> Vec<String> {
    let or_dash = |id: &Option<String>| id.clone().unwrap_or_else(|| "-".to_owned());
    records
        .iter()
        .map(|record| match record {
            Record::Channel(channel) => format!("c{}", or_dash(&channel.external_id)),
            Record::Post(post) => format!("p{}", or_dash(&post.external_id)),
            Record::Event(event) => format!("e{}", or_dash(&event.external_id)),
            Record::Reject(reject) => format!("r{} {}", or_dash(&reject.external_id), reject.reason),
            Record::Cut(place) => format!("cut at {place}"),
        })
        .collect()
}

/// A message as gotd/td writes it: every key, zero where nothing is given; `flags` tells what is.
fn raw(flags: i64, changes: &[(&str, serde_json::Value)]) -> serde_json::Value {
    let mut raw = serde_json::json!({
        "Flags": flags, "Out": false, "Post": true, "EditHide": false, "Flags2": 0, "ID": 9, "FromID": null,
        "FromBoostsApplied": 0, "PeerID": {"ChannelID": 1_500_000_001_i64}, "SavedPeerID": null,
        "FwdFrom": {"Flags": 0, "Imported": false, "FromID": null, "FromName": "", "Date": 0, "ChannelPost": 0, "PostAuthor": "", "SavedFromPeer": null, "SavedFromMsgID": 0},
        "ViaBotID": 0, "ReplyTo": null, "Date": 1_748_779_200, "Message": "", "Media": null, "ReplyMarkup": null, "Entities": null,
        "Views": 0, "Forwards": 0, "Replies": {"Flags": 0, "Comments": false, "Replies": 0, "RepliesPts": 0, "RecentRepliers": null, "ChannelID": 0},
        "EditDate": 0, "PostAuthor": "", "GroupedID": 0, "Reactions": {"Flags": 0, "Min": false, "Results": null, "RecentReactions": null},
        "RestrictionReason": null, "TTLPeriod": 0,
    });
    for (key, value) in changes {
        raw[*key] = value.clone();
    }
    raw
}

/// The only post of an export with this raw message.
fn only_post(flags: i64, changes: &[(&str, serde_json::Value)]) -> Post {
    let raw = raw(flags, changes);
    let records = records(format!(
        r#"{{"id":1500000001,"messages":[{{"id":9,"type":"message","file":"","raw":{raw}}}]}}"#
    ));
    let [Record::Channel(_), Record::Post(post)] = &records[..] else { panic!("{records:?}") };
    (**post).clone()
}

const FULL: &str = r#"{"id":1500000001,"messages":[{"id":3,"type":"message","file":"","date":1748772002,"text":"c #rivers"},{"id":2,"type":"message","file":"v.mp4","date":1748772001},{"id":1,"type":"message","file":"1.jpg"}]}"#;

#[test]
fn an_export_is_read_with_and_without_content() {
    let mut reader = reader(FULL.as_bytes());
    let records: Vec<_> = std::iter::from_fn(|| reader.next_record().unwrap()).collect();
    assert_eq!(outline(&records), ["c1500000001", "p3", "p2", "p1"]);
    assert!(!reader.is_ordered() && !reader.is_complete());
    assert_eq!(reader.bytes_read(), FULL.len() as u64);
    let posts = posts(&records);
    assert_eq!((posts[0].posted, posts[0].text.as_str()), (Moment::Instant(1_748_772_002), "c #rivers"));
    assert_eq!(posts[0].media, []);
    assert_eq!(posts[1].media[0].file_name.as_deref(), Some("v.mp4"));
    assert_eq!((posts[2].posted, posts[2].text.as_str()), (Moment::Unknown, ""), "undated, and no reject");
    assert_eq!((posts[2].views, &posts[2].reactions), (None, &None));
    let Record::Channel(channel) = &records[0] else { panic!("a channel first") };
    assert_eq!((&channel.link_base, &channel.kind), (&None, &None), "the id may be a person's");
}

#[test]
fn exports_of_tdl_are_told_from_those_of_telegram_desktop() {
    let tdl = |head: &str| detect(head.as_bytes()) == Some(Format::Tdl);
    assert!(tdl(FULL));
    assert!(tdl(r#"{"id":5,"messages":[{"id":9,"type":"message","file":"a"#), "torn off");
    assert!(tdl(r#"{"id":5,"messages":[{"id":9,"type":"message","file":"","raw":{"Flags":"#), "torn off");
    assert!(tdl(r#"{"id":5,"messages":[]}"#));
    assert!(tdl(r#"[{"id":9,"type":"message","file":"a.jpg"}]"#), "only the messages");
    assert!(tdl(
        "{\n  \"messages\": [\n    {\n      \"file\": \"\",\n      \"id\": 9,\n      \"type\": \"message\"\n    }\n  ],\n  \"id\": 5\n}"
    ));
    for desktop in [
        r#"{"name":"V","type":"public_channel","id":5,"messages":[]}"#,
        r#"{"id":5,"messages":[{"id":9,"type":"message","date":"2025-06-01T12:00:00","file":"a.mp4","text":""}]}"#,
        r#"{"id":5,"messages":[{"id":9,"type":"message","date":"2025-06-01T12:00:00","text":"a"}]}"#,
        r#"{"id":5,"messages":[{"id":9,"type":"message","date_unixtime":"1748772000","file":"a.mp4","text":""}]}"#,
        r#"{"id":5,"messages":[{"id":9,"type":"service","date":"2025-06-01T12:00:00"}]}"#,
        r#"{"id":5,"messages":[{"id":9,"type":"unsupported"}]}"#,
        r#"[{"id":9,"type":"message","date":"2025-06-01T12:00:00","text":"a"}]"#,
        r#"{"messages":[{"type":"message","ts":"1","file":"x","text":"x"}]}"#,
        r#"{"messages":[]}"#,
        "{}",
        "[]",
    ] {
        assert!(!tdl(desktop), "{desktop}");
    }
}

#[test]
fn zero_of_what_is_not_given_is_absent() {
    let bare = only_post(0, &[]);
    assert_eq!((bare.views, bare.forwards, bare.replies), (None, None, None));
    assert_eq!((bare.edited, bare.forward, bare.reply, bare.author), (Moment::Unknown, None, None, None));
    assert_eq!((bare.via_bot, bare.media), (None, vec![]));
    assert_eq!(bare.posted, Moment::Instant(1_748_779_200));
    let zero = only_post(1 << 10 | 1 << 23, &[("Forwards", 3.into())]);
    assert_eq!((zero.views, zero.forwards, zero.replies), (Some(0), Some(3), Some(0)));
}

#[test]
fn a_raw_message_tells_what_telegram_tells() {
    let json = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
    let post = only_post(
        1 << 10,
        &[
            ("Message", "🌊 see the #Orla".into()),
            ("Views", 812.into()),
            ("Forwards", 4.into()),
            ("EditDate", 1_748_779_260.into()),
            ("PostAuthor", "Ana Brod".into()),
            ("ReplyTo", json(r#"{"Flags":16,"ReplyToMsgID":7,"ReplyToPeerID":null}"#)),
            (
                "FwdFrom",
                json(
                    r#"{"Flags":5,"FromID":{"ChannelID":1500000002},"FromName":"","Date":1748692800,"ChannelPost":12}"#,
                ),
            ),
            (
                "Entities",
                json(
                    r#"[{"Offset":3,"Length":3,"URL":"https://valdoria.example/"},{"Offset":11,"Length":5},{"Offset":0,"Length":2,"DocumentID":5}]"#,
                ),
            ),
            (
                "Reactions",
                json(
                    r#"{"Flags":0,"Results":[{"Flags":0,"ChosenOrder":0,"Reaction":{"Emoticon":"👍"},"Count":3},{"Reaction":{},"Count":2}]}"#,
                ),
            ),
            ("FromID", json(r#"{"UserID":31}"#)),
        ],
    );
    assert_eq!((post.views, post.forwards), (Some(812), Some(4)));
    assert_eq!(post.edited, Moment::Instant(1_748_779_260));
    assert_eq!(post.reply.unwrap().external_id, "7");
    let forward = post.forward.unwrap();
    assert_eq!(forward.channel.external_id.as_deref(), Some("1500000002"));
    assert_eq!(
        (forward.external_id.as_deref(), forward.posted),
        (Some("12"), Moment::Instant(1_748_692_800))
    );
    let link = Span {
        kind: SpanKind::TextLink,
        start: 5,
        end: 8,
        href: Some("https://valdoria.example/".to_owned()),
    };
    let emoji = Span { kind: SpanKind::Style, start: 0, end: 4, href: None };
    assert_eq!(post.spans, [emoji, link], "what kind the third one is nobody knows");
    let one =
        |kind: &str, name: &str, count| Reaction { kind: kind.to_owned(), name: name.to_owned(), count };
    assert_eq!(post.reactions.unwrap(), [one("emoji", "👍", 3), one("paid", "", 2)]);
    assert_eq!(post.author.unwrap().external_id.as_deref(), Some("user31"));
}

#[test]
fn a_raw_message_tells_the_kind_of_media() {
    let kind = |media: &str| {
        let media = serde_json::from_str(media).unwrap();
        only_post(0, &[("Media", media)]).media.pop().map(|media| (media.kind, media.file_name, media.title))
    };
    let is = |word: &str, name: Option<&str>, title: Option<&str>| {
        Some((word.to_owned(), name.map(str::to_owned), title.map(str::to_owned)))
    };
    let document = |attributes: &str| {
        format!(
            r#"{{"Flags":1,"Document":{{"MimeType":"video/mp4","Size":5,"Attributes":[{attributes}]}},"AltDocuments":null,"VideoCover":null}}"#
        )
    };
    let video = r#"{"Flags":0,"RoundMessage":false,"SupportsStreaming":true,"Nosound":false,"Duration":2.5,"W":6,"H":4}"#;
    assert_eq!(
        kind(&document(&format!(r#"{video},{{"FileName":"a.mp4"}}"#))),
        is("video", Some("a.mp4"), None)
    );
    assert_eq!(kind(&document(&format!("{video},{{}}"))), is("animation", None, None));
    assert_eq!(
        kind(&document(&video.replace(r#""RoundMessage":false"#, r#""RoundMessage":true"#))),
        is("video_message", None, None)
    );
    assert_eq!(
        kind(&document(r#"{"Voice":true,"Duration":3,"Title":"","Performer":"","Waveform":null}"#)),
        is("voice", None, None)
    );
    assert_eq!(
        kind(&document(r#"{"Voice":false,"Duration":3,"Title":"Orla","Performer":""}"#)),
        is("audio", None, Some("Orla"))
    );
    assert_eq!(
        kind(&document(r#"{"W":5,"H":5},{"Mask":false,"Alt":"x","Stickerset":{}}"#)),
        is("sticker", None, None)
    );
    assert_eq!(
        kind(r#"{"Flags":1,"Photo":{"Sizes":[{"Type":"y","W":9,"H":9,"Size":1}]},"TTLSeconds":0}"#),
        is("photo", None, None)
    );
    assert_eq!(kind(r#"{"Flags":0,"Webpage":{"URL":"https://x.example/","Document":{}}}"#), None);
    assert_eq!(
        kind(r#"{"Poll":{"Question":{"Text":"Which?"}},"Results":{}}"#),
        is("poll", None, Some("Which?"))
    );
    assert_eq!(kind(r#"{"Geo":{"Lat":1},"Title":"Mill","Address":"x"}"#), is("location", None, Some("Mill")));
    assert_eq!(
        kind(r#"{"PhoneNumber":"1","FirstName":"Ana","LastName":"","Vcard":"","UserID":0}"#),
        is("contact", None, Some("Ana"))
    );
}

#[test]
fn albums_are_put_together_and_chats_told_apart() {
    let row = |id: i64, peer: &str, text: &str| {
        let raw = raw(
            0,
            &[
                ("ID", id.into()),
                ("GroupedID", 77.into()),
                ("Message", text.into()),
                ("PeerID", serde_json::from_str(peer).unwrap()),
                ("Media", serde_json::json!({"Photo": null})),
            ],
        );
        format!(r#"{{"id":{id},"type":"message","file":"{id}.jpg","raw":{raw}}}"#)
    };
    let export =
        |peer: &str| format!(r#"{{"id":45,"messages":[{},{}]}}"#, row(12, peer, ""), row(11, peer, "Flood"));
    let album = records(export(r#"{"ChannelID":45}"#));
    assert_eq!(outline(&album), ["c45", "p11"]);
    let names: Vec<_> = posts(&album)[0].media.iter().map(|media| media.file_name.clone().unwrap()).collect();
    assert_eq!(names, ["11.jpg", "12.jpg"]);
    let Record::Channel(channel) = &album[0] else { panic!("a channel first") };
    assert_eq!(channel.link_base.as_deref(), Some("https://t.me/c/45/"));
    assert_eq!(outline(&records(export(r#"{"UserID":45}"#))), ["cuser45", "p11"]);
}

#[test]
fn a_raw_message_that_says_nothing_leaves_what_stands_beside_it() {
    for raw in ["{}", "null", "5", r#"{"ID":2,"Views":5}"#] {
        let records = records(format!(
            r#"{{"id":5,"messages":[{{"id":2,"type":"message","file":"v.mp4","date":1748772001,"text":"a","raw":{raw}}}]}}"#
        ));
        let [post] = posts(&records)[..] else { panic!("{records:?}") };
        assert_eq!(
            (post.external_id.as_deref(), post.posted, post.text.as_str()),
            (Some("2"), Moment::Instant(1_748_772_001), "a")
        );
    }
}

#[test]
fn bad_records_are_rejects_and_a_cut_export_is_cut() {
    let file = r#"{"id":5,"messages":[{"id":4,"type":"message","file":""},{"id":3,"type":"message","file":"},{"id":2,"type":"message","file":""},{"id":1,"type":"poll"},7,{"type":"message"}]}"#;
    let expected =
        ["c5", "p4", "r3 not valid JSON", "p2", "r1 unknown type of message", "r- not an object", "r- no id"];
    assert_eq!(outline(&records(file)), expected);
    for text in ["7", r#"["a"]"#, "true"] {
        let file = format!(r#"{{"id":5,"messages":[{{"id":4,"type":"message","file":"","text":{text}}}]}}"#);
        assert_eq!(outline(&records(file)), ["r4 text that is no string"], "{text}");
    }
    for length in 1..FULL.len() {
        let mut records = records(&FULL.as_bytes()[..length]);
        assert!(matches!(records.pop(), Some(Record::Cut(Place::Byte(_)))), "{length}");
        assert!(!records.iter().any(|record| matches!(record, Record::Reject(_))), "{length}");
    }
}

proptest! {
    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        records([br#"{"id":5,"messages":[{"id":1,"#, &bytes[..]].concat());
        looks_like(&bytes);
    }

    #[test]
    fn every_record_becomes_a_post_or_a_reject(kinds in prop::collection::vec(0..5_usize, 0..30)) {
        let row = |(id, kind): (usize, &usize)| match kind {
            0 => format!(r#"{{"id":{id},"type":"message","file":"a"}}"#),
            1 => format!(r#"{{"id":{id},"type":"message","file":"","date":1748772001,"text":"a","raw":{}}}"#, raw(0, &[("ID", id.into())])),
            2 => format!(r#"{{"id":{id},"type":"message" "file":""}}"#),
            3 => format!(r#"{{"id":{id}}}"#),
            _ => r#""x""#.to_owned(),
        };
        let rows: Vec<_> = (1..).zip(&kinds).map(row).collect();
        let records = records(format!(r#"{{"id":5,"messages":[{}]}}"#, rows.join(",")));
        let rejects = records.iter().filter(|record| matches!(record, Record::Reject(_))).count();
        prop_assert_eq!(posts(&records).len(), kinds.iter().filter(|kind| **kind < 2).count());
        prop_assert_eq!(rejects, kinds.iter().filter(|kind| **kind >= 2).count());
    }
}

#[test]
fn a_message_without_raw_stands_in_the_chat_of_those_that_have_it() {
    let message = |id: i64, raw: &str| {
        format!(r#"{{"id":{id},"type":"message","file":"","date":1748779200,"text":"x"{raw}}}"#)
    };
    let peer = |peer: &str| format!(r#","raw":{{"ID":9,"PeerID":{peer},"Date":1748779200,"Message":"x"}}"#);
    let export = |id: i64, of_first: &str| {
        records(format!(r#"{{"id":{id},"messages":[{},{}]}}"#, message(9, &peer(of_first)), message(8, "")))
    };
    assert_eq!(outline(&export(77, r#"{"UserID":77}"#)), ["cuser77", "p9", "p8"], "a private chat");
    assert_eq!(outline(&export(77, r#"{"ChatID":77}"#)), ["cchat77", "p9", "p8"]);
    assert_eq!(outline(&export(78, r#"{"ChatID":77}"#)), ["cchat77", "p9", "c78", "p8"], "of another chat");
}

#[test]
fn messages_of_telegram_desktop_behind_an_export_are_rejects_and_not_of_its_chat() {
    let export = r#"{"id":5,"messages":[{"id":1,"type":"message","file":"","date":1748772000,"text":"a"}]}"#;
    let line = r#"{"id":1,"type":"message","date":"2025-06-01T12:00:00","date_unixtime":"1748772000","from":"Vex","from_id":"channel7","text":"b","text_entities":[]}"#;
    assert_eq!(
        outline(&records(format!("{export}\n{line}\n"))),
        ["c5", "p1", "r1 a message of Telegram Desktop: put it into a file of its own"]
    );
}
