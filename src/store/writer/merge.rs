//! A post that the store has, told of again.
//!
//! Of two records of one post the one with the greater evidence gives the text: the one with an id, else the
//! later `edited_at`, else the input with the later last instant, else the richer format, else the greater bytes. What it
//! lacks, the other one gives; the other's text is kept as a version. A record without id gives nothing but
//! counts to one with an id: where several posts have its text, it is not certain which one it means. Counts are those of the latest input
//! that has them (`observations`). So the outcome does not depend on which record came first.

use rusqlite::{Row, params};

use crate::model::{DateBasis, Media};
use crate::store::summaries::Cell;
use crate::store::writer::identities::References;
use crate::store::writer::observations::Metric;
use crate::store::writer::posts::{Key, album_size, hash};
use crate::store::writer::{CurrentChannel, Outcome, PreparedPost, Writer};

/// What decides between two records of one post, in this order.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Evidence<'a> {
    /// A record without id is known by its text alone, so it cannot tell which text is the latest.
    has_id: bool,
    edited_at: Option<&'a str>,
    as_of: Option<&'a str>,
    rank: u8,
    text: &'a str,
}

impl<'a> Evidence<'a> {
    pub(super) fn of(stored: &'a Stored) -> Self {
        Self {
            has_id: stored.fields.external_id.is_some(),
            edited_at: stored.fields.edited_at.as_deref(),
            as_of: stored.as_of.as_deref(),
            rank: stored.rank,
            text: &stored.fields.text,
        }
    }
}

/// The fields of a post that two records may both tell of.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Fields {
    external_id: Option<String>,
    external_no: Option<i64>,
    author_id: Option<i64>,
    posted_at: Option<String>,
    posted_local: Option<String>,
    pub(super) posted_on: Option<String>,
    posted_raw: Option<String>,
    date_basis: Option<String>,
    is_forward: bool,
    forwarded_from_id: Option<i64>,
    forwarded_external_id: Option<String>,
    forwarded_at: Option<String>,
    reply_to_channel_id: Option<i64>,
    reply_to_external_id: Option<String>,
    album_size: i64,
    pub(super) views: Option<i64>,
    pub(super) forwards: Option<i64>,
    edited_at: Option<String>,
    via_bot: Option<String>,
    url: Option<String>,
    title: Option<String>,
    pub(super) text: String,
    folded: String,
}

/// A post as the store has it.
pub(super) struct Stored {
    pub(super) fields: Fields,
    pub(super) load_id: i64,
    as_of: Option<String>,
    pub(super) rank: u8,
}

const SELECT: &str = "SELECT p.external_id, p.external_no, p.author_id, p.posted_at, p.posted_local, p.posted_on,
        p.posted_raw, p.date_basis, p.is_forward, p.forwarded_from_id, p.forwarded_external_id, p.forwarded_at,
        p.reply_to_channel_id, p.reply_to_external_id, p.album_size, p.views, p.forwards, p.edited_at, p.via_bot,
        p.url, p.title, p.text, p.folded, l.load_id, l.as_of, l.format_rank
     FROM posts AS p JOIN loads AS l ON l.load_id = p.last_load_id WHERE p.post_id = ?1";

const UPDATE: &str = "UPDATE posts SET external_id = ?2, external_no = ?3, author_id = ?4, posted_at = ?5,
        posted_local = ?6, posted_on = ?7, posted_raw = ?8, date_basis = ?9, is_forward = ?10,
        forwarded_from_id = ?11, forwarded_external_id = ?12, forwarded_at = ?13, reply_to_channel_id = ?14,
        reply_to_external_id = ?15, album_size = ?16, views = ?17, forwards = ?18, edited_at = ?19, via_bot = ?20,
        url = ?21, title = ?22, text = ?23, folded = ?24, last_load_id = ?25,
        content_hash = iif(?2 IS NULL, content_hash, NULL), occurrence = iif(?2 IS NULL, occurrence, NULL),
        not_before = iif(?7 IS NULL, not_before, NULL), not_after = iif(?7 IS NULL, not_after, NULL)
     WHERE post_id = ?1";

impl Fields {
    fn told(key: &Key<'_>, prepared: &PreparedPost, references: &References) -> Self {
        let PreparedPost { post, extracted, folded, times } = prepared;
        let forward = post.forward.as_ref();
        Self {
            external_id: key.id().map(str::to_owned),
            external_no: key.number(),
            author_id: references.author_id,
            posted_at: times.posted_at.clone(),
            posted_local: times.posted_local.clone(),
            posted_on: times.posted_on.clone(),
            posted_raw: times.posted_raw.clone(),
            date_basis: times.basis.map(|basis| basis.as_str().to_owned()),
            is_forward: forward.is_some(),
            forwarded_from_id: references.forwarded_from_id,
            forwarded_external_id: forward.and_then(|forward| forward.external_id.clone()),
            forwarded_at: times.forwarded_at.clone(),
            reply_to_channel_id: references.reply_to_channel_id,
            reply_to_external_id: post.reply.as_ref().map(|reply| reply.external_id.clone()),
            album_size: album_size(post),
            views: post.views,
            forwards: post.forwards,
            edited_at: times.edited_at.clone(),
            via_bot: post.via_bot.clone(),
            url: post.url.clone(),
            title: extracted.title.clone(),
            text: post.text.clone(),
            folded: folded.clone(),
        }
    }

