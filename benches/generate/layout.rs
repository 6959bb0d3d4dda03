//! What writes posts in one format.

use std::io::{self, Write};

use super::row::Row;

/// What writes posts in one format.
pub(super) trait Layout {
    /// What stands before the first post.
    fn begin(&mut self, _: &mut String) -> io::Result<()> {
        Ok(())
    }

    /// A post: one row, or all those of an album.
    fn push_post(&mut self, rows: &[Row<'_>], out: &mut String) -> io::Result<()>;

    /// A row that tells of a pinned post; not every format has such rows.
    fn push_service_row(&mut self, _id: u64, _second: u64, _pinned: u64, _: &mut String) -> io::Result<()> {
        Ok(())
    }

    /// What stands behind the last post.
    fn end(&mut self, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}

/// Writes nothing.
pub(super) struct Nothing;

impl Layout for Nothing {
    fn push_post(&mut self, _: &[Row<'_>], _: &mut String) -> io::Result<()> {
        Ok(())
    }
}
