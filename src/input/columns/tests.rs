mod telegram;

use std::borrow::Cow;

use jiff::civil::{date, datetime};

use super::count::{BadId, id, read as count};
use super::moment::{Reading, read as moment};
use super::value::Value;
use super::{COLUMNS, Column, DateOrder, is_target, media};
use crate::model::Moment;

fn text(text: &str) -> Value<'_> {
    Value::Text(Cow::Borrowed(text))
}

/// 2024-07-16T14:03:22Z.
const INSTANT: i64 = 1_721_138_602;

#[test]
fn names_and_aliases_are_each_of_one_column() {
    let mut all: Vec<&str> =
        COLUMNS.iter().flat_map(|info| info.aliases.iter().copied().chain([info.name])).collect();
    let number = all.len();
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), number);
    assert!(all.iter().all(|name| *name == name.to_lowercase()));
    for (column, info) in Column::ALL.into_iter().zip(&COLUMNS) {
        assert_eq!(column.name(), info.name);
        let found = Some(column).filter(|column| *column != Column::Caption);
        assert_eq!(Column::by_name_or_alias(info.name), found);
    }
    assert_eq!(Column::by_name_or_alias("body"), Some(Column::Text));
    assert_eq!(Column::by_name_or_alias("link"), None, "it may lead out of the post");
}

#[test]
fn only_times_take_an_order_of_day_and_month() {
    for target in ["text", "posted_at", "posted_at:dmy", "edited_at:mdy", "forwarded_at:dmy"] {
        assert!(is_target(target), "{target}");
    }
    for target in ["", "body", "text:dmy", "posted_at:", "posted_at:ymd", "Text", "views:mdy"] {
        assert!(!is_target(target), "{target}");
    }
}

#[test]
fn counts_are_read_as_people_and_programs_write_them() {
    for (written, expected) in [
        ("0", (0, None)),
        (" 1234 ", (1234, None)),
        ("1,234", (1234, None)),
        ("12,345,678", (12_345_678, None)),
        ("1 234", (1234, None)),
        ("1\u{a0}234\u{a0}567", (1_234_567, None)),
        ("1'234", (1234, None)),
        ("1234.0", (1234, None)),
        ("=\"5\"", (5, None)),
        ("'5", (5, None)),
        ("7.0", (7, None)),
        ("1.2K", (1200, Some(100))),
        ("1,2k", (1200, Some(100))),
        ("436.6K", (436_600, Some(100))),
        ("5.74M", (5_740_000, Some(10_000))),
        ("12K", (12_000, Some(1000))),
        ("2 M", (2_000_000, Some(1_000_000))),
        ("1.1B", (1_100_000_000, Some(100_000_000))),
        ("1.234.567", (1_234_567, None)),
        ("1\u{2009}234", (1234, None)),
        ("٣", (3, None)),
        ("١٬٢٣٤", (1234, None)),
        ("۱۲۳۴", (1234, None)),
        ("१२३", (123, None)),
        ("１２", (12, None)),
        ("١٫٢K", (1200, Some(100))),
    ] {
        assert_eq!(count(&text(written)), Some(expected), "{written}");
    }
    assert_eq!(count(&Value::Integer(5)), Some((5, None)));
    assert_eq!(count(&Value::Float(5.0)), Some((5, None)));
}

#[test]
fn what_may_be_two_numbers_is_no_count() {
    for written in [
        "",
        "-",
        "n/a",
        "NaN",
        "-5",
        "12.000",
        "1.234",
        "1.5",
        "1,23",
        "1,2345",
        "12,34,567",
        "1.234K",
        "1,234K",
        "K",
        "1e6",
        "1.2E+06",
        "99999999999999999999",
        "1234567.8K",
        "12.",
        ".0",
        "0x10",
        "½",
        "²",
        "١٫٢٣٤",
        "12.345.67",
        "1,234.567",
        "9999999999.5B",
        "12 views",
        "1.2 тыс.",
        "1,,234",
        "1,234 567",
    ] {
        assert_eq!(count(&text(written)), None, "{written}");
    }
    assert_eq!(count(&Value::Integer(-5)), None);
    assert_eq!(count(&Value::Float(5.5)), None);
    assert_eq!(count(&Value::Float(f64::NAN)), None);
    assert_eq!(count(&Value::Bool(true)), None);
    assert_eq!(count(&Value::Missing), None);
}

