//! How much of an input beyond ASCII is UTF-8.

use std::io::{self, Read};

/// Bytes read at once.
const CHUNK: usize = 1 << 16;

/// What stands behind a text in the formats.
const ENDS: &[u8] = b"\"\\,;\t\r\n<";

/// What of an input is beyond ASCII.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct BeyondAscii {
    /// Characters in UTF-8.
    characters: u64,
    /// Places that are no UTF-8, but for what is left of a character where a text was cut.
    others: u64,
}

impl BeyondAscii {
    /// Whether most of it is no UTF-8, so that the input is in another encoding. Where letters were damaged or cut, most
    /// are whole.
    pub(super) fn is_mostly_no_utf8(self) -> bool {
        self.others > self.characters
    }

    /// Counts what the source holds, to its end.
    pub(super) fn count(&mut self, source: &mut impl Read) -> io::Result<()> {
        let mut chunk = vec![0; CHUNK];
        // Of a character that goes on in the next chunk.
        let mut held = 0;
        loop {
            let read = match source.read(&mut chunk[held..]) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                read => read?,
            };
            let filled = held + read;
            held = 0;
            let mut seen = 0;
            for part in chunk[..filled].utf8_chunks() {
                let characters = part.valid().chars().filter(|character| !character.is_ascii()).count();
                self.characters += characters as u64;
                seen += part.valid().len() + part.invalid().len();
                if read > 0 && seen == filled && may_go_on(part.invalid()) {
                    held = part.invalid().len();
                } else {
                    let behind = chunk[..filled].get(seen);
                    let is_cut = may_go_on(part.invalid()) && behind.is_none_or(|byte| ENDS.contains(byte));
                    self.others += u64::from(!part.invalid().is_empty() && !is_cut);
                }
            }
            if read == 0 {
                return Ok(());
            }
            chunk.copy_within(filled - held..filled, 0);
        }
    }
}

/// Whether bytes at the end of a chunk may be the beginning of a character.
fn may_go_on(bytes: &[u8]) -> bool {
    str::from_utf8(bytes).is_err_and(|error| error.valid_up_to() == 0 && error.error_len().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives one byte at a time.
    struct Slow<'b>(&'b [u8]);

    impl Read for Slow<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let Some((first, rest)) = self.0.split_first() else { return Ok(0) };
            buffer[0] = *first;
            self.0 = rest;
            Ok(1)
        }
    }

    #[track_caller]
    fn assert_counts(bytes: &[u8], characters: u64, others: u64) {
        for slowly in [false, true] {
            let mut counted = BeyondAscii::default();
            if slowly { counted.count(&mut Slow(bytes)) } else { counted.count(&mut &*bytes) }.unwrap();
            assert_eq!(counted, BeyondAscii { characters, others }, "slowly: {slowly}");
        }
    }

    #[test]
    fn characters_and_other_bytes_are_counted_wherever_a_chunk_ends() {
        assert_counts("aя€😀b".as_bytes(), 3, 0);
        // Мир in code page 1251.
        assert_counts(b"\xCC\xE8\xF0 a", 0, 3);
        assert_counts(b"a\xC3 b", 0, 1);
        // A text was cut within a character.
        assert_counts(b"a\xC3", 0, 0);
        assert_counts(b"\"a \xF0\x9F\",\"\xD0\",b\xD0\nc", 0, 0);
        assert_counts(b"\xE2\x82a\xE2\x82\xAC", 1, 1);
        assert_counts(b"", 0, 0);
        let long = "ж".repeat(CHUNK);
        assert_counts(format!("a{long}").as_bytes(), CHUNK as u64, 0);
    }
}
