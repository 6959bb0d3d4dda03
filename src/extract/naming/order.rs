//! How the row of an alias is read, and which of two rows counts that have the same words.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::sync::Arc;

use super::spelling;
use crate::model::{Alias, Origin, Rule};

/// A row of the dictionary as it is read beside the others.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reading<'a> {
    pub(super) alias: &'a Alias,
    /// How the words are compared: [`Rule::Fold`], [`Rule::Capital`] or [`Rule::Exact`].
    pub(super) compared: Rule,
    /// Whether nobody is named by it.
    pub(super) is_never: bool,
    /// What it does to a bundled row, and the user's to it.
    pub(super) part: Part,
}

/// Whether a row stands for itself, or one takes another one away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Itself,
    /// A row of the user that has a bundled alias of the same entity mean nobody.
    Removes,
    /// The bundled row of that alias, or another one of the user's.
    Removed,
}

/// How an alias of this rule is compared, be it one that names nobody.
fn compared(alias: &Alias) -> Rule {
    match alias.rule {
        Rule::Derived => spelling::derived_rule(&alias.alias),
        // One in lower case has no capitals that it could ask for.
        Rule::Never => Rule::Capital,
        rule => rule,
    }
}

/// Whose alias, and its spelling.
type Spelling<'a> = (&'a str, &'a str, &'a str);

fn spelling_of(alias: &Alias) -> Spelling<'_> {
    (&alias.who.kind, &alias.who.name, &alias.alias)
}

/// The rows, in the order in which they count.
///
/// A row of the user with [`Rule::Never`] and the entity and the spelling of a bundled alias takes this one away: it holds
/// wherever that one would count, in the same case, so that nothing of it is left.
pub(super) fn in_order<'a>(aliases: impl IntoIterator<Item = &'a Alias>) -> Vec<Reading<'a>> {
    let read = |alias: &'a Alias| Reading {
        alias,
        compared: compared(alias),
        is_never: alias.rule == Rule::Never,
        part: Part::Itself,
    };
    let mut readings: Vec<Reading<'a>> = aliases.into_iter().map(read).collect();
    let is_users_never = |one: &Reading<'_>| one.is_never && one.alias.origin == Origin::User;
    let mut removed: HashMap<Spelling<'_>, Option<Rule>> = readings
        .iter()
        .filter(|reading| is_users_never(reading))
        .map(|reading| (spelling_of(reading.alias), None))
        .collect();
    if !removed.is_empty() {
        for row in readings.iter().filter(|row| row.alias.origin == Origin::Bundled && !row.is_never) {
            if let Some(rule) = removed.get_mut(&spelling_of(row.alias)) {
                // Of several the one that counts in most cases.
                *rule = Some(rule.map_or(row.compared, |known| known.min(row.compared)));
            }
        }
        for row in &mut readings {
            let Some(Some(rule)) = removed.get(&spelling_of(row.alias)) else { continue };
            if is_users_never(row) {
                row.compared = *rule;
                row.part = Part::Removes;
            } else if !row.is_never {
                row.part = Part::Removed;
            }
        }
    }
    readings.sort_by(goes_first);
    readings
}

/// Which of two rows counts where both have the same words: the lesser.
pub(super) fn goes_first(one: &Reading<'_>, other: &Reading<'_>) -> Ordering {
    let rank = |reading: &Reading<'_>| match (reading.alias.origin, reading.is_never) {
        // What takes an alias away leaves those of others alone that the user has given the same words.
        _ if reading.part == Part::Removes => 2,
        _ if reading.part == Part::Removed => 3,
        // The user means what a row says of a word; a bundled phrase that means nobody is a longer one.
        (Origin::User, true) => 0,
        (Origin::User, false) => 1,
        (Origin::Bundled, false) => 3,
        (Origin::Bundled, true) => 4,
    };
    let (first, second) = (one.alias, other.alias);
    let by_whom = || {
        if Arc::ptr_eq(&first.who, &second.who) { Ordering::Equal } else { first.who.cmp(&second.who) }
    };
    rank(one)
        .cmp(&rank(other))
        .then_with(by_whom)
        .then_with(|| first.alias.cmp(&second.alias))
        .then_with(|| first.rule.cmp(&second.rule))
}
