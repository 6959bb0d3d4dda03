//! Arbitrary inputs.

use proptest::prelude::*;

use super::*;

/// One block of a page, and what it is to become.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Kind {
    Text,
    Album,
    Files,
    Service,
    Unsupported,
    Undated,
    NoId,
    Comment,
    Unclosed,
    Empty,
}

impl Kind {
    fn block(self, id: i64) -> String {
        let photo = |id: i64| {
            format!(
                r#"<a class="tgme_widget_message_photo_wrap" href="https://t.me/valdoria/{id}?single"></a>"#
            )
        };
        match self {
            Self::Text => post(id, &words("a <b>b</b><br>")),
            Self::Album => post(id, &(photo(id) + &photo(id + 1) + &words(&words("c")))),
            Self::Files => post(id, &(photo(id) + &words("d") + &photo(id + 1) + &words("e"))),
            Self::Service => service(id, "Channel created"),
            Self::Unsupported => post(id, r#"<div class="message_media_not_supported_wrap">x</div>"#),
            Self::Undated => post(id, &words("f")).replace("datetime", "x"),
            Self::NoId => post(id, &words("g")).replace("data-post", "x"),
            Self::Comment => post(id, &words("h")).replace("data-post", "data-post-id"),
            Self::Unclosed => post(id, &words("i")).replace("</div></div>", ""),
            Self::Empty => post(id, ""),
        }
    }

    /// How many records its block gives.
    fn records(self) -> usize {
        1 + usize::from(self == Self::Files)
    }
}

fn kinds() -> impl Strategy<Value = Vec<Kind>> {
    let all = [
        Kind::Text,
        Kind::Album,
        Kind::Files,
        Kind::Service,
        Kind::Unsupported,
        Kind::Undated,
        Kind::NoId,
        Kind::Comment,
        Kind::Unclosed,
        Kind::Empty,
    ];
    prop::collection::vec(prop::sample::select(all.to_vec()), 0..20)
}

fn file_of(kinds: &[Kind], separator: &str) -> String {
    let blocks: Vec<_> = kinds.iter().zip((1..).step_by(2)).map(|(kind, id)| kind.block(id)).collect();
    page(&blocks.join(separator))
}

fn try_all<R: Read + Send>(mut reader: WebPreview<R>) -> Vec<Record> {
    std::iter::from_fn(|| reader.next_record().ok().flatten()).collect()
}

proptest! {
    #[test]
    fn every_block_becomes_a_post_an_event_or_a_reject(kinds in kinds(), separator in "[ \n]{0,3}") {
        let records = records(file_of(&kinds, &separator));
        let is_reject = |kind: &&Kind| matches!(kind, Kind::NoId | Kind::Comment);
        prop_assert_eq!(rejects(&records).len(), kinds.iter().filter(is_reject).count());
        prop_assert_eq!(events(&records).len(), kinds.iter().filter(|kind| **kind == Kind::Service).count());
        let all = given(&records).len() + events(&records).len() + rejects(&records).len();
        prop_assert_eq!(all, kinds.iter().map(|kind| kind.records()).sum::<usize>());
        let media: usize = given(&records).iter().map(|post| post.media.len()).sum();
        let shown = |kind: &Kind| match kind { Kind::Album | Kind::Files => 2, Kind::Unsupported => 1, _ => 0 };
        prop_assert_eq!(media, kinds.iter().map(shown).sum::<usize>());
        prop_assert!(matches!(records.first(), None | Some(Record::Channel(_))));
    }

    #[test]
    fn one_byte_at_a_time_gives_the_same_records(kinds in kinds()) {
        let file = file_of(&kinds, "\n");
        prop_assert_eq!(drain(WebPreview::new(Trickle(file.as_bytes()))), records(&file));
    }

    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        try_all(WebPreview::new(&bytes[..]));
        let _ = looks_like(&[b"<", &bytes[..]].concat());
    }

    #[test]
    fn arbitrary_markup_never_panics_and_spans_are_words(
        pieces in prop::collection::vec(
            prop::sample::select(vec![
                "<div class=\"tgme_widget_message\" data-post=\"valdoria/7\">", "<div class=\"js-message_text\">", "</div>", "<b>", "</b>",
                "<br>", "<pre>", "</pre>", "<blockquote>", "</blockquote>", "<a href=\"?q=%23a\">", "<a href='https://x.example/'>", "</a>",
                "#a", " ", "\n", "é", "🔸", "&amp;", "<i class=emoji>", "</i>", "<tg-emoji>", "</tg-emoji>", "<svg>", "</svg>", "\0", "<code>",
                "</code>", "<div class=tgme_widget_message_reply href='/a/5'>", "<div class=tgme_widget_message_poll>", "</html>", "<main>",
                "<div class=tgme_widget_message_reactions>", "<span class=tgme_reaction>", "1.2K", "</span>", "</main>", "<div class=\"tgme_channel_info_header\">",
            ]),
            0..60,
        ),
    ) {
        let html = pieces.concat();
        let whole = try_all(WebPreview::new(html.as_bytes()));
        prop_assert_eq!(&try_all(WebPreview::new(Trickle(html.as_bytes()))), &whole);
        for post in given(&whole) {
            let mut last = 0;
            for span in &post.spans {
                prop_assert!(last <= span.start && span.start < span.end);
                prop_assert!(post.text.get(span.start..span.end).is_some());
                last = span.start;
            }
        }
    }
}
