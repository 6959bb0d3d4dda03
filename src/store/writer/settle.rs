//! Days of posts that do not tell them whole, by their neighbours in an input.
//!
//! No record tells such a day, so it is no evidence: it stands in the post's row alone. Of several inputs each says that
//! the post is of a certain day of the year and not after its next dated post; so of their days the earliest is it.

use rusqlite::{OptionalExtension, params};

use crate::store::summaries::Cell;
use crate::store::writer::telling::{Dated, Fields};
use crate::store::writer::tellings::Stored;
use crate::store::writer::{Neighbourhood, Outcome, Writer, spans};

impl Writer<'_> {
    /// Gives a post the day or the bounds that its neighbours in the input tell. A day that the store has
    /// from better evidence stays; bounds only grow narrower.
    ///
    /// # Errors
    /// When the store refuses.
    pub fn settle(
        &mut self,
        post_id: i64,
        outcome: Outcome,
        neighbourhood: &Neighbourhood,
    ) -> rusqlite::Result<()> {
        self.insert_waiting()?;
        let is_changed = match neighbourhood.day {
            Some((day, basis)) => self.settle_day(post_id, &day.to_string(), basis.as_str())?,
            None => self.settle_bounds(post_id, neighbourhood)?,
        };
        if let Some((day, _)) = neighbourhood.day.filter(|_| is_changed) {
            self.unfinished.include(day);
        }
        if is_changed && outcome == Outcome::Unchanged {
            self.counts.unchanged -= 1;
            self.counts.changed += 1;
        }
        Ok(())
    }

    /// Gives a post the day that neighbours tell, unless it has a better one. Gives whether it has another one now.
    pub(super) fn settle_day(&mut self, post_id: i64, day: &str, basis: &str) -> rusqlite::Result<bool> {
        let post: Option<(i64, Option<String>)> = self
            .connection
            .prepare_cached("SELECT channel_id, posted_on FROM posts WHERE post_id = ?1")?
            .query_row([post_id], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let Some((channel_id, before)) = post else { return Ok(false) };
        if let Some(before) = &before
            && (before.as_str() <= day || !self.is_by_neighbours(post_id, &self.stored(post_id)?.fields)?)
        {
            return Ok(false);
        }
        self.connection
            .prepare_cached(
                "UPDATE posts SET posted_at = ?2, posted_on = ?2, date_basis = ?3, not_before = NULL, not_after = NULL
                 WHERE post_id = ?1",
            )?
            .execute(params![post_id, day, basis])?;
        self.coverage.entry(channel_id).or_default().include(None, Some(day));
        self.unfinished.ids.insert(channel_id);
        for day in [before.as_deref(), Some(day)] {
            self.unfinished.cells.insert(Cell::of(channel_id, day));
        }
        Ok(true)
    }

    fn settle_bounds(&self, post_id: i64, neighbourhood: &Neighbourhood) -> rusqlite::Result<bool> {
        let not_before = neighbourhood.not_before.map(|day| day.to_string());
        let not_after = neighbourhood.not_after.map(|day| day.to_string());
        self.connection
            .prepare_cached(
                "UPDATE posts SET not_before = max(coalesce(not_before, ?2), coalesce(?2, not_before)),
                    not_after = min(coalesce(not_after, ?3), coalesce(?3, not_after))
                 WHERE post_id = ?1 AND posted_on IS NULL
                    AND (not_before, not_after) IS NOT (max(coalesce(not_before, ?2), coalesce(?2, not_before)),
                        min(coalesce(not_after, ?3), coalesce(?3, not_after)))",
            )?
            .execute(params![post_id, not_before, not_after])
            .map(|rows| rows > 0)
    }

    /// The day that a post has of its neighbours, and its basis.
    pub(super) fn settled_day(
        &self,
        post_id: i64,
        stored: &Stored,
    ) -> rusqlite::Result<Option<(String, String)>> {
        let Dated { posted_on, date_basis, .. } = &stored.fields.dated;
        let is_settled = self.is_by_neighbours(post_id, &stored.fields)?;
        Ok(posted_on.clone().zip(date_basis.clone()).filter(|_| is_settled))
    }

    /// Whether the day in a post's row comes of its neighbours: neither its text gives the year, nor any evidence the day.
    pub(super) fn is_by_neighbours(&self, post_id: i64, fields: &Fields) -> rusqlite::Result<bool> {
        if !fields.dated.is_by_text() {
            return Ok(false);
        }
        if self.has_evidence.get() {
            let (is_kept, is_told): (bool, bool) = self
                .connection
                .prepare_cached(
                    "SELECT count(*) > 0, coalesce(max(posted_on IS NOT NULL), 0) FROM post_evidence WHERE post_id = ?1",
                )?
                .query_row([post_id], |row| Ok((row.get(0)?, row.get(1)?)))?;
            if is_kept {
                return Ok(!is_told);
            }
        }
        let spans = spans::from_json(fields.spans.as_deref(), &fields.text);
        Ok(!self.reread.tells_day(&fields.text, spans))
    }
}
