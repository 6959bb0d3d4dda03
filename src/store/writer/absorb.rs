//! Posts that turn out to be one: a post without id whose text is one that another had once, and the messages of an
//! album that another input tells of one by one.

use crate::store::writer::{CurrentChannel, PreparedPost, Writer, posts};

impl Writer<'_> {
    /// Makes one post of two: `post_id` takes in what `other_id`, which has no id, saw, and that is gone.
    pub(super) fn absorb(&mut self, channel_id: i64, post_id: i64, other_id: i64) -> rusqlite::Result<()> {
        let before = self.known(post_id)?;
        let (stored, other) = (self.stored(post_id)?, self.stored(other_id)?);
        let settled = self.settled_day(other_id, &other)?;
        self.take_away(channel_id, other_id, &other.fields)?;
        self.unfinished.ids.insert(channel_id);
        self.take_observations((post_id, &stored), (other_id, &other))?;
        self.restate_metrics(post_id)?;
        self.remove_post(other_id)?;
        self.count_known_anew(channel_id, post_id, &before)?;
        settled.map_or(Ok(false), |(day, basis)| self.settle_day(post_id, &day, &basis)).map(drop)
    }

    /// The post that the messages of an album belong to, when the store has any of them: posts that other inputs
    /// tell of one by one become one with it.
    pub(super) fn join_album(
        &mut self,
        channel: &CurrentChannel,
        post_id: Option<i64>,
        prepared: &PreparedPost,
    ) -> rusqlite::Result<Option<i64>> {
        let ids = prepared.post.media.iter().filter_map(|media| media.external_id.as_deref());
        let mut numbers: Vec<i64> = ids.filter_map(posts::as_number).collect();
        let own = prepared.post.external_id.as_deref().and_then(posts::as_number);
        numbers.extend(own);
        numbers.sort_unstable();
        numbers.dedup();
        if numbers.len() < 2 && post_id.is_some() {
            return Ok(post_id);
        }
        let mut found: Vec<i64> = Vec::new();
        for number in numbers.into_iter().filter(|number| *number <= channel.highest_no) {
            let part_of = self.posts.find_message(channel.channel_id, number)?;
            found.extend(part_of.filter(|post_id| !found.contains(post_id)));
        }
        let Some(first) = post_id.or(found.first().copied()) else { return Ok(None) };
        for other in found.into_iter().filter(|other| *other != first) {
            self.join_posts(channel.channel_id, first, other)?;
        }
        Ok(Some(first))
    }

    /// Removes a post with all that belongs to it.
    pub(super) fn remove_post(&mut self, post_id: i64) -> rusqlite::Result<()> {
        // A writer does not look after references, so nothing is left to cascades.
        self.facts.delete(post_id)?;
        for table in [
            "post_evidence",
            "post_versions",
            "post_observations",
            "message_counts",
            "media",
            "reactions",
            "posts",
        ] {
            self.connection
                .prepare_cached(&format!("DELETE FROM {table} WHERE post_id = ?1"))?
                .execute([post_id])?;
        }
        self.removed += 1;
        Ok(())
    }
}
