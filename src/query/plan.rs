//! How SQLite would read the store for a query: its plan as a tree, in words.

use rusqlite::Connection;

use super::Query;
use super::bind::Bound;
use super::runner::{Budget, Runner, Source, bind_named};
use crate::Result;

mod names;
mod words;

use self::names::{Meaning, Names};

/// One step of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// How many steps it is a part of.
    pub depth: usize,
    /// SQLite's own words.
    pub raw: String,
    /// What they say; SQLite's own where they are not known.
    pub words: String,
    /// The table that it reads from beginning to end; several where the plan does not tell which of them.
    pub scanned: Vec<String>,
}

/// The steps of the query's plan, each after the step that it is a part of.
///
/// # Errors
/// [`crate::ErrorKind::Query`] when the query cannot be prepared.
pub fn plan(runner: &Runner, query: &Query, bound: &Bound) -> Result<Vec<Step>> {
    // The errors of the query itself come first, with their places in its file.
    runner.prepare_named(query)?;
    let sql = format!("EXPLAIN QUERY PLAN {}", query.sql.trim_start_matches(['\u{feff}', ';', ' ', '\n']));
    let source = Source { file: Some(&query.label), sql: &sql };
    let mut statement = runner.prepare(&source)?;
    bind_named(&source, query, bound, &mut statement)?;
    let unreadable = super::failure::unreadable;
    let mut rows = statement.raw_query();
    let mut steps: Vec<(i64, i64, String)> = Vec::new();
    while let Some(row) = rows.next().map_err(unreadable)? {
        let cell = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(3)?));
        steps.push(cell(row).map_err(unreadable)?);
    }
    let names = Names::read(runner.connection(), &query.sql).map_err(unreadable)?;
    let mut gathering = Gathering { steps: &steps, names: &names, within: Vec::new(), ordered: Vec::new() };
    gathering.gather(0, 0);
    Ok(gathering.ordered)
}

/// The steps, put in their order.
struct Gathering<'a> {
    steps: &'a [(i64, i64, String)],
    names: &'a Names,
    /// The names of the sub-queries around the present step.
    within: Vec<&'a str>,
    ordered: Vec<Step>,
}

impl<'a> Gathering<'a> {
    /// Adds the steps below `parent`, depth first.
    fn gather(&mut self, parent: i64, depth: usize) {
        let steps = self.steps;
        let below = || steps.iter().filter(|(id, above, _)| *above == parent && *id != parent);
        let beside: Vec<&str> = below().filter_map(|(_, _, raw)| sub_query(raw)).collect();
        for (id, _, raw) in below() {
            let index = words::index(raw);
            let calling = Calling { names: self.names, within: &self.within, beside: &beside, index };
            self.ordered.push(Step {
                depth,
                words: words::of_step(raw, &calling),
                scanned: words::scanned(raw).map(|name| calling.tables(name)).unwrap_or_default(),
                raw: raw.clone(),
            });
            let sub_query: Option<&'a str> = sub_query(raw);
            self.within.extend(sub_query);
            self.gather(*id, depth + 1);
            self.within.truncate(self.within.len() - usize::from(sub_query.is_some()));
        }
    }
}

/// The name of the sub-query that the step is.
fn sub_query(raw: &str) -> Option<&str> {
    ["CO-ROUTINE ", "MATERIALIZE "].iter().find_map(|word| raw.strip_prefix(word))
}

/// What names mean at one step.
struct Calling<'a> {
    names: &'a Names,
    within: &'a [&'a str],
    /// The sub-queries that stand beside the step: their rows are what it goes through by their names.
    beside: &'a [&'a str],
    /// The index that the step reads.
    index: Option<&'a str>,
}

impl Calling<'_> {
    /// What `name` may mean there. An index is of one table alone, whatever else has its alias.
    fn meanings(&self, name: &str) -> Vec<Meaning> {
        if self.beside.contains(&name) {
            return vec![Meaning { name: name.to_owned(), is_table: false }];
        }
        // Also where the sub-query around it calls another table so, and this one stands in a part that SQLite drew in.
        match self.index.and_then(|index| self.names.table_of(index)) {
            Some(table) => vec![Meaning { name: table.to_owned(), is_table: true }],
            None => self.names.meanings(name, self.within),
        }
    }

    fn tables(&self, name: &str) -> Vec<String> {
        self.meanings(name)
            .into_iter()
            .filter(|meaning| meaning.is_table)
            .map(|meaning| meaning.name)
            .collect()
    }
}

/// The tables that the steps read from beginning to end, in alphabetical order, with the number of their rows;
/// `None` where the budget did not suffice to count them.
pub fn scanned(runner: &Runner, steps: &[Step], budget: Budget) -> Vec<(String, Option<i64>)> {
    let mut tables: Vec<&String> = steps.iter().flat_map(|step| &step.scanned).collect();
    tables.sort_unstable();
    tables.dedup();
    tables
        .into_iter()
        .map(|table| {
            let sql = format!("SELECT count(*) FROM \"{}\"", table.replace('"', "\"\""));
            let count = |store: &Connection| store.query_row(&sql, [], |row| row.get(0)).ok();
            (table.clone(), runner.within(budget, count))
        })
        .collect()
}

#[cfg(test)]
mod tests;
