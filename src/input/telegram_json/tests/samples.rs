//! Real exports, outside the project.

use std::collections::{BTreeMap, BTreeSet};

use jiff::tz::TimeZone;

use super::*;
use crate::input::tests::shared;
use crate::model::{Moment, SpanKind};

/// The records of a sample, or `None` after a line that says that it is not there.
fn sample(name: &str) -> Option<Vec<Record>> {
    let path = shared(&format!("samples/telegram-desktop/{name}"))?;
    let mut reader = crate::input::open(&path, None).unwrap();
    let records = std::iter::from_fn(|| reader.next_record().unwrap()).collect();
    assert_eq!(reader.bytes_read(), std::fs::metadata(&path).unwrap().len());
    assert!(reader.is_ordered());
    Some(records)
}

fn month(post: &Post) -> String {
    let Moment::Instant(seconds) = post.posted else { panic!("no instant") };
    let day = jiff::Timestamp::from_second(seconds).unwrap().to_zoned(TimeZone::UTC);
    day.strftime("%Y-%m").to_string()
}

#[test]
fn a_channel_of_213_rows_has_the_counts_that_other_tools_find() {
    let Some(records) = sample("uponthepath_2026.json") else { return };
    let posts = posts(&records);
    assert_eq!(posts.len(), 203);
    assert_eq!(events(&records).len(), 5);
    assert_eq!(rejects(&records).len(), 0);
    let [channel] = channels(&records)[..] else { panic!("one channel") };
    assert_eq!(channel.external_id.as_deref(), Some("3204528972"));
    assert_eq!(channel.link_base.as_deref(), Some("https://t.me/c/3204528972/"));

    let count = |has: &dyn Fn(&Post) -> bool| posts.iter().filter(|post| has(post)).count();
    assert_eq!(count(&|post| !post.text.is_empty()), 157);
    assert_eq!(count(&|post| post.forward.is_some()), 27);
    assert_eq!(count(&|post| post.reply.is_some()), 6);
    assert_eq!(count(&|post| post.author.is_some()), 1);
    let mut album_sizes: Vec<_> =
        posts.iter().map(|post| post.media.len()).filter(|media| *media > 1).collect();
    album_sizes.sort_unstable();
    assert_eq!(album_sizes, [2, 2, 4]);
    assert_eq!(posts.iter().map(|post| post.media.len()).sum::<usize>(), 73);
    assert_eq!(count(&|post| matches!(post.edited, Moment::Instant(_))), 106);

    let mut months = BTreeMap::new();
    posts.iter().for_each(|post| *months.entry(month(post)).or_insert(0) += 1);
    let expected = [
        ("2025-11", 13),
        ("2025-12", 7),
        ("2026-01", 33),
        ("2026-02", 29),
        ("2026-03", 27),
        ("2026-04", 46),
        ("2026-05", 26),
        ("2026-06", 20),
        ("2026-07", 2),
    ];
    assert_eq!(months, expected.map(|(month, posts)| (month.to_owned(), posts)).into());

    let marked = |kind| -> Vec<_> {
        posts
            .iter()
            .flat_map(|post| post.spans.iter().map(move |span| (span.kind, &post.text[span.start..span.end])))
            .filter(|(other, _)| *other == kind)
            .map(|(_, words)| words)
            .collect()
    };
    let hashtags = marked(SpanKind::Hashtag);
    assert_eq!(hashtags.len(), 4);
    assert_eq!(hashtags.iter().collect::<BTreeSet<_>>().len(), 3);
    assert_eq!(hashtags.iter().filter(|tag| tag.starts_with('#') && tag[1..].contains('@')).count(), 2);
    assert_eq!(marked(SpanKind::Mention).len(), 1);
    assert_eq!(marked(SpanKind::TextLink).len(), 128);
}

/// An independent reading: `serde_json::Value` trees, joined parts, rows one by one.
#[test]
fn texts_are_what_the_parts_of_text_entities_give() {
    let Some(records) = sample("uponthepath_2026.json") else { return };
    let Some(path) = shared("samples/telegram-desktop/uponthepath_2026.json") else { return };
    let file: serde_json::Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let rows = file["messages"].as_array().unwrap();
    let texts: Vec<String> = rows
        .iter()
        .filter(|row| row["type"] == "message")
        .map(|row| {
            row["text_entities"].as_array().unwrap().iter().filter_map(|part| part["text"].as_str()).collect()
        })
        .filter(|text: &String| !text.is_empty())
        .collect();
    let ours: Vec<_> =
        posts(&records).iter().map(|post| post.text.clone()).filter(|text| !text.is_empty()).collect();
    assert_eq!(ours, texts);
}

#[test]
fn an_album_of_a_photo_and_two_videos_is_one_post() {
    let Some(records) = sample("pachumarchive_2026-06.json") else { return };
    let [post] = posts(&records)[..] else { panic!("one post") };
    assert_eq!(post.external_id.as_deref(), Some("3854"));
    let media: Vec<_> = post
        .media
        .iter()
        .map(|item| (item.external_id.as_deref().unwrap(), item.kind.as_str(), item.size))
        .collect();
    let expected = [
        ("3854", "photo", Some(198_074)),
        ("3855", "video", Some(2_003_698_620)),
        ("3856", "video", Some(1_835_393_495)),
    ];
    assert_eq!(media, expected);
    assert_eq!(post.edited, Moment::Instant(1_781_699_364));
    assert_eq!(post.reactions.as_ref().map(Vec::len), Some(1));
}

#[test]
fn numeric_ids_with_type_bits_become_bare_ids() {
    let Some(records) = sample("khream_2021-02_numeric_ids.json") else { return };
    let [channel] = channels(&records)[..] else { panic!("one channel") };
    assert_eq!(channel.external_id.as_deref(), Some("1494031694"));
    let posts = posts(&records);
    assert_eq!(posts.len(), 16);
    assert!(posts.iter().all(|post| matches!(post.posted, Moment::Local(_)) && post.author.is_none()));
    assert_eq!(posts[0].posted, Moment::Local(jiff::civil::date(2021, 1, 31).at(21, 2, 29, 0)));
}
