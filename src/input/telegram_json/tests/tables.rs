//! Messages that were rows of a table: each has every key, with null where there is nothing.

use std::io::Cursor;

use super::*;
use crate::input::{Doubt, Doubtful};
use crate::model::Place;

/// Whether each post is a forward, and what is in doubt.
fn forwards(input: &str) -> (Vec<bool>, Vec<Doubtful>) {
    let mut reader = TelegramJson::new_seekable(Cursor::new(input.to_owned()));
    let records: Vec<_> = std::iter::from_fn(|| reader.next_record().unwrap()).collect();
    assert!(rejects(&records).is_empty(), "{records:?}");
    (posts(&records).iter().map(|post| post.forward.is_some()).collect(), reader.doubts())
}

fn in_doubt(records: u64, first: u64) -> Vec<Doubtful> {
    vec![Doubtful { doubt: Doubt::NullForward, records, first: Place::Byte(first) }]
}

#[test]
fn a_null_that_every_row_has_makes_no_forward() {
    let rows = [
        row(1, r#","text":"a","forwarded_from":null"#),
        row(2, r#","text":"b","forwarded_from":"Harbour""#),
        row(3, r#","text":"c","forwarded_from":null"#),
    ];
    assert_eq!(forwards(&rows.join("\n")), (vec![false, true, false], in_doubt(2, 0)), "one a line");
    let array = format!("[{}]", rows.join(","));
    assert_eq!(forwards(&array), (vec![false, true, false], in_doubt(2, 1)));
    let unnamed = format!(r#"{{"messages":[{}]}}"#, rows.join(","));
    assert_eq!(forwards(&unnamed), (vec![false, true, false], in_doubt(2, 13)));
}

#[test]
fn a_null_is_a_forward_of_unknown_source_where_other_rows_lack_the_key() {
    let rows = [row(1, r#","text":"a","forwarded_from":null"#), row(2, r#","text":"b""#)];
    assert_eq!(forwards(&rows.join("\n")), (vec![true, false], Vec::new()), "one a line");
    assert_eq!(forwards(&format!("[{}]", rows.join(","))), (vec![true, false], Vec::new()));
    assert_eq!(forwards(&channel(&rows.join(","))), (vec![true, false], Vec::new()), "a whole export");
}

/// A row as Telegram Desktop writes it, with these keys before its text.
fn exported(id: i64, keys: &str) -> String {
    row(id, &format!(r#","from":"Bureau","from_id":"channel1500000001"{keys},"text":"a","text_entities":[]"#))
}

fn first_row(written: &str) -> u64 {
    u64::try_from(written.find("{\"id\":1,").unwrap()).unwrap()
}

#[test]
fn a_null_that_every_row_of_a_whole_export_has_makes_no_forward() {
    for nothing in ["null", "\"\""] {
        let rows = [1, 2, 3].map(|id| row(id, &format!(r#","text":"a","forwarded_from":{nothing}"#)));
        for count in 1..=3_usize {
            let written = channel(&rows[..count].join(","));
            let expected = in_doubt(count as u64, first_row(&written));
            assert_eq!(forwards(&written), (vec![false; count], expected), "{count}");
        }
    }
    let asked_for = [1, 2, 3].map(|id| exported(id, r#","forwarded_from":null"#));
    let written = channel(&asked_for.join(","));
    assert_eq!(
        forwards(&written),
        (vec![false; 3], in_doubt(3, first_row(&written))),
        "the same keys in all"
    );
}

#[test]
fn where_all_is_forwarded_the_order_of_the_keys_tells_of_telegram_desktop() {
    let null = r#","forwarded_from":null"#;
    let few = [1, 2].map(|id| exported(id, null));
    assert_eq!(forwards(&channel(&few.join(","))), (vec![true; 2], Vec::new()));
    let photo = exported(3, r#","forwarded_from":null,"photo":"a.jpg""#);
    let differing = [&few[0], &few[1], &photo].map(String::as_str).join(",");
    assert_eq!(forwards(&channel(&differing)), (vec![true; 3], Vec::new()));
}

#[test]
fn what_one_chat_of_an_account_tells_of_nulls_holds_in_those_behind_it() {
    let chat = |id: i64, rows: &str| {
        format!(r#"{{"name":"A","type":"public_channel","id":{id},"messages":[{rows}]}}"#)
    };
    let null = row(2, r#","text":"b","forwarded_from":null"#);
    let chats = [chat(1_500_000_001, &row(1, r#","text":"a""#)), chat(1_500_000_002, &null)];
    let account = format!(r#"{{"chats":{{"list":[{}]}}}}"#, chats.join(","));
    assert_eq!(forwards(&account), (vec![false, true], Vec::new()));
    let asked_for = [2, 3, 4].map(|id| exported(id, r#","forwarded_from":null"#)).join(",");
    let chats =
        [chat(1_500_000_001, &exported(1, r#","forwarded_from":null"#)), chat(1_500_000_002, &asked_for)];
    let account = format!(r#"{{"chats":{{"list":[{}]}}}}"#, chats.join(","));
    let first = u64::try_from(account.find("{\"id\":2,").unwrap()).unwrap();
    let told = forwards(&account);
    assert_eq!(
        told,
        (vec![true, false, false, false], in_doubt(3, first)),
        "the order tells of one chat alone"
    );
}

#[test]
fn a_row_with_a_null_that_no_export_has_is_of_a_table_wherever_it_stands() {
    let rows = [row(1, r#","text":"a","forwarded_from":null,"edited":null"#), row(2, r#","text":"b""#)];
    assert_eq!(forwards(&rows.join("\n")), (vec![false, false], in_doubt(1, 0)));
    let written = channel(&rows.join(","));
    let first = u64::try_from(written.find("{\"id\":1,").unwrap()).unwrap();
    assert_eq!(forwards(&written), (vec![false, false], in_doubt(1, first)));
}

#[test]
fn where_the_ids_of_sources_are_told_a_forward_without_one_is_none_for_certain() {
    let rows = [
        row(1, r#","text":"a","forwarded_from":null,"forwarded_from_id":null"#),
        row(2, r#","text":"b","forwarded_from":null,"forwarded_from_id":"channel7""#),
    ];
    assert_eq!(forwards(&rows.join("\n")), (vec![false, true], Vec::new()));
}

#[test]
fn null_is_no_medium() {
    for key in [
        "photo",
        "file",
        "media_type",
        "poll",
        "todo_list",
        "contact_information",
        "place_name",
        "game_title",
        "invoice_information",
        "giveaway_information",
        "giveaway_results",
        "paid_stars_amount",
        "rich_message",
    ] {
        assert_eq!(only_post(&row(1, &format!(r#","text":"a","{key}":null"#))).media, Vec::new(), "{key}");
    }
}

/// Telegram Desktop writes null where it does not know the place.
#[test]
fn a_place_that_is_not_known_is_a_medium_unless_every_row_has_the_null() {
    let media = |input: &str| -> Vec<usize> {
        let records = drain(TelegramJson::new_seekable(Cursor::new(input.to_owned())));
        posts(&records).iter().map(|post| post.media.len()).collect()
    };
    let unknown = row(1, r#","text":"","location_information":null"#);
    let known = row(2, r#","text":"","location_information":{"latitude":1.5,"longitude":2.5}"#);
    let other = row(3, r#","text":"c""#);
    let of_table = row(1, r#","text":"","location_information":null,"photo":null"#);
    assert_eq!(media(&channel(&[&unknown, &other].map(String::as_str).join(","))), [1, 0]);
    assert_eq!(media(&channel(&unknown)), [0]);
    assert_eq!(media(&channel(&unknown.replace("null", "\"\""))), [0]);
    assert_eq!(media(&channel(&exported(1, r#","location_information":null"#))), [1]);
    assert_eq!(media(&channel(&of_table)), [0]);
    assert_eq!(media(&[&unknown, &known, &other].map(String::as_str).join("\n")), [1, 1, 0]);
    assert_eq!(media(&[unknown, known].join("\n")), [0, 1]);
}

/// As `json_normalize` of pandas does.
#[test]
fn flattened_members_are_media_as_the_nested_ones() {
    let media = |keys: &str| {
        let records = records(row(1, &format!(r#","text":""{keys}"#)));
        let media = posts(&records)[0].media.iter().map(|item| (item.kind.clone(), item.title.clone()));
        media.collect::<Vec<_>>()
    };
    let one = |kind: &str, title: Option<&str>| vec![(kind.to_owned(), title.map(str::to_owned))];
    assert_eq!(media(r#","poll.question":"Bread?","poll.closed":false"#), one("poll", Some("Bread?")));
    assert_eq!(media(r#","poll":null,"poll.question":["Bread"]"#), one("poll", Some("Bread")));
    assert_eq!(media(r#","todo_list.title":"Buy""#), one("todo_list", Some("Buy")));
    let contact = r#","contact_information.first_name":"Ann","contact_information.last_name":"""#;
    assert_eq!(media(contact), one("contact", Some("Ann")));
    assert_eq!(media(r#","location_information.latitude":1.5"#), one("location", None));
    assert_eq!(
        media(
            r#","poll.question":null,"contact_information.first_name":null,"location_information.latitude":null"#
        ),
        []
    );
}
