//! Objects with members of documented or mapped names: one a line, one behind the other, or in an array.

mod frame;
mod pick;

use std::borrow::Cow;
use std::io::{self, BufRead, BufReader};

use self::frame::{Frame, Frames};
use self::pick::{Picked, Wanted};
use super::columns::Column;
use super::columns::layout::{self, Mapping};
use super::columns::post::{Builder, Taken};
use super::{BadBytes, Page, READ_AT_ONCE, ReadOptions, Reader, delimited, detect};
use crate::model::{Place, Post, Record, Reject};
use crate::{Error, ErrorKind, Result};

/// So many records without a text tell that it goes by another name.
const ENOUGH_WITHOUT_TEXT: u64 = 1000;

/// Whether the beginning of an input is of this format: its first object has a member for the text and one for
/// the id or the date, as a table of posts has. Objects that name their own type are of another format.
pub(super) fn looks_like(head: &[u8]) -> bool {
    let Some(object) = first_object(head) else { return false };
    let names: Vec<Cow<'_, str>> =
        detect::members(object).map(|(name, _)| String::from_utf8_lossy(name)).collect();
    let is_foreign = names.iter().any(|name| matches!(name.as_ref(), "_" | "_type"));
    !is_foreign && delimited::are_of_posts(names.iter().map(Cow::as_ref))
}

/// Whether the beginning of an input is an object, or an array of objects.
pub(super) fn is_objects(head: &[u8]) -> bool {
    first_object(head).is_some_and(|object| detect::members(object).next().is_some())
}

/// Looks whether the first object has any of the members that the user maps; others may come later.
///
/// # Errors
/// When it has none of them.
pub(super) fn check(head: &[u8], options: &ReadOptions) -> Result<()> {
    let object = first_object(head).unwrap_or_default();
    let names: Vec<&[u8]> = detect::members(object).map(|(name, _)| name).collect();
    let has = |wanted: &str| {
        let outermost = wanted.split('.').next().unwrap_or_default();
        names.iter().any(|name| *name == wanted.as_bytes() || *name == outermost.as_bytes())
    };
    match options.columns.values().next() {
        Some(wanted) if !options.columns.values().any(|wanted| has(wanted)) => {
            let names: Vec<_> = names.iter().map(|name| String::from_utf8_lossy(name)).collect();
            Err(layout::no_such("member", wanted, names.iter().map(Cow::as_ref)))
        }
        _ => Ok(()),
    }
}

fn first_object(head: &[u8]) -> Option<&[u8]> {
    let object = if head.starts_with(b"[") { detect::elements(head).next()? } else { head };
    object.starts_with(b"{").then_some(object)
}

/// Opens an input of this format.
pub(super) fn open(page: Page, options: &ReadOptions) -> Result<Box<dyn Reader>> {
    let source = BufReader::with_capacity(READ_AT_ONCE, page.file);
    Ok(Box::new(JsonLines::new(source, options).map_err(|error| error.within(&page.name))?))
}

/// Reads objects one after another.
struct JsonLines<R> {
    frames: Frames<R>,
    wanted: Wanted,
    builder: Builder,
    ready: Option<Box<Post>>,
    bad_bytes: Option<BadBytes>,
    records: u64,
    has_text: bool,
    /// The names of the first record's members.
    members: Vec<String>,
}

impl<R: BufRead> JsonLines<R> {
    fn new(source: R, options: &ReadOptions) -> Result<Self> {
        let mapping = Mapping::new(&options.columns)?;
        let orders = mapping.orders;
        Ok(Self {
            frames: Frames::new(source).map_err(cannot_read)?,
            wanted: Wanted::new(mapping),
            builder: Builder::new(orders),
            ready: None,
            bad_bytes: None,
            records: 0,
            has_text: false,
            members: Vec::new(),
        })
    }