    fn stored(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            external_id: row.get(0)?,
            external_no: row.get(1)?,
            author_id: row.get(2)?,
            posted_at: row.get(3)?,
            posted_local: row.get(4)?,
            posted_on: row.get(5)?,
            posted_raw: row.get(6)?,
            date_basis: row.get(7)?,
            is_forward: row.get(8)?,
            forwarded_from_id: row.get(9)?,
            forwarded_external_id: row.get(10)?,
            forwarded_at: row.get(11)?,
            reply_to_channel_id: row.get(12)?,
            reply_to_external_id: row.get(13)?,
            album_size: row.get(14)?,
            views: row.get(15)?,
            forwards: row.get(16)?,
            edited_at: row.get(17)?,
            via_bot: row.get(18)?,
            url: row.get(19)?,
            title: row.get(20)?,
            text: row.get(21)?,
            folded: row.get(22)?,
        })
    }

    /// These fields, and what they lack from `lesser`.
    pub(super) fn over(self, lesser: Self) -> Self {
        let (first_dated, second_dated) = if date_rank(&self) >= date_rank(&lesser) {
            (self.clone(), lesser.clone())
        } else {
            (lesser.clone(), self.clone())
        };
        let dated = if first_dated.posted_at.is_some() || second_dated.posted_at.is_none() {
            first_dated
        } else {
            second_dated
        };
        if lesser.external_id.is_none() && self.external_id.is_some() {
            return self;
        }
        Self {
            external_id: self.external_id.or(lesser.external_id),
            external_no: self.external_no.or(lesser.external_no),
            author_id: self.author_id.or(lesser.author_id),
            posted_at: dated.posted_at,
            posted_local: dated.posted_local,
            posted_on: dated.posted_on,
            posted_raw: dated.posted_raw,
            date_basis: dated.date_basis,
            is_forward: self.is_forward || lesser.is_forward,
            forwarded_from_id: self.forwarded_from_id.or(lesser.forwarded_from_id),
            forwarded_external_id: self.forwarded_external_id.or(lesser.forwarded_external_id),
            forwarded_at: self.forwarded_at.or(lesser.forwarded_at),
            reply_to_channel_id: self.reply_to_channel_id.or(lesser.reply_to_channel_id),
            reply_to_external_id: self.reply_to_external_id.or(lesser.reply_to_external_id),
            album_size: self.album_size.max(lesser.album_size),
            views: self.views.or(lesser.views),
            forwards: self.forwards.or(lesser.forwards),
            edited_at: self.edited_at.or(lesser.edited_at),
            via_bot: self.via_bot.or(lesser.via_bot),
            url: self.url.or(lesser.url),
            title: self.title,
            text: self.text,
            folded: self.folded,
        }
    }
}

/// How good a date is: by where it comes from, and a clock before a bare day.
fn date_rank(fields: &Fields) -> (u8, bool) {
    let ranked =
        [DateBasis::Text, DateBasis::Title, DateBasis::Dateline, DateBasis::Local, DateBasis::Timestamp];
    let position = |word: &str| ranked.iter().position(|basis| basis.as_str() == word);
    let rank = fields.date_basis.as_deref().and_then(position).and_then(|rank| u8::try_from(rank + 1).ok());
    (rank.unwrap_or(0), fields.posted_local.is_some())
}

