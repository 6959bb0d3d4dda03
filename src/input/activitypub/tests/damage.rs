use proptest::prelude::*;

use super::*;
use crate::input::RECORD_LIMIT;

/// Ids of posts, reasons of rejects, and where it was cut.
fn outline(records: &[Record]) -> Vec<String> {
    records
        .iter()
        .filter_map(|record| match record {
            Record::Post(post) => post.external_id.clone(),
            Record::Reject(reject) => Some(reject.reason.clone()),
            Record::Cut(place) => Some(format!("cut at {place}")),
            _ => None,
        })
        .collect()
}

#[test]
fn an_outbox_cut_anywhere_gives_what_is_whole() {
    let items = [create(1, "a ё", ""), announce(2, "\"https://x\""), create(3, "c", "")];
    let whole = outbox(&items);
    let ends: Vec<_> = items.iter().map(|item| whole.find(item.as_str()).unwrap() + item.len()).collect();
    for length in 1..whole.len() {
        let outline = outline(&records(&whole.as_bytes()[..length]));
        let given = ends.iter().filter(|end| **end <= length).count();
        assert_eq!(outline.len(), given + 1, "{length}: {outline:?}");
        assert!(outline.last().unwrap().starts_with("cut at"));
    }
}

#[test]
fn a_bad_item_costs_itself() {
    let long = create(7, &"x".repeat(RECORD_LIMIT), "");
    let deep = create(8, "a", &format!(",\"x\":{}{}", "[".repeat(200), "]".repeat(200)));
    let torn = create(9, "b", "").replace("\"b\"", "\"b");
    let items =
        [create(1, "a", ""), long, deep, "null".to_owned(), "{\"id\":}".to_owned(), torn, create(2, "z", "")];
    assert_eq!(
        outline(&records(outbox(&items))),
        [
            "1",
            "longer than 32 MiB",
            "nested too deep",
            "no activity",
            "not valid JSON",
            "not valid JSON",
            "2",
        ]
    );
}

#[test]
fn bytes_that_are_no_utf_8_are_replaced_and_counted() {
    let mut input = outbox(&[create(1, "b?", "")]).into_bytes();
    let at = input.iter().position(|byte| *byte == b'?').unwrap();
    input[at] = 0xE4;
    let mut reader = ActivityPub::new(&input[..]);
    let records: Vec<_> = std::iter::from_fn(|| reader.next_record().unwrap()).collect();
    assert_eq!(posts(&records)[0].text, "b\u{FFFD}");
    assert_eq!(reader.bad_bytes().unwrap().records, 1);
}

#[test]
fn values_of_other_types_count_as_absent() {
    for value in ["7", "true", "\"x\"", "[[1]]", "{\"a\": {}}", "[{}, 1, null, \"x\"]", "[]"] {
        let keys = ["updated", "tag", "attachment", "likes", "shares", "replies", "contentMap", "to", "cc"];
        let rest: String = keys.iter().map(|key| format!(", \"{key}\": {value}")).collect();
        assert_eq!(only_post(create(1, "a", &rest)).text, "a", "{value}");
    }
}

#[test]
fn floods_of_tags_take_linear_time() {
    for flood in
        ["<p>", "<a href=x>@a", "</a>", "<ul><li>", "<", "<a ", "&amp", "<pre>\n", "<code>x", "<br>", "<!--"]
    {
        let html = flood.repeat(400_000 / flood.len());
        assert_eq!(outline(&records(outbox(&[create(1, &html, "")]))), ["1"], "{flood}");
    }
    let attributes: String = (0..30_000).map(|n| format!(" a{n}=b")).collect();
    assert_eq!(outline(&records(outbox(&[create(1, &format!("<p{attributes}>x"), "")]))), ["1"]);
    let mentions: Vec<_> = (0..5000)
        .map(|n| format!(r#"{{"type":"Mention","name":"@a@h{n}","href":"https://h{n}/a"}}"#))
        .collect();
    let html = "<a class=mention href=https://h/a>@a</a>".repeat(5000);
    let flood = create(1, &html, &format!(",\"tag\":[{}]", mentions.join(",")));
    assert_eq!(outline(&records(outbox(&[flood]))), ["1"]);
    let unclosed = format!("{{\"orderedItems\":[{}", "{\"id\":\"x\",\"type\":\"Create\",".repeat(100_000));
    assert!(outline(&records(unclosed)).last().unwrap().starts_with("cut at"));
}

/// Gives one byte at a time.
struct Slow<'a>(&'a [u8]);

impl Read for Slow<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = buffer.len().min(1);
        self.0.read(&mut buffer[..length])
    }
}

fn any_html() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("<p>".to_owned()),
        Just("</p>".to_owned()),
        Just("<br>".to_owned()),
        Just("<a href=\"https://x/@b\" class=\"mention\">@b".to_owned()),
        Just("<a class=\"hashtag\">#t".to_owned()),
        Just("<a href=\"https://x/yz\">x/y…".to_owned()),
        Just("</a>".to_owned()),
        Just("<ul><li>".to_owned()),
        Just("</ul>".to_owned()),
        Just("<pre>".to_owned()),
        Just("</pre>".to_owned()),
        Just("<code>".to_owned()),
        "[ a-я\\n<&]{0,5}",
    ];
    prop::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn posts_and_rejects_make_the_items(items in prop::collection::vec(any_html().prop_map(Some), 0..5), bad in 0_usize..3) {
        let tag = r#","tag":[{"type":"Mention","name":"@b@x","href":"https://x/b"}]"#;
        let mut all: Vec<_> = items.iter().flatten().map(|html| create(1, html, tag)).collect();
        all.extend(std::iter::repeat_n("{\"type\":1}".to_owned(), bad));
        let input = outbox(&all);
        let records = records(&input);
        prop_assert_eq!(posts(&records).len(), items.len());
        prop_assert_eq!(rejects(&records).len(), bad);
        for post in posts(&records) {
            prop_assert!(post.spans.is_sorted_by_key(|span| span.start));
            for span in &post.spans {
                prop_assert!(post.text.get(span.start..span.end).is_some_and(|words| !words.is_empty()), "{:?}", post);
            }
        }
        prop_assert_eq!(drain(ActivityPub::new(Slow(input.as_bytes()))), records);
    }

    #[test]
    fn any_bytes_are_read_without_harm(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let mut reader = ActivityPub::new(&bytes[..]);
        while let Ok(Some(_)) = reader.next_record() {}
        looks_like(&bytes);
    }
}

#[test]
fn what_is_no_outbox_behind_one_is_told_of() {
    let whole = outbox(&[create(1, "a", "")]);
    for other in [
        r#"{"id":1,"date":"2024-07-01","text":"b"}"#,
        r#"{"name":"Vex","type":"public_channel","id":5,"messages":[{"id":1,"type":"message","text":"b"}]}"#,
    ] {
        let found = records(format!("{whole}\n{other}\n{whole}\n{other}"));
        let told: Vec<_> = found
            .iter()
            .filter_map(|record| if let Record::Reject(reject) = record { Some(reject) } else { None })
            .map(|reject| (reject.place.to_string(), reject.reason.as_str()))
            .collect();
        let reason = "not an outbox: put it into a file of its own";
        let first = whole.len() + 1;
        let second = 2 * first + other.len() + 1;
        assert_eq!(told, [(format!("byte {first}"), reason), (format!("byte {second}"), reason)]);
    }
    // A page may hold nothing.
    assert_eq!(records(format!("{whole}{}", outbox(&[]))).len(), records(&whole).len());
}
