use std::{fs, io::BufReader, path::Path};

use proptest::prelude::*;
use serde_json::Value;

use super::{
    chronology::{Chronology, Dated},
    extract_unnamed as extract,
};
use crate::{
    input::{Reader, web_preview_text::WebPreviewText},
    model::{Extracted, Post, Record, Span, SpanKind},
};

fn of(text: &str) -> Extracted {
    extract(&Post { text: text.to_owned(), ..Post::default() })
}

/// What SQLite's `substr` gives.
fn substr(text: &str, start: usize, length: usize) -> String {
    text.chars().skip(start - 1).take(length).collect()
}

fn check_law(text: &str, found: &Extracted) {
    let mut previous = 0;
    for point in &found.talking_points {
        assert!(point.start > previous, "starts ascend in {text:?}");
        previous = point.start;
        assert_eq!(substr(text, point.start, point.text.chars().count()), point.text);
        assert!(!point.text.is_empty());
        assert_eq!(point.text.trim(), point.text);
    }
}

#[test]
fn a_title_is_the_first_of_several_lines() {
    for (text, title) in [
        ("Ferry line reopens\nThe first boat leaves at six.", Some("Ferry line reopens")),
        ("⚡️ Паром вернулся\n\n#Паром", Some("⚡️ Паром вернулся")),
        ("افتتاح الميناء\nنص", Some("افتتاح الميناء")),
        ("\n\n\u{feff}Ferry line reopens  \nMore", Some("Ferry line reopens")),
        ("———\nFerry line reopens\nMore", Some("Ferry line reopens")),
        ("Only one line", None),
        ("Only one line\n\n ", None),
        ("", None),
        ("#Ferry #Isle\nThe first boat leaves at six.", None),
        ("#渡船：第一班六点开\n正文", Some("#渡船：第一班六点开")),
        ("📍 Ostrava, May 3, 2024\nThe first boat leaves at six.", None),
        ("• one\n• two", None),
        ("1. one\n2. two", None),
        ("- one\n- two", None),
        // One that opens the post alone is no list.
        ("📌 The virtues of the ferry\n• one\n• two", Some("📌 The virtues of the ferry")),
        ("🔴 Breaking: the ferry is back\nIt left at six.", Some("🔴 Breaking: the ferry is back")),
        ("5️⃣ reasons to take the ferry\nIt is fast.", Some("5️⃣ reasons to take the ferry")),
        ("— So it begins\nThe ferry left.", Some("— So it begins")),
        ("5. August\nThe ferry left.", Some("5. August")),
        ("👉 https://harbour.example/ferry\nThe ferry left.", None),
    ] {
        assert_eq!(of(text).title.as_deref(), title, "{text:?}");
    }
}

#[test]
fn code_is_no_title() {
    let spans = vec![Span { kind: SpanKind::Pre, start: 0, end: 8, href: None }];
    let post = Post { text: "let a = 1;\nThat is all.".to_owned(), spans, ..Post::default() };
    assert_eq!(extract(&post).title, None);
}

#[test]
fn a_title_has_at_most_300_characters() {
    let long = "я".repeat(300);
    assert_eq!(of(&format!("{long}\nmore")).title, Some(long.clone()));
    assert_eq!(of(&format!("{long}я\nmore")).title, None);
}

#[test]
fn a_use_stands_in_the_point_that_holds_it() {
    let found = of("Title\n• añb\n• c\nend");
    let places = super::Places::of(&found.talking_points);
    // Characters: `Title\n• añb\n• c\nend`; points at 9..12 and 15..16.
    let expected = [(1, None), (7, None), (9, Some(0)), (11, Some(0)), (12, None), (15, Some(1)), (16, None)];
    for (start, point) in expected {
        assert_eq!(places.point_at(start), point, "character {start}");
    }
}

