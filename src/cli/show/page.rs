//! A post as a page for people.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr as _;

use crate::cli::aligned::{Side, aligned};
use crate::cli::safe_text::{on_one_line, safe_for_terminal};
use crate::cli::wrapped::wrapped;
use crate::query::number::grouped;
use crate::store::show::{Answered, Channel, Forwarded, Hashtag, Link, Media, Mention, WholePost};

mod history;

/// The page; tables on it fit into `columns` where there is a terminal. What is not known is left out.
pub(super) fn text(post: &WholePost, columns: Option<usize>) -> String {
    let mut page = Page { text: String::new(), columns };
    heading(&mut page, post);
    origin(&mut page, post);
    reach(&mut page, post);
    if let Some(title) = &post.title {
        page.field("title", title);
    }
    if post.text.is_empty() {
        page.field("text", "none");
    }
    lines(&mut page, "media", post.media.iter().map(media_line));
    if !post.text.is_empty() {
        page.section("text");
        page.block(&post.text);
    }
    facts(&mut page, post);
    history::write(&mut page, post);
    page.text
}

/// Text that grows by fields and sections, in lines that fit the terminal where there is one. Everything that
/// enters it is made safe for a terminal.
struct Page {
    text: String,
    columns: Option<usize>,
}

impl Page {
    fn field(&mut self, label: &str, value: &str) {
        wrapped(&mut self.text, &format!("{label:<15} "), &on_one_line(value), 16, self.columns);
    }

    fn section(&mut self, name: &str) {
        // Writing to a string cannot fail.
        let _ = writeln!(self.text, "\n{name}");
    }

    /// Lines as they are, indented; those that are too long are wrapped.
    fn block(&mut self, text: &str) {
        for line in safe_for_terminal(text).lines() {
            if self.columns.is_none_or(|columns| 2 + line.width() <= columns) {
                let _ = writeln!(self.text, "{}", format!("  {line}").trim_end());
            } else {
                wrapped(&mut self.text, "  ", line, 2, self.columns);
            }
        }
    }

    fn line(&mut self, text: &str) {
        wrapped(&mut self.text, "  ", &on_one_line(text), 5, self.columns);
    }

    fn table(&mut self, headings: &[(&str, Side)], rows: &[Vec<String>]) {
        self.text.push_str(&aligned(headings, rows, 2, self.columns));
    }
}

fn heading(page: &mut Page, post: &WholePost) {
    page.field("channel", &name(&post.channel));
    let stored = format!("post:{}", post.post_id);
    match &post.external_id {
        Some(id) => page.field("post", &format!("{id}, in this store {stored}")),
        None => page.field("post", &format!("without an id, in this store {stored}")),
    }
    if let Some(link) = &post.link {
        page.field("link", link);
    }
    page.field("posted", &posted(post));
    if let Some(edited_at) = &post.edited_at {
        page.field("edited", edited_at);
    } else if post.is_edited {
        page.field("edited", "at an unknown time");
    }
    if let Some(gone_at) = &post.gone_at {
        let seen = post.last_seen_at.as_ref().map(|seen| format!(", last seen {seen}")).unwrap_or_default();
        page.field("gone", &format!("by {gone_at}{seen}"));
    }
    if let Some(author) = &post.author {
        page.field("author", author);
    }
    if let Some(speaker) = &post.speaker {
        page.field("speaker", speaker);
    }
    if let Some(bot) = &post.via_bot {
        page.field("via bot", &format!("@{bot}"));
    }
}

/// When it was posted and how that is known.
fn posted(post: &WholePost) -> String {
    let Some(day) = &post.posted_on else {
        let mut text = String::from("undated");
        match (&post.not_before, &post.not_after) {
            (Some(first), Some(last)) => text.extend([", between ", first, " and ", last]),
            (Some(first), None) => text.extend([", not before ", first]),
            (None, Some(last)) => text.extend([", not after ", last]),
            (None, None) => {}
        }
        if let Some(raw) = &post.posted_raw {
            text.extend([", written as '", raw, "'"]);
        }
        return text;
    };
    let mut text = match &post.posted_local {
        Some(local) => format!("{} {}", local.replacen('T', " ", 1), post.time_zone),
        None => day.clone(),
    };
    if let (Some(posted_at), Some(_)) = (&post.posted_at, &post.posted_local)
        && post.time_zone != "UTC"
    {
        text.extend([" (", posted_at, ")"]);
    }
    text.push_str(match post.date_basis.as_deref() {
        Some("timestamp") => ", by the input's timestamp",
        Some("local") => ", by a wall clock without zone in the input",
        Some("dateline") => ", by the dateline in the text",
        Some("title") => ", by the date in the title",
        Some("text") => ", by the words of the text",
        _ => "",
    });
    text
}

/// A channel as people call it: name and handle, else its id.
fn name(channel: &Channel) -> String {
    match (&channel.name, &channel.handle, &channel.external_id) {
        (Some(name), Some(handle), _) => format!("{name} (@{handle})"),
        (Some(name), None, Some(id)) => format!("{name} ({id})"),
        (Some(name), None, None) => name.clone(),
        (None, Some(handle), _) => format!("@{handle}"),
        (None, None, Some(id)) => id.clone(),
        (None, None, None) => format!("channel {}", channel.channel_id),
    }
}

fn origin(page: &mut Page, post: &WholePost) {
    if let Some(forwarded) = &post.forwarded {
        page.field("forwarded from", &forwarded_from(forwarded));
    }
    if let Some(reply) = &post.reply {
        page.field("reply to", &reply_to(reply, &post.channel));
    }
    if post.album_size > 1 {
        page.field("album", &format!("{} messages", post.album_size));
    }
}

