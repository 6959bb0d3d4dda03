//! Finds and inserts posts, their media and reactions, and service rows.

use rusqlite::{Connection, OptionalExtension, Statement, params};
use xxhash_rust::xxh3::xxh3_128;

use crate::model::{Media, Post, Reaction};
use crate::store::rows::{MayWait, RowStatement, Target, WaitingRows, prepare_to_stay, row};
use crate::store::writer::identities::References;
use crate::store::writer::next_id::NextId;
use crate::store::writer::observations::OBSERVATIONS;
use crate::store::writer::spans;
use crate::store::writer::telling::is_edited;
use crate::store::writer::texts::{Occurrences, TextsWithId, forget_texts};
use crate::store::writer::{CurrentChannel, PreparedPost, Reading};

/// What tells a post from the others of its channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Key<'p> {
    /// Its id is a number.
    Number(i64, &'p str),
    /// Its id is another text.
    Id(&'p str),
    /// It has no id; the XXH3-128 of its text.
    Content(u128),
}

impl<'p> Key<'p> {
    pub(super) fn of(post: &'p Post) -> Self {
        match post.external_id.as_deref() {
            Some(id) => as_number(id).map_or(Self::Id(id), |number| Self::Number(number, id)),
            None => Self::Content(hash(&post.text)),
        }
    }

    pub(super) fn number(&self) -> Option<i64> {
        if let Self::Number(number, _) = self { Some(*number) } else { None }
    }

    pub(super) fn id(&self) -> Option<&'p str> {
        match self {
            Self::Number(_, id) | Self::Id(id) => Some(id),
            Self::Content(_) => None,
        }
    }
}

/// The number that an id is, when writing the number gives the id again.
pub(super) fn as_number(id: &str) -> Option<i64> {
    let digits = id.strip_prefix('-').unwrap_or(id);
    let is_written_so = digits.starts_with(|first| matches!(first, '1'..='9')) || id == "0";
    if is_written_so { id.parse().ok() } else { None }
}

/// The strong hash of a text. XXH3-128 is stable: its values may be stored.
pub(super) fn hash(text: &str) -> u128 {
    xxh3_128(text.as_bytes())
}

const POSTS: Target<'_> = Target {
    table: "posts",
    columns: "channel_id, external_id, external_no, author_id, posted_at, posted_local, posted_on, posted_raw,
        date_basis, is_forward, forwarded_from_id, forwarded_external_id, forwarded_at, reply_to_channel_id,
        reply_to_external_id, album_size, views, forwards, edited_at, via_bot, first_load_id, last_load_id,
        content_hash, occurrence, url, text, is_edited, views_unit, replies, last_seen_at, spans, speaker_id, text_key,
        text_length, title, is_alone, text_no, album_no",
    on_conflict: "",
};

const MEDIA: Target<'_> = Target {
    table: "media",
    columns: "post_id, position, external_id, kind, file_name, mime_type, size_bytes, width, height, duration_seconds,
        title",
    on_conflict: "",
};

const REACTIONS: Target<'_> =
    Target { table: "reactions", columns: "post_id, kind, reaction, count", on_conflict: "" };

/// The statements that find and insert posts.
#[derive(Debug)]
pub(super) struct Posts<'c> {
    pub(super) connection: &'c Connection,
    find_number: Statement<'c>,
    ids: NextId<'c>,
    rows: WaitingRows<'c>,
    media: WaitingRows<'c>,
    reactions: WaitingRows<'c>,
    add_reaction: RowStatement<'c>,
    /// How often a text without id was met in this input.
    occurrences: Occurrences<'c>,
    /// The how-manieth of its text the post without id is that was looked for last.
    occurrence: i64,
    texts_with_id: TextsWithId<'c>,
    pub(super) observations: WaitingRows<'c>,
}

impl<'c> Posts<'c> {
    /// Of more reactions than these it is left to the store to see which are the same.
    const MOST_COMPARED: usize = 16;

