//! Tables as people and programs write them.

mod damage;
mod forms;
mod headers;
mod joined;
mod posts;
mod spreadsheets;
mod tabs;

use super::*;
use crate::input::{Format, RECORD_LIMIT, detect};
use crate::model::{Channel, Moment, Reject};
use crate::{Error, ErrorKind};

fn mapped(columns: &[(&str, &str)]) -> ReadOptions {
    ReadOptions { columns: columns.iter().map(|(to, from)| ((*to).to_owned(), (*from).to_owned())).collect() }
}

fn drain<R: BufRead + Send>(mut reader: Delimited<R>) -> Result<Vec<Record>> {
    std::iter::from_fn(|| reader.next_record().transpose()).collect()
}

/// The records of a table, or why it is none.
fn try_records(table: impl AsRef<[u8]>, options: &ReadOptions) -> Result<Vec<Record>> {
    drain(Delimited::new(table.as_ref(), options)?)
}

fn records(table: impl AsRef<[u8]>) -> Vec<Record> {
    try_records(table, &ReadOptions::default()).unwrap()
}

/// The message and the hints of the error.
fn error_of(table: &str, options: &ReadOptions) -> String {
    let error = try_records(table, options).unwrap_err();
    told(&error)
}

fn told(error: &Error) -> String {
    assert_eq!(error.kind(), ErrorKind::Input);
    let hints = error.hints().iter().map(|hint| format!(" ({hint})")).collect::<String>();
    format!("{error}{hints}")
}

fn posts(records: &[Record]) -> Vec<&Post> {
    records
        .iter()
        .filter_map(|record| if let Record::Post(post) = record { Some(&**post) } else { None })
        .collect()
}

fn texts(records: &[Record]) -> Vec<&str> {
    posts(records).iter().map(|post| post.text.as_str()).collect()
}

fn rejects(records: &[Record]) -> Vec<&Reject> {
    records
        .iter()
        .filter_map(|record| if let Record::Reject(reject) = record { Some(reject) } else { None })
        .collect()
}

fn channels(records: &[Record]) -> Vec<&Channel> {
    records
        .iter()
        .filter_map(|record| if let Record::Channel(channel) = record { Some(channel) } else { None })
        .collect()
}

/// The only post of a table with these columns and cells.
fn only_post(header: &str, cells: &str) -> Post {
    let records = records(format!("{header}\n{cells}\n"));
    let [Record::Channel(_), Record::Post(post)] = &records[..] else { panic!("{records:?}") };
    (**post).clone()
}

/// The only channel of a table with these columns and cells.
fn only_channel(header: &str, cells: &str) -> Channel {
    let records = records(format!("{header}\n{cells}\n"));
    let [Record::Channel(channel), Record::Post(_)] = &records[..] else { panic!("{records:?}") };
    channel.clone()
}
