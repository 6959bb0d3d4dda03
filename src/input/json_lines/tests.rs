//! Objects as programs write them.

mod captions;
mod damage;
mod desktops;

use serde_json::json;

use super::*;
use crate::input::Format;
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