#[test]
fn ids_spoilt_by_spreadsheets_are_mended_or_refused() {
    for (written, expected) in [
        ("12", Some("12")),
        ("12.0", Some("12")),
        ("-100123.0", Some("-100123")),
        ("a-1 b", Some("a-1 b")),
        ("1.0.0", Some("1.0.0")),
    ] {
        assert_eq!(id(&text(written)), Ok(expected.map(str::to_owned)), "{written}");
    }
    for nothing in ["", "  ", "nan", "None", "NULL", "\\N", "-"] {
        assert_eq!(id(&text(nothing)), Ok(None), "{nothing}");
    }
    for rounded in [
        "1.23457E+18",
        "1,23457e18",
        "9.9E+5",
        "1E+18",
        "-1.001E+12",
        "-1,001E+12",
        "-1E+12",
        "\u{2212}1.001E+12",
    ] {
        assert_eq!(id(&text(rounded)), Err(BadId::Rounded), "{rounded}");
    }
    assert_eq!(id(&text("2e5f8")), Ok(Some("2e5f8".to_owned())), "not every e is an exponent");
    assert_eq!(id(&text("12e5")), Ok(Some("12e5".to_owned())));
    assert_eq!(id(&Value::Float(1.5e18)), Err(BadId::Rounded));
    assert_eq!(id(&Value::Float(12.0)), Ok(Some("12".to_owned())));
    assert_eq!(id(&text("{'_': 'PeerChannel'}")), Err(BadId::NoId));
    assert_eq!(id(&text(&"9".repeat(300))), Err(BadId::NoId));
    assert_eq!(id(&Value::Nested(serde_json::json!([1]))), Err(BadId::NoId));
}

#[test]
fn instants_are_read_in_every_usual_form() {
    for written in [
        "2024-07-16T14:03:22Z",
        "2024-07-16 14:03:22+00:00",
        "2024-07-16T16:03:22+02:00",
        "2024-07-16T16:03:22.123456+0200",
        "2024-07-16 14:03:22 UTC",
        "2024-07-16 14:03:22 +0000 UTC",
        "2024-07-16 16:03:22 UTC+2",
        "2024-07-16t09:03:22-05",
        "2024/07/16 14:03:22Z",
        "16.07.2024 16:03:22 UTC+02:00",
        "Tue, 16 Jul 2024 14:03:22 +0000",
        "16 Jul 2024 10:03:22 EDT",
        "Tue Jul 16 14:03:22 +0000 2024",
        "1721138602",
        "1721138602.0",
        "1721138602.75",
        "1721138602000",
        "1721138602000000",
        "1721138602000000000",
    ] {
        assert_eq!(moment(&text(written), None), Reading::Moment(Moment::Instant(INSTANT)), "{written}");
    }
    assert_eq!(moment(&Value::Integer(INSTANT), None), Reading::Moment(Moment::Instant(INSTANT)));
    assert_eq!(moment(&Value::Integer(INSTANT * 1000), None), Reading::Moment(Moment::Instant(INSTANT)));
    assert_eq!(moment(&Value::Float(1_721_138_602.5), None), Reading::Moment(Moment::Instant(INSTANT)));
}

