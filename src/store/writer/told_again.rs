//! A post that the store has, told of again in the same words: most posts of a later export are. It is seen with one
//! look at its row, compared where it stands, and only its counts and the load that tells of it are written. What
//! differs in anything else, or is told by several inputs, goes the long way ([`merge`](super::merge)).

use std::cmp::Ordering;
use std::collections::HashMap;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension, Row, Statement};

use crate::model::{Media, Post};
use crate::store::rows::{RowStatement, prepare_to_stay, row};
use crate::store::summaries::CountedPost;
use crate::store::writer::counts_seen::Counts;
use crate::store::writer::identities::References;
use crate::store::writer::observations::{OBSERVE, has_counts, total};
use crate::store::writer::posts::{album_size, as_number, hash, text_no};
use crate::store::writer::telling::{Source, is_edited};
use crate::store::writer::{CurrentChannel, Outcome, PreparedPost, Writer, spans};

const SELECT: &str =
    "SELECT p.post_id, p.last_load_id, p.last_seen_at, p.views, p.views_unit, p.forwards, p.replies, p.is_forward,
        p.is_edited, p.album_size, p.is_alone, p.text_no, p.author_id, p.forwarded_from_id, p.reply_to_channel_id,
        p.posted_at, p.posted_local, p.posted_on, p.posted_raw, p.date_basis, p.forwarded_external_id, p.forwarded_at, p.reply_to_external_id,
        p.edited_at, p.via_bot, p.url, p.spans, p.text, p.album_no,
        ?3 AND EXISTS (SELECT * FROM post_evidence AS e WHERE e.post_id = p.post_id),
        EXISTS (SELECT * FROM post_observations AS o WHERE o.post_id = p.post_id),
        EXISTS (SELECT * FROM reactions AS r WHERE r.post_id = p.post_id),
        (SELECT count(*) FROM talking_points AS t WHERE t.post_id = p.post_id)
     FROM posts AS p INDEXED BY posts_external_no WHERE p.channel_id = ?1 AND p.external_no = ?2";

const SELECT_MEDIA: &str =
    "SELECT external_id, kind, file_name, mime_type, title, size_bytes, width, height, duration_seconds
     FROM media WHERE post_id = ?1 ORDER BY position";

const SELECT_BETWEEN: &str = "SELECT 1 FROM posts INDEXED BY posts_external_no
     WHERE channel_id = ?1 AND external_no > ?2 AND external_no <= ?3 LIMIT 1";

/// The statements that look at posts that are there, and the loads that told of them.
#[derive(Debug)]
pub(super) struct ToldAgain<'c> {
    select: Statement<'c>,
    select_media: Statement<'c>,
    select_between: Statement<'c>,
    select_load: Statement<'c>,
    insert_first: RowStatement<'c>,
    observe: RowStatement<'c>,
    see: RowStatement<'c>,
    see_counts: RowStatement<'c>,
    loads: HashMap<i64, (Source, Option<String>)>,
}

impl<'c> ToldAgain<'c> {
    pub(super) fn new(connection: &'c Connection) -> rusqlite::Result<Self> {
        Ok(Self {
            select: prepare_to_stay(connection, SELECT)?,
            select_media: prepare_to_stay(connection, SELECT_MEDIA)?,
            select_between: prepare_to_stay(connection, SELECT_BETWEEN)?,
            select_load: prepare_to_stay(
                connection,
                "SELECT format_rank, text_is_exact, tells_edits, as_of FROM loads WHERE load_id = ?1",
            )?,
            insert_first: RowStatement::new(
                connection,
                "INSERT INTO post_observations (post_id, load_id, seen_at, views, views_unit, forwards, replies,
                    reactions, text_hash)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, (SELECT sum(count) FROM reactions WHERE post_id = ?1), ?8)",
            )?,
            observe: RowStatement::new(connection, OBSERVE)?,
            see: RowStatement::new(
                connection,
                "UPDATE posts SET last_load_id = ?2, last_seen_at = ?3 WHERE post_id = ?1",
            )?,
            see_counts: RowStatement::new(
                connection,
                "UPDATE posts SET last_load_id = ?2, last_seen_at = ?3, views = ?4, views_unit = ?5, forwards = ?6,
                    replies = ?7 WHERE post_id = ?1",
            )?,
            loads: HashMap::new(),
        })
    }

    fn load(&mut self, load_id: i64) -> rusqlite::Result<&(Source, Option<String>)> {
        if !self.loads.contains_key(&load_id) {
            let load = self.select_load.query_row([load_id], |row| {
                let source =
                    Source { load_id, rank: row.get(0)?, is_exact: row.get(1)?, tells_edits: row.get(2)? };
                Ok((source, row.get(3)?))
            })?;
            self.loads.insert(load_id, load);
        }
        self.loads.get(&load_id).ok_or(rusqlite::Error::QueryReturnedNoRows)
    }
}

