//! Some of the values that the store has for a parameter, for help.

use std::time::Duration;

use crate::cli::session::Session;
use crate::query::Query;
use crate::query::parameter::ParameterType;
use crate::query::runner::{Budget, Runner};
use crate::query::suggestions::suggestions;

/// How long help may wait for the values of one parameter.
const BUDGET: Budget = Budget { time: Some(Duration::from_secs(1)), steps: None };

/// How many values are told.
const TOLD: usize = 6;

/// A value that is longer, in characters, is not told.
const LONGEST: usize = 40;

/// The first values of each parameter whose type lists them, by its name. Help is there without a store, and
/// whatever is wrong with it: then there are none.
pub(in crate::cli) fn of(query: &Query, session: &Session) -> Vec<(String, Vec<String>)> {
    let lists: Vec<(&String, &String)> = query
        .header
        .parameters
        .iter()
        .filter_map(|parameter| match &parameter.kind {
            ParameterType::Values(select) => Some((&parameter.name, select)),
            _ => None,
        })
        .collect();
    if lists.is_empty() || !session.store_path().exists() {
        return Vec::new();
    }
    let Ok(runner) = session.open_store().and_then(Runner::new) else { return Vec::new() };
    lists
        .into_iter()
        .filter_map(|(name, select)| {
            let values = runner.within(BUDGET, |store| suggestions(store, select, TOLD + 1)).ok()?;
            let mut told: Vec<String> = values
                .iter()
                .filter(|value| value.chars().count() <= LONGEST && !value.contains(char::is_control))
                .take(TOLD)
                .cloned()
                .collect();
            if values.len() > TOLD {
                told.push("…".to_owned());
            }
            Some((name.clone(), told))
        })
        .collect()
}
