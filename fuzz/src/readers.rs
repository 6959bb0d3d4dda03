//! Readers: whatever the bytes are, records come of them or an error, each whole, and they come to an end.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Seek as _, Write as _};

use chancery::input::{self, Format, Page, ReadOptions};
use chancery::model::{Post, Record, Reject};

use super::extraction;

/// A file without a name that holds the bytes, open at its beginning.
fn file_of(data: &[u8]) -> File {
    let mut file = tempfile::tempfile().expect("a temporary file");
    file.write_all(data).expect("a write");
    file.rewind().expect("a seek");
    file
}

/// Reads the bytes as one input of this format.
fn read(data: &[u8], format: Format, options: &ReadOptions) {
    let page = Page { name: "input".to_owned(), file: file_of(data), path: None };
    match input::open_pages(vec![page], format, options) {
        Ok(mut reader) => {
            // A record takes a byte at least; a channel may be told before it.
            let most = 2 * data.len() + 16;
            let mut records = 0;
            loop {
                match reader.next_record() {
                    Ok(Some(record)) => check(&record),
                    Ok(None) => break,
                    Err(error) => {
                        assert!(!error.to_string().is_empty());
                        break;
                    }
                }
                records += 1;
                assert!(records <= most, "{records} records of {} bytes", data.len());
            }
            let _ = (reader.bytes_read(), reader.is_ordered(), reader.is_complete(), reader.bad_bytes());
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

/// What holds for every record.
fn check(record: &Record) {
    match record {
        Record::Post(post) => check_post(post),
        Record::Reject(Reject { reason, raw, place, .. }) => {
            assert!(!reason.is_empty() && raw.len() <= Reject::RAW_LIMIT && !place.to_string().is_empty());
        }
        Record::Channel(_) | Record::Event(_) | Record::Cut(_) => {}
    }
}

fn check_post(post: &Post) {
    assert!(!post.text.contains('\0'), "{:?}", post.text);
    assert!(post.spans.is_sorted_by_key(|span| span.start), "{:?}", post.spans);
    for span in &post.spans {
        assert!(post.text.get(span.start..span.end).is_some(), "{span:?} of {:?}", post.text);
    }
    extraction::check(post);
}

macro_rules! formats {
    ($($name:ident = $format:ident),* $(,)?) => {
        $(pub fn $name(data: &[u8]) {
            read(data, Format::$format, &ReadOptions::default());
        })*
    };
}

formats! {
    activitypub = ActivityPub,
    four_cat_csv = FourCatCsv,
    minet_csv = MinetCsv,
    snscrape = Snscrape,
    tdl = Tdl,
    telegram_html = TelegramHtml,
    telegram_json = TelegramJson,
    telethon = Telethon,
    web_preview = WebPreview,
    web_preview_text = WebPreviewText,
}

/// The map of the first line, as `text=body,id=n`, and what is below it.
fn mapped(data: &[u8]) -> (ReadOptions, &[u8]) {
    let end = data.iter().position(|byte| *byte == b'\n').unwrap_or(data.len());
    let line = String::from_utf8_lossy(&data[..end]);
    let columns: BTreeMap<String, String> = line
        .split(',')
        .filter_map(|pair| pair.split_once('='))
        .map(|(column, name)| (column.trim().to_owned(), name.trim().to_owned()))
        .collect();
    (ReadOptions { columns }, data.get(end + 1..).unwrap_or_default())
}

/// A table or JSON lines, below a line that maps its columns.
fn read_mapped(data: &[u8], format: Format) {
    let (mut options, data) = mapped(data);
    let _ = input::recognise_head(data, "input", None, &options);
    if input::columns::check_map(&options.columns).is_err() {
        options = ReadOptions::default();
    }
    read(data, format, &options);
}

pub fn csv_map(data: &[u8]) {
    read_mapped(data, Format::Csv);
}

pub fn json_lines(data: &[u8]) {
    read_mapped(data, Format::JsonLines);
}

/// Databases of tg-archive and telegram-export.
pub fn sqlite_inputs(data: &[u8]) {
    // A database of zeros is empty; what SQLite makes of the header's fields is what is of interest.
    for format in [Format::TgArchive, Format::TelegramExport] {
        read(data, format, &ReadOptions::default());
    }
}

/// Whatever it is, it is told for what it is, and read as that.
pub fn detect(data: &[u8]) {
    let told = input::detect(&data[..data.len().min(input::detect::HEAD)]);
    let named = input::recognise(&mut file_of(data), "input", None, &ReadOptions::default());
    if let (Some(told), Ok(named)) = (told, named) {
        assert_eq!(told, named);
        read(data, told, &ReadOptions::default());
    }
}
