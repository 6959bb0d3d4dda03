//! Values as SQLite has them become those of a row.

use std::borrow::Cow;

use rusqlite::types::ValueRef;

use crate::query::rows::Value;

/// Puts `new` in the place of `old`, and keeps the room that a text or blob had.
pub(in crate::query) fn take(new: ValueRef<'_>, old: &mut Value) {
    match (new, old) {
        (ValueRef::Text(bytes), Value::Text(text)) => {
            // Days, channels and kinds are mostly those of the row before, and are known to be UTF-8 then.
            if text.as_bytes() != bytes {
                text.clear();
                text.push_str(&text_of(bytes));
            }
        }
        (ValueRef::Blob(bytes), Value::Blob(blob)) => {
            blob.clear();
            blob.extend_from_slice(bytes);
        }
        (new, old) => {
            *old = match new {
                ValueRef::Null => Value::Null,
                ValueRef::Integer(number) => Value::Integer(number),
                ValueRef::Real(number) => Value::Real(number),
                ValueRef::Text(bytes) => Value::Text(text_of(bytes).into_owned()),
                ValueRef::Blob(bytes) => Value::Blob(bytes.to_vec()),
            };
        }
    }
}

/// The text, in which U+FFFD stands for what is no UTF-8.
fn text_of(bytes: &[u8]) -> Cow<'_, str> {
    simdutf8::basic::from_utf8(bytes).map_or_else(|_| String::from_utf8_lossy(bytes), Cow::Borrowed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_utf_8_becomes_a_replacement_character_and_all_else_stays() {
        let mut value = Value::Text(String::from("before"));
        take(ValueRef::Text("Гавань, 東".as_bytes()), &mut value);
        assert_eq!(value, Value::Text(String::from("Гавань, 東")));
        take(ValueRef::Text("Гавань, 東".as_bytes()), &mut value);
        assert_eq!(value, Value::Text(String::from("Гавань, 東")));
        for _ in 0..2 {
            take(ValueRef::Text(b"a\xFFb\xE2\x82"), &mut value);
            assert_eq!(value, Value::Text(String::from("a\u{FFFD}b\u{FFFD}")));
        }
        let mut value = Value::Null;
        take(ValueRef::Text(b"a\xFFb"), &mut value);
        assert_eq!(value, Value::Text(String::from("a\u{FFFD}b")));
    }
}