/// A post whose row says what is told of it.
#[derive(Debug)]
struct Standing {
    post_id: i64,
    load_id: i64,
    /// When an input last told of it, where the row has that.
    own_last_seen_at: Option<String>,
    counts: Counts,
    is_observed: bool,
    has_reactions: bool,
    talking_points: i64,
}

impl Writer<'_> {
    /// Notes that a post is told of again, where its row already says what is told. `None` where there is more to do:
    /// nothing is changed then.
    pub(super) fn tell_again(
        &mut self,
        channel: &CurrentChannel,
        number: i64,
        prepared: &PreparedPost,
        references: &References,
    ) -> rusqlite::Result<Option<(i64, Outcome)>> {
        if number > channel.highest_no || channel.has_posts_without_id {
            return Ok(None);
        }
        let wanted = [channel.channel_id, number, i64::from(self.has_evidence.get())];
        let found = self
            .again
            .select
            .query_row(wanted, |row| {
                Ok(if says(row, prepared, references)? { Some(standing(row)?) } else { None })
            })
            .optional()?
            .flatten();
        let Some(standing) = found else { return Ok(None) };
        let (as_of, is_no_poorer) = self.as_of_before(&standing, prepared)?;
        if !is_no_poorer
            || !has_media(&mut self.again.select_media, standing.post_id, &prepared.post.media)?
            || !self.is_whole_album(channel, number, &prepared.post)?
        {
            return Ok(None);
        }
        self.see_standing(channel.channel_id, &standing, as_of, prepared).map(Some)
    }

    /// When an input last told of the post, and whether this one is as good in every respect.
    fn as_of_before(
        &mut self,
        standing: &Standing,
        prepared: &PreparedPost,
    ) -> rusqlite::Result<(Option<String>, bool)> {
        let (source, load_as_of) = self.again.load(standing.load_id)?;
        let before = standing.own_last_seen_at.as_deref().or(load_as_of.as_deref());
        let now = prepared.times.seen_at.as_deref().or(self.as_of.as_deref());
        let is_no_poorer = self.source.is_no_poorer(source) && now >= before;
        // It is asked for only once.
        let before = if standing.is_observed { None } else { before };
        Ok((before.map(str::to_owned), is_no_poorer))
    }

    /// Whether no other post of the store is a message of the same album.
    fn is_whole_album(
        &mut self,
        channel: &CurrentChannel,
        number: i64,
        post: &Post,
    ) -> rusqlite::Result<bool> {
        let messages = || post.media.iter().filter_map(|media| as_number(media.external_id.as_deref()?));
        let (first, last) = messages()
            .fold((number, number), |(first, last), message| (first.min(message), last.max(message)));
        if first < number {
            return Ok(false);
        }
        if last == number {
            return Ok(true);
        }
        Ok(!self.again.select_between.exists([channel.channel_id, number, last])?)
    }

    fn see_standing(
        &mut self,
        channel_id: i64,
        standing: &Standing,
        as_of: Option<String>,
        prepared: &PreparedPost,
    ) -> rusqlite::Result<(i64, Outcome)> {
        let PreparedPost { post, times, .. } = prepared;
        let Standing { post_id, counts, .. } = *standing;
        let text_hash = hash(&post.text).to_be_bytes();
        if !standing.is_observed {
            let Counts { views, views_unit, forwards, replies } = counts;
            let load_id = standing.load_id;
            self.again
                .insert_first
                .execute(row![post_id, load_id, as_of, views, views_unit, forwards, replies, text_hash])?;
        }
        let seen_at = times.seen_at.as_deref();
        let told = post.reactions.as_deref().unwrap_or_default();
        self.again.observe.execute(row![
            post_id,
            self.source.load_id,
            seen_at.or(self.as_of.as_deref()),
            post.views,
            post.views_unit,
            post.forwards,
            post.replies,
            Some(total(told)).filter(|_| !told.is_empty()),
            text_hash
        ])?;
        let now = if has_counts(prepared) { self.latest_counts(post_id)? } else { counts };
        let reactions_changed = self.merge_reactions(post_id, told, prepared)?;
        let load_id = self.source.load_id;
        if now != counts {
            let Counts { views, views_unit, forwards, replies } = now;
            self.again
                .see_counts
                .execute(row![post_id, load_id, seen_at, views, views_unit, forwards, replies])?;
        } else if (standing.load_id, standing.own_last_seen_at.as_deref()) != (load_id, seen_at) {
            self.again.see.execute(row![post_id, load_id, seen_at])?;
        }
        let counted = |load_id: i64, counts: &Counts, has_reactions: bool| CountedPost {
            channel_id,
            posted_on: times.posted_on.as_deref(),
            posted_local: times.posted_local.as_deref(),
            is_forward: post.forward.is_some(),
            load_id,
            is_edited: is_edited(post, times.edited_at.as_deref()),
            has_views: counts.views.is_some(),
            has_views_unit: counts.views_unit.is_some(),
            has_forwards: counts.forwards.is_some(),
            has_replies: counts.replies.is_some(),
            has_reactions,
            talking_points: usize::try_from(standing.talking_points).unwrap_or(0),
            ..CountedPost::default()
        };
        self.additions.change_fields(
            self.connection,
            &counted(standing.load_id, &counts, standing.has_reactions),
            &counted(load_id, &now, standing.has_reactions || reactions_changed),
        )?;
        let is_changed = now != counts || reactions_changed;
        Ok((post_id, if is_changed { Outcome::Changed } else { Outcome::Unchanged }))
    }
}

