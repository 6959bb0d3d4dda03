//! Reads and writes what inputs told of a post that the store has: its own row while one input tells all of it,
//! `post_evidence` when several tell of it differently.

use rusqlite::{Row, params};

use crate::store::writer::Writer;
use crate::store::writer::counts_seen::Counts;
use crate::store::writer::evidence::other_texts;
use crate::store::writer::media;
use crate::store::writer::posts::as_number;
use crate::store::writer::telling::{Dated, Fields, Source, Telling};

/// A post's own row.
#[derive(Debug, Clone)]
pub(super) struct Stored {
    pub(super) source: Source,
    pub(super) fields: Fields,
    pub(super) counts: Counts,
    /// When an input last told of it.
    pub(super) last_seen_at: Option<String>,
    /// The same as the row has it: nothing where it is that of the load.
    pub(super) own_last_seen_at: Option<String>,
}

/// The columns that a post's row and a piece of evidence have in common, from the one at index 0.
macro_rules! common {
    ($table:literal) => {
        concat!(
            $table,
            ".external_id, ",
            $table,
            ".author_id, ",
            $table,
            ".posted_at, ",
            $table,
            ".posted_local, ",
            $table,
            ".posted_on, ",
            $table,
            ".posted_raw, ",
            $table,
            ".date_basis, ",
            $table,
            ".is_forward, ",
            $table,
            ".forwarded_from_id, ",
            $table,
            ".forwarded_external_id, ",
            $table,
            ".forwarded_at, ",
            $table,
            ".reply_to_channel_id, ",
            $table,
            ".reply_to_external_id, ",
            $table,
            ".album_size, ",
            $table,
            ".edited_at, ",
            $table,
            ".is_edited, ",
            $table,
            ".via_bot, ",
            $table,
            ".url, ",
            $table,
            ".spans, l.load_id, l.format_rank, l.text_is_exact, l.tells_edits, l.as_of, ",
            $table,
            ".is_alone, ",
            $table,
            ".text_no, "
        )
    };
}

const SELECT_POST: &str = concat!(
    "SELECT ",
    common!("p"),
    "p.text, p.last_seen_at, p.views, p.views_unit, p.forwards, p.replies, p.album_no
     FROM posts AS p JOIN loads AS l ON l.load_id = p.last_load_id WHERE p.post_id = ?1"
);

const SELECT_EVIDENCE: &str = concat!(
    "SELECT ",
    common!("e"),
    "e.text, e.as_of, e.media FROM post_evidence AS e JOIN loads AS l ON l.load_id = e.load_id
     WHERE e.post_id = ?1 ORDER BY e.position"
);

/// The fields of a row, its load, and when its load's input was so.
fn common(row: &Row<'_>, text: String) -> rusqlite::Result<(Fields, Source, Option<String>)> {
    let external_id: Option<String> = row.get(0)?;
    let fields = Fields {
        external_no: external_id.as_deref().and_then(as_number),
        external_id,
        author_id: row.get(1)?,
        dated: Dated {
            posted_at: row.get(2)?,
            posted_local: row.get(3)?,
            posted_on: row.get(4)?,
            posted_raw: row.get(5)?,
            date_basis: row.get(6)?,
        },
        is_forward: row.get(7)?,
        forwarded_from_id: row.get(8)?,
        forwarded_external_id: row.get(9)?,
        forwarded_at: row.get(10)?,
        reply_to_channel_id: row.get(11)?,
        reply_to_external_id: row.get(12)?,
        album_size: row.get(13)?,
        is_alone: row.get(24)?,
        text_no: row.get(25)?,
        album_no: None,
        edited_at: row.get(14)?,
        is_edited: row.get(15)?,
        via_bot: row.get(16)?,
        url: row.get(17)?,
        spans: row.get(18)?,
        text,
    };
    let source = Source {
        load_id: row.get(19)?,
        rank: row.get(20)?,
        is_exact: row.get(21)?,
        tells_edits: row.get(22)?,
    };
    Ok((fields, source, row.get(23)?))
}

