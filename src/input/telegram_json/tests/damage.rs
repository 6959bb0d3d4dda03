//! Invalid JSON as Telegram Desktop writes it, and files that are damaged, cut, or made to do harm.

use super::*;

fn fixture(name: &str) -> Vec<Record> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/telegram-json/");
    let input = std::fs::read(format!("{folder}{name}")).unwrap();
    assert!(serde_json::from_slice::<serde_json::Value>(&input).is_err(), "{name} is not damaged");
    records(input)
}

fn texts(records: &[Record]) -> Vec<&str> {
    assert_eq!(rejects(records), Vec::<&Reject>::new());
    posts(records).iter().map(|post| post.text.as_str()).collect()
}

#[test]
fn control_bytes_as_x_escapes_cost_no_record() {
    assert_eq!(texts(&fixture("control-bytes.json")), ["Vote by button", "tab\u{7}bell", "after"]);
}

#[test]
fn line_separators_with_stray_bytes_cost_no_record() {
    let records = fixture("line-separators.json");
    assert_eq!(texts(&records), ["one\u{2028}two#three\u{2029}", "after"]);
    let post = posts(&records)[0];
    assert_eq!(&post.text[post.spans[0].start..post.spans[0].end], "#three");
}

#[test]
fn a_document_id_without_quotes_costs_no_record() {
    let records = fixture("unquoted-document-id.json");
    assert_eq!(texts(&records), ["Hi 🙂 you 🙂#bread", "after"]);
    assert_eq!(posts(&records)[0].spans.len(), 3);
}

#[test]
fn invalid_utf_8_costs_no_record() {
    assert_eq!(texts(&fixture("invalid-utf-8.json")), ["bad \u{FFFD} byte, half \u{FFFD} pair", "after"]);
}

