//! The layout of `messages.html`, all messages on one page: text once, an indent of one space a level, rows of one
//! sender joined.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::layout::Layout;
use super::row::{self, CLOCK_AHEAD, Entity, NAME, Part, Row, escaped};

/// A page up to its messages.
fn head() -> String {
    let mut out = String::from(
        "<!DOCTYPE html>\n<html>\n\n <head>\n\n  <meta charset=\"utf-8\"/>\n<title>Exported Data</title>\n  \
         <meta content=\"width=device-width, initial-scale=1.0\" name=\"viewport\"/>\n\n  \
         <link href=\"css/style.css\" rel=\"stylesheet\"/>\n\n  \
         <script src=\"js/script.js\" type=\"text/javascript\">\n\n  </script>\n\n </head>\n\n \
         <body onload=\"CheckLocation();\">\n\n  <div class=\"page_wrap\">\n\n   <div class=\"page_header\">\n\n    \
         <div class=\"content\">\n",
    );
    element(&mut out, 5, "div", "class=\"text bold\"", &format!("{NAME} "));
    out.push_str("\n    </div>\n\n   </div>\n\n   <div class=\"page_body chat_page\">\n\n    <div class=\"history\">\n");
    out
}

const TAIL: &str = "\n    </div>\n\n   </div>\n\n  </div>\n\n </body>\n\n</html>\n";

/// What decides whether the next row is joined to the last one.
#[derive(Default)]
pub(super) struct Page {
    headings: u64,
    last_day: String,
    last: Option<(u64, Option<String>)>,
}

impl Layout for Page {
    fn begin(&mut self, out: &mut String) -> io::Result<()> {
        out.push_str(&head());
        Ok(())
    }

    fn push_post(&mut self, rows: &[Row<'_>], out: &mut String) -> io::Result<()> {
        for row in rows {
            self.push_row(row, out);
        }
        Ok(())
    }

    fn push_service_row(&mut self, id: u64, second: u64, pinned: u64, out: &mut String) -> io::Result<()> {
        self.push_pinned(out, id, second, pinned);
        Ok(())
    }

    fn end(&mut self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(TAIL.as_bytes())
    }
}

impl Page {
    fn push_row(&mut self, row: &Row<'_>, out: &mut String) {
        self.push_heading(out, row.second);
        let source = row.source.map(|(name, _)| name.clone());
        let limit = if source.is_some() { 1 } else { 900 };
        let is_joined = self
            .last
            .as_ref()
            .is_some_and(|(second, last)| *last == source && row.second.saturating_sub(*second) <= limit);
        self.last = Some((row.second, source));
        let joined = if is_joined { " joined" } else { "" };
        open(out, 5, &format!("class=\"message default clearfix{joined}\" id=\"message{}\"", row.id));
        if !is_joined {
            userpic(out, 6, "pull_left userpic_wrap", 'M');
        }
        open(out, 6, "class=\"body\"");
        let written = clock(row.second);
        let title = format!("class=\"pull_right date details\" title=\"{written} UTC+02:00\"");
        element(out, 7, "div", &title, &written[11..16]);
        if !is_joined {
            element(out, 7, "div", "class=\"from_name\"", &format!("{NAME} "));
        }
        let mut level = 7;
        if let Some((name, _)) = row.source {
            userpic(out, 7, "pull_left forwarded userpic_wrap", 'F');
            open(out, 7, "class=\"forwarded body\"");
            let posted = clock(row.second - 3600);
            let date = format!("<span class=\"date details\" title=\"{posted} UTC+02:00\"> {posted}</span>");
            element(out, 8, "div", "class=\"from_name\"", &format!("{} {date}", escaped(name)));
            level = 8;
        }
        if let Some(id) = row.reply_to {
            let link = format!(
                "In reply to <a href=\"#go_to_message{id}\" onclick=\"return GoToMessage({id})\">this message</a>"
            );
            element(out, level, "div", "class=\"reply_to details\"", &link);
        }
        push_media(row, out, level);
        if row.parts.iter().any(|part| !part.text.is_empty()) {
            let text = row.html(marked);
            element(out, level, "div", "class=\"text\"", &text);
        }
        if row.source.is_some() {
            close(out, 7, "div");
        }
        push_reactions(row, out);
        close(out, 6, "div");
        close(out, 5, "div");
    }

