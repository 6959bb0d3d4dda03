//! Posts whose input marks list items and code itself.

use super::extract;
use crate::model::{Post, Span, SpanKind};

fn span(text: &str, part: &str, kind: SpanKind) -> Span {
    let start = text.find(part).expect("the part");
    Span { kind, start, end: start + part.len(), href: None }
}

#[test]
fn native_items_are_points_and_not_doubled_by_their_lines() {
    let text = "Title\n• one\n2. two\nthree\nprose\n- four\n- five";
    let spans = vec![
        span(text, "one", SpanKind::ListItem { ordinal: None }),
        span(text, "two", SpanKind::ListItem { ordinal: Some(2) }),
        span(text, "three", SpanKind::ListItem { ordinal: Some(3) }),
    ];
    let found = extract(&Post { text: text.to_owned(), spans, ..Post::default() }).talking_points;
    let found: Vec<_> =
        found.iter().map(|p| (p.marker.as_str(), p.ordinal, p.text.as_str(), p.start)).collect();
    // Worked out by hand: `one` is the 9th character, `two` the 16th.
    assert_eq!(
        found,
        [
            ("•", None, "one", 9),
            ("2.", Some(2), "two", 16),
            ("3.", Some(3), "three", 20),
            ("-", None, "four", 34),
            ("-", None, "five", 41),
        ]
    );
}

#[test]
fn a_native_item_that_holds_others_ends_where_they_begin() {
    let text = "outer\ninner\nlast";
    let item = SpanKind::ListItem { ordinal: None };
    let spans = vec![span(text, "outer\ninner", item), span(text, "inner", item), span(text, "last", item)];
    let found = extract(&Post { text: text.to_owned(), spans, ..Post::default() });
    let texts: Vec<_> = found.talking_points.iter().map(|p| p.text.as_str()).collect();
    assert_eq!(texts, ["outer", "inner", "last"]);
    assert_eq!(found.title, None);
}

#[test]
fn lines_of_code_are_no_items() {
    let text = "Title\n• one\n• code\n• code\n• two";
    let spans = vec![span(text, "• code\n• code", SpanKind::Pre)];
    let found = extract(&Post { text: text.to_owned(), spans, ..Post::default() });
    let texts: Vec<_> = found.talking_points.iter().map(|p| p.text.as_str()).collect();
    assert_eq!(texts, ["one", "two"]);
}