#[test]
fn a_clock_without_a_zone_stays_one_and_a_day_stays_a_day() {
    let clock = Moment::Local(datetime(2024, 7, 16, 14, 3, 22, 0));
    for written in
        ["2024-07-16 14:03:22", "2024-07-16T14:03:22.999", "16.07.2024 14:03:22", "16.7.2024, 14:03:22"]
    {
        assert_eq!(moment(&text(written), None), Reading::Moment(clock), "{written}");
    }
    let minute = Moment::Local(datetime(2024, 7, 16, 14, 3, 0, 0));
    assert_eq!(moment(&text("2024-07-16 14:03"), None), Reading::Moment(minute));
    let day = Moment::Day(date(2024, 7, 16));
    for written in ["2024-07-16", "2024/7/16", "16.07.2024", "16.7.24", "20240716"] {
        assert_eq!(moment(&text(written), None), Reading::Moment(day), "{written}");
    }
    assert_eq!(moment(&Value::Integer(20_240_716), None), Reading::Moment(day));
    assert_eq!(moment(&Value::Float(20_240_716.0), None), Reading::Moment(day));
}

#[test]
fn day_and_month_change_places_only_when_the_user_says_so() {
    for written in ["07/06/2024", "16/07/2024", "7/16/24", "07-06-2024", "7/16/2024 2:03 PM"] {
        assert_eq!(moment(&text(written), None), Reading::Ambiguous(written.to_owned()), "{written}");
    }
    let june = Reading::Moment(Moment::Day(date(2024, 6, 7)));
    let july = Reading::Moment(Moment::Day(date(2024, 7, 6)));
    assert_eq!(moment(&text("07/06/2024"), Some(DateOrder::DayFirst)), june);
    assert_eq!(moment(&text("07/06/2024"), Some(DateOrder::MonthFirst)), july);
    for (written, hour) in [("7/16/2024 2:03 PM", 14), ("7/16/24 12:03 am", 0), ("7/16/2024 12:03 PM", 12)] {
        let clock = Moment::Local(datetime(2024, 7, 16, hour, 3, 0, 0));
        assert_eq!(moment(&text(written), Some(DateOrder::MonthFirst)), Reading::Moment(clock), "{written}");
    }
    let wrong = moment(&text("16/07/2024"), Some(DateOrder::MonthFirst));
    assert_eq!(wrong, Reading::Unreadable("16/07/2024".to_owned()));
    let iso = moment(&text("2024-07-16"), Some(DateOrder::MonthFirst));
    assert_eq!(iso, Reading::Moment(Moment::Day(date(2024, 7, 16))), "the year first is never mistaken");
}

#[test]
fn a_leap_second_is_the_one_before() {
    let clock = Moment::Local(datetime(2016, 12, 31, 23, 59, 59, 0));
    assert_eq!(moment(&text("2016-12-31 23:59:60"), None), Reading::Moment(clock));
}

#[test]
fn what_is_no_time_is_kept_as_written() {
    for written in [
        "yesterday",
        "2024",
        "45489.5",
        "2024-13-01",
        "2024-02-30",
        "2024-07-16 25:00:00",
        "2024-07-16 14:03:75",
        "2024-07-16 14",
        "0",
        "2024-07-16 14:03:22 CST",
        "16 July",
        "2024-07-16Z14:00",
        "14:03",
        "-5",
        "2024-07-16 13:00 PM",
        "1.2.3",
        "2024-07",
        "2024-07-16 14:03:22+99:00",
        "16.07.2024.",
    ] {
        assert_eq!(moment(&text(written), None), Reading::Unreadable(written.to_owned()), "{written}");
    }
    for nothing in ["", " ", "NaT", "null", "None"] {
        assert_eq!(moment(&text(nothing), None), Reading::Nothing, "{nothing}");
    }
    assert_eq!(moment(&Value::Integer(0), None), Reading::Unreadable("0".to_owned()));
    let long = "2024-07-16 ".repeat(100_000);
    assert_eq!(moment(&text(&long), None), Reading::Unreadable(long[..64].trim_end().to_owned()));
}

