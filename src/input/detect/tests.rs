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
