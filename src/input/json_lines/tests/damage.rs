//! Damaged, huge and arbitrary objects.

use proptest::prelude::*;

use super::*;
use crate::input::{Doubt, RECORD_LIMIT};

#[test]
fn a_broken_line_spoils_no_other() {
    let input = "{\"id\":1,\"text\":\"a\"}\n{\"id\":2,\"text\":\"b}\n[1]\n\"x\"\n{\"id\":3 \"text\":\"c\"}\n{\"id\":4,\"text\":\"d\"}\n{\"id\":5,\"te";
    let records = records(input);
    assert_eq!(texts(&records), ["a", "d"]);
    let told: Vec<_> =
        rejects(&records).iter().map(|one| (one.place.to_string(), one.reason.as_str())).collect();
    assert_eq!(
        told,
        [
            ("line 2".to_owned(), "not valid JSON"),
            ("line 3".to_owned(), "not an object"),
            ("line 4".to_owned(), "not an object"),
            ("line 5".to_owned(), "not valid JSON")
        ]
    );
    assert_eq!(records.last(), Some(&Record::Cut(Place::Line(7))));
}

#[test]
fn an_array_with_other_things_in_it_gives_its_objects() {
    let records =
        records("[1, {\"id\":1,\"text\":\"a\"}, null, [2], x y, {\"id\":2,\"text\":\"b\"}] tail {\"id\":3}");
    assert_eq!(texts(&records), ["a", "b"]);
    let reasons: Vec<&str> = rejects(&records).iter().map(|reject| reject.reason.as_str()).collect();
    assert_eq!(
        reasons,
        [
            "not an object",
            "not an object",
            "not an object",
            "not valid JSON",
            "other data behind the end: put it into a file of its own"
        ]
    );
}

#[test]
fn an_input_cut_anywhere_gives_what_is_whole() {
    for input in [
        "[\n {\"id\":1,\"text\":\"a\"},\n {\"id\":2,\"text\":\"b\"}\n]",
        "{\"id\":1,\"text\":\"a\"}\n{\"id\":2,\"text\":\"b\"}",
    ] {
        for length in 1..input.len() {
            let cut = records(&input[..length]);
            assert!(rejects(&cut).is_empty(), "{length}: {cut:?}");
            let is_cut = matches!(cut.last(), Some(Record::Cut(_)));
            assert!(is_cut || input[..length].trim_end().ends_with('}'), "{length}: {cut:?}");
            assert!(["a", "b"].starts_with(&texts(&cut)), "{length}");
        }
    }
}

#[test]
fn bytes_that_are_not_utf_8_are_replaced_and_counted() {
    let input = b"{\"id\":1,\"text\":\"a\"}\n{\"id\":2,\"text\":\"\xFF\"}\n";
    let mut reader = JsonLines::new(&input[..], &ReadOptions::default()).unwrap();
    let records: Vec<Record> = std::iter::from_fn(|| reader.next_record().unwrap()).collect();
    assert_eq!(texts(&records), ["a", "\u{FFFD}"]);
    let bad = reader.bad_bytes().unwrap();
    assert_eq!((bad.records, bad.first), (1, Place::Line(2)));
    assert_eq!(reader.bytes_read(), input.len() as u64);
}

#[test]
fn a_record_over_the_limit_and_one_of_endless_lists_are_rejects() {
    let long = "x".repeat(RECORD_LIMIT);
    for (begin, between, end) in [("", "\n", "\n"), ("[", ",", "]")] {
        let input = format!(
            "{begin}{{\"id\":1,\"text\":\"{long}\"}}{between}{{\"id\":2,\"text\":\"a\",\"media\":[{}1]}}{between}{{\"id\":3,\"text\":\"b\"}}{end}",
            "[],".repeat(100_000)
        );
        let records = records(input);
        assert_eq!(texts(&records), ["b"]);
        let reasons: Vec<&str> = rejects(&records).iter().map(|reject| reject.reason.as_str()).collect();
        assert_eq!(reasons, ["longer than 32 MiB", "not valid JSON"]);
        assert!(rejects(&records).iter().all(|reject| reject.raw.len() == Reject::RAW_LIMIT));
    }
}

#[test]
fn what_a_tool_wrote_as_no_number_and_half_pairs_is_read_in_one_record() {
    let records = records("{\"id\":1,\"views\":NaN,\"text\":\"a\\uD83Db\"}\n{\"id\":2,\"text\":\"c\"}\n");
    assert_eq!(texts(&records), ["a\u{FFFD}b", "c"]);
    assert!(rejects(&records).is_empty());
}

#[test]
fn deep_nesting_and_floods_take_linear_time() {
    for piece in ["[", "{\"a\":", "]", "}", "\"", ",", "x", "{\"id\":1,\"text\":\"", "NaN", "\\", "\n"] {
        let flood = piece.repeat(300_000);
        for input in [format!("[{flood}"), format!("{{\"id\":1,\"media\":{flood}"), format!("{{\n{flood}")] {
            let _ = try_records(&input, &ReadOptions::default());
        }
    }
}

