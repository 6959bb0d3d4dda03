//! What the cells of a row say of a post and its channel.

use super::*;
use crate::model::{Author, Reply};

#[test]
fn every_documented_column_is_read() {
    let records = records(
        "id,posted_at,text,channel,channel_id,channel_handle,platform,author,author_id,url,views,forwards,replies,\
         edited_at,forwarded_from,forwarded_from_id,forwarded_post_id,forwarded_at,reply_to,media,reactions\n\
         12,2024-07-16T14:03:22Z,Rain #today,Ministry of Rivers,-1001234567890,@valdoria,Telegram,Desk,55,\
         https://t.me/valdoria/12,1.2K,3,4,2024-07-16 15:00:00,Vexland,-1009876543210,77,2024-07-15,9,a.jpg|b.mp4,\
         \"{\"\"👍\"\": 5}\"\n",
    );
    let [Record::Channel(channel), Record::Post(post)] = &records[..] else { panic!("{records:?}") };
    let expected = Channel {
        platform: "telegram".to_owned(),
        external_id: Some("1234567890".to_owned()),
        handle: Some("valdoria".to_owned()),
        name: Some("Ministry of Rivers".to_owned()),
        kind: None,
        link_base: Some("https://t.me/valdoria/".to_owned()),
    };
    assert_eq!(*channel, expected);
    assert_eq!(post.external_id.as_deref(), Some("12"));
    assert_eq!(post.posted, Moment::Instant(1_721_138_602));
    assert_eq!(post.text, "Rain #today");
    assert_eq!(
        post.author,
        Some(Author { external_id: Some("user55".to_owned()), name: Some("Desk".to_owned()) })
    );
    assert_eq!(post.url.as_deref(), Some("https://t.me/valdoria/12"));
    assert_eq!(
        (post.views, post.views_unit, post.forwards, post.replies),
        (Some(1200), Some(100), Some(3), Some(4))
    );
    assert!(post.is_edited && matches!(post.edited, Moment::Local(_)));
    let forward = post.forward.as_ref().unwrap();
    assert_eq!(forward.channel.external_id.as_deref(), Some("9876543210"));
    assert_eq!(forward.channel.name.as_deref(), Some("Vexland"));
    assert_eq!(forward.external_id.as_deref(), Some("77"));
    assert_eq!(forward.posted, Moment::Day("2024-07-15".parse().unwrap()));
    assert_eq!(post.reply, Some(Reply { external_id: "9".to_owned(), channel: None }));
    let kinds: Vec<&str> = post.media.iter().map(|item| item.kind.as_str()).collect();
    assert_eq!(kinds, ["photo", "video"]);
    assert_eq!(post.reactions.as_ref().unwrap()[0].count, 5);
}

#[test]
fn what_is_not_there_is_absent_and_not_zero() {
    let post = only_post("id,text,views,forwards,reactions,media,edited_at,reply_to", "1,a,,NaN,,,None,");
    let expected = Post { external_id: Some("1".to_owned()), text: "a".to_owned(), ..Post::default() };
    assert_eq!(post, expected);
    assert_eq!(only_post("id,text,views", "1,a,0").views, Some(0));
    assert_eq!(only_post("id,text", "1,NaN").text, "NaN", "a text is kept as it is");
}

#[test]
fn zero_is_the_id_of_nothing_on_telegram() {
    let header = "id,text,platform,author_id,forwarded_from_id,forwarded_post_id,reply_to";
    let expected = Post { external_id: Some("1".to_owned()), text: "a".to_owned(), ..Post::default() };
    assert_eq!(only_post(header, "1,a,telegram,0,0,0,0"), expected);
    assert_eq!(only_post(header, "1,a,telegram,0.0,0.0,,0.0"), expected, "as pandas writes it");
    let elsewhere = only_post(header, "1,a,forum,0,0,0,0");
    assert!(elsewhere.author.is_some() && elsewhere.forward.is_some() && elsewhere.reply.is_some());
}

#[test]
fn forwards_rounded_to_thousands_are_no_exact_count() {
    let post = only_post("id,text,views,forwards,replies", "1,a,1.2K,1.2K,3K");
    assert_eq!((post.views, post.forwards, post.replies), (Some(1200), None, None));
}

