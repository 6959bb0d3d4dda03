//! The key by which posts of the same text are found, case and white space aside.

use rusqlite::Connection;
use rusqlite::functions::FunctionFlags;
use xxhash_rust::xxh3::xxh3_128;

/// What a store keeps of the folded text of a post.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TextKey {
    /// XXH3-128 of the text without the white space at its ends; `None` when there is nothing else. It is stable: its
    /// values may be stored.
    pub key: Option<[u8; 16]>,
    /// Characters of that text, as SQLite counts them: up to a NUL.
    pub length: i64,
}

impl TextKey {
    /// The key of a text that is folded already ([`folded_text`](crate::extract::folded_text::folded_text)).
    #[must_use]
    pub fn of(folded: &str) -> Self {
        // White space is a single space there.
        let text = folded.trim_matches(' ');
        let counted = memchr::memchr(0, text.as_bytes()).and_then(|end| text.get(..end)).unwrap_or(text);
        Self {
            key: (!text.is_empty()).then(|| xxh3_128(text.as_bytes()).to_be_bytes()),
            length: i64::try_from(counted.chars().count()).unwrap_or(i64::MAX),
        }
    }
}

/// Lets steps of the schema call `key_of_folded_text` on this connection.
///
/// # Errors
/// When SQLite refuses.
pub fn know_keys(connection: &Connection) -> rusqlite::Result<()> {
    let flags =
        FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_DIRECTONLY;
    connection.create_scalar_function("key_of_folded_text", 1, flags, |context| {
        Ok(TextKey::of(context.get_raw(0).as_str().unwrap_or_default()).key.map(Vec::from))
    })
}

#[cfg(test)]
mod tests {
    use super::TextKey;

    #[test]
    fn white_space_at_the_ends_makes_no_other_text() {
        let key = TextKey::of("die straße");
        assert_eq!(key.length, 10);
        assert_eq!(TextKey::of(" die straße "), key);
        assert_ne!(TextKey::of("die strasse"), key);
        // XXH3-128 of "a", by the reference program: xxh128sum.
        let a = "a96faf705af16834e6c632b61e964e1f";
        let hex = |bytes: [u8; 16]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        assert_eq!(TextKey::of("a").key.map(hex).as_deref(), Some(a));
    }

    #[test]
    fn characters_are_counted_up_to_a_nul() {
        for (text, length) in [("ab\0cd", 2), ("\0", 0), (" žluť\0", 4), ("žluť", 4), ("a \0 ", 2)] {
            let connection = rusqlite::Connection::open_in_memory().unwrap();
            let by_sqlite: i64 = connection
                .query_row("SELECT length(?1)", [text.trim_matches(' ')], |row| row.get(0))
                .unwrap();
            assert_eq!((TextKey::of(text).length, by_sqlite), (length, length), "{text:?}");
        }
    }

    #[test]
    fn a_text_without_words_has_no_key() {
        for text in ["", " "] {
            assert_eq!(TextKey::of(text), TextKey::default());
        }
    }
}
