//! Objects as programs write them.

mod captions;
mod desktops;

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::input::{Doubt, Format, RECORD_LIMIT};
use crate::model::{Channel, Moment};

fn mapped(columns: &[(&str, &str)]) -> ReadOptions {
    ReadOptions { columns: columns.iter().map(|(to, from)| ((*to).to_owned(), (*from).to_owned())).collect() }
}

fn drain<R: Read + Send>(mut reader: JsonLines<R>) -> Result<Vec<Record>> {
    std::iter::from_fn(|| reader.next_record().transpose()).collect()
}

fn try_records(input: impl AsRef<[u8]>, options: &ReadOptions) -> Result<Vec<Record>> {
    drain(JsonLines::new(input.as_ref(), options)?)
}

fn records(input: impl AsRef<[u8]>) -> Vec<Record> {
    try_records(input, &ReadOptions::default()).unwrap()
}

fn error_of(input: &str, options: &ReadOptions) -> String {
    let error = try_records(input, options).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Input);
    let hints = error.hints().iter().map(|hint| format!(" ({hint})")).collect::<String>();
    format!("{error}{hints}")
}

fn posts(records: &[Record]) -> Vec<&Post> {
    records
        .iter()
        .filter_map(|record| if let Record::Post(post) = record { Some(&**post) } else { None })
        .collect()
}

fn texts(records: &[Record]) -> Vec<&str> {
    posts(records).iter().map(|post| post.text.as_str()).collect()
}

fn rejects(records: &[Record]) -> Vec<&Reject> {
    records
        .iter()
        .filter_map(|record| if let Record::Reject(reject) = record { Some(reject) } else { None })
        .collect()
}

fn channels(records: &[Record]) -> Vec<&Channel> {
    records
        .iter()
        .filter_map(|record| if let Record::Channel(channel) = record { Some(channel) } else { None })
        .collect()
}