/// Gives one byte at a time.
struct Trickle<'b>(&'b [u8]);

impl Read for Trickle<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.0.len().min(1).min(buffer.len());
        buffer[..length].copy_from_slice(&self.0[..length]);
        self.0 = &self.0[length..];
        Ok(length)
    }
}

fn trickled(input: &[u8]) -> Result<Vec<Record>> {
    drain(JsonLines::new(Trickle(input), &ReadOptions::default())?)
}

#[derive(Debug, Clone)]
enum Line {
    Good(String),
    NoObject,
    Broken,
    NoId,
}

fn lines() -> impl Strategy<Value = Vec<Line>> {
    let line = prop_oneof![
        3 => "[a-z\"\\\\{}\\[\\],\n\u{1F535}]{0,10}".prop_map(Line::Good),
        1 => Just(Line::NoObject),
        1 => Just(Line::Broken),
        1 => Just(Line::NoId),
    ];
    prop::collection::vec(line, 0..30)
}

fn rows_of(lines: &[Line]) -> Vec<String> {
    let row = |(line, id): (&Line, i32)| match line {
        Line::Good(text) => json!({"id": id, "text": text}).to_string(),
        Line::NoObject => "[\"{\"]".to_owned(),
        Line::Broken => format!("{{\"id\":{id} \"text\":1}}"),
        Line::NoId => "{\"text\":\"\"}".to_owned(),
    };
    lines.iter().zip(1..).map(row).collect()
}

proptest! {
    #[test]
    fn every_record_becomes_a_post_or_a_reject(lines in lines(), is_array: bool) {
        let rows = rows_of(&lines);
        let input = if is_array { format!("[{}]", rows.join(", \n")) } else { format!("{{\"id\":0,\"text\":\"\"}}\n{}\n", rows.join("\n")) };
        let records = records(&input);
        let mut good: Vec<&str> =
            lines.iter().filter_map(|line| if let Line::Good(text) = line { Some(text.as_str()) } else { None }).collect();
        if !is_array {
            good.insert(0, "");
        }
        prop_assert_eq!(texts(&records), good.clone());
        prop_assert_eq!(rejects(&records).len(), lines.len() + usize::from(!is_array) - good.len());
        prop_assert_eq!(channels(&records).len(), usize::from(!good.is_empty()));
        prop_assert_eq!(trickled(input.as_bytes()).unwrap(), records);
    }

    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        for begin in ["", "[", "{", "[{"] {
            let input = [begin.as_bytes(), &bytes].concat();
            let _ = try_records(&input, &ReadOptions::default());
            let _ = (looks_like(&input), is_objects(&input));
        }
    }

    #[test]
    fn arbitrary_json_like_text_never_panics(
        pieces in prop::collection::vec(
            prop::sample::select(vec![
                "{", "}", "[", "]", ",", ":", "\"", "\\", "\"id\"", "\"text\"", "\"date\"", "1", "x", " ", "\n", "null", "NaN",
                "{\"id\":1,\"text\":\"a\"}", "\"a.b\"", "-", "é", "\\u0000", "\\uD83D", "true",
            ]),
            0..60,
        ),
    ) {
        let text = pieces.concat();
        let whole = try_records(&text, &ReadOptions::default());
        if let Ok(whole) = whole {
            prop_assert_eq!(trickled(text.as_bytes()).unwrap(), whole);
        }
        let _ = try_records(&text, &mapped(&[("text", "a.b"), ("id", "a.c.d")]));
    }
}

#[test]
fn escapes_that_are_no_characters_are_counted() {
    let lines = [
        r#"{"id":1,"text":"Fog \ud83c\udf0a","author":"half \ud83d"}"#,
        r##"{"id":2,"text":"cut \ud83d #t \u0000 z"}"##,
        r#"{"id":3,"text":"zero\u0000"}"#,
        r#"{"id":4,"text":"such text: \\ud83d \ufffd"}"#,
    ];
    let input = lines.join("\n");
    let mut lines = JsonLines::new(input.as_bytes(), &ReadOptions::default()).unwrap();
    let records: Vec<_> = std::iter::from_fn(|| lines.next_record().unwrap()).collect();
    assert_eq!(
        texts(&records),
        ["Fog 🌊", "cut \u{FFFD} #t \u{FFFD} z", "zero\u{FFFD}", "such text: \\ud83d \u{FFFD}"]
    );
    let expected = Doubtful { doubt: Doubt::NoCharacter, records: 2, first: Place::Line(2) };
    assert_eq!(lines.doubts(), [expected]);
    assert_eq!(lines.bad_bytes(), None);
}
