//! Tells what holds records, by its beginning.

use crate::input::json::outline::{elements, members};

/// Among how many first elements of an array there must be a record: the very first may be `null` or damaged.
const LOOKED_AT: usize = 100;

/// The key of an array that is one of records whatever it begins with.
pub(super) const MESSAGES: &str = "messages";

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// A record.
    Record,
    /// Something that holds records.
    Holder,
    /// Neither.
    Other,
}

/// Whether an input begins with a record, or with what holds records.
pub(in crate::input) fn holds_records(head: &[u8], is_record: fn(&[u8]) -> bool) -> bool {
    tell(head, is_record, |_, _| false) != Shape::Other
}

/// What the value is that begins with `head`. It takes time linear in the part of `head` that is the value's.
pub(super) fn shape(head: &[u8], is_record: fn(&[u8]) -> bool) -> Shape {
    tell(head, is_record, |key, value| key == MESSAGES.as_bytes() && value.starts_with(b"["))
}

/// What a value is; `is_trusted` tells by key and value of what holds records without a look at them.
fn tell(head: &[u8], is_record: fn(&[u8]) -> bool, is_trusted: fn(&[u8], &[u8]) -> bool) -> Shape {
    let array_holds = |array: &[u8]| {
        let mut first = elements(array).take(LOOKED_AT);
        first.any(|element| is_record(element) || holds_one(element, is_record))
    };
    let object_holds =
        |object: &[u8]| members(object).any(|(key, value)| is_trusted(key, value) || array_holds(value));
    let holds = match head.first() {
        Some(b'{') if is_record(head) => return Shape::Record,
        Some(b'{') => {
            holds_one(head, is_record)
                || object_holds(head)
                || members(head).any(|(_, value)| object_holds(value))
        }
        Some(b'[') => {
            let mut first = elements(head).take(1);
            array_holds(head) || first.any(|first| array_holds(first) || object_holds(first))
        }
        _ => false,
    };
    if holds { Shape::Holder } else { Shape::Other }
}

/// Whether one of the object's values is a record.
fn holds_one(object: &[u8], is_record: fn(&[u8]) -> bool) -> bool {
    members(object).any(|(_, value)| value.starts_with(b"{") && is_record(value))
}
