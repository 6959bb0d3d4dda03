//! What makes posts of records, and how a record is brought to it that is no valid JSON.

use std::collections::VecDeque;

use crate::input::json::repair::read_repaired;
use crate::input::json::why_unreadable;
use crate::input::{BadBytes, Doubtful, UnreadCounts};
use crate::model::Record;

/// What makes posts of the records of one format.
pub(in crate::input) trait Sink {
    /// Whether the object that begins here, perhaps torn off, is a record.
    fn is_record(object: &[u8]) -> bool;

    /// Where the next record begins behind a damaged place, when it can be told by its first keys.
    fn next_record(bytes: &[u8]) -> Option<usize>;

    /// Whether the value of this key beside the records is worth having.
    fn wants(key: &str) -> bool;

    /// Takes such a value.
    fn take_member(&mut self, key: &str, value: &[u8]);

    /// Takes an object that stands at `offset` as `raw`, perhaps repaired; `false` when it is no valid JSON.
    fn take(&mut self, json: &[u8], raw: &[u8], offset: u64) -> bool;

    /// Takes what is no record, or one that cannot be read.
    fn reject(&mut self, reason: &str, raw: &[u8], offset: u64);

    /// Notes that the record at `offset` has bytes that are no UTF-8.
    fn note_bad_bytes(&mut self, offset: u64);

    /// Gives what still waits for more.
    fn finish(&mut self);

    /// What is ready to be given, in order.
    fn ready(&mut self) -> &mut VecDeque<Record>;

    /// As [`crate::input::Reader::is_ordered`].
    fn is_ordered(&self) -> bool;

    /// As [`crate::input::Reader::bad_bytes`].
    fn bad_bytes(&self) -> Option<BadBytes>;

    /// As [`crate::input::Reader::unread_counts`].
    fn unread_counts(&self) -> Option<UnreadCounts>;

    /// As [`crate::input::Reader::doubts`].
    fn doubts(&self) -> Vec<Doubtful>;
}

/// Gives a sink the object that stands at `offset` and has so many brackets open at once: as it stands, else
/// repaired, else as a reject. Then it is `false`.
pub(super) fn take<S: Sink>(sink: &mut S, raw: &[u8], offset: u64, deepest: usize) -> bool {
    if sink.take(raw, raw, offset) {
        return true;
    }
    match read_repaired(raw, |text| sink.take(text.as_bytes(), raw, offset)) {
        Some(had_bad_bytes) => {
            if had_bad_bytes {
                sink.note_bad_bytes(offset);
            }
            true
        }
        None => {
            sink.reject(why_unreadable(deepest), raw, offset);
            false
        }
    }
}
