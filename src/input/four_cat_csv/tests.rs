//! Rows as versions of 4CAT write them, invented.

use proptest::prelude::*;

use super::*;
use crate::input::{Format, detect};

/// As of 2021.
const OLD: &str = "id,thread_id,chat,author,author_username,author_name,author_is_bot,body,reply_to,views,timestamp,\
    unix_timestamp,timestamp_edited,unix_timestamp_edited,author_forwarded_from_name,author_forwarded_from_username,\
    timestamp_forwarded_from,unix_timestamp_forwarded_from,attachment_type,attachment_data,attachment_filename";

/// As of 2024.
const NEW: &str = "id,thread_id,chat,author,author_username,author_name,author_is_bot,body,body_markdown,is_reply,reply_to,\
    views,reactions,timestamp,unix_timestamp,timestamp_edited,unix_timestamp_edited,author_forwarded_from_name,\
    author_forwarded_from_username,author_forwarded_from_id,entities_linked,entities_mentioned,all_connections,\
    timestamp_forwarded_from,unix_timestamp_forwarded_from,link_title,link_description,link_attached,attachment_type,\
    attachment_data,attachment_filename";

fn records_of(table: &str) -> Vec<Record> {
    let mut reader = FourCatCsv::new(table.as_bytes()).unwrap();
    std::iter::from_fn(|| reader.next_record().unwrap()).collect()
}

/// A row with these cells, and nothing in the others.
fn line(header: &str, cells: &[(&str, &str)]) -> String {
    for (name, _) in cells {
        assert!(header.split(',').any(|column| column == *name), "{name}");
    }
    let cell = |column: &str| {
        let value = cells.iter().find(|(name, _)| *name == column).map_or("", |(_, value)| value);
        format!("\"{}\"", value.replace('"', "\"\""))
    };
    header.split(',').map(cell).collect::<Vec<_>>().join(",") + "\r\n"
}

fn posts_of(header: &str, rows: &[&[(&str, &str)]]) -> Vec<Post> {
    let table = rows.iter().fold(format!("{header}\r\n"), |table, cells| table + &line(header, cells));
    let posts = records_of(&table).into_iter().filter_map(|record| match record {
        Record::Post(post) => Some(*post),
        Record::Channel(_) => None,
        other => panic!("{other:?}"),
    });
    posts.collect()
}

fn only_post(cells: &[(&str, &str)]) -> Post {
    let all = [&[("id", "rivers-12"), ("thread_id", "rivers"), ("chat", "rivers")], cells].concat();
    let [post] = &posts_of(NEW, &[&all])[..] else { panic!("one post") };
    post.clone()
}

fn channel_of(header: &str, cells: &[(&str, &str)]) -> Channel {
    let table = format!("{header}\r\n{}", line(header, cells));
    match records_of(&table).swap_remove(0) {
        Record::Channel(channel) => channel,
        other => panic!("{other:?}"),
    }
}

#[test]
fn tables_of_two_versions_in_one_file_are_read_each_by_its_header() {
    let row = |id: &'static str, body: &'static str, views: &'static str| {
        [("id", id), ("thread_id", "rivers"), ("chat", "rivers"), ("body", body), ("views", views)]
    };
    let table = |header: &str, cells: &[(&str, &str)]| format!("{header}\r\n{}", line(header, cells));
    let old = table(OLD, &row("12", "Rain", "7"));
    let new = table(NEW, &row("rivers-13", "Snow", "8"));
    for (joined, ids, place) in
        [(format!("{old}{new}"), ["12", "13"], 3), (format!("{new}{old}"), ["13", "12"], 3)]
    {
        let records = records_of(&joined);
        let posts: Vec<_> = records
            .iter()
            .filter_map(|record| match record {
                Record::Post(post) => {
                    Some((post.external_id.as_deref().unwrap(), post.text.as_str(), post.views))
                }
                _ => None,
            })
            .collect();
        let told = |id: &'static str| if id == "12" { (id, "Rain", Some(7)) } else { (id, "Snow", Some(8)) };
        assert_eq!(posts, ids.map(told));
        let rejects: Vec<_> = records
            .iter()
            .filter_map(|record| match record {
                Record::Reject(reject) => Some((reject.place.clone(), reject.reason.as_str())),
                _ => None,
            })
            .collect();
        assert_eq!(rejects, [(crate::model::Place::Line(place), "names of columns, as above another table")]);
    }
}

