//! The layout of `result.json`: one space a level, a key a line, text twice.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::layout::Layout;
use super::row::{CLOCK_AHEAD, Entity, NAME, Part, Row, clock};

const CHANNEL: u64 = 1_000_300_500;
const NOT_INCLUDED: &str = "(File not included. Change data exporting settings to download.)";

/// The channel of an export, and what is written so far.
pub(super) struct Export {
    name: String,
    id: u64,
    has_rows: bool,
}

impl Export {
    /// The one channel of an export, or one after another of an account's, counted from 0.
    pub(super) fn of(number: u64) -> Self {
        let name = if number == 0 { NAME.to_owned() } else { format!("{NAME} {}", number + 1) };
        Self { name, id: CHANNEL + number, has_rows: false }
    }
}

impl Layout for Export {
    fn begin(&mut self, out: &mut String) -> io::Result<()> {
        let (name, id) = (quoted(&self.name), self.id);
        let _ = write!(
            out,
            "{{\n \"name\": {name},\n \"type\": \"public_channel\",\n \"id\": {id},\n \"messages\": ["
        );
        Ok(())
    }

    fn push_post(&mut self, rows: &[Row<'_>], out: &mut String) -> io::Result<()> {
        for row in rows {
            row.push(out, self);
            self.has_rows = true;
        }
        Ok(())
    }

    fn push_service_row(&mut self, id: u64, second: u64, pinned: u64, out: &mut String) -> io::Result<()> {
        push_service_row(out, self, id, second, pinned);
        self.has_rows = true;
        Ok(())
    }

    fn end(&mut self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(if self.has_rows { b"\n ]\n}" } else { b"]\n}" })
    }
}

impl Entity {
    fn name(&self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Bold => "bold",
            Self::Hashtag => "hashtag",
            Self::Mention => "mention",
            Self::Link => "link",
            Self::TextLink(_) => "text_link",
        }
    }
}

impl Row<'_> {
    fn push(&self, out: &mut String, export: &Export) {
        open_row(out, !export.has_rows, self.id, "message", self.second);
        if let Some(edited) = self.edited {
            field(out, "edited", &quoted(&wall_clock(edited)));
            field(out, "edited_unixtime", &quoted(&edited.to_string()));
        }
        field(out, "from", &quoted(&export.name));
        field(out, "from_id", &format!("\"channel{}\"", export.id));
        if let Some((name, id)) = self.source {
            field(out, "forwarded_from", &quoted(name));
            field(out, "forwarded_from_id", &format!("\"channel{id}\""));
        }
        if let Some(id) = self.reply_to {
            field(out, "reply_to_message_id", &id.to_string());
        }
        self.push_media(out);
        field(out, "text", &self.text_parts());
        field(out, "text_entities", &self.text_entities());
        if !self.reactions.is_empty() {
            field(out, "reactions", &self.reactions());
        }
        out.push_str("\n  }");
    }

    fn push_media(&self, out: &mut String) {
        if let Some(size) = self.photo_size {
            field(out, "photo", &quoted(NOT_INCLUDED));
            field(out, "photo_file_size", &size.to_string());
            field(out, "width", "1280");
            field(out, "height", "853");
        }
        if let Some(size) = self.video_size {
            field(out, "file", &quoted(NOT_INCLUDED));
            field(out, "file_name", "\"IMG_2041.MP4\"");
            field(out, "file_size", &size.to_string());
            field(out, "thumbnail", &quoted(NOT_INCLUDED));
            field(out, "thumbnail_file_size", "8927");
            field(out, "media_type", "\"video_file\"");
            field(out, "mime_type", "\"video/mp4\"");
            field(out, "duration_seconds", &(size / 200_000).to_string());
            field(out, "width", "1280");
            field(out, "height", "720");
        }
    }

    fn text_parts(&self) -> String {
        match self.parts {
            [] => "\"\"".to_owned(),
            [Part { entity: Entity::Plain, text }] => quoted(text),
            parts => list(parts.iter().map(|part| match part.entity {
                Entity::Plain => format!("    {}", quoted(&part.text)),
                _ => object(part),
            })),
        }
    }

    fn text_entities(&self) -> String {
        if self.parts.is_empty() { "[]".to_owned() } else { list(self.parts.iter().map(object)) }
    }

    fn reactions(&self) -> String {
        list(self.reactions.iter().map(|(emoji, count)| {
            format!(
                "    {{\n     \"type\": \"emoji\",\n     \"count\": {count},\n     \"emoji\": \"{emoji}\"\n    }}"
            )
        }))
    }
}

/// A row that tells of a pinned post.
fn push_service_row(out: &mut String, export: &Export, id: u64, second: u64, pinned: u64) {
    open_row(out, !export.has_rows, id, "service", second);
    field(out, "actor", &quoted(&export.name));
    field(out, "actor_id", &format!("\"channel{}\"", export.id));
    field(out, "action", "\"pin_message\"");
    field(out, "message_id", &pinned.to_string());
    field(out, "text", "\"\"");
    field(out, "text_entities", "[]");
    out.push_str("\n  }");
}

fn open_row(out: &mut String, is_first: bool, id: u64, kind: &str, second: u64) {
    out.push_str(if is_first { "\n  {\n   \"id\": " } else { ",\n  {\n   \"id\": " });
    out.push_str(&id.to_string());
    field(out, "type", &quoted(kind));
    field(out, "date", &quoted(&wall_clock(second)));
    field(out, "date_unixtime", &quoted(&second.to_string()));
}

fn field(out: &mut String, key: &str, value: &str) {
    // Writing to a String cannot fail.
    let _ = write!(out, ",\n   \"{key}\": {value}");
}

fn list(items: impl Iterator<Item = String>) -> String {
    let items: Vec<String> = items.collect();
    format!("[\n{}\n   ]", items.join(",\n"))
}

fn object(part: &Part) -> String {
    let mut object =
        format!("    {{\n     \"type\": \"{}\",\n     \"text\": {}", part.entity.name(), quoted(&part.text));
    if let Entity::TextLink(href) = &part.entity {
        let _ = write!(object, ",\n     \"href\": {}", quoted(href));
    }
    object.push_str("\n    }");
    object
}

fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for char in text.chars() {
        match char {
            '\n' => quoted.push_str("\\n"),
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

fn wall_clock(second: u64) -> String {
    clock(second + CLOCK_AHEAD, "%Y-%m-%dT%H:%M:%S")
}
