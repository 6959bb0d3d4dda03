//! Links into an app: `tg://resolve?domain=name`, `ton://transfer/…`.
//!
//! The source of the rule is tdlib, `td/telegram/MessageEntity.cpp`, `match_tg_urls`.

use std::ops::Range;

use memchr::memchr;

use super::character_class::is_name_byte;
use super::url::PathEnds;

const SCHEMES: [&str; 3] = ["tg", "tonsite", "ton"];
const LONGEST_NAME: usize = 253;

/// The byte ranges of the links into an app in `text`, in order.
pub(super) fn find(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut path_ends = PathEnds::default();
    let mut from = 0;
    while let Some(offset) = memchr(b':', &bytes[from..]) {
        let colon = from + offset;
        from = colon + 1;
        if !bytes[from..].starts_with(b"//") {
            continue;
        }
        let Some(scheme) = SCHEMES.into_iter().find(|scheme| ends_with(&bytes[..colon], scheme)) else {
            continue;
        };
        let name_start = colon + "://".len();
        let name = bytes[name_start..]
            .iter()
            .take(LONGEST_NAME)
            .take_while(|&&byte| is_name_byte(byte) || byte == b'-')
            .count();
        from = name_start + name;
        if name > 0 {
            from = path_ends.after_path(text, from);
            found.push(colon - scheme.len()..from);
        }
    }
    found
}

fn ends_with(bytes: &[u8], scheme: &str) -> bool {
    bytes.len() >= scheme.len() && bytes[bytes.len() - scheme.len()..].eq_ignore_ascii_case(scheme.as_bytes())
}
