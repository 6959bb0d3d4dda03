//! Whether anything stands in another order in one of two than in the other: a question before the one whether that makes
//! another claim, and cheaper.
//!
//! What was mistyped, left out or cut is never in another order. So two copies of one text that differ in such things only
//! are not asked further, whatever their words may be taken for.

use std::rc::Rc;

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
    /// The keys with their places, ascending.
    keys: Vec<KeyAt>,
}

/// A key, and behind it in the lower bits its place: so they are sorted at once.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct KeyAt(u64);

impl KeyAt {
    fn of(key: Word, place: usize) -> Self {
        Self(u64::from(key) << 32 | place as u64)
    }

    fn key(self) -> Word {
        (self.0 >> 32) as Word
    }

    fn place(self) -> usize {
        (self.0 & u64::from(u32::MAX)) as usize
    }
}

impl Row {
    pub(in super::super) fn of(told: Told<'_>) -> Self {
        let tokens = tokens::of(told, 0..told.words.len().min(MOST));
        let words: Vec<_> = tokens.iter().map(|token| (token.is_listed, token.is_of)).collect();
        let keys = tokens.iter().enumerate();
        let mut keys: Vec<_> =
            keys.map(|(place, token)| KeyAt::of(key(token.word, token.shape), place)).collect();
        keys.sort_unstable();
        Self { are_listed: in_lists(&words), tokens, keys }
    }

    /// Whether three words that both have once, and that are of no list, stand the other way round in the other one; or
    /// two of them, where both have a preposition, or are countries. A word that `middle` has twice is left out: of two
    /// copies with a mistake each the one may have the first of them left, and the other the second. So is then what may
    /// be the mistake.
    pub(in super::super) fn is_crossed(&self, other: &Self, middle: impl FnOnce() -> Rc<Self>) -> bool {
        let mut shared = shared(&self.keys, &other.keys);
        self.has_crossed(other, &shared) && {
            let middle = middle();
            let has_lost = [self, other].iter().any(|row| {
                let mut of_keys = middle
                    .keys
                    .chunk_by(|one, other| one.key() == other.key())
                    .filter(|of_key| of_key.len() > 1);
                of_keys.any(|of_key| places(&row.keys, of_key[0].key()).len() < of_key.len())
            });
            shared.retain_mut(|shared| match places(&middle.keys, shared.key) {
                [] => !has_lost,
                [at] => {
                    shared.is_listed = middle.are_listed[at.place()];
                    true
                }
                _ => false,
            });
            self.has_crossed(other, &shared)
        }
    }

    fn has_crossed(&self, other: &Self, shared: &[Shared]) -> bool {
        if shared.is_sorted_by(|first, last| first.its < last.its) {
            return false;
        }
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
fn places(keys: &[KeyAt], wanted: Word) -> &[KeyAt] {
    let start = keys.partition_point(|at| at.key() < wanted);
    let count = keys[start..].iter().take_while(|at| at.key() == wanted).count();
    &keys[start..start + count]
}

/// What both have once, in the order of the first.
fn shared(own: &[KeyAt], its: &[KeyAt]) -> Vec<Shared> {
    let mut shared = Vec::with_capacity(own.len().min(its.len()));
    let (mut own, mut its) = (own, its);
    while let (Some(first), Some(other)) = (own.first(), its.first()) {
        let key = first.key().min(other.key());
        let [count, its_count] = [own, its].map(|keys| keys.iter().take_while(|at| at.key() == key).count());
        if count == 1 && its_count == 1 {
            shared.push(Shared { key, own: first.place(), its: other.place(), is_listed: false });
        }
        (own, its) = (&own[count..], &its[its_count..]);
    }
    shared.sort_unstable_by_key(|shared| shared.own);
    shared
}