/// Whether the row says what is told, counts and media aside, and nothing else was told of the post.
fn says(row: &Row<'_>, prepared: &PreparedPost, references: &References) -> rusqlite::Result<bool> {
    let PreparedPost { post, times, .. } = prepared;
    let forward = post.forward.as_ref();
    let numbers = [
        Some(i64::from(forward.is_some())),
        Some(i64::from(is_edited(post, times.edited_at.as_deref()))),
        Some(album_size(post)),
        Some(i64::from(post.is_alone)),
        text_no(post),
        references.author_id,
        references.forwarded_from_id,
        references.reply_to_channel_id,
    ];
    for (column, told) in (7..).zip(numbers) {
        if row.get_ref(column)? != told.map_or(ValueRef::Null, ValueRef::Integer) {
            return Ok(false);
        }
    }
    let spans = spans::to_json(&post.spans);
    let texts = [
        times.posted_at.as_deref(),
        times.posted_local.as_deref(),
        times.posted_on.as_deref(),
        times.posted_raw.as_deref(),
        times.basis.map(|basis| basis.as_str()),
        forward.and_then(|forward| forward.external_id.as_deref()),
        times.forwarded_at.as_deref(),
        post.reply.as_ref().map(|reply| reply.external_id.as_str()),
        times.edited_at.as_deref(),
        post.via_bot.as_deref(),
        post.url.as_deref(),
        spans.as_deref(),
        Some(post.text.as_str()),
    ];
    for (column, told) in (15..).zip(texts) {
        if !is_text(row.get_ref(column)?, told) {
            return Ok(false);
        }
    }
    if post.album_no.is_some() && row.get_ref(28)? != post.album_no.map_or(ValueRef::Null, ValueRef::Integer)
    {
        return Ok(false);
    }
    Ok(row.get_ref(29)? == ValueRef::Integer(0))
}

fn is_text(stored: ValueRef<'_>, told: Option<&str>) -> bool {
    stored == told.map_or(ValueRef::Null, |told| ValueRef::Text(told.as_bytes()))
}

fn standing(row: &Row<'_>) -> rusqlite::Result<Standing> {
    Ok(Standing {
        post_id: row.get(0)?,
        load_id: row.get(1)?,
        own_last_seen_at: row.get(2)?,
        counts: Counts {
            views: row.get(3)?,
            views_unit: row.get(4)?,
            forwards: row.get(5)?,
            replies: row.get(6)?,
        },
        is_observed: row.get(30)?,
        has_reactions: row.get(31)?,
        talking_points: row.get(32)?,
    })
}

/// Whether these are the media of the post, in their order.
fn has_media(select: &mut Statement<'_>, post_id: i64, told: &[Media]) -> rusqlite::Result<bool> {
    let mut rows = select.query([post_id])?;
    for item in told {
        let Some(row) = rows.next()? else { return Ok(false) };
        let texts = [
            item.external_id.as_deref(),
            Some(item.kind.as_str()),
            item.file_name.as_deref(),
            item.mime_type.as_deref(),
            item.title.as_deref(),
        ];
        for (column, told) in (0..).zip(texts) {
            if !is_text(row.get_ref(column)?, told) {
                return Ok(false);
            }
        }
        let sizes: [Option<i64>; 3] = [row.get(5)?, row.get(6)?, row.get(7)?];
        let duration: Option<f64> = row.get(8)?;
        if sizes != [item.size, item.width, item.height]
            || duration.partial_cmp(&item.duration) != Some(Ordering::Equal)
        {
            return Ok(false);
        }
    }
    Ok(rows.next()?.is_none())
}

#[cfg(test)]
mod tests;
