//! An album of which one input has some messages and another one the rest, as where messages were collected by the hundred:
//! none has a message of both, so that the number which the messages of an album have in common tells that they are one.

use rusqlite::{OptionalExtension, Row};

use crate::model::Post;
use crate::store::writer::posts::as_number;
use crate::store::writer::{CurrentChannel, Writer};

/// The most messages that one album has.
const LARGEST: i64 = 10;

/// What matters of a post that may be a part of an album.
#[derive(Debug)]
struct Part {
    post_id: i64,
    number: i64,
    album_no: Option<i64>,
    /// Whether it begins with its message, whatever is before that.
    is_alone: bool,
    /// Whether it is its one message, whatever is behind that.
    is_single: bool,
    has_text: bool,
    messages: i64,
}

impl Part {
    const COLUMNS: &str = "post_id, external_no, album_no, is_alone, is_alone AND text_no IS NULL AND album_size = 1, text <> '', album_size";

    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            post_id: row.get(0)?,
            number: row.get(1)?,
            album_no: row.get(2)?,
            is_alone: row.get(3)?,
            is_single: row.get(4)?,
            has_text: row.get(5)?,
            messages: row.get(6)?,
        })
    }

    /// Whether the next one behind it is one post with it, as far as the words of the two do not tell.
    fn goes_on_with(&self, next: &Self) -> bool {
        self.album_no.is_some()
            && self.album_no == next.album_no
            && !(self.is_single || next.is_alone)
            && self.messages + next.messages <= LARGEST
    }
}

impl Writer<'_> {
    /// Makes one post of one that was just written and those beside it that are parts of the same album. Gives the id of the
    /// post.
    pub(super) fn join_halves(
        &mut self,
        channel: &CurrentChannel,
        post_id: i64,
        post: &Post,
    ) -> rusqlite::Result<i64> {
        let number = post.external_id.as_deref().and_then(as_number);
        let Some(half) = number.zip(post.album_no) else { return Ok(post_id) };
        self.join_half(channel, post_id, half)
    }

    /// Makes one post of parts of the same album of which some were in one of two channels that are one now, and others in the
    /// other one.
    pub(super) fn join_all_halves(&mut self, channel: &CurrentChannel) -> rusqlite::Result<()> {
        let halves: Vec<(i64, i64, i64)> = self
            .connection
            .prepare_cached(
                "WITH parted (album_no) AS MATERIALIZED (
                    SELECT album_no FROM posts WHERE channel_id = ?1 AND album_no IS NOT NULL AND external_no IS NOT NULL
                    GROUP BY album_no HAVING count(*) > 1)
                 SELECT post_id, external_no, album_no FROM posts
                 WHERE channel_id = ?1 AND album_no IN (SELECT album_no FROM parted) AND external_no IS NOT NULL
                 ORDER BY external_no",
            )?
            .query_map([channel.channel_id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
            .collect::<rusqlite::Result<_>>()?;
        for (post_id, number, album_no) in halves {
            // One before may have taken it in.
            if self.part(post_id)?.is_some() {
                self.join_half(channel, post_id, (number, album_no))?;
            }
        }
        Ok(())
    }

    /// The same of a post with its number and that of its album.
    fn join_half(
        &mut self,
        channel: &CurrentChannel,
        post_id: i64,
        half: (i64, i64),
    ) -> rusqlite::Result<i64> {
        let mut post_id = post_id;
        for is_before in [true, false] {
            let Some(other) = self.beside(channel, post_id, half, is_before)? else { continue };
            let Some(own) = self.part(post_id)? else { continue };
            let (first, next) = if is_before { (&other, &own) } else { (&own, &other) };
            let is_one = first.goes_on_with(next)
                && !(first.has_text
                    && next.has_text
                    && self.part_by_words(channel.channel_id, first.post_id, (next.post_id, next.number))?);
            if is_one {
                let (first, second) = (own.post_id.min(other.post_id), own.post_id.max(other.post_id));
                self.join_posts(channel.channel_id, first, second)?;
                post_id = first;
            }
        }
        Ok(post_id)
    }

    /// The nearest post before or behind one that is of the same album. Others may stand among its messages, but none
    /// that begins a post.
    fn beside(
        &mut self,
        channel: &CurrentChannel,
        post_id: i64,
        (number, album_no): (i64, i64),
        is_before: bool,
    ) -> rusqlite::Result<Option<Part>> {
        if !is_before && number >= channel.highest_no {
            return Ok(None);
        }
        let (than, order) = if is_before { ("<", "DESC") } else { (">", "ASC") };
        let mut select = self.connection.prepare_cached(&format!(
            "SELECT {} FROM posts INDEXED BY posts_external_no
             WHERE channel_id = ?1 AND external_no {than} ?2 AND external_no IS NOT NULL AND post_id <> ?3
             ORDER BY external_no {order} LIMIT {LARGEST}",
            Part::COLUMNS
        ))?;
        let mut rows = select.query([channel.channel_id, number, post_id])?;
        while let Some(row) = rows.next()? {
            let part = Part::read(row)?;
            if part.album_no == Some(album_no) {
                return Ok(Some(part));
            }
            if part.is_alone {
                break;
            }
        }
        Ok(None)
    }

    fn part(&self, post_id: i64) -> rusqlite::Result<Option<Part>> {
        self.connection
            .prepare_cached(&format!("SELECT {} FROM posts WHERE post_id = ?1", Part::COLUMNS))?
            .query_row([post_id], Part::read)
            .optional()
    }
}
