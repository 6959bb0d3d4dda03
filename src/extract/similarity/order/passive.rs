//! What is told of somebody to whom it is done: "Moscow was struck by Kyiv".

use std::ops::Range;

use super::super::measure::is_day;
use super::super::others::Told;
use super::super::wording::{IS_NUMBER, Word, is_subject};
use super::tokens::roles_of;

/// Where only one of two tells of somebody to whom it is done, by whom: whether the two tell it the other way round. The
/// ranges are of the words in which they differ.
pub(super) fn is_contrary(
    one: Told<'_>,
    own: &Range<usize>,
    other: Told<'_>,
    its: &Range<usize>,
) -> Option<bool> {
    let (passive, active) = match (passive(one, own.clone()), passive(other, its.clone())) {
        (Some(passive), None) if !has_any(other, its.clone()) => (passive, other),
        (None, Some(passive)) if !has_any(one, own.clone()) => (passive, one),
        _ => return None,
    };
    let place = |wanted: Word| active.words.iter().position(|word| *word == wanted);
    let (to, by) = (place(passive.to)?, place(passive.by)?);
    let is_bare = !roles_of(active.words[by.checked_sub(1).unwrap_or(by)]).is_before();
    is_bare.then_some(to < by)
}

/// To whom it is done, and by whom.
struct Passive {
    to: Word,
    by: Word,
}

fn passive(told: Told<'_>, range: Range<usize>) -> Option<Passive> {
    let is_name = |word: &&Word| {
        let roles = roles_of(**word);
        !roles.is_small() && !roles.is_joining()
    };
    let be = range.clone().find(|place| roles_of(told.words[*place]).is_be())?;
    let by = (be..range.end).find(|place| roles_of(told.words[*place]).is_by())?;
    let to = told.words[..be].iter().rev().find(is_name)?;
    let by = told.words[by + 1..].iter().find(is_name)?;
    let is_somebody = *by & IS_NUMBER == 0 && !(is_subject(*by) && is_day(*by)) && !roles_of(*by).is_time();
    is_somebody.then_some(Passive { to: *to, by: *by })
}

fn has_any(told: Told<'_>, range: Range<usize>) -> bool {
    told.words[range].iter().any(|word| roles_of(*word).is_be() || roles_of(*word).is_by())
}
