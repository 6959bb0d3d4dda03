//! What all readers of JSON share: where a value ends, which values are records, how one is brought to it that
//! is no valid JSON, and values read with a light hand.
//!
//! [`objects`] cuts an input into its records and hands them out one after another; [`records`] looks for
//! records of which it is not known how deep they stand, and gives each to a sink. Both go on at the next record behind
//! a damaged one, and take time linear in the input whatever is missing.

pub(super) mod loose;
pub(super) mod objects;
pub(super) mod outline;
pub(super) mod records;
pub(super) mod repair;
pub(super) mod scanner;
pub(super) mod tree;

/// The deepest nesting that the JSON parser follows.
const DEEPEST: usize = 127;

/// Why a record cannot be read that is no JSON even when repaired, and has so many brackets open at once.
pub(super) fn why_unreadable(deepest: usize) -> &'static str {
    if deepest > DEEPEST { "nested too deep" } else { "not valid JSON" }
}
