//! Whether a line can begin with one of many phrases, told by its first letters: most lines cannot, and
//! need not be folded as a whole and compared with each phrase.

use std::collections::HashMap;

use super::phrase::Phrases;
use crate::extract::fold::fold_one_by_one;
use crate::extract::line;

/// So many characters of a phrase are looked at.
const LENGTH: usize = 3;

/// The beginnings of phrases, by their first character.
pub(super) struct Beginnings(HashMap<char, Vec<&'static str>>);

impl Beginnings {
    pub(super) fn of(lists: &[&Phrases]) -> Self {
        let mut beginnings: HashMap<char, Vec<&'static str>> = HashMap::new();
        for phrase in lists.iter().flat_map(|list| list.iter()) {
            let end = phrase.char_indices().nth(LENGTH).map_or(phrase.len(), |(at, _)| at);
            if let (Some(first), Some(beginning)) = (phrase.chars().next(), phrase.get(..end)) {
                beginnings.entry(first).or_default().push(beginning);
            }
        }
        for known in beginnings.values_mut() {
            known.sort_unstable();
            known.dedup();
        }
        Self(beginnings)
    }

    /// Whether the words of `body` may begin with one of the phrases. Never `false` when they do.
    pub(super) fn may_begin(&self, body: &str) -> bool {
        let words = body.trim_start_matches(|c: char| !c.is_alphanumeric());
        // With one more character, which could change the last. Where characters change each other, are left
        // out, or stand apart otherwise than by one space, only the whole line tells.
        let Some((end, _)) = words.char_indices().nth(LENGTH + 1) else { return true };
        let Some(start) = words.get(..end).and_then(fold_one_by_one) else { return true };
        if start.contains(|c: char| c == '\u{640}' || c == '’' || (c != ' ' && line::is_blank(c)))
            || start.contains("  ")
        {
            return true;
        }
        let known = start.chars().next().and_then(|first| self.0.get(&first));
        known.is_some_and(|known| known.iter().any(|beginning| start.starts_with(beginning)))
    }
}
