//! Channels that go by other words and have the same posts: one channel, as a rule, that was renamed between two exports
//! of which one knows its name alone. All of its posts would be counted twice, and nobody would see it.
//!
//! Two are not joined for that; it is told. Posts are taken from all over the numbers that both have, so that it costs the
//! same however many there are.

use std::collections::{BTreeSet, HashSet};
use std::fmt;

use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::store::channel_tellings::labels;
use crate::store::writer::same_channel::best_known;
use crate::store::writer::sample::words;

/// So many numbers are looked at of two channels.
const LOOKED_AT: u32 = 96;

/// Where of so many posts of one number none is the same, the channels are two.
const SURELY_OTHER: usize = 8;

/// So many posts that are the same are no chance.
const NO_CHANCE: usize = 3;

/// Of so many pairs of channels the posts are looked at in one load: an account may have a thousand chats that are known
/// by their names.
const MOST_PAIRS: usize = 10_000;

/// Of so many pairs is seen whether they have numbers in common.
const MOST_SEEN: usize = 10_000_000;

/// A wall clock differs from UTC by quarters of an hour, and by 14 hours at most.
const QUARTER: i64 = 15 * 60;
const FARTHEST: i64 = 14 * 3600;

/// Two channels that have the same posts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SamePosts {
    /// The one that is known better, and what the store calls it.
    pub into: (i64, String),
    /// The other one.
    pub from: (i64, String),
    /// Whether so many of their posts differ that only force would join them.
    pub differ: bool,
}

impl SamePosts {
    /// What joins them.
    #[must_use]
    pub fn remedy(&self) -> String {
        let force = if self.differ { "--force " } else { "" };
        format!(
            "to join them: chancery channels merge {force}channel:{} channel:{}",
            self.into.0, self.from.0
        )
    }
}

impl fmt::Display for SamePosts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { into: (into_id, into), from: (from_id, from), .. } = self;
        write!(
            f,
            "'{into}' (channel:{into_id}) and '{from}' (channel:{from_id}) have the same posts, under the same ids and at the same times; if they are one channel, these count twice"
        )
    }
}

/// A channel with posts that have numbers.
pub(super) struct Numbered {
    pub(super) channel_id: i64,
    pub(super) platform: String,
    has_id: bool,
    /// Whether it is told to be a basic group, or it is not told what it is.
    pub(super) may_be_group: bool,
    pub(super) first: i64,
    pub(super) last: i64,
}

/// Other channels of `all` that have the same posts as one of those to which a load has added some.
pub(super) fn same_posts(
    connection: &Connection,
    all: &[Numbered],
    added_to: &BTreeSet<i64>,
) -> rusqlite::Result<Vec<SamePosts>> {
    let without_id: Vec<&Numbered> = all.iter().filter(|one| !one.has_id).collect();
    if without_id.is_empty() {
        return Ok(Vec::new());
    }
    let all: Vec<&Numbered> = all.iter().collect();
    let (mut seen, mut pairs) = (0, 0);
    // Those that are the same, and whether some of them differ much.
    let mut found: Vec<(BTreeSet<i64>, bool)> = Vec::new();
    for one in all.iter().filter(|one| added_to.contains(&one.channel_id)) {
        // Two ids are two channels, whatever their posts.
        for other in if one.has_id { &without_id } else { &all } {
            seen += 1;
            if seen > MOST_SEEN || pairs > MOST_PAIRS {
                break;
            }
            // One input tells of one channel under one name.
            let is_of_one_input = added_to.contains(&other.channel_id);
            let (first, last) = (one.first.max(other.first), one.last.min(other.last));
            if is_of_one_input || one.platform != other.platform || first > last {
                continue;
            }
            pairs += 1;
            let common = Common::of((one.channel_id, other.channel_id), (first, last), 0, connection)?;
            if !common.are_of_one() {
                continue;
            }
            let differ = common.differ();
            let pair = [one.channel_id, other.channel_id];
            match found.iter_mut().find(|(same, _)| pair.iter().any(|id| same.contains(id))) {
                Some((same, some_differ)) => {
                    same.extend(pair);
                    *some_differ |= differ;
                }
                None => found.push((pair.into(), differ)),
            }
        }
    }
    let mut told = Vec::new();
    for (same, differ) in found {
        let same: Vec<i64> = same.into_iter().collect();
        let Some(into) = best_known(connection, &same)? else { continue };
        let called: Vec<(i64, String)> = same.iter().copied().zip(labels(connection, &same)?).collect();
        let (best, others): (Vec<_>, Vec<_>) =
            called.into_iter().partition(|(channel_id, _)| *channel_id == into);
        let Some(into) = best.into_iter().next() else { continue };
        told.extend(others.into_iter().map(|from| SamePosts { into: into.clone(), from, differ }));
    }
    Ok(told)
}