#[test]
fn objects_stand_one_a_line_one_behind_the_other_or_in_an_array() {
    let (one, two) = (r#"{"id":1,"text":"a\n{b"}"#, r#"{"id":2,"text":"]c"}"#);
    let pretty = "{\n  \"id\": 1,\n  \"text\": \"a\\n{b\"\n}";
    for input in [
        format!("{one}\n{two}\n"),
        format!("\u{FEFF}{one}\r\n\r\n  {two}"),
        format!("{one},\n{two},\n"),
        format!("[{one},{two}]"),
        format!("[\n{one},\n{two}\n]\n"),
        format!("\u{FEFF} [ {pretty} ,\n{two}\n ] "),
        format!("{pretty}\n{two}\n"),
        format!("{pretty},\n{two}\n"),
    ] {
        let records = records(&input);
        assert_eq!(texts(&records), ["a\n{b", "]c"], "{input}");
        assert_eq!(records.len(), 3, "{input}");
    }
}

#[test]
fn members_are_found_by_name_alias_and_path() {
    let line = json!({
        "ID": 5, "created_at": "2024-07-16T14:03:22Z", "note": {"body": "Rain", "body2": 1},
        "author": {"name": "Desk", "id": 55}, "metrics": {"views": "1,234", "deep": {"forwards": 6}},
        "chat.title": "Rivers", "reactions": {"👍": 2}, "media": ["a.jpg", {"url": "b.mp4"}]
    });
    let options = mapped(&[
        ("text", "note.body"),
        ("author", "author.name"),
        ("author_id", "author.id"),
        ("views", "metrics.views"),
        ("forwards", "metrics.deep.forwards"),
        ("channel", "chat.title"),
    ]);
    let records = try_records(line.to_string(), &options).unwrap();
    let [Record::Channel(channel), Record::Post(post)] = &records[..] else { panic!("{records:?}") };
    assert_eq!(channel.name.as_deref(), Some("Rivers"));
    assert_eq!(post.external_id.as_deref(), Some("5"));
    assert_eq!(post.posted, Moment::Instant(1_721_138_602));
    let author = post.author.clone().unwrap();
    assert_eq!((author.name.as_deref(), author.external_id.as_deref()), (Some("Desk"), Some("user55")));
    assert_eq!((post.text.as_str(), post.views, post.forwards), ("Rain", Some(1234), Some(6)));
    assert_eq!(post.reactions.as_ref().unwrap()[0].count, 2);
    assert_eq!(post.media.iter().map(|item| item.kind.as_str()).collect::<Vec<_>>(), ["photo", "video"]);
}

#[test]
fn values_of_every_type_are_read_with_care() {
    let post = |line: &str| posts(&records(line))[0].clone();
    let read = post(
        r#"{"id":9223372036854775808,"text":null,"views":5.0,"date":1721138602.5,"reply_to":7.0,"forwards":1.5}"#,
    );
    assert_eq!(read.external_id.as_deref(), Some("9223372036854775808"));
    assert_eq!((read.text.as_str(), read.views, read.forwards), ("", Some(5), None));
    assert_eq!(read.posted, Moment::Instant(1_721_138_602));
    assert_eq!(read.reply.unwrap().external_id, "7");
    assert_eq!(post(r#"{"id":1,"text":12}"#).text, "12");
    assert_eq!(post(r#"{"id":1,"text":"a\u0000b"}"#).text, "a\u{FFFD}b");
    assert!(post(r#"{"id":1,"text":"a","edited_at":true}"#).is_edited);
    assert_eq!(post(r#"{"id":1,"text":"a","date":true}"#).posted_raw.as_deref(), Some("true"));
    assert_eq!(post(r#"{"id":1,"text":"a","date":0}"#).posted_raw.as_deref(), Some("0"));
    let all = records(
        "{\"id\":1,\"text\":[\"a\"]}\n{\"id\":1.5e18,\"text\":\"a\"}\n{\"id\":{},\"text\":\"a\"}\n{\"text\":\"\"}\n",
    );
    let reasons: Vec<&str> = rejects(&all).iter().map(|reject| reject.reason.as_str()).collect();
    assert_eq!(
        reasons,
        ["text is no string", "id rounded by a spreadsheet", "unreadable id", "neither text nor id nor date"]
    );
}

#[test]
fn a_key_that_stands_twice_counts_the_first_time() {
    assert_eq!(texts(&records(r#"{"id":1,"text":"a","text":"b"}"#)), ["a"]);
}

#[test]
fn numbers_that_only_python_writes_are_nothing() {
    let records = records(
        "{\"id\":1,\"text\":\"NaN \\\" NaN\",\"views\":NaN}\n{\"id\":2,\"text\":\"b\",\"views\":-Infinity}\n\
         {\"id\":3,\"text\":\"c\",\"views\":None}\n",
    );
    assert_eq!(texts(&records), ["NaN \" NaN", "b"]);
    assert_eq!(rejects(&records)[0].reason, "not valid JSON");
}

#[test]
fn where_two_members_could_be_meant_the_user_is_asked() {
    let none = ReadOptions::default();
    assert_eq!(
        error_of("{\"id\":1,\"text\":\"a\"}\n{\"id\":2,\"text\":\"a\",\"message\":null}", &none),
        "'text' and 'message' could both be the text (say which one is meant: --map text=text)"
    );
    let input = "{\"id\":1,\"text\":\"a\",\"message\":\"b\"}";
    assert_eq!(texts(&try_records(input, &mapped(&[("text", "message")])).unwrap()), ["b"]);
    assert_eq!(
        error_of("{\"id\":1,\"note\":\"a\"}\n", &none),
        "which member is the text? there are: id, note (say which: --map text=MEMBER)"
    );
    assert_eq!(
        error_of("{\"id\":1,\"note\":\"a\"}\n", &mapped(&[("text", "notes")])),
        "there is no member 'notes' (there are: id, note)"
    );
    let many = "{\"id\":1,\"note\":\"a\"}\n".repeat(2000) + "{\"id\":1,\"text\":\"a\"}\n";
    assert!(error_of(&many, &none).starts_with("which member is the text?"), "soon, not at the end");
    assert!(
        error_of("{\"id\":1,\"text\":\"a\",\"date\":\"7/6/2024\"}", &none)
            .contains("--map 'posted_at:dmy=date'")
    );
}

#[test]
fn a_text_may_be_missing_in_some_objects() {
    let records = records("{\"id\":1,\"date\":\"2024-07-16\"}\n{\"id\":2,\"text\":\"a\"}\n");
    assert_eq!(texts(&records), ["", "a"]);
}

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

#[test]
fn only_objects_of_posts_are_taken_without_asking() {
    for head in [
        r#"{"id":1,"text":"a"}"#,
        r#"[{"text":"a","date":"2024-07-16"}]"#,
        "[\n  {\n    \"message_id\": 1,\n    \"body\": \"a\",\n    \"views\": 2",
    ] {
        assert_eq!(crate::input::detect::detect(head.as_bytes()), Some(Format::JsonLines), "{head}");
    }
    for head in [
        r#"{"timestamp":"2024","level":"info","message":"started"}"#,
        r#"{"role":"user","content":"hello"}"#,
        r#"{"_type":"x","id":1,"text":"a","date":"2024"}"#,
        r#"{"id":1,"name":"x"}"#,
        r#"{"messages":[{"id":1,"text":"a","date":1}]}"#,
        r#"{"text":"a"}"#,
        "[]",
        "[1]",
        "{",
    ] {
        assert!(!looks_like(head.as_bytes()), "{head}");
    }
    assert!(
        is_objects(b"{\"a\":1}") && is_objects(b"[{\"a\":1") && !is_objects(b"[1]") && !is_objects(b"{}")
    );
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
fn an_object_that_tells_only_an_id_is_no_post() {
    let found = records(
        "{\"id\":1,\"text\":\"a\"}\n{\"id\":55,\"messages\":[{\"id\":1,\"text\":\"b\"}]}\n{}\n{\"id\":2,\"date\":\"2024-07-01\"}\n{\"id\":3,\"media\":\"photo\"}",
    );
    assert_eq!(texts(&found), ["a", "", ""]);
    let told: Vec<_> = rejects(&found)
        .iter()
        .map(|reject| format!("{} {:?}: {}", reject.place, reject.external_id, reject.reason))
        .collect();
    assert_eq!(
        told,
        [
            "line 2 Some(\"55\"): not a post: neither text nor date",
            "line 3 None: not a post: neither text nor date"
        ]
    );
}
