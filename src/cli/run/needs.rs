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
/// be, it is made for this run alone: all talking points are grouped, and all texts are read for the words.
pub(in crate::cli) fn open_store(session: &Session, needs: Needs) -> Result<Connection> {
    open_checked_store(session, needs, |_| Ok(()))
}

/// The same, where `check` looks at the store before the words are made, which takes a while.
pub(in crate::cli) fn open_checked_store(
    session: &Session,
    needs: Needs,
    check: impl FnOnce(Connection) -> Result<()>,
) -> Result<Connection> {
    let mut store = session.open_store()?;
    if needs.words && word_index::state(&store)? != word_index::State::Ready {
        check(store)?;
        store = session.open_store()?;
    }
    if needs.groups && !points::has_current(&store)? {
        drop(store);
        keep(session, group, "the talking points are grouped for this run alone, since their groups")?;
        store = session.open_store()?;
    }
    if needs.words && word_index::state(&store)? != word_index::State::Ready {
        drop(store);
        keep(session, make_words, "all texts are read first, since their words")?;
        store = session.open_store()?;
    }
    make_for_this_run(&store, needs, session)?;
    Ok(store)
}

/// Has `make` keep in the store what is needed; `lead` begins what is told where it could not.
fn keep(session: &Session, make: impl Fn(&Session) -> Result<()>, lead: &str) -> Result<()> {
    match make(session) {
        Err(why) if why.kind() != ErrorKind::Interrupted => {
            session.note(&format!("note: {lead} cannot be kept in the store now: {why}"));
            Ok(())
        }
        made => made,
    }
}

/// Groups the talking points, and says so.
fn group(session: &Session) -> Result<()> {
    let (found, is_one_file) = points::group(session.store_path(), session.clock(), None)?;
    session.note(&format!(
        "the talking points were grouped first: {} of {} say what another one says",
        found.grouped, found.points
    ));
    if !is_one_file {
        session.warn_of_wal();
    }
    Ok(())
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

/// Makes what is needed and not kept in a temporary file, which goes with the connection: also where another process
/// has loaded something in this moment.
fn make_for_this_run(store: &Connection, needs: Needs, session: &Session) -> Result<()> {
    if !needs.groups && !needs.words {
        return Ok(());
    }
    // What is read then is of the moment of the posts.
    store
        .execute_batch("BEGIN; SELECT count(*) FROM sqlite_schema;")
        .map_err(|cause| Error::new(ErrorKind::Store, "the store cannot be read").caused_by(cause))?;
    if needs.groups && !points::has_current(store)? {
        points::make_temporary(store)?;
    }
    if needs.words && word_index::state(store)? != word_index::State::Ready {
        let mut progress = IndexProgress::new(session, "reading the words");
        let made = word_index::make_temporary(store, &mut |done, all| {
            progress.show(done, all);
            ControlFlow::Continue(())
        });
        progress.clear();
        made?;
    }
    Ok(())
}
