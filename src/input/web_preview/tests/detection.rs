//! What is told to be of this format, and what is not.

use super::*;
use crate::input::{Format, detect};

fn is_preview(head: &str) -> bool {
    let head = head.as_bytes();
    detect(&head[..head.len().min(crate::input::detect::HEAD)]) == Some(Format::WebPreview)
}

#[test]
fn pages_fragments_and_embedded_posts_are_told() {
    assert!(is_preview(&page(&post(7, &words("a")))));
    assert!(is_preview(&page("")), "a channel without posts");
    assert!(is_preview(&format!("\u{feff}\n {}", post(7, &words("a")))), "as the page fetches it for itself");
    assert!(is_preview("<!-- x --><div data-post='c/5/7' class=\"a tgme_widget_message\">"));
    assert!(is_preview(r#"<html><body class="widget_frame_base tgme_widget body_widget_post emoji_image">"#));
    assert!(is_preview(r#"<div class="tgme_widget_message_wrap"><div class="tme_no_messages_found">"#));
    assert!(is_preview("<div class=tgme_widget_message data-post=valdoria/7>"), "by a minifier");
}

#[test]
fn pages_saved_by_a_browser_are_told_though_styles_fill_the_beginning() {
    let style = format!("<style>{}</style>", "a{}".repeat(40_000));
    let link = r#"<link rel="canonical" href="https://t.me/s/valdoria?before=20">"#;
    assert!(is_preview(&format!("<!DOCTYPE html><html><head>{link}{style}")));
    assert!(is_preview(&format!(
        "<!DOCTYPE html>\n<!-- saved from url=(0022)https://t.me/s/valdoria -->\n<html><head>{style}"
    )));
    assert!(is_preview(&format!(
        "<!DOCTYPE html> <html lang=en><!--\n Page saved with SingleFile \n url: https://t.me/s/valdoria?before=20 \n saved date: Sun Jun 01 2025 --><head>{style}"
    )));
}

#[test]
fn what_a_page_fetches_for_itself_is_html_in_a_json_string() {
    let html = format!("\n {}{}", post(7, &words("р🔸 <b>a</b>")), post(8, &words("b")));
    let json = serde_json::to_string(&html).unwrap().replace("</", "<\\/");
    assert!(is_preview(&json));
    assert!(!is_preview("\"<p>a\""));
    assert!(!is_preview("\"id\",\"name\"\n\"1\",\"x\"\n"));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("more.json");
    std::fs::write(&path, json.clone() + "\n" + &json).unwrap();
    let mut reader = crate::input::open(&path, None).unwrap();
    let records: Vec<_> = std::iter::from_fn(|| reader.next_record().unwrap()).collect();
    assert_eq!(brief(&records), "[valdoria] 7 8 [valdoria] 7 8");
    assert_eq!(given(&records)[0].text, "р🔸 a");
    assert_eq!(reader.bytes_read(), 2 * json.len() as u64 + 1);
}

#[test]
fn other_pages_and_source_code_are_not() {
    for other in [
        r#"<!DOCTYPE html><html><head><meta property="og:title" content="Bureau"></head><body><div class="tgme_page_wrap"><a class="tgme_page_context_link" href="/s/valdoria">Preview channel</a></div>"#,
        r#"<!DOCTYPE html><html><head></head><body><script async src="https://telegram.org/js/telegram-widget.js?22" data-telegram-post="valdoria/7" data-width="100%"></script>"#,
        r#"<?php $html = '<div class="tgme_widget_message" data-post="valdoria/7">';"#,
        r#"<template><div class="tgme_widget_message" :data-post="id" data-post="{{ channel }}/{{ id }}"></div></template>"#,
        r#"<html><body><pre>&lt;div class="tgme_widget_message" data-post="valdoria/7"&gt;</pre>"#,
        r#"<html><head><style>.tgme_widget_message{}</style><script>'<div class="tgme_widget_message" data-post="a/7">'</script>"#,
        r#"<html><head><link rel="canonical" href="/s/story"></head><body>"#,
        r#"<html><head><link rel="canonical" href="https://rivers.example/s/x?before=5"></head><body>"#,
        r#"<html><head><title>Exported Data</title></head><body><div class="page_wrap"><div class="message default clearfix" id="message7">"#,
        "<!-- saved from url=(0021)https://rivers.example/ --><html><body>see https://t.me/s/valdoria",
        r#"<rss><channel><link>https://t.me/s/valdoria</link></channel></rss>"#,
        r#"<svg class="x"></svg>"#,
        "<",
        "<>",
        "< div class=tgme_channel_history>",
    ] {
        assert!(!is_preview(other), "{other}");
    }
}
