use std::io::{BufReader, Cursor, Read};

use proptest::prelude::*;

use super::*;

fn records(input: &[u8]) -> Vec<Record> {
    let mut reader = WebPreviewText::new(BufReader::with_capacity(7, input));
    let mut records = Vec::new();
    while let Some(record) = reader.next_record().expect("readable") {
        records.push(record);
    }
    assert_eq!(reader.bytes_read(), input.len() as u64);
    records
}

/// `name: text` of each post, and `[media]` where there is some; the channel's record is left out.
fn show(input: &str) -> Vec<String> {
    let records = records(input.as_bytes());
    let channel = Channel { platform: "telegram".to_owned(), ..Channel::default() };
    assert_eq!(records[0], Record::Channel(channel));
    records[1..]
        .iter()
        .map(|record| {
            let Record::Post(post) = record else { panic!("unexpected {record:?}") };
            assert_eq!(post.external_id, None);
            let name = post.forward.as_ref().map_or(Some("own"), |forward| forward.channel.name.as_deref());
            let media: Vec<_> = post.media.iter().map(|media| format!(" [{}]", media.kind)).collect();
            format!("{}: {}{}", name.expect("a name"), post.text, media.concat())
        })
        .collect()
}

#[test]
fn posts_begin_at_their_headers() {
    let input = "Forwarded from Ministry of Ferries 🇨🇿\nTitle\n\nBody\n\nForwarded from Порт\nТекст\nForwarded from ميناء\n";
    assert_eq!(show(input), ["Ministry of Ferries 🇨🇿: Title\n\nBody", "Порт: Текст", "ميناء: "]);
}

#[test]
fn a_forward_is_known_by_name_only() {
    let records = records(b"Forwarded from Ministry\nText");
    let Record::Post(post) = &records[1] else { panic!("{records:?}") };
    let channel =
        Channel { platform: "telegram".into(), name: Some("Ministry".into()), ..Channel::default() };
    assert_eq!(post.forward, Some(Forward { channel, ..Forward::default() }));
}

#[test]
fn headers_may_have_hard_spaces_and_windows_ends_and_a_byte_order_mark() {
    let input = "\u{feff}Forwarded from\u{a0}Ministry\r\nTitle\r\nBody\r\nForwarded\u{a0}from Port\r\n";
    assert_eq!(show(input), ["Ministry: Title\nBody", "Port: "]);
}

#[test]
fn words_that_only_resemble_a_header_are_text() {
    let input = "Forwarded from A\nForwarded from\nForwarded fromage\nNot Forwarded from B\nForwarded from ";
    assert_eq!(show(input), ["A: Forwarded from\nForwarded fromage\nNot Forwarded from B\nForwarded from"]);
    let long = format!("Forwarded from {}", "x".repeat(HEADER_LIMIT));
    assert_eq!(show(&format!("Forwarded from A\n{long}")), [format!("A: {long}")]);
}

#[test]
fn lines_before_the_first_header_are_a_post_of_the_channels_own() {
    assert_eq!(
        show("Our own words\nGo on\nForwarded from A\nText"),
        ["own: Our own words\nGo on", "A: Text"]
    );
    assert_eq!(show("\n \nMedia is too big\nVIEW IN TELEGRAM\nForwarded from A\nText"), ["A: Text"]);
}

#[test]
fn media_notices_become_one_media_item() {
    let input = "Forwarded from A\nMedia is too big\nVIEW IN TELEGRAM\nTitle\nThis media is not supported in your \
                 browser\nBody\nPlease open Telegram to view this post\n VIEW\u{a0}IN TELEGRAM \nForwarded from \
                 B\nMedia is too big to fail";
    assert_eq!(show(input), ["A: Title\nBody [unsupported]", "B: Media is too big to fail"]);
}

#[test]
fn a_notice_after_the_second_copy_does_not_hide_it() {
    let input = "Forwarded from A\nTitle\none\ntwo\none\ntwo\nPlease open Telegram to view this post\nVIEW IN TELEGRAM";
    assert_eq!(show(input), ["A: Title\none\ntwo [unsupported]"]);
}

