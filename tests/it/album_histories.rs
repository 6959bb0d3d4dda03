//! Random channels with albums: messages of one second side by side, words on some of them, later words, messages that go. Each
//! input has some of the messages in a format of its own, which marks albums or does not. Whatever the order of loads, the
//! store says the same, and every message is in one post.

use std::collections::BTreeSet;

use base64::Engine as _;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use serde_json::{Value, json};

use crate::albums::posts;
use crate::export::{DAY, NEW_YEAR};
use crate::load_again::{
    after, assert_order_does_not_matter, assert_same, channel, edited, lines, orders, photo, reacted, row,
};

/// A message of the first second. Its album is known by a number, or it stands alone.
#[derive(Debug, Clone)]
struct Message {
    id: i64,
    album: Option<i64>,
    has_words: bool,
    /// The days when it is given other words.
    edits: BTreeSet<i64>,
    deleted: Option<i64>,
    views: i64,
    is_reacted: bool,
}

impl Message {
    /// Its words on a day, and the day of the last edit. No two messages ever have the same ones.
    fn words(&self, day: i64) -> (String, Option<i64>) {
        let edit = self.edits.iter().copied().rfind(|edit| *edit <= day);
        let words = match edit {
            Some(edit) => format!("words {edit} of {} #tag", self.id),
            None if self.has_words => format!("words of {}", self.id),
            None => String::new(),
        };
        (words, edit)
    }

    fn is_there(&self, day: i64) -> bool {
        self.deleted.is_none_or(|deleted| day < deleted)
    }
}

/// The messages of albums side by side: of each its size, the numbers left out before it, and what becomes of its messages.
fn messages() -> impl Strategy<Value = Vec<Message>> {
    let life = (
        proptest::bool::weighted(0.4),
        proptest::collection::btree_set(1_i64..6, 0..2),
        proptest::option::weighted(0.2, 1_i64..6),
        1_i64..9,
        any::<bool>(),
    );
    let album = (0_i64..3, any::<bool>(), proptest::collection::vec(life, 1..5));
    proptest::collection::vec(album, 1..4).prop_map(|albums| {
        let mut id = 0;
        let mut messages = Vec::new();
        for (number, (gap, is_marked, lives)) in (70..).zip(albums) {
            id += gap;
            let album = (is_marked || lives.len() > 1).then_some(number);
            for (has_words, edits, deleted, views, is_reacted) in lives {
                id += 1;
                messages.push(Message {
                    id,
                    album,
                    has_words,
                    edits,
                    deleted,
                    views: views * 10,
                    is_reacted,
                });
            }
        }
        messages
    })
}

#[derive(Debug, Clone, Copy)]
enum Format {
    /// Puts albums together by what stands side by side.
    Export,
    /// Marks albums, the oldest message first or the newest.
    Telethon { is_newest_first: bool },
    /// Knows each message alone.
    Lines,
}

/// An input of a day, of the messages within a range but for some.
#[derive(Debug, Clone)]
struct Made {
    format: Format,
    day: i64,
    from: i64,
    until: i64,
    without: Vec<i64>,
}

fn made() -> impl Strategy<Value = Made> {
    let format = prop_oneof![
        2 => Just(Format::Export),
        2 => any::<bool>().prop_map(|is_newest_first| Format::Telethon { is_newest_first }),
        1 => Just(Format::Lines),
    ];
    let until = prop_oneof![Just(99_i64), 1_i64..15];
    let from = prop_oneof![Just(1_i64), 1_i64..8];
    (format, 0_i64..7, from, until, proptest::collection::vec(1_i64..15, 0..3))
        .prop_map(|(format, day, from, until, without)| Made { format, day, from, until, without })
}

fn iso(day: i64) -> String {
    jiff::Timestamp::from_second(NEW_YEAR + day * DAY)
        .unwrap()
        .strftime("%Y-%m-%dT%H:%M:%S+00:00")
        .to_string()
}

fn exported(message: &Message, day: i64) -> Value {
    let (words, edit) = message.words(day);
    let mut row = photo(row(message.id, 0, &words), &format!("p{}", message.id));
    if let Some(edit) = edit {
        row = edited(row, edit);
    }
    if message.is_reacted { reacted(row, &[("👍", message.id + day)]) } else { row }
}

fn collected(message: &Message, day: i64) -> Value {
    let (words, edit) = message.words(day);
    let reactions = message.is_reacted.then(|| {
        json!({"_": "MessageReactions", "results": [
            {"_": "ReactionCount", "count": message.id + day, "reaction": {"_": "ReactionEmoji", "emoticon": "👍"}}]})
    });
    json!({
        "_": "Message", "id": message.id, "peer_id": {"_": "PeerChannel", "channel_id": 1_234_567_890}, "date": iso(0),
        "message": words, "grouped_id": message.album, "views": message.views + day, "edit_date": edit.map(iso),
        "media": {"_": "MessageMediaPhoto", "photo": {"_": "Photo", "id": message.id}}, "reactions": reactions,
    })
}

fn line(message: &Message, day: i64) -> Value {
    let (words, edit) = message.words(day);
    json!({
        "id": message.id, "posted_at": iso(0), "edited_at": edit.map(iso), "text": words, "channel_id": 1_234_567_890,
        "views": message.views + day,
    })
}

impl Made {
    fn has(&self, message: &Message) -> bool {
        (self.from..=self.until).contains(&message.id)
            && !self.without.contains(&message.id)
            && message.is_there(self.day)
    }

