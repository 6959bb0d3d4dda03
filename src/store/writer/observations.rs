//! What each load saw of a post's counts and reactions. Which count stands: [`counts_seen`](super::counts_seen).

use rusqlite::{OptionalExtension, params};

use crate::model::Reaction;
use crate::store::rows::{Target, row};
use crate::store::writer::counts_seen::Counts;
use crate::store::writer::message_counts::reactions_to_json;
use crate::store::writer::posts::hash;
use crate::store::writer::tellings::Stored;
use crate::store::writer::{PreparedPost, Writer};

/// What becomes of what one load saw in several records of one post: the greatest counts stand, and a text before none.
/// The hash is that of no text.
macro_rules! greatest_counts {
    () => {
        "ON CONFLICT DO UPDATE SET
            seen_at = max(coalesce(seen_at, excluded.seen_at), coalesce(excluded.seen_at, seen_at)),
            views_unit = iif(coalesce(excluded.views > views, views IS NULL), excluded.views_unit, views_unit),
            views = max(coalesce(views, excluded.views), coalesce(excluded.views, views)),
            forwards = max(coalesce(forwards, excluded.forwards), coalesce(excluded.forwards, forwards)),
            replies = max(coalesce(replies, excluded.replies), coalesce(excluded.replies, replies)),
            reactions = max(coalesce(reactions, excluded.reactions), coalesce(excluded.reactions, reactions)),
            text_hash = iif(text_hash = x'99aa06d3014798d86001c324468d497f', excluded.text_hash,
                iif(excluded.text_hash = x'99aa06d3014798d86001c324468d497f', text_hash, max(text_hash, excluded.text_hash)))"
    };
}
pub(super) use greatest_counts;

/// What loads saw of posts; of several records of one post in one load the greatest counts.
pub(super) const OBSERVATIONS: Target<'_> = Target {
    table: "post_observations",
    columns: "post_id, load_id, seen_at, views, views_unit, forwards, replies, reactions, text_hash",
    on_conflict: greatest_counts!(),
};

/// Notes what a load saw of a post; of several records of one post the greatest counts.
pub(super) const OBSERVE: &str = concat!(
    "INSERT INTO post_observations (post_id, load_id, seen_at, views, views_unit, forwards, replies, reactions, text_hash)
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
     ",
    greatest_counts!()
);

/// How a load's reactions stand to those that other loads saw.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Standing {
    is_exceeded: bool,
    is_equaled: bool,
}

pub(super) fn total(reactions: &[Reaction]) -> i64 {
    reactions.iter().fold(0, |total: i64, reaction| total.saturating_add(reaction.count))
}

pub(super) fn has_counts(prepared: &PreparedPost) -> bool {
    let post = &prepared.post;
    post.views.is_some() || post.forwards.is_some() || post.replies.is_some()
}

