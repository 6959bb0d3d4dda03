//! What messages carry besides words.

use super::*;
use crate::model::Media;

fn media(row: &str) -> Vec<Media> {
    only_post(&message(4, &format!(r#", "media": {row}"#))).media
}

fn kind(row: &str) -> Option<(String, Option<String>)> {
    let mut media = media(row);
    assert!(media.len() < 2);
    media.pop().map(|media| {
        assert_eq!(media.external_id.as_deref(), Some("4"));
        (media.kind, media.title)
    })
}

fn is(word: &str, title: Option<&str>) -> Option<(String, Option<String>)> {
    Some((word.to_owned(), title.map(str::to_owned)))
}

#[test]
fn a_photo_has_the_measures_of_its_largest_size() {
    let photo = media(
        r#"{"_": "MessageMediaPhoto", "spoiler": false, "photo": {"_": "Photo", "id": 5, "sizes": [
            {"_": "PhotoStrippedSize", "type": "i", "bytes": "AAE="}, {"_": "PhotoSize", "type": "m", "w": 320, "h": 200, "size": 9000},
            {"_": "PhotoSizeProgressive", "type": "y", "w": 1280, "h": 800, "sizes": [1000, 60000, 150000]},
            {"_": "PhotoSize", "type": "x", "w": 800, "h": 500, "size": 50000}]}, "ttl_seconds": null}"#,
    );
    let expected = Media {
        external_id: Some("4".to_owned()),
        kind: "photo".to_owned(),
        width: Some(1280),
        height: Some(800),
        size: Some(150_000),
        ..Media::default()
    };
    assert_eq!(photo, [expected]);
    assert_eq!(
        kind(r#"{"_": "MessageMediaPhoto", "photo": null, "ttl_seconds": 5}"#),
        is("photo", None),
        "gone"
    );
}

fn document(attributes: &str) -> String {
    format!(
        r#"{{"_": "MessageMediaDocument", "document": {{"_": "Document", "id": 1, "mime_type": "video/mp4", "size": 2003698620, "attributes": [{attributes}]}}}}"#
    )
}

#[test]
fn the_kind_of_a_file_is_told_by_its_attributes() {
    let video =
        r#"{"_": "DocumentAttributeVideo", "duration": 12.5, "w": 640, "h": 360, "round_message": false}"#;
    let name = r#"{"_": "DocumentAttributeFilename", "file_name": "dam.mp4"}"#;
    let expected = Media {
        external_id: Some("4".to_owned()),
        kind: "video".to_owned(),
        file_name: Some("dam.mp4".to_owned()),
        mime_type: Some("video/mp4".to_owned()),
        size: Some(2_003_698_620),
        width: Some(640),
        height: Some(360),
        duration: Some(12.5),
        title: None,
    };
    assert_eq!(media(&document(&format!("{video}, {name}"))), [expected]);
    for (attributes, word) in [
        (name.to_owned(), "file"),
        (String::new(), "file"),
        (format!(r#"{video}, {{"_": "DocumentAttributeAnimated"}}"#), "animation"),
        (video.replace("false", "true"), "video_message"),
        (
            format!(
                r#"{{"_": "DocumentAttributeImageSize", "w": 5, "h": 5}}, {{"_": "DocumentAttributeSticker", "alt": "🌊"}}, {video}"#
            ),
            "sticker",
        ),
        (r#"{"_": "DocumentAttributeAudio", "duration": 3, "voice": true}"#.to_owned(), "voice"),
        (r#"{"_type": "DocumentAttributeAudio", "duration": 3, "voice": null}"#.to_owned(), "audio"),
        (
            r#"{"_": "DocumentAttributeHasStickers"}, {"_": "DocumentAttributeImageSize", "w": 5, "h": 5}"#
                .to_owned(),
            "file",
        ),
    ] {
        assert_eq!(kind(&document(&attributes)), is(word, None), "{attributes}");
    }
    let song = r#"{"_": "DocumentAttributeAudio", "duration": 200, "voice": false, "title": "Orla", "performer": "The Dams"}"#;
    assert_eq!(kind(&document(song)), is("audio", Some("The Dams - Orla")));
    let gone = |flag: &str| format!(r#"{{"_": "MessageMediaDocument", "document": null, "{flag}": true}}"#);
    assert_eq!(kind(&gone("voice")), is("voice", None));
    assert_eq!(kind(&gone("round")), is("video_message", None));
    assert_eq!(kind(&gone("video")), is("video", None));
    assert_eq!(kind(&gone("nopremium")), is("file", None));
}

#[test]
fn other_media_have_their_words() {
    assert_eq!(kind("null"), None);
    assert_eq!(kind("{}"), None);
    assert_eq!(kind(r#"{"_": "MessageMediaEmpty"}"#), None);
    assert_eq!(
        kind(
            r#"{"_": "MessageMediaWebPage", "webpage": {"_": "WebPage", "url": "https://x.example/", "photo": {"sizes": []}}}"#
        ),
        None
    );
    let poll = |question: &str| {
        format!(
            r#"{{"_": "MessageMediaPoll", "poll": {{"_": "Poll", "question": {question}}}, "results": {{}}}}"#
        )
    };
    assert_eq!(kind(&poll(r#""Which dam?""#)), is("poll", Some("Which dam?")));
    let object = r#"{"_": "TextWithEntities", "text": "Which dam?", "entities": []}"#;
    assert_eq!(kind(&poll(object)), is("poll", Some("Which dam?")));
    assert_eq!(kind(r#"{"_": "MessageMediaGeo", "geo": {"lat": 1.5, "long": 2.5}}"#), is("location", None));
    assert_eq!(
        kind(r#"{"_": "MessageMediaVenue", "geo": {}, "title": "Mill"}"#),
        is("location", Some("Mill"))
    );
    assert_eq!(
        kind(r#"{"_": "MessageMediaContact", "first_name": "Ana", "last_name": ""}"#),
        is("contact", Some("Ana"))
    );
    assert_eq!(kind(r#"{"_": "MessageMediaGame", "game": {"title": "Raft"}}"#), is("game", Some("Raft")));
    assert_eq!(
        kind(r#"{"_": "MessageMediaInvoice", "title": "Boat", "photo": {"sizes": []}}"#),
        is("invoice", Some("Boat"))
    );
    assert_eq!(kind(r#"{"_": "MessageMediaDice", "emoticon": "🎲", "value": 3}"#), is("dice", Some("🎲")));
    assert_eq!(
        kind(r#"{"_": "MessageMediaToDo", "todo": {"title": {"text": "Sandbags"}}}"#),
        is("todo_list", Some("Sandbags"))
    );
    assert_eq!(kind(r#"{"_": "MessageMediaGiveawayResults"}"#), is("giveaway_results", None));
    assert_eq!(kind(r#"{"_": "MessageMediaPaidMedia", "stars_amount": 5}"#), is("paid_media", None));
    assert_eq!(kind(r#"{"_": "MessageMediaStory"}"#), is("story", None));
    assert_eq!(kind(r#"{"_": "MessageMediaUnsupported"}"#), is("unsupported", None));
    assert_eq!(kind(r#"{"_": "messageMediaPhoto"}"#), is("photo", None));
}