impl Writer<'_> {
    pub(super) fn merge_post(
        &mut self,
        channel: &CurrentChannel,
        post_id: i64,
        key: &Key<'_>,
        prepared: &PreparedPost,
        references: &References,
    ) -> rusqlite::Result<Outcome> {
        let channel_id = channel.channel_id;
        let told = Fields::told(key, prepared, references);
        self.absorb_former(channel, post_id, &told)?;
        let stored = self.stored(post_id)?;
        let is_same_load = stored.load_id == self.load_id;
        let as_of = if is_same_load { stored.as_of.clone() } else { self.as_of.clone() };
        let as_of = as_of.as_deref();
        let told_evidence = Evidence {
            has_id: told.external_id.is_some(),
            edited_at: told.edited_at.as_deref(),
            as_of,
            rank: self.rank,
            text: &told.text,
        };
        let stored_evidence = Evidence::of(&stored);
        let is_tie = told_evidence == stored_evidence;
        let told_wins = told_evidence > stored_evidence
            || is_tie && told != stored.fields && self.in_words(&told)? > self.in_words(&stored.fields)?;
        let is_other_text = told.text != stored.fields.text;
        // Of equal texts the richer format's reading stands, be it the earlier one; an edit may have changed
        // nothing but where a link leads.
        let gives_id = told.external_id.is_some() && stored.fields.external_id.is_none();
        let lacks_id = told.external_id.is_none() && stored.fields.external_id.is_some();
        let rewrites_facts = if is_other_text || gives_id || lacks_id {
            told_wins
        } else {
            self.rank > stored.rank
                || self.rank == stored.rank && told_wins && told.edited_at != stored.fields.edited_at
        };
        if is_other_text {
            let lost = if told_wins { &stored.fields } else { &told };
            let lost_load = if told_wins { stored.load_id } else { self.load_id };
            self.keep_version(post_id, lost, lost_load)?;
        }
        let before = stored.fields.clone();
        // Without ids and counts a record has seen nothing that is certain to be of this post.
        let both_have_ids = told.external_id.is_some() && before.external_id.is_some();
        if both_have_ids || told.views.is_some() || told.forwards.is_some() {
            self.observe_first(post_id, stored.load_id, &before)?;
            self.observe(post_id, prepared)?;
        }
        let views = self.latest_count(post_id, Metric::Views, before.views, told.views, as_of)?;
        let forwards = self.latest_count(post_id, Metric::Forwards, before.forwards, told.forwards, as_of)?;
        let merged = if told_wins { told.over(stored.fields) } else { stored.fields.over(told) };
        let merged = Fields { views, forwards, ..merged };
        let is_content_told = told_wins && (gives_id || self.rank >= stored.rank);
        let load_id = if is_content_told { self.load_id } else { stored.load_id };
        if gives_id {
            self.connection.prepare_cached("DELETE FROM media WHERE post_id = ?1")?.execute([post_id])?;
        }
        let media_changed = !lacks_id
            && self.merge_media(post_id, told_wins || rewrites_facts, is_tie, &prepared.post.media)?;
        let reactions_changed =
            self.merge_reactions(post_id, prepared.post.reactions.as_deref().unwrap_or_default(), as_of)?;
        if merged == before && load_id == stored.load_id && !rewrites_facts {
            return Ok(if media_changed || reactions_changed {
                Outcome::Changed
            } else {
                Outcome::Unchanged
            });
        }
        if rewrites_facts || (&before.posted_on, before.is_forward) != (&merged.posted_on, merged.is_forward)
        {
            let cells =
                [&before.posted_on, &merged.posted_on].map(|day| Cell::of(channel_id, day.as_deref()));
            self.unfinished.cells.extend(cells);
        }
        self.update(post_id, &merged, load_id)?;
        if rewrites_facts {
            self.facts.delete(post_id)?;
            self.facts.insert(post_id, &prepared.extracted, &mut self.identities)?;
        }
        let changed = merged != before || media_changed || reactions_changed;
        Ok(if changed { Outcome::Changed } else { Outcome::Unchanged })
    }

    /// A post that an earlier input told of without its id, by a text that this one has had: it is no other.
    fn absorb_former(
        &mut self,
        channel: &CurrentChannel,
        post_id: i64,
        told: &Fields,
    ) -> rusqlite::Result<()> {
        if !channel.has_posts_without_id || told.external_id.is_none() || told.text.is_empty() {
            return Ok(());
        }
        let Some(former_id) = self.posts.find_adoptable(channel, &told.text)? else { return Ok(()) };
        let is_known_text: bool = self
            .connection
            .prepare_cached(
                "SELECT EXISTS (SELECT * FROM posts WHERE post_id = ?1 AND (text = ?2 OR external_id IS NULL))
                     OR EXISTS (SELECT * FROM post_versions WHERE post_id = ?1 AND text_hash = ?3)",
            )?
            .query_row(params![post_id, told.text, hash(&told.text).to_be_bytes()], |row| row.get(0))?;
        if is_known_text { Ok(()) } else { self.absorb(channel.channel_id, post_id, former_id) }
    }

    /// What decides between two records of equal evidence, without the store's own ids.
    fn in_words(&self, fields: &Fields) -> rusqlite::Result<Vec<Option<String>>> {
        let mut words = vec![Some(format!("{:08}", fields.album_size))];
        words.extend(
            [
                &fields.forwarded_external_id,
                &fields.forwarded_at,
                &fields.reply_to_external_id,
                &fields.via_bot,
                &fields.url,
                &fields.posted_at,
                &fields.posted_raw,
            ]
            .map(Clone::clone),
        );
        let names: [Option<String>; 3] = self
            .connection
            .prepare_cached(
                "SELECT (SELECT coalesce(external_id, '') || ' ' || coalesce(name, '') FROM authors WHERE author_id = ?1),
                    (SELECT coalesce(external_id, '') || ' ' || coalesce(name, '') FROM channels WHERE channel_id = ?2),
                    (SELECT coalesce(external_id, '') || ' ' || coalesce(name, '') FROM channels WHERE channel_id = ?3)",
            )?
            .query_row(
                params![fields.author_id, fields.forwarded_from_id, fields.reply_to_channel_id],
                |row| Ok([row.get(0)?, row.get(1)?, row.get(2)?]),
            )?;
        words.extend(names);
        Ok(words)
    }

    pub(super) fn stored(&self, post_id: i64) -> rusqlite::Result<Stored> {
        self.connection.prepare_cached(SELECT)?.query_row([post_id], |row| {
            Ok(Stored {
                fields: Fields::stored(row)?,
                load_id: row.get(23)?,
                as_of: row.get(24)?,
                rank: row.get(25)?,
            })
        })
    }

    /// Writes the fields of a post. Its text is none of its other texts from now on.
    pub(super) fn update(&self, post_id: i64, fields: &Fields, load_id: i64) -> rusqlite::Result<()> {
        self.connection
            .prepare_cached("DELETE FROM post_versions WHERE post_id = ?1 AND text_hash = ?2")?
            .execute(params![post_id, hash(&fields.text).to_be_bytes()])?;
        self.connection
            .prepare_cached(UPDATE)?
            .execute(params![
                post_id,
                fields.external_id,
                fields.external_no,
                fields.author_id,
                fields.posted_at,
                fields.posted_local,
                fields.posted_on,
                fields.posted_raw,
                fields.date_basis,
                fields.is_forward,
                fields.forwarded_from_id,
                fields.forwarded_external_id,
                fields.forwarded_at,
                fields.reply_to_channel_id,
                fields.reply_to_external_id,
                fields.album_size,
                fields.views,
                fields.forwards,
                fields.edited_at,
                fields.via_bot,
                fields.url,
                fields.title,
                fields.text,
                fields.folded,
                load_id
            ])
            .map(drop)
    }

    /// Keeps a text that the post is known to have had, as the input with the greatest evidence tells of it.
    pub(super) fn keep_version(&self, post_id: i64, fields: &Fields, load_id: i64) -> rusqlite::Result<()> {
        self.connection
            .prepare_cached(
                "INSERT INTO post_versions (post_id, text_hash, text, edited_at, load_id, seen_at)
                 SELECT ?1, ?2, ?3, ?4, load_id, coalesce(?6, as_of) FROM loads WHERE load_id = ?5
                 ON CONFLICT DO UPDATE SET edited_at = excluded.edited_at, load_id = excluded.load_id,
                    seen_at = excluded.seen_at
                 WHERE (coalesce(excluded.edited_at, ''), coalesce(excluded.seen_at, ''))
                     > (coalesce(post_versions.edited_at, ''), coalesce(post_versions.seen_at, ''))",
            )?
            .execute(params![
                post_id,
                hash(&fields.text).to_be_bytes(),
                fields.text,
                fields.edited_at,
                load_id,
                if load_id == self.load_id { self.as_of.as_deref() } else { None }
            ])
            .map(drop)
    }

    fn merge_media(
        &mut self,
        post_id: i64,
        told_wins: bool,
        is_tie: bool,
        told: &[Media],
    ) -> rusqlite::Result<bool> {
        if told.is_empty() {
            return Ok(false);
        }
        let stored: Vec<Media> = self
            .connection
            .prepare_cached(
                "SELECT external_id, kind, file_name, mime_type, size_bytes, width, height, duration_seconds, title
                 FROM media WHERE post_id = ?1 ORDER BY position",
            )?
            .query_map([post_id], |row| {
                Ok(Media {
                    external_id: row.get(0)?,
                    kind: row.get(1)?,
                    file_name: row.get(2)?,
                    mime_type: row.get(3)?,
                    size: row.get(4)?,
                    width: row.get(5)?,
                    height: row.get(6)?,
                    duration: row.get(7)?,
                    title: row.get(8)?,
                })
            })?
            .collect::<rusqlite::Result<_>>()?;
        let is_greater = || (told.len(), format!("{told:?}")) > (stored.len(), format!("{stored:?}"));
        if stored == told || !(told_wins || stored.is_empty() || is_tie && is_greater()) {
            return Ok(false);
        }
        self.connection.prepare_cached("DELETE FROM media WHERE post_id = ?1")?.execute([post_id])?;
        self.posts.insert_media(post_id, told)?;
        Ok(true)
    }
}