impl Writer<'_> {
    /// Notes what this load saw of a post that it brings, when it saw any counts or reactions.
    pub(super) fn observe_new(&mut self, post_id: i64, prepared: &PreparedPost) -> rusqlite::Result<()> {
        if has_counts(prepared) || has_reactions(prepared) {
            self.observe(post_id, prepared)?;
        }
        Ok(())
    }

    /// Notes what this load saw of a post; of several records of one post the greatest counts.
    pub(super) fn observe(&mut self, post_id: i64, prepared: &PreparedPost) -> rusqlite::Result<()> {
        let post = &prepared.post;
        let reactions = post.reactions.as_deref().filter(|all| !all.is_empty()).map(total);
        self.posts.observations.put(row![
            post_id,
            self.source.load_id,
            prepared.times.seen_at.as_deref().or(self.as_of.as_deref()),
            post.views,
            post.views_unit,
            post.forwards,
            post.replies,
            reactions,
            hash(&post.text).to_be_bytes()
        ])
    }

    /// Notes what the load had seen that alone had told of the post, when a second one tells of it.
    pub(super) fn observe_first(&self, post_id: i64, stored: &Stored) -> rusqlite::Result<()> {
        let is_observed = self
            .connection
            .prepare_cached("SELECT 1 FROM post_observations WHERE post_id = ?1 LIMIT 1")?
            .exists([post_id])?;
        if is_observed {
            return Ok(());
        }
        let Counts { views, views_unit, forwards, replies } = stored.counts;
        // Not from a SELECT: SQLite then keeps what the pages were before, in case that the last of many rows fails.
        self.connection
            .prepare_cached(
                "INSERT INTO post_observations (post_id, load_id, seen_at, views, views_unit, forwards, replies,
                    reactions, text_hash)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, (SELECT sum(count) FROM reactions WHERE post_id = ?1), ?8)",
            )?
            .execute(params![
                post_id,
                stored.source.load_id,
                stored.last_seen_at,
                views,
                views_unit,
                forwards,
                replies,
                hash(&stored.fields.text).to_be_bytes()
            ])
            .map(drop)
    }

    /// Says when what this load saw was so, once its last instant is known: `before` is what was known of that until then.
    pub(super) fn date_sightings(&self, before: Option<&str>, as_of: Option<&str>) -> rusqlite::Result<()> {
        for table in ["post_observations", "message_counts"] {
            self.connection.execute(
                &format!("UPDATE {table} SET seen_at = ?2 WHERE load_id = ?1 AND seen_at IS ?3"),
                params![self.source.load_id, as_of, before],
            )?;
        }
        Ok(())
    }

    /// An input that is loaded again, because it is cut off or some of it was forgotten, saw nothing anew: what an earlier
    /// load of the same bytes saw of a post that this one saw is the same sighting.
    pub(super) fn forget_same_sightings(&self, sha256: &str) -> rusqlite::Result<()> {
        let load_id = self.source.load_id;
        let earlier: Vec<i64> = self
            .connection
            .prepare("SELECT load_id FROM loads WHERE sha256 = ?1 AND load_id <> ?2")?
            .query_map(params![sha256, load_id], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        let mut forget = self.connection.prepare(
            "DELETE FROM post_observations AS o WHERE o.load_id = ?1
                AND EXISTS (SELECT * FROM post_observations AS n WHERE n.post_id = o.post_id AND n.load_id = ?2)",
        )?;
        let mut is_again = false;
        for earlier in &earlier {
            is_again |= forget.execute([*earlier, load_id])? > 0;
        }
        if is_again {
            // What the one input that tells of a post saw is kept only where it saw counts.
            self.connection.execute(
                "DELETE FROM post_observations AS o WHERE o.load_id = ?1
                    AND coalesce(o.views, o.forwards, o.replies, o.reactions) IS NULL
                    AND NOT EXISTS (SELECT * FROM post_observations AS n WHERE n.post_id = o.post_id AND n.load_id <> ?1)",
                [load_id],
            )?;
            let mut forget = self.connection.prepare(
                "DELETE FROM message_counts AS c WHERE c.load_id = ?1
                    AND NOT EXISTS (SELECT * FROM post_observations AS o WHERE o.post_id = c.post_id AND o.load_id = ?1)",
            )?;
            for load in earlier.iter().chain([&load_id]) {
                forget.execute([*load])?;
            }
        }
        Ok(())
    }

    /// Moves what loads saw of one post to another; where a load saw both, the greatest counts stand, as of several
    /// records of one post.
    fn move_observations(&self, post_id: i64, other_id: i64) -> rusqlite::Result<()> {
        self.connection
            .prepare_cached(concat!(
                "INSERT INTO post_observations (post_id, load_id, seen_at, views, views_unit, forwards, replies,
                    reactions, text_hash)
                 SELECT ?1, load_id, seen_at, views, views_unit, forwards, replies, reactions, text_hash
                 FROM post_observations WHERE post_id = ?2
                 ",
                greatest_counts!()
            ))?
            .execute([post_id, other_id])
            .map(drop)
    }

    /// What decides whose reactions stand when two posts become one: the latest ones, of the richer format, the most.
    fn reactions_stand(&self, post_id: i64) -> rusqlite::Result<impl Ord> {
        let seen: Option<(String, i64, i64)> = self
            .connection
            .prepare_cached(
                "SELECT coalesce(o.seen_at, ''), l.format_rank, o.reactions
                 FROM post_observations AS o CROSS JOIN loads AS l ON l.load_id = o.load_id
                 WHERE o.post_id = ?1 AND o.reactions IS NOT NULL
                 ORDER BY coalesce(o.seen_at, '') DESC, l.format_rank DESC, o.reactions DESC LIMIT 1",
            )?
            .query_row([post_id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .optional()?;
        Ok((seen, reactions_to_json(&self.stored_reactions(post_id)?)))
    }

    pub(super) fn stored_reactions(&self, post_id: i64) -> rusqlite::Result<Vec<Reaction>> {
        self.connection
            .prepare_cached(
                "SELECT kind, reaction, count FROM reactions WHERE post_id = ?1 ORDER BY kind, reaction",
            )?
            .query_map([post_id], |row| {
                Ok(Reaction { kind: row.get(0)?, name: row.get(1)?, count: row.get(2)? })
            })?
            .collect()
    }

    /// Notes what this load saw of a post that the store has, and takes over its reactions. Gives whether these are others
    /// than before. The counts are to be [stated](Self::restate_told).
    pub(super) fn merge_metrics(
        &mut self,
        post_id: i64,
        stored: &Stored,
        has_id: bool,
        prepared: &PreparedPost,
    ) -> rusqlite::Result<bool> {
        // Without id and counts a record has seen nothing that is certain to be of this post.
        let (stored_id, stored_counts) =
            (stored.fields.external_id.is_some(), self.has_any(post_id, stored)?);
        let has_any = has_counts(prepared) || has_reactions(prepared);
        let has_seen = has_any || stored_counts || has_id && stored_id;
        if !has_seen {
            return Ok(false);
        }
        if stored_id || stored_counts {
            self.observe_first(post_id, stored)?;
        }
        if has_id || has_any {
            self.count_messages(post_id, stored, prepared)?;
            self.observe(post_id, prepared)?;
        }
        let told = prepared.post.reactions.as_deref().unwrap_or_default();
        self.merge_reactions(post_id, told, prepared)
    }

    /// Whether a post has any counts or reactions.
    fn has_any(&self, post_id: i64, stored: &Stored) -> rusqlite::Result<bool> {
        if stored.counts != Counts::default() {
            return Ok(true);
        }
        self.connection
            .prepare_cached("SELECT 1 FROM reactions WHERE post_id = ?1 LIMIT 1")?
            .exists([post_id])
    }

    /// Moves what was seen of one post to another that it turned out to be, with the later reactions.
    pub(super) fn take_observations(
        &self,
        (post_id, stored): (i64, &Stored),
        (other_id, other): (i64, &Stored),
    ) -> rusqlite::Result<()> {
        let is_of = |stored: &Stored| stored.fields.external_id.is_some();
        let (any, any_of_other) = (self.has_any(post_id, stored)?, self.has_any(other_id, other)?);
        if any || any_of_other || is_of(stored) && is_of(other) {
            for (post_id, stored, any) in [(post_id, stored, any), (other_id, other, any_of_other)] {
                if any || is_of(stored) {
                    self.observe_first(post_id, stored)?;
                }
            }
        }
        let is_other_later = self.reactions_stand(other_id)? > self.reactions_stand(post_id)?;
        let counted = self.counted_of_both((post_id, stored), (other_id, other))?;
        self.move_observations(post_id, other_id)?;
        if !counted.is_empty() {
            self.keep_counted(post_id, &counted)?;
        }
        if is_other_later {
            self.connection.prepare_cached("DELETE FROM reactions WHERE post_id = ?1")?.execute([post_id])?;
            self.connection
                .prepare_cached("UPDATE reactions SET post_id = ?1 WHERE post_id = ?2")?
                .execute(params![post_id, other_id])?;
        }
        Ok(())
    }

    /// Makes the post's row state the latest counts after a load told of it. Gives whether it stated others.
    pub(super) fn restate_told(&self, post_id: i64, prepared: &PreparedPost) -> rusqlite::Result<bool> {
        Ok(has_counts(prepared) && self.restate_metrics(post_id)?)
    }

    /// Makes the post's row state the latest counts that any load saw. Gives whether it stated others.
    pub(super) fn restate_metrics(&self, post_id: i64) -> rusqlite::Result<bool> {
        let counts = self.counts_seen(post_id, &self.loads_of_parts(post_id)?)?;
        let changed = self
            .connection
            .prepare_cached(
                "UPDATE posts SET views = ?2, views_unit = ?3, forwards = ?4, replies = ?5
                 WHERE post_id = ?1 AND (views, views_unit, forwards, replies) IS NOT (?2, ?3, ?4, ?5)",
            )?
            .execute(params![post_id, counts.views, counts.views_unit, counts.forwards, counts.replies])?;
        Ok(changed > 0)
    }

    fn standing(&self, post_id: i64, count: i64, seen_at: Option<&str>) -> rusqlite::Result<Standing> {
        self.connection
            .prepare_cached(
                "SELECT coalesce(max(o.load_id <> ?2 AND (coalesce(o.seen_at, ''), l.format_rank, o.reactions) > (?3, ?4, ?5)
                        OR o.load_id = ?2 AND o.reactions > ?5), 0),
                    coalesce(max(o.load_id <> ?2 AND (coalesce(o.seen_at, ''), l.format_rank, o.reactions) = (?3, ?4, ?5)), 0)
                 FROM post_observations AS o CROSS JOIN loads AS l ON l.load_id = o.load_id
                 WHERE o.post_id = ?1 AND o.reactions IS NOT NULL",
            )?
            .query_row(
                params![post_id, self.source.load_id, seen_at.unwrap_or_default(), self.source.rank, count],
                |row| Ok(Standing { is_exceeded: row.get(0)?, is_equaled: row.get(1)? }),
            )
    }

    /// Takes over the reactions that this load tells, unless a later input has others.
    pub(super) fn merge_reactions(
        &mut self,
        post_id: i64,
        told: &[Reaction],
        prepared: &PreparedPost,
    ) -> rusqlite::Result<bool> {
        if told.is_empty() {
            return Ok(false);
        }
        let stored = self.stored_reactions(post_id)?;
        let mut told = told.to_vec();
        told.sort_by(|a, b| (&a.kind, &a.name).cmp(&(&b.kind, &b.name)));
        if stored == told {
            return Ok(false);
        }
        let seen_at = prepared.times.seen_at.as_deref().or(self.as_of.as_deref());
        let standing = self.standing(post_id, total(&told), seen_at)?;
        // As they are compared where they are counted message by message.
        let is_less = || reactions_to_json(&stored) > reactions_to_json(&told);
        if standing.is_exceeded || standing.is_equaled && is_less() {
            return Ok(false);
        }
        self.connection.prepare_cached("DELETE FROM reactions WHERE post_id = ?1")?.execute([post_id])?;
        self.posts.insert_reactions(post_id, &told)?;
        Ok(true)
    }
}

