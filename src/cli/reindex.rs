//! `chancery reindex`.

use clap::Args;
use rusqlite::Connection;

use super::index_progress::IndexProgress;
use super::session::Session;
use crate::Result;
use crate::load::{Reindexed, reindex, reindex_points, reindex_time_zone};
use crate::model::PointRule;
use crate::query::number::grouped;
use crate::store::writer::{AllAgain, BeforeAndNow, ReadAgain};
use crate::store::{self, published, settings, status};

/// Read the loaded posts again, or change the settings of the store
///
/// Without options it looks again for who is named in the posts of the store, with the dictionary of names as it is now;
/// run it after a change of the dictionary. Where posts were read by the rules of another version of the program, it also
/// finds talking points, hashtags, handles, links, names and titles again in all posts by the rules of this version, as a
/// load of the same inputs would. Where neither has changed, it reads no post. With --points or --time-zone it makes the
/// store what it would be if all had been loaded with the same option, and leaves the names as they are. The inputs are
/// not needed. All or nothing: a run that is broken off changes nothing.
///
/// Posts without a date keep the days that were read from their texts. A store that an early version made may not know
/// what an input marked in a text; there, links behind words and the items of marked lists stay as they are.
///
/// Another zone changes days and wall clocks, never instants. A post of which only the day is known keeps it. A time that
/// an input gave without a zone keeps the instant that it was given when it was loaded.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  chancery reindex
  chancery reindex --points sentences
  chancery reindex --time-zone Europe/Prague")]
pub(super) struct ReindexArgs {
    /// Take these as talking points: `items` of lists, or `sentences`, the long sentences of posts without items, too
    #[arg(long, value_name = "WHAT", value_parser = PointRule::ALL.map(PointRule::name), hide_possible_values = true)]
    points: Option<String>,
    /// Count days in this zone
    #[arg(long, value_name = "ZONE", allow_hyphen_values = true)]
    time_zone: Option<String>,
}

impl ReindexArgs {
    pub(super) fn run(self, session: &Session) -> Result<()> {
        if let Some(zone) = &self.time_zone {
            settings::zone(zone)?;
        }
        let connection = session.open_store()?;
        let all = u64::try_from(status::posts(&connection)?).unwrap_or(0);
        let reports = published::list(&connection)?;
        drop(connection);
        let mut progress = IndexProgress::new(session, "reading the posts again");
        let outcome = store::change(session.store_path(), session.clock(), |connection| {
            let mut show = |posts| progress.show(posts, all);
            let mut told = Told::default();
            if let Some(rule) = self.points.as_deref().and_then(PointRule::from_name) {
                told.done.push_str(&points_told(connection, rule, &mut show)?);
            }
            if let Some(zone) = &self.time_zone {
                tell_zone(connection, zone, &mut show, &mut told)?;
            }
            if self.points.is_none() && self.time_zone.is_none() {
                told.done.push_str(&again_told(reindex(connection, &mut show)?));
            }
            Ok(told)
        });
        progress.clear();
        let (told, is_one_file) = outcome?;
        let printed = session.print_done(&told.done);
        if !is_one_file {
            session.warn_of_wal();
        }
        session.tell_of_removed_reports(&reports, |view| {
            format!("{view} was a report of a talking point, whose number is another one now, and is removed")
        });
        if let Some(warning) = &told.warning {
            session.warn(warning);
        }
        printed
    }
}

/// What is said of what was done.
#[derive(Default)]
struct Told {
    done: String,
    warning: Option<String>,
}

fn tell_zone(
    connection: &Connection,
    zone: &str,
    progress: &mut dyn FnMut(u64),
    told: &mut Told,
) -> Result<()> {
    let done = reindex_time_zone(connection, zone, progress)?;
    let zone = settings::reporting_zone_name(connection)?;
    let line = if done.before == zone {
        format!("the reporting zone is {zone}, as before\n")
    } else {
        let posts = if done.moved == 1 { "post is" } else { "posts are" };
        let moved = number(done.moved);
        format!("the reporting zone is {zone}, and was {}: {moved} {posts} of another day now\n", done.before)
    };
    told.done.push_str(&line);
    if done.local > 0 {
        told.warning = Some(format!(
            "wall clocks without a zone, of {} posts, were taken as of the former zone or of that of --input-time-zone, \
             and keep these instants; load more of such inputs with --input-time-zone",
            number(done.local)
        ));
    }
    Ok(())
}

fn again_told(done: Reindexed) -> String {
    match done {
        Reindexed::Nothing => {
            "all posts were read with this dictionary and by these rules already; nothing was changed\n"
                .to_owned()
        }
        Reindexed::Names(names) => names_told(&names),
        Reindexed::All(all) => all_told(&all),
    }
}

fn names_told(done: &ReadAgain) -> String {
    format!(
        "read {} {}: {} changed, {} mentions before, {} now\n",
        number(done.posts),
        if done.posts == 1 { "post" } else { "posts" },
        number(done.changed),
        number(done.mentions_before),
        number(done.mentions),
    )
}

fn all_told(done: &AllAgain) -> String {
    let told =
        |BeforeAndNow { before, now }, what| format!("{} {what} before, {} now", number(before), number(now));
    format!(
        "{}by the rules of this version: {}; {}; {}\n",
        names_told(&done.posts),
        told(done.points, "talking points"),
        told(done.hashtags, "uses of hashtags"),
        told(done.links, "links"),
    )
}

fn points_told(connection: &Connection, rule: PointRule, progress: &mut dyn FnMut(u64)) -> Result<String> {
    let (all, done) = reindex_points(connection, rule, progress)?;
    let rule = rule.name();
    let all = all.as_ref().map(all_told).unwrap_or_default();
    Ok(format!(
        "{all}the talking points are {rule}: {} before, {} now\n",
        number(done.before),
        number(done.now)
    ))
}

fn number(count: u64) -> String {
    grouped(i64::try_from(count).unwrap_or(i64::MAX))
}
