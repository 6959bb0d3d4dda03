//! What each load saw of a post's counts, and which count stands: that of the latest input that has one, by
//! the last instant that it knows of, else by the richer format, else the greater.

use rusqlite::params;

use crate::model::Reaction;
use crate::store::writer::merge::Fields;
use crate::store::writer::posts::hash;
use crate::store::writer::{PreparedPost, Writer};

/// A count of a post that changes with time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Metric {
    /// Times seen.
    Views,
    /// Times forwarded.
    Forwards,
    /// Reactions, all kinds together.
    Reactions,
}

impl Metric {
    /// Gives whether a load of the post saw a count that stands before that of load `?2`, and whether another
    /// one saw one that is no better and no worse. `?3` is the last instant of the load's input, `?4` its
    /// format's rank, `?5` the count.
    fn comparison(self) -> &'static str {
        macro_rules! comparison {
            ($column:literal) => {
                concat!(
                    "SELECT coalesce(max(o.load_id <> ?2 AND (coalesce(l.as_of, ''), l.format_rank, o.", $column, ") > (?3, ?4, ?5)
                            OR o.load_id = ?2 AND o.", $column, " > ?5), 0),
                        coalesce(max(o.load_id <> ?2 AND (coalesce(l.as_of, ''), l.format_rank, o.", $column, ") = (?3, ?4, ?5)), 0)
                     FROM post_observations AS o CROSS JOIN loads AS l ON l.load_id = o.load_id
                     WHERE o.post_id = ?1 AND o.", $column, " IS NOT NULL"
                )
            };
        }
        match self {
            Self::Views => comparison!("views"),
            Self::Forwards => comparison!("forwards"),
            Self::Reactions => comparison!("reactions"),
        }
    }
}

/// How a count stands to those that other loads saw.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Standing {
    is_exceeded: bool,
    is_equaled: bool,
}

fn total(reactions: &[Reaction]) -> i64 {
    reactions.iter().fold(0, |total: i64, reaction| total.saturating_add(reaction.count))
}

impl Writer<'_> {
    /// Notes what this load saw of a post; of several records of one post the greatest counts.
    pub(super) fn observe(&self, post_id: i64, prepared: &PreparedPost) -> rusqlite::Result<()> {
        let reactions = prepared.post.reactions.as_deref().filter(|all| !all.is_empty()).map(total);
        self.connection
            .prepare_cached(
                "INSERT INTO post_observations (post_id, load_id, seen_at, views, forwards, reactions, text_hash)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                 ON CONFLICT DO UPDATE SET
                    views = max(coalesce(views, excluded.views), coalesce(excluded.views, views)),
                    forwards = max(coalesce(forwards, excluded.forwards), coalesce(excluded.forwards, forwards)),
                    reactions = max(coalesce(reactions, excluded.reactions), coalesce(excluded.reactions, reactions))",
            )?
            .execute(params![
                post_id,
                self.load_id,
                self.as_of,
                prepared.post.views,
                prepared.post.forwards,
                reactions,
                hash(&prepared.post.text).to_be_bytes()
            ])
            .map(drop)
    }

    /// Notes what the load had seen that alone had told of the post, when a second one tells of it.
    pub(super) fn observe_first(&self, post_id: i64, load_id: i64, fields: &Fields) -> rusqlite::Result<()> {
        self.connection
            .prepare_cached(
                "INSERT INTO post_observations (post_id, load_id, seen_at, views, forwards, reactions, text_hash)
                 SELECT ?1, load_id, as_of, ?3, ?4, (SELECT sum(count) FROM reactions WHERE post_id = ?1), ?5
                 FROM loads
                 WHERE load_id = ?2 AND NOT EXISTS (SELECT * FROM post_observations WHERE post_id = ?1)",
            )?
            .execute(params![
                post_id,
                load_id,
                fields.views,
                fields.forwards,
                hash(&fields.text).to_be_bytes()
            ])
            .map(drop)
    }

    /// Of the count that the store has and the one that this load, whose last instant is `as_of`, tells.
    pub(super) fn latest_count(
        &self,
        post_id: i64,
        metric: Metric,
        stored: Option<i64>,
        told: Option<i64>,
        as_of: Option<&str>,
    ) -> rusqlite::Result<Option<i64>> {
        let (Some(before), Some(now)) = (stored, told) else { return Ok(told.or(stored)) };
        let is_exceeded = self.standing(post_id, metric, now, as_of)?.is_exceeded;
        Ok(if is_exceeded { Some(before) } else { Some(now) })
    }

    fn standing(
        &self,
        post_id: i64,
        metric: Metric,
        count: i64,
        as_of: Option<&str>,
    ) -> rusqlite::Result<Standing> {
        self.connection
            .prepare_cached(metric.comparison())?
            .query_row(params![post_id, self.load_id, as_of.unwrap_or_default(), self.rank, count], |row| {
                Ok(Standing { is_exceeded: row.get(0)?, is_equaled: row.get(1)? })
            })
    }

    /// Takes over the reactions that this load tells, unless a later input has others.
    pub(super) fn merge_reactions(
        &mut self,
        post_id: i64,
        told: &[Reaction],
        as_of: Option<&str>,
    ) -> rusqlite::Result<bool> {
        if told.is_empty() {
            return Ok(false);
        }
        let stored: Vec<Reaction> = self
            .connection
            .prepare_cached(
                "SELECT kind, reaction, count FROM reactions WHERE post_id = ?1 ORDER BY kind, reaction",
            )?
            .query_map([post_id], |row| {
                Ok(Reaction { kind: row.get(0)?, name: row.get(1)?, count: row.get(2)? })
            })?
            .collect::<rusqlite::Result<_>>()?;
        let mut told = told.to_vec();
        told.sort_by(|a, b| (&a.kind, &a.name).cmp(&(&b.kind, &b.name)));
        if stored == told {
            return Ok(false);
        }
        let standing = self.standing(post_id, Metric::Reactions, total(&told), as_of)?;
        let in_order = |all: &[Reaction]| format!("{all:?}");
        if standing.is_exceeded || standing.is_equaled && in_order(&stored) > in_order(&told) {
            return Ok(false);
        }
        self.connection.prepare_cached("DELETE FROM reactions WHERE post_id = ?1")?.execute([post_id])?;
        self.posts.insert_reactions(post_id, &told)?;
        Ok(true)
    }
}
