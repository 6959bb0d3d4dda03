//! Objects with members of documented or mapped names: one a line, one behind the other, or in an array.

mod pick;

use std::borrow::Cow;
use std::io::{self, Read};

use self::pick::{Picked, Wanted};
use super::columns::layout::{self, Mapping};
use super::columns::post::{Builder, Taken, leads_elsewhere};
use super::columns::{Column, count};
use super::json::objects::{JsonObjects, Next, Value};
use super::json::outline;
use super::json::repair::read_repaired;
use super::{BadBytes, Doubtful, Page, ReadOptions, Reader, UnreadCounts, beginning, delimited};
use crate::model::{Place, Post, Record, Reject};
use crate::{Error, ErrorKind, Result};

/// So many records without a text tell that it goes by another name.
const ENOUGH_WITHOUT_TEXT: u64 = 1000;

/// Whether the beginning of an input is of this format: its first object has a member for the text and one for
/// the id or the date, as a table of posts has. Objects that name their own type are of another format.
pub(super) fn looks_like(head: &[u8]) -> bool {
    let Some(object) = first_object(head) else { return false };
    let names: Vec<Cow<'_, str>> =
        outline::members(object).map(|(name, _)| String::from_utf8_lossy(name)).collect();
    let is_foreign = names.iter().any(|name| matches!(name.as_ref(), "_" | "_type"));
    !is_foreign && delimited::are_of_posts(names.iter().map(Cow::as_ref))
}

/// Whether the beginning of an input is an object, or an array of objects.
pub(super) fn is_objects(head: &[u8]) -> bool {
    first_object(head).is_some_and(|object| outline::members(object).next().is_some())
}

/// Looks whether the first object has any of the members that the user maps; others may come later.
///
/// # Errors
/// When it has none of them.
pub(super) fn check(head: &[u8], options: &ReadOptions) -> Result<()> {
    let object = first_object(head).unwrap_or_default();
    let names: Vec<&[u8]> = outline::members(object).map(|(name, _)| name).collect();
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
    let object = if head.starts_with(b"[") { outline::elements(head).next()? } else { head };
    object.starts_with(b"{").then_some(object)
}

/// Opens an input of this format.
pub(super) fn open(page: Page, options: &ReadOptions) -> Result<Box<dyn Reader>> {
    let Page { name, mut file, .. } = page;
    let head = delimited::head(&mut file).map_err(cannot_read)?;
    let mut lines = JsonLines::new(file, options).map_err(|error| error.within(&name))?;
    let first_objects = JsonLines::new(head.as_slice(), options);
    lines.intake.builder.begin(first_objects.is_ok_and(JsonLines::begins_elsewhere));
    Ok(Box::new(lines))
}

/// Reads objects one after another.
struct JsonLines<R> {
    objects: JsonObjects<R>,
    intake: Intake,
}

/// What comes in, and what is made of it.
struct Intake {
    wanted: Wanted,
    picked: Picked,
    builder: Builder,
    ready: Option<Box<Post>>,
    bad_bytes: Option<BadBytes>,
    unread_counts: Option<UnreadCounts>,
    doubts: Vec<Doubtful>,
    records: u64,
    has_text: bool,
    /// The names of the first record's members.
    members: Vec<String>,
}

impl<R: Read> JsonLines<R> {
    fn new(source: R, options: &ReadOptions) -> Result<Self> {
        let mapping = Mapping::new(&options.columns)?;
        let orders = mapping.orders;
        Ok(Self {
            objects: JsonObjects::new(source, None, None),
            intake: Intake {
                wanted: Wanted::new(mapping),
                picked: Picked::new(),
                builder: Builder::new(orders),
                ready: None,
                bad_bytes: None,
                unread_counts: None,
                doubts: Vec::new(),
                records: 0,
                has_text: false,
                members: Vec::new(),
            },
        })
    }

    /// Whether the first address leads elsewhere than to Telegram.
    fn begins_elsewhere(mut self) -> bool {
        let Intake { wanted, picked, .. } = &mut self.intake;
        loop {
            match self.objects.next() {
                Ok(Next::Value(value)) if !value.is_torn => {
                    let raw = value.raw.strip_suffix(b",").unwrap_or(value.raw);
                    let is_read = simdutf8::basic::from_utf8(raw).is_ok_and(|text| wanted.pick(text, picked));
                    let url = &picked.values[Column::Url as usize];
                    if let Some(is_elsewhere) = leads_elsewhere(url).filter(|_| is_read) {
                        return is_elsewhere;
                    }
                }
                Ok(Next::End | Next::Cut(_)) | Err(_) => return false,
                Ok(_) => {}
            }
        }
    }
}

