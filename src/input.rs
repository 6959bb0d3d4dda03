//! Where posts come from: one file for each format, all behind [`Reader`].
//!
//! A reader turns bytes into [`Record`]s one after another, in the input's order, in memory that does not
//! grow with the input. It knows its format and nothing of SQL. A record that cannot be read is a
//! [`Record::Reject`] and never an error; an error means that the input as a whole cannot be read on.

mod activitypub;
mod album;
pub mod columns;
mod delimited;
pub mod detect;
mod doubt;
mod format;
mod four_cat_csv;
mod json;
mod json_lines;
mod markup;
mod minet_csv;
mod snscrape;
mod source;
mod sqlite;
mod tdl;
mod telegram_export;
mod telegram_html;
mod telegram_json;
mod telethon;
mod tg_archive;
mod utf16;
mod web_preview;
pub mod web_preview_text;

use std::fs::File;
use std::io::{self, BufReader, Read, Seek};
use std::path::Path;

use self::columns::count::Unread;
pub(crate) use self::delimited::first_two_rows;
pub use self::detect::detect;
pub use self::doubt::{Doubt, Doubtful};
pub use self::format::{Format, TextFidelity};
pub use self::source::{Page, ReadOptions};
pub use self::telegram_json::TelegramJson;
use self::web_preview_text::WebPreviewText;
use crate::model::{Place, Record, Reject};
use crate::{Error, ErrorKind, Result, shell};

/// A source of records.
pub trait Reader: Send {
    /// The next record, or `None` at the end.
    ///
    /// # Errors
    /// When the input cannot be read on: the operating system refuses, or it is not of this format at all.
    fn next_record(&mut self) -> Result<Option<Record>>;

    /// How many bytes of the input have been read so far.
    fn bytes_read(&self) -> u64;

    /// Whether the records read so far stand in the order of their posting, oldest first, so that an undated post
    /// lies between its dated neighbours. Most readers learn that it is not so on the way.
    fn is_ordered(&self) -> bool;

    /// Whether the input, read to its end, is known to hold every post and service row that its channels had
    /// between the first and the last that it gives: then a post that is missing in it was gone by its last
    /// instant. A choice of posts, such as a search's finds, is not complete.
    fn is_complete(&self) -> bool {
        false
    }

    /// What of the records given so far was not UTF-8.
    fn bad_bytes(&self) -> Option<BadBytes> {
        None
    }

    /// What of the records given so far was no count where one should stand.
    fn unread_counts(&self) -> Option<UnreadCounts> {
        None
    }

    /// What the records given so far leave in doubt.
    fn doubts(&self) -> Vec<Doubtful> {
        Vec::new()
    }

    /// What stood between the pages read so far and holds nothing of a message.
    fn separators(&self) -> Option<Separators> {
        None
    }
}

/// Bytes that are not UTF-8; each became U+FFFD in what was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadBytes {
    /// How many records have such bytes.
    pub records: u64,
    /// Where the first of them stands: its record, or its line.
    pub first: Place,
}

impl BadBytes {
    /// One more record has them.
    fn add(bad: &mut Option<Self>, place: Place) {
        bad.get_or_insert(Self { records: 0, first: place }).records += 1;
    }
}

/// Counts, of views, forwards, answers or reactions, that are no numbers, or could be two: they are as good as absent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnreadCounts {
    /// How many values.
    pub values: u64,
    /// Where the first of them stands: its record, or its line.
    pub first: Place,
    /// The first of them, as written.
    pub written: String,
}

impl UnreadCounts {
    /// A record has these.
    fn add(all: &mut Option<Self>, unread: Unread, place: impl FnOnce() -> Place) {
        if unread.values == 0 {
            return;
        }
        let first = || Self { values: 0, first: place(), written: unread.first };
        all.get_or_insert_with(first).values += unread.values;
    }
}

