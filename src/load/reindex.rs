//! Reads the posts that a store has again, after its dictionary has changed, or by another rule.

use std::rc::Rc;

use rusqlite::Connection;

use crate::extract;
use crate::load::prepare::Rereader;
use crate::model::PointRule;
use crate::store::writer::{PointsAgain, ReadAgain, Reread, make_points_again, read_names_again};
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

fn failed(cause: rusqlite::Error) -> Error {
    Error::new(ErrorKind::Store, "cannot read the posts again; nothing was changed").caused_by(cause)
}
