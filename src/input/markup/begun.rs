//! Where pages begin, be it within a tag or a title of a page that is cut off there: to the tokenizer the beginning of the next
//! page is then a part of that tag.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

/// What each page begins with. In words and values `<` is escaped, so nothing else looks so.
const BEGINNING: &[u8] = b"<!DOCTYPE";

/// How many beginnings are kept. More lie behind what is read from the source at once only where they are no pages.
const MOST: usize = 16 * 1024;

/// Looks for beginnings of pages in the bytes of a source.
#[derive(Debug, Default)]
pub(super) struct Watch {
    /// The last bytes: a beginning may lie across two reads.
    tail: Vec<u8>,
    bytes_seen: u64,
    begun: Begun,
}

/// Where pages begin, as far as a [`Watch`] has seen.
#[derive(Debug, Clone, Default)]
pub(super) struct Begun(Arc<Mutex<VecDeque<u64>>>);

impl Begun {
    /// How many pages begin before this place, and the last of them. They are forgotten.
    pub(super) fn take_before(&self, place: u64) -> (usize, Option<u64>) {
        let mut begun = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = begun.iter().take_while(|start| **start < place).count();
        (count, begun.drain(..count).next_back())
    }

    fn add(&self, start: u64) {
        let mut begun = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if begun.len() == MOST {
            begun.pop_front();
        }
        begun.push_back(start);
    }
}

impl Watch {
    /// What it sees from now on.
    pub(super) fn begun(&self) -> Begun {
        self.begun.clone()
    }

    /// Takes the next bytes of the source.
    pub(super) fn look_at(&mut self, bytes: &[u8]) {
        const OVERLAP: usize = BEGINNING.len() - 1;
        // The end of what came before, with as much of the new as can complete a beginning.
        let seam = self.bytes_seen - self.tail.len() as u64;
        self.tail.extend_from_slice(&bytes[..bytes.len().min(OVERLAP)]);
        for at in memchr::memmem::find_iter(&self.tail, BEGINNING) {
            self.begun.add(seam + at as u64);
        }
        for at in memchr::memmem::find_iter(bytes, BEGINNING) {
            self.begun.add(self.bytes_seen + at as u64);
        }
        self.bytes_seen += bytes.len() as u64;
        if bytes.len() >= OVERLAP {
            self.tail.clear();
            self.tail.extend_from_slice(&bytes[bytes.len() - OVERLAP..]);
        } else {
            let surplus = self.tail.len().saturating_sub(OVERLAP);
            self.tail.drain(..surplus);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_beginning_is_seen_once_wherever_the_reads_end() {
        let text = "<!DOCTYPE html>a<!DOC <title><!DOCTYPE<!DOCTYPE html>";
        for at_once in 1..60 {
            let mut watch = Watch::default();
            let begun = watch.begun();
            text.as_bytes().chunks(at_once).for_each(|bytes| watch.look_at(bytes));
            assert_eq!(begun.take_before(0), (0, None), "{at_once}");
            assert_eq!(begun.take_before(29), (1, Some(0)), "{at_once}");
            assert_eq!(begun.take_before(u64::MAX), (2, Some(38)), "{at_once}");
            assert_eq!(begun.take_before(u64::MAX), (0, None), "{at_once}");
        }
    }

    #[test]
    fn of_a_flood_the_last_ones_are_kept() {
        let text = "<!DOCTYPE".repeat(MOST + 1);
        let mut watch = Watch::default();
        let begun = watch.begun();
        watch.look_at(text.as_bytes());
        assert_eq!(begun.take_before(u64::MAX), (MOST, Some(9 * MOST as u64)));
    }
}
