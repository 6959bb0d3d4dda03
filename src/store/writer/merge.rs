//! A post that the store has, told of again: what was told of it before and what is told now are put together
//! ([`evidence`]), and its own row, its media and what stands in its text are made to say that.
//!
//! A record without id gives nothing but counts to a post with one: where several posts have its text, it is not
//! certain which one it means. Counts are those of the latest input that has them (`observations`).

use rusqlite::params;

use crate::model::Media;
use crate::store::summaries::{Contents, CountedPost};
use crate::store::word_index;
use crate::store::writer::counted_again::counted;
use crate::store::writer::evidence::{self, View};
use crate::store::writer::identities::References;
use crate::store::writer::observations::has_counts;
use crate::store::writer::posts::{Key, hash};
use crate::store::writer::telling::{Fields, Source, Telling};
use crate::store::writer::tellings::Stored;
use crate::store::writer::{CurrentChannel, Outcome, PreparedPost, Reading, Writer, media, spans};

const UPDATE: &str = "UPDATE posts SET external_id = ?2, external_no = ?3, author_id = ?4, posted_at = ?5,
        posted_local = ?6, posted_on = ?7, posted_raw = ?8, date_basis = ?9, is_forward = ?10,
        forwarded_from_id = ?11, forwarded_external_id = ?12, forwarded_at = ?13, reply_to_channel_id = ?14,
        reply_to_external_id = ?15, album_size = ?16, edited_at = ?17, is_edited = ?18, via_bot = ?19, url = ?20,
        last_load_id = ?21, last_seen_at = ?22, is_alone = ?23, text_no = ?24, album_no = coalesce(?25, album_no),
        content_hash = iif(?2 IS NULL, content_hash, NULL), occurrence = iif(?2 IS NULL, occurrence, NULL),
        not_before = iif(?7 IS NULL, not_before, NULL), not_after = iif(?7 IS NULL, not_after, NULL)
     WHERE post_id = ?1";

const UPDATE_TEXT: &str =
    "UPDATE posts SET title = ?2, text = ?3, text_key = ?4, text_length = ?5, spans = ?6, speaker_id = ?7
     WHERE post_id = ?1";

