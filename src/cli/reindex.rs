//! `chancery reindex`.

use clap::Args;
use rusqlite::Connection;

use super::aligned::grouped;
use super::index_progress::IndexProgress;
use super::session::Session;
use crate::Result;
use crate::load::{reindex, reindex_points};
use crate::model::PointRule;
use crate::store;
use crate::store::status;

/// Read the loaded posts again: for the names in them, or to change what was chosen when the store was made
///
/// Without options it applies the dictionary of names as it is now to the posts that are in the store; without a change
/// of the dictionary it changes nothing. With --points it makes the talking points those that a load into a new store
/// with the same option would have made, and leaves the names as they are. The inputs are not needed. All or nothing: a
/// run that is broken off changes nothing.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  chancery reindex
  chancery reindex --points sentences")]
pub(super) struct ReindexArgs {
    /// Take these as talking points: `items` of lists, or `sentences`, the long sentences of posts without items, too
    #[arg(long, value_name = "WHAT", value_parser = PointRule::ALL.map(PointRule::name), hide_possible_values = true)]
    points: Option<String>,
}

impl ReindexArgs {
    pub(super) fn run(self, session: &Session) -> Result<()> {
        let all = u64::try_from(status::posts(&session.open_store()?)?).unwrap_or(0);
        let mut progress = IndexProgress::new(session, "reading the posts again");
        let outcome = store::change(session.store_path(), session.clock(), |connection| {
            let mut show = |posts| progress.show(posts, all);
            match self.points.as_deref().and_then(PointRule::from_name) {
                Some(rule) => points_told(connection, rule, &mut show),
                None => names_told(connection, &mut show),
            }
        });
        progress.clear();
        let (told, is_one_file) = outcome?;
        session.print(&told)?;
        if !is_one_file {
            session.warn("a program still reads the store; the next load makes it one file again");
        }
        Ok(())
    }
}

fn names_told(connection: &Connection, progress: &mut dyn FnMut(u64)) -> Result<String> {
    let done = reindex(connection, progress)?;
    Ok(format!(
        "read {} {}: {} changed, {} mentions before, {} now\n",
        number(done.posts),
        if done.posts == 1 { "post" } else { "posts" },
        number(done.changed),
        number(done.mentions_before),
        number(done.mentions),
    ))
}

fn points_told(connection: &Connection, rule: PointRule, progress: &mut dyn FnMut(u64)) -> Result<String> {
    let done = reindex_points(connection, rule, progress)?;
    let rule = rule.name();
    Ok(format!("the talking points are {rule}: {} before, {} now\n", number(done.before), number(done.now)))
}

fn number(count: u64) -> String {
    grouped(i64::try_from(count).unwrap_or(i64::MAX))
}
