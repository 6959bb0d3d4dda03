//! The namings in the words of a text and by flags.

use std::ops::Range;
use std::sync::Arc;

use super::Found;
use super::context::{Capitals, is_in_dotted_word, is_surname};
use super::dictionary::{Dictionary, ROOT};
use super::first::Beginning;
use super::letter::Letters;
use super::word::{Before, Token, Tokens};
use crate::extract::character;
use crate::model::{Named, Via};

/// What the dictionary knows in `text` outside the `closed` ranges, which are in order and do not overlap; in order.
pub(super) fn all(dictionary: &Dictionary, text: &str, closed: &[Range<usize>]) -> Vec<Found> {
    let mut all = Vec::new();
    let mut capitals = Capitals::default();
    let mut closed = closed.iter().peekable();
    let mut walk = Walk { dictionary, text, folded: String::new(), nodes: Vec::new(), reached: Vec::new() };
    let letters = Letters::of(text);
    let mut limit = closed.peek().map_or(text.len(), |range| range.start);
    let mut at = 0;
    while let Some((letter, length)) = letters.at(at) {
        let start = at;
        at += length;
        let begins_word = letter.begins_word();
        // No flag is shorter.
        if !begins_word && (letter.is_white_space() || at <= limit && length < REGIONAL_INDICATOR) {
            continue;
        }
        let mut beginning = Beginning::default();
        if begins_word {
            (beginning, at) = Beginning::read(letters, letter, at);
        }
        if limit < at {
            while closed.next_if(|range| range.end <= start).is_some() {}
            limit = closed.peek().map_or(text.len(), |range| range.start);
            if let Some(range) = closed.peek().filter(|range| range.start < at) {
                at = at.max(range.end);
                continue;
            }
        }
        if !begins_word {
            let Some(first) = regional_indicator(text, start) else { continue };
            // A run of these is read in pairs from its beginning, whether or not the pairs are flags.
            let Some(second) = regional_indicator(text, at) else { continue };
            at += length;
            if let Some(who) = dictionary.flag([first, second]) {
                all.push(Found {
                    who: Some(Arc::clone(who)),
                    via: Via::Flag,
                    office: None,
                    range: start..at,
                });
            }
            continue;
        }
        if !dictionary.may_begin(&beginning, text.get(start..at).unwrap_or_default()) {
            continue;
        }
        let word = Token { range: start..at, before: Before::Nothing, mark: None };
        if let Some((end, who)) = walk.longest(&word, &Tokens::behind(text, at), limit) {
            let range = start..end;
            // Goes on behind it: the last word of one naming is the first of no other.
            at = end;
            let is_country = who.is_some_and(|who| who.kind == "country");
            if is_in_dotted_word(text, &range)
                || capitals.is_small_word(text, &range)
                || is_country && is_surname(text, &range)
            {
                continue;
            }
            all.push(Found { who: who.cloned(), via: Via::Text, office: None, range });
        }
    }
    all
}

/// How many bytes a letter of a flag has.
const REGIONAL_INDICATOR: usize = '🇦'.len_utf8();

/// `A` for 🇦 at this byte.
fn regional_indicator(text: &str, at: usize) -> Option<u8> {
    // From U+1F1E6 on.
    match text.as_bytes().get(at..)? {
        [0xf0, 0x9f, 0x87, last @ 0xa6..=0xbf, ..] => Some(b'A' + (last - 0xa6)),
        _ => None,
    }
}

/// Ways through the dictionary, and the room that they need.
struct Walk<'d, 't> {
    dictionary: &'d Dictionary,
    text: &'t str,
    folded: String,
    nodes: Vec<u32>,
    reached: Vec<u32>,
}

