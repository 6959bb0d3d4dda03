//! Albums that are none, or several. Most formats do not mark albums, and there messages that were sent together look like
//! one. Where another input says of a message that it stands alone, or that a post begins with it, no album reaches over that,
//! whichever of the two is loaded first.
//!
//! What an input counted of such an album is of all its messages together, so it says nothing of any of them. What one
//! counted that tells of messages of one of the new posts alone stays. So it is with the edit of an album without words.

mod parts;

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{OptionalExtension, params};

use crate::store::word_index;
use crate::store::writer::apart::parts::{parts, posts};
use crate::store::writer::evidence::{self, messages};
use crate::store::writer::identities::References;
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
    fn of(fields: &Fields) -> Self {
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
    /// The loads that tell of it, be it that another one tells all that they do, each with the hash of the text.
    texts: BTreeMap<i64, u128>,
    /// The loads that tell of another one, or may have done so.
    elsewhere: BTreeSet<i64>,
}

impl Part {
    /// Whether what a load counted is of this one alone.
    fn is_counted(&self, load_id: i64) -> bool {
        self.texts.contains_key(&load_id) && !self.elsewhere.contains(&load_id)
    }

    /// The loads that tell of it and may have told of other messages as well, one by one: what is told of these by another load
    /// could stand for that, so that it would be forgotten. An input that knows albums tells once of all that it has of one.
    fn loads_of_more(&self, tellings: &[Telling]) -> BTreeSet<i64> {
        let own: BTreeSet<i64> = self.tellings.iter().flat_map(messages).collect();
        let others: Vec<&Telling> =
            tellings.iter().filter(|other| messages(other).is_disjoint(&own)).collect();
        let is_doubtful = |telling: &&Telling| {
            let is_forgotten = |other: &&Telling| {
                other.source.load_id != telling.source.load_id && other.is_no_poorer(telling)
            };
            telling.fields.album_no.is_none() && others.iter().any(is_forgotten)
        };
        tellings.iter().filter(is_doubtful).map(|telling| telling.source.load_id).collect()
    }

    /// Notes that a load tells of it; of several texts one stands before none, as in what loads saw.
    fn note(&mut self, telling: &Telling) {
        let text = hash(&telling.fields.text);
        let is_told = !telling.fields.text.is_empty();
        let noted = self.texts.entry(telling.source.load_id).or_insert(text);
        if is_told && (*noted == hash("") || text > *noted) {
            *noted = text;
        }
    }
}

