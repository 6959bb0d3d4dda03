//! Whole pages. Quirks of single posts are tried in `tests/posts.rs`, of media in `tests/shown.rs`, of texts in
//! `tests/texts.rs`, damage in `tests/damage.rs`, arbitrary inputs in `tests/mixes.rs`.

mod damage;
mod detection;
mod mixes;
mod posts;
mod samples;
mod shown;
mod texts;

use std::io;

use base64::Engine as _;

use super::*;
use crate::model::{ChannelEvent, Moment, Post};

/// The records of an input.
fn records(input: impl AsRef<[u8]>) -> Vec<Record> {
    drain(WebPreview::new(input.as_ref()))
}

fn drain<R: Read + Send>(mut reader: WebPreview<R>) -> Vec<Record> {
    std::iter::from_fn(|| reader.next_record().unwrap()).collect()
}

/// Gives one byte at a time.
struct Trickle<'b>(&'b [u8]);

impl Read for Trickle<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.0.len().min(1).min(buffer.len());
        buffer[..length].copy_from_slice(&self.0[..length]);
        self.0 = &self.0[length..];
        Ok(length)
    }
}

/// 2025-06-01T12:00:00Z, when all pages here were served.
const SERVED: i64 = 1_748_779_200;

fn view(channel: i64, id: i64) -> String {
    let json = format!(r#"{{"c":-{channel},"p":{id},"t":{SERVED},"h":"0123456789abcdef01"}}"#);
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(json)
}

/// The block of a post of the Bureau of Valdoria, with this in its bubble, above the footer.
fn post(id: i64, content: &str) -> String {
    block(
        id,
        "",
        content,
        &format!(
            r#"<span class="tgme_widget_message_views">{id}</span><span class="copyonly"> views</span>"#
        ),
        "",
    )
}

/// The block of a service row.
fn service(id: i64, text: &str) -> String {
    block(id, " service_message", &words(text), "", "")
}

fn block(id: i64, classes: &str, content: &str, views: &str, meta: &str) -> String {
    let view = view(1_500_000_001, id);
    format!(
        r#"<div class="tgme_widget_message_wrap js-widget_message_wrap"><div class="tgme_widget_message text_not_supported_wrap{classes} js-widget_message" data-post="valdoria/{id}" data-view="{view}">
  <div class="tgme_widget_message_user"><a href="https://t.me/valdoria"><i class="tgme_widget_message_user_photo bgcolor6" data-content="B"><img src="https://cdn1.telesco.pe/file/a.jpg"></i></a></div>
  <div class="tgme_widget_message_bubble">
    <i class="tgme_widget_message_bubble_tail"><svg class="bubble_icon" width="9px"><g fill="none"><path class="background" d="M8,1"></path></g></svg></i>
    <div class="tgme_widget_message_author accent_color"><a class="tgme_widget_message_owner_name" href="https://t.me/valdoria"><span dir="auto">Bureau of Valdoria</span></a></div>

{content}
<div class="tgme_widget_message_footer compact js-message_footer">
  <div class="tgme_widget_message_info short js-message_info">
    {views}<span class="tgme_widget_message_meta">{meta}<a class="tgme_widget_message_date" href="https://t.me/valdoria/{id}"><time datetime="2025-06-01T10:00:{:02}+00:00" class="time">10:00</time></a></span>
  </div>
</div>
  </div>
</div></div>"#,
        id % 60
    )
}

fn words(html: &str) -> String {
    format!(r#"<div class="tgme_widget_message_text js-message_text" dir="auto">{html}</div>"#)
}

/// A whole page with these blocks.
fn page(blocks: &str) -> String {
    format!(
        r#"<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>Bureau of Valdoria – Telegram</title><link rel="canonical" href="/s/valdoria?before=549"></head>
<body class="widget_frame_base tgme_webpreview emoji_image thin_box_shadow tme_mode no_transitions">
<header class="tgme_header"><div class="tgme_channel_info"><div class="tgme_channel_info_header"><i class="tgme_page_photo_image"><img src="a.jpg"></i>
<div class="tgme_channel_info_header_title"><span dir="auto">Bureau of Valdoria <i class="emoji"><b>🏛</b></i></span> <i class="verified-icon"> ✔</i></div>
<div class="tgme_channel_info_header_username"><a href="https://t.me/valdoria">@valdoria</a></div></div>
<div class="tgme_channel_info_description">On the <a href="?q=%23rivers">#rivers</a></div></div></header>
<main class="tgme_main" data-url="/valdoria"><div class="tgme_container"><section class="tgme_channel_history js-message_history">
{blocks}
</section></div></main><script>TWeb.init();</script></body></html>
"#
    )
}

fn given(records: &[Record]) -> Vec<&Post> {
    records
        .iter()
        .filter_map(|record| if let Record::Post(post) = record { Some(&**post) } else { None })
        .collect()
}

fn events(records: &[Record]) -> Vec<&ChannelEvent> {
    records
        .iter()
        .filter_map(|record| if let Record::Event(event) = record { Some(event) } else { None })
        .collect()
}

fn rejects(records: &[Record]) -> Vec<&Reject> {
    records
        .iter()
        .filter_map(|record| if let Record::Reject(reject) = record { Some(reject) } else { None })
        .collect()
}

fn channels(records: &[Record]) -> Vec<&Channel> {
    records
        .iter()
        .filter_map(|record| if let Record::Channel(channel) = record { Some(channel) } else { None })
        .collect()
}

/// The only post of a page with this block.
fn only_post(block: &str) -> Post {
    let records = records(page(block));
    let [Record::Channel(_), Record::Post(post)] = &records[..] else { panic!("{records:?}") };
    (**post).clone()
}

/// In one line what the records are: ids of posts and events, reasons of rejects, handles of channels.
fn brief(records: &[Record]) -> String {
    let name = |record: &Record| match record {
        Record::Channel(channel) => {
            format!("[{}]", channel.handle.as_deref().or(channel.external_id.as_deref()).unwrap_or("?"))
        }
        Record::Post(post) => post.external_id.clone().unwrap(),
        Record::Event(event) => format!("{}:{}", event.external_id.as_deref().unwrap(), event.action),
        Record::Reject(reject) => format!("({})", reject.reason),
        Record::Cut(_) => "cut".to_owned(),
    };
    records.iter().map(name).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_page_gives_its_channel_posts_and_events() {
    let file = page(&(service(1, "Channel created") + &post(2, &words("a")) + &post(5, &words("b"))));
    let mut reader = WebPreview::new(file.as_bytes());
    let records: Vec<_> = std::iter::from_fn(|| reader.next_record().unwrap()).collect();
    assert_eq!(brief(&records), "[valdoria] 1:create_channel 2 5");
    assert_eq!(
        channels(&records),
        [&Channel {
            platform: "telegram".to_owned(),
            external_id: Some("1500000001".to_owned()),
            handle: Some("valdoria".to_owned()),
            name: Some("Bureau of Valdoria 🏛".to_owned()),
            kind: None,
            link_base: Some("https://t.me/valdoria/".to_owned()),
        }]
    );
    let [first, second] = given(&records)[..] else { panic!("two posts") };
    assert_eq!((first.text.as_str(), second.text.as_str()), ("a", "b"));
    assert_eq!(first.posted, Moment::Instant(1_748_772_002));
    assert_eq!(first.seen, Some(SERVED));
    assert_eq!((first.views, first.views_unit), (Some(2), None));
    assert_eq!((&first.reactions, first.forwards, first.replies), (&None, None, None), "not told");
    assert!(reader.is_ordered() && !reader.is_complete());
    assert_eq!(reader.bytes_read(), file.len() as u64);
    assert_eq!(reader.bad_bytes(), None);
}

#[test]
fn pages_in_one_file_are_read_one_after_another_and_a_post_twice_is_given_twice() {
    let newer = page(&(post(21, &words("c")) + &post(22, &words("d"))));
    let older = page(&(post(20, &words("a")) + &post(21, &words("c"))));
    assert_eq!(brief(&records(older.clone() + &newer)), "[valdoria] 20 21 21 22");

    let file = newer + &older;
    let mut reader = WebPreview::new(file.as_bytes());
    let records: Vec<_> = std::iter::from_fn(|| reader.next_record().unwrap()).collect();
    assert_eq!(
        brief(&records),
        "[valdoria] 21 22 [valdoria] 20 21",
        "the other page's posts are no neighbours"
    );
    assert!(!reader.is_ordered());
}

#[test]
fn a_fragment_without_a_header_takes_the_name_of_its_posts() {
    let records = records(post(7, &words("a")) + &post(8, &words("b")));
    assert_eq!(brief(&records), "[valdoria] 7 8");
    assert_eq!(channels(&records)[0].name.as_deref(), Some("Bureau of Valdoria"));
}

#[test]
fn embedded_posts_of_several_channels_name_each() {
    let embed = |handle: &str, id: i64, peer: &str| {
        format!(
            r#"<!DOCTYPE html><html><head><title>Telegram Widget</title></head><body class="widget_frame_base tgme_widget body_widget_post emoji_image no_transitions">
<div class="tgme_widget_message text_not_supported_wrap js-widget_message" id="widget_message" data-post="{handle}/{id}" data-view="…" data-peer="{peer}" data-peer-hash="aa11">
<div class="tgme_widget_message_bubble"><div class="tgme_widget_message_author accent_color"><a class="tgme_widget_message_owner_name" href="https://t.me/{handle}"><span dir="auto">River Watch</span></a></div>
{}<div class="tgme_widget_message_footer js-message_footer"><div class="tgme_widget_message_link accent_color"><a href="https://t.me/{handle}/{id}" class="link_anchor flex_ellipsis"><span class="ellipsis">t.me/{handle}</span>/{id}</a></div>
<div class="tgme_widget_message_info js-message_info"><span class="tgme_widget_message_views">1.2K</span><span class="copyonly"> views</span><span class="tgme_widget_message_meta"><a class="tgme_widget_message_date" href="https://t.me/{handle}/{id}"><time datetime="2025-06-01T12:30:00+02:00" class="datetime">Jun 1, 2025 at 10:30</time></a></span></div></div></div></div>
<script>TWidgetPost.init()</script></body></html>"#,
            words("Water is low.")
        )
    };
    let file = embed("river_watch", 3, "c1500000007_-123")
        + &embed("valdoria", 9, "u5_1")
        + &embed("RIVER_watch", 4, "c1500000007_-123");
    let records = records(file);
    assert_eq!(brief(&records), "[river_watch] 3 [valdoria] 9 [RIVER_watch] 4");
    assert_eq!(channels(&records)[0].external_id.as_deref(), Some("1500000007"));
    assert_eq!(channels(&records)[1].external_id, None, "a person's id is none of a channel");
    let first = given(&records)[0];
    assert_eq!(first.posted, Moment::Instant(1_748_773_800));
    assert_eq!(
        (first.text.as_str(), first.views, first.views_unit),
        ("Water is low.", Some(1200), Some(100))
    );
}

#[test]
fn a_channel_is_told_of_again_when_more_is_known_of_it() {
    let bare = post(7, &words("a")).replace("data-view", "data-other");
    let records = records(bare + &post(8, &words("b")) + &post(9, &words("c")));
    assert_eq!(brief(&records), "[valdoria] 7 [valdoria] 8 9");
    let ids: Vec<_> = channels(&records).iter().map(|channel| channel.external_id.as_deref()).collect();
    assert_eq!(ids, [None, Some("1500000001")]);
}

#[test]
fn another_id_is_another_channel_though_the_handle_was_passed_on() {
    let later = post(8, &words("b")).replace(&view(1_500_000_001, 8), &view(1_500_000_002, 8));
    let records = records(post(7, &words("a")) + &later);
    let ids: Vec<_> = channels(&records).iter().map(|channel| channel.external_id.as_deref()).collect();
    assert_eq!(ids, [Some("1500000001"), Some("1500000002")]);
}

#[test]
fn a_channel_without_a_handle_is_known_by_its_id() {
    let private = post(7, &words("a")).replace("data-post=\"valdoria/7\"", "data-post=\"c/1500000001/7\"");
    let records = records(private);
    let [channel] = channels(&records)[..] else { panic!("{records:?}") };
    assert_eq!(channel.handle, None);
    assert_eq!(channel.external_id.as_deref(), Some("1500000001"));
    assert_eq!(channel.link_base.as_deref(), Some("https://t.me/c/1500000001/"));
    assert_eq!(channel.name.as_deref(), Some("Bureau of Valdoria"));
}

#[test]
fn a_page_without_posts_is_the_end_of_the_history() {
    let empty = r#"<div class="tgme_widget_message_wrap js-widget_message_wrap"><div class="tme_no_messages_found">No posts found</div></div>"#;
    assert_eq!(records(page(empty)), []);
    assert_eq!(records(empty), [], "as the page fetches it for itself");
    assert_eq!(records(page("")), [], "a channel that has none");
}

#[test]
fn a_page_of_another_kind_is_refused_with_a_remedy() {
    let card = r#"<!DOCTYPE html><html><head><title>Telegram: View @valdoria</title></head><body><div class="tgme_page_wrap"><div class="tgme_page"><div class="tgme_page_title">Bureau of Valdoria</div><a class="tgme_page_context_link" href="/s/valdoria">Preview channel</a></div></div></body></html>"#;
    let mut reader = WebPreview::new(card.as_bytes());
    let error = reader.next_record().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Input);
    assert_eq!(error.to_string(), "the input holds no post of a Telegram web preview page");
    assert_eq!(error.hints().len(), 1);
    assert!(WebPreview::new(&b""[..]).next_record().is_err());
}