    /// The input, and a post of its day behind the messages; nothing where it has none of them.
    fn input(&self, messages: &[Message]) -> Option<String> {
        let has: Vec<&Message> = messages.iter().filter(|message| self.has(message)).collect();
        let last = Message {
            id: 90 + self.day,
            album: None,
            has_words: true,
            edits: BTreeSet::new(),
            deleted: None,
            views: 1,
            is_reacted: false,
        };
        let behind = |mut post: Value, date: &str| {
            post[date] = json!(iso(self.day));
            post
        };
        if has.is_empty() {
            return None;
        }
        Some(match self.format {
            Format::Export => {
                let mut rows: Vec<Value> = has.iter().map(|message| exported(message, self.day)).collect();
                rows.push(row(last.id, self.day, &last.words(self.day).0));
                channel("Gazette", &rows)
            }
            Format::Telethon { is_newest_first } => {
                let mut all: Vec<Value> = has.iter().map(|message| collected(message, self.day)).collect();
                all.push(behind(collected(&last, self.day), "date"));
                if is_newest_first {
                    all.reverse();
                }
                Value::Array(all).to_string()
            }
            Format::Lines => {
                let all = has.iter().map(|message| line(message, self.day));
                all.chain([behind(line(&last, self.day), "posted_at")])
                    .map(|line| line.to_string() + "\n")
                    .collect()
            }
        })
    }
}

/// A web preview page that was served on day 9, with an album of three photos and one text below them.
fn page(text: &str) -> String {
    let view = json!({"c": -1_234_567_890_i64, "p": 1, "t": NEW_YEAR + 9 * DAY, "h": "0"}).to_string();
    let view = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(view);
    let photos = [1, 2, 3].map(|id| {
        format!("<a class=\"tgme_widget_message_photo_wrap\" href=\"https://t.me/gazette/{id}?single\"></a>")
    });
    format!(
        "<html><body><main class=\"tgme_main\" data-url=\"/gazette\"><section><div class=\"tgme_widget_message_wrap\">\
         <div class=\"tgme_widget_message\" data-post=\"gazette/1\" data-view=\"{view}\"><div class=\"tgme_widget_message_bubble\">{}\
         <div class=\"tgme_widget_message_text js-message_text\" dir=\"auto\">{text}</div>\
         <a class=\"tgme_widget_message_date\" href=\"https://t.me/gazette/1\"><time datetime=\"2024-01-01T00:00:00+00:00\">x</time></a>\
         </div></div></div></section></main></body></html>",
        photos.concat()
    )
}

#[test]
fn a_page_that_tells_one_text_of_an_album_takes_the_words_of_no_other_message_away() {
    // In the second export all three messages have the same words.
    for words in [["one", "two", "three"], ["same", "same", "same"]] {
        let rows = (1..).zip(words).map(|(id, words)| photo(row(id, 0, words), &format!("p{id}")));
        let export = channel("Gazette", &rows.chain([row(9, 1, "behind")]).collect::<Vec<_>>());
        let content = assert_order_does_not_matter(&[page(words[0]), export]);
        let [one, two, three] = words;
        assert_eq!(
            posts(&content),
            [
                format!("1, 1, -, {one}"),
                format!("2, 1, -, {two}"),
                format!("3, 1, -, {three}"),
                "9, 1, -, behind".to_owned()
            ],
            "{content:#?}"
        );
        assert_eq!(lines(&content, "version"), [""; 0], "{content:#?}");
    }
}

/// A few cases, or as many as `PROPTEST_CASES` says when somebody searches.
fn config() -> ProptestConfig {
    let given = ProptestConfig::default();
    if given.cases != 256 {
        return ProptestConfig { failure_persistence: None, ..given };
    }
    ProptestConfig { cases: 10, rng_seed: RngSeed::Fixed(20_261_127), failure_persistence: None, ..given }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn whatever_the_order_of_inputs_with_parts_of_albums_the_store_says_the_same(
        messages in messages(),
        made in proptest::collection::vec(made(), 2..4),
    ) {
        let told: Vec<(&Made, String)> = made.iter().filter_map(|made| Some((made, made.input(&messages)?))).collect();
        prop_assume!(told.len() > 1);
        let inputs: Vec<String> = told.iter().map(|(_, input)| input.clone()).collect();
        let expected = after(&inputs, &(0..inputs.len()).collect::<Vec<_>>());
        for order in orders(inputs.len()) {
            assert_same(&expected, &after(&inputs, &order), &format!("in the order {order:?}\n{inputs:#?}"));
        }
        let with_media: Vec<&str> =
            lines(&expected, "media").iter().map(|line| line.split('|').nth(2).unwrap()).collect();
        let once: BTreeSet<&str> = with_media.iter().copied().collect();
        assert_eq!(with_media.len(), once.len(), "a message is in two posts: {expected:#?}");
        let texts: BTreeSet<&str> = lines(&expected, "post")
            .iter()
            .map(|line| line.split('|').nth(22).unwrap())
            .chain(lines(&expected, "version").iter().map(|line| line.split('|').nth(1).unwrap()))
            .collect();
        for (made, _) in &told {
            for message in messages.iter().filter(|message| made.has(message)) {
                if !matches!(made.format, Format::Lines) {
                    assert!(once.contains(message.id.to_string().as_str()), "{} is lost: {expected:#?}", message.id);
                }
                let (words, _) = message.words(made.day);
                assert!(words.is_empty() || texts.contains(words.as_str()), "{words} is lost: {expected:#?}");
            }
        }
    }
}