/// Where posts begin because of one with this number.
fn cuts(number: i64, cut: Cut) -> Cuts {
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
    fn cuts_between(&self, channel_id: i64, first: i64, last: i64) -> rusqlite::Result<Cuts> {
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
        let mut parts: Vec<Part> = Vec::new();
        for told in posts(&tellings, cuts) {
            let mut part = Part::default();
            for mut telling in told {
                self.weigh(&mut telling)?;
                part.note(&telling);
                evidence::add(&mut part.tellings, telling);
            }
            parts.push(part);
        }
        for place in 0..parts.len() {
            let others = parts.iter().enumerate().filter(|(other, _)| *other != place);
            let mut elsewhere: BTreeSet<i64> =
                others.flat_map(|(_, other)| other.texts.keys().copied()).collect();
            if let Some(part) = parts.get_mut(place) {
                elsewhere.extend(part.loads_of_more(&tellings));
                part.elsewhere = elsewhere;
            }
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
        // While what was seen of the album is as it was.
        let mut ids = vec![post_id];
        for part in others {
            ids.push(self.insert_part(channel_id, post_id, part)?);
        }
        self.make_part(channel_id, post_id, &stored, first)?;
        for (post_id, part) in ids.into_iter().zip(&parts) {
            let others = part.elsewhere.iter().filter(|load| !part.texts.contains_key(load));
            self.forget_observations(post_id, others)?;
        }
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
        let reacted = self.load_of_reactions(post_id)?;
        let seen: Vec<i64> = self
            .connection
            .prepare_cached("SELECT load_id FROM post_observations WHERE post_id = ?1")?
            .query_map([post_id], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        for load_id in seen.into_iter().filter(|load_id| !part.is_counted(*load_id)) {
            let text_hash = part.texts.get(&load_id).map(|hash| hash.to_be_bytes());
            self.connection
                .prepare_cached(
                    "UPDATE post_observations SET views = NULL, views_unit = NULL, forwards = NULL, replies = NULL,
                        reactions = NULL, text_hash = coalesce(?2, text_hash) WHERE post_id = ?1 AND load_id = ?3",
                )?
                .execute(params![post_id, text_hash, load_id])?;
        }
        if reacted.is_none_or(|load_id| !part.is_counted(load_id)) {
            self.connection.prepare_cached("DELETE FROM reactions WHERE post_id = ?1")?.execute([post_id])?;
        }
        self.restate_metrics(post_id)?;
        self.count_known_anew(channel_id, post_id, &known)
    }

    /// Inserts a part of the post with this id, and what loads counted of it alone.
    fn insert_part(&mut self, channel_id: i64, part_of: i64, part: &Part) -> rusqlite::Result<i64> {
        let first = part.tellings.first().ok_or(rusqlite::Error::QueryReturnedNoRows)?;
        let (prepared, references) = first.untold();
        let reading = self.reread.reread(&prepared.post.text, prepared.post.spans.clone());
        let references =
            References { speaker_id: self.identities.speaker(&reading.extracted)?, ..references };
        let key = Key::of(&prepared.post);
        let mut channel = CurrentChannel {
            channel_id,
            platform: String::new(),
            highest_no: i64::MAX,
            has_posts_without_id: true,
            has_posts_with_id: true,
        };
        let load_id = first.source.load_id;
        let post_id = self.posts.insert(&mut channel, &key, &prepared, &reading, &references, load_id)?;
        self.insert_facts((channel_id, load_id), post_id, &prepared, &reading)?;
        for sql in [
            "UPDATE posts SET first_load_id = (SELECT p.first_load_id FROM posts AS p WHERE p.post_id = ?2) WHERE post_id = ?1",
            "INSERT INTO post_observations (post_id, load_id, seen_at, views, views_unit, forwards, replies, reactions, text_hash)
             SELECT ?1, load_id, seen_at, views, views_unit, forwards, replies, reactions, text_hash
             FROM post_observations WHERE post_id = ?2",
        ] {
            self.connection.prepare_cached(sql)?.execute([post_id, part_of])?;
        }
        // As of an earlier load it is none of the new posts of this one.
        word_index::note(self.connection, post_id)?;
        let stored = self.stored(post_id)?;
        self.make_part(channel_id, post_id, &stored, part)?;
        if self.load_of_reactions(part_of)?.is_some_and(|load_id| part.is_counted(load_id)) {
            let known = self.known(post_id)?;
            self.connection
                .prepare_cached(
                    "INSERT INTO reactions (post_id, kind, reaction, count)
                     SELECT ?1, kind, reaction, count FROM reactions WHERE post_id = ?2",
                )?
                .execute([post_id, part_of])?;
            self.count_known_anew(channel_id, post_id, &known)?;
        }
        Ok(post_id)
    }

    /// Forgets that these loads saw a post: they told of other messages of the album. What the one load that tells of a
    /// post saw is not kept either where it saw no counts.
    fn forget_observations<'l>(
        &self,
        post_id: i64,
        loads: impl Iterator<Item = &'l i64>,
    ) -> rusqlite::Result<()> {
        for load_id in loads {
            self.connection
                .prepare_cached("DELETE FROM post_observations WHERE post_id = ?1 AND load_id = ?2")?
                .execute([post_id, *load_id])?;
        }
        self.connection
            .prepare_cached(
                "DELETE FROM post_observations
                 WHERE post_id = ?1 AND coalesce(views, forwards, replies, reactions) IS NULL
                    AND (SELECT count(*) FROM post_observations WHERE post_id = ?1) = 1",
            )?
            .execute([post_id])
            .map(drop)
    }
}

#[cfg(test)]
mod tests;
