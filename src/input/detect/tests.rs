use super::*;

fn is_telegram(head: &str) -> bool {
    detect(head.as_bytes()) == Some(Format::TelegramJson)
}

const ROW: &str = r#"{"id":1,"type":"message","date":"2025-06-01T12:00:00","text":"a"}"#;

#[test]
fn chats_accounts_and_arrays_of_messages_are_telegram_json() {
    assert!(is_telegram(&format!(
        r#"{{"name":"V","type":"public_channel","id":5,"messages":[{ROW},{ROW}]}}"#
    )));
    assert!(is_telegram(&format!("\u{FEFF}\n {{\n \"messages\": [\n  {ROW}")));
    assert!(is_telegram(&format!("[{ROW}]")));
    assert!(is_telegram(&format!(r#"[{{"message":{ROW}}}]"#)));
    assert!(is_telegram(
        r#"{"name":"V","type":"public_channel","id":5,"messages":[{"id":9,"type":"unsupported"}]}"#
    ));
    assert!(is_telegram(r#"{"name":"V","type":"public_channel","id":5,"messages":[]}"#));
    assert!(is_telegram(r#"{"about":"Here is","personal_information":{"user_id":1"#), "cut within the head");
    assert!(is_telegram(r#"{"about":"Here is","chats":{"about":"x","list":[]}}"#));
    assert!(is_telegram(r#"{"left_chats":{"about":"x","list":["#));
}

/// Lines of versions before 3.7.6: each of those of the first list has what only Telegram Desktop writes.
const TELLING: [&str; 6] = [
    r#"{"id":1,"type":"message","date":"2019-06-01T12:00:00","from":"V","text":["a",{"type":"bold","text":"b"}]}"#,
    r#"{"id":2,"type":"message","date":"2019-06-01T12:00:00","edited":"1970-01-01T03:00:00","text":"a"}"#,
    r#"{"id":3,"type":"service","date":"2019-06-01T12:00:00","actor":"V","actor_id":5,"action":"pin_message","message_id":2,"text":""}"#,
    r#"{"id":4,"type":"message","date":"2021-06-01T12:00:00","from":"V","from_id":"channel5","text":"a"}"#,
    r#"{"id":5,"type":"message","date":"2019-06-01T12:00:00","photo":"(File not included. Change it.)","width":1,"height":2,"text":""}"#,
    r#"{"id":6,"type":"message","date":"2021-06-01T12:00:00","reply_to_message_id":2,"reply_to_peer_id":"channel9","text":"a"}"#,
];

/// Another tool could have written this.
const PLAIN: &str = r#"{"id":9,"type":"message","date":"2019-06-01T12:00:00","from":"V","text":"a"}"#;

#[test]
fn old_messages_one_a_line_are_telegram_json_where_all_fit_and_one_tells() {
    for line in TELLING {
        for lines in [
            line.to_owned(),
            format!("\u{FEFF}{PLAIN}\r\n{line}\r\n"),
            format!("{line}\n{PLAIN}\n{{\"id\":10,\"ty"),
        ] {
            assert!(is_telegram(&lines) && is_told_by_old_lines(lines.as_bytes()), "{lines}");
            assert!(!may_be_telegram_lines(lines.as_bytes()), "{lines}");
        }
    }
}

#[test]
fn lines_that_could_be_of_an_old_telegram_desktop_are_those_of_any_tool() {
    let [parts, never_edited, ..] = TELLING;
    let of_another = r#"{"id":8,"type":"message","date":"2019-06-01T12:00:00","text":"a","views":5}"#;
    let instant = r#"{"id":8,"type":"message","date":"2019-06-01T12:00:00Z","text":"a"}"#;
    for lines in [
        PLAIN.to_owned(),
        format!("{PLAIN}\n{PLAIN}\n"),
        format!("{parts}\n{of_another}\n"),
        format!("{never_edited}\n{instant}\n"),
        // What another tool has beside a key of Telegram Desktop would not be read.
        r#"{"id":1,"type":"message","date":"2021-06-01T12:00:00","from_id":"channel5","text":"a","views":5}"#
            .to_owned(),
    ] {
        assert_eq!(detect(lines.as_bytes()), Some(Format::JsonLines), "{lines}");
        assert!(may_be_telegram_lines(lines.as_bytes()), "{lines}");
    }
}

#[test]
fn lines_of_other_tools_are_not_taken_for_those_of_an_old_telegram_desktop() {
    let telethon = r#"{"_":"Message","id":1,"peer_id":{"_":"PeerChannel","channel_id":5},"date":"2021-06-01T12:00:00+00:00","message":"a"}"#;
    let snscrape = r#"{"_type":"snscrape.modules.telegram.TelegramPost","url":"https://t.me/s/vexland/1","date":"2021-06-01T12:00:00+00:00","content":"a","outlinks":[]}"#;
    let tdl = r#"{"id":5,"messages":[{"id":1,"type":"message","file":"","date":1622548800,"text":"a"}]}"#;
    for (line, format) in [
        (telethon, Some(Format::Telethon)),
        (snscrape, Some(Format::Snscrape)),
        (tdl, Some(Format::Tdl)),
        // Bots' messages, TDLib's, twarc's tweets and what somebody's script has written.
        (
            r#"{"message_id":1,"date":1622548800,"chat":{"id":-1005,"type":"channel","title":"V"},"text":"a"}"#,
            None,
        ),
        (
            r#"{"@type":"message","id":1,"chat_id":-1005,"date":1622548800,"content":{"@type":"messageText","text":{"text":"a"}}}"#,
            None,
        ),
        (
            r#"{"id":"1","text":"a","created_at":"2021-06-01T12:00:00.000Z","author_id":"5","public_metrics":{"like_count":1}}"#,
            Some(Format::JsonLines),
        ),
        (r#"{"id":1,"date":"2021-06-01T12:00:00","text":"a","views":5}"#, Some(Format::JsonLines)),
        (r#"{"id":1,"type":"post","date":"2021-06-01T12:00:00","text":"a"}"#, Some(Format::JsonLines)),
        (r#"{"id":1,"type":"message","date":"2021-06-01T12:00:00Z","text":"a"}"#, Some(Format::JsonLines)),
        (r#"{"id":1,"type":"message","date":1622548800,"text":"a"}"#, Some(Format::JsonLines)),
        (
            r#"{"id":1,"type":"message","date":"2021-06-01T12:00:00","channel":"V","text":"a"}"#,
            Some(Format::JsonLines),
        ),
    ] {
        for lines in [line.to_owned(), format!("{line}\n{line}\n")] {
            let told = detect(lines.as_bytes());
            if lines.contains('\n') && format == Some(Format::Tdl) {
                continue;
            }
            assert!(
                told == format || format.is_none() && told != Some(Format::TelegramJson),
                "{told:?} {lines}"
            );
            assert!(!may_be_telegram_lines(lines.as_bytes()), "{lines}");
        }
    }
}

#[test]
fn a_first_message_that_is_damaged_does_not_hide_what_the_others_are() {
    let second = r#"{"id":2,"type":"message","date":"2025-06-01T12:00:00","date_unixtime":"1748772000","text":"b","text_entities":[]}"#;
    let chat = r#""name":"V","type":"public_channel","id":5"#;
    for first in [
        r#"{"type":"message","date":"2025-06-01T12:00:00","date_unixtime":"1748772000","text":"a"}"#,
        r#"{"id":1,"date":"2025-06-01T12:00:00","date_unixtime":"1748772000","text":"a","text_entities":[]}"#,
    ] {
        assert!(is_telegram(&format!(r#"{{{chat},"messages":[{first},{second}]}}"#)));
        assert!(is_telegram(&format!(r#"{{"messages":[{first},{second}],{chat}}}"#)));
        assert!(is_telegram(&format!("[{first},{second}]")) && is_telegram(&format!("{first}\n{second}\n")));
        assert!(!is_telegram(first) && !is_telegram(&format!("[{first}]")));
    }
    // The chat alone tells, whatever its first message has lost.
    for first in ["null", r#"{"text":"a"}"#, r#"{"id":1,"type":"message"}"#] {
        assert!(is_telegram(&format!(r#"{{{chat},"messages":[{first}"#)), "{first}");
    }
    for other in [
        format!(r#"{{{chat},"messages":[{{"_":"Message","id":1,"date":"2025-06-01"}}]}}"#),
        r#"{"name":"V","type":"thread","id":5,"messages":[{"text":"a"}]}"#.to_owned(),
        r#"{"type":"public_channel","messages":[{"text":"a"}]}"#.to_owned(),
    ] {
        assert!(!is_telegram(&other), "{other}");
    }
}

#[test]
fn a_first_row_that_is_longer_than_the_head_is_enough() {
    let long = format!(
        r#"{{"name":"V","type":"public_channel","id":5,"messages":[{{"id":1,"type":"message","date":"2025-06-01T12:00:00","text":"{}"#,
        "x".repeat(HEAD)
    );
    assert!(is_telegram(&long[..HEAD]));
}

#[test]
fn other_json_is_not_taken_for_telegrams() {
    for other in [
        r#"{"name": "package", "version": "1.0.0", "type": "module", "scripts": {}}"#,
        r#"{"messages": [{"role": "user", "content": "x"}]}"#,
        r#"{"messages": [{"type": "message", "ts": "1", "user": "U1", "text": "x"}]}"#,
        r#"{"id": 1, "type": "message", "date": "2025-06-01T12:00:00"}"#,
        r#"{"about": "us", "team": []}"#,
        r#"{"chats": [1, 2]}"#,
        "[]",
        "{}",
        "[1, 2]",
        "{",
        "[",
        "{]",
        r#"{"messages"#,
    ] {
        assert_eq!(detect(other.as_bytes()), None, "{other}");
    }
    let rows = r#"[{"id": 1, "date": 1748772000, "from_id": 5, "text": "x"}]"#;
    assert_eq!(detect(rows.as_bytes()), Some(Format::JsonLines));
}

#[test]
fn text_of_web_previews_is_told_from_other_text_and_from_binary() {
    assert_eq!(
        detect("Forwarded from Bureau of Vexland\nOn June 1\n".as_bytes()),
        Some(Format::WebPreviewText)
    );
    assert_eq!(detect(b"id,name\n1,x\n"), None);
    assert_eq!(detect(b""), None);
    assert_eq!(detect(b" \n"), None);
    assert_eq!(detect(b"\x7FELF\0\0\0"), None);
    assert_eq!(detect(b"\xFF\xFE{\0\"\0"), None);
}

#[test]
fn the_real_samples_are_told_apart() {
    let Some(folder) = crate::input::tests::shared("samples") else { return };
    let mut seen = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        for file in std::fs::read_dir(entry.unwrap().path()).unwrap() {
            let path = file.unwrap().path();
            let bytes = std::fs::read(&path).unwrap();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if detect(&bytes[..bytes.len().min(HEAD)]) == Some(Format::TelegramJson) {
                seen.push(name);
            }
        }
    }
    seen.sort();
    assert_eq!(
        seen,
        ["khream_2021-02_numeric_ids.json", "pachumarchive_2026-06.json", "uponthepath_2026.json"]
    );
}

#[test]
fn lines_of_any_tool_are_told_behind_a_first_line_that_is_none() {
    let any = r#"{"id":1,"date":"2024-07-01","text":"a","views":3}"#;
    let telethon = r#"{"_":"Message","id":1,"peer_id":{"_":"PeerChannel","channel_id":5},"date":"2021-06-01T12:00:00+00:00","message":"a"}"#;
    let snscrape = r#"{"_type":"snscrape.modules.telegram.TelegramPost","url":"https://t.me/s/vexland/1","date":"2021-06-01T12:00:00+00:00","content":"a","outlinks":[]}"#;
    for (line, format) in
        [(any, Format::JsonLines), (telethon, Format::Telethon), (snscrape, Format::Snscrape)]
    {
        for first in ["# exported", "null", "\"a\""] {
            let file = format!("{first}\n{line}\n{line}\n");
            assert_eq!(detect(file.as_bytes()), Some(format), "{file}");
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("lines");
            std::fs::write(&path, &file).unwrap();
            let mut reader = crate::input::open(&path, None).unwrap();
            let records: Vec<_> = std::iter::from_fn(|| reader.next_record().unwrap()).collect();
            let count = |is_it: fn(&crate::model::Record) -> bool| {
                records.iter().filter(|record| is_it(record)).count()
            };
            // To Telethon's reader null is a message that there is not.
            let lost = usize::from(first != "null" || format != Format::Telethon);
            assert_eq!(count(|record| matches!(record, crate::model::Record::Post(_))), 2, "{file}");
            assert_eq!(count(|record| matches!(record, crate::model::Record::Reject(_))), lost, "{file}");
        }
        for other in [format!("# Example\n```\n{line}\n{line}\n```\n"), format!("<p>\n{line}\n{line}\n")] {
            assert_eq!(detect(other.as_bytes()), None, "{other}");
        }
    }
}

#[test]
fn utf_16_is_told_whatever_letters_it_begins_with() {
    let table = "id,date,text\n1,2024-07-01,Корабли пришли в порт сегодня утром\n";
    let little: Vec<u8> = table.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = table.encode_utf16().flat_map(u16::to_be_bytes).collect();
    for head in [&little[..], &big] {
        assert_eq!(not_text(head).map(|obstacle| obstacle.what), Some("is UTF-16 text"));
    }
    let behind = [table.as_bytes(), table.as_bytes(), &little].concat();
    assert!(!is_utf16(&behind));
    let zeros = "id,date,text\n1,2024-07-01,a\0\0\0\0\0\0\0\0\n";
    assert_eq!(not_text(zeros.as_bytes()).map(|obstacle| obstacle.what), Some("is not text"));
}
