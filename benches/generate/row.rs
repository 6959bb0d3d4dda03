//! A row of an invented export, and what the layouts make of it alike.

use std::fmt::Write as _;

/// The channel's name.
/// The exporting computer's clock was two hours ahead of UTC, in seconds.
pub(super) const CLOCK_AHEAD: u64 = 7200;
pub(super) const NAME: &str = "Ministry of Foreign Affairs of Valdoria";
/// Its public handle, for the formats that know it.
pub(super) const HANDLE: &str = "valdoria_mfa";
/// Its bare id.
pub(super) const CHANNEL_ID: u64 = 1_000_300_500;

/// A part of a text.
pub(super) struct Part {
    pub(super) entity: Entity,
    pub(super) text: String,
}

/// What a part is.
pub(super) enum Entity {
    Plain,
    Bold,
    Hashtag,
    Mention,
    Link,
    TextLink(String),
}

/// A post, or an item of an album: then the first one has the text.
pub(super) struct Row<'a> {
    pub(super) id: u64,
    pub(super) second: u64,
    pub(super) edited: Option<u64>,
    pub(super) source: Option<&'a (String, u64)>,
    pub(super) reply_to: Option<u64>,
    pub(super) photo_size: Option<u64>,
    pub(super) video_size: Option<u64>,
    pub(super) parts: &'a [Part],
    pub(super) reactions: Vec<(&'static str, u64)>,
}

impl Row<'_> {
    /// The text without its marks.
    pub(super) fn text(&self) -> String {
        self.parts.iter().map(|part| part.text.as_str()).collect()
    }

    /// The text as some scrapers join it: line ends are lost.
    pub(super) fn text_on_one_line(&self) -> String {
        self.text().replace('\n', "")
    }

    /// The marked parts with their offset and length in UTF-16 code units.
    pub(super) fn marks(&self) -> Vec<(usize, usize, &Part)> {
        let mut offset = 0;
        let mut marks = Vec::new();
        for part in self.parts {
            let length = part.text.encode_utf16().count();
            if !matches!(part.entity, Entity::Plain) {
                marks.push((offset, length, part));
            }
            offset += length;
        }
        marks
    }

    /// How often it was seen: made of its id, so that the texts are the same in formats without views.
    pub(super) fn views(&self) -> u64 {
        200 + self.id * 7919 % 90_000
    }

    /// `photo`, `video` or nothing.
    pub(super) fn media(&self) -> Option<&'static str> {
        self.photo_size.map(|_| "photo").or(self.video_size.map(|_| "video"))
    }

    /// The name that media have where a format names them.
    pub(super) fn file_name(&self) -> Option<String> {
        let ending = if self.media()? == "photo" { "jpg" } else { "mp4" };
        Some(format!("{}_{}.{ending}", CHANNEL_ID, self.id))
    }

    /// The parts with tags around them, `mark` giving those of a part with its text escaped.
    pub(super) fn html(&self, mark: fn(&Part, String) -> String) -> String {
        self.parts.iter().map(|part| mark(part, escaped(&part.text))).collect()
    }
}

/// The text as HTML has it.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 16);
    for letter in text.chars() {
        match letter {
            '\n' => escaped.push_str("<br>"),
            '"' => escaped.push_str("&quot;"),
            '&' => escaped.push_str("&amp;"),
            '\'' => escaped.push_str("&apos;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            other => escaped.push(other),
        }
    }
    escaped
}

/// A tag as the query of an address has it.
pub(super) fn in_address(tag: &str) -> String {
    percent_encoding::utf8_percent_encode(tag, percent_encoding::NON_ALPHANUMERIC).to_string()
}

/// `2024-03-19T07:03:06+00:00`.
pub(super) fn iso(second: u64) -> String {
    clock(second, "%Y-%m-%dT%H:%M:%S+00:00")
}

/// The clock in UTC, written so.
pub(super) fn clock(second: u64, form: &str) -> String {
    let second = i64::try_from(second).unwrap_or(i64::MAX);
    let instant = jiff::Timestamp::from_second(second).unwrap_or(jiff::Timestamp::MAX);
    jiff::tz::TimeZone::UTC.to_datetime(instant).strftime(form).to_string()
}

/// Adds a line of a table, cells quoted where they need it.
pub(super) fn push_cells(out: &mut String, cells: &[&str]) {
    for (index, cell) in cells.iter().enumerate() {
        out.push_str(if index == 0 { "" } else { "," });
        if cell.contains(['"', ',', '\n', '\r']) {
            // Writing to a String cannot fail.
            let _ = write!(out, "\"{}\"", cell.replace('"', "\"\""));
        } else {
            out.push_str(cell);
        }
    }
    out.push_str("\r\n");
}