#[test]
fn the_channel_is_told_by_name_handle_link_or_id() {
    let name = |header: &str, cells: &str| {
        let channel = only_channel(header, cells);
        assert_eq!(channel.platform, "telegram");
        [channel.external_id, channel.handle, channel.name, channel.link_base].map(Option::unwrap_or_default)
    };
    assert_eq!(name("id,text,channel", "1,a,Rivers"), ["", "", "Rivers", ""]);
    assert_eq!(name("id,text,channel", "1,a,@rivers"), ["", "rivers", "", "https://t.me/rivers/"]);
    assert_eq!(
        name("id,text,channel", "1,a,https://t.me/s/rivers"),
        ["", "rivers", "", "https://t.me/rivers/"]
    );
    for column in ["channel", "channel_id"] {
        let header = format!("id,text,{column}");
        let channel = ["1234567890", "", "", "https://t.me/c/1234567890/"];
        assert_eq!(name(&header, "1,a,-1001234567890"), channel);
        assert_eq!(
            name(&header, "1,a,-1001234567"),
            ["chat1001234567", "", "", ""],
            "too small for a channel"
        );
    }
    assert_eq!(name("id,text,channel_id", "1,a,1234567.0"), ["1234567", "", "", "https://t.me/c/1234567/"]);
    assert_eq!(name("id,text,channel_handle", "1,a,t.me/rivers"), ["", "rivers", "", "https://t.me/rivers/"]);
    assert_eq!(name("id,text,url", "1,a,https://t.me/rivers/1"), ["", "rivers", "", "https://t.me/rivers/"]);
    assert_eq!(
        name("id,text,url", "1,a,https://t.me/c/1234567/1"),
        ["1234567", "", "", "https://t.me/c/1234567/"]
    );
    assert_eq!(name("id,text", "rivers/1,a"), ["", "rivers", "", "https://t.me/rivers/"]);
    assert_eq!(name("id,text", "1,a"), ["", "", "", ""]);
}

#[test]
fn the_id_is_taken_from_the_address_and_must_not_contradict_it() {
    let id = |header: &str, cells: &str| only_post(header, cells).external_id;
    assert_eq!(id("date,text,url", "2024-07-16,a,https://t.me/rivers/12?single").as_deref(), Some("12"));
    assert_eq!(id("id,text,url", "12,a,https://t.me/rivers/12").as_deref(), Some("12"));
    assert_eq!(id("id,text,url,channel_handle", "12,a,https://t.me/other/99,rivers").as_deref(), Some("12"));
    assert_eq!(id("id,text", "rivers/12,a").as_deref(), Some("12"));
    assert_eq!(id("id,text,reply_to", "12,a,{'_': 'MessageReplyHeader'}").as_deref(), Some("12"));
    let records = records("id,text,url\n0,a,https://t.me/rivers/12\n1,b,https://t.me/rivers/13\n");
    let reasons: Vec<_> = rejects(&records)
        .iter()
        .map(|reject| (reject.reason.as_str(), reject.external_id.as_deref()))
        .collect();
    assert_eq!(
        reasons,
        [("id and url are of two posts", Some("0")), ("id and url are of two posts", Some("1"))]
    );
}

#[test]
fn a_telegram_id_that_a_spreadsheet_has_written_in_groups_is_its_number() {
    for (written, id) in [
        ("\"1,001\"", "1001"),
        ("1.001", "1001"),
        ("1\u{a0}001", "1001"),
        ("1\u{202f}000", "1000"),
        ("1'234'567", "1234567"),
        ("\"1,000,000\"", "1000000"),
        ("\"12,0\"", "12"),
        ("\"12,00\"", "12"),
        ("12.00", "12"),
        ("\"1,234.00\"", "1234"),
        ("1-2", "1-2"),
        ("1.2", "1.2"),
        ("\"12,34\"", "12,34"),
        ("a 001", "a 001"),
    ] {
        assert_eq!(
            only_post("id,text", &format!("{written},a")).external_id.as_deref(),
            Some(id),
            "{written}"
        );
    }
    assert_eq!(only_post("id,text,reply_to", "9,a,\"1,001\"").reply.unwrap().external_id, "1001");
    let elsewhere = only_post("id,text,platform", "\"1,001\",a,forum");
    assert_eq!(elsewhere.external_id.as_deref(), Some("1,001"), "elsewhere it may be anything");
    let records = records("id,text\n\"1,000\",a\n1.000,b\n999,c\n");
    assert_eq!(texts(&records), ["c"]);
    let told: Vec<_> = rejects(&records)
        .iter()
        .map(|reject| (reject.reason.as_str(), reject.external_id.as_deref()))
        .collect();
    let reason = "id with a separator, which may be two numbers";
    assert_eq!(told, [(reason, Some("1,000")), (reason, Some("1.000"))]);
}