    /// A row that tells of a pinned post.
    fn push_pinned(&mut self, out: &mut String, id: u64, second: u64, pinned: u64) {
        self.push_heading(out, second);
        self.last = None;
        open(out, 5, &format!("class=\"message service\" id=\"message{id}\""));
        let words = format!(
            "{NAME} pinned <a href=\"#go_to_message{pinned}\" onclick=\"return GoToMessage({pinned})\">this message</a>"
        );
        element(out, 6, "div", "class=\"body details\"", &words);
        close(out, 5, "div");
    }

    /// The heading of a day, before its first row.
    fn push_heading(&mut self, out: &mut String, second: u64) {
        let day = row::clock(second + CLOCK_AHEAD, "%-d %B %Y");
        if day == self.last_day {
            return;
        }
        self.headings += 1;
        open(out, 5, &format!("class=\"message service\" id=\"message-{}\"", self.headings));
        element(out, 6, "div", "class=\"body details\"", &day);
        close(out, 5, "div");
        self.last_day = day;
        self.last = None;
    }
}

fn push_media(row: &Row<'_>, out: &mut String, level: usize) {
    let (class, title, status) = if let Some(size) = row.photo_size {
        ("media_photo", "Photo", format!("1280×853, {}.{} KB", size / 1000, size / 100 % 10))
    } else if let Some(size) = row.video_size {
        let seconds = size / 200_000;
        let size = size / 100_000;
        (
            "media_video",
            "Video file",
            format!("{:02}:{:02}, {}.{} MB", seconds / 60, seconds % 60, size / 10, size % 10),
        )
    } else {
        return;
    };
    open(out, level, "class=\"media_wrap clearfix\"");
    open(out, level + 1, &format!("class=\"media clearfix pull_left {class}\""));
    open(out, level + 2, "class=\"fill pull_left\"");
    close(out, level + 2, "div");
    open(out, level + 2, "class=\"body\"");
    element(out, level + 3, "div", "class=\"title bold\"", title);
    let absent = "Not included, change data exporting settings to download.";
    element(out, level + 3, "div", "class=\"description\"", absent);
    element(out, level + 3, "div", "class=\"status details\"", &status);
    for level in (level..level + 3).rev() {
        close(out, level, "div");
    }
}

fn push_reactions(row: &Row<'_>, out: &mut String) {
    if row.reactions.is_empty() {
        return;
    }
    start(out, 7, "span", "class=\"reactions\"");
    for (emoji, count) in &row.reactions {
        start(out, 8, "span", "class=\"reaction\"");
        element(out, 9, "span", "class=\"emoji\"", emoji);
        element(out, 9, "span", "class=\"count\"", &count.to_string());
        close(out, 8, "span");
    }
    close(out, 7, "span");
}

fn userpic(out: &mut String, level: usize, class: &str, initial: char) {
    open(out, level, &format!("class=\"{class}\""));
    open(out, level + 1, "class=\"userpic userpic8\" style=\"width: 42px; height: 42px\"");
    element(out, level + 2, "div", "class=\"initials\" style=\"line-height: 42px\"", &initial.to_string());
    close(out, level + 1, "div");
    close(out, level, "div");
}

fn open(out: &mut String, level: usize, attributes: &str) {
    start(out, level, "div", attributes);
}

fn start(out: &mut String, level: usize, name: &str, attributes: &str) {
    // Writing to a String cannot fail.
    let _ = write!(out, "\n{:level$}<{name} {attributes}>\n", "");
}

fn close(out: &mut String, level: usize, name: &str) {
    let _ = write!(out, "\n{:level$}</{name}>\n", "");
}

fn element(out: &mut String, level: usize, name: &str, attributes: &str, content: &str) {
    start(out, level, name, attributes);
    out.push_str(content);
    close(out, level, name);
}

/// A part of a text with its tags.
fn marked(part: &Part, text: String) -> String {
    match &part.entity {
        Entity::Plain => text,
        Entity::Bold => format!("<strong>{text}</strong>"),
        Entity::Hashtag => {
            let tag = text.trim_start_matches('#');
            format!("<a href=\"\" onclick=\"return ShowHashtag(&quot;{tag}&quot;)\">{text}</a>")
        }
        Entity::Mention => {
            format!("<a href=\"https://t.me/{}\">{text}</a>", text.trim_start_matches('@'))
        }
        Entity::Link => format!("<a href=\"{text}\">{text}</a>"),
        Entity::TextLink(href) => format!("<a href=\"{}\">{text}</a>", escaped(href)),
    }
}

/// The exporting computer's clock.
fn clock(second: u64) -> String {
    row::clock(second + CLOCK_AHEAD, "%d.%m.%Y %H:%M:%S")
}
