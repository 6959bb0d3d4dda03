//! Arbitrary inputs.

use proptest::prelude::*;

use super::*;

/// One block of a page, and what it is to become.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Kind {
    Message,
    Joined,
    Photo,
    Forward,
    Service,
    Day,
    NoId,
    NoBody,
    Unsupported,
}

impl Kind {
    fn block(self, id: i64) -> String {
        match self {
            Self::Message => row(id, "<div class=\"text\">\na<br>&lt;/div&gt;\n </div>"),
            Self::Joined => format!(
                "<div class=\"message default clearfix joined\" id=\"message{id}\"><div class=\"body\"></div></div>"
            ),
            Self::Photo => {
                row(id, "<div class=\"media_wrap\"><a class=\"photo_wrap\" href=\"p.jpg\"></a></div>")
            }
            Self::Forward => forward(id, Some(("Osk Herald", "31.05.2025 09:30:00")), "x"),
            Self::Service => service(id, "Bo pinned this message"),
            Self::Day => service(-id, "1 June 2025"),
            Self::NoId => row(id, "").replace("id=\"message", "id=\"note"),
            Self::NoBody => format!("<div class=\"message\" id=\"message{id}\"></div>"),
            Self::Unsupported => {
                service(id, "This message is not supported by this version of Telegram Desktop. Update.")
            }
        }
    }
}

fn kinds() -> impl Strategy<Value = Vec<Kind>> {
    let kind = prop_oneof![
        1 => Just(Kind::Message),
        1 => Just(Kind::Joined),
        4 => Just(Kind::Photo),
        1 => Just(Kind::Forward),
        1 => Just(Kind::Service),
        1 => Just(Kind::Day),
        1 => Just(Kind::NoId),
        1 => Just(Kind::NoBody),
        1 => Just(Kind::Unsupported),
    ];
    prop::collection::vec(kind, 0..30)
}

/// Gives one byte at a time.
struct Trickle(io::Cursor<Vec<u8>>);

impl Read for Trickle {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = buffer.len().min(1);
        self.0.read(&mut buffer[..length])
    }
}

fn trickled(bytes: &[u8]) -> Result<Vec<Record>> {
    let source = Box::new(Trickle(io::Cursor::new(bytes.to_vec()))) as Source;
    drain(&mut TelegramHtml::new([("messages.html".to_owned(), source)].into()))
}

proptest! {
    #[test]
    fn every_block_becomes_a_post_an_event_a_reject_or_a_day(kinds in kinds()) {
        let blocks: String = kinds.iter().zip(1..).map(|(kind, id)| kind.block(id)).collect();
        let page = page(&blocks);
        let found = records(&page);
        let count = |wanted: &[Kind]| kinds.iter().filter(|kind| wanted.contains(kind)).count();
        let rows: usize = posts(&found).into_iter().map(|post| post.media.len().max(1)).sum();
        prop_assert_eq!(rows, count(&[Kind::Message, Kind::Joined, Kind::Photo, Kind::Forward]));
        prop_assert_eq!(events(&found).len(), count(&[Kind::Service]));
        prop_assert_eq!(rejects(&found).len(), count(&[Kind::NoId, Kind::NoBody, Kind::Unsupported]));
        let all: usize = rows + events(&found).len() + rejects(&found).len();
        prop_assert_eq!(found.len() - posts(&found).len() + rows - all, usize::from(all > 0), "one channel");
        prop_assert_eq!(trickled(page.as_bytes()).unwrap(), found);
    }

    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = trickled(&bytes);
    }

    #[test]
    fn arbitrary_markup_never_panics(
        pieces in prop::collection::vec(
            prop::sample::select(vec![
                "<div class=\"message default\" id=\"message1\">", "<div class=\"message service\" id=\"message2\">",
                "<div class=\"body\">", "<div class=\"forwarded body\">", "<div class=\"from_name\">", "</div>", "<br>",
                "<div class=\"text\">", "<div class=\"media_wrap\">", "<a class=\"media_video\" href=\"é\">", "</a>",
                "<div class=\"title\">", "<div class=\"status\">", "<span class=\"date\" title=\"01.01.2020 00:00:00\">",
                "<strong>", "</strong>", "\n", "  ", "é", "<a href=\"x\">", "<span class=\"reactions\">",
                "<span class=\"reaction\">", "<span class=\"count\">", "</span>", "9", "\u{2028}", " via @", "@x", "</html>",
                "<div class=\"page_header\">", "<div class=\"body details\">", " pinned this message", "\u{AB}", "\u{BB}",
            ]),
            0..60,
        ),
    ) {
        let html = pieces.concat();
        let whole = drain(&mut reader(&[("messages.html", html.as_bytes())]));
        prop_assert_eq!(whole.is_ok(), trickled(html.as_bytes()).is_ok());
        if let Ok(found) = whole {
            for post in posts(&found) {
                for span in &post.spans {
                    prop_assert!(span.start < span.end && post.text.get(span.start..span.end).is_some());
                }
                prop_assert!(post.spans.is_sorted_by_key(|span| span.start));
            }
            prop_assert_eq!(found, trickled(html.as_bytes()).unwrap());
        }
    }
}