#[test]
fn a_table_of_telegram_desktops_messages_has_their_instants_texts_and_service_rows() {
    let records = records(
        "id,type,date,date_unixtime,actor,action,title,text\n\
         1,service,2025-06-01T14:00:00,1748779200,Gazette,create_channel,Gazette,\n\
         2,message,2025-06-01T14:00:01,1748779201,,,,Fog\n\
         3,message,2025-06-01T14:00:02,,,,,\"['Fog on ', {'type': 'link', 'text': 'https://osk.example'}]\"\n",
    );
    let [Record::Channel(_), Record::Event(event), Record::Post(one), Record::Post(two)] = &records[..]
    else {
        panic!("{records:?}")
    };
    let expected = ChannelEvent {
        external_id: Some("1".to_owned()),
        happened: Moment::Instant(1_748_779_200),
        action: "create_channel".to_owned(),
        actor: Some(Author { name: Some("Gazette".to_owned()), ..Author::default() }),
        detail: Some("Gazette".to_owned()),
    };
    assert_eq!(event, &expected);
    assert_eq!((one.posted, one.text.as_str()), (Moment::Instant(1_748_779_201), "Fog"));
    // Where the instant is missing the wall clock stands.
    assert!(matches!(two.posted, Moment::Local(_)), "{:?}", two.posted);
    assert_eq!(two.text, "Fog on https://osk.example");
    // Telethon tells the type elsewhere, and pandas writes the action as Python shows it.
    let records = self::records(
        "_,id,date,message,views,action\nMessageService,1,2025-06-01 12:00:00+00:00,,,\"{'_': 'MessageActionChannelCreate', 'title': 'Gazette'}\"\n\
         Message,2,2025-06-01 12:00:01+00:00,Fog,7.0,\n",
    );
    let [Record::Channel(_), Record::Event(event), Record::Post(post)] = &records[..] else {
        panic!("{records:?}")
    };
    let expected = ChannelEvent { actor: None, ..expected };
    assert_eq!((event, post.text.as_str(), post.views), (&expected, "Fog", Some(7)));
    // Elsewhere a type is anything.
    assert_eq!(texts(&self::records("id,type,date,text\n1,service,2025-06-01,\n")), [""]);
}

#[test]
fn what_looks_like_a_text_in_parts_is_a_text_where_nothing_tells_of_telegram_desktop() {
    let written = "[{'type': 'text', 'text': 'hello'}]";
    let table =
        |header: &str, cells: &str| format!("id,date,text{header}\n1,2025-06-01,\"{written}\"{cells}\n");
    assert_eq!(texts(&records(table("", ""))), [written]);
    assert_eq!(texts(&records(table(",views", ",3"))), [written]);
    assert_eq!(texts(&records(table(",text_entities", ",\"[]\""))), ["hello"]);
}

#[test]
fn a_text_put_together_of_its_parts_has_lost_no_bytes() {
    let read = |text: &[u8]| {
        let table = [b"id,date_unixtime,text\n1,1717236000,\"", text, b"\"\n"].concat();
        let mut reader = Delimited::new(table.as_slice(), &ReadOptions::default()).unwrap();
        let records: Vec<_> = std::iter::from_fn(|| reader.next_record().unwrap()).collect();
        (texts(&records).concat(), reader.bad_bytes().map(|bad| bad.records))
    };
    assert_eq!(read(b"[{'type': 'plain', 'text': 'Fog'}]"), ("Fog".to_owned(), None));
    assert_eq!(read(b"[{'type': 'plain', 'text': 'F\xFFg'}]"), ("F\u{FFFD}g".to_owned(), Some(1)));
}

