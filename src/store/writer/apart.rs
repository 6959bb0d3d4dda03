//! Albums that are none. Most formats do not mark albums, and there messages that were sent together look like one. Where
//! another input says of a message that it stands alone, it is a post of its own, whichever of the two is loaded first.
//!
//! What an input counted of such an album is of all its messages together, so it says nothing of any of them. What one
//! counted that tells of messages of one of the new posts alone stays.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{OptionalExtension, params};

use crate::store::word_index;
use crate::store::writer::evidence::{self, messages};
use crate::store::writer::identities::References;
use crate::store::writer::posts::{Key, as_number, hash};
use crate::store::writer::telling::Telling;
use crate::store::writer::tellings::Stored;
use crate::store::writer::{CurrentChannel, PreparedPost, Writer, media};

/// The messages that stand alone, by their numbers, each with whether it is known to have a text.
type Alone = BTreeMap<i64, bool>;

/// What a telling says of each of the messages that stand alone, and of all others together.
fn parts(telling: &Telling, alone: &Alone) -> Vec<Telling> {
    let all = messages(telling);
    let rest: BTreeSet<i64> = all.iter().filter(|number| !alone.contains_key(number)).copied().collect();
    let with_text = all.iter().find(|number| alone.get(number) == Some(&true));
    let text_no = telling.fields.text_no.filter(|number| all.contains(number));
    let text_no = text_no.or(with_text.copied()).or(rest.first().copied()).or(all.first().copied());
    let single =
        all.iter().filter(|number| alone.contains_key(number)).map(|number| BTreeSet::from([*number]));
    let of_several = (!rest.is_empty() || all.is_empty()).then_some(&rest).cloned();
    single
        .chain(of_several)
        .map(|messages| {
            let has_text = text_no.is_none_or(|number| messages.contains(&number));
            let is_first = messages.first() == all.first();
            part(telling, &messages, has_text, is_first)
        })
        .collect()
}

/// What a telling says of some of its messages. What it says once of all is told of the first of them.
fn part(telling: &Telling, messages: &BTreeSet<i64>, has_text: bool, is_first: bool) -> Telling {
    let mut part = telling.clone();
    let number = |id: &Option<String>| id.as_deref().and_then(as_number);
    part.media.retain(|item| number(&item.external_id).map_or(is_first, |number| messages.contains(&number)));
    let fields = &mut part.fields;
    if let Some(first) = messages.first() {
        (fields.external_id, fields.external_no) = (Some(first.to_string()), Some(*first));
    }
    fields.album_size = i64::try_from(media::message_ids(&part.media).len()).unwrap_or(i64::MAX).max(1);
    if !has_text {
        fields.text.clear();
        (fields.spans, fields.edited_at, fields.is_edited) = (None, None, false);
    }
    if !has_text || messages.len() < 2 {
        fields.text_no = None;
    }
    if !is_first {
        (fields.url, fields.via_bot, fields.forwarded_external_id) = (None, None, None);
        (fields.reply_to_channel_id, fields.reply_to_external_id) = (None, None);
    }
    part
}

