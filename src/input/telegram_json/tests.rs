//! Records of whole inputs. Quirks of single rows are tried in `tests/rows.rs` and `tests/media.rs`, damage in
//! `tests/damage.rs`.

mod damage;
mod joined;
mod media;
mod mixes;
mod rows;
mod samples;
mod shapes;
mod tables;

use super::*;
use crate::model::{Channel, ChannelEvent, Post};

/// The records of an input.
fn records(input: impl AsRef<[u8]>) -> Vec<Record> {
    drain(TelegramJson::new(input.as_ref()))
}

fn drain<R: Read + Send>(mut reader: TelegramJson<R>) -> Vec<Record> {
    std::iter::from_fn(|| reader.next_record().unwrap()).collect()
}

/// A channel's export with these rows.
fn channel(rows: &str) -> String {
    format!(r#"{{"name":"Bureau of Vexland","type":"public_channel","id":1500000001,"messages":[{rows}]}}"#)
}

/// A row with an id, a date, and more keys.
fn row(id: i64, rest: &str) -> String {
    format!(
        r#"{{"id":{id},"type":"message","date":"2025-06-01T12:00:00","date_unixtime":"1748772000"{rest}}}"#
    )
}

fn posts(records: &[Record]) -> Vec<&Post> {
    records
        .iter()
        .filter_map(|record| if let Record::Post(post) = record { Some(&**post) } else { None })
        .collect()
}

fn events(records: &[Record]) -> Vec<&ChannelEvent> {
    records
        .iter()
        .filter_map(|record| if let Record::Event(event) = record { Some(event) } else { None })
        .collect()
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

/// The only post of a channel's export with this row.
fn only_post(row: &str) -> Post {
    let records = records(channel(row));
    let [Record::Channel(_), Record::Post(post)] = &records[..] else { panic!("{records:?}") };
    (**post).clone()
}