fn forwarded_from(forwarded: &Forwarded) -> String {
    let mut text = forwarded.channel.as_ref().map_or_else(|| String::from("unknown"), name);
    if let Some(id) = &forwarded.external_id {
        text.extend([", post ", id]);
    }
    if let Some(posted_at) = &forwarded.posted_at {
        text.extend([", ", posted_at]);
    }
    if let Some(link) = &forwarded.link {
        text.extend([", ", link]);
    }
    text
}

fn reply_to(reply: &Answered, own: &Channel) -> String {
    let mut text = format!("post {}", reply.external_id);
    if let Some(channel) = &reply.channel
        && channel != own
    {
        text.extend([" of ", &name(channel)]);
    }
    match reply.post_id {
        Some(post_id) => text.push_str(&format_args!(", in this store post:{post_id}").to_string()),
        None => text.push_str(", not in this store"),
    }
    if let Some(link) = &reply.link {
        text.extend([", ", link]);
    }
    text
}

fn media_line(media: &Media) -> String {
    let mut parts = vec![format!("{}. {}", media.position, media.kind)];
    parts.extend(media.title.clone());
    parts.extend(media.file_name.clone());
    parts.extend(media.mime_type.clone());
    if let (Some(width), Some(height)) = (media.width, media.height) {
        parts.push(format!("{width}×{height}"));
    }
    parts.extend(media.duration_seconds.map(|seconds| format!("{seconds} s")));
    parts.extend(media.size_bytes.map(|size| format!("{} bytes", grouped(size))));
    parts.extend(media.external_id.as_ref().map(|id| format!("message {id}")));
    parts.join(", ")
}

fn reach(page: &mut Page, post: &WholePost) {
    if let Some(views) = post.views {
        let unit = post.views_unit.map(|unit| format!(" (rounded to {})", grouped(unit)));
        page.field("views", &(grouped(views) + &unit.unwrap_or_default()));
    }
    if let Some(forwards) = post.forwards {
        page.field("forwards", &grouped(forwards));
    }
    if let Some(replies) = post.replies {
        page.field("replies", &grouped(replies));
    }
    if !post.reactions.is_empty() {
        let reactions: Vec<String> = post
            .reactions
            .iter()
            .map(|it| match it.kind.as_str() {
                "emoji" => format!("{} {}", it.reaction, grouped(it.count)),
                kind if it.reaction.is_empty() => format!("{kind} {}", grouped(it.count)),
                kind => format!("{kind} '{}' {}", it.reaction, grouped(it.count)),
            })
            .collect();
        page.field("reactions", &reactions.join(", "));
    }
}

fn facts(page: &mut Page, post: &WholePost) {
    if !post.talking_points.is_empty() {
        page.section("talking points");
        for point in &post.talking_points {
            let ordinal = match point.ordinal {
                // The marker often is the number already.
                Some(ordinal) if !point.marker.contains(&ordinal.to_string()) => {
                    format!(" (number {ordinal})")
                }
                _ => String::new(),
            };
            let marker = match point.kind.as_str() {
                "item" => format!("[{}]{ordinal} ", point.marker),
                _ => String::new(),
            };
            page.line(&format!("{}. {marker}{}", point.position, point.text));
        }
    }
    lines(page, "hashtags", post.hashtags.iter().map(hashtag_line));
    lines(page, "mentions", post.mentions.iter().map(mention_line));
    lines(page, "links", post.links.iter().map(link_line));
}

fn lines(page: &mut Page, name: &str, lines: impl ExactSizeIterator<Item = String>) {
    if lines.len() > 0 {
        page.section(name);
        lines.for_each(|line| page.line(&line));
    }
}

fn hashtag_line(hashtag: &Hashtag) -> String {
    let channel = hashtag.channel_handle.as_ref().map(|handle| format!("@{handle}")).unwrap_or_default();
    let folded = if hashtag.spelling == hashtag.tag { String::new() } else { format!(" = {}", hashtag.tag) };
    format!("#{}{channel}{folded}{}", hashtag.spelling, in_point(hashtag.talking_point))
}

fn mention_line(mention: &Mention) -> String {
    let spelling = match mention.via.as_str() {
        "handle" => format!("@{}", mention.spelling),
        _ => mention.spelling.clone(),
    };
    let folded =
        if mention.spelling == mention.name { String::new() } else { format!(" = {}", mention.name) };
    let kind = if mention.kind == "handle" { String::new() } else { format!(", {}", mention.kind) };
    format!("{spelling}{folded}{kind}{}", in_point(mention.talking_point))
}

fn link_line(link: &Link) -> String {
    let hidden = if link.is_visible { "" } else { ", behind words" };
    format!("{}{hidden}{}", link.url, in_point(link.talking_point))
}

fn in_point(position: Option<i64>) -> String {
    position.map(|position| format!(", in point {position}")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::Page;

    #[test]
    fn lines_that_fit_stay_as_they_are_and_longer_ones_are_wrapped_on_a_terminal() {
        let page = |columns| {
            let mut page = Page { text: String::new(), columns };
            page.block("one  two\n\nthe river has risen again since noon");
            page.line("1. [•] the river has risen again since noon");
            page.field("title", "the river has risen again");
            page.text
        };
        // What follows a label has 24 columns at least.
        assert_eq!(
            page(Some(30)),
            "  one  two\n\n  the river has risen again\n  since noon\n  1. [•] the river has risen\n     again since noon\n\
             title           the river has risen\n                again\n"
        );
        assert_eq!(
            page(None),
            "  one  two\n\n  the river has risen again since noon\n  1. [•] the river has risen again since noon\n\
             title           the river has risen again\n"
        );
    }
}