/// A post that is told of again, and how it is read.
struct Told<'p> {
    telling: Telling,
    reading: Option<&'p Reading>,
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
        let telling = Telling::told(self.source, self.as_of.as_deref(), key, prepared, references);
        self.absorb_former(channel, post_id, &telling.fields)?;
        let stored = self.stored(post_id)?;
        let known = self.known(post_id)?;
        let metrics_changed = self.merge_metrics(post_id, &stored, key.id().is_some(), prepared)?;
        if telling.fields.external_id.is_none() && stored.fields.external_id.is_some() {
            let metrics_changed = self.restate_told(post_id, prepared)? || metrics_changed;
            self.count_known_anew(channel.channel_id, post_id, &known)?;
            return Ok(if metrics_changed { Outcome::Changed } else { Outcome::Unchanged });
        }
        let told = Told { telling, reading: prepared.reading.as_ref() };
        let content_changed = self.put_together(channel.channel_id, post_id, &stored, vec![told])?;
        // Which messages of an album the input has is known only now, and that what others have is not all of it.
        let may_have_more =
            content_changed && (stored.fields.album_size > 1 || prepared.post.media.len() > 1);
        let is_restated = (may_have_more || has_counts(prepared)) && self.restate_metrics(post_id)?;
        let metrics_changed = is_restated || metrics_changed;
        if content_changed || metrics_changed {
            self.count_known_anew(channel.channel_id, post_id, &known)?;
            Ok(Outcome::Changed)
        } else {
            self.count_load_anew(channel.channel_id, post_id, &known)?;
            Ok(Outcome::Unchanged)
        }
    }

    /// Makes one post of two of the same channel; `other_id` is gone then.
    pub(super) fn join_posts(
        &mut self,
        channel_id: i64,
        post_id: i64,
        other_id: i64,
    ) -> rusqlite::Result<()> {
        let (stored, other) = (self.stored(post_id)?, self.stored(other_id)?);
        let mut tellings = self.tellings(other_id, &other)?;
        tellings.extend(self.bare_versions(other_id, &other)?);
        let known = self.known(post_id)?;
        let settled = self.settled_day(other_id, &other)?;
        self.take_away(channel_id, other_id, &other.fields)?;
        self.unfinished.ids.insert(channel_id);
        self.take_observations((post_id, &stored), (other_id, &other))?;
        self.connection
            .prepare_cached(
                "UPDATE posts SET album_no = (SELECT o.album_no FROM posts AS o WHERE o.post_id = ?2)
                 WHERE post_id = ?1 AND album_no IS NULL",
            )?
            .execute([post_id, other_id])?;
        self.remove_post(other_id)?;
        let told = tellings.into_iter().map(|telling| Told { telling, reading: None }).collect();
        self.put_together(channel_id, post_id, &stored, told)?;
        self.restate_metrics(post_id)?;
        self.count_known_anew(channel_id, post_id, &known)?;
        settled.map_or(Ok(false), |(day, basis)| self.settle_day(post_id, &day, &basis)).map(drop)
    }

    /// Puts what is told to what was told before. Gives whether the post says something else now.
    fn put_together(
        &mut self,
        channel_id: i64,
        post_id: i64,
        stored: &Stored,
        mut told: Vec<Told<'_>>,
    ) -> rusqlite::Result<bool> {
        let before = self.tellings(post_id, stored)?;
        let last_seen_at = told
            .iter()
            .map(|told| &told.telling.as_of)
            .chain([&stored.last_seen_at])
            .max()
            .cloned()
            .flatten();
        if let ([one], [told]) = (before.as_slice(), told.as_slice())
            && one.says_the_same(&told.telling)
            && told.telling.is_no_poorer(one)
        {
            self.see_again(post_id, stored, &told.telling)?;
            return Ok(false);
        }
        let gives_id = stored.fields.external_id.is_none()
            && told.iter().any(|told| told.telling.fields.external_id.is_some());
        let mut kept = if gives_id { Vec::new() } else { before.clone() };
        if !gives_id && before.len() == 1 {
            kept.extend(self.bare_versions(post_id, stored)?);
        }
        for telling in kept.iter_mut().chain(told.iter_mut().map(|told| &mut told.telling)) {
            self.weigh(telling)?;
        }
        // What the store has is weighed only now: without that nothing would ever be as it was.
        let is_as_stored = kept.len() == before.len();
        let before = kept;
        let mut together = Vec::with_capacity(before.len() + told.len());
        for telling in before.iter().cloned().chain(told.iter().map(|told| told.telling.clone())) {
            evidence::add(&mut together, telling);
        }
        let of_this_load =
            together.iter().filter(|telling| telling.source.load_id == self.source.load_id).count();
        self.most_ways = self.most_ways.max(of_this_load);
        let Some(view) = evidence::view(&together) else { return Ok(false) };
        let read = told.iter().find_map(|told| {
            (told.telling.fields.spans == view.fields.spans && told.telling.fields.text == view.fields.text)
                .then_some(told.reading)
                .flatten()
        });
        if !is_as_stored {
            self.keep_tellings(post_id, &together, &view.fields)?;
        } else if before != together {
            self.keep_more_tellings(post_id, &before, &together, &stored.fields.text, &view.fields)?;
        }
        self.make_it_say(channel_id, post_id, stored, &together, view, read, last_seen_at)
    }

    /// Writes what the tellings make of a post into its row and the tables beside it.
    #[expect(clippy::too_many_arguments, reason = "all that a post is and was")]
    pub(super) fn make_it_say(
        &mut self,
        channel_id: i64,
        post_id: i64,
        stored: &Stored,
        together: &[Telling],
        view: View,
        read: Option<&Reading>,
        last_seen_at: Option<String>,
    ) -> rusqlite::Result<bool> {
        let View { reading, mut fields, media } = view;
        let before = &stored.fields;
        if fields.dated.posted_on.is_none() && before.dated.is_by_text() {
            // Its neighbours told its day.
            fields.dated.clone_from(&before.dated);
        }
        let is_other_text = fields.text != before.text;
        let is_read_anew = is_other_text || fields.spans != before.spans;
        let had_media = media::read(self.connection, post_id)?;
        let media_changed = had_media != media;
        if media_changed {
            self.connection.prepare_cached("DELETE FROM media WHERE post_id = ?1")?.execute([post_id])?;
            self.posts.insert_media(post_id, &media)?;
        }
        let is_counted_anew = is_read_anew
            || (&before.dated.posted_on, before.is_forward) != (&fields.dated.posted_on, fields.is_forward);
        let had = if is_counted_anew { self.contents(post_id)? } else { Contents::default() };
        let ids = ids(&fields, &media);
        if ids != self::ids(before, &had_media) {
            self.unfinished.ids.insert(channel_id);
        } else if before.dated.posted_on != fields.dated.posted_on {
            self.unfinished.days_of_ids.extend(ids.into_iter().map(|number| (channel_id, number)));
        }
        let changed = media_changed || fields.say_more_than(before);
        self.update(post_id, &fields, together[reading].source, together, last_seen_at.as_deref())?;
        if is_read_anew {
            let again;
            let Reading { extracted, text_key } = match read {
                Some(reading) => reading,
                None => {
                    again = self
                        .reread
                        .reread(&fields.text, spans::from_json(fields.spans.as_deref(), &fields.text));
                    &again
                }
            };
            let speaker_id = self.identities.speaker(extracted)?;
            self.connection.prepare_cached(UPDATE_TEXT)?.execute(params![
                post_id,
                extracted.title,
                fields.text,
                text_key.key,
                text_key.length,
                fields.spans,
                speaker_id
            ])?;
            self.facts.delete(post_id)?;
            self.facts.insert(post_id, extracted, &mut self.identities)?;
            word_index::note(self.connection, post_id)?;
        }
        if is_counted_anew {
            let has = if is_read_anew { self.contents(post_id)? } else { had.clone() };
            let (before, now) = (counted(channel_id, before), counted(channel_id, &fields));
            self.additions.change_contents(self.connection, (&before, had), (&now, has))?;
        }
        Ok(changed)
    }

    /// Notes that a post was told of once more, in the same words.
    fn see_again(&self, post_id: i64, stored: &Stored, told: &Telling) -> rusqlite::Result<()> {
        if stored.source == told.source && stored.own_last_seen_at == told.own_as_of {
            return Ok(());
        }
        self.connection
            .prepare_cached("UPDATE posts SET last_load_id = ?2, last_seen_at = ?3 WHERE post_id = ?1")?
            .execute(params![post_id, told.source.load_id, told.own_as_of])
            .map(drop)
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
                     OR EXISTS (SELECT * FROM post_versions WHERE post_id = ?1 AND text_hash = ?3)
                     -- A damaged copy of a text is no version.
                     OR EXISTS (SELECT * FROM post_evidence WHERE post_id = ?1 AND text = ?2 AND instr(text, char(0xFFFD)) > 0)",
            )?
            .query_row(params![post_id, told.text, hash(&told.text).to_be_bytes()], |row| row.get(0))?;
        if is_known_text { Ok(()) } else { self.absorb(channel.channel_id, post_id, former_id) }
    }

    /// Writes the fields of a post but for its text.
    fn update(
        &self,
        post_id: i64,
        fields: &Fields,
        reading: Source,
        together: &[Telling],
        last_seen_at: Option<&str>,
    ) -> rusqlite::Result<()> {
        let last_seen_at = match together {
            [one] => one.own_as_of.as_deref(),
            _ => last_seen_at,
        };
        self.connection
            .prepare_cached(UPDATE)?
            .execute(params![
                post_id,
                fields.external_id,
                fields.external_no,
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
                reading.load_id,
                last_seen_at,
                fields.is_alone,
                fields.text_no,
                fields.album_no
            ])
            .map(drop)
    }
}

/// All ids that a post has.
fn ids(fields: &Fields, media: &[Media]) -> Vec<i64> {
    let Fields { external_no, album_size, .. } = *fields;
    CountedPost { number: external_no, album_size, media, ..CountedPost::default() }.ids()
}
