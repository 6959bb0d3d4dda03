//! What an object or an array holds, without parsing it: for the beginnings of inputs, which may be torn off.

use super::scanner::Walk;

/// The keys of an object with their values, as far as the text goes; the last value may be torn off.
pub(in crate::input) fn members(object: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    let mut rest = object.strip_prefix(b"{").unwrap_or_default();
    std::iter::from_fn(move || {
        rest = rest.trim_ascii_start();
        rest = rest.strip_prefix(b",").unwrap_or(rest).trim_ascii_start();
        if !rest.starts_with(b"\"") {
            return None;
        }
        let (key, behind) = rest.split_at_checked(Walk::default().advance(rest)?)?;
        let value = behind.trim_ascii_start().strip_prefix(b":")?.trim_ascii_start();
        let (value, behind) = value.split_at(Walk::default().advance(value).unwrap_or(value.len()));
        rest = behind;
        Some((&key[1..key.len() - 1], value))
    })
}

/// The elements of an array, as far as the text goes; the last one may be torn off.
pub(in crate::input) fn elements(array: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = array.strip_prefix(b"[").unwrap_or_default();
    std::iter::from_fn(move || {
        rest = rest.trim_ascii_start();
        rest = rest.strip_prefix(b",").unwrap_or(rest).trim_ascii_start();
        if rest.is_empty() || rest.starts_with(b"]") {
            return None;
        }
        let (element, behind) = rest.split_at(Walk::default().advance(rest).unwrap_or(rest.len()));
        rest = behind;
        (!element.is_empty()).then_some(element)
    })
}