/// The shared corpus and what a careful reader finds in it; none when the folder is not there.
fn corpus() -> Option<(String, Value)> {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/corpus"));
    let Ok(text) = fs::read_to_string(folder.join("mfa-forwards.txt")) else {
        let is_required = std::env::vars().any(|v| v == ("CHANCERY_REQUIRE_SHARED".into(), "1".into()));
        assert!(!is_required, "{} is missing", folder.display());
        println!("skipped: {} is missing", folder.display());
        return None;
    };
    let expected = fs::read(folder.join("mfa-forwards.expected.json")).expect("the expected file");
    Some((text, serde_json::from_slice(&expected).expect("JSON")))
}

fn posts_of(text: &str) -> Vec<Post> {
    let mut reader = WebPreviewText::new(BufReader::new(text.as_bytes()));
    let mut posts = Vec::new();
    while let Some(record) = reader.next_record().expect("readable") {
        match record {
            Record::Post(post) => posts.push(*post),
            Record::Channel(channel) => assert!(channel.is_anonymous() && channel.platform == "telegram"),
            other => panic!("unexpected {other:?}"),
        }
    }
    assert_eq!(reader.bytes_read(), text.len() as u64);
    posts
}

/// Enough of the rule of hashtags for the corpus: ASCII letters and digits.
fn hashtags_of(text: &str) -> Vec<String> {
    let tags = text.split('#').skip(1);
    tags.map(|rest| rest.chars().take_while(char::is_ascii_alphanumeric).collect()).collect()
}

#[test]
fn the_corpus_gives_the_posts_that_a_careful_reader_finds() {
    let Some((text, expected)) = corpus() else { return };
    let expected = expected["posts"].as_array().expect("posts");
    let posts = posts_of(&text);
    assert_eq!(posts.len(), expected.len());
    for (post, expected) in posts.iter().zip(expected) {
        let title = expected["title"].as_str();
        let found = extract(post);
        check_law(&post.text, &found);
        assert_eq!(found.title.as_deref(), title);
        let forward = post.forward.as_ref().expect("a forward");
        assert_eq!(forward.channel.name.as_deref(), expected["forwarded_from"].as_str());
        assert_eq!(
            post.text.lines().count() as u64,
            1 + expected["body_lines"].as_u64().expect("a count"),
            "{title:?}"
        );
        let media: Vec<&str> = post.media.iter().map(|media| media.kind.as_str()).collect();
        let has_stub = expected["media_stub"] == true;
        assert_eq!(media, if has_stub { vec!["unsupported"] } else { vec![] });
        assert_eq!(serde_json::json!(hashtags_of(&post.text)), expected["hashtags"]);

        let points: Vec<_> = found
            .talking_points
            .iter()
            .map(|point| (point.marker.as_str(), point.text.as_str(), point.ordinal))
            .collect();
        let expected_points: Vec<_> = expected["points"]
            .as_array()
            .expect("points")
            .iter()
            .map(|p| {
                (
                    p["marker"].as_str().expect("a marker"),
                    p["text"].as_str().expect("a text"),
                    p["ordinal"].as_i64(),
                )
            })
            .collect();
        assert_eq!(points, expected_points);
    }
}

#[test]
fn the_corpus_gives_the_days_and_bounds_that_a_careful_reader_finds() {
    let Some((text, expected)) = corpus() else { return };
    let mut chronology = Chronology::new();
    let mut days = vec![[None, None, None, None]; 10];
    let show = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string());
    let mut resolutions = Vec::new();
    for (post, key) in posts_of(&text).iter().zip(0..) {
        let dated = match extract(post).text_date {
            None => Dated::Undated,
            Some(date) => match date.year {
                Some(year) => {
                    let day = jiff::civil::Date::new(year, date.month, date.day).expect("a day that exists");
                    days[usize::try_from(key).expect("small")] =
                        [show(Some(day)), Some(date.basis.as_str().to_owned()), None, None];
                    Dated::Day(day)
                }
                None => Dated::DayWithoutYear { month: date.month, day: date.day, basis: date.basis },
            },
        };
        resolutions.extend(chronology.push(key, dated));
    }
    resolutions.extend(chronology.finish());
    for r in resolutions {
        days[usize::try_from(r.key).expect("small")] =
            [show(r.day), r.basis.map(|b| b.as_str().to_owned()), show(r.not_before), show(r.not_after)];
    }
    for (found, expected) in days.iter().zip(expected["posts"].as_array().expect("posts")) {
        let fields = ["posted_at", "date_basis", "not_before", "not_after"];
        let wanted = fields.map(|field| expected[field].as_str().map(str::to_owned));
        assert_eq!(*found, wanted, "{}", expected["title"]);
    }
    let undated = days.iter().filter(|day| day[0].is_none()).count() as u64;
    assert_eq!(Some(undated), expected["totals"]["undated_posts"].as_u64());
}

