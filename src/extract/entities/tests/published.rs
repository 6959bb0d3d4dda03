//! The rule against the cases of its authors, and against a real export.

use serde_json::Value;

use crate::extract::entities::{app_link, bot_command, cashtag, find, handle, hashtag, shared_file, url};
use crate::model::{Span, SpanKind};

fn strings(value: &Value) -> Vec<&str> {
    value.as_array().unwrap().iter().map(|text| text.as_str().unwrap()).collect()
}

#[test]
fn every_published_case_of_the_rule_holds() {
    let Some(file) = shared_file("data/tdlib_entity_cases.json") else { return };
    let cases: Value = serde_json::from_str(&file).unwrap();
    type Matcher = fn(&str) -> Vec<std::ops::Range<usize>>;
    let mut failures = Vec::new();
    let mut counted = 0;
    let mut check = |kind: &str, expected: &str, matcher: Matcher| {
        for case in cases["cases"][kind].as_array().unwrap() {
            let text = case["text"].as_str().unwrap();
            let ours: Vec<_> = matcher(text).into_iter().map(|range| &text[range]).collect();
            counted += 1;
            if ours != strings(&case[expected]) {
                failures.push(format!("{kind}, {text:?}: {ours:?}, not {}", case[expected]));
            }
        }
    };
    check("mention", "expected", handle::find);
    check("bot_command", "expected", bot_command::find);
    check("hashtag", "expected", hashtag::find);
    check("cashtag", "expected", cashtag::find);
    check("tg_url", "expected", app_link::find);
    check("url", "expected_urls", |text| url::find(text).urls);
    check("url", "expected_emails", |text| url::find(text).emails);
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert_eq!(counted, 12 + 8 + 35 + 57 + 40 + 180 + 180);
}

/// The rule, without the marks, finds again what Telegram's own server marked in real posts.
#[test]
fn the_rule_finds_what_a_real_export_marks() {
    let Some(file) = shared_file("samples/telegram-desktop/uponthepath_2026.json") else { return };
    let export: Value = serde_json::from_str(&file).unwrap();
    let (mut marked, mut lost) = (0, 0);
    for message in export["messages"].as_array().unwrap() {
        let (mut text, mut spans, mut expected) = (String::new(), Vec::new(), Vec::new());
        for part in message["text_entities"].as_array().unwrap() {
            let words = part["text"].as_str().unwrap();
            let (start, end) = (text.len(), text.len() + words.len());
            let kind = match part["type"].as_str().unwrap() {
                "text_link" => Some(SpanKind::TextLink),
                "code" => Some(SpanKind::Code),
                _ => None,
            };
            spans.extend(kind.map(|kind| Span {
                kind,
                start,
                end,
                href: Some("https://hidden.test".into()),
            }));
            if let "hashtag" | "mention" | "link" = part["type"].as_str().unwrap() {
                expected.push((text.chars().count() + 1, words.to_owned()));
            }
            text.push_str(words);
        }
        let found = find(&text, &spans);
        let channel = |handle: &Option<String>| handle.as_ref().map(|name| format!("@{name}"));
        let found: Vec<_> = found
            .hashtags
            .iter()
            .map(|tag| {
                (
                    tag.start - 1,
                    format!("#{}{}", tag.spelling, channel(&tag.channel_handle).unwrap_or_default()),
                )
            })
            .chain(found.handles.iter().map(|handle| (handle.start - 1, format!("@{}", handle.spelling))))
            .chain(
                found.links.iter().filter(|link| link.is_visible).map(|link| (link.start, link.url.clone())),
            )
            .collect();
        marked += expected.len();
        for one in &expected {
            assert!(found.contains(one), "{}: {one:?} is not in {found:?}", message["id"]);
        }
        lost += found.len() - expected.len();
    }
    assert_eq!(marked, 4 + 1 + 38);
    // Two addresses stand in quotes, for which a flat export gives up their own mark.
    assert_eq!(lost, 2);
}