/// The loaded channels whose posts have numbers. From one to the next by the index: a channel may have many loads.
pub(super) fn numbered(connection: &Connection) -> rusqlite::Result<Vec<Numbered>> {
    let row = |row: &Row<'_>| {
        Ok(Numbered {
            channel_id: row.get(0)?,
            platform: row.get(1)?,
            has_id: row.get(2)?,
            may_be_group: row.get(3)?,
            first: row.get(4)?,
            last: row.get(5)?,
        })
    };
    connection
        .prepare_cached(
            "WITH RECURSIVE loaded (channel_id) AS (
                SELECT min(channel_id) FROM load_ranges
                UNION ALL
                SELECT (SELECT min(r.channel_id) FROM load_ranges AS r WHERE r.channel_id > loaded.channel_id)
                FROM loaded WHERE loaded.channel_id IS NOT NULL),
             numbered AS (
                SELECT c.channel_id, c.platform, c.external_id IS NOT NULL,
                    c.external_id IS NULL OR c.external_id LIKE 'chat%'
                        OR c.kind IS NULL AND c.handle IS NULL AND c.link_base IS NULL,
                    (SELECT min(p.external_no) FROM posts AS p INDEXED BY posts_external_no
                     WHERE p.channel_id = c.channel_id AND p.external_no IS NOT NULL) AS first_no,
                    (SELECT max(p.external_no) FROM posts AS p INDEXED BY posts_external_no
                     WHERE p.channel_id = c.channel_id AND p.external_no IS NOT NULL) AS last_no
                FROM loaded CROSS JOIN channels AS c ON c.channel_id = loaded.channel_id)
             SELECT * FROM numbered WHERE first_no IS NOT NULL",
        )?
        .query_map([], row)?
        .collect()
}

/// A post as far as it is compared.
struct Compared {
    number: i64,
    /// Its second, where more than the day is known.
    instant: Option<i64>,
    words: u64,
    is_forward: bool,
}

/// What some of the posts that two channels have under one number have in common.
#[derive(Debug, Default)]
pub(super) struct Common {
    compared: usize,
    /// So many have equal words.
    equal: usize,
    /// So many different moments those of equal words have.
    moments: usize,
    /// So many different texts, each of another moment, of those that cannot be from elsewhere.
    own: usize,
}

