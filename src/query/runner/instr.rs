//! SQLite's function `instr(text, part)`, with the same answers and several times as fast.
//!
//! SQLite's own goes through the text character by character, and most of the time of a report on words goes there.
//! A query stays plain SQL: any other SQLite tool gives the same rows by its own function.

use std::sync::{Mutex, PoisonError};

use memchr::memmem::Finder;
use rusqlite::functions::FunctionFlags;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ToSql};

/// How many parts are kept ready to be looked for: a report on planned messages has some dozens.
const MOST_FINDERS: usize = 64;

/// As many bytes as a byte can count.
const FEW: usize = 255;

/// Lets statements of this connection call the faster function.
pub(super) fn install(connection: &Connection) -> rusqlite::Result<()> {
    let flags =
        FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_INNOCUOUS;
    let state = Mutex::new(State::default());
    connection.create_scalar_function("instr", 2, flags, move |context| {
        let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
        state.place(context.get_raw(0), context.get_raw(1))
    })
}

#[derive(Default)]
struct State {
    finders: Finders,
    plain: Option<Connection>,
}

impl State {
    /// At which character of a text, or byte of a blob, `part` begins, from 1; 0 where it does not occur.
    fn place(&mut self, whole: ValueRef<'_>, part: ValueRef<'_>) -> rusqlite::Result<Option<i64>> {
        match (whole, part) {
            (ValueRef::Null, _) | (_, ValueRef::Null) => Ok(None),
            (ValueRef::Text(whole), ValueRef::Text(part))
                if part.first().is_none_or(|byte| begins(*byte)) =>
            {
                Ok(Some(self.finders.place(whole, part)))
            }
            (ValueRef::Blob(whole), ValueRef::Blob(part)) => {
                Ok(Some(self.finders.place_of_bytes(whole, part)))
            }
            // Numbers have to be written as SQLite writes them, and a part that is no UTF-8 fits in the midst of others.
            _ => self.ask_sqlite(whole, part),
        }
    }

    /// What a connection says that has no function of ours.
    fn ask_sqlite(&mut self, whole: ValueRef<'_>, part: ValueRef<'_>) -> rusqlite::Result<Option<i64>> {
        let plain = match self.plain.take() {
            Some(plain) => plain,
            None => Connection::open_in_memory()?,
        };
        let plain = self.plain.insert(plain);
        let mut statement = plain.prepare_cached("SELECT instr(?1, ?2)")?;
        statement.query_row([Borrowed(whole), Borrowed(part)], |row| row.get(0))
    }
}

struct Borrowed<'a>(ValueRef<'a>);

impl ToSql for Borrowed<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(self.0))
    }
}

/// The parts that were looked for last, made ready.
#[derive(Default)]
struct Finders {
    known: Vec<Finder<'static>>,
    last: usize,
}

impl Finders {
    fn place(&mut self, whole: &[u8], part: &[u8]) -> i64 {
        let Some(at) = self.finder(part).find(whole) else { return 0 };
        // SQLite counts the first byte as a character, whatever it is, and any other that begins one.
        let before = whole.get(1..=at).unwrap_or_default();
        let characters = 1 + before.chunks(FEW).map(characters_in).sum::<usize>();
        i64::try_from(characters).unwrap_or(i64::MAX)
    }

    /// At which byte the part begins, from 1; 0 where it does not occur.
    fn place_of_bytes(&mut self, whole: &[u8], part: &[u8]) -> i64 {
        let at = self.finder(part).find(whole).map_or(0, |at| at + 1);
        i64::try_from(at).unwrap_or(i64::MAX)
    }

    fn finder(&mut self, part: &[u8]) -> &Finder<'static> {
        // One part comes again and again, or several come in turn.
        let count = self.known.len();
        let place = (self.last..count).chain(0..self.last.min(count)).find(|at| self.is_for(*at, part));
        self.last = place.unwrap_or_else(|| {
            let finder = Finder::new(part).into_owned();
            if count < MOST_FINDERS {
                self.known.push(finder);
                return count;
            }
            let at = (self.last + 1) % count;
            self.known[at] = finder;
            at
        });
        &self.known[self.last]
    }

    fn is_for(&self, at: usize, part: &[u8]) -> bool {
        self.known.get(at).is_some_and(|finder| finder.needle() == part)
    }
}

/// How many characters begin in [`FEW`] bytes. A sum that stays in a byte is one that the compiler makes sixteen of at once.
fn characters_in(bytes: &[u8]) -> usize {
    usize::from(bytes.iter().map(|byte| u8::from(begins(*byte))).sum::<u8>())
}