impl Writer<'_> {
    /// What is told of an album some of whose messages stand alone, as so many posts; nothing of all others.
    pub(super) fn parts_of_told(
        &self,
        channel: &CurrentChannel,
        key: &Key<'_>,
        prepared: &PreparedPost,
        references: &References,
    ) -> rusqlite::Result<Vec<(PreparedPost, References)>> {
        if prepared.post.media.len() < 2 {
            return Ok(Vec::new());
        }
        let messages = prepared.post.media.iter().filter_map(|item| as_number(item.external_id.as_deref()?));
        let messages: BTreeSet<i64> = messages.chain(key.number()).collect();
        let mut alone = Alone::new();
        for number in messages.iter().filter(|number| **number <= channel.highest_no) {
            let has_text: Option<bool> = self
                .connection
                .prepare_cached(
                    "SELECT text <> '' FROM posts INDEXED BY posts_external_no
                     WHERE channel_id = ?1 AND external_no = ?2 AND is_alone",
                )?
                .query_row([channel.channel_id, *number], |row| row.get(0))
                .optional()?;
            alone.extend(has_text.map(|has_text| (*number, has_text)));
        }
        if alone.is_empty() || messages.len() < 2 {
            return Ok(Vec::new());
        }
        let telling = Telling::told(self.source, self.as_of.as_deref(), key, prepared, references);
        Ok(parts(&telling, &alone).iter().map(Telling::untold).collect())
    }

    /// Takes a message that stands alone out of the album of which other inputs have it.
    pub(super) fn take_apart(
        &mut self,
        channel_id: i64,
        number: i64,
        has_text: bool,
    ) -> rusqlite::Result<()> {
        let Some(post_id) = self.posts.find_message(channel_id, number)? else { return Ok(()) };
        let stored = self.stored(post_id)?;
        if stored.fields.album_size < 2 {
            return Ok(());
        }
        let mut tellings = self.tellings(post_id, &stored)?;
        if tellings.len() == 1 {
            tellings.extend(self.bare_versions(post_id, &stored)?);
        }
        let alone = Alone::from([(number, has_text)]);
        // Each with the loads that tell of it, be it that another one tells all that they do.
        let (mut own, mut others) = <((Vec<_>, BTreeSet<_>), (Vec<_>, BTreeSet<_>))>::default();
        for mut telling in tellings.iter().flat_map(|telling| parts(telling, &alone)) {
            self.weigh(&mut telling)?;
            let (kept, loads) =
                if telling.fields.external_no == Some(number) { &mut own } else { &mut others };
            loads.insert(telling.source.load_id);
            evidence::add(kept, telling);
        }
        if own.0.is_empty() || others.0.is_empty() {
            return Ok(());
        }
        let is_own_row = stored.fields.external_no == Some(number);
        let ((stay, of_stay), (go, of_go)) = if is_own_row { (own, others) } else { (others, own) };
        let counted =
            |loads: &BTreeSet<i64>, other: &BTreeSet<i64>| loads.difference(other).copied().collect();
        // While what was seen of the album is as it was.
        let new_id = self.insert_part(channel_id, post_id, &go, &counted(&of_go, &of_stay))?;
        self.make_part(channel_id, post_id, &stored, &stay, &counted(&of_stay, &of_go))?;
        for (post_id, loads, other_loads) in [(post_id, &of_stay, &of_go), (new_id, &of_go, &of_stay)] {
            self.forget_observations(post_id, other_loads.difference(loads))?;
        }
        self.unfinished.ids.insert(channel_id);
        self.joined.insert(channel_id);
        self.removed += 1;
        Ok(())
    }

    /// Takes apart the albums of each of two channels that the messages of the other one show to be none.
    pub(super) fn take_apart_both(&mut self, one: i64, other: i64) -> rusqlite::Result<()> {
        for (with_albums, with_alone) in [(one, other), (other, one)] {
            let alone: Vec<(i64, bool)> = self
                .connection
                .prepare_cached(
                    "SELECT DISTINCT a.external_no, a.text <> '' FROM posts AS p CROSS JOIN media AS m ON m.post_id = p.post_id
                        CROSS JOIN posts AS a INDEXED BY posts_external_no
                            ON a.channel_id = ?2 AND a.external_no = CAST(m.external_id AS INTEGER)
                     WHERE p.channel_id = ?1 AND p.album_size > 1 AND a.external_no IS NOT NULL AND a.is_alone
                     ORDER BY a.external_no",
                )?
                .query_map([with_albums, with_alone], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect::<rusqlite::Result<_>>()?;
            for (number, has_text) in alone {
                self.take_apart(with_albums, number, has_text)?;
            }
        }
        Ok(())
    }

    /// Makes a post say what these tellings make of it, with what these loads `counted` of it alone and no other counts.
    fn make_part(
        &mut self,
        channel_id: i64,
        post_id: i64,
        stored: &Stored,
        tellings: &[Telling],
        counted: &BTreeSet<i64>,
    ) -> rusqlite::Result<()> {
        let Some(view) = evidence::view(tellings) else { return Ok(()) };
        let known = self.known(post_id)?;
        self.keep_tellings(post_id, tellings, &view.fields)?;
        let text_hash = view.fields.text.is_empty().then(|| hash("").to_be_bytes());
        // Not what was seen of the whole: an input may have had others of its messages.
        let last_seen_at = tellings.iter().map(|telling| &telling.as_of).max().cloned().flatten();
        self.make_it_say(channel_id, post_id, stored, tellings, view, None, last_seen_at)?;
        let reacted = self.load_of_reactions(post_id)?;
        let seen: Vec<i64> = self
            .connection
            .prepare_cached("SELECT load_id FROM post_observations WHERE post_id = ?1")?
            .query_map([post_id], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        for load_id in seen.into_iter().filter(|load_id| !counted.contains(load_id)) {
            self.connection
                .prepare_cached(
                    "UPDATE post_observations SET views = NULL, views_unit = NULL, forwards = NULL, replies = NULL,
                        reactions = NULL, text_hash = coalesce(?2, text_hash) WHERE post_id = ?1 AND load_id = ?3",
                )?
                .execute(params![post_id, text_hash, load_id])?;
        }
        if reacted.is_none_or(|load_id| !counted.contains(&load_id)) {
            self.connection.prepare_cached("DELETE FROM reactions WHERE post_id = ?1")?.execute([post_id])?;
        }
        self.restate_metrics(post_id)?;
        self.count_known_anew(channel_id, post_id, &known)
    }

    /// Inserts what these tellings make of a post that was a part of the one with this id, and what these loads `counted` of
    /// it alone.
    fn insert_part(
        &mut self,
        channel_id: i64,
        part_of: i64,
        tellings: &[Telling],
        counted: &BTreeSet<i64>,
    ) -> rusqlite::Result<i64> {
        let first = tellings.first().ok_or(rusqlite::Error::QueryReturnedNoRows)?;
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
        self.make_part(channel_id, post_id, &stored, tellings, counted)?;
        if self.load_of_reactions(part_of)?.is_some_and(|load_id| counted.contains(&load_id)) {
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
mod tests {
    use super::*;
    use crate::model::Media;
    use crate::store::writer::telling::{Fields, Source};

    /// An album of these messages, with a text, which is edited.
    fn album(numbers: &[i64], text_no: Option<i64>) -> Telling {
        let photo = |number: &i64| Media {
            external_id: Some(number.to_string()),
            kind: "photo".to_owned(),
            ..Media::default()
        };
        Telling {
            source: Source { load_id: 1, rank: 90, is_exact: true, tells_edits: true },
            as_of: None,
            own_as_of: None,
            fields: Fields {
                external_id: Some(numbers[0].to_string()),
                external_no: Some(numbers[0]),
                album_size: i64::try_from(numbers.len()).unwrap(),
                text_no,
                edited_at: Some("2024-01-02T00:00:00Z".to_owned()),
                is_edited: true,
                reply_to_external_id: Some("3".to_owned()),
                text: "words".to_owned(),
                ..Fields::default()
            },
            media: numbers.iter().map(photo).collect(),
            forward_certainty: 0,
            words: String::new(),
        }
    }

    /// The parts as `id: messages text text_no`.
    fn told(telling: &Telling, alone: &[(i64, bool)]) -> Vec<String> {
        let told = |part: &Telling| {
            let Fields { external_no, text, text_no, is_edited, album_size, .. } = &part.fields;
            assert_eq!(*is_edited, !text.is_empty());
            let messages: Vec<i64> = messages(part).into_iter().collect();
            assert_eq!(usize::try_from(*album_size).unwrap(), messages.len());
            format!("{}: {messages:?} {text} {text_no:?}", external_no.unwrap())
        };
        parts(telling, &alone.iter().copied().collect()).iter().map(told).collect()
    }

    #[test]
    fn the_text_goes_to_the_message_that_has_it() {
        let telling = album(&[7, 8, 9], Some(8));
        assert_eq!(told(&telling, &[(7, true)]), ["7: [7]  None", "8: [8, 9] words Some(8)"]);
        assert_eq!(told(&telling, &[(8, false)]), ["8: [8] words None", "7: [7, 9]  None"]);
        let all = [(7, true), (8, false), (9, false)];
        assert_eq!(told(&telling, &all), ["7: [7]  None", "8: [8] words None", "9: [9]  None"]);
        assert_eq!(told(&telling, &[]), ["7: [7, 8, 9] words Some(8)"]);
    }

    #[test]
    fn where_it_is_not_told_which_has_the_text_it_is_one_that_has_a_text_elsewhere() {
        let telling = album(&[7, 8, 9], None);
        assert_eq!(told(&telling, &[(8, true)]), ["8: [8] words None", "7: [7, 9]  None"]);
        assert_eq!(told(&telling, &[(7, false)]), ["7: [7]  None", "8: [8, 9] words None"]);
        assert_eq!(
            told(&album(&[7, 8], None), &[(7, false), (8, false)]),
            ["7: [7] words None", "8: [8]  None"]
        );
        assert_eq!(told(&album(&[7], None), &[(7, false)]), ["7: [7] words None"]);
        assert_eq!(told(&album(&[7], None), &[(8, true)]), ["7: [7] words None"]);
    }

    #[test]
    fn what_is_told_once_is_told_of_the_first_message() {
        let replies = |alone: i64| -> Vec<(i64, bool)> {
            let parts = parts(&album(&[7, 8, 9], Some(7)), &Alone::from([(alone, false)]));
            let told = |part: &Telling| {
                (part.fields.external_no.unwrap(), part.fields.reply_to_external_id.is_some())
            };
            parts.iter().map(told).collect()
        };
        assert_eq!(replies(7), [(7, true), (8, false)]);
        assert_eq!(replies(8), [(8, false), (7, true)]);
    }

    #[test]
    fn a_telling_that_is_made_a_post_again_says_the_same() {
        let mut telling = album(&[7, 8], Some(8));
        telling.fields.is_forward = true;
        telling.fields.forwarded_external_id = Some("5".to_owned());
        telling.fields.reply_to_channel_id = Some(4);
        telling.fields.dated.posted_on = Some("2024-01-01".to_owned());
        telling.fields.dated.date_basis = Some("timestamp".to_owned());
        let (prepared, references) = telling.untold();
        let key = Key::of(&prepared.post);
        let again = Telling::told(telling.source, None, &key, &prepared, &references);
        assert_eq!(again, telling);
    }
}
