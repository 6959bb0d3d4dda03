//! Writes what the extractors found in a post.

use rusqlite::Connection;

use crate::model::{Extracted, HashtagUse, Link};
use crate::store::rows::{MayWait, Target, WaitingRows, row};
use crate::store::summaries::Used;
use crate::store::writer::identities::Identities;
use crate::store::writer::mentions::{Mention, Who, mentions};
use crate::store::writer::next_id::NextId;

const POINTS: Target<'_> = Target {
    table: "talking_points",
    columns: "post_id, position, marker, ordinal, text, start, kind",
    on_conflict: "",
};

const HASHTAGS: Target<'_> = Target {
    table: "post_hashtags",
    columns: "post_id, position, hashtag_id, spelling, channel_handle, start, talking_point_id",
    on_conflict: "",
};

const MENTIONS: Target<'_> = Target {
    table: "mentions",
    columns: "post_id, position, entity_id, via, spelling, start, talking_point_id, office",
    on_conflict: "",
};

const LINKS: Target<'_> = Target {
    table: "links",
    columns: "post_id, position, url, host, is_visible, start, length, talking_point_id",
    on_conflict: "",
};

/// The statements that write facts.
#[derive(Debug)]
pub(super) struct Facts<'c> {
    connection: &'c Connection,
    point_ids: NextId<'c>,
    points: WaitingRows<'c>,
    hashtags: WaitingRows<'c>,
    mentions: WaitingRows<'c>,
    links: WaitingRows<'c>,
    /// Whether the store has point groups, which are of talking points.
    has_groups: bool,
}

impl<'c> Facts<'c> {
    pub(super) fn new(connection: &'c Connection, may_wait: &MayWait) -> rusqlite::Result<Self> {
        Ok(Self {
            connection,
            point_ids: NextId::new(connection, ("talking_points", "talking_point_id"), may_wait)?,
            points: WaitingRows::new(connection, POINTS, may_wait),
            hashtags: WaitingRows::new(connection, HASHTAGS, may_wait),
            mentions: WaitingRows::new(connection, MENTIONS, may_wait),
            links: WaitingRows::new(connection, LINKS, may_wait),
            has_groups: connection.query_row(
                "SELECT EXISTS (SELECT * FROM made_grouped_points)",
                [],
                |row| row.get(0),
            )?,
        })
    }

    pub(super) fn insert(
        &mut self,
        post_id: i64,
        extracted: &Extracted,
        identities: &mut Identities<'c>,
    ) -> rusqlite::Result<Used> {
        let mut point_ids = Vec::with_capacity(extracted.talking_points.len());
        for (position, point) in (1_i64..).zip(&extracted.talking_points) {
            let point_id = self.point_ids.next()?;
            self.points.expect(point_id);
            self.points.put(row![
                post_id,
                position,
                point.marker,
                point.ordinal,
                point.text,
                count(point.start),
                point.kind.as_str()
            ])?;
            point_ids.push(point_id.unwrap_or_else(|| self.connection.last_insert_rowid()));
        }
        let point_id = |index: Option<usize>| index.and_then(|index| point_ids.get(index).copied());
        let hashtags = self.insert_hashtags(
            post_id,
            &extracted.hashtags,
            |hashtag| point_id(hashtag.talking_point),
            identities,
        )?;
        let entities =
            self.insert_mentions(post_id, extracted, |mention| point_id(mention.talking_point), identities)?;
        self.insert_links(post_id, &extracted.links, |link| point_id(link.talking_point))?;
        Ok(Used { hashtags, entities })
    }

    /// Inserts what waits.
    pub(super) fn insert_waiting(&mut self) -> rusqlite::Result<()> {
        self.point_ids.forget();
        let Self { points, hashtags, mentions, links, .. } = self;
        [points, hashtags, mentions, links].into_iter().try_for_each(WaitingRows::insert)
    }

    /// Writes the uses of hashtags, and gives the hashtag of each; `point_of` tells the talking point of a use.
    pub(super) fn insert_hashtags(
        &mut self,
        post_id: i64,
        hashtags: &[HashtagUse],
        point_of: impl Fn(&HashtagUse) -> Option<i64>,
        identities: &mut Identities<'c>,
    ) -> rusqlite::Result<Vec<i64>> {
        let mut ids = Vec::with_capacity(hashtags.len());
        for (position, hashtag) in (1_i64..).zip(hashtags) {
            let hashtag_id = identities.hashtag(&hashtag.tag)?;
            self.hashtags.put(row![
                post_id,
                position,
                hashtag_id,
                hashtag.spelling,
                hashtag.channel_handle,
                count(hashtag.start),
                point_of(hashtag)
            ])?;
            ids.push(hashtag_id);
        }
        Ok(ids)
    }

    /// Writes the links; `point_of` tells the talking point of one.
    pub(super) fn insert_links(
        &mut self,
        post_id: i64,
        links: &[Link],
        point_of: impl Fn(&Link) -> Option<i64>,
    ) -> rusqlite::Result<()> {
        for (position, link) in (1_i64..).zip(links) {
            self.links.put(row![
                post_id,
                position,
                link.url,
                link.host,
                link.is_visible,
                count(link.start),
                count(link.length),
                point_of(link)
            ])?;
        }
        Ok(())
    }

    /// Writes who is named, and gives one entity a naming; `point_of` tells the talking point of a naming.
    pub(super) fn insert_mentions(
        &mut self,
        post_id: i64,
        extracted: &Extracted,
        point_of: impl Fn(&Mention<'_>) -> Option<i64>,
        identities: &mut Identities<'c>,
    ) -> rusqlite::Result<Vec<i64>> {
        let mut entities = Vec::new();
        for (position, mention) in (1_i64..).zip(mentions(extracted)) {
            let entity_id = match mention.who {
                Who::Handle(handle) => identities.handle("handle", handle)?,
                Who::Number(number) => identities.handle("number", number)?,
                Who::Named(who) => identities.named(who)?,
            };
            self.mentions.put(row![
                post_id,
                position,
                entity_id,
                mention.via,
                mention.spelling,
                count(mention.start),
                point_of(&mention),
                mention.office
            ])?;
            entities.push(entity_id);
        }
        Ok(entities)
    }

    /// Removes the facts of a post, and the groups that its talking points stand for.
    pub(super) fn delete(&mut self, post_id: i64) -> rusqlite::Result<()> {
        // A writer does not look after references, so nothing is left to cascades.
        for (table, point) in [
            ("made_grouped_points", "point_group_id"),
            ("made_grouped_points", "talking_point_id"),
            ("made_point_groups", "point_group_id"),
        ]
        .into_iter()
        .filter(|_| self.has_groups)
        {
            self.connection
                .prepare_cached(&format!(
                    "DELETE FROM {table} WHERE {point} IN (
                        SELECT talking_point_id FROM talking_points WHERE post_id = ?1)"
                ))?
                .execute([post_id])?;
        }
        for table in ["post_hashtags", "mentions", "links", "talking_points"] {
            self.connection
                .prepare_cached(&format!("DELETE FROM {table} WHERE post_id = ?1"))?
                .execute([post_id])?;
        }
        Ok(())
    }
}

fn count(value: usize) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}
