//! Media, albums, and notices in their place.

use super::*;

/// Id, kind, file's name or title, and duration.
type Shown<'p> = (Option<&'p str>, &'p str, Option<&'p str>, Option<f64>);

fn shown(post: &Post) -> Vec<Shown<'_>> {
    post.media
        .iter()
        .map(|item| {
            let name = item.file_name.as_deref().or(item.title.as_deref());
            (item.external_id.as_deref(), item.kind.as_str(), name, item.duration)
        })
        .collect()
}

fn document(id: &str, icon: &str, title: &str, extra: &str) -> String {
    format!(
        r#"<a class="tgme_widget_message_document_wrap" href="https://t.me/valdoria/{id}"><div class="tgme_widget_message_document_icon accent_bg {icon}"></div><div class="tgme_widget_message_document"><div class="tgme_widget_message_document_title accent_color" dir="auto">{title}</div><div class="tgme_widget_message_document_extra" dir="auto">{extra}</div></div></a>"#
    )
}

fn photo(id: i64) -> String {
    format!(
        r#"<a class="tgme_widget_message_photo_wrap grouped_media_wrap blured js-message_photo" data-ratio="1.2" href="https://t.me/valdoria/{id}?single"><div class="grouped_media_helper"><div class="tgme_widget_message_photo grouped_media"></div></div></a>"#
    )
}

#[test]
fn each_kind_of_media_has_exports_word_for_it() {
    let tooth = r#"<div class="message_media_not_supported_wrap"><div class="message_media_not_supported"><div class="message_media_not_supported_label">Media is too big</div><span class="message_media_view_in_telegram">VIEW IN TELEGRAM</span></div></div>"#;
    let song = document("7", "audio", "Low Water", "Trio Oro");
    let file = document("7", "", "minutes.pdf", "220.3 MB");
    let big = format!(
        r#"<a class="tgme_widget_message_video_player not_supported js-message_video_player" href="https://t.me/valdoria/7"><i class="tgme_widget_message_video_thumb"></i>{tooth}</a>"#
    );
    for (html, kind, name, duration) in [
        (
            r#"<a class="tgme_widget_message_photo_wrap 4992570 1204_45" href="https://t.me/valdoria/7" style="width:800px"><div class="tgme_widget_message_photo" style="padding-top:99.8%"></div></a>"#,
            "photo",
            None,
            None,
        ),
        (
            r#"<a class="tgme_widget_message_video_player js-message_video_player" href="https://t.me/valdoria/7"><div class="tgme_widget_message_video_wrap"><video src="a.mp4"></video></div><div class="message_video_play js-message_video_play"></div><time class="message_video_duration js-message_video_duration">1:23:05</time></a>"#,
            "video",
            None,
            Some(4_985.0),
        ),
        (
            r#"<a class="tgme_widget_message_video_player js-message_video_player" href="https://t.me/valdoria/7"><div class="tgme_widget_message_video_wrap"><video src="a.mp4" autoplay loop></video></div></a>"#,
            "animation",
            None,
            None,
        ),
        (big.as_str(), "video", None, None),
        (
            r#"<div class="tgme_widget_message_roundvideo_player js-message_roundvideo_player"><div class="tgme_widget_message_roundvideo_wrap"><video class="tgme_widget_message_roundvideo"></video></div><time class="tgme_widget_message_roundvideo_duration">0:15</time></div>"#,
            "video_message",
            None,
            Some(15.0),
        ),
        (
            r#"<a class="tgme_widget_message_voice_player js-message_voice_player" href="https://t.me/valdoria/7"><audio class="tgme_widget_message_voice js-message_voice" src="a.ogg"></audio><time class="tgme_widget_message_voice_duration js-message_voice_duration">1:05</time></a>"#,
            "voice",
            None,
            Some(65.0),
        ),
        (
            r#"<div class="tgme_widget_message_sticker_wrap media_supported_cont"><a href="https://t.me/addstickers/x"><i class="tgme_widget_message_sticker js-sticker_image" data-webp="a.webp"></i></a></div>"#,
            "sticker",
            None,
            None,
        ),
        (
            r#"<div class="tgme_widget_message_sticker_wrap media_supported_cont"><div class="tgme_widget_message_tgsticker_wrap js-tgsticker"></div></div>"#,
            "sticker",
            None,
            None,
        ),
        (
            r#"<a class="tgme_widget_message_location_wrap" href="https://maps.example/?q=1,2"><div class="tgme_widget_message_location"></div><div class="tgme_widget_message_location_info"><div class="tgme_widget_message_location_title" dir="auto">Old Mill</div><div class="tgme_widget_message_location_address" dir="auto">Vex</div></div></a>"#,
            "location",
            Some("Old Mill"),
            None,
        ),
        (
            r#"<div class="tgme_widget_message_contact_wrap"><div class="tgme_widget_message_contact"><div class="tgme_widget_message_contact_name" dir="auto">Ena Ross</div><div class="tgme_widget_message_contact_phone" dir="auto">+1</div></div></div>"#,
            "contact",
            Some("Ena Ross"),
            None,
        ),
        (
            r#"<div class="tgme_widget_message_poll js-poll"><div class="tgme_widget_message_poll_question">Rain
                tomorrow?</div><div class="tgme_widget_message_poll_type">Anonymous Poll</div><a class="tgme_widget_message_poll_options" href="https://t.me/valdoria/7"><div class="tgme_widget_message_poll_option"><div class="tgme_widget_message_poll_option_percent">60%</div><div class="tgme_widget_message_poll_option_text">Yes</div></div></a></div>"#,
            "poll",
            Some("Rain tomorrow?"),
            None,
        ),
        (song.as_str(), "audio", Some("Trio Oro - Low Water"), None),
        (file.as_str(), "file", Some("minutes.pdf"), None),
    ] {
        let post = only_post(&post(7, html));
        assert_eq!(shown(&post), [(Some("7"), kind, name, duration)], "{html}");
        assert_eq!(post.text, "", "{html}");
        assert_eq!(post.media[0].size, None, "the page rounds it");
    }
}

