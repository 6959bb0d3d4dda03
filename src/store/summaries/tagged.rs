//! Who is named in posts with which hashtag (`mention_hashtags`). No day is kept of them, so that the difference of two
//! counts is all that a changed post makes: nothing is ever in doubt.
//!
//! As of the pairs of hashtags, only posts of up to [`MOST_USES`] uses of hashtags are counted: a naming has no more pairs
//! than these. Reports read the few posts that have more.

use std::collections::HashMap;

use rusqlite::{Connection, params};

use super::id_hasher::ByIds;
use super::pairs::MOST_USES;
use super::{CountedPost, Used, Way, add_rows};
use crate::store::rows::{Target, row};

/// What is kept.
pub(super) const KEPT: &str =
    "SELECT entity_id, hashtag_id, channel_id, is_forward, posts FROM mention_hashtags";

/// The same, counted from the posts.
pub(super) const RECOUNT: &str = "SELECT u.entity_id, u.hashtag_id, p.channel_id, p.is_forward, count(*)
     FROM (
        SELECT DISTINCT m.entity_id, t.hashtag_id, m.post_id
        FROM mentions AS m CROSS JOIN post_hashtags AS t ON t.post_id = m.post_id
        WHERE m.post_id NOT IN (SELECT post_id FROM post_hashtags WHERE position = 7)
     ) AS u JOIN posts AS p ON p.post_id = u.post_id
     GROUP BY 1, 2, 3, 4";

/// Entity, hashtag, channel, forwarded or not.
type Key = (i64, i64, i64, bool);

#[derive(Debug, Default)]
struct Count {
    posts: i64,
    /// The last post that was counted, so that each counts once however often it has both.
    last_post: u64,
}

/// Counts of namings with hashtags, as far as the table does not have them yet.
#[derive(Debug, Default)]
pub(super) struct Tagged {
    counts: HashMap<Key, Count, ByIds>,
    /// How many posts were added or taken away.
    counted: u64,
}

impl Tagged {
    /// Counts the namings of a post with its hashtags.
    pub(super) fn count(&mut self, post: &CountedPost<'_>, used: &Used, way: Way) {
        let Used { hashtags, entities } = used;
        if hashtags.len() > MOST_USES {
            return;
        }
        self.counted += 1;
        for entity_id in entities {
            for hashtag_id in hashtags {
                let key = (*entity_id, *hashtag_id, post.channel_id, post.is_forward);
                let count = self.counts.entry(key).or_default();
                if count.last_post != self.counted {
                    count.last_post = self.counted;
                    count.posts += way.one();
                }
            }
        }
    }

    /// How many counts are gathered.
    pub(super) fn len(&self) -> usize {
        self.counts.len()
    }

    /// Adds what was gathered to the table, in its order.
    pub(super) fn write(&mut self, connection: &Connection) -> rusqlite::Result<()> {
        // Where as much came as went, there need not be a row.
        let mut counts: Vec<(Key, i64)> = self
            .counts
            .drain()
            .filter(|(_, count)| count.posts != 0)
            .map(|(key, count)| (key, count.posts))
            .collect();
        counts.sort_unstable();
        let target = Target {
            table: "mention_hashtags",
            columns: "entity_id, hashtag_id, channel_id, is_forward, posts",
            on_conflict: "ON CONFLICT (entity_id, hashtag_id, channel_id, is_forward)
                DO UPDATE SET posts = posts + excluded.posts",
        };
        add_rows(
            connection,
            target,
            &counts,
            |((entity_id, hashtag_id, channel_id, is_forward), posts), put| {
                put(row![entity_id, hashtag_id, channel_id, is_forward, posts])
            },
        )?;
        for ((entity_id, hashtag_id, channel_id, is_forward), _) in
            counts.iter().filter(|(_, posts)| *posts < 0)
        {
            connection
                .prepare_cached(
                    "DELETE FROM mention_hashtags
                     WHERE entity_id = ?1 AND hashtag_id = ?2 AND channel_id = ?3 AND is_forward = ?4 AND posts = 0",
                )?
                .execute(params![entity_id, hashtag_id, channel_id, is_forward])?;
        }
        Ok(())
    }
}

/// Makes the counts of these channels anew from their posts.
pub(super) fn recount(connection: &Connection, channels: &[i64]) -> rusqlite::Result<()> {
    if channels.is_empty() {
        return Ok(());
    }
    // The rows of a channel stand all over the table: once through it for all of them costs less than an index would.
    let all = format!("[{}]", channels.iter().map(i64::to_string).collect::<Vec<_>>().join(","));
    connection.execute(
        "DELETE FROM mention_hashtags WHERE channel_id IN (SELECT value FROM json_each(?1))",
        [all],
    )?;
    for channel_id in channels {
        connection
            .prepare_cached(
                "INSERT INTO mention_hashtags (entity_id, hashtag_id, channel_id, is_forward, posts)
                 SELECT m.entity_id, t.hashtag_id, p.channel_id, p.is_forward, count(DISTINCT p.post_id)
                 FROM posts AS p
                     CROSS JOIN mentions AS m ON m.post_id = p.post_id
                     CROSS JOIN post_hashtags AS t ON t.post_id = p.post_id
                 WHERE p.channel_id = ?1
                     AND NOT EXISTS (SELECT * FROM post_hashtags AS x WHERE x.post_id = p.post_id AND x.position = 7)
                 GROUP BY m.entity_id, t.hashtag_id, p.is_forward",
            )?
            .execute([channel_id])?;
    }
    Ok(())
}

/// Makes all counts anew from the posts.
pub(super) fn recount_all(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch(&format!(
        "DELETE FROM mention_hashtags;
         INSERT INTO mention_hashtags (entity_id, hashtag_id, channel_id, is_forward, posts) {RECOUNT};"
    ))
}
