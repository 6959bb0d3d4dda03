//! What loads counted of the messages of a post one by one, where not all that is told of it is told of the same messages. A post
//! has of each load the greatest counts; where it turns out to be several posts, each has those of its own messages.
//!
//! Of a post of which all is told of the same messages nothing of it is kept: what loads saw of it is of all of them.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use rusqlite::{Row, params};
use serde_json::{Value, json};

use crate::model::Reaction;
use crate::store::rows::row;
use crate::store::writer::counts_seen::Counts;
use crate::store::writer::evidence::messages;
use crate::store::writer::observations::{greatest_counts, total};
use crate::store::writer::posts::{as_number, hash};
use crate::store::writer::telling::Telling;
use crate::store::writer::tellings::Stored;
use crate::store::writer::{PreparedPost, Writer, media};

const INSERT: &str = concat!(
    "INSERT INTO message_counts (post_id, load_id, messages, seen_at, views, views_unit, forwards, replies, reactions,
        reacted, text_hash)
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
     ",
    greatest_counts!(),
    ", reacted = iif(coalesce(excluded.reactions > reactions, reactions IS NULL), excluded.reacted,
        iif(excluded.reactions = reactions, max(coalesce(reacted, excluded.reacted), coalesce(excluded.reacted, reacted)), reacted))"
);

const SELECT: &str =
    "SELECT c.load_id, l.format_rank, c.seen_at, c.views, c.views_unit, c.forwards, c.replies, c.reactions, c.text_hash,
        c.messages, c.reacted
     FROM message_counts AS c CROSS JOIN loads AS l ON l.load_id = c.load_id
     WHERE c.post_id = ?1 ORDER BY c.load_id, c.messages";

const SELECT_SEEN: &str =
    "SELECT o.load_id, l.format_rank, o.seen_at, o.views, o.views_unit, o.forwards, o.replies, o.reactions, o.text_hash
     FROM post_observations AS o CROSS JOIN loads AS l ON l.load_id = o.load_id
     WHERE o.post_id = ?1 ORDER BY o.load_id";

/// What one load counted of some messages together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Counted {
    pub(super) load_id: i64,
    /// How rich the format of the load's input is.
    rank: i64,
    pub(super) messages: BTreeSet<i64>,
    seen_at: Option<String>,
    counts: Counts,
    reactions: Option<i64>,
    /// The reactions one by one, as JSON, where they are known.
    reacted: Option<String>,
    pub(super) text_hash: u128,
    /// Whether it may be of other messages as well.
    is_doubtful: bool,
}

impl Counted {
    /// The columns that both tables have.
    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            load_id: row.get(0)?,
            rank: row.get(1)?,
            seen_at: row.get(2)?,
            counts: Counts {
                views: row.get(3)?,
                views_unit: row.get(4)?,
                forwards: row.get(5)?,
                replies: row.get(6)?,
            },
            reactions: row.get(7)?,
            text_hash: u128::from_be_bytes(row.get(8)?),
            ..Self::default()
        })
    }

    /// What it says of these messages: all, or nothing but that it saw some of them, with this text, where it counted them
    /// together with others.
    pub(super) fn of(&self, messages: &BTreeSet<i64>, text: impl FnOnce() -> u128) -> Option<Self> {
        let own: BTreeSet<i64> = self.messages.intersection(messages).copied().collect();
        if own.is_empty() {
            return None;
        }
        if own.len() == self.messages.len() {
            return Some(self.clone());
        }
        let (seen_at, text_hash) = (self.seen_at.clone(), text());
        Some(Self {
            load_id: self.load_id,
            rank: self.rank,
            messages: own,
            seen_at,
            text_hash,
            ..Self::default()
        })
    }

    /// What decides whose reactions stand: the latest ones, of the richer format, the most.
    fn lateness(&self) -> impl Ord + '_ {
        (self.seen_at.as_deref().unwrap_or_default(), self.rank, self.reactions)
    }

    /// Which of two stands; of as many at one instant the greater ones stand.
    fn standing(&self, other: &Self) -> Ordering {
        (self.lateness(), &self.reacted).cmp(&(other.lateness(), &other.reacted))
    }
}

