//! `chancery status`.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::path::Path;

use clap::Args;
use serde::Serialize;

use super::aligned::{Side, aligned};
use super::format::PageFormat;
use super::safe_text::{on_one_line, safe_json};
use super::session::Session;
use crate::model::PointRule;
use crate::query::number::grouped;
use crate::store::rules;
use crate::store::search_index::Summary;
use crate::store::status::{Load, Status, read};
use crate::{Error, ErrorKind, Result};

/// Show what the store holds, and its latest loads
#[derive(Debug, Args)]
pub(super) struct StatusArgs {
    /// Write it in this format
    #[arg(short, long, value_name = "FORMAT", value_enum, default_value_t)]
    format: PageFormat,
}

impl StatusArgs {
    pub(super) fn run(self, session: &Session) -> Result<()> {
        let status = read(&session.open_store()?)?;
        let text = match self.format {
            PageFormat::Text => page(session.store_path(), &status, session.terminal().columns()),
            PageFormat::Json => {
                json(&WithPath { store: session.store_path().to_string_lossy(), status: &status })?
            }
        };
        session.print(&text)
    }
}

#[derive(Serialize)]
struct WithPath<'a> {
    store: Cow<'a, str>,
    #[serde(flatten)]
    status: &'a Status,
}

/// JSON over several lines, safe to be shown.
pub(super) fn json(value: &impl Serialize) -> Result<String> {
    let mut json = serde_json::to_string_pretty(value)
        .map_err(|error| Error::new(ErrorKind::Io, "cannot be written as JSON").caused_by(error))?;
    json.push('\n');
    Ok(safe_json(&json).into_owned())
}

fn page(path: &Path, status: &Status, columns: Option<usize>) -> String {
    let mut page = String::new();
    let mut line = |label: &str, value: String| {
        // Writing to a string cannot fail.
        let _ = writeln!(page, "{label:<15} {value}");
    };
    line("store", on_one_line(&path.display().to_string()));
    line("size", format!("{}, schema version {}", bytes(status.bytes), status.schema_version));
    line("reporting zone", on_one_line(&status.time_zone));
    line("channels", with_others(status.channels, status.other_channels));
    line("posts", with_history(status));
    line("days", days(status));
    line("talking points", with_groups(status));
    line("hashtags", format!("{}, used {}", grouped(status.hashtags), times(status.hashtag_uses)));
    line("mentions", format!("{}, named {}", grouped(status.entities), times(status.mentions)));
    line("search index", search_index(status.search_index.as_ref()));
    line(
        "words",
        String::from(match status.words {
            "ready" => "ready for matching",
            "behind" => "fallen behind; the next report with --words makes them anew",
            _ => "not made; the first report with --words makes them",
        }),
    );
    if status.other_rules {
        line("", format!("{}: chancery reindex", rules::TOLD));
    }
    if status.earlier_dictionary {
        line("", String::from("some posts were read with an earlier dictionary of names: chancery reindex"));
    }
    line("loads", grouped(status.loads));
    if !status.latest_loads.is_empty() {
        page.push('\n');
        page.push_str(&loads(&status.latest_loads, columns));
    }
    page
}

fn with_others(channels: i64, others: i64) -> String {
    let channels = grouped(channels);
    if others == 0 {
        return channels;
    }
    format!("{channels}, and {} known from forwards and replies only", grouped(others))
}

/// How many talking points there are, and how many groups they make.
fn with_groups(status: &Status) -> String {
    let mut points = grouped(status.talking_points);
    if status.points == PointRule::Sentences.name() {
        let _ = write!(points, ", of which {}", sentences(status.sentences));
    }
    match status.point_groups {
        Some(1) => format!("{points}, 1 group of points that say the same"),
        Some(groups) => format!("{points}, {} groups of points that say the same", grouped(groups)),
        None => points,
    }
}

/// How many posts there are, and of how many of them there is more to tell.
fn with_history(status: &Status) -> String {
    let mut text = grouped(status.posts);
    if status.gone > 0 {
        let _ = write!(text, ", of which {} gone", are(status.gone));
    }
    if status.told_differently > 0 {
        let of_which = if status.gone > 0 { " and" } else { ", of which" };
        let _ =
            write!(text, "{of_which} {} told of differently by several inputs", are(status.told_differently));
    }
    text
}

fn sentences(count: i64) -> String {
    format!("{} {}", grouped(count), if count == 1 { "is a sentence" } else { "are sentences" })
}

fn are(count: i64) -> String {
    format!("{} {}", grouped(count), if count == 1 { "is" } else { "are" })
}

fn days(status: &Status) -> String {
    let mut text = match (&status.first, &status.last) {
        (Some(first), Some(last)) => format!("{first} to {last}"),
        _ => String::from("none"),
    };
    if status.undated > 0 {
        let _ = write!(text, ", {} undated", posts(status.undated));
    }
    text
}

fn posts(count: i64) -> String {
    format!("{} {}", grouped(count), if count == 1 { "post" } else { "posts" })
}

fn times(count: i64) -> String {
    format!("{} {}", grouped(count), if count == 1 { "time" } else { "times" })
}

fn search_index(index: Option<&Summary>) -> String {
    match index {
        None => String::from("none; the first search makes it"),
        Some(Summary { tokenizer: Some(tokenizer), posts: in_it, bytes: size }) => {
            format!("{}, {}, {tokenizer}", posts(*in_it), bytes(*size))
        }
        Some(Summary { bytes: size, .. }) => {
            format!("{}, fallen behind; the next search makes it anew", bytes(*size))
        }
    }
}

fn loads(loads: &[Load], columns: Option<usize>) -> String {
    let rows: Vec<Vec<String>> = loads
        .iter()
        .map(|load| {
            vec![
                load.load_id.to_string(),
                minute(&load.finished_at),
                load.input.clone(),
                grouped(load.posts_new),
                grouped(load.posts_changed),
                grouped(load.posts_unchanged),
                grouped(load.rejected),
            ]
        })
        .collect();
    let headings = [
        ("load", Side::Right),
        ("when (UTC)", Side::Left),
        ("input", Side::Path),
        ("new", Side::Right),
        ("changed", Side::Right),
        ("unchanged", Side::Right),
        ("rejected", Side::Right),
    ];
    aligned(&headings, &rows, 0, columns)
}

/// An instant to the minute: `2024-07-16 14:03`.
fn minute(instant: &str) -> String {
    instant.chars().take(16).map(|character| if character == 'T' { ' ' } else { character }).collect()
}

/// A size for people, with the units of 1,024.
pub(super) fn bytes(bytes: i64) -> String {
    const UNITS: [&str; 4] = ["KiB", "MiB", "GiB", "TiB"];
    if bytes < 1024 {
        return format!("{bytes} bytes");
    }
    let mut tenths = bytes.saturating_mul(10) / 1024;
    let mut unit = 0;
    while tenths >= 10_240 && unit + 1 < UNITS.len() {
        tenths /= 1024;
        unit += 1;
    }
    format!("{}.{} {}", grouped(tenths / 10), tenths % 10, UNITS[unit])
}

#[cfg(test)]
mod tests {
    use super::bytes;

    #[test]
    fn sizes_are_told_in_the_unit_that_fits() {
        for (size, text) in [
            (0, "0 bytes"),
            (1023, "1023 bytes"),
            (1024, "1.0 KiB"),
            (1536, "1.5 KiB"),
            (1_048_575, "1,023.9 KiB"),
            (1_048_576, "1.0 MiB"),
            (5_368_709_120, "5.0 GiB"),
        ] {
            assert_eq!(bytes(size), text);
        }
    }
}