impl Intake {
    /// What the record at hand is.
    fn take_record(&mut self, value: &Value<'_>) -> Result<Record> {
        let place = value.place.clone();
        let raw = value.raw.strip_suffix(b",").unwrap_or(value.raw);
        if !raw.starts_with(b"{") {
            return Ok(reject(place, raw, "not an object", None));
        }
        let mut read = |text: &str| self.wanted.pick(text, &mut self.picked);
        let mut is_lossy = false;
        if !simdutf8::basic::from_utf8(raw).is_ok_and(&mut read) {
            match read_repaired(raw, read) {
                Some(had_bad_bytes) => is_lossy = had_bad_bytes,
                None if value.is_torn => return Ok(Record::Cut(place)),
                None => return Ok(reject(place, raw, value.reason, None)),
            }
        }
        let Picked { values, names, conflict, members, .. } = &mut self.picked;
        if let Some(conflict) = conflict {
            return Err(pick::conflict_error(conflict));
        }
        self.records += 1;
        let has = |column: Column| names[column as usize].is_some();
        self.has_text |= has(Column::Text) || has(Column::Caption);
        if self.members.is_empty() {
            self.members.append(members);
        }
        // An export on one line has an id, too.
        if Column::ALL.into_iter().filter(|column| has(*column)).all(tells_only_which) {
            let id = count::id(&values[Column::Id as usize]).ok().flatten();
            return Ok(reject(place, raw, "not a post: neither text nor date", id));
        }
        if is_lossy {
            BadBytes::add(&mut self.bad_bytes, place.clone());
        }
        let own_name =
            |column: Column| names[column as usize].clone().unwrap_or_else(|| column.name().to_owned());
        let taken = self.builder.take(values, &own_name)?;
        UnreadCounts::add(&mut self.unread_counts, self.builder.take_unread(), || place.clone());
        if let Taken::Post(_, post) = &taken {
            Doubtful::look_for_characters(&mut self.doubts, &post.text, raw, || place.clone());
        }
        Ok(match taken {
            Taken::Post(None, post) => Record::Post(post),
            Taken::Post(Some(channel), post) => {
                self.ready = Some(post);
                Record::Channel(channel)
            }
            Taken::Reject(reason, id) => reject(place, raw, reason, id),
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

/// Whether a column tells at most which post it is, of which channel, and by whom.
fn tells_only_which(column: Column) -> bool {
    matches!(
        column,
        Column::Id
            | Column::Channel
            | Column::ChannelId
            | Column::ChannelHandle
            | Column::Platform
            | Column::Author
            | Column::AuthorId
            | Column::Url
    )
}

fn cannot_read(error: io::Error) -> Error {
    Error::new(ErrorKind::Input, "cannot read the input to its end").caused_by(error)
}

fn reject(place: Place, raw: &[u8], reason: &str, external_id: Option<String>) -> Record {
    Record::Reject(Reject { place, external_id, reason: reason.to_owned(), raw: beginning(raw) })
}

impl<R: Read + Send> Reader for JsonLines<R> {
    fn next_record(&mut self) -> Result<Option<Record>> {
        let intake = &mut self.intake;
        if let Some(post) = intake.ready.take() {
            return Ok(Some(Record::Post(post)));
        }
        loop {
            let next = self.objects.next().map_err(cannot_read)?;
            if matches!(next, Next::End | Next::Cut(_)) || intake.records == ENOUGH_WITHOUT_TEXT {
                intake.look_for_text()?;
            }
            return Ok(Some(match next {
                Next::Value(value) => intake.take_record(&value)?,
                Next::Reject(reason, raw, place) => reject(place, raw, reason, None),
                Next::Cut(place) => Record::Cut(place),
                Next::Member(..) | Next::Object => continue,
                Next::End => return Ok(None),
            }));
        }
    }

    fn bytes_read(&self) -> u64 {
        self.objects.offset()
    }

    /// Nobody says in which order the objects are.
    fn is_ordered(&self) -> bool {
        false
    }

    fn bad_bytes(&self) -> Option<BadBytes> {
        self.intake.bad_bytes.clone()
    }

    fn unread_counts(&self) -> Option<UnreadCounts> {
        self.intake.unread_counts.clone()
    }

    fn doubts(&self) -> Vec<Doubtful> {
        self.intake.doubts.clone()
    }
}

#[cfg(test)]
mod tests;