impl Common {
    /// Compares posts whose numbers in the first channel are from `first` to `last`; the other one has them under
    /// numbers that are greater by `shift`.
    pub(super) fn of(
        (one, other): (i64, i64),
        (first, last): (i64, i64),
        shift: i64,
        connection: &Connection,
    ) -> rusqlite::Result<Self> {
        let mut next = connection.prepare_cached(
            "SELECT external_no, iif(length(posted_at) > 10, unixepoch(posted_at), NULL), text, is_forward
             FROM posts INDEXED BY posts_external_no
             WHERE channel_id = ?1 AND external_no BETWEEN ?2 AND ?3 AND external_no IS NOT NULL
             ORDER BY external_no LIMIT 1",
        )?;
        let mut find = |is_other: bool, from: i64, to: i64| {
            let (channel_id, shift) = if is_other { (other, shift) } else { (one, 0) };
            next.query_row(params![channel_id, from.saturating_add(shift), to.saturating_add(shift)], |row| {
                let number = row.get::<_, i64>(0)?.saturating_sub(shift);
                let words = words(row.get_ref(2)?.as_str()?);
                Ok(Compared { number, instant: row.get(1)?, words, is_forward: row.get(3)? })
            })
            .optional()
        };
        let mut looked_at = HashSet::new();
        let (mut moments, mut instants, mut texts) = (HashSet::new(), HashSet::new(), HashSet::new());
        let mut common = Self::default();
        for step in 0..LOOKED_AT {
            // Now from one, now from the other: where one has few posts among many, its own are those to look for.
            let of_other = step % 2 == 1;
            // The last number, too, which lies in no gap.
            let from = if step / 2 == 1 { last } else { place(step / 2, first, last) };
            let Some(post) = find(of_other, from, last)? else { continue };
            if !looked_at.insert(post.number) {
                continue;
            }
            let Some(same) = find(!of_other, post.number, post.number)? else { continue };
            common.compared += 1;
            if post.words == same.words {
                common.equal += 1;
                let instants_of_both = post.instant.zip(same.instant).filter(|at| is_one_moment(*at));
                moments.extend(instants_of_both.map(|(at, _)| at));
                // What both have from elsewhere, a photo without words and a daily greeting may stand in two channels.
                let is_own = !post.is_forward && post.words != words("");
                if let Some((at, _)) = instants_of_both.filter(|_| is_own) {
                    instants.insert(at);
                    texts.insert(post.words);
                }
            } else if common.equal == 0 && common.compared >= SURELY_OTHER {
                break;
            }
        }
        common.moments = moments.len();
        common.own = instants.len().min(texts.len());
        Ok(common)
    }

    /// Whether the two are one, as it seems: a few that are the same are no chance, nor are half of even fewer.
    pub(super) fn are_of_one(&self) -> bool {
        let are_few = self.compared < 2 * NO_CHANCE;
        self.own >= NO_CHANCE || are_few && self.own > 0 && self.own * 2 >= self.compared
    }

    /// As that, where posts from elsewhere and photos count, too: no two chats have them under numbers that go together.
    pub(super) fn are_of_one_chat(&self) -> bool {
        self.moments >= NO_CHANCE || self.are_of_one()
    }

    /// Whether only force would join the two. Half of all that both have must be the same; these are some of all.
    fn differ(&self) -> bool {
        self.equal * 4 < self.compared * 3
    }
}

/// Whether two instants of one text are one, of which a clock without a zone may tell another hour.
fn is_one_moment((one, other): (i64, i64)) -> bool {
    let apart = (one - other).abs();
    apart <= FARTHEST && apart % QUARTER == 0
}

/// The numbers from the first to the last, each in the largest gap that those before have left.
fn place(step: u32, first: i64, last: i64) -> i64 {
    let part = i128::from(step.reverse_bits());
    let from_first = ((i128::from(last) - i128::from(first)) * part) >> u32::BITS;
    i64::try_from(i128::from(first) + from_first).unwrap_or(last)
}

#[cfg(test)]
mod tests {
    use super::{is_one_moment, place};

    #[test]
    fn numbers_are_taken_from_all_over() {
        let places = |first, last| (0..4).map(|step| place(step, first, last)).collect::<Vec<_>>();
        assert_eq!(places(1, 101), [1, 51, 26, 76]);
        assert_eq!(places(5, 5), [5; 4]);
        assert_eq!(places(i64::MIN, i64::MAX)[1], -1);
    }

    #[test]
    fn a_moment_may_be_told_in_another_zone() {
        assert!([(7, 7), (0, 3_600), (20_700, 0)].into_iter().all(is_one_moment));
        assert!(![(0, 60), (0, 24 * 3_600)].into_iter().any(is_one_moment));
    }
}
