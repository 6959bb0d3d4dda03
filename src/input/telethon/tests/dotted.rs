//! Messages that pandas has flattened: `json_normalize`, then `to_json`, which writes null where a row lacks a column.

use super::*;
use crate::input::{Format, detect};

/// Columns that every row has.
const BEHIND: &str = r#""fwd_from":null,"reply_to":null,"reactions":null,"media":null"#;

fn flat(id: i64, kind: &str, rest: &str) -> String {
    format!(
        r#"{{"_":"{kind}","id":{id},"date":"2025-06-01T12:00:00+00:00","message":"Fog #sea",{BEHIND},"peer_id._":"PeerChannel","peer_id.channel_id":1500000001{rest}}}"#
    )
}

fn nested(id: i64, kind: &str, rest: &str) -> String {
    format!(
        r#"{{"_":"{kind}","id":{id},"peer_id":{{"_":"PeerChannel","channel_id":1500000001}},"date":"2025-06-01T12:00:00+00:00","message":"Fog #sea"{rest}}}"#
    )
}

#[test]
fn a_flattened_message_reads_as_the_nested_one() {
    for (dotted, whole) in [
        (
            r#","fwd_from._":"MessageFwdHeader","fwd_from.date":"2025-05-31T12:00:00+00:00","fwd_from.from_name":null,"fwd_from.channel_post":77.0,"fwd_from.from_id._":"PeerChannel","fwd_from.from_id.channel_id":1500000002"#,
            r#","reactions":null,"fwd_from":{"_":"MessageFwdHeader","date":"2025-05-31T12:00:00+00:00","channel_post":77,"from_id":{"_":"PeerChannel","channel_id":1500000002}}"#,
        ),
        (
            r#","reply_to._":"MessageReplyHeader","reply_to.reply_to_msg_id":3.0,"reply_to.reply_to_peer_id":null"#,
            r#","reactions":null,"reply_to":{"_":"MessageReplyHeader","reply_to_msg_id":3}"#,
        ),
        (
            r#","reactions.results":[{"reaction":{"emoticon":"👍"},"count":5}],"replies.replies":4.0,"replies":null"#,
            r#","reactions":{"results":[{"reaction":{"emoticon":"👍"},"count":5}]},"replies":{"replies":4}"#,
        ),
        (
            r#","media._":"MessageMediaPoll","media.poll._":"Poll","media.poll.question.text":"Bread?""#,
            r#","reactions":null,"media":{"_":"MessageMediaPoll","poll":{"_":"Poll","question":{"text":"Bread?"}}}"#,
        ),
    ] {
        assert_eq!(
            only_post(&flat(5, "Message", dotted)),
            only_post(&nested(5, "Message", whole)),
            "{dotted}"
        );
    }
    let forward = only_post(&flat(5, "Message", r#","fwd_from.from_id.channel_id":1500000002"#)).forward;
    assert_eq!(forward.unwrap().channel.external_id.as_deref(), Some("1500000002"));
    let reply = only_post(&flat(5, "Message", r#","reply_to.reply_to_msg_id":3"#)).reply;
    assert_eq!(reply.unwrap().external_id, "3");
    let plain = only_post(&flat(5, "Message", r#","fwd_from.date":null,"reply_to.reply_to_msg_id":null"#));
    assert_eq!((plain.forward, plain.reply, plain.media), (None, None, Vec::new()));
}

#[test]
fn a_flattened_service_message_tells_what_happened() {
    let keys = r#","action._":"MessageActionChannelCreate","action.title":"Gazette""#;
    let records = records(flat(1, "MessageService", keys));
    let [event] = events(&records)[..] else { panic!("{records:?}") };
    assert_eq!((event.action.as_str(), event.detail.as_deref()), ("create_channel", Some("Gazette")));
    assert_eq!(channels(&records)[0].external_id.as_deref(), Some("1500000001"));
}

#[test]
fn flattened_messages_are_recognised_and_refused_where_no_point_joins_the_keys() {
    assert_eq!(detect(flat(5, "Message", "").as_bytes()), Some(Format::Telethon));
    let of_4cat =
        flat(5, "Message", "").replace(r#""_":"Message","#, "").replace("peer_id._\"", "peer_id._type\"");
    assert_eq!(detect(of_4cat.as_bytes()), Some(Format::Telethon));
    let other =
        flat(5, "Message", r#","fwd_from_from_id_channel_id":1500000002"#).replace("peer_id.", "peer_id_");
    assert_eq!(
        outline(&records(other)),
        ["r5 flattened, with keys that no point joins: write them nested, or with points"]
    );
}