impl Writer<'_> {
    pub(super) fn stored(&self, post_id: i64) -> rusqlite::Result<Stored> {
        self.connection.prepare_cached(SELECT_POST)?.query_row([post_id], |row| {
            let (mut fields, source, as_of) = common(row, row.get(26)?)?;
            fields.album_no = row.get(32)?;
            let own_last_seen_at: Option<String> = row.get(27)?;
            let counts = Counts {
                views: row.get(28)?,
                views_unit: row.get(29)?,
                forwards: row.get(30)?,
                replies: row.get(31)?,
            };
            let last_seen_at = own_last_seen_at.clone().or(as_of);
            Ok(Stored { source, fields, counts, last_seen_at, own_last_seen_at })
        })
    }

    /// What was told of a post so far.
    pub(super) fn tellings(&self, post_id: i64, stored: &Stored) -> rusqlite::Result<Vec<Telling>> {
        let mut tellings = self.evidence(post_id, &stored.fields.text)?;
        if tellings.is_empty() {
            let mut fields = stored.fields.clone();
            if self.is_by_neighbours(post_id, &fields)? {
                fields.dated = Dated { posted_raw: fields.dated.posted_raw, ..Dated::default() };
            }
            tellings = vec![Telling {
                source: stored.source,
                as_of: stored.last_seen_at.clone(),
                own_as_of: stored.own_last_seen_at.clone(),
                fields,
                media: media::read(self.connection, post_id)?,
                forward_certainty: 0,
                words: String::new(),
            }];
        }
        Ok(tellings)
    }

    fn evidence(&self, post_id: i64, standing: &str) -> rusqlite::Result<Vec<Telling>> {
        if !self.has_evidence.get() {
            return Ok(Vec::new());
        }
        self.connection
            .prepare_cached(SELECT_EVIDENCE)?
            .query_map([post_id], |row| {
                let text: Option<String> = row.get(26)?;
                let (mut fields, source, as_of) = common(row, text.unwrap_or_else(|| standing.to_owned()))?;
                let own_as_of: Option<String> = row.get(27)?;
                let (media, album_no) = media::from_json(row.get_ref(28)?.as_str_or_null()?);
                fields.album_no = album_no;
                Ok(Telling {
                    source,
                    as_of: own_as_of.clone().or(as_of),
                    own_as_of,
                    fields,
                    media,
                    forward_certainty: 0,
                    words: String::new(),
                })
            })?
            .collect()
    }

    /// The texts that a store of an earlier version kept without what else was told with them.
    pub(super) fn bare_versions(&self, post_id: i64, stored: &Stored) -> rusqlite::Result<Vec<Telling>> {
        self.connection
            .prepare_cached(
                "SELECT v.text, v.edited_at, v.seen_at, l.load_id, l.format_rank, l.text_is_exact, l.tells_edits
                 FROM post_versions AS v JOIN loads AS l ON l.load_id = v.load_id
                 WHERE v.post_id = ?1 AND NOT EXISTS (SELECT * FROM post_evidence AS e WHERE e.post_id = ?1)",
            )?
            .query_map([post_id], |row| {
                let edited_at: Option<String> = row.get(1)?;
                let seen_at: Option<String> = row.get(2)?;
                Ok(Telling {
                    source: Source {
                        load_id: row.get(3)?,
                        rank: row.get(4)?,
                        is_exact: row.get(5)?,
                        tells_edits: row.get(6)?,
                    },
                    as_of: seen_at.clone(),
                    own_as_of: seen_at,
                    fields: Fields {
                        external_id: stored.fields.external_id.clone(),
                        external_no: stored.fields.external_no,
                        is_edited: edited_at.is_some(),
                        edited_at,
                        album_size: 1,
                        text: row.get(0)?,
                        ..Fields::default()
                    },
                    media: Vec::new(),
                    forward_certainty: 0,
                    words: String::new(),
                })
            })?
            .collect()
    }

    /// Fills in what tells tellings apart that are equal in all else, and how surely a forward's source is known.
    pub(super) fn weigh(&self, telling: &mut Telling) -> rusqlite::Result<()> {
        let fields = &telling.fields;
        let ids = (fields.author_id, fields.forwarded_from_id, fields.reply_to_channel_id);
        let (names, certainty): ([Option<String>; 3], u8) = match ids {
            (None, None, None) => Default::default(),
            ids => self.names_of(ids)?,
        };
        telling.forward_certainty = certainty;
        let dated = &fields.dated;
        let others = [
            &fields.external_id,
            &fields.forwarded_external_id,
            &fields.forwarded_at,
            &fields.reply_to_external_id,
            &fields.via_bot,
            &fields.url,
            &dated.posted_at,
            &dated.posted_raw,
            &fields.spans,
        ];
        let album_size = Some(format!("{:08}", fields.album_size));
        let text_no = fields.text_no.map(|number| number.to_string());
        let media = media::to_json(&telling.media, fields.album_no);
        let words: Vec<&str> = std::iter::once(&album_size)
            .chain(others)
            .chain(&names)
            .chain([&media, &text_no])
            .map(|word| word.as_deref().unwrap_or_default())
            .collect();
        telling.words = words.join("\u{1f}") + "\u{1f}" + &fields.text;
        Ok(())
    }

    /// What an author and two channels are called, and how surely the first channel is known.
    fn names_of(
        &self,
        ids: (Option<i64>, Option<i64>, Option<i64>),
    ) -> rusqlite::Result<([Option<String>; 3], u8)> {
        self.connection
            .prepare_cached(
                "SELECT (SELECT coalesce(external_id, '') || ' ' || coalesce(name, '') FROM authors WHERE author_id = ?1),
                    (SELECT coalesce(external_id, folded_handle, '') || ' ' || coalesce(name, '') FROM channels WHERE channel_id = ?2),
                    (SELECT coalesce(external_id, folded_handle, '') || ' ' || coalesce(name, '') FROM channels WHERE channel_id = ?3),
                    coalesce((SELECT CASE WHEN external_id IS NOT NULL THEN 3 WHEN handle IS NOT NULL THEN 2 ELSE 1 END
                              FROM channels WHERE channel_id = ?2), 0)",
            )?
            .query_row(ids, |row| Ok(([row.get(0)?, row.get(1)?, row.get(2)?], row.get(3)?)))
    }

    /// Writes what is kept of a post that several inputs tell of differently, and its other texts.
    pub(super) fn keep_tellings(
        &self,
        post_id: i64,
        tellings: &[Telling],
        standing: &Fields,
    ) -> rusqlite::Result<()> {
        self.forget_tellings(post_id)?;
        if tellings.len() > 1 {
            self.has_evidence.set(true);
            for (position, telling) in (1_i64..).zip(tellings) {
                self.keep_telling(post_id, position, telling, &standing.text)?;
            }
        }
        self.connection.prepare_cached("DELETE FROM post_versions WHERE post_id = ?1")?.execute([post_id])?;
        let others = other_texts(tellings, &standing.text);
        others.had.iter().try_for_each(|other| self.keep_version(post_id, other))
    }

    pub(super) fn forget_tellings(&self, post_id: i64) -> rusqlite::Result<()> {
        if self.has_evidence.get() {
            self.connection
                .prepare_cached("DELETE FROM post_evidence WHERE post_id = ?1")?
                .execute([post_id])?;
        }
        Ok(())
    }

    pub(super) fn keep_telling(
        &self,
        post_id: i64,
        position: i64,
        telling: &Telling,
        standing: &str,
    ) -> rusqlite::Result<()> {
        let Telling { fields, .. } = telling;
        self.connection
            .prepare_cached(
                "INSERT INTO post_evidence (post_id, position, load_id, as_of, external_id, author_id, posted_at,
                    posted_local, posted_on, posted_raw, date_basis, is_forward, forwarded_from_id,
                    forwarded_external_id, forwarded_at, reply_to_channel_id, reply_to_external_id, album_size,
                    edited_at, is_edited, via_bot, url, media, text, spans, is_alone, text_no)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20,
                    ?21, ?22, ?23, ?24, ?25, ?26, ?27)",
            )?
            .execute(params![
                post_id,
                position,
                telling.source.load_id,
                telling.own_as_of,
                fields.external_id,
                fields.author_id,
                fields.dated.posted_at,
                fields.dated.posted_local,
                fields.dated.posted_on,
                fields.dated.posted_raw,
                fields.dated.date_basis,
                fields.is_forward,
                fields.forwarded_from_id,
                fields.forwarded_external_id,
                fields.forwarded_at,
                fields.reply_to_channel_id,
                fields.reply_to_external_id,
                fields.album_size,
                fields.edited_at,
                fields.is_edited,
                fields.via_bot,
                fields.url,
                media::to_json(&telling.media, fields.album_no),
                (fields.text != standing).then_some(&fields.text),
                fields.spans,
                fields.is_alone,
                fields.text_no
            ])
            .map(drop)
    }
}

/// Whether the store has evidence of several inputs for any post.
pub(super) fn has_evidence(connection: &rusqlite::Connection) -> rusqlite::Result<bool> {
    connection.query_row("SELECT EXISTS (SELECT * FROM post_evidence)", [], |row| row.get(0))
}
