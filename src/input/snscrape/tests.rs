//! Records of whole inputs. Where things stand in the text is tried in `tests/text.rs`, damage in
//! `tests/damage.rs`.

mod damage;
mod table;
mod text;

use super::*;
use crate::input::tests::shared;
use crate::model::{ChannelEvent, Moment, Post, Span};

fn records(input: impl AsRef<[u8]>) -> Vec<Record> {
    drain(Snscrape::new(input.as_ref()))
}

fn drain(mut reader: impl Reader) -> Vec<Record> {
    std::iter::from_fn(|| reader.next_record().unwrap()).collect()
}

/// A post of the ministry's channel as snscrape writes it; `rest` is more members.
fn line(id: u64, content: &str, rest: &str) -> String {
    let content = serde_json::to_string(content).unwrap();
    format!(
        r#"{{"_type": "snscrape.modules.telegram.TelegramPost", "url": "https://t.me/s/valdoria_mfa/{id}", "date": "2024-03-19T07:03:06+00:00", "content": {content}{rest}, "_snscrape": "0.7.0.20230622"}}"#
    )
}

/// The members that a list of links makes.
fn outlinks(links: &[&str]) -> String {
    let list = serde_json::to_string(links).unwrap();
    format!(r#", "outlinks": {list}, "linkPreview": null, "outlinksss": "x""#)
}

/// The members of the fork.
fn fork(mentions: &[&str], hashtags: &[&str], outlinks: &[&str]) -> String {
    let list = |list: &[&str]| serde_json::to_string(list).unwrap();
    format!(
        r#", "outlinks": {}, "mentions": {}, "hashtags": {}, "forwarded": null, "forwardedUrl": null, "media": null, "views": null, "linkPreview": null"#,
        list(outlinks),
        list(mentions),
        list(hashtags)
    )
}

fn posts(records: &[Record]) -> Vec<&Post> {
    records
        .iter()
        .filter_map(|record| if let Record::Post(post) = record { Some(&**post) } else { None })
        .collect()
}

fn only_post(line: &str) -> Post {
    let records = records(line);
    let [Record::Channel(_), Record::Post(post)] = &records[..] else { panic!("{records:?}") };
    (**post).clone()
}

/// The spans with their words.
fn marked<'a>(text: &'a str, spans: &[Span]) -> Vec<&'a str> {
    spans.iter().map(|span| &text[span.start..span.end]).collect()
}

#[test]
fn a_post_has_its_channel_id_and_instant() {
    let records = records(line(86_190, "The river Orsel is open again", &outlinks(&[])));
    let [Record::Channel(channel), Record::Post(post)] = &records[..] else { panic!("{records:?}") };
    assert_eq!(
        *channel,
        Channel {
            platform: "telegram".to_owned(),
            handle: Some("valdoria_mfa".to_owned()),
            link_base: Some("https://t.me/valdoria_mfa/".to_owned()),
            ..Channel::default()
        }
    );
    let expected = Post {
        external_id: Some("86190".to_owned()),
        posted: Moment::Instant(1_710_831_786),
        text: "The river Orsel is open again".to_owned(),
        ..Post::default()
    };
    assert_eq!(**post, expected, "no views, no forwards, no reactions: absent is not zero");
}

#[test]
fn a_post_without_words_has_an_empty_text() {
    let line = line(7, "", &outlinks(&[])).replace("\"content\": \"\"", "\"content\": null");
    assert_eq!(only_post(&line).text, "");
}

