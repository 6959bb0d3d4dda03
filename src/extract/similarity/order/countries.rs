//! The places of countries among each other.

use super::super::measure::is_day;
use super::super::shape::Shape;
use super::super::wording::{Elements, Word, is_subject};
use super::tokens::roles_of;

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

/// The countries that the other has, too. Between those of one place stands nothing but `and` and the like; in Arabic, where
/// a name may follow another one to which something is done, each but the first has an `and`.
pub(super) fn places(words: &[Word], shapes: &[Shape], others: &Elements) -> Vec<Place> {
    let mut places: Vec<Place> = Vec::new();
    let (mut at, mut is_joined, mut is_right_behind) = (0, false, false);
    for (word, shape) in words.iter().zip(shapes) {
        if !is_subject(*word) || is_day(*word) {
            is_joined &= roles_of(*word).is_joining();
            is_right_behind = false;
            continue;
        }
        is_joined &= !(is_right_behind && shape.is_with_prefixes() && !shape.has_and());
        at += usize::from(!is_joined);
        (is_joined, is_right_behind) = (true, true);
        match places.iter_mut().find(|place| place.country == *word) {
            Some(place) => place.last = at,
            None if others.has(*word) => places.push(Place { country: *word, first: at, last: at }),
            None => {}
        }
    }
    places
}
