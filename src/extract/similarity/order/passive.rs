//! What is told of somebody to whom it is done: "Moscow was struck by Kyiv", "Moscow struck by Kyiv".

use std::ops::Range;

use super::super::measure::{Roles, is_day};
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
    let is_between = |stem: u32| {
        let between = active.shapes.get(to.min(by) + 1..to.max(by)).unwrap_or_default();
        between.iter().any(|shape| shape.stem() == Some(stem))
    };
    (is_bare && passive.verb.is_none_or(is_between)).then_some(to < by)
}

/// To whom it is done, and by whom.
struct Passive {
    to: Word,
    by: Word,
    /// What the verb begins with, where nothing but its place tells that it is one.
    verb: Option<u32>,
}

fn passive(told: Told<'_>, range: Range<usize>) -> Option<Passive> {
    let is_name = |place: &usize| {
        let roles = roles_of(told.words[*place]);
        !roles.is_small() && !roles.is_joining() && !roles.is_time()
    };
    let be = range.clone().find(|place| roles_of(told.words[*place]).is_be());
    // Without it the verb is right before what tells by whom, and that is no word that tells whose something is as well.
    let is_by = |roles: Roles| roles.is_by() && (be.is_some() || !roles.is_of());
    let by = (be.unwrap_or(range.start)..range.end).find(|place| is_by(roles_of(told.words[*place])))?;
    let mut before = (0..be.unwrap_or(by)).rev().filter(is_name);
    let verb = if be.is_none() { Some(told.shapes[before.next()?].stem()?) } else { None };
    let to = told.words[before.next()?];
    let by = told.words[(by + 1..told.words.len()).find(is_name)?];
    let may_be_somebody = be.is_some() || roles_of(by) == Roles::default();
    let is_somebody = by & IS_NUMBER == 0 && !(is_subject(by) && is_day(by)) && may_be_somebody;
    is_somebody.then_some(Passive { to, by, verb })
}

fn has_any(told: Told<'_>, range: Range<usize>) -> bool {
    told.words[range].iter().any(|word| roles_of(*word).is_be() || roles_of(*word).is_by())
}