#[test]
fn the_channel_is_told_again_when_it_changes() {
    let other = line(5, "b", "").replace("valdoria_mfa", "orsel_port");
    let records = records([line(9, "a", ""), other, line(8, "c", "")].join("\n"));
    let handles: Vec<_> = records
        .iter()
        .map(|record| match record {
            Record::Channel(channel) => channel.handle.clone().unwrap(),
            Record::Post(post) => post.text.clone(),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(handles, ["valdoria_mfa", "a", "orsel_port", "b", "valdoria_mfa", "c"]);
}

#[test]
fn a_described_channel_lends_its_name() {
    let entity = r#"{"_type": "snscrape.modules.telegram.Channel", "username": "Valdoria_MFA", "title": "Ministry of Valdoria", "verified": true, "members": 12, "_snscrape": "0.7"}"#;
    let records = records(format!("{entity}\n{}\n", line(1, "a", "")));
    let [Record::Channel(channel), Record::Post(_)] = &records[..] else { panic!("{records:?}") };
    assert_eq!(channel.name.as_deref(), Some("Ministry of Valdoria"));
}

#[test]
fn what_the_fork_adds_is_read() {
    let rest = r#", "outlinks": null, "mentions": null, "hashtags": null,
        "forwarded": {"_type": "snscrape.modules.telegram.Channel", "username": "orsel_port", "title": null},
        "forwardedUrl": "https://t.me/orsel_port/193",
        "media": [{"_type": "snscrape.modules.telegram.Photo", "url": "https://cdn.example/1.jpg"},
                  {"_type": "snscrape.modules.telegram.Video", "thumbnailUrl": "x", "duration": 61.0, "url": null},
                  {"_type": "snscrape.modules.telegram.VoiceMessage", "url": "x", "duration": 9, "bars": [1.5]},
                  {"_type": "snscrape.modules.telegram.Gif", "thumbnailUrl": "x", "url": null}],
        "views": [2299, 100], "linkPreview": null"#
        .replace('\n', " ");
    let post = only_post(&line(4, "a", &rest));
    let forward = post.forward.unwrap();
    assert_eq!(forward.channel.handle.as_deref(), Some("orsel_port"));
    assert_eq!(forward.channel.link_base.as_deref(), Some("https://t.me/orsel_port/"));
    assert_eq!(forward.external_id.as_deref(), Some("193"));
    let media: Vec<_> = post.media.iter().map(|item| (item.kind.as_str(), item.duration)).collect();
    assert_eq!(media, [("photo", None), ("video", Some(61.0)), ("voice", Some(9.0)), ("animation", None)]);
    assert!(post.media.iter().all(|item| item.external_id.as_deref() == Some("4")));
    assert_eq!((post.views, post.views_unit), (Some(2300), Some(100)), "2.3K, which a float cut to 2299");
}

#[test]
fn views_are_exact_or_rounded_to_their_unit() {
    let views = |rest: &str| {
        let post = only_post(&line(4, "a", rest));
        (post.views, post.views_unit)
    };
    assert_eq!(views(r#", "views": [812, 1]"#), (Some(812), None));
    assert_eq!(views(r#", "views": [5740000, 10000]"#), (Some(5_740_000), Some(10_000)));
    assert_eq!(views(r#", "views": 436600, "views.granularity": 100"#), (Some(436_600), Some(100)));
    assert_eq!(views(r#", "views": 17"#), (Some(17), None));
    assert_eq!(views(r#", "views": null"#), (None, None));
    assert_eq!(views(r#", "views": "many""#), (None, None));
    assert_eq!(views(r#", "views": [-4, 1]"#), (None, None));
    assert_eq!(views(r#", "views": ["2300.0", 100]"#), (Some(2300), Some(100)));
}

#[test]
fn service_rows_that_can_be_told_are_events() {
    let lines = [
        line(12, "Channel name was changed to «Ministry of Valdoria»", ""),
        line(3, "Channel photo updated", ""),
        line(2, "Channel created", ""),
        line(1, "Channel created", ""),
    ];
    let records = records(lines.join("\n"));
    let actions: Vec<_> = records
        .iter()
        .filter_map(|record| match record {
            Record::Event(ChannelEvent { action, external_id, .. }) => {
                Some((external_id.clone().unwrap(), action.as_str()))
            }
            _ => None,
        })
        .collect();
    let expected = [("12", "edit_group_title"), ("3", "edit_group_photo"), ("1", "create_channel")];
    assert_eq!(actions, expected.map(|(id, action)| (id.to_owned(), action)));
    assert_eq!(posts(&records).len(), 1, "only the first message of a channel creates it");
}

#[test]
fn an_array_of_posts_is_read_too() {
    let input = format!("[{}, {}]", line(2, "b", ""), line(1, "a", ""));
    assert!(looks_like(input.as_bytes()));
    let records = records(input);
    assert_eq!(posts(&records).iter().map(|post| post.text.as_str()).collect::<Vec<_>>(), ["b", "a"]);
}

#[test]
fn dates_are_read_as_they_are_written() {
    let posted = |date: &str| {
        let post = only_post(&line(4, "a", "").replace("\"2024-03-19T07:03:06+00:00\"", date));
        (post.posted, post.posted_raw)
    };
    assert_eq!(posted("\"2024-03-19 10:03:06+03:00\""), (Moment::Instant(1_710_831_786), None));
    assert_eq!(posted("1710831786000"), (Moment::Instant(1_710_831_786), None));
    assert_eq!(posted("1710831786"), (Moment::Instant(1_710_831_786), None));
    assert_eq!(posted("1710831786.5"), (Moment::Instant(1_710_831_786), None));
    assert_eq!(posted("1710831786000.0"), (Moment::Instant(1_710_831_786), None));
    let local = jiff::civil::date(2024, 3, 19).at(7, 3, 6, 0);
    assert_eq!(posted("\"2024-03-19 07:03:06\""), (Moment::Local(local), None));
    assert_eq!(posted("\"yesterday\""), (Moment::Unknown, Some("yesterday".to_owned())));
    assert_eq!(posted("null"), (Moment::Unknown, None));
    assert_eq!(posted("true"), (Moment::Unknown, Some("true".to_owned())));
    assert_eq!(posted("[1]"), (Moment::Unknown, Some("[…]".to_owned())));
}

#[test]
fn addresses_of_all_forms_name_the_post() {
    let id = |url: &str| {
        let records = records(line(4, "a", "").replace("https://t.me/s/valdoria_mfa/4", url));
        match &records[..] {
            [Record::Channel(channel), Record::Post(post)] => {
                Some((channel.handle.clone().unwrap(), post.external_id.clone().unwrap()))
            }
            [Record::Reject(reject)] if reject.reason == "no address of a post" => None,
            other => panic!("{other:?}"),
        }
    };
    let known = |id: &str| Some(("valdoria_mfa".to_owned(), id.to_owned()));
    assert_eq!(id("https://t.me/valdoria_mfa/44"), known("44"));
    assert_eq!(id("https://t.me/s/valdoria_mfa/7/44?single"), known("44"));
    assert_eq!(id("https://t.me/s/valdoria_mfa"), None);
    assert_eq!(id("https://t.me/s/valdoria_mfa/x"), None);
    assert_eq!(id("https://example.org/s/valdoria_mfa/4"), None);
}

#[test]
fn other_modules_of_snscrape_are_refused_clearly() {
    let tweet = r#"{"_type": "snscrape.modules.twitter.Tweet", "url": "https://twitter.com/x/status/1", "date": "2024-03-19T07:03:06+00:00", "content": "a"}"#;
    assert!(!looks_like(tweet.as_bytes()));
    let error = Snscrape::new(tweet.as_bytes()).next_record().unwrap_err();
    assert_eq!(
        error.to_string(),
        "the input is snscrape's, but not of Telegram: it holds 'snscrape.modules.twitter.Tweet'"
    );
    assert_eq!(error.hints().len(), 1);
    let mixed = records(format!("{}\n{tweet}\n", line(1, "a", "")));
    let Record::Reject(reject) = &mixed[2] else { panic!("{mixed:?}") };
    assert_eq!((reject.reason.as_str(), &reject.place), ("not of Telegram", &Place::Line(2)));
}

#[test]
fn the_format_is_told_by_its_type_or_its_keys() {
    assert!(looks_like(line(1, "a", "").as_bytes()));
    assert!(looks_like(line(1, "a", "").replace(", \"", ",\"").replace(": ", ":").as_bytes()));
    let early = r#"{"url": "https://t.me/s/valdoria_mfa/1", "date": "2020-03-19T07:03:06+00:00", "content": "a", "outlinks": [], "outlinksss": ""}"#;
    assert!(looks_like(early.as_bytes()));
    assert_eq!(only_post(early).text, "a");
    for other in [
        r#"{"_type": "Message", "id": 1}"#,
        r#"{"url": "https://t.me/s/valdoria_mfa/1"}"#,
        r#"{"name": "snscrape.modules.telegram.TelegramPost"}"#,
        r#"{"_type": 7}"#,
        "[1]",
        "[]",
        "{",
        "_type snscrape.modules.telegram.TelegramPost",
        "",
    ] {
        assert!(!looks_like(other.as_bytes()), "{other}");
    }
}

#[test]
fn the_real_sample_is_read_whole() {
    let Some(folder) = shared("samples/snscrape") else { return };
    let input = std::fs::read(folder.join("kvartiri_tbilisi2023_2024-03.jsonl")).unwrap();
    assert!(looks_like(&input));
    let records = records(&input);
    let posts = posts(&records);
    assert_eq!(records.len(), 1 + posts.len(), "a channel and posts, no rejects");
    assert_eq!(posts.len(), 1);
    let kinds: Vec<_> = posts[0].spans.iter().map(|span| span.kind).collect();
    use crate::model::SpanKind::{Hashtag, Url};
    assert_eq!(kinds, [Hashtag, Hashtag, Hashtag, Hashtag, Url]);
}
