//! Writes one post: as a new one, or into the one that the store has.

use crate::model::Post;
use crate::store::writer::identities::References;
use crate::store::writer::telling::Fields;
use crate::store::writer::{CurrentChannel, Outcome, PreparedPost, Reading, Writer, posts};

impl Writer<'_> {
    /// Writes a post of the current channel and gives its id; `None` where the store knows that it is a service row.
    ///
    /// # Errors
    /// When the store refuses, or no channel was entered.
    pub fn write_post(&mut self, prepared: &PreparedPost) -> rusqlite::Result<Option<(i64, Outcome)>> {
        let mut channel = self.channel.take().ok_or(rusqlite::Error::QueryReturnedNoRows)?;
        let written = if comes_behind_all(&channel, &prepared.post) {
            // Of the posts nothing is read then, so that they may wait, and this one with them.
            self.may_wait.set(true);
            let written = self.write_post_of(&mut channel, prepared);
            self.may_wait.set(false);
            written
        } else {
            self.insert_waiting().and_then(|()| self.write_post_of(&mut channel, prepared))
        };
        self.channel = Some(channel);
        written
    }

    /// Inserts the posts that wait, with what belongs to them. All that reads the store needs it: the writer does it
    /// itself, whoever reads beside it has to ask for it.
    ///
    /// # Errors
    /// When the store refuses.
    pub fn insert_waiting(&mut self) -> rusqlite::Result<()> {
        self.posts.insert_waiting()?;
        self.facts.insert_waiting()
    }

    fn write_post_of(
        &mut self,
        channel: &mut CurrentChannel,
        prepared: &PreparedPost,
    ) -> rusqlite::Result<Option<(i64, Outcome)>> {
        let key = posts::Key::of(&prepared.post);
        let times = &prepared.times;
        let coverage = self.coverage.entry(channel.channel_id).or_default();
        coverage.include(key.number(), times.posted_at.as_deref());
        coverage.include(None, times.edited_at.as_deref().max(times.seen_at.as_deref()));
        self.told.include(times.posted_at.as_deref());
        self.told.include(times.edited_at.as_deref().max(times.seen_at.as_deref()));
        let messages = || prepared.post.media.iter().filter_map(|media| media.external_id.as_deref());
        for number in messages().filter_map(posts::as_number) {
            coverage.include(Some(number), None);
        }
        if let Some(day) = prepared.times.day {
            self.unfinished.include(day);
        }
        let references = self.identities.references(channel, &prepared.post)?;
        if self.is_service_row(channel.channel_id, &prepared.post)? {
            return Ok(None);
        }
        if let Some(number) = key.number() {
            if let Some((post_id, outcome)) = self.tell_again(channel, number, prepared, &references)? {
                *self.counts.of(outcome) += 1;
                return Ok(Some((post_id, outcome)));
            }
            let albums = self.part_albums(channel, &key, prepared, &references)?;
            let parts = self.parts_of_told(channel, &key, prepared, &references, albums)?;
            if !parts.is_empty() {
                let mut first = None;
                for (part, references) in parts {
                    // What another part was joined with may have had messages of this one.
                    self.part_albums(channel, &posts::Key::of(&part.post), &part, &references)?;
                    let written = self.write_referring(channel, &part, &references)?;
                    first = first.or(Some(written));
                }
                return Ok(first);
            }
        }
        self.write_referring(channel, prepared, &references).map(Some)
    }

    /// Writes a post of which it is known to whom it refers.
    fn write_referring(
        &mut self,
        channel: &mut CurrentChannel,
        prepared: &PreparedPost,
        references: &References,
    ) -> rusqlite::Result<(i64, Outcome)> {
        let key = posts::Key::of(&prepared.post);
        let removed = self.removed;
        if let Some(number) = key.number().filter(|number| *number <= channel.highest_no)
            && prepared.post.is_alone
        {
            let fields = Fields::told(&key, prepared, references);
            self.take_apart_at(channel.channel_id, number, &fields)?;
        }
        let mut found = self.posts.find(channel, &key, &prepared.post.text)?;
        if key.number().is_some() {
            found = self.join_album(channel, found, prepared)?;
        }
        let (post_id, mut outcome) = match found {
            Some(post_id) => (post_id, self.merge_post(channel, post_id, &key, prepared, references)?),
            None => {
                let again;
                let reading = match &prepared.reading {
                    Some(reading) => reading,
                    None => {
                        again = self.reread.reread(&prepared.post.text, prepared.post.spans.clone());
                        &again
                    }
                };
                let references =
                    References { speaker_id: self.identities.speaker(&reading.extracted)?, ..*references };
                let load_id = self.source.load_id;
                let post_id = self.posts.insert(channel, &key, prepared, reading, &references, load_id)?;
                self.insert_facts((channel.channel_id, load_id), post_id, prepared, reading)?;
                (post_id, Outcome::New)
            }
        };
        let joined = self.join_halves(channel, post_id, &prepared.post)?;
        if outcome == Outcome::New && joined != post_id {
            outcome = Outcome::Changed;
        }
        let post_id = joined;
        if let Some(number) = key.number() {
            let messages = prepared.post.media.iter().filter_map(|media| media.external_id.as_deref());
            let all = messages.filter_map(posts::as_number).chain([number]);
            channel.highest_no = all.fold(channel.highest_no, i64::max);
        }
        channel.has_posts_with_id |= key.id().is_some();
        if outcome == Outcome::Unchanged && self.removed > removed {
            outcome = Outcome::Changed;
        }
        *self.counts.of(outcome) += 1;
        Ok((post_id, outcome))
    }

    /// Writes what belongs to a post that was inserted as of this load.
    pub(super) fn insert_facts(
        &mut self,
        (channel_id, load_id): (i64, i64),
        post_id: i64,
        prepared: &PreparedPost,
        reading: &Reading,
    ) -> rusqlite::Result<()> {
        let used = self.facts.insert(post_id, &reading.extracted, &mut self.identities)?;
        self.posts.insert_media(post_id, &prepared.post.media)?;
        self.posts.insert_reactions(post_id, prepared.post.reactions.as_deref().unwrap_or_default())?;
        self.observe_new(post_id, prepared)?;
        let counted = prepared.counted(channel_id, load_id, &reading.extracted);
        self.additions.add(self.connection, &counted, &used)
    }
}

/// Whether all messages of the post come behind all of the channel, so that no other post can have to do with it.
fn comes_behind_all(channel: &CurrentChannel, post: &Post) -> bool {
    let is_behind = |id: &str| posts::as_number(id).is_some_and(|number| number > channel.highest_no);
    post.external_id.as_deref().is_some_and(is_behind)
        && post.media.iter().filter_map(|item| item.external_id.as_deref()).all(is_behind)
        && post.album_no.is_none()
        && !channel.has_posts_without_id
}
