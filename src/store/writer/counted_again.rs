//! What the summaries counted of a post before a load changed it, and what they count of it now: the difference is put
//! to them, so that nothing else is read for it.

use rusqlite::params;

use crate::store::summaries::{Contents, CountedPost, Used, Way};
use crate::store::writer::Writer;
use crate::store::writer::telling::Fields;

/// What is known of a post as its row has it, without its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Known {
    posted_on: Option<String>,
    posted_local: Option<String>,
    is_forward: bool,
    load_id: i64,
    is_edited: bool,
    has_views: bool,
    has_views_unit: bool,
    has_forwards: bool,
    has_replies: bool,
    has_reactions: bool,
    talking_points: i64,
}

impl Known {
    fn counted(&self, channel_id: i64) -> CountedPost<'_> {
        CountedPost {
            channel_id,
            posted_on: self.posted_on.as_deref(),
            posted_local: self.posted_local.as_deref(),
            is_forward: self.is_forward,
            load_id: self.load_id,
            is_edited: self.is_edited,
            has_views: self.has_views,
            has_views_unit: self.has_views_unit,
            has_forwards: self.has_forwards,
            has_replies: self.has_replies,
            has_reactions: self.has_reactions,
            talking_points: usize::try_from(self.talking_points).unwrap_or(0),
            ..CountedPost::default()
        }
    }
}

/// A post by what its contents are counted under.
pub(super) fn counted(channel_id: i64, fields: &Fields) -> CountedPost<'_> {
    CountedPost {
        channel_id,
        posted_on: fields.dated.posted_on.as_deref(),
        is_forward: fields.is_forward,
        text: &fields.text,
        ..CountedPost::default()
    }
}

impl Writer<'_> {
    /// What is known of a post.
    pub(super) fn known(&self, post_id: i64) -> rusqlite::Result<Known> {
        self.connection
            .prepare_cached(
                "SELECT p.posted_on, p.posted_local, p.is_forward, p.last_load_id, p.is_edited, p.views IS NOT NULL,
                    p.views_unit IS NOT NULL, p.forwards IS NOT NULL, p.replies IS NOT NULL,
                    EXISTS (SELECT * FROM reactions AS r WHERE r.post_id = p.post_id),
                    (SELECT count(*) FROM talking_points AS t WHERE t.post_id = p.post_id)
                 FROM posts AS p WHERE p.post_id = ?1",
            )?
            .query_row([post_id], |row| {
                Ok(Known {
                    posted_on: row.get(0)?,
                    posted_local: row.get(1)?,
                    is_forward: row.get(2)?,
                    load_id: row.get(3)?,
                    is_edited: row.get(4)?,
                    has_views: row.get(5)?,
                    has_views_unit: row.get(6)?,
                    has_forwards: row.get(7)?,
                    has_replies: row.get(8)?,
                    has_reactions: row.get(9)?,
                    talking_points: row.get(10)?,
                })
            })
    }

    /// Counts what is known of a post now instead of what was known `before`.
    pub(super) fn count_known_anew(
        &mut self,
        channel_id: i64,
        post_id: i64,
        before: &Known,
    ) -> rusqlite::Result<()> {
        let now = self.known(post_id)?;
        self.count_known_as(channel_id, before, &now)
    }

    /// The same of a post of which nothing else was told than before: it may be of another load now.
    pub(super) fn count_load_anew(
        &mut self,
        channel_id: i64,
        post_id: i64,
        before: &Known,
    ) -> rusqlite::Result<()> {
        let load_id = self
            .connection
            .prepare_cached("SELECT last_load_id FROM posts WHERE post_id = ?1")?
            .query_row(params![post_id], |row| row.get(0))?;
        self.count_known_as(channel_id, before, &Known { load_id, ..before.clone() })
    }

    fn count_known_as(&mut self, channel_id: i64, before: &Known, now: &Known) -> rusqlite::Result<()> {
        if now == before {
            return Ok(());
        }
        self.additions.count_known_of(self.connection, &before.counted(channel_id), Way::TakeAway)?;
        self.additions.count_known_of(self.connection, &now.counted(channel_id), Way::Add)
    }

    /// Takes away all that is counted of a post that is about to be removed, but for its ids.
    pub(super) fn take_away(
        &mut self,
        channel_id: i64,
        post_id: i64,
        fields: &Fields,
    ) -> rusqlite::Result<()> {
        let known = self.known(post_id)?;
        self.additions.count_known_of(self.connection, &known.counted(channel_id), Way::TakeAway)?;
        let contents = self.contents(post_id)?;
        self.additions.take_away_contents(self.connection, &counted(channel_id, fields), &contents)
    }

    /// What was found in a post, as it is stored.
    pub(super) fn contents(&self, post_id: i64) -> rusqlite::Result<Contents> {
        let hosts = self
            .connection
            .prepare_cached("SELECT DISTINCT coalesce(host, 'no host') FROM links WHERE post_id = ?1")?
            .query_map([post_id], |row| row.get(0))?
            .collect::<rusqlite::Result<Vec<String>>>()?;
        let (hashtags, spellings) = self
            .connection
            .prepare_cached("SELECT hashtag_id, spelling FROM post_hashtags WHERE post_id = ?1")?
            .query_map([post_id], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?)))?
            .collect::<rusqlite::Result<(Vec<i64>, Vec<String>)>>()?;
        let entities = self
            .connection
            .prepare_cached("SELECT entity_id FROM mentions WHERE post_id = ?1")?
            .query_map([post_id], |row| row.get(0))?
            .collect::<rusqlite::Result<Vec<i64>>>()?;
        Ok(Contents { used: Used { hashtags, entities }, spellings, hosts })
    }
}
