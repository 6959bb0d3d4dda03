//! What rows carry besides words: media and reactions.

use super::*;
use crate::model::{Media, Reaction};

#[test]
fn media_have_kinds_names_and_sizes() {
    let media = |keys: &str| only_post(&row(5, keys)).media;
    let photo =
        media(r#","photo":"chats/chat_01/photos/photo_1.jpg","photo_file_size":9,"width":3,"height":4"#);
    let expected = Media {
        external_id: Some("5".to_owned()),
        kind: "photo".to_owned(),
        file_name: Some("photo_1.jpg".to_owned()),
        size: Some(9),
        width: Some(3),
        height: Some(4),
        ..Media::default()
    };
    assert_eq!(photo, [expected]);
    for words in [
        "(File not included. Change data exporting settings to download.)",
        "(File exceeds maximum size. Change data exporting settings to download.)",
        "(File unavailable, please try again later)",
    ] {
        assert_eq!(media(&format!(r#","photo":"{words}""#))[0].file_name, None);
        assert_eq!(
            media(&format!(r#","file":"{words}","file_name":"a.mp4""#))[0].file_name.as_deref(),
            Some("a.mp4")
        );
    }
    let video = &media(
        r#","file":"video_files/v.mp4","media_type":"video_file","mime_type":"video/mp4","duration_seconds":61,"file_size":2003698620"#,
    )[0];
    assert_eq!(
        (video.kind.as_str(), video.file_name.as_deref(), video.mime_type.as_deref()),
        ("video", Some("v.mp4"), Some("video/mp4"))
    );
    assert_eq!((video.duration, video.size), (Some(61.0), Some(2_003_698_620)));
    let song =
        &media(r#","file":"files/a.ogg","media_type":"audio_file","performer":"Choir","title":"Hymn""#)[0];
    assert_eq!((song.kind.as_str(), song.title.as_deref()), ("audio", Some("Choir - Hymn")));
    assert_eq!(media(r#","file":"""#), [], "tdl writes an empty one");
}

#[test]
fn kinds_of_media_are_told_apart() {
    let kinds = |keys: &str| {
        let media = only_post(&row(5, keys)).media;
        media.into_iter().map(|item| (item.kind, item.title)).collect::<Vec<_>>()
    };
    let one = |kind: &str, title: Option<&str>| vec![(kind.to_owned(), title.map(str::to_owned))];
    for (name, kind) in [
        ("voice_message", "voice"),
        ("video_message", "video_message"),
        ("animation", "animation"),
        ("sticker", "sticker"),
        ("yet_unknown", "file"),
    ] {
        assert_eq!(kinds(&format!(r#","file":"f/a","media_type":"{name}""#)), one(kind, None));
    }
    assert_eq!(kinds(r#","file":"files/a.pdf""#), one("file", None));
    assert_eq!(
        kinds(r#","poll":{"question":"Bread?","closed":false,"answers":[]}"#),
        one("poll", Some("Bread?"))
    );
    assert_eq!(
        kinds(r#","poll":{"question":["Bread ",{"type":"bold","text":"now"}]}"#),
        one("poll", Some("Bread now"))
    );
    assert_eq!(kinds(r#","todo_list":{"title":["Buy"],"answers":[]}"#), one("todo_list", Some("Buy")));
    assert_eq!(kinds(r#","location_information":null"#), one("location", None));
    assert_eq!(
        kinds(r#","place_name":"Quay","address":"1","location_information":{"latitude":1.5}"#),
        one("location", Some("Quay"))
    );
    assert_eq!(
        kinds(r#","contact_information":{"first_name":"Ann","last_name":"","phone_number":"1"}"#),
        one("contact", Some("Ann"))
    );
    assert_eq!(kinds(r#","game_title":"Chess""#), one("game", Some("Chess")));
    assert_eq!(kinds(r#","invoice_information":"{\n \"title\": \"Tea\"\n}""#), one("invoice", Some("Tea")));
    assert_eq!(kinds(r#","giveaway_information":{"quantity":1}"#), one("giveaway", None));
    assert_eq!(kinds(r#","giveaway_results":{}"#), one("giveaway_results", None));
    assert_eq!(kinds(r#","paid_stars_amount":5"#), one("paid_media", None));
}

#[test]
fn reactions_are_counted_and_absent_ones_are_unknown() {
    let reactions = |keys: &str| only_post(&row(1, keys)).reactions;
    let reaction =
        |kind: &str, name: &str, count| Reaction { kind: kind.to_owned(), name: name.to_owned(), count };
    assert_eq!(
        reactions(
            r#","reactions":[{"type":"emoji","count":4,"emoji":"🔥","recent":[{"from":"Ann","from_id":"user1","date":"2025-06-01T12:00:00"}]},
            {"type":"custom_emoji","count":2,"document_id":"53"},{"type":"paid","count":9},{"type":"emoji","count":1,"emoji":"🔥"},
            {"type":"emoji","count":0,"emoji":"👀"}]"#
        ),
        Some(vec![reaction("emoji", "🔥", 5), reaction("custom_emoji", "53", 2), reaction("paid", "", 9)])
    );
    assert_eq!(reactions(""), None);
}
