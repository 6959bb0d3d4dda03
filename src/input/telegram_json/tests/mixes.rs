//! Arbitrary inputs.

use proptest::prelude::*;

use super::*;

/// One record of a file, and what it is to become.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Kind {
    Message,
    Photo,
    Service,
    Unsupported,
    NoDate,
    NoObject,
    Invalid,
    Repairable,
}

impl Kind {
    fn row(self, id: i64, second: i64) -> String {
        let date = format!(r#""date_unixtime":"{}""#, 1_748_772_000 + second);
        match self {
            Self::Message => format!(r#"{{"id":{id},"type":"message",{date},"text":"a \"}}]"}}"#),
            Self::Photo => format!(r#"{{"id":{id},"type":"message",{date},"photo":"p.jpg","text":""}}"#),
            Self::Service => format!(r#"{{"id":{id},"type":"service",{date},"action":"pin_message"}}"#),
            Self::Unsupported => format!(r#"{{"id":{id},"type":"unsupported"}}"#),
            Self::NoDate => format!(r#"{{"id":{id},"type":"message","text":[]}}"#),
            Self::NoObject => r#"["{"]"#.to_owned(),
            Self::Invalid => format!(r#"{{"id":{id},"type":"message",{date} "text":1}}"#),
            Self::Repairable => format!(r#"{{"id":{id},"type":"message",{date},"text":"\x01"}}"#),
        }
    }
}

fn kinds() -> impl Strategy<Value = Vec<(Kind, i64)>> {
    let kind = prop_oneof![
        1 => Just(Kind::Message),
        4 => Just(Kind::Photo),
        1 => Just(Kind::Service),
        1 => Just(Kind::Unsupported),
        1 => Just(Kind::NoDate),
        1 => Just(Kind::NoObject),
        1 => Just(Kind::Invalid),
        1 => Just(Kind::Repairable),
    ];
    prop::collection::vec((kind, 0..2_i64), 0..40)
}

fn file_of(kinds: &[(Kind, i64)], separator: &str) -> String {
    let rows: Vec<_> = kinds.iter().zip(1..).map(|((kind, second), id)| kind.row(id, *second)).collect();
    channel(&rows.join(separator))
}

/// Gives one byte at a time.
struct Trickle<'b>(&'b [u8]);

impl Read for Trickle<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.0.len().min(1);
        buffer[..length].copy_from_slice(&self.0[..length]);
        self.0 = &self.0[length..];
        Ok(length)
    }
}

/// How many rows a post was made of.
fn rows_of(post: &Post) -> usize {
    post.media.len().max(1)
}

proptest! {
    #[test]
    fn every_record_becomes_a_post_an_event_or_a_reject(kinds in kinds(), separator in "[ \n]{0,3},[ \n]{0,3}") {
        let records = records(file_of(&kinds, &separator));
        let count = |wanted: &[Kind]| kinds.iter().filter(|(kind, _)| wanted.contains(kind)).count();
        prop_assert_eq!(posts(&records).into_iter().map(rows_of).sum::<usize>(), count(&[Kind::Message, Kind::Photo, Kind::Repairable]));
        prop_assert_eq!(events(&records).len(), count(&[Kind::Service]));
        prop_assert_eq!(rejects(&records).len(), count(&[Kind::Unsupported, Kind::NoDate, Kind::NoObject, Kind::Invalid]));
        prop_assert_eq!(channels(&records).len(), usize::from(!kinds.is_empty()));
        prop_assert!(!records.iter().any(|record| matches!(record, Record::Cut(_))));
    }

    #[test]
    fn one_byte_at_a_time_gives_the_same_records(kinds in kinds()) {
        let file = file_of(&kinds, ",\n ");
        prop_assert_eq!(drain(TelegramJson::new(Trickle(file.as_bytes()))), records(&file));
    }

    #[test]
    fn a_cut_file_gives_the_beginning_of_what_the_whole_gives(kinds in kinds(), part in 0.0..1.0) {
        let file = file_of(&kinds, ",");
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "a part of a small file")]
        let length = 1 + ((file.len() - 1) as f64 * part) as usize;
        let whole = records(&file);
        let mut cut = records(&file.as_bytes()[..length]);
        prop_assert!(matches!(cut.pop(), Some(Record::Cut(_))));
        if let (Some(Record::Post(last)), Some(Record::Post(full))) = (cut.last(), whole.get(cut.len().saturating_sub(1))) {
            // Of the last album only the first rows may be there.
            prop_assert!(full.media.starts_with(&last.media));
            prop_assert_eq!(&full.external_id, &last.external_id);
            cut.pop();
        }
        prop_assert_eq!(&cut[..], &whole[..cut.len()]);
    }

    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let mut reader = TelegramJson::new_seekable(io::Cursor::new([b"{", &bytes[..]].concat()));
        while let Ok(Some(_)) = reader.next_record() {}
    }

    #[test]
    fn arbitrary_json_like_text_never_panics(
        pieces in prop::collection::vec(
            prop::sample::select(vec![
                "{", "}", "[", "]", ",", ":", "\"", "\\", "\"id\"", "\"type\"", "\"message\"", "\"messages\"", "\"chats\"",
                "\"list\"", "\"text\"", "\"rich_message\"", "\"blocks\"", "\"document_id\"", "\"date\"", "1", "x", " ", "\\u2028",
                "\\uD83D", "\\x0", "null", "\u{2028}", "é", ",{\"id\":1,\"type\":\"message\"", "{\"id\":2,\"messages\":[",
            ]),
            0..60,
        ),
    ) {
        let text = format!("{{{}", pieces.concat());
        let whole = drain(TelegramJson::new(text.as_bytes()));
        prop_assert_eq!(drain(TelegramJson::new(Trickle(text.as_bytes()))), whole);
        let mut reader = TelegramJson::new_seekable(io::Cursor::new(text));
        while let Ok(Some(_)) = reader.next_record() {}
    }
}
