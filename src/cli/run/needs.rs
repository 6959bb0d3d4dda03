//! What reports need of a store beyond its posts, made before they are run.

use std::ops::ControlFlow;
use std::time::Instant;

use rusqlite::Connection;

use crate::cli::index_progress::IndexProgress;
use crate::cli::session::Session;
use crate::store::{points, word_index};
use crate::{Error, ErrorKind, Result};

/// What is needed.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::cli) struct Needs {
    /// Groups of the talking points as they are.
    pub(in crate::cli) groups: bool,
    /// The words of all texts.
    pub(in crate::cli) words: bool,
}

impl Needs {
    /// `needs` tells of a name in the header of queries whether it is needed.
    pub(in crate::cli) fn of(needs: impl Fn(&str) -> bool) -> Self {
        Self { groups: needs("point-groups"), words: needs("word-index") }
    }
}

/// The store with what is needed. It is made through a connection of its own, which alone may write. Where that cannot
/// be, a report goes on without groups, and a warning of it says so; and all texts are read for the words.
pub(in crate::cli) fn open_store(session: &Session, needs: Needs) -> Result<Connection> {
    let mut store = session.open_store()?;
    if needs.groups && !points::has_current(&store)? {
        drop(store);
        group(session);
        store = session.open_store()?;
    }
    if !needs.words || word_index::state(&store)? == word_index::State::Ready {
        return Ok(store);
    }
    drop(store);
    match make_words(session) {
        Ok(()) => session.open_store(),
        Err(error) if error.kind() == ErrorKind::Interrupted => Err(error),
        Err(error) => read_words(session, &error),
    }
}

fn group(session: &Session) {
    match points::group(session.store_path(), session.clock(), None) {
        Ok((found, _)) => session.note(&format!(
            "the talking points were grouped first: {} of {} say what another one says",
            found.grouped, found.points
        )),
        Err(error) => session.warn(&format!("the talking points could not be grouped: {error}")),
    }
}

/// Makes the word index, and says so.
fn make_words(session: &Session) -> Result<()> {
    let begun = Instant::now();
    let mut progress = IndexProgress::new(session, "reading the words");
    let made = word_index::build(session.store_path(), session.clock(), &mut |done, all| {
        progress.show(done, all);
        ControlFlow::Continue(())
    });
    progress.clear();
    let (posts, is_one_file) = made?;
    let seconds = begun.elapsed().as_secs();
    let time = if seconds > 0 { format!(" in {seconds} s") } else { String::new() };
    session.note(&format!(
        "note: the words of {posts} posts were made ready for matching{time}; later loads keep them"
    ));
    if !is_one_file {
        session.warn_of_wal();
    }
    Ok(())
}

/// The store with the words of now in a temporary file, which goes with the connection.
fn read_words(session: &Session, why: &Error) -> Result<Connection> {
    session.note(&format!(
        "note: all texts are read first, since their words cannot be kept in the store now: {why}"
    ));
    let store = session.open_store()?;
    // What is read then is of the moment of the texts.
    store
        .execute_batch("BEGIN; SELECT count(*) FROM sqlite_schema;")
        .map_err(|cause| Error::new(ErrorKind::Store, "the store cannot be read").caused_by(cause))?;
    if word_index::state(&store)? != word_index::State::Ready {
        let mut progress = IndexProgress::new(session, "reading the words");
        let made = word_index::make_temporary(&store, &mut |done, all| {
            progress.show(done, all);
            ControlFlow::Continue(())
        });
        progress.clear();
        made?;
    }
    Ok(store)
}
