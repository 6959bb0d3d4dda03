//! Records of whole inputs. Quirks of single messages are tried in `tests/rows.rs`, damage in `tests/damage.rs`.

mod albums;
mod damage;
mod dotted;
mod media;
mod mixes;
mod rows;
mod samples;
mod shapes;

use std::io::{self, Read};

use super::*;
use crate::model::{ChannelEvent, Place, Post, Reject};

fn reader<R: Read + Send>(source: R) -> impl Reader {
    JsonRecords::new(source, Telethon::default(), "JSON of Telethon's messages")
}

/// The records of an input.
fn records(input: impl AsRef<[u8]>) -> Vec<Record> {
    drain(reader(input.as_ref()))
}

fn drain(mut reader: impl Reader) -> Vec<Record> {
    std::iter::from_fn(|| reader.next_record().unwrap()).collect()
}

/// A message of a channel, with more keys.
fn message(id: i64, rest: &str) -> String {
    format!(
        r#"{{"_": "Message", "id": {id}, "peer_id": {{"_": "PeerChannel", "channel_id": 1500000001}}, "date": "2025-06-01T12:00:00+00:00"{rest}}}"#
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

/// Ids, one word a record: `c` channel, `p` post, `e` event, `r` reject with its reason, and where it was cut.
fn outline(records: &[Record]) -> Vec<String> {
    let or_dash = |id: &Option<String>| id.clone().unwrap_or_else(|| "-".to_owned());
    records
        .iter()
        .map(|record| match record {
            Record::Channel(channel) => format!("c{}", or_dash(&channel.external_id)),
            Record::Post(post) => format!("p{}", or_dash(&post.external_id)),
            Record::Event(event) => format!("e{}", or_dash(&event.external_id)),
            Record::Reject(reject) => format!("r{} {}", or_dash(&reject.external_id), reject.reason),
            Record::Cut(place) => format!("cut at {place}"),
        })
        .collect()
}

/// The only post of an input with this message.
fn only_post(message: &str) -> Post {
    let records = records(format!("[{message}]"));
    let [Record::Channel(_), Record::Post(post)] = &records[..] else { panic!("{records:?}") };
    (**post).clone()
}

/// Gives one byte at a time.
struct Trickle<'b>(&'b [u8]);

impl Read for Trickle<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.0.len().min(1);
        buffer[..length].copy_from_slice(&self.0[..length]);
        self.0 = &self.0[length..];
        Ok(length)
    }
}
