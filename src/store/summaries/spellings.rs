//! The spellings of the hashtags (`hashtag_spellings`). No day is kept of them, so that the difference of two counts is
//! all that a changed post makes: nothing is ever in doubt.

use std::collections::HashMap;

use foldhash::fast::RandomState;
use rusqlite::{Connection, params};

use super::id_hasher::ByIds;
use super::{CountedPost, Way, add_rows};
use crate::store::rows::{Target, row};

/// What is kept.
pub(super) const KEPT: &str =
    "SELECT hashtag_id, spelling, channel_id, is_forward, posts, uses FROM hashtag_spellings";

/// The same, counted from the posts.
pub(super) const RECOUNT: &str =
    "SELECT u.hashtag_id, u.spelling, p.channel_id, p.is_forward, count(DISTINCT u.post_id), count(*)
     FROM post_hashtags AS u JOIN posts AS p USING (post_id) GROUP BY 1, 2, 3, 4";

/// Hashtag, spelling by its number, channel, forwarded or not.
type Key = (i64, i64, i64, bool);

#[derive(Debug, Default)]
struct Count {
    posts: i64,
    uses: i64,
    /// The last post that was counted, so that each counts once however often it has the spelling.
    last_post: u64,
}

/// Counts of spellings, as far as the table does not have them yet.
#[derive(Debug, Default)]
pub(super) struct Spellings {
    counts: HashMap<Key, Count, ByIds>,
    /// The spellings met so far, by numbers.
    numbers: HashMap<String, i64, RandomState>,
    /// How many posts were added or taken away.
    counted: u64,
}

impl Spellings {
    /// Counts the hashtags of a post, each with how it is written.
    pub(super) fn count<'s>(
        &mut self,
        post: &CountedPost<'_>,
        uses: impl Iterator<Item = (i64, &'s str)>,
        way: Way,
    ) {
        self.counted += 1;
        for (hashtag_id, spelling) in uses {
            let key = (hashtag_id, self.number(spelling), post.channel_id, post.is_forward);
            let count = self.counts.entry(key).or_default();
            count.uses += way.one();
            if count.last_post != self.counted {
                count.last_post = self.counted;
                count.posts += way.one();
            }
        }
    }

    fn number(&mut self, spelling: &str) -> i64 {
        if let Some(number) = self.numbers.get(spelling) {
            return *number;
        }
        let number = i64::try_from(self.numbers.len()).unwrap_or(i64::MAX);
        self.numbers.insert(spelling.to_owned(), number);
        number
    }

    /// How many counts are gathered.
    pub(super) fn len(&self) -> usize {
        self.counts.len() + self.numbers.len()
    }

    /// Adds what was gathered to the table, in its order.
    pub(super) fn write(&mut self, connection: &Connection) -> rusqlite::Result<()> {
        let mut spellings: Vec<(i64, String)> =
            self.numbers.drain().map(|(spelling, number)| (number, spelling)).collect();
        spellings.sort_unstable();
        // Where as much came as went, there need not be a row.
        let mut counts: Vec<(i64, &str, i64, bool, Count)> = self
            .counts
            .drain()
            .filter(|(_, count)| (count.posts, count.uses) != (0, 0))
            .filter_map(|((hashtag_id, number, channel_id, is_forward), count)| {
                let (_, spelling) = spellings.get(usize::try_from(number).ok()?)?;
                Some((hashtag_id, spelling.as_str(), channel_id, is_forward, count))
            })
            .collect();
        counts.sort_unstable_by_key(|(hashtag_id, spelling, channel_id, is_forward, _)| {
            (*hashtag_id, *spelling, *channel_id, *is_forward)
        });
        let target = Target {
            table: "hashtag_spellings",
            columns: "hashtag_id, spelling, channel_id, is_forward, posts, uses",
            on_conflict: "ON CONFLICT (hashtag_id, spelling, channel_id, is_forward) DO UPDATE SET
                posts = posts + excluded.posts, uses = uses + excluded.uses",
        };
        add_rows(
            connection,
            target,
            &counts,
            |(hashtag_id, spelling, channel_id, is_forward, count), put| {
                put(row![hashtag_id, spelling, channel_id, is_forward, count.posts, count.uses])
            },
        )?;
        for (hashtag_id, spelling, channel_id, is_forward, _) in
            counts.iter().filter(|count| count.4.posts < 0)
        {
            connection
                .prepare_cached(
                    "DELETE FROM hashtag_spellings
                     WHERE hashtag_id = ?1 AND spelling = ?2 AND channel_id = ?3 AND is_forward = ?4 AND posts = 0",
                )?
                .execute(params![hashtag_id, spelling, channel_id, is_forward])?;
        }
        Ok(())
    }
}

/// Makes the counts of one channel anew from its posts.
pub(super) fn recount(connection: &Connection, channel_id: i64) -> rusqlite::Result<()> {
    connection
        .prepare_cached("DELETE FROM hashtag_spellings WHERE channel_id = ?1")?
        .execute([channel_id])?;
    connection
        .prepare_cached(
            "INSERT INTO hashtag_spellings (hashtag_id, spelling, channel_id, is_forward, posts, uses)
             SELECT u.hashtag_id, u.spelling, p.channel_id, p.is_forward, count(DISTINCT u.post_id), count(*)
             FROM posts AS p CROSS JOIN post_hashtags AS u ON u.post_id = p.post_id
             WHERE p.channel_id = ?1 GROUP BY u.hashtag_id, u.spelling, p.is_forward",
        )?
        .execute([channel_id])
        .map(drop)
}

/// Makes all counts anew from the posts.
pub(super) fn recount_all(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch(&format!(
        "DELETE FROM hashtag_spellings;
         INSERT INTO hashtag_spellings (hashtag_id, spelling, channel_id, is_forward, posts, uses) {RECOUNT};"
    ))
}