#[test]
fn bytes_that_are_no_text_are_replaced() {
    let records = records(b"Forwarded from A\nfer\xffry\0 back\n");
    let Record::Post(post) = &records[1] else { panic!("{records:?}") };
    assert_eq!(post.text, "fer\u{fffd}ry\u{fffd} back");
}

#[test]
fn an_input_without_a_header_is_not_of_this_format() {
    for input in ["", "\n\n", "Just some words\nand more"] {
        let mut reader = WebPreviewText::new(input.as_bytes());
        assert!(matches!(reader.next_record(), Ok(Some(Record::Channel(_)))));
        let error = reader.next_record().expect_err("no header");
        assert_eq!(error.kind(), ErrorKind::Input);
        assert!(error.to_string().contains("Forwarded from"), "{error}");
        assert!(matches!(reader.next_record(), Ok(None)), "an error ends the input");
    }
}

#[test]
fn a_post_that_is_too_long_is_a_reject_and_the_next_is_read() {
    for huge in ["x".repeat(RECORD_LIMIT + 10), "more words\n".repeat(RECORD_LIMIT / 11 + 10)] {
        let input =
            format!("Forwarded from A\nshort\nForwarded from B\nbegin\n{huge}\nend\nForwarded from C\nText");
        let records = records(input.as_bytes());
        let [_, Record::Post(first), Record::Reject(reject), Record::Post(last)] = &records[..] else {
            panic!("{} records", records.len())
        };
        assert_eq!((first.text.as_str(), last.text.as_str()), ("short", "Text"));
        assert_eq!(reject.place, Place::Line(3));
        assert_eq!(reject.reason, "post longer than 32 MiB");
        assert!(reject.raw.starts_with("begin\n") && reject.raw.len() <= Reject::RAW_LIMIT);
    }
}

#[test]
fn a_source_that_fails_is_an_error_with_its_place() {
    struct Failing;
    impl Read for Failing {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            Err(std::io::Error::other("the disk is gone"))
        }
    }
    let source = Cursor::new("Forwarded from A\n").chain(BufReader::new(Failing));
    let mut reader = WebPreviewText::new(source);
    assert!(reader.next_record().is_ok());
    let error = reader.next_record().expect_err("a failing source");
    assert_eq!(error.kind(), ErrorKind::Io);
    assert_eq!(error.to_string(), "cannot read on after byte 17");
    assert!(std::error::Error::source(&error).is_some());
}

#[test]
fn the_format_is_known_by_a_header_in_the_first_64_kibibytes() {
    let far = [b"x\n".repeat(HEAD_LIMIT / 2).as_slice(), b"Forwarded from A\n"].concat();
    for (head, expected) in [
        (&b"Forwarded from A"[..], true),
        (b"words\r\nForwarded from A\r\n", true),
        ("\u{feff}Forwarded\u{a0}from\u{a0}A".as_bytes(), true),
        (b"{\"text\": \"Forwarded from A\"}", false),
        (b"<div>Forwarded from</div>", false),
        (b"Forwarded from \n", false),
        (b"", false),
        (&far, false),
    ] {
        assert_eq!(looks_like(head), expected, "{:?}", String::from_utf8_lossy(&head[..head.len().min(40)]));
    }
}

#[test]
fn the_posts_stand_oldest_first() {
    assert!(WebPreviewText::new(&b""[..]).is_ordered());
}

proptest! {
    #[test]
    fn every_header_gives_a_post_whatever_stands_between(bodies in prop::collection::vec(".{0,20}(\n.{0,20}){0,6}", 1..8)) {
        let input: String = bodies.iter().map(|body| format!("Forwarded from A\n{body}\n")).collect();
        let headers = input.split('\n').filter(|line| forwarded_from(line).is_some()).count();
        let all = records(input.as_bytes());
        prop_assert_eq!(all.len(), 1 + headers);
    }

    #[test]
    fn any_bytes_end_in_records_or_an_error(input in prop::collection::vec(any::<u8>(), 0..300)) {
        let mut reader = WebPreviewText::new(&input[..]);
        while let Ok(Some(_)) = reader.next_record() {}
        prop_assert!(reader.bytes_read() == input.len() as u64);
    }
}
