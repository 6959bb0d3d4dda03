//! Real messages, outside the project.

use super::*;
use crate::input::tests::shared;
use crate::input::{Format, detect};
use crate::model::Moment;

#[test]
fn no_other_sample_is_taken_for_telethons_or_tdls() {
    let Some(folder) = shared("samples") else { return };
    let mut seen = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        for file in std::fs::read_dir(entry.unwrap().path()).unwrap() {
            let path = file.unwrap().path();
            let bytes = std::fs::read(&path).unwrap();
            let format = detect(&bytes[..bytes.len().min(detect::HEAD)]);
            if matches!(format, Some(Format::Telethon | Format::Tdl)) {
                seen.push(path.file_name().unwrap().to_string_lossy().into_owned());
            }
        }
    }
    assert_eq!(seen, ["uahelpinfo_2022-05_to_dict.json"]);
}

#[test]
fn a_dump_of_two_messages_has_the_figures_that_another_tool_finds() {
    let Some(path) = shared("samples/telethon/uahelpinfo_2022-05_to_dict.json") else { return };
    let bytes = std::fs::read(&path).unwrap();
    assert_eq!(detect(&bytes), Some(Format::Telethon));
    let mut reader = crate::input::open(&path, None).unwrap();
    let records: Vec<_> = std::iter::from_fn(|| reader.next_record().unwrap()).collect();
    assert_eq!(outline(&records), ["c1746611944", "p106", "p105"]);
    assert!(!reader.is_ordered());
    let json: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    for (post, row) in posts(&records).into_iter().zip(json.as_array().unwrap()) {
        assert_eq!(post.text, row["message"].as_str().unwrap());
        assert_eq!(post.views, row["views"].as_i64());
        assert_eq!(post.forwards, row["forwards"].as_i64());
        assert!(matches!(post.edited, Moment::Instant(_)));
        let units: Vec<_> = post.text.encode_utf16().collect();
        let entities = row["entities"].as_array().unwrap();
        assert_eq!(post.spans.len(), entities.len());
        for (span, entity) in post.spans.iter().zip(entities) {
            let number = |key: &str| usize::try_from(entity[key].as_u64().unwrap()).unwrap();
            let words = &units[number("offset")..number("offset") + number("length")];
            assert_eq!(&post.text[span.start..span.end], String::from_utf16(words).unwrap());
            assert_eq!(span.href.as_deref(), entity.get("url").and_then(serde_json::Value::as_str));
        }
    }
}
