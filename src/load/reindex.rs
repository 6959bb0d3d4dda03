//! Reads the posts that a store has again, after its dictionary has changed.

use std::rc::Rc;

use rusqlite::Connection;

use crate::load::dictionary::dictionary;
use crate::load::prepare::Rereader;
use crate::store::writer::{ReadAgain, Reread, read_names_again};
use crate::{Error, ErrorKind, Result};

/// Makes the mentions of all posts what the store's dictionary finds in them, in the caller's transaction.
/// `progress` is told how many posts are read.
///
/// # Errors
/// [`ErrorKind::Store`] when the store refuses.
pub fn reindex(connection: &Connection, progress: &mut dyn FnMut(u64)) -> Result<ReadAgain> {
    let failed = |cause: rusqlite::Error| {
        Error::new(ErrorKind::Store, "cannot read the posts again; nothing was changed").caused_by(cause)
    };
    let reread: Rc<dyn Reread> = Rc::new(Rereader(dictionary(connection).map_err(failed)?));
    read_names_again(connection, &reread, progress).map_err(failed)
}
