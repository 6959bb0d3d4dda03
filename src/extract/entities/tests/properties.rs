//! What holds for every text.

use proptest::prelude::*;

use crate::extract::entities::{Entities, find, only_hashtags};
use crate::model::{Span, SpanKind};

/// Pieces from which texts full of entities are made.
const PIECES: &[&str] = &[
    "#",
    "@",
    "$",
    "/",
    ".",
    ":",
    "?",
    "(",
    ")",
    "[",
    "_",
    "-",
    ",",
    " ",
    "\n",
    "a",
    "ABC",
    "name",
    "тег",
    "й",
    "и\u{306}",
    "हि",
    "٣",
    "1499",
    "新",
    "\u{200c}",
    "\u{b7}",
    "🔥",
    "👉🏽",
    "http://",
    "https://",
    "tg://",
    "ton://",
    "mailto:",
    "www.",
    "example.org",
    ".com",
    ".рф",
    "127.0.0.1",
    "user:pass@",
    "«",
    "»",
    "…",
];

fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => prop::sample::select(PIECES).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ]
}

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(piece(), 0..40).prop_map(|pieces| pieces.concat())
}

fn any_span() -> impl Strategy<Value = Span> {
    let kinds = vec![
        SpanKind::Hashtag,
        SpanKind::Mention,
        SpanKind::Url,
        SpanKind::Code,
        SpanKind::TextLink,
        SpanKind::Style,
        SpanKind::BotCommand,
    ];
    (prop::sample::select(kinds), 0..60_usize, 0..20_usize, prop::option::of("[a-z:/.]{0,12}"))
        .prop_map(|(kind, start, length, href)| Span { kind, start, end: start + length, href })
}

/// The characters from `start`, counted from 1, as SQLite's `substr` gives them.
fn substr(text: &str, start: usize, length: usize) -> String {
    text.chars().skip(start - 1).take(length).collect()
}

proptest! {
    #[test]
    fn every_use_stands_where_it_says(text in text(), spans in prop::collection::vec(any_span(), 0..6)) {
        let Entities { hashtags, handles, links, .. } = find(&text, &spans);
        let mut names = Vec::new();
        for tag in &hashtags {
            let length = tag.spelling.chars().count();
            prop_assert_eq!(&substr(&text, tag.start, length), &tag.spelling);
            prop_assert_eq!(substr(&text, tag.start - 1, 1), "#");
            names.push((tag.start, tag.start + length));
        }
        prop_assert!(names.is_sorted());
        for handle in &handles {
            let length = handle.spelling.chars().count();
            prop_assert_eq!(&substr(&text, handle.start, length), &handle.spelling);
            prop_assert_eq!(substr(&text, handle.start - 1, 1), "@");
            names.push((handle.start, handle.start + length));
        }
        names.sort_unstable();
        prop_assert!(names.windows(2).all(|pair| pair[0].1 < pair[1].0));
        for link in &links {
            let words = substr(&text, link.start, link.length);
            prop_assert_eq!(words.chars().count(), link.length);
            prop_assert!(link.length > 0);
        }
        prop_assert!(links.windows(2).all(|pair| pair[0].start + pair[0].length <= pair[1].start));
    }

    #[test]
    fn any_text_at_all_is_read(text in any::<String>()) {
        let found = find(&text, &[]);
        for link in &found.links {
            prop_assert!(link.is_visible);
            prop_assert_eq!(&substr(&text, link.start, link.length), &link.url);
        }
        let _ = only_hashtags(&text);
    }

    #[test]
    fn tags_that_stand_apart_are_all_found(tags in prop::collection::vec("[a-zа-яא-ת一-龥]{1,12}", 1..8)) {
        let text: String = tags.iter().map(|tag| format!(" #{tag}")).collect();
        let found: Vec<_> = find(&text, &[]).hashtags.into_iter().map(|tag| tag.spelling).collect();
        prop_assert_eq!(found, tags);
        prop_assert!(only_hashtags(&text));
    }
}
