//! A channel's web preview: all posts on one page, and the text that such a page leaves when it is copied.

use std::fmt::Write as _;
use std::io::{self, Write};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::layout::Layout;
use super::row::{CHANNEL_ID, Entity, HANDLE, NAME, Part, Row, clock, escaped, in_address, iso};

/// 2025-06-01T12:00:00Z, when the page was served.
const SERVED: u64 = 1_748_779_200;

/// `https://t.me/s/NAME`.
pub(super) struct Page;

impl Layout for Page {
    fn begin(&mut self, out: &mut String) -> io::Result<()> {
        let _ = write!(
            out,
            r#"<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>{NAME} – Telegram</title><link rel="canonical" href="/s/{HANDLE}"></head>
<body class="widget_frame_base tgme_webpreview emoji_image thin_box_shadow tme_mode no_transitions">
<header class="tgme_header"><div class="tgme_channel_info"><div class="tgme_channel_info_header">
<div class="tgme_channel_info_header_title"><span dir="auto">{NAME}</span></div>
<div class="tgme_channel_info_header_username"><a href="https://t.me/{HANDLE}">@{HANDLE}</a></div></div></div></header>
<main class="tgme_main" data-url="/{HANDLE}"><div class="tgme_container"><section class="tgme_channel_history js-message_history">
"#
        );
        Ok(())
    }