/// Whether not all is counted of the same messages.
fn are_of_several(counted: &[Counted]) -> bool {
    counted.iter().any(|one| counted.first().is_some_and(|first| first.messages != one.messages))
}

/// The reactions one by one that are kept of what a load counted: those to the same messages that stand, where it counted as many
/// when these were counted. Others are of no post's any more. As long as nothing tells of other messages, none but those that
/// stand are kept, and not of which of the loads that counted as many: so each of these has them.
fn kept_reactions<'c>(one: &Counted, counted: &'c [Counted]) -> Option<&'c str> {
    let of_same = counted.iter().filter(|other| other.messages == one.messages && other.reactions.is_some());
    let standing = of_same.max_by(|a, b| a.standing(b))?;
    let is_as_late = one.lateness().cmp(&standing.lateness()).is_eq();
    standing.reacted.as_deref().filter(|_| is_as_late)
}

pub(super) fn reactions_to_json(reactions: &[Reaction]) -> Option<String> {
    let all: Vec<Value> = reactions.iter().map(|one| json!([one.kind, one.name, one.count])).collect();
    (!all.is_empty()).then(|| Value::Array(all).to_string())
}

fn reactions_from_json(kept: &str) -> Vec<Reaction> {
    let all: Vec<(String, String, i64)> = serde_json::from_str(kept).unwrap_or_default();
    all.into_iter().map(|(kind, name, count)| Reaction { kind, name, count }).collect()
}

/// The places of those that counted the latest reactions; none where these are of different messages, as they may be in a store of
/// an earlier version: then it is not known to which of them they are.
fn of_latest_reactions(seen: &[Counted]) -> Vec<usize> {
    let with_reactions = || seen.iter().enumerate().filter(|(_, one)| one.reactions.is_some());
    let Some((_, latest)) = with_reactions().max_by(|(_, a), (_, b)| a.lateness().cmp(&b.lateness())) else {
        return Vec::new();
    };
    let as_late: Vec<(usize, &Counted)> =
        with_reactions().filter(|(_, one)| one.lateness().cmp(&latest.lateness()).is_eq()).collect();
    let are_of_same = as_late.iter().all(|(_, one)| one.messages == latest.messages);
    as_late.into_iter().map(|(place, _)| place).filter(|_| are_of_same).collect()
}

/// The messages that a record tells of, as far as they have numbers.
fn told(prepared: &PreparedPost) -> BTreeSet<i64> {
    let post = &prepared.post;
    let ids =
        post.media.iter().filter_map(|item| item.external_id.as_deref()).chain(post.external_id.as_deref());
    ids.filter_map(as_number).collect()
}

/// The messages of which a load told all that it counted of a post, of which nothing was kept; nothing where it may have told of
/// more. In a store of an earlier version what one input told of a message may stand for what others told of it.
fn counted_together(load_id: i64, tellings: &[Telling]) -> Option<BTreeSet<i64>> {
    let is_own = |telling: &&Telling| telling.source.load_id == load_id;
    let is_doubtful = |telling: &Telling| {
        let of_it = messages(telling);
        let is_forgotten = |other: &Telling| {
            !is_own(&other) && other.is_no_poorer(telling) && messages(other).is_disjoint(&of_it)
        };
        telling.fields.album_no.is_none() && tellings.iter().any(is_forgotten)
    };
    if tellings.iter().filter(is_own).any(is_doubtful) {
        return None;
    }
    Some(tellings.iter().filter(is_own).flat_map(messages).collect())
}

