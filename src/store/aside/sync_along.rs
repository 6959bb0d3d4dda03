//! Brings a file to disk while it grows, so that its end need not wait for all of it.

use std::fs::OpenOptions;
use std::io;
use std::path::Path;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// How often the file is looked at, and by how many bytes it grows before it is synced again.
const EVERY: Duration = Duration::from_millis(50);
const BYTES: u64 = 32 * 1024 * 1024;

/// A thread that syncs a file from time to time, and at its end the whole. All by one handle: the system tells each
/// handle once, and not those that are opened later, that something could not be written.
#[derive(Debug)]
pub(super) struct SyncAlong {
    stop: Sender<()>,
    thread: JoinHandle<io::Result<()>>,
}

impl SyncAlong {
    /// # Errors
    /// When there is no such file or no thread.
    ///
    /// The connections of this process to the file must be closed before this ends: where locks are POSIX ones, a
    /// process that closes a file gives up all its locks on it.
    pub(super) fn begin(path: &Path) -> io::Result<Self> {
        // Windows syncs for those only who may write.
        let file = OpenOptions::new().write(true).open(path)?;
        let (stop, stopped) = channel::<()>();
        let sync = move || {
            let mut synced = 0;
            loop {
                match stopped.recv_timeout(EVERY) {
                    Err(RecvTimeoutError::Timeout) => {}
                    Ok(()) => return file.sync_all(),
                    // The file is given up.
                    Err(RecvTimeoutError::Disconnected) => return Ok(()),
                }
                let bytes = file.metadata()?.len();
                if bytes >= synced + BYTES {
                    file.sync_data()?;
                    synced = bytes;
                }
            }
        };
        let thread = thread::Builder::new().name("sync".to_owned()).spawn(sync)?;
        Ok(Self { stop, thread })
    }

    /// Syncs what is left, and ends.
    ///
    /// # Errors
    /// When not all of the file is on disk.
    pub(super) fn end(self) -> io::Result<()> {
        let Self { stop, thread } = self;
        // It has failed already where it does not listen, and tells so itself.
        let _ = stop.send(());
        thread.join().unwrap_or_else(|_| Err(io::Error::other("the thread that syncs has failed")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_ends_whether_there_was_anything_to_sync_or_not() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        assert!(SyncAlong::begin(&path).is_err());
        std::fs::write(&path, "").unwrap();
        SyncAlong::begin(&path).unwrap().end().unwrap();
        let sync = SyncAlong::begin(&path).unwrap();
        std::fs::write(&path, vec![1; 4096]).unwrap();
        std::fs::remove_file(&path).unwrap();
        sync.end().unwrap();
    }
}
