//! The words of two wordings between what both begin and end with, small words set beside those that they are of.

use std::ops::Range;

use super::super::measure::{Roles, roles};
use super::super::others::Told;
use super::super::shape::Shape;
use super::super::wording::{IS_NUMBER, IS_SUBJECT, Word, is_subject, pair};

/// A word that is no small one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token {
    pub(super) word: Word,
    pub(super) shape: Shape,
    pub(super) roles: Roles,
    /// Its prepositions, postpositions, and articles that tell a case, as one number; 0 without any.
    mark_of_place: Word,
    /// Whether what stands before it says whose something is.
    pub(super) is_of: bool,
    /// Whether what stands before it joins it to another one.
    pub(super) is_with: bool,
    /// Whether a comma or `and` stands before it.
    pub(super) is_listed: bool,
}

impl Token {
    /// All that stands before or behind it and is of it, as one number.
    pub(super) fn mark(&self) -> Word {
        if self.mark_of_place == 0 { Word::from(self.is_of) } else { self.mark_of_place }
    }

    /// The same, where that tells who does something and to whom.
    pub(super) fn mark_of_role(&self) -> Word {
        if self.is_of { 0 } else { self.mark_of_place }
    }

    pub(super) fn has_same_form(&self, other: &Self) -> bool {
        self.word == other.word && self.shape.has_same_letters(other.shape)
    }
}

/// A country has none, though it be called as another word is: the EU as French `eu`.
pub(super) fn roles_of(word: Word) -> Roles {
    if is_subject(word) { Roles::default() } else { roles(word & !(IS_NUMBER | IS_SUBJECT)) }
}

/// The places of the words between what both begin with and what both end with, none where these are too few. What stands
/// before or behind a word and is of it stays with it.
pub(super) fn middles(one: Told<'_>, other: Told<'_>) -> (Range<usize>, Range<usize>) {
    let is_same = |place: usize, its: usize| {
        one.words[place] == other.words[its] && one.shapes[place].has_same_letters(other.shapes[its])
    };
    let (own, its) = (one.words.len(), other.words.len());
    let shorter = own.min(its);
    let mut start = (0..shorter).take_while(|place| is_same(*place, *place)).count();
    let rest = shorter - start;
    let mut behind = (1..=rest).take_while(|back| is_same(own - back, its - back)).count();
    let (differing, others) = (own - start - behind, its - start - behind);
    // No two words can have changed places.
    if differing.min(others) == 0 || differing.max(others) < 2 {
        return (own..own, its..its);
    }
    let is_beside = |word: Word| {
        let roles = roles_of(word);
        roles.is_before() || roles.is_of() || roles.is_small()
    };
    while start > 0 && is_beside(one.words[start - 1]) {
        start -= 1;
    }
    while behind > 0 && roles_of(one.words[own - behind]).is_behind() {
        behind -= 1;
    }
    (start..own - behind, start..its - behind)
}

/// The words of `told` in `range`.
pub(super) fn of(told: Told<'_>, range: Range<usize>) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::with_capacity(range.len());
    let mut pending = Pending::default();
    for place in range {
        let word = told.words[place];
        let bare = word & !(IS_NUMBER | IS_SUBJECT);
        let roles = roles_of(word);
        let shape = told.shapes[place];
        let is_of_letters = shape.stem().is_none();
        let is_joining = roles.is_joining() || is_of_letters && shape.has_and();
        pending.is_listed |= shape.is_behind_comma() || roles.is_and() || is_joining && is_of_letters;
        if roles.is_behind() && !tokens.is_empty() {
            if let Some(last) = tokens.last_mut() {
                last.mark_of_place = pair(last.mark_of_place, bare);
                last.is_with |= roles.is_with();
            }
        } else if roles.is_of() {
            pending.is_of = true;
        } else if roles.is_before() {
            pending.mark = pair(pending.mark, bare);
            pending.is_with |= roles.is_with();
        } else if !is_joining && !roles.is_small() {
            tokens.push(Token {
                word,
                shape,
                roles,
                mark_of_place: pending.mark,
                is_of: pending.is_of,
                is_with: pending.is_with,
                is_listed: pending.is_listed || shape.has_and(),
            });
            pending = Pending::default();
        }
    }
    tokens
}

/// What stands before the next word.
#[derive(Default)]
struct Pending {
    mark: Word,
    is_of: bool,
    is_with: bool,
    is_listed: bool,
}
