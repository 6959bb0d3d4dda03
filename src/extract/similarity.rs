//! Which talking points say the same thing, word for word or nearly.
//!
//! Everything here is a function of the set of points, whatever order they come in:
//!
//! - The **key form** ([`key_form()`]) is what is left of a point when case, punctuation, emoji, addresses and white
//!   space no longer count, and letters that are written for each other are one. Points with one key form say the same word for word. A number is one word of it, with its
//!   sign, currency and per cent, in one form where it can be written in several; so is a flag.
//! - The **similarity** of two wordings ([`Wording::similarity`]) is the Jaccard index of their words and pairs of
//!   neighbouring words: what they have in common of all that they have. Single words bear a change of order, pairs
//!   tell the same words said of each other from words that only occur together. Wordings with other numbers, or the
//!   same in another order, or of fewer than [`FEWEST_WORDS`] words, are alike only when their key forms are equal. As
//!   numbers count flags, months, numbers in words, units beside numbers, negations and opposites such as "rose" and
//!   "fell". Nor are wordings alike of which each names another country or another day of the
//!   week, or that tell who does it to whom the other way round.
//! - **Groups** are stars ([`Points::group`]): each has one wording in its middle, and every other wording of it is
//!   as similar to that one as the [`Threshold`] asks. So a group never chains from one statement to another. Nor
//!   does it take in a wording that tells the contrary of one of its first ones, though both are near to the middle.

mod address;
mod character;
mod groups;
mod key_form;
mod measure;
mod members;
mod neighbours;
mod number;
mod order;
mod others;
mod plain_words;
mod shape;
mod threshold;
mod wording;

pub use groups::{Grouping, Points};
pub use key_form::key_form;
pub(super) use plain_words::plain_words;
pub use threshold::Threshold;
pub use wording::Wording;

/// Shorter wordings are alike only word for word: in "Close the port with the tug", one changed word changes all.
pub const FEWEST_WORDS: usize = 8;

/// The name of this way of finding what is alike. It changes whenever the same points would be grouped otherwise.
/// Groups that a store has by another one are behind (`point_grouping`).
pub const METHOD: &str = "words and pairs 20";

#[cfg(test)]
mod tests;