#[test]
fn dates_as_mongodb_writes_them_are_read() {
    for written in [
        r#"{"$date":"2024-07-16T14:03:22Z"}"#,
        r#"{"$date":"2024-07-16T14:03:22.000+0000"}"#,
        r#"{"$date":1721138602000}"#,
        r#"{"$date":{"$numberLong":"1721138602000"}}"#,
    ] {
        let value = Value::Nested(serde_json::from_str(written).unwrap());
        assert_eq!(moment(&value, None), Reading::Moment(Moment::Instant(INSTANT)), "{written}");
    }
    for written in [r#"{"$date":{"$date":1}}"#, r#"{"date":1721138602000}"#, "[1721138602000]"] {
        let value = Value::Nested(serde_json::from_str(written).unwrap());
        assert_eq!(moment(&value, None), Reading::Unreadable(written.to_owned()), "{written}");
    }
}

#[test]
fn media_are_named_by_files_addresses_and_words() {
    let kinds = |written: &str| -> Vec<(String, Option<String>)> {
        media::media(&text(written), Some("5")).into_iter().map(|item| (item.kind, item.file_name)).collect()
    };
    let item = |kind: &str, name: &str| (kind.to_owned(), Some(name.to_owned()));
    assert_eq!(
        kinds("a.jpg| https://example.org/b.MP4?x=1 |c.pdf"),
        [item("photo", "a.jpg"), item("video", "https://example.org/b.MP4?x=1"), item("file", "c.pdf")]
    );
    assert_eq!(
        kinds(r#"["a.gif", {"url": "b.ogg"}, {"x": 1}, 5]"#),
        [item("animation", "a.gif"), item("audio", "b.ogg"), ("file".to_owned(), None)]
    );
    assert_eq!(kinds("Photo"), [("photo".to_owned(), None)]);
    assert_eq!(kinds("{'_': 'MessageMediaPhoto'}"), [("file".to_owned(), None)]);
    assert_eq!(kinds(""), []);
    assert_eq!(kinds("NaN"), []);
    for nothing in ["False", "false", "0", "{}", "[]"] {
        assert_eq!(kinds(nothing), [], "{nothing}");
    }
    assert_eq!(kinds("True"), [("file".to_owned(), None)]);
    assert_eq!(media::media(&Value::Nested(serde_json::json!({})), None), []);
    assert_eq!(media::media(&Value::Bool(false), None), []);
    assert_eq!(media::media(&Value::Bool(true), None).len(), 1);
    let external_ids = media::media(&text("a|b"), Some("5")).into_iter().map(|item| item.external_id);
    assert!(external_ids.eq([Some("5".to_owned()), Some("5".to_owned())]));
}

#[test]
fn reactions_are_counted_by_name() {
    let counts = |written: &str| {
        media::reactions(&text(written), &mut super::count::Unread::default())
            .map(|all| all.into_iter().map(|one| (one.kind, one.name, one.count)).collect::<Vec<_>>())
    };
    let one = |kind: &str, name: &str, count| (kind.to_owned(), name.to_owned(), count);
    assert_eq!(
        counts(r#"{"👍": 5, "5440": 2, "x": -1, "y": "two", "z": "2"}"#),
        Some(vec![one("emoji", "👍", 5), one("custom_emoji", "5440", 2), one("emoji", "z", 2)])
    );
    assert_eq!(
        counts(r#"[{"emoji": "👍", "count": 5}, {"reaction": "👍", "count": 1}, 3]"#),
        Some(vec![one("emoji", "👍", 6)])
    );
    assert_eq!(counts("{}"), Some(vec![]));
    assert_eq!(counts(r#"{"👍": 0, "👎": 3}"#), Some(vec![one("emoji", "👎", 3)]), "nobody gave the first");
    assert_eq!(counts(r#"{"👍": 0}"#), Some(vec![]));
    let nested = r#"{"results": [{"reaction": {"emoticon": "👍"}, "count": 3}]}"#;
    let named_otherwise = r#"[{"emoticon": "👍", "count": 3}]"#;
    for unknown in ["", "12", "👍👍", "{", "null", nested, named_otherwise] {
        assert_eq!(counts(unknown), None, "{unknown}");
    }
}
