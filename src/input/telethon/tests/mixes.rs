//! Arbitrary inputs.

use proptest::prelude::*;

use super::*;

/// One record of a file, and what it is to become.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Kind {
    Message,
    Part,
    Service,
    Empty,
    Bare,
    NoId,
    NoObject,
    Null,
    Invalid,
    BadText,
}

impl Kind {
    const ALL: [Self; 10] = [
        Self::Message,
        Self::Part,
        Self::Service,
        Self::Empty,
        Self::Bare,
        Self::NoId,
        Self::NoObject,
        Self::Null,
        Self::Invalid,
        Self::BadText,
    ];

    fn row(self, id: usize) -> String {
        let head =
            format!(r#""id": {id}, "peer_id": {{"_": "PeerChannel", "channel_id": 5}}, "date": 1748779200"#);
        match self {
            Self::Message => format!(
                r#"{{"_": "Message", {head}, "message": "a \"}}] 🌊", "entities": [{{"offset": 2, "length": 9, "_": "MessageEntityBold"}}]}}"#
            ),
            Self::Part => format!(
                r#"{{"_": "Message", {head}, "message": "", "grouped_id": 7, "media": {{"_": "MessageMediaPhoto"}}}}"#
            ),
            Self::Service => {
                format!(r#"{{"_": "MessageService", {head}, "action": {{"_": "MessageActionPinMessage"}}}}"#)
            }
            Self::Empty => format!(r#"{{"_": "MessageEmpty", "id": {id}}}"#),
            Self::Bare => format!(r#"{{{head}, "message": "4CAT"}}"#),
            Self::NoId => r#"{"_": "Message", "message": "x"}"#.to_owned(),
            Self::NoObject => r#"["{"]"#.to_owned(),
            Self::Null => "null".to_owned(),
            Self::Invalid => format!(r#"{{"_": "Message", {head} "message": 1}}"#),
            Self::BadText => format!(r#"{{"_": "Message", {head}, "message": "\uD83D\q"}}"#),
        }
    }
}

fn kinds() -> impl Strategy<Value = Vec<Kind>> {
    prop::collection::vec(prop::sample::select(&Kind::ALL[..]), 0..40)
}

fn rows_of(kinds: &[Kind], separator: &str) -> String {
    let rows: Vec<_> = kinds.iter().zip(1..).map(|(kind, id)| kind.row(id)).collect();
    rows.join(separator)
}

proptest! {
    #[test]
    fn every_record_becomes_a_post_an_event_or_a_reject(kinds in kinds(), separator in "[ \n]{0,3},[ \n]{0,3}") {
        let records = records(format!("[{}]", rows_of(&kinds, &separator)));
        let count = |wanted: &[Kind]| kinds.iter().filter(|kind| wanted.contains(kind)).count();
        let parts = |post: &Post| post.media.len().max(1);
        let wanted = [Kind::Message, Kind::Part, Kind::Bare, Kind::BadText];
        prop_assert_eq!(posts(&records).into_iter().map(parts).sum::<usize>(), count(&wanted));
        prop_assert_eq!(events(&records).len(), count(&[Kind::Service]));
        prop_assert_eq!(rejects(&records).len(), count(&[Kind::Empty, Kind::NoId, Kind::NoObject, Kind::Invalid]));
        prop_assert!(!records.iter().any(|record| matches!(record, Record::Cut(_))));
        let first = records.iter().find(|record| !matches!(record, Record::Reject(_)));
        prop_assert!(first.is_none_or(|first| matches!(first, Record::Channel(_))));
    }

    #[test]
    fn one_byte_at_a_time_gives_the_same_records(kinds in kinds()) {
        for (open, separator, close) in [("[", ",\n ", "]"), ("", "\n", ""), (r#"{"messages": ["#, ",", "]}")] {
            let file = format!("{open}{}{close}", rows_of(&kinds, separator));
            prop_assume!(!file.is_empty());
            if file.starts_with(['{', '[']) {
                prop_assert_eq!(drain(reader(Trickle(file.as_bytes()))), records(&file));
            }
        }
    }

    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        records([b"{", &bytes[..]].concat());
        records([b"[", &bytes[..]].concat());
        looks_like(&bytes);
    }

    #[test]
    fn arbitrary_entities_never_panic(text in "\\PC{0,20}", entities in prop::collection::vec((-3..60_i64, -3..60_i64), 0..20)) {
        let entities: Vec<_> = entities
            .into_iter()
            .map(|(offset, length)| format!(r#"{{"_": "MessageEntityBold", "offset": {offset}, "length": {length}}}"#))
            .collect();
        let text = serde_json::to_string(&text).unwrap();
        let post = only_post(&message(1, &format!(r#", "message": {text}, "entities": [{}]"#, entities.join(","))));
        prop_assert!(post.spans.is_sorted_by_key(|span| span.start));
        prop_assert!(post.spans.iter().all(|span| post.text.get(span.start..span.end).is_some_and(|words| !words.is_empty())));
    }

    #[test]
    fn arbitrary_json_like_text_never_panics(
        pieces in prop::collection::vec(
            prop::sample::select(vec![
                "{", "}", "[", "]", ",", ":", "\"", "\\", "\"_\"", "\"Message\"", "\"id\"", "\"peer_id\"", "\"messages\"", "\"chats\"", "\"date\"",
                "\"entities\"", "\"media\"", "1", "x", " ", "\n", "\n{", "null", "NaN", "é", ",{\"_\": \"Message\", \"id\": 1}", "{\"messages\":[",
            ]),
            0..60,
        ),
    ) {
        let text = format!("{{{}", pieces.concat());
        prop_assert_eq!(drain(reader(Trickle(text.as_bytes()))), records(&text));
    }
}