#[test]
fn a_damaged_name_of_a_chat_is_repaired() {
    let file = format!(r#"{{"name":"V\x07","type":"public_channel","id":5,"messages":[{}]}}"#, row(1, ""));
    assert_eq!(channels(&records(file))[0].name.as_deref(), Some("V\u{7}"));
}

/// Ids of posts and reasons of rejects, in order, and where it was cut.
fn outline(records: &[Record]) -> Vec<String> {
    records
        .iter()
        .filter_map(|record| match record {
            Record::Post(post) => post.external_id.clone(),
            Record::Reject(reject) => Some(reject.reason.clone()),
            Record::Cut(place) => Some(format!("cut at {place}")),
            _ => None,
        })
        .collect()
}

#[test]
fn a_truncated_file_gives_what_is_whole_and_says_that_it_is_cut() {
    let whole = channel(&[row(1, ""), row(2, r#","text":"x""#), row(3, "")].join(","));
    let third = whole.find(r#"{"id":3"#).unwrap();
    assert_eq!(outline(&records(&whole[..third + 20])), ["1", "2", &format!("cut at byte {third}")]);
    assert_eq!(outline(&records(&whole[..third])), ["1", "2", &format!("cut at byte {third}")]);
    let last = whole.len() - 1;
    assert_eq!(outline(&records(&whole[..last])), ["1", "2", "3", &format!("cut at byte {last}")]);
    assert_eq!(outline(&records(&whole)), ["1", "2", "3"]);
    assert_eq!(outline(&records(&whole[..3])), ["cut at byte 3"]);
}

#[test]
fn data_after_the_end_is_told_of() {
    let whole = channel(&row(1, ""));
    assert_eq!(outline(&records(format!("{whole} \r\n\t\n"))), ["1"]);
    for other in ["{\"name\":\"x\"}", "[]", "}", "\u{FEFF}x"] {
        let more = records(format!("{whole}\n{other}"));
        assert_eq!(
            outline(&more),
            ["1", "other data behind the end: put it into a file of its own"],
            "{other}"
        );
    }
    let more = records(format!("{whole}\n]"));
    assert_eq!(rejects(&more)[0].place, Place::Byte(whole.len() as u64 + 1));
}

#[test]
fn exports_one_behind_the_other_are_all_read() {
    let one = channel(&row(1, ""));
    let other = format!(
        r#"{{"name":"River","type":"public_channel","id":7,"messages":[{},{}]}}"#,
        row(1, ""),
        row(5, "")
    );
    for (file, told) in [
        (format!("{one}{one}"), vec!["Bureau of Vexland", "Bureau of Vexland"]),
        (format!("{one}\n\u{FEFF}{other}\n"), vec!["Bureau of Vexland", "River"]),
        (
            format!("{one}\n[{}]", row(4, r#","from_id":"channel7","from":"River""#)),
            vec!["Bureau of Vexland", "River"],
        ),
    ] {
        let mut reader = TelegramJson::new(file.as_bytes());
        let records: Vec<_> = std::iter::from_fn(|| reader.next_record().unwrap()).collect();
        let names: Vec<_> = channels(&records).iter().filter_map(|channel| channel.name.as_deref()).collect();
        assert_eq!(names, told, "{file}");
        assert_eq!(
            (rejects(&records).len(), reader.is_complete()),
            (0, false),
            "nobody knows what lay between them"
        );
        let many = file.matches("\"date_unixtime\"").count();
        assert_eq!(posts(&records).len(), many, "{file}");
    }
    let cut = records(&format!("{one}\n{other}")[..one.len() + other.len() - 30]);
    assert_eq!(outline(&cut).first().map(String::as_str), Some("1"));
    assert!(matches!(cut.last(), Some(Record::Cut(_))), "{cut:?}");
}

#[test]
fn a_missing_quote_or_bracket_costs_one_record() {
    for bad in [
        r#"{"id":2,"type":"message","date_unixtime":"1748772000","text":"no quote}"#,
        r#"{"id":2,"type":"message","date_unixtime":"1748772000","text":["no bracket"}"#,
        r#"{"id":2,"type":"message","date_unixtime":"1748772000","text":"no brace""#,
        r#"{"id":2,"type":"message","date_unixtime":17:48,"text":"a"}"#,
    ] {
        let file = channel(&[row(1, ""), bad.to_owned(), row(3, ""), row(4, "")].join(",\n "));
        let records = records(&file);
        assert_eq!(outline(&records), ["1", "not valid JSON", "3", "4"], "{bad}");
        let reject = rejects(&records)[0];
        assert_eq!(reject.external_id.as_deref(), Some("2"));
        assert_eq!(reject.place, Place::Byte(file.find(bad).unwrap() as u64));
    }
}

#[test]
fn garbage_between_records_costs_no_record() {
    for garbage in ["\0\0\0\0\0\0", "}}", "<html>, : x", "\u{FEFF}garbage \" and more,"] {
        let file = channel(&[row(1, ""), format!("{garbage},{}", row(3, "")), row(4, "")].join(","));
        assert_eq!(outline(&records(&file)), ["1", "not valid JSON", "3", "4"], "{garbage:?}");
    }
    let long = "\0".repeat(600_000);
    let file = channel(&[row(1, ""), format!("{long},{}", row(3, ""))].join(","));
    assert_eq!(outline(&records(&file)), ["1", "not valid JSON", "3"]);
}

#[test]
fn a_file_that_turns_to_garbage_is_cut_there() {
    let file = channel(&format!("{},@@@@ nothing more", row(1, "")));
    let at = file.find('@').unwrap();
    assert_eq!(outline(&records(&file)), ["1", "not valid JSON", &format!("cut at byte {at}")]);
    let file = format!(r#"{{"name":"V","id":1 2 3,"messages":[{}]}}"#, row(1, ""));
    let at = file.find('2').unwrap();
    assert_eq!(outline(&records(&file)), ["not valid JSON", &format!("cut at byte {at}")]);
}

#[test]
fn the_messages_of_the_next_chat_are_never_given_to_the_damaged_one() {
    let file = format!(
        r#"{{"chats":{{"list":[{{"name":"A","type":"public_channel","id":1,"messages":[{},{{"id":2,"type":"message","text":"no end]}},
        {{"name":"B","type":"public_channel","id":2,"messages":[{},{}]}}]}}}}"#,
        row(1, ""),
        row(5, ""),
        row(6, ""),
    );
    let at = file.find(r#"{"id":2,"type":"message""#).unwrap();
    assert_eq!(outline(&records(&file)), ["1", "not valid JSON", &format!("cut at byte {at}")]);
}

#[test]
fn a_damaged_message_with_the_first_key_of_a_chat_is_read_once() {
    let torn = r#"{"name":,"id":4 "type":"message""date":4 "date_unixtime":"#;
    assert_eq!(outline(&records(torn)), ["cut at byte 0"]);
    let closed = format!("{torn}7}}\n{}\n", row(5, ""));
    assert_eq!(outline(&records(&closed)), ["not valid JSON", "5"]);
    let between = format!("{}\n{closed}", row(3, ""));
    assert_eq!(outline(&records(&between)), ["3", "not valid JSON", "5"]);
}

#[test]
fn deep_nesting_is_a_reject_or_does_no_harm() {
    let deep = format!("{}1{}", "[".repeat(10_000), "]".repeat(10_000));
    let unimportant = channel(&[row(1, &format!(r#","recent":{deep},"from":{deep}"#)), row(2, "")].join(","));
    assert_eq!(outline(&records(unimportant)), ["1", "2"]);
    let words = channel(&[row(1, &format!(r#","text":{deep}"#)), row(2, "")].join(","));
    assert_eq!(outline(&records(words)), ["text nested as no version writes it", "2"]);
    let rich = channel(&[row(1, &format!(r#","rich_message":{{"blocks":{deep}}}"#)), row(2, "")].join(","));
    assert_eq!(outline(&records(rich)), ["nested too deep", "2"]);
    let open = channel(&[row(1, ""), "[".repeat(1_000_000)].join(","));
    assert_eq!(outline(&records(&open)), ["1", &format!("cut at byte {}", open.find("[[").unwrap())]);
}

/// Gives the parts one after another, each repeated, without holding the whole.
struct Repeated {
    parts: Vec<(Vec<u8>, usize)>,
    part: usize,
    at: usize,
}

impl Read for Repeated {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut filled = 0;
        while filled < buffer.len() {
            let Some((part, times)) = self.parts.get(self.part) else { break };
            if self.at == part.len() * times {
                (self.part, self.at) = (self.part + 1, 0);
                continue;
            }
            let from = self.at % part.len();
            let length = (part.len() - from).min(buffer.len() - filled);
            buffer[filled..filled + length].copy_from_slice(&part[from..from + length]);
            filled += length;
            self.at += length;
        }
        Ok(filled)
    }
}

fn repeated(parts: Vec<(String, usize)>) -> Vec<Record> {
    let parts = parts.into_iter().map(|(part, times)| (part.into_bytes(), times)).collect();
    drain(TelegramJson::new(Repeated { parts, part: 0, at: 0 }))
}

#[test]
fn a_record_over_the_limit_is_a_reject_and_the_next_ones_are_read() {
    let file = channel("@");
    let (before, after) = file.split_once('@').unwrap();
    let records = repeated(vec![
        (format!(r#"{before}{},{{"id":2,"type":"message","text":""#, row(1, "")), 1),
        ("lorem ipsum ".to_owned(), 40 * 1024 * 1024 / 12),
        (format!(r#""}},{}{after}"#, row(3, "")), 1),
    ]);
    assert_eq!(outline(&records), ["1", "longer than 32 MiB", "3"]);
    let reject = rejects(&records)[0];
    assert_eq!(reject.external_id.as_deref(), Some("2"));
    assert_eq!(reject.raw.len(), Reject::RAW_LIMIT);
}

#[test]
fn a_rich_message_with_too_many_values_is_a_reject() {
    let file = channel("@");
    let (before, after) = file.split_once('@').unwrap();
    let records = repeated(vec![
        (format!(r#"{before}{{"id":1,"type":"message","date_unixtime":"1","rich_message":{{"blocks":[0"#), 1),
        (",0".to_owned(), 300_000),
        (format!(r#"]}}}},{}{after}"#, row(3, "")), 1),
    ]);
    assert_eq!(outline(&records), ["not valid JSON", "3"]);
}

/// Nothing is timed here: a reader of quadratic time would not come back while anybody waits.
#[test]
fn a_file_of_nothing_but_damage_takes_linear_time() {
    for record in [
        r#"{"id":1,"type":"message","a":["#,
        r#"{"id":1,"type":"message","text":"no quote}"#,
        r#"{"id":1,"type":"message"}}"#,
        r#"{"id":1,"type":"message","rich_message":{"blocks":[{"#,
    ] {
        let parts = vec![(r#"{"id":7,"messages":[0"#.to_owned(), 1), (format!(",{record}"), 50_000)];
        let records = repeated(parts);
        assert!(matches!(records.last(), Some(Record::Cut(_))), "{record}");
    }
}

#[test]
fn the_first_rows_may_tell_nothing_of_the_ids_of_a_file() {
    let id = |id: i64, rows: &str| {
        let file = format!(r#"{{"name":"River","type":"public_channel","id":{id},"messages":[{rows}]}}"#);
        let records = drain(TelegramJson::new_seekable(std::io::Cursor::new(file)));
        channels(&records).iter().map(|channel| channel.external_id.clone().unwrap()).collect::<Vec<_>>()
    };
    let newer = row(3, r#","from_id":"channel4500000000""#);
    let older = r#"{"id":3,"type":"message","date":"2021-02-01T12:00:00","from_id":10083966286}"#;
    for unknown in [r#"{"id":1,"type":"unsupported"}"#, r#"{"id":1,"type":message}"#, "7"] {
        assert_eq!(id(4_500_000_000, &format!("{unknown},{newer}")), ["4500000000"], "{unknown}");
        assert_eq!(id(10_083_966_286, &format!("{unknown},{older}")), ["1494031694"], "{unknown}");
    }
}

#[test]
fn a_first_message_without_its_id_or_type_is_a_reject_at_its_place() {
    let whole = row(2, r#","text":"b""#);
    let without_id = row(1, r#","text":"a""#).replace(r#""id":1,"#, "");
    let without_type = row(1, r#","text":"""#).replace(r#""type":"message","#, "");
    for (first, reason) in [(without_id, "no id"), (without_type, "no type of message")] {
        for (before, between, behind) in [
            (r#"{"name":"B","type":"public_channel","id":5,"messages":["#, ",", "]}"),
            ("[", ",", "]"),
            ("", "\n", "\n"),
        ] {
            let input = format!("{before}{first}{between}{whole}{behind}");
            assert_eq!(
                crate::input::detect(input.as_bytes()),
                Some(crate::input::Format::TelegramJson),
                "{input}"
            );
            let records = records(&input);
            let [reject] = rejects(&records)[..] else { panic!("{input} {records:?}") };
            assert_eq!((reject.reason.as_str(), &reject.place), (reason, &Place::Byte(before.len() as u64)));
            let ids: Vec<_> = posts(&records).iter().map(|post| post.external_id.clone()).collect();
            assert_eq!(ids, [Some("2".to_owned())], "{input}");
        }
    }
}

#[test]
fn messages_one_a_line_are_read_so_whatever_the_first_has_lost() {
    // The user says what they are: nothing but the date tells it.
    let first = r#"{"type":"message","date":"2019-06-01T12:00:00","text":"a"}"#;
    let second = r#"{"id":2,"type":"message","date":"2019-06-01T12:00:00","text":"b"}"#;
    let records = records(format!("{first}\n{second}\n"));
    assert_eq!((posts(&records).len(), rejects(&records).len()), (1, 1), "{records:?}");
}

#[test]
fn a_line_that_is_torn_off_costs_itself_alone() {
    let rows: Vec<String> = (1..=5).map(|id| row(id, r#","text":"a","text_entities":[]"#)).collect();
    for torn in [0, 2] {
        for length in [1, 20, 60, rows[torn].len() - 4, rows[torn].len() - 1] {
            let mut lines = rows.clone();
            lines[torn].truncate(length);
            let input = lines.join("\n");
            assert_eq!(
                crate::input::detect(input.as_bytes()),
                Some(crate::input::Format::TelegramJson),
                "{input}"
            );
            let records = records(&input);
            assert_eq!(
                (posts(&records).len(), rejects(&records).len()),
                (4, 1),
                "{torn} {length} {records:?}"
            );
        }
    }
}

#[test]
fn a_chat_with_its_messages_one_a_line_is_a_chat() {
    let rows: Vec<String> = (1..=3).map(|id| row(id, r#","text":"a","text_entities":[]"#)).collect();
    let input = format!(
        "{{\n\"name\":\"B\",\"type\":\"public_channel\",\"id\":5,\"messages\":[\n{}\n]}}\n",
        rows.join(",\n")
    );
    let records = records(&input);
    assert_eq!((posts(&records).len(), rejects(&records).len()), (3, 0), "{records:?}");
    assert_eq!(channels(&records)[0].name.as_deref(), Some("B"));
}

#[test]
fn escapes_that_are_no_characters_are_counted_where_a_text_has_them() {
    let rows = [
        row(1, r##","text":"cut \ud83d #t""##),
        row(2, r#","text":"whole \ud83c\udf0a","inline_bot_buttons":[[{"data":"\u0000"}]]"#),
        row(3, r#","text":"zero \u0000""#),
    ];
    let input = rows.join("\n");
    let mut reader = TelegramJson::new(input.as_bytes());
    let records: Vec<_> = std::iter::from_fn(|| reader.next_record().unwrap()).collect();
    let texts: Vec<_> = posts(&records).iter().map(|post| post.text.as_str()).collect();
    assert_eq!(texts, ["cut \u{FFFD} #t", "whole 🌊", "zero \u{FFFD}"]);
    let expected =
        crate::input::Doubtful { doubt: crate::input::Doubt::NoCharacter, records: 2, first: Place::Byte(0) };
    assert_eq!((reader.doubts(), reader.bad_bytes()), (vec![expected], None));
}
