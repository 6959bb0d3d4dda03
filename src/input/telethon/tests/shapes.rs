//! The ways in which messages are put together, and what tells where they stand.

use super::*;
use crate::input::{Format, detect};

const CHANNEL: &str = "c1500000001";

#[test]
fn an_array_is_read_newest_first_or_oldest_first() {
    let newest_first = format!("[{}, {}]", message(2, ""), message(1, ""));
    let mut reader = reader(newest_first.as_bytes());
    let records: Vec<_> = std::iter::from_fn(|| reader.next_record().unwrap()).collect();
    assert_eq!(outline(&records), [CHANNEL, "p2", "p1"]);
    assert!(!reader.is_ordered());
    assert!(!reader.is_complete());
    assert_eq!(reader.bytes_read(), newest_first.len() as u64);
    let mut reader = super::reader(newest_first.as_bytes());
    assert!(reader.is_ordered(), "nothing is known yet");
    while reader.next_record().unwrap().is_some() {}
    let oldest_first = format!("[{}, {}]", message(1, ""), message(2, ""));
    let mut reader = super::reader(oldest_first.as_bytes());
    while reader.next_record().unwrap().is_some() {}
    assert!(reader.is_ordered());
}

#[test]
fn lines_and_objects_one_behind_the_other_are_read() {
    let [one, two] = [message(1, ""), message(2, "")];
    let indented = |line: &str| {
        serde_json::to_string_pretty(&serde_json::from_str::<serde_json::Value>(line).unwrap()).unwrap()
    };
    for input in [
        format!("{one}\n{two}\n"),
        format!("{one}\r\n\r\n{two}"),
        format!("{one}{two}"),
        format!("{one},\n{two},\n"),
        format!("\u{FEFF}\n{one}\n{two}"),
        format!("{}\n{}\n", indented(&one), indented(&two)),
        indented(&format!("[{one},{two}]")),
        format!("[{one}]\n[{two}]"),
        format!("[[{one}],[{two}]]"),
        format!("{one}\nnull\n{two}"),
    ] {
        assert_eq!(outline(&records(&input)), [CHANNEL, "p1", "p2"], "{input}");
        assert_eq!(detect(input.as_bytes()), Some(Format::Telethon), "{input}");
    }
}