#[test]
fn the_instant_is_preferred_to_the_servers_clock() {
    let post = only_post(&[
        ("timestamp", "2024-07-16 16:03:22"),
        ("unix_timestamp", "1721138602"),
        ("timestamp_edited", "2024-07-16 16:03:25"),
        ("unix_timestamp_edited", "1721138605"),
        ("body", "Rain\n• one"),
        ("views", "1234"),
    ]);
    assert_eq!((post.posted, post.edited), (Moment::Instant(1_721_138_602), Moment::Instant(1_721_138_605)));
    assert_eq!((post.external_id.as_deref(), post.text.as_str()), (Some("12"), "Rain\n• one"));
    assert_eq!((post.views, post.forwards, post.forward, post.reply), (Some(1234), None, None, None));
    let clock = only_post(&[("timestamp", "2024-07-16 16:03:22")]);
    assert_eq!(clock.posted, Moment::Local(jiff::civil::datetime(2024, 7, 16, 16, 3, 22, 0)));
    assert_eq!((clock.views, clock.is_edited), (None, false), "an empty cell is no zero");
}

#[test]
fn the_chat_is_told_by_handle_id_or_title() {
    let channel = |header: &str, thread: &str, chat: &str| {
        let channel = channel_of(header, &[("id", "1"), ("thread_id", thread), ("chat", chat)]);
        [channel.handle, channel.external_id, channel.name].map(Option::unwrap_or_default)
    };
    assert_eq!(channel(OLD, "rivers", "rivers"), ["rivers", "", ""]);
    assert_eq!(channel(OLD, "RiversofValdoria", ""), ["", "", "RiversofValdoria"]);
    assert_eq!(channel(NEW, "1234567890", "1234567890"), ["", "1234567890", ""]);
    assert_eq!(channel(NEW, "unknown", "unknown"), ["", "", ""]);
    assert_eq!(channel(NEW, "None", "None"), ["", "", ""]);
}

#[test]
fn a_channels_own_posts_tell_its_id_and_have_no_author() {
    let own = [
        ("id", "2"),
        ("thread_id", "rivers"),
        ("chat", "rivers"),
        ("author", "1234567890"),
        ("author_username", "Rivers"),
    ];
    assert_eq!(channel_of(OLD, &own).external_id.as_deref(), Some("1234567890"));
    assert_eq!(posts_of(OLD, &[&own])[0].author, None);
    let of_user = [("author", "55"), ("author_username", "orla"), ("author_name", "Orla Brook")];
    let author = only_post(&of_user).author.unwrap();
    assert_eq!((author.external_id.as_deref(), author.name.as_deref()), (Some("user55"), Some("Orla Brook")));
    // A row whose sender is not known is still of the same channel.
    let table = format!("{OLD}\n{}{}", line(OLD, &own), line(OLD, &own[..3]).replace("\"2\"", "\"1\""));
    let channels = records_of(&table).iter().filter(|record| matches!(record, Record::Channel(_))).count();
    assert_eq!(channels, 1);
}