#[test]
fn floods_of_markers_and_blanks_are_read_in_linear_time() {
    // A quadratic reading of any of these would take hours.
    for unit in [
        "- \n",
        "• \n",
        "1. \n",
        "\n",
        "\u{200b}",
        "\u{200f}\n",
        "1️⃣",
        "👨\u{200d}",
        "🇨🇿",
        "(",
        "Today, ",
        "#",
    ] {
        let text = unit.repeat(5_000_000 / unit.len());
        assert_eq!(of(&text).talking_points, [], "{unit:?}");
    }
    for (unit, points) in [("- a\n", 250_000), ("• a\n", 250_000), ("a ", 0), ("Today, on April 99. ", 0)] {
        let text = unit.repeat(2_000_000 / unit.len());
        let found = of(&text);
        assert_eq!(found.talking_points.len(), points, "{unit:?}");
        assert_eq!(found.text_date, None);
    }
}

/// Lines made of the things that the extractors look for.
fn lines() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "•",
        "- ",
        "— ",
        "-•",
        "->",
        "* ",
        "1. ",
        "2) ",
        "(3) ",
        "1️⃣",
        "1⃣",
        "0️⃣",
        "🔟",
        "①",
        "🔵",
        "✅ ",
        "📌",
        "📍 ",
        "👉 ",
        "🇨🇿",
        "👨\u{200d}👩",
        "❗️",
        "\u{200f}",
        "\u{feff}",
        "\u{a0}",
        "  ",
        "\n",
        "\n",
        "\n\n",
        "\r\n",
        "Ostrava, ",
        "May 3, 2024",
        "(",
        ")",
        "3 мая 2024 года",
        "31 April",
        "Today, on ",
        "٣ أيار",
        "Read in full",
        "Points 1-7",
        "Key talking points:",
        "#tag",
        "@name",
        "<...>",
        "-----",
        "word",
        "слово",
        "كلمة",
        "你好",
        "?",
        ", — сказал",
        "é",
        "e\u{301}",
        "ﷺ",
        "\u{0}",
        "２０２４",
        "2024-05-03",
        "2024年5月3日",
        "9️⃣ мая",
    ]);
    prop::collection::vec(prop_oneof![4 => pieces.prop_map(str::to_owned), 1 => any::<String>()], 0..40)
        .prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_text_gives_points_that_stand_in_it_in_order(text in lines(), cuts in prop::collection::vec((0..300_usize, 0..80_usize), 0..4)) {
        let spans = cuts.iter().filter_map(|(start, length)| {
            let start = text.floor_char_boundary(*start);
            let end = text.floor_char_boundary(start + length);
            let kind = if length % 2 == 0 { SpanKind::Pre } else { SpanKind::ListItem { ordinal: None } };
            (start < end).then_some(Span { kind, start, end, href: None })
        }).collect();
        let post = Post { text, spans, ..Post::default() };
        let found = extract(&post);
        let mut previous = 0;
        for point in &found.talking_points {
            prop_assert!(point.start > previous);
            previous = point.start + point.text.chars().count() - 1;
            prop_assert_eq!(substr(&post.text, point.start, point.text.chars().count()), point.text.clone());
            prop_assert!(!point.text.is_empty());
        }
        if let Some(date) = found.text_date {
            prop_assert!(jiff::civil::Date::new(date.year.unwrap_or(2000), date.month, date.day).is_ok());
        }
    }
}
