//! Web addresses in a point, which are no words of it.

use std::iter;

use super::character::{Part, part};

/// What stands between the web addresses of a text, in order.
pub(super) fn without_addresses(text: &str) -> impl Iterator<Item = &str> {
    let mut starts = address_starts(text);
    let mut done = Some(0);
    iter::from_fn(move || {
        let from = done?;
        let start = starts.find(|start| *start >= from);
        done = start
            .map(|start| text[start..].find(char::is_whitespace).map_or(text.len(), |length| start + length));
        Some(&text[from..start.unwrap_or(text.len())])
    })
}

/// Where web addresses begin, in order: `scheme://…`, or a word that begins with `www.` or `t.me/`.
///
/// The text is searched once, however many there are.
fn address_starts(text: &str) -> impl Iterator<Item = usize> {
    // Few texts have a slash.
    let with_slash = memchr::memchr_iter(b'/', text.as_bytes()).filter_map(|slash| {
        let before = &text[..slash];
        if let Some(before) = before.strip_suffix(':').filter(|_| text[slash..].starts_with("//")) {
            let scheme = before.bytes().rev().take_while(u8::is_ascii_alphabetic).count();
            return Some(before.len() - scheme).filter(|_| scheme > 0);
        }
        before.strip_suffix("t.me").filter(|before| ends_outside_a_word(before)).map(str::len)
    });
    let bare =
        memchr::memmem::find_iter(text.as_bytes(), "www.").filter(|at| ends_outside_a_word(&text[..*at]));
    let (mut with_slash, mut bare) = (with_slash.peekable(), bare.peekable());
    iter::from_fn(move || match (with_slash.peek(), bare.peek()) {
        (Some(slash), Some(www)) if www < slash => bare.next(),
        (Some(_), _) => with_slash.next(),
        (None, _) => bare.next(),
    })
}

fn ends_outside_a_word(text: &str) -> bool {
    !text.ends_with(|before: char| before.is_alphanumeric() || before == '.')
}

/// The first letter of a text, addresses aside.
pub(super) fn first_letter(text: &str) -> Option<char> {
    without_addresses(text).find_map(|piece| piece.chars().find(|char| part(*char) == Part::Letter))
}
