//! Quirks of single messages.

use super::*;
use crate::model::{Author, Moment, Reaction, Span, SpanKind};

fn instant(date: &str) -> (Moment, Option<String>) {
    let post = only_post(&format!(r#"{{"_": "Message", "id": 1, "message": "", "date": {date}}}"#));
    (post.posted, post.posted_raw)
}

#[test]
fn an_instant_is_read_in_every_form() {
    const NOON: i64 = 1_748_779_200;
    for date in [
        r#""2025-06-01T12:00:00+00:00""#,
        r#""2025-06-01 12:00:00+00:00""#,
        r#""2025-06-01T12:00:00Z""#,
        r#""2025-06-01T14:00:00+02:00""#,
        r#""2025-06-01T12:00:00""#,
        r#""2025-06-01 12:00:00""#,
        r#""2025-06-01 12:00:00.25""#,
        "1748779200",
        "1748779200.0",
        "1748779200.9",
        r#""1748779200""#,
        "1748779200000",
        "1748779200999",
    ] {
        assert_eq!(instant(date), (Moment::Instant(NOON), None), "{date}");
    }
    for date in ["null", "\"\"", "\" \""] {
        assert_eq!(instant(date), (Moment::Unknown, None), "{date}");
    }
    // What stands there and is no time is told, so that it is counted.
    for (date, written) in [
        ("0", "0"),
        ("0.0", "0"),
        ("\"0\"", "0"),
        ("[]", "[…]"),
        ("{}", "[…]"),
        ("true", "true"),
        ("9223372036854775807", "9223372036854775807"),
    ] {
        assert_eq!(instant(date), (Moment::Unknown, Some(written.to_owned())), "{date}");
    }
    for date in ["last night", "2025-06-01", "2025-13-01 12:00:00", "12:00"] {
        assert_eq!(instant(&format!("{date:?}")), (Moment::Unknown, Some(date.to_owned())), "{date}");
    }
    assert_eq!(instant("-3600"), (Moment::Instant(-3600), None), "the loader calls it implausible");
}

#[test]
fn a_text_that_a_script_has_renamed_is_none_the_less_one() {
    let base = r#""_": "Message", "id": 1, "date": "2025-06-01T12:00:00+00:00", "peer_id": {"_": "PeerChannel", "channel_id": 5}"#;
    let bold = r#""entities": [{"_": "MessageEntityBold", "offset": 0, "length": 3}]"#;
    let renamed = only_post(&format!(r#"{{{base}, "text": "**Fog** rises", {bold}}}"#));
    assert_eq!((renamed.text.as_str(), renamed.spans.len()), ("**Fog** rises", 0));
    let both = only_post(&format!(r#"{{{base}, "message": "Fog rises", "text": "**Fog** rises", {bold}}}"#));
    assert_eq!((both.text.as_str(), both.spans.len()), ("Fog rises", 1));
    let none = only_post(&format!(r#"{{{base}, "message": "", "text": null}}"#));
    assert_eq!(none.text, "");
}

/// The marked parts of a text.
fn marked(text: &str, entities: &str) -> Vec<(SpanKind, String)> {
    let text = serde_json::to_string(text).unwrap();
    let post = only_post(&message(1, &format!(r#", "message": {text}, "entities": [{entities}]"#)));
    let words = |span: &Span| post.text[span.start..span.end].to_owned();
    post.spans.iter().map(|span| (span.kind, words(span))).collect()
}

fn entity(kind: &str, offset: i64, length: i64) -> String {
    format!(r#"{{"_": "MessageEntity{kind}", "offset": {offset}, "length": {length}}}"#)
}

#[test]
fn offsets_count_utf_16_code_units() {
    // Units: 🌊 0-1, space 2, #Orla 3-7, space 8, ř 9, 🏞 10-11, é 12.
    let text = "🌊 #Orla ř🏞é";
    let of = |kind: &str, offset, length| marked(text, &entity(kind, offset, length));
    assert_eq!(of("Hashtag", 3, 5), [(SpanKind::Hashtag, "#Orla".to_owned())]);
    assert_eq!(of("Bold", 0, 2), [(SpanKind::Style, "🌊".to_owned())]);
    assert_eq!(of("Code", 9, 4), [(SpanKind::Code, "ř🏞é".to_owned())]);
    assert_eq!(of("Code", 10, 2), [(SpanKind::Code, "🏞".to_owned())]);
    assert_eq!(of("Bold", 0, 13), [(SpanKind::Style, text.to_owned())]);
}

#[test]
fn entities_that_do_not_fit_are_cut_or_dropped() {
    let text = "a🌊b";
    let of = |offset, length| marked(text, &entity("Bold", offset, length));
    let bold = |words: &str| vec![(SpanKind::Style, words.to_owned())];
    assert_eq!(of(3, 9), bold("b"), "it ends with the text");
    assert_eq!(of(3, i64::MAX), bold("b"));
    assert_eq!(of(4, 1), [], "it begins behind the text");
    assert_eq!(of(99, 1), []);
    assert_eq!(of(i64::MAX, i64::MAX), []);
    assert_eq!(of(2, 2), bold("🌊b"), "it begins within a pair");
    assert_eq!(of(0, 2), bold("a🌊"), "it ends within a pair");
    assert_eq!(
        of(2, 1),
        bold("🌊b").into_iter().map(|_| (SpanKind::Style, "🌊".to_owned())).collect::<Vec<_>>()
    );
    assert_eq!(of(1, 0), []);
    assert_eq!(of(1, -1), []);
    assert_eq!(of(-1, 2), []);
    assert_eq!(marked("", &entity("Bold", 0, 1)), []);
    assert_eq!(
        marked(
            text,
            r#"{"_": "MessageEntityBold"}, 5, null, {"_": "MessageEntityBold", "offset": "x", "length": 1}"#
        ),
        []
    );
    assert_eq!(
        marked(text, r#"{"_": "MessageEntityBold", "offset": 0.0, "length": 1.0}"#),
        bold("a"),
        "through a table of floats"
    );
}

#[test]
fn entities_may_overlap_and_come_in_any_order() {
    let list = [entity("Italic", 2, 6), entity("Hashtag", 2, 4), entity("Bold", 0, 8)].join(",");
    let expected = [
        (SpanKind::Style, "a #rivers".get(..8).unwrap()),
        (SpanKind::Style, "#river"),
        (SpanKind::Hashtag, "#riv"),
    ];
    assert_eq!(marked("a #rivers", &list), expected.map(|(kind, words)| (kind, words.to_owned())));
}

#[test]
fn each_kind_of_entity_is_known() {
    for (name, kind) in [
        ("Mention", SpanKind::Mention),
        ("Hashtag", SpanKind::Hashtag),
        ("Cashtag", SpanKind::Cashtag),
        ("BotCommand", SpanKind::BotCommand),
        ("Url", SpanKind::Url),
        ("Email", SpanKind::Email),
        ("Phone", SpanKind::Phone),
        ("BankCard", SpanKind::BankCard),
        ("Code", SpanKind::Code),
        ("Pre", SpanKind::Pre),
        ("MentionName", SpanKind::MentionName),
        ("Underline", SpanKind::Style),
        ("Strike", SpanKind::Style),
        ("Spoiler", SpanKind::Style),
        ("Blockquote", SpanKind::Style),
        ("CustomEmoji", SpanKind::Style),
    ] {
        assert_eq!(marked("abc", &entity(name, 1, 1)), [(kind, "b".to_owned())], "{name}");
    }
    assert_eq!(marked("abc", &entity("Unknown", 1, 1)), []);
    assert_eq!(marked("abc", &entity("", 1, 1)), []);
    let link = only_post(&message(
        1,
        r#", "message": "abc", "entities": [{"_": "messageEntityTextUrl", "offset": 1, "length": 2, "url": "https://valdoria.example/"}]"#,
    ));
    let href = Some("https://valdoria.example/".to_owned());
    assert_eq!(link.spans, [Span { kind: SpanKind::TextLink, start: 1, end: 3, href }]);
}

#[test]
fn a_text_of_other_types_is_none_or_a_reject() {
    assert_eq!(only_post(&message(1, r#", "message": null"#)).text, "");
    assert_eq!(only_post(&message(1, "")).text, "");
    assert_eq!(only_post(&message(1, r#", "message": "a\u0000b""#)).text, "a\u{FFFD}b");
    let records = records(format!("[{}]", message(1, r#", "message": 5"#)));
    assert_eq!(outline(&records), ["r1 text that is no string"]);
}

#[test]
fn what_is_absent_is_not_zero() {
    let bare = only_post(&message(1, r#", "views": null, "forwards": null, "replies": null"#));
    assert_eq!((bare.views, bare.forwards, bare.replies, bare.reactions), (None, None, None, None));
    let zero = only_post(&message(
        1,
        r#", "views": 0, "forwards": 0, "replies": {"_": "MessageReplies", "replies": 0}, "reactions": null"#,
    ));
    assert_eq!((zero.views, zero.forwards, zero.replies), (Some(0), Some(0), Some(0)));
    assert_eq!(zero.reactions, Some(vec![]), "a layer that has reactions");
    let odd = only_post(&message(1, r#", "views": -1, "forwards": "7", "replies": 3"#));
    assert_eq!((odd.views, odd.forwards, odd.replies), (None, Some(7), Some(3)));
    let table = only_post(&message(1, r#", "views": 94025.0, "forwards": NaN"#));
    assert_eq!((table.views, table.forwards), (Some(94_025), None), "through a table of floats");
}

#[test]
fn reactions_are_read_in_every_form() {
    let post = only_post(&message(
        1,
        r#", "reactions": {"_": "MessageReactions", "results": [
            {"_": "ReactionCount", "reaction": {"_": "ReactionEmoji", "emoticon": "👍"}, "count": 3, "chosen_order": null},
            {"_": "ReactionCount", "reaction": {"_": "ReactionCustomEmoji", "document_id": 5368324170671202286}, "count": 2},
            {"_": "ReactionCount", "reaction": {"_": "ReactionPaid"}, "count": 7},
            {"_": "ReactionCount", "reaction": "🔥", "count": 1},
            {"reaction": {"emoticon": "👍"}, "count": 1},
            {"reaction": {"emoticon": "👎"}, "count": 0}, {"reaction": {"emoticon": "👎"}, "count": 99999999999},
            {"reaction": null, "count": 1}, {"reaction": "👎"}, 5, null
        ], "recent_reactions": [{"reaction": {"emoticon": "x"}}]}"#,
    ));
    let one =
        |kind: &str, name: &str, count| Reaction { kind: kind.to_owned(), name: name.to_owned(), count };
    let expected = [
        one("emoji", "👍", 4),
        one("custom_emoji", "5368324170671202286", 2),
        one("paid", "", 7),
        one("emoji", "🔥", 1),
    ];
    assert_eq!(post.reactions.unwrap(), expected);
}

#[test]
fn the_author_is_who_sent_or_signed_it() {
    let author = |keys: &str| only_post(&message(1, keys)).author;
    let known = |id: Option<&str>, name: Option<&str>| {
        Some(Author { external_id: id.map(str::to_owned), name: name.map(str::to_owned) })
    };
    assert_eq!(author(""), None);
    assert_eq!(author(r#", "from_id": null, "post_author": "Ana Brod""#), known(None, Some("Ana Brod")));
    assert_eq!(author(r#", "from_id": {"_": "PeerUser", "user_id": 31}"#), known(Some("user31"), None));
    assert_eq!(author(r#", "from_id": 31"#), known(Some("user31"), None), "before 2020");
    let own = r#", "from_id": {"_": "PeerChannel", "channel_id": 1500000001}"#;
    assert_eq!(author(own), None, "the channel itself");
    assert_eq!(author(&format!(r#"{own}, "post_author": "admin""#)), known(None, Some("admin")));
    let other = r#", "from_id": {"_": "PeerChannel", "channel_id": 9}, "_sender": {"id": 8, "title": "X"}"#;
    assert_eq!(author(other), known(Some("channel9"), None), "another's name is not taken");
}

#[test]
fn a_forward_tells_what_is_known_of_its_source() {
    let forward = |keys: &str| only_post(&message(1, &format!(r#", "fwd_from": {keys}"#))).forward;
    assert_eq!(forward("null"), None);
    assert_eq!(forward("{}"), None);
    let full = forward(
        r#"{"_": "MessageFwdHeader", "date": "2025-05-31T08:00:00+00:00", "from_id": {"_": "PeerChannel", "channel_id": 1500000002}, "from_name": null, "channel_post": 44, "post_author": "A", "saved_from_peer": {"_": "PeerChannel", "channel_id": 3}, "saved_from_msg_id": 5}"#,
    )
    .unwrap();
    assert_eq!(full.channel.external_id.as_deref(), Some("1500000002"));
    assert_eq!(full.channel.link_base.as_deref(), Some("https://t.me/c/1500000002/"));
    assert_eq!((full.external_id.as_deref(), full.posted), (Some("44"), Moment::Instant(1_748_678_400)));
    let hidden = forward(r#"{"date": 1748678400, "from_id": null, "from_name": "Somebody"}"#).unwrap();
    assert_eq!((hidden.channel.name.as_deref(), hidden.channel.external_id), (Some("Somebody"), None));
    let nobody = forward(r#"{"date": 1748678400}"#).unwrap();
    assert!(nobody.channel.is_anonymous());
    let person = forward(r#"{"date": 5, "from_id": {"_": "PeerUser", "user_id": 31}}"#).unwrap();
    assert_eq!(person.channel.external_id.as_deref(), Some("user31"));
}

#[test]
fn a_reply_may_be_to_another_channel() {
    let reply = |keys: &str| only_post(&message(1, keys)).reply;
    let header = |peer: &str| {
        format!(
            r#", "reply_to": {{"_": "MessageReplyHeader", "reply_to_msg_id": 12, "reply_to_peer_id": {peer}}}"#
        )
    };
    assert_eq!(reply(r#", "reply_to": null"#), None);
    assert_eq!(reply(r#", "reply_to": {"_": "MessageReplyStoryHeader", "story_id": 4}"#), None);
    let own = reply(&header("null")).unwrap();
    assert_eq!((own.external_id.as_str(), own.channel), ("12", None));
    assert_eq!(reply(&header(r#"{"channel_id": 1500000001}"#)).unwrap().channel, None, "the same one");
    let other = reply(&header(r#"{"channel_id": 9}"#)).unwrap().channel.unwrap();
    assert_eq!(other.external_id.as_deref(), Some("9"));
    assert_eq!(reply(r#", "reply_to_msg_id": 12"#).unwrap().external_id, "12", "before 2020");
}

#[test]
fn a_silent_edit_keeps_its_date() {
    let edited = |keys: &str| only_post(&message(1, keys)).edited;
    assert_eq!(edited(r#", "edit_date": null"#), Moment::Unknown);
    assert_eq!(
        edited(r#", "edit_date": "2025-06-01T12:05:00+00:00", "edit_hide": true"#),
        Moment::Instant(1_748_779_500)
    );
    assert_eq!(edited(r#", "edit_date": 1748779500, "edit_hide": false"#), Moment::Instant(1_748_779_500));
    assert_eq!(only_post(&message(1, r#", "via_bot_id": 99"#)).via_bot.as_deref(), Some("user99"));
}

#[test]
fn service_messages_have_the_words_of_telegram_desktop() {
    let event = |action: &str, keys: &str| {
        let row = message(8, &format!(r#", "action": {action}{keys}"#))
            .replace(r#""Message""#, r#""MessageService""#);
        let records = records(format!("[{row}]"));
        let [Record::Channel(_), Record::Event(event)] = &records[..] else { panic!("{records:?}") };
        assert_eq!(event.external_id.as_deref(), Some("8"));
        assert_eq!(event.happened, Moment::Instant(1_748_779_200));
        (event.action.clone(), event.detail.clone(), event.actor.clone().and_then(|actor| actor.external_id))
    };
    let told = |action: &str, detail: Option<&str>| (action.to_owned(), detail.map(str::to_owned), None);
    assert_eq!(
        event(r#"{"_": "MessageActionPinMessage"}"#, r#", "reply_to": {"reply_to_msg_id": 7}"#),
        told("pin_message", Some("7"))
    );
    assert_eq!(
        event(r#"{"_": "MessageActionPinMessage"}"#, r#", "reply_to_msg_id": 7"#),
        told("pin_message", Some("7"))
    );
    assert_eq!(
        event(r#"{"_": "MessageActionChannelCreate", "title": "Rivers"}"#, ""),
        told("create_channel", Some("Rivers"))
    );
    assert_eq!(
        event(r#"{"_": "MessageActionChatEditTitle", "title": "R"}"#, ""),
        told("edit_group_title", Some("R"))
    );
    assert_eq!(
        event(r#"{"_type": "MessageActionChatEditPhoto", "photo": {}}"#, ""),
        told("edit_group_photo", None)
    );
    assert_eq!(
        event(r#"{"_": "MessageActionSetMessagesTTL", "period": 86400}"#, ""),
        told("set_messages_ttl", Some("86400 s"))
    );
    assert_eq!(event(r#"{"_": "MessageActionGroupCall", "duration": null}"#, ""), told("group_call", None));
    assert_eq!(
        event(r#"{"_": "MessageActionCustomAction", "message": "x"}"#, ""),
        told("custom_action", Some("x"))
    );
    assert_eq!(event(r#"{"_": "MessageActionBoostApply", "boosts": 2}"#, ""), told("boost_apply", Some("2")));
    assert_eq!(event(r#"{"_": "MessageActionSomethingNew"}"#, ""), told("something_new", None));
    assert_eq!(event("null", ""), told("unknown_action", None));
    let joined =
        event(r#"{"_": "MessageActionChatAddUser", "users": [5, 6]}"#, r#", "from_id": {"user_id": 5}"#);
    assert_eq!(
        joined,
        ("invite_members".to_owned(), Some("user5, user6".to_owned()), Some("user5".to_owned()))
    );
}

#[test]
fn an_empty_message_is_a_reject_and_null_is_nothing() {
    let input =
        format!(r#"[null, {{"_": "MessageEmpty", "id": 4, "peer_id": null}}, {}, null]"#, message(5, ""));
    assert_eq!(outline(&records(input)), ["r4 empty message", "c1500000001", "p5"]);
    let no_id = message(5, "").replace(r#""id": 5, "#, "");
    assert_eq!(outline(&records(format!("[{no_id}]"))), ["r- no id"]);
}

#[test]
fn bytes_and_odd_values_do_no_harm() {
    let odd = only_post(&message(
        1,
        r#", "message": "a", "media": {"_": "MessageMediaPhoto", "photo": {"file_reference": "b'\\x01\\xff'", "access_hash": -5, "sizes": "x"}}, "reply_markup": {"rows": [{"buttons": [{"data": "AAE="}]}]}, "entities": {"a": 1}, "restriction_reason": [], "message": "second", "id": 9, "post": "yes", "from_id": [], "via_bot_id": {}, "grouped_id": [1]"#,
    ));
    assert_eq!(
        (odd.external_id.as_deref(), odd.text.as_str()),
        (Some("1"), "a"),
        "of a key that stands twice the first counts"
    );
    assert_eq!(odd.media[0].kind, "photo");
    let half = only_post(&message(1, r#", "message": "a\uD83Db""#));
    assert_eq!(half.text, "a\u{FFFD}b");
}

#[test]
fn invalid_utf_8_is_counted() {
    let mut input = format!("[{},\n", message(1, r#", "message": "a?b""#)).into_bytes();
    let at = input.iter().position(|byte| *byte == b'?').unwrap();
    input[at] = 0xFF;
    input.extend_from_slice(format!("{}]", message(2, "")).as_bytes());
    let mut reader = reader(&input[..]);
    let records: Vec<_> = std::iter::from_fn(|| reader.next_record().unwrap()).collect();
    assert_eq!(posts(&records)[0].text, "a\u{FFFD}b");
    assert_eq!(reader.bad_bytes(), Some(BadBytes { records: 1, first: Place::Byte(1) }));
}
