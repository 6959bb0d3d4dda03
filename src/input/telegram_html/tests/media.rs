//! What a message carries besides words.

use super::rows::post_with;
use crate::model::Media;

fn media(html: &str) -> Media {
    let post = post_with(&format!("<div class=\"media_wrap clearfix\">\n{html}\n</div>"));
    let [item] = &post.media[..] else { panic!("{post:?}") };
    assert_eq!(item.external_id.as_deref(), Some("5"));
    Media { external_id: None, ..item.clone() }
}

fn generic(classes: &str, title: &str, description: &str, status: &str) -> Media {
    media(&format!(
        "<div class=\"media clearfix pull_left {classes}\"><div class=\"fill pull_left\">\n\n</div>\
         <div class=\"body\"><div class=\"title bold\">\n{title}\n          </div>\
         <div class=\"description\">\n{description}\n          </div>\
         <div class=\"status details\">\n{status}\n          </div></div></div>"
    ))
}

#[test]
fn files_that_were_exported_have_their_names() {
    let wrapped = |class: &str, inner: &str| {
        media(&format!("<a class=\"{class} clearfix pull_left\" href=\"photos/a (1).jpg\">{inner}</a>"))
    };
    let named =
        |kind: &str| Media { kind: kind.into(), file_name: Some("a (1).jpg".into()), ..Media::default() };
    assert_eq!(wrapped("photo_wrap", "<img class=\"photo\" src=\"photos/a_thumb.jpg\"/>"), named("photo"));
    assert_eq!(wrapped("sticker_wrap", ""), named("sticker"));
    assert_eq!(wrapped("animated_wrap", "<div class=\"gif_play\">GIF</div>"), named("animation"));
    let video = wrapped("video_file_wrap", "<div class=\"video_duration\">\n1:02:03\n</div>");
    assert_eq!(video, Media { duration: Some(3723.0), ..named("video") });
    let voice = media(
        "<a class=\"media clearfix pull_left block_link media_voice_message\" href=\"voice_messages/audio_1.ogg\">\
         <div class=\"body\"><div class=\"title bold\">\nVoice message\n</div><div class=\"status details\">\n00:07\n</div></div></a>",
    );
    let expected = Media {
        kind: "voice".into(),
        file_name: Some("audio_1.ogg".into()),
        duration: Some(7.0),
        ..Media::default()
    };
    assert_eq!(voice, expected);
}

#[test]
fn files_that_were_not_exported_have_a_kind() {
    let absent = "Not included, change data exporting settings to download.";
    let kind = |kind: &str| Media { kind: kind.into(), ..Media::default() };
    let photo = generic("media_photo", "Photo", absent, "1174×973, 114.6 KB");
    assert_eq!(photo, Media { width: Some(1174), height: Some(973), ..kind("photo") });
    assert_eq!(generic("media_photo", "Sticker", absent, "💠, 4.7 KB"), kind("sticker"));
    assert_eq!(generic("media_photo", "Self-destructing photo", "", "Expired"), kind("photo"));
    let video = generic("media_video", "Video file", absent, "03:28, 8.4 MB");
    assert_eq!(video, Media { duration: Some(208.0), ..kind("video") });
    assert_eq!(generic("media_video", "Animation", absent, "8.4 MB"), kind("animation"));
    let round = generic("media_video", "Video message", absent, "00:09, 1.0 MB");
    assert_eq!(round, Media { duration: Some(9.0), ..kind("video_message") });
    let file = generic("media_file", "Report (2).pdf", absent, "159.8 KB");
    assert_eq!(file, Media { file_name: Some("Report (2).pdf".into()), ..kind("file") });
    assert_eq!(generic("media_file", "File", absent, "1 B"), kind("file"));
    let song = generic("media_audio_file", "Osk Choir – Low Water", absent, "05:16, 4.8 MB");
    assert_eq!(
        song,
        Media { title: Some("Osk Choir - Low Water".into()), duration: Some(316.0), ..kind("audio") }
    );
    let name = generic("media_audio_file", "talk.mp3", absent, "05:16, 4.8 MB");
    assert_eq!(name, Media { file_name: Some("talk.mp3".into()), duration: Some(316.0), ..kind("audio") });
}

#[test]
fn polls_places_and_contacts_have_their_words_for_a_title() {
    let poll = |details: &str| {
        media(&format!(
            "<div class=\"media_poll\"><div class=\"question bold\">\nWhich river?<br>One only\n   </div>\
             <div class=\"details\">\n{details}\n</div><div class=\"answer\">\n- Osk <span class=\"details\">40 votes</span>\n</div>\
             <div class=\"total details&#x09;\">\n40 votes\n</div></div>"
        ))
    };
    let titled =
        |kind: &str, title: &str| Media { kind: kind.into(), title: Some(title.into()), ..Media::default() };
    assert_eq!(poll("Anonymous poll"), titled("poll", "Which river?\nOne only"));
    assert_eq!(poll("To-do List"), titled("todo_list", "Which river?\nOne only"));
    assert_eq!(generic("media_contact", "Ada ", "", "+420 1"), titled("contact", "Ada"));
    assert_eq!(generic("media_venue", "Osk Bridge", "Weir Lane", ""), titled("location", "Osk Bridge"));
    assert_eq!(generic("media_location", "Location", "", "50.1, 14.4").kind, "location");
    assert_eq!(generic("media_game", "Chess", "", ""), titled("game", "Chess"));
    assert_eq!(generic("media_giveaway", "Giveaway", "", "").kind, "giveaway");
}
