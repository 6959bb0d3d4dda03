//! Reads the posts that a store has again, after its dictionary or the rules have changed, or by another rule of points.

use std::rc::Rc;

use jiff::Timestamp;
use rusqlite::Connection;

use crate::extract;
use crate::load::prepare::{Dating, Rereader};
use crate::model::PointRule;
use crate::store::writer::{
    AllAgain, DaysAgain, PointsAgain, ReadAgain, Reread, make_days_again, make_points_again, read_all_again,
    read_names_again,
};
use crate::store::{dictionary, rules, settings};
use crate::{Error, ErrorKind, Result};

/// What came of reading posts again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reindexed {
    /// All posts were read with the dictionary as it is and by the rules of this version already.
    Nothing,
    /// The posts were read for names, with a dictionary that had changed.
    Names(ReadAgain),
    /// The posts were read for all that is found in texts, since some were read by the rules of another version.
    All(AllAgain),
}

/// Reads the posts again for what may stand in them otherwise than the store has it, in the caller's transaction: for
/// names where its dictionary has changed since, for all where its posts were read by the rules of another version. The
/// store is then what it would be if its inputs had been loaded so. `progress` is told how many posts are read.
///
/// # Errors
/// [`ErrorKind::Store`] when the store refuses.
pub fn reindex(connection: &Connection, progress: &mut dyn FnMut(u64)) -> Result<Reindexed> {
    if let Some(all) = reindex_by_rules(connection, progress)? {
        return Ok(Reindexed::All(all));
    }
    if !dictionary::is_newer_than_posts(connection).map_err(failed)? {
        return Ok(Reindexed::Nothing);
    }
    let reread: Rc<dyn Reread> = Rc::new(Rereader::of(connection).map_err(failed)?);
    read_names_again(connection, &reread, progress).map(Reindexed::Names).map_err(failed)
}

fn reindex_by_rules(connection: &Connection, progress: &mut dyn FnMut(u64)) -> Result<Option<AllAgain>> {
    if !rules::are_of_another_version(connection).map_err(failed)? {
        return Ok(None);
    }
    let reread: Rc<dyn Reread> = Rc::new(Rereader::of(connection).map_err(failed)?);
    read_all_again(connection, &reread, progress).map(Some).map_err(failed)
}

/// Makes the talking points of all posts those that `rule` takes, in the caller's transaction: what the store holds
/// then is what it would if its inputs had been loaded by this rule. A store that goes by it already is left as it
/// is. One of which some posts were read by the rules of another version has them read again for all that is found in
/// texts, since sentences are those of posts without items; that is given, too. `progress` is told how many posts are done.
///
/// # Errors
/// [`ErrorKind::Store`] when the store refuses.
pub fn reindex_points(
    connection: &Connection,
    rule: PointRule,
    progress: &mut dyn FnMut(u64),
) -> Result<(Option<AllAgain>, PointsAgain)> {
    let is_other = settings::points(connection).map_err(failed)? != rule;
    if is_other && rules::are_of_another_version(connection).map_err(failed)? {
        settings::set_points(connection, rule).map_err(failed)?;
        let all = reindex_by_rules(connection, progress)?;
        let points = all.map(|all| all.points).unwrap_or_default();
        return Ok((all, PointsAgain { before: points.before, now: points.now }));
    }
    let done = make_points_again(connection, rule, &extract::find_sentences, progress).map_err(failed)?;
    Ok((None, done))
}

/// Makes the reporting zone of a store the one of this name, in the caller's transaction: days, and all that is counted
/// by them, are then those of a store that was loaded with it. Instants stay as they are, those of wall clocks without a
/// zone, too; so do posts of which only the day was ever known, and undated ones, but for the days of their neighbours.
/// A store that has the zone already is left as it is. `progress` is told how many posts are done.
///
/// # Errors
/// [`ErrorKind::Usage`] when there is no such zone, [`ErrorKind::Store`] when the store refuses.
pub fn reindex_time_zone(
    connection: &Connection,
    time_zone: &str,
    progress: &mut dyn FnMut(u64),
) -> Result<DaysAgain> {
    let zone = settings::zone(time_zone)?;
    let name = settings::zone_name(&zone, time_zone);
    let dating = Dating::new(zone.clone(), zone, Timestamp::MAX);
    make_days_again(connection, &name, &|instant| dating.clock_and_day(instant), progress).map_err(|cause| {
        Error::new(ErrorKind::Store, "cannot change the reporting zone; nothing was changed").caused_by(cause)
    })
}

fn failed(cause: rusqlite::Error) -> Error {
    Error::new(ErrorKind::Store, "cannot read the posts again; nothing was changed").caused_by(cause)
}
