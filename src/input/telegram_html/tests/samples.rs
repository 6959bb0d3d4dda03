//! A real export in both formats, outside the project.

use super::*;
use crate::input::tests::shared;
use crate::input::{Format, open};
use crate::model::SpanKind;

fn sample(name: &str, format: Format) -> Option<Vec<Record>> {
    let path = shared(&format!("samples/telegram-desktop/{name}"))?;
    assert_eq!(
        crate::input::tests::recognise_of(&path, &crate::input::ReadOptions::default()).unwrap(),
        format
    );
    let mut reader = open(&path, None).unwrap();
    let records = std::iter::from_fn(|| reader.next_record().unwrap()).collect();
    assert_eq!(reader.bytes_read(), std::fs::metadata(&path).unwrap().len());
    assert!(reader.is_ordered());
    assert!(reader.is_complete() || format == Format::TelegramJson);
    Some(records)
}

/// What both formats can have of a post.
fn common(post: &Post) -> Post {
    let mut post = post.clone();
    post.edited = crate::model::Moment::Unknown;
    if let Some(author) = &mut post.author {
        author.external_id = None;
    }
    if let Some(forward) = &mut post.forward {
        let name = forward.channel.name.take();
        forward.channel = Channel { platform: PLATFORM.to_owned(), name, ..Channel::default() };
        forward.posted = crate::model::Moment::Unknown;
    }
    for item in &mut post.media {
        (item.size, item.mime_type) = (None, None);
        if item.kind != "photo" {
            (item.width, item.height) = (None, None);
        }
        if matches!(item.kind.as_str(), "video" | "sticker") || item.title.is_some() {
            item.file_name = None;
        }
    }
    post
}

#[test]
fn the_page_says_what_its_twin_says_message_for_message() {
    let Some(html) = sample("uponthepath_2026_messages.html", Format::TelegramHtml) else { return };
    let Some(json) = sample("uponthepath_2026.json", Format::TelegramJson) else { return };
    let (ours, twins) = (posts(&html), posts(&json));
    assert_eq!((ours.len(), twins.len()), (203, 203));
    for (one, twin) in ours.iter().zip(&twins) {
        assert_eq!(common(one), common(twin));
    }
    let forwards: Vec<_> = ours.iter().filter_map(|post| post.forward.as_ref()).collect();
    assert_eq!(forwards.len(), 27);
    assert!(forwards.iter().all(|forward| forward.posted != crate::model::Moment::Unknown));
    let marked = |kind| ours.iter().flat_map(|post| &post.spans).filter(|span| span.kind == kind).count();
    assert_eq!(
        (marked(SpanKind::Hashtag), marked(SpanKind::Mention), marked(SpanKind::TextLink)),
        (4, 1, 128)
    );

    let (ours, twins) = (events(&html), events(&json));
    assert_eq!(ours.len(), 5);
    for (one, twin) in ours.iter().zip(&twins) {
        let name = |event: &ChannelEvent| event.actor.as_ref().and_then(|actor| actor.name.clone());
        assert_eq!(
            (&one.external_id, &one.action, &one.detail),
            (&twin.external_id, &twin.action, &twin.detail)
        );
        assert_eq!(name(one), name(twin));
    }
    let Some(Record::Channel(channel)) = html.first() else { panic!("a channel first") };
    let Some(Record::Channel(twin)) = json.first() else { panic!("a channel first") };
    assert_eq!((&channel.platform, &channel.name), (&twin.platform, &twin.name));
}
