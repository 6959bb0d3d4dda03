//! A post without id that turns out to be one with an id: the text that it has is one that the other had once.

use rusqlite::params;

use crate::store::summaries::Cell;
use crate::store::writer::Writer;

impl Writer<'_> {
    /// Makes one post of two: `post_id` takes in what `other_id`, which has no id, knows, and that is gone.
    pub(super) fn absorb(&mut self, channel_id: i64, post_id: i64, other_id: i64) -> rusqlite::Result<()> {
        let (one, other) = (self.stored(post_id)?, self.stored(other_id)?);
        if one.fields.text != other.fields.text {
            self.keep_version(post_id, &other.fields, other.load_id)?;
        }
        let cells =
            [&one.fields, &other.fields].map(|fields| Cell::of(channel_id, fields.posted_on.as_deref()));
        self.unfinished.cells.extend(cells);
        self.connection
            .prepare_cached("UPDATE OR IGNORE post_observations SET post_id = ?1 WHERE post_id = ?2")?
            .execute(params![post_id, other_id])?;
        // A store in the making does not look after references, so nothing is left to cascades.
        self.facts.delete(other_id)?;
        for table in ["post_versions", "post_observations", "media", "reactions", "posts"] {
            self.connection
                .prepare_cached(&format!("DELETE FROM {table} WHERE post_id = ?1"))?
                .execute([other_id])?;
        }
        Ok(())
    }
}