#[test]
fn an_album_is_one_post_and_its_doubled_text_is_read_once() {
    let album = format!(
        r#"<div class="tgme_widget_message_grouped_wrap js-message_grouped_wrap" style="width:453px;"><div class="tgme_widget_message_grouped js-message_grouped"><div class="tgme_widget_message_grouped_layer js-message_grouped_layer">{}{}<a class="tgme_widget_message_video_player grouped_media_wrap blured js-message_video_player" href="https://t.me/valdoria/9?single"></a></div></div></div>{}"#,
        photo(7),
        photo(8),
        words(&words("<b>Three rivers</b><br/>of #Valdoria"))
    );
    let album_post = only_post(&post(7, &album));
    assert_eq!(album_post.external_id.as_deref(), Some("7"));
    assert_eq!(album_post.text, "Three rivers\nof #Valdoria");
    assert_eq!(
        shown(&album_post),
        [
            (Some("7"), "photo", None, None),
            (Some("8"), "photo", None, None),
            (Some("9"), "video", None, None)
        ]
    );
    // As served since 2025, one wrapper deeper.
    let nested = format!(
        r#"<div class="media_supported_cont"><div class="tgme_widget_message_one_media js-message_media"><div class="media_supported_cont">{album}</div></div></div>"#
    );
    assert_eq!(only_post(&post(7, &nested)), album_post);
}

#[test]
fn text_above_media_belongs_to_it() {
    let above = only_post(&post(7, &(words("Look:") + &photo(7) + &photo(8))));
    assert_eq!(above.text, "Look:");
    assert_eq!(above.media.len(), 2);
}

#[test]
fn files_in_a_group_with_a_text_each_are_posts_as_in_exports() {
    let group = document("7?single", "", "a.pdf", "1 MB")
        + &words("First #a")
        + &document("8?single", "", "b.pdf", "1 MB")
        + &document("9?single", "", "c.pdf", "1 MB")
        + &words("Third #c");
    let records = records(page(&post(7, &group)));
    assert_eq!(brief(&records), "[valdoria] 7 9");
    let [first, third] = given(&records)[..] else { panic!("two posts") };
    assert_eq!((first.text.as_str(), third.text.as_str()), ("First #a", "Third #c"));
    assert_eq!(first.media.len(), 2);
    assert_eq!(shown(third), [(Some("9"), "file", Some("c.pdf"), None)]);
    assert_eq!(first.posted, third.posted);
    assert_eq!((first.views, third.views), (Some(7), None), "told once for all");

    let one_text = document("7?single", "", "a.pdf", "1 MB")
        + &document("8?single", "", "b.pdf", "1 MB")
        + &words("Both");
    let both = only_post(&post(7, &one_text));
    assert_eq!((both.text.as_str(), both.media.len()), ("Both", 2));

    let same = document("7", "", "a.pdf", "1 MB")
        + &words("Both")
        + &document("7", "", "b.pdf", "1 MB")
        + &words("Both")
        + &words("More");
    let same = only_post(&post(7, &same));
    assert_eq!(same.text, "Both\nMore", "without ids of their own nothing tells the messages apart");
}

#[test]
fn notices_previews_and_buttons_are_no_text() {
    let hidden = r#"<div class="media_not_supported_cont"><div class="message_media_not_supported_wrap"><div class="message_media_not_supported"><div class="message_media_not_supported_label">Please open Telegram to view this post</div><a href="https://t.me/valdoria/7" class="message_media_view_in_telegram">VIEW IN TELEGRAM</a></div></div></div>"#;
    let preview = r#"<a class="tgme_widget_message_link_preview" href="https://rivers.example/"><i class="link_preview_right_image"></i><div class="link_preview_site_name accent_color" dir="auto">Rivers</div><div class="link_preview_title" dir="auto">Levels</div><div class="link_preview_description" dir="auto">All #levels</div></a>"#;
    let buttons = r#"<div class="tgme_widget_message_inline_keyboard"><div class="tgme_widget_message_inline_row"><a class="tgme_widget_message_inline_button url_button" href="https://rivers.example/"><span class="tgme_widget_message_inline_button_text">Open</span></a></div></div>"#;
    let html =
        format!(r#"<div class="media_supported_cont">{}</div>{hidden}{preview}{buttons}"#, words("Seen."));
    let seen = only_post(&post(7, &html));
    assert_eq!(seen.text, "Seen.");
    assert_eq!(seen.media, [], "the notice is hidden where the post can be shown");

    let sticker = r#"<div class="message_media_not_supported_wrap media_not_supported_cont"><div class="message_media_not_supported_label">This media is not supported in your browser</div></div><div class="tgme_widget_message_sticker_wrap media_supported_cont"></div>"#;
    assert_eq!(shown(&only_post(&post(7, sticker))), [(Some("7"), "sticker", None, None)]);

    let only = r#"<div class="message_media_not_supported_wrap"><div class="message_media_not_supported_label">Please open Telegram to view this post</div></div>"#;
    let gone = only_post(&post(7, only));
    assert_eq!(shown(&gone), [(Some("7"), "unsupported", None, None)]);
    assert_eq!(gone.text, "");
    let beside = only_post(&post(7, &(words("Give away!") + only)));
    assert_eq!((beside.text.as_str(), beside.media[0].kind.as_str()), ("Give away!", "unsupported"));
}