/// Whether a character of UTF-8 may begin with this byte.
#[inline]
fn begins(byte: u8) -> bool {
    byte & 0xc0 != 0x80
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rusqlite::Connection;
    use rusqlite::types::Value;

    use super::{MOST_FINDERS, install};

    /// SQLite's own function, and ours.
    fn connections() -> (Connection, Connection) {
        let faster = Connection::open_in_memory().unwrap();
        install(&faster).unwrap();
        (Connection::open_in_memory().unwrap(), faster)
    }

    /// The answer, written with its type.
    fn answer(connection: &Connection, whole: &Value, part: &Value) -> String {
        connection
            .prepare_cached("SELECT quote(instr(?1, ?2)) || typeof(instr(?1, ?2))")
            .unwrap()
            .query_row([whole, part], |row| row.get(0))
            .unwrap()
    }

    /// Texts are given as bytes, since not all of them are UTF-8.
    fn answer_on_texts(connection: &Connection, whole: &[u8], part: &[u8]) -> Option<i64> {
        connection
            .prepare_cached("SELECT instr(CAST(?1 AS TEXT), CAST(?2 AS TEXT))")
            .unwrap()
            .query_row([whole, part], |row| row.get(0))
            .unwrap()
    }

    #[test]
    fn it_answers_as_that_of_sqlite() {
        let (plain, faster) = connections();
        let long = format!("{}мир, мы", "слово ".repeat(200));
        let texts = [
            "",
            "a",
            "war",
            "awarwar",
            "wawar",
            "a*b",
            "*",
            "?",
            "[",
            "]",
            "^",
            "[^a]",
            "[a-z]",
            "%",
            "_",
            "'",
            "\"",
            "\\",
            "it's",
            "мир",
            "амир",
            "и",
            "й",
            "и\u{306}",
            "\u{306}",
            "e\u{301}t\u{e9}",
            "\u{301}",
            "😀",
            "a😀b😀",
            "👩‍👩‍👧",
            "\u{200d}",
            "a\0war",
            "\0",
            "war\0",
            "世界",
            "新世界",
            "السلام",
            "ال",
            " ",
            "free trade",
            "1",
            "1.5",
            "12",
            long.as_str(),
        ];
        let mut values: Vec<Value> = texts.iter().map(|text| Value::Text((*text).to_owned())).collect();
        values.extend([
            Value::Null,
            Value::Integer(12),
            Value::Integer(-1),
            Value::Real(1.5),
            Value::Real(1e300),
            Value::Real(0.1),
        ]);
        values.extend(["", "war", "мир", "a\0war"].map(|text| Value::Blob(text.as_bytes().to_vec())));
        values.extend([vec![0x80], vec![0xd0], vec![0xbc, 0xd0]].map(Value::Blob));
        for whole in &values {
            for part in &values {
                let expected = answer(&plain, whole, part);
                assert_eq!(answer(&faster, whole, part), expected, "instr({whole:?}, {part:?})");
            }
        }
    }

    #[test]
    fn a_place_is_counted_in_characters_and_an_empty_part_stands_at_the_first() {
        let (_, faster) = connections();
        let place = |whole: &str, part: &str| answer_on_texts(&faster, whole.as_bytes(), part.as_bytes());
        assert_eq!(place("мы за мир", "мир"), Some(7));
        assert_eq!(place("😀😀x", "x"), Some(3));
        assert_eq!(place("abc", ""), Some(1));
        assert_eq!(place("", ""), Some(1));
        assert_eq!(place("abc", "d"), Some(0));
    }

    #[test]
    fn many_parts_in_turn_are_each_found() {
        let (plain, faster) = connections();
        let whole = (0..3 * MOST_FINDERS).map(|number| format!("<{number}>")).collect::<String>();
        for round in 1..3 {
            for number in (0..4 * MOST_FINDERS).step_by(round) {
                let part = format!("<{number}>");
                let expected = answer_on_texts(&plain, whole.as_bytes(), part.as_bytes());
                assert_eq!(answer_on_texts(&faster, whole.as_bytes(), part.as_bytes()), expected, "{part}");
            }
        }
    }

    proptest! {
        /// Of few different bytes, so that parts do occur: among them all that begin, continue or end a character.
        #[test]
        fn bytes_that_are_no_utf8_are_found_where_sqlite_finds_them(
            whole in prop::collection::vec(prop::sample::select(&b"a\0\x80\xbf\xc0\xd0\xf0"[..]), 0..40),
            part in prop::collection::vec(prop::sample::select(&b"a\0\x80\xbf\xc0\xd0\xf0"[..]), 0..4),
        ) {
            let (plain, faster) = connections();
            prop_assert_eq!(
                answer_on_texts(&faster, &whole, &part),
                answer_on_texts(&plain, &whole, &part)
            );
        }
    }
}
