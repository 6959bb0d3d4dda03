//! What the cutter hands out.

use crate::model::Place;

/// What comes next.
#[derive(Debug)]
pub(in crate::input) enum Next<'a> {
    /// One value, as it stands; perhaps no object, perhaps no JSON.
    Value(Value<'a>),
    /// A member of the outer object beside its list of records.
    Member(String, &'a [u8]),
    /// An outer object begins.
    Object,
    /// What is no record, and why.
    Reject(&'static str, &'a [u8], Place),
    /// The input ends before it is complete.
    Cut(Place),
    /// The end.
    End,
}

/// One value of the input.
#[derive(Debug)]
pub(in crate::input) struct Value<'a> {
    /// Its bytes.
    pub(in crate::input) raw: &'a [u8],
    /// Where it begins.
    pub(in crate::input) place: Place,
    /// Why it cannot be read when it cannot be parsed.
    pub(in crate::input) reason: &'static str,
    /// Whether the input ends with it and it looks torn off.
    pub(in crate::input) is_torn: bool,
}
