//! Changes of a store that is there: all or nothing, while readers go on reading; and what is beside a store.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use super::lock::LockFile;
use super::{
    aside, header, lock, naming, open_for_writing, require_store, search_index, unwritable, word_index,
};
use crate::clock::Clock;
use crate::{Error, Result};

/// How long a change that is done waits for readers, to make the store one file again.
const LEAVE_TIMEOUT: Duration = Duration::from_millis(500);

/// Changes the existing store at `path`, all or nothing, while readers go on reading. Gives what `work` gives,
/// and whether the store is one file again.
///
/// # Errors
/// As [`open_for_writing`], when another process changes the store, and as `work`; nothing is changed then.
pub fn change<T>(
    path: &Path,
    clock: Clock,
    work: impl FnOnce(&Connection) -> Result<T>,
) -> Result<(T, bool)> {
    change_and_then(path, clock, work, |_| ()).map(|(done, (), is_one_file)| (done, is_one_file))
}

/// As [`change`], and then writes the file anew, since texts that the store held once stay in the unused parts of
/// its pages. Gives also what came of that: the change itself stands, whatever comes of it.
///
/// # Errors
/// As [`change`].
pub fn change_without_trace<T>(
    path: &Path,
    clock: Clock,
    work: impl FnOnce(&Connection) -> Result<T>,
) -> Result<(T, rusqlite::Result<()>, bool)> {
    change_and_then(path, clock, work, |connection| connection.execute_batch("VACUUM"))
}

fn change_and_then<T, U>(
    path: &Path,
    clock: Clock,
    work: impl FnOnce(&Connection) -> Result<T>,
    then: impl FnOnce(&Connection) -> U,
) -> Result<(T, U, bool)> {
    require_store(path)?;
    let lock = lock::StoreLock::acquire(path, clock.now())?;
    let connection = open_for_writing(path)?;
    let failed = |cause| unwritable(path, cause);
    let begun = enter_wal(&connection).and_then(|()| connection.execute_batch("BEGIN IMMEDIATE"));
    if let Err(cause) = begun {
        // It may have come half the way into WAL mode, in which readers would leave files beside the store.
        if !leave_wal(&connection) {
            lock.leave_file();
        }
        return Err(failed(cause));
    }
    let ready = search_index::remove_unsound(&connection).map_err(failed);
    let mut is_refused_at_the_end = false;
    let done = ready.and_then(|()| work(&connection)).and_then(|done| {
        word_index::catch_up(&connection).map_err(failed)?;
        connection.execute_batch("COMMIT").map_err(|cause| {
            is_refused_at_the_end = may_be_done(&cause);
            failed(cause)
        })?;
        Ok(done)
    });
    if !connection.is_autocommit() {
        // Nothing better can be done about a failure of this: the journal takes it all back later.
        let _ = connection.execute_batch("ROLLBACK");
    }
    let done = done.map(|done| (done, then(&connection)));
    let is_one_file = leave_wal(&connection);
    if !is_one_file {
        lock.leave_file();
    }
    match done {
        Ok((done, then)) => Ok((done, then, is_one_file)),
        Err(error) if is_refused_at_the_end && !is_one_file => Err(told_in_doubt(naming(path, error))),
        Err(error) => Err(naming(path, error)),
    }
}

/// Whether a change that was refused when it was to be kept may be done all the same: in WAL mode it is written by then,
/// and the disk has refused to say that it holds it. Where there was no room for it, it is not whole.
pub(crate) fn may_be_done(refused: &rusqlite::Error) -> bool {
    refused.sqlite_error_code() != Some(rusqlite::ErrorCode::DiskFull)
}

/// Says of a change that [`may_be_done`] that it may, where the `-wal` file could not be emptied either: whoever opens the
/// store next finds it there, or does not.
pub(crate) fn told_in_doubt(error: Error) -> Error {
    error
        .hint("the disk refused at the very end, so that this may be done or not: keep the -wal file with the store")
        .hint("the same command again does it if it is not done")
}

