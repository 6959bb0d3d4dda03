//! Addresses that stand in the text: `https://example.org/page`, `example.org`, `127.0.0.1:80`; and the
//! e-mail addresses, which are met on the same way.
//!
//! The source of the rule is tdlib, `td/telegram/MessageEntity.cpp`, `match_urls` and `find_urls`: around
//! each dot the longest possible address is taken, then [`check`] says how much of it is one. What has
//! been taken or given up is not looked at again, so the work grows with the text and not with its square.

mod check;
mod path;

use std::ops::Range;

use memchr::memchr;

use super::character_class::{is_separator, is_word_character};
use super::email;

pub(super) use path::PathEnds;

/// Byte ranges, each list in order.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Addresses {
    pub(super) urls: Vec<Range<usize>>,
    pub(super) emails: Vec<Range<usize>>,
}

/// The addresses and the e-mail addresses in `text`.
pub(super) fn find(text: &str) -> Addresses {
    let mut found = Addresses::default();
    let mut scan = Scan { text, bytes: text.as_bytes(), begin: 0, path_ends: PathEnds::default() };
    while let Some(candidate) = scan.next_candidate() {
        let address = &text[candidate.clone()];
        let without_scheme = address.strip_prefix("mailto:").unwrap_or(address);
        if email::is_address(address) {
            found.emails.push(candidate);
        } else if email::is_address(without_scheme) {
            found.emails.push(candidate.end - without_scheme.len()..candidate.end);
        } else if let Some(length) = check::url_length(address) {
            found.urls.push(candidate.start..candidate.start + length);
        }
    }
    found
}

struct Scan<'text> {
    text: &'text str,
    bytes: &'text [u8],
    /// Nothing before this byte is looked at any more.
    begin: usize,
    path_ends: PathEnds,
}

impl Scan<'_> {
    fn next_candidate(&mut self) -> Option<Range<usize>> {
        loop {
            let dot = self.begin + memchr(b'.', &self.bytes[self.begin..])?;
            match self.bytes.get(dot + 1)? {
                b' ' => self.begin = dot + 2,
                next if cannot_follow(*next) => self.begin = dot + 1,
                _ => {
                    if let Some(candidate) = self.around(dot) {
                        return Some(candidate);
                    }
                }
            }
        }
    }

    /// The address around this dot; moves `begin` past what is settled.
    fn around(&mut self, dot: usize) -> Option<Range<usize>> {
        let mut start = self.back_over(dot, is_domain_character);
        let (domain_end, has_at) = self.domain_end(dot);
        if has_at {
            start = self.back_over(start, is_user_character);
        }
        let mut end = self.path_ends.after_path(self.text, self.after_port(domain_end));
        while end > dot + 1 && self.bytes[end - 1] == b'.' {
            end -= 1;
        }
        let start = self.with_user(start, has_at).and_then(|start| self.with_scheme(start));
        if start.is_none() {
            while self.bytes[end - 1] != b'.' {
                end -= 1;
            }
            self.begin = end;
            return None;
        }
        let candidate = start.filter(|_| end > dot + 1).map(|start| start..end);
        while self.bytes.get(end) == Some(&b'.') {
            end += 1;
        }
        self.begin = end;
        candidate
    }

    /// The first byte of the run of such characters that ends at `end`.
    fn back_over(&self, end: usize, is_part: fn(char) -> bool) -> usize {
        self.begin + self.text[self.begin..end].trim_end_matches(is_part).len()
    }

    /// Where the domain that holds this dot ends, and whether an `@` stands between.
    fn domain_end(&self, dot: usize) -> (usize, bool) {
        let mut has_at = false;
        let length = self.text[dot..].find(|character| {
            has_at |= character == '@';
            character != '@' && !is_domain_character(character)
        });
        (length.map_or(self.text.len(), |length| dot + length), has_at)
    }

    /// The end with the port from 1 to 65535, when there is one.
    fn after_port(&self, domain_end: usize) -> usize {
        if self.bytes.get(domain_end) != Some(&b':') {
            return domain_end;
        }
        let start = domain_end + 1;
        let length = self.bytes[start..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let port = self.text[start..start + length].trim_start_matches('0');
        let is_port = port.len() <= 5 && port.parse::<u32>().is_ok_and(|port| port <= 65535);
        if is_port { start + length } else { domain_end }
    }

    /// The start with `user@`, when an `@` stands before; `None` when that spoils the address.
    fn with_user(&self, start: usize, has_at: bool) -> Option<usize> {
        if start == self.begin || self.bytes[start - 1] != b'@' {
            return Some(start);
        }
        let user = self.back_over(start - 1, is_user_character);
        if has_at || user == start - 1 { None } else { Some(user) }
    }

    /// The start with the scheme, when there is one; `None` when what stands before spoils the address.
    fn with_scheme(&self, start: usize) -> Option<usize> {
        let before = &self.text[self.begin..start];
        let Some(last) = before.chars().next_back() else { return Some(start) };
        if before.len() < 6 || !before.ends_with("://") {
            let is_spoilt = is_word_character(last) || matches!(last, '/' | '#' | '@');
            return (!is_spoilt).then_some(start);
        }
        let scheme_end = start - "://".len();
        let scheme = &self.text[self.back_over(scheme_end, is_scheme_character)..scheme_end];
        Some(scheme_end - known_scheme_length(scheme)?)
    }
}

/// The length of the known scheme at the end of `scheme`; `None` when there is none.
fn known_scheme_length(scheme: &str) -> Option<usize> {
    if ["shttp", "sftp", "tftp"].iter().any(|other| scheme.eq_ignore_ascii_case(other)) {
        return None;
    }
    ["http", "https", "ftp", "tonsite"]
        .into_iter()
        .find(|known| {
            let start = scheme.len().checked_sub(known.len());
            start.and_then(|start| scheme.get(start..)).is_some_and(|end| end.eq_ignore_ascii_case(known))
        })
        .map(str::len)
}

/// Whether no address goes on with this byte after a dot. Bytes past ASCII are looked at more closely.
fn cannot_follow(byte: u8) -> bool {
    byte.is_ascii()
        && !is_domain_character(char::from(byte))
        && !matches!(byte, b'@' | b':' | b'/' | b'?' | b'#')
}

fn is_domain_character(character: char) -> bool {
    if character < '\u{c0}' {
        return character.is_ascii_alphanumeric() || matches!(character, '.' | '_' | '-' | '~');
    }
    is_address_character(character)
}

fn is_user_character(character: char) -> bool {
    !matches!(
        character,
        '\n' | '/' | '[' | ']' | '{' | '}' | '(' | ')' | '\'' | '`' | '<' | '>' | '"' | '@' | '«' | '»'
    ) && is_address_character(character)
}

/// Letters past ASCII are taken as part of a scheme, so that it is then refused.
fn is_scheme_character(character: char) -> bool {
    if character.is_ascii() {
        return character.is_ascii_alphanumeric() || matches!(character, '+' | '-');
    }
    !is_separator(character)
}

/// Any character but spaces; of General Punctuation only the joiners and the dashes.
fn is_address_character(character: char) -> bool {
    if matches!(character, '\u{2000}'..='\u{206f}') {
        return matches!(character, '\u{200c}' | '\u{200d}' | '\u{2010}'..='\u{2015}');
    }
    !is_separator(character)
}

#[cfg(test)]
mod tests;