#[test]
fn objects_that_hold_messages_are_read() {
    let [one, two] = [message(1, ""), message(2, "")];
    for input in [
        format!(r#"{{"messages": [{one}, {two}]}}"#),
        format!(r#"{{"channel": {{"a": [1, {{}}]}}, "count": 2, "posts": [null, {one}, {two}], "z": [1]}}"#),
        format!(r#"{{"data": {{"messages": [{one}]}}}}{{"data": {{"messages": [{two}]}}}}"#),
        format!(r#"{{"a": [{one}], "b": [{two}]}}"#),
        format!(r#"{{"1": {one}, "2": {two}}}"#),
        format!(r#"{{"posts": [{{"id": 5}}, {one}, {two}]}}"#).replace(r#"{"id": 5}"#, "null"),
        format!(r#"[{{"message": {one}, "at": 5}}, {{"message": {two}}}]"#),
        format!("{{\"message\": {one}}}\n{{\"message\": {two}}}"),
    ] {
        assert_eq!(outline(&records(&input)), [CHANNEL, "p1", "p2"], "{input}");
        assert_eq!(detect(input.as_bytes()), Some(Format::Telethon), "{input}");
    }
    let users = vec![r#"{"_": "User", "id": 31, "first_name": "Ana"}"#; 3000].join(",");
    let behind = format!(
        r#"{{"users": [{users}], "about": {{"a": "{}"}}, "messages": [{one}, {two}]}}"#,
        "x".repeat(300_000)
    );
    assert_eq!(outline(&records(behind)), [CHANNEL, "p1", "p2"], "far behind other things");
    let empty = r#"{"_": "messages.Messages", "messages": [], "chats": [], "users": []}"#;
    assert_eq!(records(empty), []);
}

#[test]
fn an_answer_of_the_interface_names_its_chats() {
    let chat = r#"{"_": "Channel", "id": 1500000001, "title": "Ministry of Rivers", "username": "valdoria_rivers", "broadcast": true, "megagroup": false}"#;
    let other = r#"{"_": "Channel", "id": 7, "title": "Other", "username": null, "broadcast": null, "megagroup": true}"#;
    let answer = format!(
        r#"{{"_": "messages.ChannelMessages", "pts": 5, "count": 1, "messages": [{}], "topics": [], "chats": [{other}, {chat}], "users": []}}"#,
        message(1, "")
    );
    let named = |records: &[Record], index: usize| {
        let channel = channels(records)[index];
        assert_eq!(channel.name.as_deref(), Some("Ministry of Rivers"));
        assert_eq!(channel.handle.as_deref(), Some("valdoria_rivers"));
        assert_eq!(channel.kind.as_deref(), Some("public_channel"));
        assert_eq!(channel.link_base.as_deref(), Some("https://t.me/valdoria_rivers/"));
    };
    let behind = records(&answer);
    assert_eq!(outline(&behind), [CHANNEL, "p1", CHANNEL], "told again with its name, and no other chat");
    assert_eq!(channels(&behind)[0].link_base.as_deref(), Some("https://t.me/c/1500000001/"));
    named(&behind, 1);
    let before = records(format!(r#"{{"chats": [{chat}], "messages": [{}]}}"#, message(1, "")));
    assert_eq!(outline(&before), [CHANNEL, "p1"]);
    named(&before, 0);
    let many = answer.replace(other, &vec![other; 1500].join(", "));
    named(&records(many), 1);
    let twice = records(format!("{answer}\n{answer}"));
    assert_eq!(outline(&twice), [CHANNEL, "p1", CHANNEL, "p1"]);
}

#[test]
fn a_peer_is_known_in_every_form() {
    let channel = |keys: &str| {
        let records =
            records(format!(r#"[{{"_": "Message", "id": 1, "message": "a", "date": 1748779200{keys}}}]"#));
        let known = channels(&records)[0].clone();
        (known.external_id, known.link_base, known.kind)
    };
    let link = Some("https://t.me/c/1500000001/".to_owned());
    let expected = (Some("1500000001".to_owned()), link, None);
    for keys in [
        r#", "peer_id": {"_": "PeerChannel", "channel_id": 1500000001}"#,
        r#", "peer_id": {"_type": "PeerChannel", "channel_id": 1500000001}"#,
        r#", "peer_id": {"channel_id": 1500000001}"#,
        r#", "peer_id": {"_": "peerChannel", "channel_id": "1500000001"}"#,
        r#", "to_id": {"_": "PeerChannel", "channel_id": 1500000001}"#,
        r#", "peer_id": null, "to_id": {"_": "PeerChannel", "channel_id": 1500000001}"#,
        r#", "peer_id": -1001500000001"#,
        r#", "peer_id": {"channel_id": -1001500000001}"#,
    ] {
        assert_eq!(channel(keys), expected, "{keys}");
    }
    let group = (Some("chat45".to_owned()), None, Some("chat".to_owned()));
    assert_eq!(channel(r#", "peer_id": {"_": "PeerChat", "chat_id": 45}"#), group);
    assert_eq!(channel(r#", "peer_id": -45"#), group);
    let user = (Some("user45".to_owned()), None, Some("user".to_owned()));
    assert_eq!(channel(r#", "peer_id": {"_": "PeerUser", "user_id": 45}"#), user);
    assert_eq!(channel(""), (None, None, None), "nothing says where it stands");
    assert_eq!(channel(r#", "peer_id": [1], "to_id": "x""#), (None, None, None));
}

#[test]
fn each_channel_is_told_of_when_it_changes() {
    let of = |channel: i64, id: i64| {
        format!(
            r#"{{"_": "Message", "id": {id}, "date": 1748779200, "peer_id": {{"channel_id": {channel}}}}}"#
        )
    };
    let input =
        [of(5, 9), of(5, 10), of(6, 3), r#"{"_": "Message", "id": 4, "message": "a"}"#.to_owned(), of(5, 11)]
            .join("\n");
    let mut reader = reader(input.as_bytes());
    let records: Vec<_> = std::iter::from_fn(|| reader.next_record().unwrap()).collect();
    assert_eq!(outline(&records), ["c5", "p9", "p10", "c6", "p3", "p4", "c5", "p11"]);
    assert!(reader.is_ordered(), "each channel is");
}

/// As 4CAT's `serialize_obj` writes it: no type on the outermost object, `_type` on others, instants as floats.
const FOUR_CAT: &str = r#"{"out": false, "id": 7, "peer_id": {"channel_id": 1500000001, "_type": "PeerChannel"},
 "date": 1748779200.0, "message": "Flood on the Orla #rivers", "edit_date": 1748779260.0, "edit_hide": false, "post": true,
 "media": {"photo": {"id": 5, "file_reference": "0001fe", "sizes": [{"w": 90, "h": 60, "size": 900, "type": "m", "_type": "PhotoSize"}]}, "_type": "MessageMediaPhoto"},
 "entities": [{"offset": 18, "length": 7, "_type": "MessageEntityHashtag"}, {"offset": 0, "length": 5, "url": "https://valdoria.example/"}],
 "views": 812, "forwards": 4, "fwd_from": {"date": 1748692800.0, "from_id": {"channel_id": 1500000002, "_type": "PeerChannel"}, "channel_post": 12, "_type": "MessageFwdHeader"},
 "via_bot_id": 99, "_via_bot": {"id": 99, "username": "gauge_bot", "_type": "User"},
 "from_id": {"user_id": 31, "_type": "PeerUser"},
 "_chat": {"id": 1500000001, "title": "Ministry of Rivers", "username": "valdoria_rivers", "broadcast": true, "_type": "Channel"},
 "_sender": {"id": 31, "first_name": "Ana", "last_name": "Brod", "username": null, "_type": "User"},
 "_forward": {"_chat": {"id": 1500000002, "title": "Gauges", "username": "valdoria_gauges", "_type": "Channel"}, "_type": "Forward"}}"#;

#[test]
fn a_row_of_4cat_is_read_with_its_names() {
    let input = format!("{}\n", FOUR_CAT.replace('\n', ""));
    assert_eq!(detect(input.as_bytes()), Some(Format::Telethon));
    let records = records(&input);
    let [Record::Channel(channel), Record::Post(post)] = &records[..] else { panic!("{records:?}") };
    assert_eq!(channel.handle.as_deref(), Some("valdoria_rivers"));
    assert_eq!(channel.name.as_deref(), Some("Ministry of Rivers"));
    assert_eq!(channel.link_base.as_deref(), Some("https://t.me/valdoria_rivers/"));
    assert_eq!(post.posted, crate::model::Moment::Instant(1_748_779_200));
    assert_eq!(post.edited, crate::model::Moment::Instant(1_748_779_260));
    let marked: Vec<_> = post.spans.iter().map(|span| &post.text[span.start..span.end]).collect();
    assert_eq!(marked, ["Flood", "#rivers"], "the link is told by its address, though it has no type");
    assert_eq!((post.views, post.forwards, post.replies), (Some(812), Some(4), None));
    assert_eq!(post.reactions, None, "there is no such key");
    let author = post.author.as_ref().unwrap();
    assert_eq!((author.external_id.as_deref(), author.name.as_deref()), (Some("user31"), Some("Ana Brod")));
    assert_eq!(post.via_bot.as_deref(), Some("gauge_bot"));
    let forward = post.forward.as_ref().unwrap();
    assert_eq!(forward.channel.external_id.as_deref(), Some("1500000002"));
    assert_eq!(forward.channel.name.as_deref(), Some("Gauges"));
    assert_eq!(forward.channel.handle.as_deref(), Some("valdoria_gauges"));
    assert_eq!(forward.external_id.as_deref(), Some("12"));
    assert_eq!(post.media[0].kind, "photo");
}

#[test]
fn what_4cat_resolved_names_the_source_of_a_forward() {
    let post = only_post(&message(
        1,
        r#", "fwd_from": {"date": 5, "from_id": {"full_chat": {"id": 8}, "chats": [{"id": 9, "title": "X"}, {"id": 8, "username": "gauges", "title": "Gauges"}], "channel_id": 8}}"#,
    ));
    let source = post.forward.unwrap().channel;
    assert_eq!((source.external_id.as_deref(), source.handle.as_deref()), (Some("8"), Some("gauges")));
}

/// A row of the layer of 2019, as Pushshift has it.
const PUSHSHIFT: &str = r#"{"_": "Message", "id": 3, "to_id": {"_": "PeerChannel", "channel_id": 1100000001}, "date": "2019-04-01T10:00:00+00:00", "message": "Dam open", "out": false, "from_id": null, "fwd_from": {"_": "MessageFwdHeader", "date": "2019-03-31T09:00:00+00:00", "from_id": null, "from_name": null, "channel_id": 1100000002, "channel_post": 44, "post_author": "K. Brod", "saved_from_peer": null, "saved_from_msg_id": null}, "via_bot_id": null, "reply_to_msg_id": 2, "media": null, "reply_markup": null, "entities": [], "views": 100, "edit_date": null, "post_author": null, "grouped_id": null}"#;

#[test]
fn a_row_of_the_layer_of_2019_is_read() {
    let records = records(format!("{PUSHSHIFT}\n"));
    let [Record::Channel(channel), Record::Post(post)] = &records[..] else { panic!("{records:?}") };
    assert_eq!(channel.external_id.as_deref(), Some("1100000001"));
    assert_eq!(post.posted, crate::model::Moment::Instant(1_554_112_800));
    assert_eq!(post.reply.as_ref().unwrap().external_id, "2");
    let forward = post.forward.as_ref().unwrap();
    assert_eq!(forward.channel.external_id.as_deref(), Some("1100000002"));
    assert_eq!(forward.external_id.as_deref(), Some("44"));
    assert_eq!(forward.posted, crate::model::Moment::Instant(1_554_022_800));
    assert_eq!((post.views, post.forwards, &post.reactions), (Some(100), None, &None));
    let group = only_post(
        r#"{"_": "Message", "id": 3, "to_id": {"_": "PeerChannel", "channel_id": 5}, "date": 5, "message": "a", "from_id": 77, "fwd_from": {"date": 4, "from_id": 78, "channel_id": null}}"#,
    );
    assert_eq!(group.author.unwrap().external_id.as_deref(), Some("user77"));
    assert_eq!(group.forward.unwrap().channel.external_id.as_deref(), Some("user78"));
}

#[test]
fn files_of_accounts_and_channels_are_not_taken_for_messages() {
    for other in [
        r#"{"_": "User", "id": 31, "first_name": "Ana", "username": "ana"}"#,
        r#"{"_": "ChatFull", "full_chat": {"_": "ChannelFull", "id": 5, "about": "x"}, "chats": [{"_": "Channel", "id": 5}], "users": []}"#,
        r#"{"id": 5, "message": "x", "date": "2025-06-01"}"#,
        r#"[{"_": "Channel", "id": 5, "date": "2019-01-01T00:00:00+00:00"}]"#,
        r#"{"_": "Message"}"#.replace("Message", "Massage").as_str(),
        r#"{"_id": "x", "commit": {"message": "fix", "date": 1}}"#,
        r#"[{"message": {"id": 1, "date": 5}}]"#,
        r#"{"_": "Message", "id": 7, "chat": {"_": "Chat", "id": -1001500000001}, "date": "2025-06-01 12:00:00", "text": "Pyrogram"}"#,
        "[]",
        "[[[",
        "{\"messages\": [{\"role\": \"user\"}]}",
    ] {
        assert_ne!(detect(other.as_bytes()), Some(Format::Telethon), "{other}");
    }
    for other in [
        r#"{"_": "User", "id": 31, "date": 5}"#,
        r#"{"messages": [{"role": "user"}]}"#,
        "[1]",
        r#"{"a": {"id": 1}}"#,
    ] {
        let records = records(other);
        assert!(matches!(records[..], [Record::Reject(_)]), "{other}: {records:?}");
    }
    assert_eq!(outline(&records(r#"{"_": "User", "id": 31}"#)), ["r31 not a message"]);
    let pyrogram = r#"[{"_": "Message", "id": 7, "date": "2025-06-01 12:00:00", "text": "x"}]"#;
    assert_eq!(outline(&records(pyrogram)), ["r7 neither text nor peer"], "its words would be lost");
    let mixed = format!("{{\"_\": \"User\", \"id\": 31}}\n{}", message(1, ""));
    assert_eq!(outline(&records(mixed)), ["r31 not a message", CHANNEL, "p1"]);
}

#[test]
fn input_that_is_no_json_is_an_error() {
    let mut reader = reader(&b"id,text"[..]);
    let error = reader.next_record().unwrap_err();
    assert_eq!(
        error.to_string(),
        "the input is no JSON of Telethon's messages: it begins with neither { nor ["
    );
    assert_eq!(reader.next_record().unwrap(), None);
}

#[test]
fn lines_of_another_tool_behind_the_messages_are_no_posts_without_words() {
    let desktops = r#"{"id": 2, "type": "message", "date": "2025-06-01T12:00:00", "date_unixtime": "1748779200", "text": "b"}"#;
    let records = records(format!("{}\n{desktops}\n", message(1, r#", "message": "a""#)));
    assert_eq!(outline(&records), ["c1500000001", "p1", "r2 neither text nor peer"]);
}

#[test]
fn messages_out_of_mongodb_are_read() {
    // 2025-06-01T12:00:00Z is 1748779200.
    let relaxed = r#"{"_id": {"$oid": "665b0f00"}, "_": "Message", "id": 1, "peer_id": {"_": "PeerChannel", "channel_id": 1500000001}, "date": {"$date": "2025-06-01T12:00:00Z"}, "message": "a", "views": 5}"#;
    let canonical = r#"{"_id": {"$oid": "665b0f01"}, "_": "Message", "id": {"$numberInt": "2"}, "peer_id": {"_": "PeerChannel", "channel_id": {"$numberLong": "1500000001"}}, "date": {"$date": {"$numberLong": "1748779200000"}}, "message": "b", "views": {"$numberInt": "6"}}"#;
    let records = records(format!("{relaxed}\n{canonical}\n"));
    assert_eq!(outline(&records), ["c1500000001", "p1", "p2"]);
    let told: Vec<_> = posts(&records).iter().map(|post| (post.posted, post.views)).collect();
    let noon = crate::model::Moment::Instant(1_748_779_200);
    assert_eq!(told, [(noon, Some(5)), (noon, Some(6))]);
    let other = only_post(&message(3, r#", "message": "c", "views": {"$numberInt": "6", "x": 1}"#));
    assert_eq!(other.views, None, "another object is no number");
}