/// What programs write between pages that they put into one file, such as `200`, dashes or an address. It is no record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Separators {
    /// How many there are.
    pub texts: u64,
    /// Where the first of them stands.
    pub first: Place,
    /// The first line of it.
    pub written: String,
}

impl Separators {
    /// One more stands here.
    fn add(all: &mut Option<Self>, place: Place, text: &str) {
        const LONGEST: usize = 80;
        let first = || {
            let mut written = text.lines().next().unwrap_or_default().trim().to_owned();
            written.truncate(written.floor_char_boundary(LONGEST));
            Self { texts: 0, first: place, written }
        };
        all.get_or_insert_with(first).texts += 1;
    }
}

/// The longest record that is held in memory, in bytes; a longer one is a reject, skipped unread.
pub const RECORD_LIMIT: usize = 32 * 1024 * 1024;

/// Opens the input at `path` in the format given, else in the one that its content tells.
///
/// # Errors
/// When there is no such file, or it is a folder, empty, compressed, binary, or of a format not known.
pub fn open(path: &Path, format: Option<Format>) -> Result<Box<dyn Reader>> {
    let name = path.display().to_string();
    let mut file = File::open(path).map_err(|error| cannot_open(&name, error))?;
    let options = ReadOptions::default();
    let format = recognise(&mut file, &name, format, &options)?;
    open_pages(vec![Page { name, file, path: Some(path.to_owned()) }], format, &options)
}

/// Opens an input of this format: one file, or the pages of one export in their order.
///
/// # Errors
/// When a file cannot be read, or the options do not fit its content.
pub fn open_pages(pages: Vec<Page>, format: Format, options: &ReadOptions) -> Result<Box<dyn Reader>> {
    if format == Format::TelegramHtml {
        return telegram_html::open(pages);
    }
    let Some(page) = pages.into_iter().next() else {
        return Err(Error::new(ErrorKind::Input, "an input of no files"));
    };
    Ok(match format {
        Format::TelegramJson => Box::new(TelegramJson::new_seekable(page.file)),
        Format::WebPreviewText => {
            Box::new(WebPreviewText::new(BufReader::with_capacity(READ_AT_ONCE, page.file)))
        }
        Format::TelegramHtml => return telegram_html::open(vec![page]),
        Format::WebPreview => return web_preview::open(page),
        Format::Telethon => return telethon::open(page),
        Format::Tdl => return tdl::open(page),
        Format::Snscrape => return snscrape::open(page),
        Format::MinetCsv => return minet_csv::open(page),
        Format::FourCatCsv => return four_cat_csv::open(page),
        Format::TgArchive => return tg_archive::open(page),
        Format::TelegramExport => return telegram_export::open(page),
        Format::ActivityPub => return activitypub::open(page),
        Format::Csv => return delimited::open(page, options),
        Format::JsonLines => return json_lines::open(page, options),
    })
}

/// The format of this file: the one given, else the one that its content tells. The file stands at its beginning
/// afterwards; `name` is what messages call it.
///
/// # Errors
/// As [`open`].
pub fn recognise(
    file: &mut File,
    name: &str,
    format: Option<Format>,
    options: &ReadOptions,
) -> Result<Format> {
    if file.metadata().is_ok_and(|metadata| metadata.is_dir()) {
        return Err(Error::new(ErrorKind::Input, format!("'{name}' is a folder, not a file")));
    }
    let head = read_head(file).map_err(|error| cannot_open(name, error))?;
    recognise_head(&head, name, format, options)
}

