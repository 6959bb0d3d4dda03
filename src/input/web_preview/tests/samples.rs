//! Real pages, outside the project.

use super::*;
use crate::input::tests::shared;
use crate::model::SpanKind;

/// The records of a sample, or `None` after a line that says that it is not there.
fn sample(name: &str) -> Option<Vec<Record>> {
    let path = shared(&format!("samples/web-preview/{name}"))?;
    let mut reader = crate::input::open(&path, None).unwrap();
    let records = std::iter::from_fn(|| reader.next_record().unwrap()).collect();
    assert_eq!(reader.bytes_read(), std::fs::metadata(&path).unwrap().len());
    Some(records)
}

#[test]
fn posts_with_custom_emoji_and_stars() {
    let Some(records) = sample("durov_532_533_2026.html") else { return };
    assert_eq!(brief(&records), "[durov] 532 533");
    assert_eq!(channels(&records)[0].external_id.as_deref(), Some("1006503122"));
    let [first, second] = given(&records)[..] else { panic!("two posts") };
    assert_eq!(first.posted, Moment::Instant(1_784_497_501));
    assert_eq!(first.seen, Some(1_791_090_624));
    assert_eq!((first.views, first.views_unit), (Some(6_420_000), Some(10_000)));
    assert_eq!(first.media.iter().map(|item| item.kind.as_str()).collect::<Vec<_>>(), ["animation"]);
    assert_eq!(first.text.chars().count(), 135);
    assert!(first.text.starts_with('🎠') && first.text.ends_with('😺'));
    assert_eq!(second.text.lines().count(), 5);
    assert_eq!(second.reactions.as_ref().unwrap().iter().map(|one| one.count).sum::<i64>(), 96_100);
    assert!(second.author.is_some());
}

#[test]
fn a_sticker_a_reply_an_album_an_event_and_a_forward() {
    let Some(records) = sample("mixed_shapes_2026_trimmed.html") else { return };
    assert_eq!(
        brief(&records),
        "[xydessa_live] 85856 85857 85858 [brieflyru] 47109 [brieflyru] 1:create_channel [BellumActaNews] 177066"
    );
    let posts = given(&records);
    assert_eq!((posts[0].text.as_str(), posts[0].media[0].kind.as_str()), ("", "sticker"));
    assert_eq!(posts[2].reply.as_ref().unwrap().external_id, "85770");
    assert_eq!(posts[2].posted, Moment::Unknown);
    assert_eq!(posts[2].text.lines().count(), 2);
    let ids: Vec<_> = posts[3].media.iter().filter_map(|item| item.external_id.as_deref()).collect();
    assert_eq!(ids, ["47109", "47110", "47111", "47112"]);
    assert_eq!(posts[3].text.matches("Мёртвая рука").count(), 1, "once");
    let forward = posts[4].forward.as_ref().unwrap();
    assert_eq!(
        (forward.channel.handle.as_deref(), forward.external_id.as_deref()),
        (Some("DDGeopolitics"), Some("193490"))
    );
    assert_eq!(posts[4].text.lines().count(), 5);
}

#[test]
fn a_page_indented_anew_by_jsoup() {
    let Some(records) = sample("xcareers_2020_page_jsoup.html") else { return };
    assert_eq!(brief(&records), "[xCareers] 1491 1510 1511");
    let posts = given(&records);
    let words = |kind| -> Vec<&str> {
        let marked = |post: &&'_ Post| -> Vec<_> {
            post.spans.iter().filter(|span| span.kind == kind).cloned().collect()
        };
        posts
            .iter()
            .flat_map(|post| marked(post).into_iter().map(|span| &post.text[span.start..span.end]))
            .collect()
    };
    // `grep -o '?q=%23'` finds 15 of them in the texts.
    let hashtags = words(SpanKind::Hashtag);
    assert_eq!(hashtags.len(), 15);
    assert!(hashtags.iter().all(|tag| tag.starts_with('#') && !tag.contains(char::is_whitespace)));
    assert!(words(SpanKind::Mention).iter().all(|name| name.starts_with('@')));
    for post in &posts {
        assert!(
            !post.text.contains("  ") && !post.text.contains(" \n") && !post.text.contains("\n "),
            "{}",
            post.text
        );
    }
    assert_eq!(posts[0].text.matches("🔸").count(), 18);
}