#[test]
fn forwards_and_replies_are_read_where_a_version_has_them() {
    let post = only_post(&[
        ("author_forwarded_from_name", "Vexland"),
        ("author_forwarded_from_username", "vexland"),
        ("author_forwarded_from_id", "9876543210"),
        ("unix_timestamp_forwarded_from", "1721138602"),
        ("reply_to", "7"),
    ]);
    let forward = post.forward.unwrap();
    assert_eq!(forward.channel.name.as_deref(), Some("Vexland"));
    assert_eq!(forward.channel.handle.as_deref(), Some("vexland"));
    assert_eq!(forward.channel.external_id.as_deref(), Some("9876543210"));
    assert_eq!(forward.posted, Moment::Instant(1_721_138_602));
    assert_eq!(post.reply.unwrap().external_id, "7");
    assert_eq!(only_post(&[("reply_to", "{'_type': 'MessageReplyHeader'}")]).reply, None);
    let hidden = only_post(&[("author_forwarded_from_name", "Orla")]).forward.unwrap();
    assert_eq!((hidden.channel.external_id, hidden.channel.handle), (None, None));
}

#[test]
fn ids_are_read_where_the_table_was_saved_again_with_zeros_behind_a_point() {
    let cells = [
        ("id", "12.0"),
        ("thread_id", "1234567890.0"),
        ("chat", "1234567890.0"),
        ("author", "55.0"),
        ("author_name", "Orla Brook"),
        ("author_forwarded_from_id", "9876543210.0"),
        ("unix_timestamp", "1721138602.0"),
        ("reply_to", "1.0"),
        ("views", "1234.0"),
    ];
    let channel = channel_of(NEW, &cells);
    assert_eq!((channel.external_id.as_deref(), channel.name), (Some("1234567890"), None));
    let post = &posts_of(NEW, &[&cells])[0];
    assert_eq!(post.external_id.as_deref(), Some("12"));
    assert_eq!((post.posted, post.views), (Moment::Instant(1_721_138_602), Some(1234)));
    assert_eq!(post.reply.as_ref().unwrap().external_id, "1");
    assert_eq!(post.author.as_ref().unwrap().external_id.as_deref(), Some("user55"));
    assert_eq!(post.forward.as_ref().unwrap().channel.external_id.as_deref(), Some("9876543210"));
    assert_eq!(only_post(&[("reply_to", "0.0")]).reply, None, "nothing in a table of numbers");
    let own = [("chat", "rivers"), ("author", "1234567890.0"), ("author_username", "rivers"), ("id", "2")];
    assert_eq!(channel_of(OLD, &own).external_id.as_deref(), Some("1234567890"));
}

#[test]
fn reactions_are_counted_by_their_repetition() {
    let reactions = |cell: &str| only_post(&[("reactions", cell)]).reactions;
    let counts: Vec<_> =
        reactions("👍👍👍❤️❤️🇺🇳🇺🇳").unwrap().into_iter().map(|one| (one.name, one.count)).collect();
    let one = |name: &str, count| (name.to_owned(), count);
    assert_eq!(counts, [one("👍", 3), one("❤️", 2), one("🇺🇳", 2)]);
    assert_eq!(reactions(""), Some(Vec::new()));
    assert_eq!(reactions("👍{'reaction': {'document_id': 5}}, "), None);
    let old = posts_of(OLD, &[&[("id", "1")]]);
    assert_eq!(old[0].reactions, None, "the old table cannot have them");
}

