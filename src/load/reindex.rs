//! Reads the posts that a store has again, after its dictionary has changed, or by another rule.

use std::rc::Rc;

use jiff::Timestamp;
use rusqlite::Connection;

use crate::extract;
use crate::load::prepare::{Dating, Rereader};
use crate::model::PointRule;
use crate::store::settings;
use crate::store::writer::{
    DaysAgain, PointsAgain, ReadAgain, Reread, make_days_again, make_points_again, read_names_again,
};
use crate::{Error, ErrorKind, Result};

/// Makes the mentions of all posts what the store's dictionary finds in them, in the caller's transaction.
/// `progress` is told how many posts are read.
///
/// # Errors
/// [`ErrorKind::Store`] when the store refuses.
pub fn reindex(connection: &Connection, progress: &mut dyn FnMut(u64)) -> Result<ReadAgain> {
    let reread: Rc<dyn Reread> = Rc::new(Rereader::of(connection).map_err(failed)?);
    read_names_again(connection, &reread, progress).map_err(failed)
}

/// Makes the talking points of all posts those that `rule` takes, in the caller's transaction: what the store holds
/// then is what it would if its inputs had been loaded by this rule. A store that goes by it already is left as it
/// is. `progress` is told how many posts are done.
///
/// # Errors
/// [`ErrorKind::Store`] when the store refuses.
pub fn reindex_points(
    connection: &Connection,
    rule: PointRule,
    progress: &mut dyn FnMut(u64),
) -> Result<PointsAgain> {
    make_points_again(connection, rule, &extract::find_sentences, progress).map_err(failed)
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