    fn push_post(&mut self, rows: &[Row<'_>], out: &mut String) -> io::Result<()> {
        let Some(row) = rows.first() else { return Ok(()) };
        open(out, row.id, "");
        if let Some((name, id)) = row.source {
            let _ = writeln!(
                out,
                r#"<div class="tgme_widget_message_forwarded_from accent_color">Forwarded from&nbsp;<a class="tgme_widget_message_forwarded_from_name" href="https://t.me/source{id}/{}"><span dir="auto">{}</span></a></div>"#,
                1 + row.id % 5000,
                escaped(name)
            );
        }
        if let Some(id) = row.reply_to {
            let _ = writeln!(
                out,
                r#"<a class="tgme_widget_message_reply user-color-default" href="https://t.me/{HANDLE}/{id}""><div class="tgme_widget_message_author accent_color"><span class="tgme_widget_message_author_name" dir="auto">{NAME}</span></div><div class="tgme_widget_message_text js-message_reply_text" dir="auto">Our words of that day</div></a>"#
            );
        }
        push_media(rows, out);
        let text = row.html(mark).replace("<br>", "<br/>");
        if !text.is_empty() {
            let body = r#"<div class="tgme_widget_message_text js-message_text" dir="auto">"#;
            // Words under an album are nested in themselves.
            let (before, after) = if rows.len() > 1 { (body, "</div>") } else { ("", "") };
            let _ = writeln!(out, "{before}{body}{text}</div>{after}");
        }
        if !row.reactions.is_empty() {
            out.push_str(r#"<div class="tgme_widget_message_reactions js-message_reactions">"#);
            for (emoji, count) in &row.reactions {
                let _ = write!(
                    out,
                    r#"<span class="tgme_reaction"><i class="emoji" style="background-image:url('//telegram.org/img/emoji/40/F09F918D.png')"><b>{emoji}</b></i>{count}</span>"#
                );
            }
            out.push_str("</div>\n");
        }
        let views = match row.views() {
            few @ ..1000 => few.to_string(),
            many => format!("{}.{}K", many / 1000, many / 100 % 10),
        };
        let views = format!(
            r#"<span class="tgme_widget_message_views">{views}</span><span class="copyonly"> views</span>"#
        );
        let edited = if row.edited.is_some() { "edited &nbsp;" } else { "" };
        close(out, row.id, row.second, &views, edited);
        Ok(())
    }

    fn push_service_row(&mut self, id: u64, second: u64, _: u64, out: &mut String) -> io::Result<()> {
        open(out, id, " service_message");
        let _ = writeln!(
            out,
            r#"<div class="tgme_widget_message_text js-message_text" dir="auto">{NAME} pinned «words»</div>"#
        );
        close(out, id, second, "", "");
        Ok(())
    }

    fn end(&mut self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(b"</section></div></main></body></html>\n")
    }
}

fn open(out: &mut String, id: u64, class: &str) {
    let view = format!(r#"{{"c":-{CHANNEL_ID},"p":{id},"t":{SERVED},"h":"0123456789abcdef01"}}"#);
    let _ = write!(
        out,
        r#"<div class="tgme_widget_message_wrap js-widget_message_wrap"><div class="tgme_widget_message text_not_supported_wrap{class} js-widget_message" data-post="{HANDLE}/{id}" data-view="{}">
  <div class="tgme_widget_message_user"><a href="https://t.me/{HANDLE}"><i class="tgme_widget_message_user_photo bgcolor6" data-content="M"><img src="https://cdn1.telesco.pe/file/a.jpg"></i></a></div>
  <div class="tgme_widget_message_bubble">
    <i class="tgme_widget_message_bubble_tail"><svg class="bubble_icon" width="9px" height="20px" viewBox="0 0 9 20"><g fill="none"><path class="background" fill="white" d="M8,1 L9,1 L9,20 L8,20 L8,18 C7.807,15.161 7.124,12.233 5.950,9.218 C5.046,6.893 3.504,4.733 1.325,2.738 L1.325,2.738 C0.917,2.365 0.89,1.732 1.263,1.325 Z"></path></g></svg></i>
    <div class="tgme_widget_message_author accent_color"><a class="tgme_widget_message_owner_name" href="https://t.me/{HANDLE}"><span dir="auto">{NAME}</span></a></div>
"#,
        URL_SAFE_NO_PAD.encode(view)
    );
}

fn close(out: &mut String, id: u64, second: u64, views: &str, edited: &str) {
    let _ = writeln!(
        out,
        r#"<div class="tgme_widget_message_footer compact js-message_footer">
  <div class="tgme_widget_message_info short js-message_info">
    {views}<span class="tgme_widget_message_meta">{edited}<a class="tgme_widget_message_date" href="https://t.me/{HANDLE}/{id}"><time datetime="{}" class="time">{}</time></a></span>
  </div>
</div>
  </div>
</div></div>"#,
        iso(second),
        clock(second, "%H:%M")
    );
}

fn push_media(rows: &[Row<'_>], out: &mut String) {
    let is_album = rows.len() > 1;
    if is_album {
        out.push_str(r#"<div class="tgme_widget_message_grouped_wrap js-message_grouped_wrap" data-margin-w="2" data-margin-h="2"><div class="tgme_widget_message_grouped js-message_grouped" style="padding-top:66.225%"><div class="tgme_widget_message_grouped_layer js-message_grouped_layer" style="width:453px;height:300px">"#);
    }
    for row in rows {
        let Some(name) = row.file_name() else { continue };
        let single = if is_album { "?single" } else { "" };
        let href = format!("https://t.me/{HANDLE}/{}{single}", row.id);
        let image = format!("background-image:url('https://cdn4.telesco.pe/file/{name}')");
        if row.media() == Some("photo") {
            let _ = writeln!(
                out,
                r#"<a class="tgme_widget_message_photo_wrap 5386 1254" href="{href}" style="width:800px;{image}"><div class="tgme_widget_message_photo" style="padding-top:66.625%"></div></a>"#
            );
        } else {
            let _ = writeln!(
                out,
                r#"<a class="tgme_widget_message_video_player js-message_video_player" href="{href}"><i class="tgme_widget_message_video_thumb" style="{image}"></i><div class="tgme_widget_message_video_wrap" style="width:1280px;padding-top:56.25%"><video src="https://cdn4.telesco.pe/file/{name}" class="tgme_widget_message_video js-message_video" width="100%" height="100%"></video></div><time class="message_video_duration js-message_video_duration">1:05</time></a>"#
            );
        }
    }
    if is_album {
        out.push_str("</div></div></div>\n");
    }
}

fn mark(part: &Part, text: String) -> String {
    match &part.entity {
        Entity::Plain => text,
        Entity::Bold => format!("<b>{text}</b>"),
        Entity::Hashtag => format!("<a href=\"?q={}\">{text}</a>", in_address(&part.text)),
        Entity::Mention => {
            format!("<a href=\"https://t.me/{}\" target=\"_blank\">{text}</a>", text.trim_start_matches('@'))
        }
        Entity::Link => format!("<a href=\"{text}\" target=\"_blank\" rel=\"noopener\">{text}</a>"),
        Entity::TextLink(href) => {
            format!("<a href=\"{}\" target=\"_blank\" rel=\"noopener\">{text}</a>", escaped(href))
        }
    }
}

/// The text of that page, where all posts are forwards: others have no mark between them. Words under an album
/// stand twice.
pub(super) struct Copied;

impl Layout for Copied {
    fn push_post(&mut self, rows: &[Row<'_>], out: &mut String) -> io::Result<()> {
        let Some(row) = rows.first() else { return Ok(()) };
        let _ = writeln!(out, "Forwarded from {}", row.source.map_or(NAME, |(name, _)| name));
        let text = row.text();
        let times = if rows.len() > 1 { 2 } else { 1 };
        for _ in 0..times {
            out.push_str(&text);
            out.push('\n');
        }
        Ok(())
    }
}
