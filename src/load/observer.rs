//! Who is told how a load goes on.

use super::Notice;
use crate::Result;
use crate::model::Reject;

/// Who is told how a load goes on. Every method does nothing unless it is overridden.
pub trait Observer {
    /// An input is begun; `bytes` is its size.
    fn begun(&mut self, _input: &str, _bytes: u64) {}
    /// So many bytes of it are read and so many posts written.
    fn progress(&mut self, _bytes: u64, _posts: u64) {}
    /// A record could not be read.
    ///
    /// # Errors
    /// When it cannot be noted; the input fails then.
    fn rejected(&mut self, _input: &str, _reject: &Reject) -> Result<()> {
        Ok(())
    }
    /// Something that the user should know.
    fn notice(&mut self, _notice: Notice) {}
    /// The inputs are read; what follows has no measure (indexes, syncing).
    fn finishing(&mut self) {}
}

/// An observer that is not interested.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Observer for Silent {}
