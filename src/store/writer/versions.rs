//! The other texts that posts are known to have had, and what one more way of telling adds to them.

use rusqlite::params;

use crate::store::writer::Writer;
use crate::store::writer::evidence::other_texts;
use crate::store::writer::posts::hash;
use crate::store::writer::telling::{Fields, Telling};

impl Writer<'_> {
    /// Writes what is kept of a post of which the store has the tellings `before`. Of one that is told of in many ways each one more would
    /// write all of them again.
    pub(super) fn keep_more_tellings(
        &self,
        post_id: i64,
        before: &[Telling],
        tellings: &[Telling],
        was_standing: &str,
        standing: &Fields,
    ) -> rusqlite::Result<()> {
        let more =
            tellings.strip_prefix(before).filter(|_| before.len() > 1 && was_standing == standing.text);
        let Some(more) = more else { return self.keep_tellings(post_id, tellings, standing) };
        let first = i64::try_from(before.len()).unwrap_or(i64::MAX).saturating_add(1);
        for (position, telling) in (first..).zip(more) {
            self.keep_telling(post_id, position, telling, &standing.text)?;
        }
        let (had, has) = (other_texts(before, &standing.text), other_texts(tellings, &standing.text));
        let mut had = had.had.into_iter().peekable();
        // Both are in the order of their texts.
        for other in has.had {
            let mut is_kept = false;
            while let Some(known) = had.next_if(|known| known.fields.text <= other.fields.text) {
                is_kept = version(known) == version(other);
                if !is_kept {
                    self.forget_version(post_id, known)?;
                }
            }
            if !is_kept {
                self.keep_version(post_id, other)?;
            }
        }
        had.try_for_each(|gone| self.forget_version(post_id, gone))?;
        // An earlier version of the program kept these, too.
        has.damaged.iter().try_for_each(|damaged| self.forget_version(post_id, damaged))
    }

    pub(super) fn keep_version(&self, post_id: i64, other: &Telling) -> rusqlite::Result<()> {
        self.connection
            .prepare_cached(
                "INSERT INTO post_versions (post_id, text_hash, text, edited_at, load_id, seen_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, coalesce(?6, (SELECT as_of FROM loads WHERE load_id = ?5)))",
            )?
            .execute(params![
                post_id,
                hash(&other.fields.text).to_be_bytes(),
                other.fields.text,
                other.fields.edited_at,
                other.source.load_id,
                other.as_of
            ])
            .map(drop)
    }

    /// Says when the other texts that this load told were so, once its last instant is known: `before` is what was known
    /// of that when they were written.
    pub(super) fn date_versions(&self, before: Option<&str>, as_of: Option<&str>) -> rusqlite::Result<()> {
        self.connection
            .execute(
                "UPDATE post_versions SET seen_at = ?2 WHERE load_id = ?1 AND seen_at IS ?3",
                params![self.source.load_id, as_of, before],
            )
            .map(drop)
    }

    fn forget_version(&self, post_id: i64, gone: &Telling) -> rusqlite::Result<()> {
        self.connection
            .prepare_cached("DELETE FROM post_versions WHERE post_id = ?1 AND text_hash = ?2")?
            .execute(params![post_id, hash(&gone.fields.text).to_be_bytes()])
            .map(drop)
    }
}

/// All that `post_versions` keeps of a telling.
fn version(telling: &Telling) -> impl PartialEq + '_ {
    (&telling.fields.text, &telling.fields.edited_at, telling.source.load_id, &telling.as_of)
}
