//! Albums that are none, or several. Most formats do not mark albums, and there messages that were sent together look like
//! one. Where another input says of a message that it stands alone, or that a post begins with it, no album reaches over that,
//! whichever of the two is loaded first.
//!
//! What an input counted of such an album is of all its messages together, so it says nothing of any of them. What one
//! counted that tells of messages of one of the new posts alone stays. So it is with the edit of an album without words.

mod parts;

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::OptionalExtension;

use crate::store::word_index;
use crate::store::writer::apart::parts::{parts, posts};
use crate::store::writer::evidence::{self, messages};
use crate::store::writer::identities::References;
use crate::store::writer::message_counts::Counted;
use crate::store::writer::posts::{Key, as_number, hash};
use crate::store::writer::telling::{Fields, Telling};
use crate::store::writer::tellings::Stored;
use crate::store::writer::{CurrentChannel, PreparedPost, Writer};

/// The messages with which posts begin, by their numbers.
pub(super) type Cuts = BTreeMap<i64, Cut>;

/// What is known of the words of a post that begins with a message.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Cut {
    text: String,
    /// Whether its message stands alone, be there words or not.
    is_single: bool,
    /// Whether only the numbers of two albums tell of it, which say nothing of what is told with such a number.
    is_between_albums: bool,
}

impl Cut {
    pub(super) fn of(fields: &Fields) -> Self {
        Self::told(fields.text.clone(), fields.is_single())
    }

    pub(super) fn told(text: String, is_single: bool) -> Self {
        Self { text, is_single, is_between_albums: false }
    }

    pub(super) fn between_albums() -> Self {
        Self { is_between_albums: true, ..Self::default() }
    }
}

/// What is told of one of the posts that a post turns out to be.
#[derive(Debug, Default)]
struct Part {
    tellings: Vec<Telling>,
    messages: BTreeSet<i64>,
    counted: Vec<Counted>,
}

impl Part {
    /// The text of these messages that a load told together with others of the album.
    fn text_of(&self, counted: &Counted, tellings: &[Telling], cuts: &Cuts) -> u128 {
        let is_it = |telling: &&Telling| {
            messages(telling) == counted.messages && hash(&telling.fields.text) == counted.text_hash
        };
        let is_of_this = |text: &String| !text.is_empty() && hash(text) == counted.text_hash;
        let has_text = match tellings.iter().find(is_it) {
            Some(telling) => parts(telling, cuts)
                .iter()
                .any(|part| is_of_this(&part.fields.text) && !messages(part).is_disjoint(&self.messages)),
            None => self.tellings.iter().any(|telling| is_of_this(&telling.fields.text)),
        };
        if has_text { counted.text_hash } else { hash("") }
    }
}

/// Where posts begin because of one with this number.
pub(super) fn cuts(number: i64, cut: Cut) -> Cuts {
    let behind = number.checked_add(1).filter(|_| cut.is_single).map(|behind| (behind, Cut::default()));
    [(number, cut)].into_iter().chain(behind).collect()
}