    pub(super) fn new(connection: &'c Connection, may_wait: &MayWait) -> rusqlite::Result<Self> {
        Ok(Self {
            connection,
            find_number: prepare_to_stay(
                connection,
                "SELECT post_id FROM posts WHERE channel_id = ?1 AND external_no = ?2",
            )?,
            ids: NextId::new(connection, ("posts", "post_id"), may_wait)?,
            rows: WaitingRows::new(connection, POSTS, may_wait),
            media: WaitingRows::new(connection, MEDIA, may_wait),
            reactions: WaitingRows::new(connection, REACTIONS, may_wait),
            add_reaction: RowStatement::new(
                connection,
                "INSERT INTO reactions (post_id, kind, reaction, count) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (post_id, kind, reaction) DO UPDATE SET count = count + excluded.count",
            )?,
            occurrences: Occurrences::new(connection),
            occurrence: 0,
            texts_with_id: TextsWithId::new(connection),
            observations: WaitingRows::new(connection, OBSERVATIONS, may_wait),
        })
    }

    pub(super) fn current_channel(
        &self,
        channel_id: i64,
        platform: &str,
    ) -> rusqlite::Result<CurrentChannel> {
        // A table may go from one of many channels to another with every row.
        let mut select = self.connection.prepare_cached(
            // By these indexes alone: SQLite would rather look through all posts of the channel, or of the
            // store while its other indexes are dropped.
            // A message may be of any of the albums in which `find_message` looks for it.
            "WITH highest(number, post_id) AS (SELECT external_no, post_id FROM posts INDEXED BY posts_external_no
                    WHERE channel_id = ?1 AND external_no IS NOT NULL ORDER BY external_no DESC LIMIT 10)
             SELECT coalesce((SELECT max(number) FROM (
                        SELECT number FROM highest
                        UNION ALL SELECT CAST(m.external_id AS INTEGER) FROM highest AS h CROSS JOIN media AS m ON m.post_id = h.post_id
                        UNION ALL SELECT CAST(m.value ->> 'external_id' AS INTEGER)
                        FROM highest AS h CROSS JOIN post_evidence AS e ON e.post_id = h.post_id CROSS JOIN json_each(e.media) AS m)),
                    -9223372036854775808),
                EXISTS (SELECT * FROM posts INDEXED BY posts_content WHERE channel_id = ?1 AND external_id IS NULL),
                EXISTS (SELECT * FROM posts INDEXED BY posts_external_no
                        WHERE channel_id = ?1 AND external_no IS NOT NULL)
                    OR EXISTS (SELECT * FROM posts INDEXED BY posts_external_id
                        WHERE channel_id = ?1 AND external_no IS NULL AND external_id IS NOT NULL)",
        )?;
        select.query_row([channel_id], |row| {
            Ok(CurrentChannel {
                channel_id,
                platform: platform.to_owned(),
                own_name: None,
                highest_no: row.get(0)?,
                has_posts_without_id: row.get(1)?,
                has_posts_with_id: row.get(2)?,
            })
        })
    }

    /// The post of this key. One without id is also the post with an id and equal text, and the other way
    /// round: of several equal texts the n-th without id is the n-th with an id.
    pub(super) fn find(
        &mut self,
        channel: &CurrentChannel,
        key: &Key<'_>,
        text: &str,
    ) -> rusqlite::Result<Option<i64>> {
        let found = match key {
            // An export in the order of its ids never looks anything up.
            Key::Number(number, _) if *number > channel.highest_no => None,
            Key::Number(number, _) => {
                self.find_number.query_row([channel.channel_id, *number], |row| row.get(0)).optional()?
            }
            Key::Id(id) => self
                .connection
                .prepare_cached(
                    "SELECT post_id FROM posts
                     WHERE channel_id = ?1 AND external_id = ?2 AND external_no IS NULL AND external_id IS NOT NULL",
                )?
                .query_row(params![channel.channel_id, id], |row| row.get(0))
                .optional()?,
            Key::Content(hash) => return self.find_by_content(channel, *hash, text),
        };
        if found.is_none() && channel.has_posts_without_id && !text.is_empty() {
            return self.find_adoptable(channel, text);
        }
        Ok(found)
    }

    /// The post of which the message with this number is a part: its own, or that of an album which begins before it,
    /// be it that only an earlier input has it there. An album has ten messages at most; others may stand among them.
    pub(super) fn find_message(&mut self, channel_id: i64, number: i64) -> rusqlite::Result<Option<i64>> {
        let own: Option<i64> =
            self.find_number.query_row([channel_id, number], |row| row.get(0)).optional()?;
        if own.is_some() {
            return Ok(own);
        }
        self.connection
            .prepare_cached(
                "SELECT p.post_id FROM (
                    SELECT post_id, external_no FROM posts INDEXED BY posts_external_no
                    WHERE channel_id = ?1 AND external_no < ?2 AND external_no IS NOT NULL ORDER BY external_no DESC LIMIT 10) AS p
                 WHERE EXISTS (SELECT * FROM media AS m WHERE m.post_id = p.post_id AND m.external_id = CAST(?2 AS TEXT))
                    OR EXISTS (SELECT * FROM post_evidence AS e JOIN json_each(e.media) AS m
                               WHERE e.post_id = p.post_id AND m.value ->> 'external_id' = CAST(?2 AS TEXT))
                 ORDER BY p.external_no DESC LIMIT 1",
            )?
            .query_row([channel_id, number], |row| row.get(0))
            .optional()
    }

    fn find_by_content(
        &mut self,
        channel: &CurrentChannel,
        hash: u128,
        text: &str,
    ) -> rusqlite::Result<Option<i64>> {
        let occurrence = self.occurrences.next(channel.channel_id, hash)?;
        self.occurrence = occurrence;
        let found = self
            .connection
            .prepare_cached(
                "SELECT post_id FROM posts
                 WHERE channel_id = ?1 AND content_hash = ?2 AND occurrence = ?3 AND external_id IS NULL",
            )?
            .query_row(params![channel.channel_id, hash.to_be_bytes(), occurrence], |row| row.get(0))
            .optional()?;
        if found.is_some() || !channel.has_posts_with_id || text.is_empty() {
            return Ok(found);
        }
        self.texts_with_id.nth(channel.channel_id, hash, occurrence)
    }

    /// The posts with ids, each with the one without id that it is: of several equal texts the n-th without id is
    /// the n-th with an id.
    pub(super) fn same_texts(&mut self, channel_id: i64) -> rusqlite::Result<Vec<(i64, i64)>> {
        self.texts_with_id.gather_again(channel_id)?;
        self.connection
            .prepare_cached(
                "SELECT t.post_id, p.post_id FROM posts AS p INDEXED BY posts_content
                    CROSS JOIN temp.texts_with_id AS t ON t.channel_id = ?1 AND t.hash = p.content_hash AND t.nth = p.occurrence
                 WHERE p.channel_id = ?1 AND p.external_id IS NULL",
            )?
            .query_map([channel_id], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect()
    }

    /// The post without id that has this text, the first of several.
    pub(super) fn find_adoptable(
        &self,
        channel: &CurrentChannel,
        text: &str,
    ) -> rusqlite::Result<Option<i64>> {
        self.connection
            .prepare_cached(
                "SELECT post_id FROM posts WHERE channel_id = ?1 AND content_hash = ?2 AND external_id IS NULL
                 ORDER BY occurrence LIMIT 1",
            )?
            .query_row(params![channel.channel_id, hash(text).to_be_bytes()], |row| row.get(0))
            .optional()
    }

    pub(super) fn insert(
        &mut self,
        channel: &mut CurrentChannel,
        key: &Key<'_>,
        prepared: &PreparedPost,
        reading: &Reading,
        references: &References,
        load_id: i64,
    ) -> rusqlite::Result<i64> {
        let PreparedPost { post, times, .. } = prepared;
        let content = match key {
            Key::Content(hash) => Some((hash.to_be_bytes(), self.occurrence)),
            _ => None,
        };
        let forward = post.forward.as_ref();
        let post_id = self.ids.next()?;
        self.rows.expect(post_id);
        self.rows.put(row![
            channel.channel_id,
            key.id(),
            key.number(),
            references.author_id,
            times.posted_at,
            times.posted_local,
            times.posted_on,
            times.posted_raw,
            times.basis.map(|basis| basis.as_str()),
            forward.is_some(),
            references.forwarded_from_id,
            forward.and_then(|forward| forward.external_id.as_deref()),
            times.forwarded_at,
            references.reply_to_channel_id,
            post.reply.as_ref().map(|reply| reply.external_id.as_str()),
            album_size(post),
            post.views,
            post.forwards,
            times.edited_at,
            post.via_bot,
            load_id,
            load_id,
            content.map(|(hash, _)| hash),
            content.map(|(_, occurrence)| occurrence),
            post.url,
            post.text,
            is_edited(post, times.edited_at.as_deref()),
            post.views_unit,
            post.replies,
            times.seen_at,
            spans::to_json(&post.spans),
            references.speaker_id,
            reading.text_key.key,
            reading.text_key.length,
            reading.extracted.title,
            post.is_alone,
            text_no(post),
            post.album_no
        ])?;
        channel.has_posts_without_id |= content.is_some();
        Ok(post_id.unwrap_or_else(|| self.connection.last_insert_rowid()))
    }

    /// Inserts what waits.
    pub(super) fn insert_waiting(&mut self) -> rusqlite::Result<()> {
        self.ids.forget();
        let Self { rows, media, reactions, observations, .. } = self;
        [rows, media, reactions, observations].into_iter().try_for_each(WaitingRows::insert)
    }

    pub(super) fn insert_media(&mut self, post_id: i64, media: &[Media]) -> rusqlite::Result<()> {
        for (position, item) in (1_i64..).zip(media) {
            self.media.put(row![
                post_id,
                position,
                item.external_id,
                item.kind,
                item.file_name,
                item.mime_type,
                item.size,
                item.width,
                item.height,
                item.duration,
                item.title
            ])?;
        }
        Ok(())
    }

    /// Inserts the reactions of a post that has none.
    pub(super) fn insert_reactions(&mut self, post_id: i64, reactions: &[Reaction]) -> rusqlite::Result<()> {
        // An input that tells one of them twice is a rare thing, and to provide for it is not free.
        let is_again = |(place, one): (usize, &Reaction)| {
            reactions[..place].iter().any(|other| (&other.kind, &other.name) == (&one.kind, &one.name))
        };
        let are_different =
            reactions.len() <= Self::MOST_COMPARED && !reactions.iter().enumerate().any(is_again);
        for reaction in reactions {
            let values = row![post_id, reaction.kind, reaction.name, reaction.count];
            if are_different { self.reactions.put(values)? } else { self.add_reaction.execute(values)? }
        }
        Ok(())
    }

    /// Removes what was noted of texts.
    pub(super) fn end(&self) -> rusqlite::Result<()> {
        forget_texts(self.connection)
    }
}

/// Which message of an album has its text, where that is told.
pub(super) fn text_no(post: &Post) -> Option<i64> {
    post.text_of.as_deref().and_then(as_number)
}

/// How many messages a post is made of.
pub(super) fn album_size(post: &Post) -> i64 {
    let mut messages: Vec<&str> =
        post.media.iter().filter_map(|media| media.external_id.as_deref()).collect();
    messages.dedup();
    i64::try_from(messages.len()).unwrap_or(i64::MAX).max(1)
}