impl Writer<'_> {
    /// What loads counted of a post of which this is told.
    pub(super) fn counted(&self, post_id: i64, tellings: &[Telling]) -> rusqlite::Result<Vec<Counted>> {
        let kept: Vec<Counted> = self
            .connection
            .prepare_cached(SELECT)?
            .query_map([post_id], |row| {
                let numbers = serde_json::from_str(row.get_ref(9)?.as_str()?).unwrap_or_default();
                Ok(Counted { messages: numbers, reacted: row.get(10)?, ..Counted::read(row)? })
            })?
            .collect::<rusqlite::Result<_>>()?;
        if !kept.is_empty() {
            return Ok(kept);
        }
        let mut seen: Vec<Counted> = self
            .connection
            .prepare_cached(SELECT_SEEN)?
            .query_map([post_id], Counted::read)?
            .collect::<rusqlite::Result<_>>()?;
        let all: BTreeSet<i64> = tellings.iter().flat_map(messages).collect();
        for one in &mut seen {
            let together = counted_together(one.load_id, tellings);
            one.is_doubtful = together.is_none();
            one.messages = together.filter(|own| !own.is_empty()).unwrap_or_else(|| all.clone());
        }
        let standing = of_latest_reactions(&seen);
        if !standing.is_empty() {
            let reacted = reactions_to_json(&self.stored_reactions(post_id)?);
            for place in standing {
                seen[place].reacted.clone_from(&reacted);
            }
        }
        Ok(seen)
    }

    /// Keeps what loads counted of a post, where not all of it is of the same messages and it is known of which.
    pub(super) fn keep_counted(&self, post_id: i64, counted: &[Counted]) -> rusqlite::Result<()> {
        self.connection
            .prepare_cached("DELETE FROM message_counts WHERE post_id = ?1")?
            .execute([post_id])?;
        if are_of_several(counted) && !counted.iter().any(|one| one.is_doubtful) {
            for one in counted {
                self.keep_one_counted(post_id, one, kept_reactions(one, counted))?;
            }
        }
        Ok(())
    }

    fn keep_one_counted(&self, post_id: i64, one: &Counted, reacted: Option<&str>) -> rusqlite::Result<()> {
        let Counts { views, views_unit, forwards, replies } = one.counts;
        self.connection
            .prepare_cached(INSERT)?
            .execute(params![
                post_id,
                one.load_id,
                json!(one.messages).to_string(),
                one.seen_at,
                views,
                views_unit,
                forwards,
                replies,
                one.reactions,
                reacted,
                one.text_hash.to_be_bytes()
            ])
            .map(drop)
    }

    /// Notes of which messages a record of this load counts, before its counts are put to those of the post.
    pub(super) fn count_messages(
        &self,
        post_id: i64,
        stored: &Stored,
        prepared: &PreparedPost,
    ) -> rusqlite::Result<()> {
        let mut told = told(prepared);
        if stored.fields.album_size < 2 && told.len() < 2 {
            return Ok(());
        }
        let is_kept = self
            .connection
            .prepare_cached("SELECT 1 FROM message_counts WHERE post_id = ?1 LIMIT 1")?
            .exists([post_id])?;
        if !is_kept {
            let media = media::read(self.connection, post_id)?;
            let ids = media::message_ids(&media);
            let known: BTreeSet<i64> =
                ids.into_iter().filter_map(as_number).chain(stored.fields.external_no).collect();
            if told.is_empty() || told == known {
                return Ok(());
            }
        }
        let tellings = self.tellings(post_id, stored)?;
        let mut counted = self.counted(post_id, &tellings)?;
        if told.is_empty() {
            told = counted.iter().flat_map(|one| &one.messages).copied().collect();
        }
        let post = &prepared.post;
        let mut reactions = post.reactions.clone().unwrap_or_default();
        reactions.sort_by(|a, b| (&a.kind, &a.name).cmp(&(&b.kind, &b.name)));
        counted.push(Counted {
            load_id: self.source.load_id,
            rank: i64::from(self.source.rank),
            messages: told,
            seen_at: prepared.times.seen_at.clone().or_else(|| self.as_of.clone()),
            counts: Counts {
                views: post.views,
                views_unit: post.views_unit,
                forwards: post.forwards,
                replies: post.replies,
            },
            reactions: Some(total(&reactions)).filter(|_| !reactions.is_empty()),
            reacted: reactions_to_json(&reactions),
            text_hash: hash(&post.text),
            is_doubtful: false,
        });
        self.keep_counted(post_id, &counted)
    }

    /// What loads counted of two posts that turn out to be one; nothing where all of it is of one message.
    pub(super) fn counted_of_both(
        &self,
        (post_id, stored): (i64, &Stored),
        (other_id, other): (i64, &Stored),
    ) -> rusqlite::Result<Vec<Counted>> {
        let (one, two) = (&stored.fields, &other.fields);
        if one.album_size < 2
            && two.album_size < 2
            && (one.external_no == two.external_no || two.external_no.is_none())
        {
            return Ok(Vec::new());
        }
        let mut counted = self.counted(post_id, &self.tellings(post_id, stored)?)?;
        let all: BTreeSet<i64> = counted.iter().flat_map(|one| &one.messages).copied().collect();
        for mut of_other in self.counted(other_id, &self.tellings(other_id, other)?)? {
            if of_other.messages.is_empty() {
                of_other.messages.clone_from(&all);
            }
            counted.push(of_other);
        }
        Ok(counted)
    }

    /// Makes this all that loads counted of a post.
    pub(super) fn count_as(&mut self, post_id: i64, counted: &[Counted]) -> rusqlite::Result<()> {
        self.connection
            .prepare_cached("DELETE FROM post_observations WHERE post_id = ?1")?
            .execute([post_id])?;
        for one in counted {
            let Counts { views, views_unit, forwards, replies } = one.counts;
            self.posts.observations.put(row![
                post_id,
                one.load_id,
                one.seen_at,
                views,
                views_unit,
                forwards,
                replies,
                one.reactions,
                one.text_hash.to_be_bytes()
            ])?;
        }
        self.keep_counted(post_id, counted)?;
        // What the one load that tells of a post saw is not kept where it saw no counts.
        let [first, others @ ..] = counted else { return self.react(post_id, None) };
        let is_seen = |one: &Counted| one.counts != Counts::default() || one.reactions.is_some();
        if !counted.iter().any(is_seen) && others.iter().all(|one| one.load_id == first.load_id) {
            for table in ["post_observations", "message_counts"] {
                self.connection
                    .prepare_cached(&format!("DELETE FROM {table} WHERE post_id = ?1"))?
                    .execute([post_id])?;
            }
        }
        let with_reactions = counted.iter().filter(|one| one.reactions.is_some());
        let latest = with_reactions.max_by(|a, b| a.standing(b));
        self.react(post_id, latest.and_then(|one| one.reacted.as_deref()))
    }

    /// Makes these the reactions of a post.
    fn react(&mut self, post_id: i64, reacted: Option<&str>) -> rusqlite::Result<()> {
        self.connection.prepare_cached("DELETE FROM reactions WHERE post_id = ?1")?.execute([post_id])?;
        self.posts.insert_reactions(post_id, &reacted.map(reactions_from_json).unwrap_or_default())
    }

    /// The loads that told of some of an album's messages only; `None` where nothing is known of the messages one by one.
    pub(super) fn loads_of_some(&self, post_id: i64) -> rusqlite::Result<Option<Vec<i64>>> {
        let loads: Vec<(i64, bool)> = self
            .connection
            .prepare_cached(
                "WITH told (load_id, message) AS MATERIALIZED (
                    SELECT c.load_id, m.value FROM message_counts AS c CROSS JOIN json_each(c.messages) AS m
                    WHERE c.post_id = ?1)
                 SELECT load_id, count(DISTINCT message) < (SELECT count(DISTINCT message) FROM told)
                 FROM told GROUP BY load_id",
            )?
            .query_map([post_id], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<rusqlite::Result<_>>()?;
        let of_some = |(load_id, is_of_some): &(i64, bool)| is_of_some.then_some(*load_id);
        Ok((!loads.is_empty()).then(|| loads.iter().filter_map(of_some).collect()))
    }
}

#[cfg(test)]
mod tests;
