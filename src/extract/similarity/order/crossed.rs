//! Whether anything stands in another order in one of two than in the other: a question before the one whether that makes
//! another claim, and cheaper.
//!
//! What was mistyped, left out or cut is never in another order. So two copies of one text that differ in such things only
//! are not asked further, whatever their words may be taken for.

use super::super::others::Told;
use super::super::shape::Shape;
use super::super::wording::{IS_NUMBER, Word, is_subject};
use super::is_country;
use super::tokens::{self, Token};

/// Longer wordings are looked at so far.
const MOST: usize = 64;

/// By what a word is known in another wording: its stem, or the word itself where that tells more.
pub(in super::super) fn key(word: Word, shape: Shape) -> Word {
    let is_itself = word & IS_NUMBER != 0 || is_subject(word);
    shape.stem().filter(|_| !is_itself).unwrap_or(word)
}

/// Whether a word is one that another may have changed places with.
pub(in super::super) fn may_change_places(word: Word) -> bool {
    let roles = tokens::roles_of(word);
    !(roles.is_before() || roles.is_behind() || roles.is_of() || roles.is_joining() || roles.is_small())
}

/// Which words are of a list: of at least two that stand behind a comma or `and`, with no more than one further word between
/// two of them, what comes before the first of these and what comes behind the last. Of each word it is given whether it is
/// behind a comma or `and`, and whether it says whose the one before it is, as the bus of "the driver of the bus".
pub(in super::super) fn in_lists(words: &[(bool, bool)]) -> Vec<bool> {
    let mut are_in = vec![false; words.len()];
    let mut listed = (0..words.len()).filter(|place| words[*place].0).peekable();
    while let Some(first) = listed.next() {
        let mut last = first;
        let is_near =
            |last: usize, next: usize| words[last + 1..next].iter().filter(|(_, is_of)| !is_of).count() < 2;
        while let Some(next) = listed.next_if(|next| is_near(last, *next)) {
            last = next;
        }
        if first == last {
            continue;
        }
        let is_of = |place: usize| words.get(place).is_some_and(|(_, is_of)| *is_of);
        let (mut start, mut end) = (first.saturating_sub(1), last + 2);
        while start > 0 && is_of(start) {
            start -= 1;
        }
        while is_of(end) {
            end += 1;
        }
        let end = end.min(are_in.len());
        are_in[start..end].fill(true);
    }
    are_in
}

/// The words of a wording that may change places with others, in their order.
pub(in super::super) struct Row {
    tokens: Vec<Token>,
    are_listed: Vec<bool>,
}

impl Row {
    pub(in super::super) fn of(told: Told<'_>) -> Self {
        let tokens = tokens::of(told, 0..told.words.len().min(MOST));
        let words: Vec<_> = tokens.iter().map(|token| (token.is_listed, token.is_of)).collect();
        Self { tokens, are_listed: in_lists(&words) }
    }

    /// The keys with their places, ascending.
    fn keys(&self) -> Vec<(Word, usize)> {
        let keys = self.tokens.iter().enumerate().map(|(place, token)| (key(token.word, token.shape), place));
        let mut keys: Vec<_> = keys.collect();
        keys.sort_unstable();
        keys
    }

    /// Whether three words that both have once, and that are of no list, stand the other way round in the other one; or
    /// two of them, where both have a preposition, or are countries. A word that `middle` has twice is left out: of two
    /// copies with a mistake each the one may have the first of them left, and the other the second. So is then what may
    /// be the mistake.
    pub(in super::super) fn is_crossed(&self, other: &Self, middle: impl FnOnce() -> Self) -> bool {
        let (own, its) = (self.keys(), other.keys());
        let mut shared = shared(&own, &its);
        self.has_crossed(other, &shared) && {
            let middle = middle();
            let keys = middle.keys();
            let has_lost = [own, its].iter().any(|others| {
                let mut of_keys =
                    keys.chunk_by(|one, other| one.0 == other.0).filter(|of_key| of_key.len() > 1);
                of_keys.any(|of_key| places(others, of_key[0].0).len() < of_key.len())
            });
            shared.retain_mut(|shared| match places(&keys, shared.key) {
                [] => !has_lost,
                [(_, place)] => {
                    shared.is_listed = middle.are_listed[*place];
                    true
                }
                _ => false,
            });
            self.has_crossed(other, &shared)
        }
    }

    fn has_crossed(&self, other: &Self, shared: &[Shared]) -> bool {
        // Of each the most words from it on back that stand the other way round.
        let mut chains: Vec<u8> = Vec::with_capacity(shared.len());
        for (number, last) in shared.iter().enumerate() {
            let mut chain = 1;
            for (first, before) in shared[..number].iter().zip(&chains) {
                let are_of_list = self.are_listed[first.own] && self.are_listed[last.own]
                    || other.are_listed[first.its] && other.are_listed[last.its]
                    || first.is_listed && last.is_listed;
                if first.its < last.its || are_of_list {
                    continue;
                }
                chain = chain.max(before + 1);
                let two = [first, last].map(|two| (&self.tokens[two.own], &other.tokens[two.its]));
                let are_all = |is: fn(&(&Token, &Token)) -> bool| two.iter().all(is);
                if chain > 2
                    || are_all(|(own, _)| is_country(own))
                    || are_all(|(own, its)| own.word == its.word && (own.mark() != 0 || its.mark() != 0))
                {
                    return true;
                }
            }
            chains.push(chain);
        }
        false
    }
}

/// A word that two have once.
struct Shared {
    key: Word,
    own: usize,
    its: usize,
    /// Whether it is of a list in the middle of their group.
    is_listed: bool,
}

/// Those of `keys` that are the key `wanted`.
fn places(keys: &[(Word, usize)], wanted: Word) -> &[(Word, usize)] {
    let start = keys.partition_point(|(key, _)| *key < wanted);
    let count = keys[start..].iter().take_while(|(key, _)| *key == wanted).count();
    &keys[start..start + count]
}

/// What both have once, in the order of the first.
fn shared(own: &[(Word, usize)], its: &[(Word, usize)]) -> Vec<Shared> {
    let mut shared = Vec::with_capacity(own.len().min(its.len()));
    let mut its = its.chunk_by(|one, other| one.0 == other.0).peekable();
    for of_key in own.chunk_by(|one, other| one.0 == other.0) {
        let (key, place) = of_key[0];
        while its.next_if(|others| others[0].0 < key).is_some() {}
        let Some(others) = its.next_if(|others| others[0].0 == key) else { continue };
        if of_key.len() == 1 && others.len() == 1 {
            shared.push(Shared { key, own: place, its: others[0].1, is_listed: false });
        }
    }
    shared.sort_unstable_by_key(|shared| shared.own);
    shared
}
