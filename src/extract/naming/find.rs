//! The namings in the words of a text and by flags.

use std::ops::Range;
use std::sync::Arc;

use super::Found;
use super::context::{Capitals, is_in_dotted_word, is_surname};
use super::dictionary::{Dictionary, End, ROOT};
use super::hashed::Word;
use super::letter::Letters;
use super::word::{Before, Token, Tokens};
use crate::extract::character;
use crate::model::{Named, Via};

/// What the dictionary knows in `text`, of which these are the `words`, outside the `closed` ranges, which are in order
/// and do not overlap; in order.
pub(super) fn all(
    dictionary: &Dictionary,
    text: &str,
    words: &[Word],
    closed: &[Range<usize>],
) -> Vec<Found> {
    let mut search = Search::new(dictionary, text, closed);
    for word in words {
        let is_untouched = word.start >= search.at && word.end <= search.limit;
        if is_untouched && !dictionary.may_begin(word.kind, &text[word.start..word.end]) {
            search.at = word.end;
        }
        // What stands before it is gone over, too: a closed range may begin there.
        while search.at < word.end {
            search.step();
        }
    }
    search.all
}

/// The search in one text.
struct Search<'d, 't, 'c> {
    text: &'t str,
    letters: Letters<'t>,
    walk: Walk<'d, 't>,
    capitals: Capitals,
    /// The ranges that are still to come.
    closed: &'c [Range<usize>],
    /// Where the first of these begins that ends behind what was last looked at.
    limit: usize,
    /// How far it has come.
    at: usize,
    all: Vec<Found>,
}

impl<'d, 't, 'c> Search<'d, 't, 'c> {
    fn new(dictionary: &'d Dictionary, text: &'t str, closed: &'c [Range<usize>]) -> Self {
        let walk = Walk { dictionary, text, folded: String::new(), nodes: Vec::new(), reached: Vec::new() };
        let limit = closed.first().map_or(text.len(), |range| range.start);
        let letters = Letters::of(text);
        Self { text, letters, walk, capitals: Capitals::default(), closed, limit, at: 0, all: Vec::new() }
    }

    /// Goes on by a character that begins no word, by a flag, or by a word and the naming that begins there.
    fn step(&mut self) {
        let (text, start) = (self.text, self.at);
        let Some((letter, length)) = self.letters.at(start) else {
            self.at = text.len();
            return;
        };
        let begins_word = letter.begins_word();
        let end = if begins_word { self.letters.word(letter, start + length).end } else { start + length };
        self.at = end;
        if !begins_word && letter.is_white_space() {
            return;
        }
        if self.limit < end {
            let passed = self.closed.iter().take_while(|range| range.end <= start).count();
            self.closed = &self.closed[passed..];
            self.limit = self.closed.first().map_or(text.len(), |range| range.start);
            if let Some(range) = self.closed.first().filter(|range| range.start < end) {
                self.at = end.max(range.end);
                return;
            }
        }
        if !begins_word {
            // A run of these is read in pairs from its beginning, whether or not the pairs are flags.
            let Some(first) = regional_indicator(text, start) else { return };
            let Some(second) = regional_indicator(text, end) else { return };
            self.at = end + length;
            if let Some(who) = self.walk.dictionary.flag([first, second]) {
                let (who, range) = (Some(Arc::clone(who)), start..self.at);
                self.all.push(Found { who, via: Via::Flag, office: None, range });
            }
            return;
        }
        let word = Token { range: start..end, before: Before::Nothing, mark: None };
        if let Some((end, who)) = self.walk.longest(&word, &Tokens::behind(text, end), self.limit) {
            let range = start..end;
            // Goes on behind it: the last word of one naming is the first of no other.
            self.at = end;
            let is_country = who.is_some_and(|who| who.kind == "country");
            let is_left_out = is_in_dotted_word(text, &range)
                || self.capitals.is_small_word(text, &range)
                || is_country && is_surname(text, &range);
            if !is_left_out {
                self.all.push(Found { who: who.cloned(), via: Via::Text, office: None, range });
            }
        }
    }
}

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
            let holds = |end: &&End| {
                end.capitals & !capitals == 0
                    && end.inner.as_ref().is_none_or(|inner| inner.holds(self.text, first.range.start))
            };
            let end = ends.filter(holds).min_by_key(|end| end.order);
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
