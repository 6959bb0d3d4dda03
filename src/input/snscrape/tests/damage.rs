use proptest::prelude::*;

use super::*;
use crate::input::RECORD_LIMIT;

/// Ids of posts, reasons of rejects, and where it was cut.
fn outline(records: &[Record]) -> Vec<String> {
    records
        .iter()
        .filter_map(|record| match record {
            Record::Post(post) => post.external_id.clone(),
            Record::Reject(reject) => Some(format!("{}: {}", reject.place, reject.reason)),
            Record::Cut(place) => Some(format!("cut at {place}")),
            _ => None,
        })
        .collect()
}

#[test]
fn a_file_cut_anywhere_gives_what_is_whole() {
    let lines = [line(3, "c ё", &outlinks(&["https://t.me/s/valdoria_mfa?q=%23Orsel"])), line(2, "b", "")];
    let array = format!("[{}]", lines.join(", "));
    let whole_lines = lines.join("\n") + "\n";
    for length in 0..whole_lines.len() {
        let outline = outline(&records(&whole_lines.as_bytes()[..length]));
        let whole = usize::from(length >= lines[0].len()) + usize::from(length >= whole_lines.len() - 1);
        assert_eq!(outline.iter().filter(|line| line.len() == 1).count(), whole, "{length}: {outline:?}");
        assert!(outline.len() <= whole + 1);
    }
    for length in 1..array.len() {
        let outline = outline(&records(&array.as_bytes()[..length]));
        assert!(outline.last().unwrap().starts_with("cut at"), "{length}: {outline:?}");
    }
}

#[test]
fn a_bad_line_costs_itself() {
    let long = line(7, &"x".repeat(RECORD_LIMIT), "");
    let bad = [
        "{\"_type\": \"snscrape.modules.telegram.TelegramPost\", \"url\": \"https://t.me/s/v",
        "nonsense",
        "[1, 2]",
        "\"word\"",
        "{}",
        &long,
        &line(8, "a", "").replace("\"content\": \"a\"", "\"content\": [\"a\"]"),
    ];
    let input = format!("{}\n{}\n{}\n", line(9, "a", ""), bad.join("\n"), line(1, "z", ""));
    assert_eq!(
        outline(&records(input)),
        [
            "9",
            "line 2: not valid JSON",
            "line 3: not valid JSON",
            "line 4: no address of a post",
            "line 5: no address of a post",
            "line 6: no address of a post",
            "line 7: longer than 32 MiB",
            "line 8: a text that is no text",
            "1",
        ]
    );
}

#[test]
fn a_missing_quote_in_an_array_costs_one_post() {
    let torn = line(2, "b", "").replace("\"b\"", "\"b");
    let input = format!("[{}, {torn}, {}]", line(3, "c", ""), line(1, "a", ""));
    assert_eq!(
        outline(&records(&input)),
        ["3", &format!("byte {}: not valid JSON", line(3, "c", "").len() + 3), "1"]
    );
}

#[test]
fn bytes_that_are_no_utf_8_are_replaced_and_counted() {
    let mut input = line(2, "b?", "").into_bytes();
    let at = input.iter().position(|byte| *byte == b'?').unwrap();
    input[at] = 0xE4;
    input.extend_from_slice(format!("\n{}", line(1, "a", "")).as_bytes());
    let mut reader = Snscrape::new(&input[..]);
    let records: Vec<_> = std::iter::from_fn(|| reader.next_record().unwrap()).collect();
    assert_eq!(posts(&records)[0].text, "b\u{FFFD}");
    assert_eq!(reader.bad_bytes(), Some(BadBytes { records: 1, first: Place::Line(1) }));
    let half = line(1, "x", "").replace("\"x\"", "\"\\ud83d x\"");
    assert_eq!(only_post(&half).text, "\u{FFFD} x", "half a pair, as Python writes it");
}

#[test]
fn values_of_other_types_count_as_absent() {
    for value in ["7", "true", "\"x\"", "[[1]]", "{\"a\": {}}", "[{}, 1, null, \"x\"]"] {
        let keys = ["outlinks", "mentions", "hashtags", "forwarded", "media", "views"];
        let rest: String = keys.iter().map(|key| format!(", \"{key}\": {value}")).collect();
        assert_eq!(only_post(&line(1, "a", &rest)).text, "a", "{value}");
    }
}

#[test]
fn deep_nesting_is_a_reject_or_does_no_harm() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let unimportant = line(1, "a", &format!(", \"linkPreview\": {deep}"));
    assert_eq!(outline(&records(unimportant)), ["1"]);
    let links = line(1, "a", &format!(", \"outlinks\": {deep}"));
    assert_eq!(outline(&records(links)), ["1"]);
    let media = line(1, "a", &format!(", \"media\": [{{\"duration\": {deep}}}]"));
    assert_eq!(outline(&records(media)).len(), 1);
}

#[test]
fn a_flood_of_links_and_signs_takes_linear_time() {
    let links: Vec<_> =
        (0..5000).map(|n| format!("https://t.me/s/v?q=%23{}", "a".repeat(n % 250 + 1))).collect();
    let links: Vec<_> = links.iter().map(String::as_str).collect();
    let text = format!("{}{}", "#".repeat(30_000), "#aaaa @aaaa".repeat(3000));
    let one = line(1, &text, &outlinks(&links));
    assert_eq!(outline(&records([one.as_str(); 3].join("\n"))), ["1"; 3]);
    let broken = line(1, &"\n".repeat(4_000_000), &fork(&[], &[], &links[..200]));
    assert_eq!(outline(&records(broken)), ["1"]);
}

/// Gives one byte at a time.
struct Slow<'a>(&'a [u8]);

impl Read for Slow<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = buffer.len().min(1);
        self.0.read(&mut buffer[..length])
    }
}

fn any_line() -> impl Strategy<Value = (String, bool)> {
    prop_oneof![
        (1_u64..1000, "[a-zа-я#@🔸 \\n]{0,20}").prop_map(|(id, text)| (line(id, &text, ""), true)),
        (1_u64..1000, "[a-z#@ \\n]{0,20}")
            .prop_map(|(id, text)| (line(id, &text, &fork(&["abc"], &["a", "ab"], &["http://a.bc/"])), true)),
        "[{\"a-z:, ]{1,20}x".prop_map(|text| (format!("?{text}"), false)),
        Just(("{}".to_owned(), false)),
    ]
}

proptest! {
    #[test]
    fn posts_and_rejects_make_the_lines(lines in prop::collection::vec(any_line(), 1..12)) {
        let input: String = lines.iter().map(|(line, _)| format!("{line}\n")).collect();
        let records = records(&input);
        let good = lines.iter().filter(|(_, is_good)| *is_good).count();
        prop_assert_eq!(posts(&records).len(), good);
        let rejects = records.iter().filter(|record| matches!(record, Record::Reject(_))).count();
        prop_assert_eq!(rejects, lines.len() - good);
        for post in posts(&records) {
            for span in &post.spans {
                prop_assert!(post.text.get(span.start..span.end).is_some_and(|words| !words.is_empty()));
            }
        }
        prop_assert_eq!(drain(Snscrape::new(Slow(input.as_bytes()))), records);
    }

    #[test]
    fn any_bytes_are_read_without_harm(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let mut reader = Snscrape::new(&bytes[..]);
        while let Ok(Some(_)) = reader.next_record() {}
        looks_like(&bytes);
    }
}