    /// What the record at hand is.
    fn take_record(&mut self, place: Place) -> Result<Record> {
        let line = self.frames.record.trim_ascii();
        let line = line.strip_suffix(b",").unwrap_or(line);
        // Several times as fast as the lossy way, where nothing is lost.
        let text = str::from_utf8(line).map_or_else(|_| String::from_utf8_lossy(line), Cow::Borrowed);
        if !text.starts_with('{') {
            return Ok(reject(place, &text, "not an object", None));
        }
        let is_lossy = matches!(text, Cow::Owned(_));
        let picked = self.wanted.pick(&text).or_else(|| self.wanted.pick(&without_nan(&text)?));
        let Some(picked) = picked else {
            if self.frames.is_last {
                return Ok(Record::Cut(place));
            }
            return Ok(reject(place, &text, "not valid JSON", None));
        };
        let Picked { values, names, conflict, members } = picked;
        if let Some(conflict) = conflict {
            return Err(pick::conflict_error(&conflict));
        }
        self.records += 1;
        self.has_text |= names[Column::Text as usize].is_some();
        if self.members.is_empty() {
            self.members = members;
        }
        if is_lossy {
            BadBytes::add(&mut self.bad_bytes, place.clone());
        }
        let own_name =
            |column: Column| names[column as usize].clone().unwrap_or_else(|| column.name().to_owned());
        Ok(match self.builder.take(&values, &own_name)? {
            Taken::Post(None, post) => Record::Post(post),
            Taken::Post(Some(channel), post) => {
                self.ready = Some(post);
                Record::Channel(channel)
            }
            Taken::Reject(reason, id) => reject(place, &text, reason, id),
        })
    }

    /// Whether there is a text at all.
    fn look_for_text(&self) -> Result<()> {
        if self.has_text || self.records == 0 {
            return Ok(());
        }
        if let Some(own_name) = self.wanted.mapping().own_name(Column::Text) {
            return Err(layout::no_such("member", own_name, self.members.iter().map(String::as_str)));
        }
        Err(layout::no_text(self.members.iter().map(String::as_str), "member"))
    }
}

fn cannot_read(error: io::Error) -> Error {
    Error::new(ErrorKind::Input, "cannot read the input to its end").caused_by(error)
}

fn reject(place: Place, text: &str, reason: &str, external_id: Option<String>) -> Record {
    let raw = text[..text.floor_char_boundary(Reject::RAW_LIMIT)].to_owned();
    Record::Reject(Reject { place, external_id, reason: reason.to_owned(), raw })
}

/// The same with `null` for `NaN` and `Infinity`, which Python writes outside of strings; `None` when there is none.
fn without_nan(json: &str) -> Option<String> {
    let mut mended = String::with_capacity(json.len());
    let mut is_mended = false;
    let mut rest = json;
    while let Some(at) = rest.find(['"', 'N', 'I']) {
        mended.push_str(&rest[..at]);
        rest = &rest[at..];
        if rest.starts_with('"') {
            let mut is_escaped = false;
            let inside = rest[1..].find(|c| {
                let is_end = c == '"' && !is_escaped;
                is_escaped = c == '\\' && !is_escaped;
                is_end
            });
            let length = inside.map_or(rest.len(), |inside| inside + 2);
            mended.push_str(&rest[..length]);
            rest = &rest[length..];
            continue;
        }
        let word = ["NaN", "Infinity"].into_iter().find(|word| rest.starts_with(word))?;
        if mended.ends_with('-') {
            mended.pop();
        }
        mended.push_str("null");
        is_mended = true;
        rest = &rest[word.len()..];
    }
    mended.push_str(rest);
    is_mended.then_some(mended)
}

impl<R: BufRead + Send> Reader for JsonLines<R> {
    fn next_record(&mut self) -> Result<Option<Record>> {
        if let Some(post) = self.ready.take() {
            return Ok(Some(Record::Post(post)));
        }
        let frame = self.frames.advance().map_err(cannot_read)?;
        if matches!(frame, Frame::End | Frame::Cut(_)) || self.records == ENOUGH_WITHOUT_TEXT {
            self.look_for_text()?;
        }
        let beginning = || String::from_utf8_lossy(&self.frames.record);
        Ok(Some(match frame {
            Frame::Record(place) => self.take_record(place)?,
            Frame::TooLong(place) => reject(place, &beginning(), "longer than 32 MiB", None),
            Frame::Garbage(place, reason) => reject(place, &beginning(), reason, None),
            Frame::Cut(place) => Record::Cut(place),
            Frame::End => return Ok(None),
        }))
    }

    fn bytes_read(&self) -> u64 {
        self.frames.bytes_read()
    }

    /// Nobody says in which order the objects are.
    fn is_ordered(&self) -> bool {
        false
    }

    fn bad_bytes(&self) -> Option<BadBytes> {
        self.bad_bytes.clone()
    }
}

#[cfg(test)]
mod tests;