impl<'d> Walk<'d, '_> {
    /// The end of the longest alias that begins with `first`, and whom it means; `rest` are the tokens after it. No
    /// alias reaches beyond `limit`.
    fn longest(
        &mut self,
        first: &Token,
        rest: &Tokens<'_>,
        limit: usize,
    ) -> Option<(usize, Option<&'d Arc<Named>>)> {
        self.nodes.clear();
        self.nodes.push(ROOT);
        let mut rest = rest.clone();
        let mut token = first.clone();
        let (mut place, mut capitals) = (0_u32, 0_u64);
        let mut longest = None;
        loop {
            if !self.step(&token) {
                return longest;
            }
            let is_capital = self.text[token.range.clone()]
                .chars()
                .next()
                .is_some_and(|first| !character::is_lowercase(first));
            if is_capital {
                capitals |= 1_u64.checked_shl(place).unwrap_or(0);
            }
            let dictionary = self.dictionary;
            let ends = self.nodes.iter().flat_map(|node| dictionary.ends(*node));
            let end = ends.filter(|end| end.capitals & !capitals == 0).min_by_key(|end| end.order);
            if let Some(end) = end {
                longest = Some((token.range.end, end.who.as_ref()));
            }
            if !self.nodes.iter().any(|node| dictionary.goes_on(*node)) {
                return longest;
            }
            place += 1;
            match rest.next() {
                Some(next) if next.range.end <= limit => token = next,
                _ => return longest,
            }
        }
    }

    /// Goes on by a token; `false` when that leads nowhere.
    fn step(&mut self, token: &Token) -> bool {
        let dictionary = self.dictionary;
        self.reached.clear();
        if let Some(mark) = token.mark {
            let Some(slot) = dictionary.mark(mark) else { return false };
            let next = self.nodes.iter().filter_map(|node| dictionary.next(*node, slot, token.before));
            self.reached.extend(next);
        } else {
            let word = &self.text[token.range.clone()];
            for form in dictionary.forms(word, &mut self.folded) {
                if form.exact.as_deref().is_some_and(|exact| exact != word) {
                    continue;
                }
                let next =
                    self.nodes.iter().filter_map(|node| dictionary.next(*node, form.slot, token.before));
                self.reached.extend(next);
            }
        }
        std::mem::swap(&mut self.nodes, &mut self.reached);
        !self.nodes.is_empty()
    }
}

/// As [`all`], but each letter is looked at by itself and each word is looked up.
#[cfg(test)]
pub(super) fn all_plainly(dictionary: &Dictionary, text: &str, closed: &[Range<usize>]) -> Vec<Found> {
    use super::letter::Letter;
    let letter = |at: usize| text.get(at..)?.chars().next().map(|char| (Letter::of(char), char.len_utf8()));
    let mut all = Vec::new();
    let mut capitals = Capitals::default();
    let mut walk = Walk { dictionary, text, folded: String::new(), nodes: Vec::new(), reached: Vec::new() };
    let mut at = 0;
    while let Some((first, length)) = letter(at) {
        let start = at;
        at += length;
        if first.is_white_space() {
            continue;
        }
        while first.begins_word()
            && !first.stands_alone()
            && let Some((next, length)) = letter(at)
            && next.continues_word()
        {
            at += length;
        }
        let ahead = closed.iter().find(|range| range.end > start);
        if let Some(range) = ahead.filter(|range| range.start < at) {
            at = at.max(range.end);
            continue;
        }
        let limit = ahead.map_or(text.len(), |range| range.start);
        let (range, who) = if first.begins_word() {
            let word = Token { range: start..at, before: Before::Nothing, mark: None };
            let Some((end, who)) = walk.longest(&word, &Tokens::behind(text, at), limit) else { continue };
            at = end;
            (start..end, who)
        } else {
            let (Some(one), Some(two)) = (regional_indicator(text, start), regional_indicator(text, at))
            else {
                continue;
            };
            at += length;
            if let Some(who) = dictionary.flag([one, two]).cloned() {
                all.push(Found { who: Some(who), via: Via::Flag, office: None, range: start..at });
            }
            continue;
        };
        let is_country = who.is_some_and(|who| who.kind == "country");
        let is_left_out = is_in_dotted_word(text, &range)
            || capitals.is_small_word(text, &range)
            || is_country && is_surname(text, &range);
        if !is_left_out {
            all.push(Found { who: who.cloned(), via: Via::Text, office: None, range });
        }
    }
    all
}