#[test]
fn an_instant_that_cannot_be_read_leaves_the_wall_clock_beside_it() {
    for (instant, expected) in
        [("1,717,236,000", None), ("abc", None), ("0", None), ("-1", None), ("1717236000", Some(()))]
    {
        let table = format!("id,date,date_unixtime,text\n1,2024-06-01T12:00:00,\"{instant}\",a\n");
        let records = records(&table);
        let Some(Record::Post(post)) = records.last() else { panic!("{records:?}") };
        match expected {
            Some(()) => assert_eq!(post.posted, Moment::Instant(1_717_236_000)),
            None => assert!(matches!(post.posted, Moment::Local(_)), "{instant}: {:?}", post.posted),
        }
    }
    // Alone it is told.
    let records = records("id,date_unixtime,text\n1,abc,a\n");
    let Some(Record::Post(post)) = records.last() else { panic!("{records:?}") };
    assert_eq!((post.posted, post.posted_raw.as_deref()), (Moment::Unknown, Some("abc")));
}

#[test]
fn an_id_that_a_spreadsheet_has_rounded_is_a_reject() {
    let records = records("id,text,platform\n1.23457E+18,a,x\n1.23457E+18,b,x\n12,c,x\n");
    assert_eq!(texts(&records), ["c"]);
    assert_eq!(rejects(&records)[0].reason, "id rounded by a spreadsheet");
    assert_eq!(rejects(&records)[0].raw, "1.23457E+18,a,x\n");
    assert_eq!(rejects(&records)[0].place.to_string(), "line 2");
}

#[test]
fn the_platform_is_telegram_unless_the_table_says_otherwise() {
    let platform = |header: &str, cells: &str| only_channel(header, cells).platform;
    assert_eq!(platform("id,text,channel_handle", "1,a,rivers"), "telegram");
    assert_eq!(platform("id,text,platform", "1,a,Mastodon"), "mastodon");
    assert_eq!(platform("id,text,platform", "1,a,"), "");
    assert_eq!(platform("id,text,url", "1,a,https://social.example/@rivers/1"), "");
    assert_eq!(platform("id,text,url", "1,a,not an address"), "telegram");
    let channel = only_channel("id,text,platform,channel_id,channel_handle", "1,a,x,-100123456,@rivers");
    assert_eq!(channel.external_id.as_deref(), Some("-100123456"), "only Telegram marks its ids");
    assert_eq!((channel.handle.as_deref(), channel.link_base), (Some("rivers"), None));
    // A row without an address is where the row before it was.
    let records = records("id,text,url\n1,a,https://social.example/1\n2,b,\n3,c,https://t.me/rivers/3\n");
    let platforms: Vec<&str> = channels(&records).iter().map(|channel| channel.platform.as_str()).collect();
    assert_eq!(platforms, ["", "telegram"]);
}

