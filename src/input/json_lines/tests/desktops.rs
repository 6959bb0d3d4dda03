//! Members of Telegram Desktop's messages that somebody has picked, as with `jq`.

use super::*;

#[test]
fn an_instant_counts_before_the_wall_clock_beside_it() {
    for line in [
        r#"{"id":1,"date":"2025-06-01T14:00:00","date_unixtime":"1748779200","text":"Fog"}"#,
        r#"{"id":1,"date_unixtime":"1748779200","date":"2025-06-01T14:00:00","text":"Fog"}"#,
        r#"{"id":1,"date_unixtime":1748779200,"text":"Fog"}"#,
        r#"{"id":1,"posted_at":"1748779200","date_unixtime":null,"text":"Fog"}"#,
        r#"{"id":1,"date_unixtime":"","posted_at":"1748779200","text":"Fog"}"#,
    ] {
        let records = records(line);
        assert_eq!(posts(&records)[0].posted, Moment::Instant(1_748_779_200), "{line}");
    }
    // What tells no time leaves the other.
    for line in [
        r#"{"id":1,"date":"2025-06-01T12:00:00Z","date_unixtime":"1,748","text":"Fog"}"#,
        r#"{"id":1,"date_unixtime":"1,748","date":"2025-06-01T12:00:00Z","text":"Fog"}"#,
    ] {
        assert_eq!(posts(&records(line))[0].posted, Moment::Instant(1_748_779_200), "{line}");
    }
    let line = r#"{"id":1,"date":"2025-06-01T12:00:00Z","date_unixtime":"7","text":"Fog"}"#;
    let records = try_records(line, &mapped(&[("posted_at", "date")])).unwrap();
    assert_eq!(posts(&records)[0].posted, Moment::Instant(1_748_779_200), "the user says which it is");
}

#[test]
fn a_text_in_parts_is_put_together() {
    let records = records(
        r#"{"id":1,"date":"2025-06-01","text":["Fog on ",{"type":"link","text":"https://osk.example"},"\r\n"]}
{"id":2,"date":"2025-06-01","text":["Fog"]}
{"id":3,"date":"2025-06-01","text":{"type":"bold","text":"Fog"}}
{"id":4,"date":"2025-06-01","text":"[Fog]"}
{"id":5,"date":"2025-06-01","text":"[{\"type\":\"text\",\"text\":\"Fog\"}]"}
"#,
    );
    let written = r#"[{"type":"text","text":"Fog"}]"#;
    assert_eq!(texts(&records), ["Fog on https://osk.example\n", "[Fog]", written]);
    let reasons: Vec<_> = rejects(&records).iter().map(|reject| reject.reason.as_str()).collect();
    assert_eq!(reasons, ["text is no string"; 2]);
}
