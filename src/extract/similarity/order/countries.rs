//! The places of countries among each other.

use super::super::wording::{Elements, Word};
use super::is_country;
use super::tokens::Token;

/// Where a country is named.
pub(super) struct Place {
    pub(super) country: Word,
    first: usize,
    last: usize,
}

impl Place {
    pub(super) fn is_before(&self, other: &Self) -> bool {
        self.last < other.first
    }
}

/// The countries that the other has, too. Those of one list are of one place: nothing stands between them but commas, `and`
/// and the like, and before each the same preposition, if any. In Arabic, where a name may follow another one to which
/// something is done, each but the first must have a comma or an `and`.
pub(super) fn places(tokens: &[Token], others: &Elements) -> Vec<Place> {
    let mut places: Vec<Place> = Vec::new();
    let (mut at, mut before) = (0, None::<&Token>);
    for token in tokens {
        let is_named = is_country(token);
        let is_joined = before.is_some_and(|before| {
            let is_of_list = token.is_listed && (token.mark() == 0 || token.mark() == before.mark());
            is_of_list || !token.shape.is_with_prefixes() && token.mark() == 0
        });
        before = Some(token).filter(|_| is_named);
        if !is_named {
            continue;
        }
        at += usize::from(!is_joined);
        match places.iter_mut().find(|place| place.country == token.word) {
            Some(place) => place.last = at,
            None if others.has(token.word) => places.push(Place { country: token.word, first: at, last: at }),
            None => {}
        }
    }
    places
}
