//! Whether a line can begin with one of many phrases, told by its first letters: most lines cannot, and
//! need not be folded as a whole and compared with each phrase.

use super::phrase::Phrases;
use crate::extract::character::is_alphanumeric;
use crate::extract::fold::fold_alone;
use crate::extract::line;

/// So many characters of a phrase are looked at.
const LENGTH: usize = 3;

/// What stands in the place of a character that a shorter phrase does not have.
const NONE: char = '\0';

/// The beginnings of phrases, in order.
pub(super) struct Beginnings {
    known: Vec<[char; LENGTH]>,
    /// The first characters of all, one bit each; several share one.
    firsts: [u64; 8],
}

impl Beginnings {
    pub(super) fn of(lists: &[&Phrases]) -> Self {
        let mut known: Vec<[char; LENGTH]> = Vec::new();
        let mut firsts = [0; 8];
        for phrase in lists.iter().flat_map(|list| list.iter()) {
            let mut beginning = [NONE; LENGTH];
            beginning.iter_mut().zip(phrase.chars()).for_each(|(place, char)| *place = char);
            let (word, bit) = place(beginning[0]);
            firsts[word] |= bit;
            known.push(beginning);
        }
        known.sort_unstable();
        known.dedup();
        Self { known, firsts }
    }

    /// Whether the words of `body` may begin with one of the phrases. Never `false` when they do.
    pub(super) fn may_begin(&self, body: &str) -> bool {
        // With one more character, which could change the last. Where characters change each other, are left
        // out, or stand apart otherwise than by one space, only the whole line tells.
        let mut start = [NONE; LENGTH + 1];
        let mut words = body.trim_start_matches(|c: char| !is_alphanumeric(c)).chars();
        let mut is_after_space = false;
        for place in &mut start {
            let Some(c) = words.next().and_then(fold_alone) else { return true };
            let is_space = c == ' ';
            if matches!(c, '\u{640}' | '’') || !is_space && line::is_blank(c) || is_space && is_after_space
            {
                return true;
            }
            is_after_space = is_space;
            *place = c;
        }
        if words.next().is_none() {
            return true;
        }
        let (word, bit) = place(start[0]);
        if self.firsts[word] & bit == 0 {
            return false;
        }
        let from = self.known.partition_point(|known| known[0] < start[0]);
        let rest = self.known.get(from..).unwrap_or_default();
        let mut alike = rest.iter().take_while(|known| known[0] == start[0]);
        alike.any(|known| known.iter().zip(&start).all(|(known, c)| known == c || *known == NONE))
    }
}

/// Where the bit of a first character is.
fn place(first: char) -> (usize, u64) {
    let code = first as usize;
    ((code >> 6 ^ code >> 9) % 8, 1 << (code % 64))
}