#[test]
fn the_channel_comes_again_when_it_changes() {
    let records = records("id,text,channel\n1,a,Rivers\n2,b,Rivers\n1,c,Hills\n3,d,Rivers\n");
    let kinds: Vec<String> = records
        .iter()
        .map(|record| match record {
            Record::Channel(channel) => channel.name.clone().unwrap(),
            Record::Post(post) => post.text.clone(),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(kinds, ["Rivers", "a", "b", "Hills", "c", "Rivers", "d"]);
}

#[test]
fn a_row_without_anything_to_know_it_by_is_a_reject() {
    let records = records("id,text,date,views\n,,,5\n,,2024-07-16,5\n,a,,\n3,,,\n");
    assert_eq!(posts(&records).len(), 3);
    assert_eq!(rejects(&records)[0].reason, "neither text nor id nor date");
}

#[test]
fn forwards_are_told_by_name_handle_link_or_word() {
    let from = |cell: &str| {
        only_post("id,text,forwarded_from", &format!("1,a,{cell}")).forward.map(|forward| {
            (forward.channel.handle, forward.channel.name, forward.external_id, forward.channel.platform)
        })
    };
    let telegram = "telegram".to_owned();
    let known = |text: &str| Some(text.to_owned());
    assert_eq!(from("Vexland"), Some((None, known("Vexland"), None, telegram.clone())));
    assert_eq!(from("@vexland"), Some((known("vexland"), None, None, telegram.clone())));
    assert_eq!(from("https://t.me/vexland/5"), Some((known("vexland"), None, known("5"), telegram.clone())));
    assert_eq!(from("True"), Some((None, None, None, telegram)));
    assert_eq!(from("False"), None);
    assert_eq!(from(""), None);
}

#[test]
fn an_edit_without_its_time_is_one() {
    let is_edited = |cell: &str| only_post("id,text,edited_at", &format!("1,a,{cell}")).is_edited;
    assert!(is_edited("true") && is_edited("2024-07-16"));
    assert!(!is_edited("False") && !is_edited("") && !is_edited("0") && !is_edited("no"));
}

#[test]
fn a_zero_character_and_bytes_that_are_not_utf_8_are_replaced_and_counted() {
    let mut reader =
        Delimited::new(&b"id,text,x\n1,a\0b,\xFF\n2,\xFFc,y\n3,d,y\n4,\xC3,y\n"[..], &ReadOptions::default())
            .unwrap();
    let records: Vec<Record> = std::iter::from_fn(|| reader.next_record().unwrap()).collect();
    assert_eq!(texts(&records), ["a\u{FFFD}b", "\u{FFFD}c", "d", "\u{FFFD}"]);
    let bad = reader.bad_bytes().unwrap();
    assert_eq!((bad.records, bad.first.to_string()), (3, "line 2".to_owned()));
}

#[test]
fn a_yes_or_a_no_is_no_name_of_a_source() {
    let forward = |written: &str| only_post("id,text,forwarded_from", &format!("1,a,{written}")).forward;
    for no in ["0", "no", "False", "false", "", "NULL"] {
        assert_eq!(forward(no), None, "{no}");
    }
    for yes in ["1", "yes", "TRUE"] {
        assert_eq!(forward(yes).unwrap().channel.name, None, "{yes}");
    }
    assert_eq!(forward("Norwood").unwrap().channel.name.as_deref(), Some("Norwood"));
}

#[test]
fn an_answer_by_its_link_may_be_to_another_channel() {
    let reply = |channel: &str, written: &str| {
        only_post("id,text,channel,reply_to", &format!("12,a,{channel},{written}")).reply.unwrap()
    };
    let own = |id: &str| Reply { external_id: id.to_owned(), channel: None };
    assert_eq!(reply("@rivers", "9"), own("9"));
    assert_eq!(reply("@rivers", "https://t.me/Rivers/9"), own("9"));
    assert_eq!(reply("1234567890", "https://t.me/c/1234567890/9"), own("9"));
    let other = reply("@rivers", "https://t.me/valdoria/9");
    assert_eq!(other.external_id, "9");
    assert_eq!(other.channel.and_then(|channel| channel.handle).as_deref(), Some("valdoria"));
    let other = reply("1234567890", "https://t.me/c/1987654321/9");
    assert_eq!(other.channel.and_then(|channel| channel.external_id).as_deref(), Some("1987654321"));
}

#[test]
fn a_caption_is_the_text_of_a_row_that_has_no_other() {
    // As libraries for Telegram's bots name the columns.
    let rows =
        "1,Fog,\n2,,The pier\n3,Bread,Salt\n4,,\n5,,false\n6,,True\n7,,12\n8,,-1.5\n9,,12 ships\n10,,NaN\n";
    let bots = records(format!("message_id,text,caption\n{rows}"));
    assert_eq!(texts(&bots), ["Fog", "The pier", "Bread", "", "", "", "", "", "12 ships", ""]);
}

#[test]
fn a_caption_in_a_table_of_another_kind_is_no_text() {
    let row = "1,,The pier,x\n";
    for header in [
        "id,text,caption,more",
        "message_id,body,caption,more",
        "message_id,Text,caption,more",
        "message_id,text,Caption,more",
        "message_id,text,caption,caption",
        "id,text,caption,Caption",
    ] {
        assert_eq!(texts(&records(format!("{header}\n{row}"))), [""], "{header}");
    }
    let read = |columns: &[(&str, &str)]| {
        let input = format!("message_id,text,caption,more\n{row}");
        let reader = Delimited::new(input.as_bytes(), &mapped(columns)).unwrap();
        let records = drain(reader).unwrap();
        texts(&records).concat()
    };
    assert_eq!(read(&[("text", "text")]), "", "the user says what the text is");
    assert_eq!(read(&[("author", "caption")]), "");
    assert_eq!(read(&[("text", "text"), ("caption", "more")]), "x", "and what the caption is");
}
