//! Files that are damaged, cut, or made to do harm.

use super::*;
use crate::input::Doubt;

#[test]
fn a_file_cut_anywhere_gives_what_is_whole() {
    let rows = [message(1, r#", "message": "é \"}]""#), message(2, ""), message(3, "")];
    let whole = format!("[{}]", rows.join(", "));
    for length in 1..whole.len() {
        let mut records = records(&whole.as_bytes()[..length]);
        assert!(matches!(records.pop(), Some(Record::Cut(_))), "{length}");
        assert!(rejects(&records).is_empty(), "{length}");
        let ends = (1..=3).map(|count| rows[..count].join(", ").len() + 1);
        assert_eq!(posts(&records).len(), ends.filter(|end| *end <= length).count(), "{length}");
    }
    let lines = rows.join("\n");
    for length in 1..lines.len() {
        let records = records(&lines.as_bytes()[..length]);
        let ends = (1..=3).map(|count| rows[..count].join("\n").len());
        assert_eq!(posts(&records).len(), ends.clone().filter(|end| *end <= length).count(), "{length}");
        let is_between = ends.into_iter().any(|end| end == length || end + 1 == length);
        assert_eq!(!matches!(records.last(), Some(Record::Cut(_))), is_between, "{length}");
    }
}

#[test]
fn a_missing_quote_or_bracket_costs_one_record() {
    let peer = r#""peer_id": {"_": "PeerChannel", "channel_id": 1500000001}"#;
    for bad in [
        format!(r#"{{"_": "Message", "id": 2, {peer}, "message": "no quote}}"#),
        format!(r#"{{"_": "Message", "id": 2, {peer}, "entities": [}}"#),
        format!(r#"{{"_": "Message", "id": 2, {peer}, "message": "no brace""#),
        format!(r#"{{"_": "Message", "id": 2, {peer}, "date": 12:30}}"#),
    ] {
        for (open, separator, close) in [("[", ",\n ", "]"), ("", "\n", ""), ("{\"messages\": [", ", ", "]}")]
        {
            let file = format!(
                "{open}{}{close}",
                [message(1, ""), bad.clone(), message(3, ""), message(4, "")].join(separator)
            );
            let records = records(&file);
            let expected = ["c1500000001", "p1", "r2 not valid JSON", "p3", "p4"];
            assert_eq!(outline(&records), expected, "{file}");
            assert_eq!(rejects(&records)[0].place, Place::Byte(file.find(&bad).unwrap() as u64));
        }
    }
}

#[test]
fn a_bad_line_without_types_costs_one_record() {
    let row = |id: i64, rest: &str| {
        format!(r#"{{"id": {id}, "peer_id": {{"channel_id": 5}}, "date": 1748779200, "message": "a"{rest}"#)
    };
    for bad in [row(2, r#", "x": "no quote}"#), row(2, ""), row(2, r#", "x": [}"#), row(2, r#", "x": 1:2}"#)]
    {
        let file = [row(1, "}"), bad, row(3, "}"), row(4, "}")].join("\n");
        assert_eq!(outline(&records(&file)), ["c5", "p1", "r2 not valid JSON", "p3", "p4"], "{file}");
    }
}

#[test]
fn garbage_between_records_costs_no_record() {
    for garbage in ["\0\0\0\0\0\0", "}}", "<html>, : x", "\u{FEFF}garbage \" and more,"] {
        let file = format!("[{},{garbage},{},{}]", message(1, ""), message(3, ""), message(4, ""));
        assert_eq!(
            outline(&records(&file)),
            ["c1500000001", "p1", "r- not valid JSON", "p3", "p4"],
            "{garbage:?}"
        );
        let lines = format!("{}\n{garbage}\n{}\n", message(1, ""), message(3, ""));
        assert_eq!(
            outline(&records(&lines)),
            ["c1500000001", "p1", "r- not valid JSON", "p3"],
            "{garbage:?}"
        );
    }
    let zeros = "\0".repeat(600_000);
    let file = format!("[{},{zeros},{}]", message(1, ""), message(3, ""));
    assert_eq!(outline(&records(file)), ["c1500000001", "p1", "r- not valid JSON", "p3"]);
}

#[test]
fn a_file_that_turns_to_garbage_is_cut_there() {
    let file = format!("[{},@@@@ nothing more", message(1, ""));
    let at = file.find('@').unwrap();
    assert_eq!(
        outline(&records(&file)),
        ["c1500000001", "p1", "r- not valid JSON", &format!("cut at byte {at}")]
    );
    let file = format!(r#"{{"count": 1 2 3, "messages": [{}]}}"#, message(1, ""));
    let at = format!("cut at byte {}", file.len() - 2);
    let expected = ["r- not valid JSON", "c1500000001", "p1", "r- not valid JSON", &at];
    assert_eq!(
        outline(&records(&file)),
        expected,
        "the message is read, though nobody knows what is around it"
    );
}

#[test]
fn deep_nesting_is_a_reject_or_does_no_harm() {
    let deep = format!("{}1{}", "[".repeat(10_000), "]".repeat(10_000));
    let file = format!("[{},{}]", message(1, &format!(r#", "factcheck": {deep}"#)), message(2, ""));
    assert_eq!(outline(&records(file)), ["c1500000001", "p1", "p2"], "passed over");
    let objects = format!("{}1{}", r#"{"object":"#.repeat(10_000), "}".repeat(10_000));
    let file = format!("[{},{}]", message(1, &format!(r#", "fwd_from": {objects}"#)), message(2, ""));
    assert_eq!(outline(&records(file)), ["c1500000001", "p1", "p2"], "its keys are not known");
    let holders = format!("{}{}{}", r#"{"a": "#.repeat(50), message(1, ""), "}".repeat(50));
    assert!(posts(&records(holders)).is_empty(), "too much stands around it");
    let open = "[".repeat(1_000_000);
    assert!(matches!(records(open).last(), Some(Record::Cut(_))));
    let open = r#"{"messages":"#.repeat(300_000);
    assert!(matches!(records(open).last(), Some(Record::Cut(_))));
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
    drain(reader(Repeated { parts, part: 0, at: 0 }))
}

#[test]
fn a_record_over_the_limit_is_a_reject_and_the_next_ones_are_read() {
    for (open, separator, close) in [("[", ",", "]"), ("", "\n", "\n")] {
        let records = repeated(vec![
            (format!(r#"{open}{}{separator}{{"_": "Message", "id": 2, "message": ""#, message(1, "")), 1),
            ("lorem ipsum ".to_owned(), 40 * 1024 * 1024 / 12),
            (format!(r#""}}{separator}{}{close}"#, message(3, "")), 1),
        ]);
        assert_eq!(outline(&records), ["c1500000001", "p1", "r2 longer than 32 MiB", "p3"]);
        assert_eq!(rejects(&records)[0].raw.len(), Reject::RAW_LIMIT);
    }
}

#[test]
fn long_records_and_long_lists_are_read() {
    let words = "voda ".repeat(200_000);
    let entities = vec![r#"{"_": "MessageEntityBold", "offset": 1, "length": 5}"#; 50_000].join(",");
    let row = message(1, &format!(r#", "message": "{words}", "entities": [{entities}]"#));
    let records = records(format!("{row}\n{}", message(2, "")));
    assert_eq!(outline(&records), ["c1500000001", "p1", "p2"]);
    assert_eq!(posts(&records)[0].text.len(), 1_000_000);
    assert_eq!(posts(&records)[0].spans.len(), 1000, "the first thousand");
}

/// Nothing is timed here: a reader of quadratic time would not come back while anybody waits.
#[test]
fn a_file_of_nothing_but_damage_takes_linear_time() {
    for record in [
        r#"{"_": "Message", "id": 1, "a": ["#,
        r#"{"_": "Message", "id": 1, "message": "no quote}"#,
        r#"{"_": "Message", "id": 1}}"#,
        r#"{"a": [{"#,
        r#"{"messages": ["#,
        r#"{"a": [null, null, "#,
    ] {
        for parts in [
            vec![("[0".to_owned(), 1), (format!(",{record}"), 15_000)],
            vec![(format!("{record}\n"), 15_000)],
        ] {
            assert!(!repeated(parts).is_empty(), "{record}");
        }
    }
}

#[test]
fn escapes_that_are_no_characters_are_counted_where_a_text_has_them() {
    let input = [
        message(1, r##", "message": "cut \ud83d #t \u0000 z""##),
        message(2, r#", "message": "whole \ud83c\udf0a", "media": {"file_reference": "\u0000"}"#),
        message(3, r#", "message": "zero \u0000""#),
    ]
    .join("\n");
    let mut reader = reader(input.as_bytes());
    let records: Vec<_> = std::iter::from_fn(|| reader.next_record().unwrap()).collect();
    let texts: Vec<_> = posts(&records).iter().map(|post| post.text.as_str()).collect();
    assert_eq!(texts, ["cut \u{FFFD} #t \u{FFFD} z", "whole 🌊", "zero \u{FFFD}"]);
    let expected = Doubtful { doubt: Doubt::NoCharacter, records: 2, first: Place::Byte(0) };
    assert_eq!((reader.doubts(), reader.bad_bytes()), (vec![expected], None));
}