fn has_reactions(prepared: &PreparedPost) -> bool {
    prepared.post.reactions.as_deref().is_some_and(|reactions| !reactions.is_empty())
}

#[cfg(test)]
mod tests {
    use super::{OBSERVE, hash};
    use crate::store::in_memory;
    use rusqlite::params;

    #[test]
    fn of_several_records_of_a_post_in_one_load_the_order_does_not_matter() {
        let (one, other, none) = (hash("one"), hash("other"), hash(""));
        let greater = one.max(other);
        for (seen, stands) in [
            ([none, one, none], one),
            ([one, none, none], one),
            ([one, other, none], greater),
            ([other, none, one], greater),
            ([none, none, none], none),
        ] {
            let store = in_memory().unwrap();
            store.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
            for hash in seen {
                store
                    .execute(
                        OBSERVE,
                        params![
                            1,
                            1,
                            "2024-01-01",
                            5,
                            None::<i64>,
                            None::<i64>,
                            None::<i64>,
                            None::<i64>,
                            hash.to_be_bytes()
                        ],
                    )
                    .unwrap();
            }
            let kept: Vec<u8> =
                store.query_row("SELECT text_hash FROM post_observations", [], |row| row.get(0)).unwrap();
            assert_eq!(kept, stands.to_be_bytes());
        }
    }
}
