//! Quirks of single rows.

use jiff::civil::date;

use super::*;
use crate::model::{Author, Moment, SpanKind};

fn spans(post: &Post) -> Vec<(SpanKind, &str)> {
    post.spans.iter().map(|span| (span.kind, &post.text[span.start..span.end])).collect()
}

fn reject_of(row: &str) -> Reject {
    let records = records(channel(row));
    let [reject] = rejects(&records)[..] else { panic!("{records:?}") };
    assert_eq!(posts(&records).len() + events(&records).len(), 0, "{records:?}");
    reject.clone()
}

#[test]
fn a_text_is_a_string_or_parts_joined_with_their_spans() {
    assert_eq!(
        only_post(&row(1, r#","text":"Plain \"words\"\n","text_entities":[{"type":"plain","text":"x"}]"#))
            .text,
        "Plain \"words\"\n"
    );
    let post = only_post(&row(
        1,
        r##","text":["Мост ",{"type":"hashtag","text":"#Река@vexland"}," by ",{"type":"text_link","text":"us","href":"https://v.example/a"},
            {"type":"bold","text":"!\n"},{"type":"never_seen","text":"kept"},{"type":"pre","text":"x = 1","language":"py"},
            {"type":"mention_name","text":"Ann","user_id":7},{"type":"custom_emoji","text":"🙂","document_id":"stickers/a.webp"}]"##,
    ));
    assert_eq!(post.text, "Мост #Река@vexland by us!\nkeptx = 1Ann🙂");
    assert_eq!(
        spans(&post),
        [
            (SpanKind::Hashtag, "#Река@vexland"),
            (SpanKind::TextLink, "us"),
            (SpanKind::Style, "!\n"),
            (SpanKind::Pre, "x = 1"),
            (SpanKind::MentionName, "Ann"),
            (SpanKind::Style, "🙂"),
        ]
    );
    assert_eq!(post.spans[1].href.as_deref(), Some("https://v.example/a"));
}

#[test]
fn every_entity_type_has_its_span() {
    let kinds = [
        ("mention", SpanKind::Mention),
        ("bot_command", SpanKind::BotCommand),
        ("link", SpanKind::Url),
        ("email", SpanKind::Email),
        ("phone", SpanKind::Phone),
        ("cashtag", SpanKind::Cashtag),
        ("bank_card", SpanKind::BankCard),
        ("code", SpanKind::Code),
        ("italic", SpanKind::Style),
        ("underline", SpanKind::Style),
        ("strikethrough", SpanKind::Style),
        ("blockquote", SpanKind::Style),
        ("spoiler", SpanKind::Style),
    ];
    for (name, kind) in kinds {
        let post = only_post(&row(1, &format!(r#","text":["a",{{"type":"{name}","text":"b"}}]"#)));
        assert_eq!(spans(&post), [(kind, "b")], "{name}");
    }
    for name in ["unknown", "plain"] {
        let post = only_post(&row(1, &format!(r#","text":["a",{{"type":"{name}","text":"b"}}]"#)));
        assert_eq!((post.text.as_str(), post.spans.len()), ("ab", 0), "{name}");
    }
}

#[test]
fn text_entities_stand_in_where_text_is_missing() {
    let post = only_post(&row(
        1,
        r##","text_entities":[{"type":"plain","text":"a "},{"type":"hashtag","text":"#b"}]"##,
    ));
    assert_eq!((post.text.as_str(), spans(&post)), ("a #b", vec![(SpanKind::Hashtag, "#b")]));
    let post = only_post(&row(
        1,
        r##","text_entities":[{"type":"hashtag","text":"#b"}],"text":[{"type":"hashtag","text":"#b"}]"##,
    ));
    assert_eq!((post.text.as_str(), post.spans.len()), ("#b", 1), "not twice, whichever comes first");
}

#[test]
fn an_empty_trailing_part_leaves_no_span() {
    let post =
        only_post(&row(1, r##","text":["Ž ",{"type":"hashtag","text":"#č"},"",{"type":"bold","text":""}]"##));
    assert_eq!((post.text.as_str(), spans(&post)), ("Ž #č", vec![(SpanKind::Hashtag, "#č")]));
}

#[test]
fn nul_becomes_a_replacement_character_and_spans_still_fit() {
    let post =
        only_post(&row(1, r##","author":"A\u0000","text":["a\u0000",{"type":"hashtag","text":"#b"}]"##));
    assert_eq!((post.text.as_str(), spans(&post)), ("a\u{FFFD}#b", vec![(SpanKind::Hashtag, "#b")]));
    assert_eq!(post.author.unwrap().name.unwrap(), "A\u{FFFD}");
}

#[test]
fn dates_are_instants_or_wall_clocks() {
    let posted = |date: &str| only_post(&format!(r#"{{"id":1,"type":"message",{date},"text":"x"}}"#)).posted;
    assert_eq!(
        posted(r#""date":"2025-06-01T12:00:00","date_unixtime":"1748772000""#),
        Moment::Instant(1_748_772_000)
    );
    assert_eq!(posted(r#""date_unixtime":1748772000"#), Moment::Instant(1_748_772_000));
    assert_eq!(
        posted(r#""date":"2025-06-01T12:00:00","date_unixtime":1748772000.75"#),
        Moment::Instant(1_748_772_000)
    );
    assert_eq!(posted(r#""date":1748772000"#), Moment::Instant(1_748_772_000), "tdl");
    assert_eq!(posted(r#""date":"2019-02-28T23:59:58""#), Moment::Local(date(2019, 2, 28).at(23, 59, 58, 0)));
    assert_eq!(
        posted(r#""date":"2019-02-28T23:59:58","date_unixtime":"soon""#),
        Moment::Local(date(2019, 2, 28).at(23, 59, 58, 0))
    );
    assert_eq!(posted(r#""date":"2025-06-01T12:00:00+02:00""#), Moment::Instant(1_748_772_000));
}

#[test]
fn an_edit_in_1970_is_none() {
    let edited = |keys: &str| only_post(&row(1, keys)).edited;
    assert_eq!(
        edited(r#","edited":"2025-06-02T12:00:00","edited_unixtime":"1748858400""#),
        Moment::Instant(1_748_858_400)
    );
    assert_eq!(edited(r#","edited":"2019-06-02T12:00:00""#), Moment::Local(date(2019, 6, 2).at(12, 0, 0, 0)));
    assert_eq!(edited(r#","edited":"1970-01-01T03:00:00""#), Moment::Unknown);
    assert_eq!(edited(r#","edited":"1969-12-31T19:00:00""#), Moment::Unknown, "west of Greenwich");
    assert_eq!(edited(r#","edited_unixtime":"0""#), Moment::Unknown);
    assert_eq!(edited(r#","edited":"yesterday""#), Moment::Unknown);
    assert_eq!(edited(""), Moment::Unknown);
}

#[test]
fn rows_without_id_date_or_content_are_rejects_with_a_reason() {
    let reason = |row: &str| {
        let reject = reject_of(row);
        (reject.reason, reject.external_id)
    };
    let known = |reason: &str| (reason.to_owned(), Some("7".to_owned()));
    assert_eq!(
        reason(r#"{"type":"message","date_unixtime":"1748772000","text":"x"}"#),
        ("no id".to_owned(), None)
    );
    assert_eq!(reason(r#"{"id":7,"type":"message","text":"x"}"#), known("no date"));
    assert_eq!(
        reason(r#"{"id":7,"type":"message","date":"2025-02-30T00:00:00","text":"x"}"#),
        known("unreadable date")
    );
    assert_eq!(
        reason(r#"{"id":7,"type":"message","date_unixtime":"99999999999999"}"#),
        known("unreadable date")
    );
    assert_eq!(reason(r#"{"id":7,"type":"unsupported"}"#), known("unsupported message"));
    assert_eq!(
        reason(r#"{"id":7,"type":"message","date":"1970-01-01T01:00:00","date_unixtime":"0","text":""}"#),
        known("empty message")
    );
    assert_eq!(
        reason(r#"{"id":7,"type":"message","date":"1970-01-01T01:00:00","text":""}"#),
        known("empty message")
    );
    assert_eq!(
        reason(r#"{"id":7,"type":"story","date_unixtime":"1748772000"}"#),
        known("unknown type of message")
    );
    assert_eq!(
        reason(r#"{"_":"Message","id":7,"date":"2020-01-01T00:00:00+00:00","message":"x"}"#),
        known("no type of message")
    );
    assert_eq!(reason("17"), ("not an object".to_owned(), None));
    assert_eq!(reason(r#""a \" b""#), ("not an object".to_owned(), None));
    assert_eq!(reason("null"), ("not an object".to_owned(), None));
    assert_eq!(reason("[{}]"), ("not an object".to_owned(), None));
    assert_eq!(reason(r#"{"id":7,"type":"message" "text":1}"#), known("not valid JSON"));
}

#[test]
fn a_reject_tells_where_it_stands_and_how_it_begins() {
    let input = channel(&format!("{},{}", row(1, ""), r#"{"id":7,"type":"unsupported"}"#));
    let records = records(&input);
    let [reject] = rejects(&records)[..] else { panic!("{records:?}") };
    assert_eq!(reject.place, Place::Byte(input.find(r#"{"id":7"#).unwrap() as u64));
    assert_eq!(reject.raw, r#"{"id":7,"type":"unsupported"}"#);
    let long = reject_of(&format!(r#"{{"id":7,"type":"message","text":"{}"}}"#, "é".repeat(5000)));
    assert_eq!(long.raw.len(), 4095, "33 bytes and 2031 whole characters");
    assert!(long.raw.ends_with('é'));
}

#[test]
fn fields_of_unexpected_types_count_as_absent() {
    let post = only_post(&row(
        1,
        r#","from":{"a":[1]},"from_id":[],"author":5,"reply_to_message_id":"x","via_bot":true,"text":{"type":"bold","text":"b"},
            "reactions":"many","photo":{},"poll":"?","width":"wide","edited":[],"contact_information":null,"rich_message":3"#,
    ));
    assert_eq!(post.text, "b");
    assert_eq!((post.author, post.reply, post.via_bot, post.edited), (None, None, None, Moment::Unknown));
    assert_eq!(post.reactions, Some(vec![]));
    assert_eq!(post.media.iter().map(|media| media.kind.as_str()).collect::<Vec<_>>(), ["poll"]);
    // Words that would be lost are no small thing.
    assert_eq!(only_post(&row(1, r#","text":[1,null," kept ",{"text":7},true]"#)).text, "1 kept 7");
    assert_eq!(only_post(&row(1, r#","text":2024"#)).text, "2024");
    assert_eq!(
        only_post(&row(1, r#","text":false,"text_entities":[{"type":"plain","text":1.5}]"#)).text,
        "1.5"
    );
    for text in [r#"["kept",["lost"]]"#, r#"["kept",{"type":"bold","text":["lost"]}]"#] {
        let reject = reject_of(&row(1, &format!(r#","text":{text}"#)));
        assert_eq!(reject.reason, "text nested as no version writes it", "{text}");
    }
}

#[test]
fn a_key_that_stands_twice_counts_the_first_time() {
    let records = records(channel(
        r#"{"id":3,"type":"service","date_unixtime":"1748772000","action":"send_webview_data","text":"Order sent","text":"","text_entities":[]}"#,
    ));
    let [event] = events(&records)[..] else { panic!("{records:?}") };
    assert_eq!((event.action.as_str(), event.detail.as_deref()), ("send_webview_data", Some("Order sent")));
    assert_eq!(only_post(&row(1, r#","text":"first","text":"second","nobody":1,"nobody":2"#)).text, "first");
}

#[test]
fn service_rows_are_events_of_the_channel() {
    let service = |keys: &str| {
        let records = records(channel(&format!(
            r#"{{"id":3,"type":"service","date":"2025-06-01T12:00:00","date_unixtime":"1748772000","actor":"Bureau","actor_id":"channel1500000001",{keys},"text":"","text_entities":[]}}"#
        )));
        let [event] = events(&records)[..] else { panic!("{records:?}") };
        event.clone()
    };
    let event = service(r#""action":"create_channel","title":"Bureau of Vexland""#);
    assert_eq!(event.external_id.as_deref(), Some("3"));
    assert_eq!(event.happened, Moment::Instant(1_748_772_000));
    assert_eq!(
        event.actor,
        Some(Author { external_id: Some("channel1500000001".to_owned()), name: Some("Bureau".to_owned()) })
    );
    let told = |keys: &str| {
        let event = service(keys);
        (event.action, event.detail)
    };
    let pair = |action: &str, detail: &str| (action.to_owned(), Some(detail.to_owned()));
    assert_eq!(told(r#""action":"create_channel","title":"B""#), pair("create_channel", "B"));
    assert_eq!(told(r#""action":"pin_message","message_id":62"#), pair("pin_message", "62"));
    assert_eq!(told(r#""action":"group_call","duration":90"#), pair("group_call", "90 s"));
    assert_eq!(
        told(r#""action":"invite_members","members":["Ann",null,"Bo"]"#),
        pair("invite_members", "Ann, Bo")
    );
    assert_eq!(told(r#""information_text":"Something""#), pair("custom_action", "Something"));
    assert_eq!(told(r#""action":"delete_group_photo""#), ("delete_group_photo".to_owned(), None));
}

#[test]
fn forwards_name_their_source_as_far_as_it_is_known() {
    let source = |keys: &str| only_post(&row(1, keys)).forward.map(|forward| forward.channel);
    let channel = source(r#","forwarded_from":"Harbour","forwarded_from_id":"channel123""#).unwrap();
    assert_eq!((channel.name.as_deref(), channel.external_id.as_deref()), (Some("Harbour"), Some("123")));
    let user = source(r#","forwarded_from":"Ann","forwarded_from_id":"user123""#).unwrap();
    assert_eq!((user.kind.as_deref(), user.external_id.as_deref()), (Some("user"), Some("user123")));
    let by_name = source(r#","forwarded_from":"Ann""#).unwrap();
    assert_eq!((by_name.name.as_deref(), by_name.external_id), (Some("Ann"), None));
    assert!(source(r#","forwarded_from":null"#).unwrap().is_anonymous());
    assert_eq!(source(r#","saved_from":"Harbour""#), None, "saved_from is no forward");
    assert_eq!(source(""), None);
}

#[test]
fn replies_tell_the_other_channel_when_it_is_another() {
    let reply = |keys: &str| only_post(&row(9, keys)).reply;
    let same = reply(r#","reply_to_message_id":4"#).unwrap();
    assert_eq!((same.external_id.as_str(), same.channel), ("4", None));
    let other = reply(r#","reply_to_message_id":4,"reply_to_peer_id":"channel77""#).unwrap();
    assert_eq!(other.channel.unwrap().external_id.as_deref(), Some("77"));
    let own = reply(r#","reply_to_message_id":4,"reply_to_peer_id":"channel1500000001""#).unwrap();
    assert_eq!(own.channel, None);
    assert_eq!(reply(""), None);
}

#[test]
fn a_channels_own_posts_have_no_author_but_a_signature() {
    let author = |keys: &str| only_post(&row(1, keys)).author;
    let named = |id: Option<&str>, name: Option<&str>| {
        Some(Author { external_id: id.map(Into::into), name: name.map(Into::into) })
    };
    assert_eq!(author(r#","from":"Bureau of Vexland","from_id":"channel1500000001""#), None);
    assert_eq!(
        author(r#","from":"Bureau of Vexland","from_id":"channel1500000001","author":"Ann""#),
        named(None, Some("Ann"))
    );
    assert_eq!(author(r#","from":"Bureau of Vexland""#), None, "before 1.4.8");
    assert_eq!(author(r#","author":"Ann""#), named(None, Some("Ann")));
    assert_eq!(author(r#","from":null,"from_id":"user5""#), named(Some("user5"), None));
    assert_eq!(only_post(&row(1, r#","via_bot":"@gif""#)).via_bot.as_deref(), Some("gif"));
}

#[test]
fn senders_in_groups_are_authors() {
    let author = |keys: &str| {
        // No file has numbers there and instants.
        let row = row(1, keys).replace(r#","date_unixtime":"1748772000""#, "");
        let group = format!(r#"{{"name":"G","type":"public_supergroup","id":55,"messages":[{row}]}}"#);
        posts(&records(group))[0].author.clone().map(|author| (author.external_id, author.name))
    };
    let pair = |id: Option<&str>, name: Option<&str>| Some((id.map(str::to_owned), name.map(str::to_owned)));
    assert_eq!(author(r#","from":"Ann","from_id":"user5""#), pair(Some("user5"), Some("Ann")));
    assert_eq!(author(r#","from":"Harbour","from_id":"channel9""#), pair(Some("channel9"), Some("Harbour")));
    assert_eq!(author(r#","from":"G","from_id":"channel55","author":"admin""#), pair(None, Some("admin")));
    assert_eq!(
        author(r#","from":"Ann","from_id":4294967301"#),
        pair(Some("user5"), Some("Ann")),
        "2.4.1 to 2.7.1"
    );
    assert_eq!(author(r#","from":"Ann","from_id":5"#), pair(Some("user5"), Some("Ann")), "until 2.4.0");
    assert_eq!(author(r#","from":"H","from_id":8589934601"#), pair(Some("channel9"), Some("H")));
    assert_eq!(author(r#","from":"Ann""#), pair(None, Some("Ann")));
}

#[test]
fn a_rich_message_stands_for_text_that_is_absent() {
    let post = only_post(&row(
        1,
        r##","rich_message":{"rtl":false,"part":false,"blocks":[{"type":"list","kind":"bullet","items":[
            {"task_state":"none","content":"text","text":{"type":"concat","text":[{"type":"plain","text":"A "},{"type":"hashtag","text":{"type":"plain","text":"#b"}}]}}]},
            {"type":"photo","photo":"photos/p.jpg"}]}"##,
    ));
    assert_eq!(post.text, "• A #b");
    assert_eq!(spans(&post), [(SpanKind::ListItem { ordinal: None }, "A #b"), (SpanKind::Hashtag, "#b")]);
    assert_eq!((post.media[0].kind.as_str(), post.media[0].external_id.as_deref()), ("photo", Some("1")));
}

#[test]
fn a_number_in_a_newer_file_is_a_persons_without_type_bits() {
    let author = only_post(&row(1, r#","from":"Ann","from_id":7123456789,"text":"a""#)).author.unwrap();
    assert_eq!(author.external_id.as_deref(), Some("user7123456789"));
    let old = r#"{"id":1,"type":"message","date":"2021-02-01T12:00:00","from":"Ann","from_id":4295744296,"text":"a"}"#;
    assert_eq!(only_post(old).author.unwrap().external_id.as_deref(), Some("user777000"));
}