#[test]
fn attachments_become_media_and_previews_do_not() {
    let media = |kind: &str, data: &str| {
        let post = only_post(&[("attachment_type", kind), ("attachment_data", data)]);
        post.media.into_iter().map(|item| (item.kind, item.title)).collect::<Vec<_>>()
    };
    let kind = |kind: &str| vec![(kind.to_owned(), None)];
    assert_eq!(media("photo", ""), kind("photo"));
    assert_eq!(media("application", ""), kind("file"));
    assert_eq!(media("geo_live", ""), kind("location"));
    assert_eq!(media("contact", ""), kind("contact"));
    assert_eq!(media("url", ""), []);
    assert_eq!(media("", ""), []);
    let title = |words: &str| vec![("poll".to_owned(), Some(words.to_owned()))];
    assert_eq!(media("poll", r#"{"question": "Rain?", "voters": 3}"#), title("Rain?"));
    assert_eq!(media("poll", r#"{"question": {"text": "Rain?"}}"#), title("Rain?"));
    assert_eq!(media("poll", "{"), kind("poll"));
}

#[test]
fn the_rows_of_an_album_are_one_post_in_either_order() {
    let row = |id: &'static str, body: &'static str| {
        vec![
            ("id", id),
            ("thread_id", "rivers"),
            ("chat", "rivers"),
            ("body", body),
            ("unix_timestamp", "1721138602"),
            ("attachment_type", "photo"),
        ]
    };
    let rows = [row("10", ""), row("11", "caption"), row("12", ""), row("14", "")];
    let mut all: Vec<&[(&str, &str)]> = rows.iter().map(Vec::as_slice).collect();
    for _ in 0..2 {
        let mut posts = posts_of(OLD, &all);
        posts.sort_by_key(|post| post.external_id.clone());
        let [album, single] = &posts[..] else { panic!("{posts:?}") };
        assert_eq!((album.external_id.as_deref(), album.text.as_str()), (Some("10"), "caption"));
        let ids: Vec<_> = album.media.iter().filter_map(|item| item.external_id.as_deref()).collect();
        assert_eq!(ids, ["10", "11", "12"]);
        assert_eq!(single.external_id.as_deref(), Some("14"));
        all.reverse();
    }
}

#[test]
fn an_album_ends_with_its_channel_and_at_a_bad_row() {
    let row = |id: &str, chat: &str| {
        line(
            OLD,
            &[
                ("id", id),
                ("thread_id", chat),
                ("chat", chat),
                ("unix_timestamp", "1721138602"),
                ("attachment_type", "photo"),
            ],
        )
    };
    let table = [
        OLD,
        "\n",
        &row("10", "rivers"),
        &row("11", "hills"),
        "x,y\n",
        &row("12", "hills"),
        &row("", "hills"),
        &row("13", "hills"),
    ]
    .concat();
    let kinds: Vec<String> = records_of(&table)
        .into_iter()
        .map(|record| match record {
            Record::Channel(channel) => channel.handle.unwrap(),
            Record::Post(post) => post.external_id.unwrap(),
            Record::Reject(reject) => reject.reason,
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(kinds, ["rivers", "10", "hills", "11", "wrong number of cells", "12", "no id", "13"]);
}

#[test]
fn only_4cats_table_of_telegram_is_taken_for_it() {
    for header in [OLD, NEW] {
        assert_eq!(detect::detect(header.as_bytes()), Some(Format::FourCatCsv));
        let table = format!("{header}\r\n{}", line(header, &[("id", "1")]));
        let cut = records_of(&table[..table.len() - 5]);
        assert!(matches!(cut[..], [Record::Cut(_)]), "{cut:?}");
    }
    // 4CAT's tables of other sites.
    assert!(!looks_like(b"id,thread_id,timestamp,body,subject,author,image_file\n"));
    let error = FourCatCsv::new(&b"id,text\n1,a\n"[..]).err().unwrap();
    assert_eq!(error.to_string(), "there is no column 'thread_id', which 4CAT writes");
}

#[test]
fn a_title_of_digits_in_groups_is_no_id() {
    for title in ["12 000", "1,000,000", "[Tides]"] {
        let channel = channel_of(OLD, &[("id", "12"), ("thread_id", title), ("chat", title)]);
        assert_eq!((channel.name.as_deref(), channel.external_id), (Some(title), None));
    }
    for written in ["12000", "12000.0", "12000.00"] {
        let channel = channel_of(OLD, &[("id", "12"), ("thread_id", "x"), ("chat", written)]);
        assert_eq!((channel.name, channel.external_id.as_deref()), (None, Some("12000")), "{written}");
    }
}

#[test]
fn a_row_whose_own_id_or_chat_a_spreadsheet_has_rounded_is_a_reject() {
    let rounded = "-1.00123E+12";
    let rows = [
        [("id", "1"), ("thread_id", rounded), ("chat", rounded), ("body", "Rain")],
        [("id", "1"), ("thread_id", rounded), ("chat", "unknown"), ("body", "Snow")],
        [("id", "1.5E+12"), ("thread_id", "rivers"), ("chat", "rivers"), ("body", "Hail")],
        [("id", "2"), ("thread_id", rounded), ("chat", "rivers"), ("body", "Fog")],
        [("id", "3"), ("thread_id", "rivers"), ("chat", rounded), ("body", "Ice")],
        [("id", "4"), ("thread_id", "-1001234567890"), ("chat", rounded), ("body", "Wind")],
    ];
    let table = rows.iter().fold(format!("{OLD}\r\n"), |table, cells| table + &line(OLD, cells));
    let told: Vec<_> = records_of(&table)
        .into_iter()
        .map(|record| match record {
            Record::Reject(reject) => (reject.reason, reject.external_id),
            Record::Channel(channel) => ("in".to_owned(), channel.handle.or(channel.external_id)),
            Record::Post(post) => (post.text, post.external_id),
            other => panic!("{other:?}"),
        })
        .collect();
    let reason = "id rounded by a spreadsheet";
    let expected = [
        (reason, Some("1")),
        (reason, Some("1")),
        (reason, None),
        ("in", Some("rivers")),
        ("Fog", Some("2")),
        (reason, Some("3")),
        ("in", Some("1234567890")),
        ("Wind", Some("4")),
    ];
    assert_eq!(told, expected.map(|(words, id)| (words.to_owned(), id.map(str::to_owned))));
}

#[test]
fn rounded_ids_of_others_are_left_empty_and_told() {
    let cells = [
        ("id", "rivers-12"),
        ("thread_id", "rivers"),
        ("chat", "rivers"),
        ("reply_to", "1.2E+12"),
        ("author_forwarded_from_id", "1.00123E+12"),
    ];
    let table = format!("{NEW}\r\n{}", line(NEW, &cells));
    let mut reader = FourCatCsv::new(table.as_bytes()).unwrap();
    let records: Vec<_> = std::iter::from_fn(|| reader.next_record().unwrap()).collect();
    let [Record::Channel(_), Record::Post(post)] = &records[..] else { panic!("{records:?}") };
    assert_eq!(post.reply, None);
    assert!(post.forward.as_ref().unwrap().channel.is_anonymous());
    let unread = reader.unread_counts().unwrap();
    assert_eq!((unread.values, unread.written.as_str()), (2, "1.2E+12"));
}

proptest! {
    #[test]
    fn every_row_is_in_a_post_or_a_reject(rows in prop::collection::vec((0..6_u8, any::<bool>(), "[a-z]{0,3}"), 0..40)) {
        let mut table = format!("{NEW}\n");
        for ((kind, is_next_second, body), id) in rows.iter().zip(1..) {
            let (id, second) = (id.to_string(), 1_721_138_602 + i64::from(*is_next_second));
            let second = second.to_string();
            let attachment = if *kind < 3 { "photo" } else { "" };
            let row = match kind {
                0..=3 => line(NEW, &[("id", &id), ("chat", "rivers"), ("body", body), ("unix_timestamp", &second), ("attachment_type", attachment)]),
                4 => line(NEW, &[("id", "x"), ("body", body)]),
                _ => format!("{id},{body}\n"),
            };
            table.push_str(&row);
        }
        let (mut in_posts, mut rejected) = (0, 0);
        for record in records_of(&table) {
            match record {
                Record::Post(post) => in_posts += post.media.len().max(1),
                Record::Reject(_) => rejected += 1,
                _ => {}
            }
        }
        let bad = rows.iter().filter(|row| row.0 > 3).count();
        prop_assert_eq!((in_posts, rejected), (rows.len() - bad, bad));
    }

    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let table = [OLD.as_bytes(), b"\n", &bytes].concat();
        let mut reader = FourCatCsv::new(&table[..]).unwrap();
        while let Ok(Some(_)) = reader.next_record() {}
    }
}
