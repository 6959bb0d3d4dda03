//! What is chosen when a store is made, and not by a load after that.

use rusqlite::Connection;

use crate::load::LoadOptions;
use crate::store::settings;
use crate::{Error, ErrorKind, Result};

/// Refuses another reporting zone than the store's.
pub(super) fn refuse_other_zone(connection: &Connection, options: &LoadOptions) -> Result<()> {
    let Some(wanted) = &options.time_zone else { return Ok(()) };
    let zone = settings::zone(wanted)?;
    let wanted = settings::zone_name(&zone, wanted);
    let kept = settings::reporting_zone_name(connection)?;
    // An earlier version kept an offset as it was given, such as `+2`.
    if kept == wanted || settings::zone(&kept).is_ok_and(|kept| kept == zone) {
        return Ok(());
    }
    Err(Error::new(ErrorKind::Usage, format!("the store's reporting zone is {kept}, not {wanted}"))
        .hint(format!("to change it: chancery reindex --time-zone {wanted}")))
}

/// Refuses other talking points than the store's.
pub(super) fn refuse_other_points(connection: &Connection, options: &LoadOptions) -> Result<()> {
    let Some(wanted) = options.points else { return Ok(()) };
    let kept = settings::points(connection).map_err(unreadable)?;
    if kept == wanted {
        return Ok(());
    }
    let (kept, wanted) = (kept.name(), wanted.name());
    let message = format!("the store's talking points are {kept}, not {wanted}");
    Err(Error::new(ErrorKind::Usage, message)
        .hint(format!("to change that: chancery reindex --points {wanted}")))
}

fn unreadable(cause: rusqlite::Error) -> Error {
    Error::new(ErrorKind::Store, "cannot read the store's settings")
        .hint("see what is wrong: chancery check")
        .caused_by(cause)
}
