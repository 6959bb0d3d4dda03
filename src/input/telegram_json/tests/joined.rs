//! Messages of several exports in one file, one a line, and what stands before and between them.

use std::io::Cursor;

use super::*;
use crate::input::{Format, detect};

/// Name and id of each channel that is told of, ids of posts (`p`), and places and reasons of rejects (`r`).
fn outline(input: &str) -> Vec<String> {
    let known = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
    let records = drain(TelegramJson::new_seekable(Cursor::new(input.to_owned())));
    let line = |record: &Record| match record {
        Record::Channel(channel) => format!("{} {}", known(&channel.name), known(&channel.external_id)),
        Record::Post(post) => format!("p{}", known(&post.external_id)),
        Record::Event(event) => format!("e{}", known(&event.external_id)),
        Record::Reject(reject) => format!("r{}: {}", reject.place, reject.reason),
        Record::Cut(place) => format!("cut at {place}"),
    };
    records.iter().map(line).collect()
}

/// A message as versions from 3.7.6 on write it.
fn newer(id: i64, channel: i64, name: &str) -> String {
    format!(
        r#"{{"id":{id},"type":"message","date":"2025-06-01T12:00:00","date_unixtime":"1748772000","from":"{name}","from_id":"channel{channel}","text":"a","text_entities":[]}}"#
    )
}

/// A post as versions before 2.1.9 write it.
fn older(id: i64, name: &str) -> String {
    format!(
        r#"{{"id":{id},"type":"message","date":"2019-06-01T12:00:00","edited":"1970-01-01T03:00:00","from":"{name}","text":"b"}}"#
    )
}

fn lines(lines: &[String]) -> String {
    lines.iter().map(|line| format!("{line}\n")).collect()
}

#[test]
fn old_lines_of_one_channel_and_new_ones_of_another_are_of_two() {
    let (old, new) = (older(1, "Osk"), newer(1, 5, "Vex"));
    for (file, expected) in [
        (lines(&[old.clone(), new.clone()]), ["- -", "p1", "Vex 5", "p1"]),
        (lines(&[new.clone(), old.clone()]), ["Vex 5", "p1", "- -", "p1"]),
    ] {
        assert_eq!(detect(file.as_bytes()), Some(Format::TelegramJson), "{file}");
        assert_eq!(outline(&file), expected);
    }
    let mixed = lines(&[new.clone(), old.clone(), newer(2, 5, "Vex"), older(2, "Osk"), older(3, "Osk")]);
    assert_eq!(outline(&mixed), ["Vex 5", "p1", "- -", "p1", "Vex 5", "p2", "- -", "p2", "p3"]);
    // An array tells no more.
    assert_eq!(outline(&format!("[{new},{old}]")), ["Vex 5", "p1", "- -", "p1"]);
}

#[test]
fn old_lines_of_a_channel_are_of_the_one_of_their_name() {
    let (old, new) = (older(1, "Vex"), newer(2, 5, "Vex"));
    assert_eq!(outline(&lines(&[old.clone(), new.clone()])), ["Vex 5", "p1", "p2"]);
    assert_eq!(outline(&lines(&[new.clone(), old.clone()])), ["Vex 5", "p2", "p1"]);
    let between = lines(&[new.clone(), newer(9, 6, "Osk"), old.clone()]);
    assert_eq!(outline(&between), ["Vex 5", "p2", "Osk 6", "p9", "Vex 5", "p1"]);
    // Two of that name: nothing tells which of them.
    let two = lines(&[new, newer(9, 6, "Vex"), old]);
    assert_eq!(outline(&two), ["Vex 5", "p2", "Vex 6", "p9", "p1"]);
}

#[test]
fn rows_without_a_sender_stay_in_the_channel() {
    let bare =
        r#"{"id":3,"type":"message","date":"2025-06-02T12:00:00","date_unixtime":"1748858400","text":"c"}"#;
    let nameless = bare.replace("\"text\"", "\"from\":null,\"text\"").replace(":3,", ":4,");
    let file = lines(&[newer(1, 5, "Vex"), bare.to_owned(), nameless]);
    assert_eq!(outline(&file), ["Vex 5", "p1", "p3", "p4"]);
    // In old exports of groups people write; nothing tells of a channel there.
    assert_eq!(outline(&lines(&[older(1, "Ann"), older(2, "Bob")])), ["- -", "p1", "p2"]);
}