/// Goes into WAL mode, so that readers go on reading while the store is changed. A file system without
/// shared memory stays in mode DELETE, where they wait.
pub(crate) fn enter_wal(connection: &Connection) -> rusqlite::Result<()> {
    // Here SQLite waits for one who writes; when the mode changes it does not.
    connection.execute_batch("BEGIN IMMEDIATE; ROLLBACK")?;
    set_journal_mode(connection, "WAL")?;
    connection.execute_batch("PRAGMA synchronous = FULL")
}

/// Sets the mode and gives the one that there is now.
fn set_journal_mode(connection: &Connection, mode: &str) -> rusqlite::Result<String> {
    let mut statement = connection.prepare(&format!("PRAGMA journal_mode = {mode}"))?;
    let mut rows = statement.query([])?;
    let mut now = String::new();
    // To the end: SQLite writes the file's header only after it has told the mode, and that may fail.
    while let Some(row) = rows.next()? {
        now = row.get(0)?;
    }
    Ok(now)
}

/// Brings the store back to one file. `false` when a reader prevents it, or a failing disk: the store stays in WAL
/// mode, and what was committed is safe in its two files.
pub(crate) fn leave_wal(connection: &Connection) -> bool {
    let leave = || {
        // A mode that a failing disk let in half the way stands in the file alone, and is known when that is read.
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
        let mode: String = connection.query_row("PRAGMA journal_mode", [], |row| row.get(0))?;
        if mode != "wal" {
            return Ok(true);
        }
        // Readers are not waited for as long as a writer is: what is left to do can be done later.
        connection.busy_timeout(LEAVE_TIMEOUT)?;
        connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        set_journal_mode(connection, "DELETE").map(|mode| mode != "wal")
    };
    leave().unwrap_or_else(|cause: rusqlite::Error| {
        log::debug!("the store stays in WAL mode: {cause}");
        false
    })
}

/// Removes what a change that died has left beside the store, as far as nobody else uses the store. A store that
/// cannot be written is read as it is.
pub(super) fn tidy(path: &Path) {
    let lock = lock::look(path);
    if lock == LockFile::Held {
        return;
    }
    // Nobody makes a store aside where there is one.
    aside::clear_leavings(path);
    let is_there = |suffix| lock::beside(path, suffix).exists();
    // Without the file of a lock, WAL mode is what another program has chosen.
    let is_in_wal = header(path).ok().flatten().is_some_and(|header| header.get(18..20) != Some(&[1, 1]));
    let is_alone = !is_in_wal && !["-wal", "-shm", "-journal"].into_iter().any(is_there);
    if is_alone && lock == LockFile::Left {
        return lock::clear_left(path);
    }
    if is_alone || is_in_wal && lock == LockFile::Missing && !is_there("-journal") {
        return;
    }
    let leave = || {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags)?;
        // Nobody is waited for: who holds the store still has a use for these files.
        connection.busy_timeout(Duration::ZERO)?;
        // It looks for them when it reads; a -wal file of a store that is in another mode is found no other way.
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
        // SQLite takes away a journal that was only begun when it goes from this mode to the next.
        set_journal_mode(&connection, "PERSIST")?;
        if set_journal_mode(&connection, "DELETE")? == "wal" {
            return Ok("wal".to_owned());
        }
        clear_unused(&connection, path)
    };
    match leave() {
        Ok(mode) if mode != "wal" => lock::clear_left(path),
        Ok(_) => {}
        Err(cause) => log::debug!("what is beside the store stays: {cause}"),
    }
}

/// Removes an empty `-wal` file, which SQLite takes for none, and a `-shm` file without a use: a disk that refused to
/// remove them has left them, or a power cut. Gives the mode that there is.
fn clear_unused(connection: &Connection, path: &Path) -> rusqlite::Result<String> {
    // Until this ends nobody else can go into WAL mode, and in no other does anybody use these files.
    connection.execute_batch("BEGIN IMMEDIATE")?;
    let mode: String = connection.query_row("PRAGMA journal_mode", [], |row| row.get(0))?;
    let wal = lock::beside(path, "-wal");
    if mode != "wal" && std::fs::metadata(&wal).map_or(0, |wal| wal.len()) == 0 {
        for unused in [wal, lock::beside(path, "-shm")] {
            // What cannot be removed is in nobody's way.
            let _ = std::fs::remove_file(unused);
        }
    }
    connection.execute_batch("ROLLBACK")?;
    Ok(mode)
}