/// The format of an input that begins with `head`, its first [`detect::HEAD`] bytes, or all when it has fewer:
/// the one given, else the one that its content tells. Where the user maps columns, a file of no other format that
/// looks like a table or like JSON lines is taken as such.
///
/// # Errors
/// When it is empty, compressed, binary, or of a format not known, or the mapped columns are not there.
pub fn recognise_head(
    head: &[u8],
    name: &str,
    format: Option<Format>,
    options: &ReadOptions,
) -> Result<Format> {
    if head.len() < detect::HEAD && head.trim_ascii().is_empty() {
        if name == "-" {
            return Err(Error::new(ErrorKind::Input, "nothing came from standard input")
                .hint("see what the command before it says, or name the file itself"));
        }
        return Err(
            Error::new(ErrorKind::Input, format!("'{name}' is empty")).hint("export or download it again")
        );
    }
    if let Some(obstacle) = detect::not_text(head) {
        return Err(refuse(name, &obstacle));
    }
    // Whoever says what his columns are has lines or a table of his own, unless they tell plainly whose they are.
    let is_users = |format: Format| {
        !options.columns.is_empty()
            && (detect::is_told_by_old_lines(head)
                || format == Format::Snscrape && snscrape::is_untyped_table(head))
    };
    if let Some(format) = format.or_else(|| detect(head).filter(|format| !is_users(*format))) {
        return Ok(format);
    }
    if let Some(format) = detect::detect_mapped(head, options).map_err(|error| error.within(name))? {
        return Ok(format);
    }
    if let Some(obstacle) = detect::other_text(head) {
        return Err(refuse(name, &obstacle));
    }
    let names = Format::ALL.map(Format::name).join(", ");
    Err(Error::new(ErrorKind::Input, format!("cannot tell what '{name}' is"))
        .hint(format!("known formats: {names}; choose one with --as"))
        .hint("a table or JSON lines of other columns: --map text=COLUMN"))
}

/// The beginning of a record as text, as long as a reject keeps it.
fn beginning(raw: &[u8]) -> String {
    let mut text = String::from_utf8_lossy(&raw[..raw.len().min(Reject::RAW_LIMIT)]).into_owned();
    text.truncate(text.floor_char_boundary(Reject::RAW_LIMIT));
    text
}

/// Why what stands outside the pages of a file is no record: it may be of another export, or left of a message.
const OUTSIDE_PAGES: &str = "text outside the pages: mend its page, or put it into a file of its own";

/// Why what stands behind the end of an export is no record.
const BEHIND_END: &str = "other data behind the end: put it into a file of its own";

const READ_AT_ONCE: usize = 256 * 1024;

fn read_head(file: &mut File) -> io::Result<Vec<u8>> {
    file.rewind()?;
    let mut head = Vec::new();
    file.take(detect::HEAD as u64).read_to_end(&mut head)?;
    file.rewind()?;
    Ok(head)
}

/// What the system's refusal to open an input means to the user.
pub(crate) fn cannot_open(name: &str, error: io::Error) -> Error {
    let refused = |message: String| Error::new(ErrorKind::Input, message);
    match error.kind() {
        io::ErrorKind::NotFound => refused(format!("cannot open '{name}': no such file"))
            .hint("look at its spelling, and at the folder from which it is named"),
        io::ErrorKind::PermissionDenied => refused(format!("cannot open '{name}': permission denied"))
            .hint("make it readable for yourself, or copy it"),
        io::ErrorKind::NotADirectory => {
            let named = Path::new(name.trim_end_matches(std::path::is_separator));
            let file = named.ancestors().find(|part| part.is_file());
            let file = file.unwrap_or(Path::new(name));
            refused(format!("cannot open '{name}': '{}' is a file, not a folder", file.display())).hint(
                format!(
                    "name the file itself, of an archive, too: chancery load {}",
                    shell::path_in_quotes(file)
                ),
            )
        }
        io::ErrorKind::IsADirectory => refused(format!("'{name}' is a folder, not a file")),
        _ => refused(format!("cannot read '{name}'")).caused_by(error),
    }
}

fn refuse(name: &str, obstacle: &detect::Obstacle) -> Error {
    Error::new(ErrorKind::Input, format!("'{name}' {}", obstacle.what)).hint(obstacle.remedy)
}

#[cfg(test)]
mod tests;