#[test]
fn first_lines_that_are_no_messages_are_rejects() {
    for rows in [[newer(1, 5, "Vex"), newer(2, 5, "Vex")], [older(1, "Vex"), older(2, "Vex")]] {
        let behind = lines(&rows);
        for first in [
            "// exported by me",
            "# exported",
            "null",
            "5",
            "\"hello\"",
            "[1,2]",
            "{}",
            "exported by jq",
            "\"text\":\"rest\"}",
            "{\"id\":7,\"type\":\"message\",\"da",
        ] {
            let file = format!("{first}\r\n{behind}");
            assert_eq!(detect(file.as_bytes()), Some(Format::TelegramJson), "{file}");
            let told = outline(&file);
            assert_eq!(told.iter().filter(|line| line.starts_with('r')).count(), 1, "{first}: {told:?}");
            assert!(told[0].starts_with("rbyte 0: "), "{first}: {told:?}");
            assert_eq!(told[told.len() - 2..], ["p1", "p2"], "{first}");
        }
        // An empty array holds nothing that could be lost.
        let empty = outline(&format!("[]\n{behind}"));
        assert_eq!(empty[empty.len() - 2..], ["p1", "p2"]);
        let several = outline(&format!("\u{FEFF}# a\n\n# b\n{behind}"));
        assert_eq!(several[..2], ["rbyte 3: not a message", "rbyte 8: not a message"]);
        for count in [4, 30, 400] {
            let licence = "Permission is granted to read this \"log\", {as it is}.\r\n".repeat(count);
            let mail = "From: a@osk.example\nSubject: log\nDate: Sun, 1 Jun 2025 12:00:00 +0000\n\n";
            for first in [licence.clone(), format!("{mail}{licence}"), format!("[1] {licence}")] {
                let file = format!("{first}{behind}");
                assert_eq!(detect(file.as_bytes()), Some(Format::TelegramJson), "{file}");
                let told = outline(&file);
                let lines = first.lines().filter(|line| !line.is_empty()).count();
                assert_eq!(
                    told.iter().filter(|line| line.ends_with(": not a message")).count(),
                    lines,
                    "{first}"
                );
                assert_eq!(told[told.len() - 2..], ["p1", "p2"], "{first}");
            }
        }
        // A text in which lines stand is none of these files.
        for other in [
            format!("# a\n{behind}# b\n"),
            format!("# a\n# b\n# c\n# d\n{behind}# e\n"),
            format!("# a\n{}\n", rows[0]),
        ] {
            assert_eq!(detect(other.as_bytes()), None, "{other}");
        }
    }
}

#[test]
fn a_line_that_is_torn_anywhere_costs_itself_alone() {
    let torn = newer(2, 5, "Vex");
    for length in 1..torn.len() {
        let file =
            lines(&[newer(1, 5, "Vex"), torn[..length].to_owned(), newer(3, 5, "Vex"), newer(4, 5, "Vex")]);
        let told = outline(&file);
        assert_eq!(told.len(), 5, "{length}: {told:?}");
        assert_eq!(
            (told[1].as_str(), &told[3..]),
            ("p1", &["p3".to_owned(), "p4".to_owned()][..]),
            "{length}"
        );
        assert!(told[2].starts_with('r'), "{length}: {told:?}");
    }
}

#[test]
fn an_export_behind_lines_is_read_as_one() {
    let line = newer(1, 5, "Vex");
    let chat = format!(
        "{{\"name\":\"Osk\",\"type\":\"public_channel\",\"id\":6,\"messages\":[{}]}}",
        newer(7, 6, "Osk")
    );
    assert_eq!(outline(&format!("{line}\n{chat}\n")), ["Vex 5", "p1", "Osk 6", "p7"]);
    assert_eq!(
        outline(&format!("{line}\n[{}]\n{chat}", newer(8, 6, "Osk"))),
        ["Vex 5", "p1", "Osk 6", "p8", "Osk 6", "p7"]
    );
}

#[test]
fn lines_of_another_tool_behind_messages_are_not_of_their_channel() {
    let other = r#"{"id":1,"date":"2024-07-01","text":"c","views":3}"#;
    let line = newer(1, 5, "Vex");
    let place = line.len() + 1;
    let expected = ["Vex 5".to_owned(), "p1".to_owned(), format!("rbyte {place}: no type of message")];
    assert_eq!(outline(&format!("{line}\n{other}\n")), expected);
    // Where somebody has kept some keys of all, none has a type.
    assert_eq!(outline(&format!("[{other},{}]", other.replace(":1,", ":2,"))), ["- -", "p1", "p2"]);
}
