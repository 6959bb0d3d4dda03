//! Joins two channels of a store that were one.

use std::rc::Rc;

use rusqlite::Connection;

use crate::load::prepare::Rereader;
use crate::store::rules;
use crate::store::writer::{Writer, posts_in_common};
use crate::{Error, ErrorKind, Result};

/// What was joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Joined {
    /// Posts that came from the second channel, those that both had included.
    pub posts: i64,
    /// Posts that both had.
    pub in_common: i64,
}

/// Whether the two can be joined: gives how many posts both have.
///
/// # Errors
/// [`ErrorKind::Usage`] when the two are one, or, unless `despite` says so, when they hold different posts under
/// the same ids; [`ErrorKind::Store`] when the store cannot be read.
pub fn may_join(connection: &Connection, into: i64, from: i64, despite: bool) -> Result<i64> {
    if into == from {
        return Err(Error::new(ErrorKind::Usage, "both name the same channel")
            .hint("see all: chancery channels --all"));
    }
    let (in_common, equal) = posts_in_common(connection, into, from).map_err(failed)?;
    if despite || in_common < 2 || equal * 2 >= in_common {
        return Ok(in_common);
    }
    let message = format!(
        "they are hardly one channel: of {in_common} posts with the same id {equal} have the same text"
    );
    Err(Error::new(ErrorKind::Usage, message).hint("to join them all the same: --force"))
}

/// Makes the channel `from` a part of the channel `into`, in the caller's transaction: posts that both have
/// become one, made of what all inputs told of them. Inputs that know the channel by the id, handle or name of
/// `from` lead to `into` from now on.
///
/// # Errors
/// As [`may_join`], and when the store refuses.
pub fn join_channels(connection: &Connection, into: i64, from: i64, despite: bool) -> Result<Joined> {
    let in_common = may_join(connection, into, from, despite)?;
    let rereader = Rc::new(Rereader::of(connection).map_err(failed)?);
    rules::note_reading(connection).map_err(failed)?;
    let mut writer = Writer::between_loads(connection, rereader).map_err(failed)?;
    let posts = connection
        .query_row("SELECT count(*) FROM posts WHERE channel_id = ?1", [from], |row| row.get(0))
        .map_err(failed)?;
    writer.join_channels(from, into).map_err(failed)?;
    writer.end_between_loads().and_then(|unfinished| unfinished.finish(connection)).map_err(failed)?;
    Ok(Joined { posts, in_common })
}

fn failed(cause: rusqlite::Error) -> Error {
    Error::new(ErrorKind::Store, "cannot join the channels; nothing was changed").caused_by(cause)
}