impl Writer<'_> {
    /// What is told of an album some of whose messages stand alone, as so many posts; nothing of all others.
    pub(super) fn parts_of_told(
        &self,
        channel: &CurrentChannel,
        key: &Key<'_>,
        prepared: &PreparedPost,
        references: &References,
        albums: Cuts,
    ) -> rusqlite::Result<Vec<(PreparedPost, References)>> {
        if prepared.post.media.len() < 2 {
            return Ok(Vec::new());
        }
        let messages = prepared.post.media.iter().filter_map(|item| as_number(item.external_id.as_deref()?));
        let messages: BTreeSet<i64> = messages.chain(key.number()).collect();
        let Some((first, last)) = messages.first().zip(messages.last()).filter(|(first, last)| first < last)
        else {
            return Ok(Vec::new());
        };
        let mut cuts = albums;
        cuts.extend(self.cuts_between(channel.channel_id, *first, *last)?);
        let telling = Telling::told(self.source, self.as_of.as_deref(), key, prepared, references);
        let parts = parts(&telling, &cuts);
        Ok(if parts.len() < 2 { Vec::new() } else { parts.iter().map(Telling::untold).collect() })
    }

    /// Where posts of a channel begin, as far as inputs say so, between these messages.
    pub(super) fn cuts_between(&self, channel_id: i64, first: i64, last: i64) -> rusqlite::Result<Cuts> {
        let mut told = self.connection.prepare_cached(
            "SELECT external_no, text, album_size = 1 AND text_no IS NULL FROM posts INDEXED BY posts_external_no
             WHERE channel_id = ?1 AND external_no BETWEEN ?2 AND ?3 AND external_no IS NOT NULL AND is_alone
             ORDER BY external_no",
        )?;
        let mut rows = told.query([channel_id, first, last])?;
        let mut all = Cuts::new();
        while let Some(row) = rows.next()? {
            all.extend(cuts(row.get(0)?, Cut::told(row.get(1)?, row.get(2)?)));
        }
        Ok(all)
    }

    /// Lets no album reach over the beginning of a post that is told to begin with a message.
    pub(super) fn take_apart_at(
        &mut self,
        channel_id: i64,
        number: i64,
        fields: &Fields,
    ) -> rusqlite::Result<()> {
        let is_known = self
            .connection
            .prepare_cached(
                "SELECT album_size = 1 AND text_no IS NULL FROM posts INDEXED BY posts_external_no
                 WHERE channel_id = ?1 AND external_no = ?2 AND external_no IS NOT NULL AND is_alone",
            )?
            .query_row([channel_id, number], |row| row.get::<_, bool>(0))
            .optional()?
            .is_some_and(|is_single| is_single || !fields.is_single());
        if is_known {
            return Ok(());
        }
        self.take_apart(channel_id, &cuts(number, Cut::of(fields)))
    }

    /// Makes several posts of each album that reaches over one of these beginnings of posts.
    pub(super) fn take_apart(&mut self, channel_id: i64, cuts: &Cuts) -> rusqlite::Result<()> {
        let mut across = BTreeSet::new();
        for number in cuts.keys() {
            across.extend(self.albums_across(channel_id, *number)?);
        }
        across.into_iter().try_for_each(|post_id| self.take_post_apart(channel_id, post_id, cuts))
    }

    /// The albums that have messages before this number and from it on.
    fn albums_across(&self, channel_id: i64, number: i64) -> rusqlite::Result<Vec<i64>> {
        // An album has ten messages at most; others may stand among them.
        self.connection
            .prepare_cached(
                "SELECT p.post_id FROM (
                    SELECT post_id, external_no, album_size FROM posts INDEXED BY posts_external_no
                    WHERE channel_id = ?1 AND external_no < ?2 AND external_no IS NOT NULL ORDER BY external_no DESC LIMIT 10) AS p
                 WHERE p.album_size > 1
                    AND (EXISTS (SELECT * FROM media AS m WHERE m.post_id = p.post_id AND CAST(m.external_id AS INTEGER) >= ?2)
                        OR EXISTS (SELECT * FROM post_evidence AS e
                            WHERE e.post_id = p.post_id AND CAST(e.external_id AS INTEGER) >= ?2)
                        OR EXISTS (SELECT * FROM post_evidence AS e CROSS JOIN json_each(e.media) AS m
                            WHERE e.post_id = p.post_id AND CAST(m.value ->> 'external_id' AS INTEGER) >= ?2))",
            )?
            .query_map([channel_id, number], |row| row.get(0))?
            .collect()
    }

    /// Makes as many posts of one as there are of what is told of its messages where posts begin there: it depends on all that is
    /// told, not on which of it made it one.
    fn take_post_apart(&mut self, channel_id: i64, post_id: i64, cuts: &Cuts) -> rusqlite::Result<()> {
        let stored = self.stored(post_id)?;
        let mut tellings = self.tellings(post_id, &stored)?;
        if tellings.len() == 1 {
            tellings.extend(self.bare_versions(post_id, &stored)?);
        }
        let counted = self.counted(post_id, &tellings)?;
        // Which of the posts a text is of is told by the beginnings of all of them, not by the last one that came to light.
        let of_post: BTreeSet<i64> = tellings.iter().flat_map(messages).collect();
        let mut all_cuts = match (of_post.first(), of_post.last()) {
            (Some(first), Some(last)) => self.cuts_between(channel_id, *first, *last)?,
            _ => Cuts::new(),
        };
        all_cuts.extend(cuts.clone());
        let cuts = &all_cuts;
        let mut parts: Vec<Part> = Vec::new();
        for told in posts(&tellings, cuts) {
            let mut part = Part::default();
            for mut telling in told {
                self.weigh(&mut telling)?;
                part.messages.extend(messages(&telling));
                evidence::add(&mut part.tellings, telling);
            }
            let of_part = |one: &Counted| one.of(&part.messages, || part.text_of(one, &tellings, cuts));
            part.counted = counted.iter().filter_map(of_part).collect();
            parts.push(part);
        }
        let Some((first, others)) = parts.split_first().filter(|(_, others)| !others.is_empty()) else {
            return Ok(());
        };
        if tellings.iter().any(|telling| telling.fields.album_no.is_some()) {
            // It may be that of another part.
            self.connection
                .prepare_cached("UPDATE posts SET album_no = NULL WHERE post_id = ?1")?
                .execute([post_id])?;
        }
        for part in others {
            self.insert_part(channel_id, post_id, part)?;
        }
        self.make_part(channel_id, post_id, &stored, first)?;
        self.unfinished.ids.insert(channel_id);
        self.joined.insert(channel_id);
        self.removed += 1;
        Ok(())
    }

    /// Takes apart the albums of each of two channels that the posts of the other one show to be none.
    pub(super) fn take_apart_both(&mut self, one: i64, other: i64) -> rusqlite::Result<()> {
        for (with_albums, with_begun) in [(one, other), (other, one)] {
            let begun: Vec<(i64, Cut)> = self
                .connection
                .prepare_cached(
                    "SELECT DISTINCT a.external_no, a.text, a.album_size = 1 AND a.text_no IS NULL
                     FROM (SELECT p.external_no AS first_no, max(CAST(m.external_id AS INTEGER)) AS last_no
                           FROM posts AS p CROSS JOIN media AS m ON m.post_id = p.post_id
                           WHERE p.channel_id = ?1 AND p.album_size > 1 AND p.external_no IS NOT NULL GROUP BY p.post_id) AS p
                        CROSS JOIN posts AS a INDEXED BY posts_external_no
                            ON a.channel_id = ?2 AND a.external_no BETWEEN p.first_no AND p.last_no
                     WHERE a.external_no IS NOT NULL AND a.is_alone
                     ORDER BY a.external_no",
                )?
                .query_map([with_albums, with_begun], |row| {
                    Ok((row.get(0)?, Cut::told(row.get(1)?, row.get(2)?)))
                })?
                .collect::<rusqlite::Result<_>>()?;
            let all = begun.into_iter().flat_map(|(number, cut)| cuts(number, cut)).collect();
            self.take_apart(with_albums, &all)?;
        }
        self.part_albums_of_both(one, other)
    }

    /// Makes a post say what is told of this part of it, with what loads counted of it alone and no other counts.
    fn make_part(
        &mut self,
        channel_id: i64,
        post_id: i64,
        stored: &Stored,
        part: &Part,
    ) -> rusqlite::Result<()> {
        let tellings = part.tellings.as_slice();
        let Some(view) = evidence::view(tellings) else { return Ok(()) };
        let known = self.known(post_id)?;
        self.keep_tellings(post_id, tellings, &view.fields)?;
        // Not what was seen of the whole: an input may have had others of its messages.
        let last_seen_at = tellings.iter().map(|telling| &telling.as_of).max().cloned().flatten();
        self.make_it_say(channel_id, post_id, stored, tellings, view, None, last_seen_at)?;
        self.count_as(post_id, &part.counted)?;
        self.restate_metrics(post_id)?;
        self.count_known_anew(channel_id, post_id, &known)
    }

    /// Inserts a part of the post with this id, and what loads counted of it alone.
    fn insert_part(&mut self, channel_id: i64, part_of: i64, part: &Part) -> rusqlite::Result<()> {
        let first = part.tellings.first().ok_or(rusqlite::Error::QueryReturnedNoRows)?;
        let (prepared, references) = first.untold();
        let reading = self.reread.reread(&prepared.post.text, prepared.post.spans.clone());
        let references =
            References { speaker_id: self.identities.speaker(&reading.extracted)?, ..references };
        let key = Key::of(&prepared.post);
        let mut channel = CurrentChannel {
            channel_id,
            platform: String::new(),
            own_name: None,
            highest_no: i64::MAX,
            has_posts_without_id: true,
            has_posts_with_id: true,
        };
        let load_id = first.source.load_id;
        let post_id = self.posts.insert(&mut channel, &key, &prepared, &reading, &references, load_id)?;
        self.insert_facts((channel_id, load_id), post_id, &prepared, &reading)?;
        self.connection
            .prepare_cached(
                "UPDATE posts SET first_load_id = (SELECT p.first_load_id FROM posts AS p WHERE p.post_id = ?2) WHERE post_id = ?1",
            )?
            .execute([post_id, part_of])?;
        // As of an earlier load it is none of the new posts of this one.
        word_index::note(self.connection, post_id)?;
        let stored = self.stored(post_id)?;
        self.make_part(channel_id, post_id, &stored, part)
    }
}

#[cfg(test)]
mod tests;
