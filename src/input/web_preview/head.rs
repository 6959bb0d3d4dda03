//! Tells the pages by their beginning.

use std::io::Read as _;

use super::json_string::JsonString;
use crate::input::markup::{Element, Markup, Piece, Tag};

/// Whether the beginning of an input is of this format: it holds a post of such a page, or the frame that only
/// such a page has, or the address from which a browser saved it, as inlined styles may fill the rest.
///
/// A channel's card `t.me/NAME` is none, nor is the page of a post with the post in a frame: they hold no posts.
/// What a page fetches for itself is one, in a JSON string as it comes.
pub(in crate::input) fn looks_like(head: &[u8]) -> bool {
    if head.starts_with(b"\"") {
        let mut html = Vec::new();
        return JsonString::new(head).read_to_end(&mut html).is_ok() && is_page(html.trim_ascii_start());
    }
    is_page(head)
}

fn is_page(head: &[u8]) -> bool {
    if !head.starts_with(b"<") || head.starts_with(b"<?php") || head.starts_with(b"<?=") {
        return false;
    }
    if is_saved_from(head) {
        return true;
    }
    let mut markup = Markup::new(head, is_sign);
    std::iter::from_fn(|| markup.next_piece().ok().flatten()).any(|piece| match piece {
        Piece::Block(block) => is_sure(block.root()),
        _ => false,
    })
}

/// Elements that may be signs. The frame itself, which holds all posts, is not held: only its start tag counts.
fn is_sign(tag: &Tag<'_>) -> bool {
    is_frame(tag.attribute("class").unwrap_or_default())
        || tag.attribute("data-post").is_some()
        || tag.name == b"link" && tag.attribute("rel").is_some_and(|rel| rel == b"canonical")
}

fn is_frame(classes: &[u8]) -> bool {
    const FRAMES: [&[u8]; 4] =
        [b"tgme_channel_history", b"tgme_webpreview", b"body_widget_post", b"tme_no_messages_found"];
    classes.split(u8::is_ascii_whitespace).any(|class| FRAMES.contains(&class))
}

fn is_sure(element: Element<'_>) -> bool {
    if element.name() == "link" {
        return element.attribute("href").is_some_and(is_preview_address);
    }
    let classes = element.attribute("class").unwrap_or_default();
    if is_frame(classes.as_bytes()) {
        return true;
    }
    let is_post = classes.split_ascii_whitespace().any(|class| class == "tgme_widget_message");
    let id = element.attribute("data-post").and_then(|post| post.rsplit('/').next()).unwrap_or_default();
    is_post && !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether it is the address of a preview page: `/s/NAME?before=549`, or in full where a browser saved it.
fn is_preview_address(address: &str) -> bool {
    let path = ["https://t.me", "https://telegram.me"].iter().find_map(|host| address.strip_prefix(host));
    let is_whole = path.is_some();
    path.unwrap_or(address).strip_prefix("/s/").is_some_and(|name| {
        name.starts_with(|first: char| first.is_ascii_alphabetic())
            && (is_whole || ["?before=", "?after=", "?q="].iter().any(|query| name.contains(query)))
    })
}

/// Whether a browser's comment says that it saved such a page: `saved from url=(0022)https://t.me/s/NAME`, or
/// SingleFile's `url: https://t.me/s/NAME`.
fn is_saved_from(head: &[u8]) -> bool {
    const BEGINNING: usize = 2048;
    const MARKS: [&[u8]; 2] = [b"saved from url=(", b"Page saved with SingleFile"];
    let beginning = head.get(..BEGINNING).unwrap_or(head);
    MARKS.iter().any(|mark| {
        let Some(at) = memchr::memmem::find(beginning, mark) else { return false };
        let rest = beginning.get(at..).unwrap_or_default();
        let comment = memchr::memmem::find(rest, b"-->").and_then(|end| rest.get(..end)).unwrap_or(rest);
        memchr::memmem::find(comment, b"https://t.me/s/").is_some()
    })
}
