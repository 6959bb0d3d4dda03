//! Counts of the posts that a load inserts and changes, gathered before they are written.

use std::collections::HashMap;

use rusqlite::Connection;

use super::id_hasher::ByIds;
use super::id_runs::IdAdditions;
use super::of_posts::PostAdditions;
use super::{
    Contents, CountedPost, Doubts, USE_SUMMARIES, Used, day_number, joined, month_number, pairs, posts,
    spellings, tagged, totals,
};

/// More than this many counts are written before more are gathered.
const MOST_COUNTS: usize = 400_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct CountKey {
    /// Index into [`USE_SUMMARIES`], and the hashtag or entity.
    pub(super) thing: (u8, i64),
    /// Year times 12 plus month; 0 when undated.
    pub(super) month: i32,
    pub(super) channel_id: i64,
    pub(super) is_forward: bool,
}

#[derive(Debug, Default)]
pub(super) struct UseCount {
    pub(super) posts: i64,
    pub(super) uses: i64,
    /// The last post that was counted, so that each counts once however often it has the use.
    pub(super) last_post: u64,
    /// First and last day as numbers, e.g. 20240716; `None` when undated.
    pub(super) days: Option<(u32, u32)>,
    /// First and last day of the posts that were taken away, 0 when undated; `None` when none was.
    pub(super) gone: Option<(u32, u32)>,
}

/// Counts of the posts that a load has inserted or changed, as far as the tables do not have them yet.
#[derive(Debug, Default)]
pub struct Additions {
    posts: posts::Counted,
    pairs: pairs::Pairs,
    spellings: spellings::Spellings,
    tagged: tagged::Tagged,
    uses: HashMap<CountKey, UseCount, ByIds>,
    of_posts: PostAdditions,
    ids: IdAdditions,
    /// How many posts were added or taken away.
    added: u64,
    /// What the tables no longer tell.
    doubts: Doubts,
}

/// Whether a post is added or taken away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// It is counted from now on.
    Add,
    /// It was counted, here or in the tables, and is so no longer.
    TakeAway,
}

impl Way {
    /// What it makes of a count.
    pub(super) fn one(self) -> i64 {
        match self {
            Self::Add => 1,
            Self::TakeAway => -1,
        }
    }
}

impl Additions {
    /// Adds an inserted post with what stands in it.
    ///
    /// # Errors
    /// When the counts gathered so far had to be written and the store refuses.
    pub fn add(
        &mut self,
        connection: &Connection,
        post: &CountedPost<'_>,
        used: &Used,
    ) -> rusqlite::Result<()> {
        self.ids.add_post(post);
        self.count_known(post, Way::Add);
        self.posts.count_length(post, Way::Add);
        let hosts = post.links.iter().map(|link| link.host.as_deref());
        self.of_posts.count_hosts(post, hosts, Way::Add);
        self.pairs.count(post, used, Way::Add);
        let spellings = post.hashtags.iter().map(|hashtag| hashtag.spelling.as_str());
        self.spellings.count(post, used.hashtags.iter().copied().zip(spellings), Way::Add);
        self.tagged.count(post, used, Way::Add);
        self.count_uses(post, used, Way::Add);
        self.write_many(connection)
    }

    /// Counts what is known of a post, and not what stands in it; ids are not counted.
    ///
    /// # Errors
    /// As [`Additions::add`].
    pub fn count_known_of(
        &mut self,
        connection: &Connection,
        post: &CountedPost<'_>,
        way: Way,
    ) -> rusqlite::Result<()> {
        self.count_known(post, way);
        self.write_many(connection)
    }

    /// Counts which fields a post has now, and of which load, instead of those that it had; all else of it stays.
    ///
    /// # Errors
    /// As [`Additions::add`].
    pub fn change_fields(
        &mut self,
        connection: &Connection,
        before: &CountedPost<'_>,
        now: &CountedPost<'_>,
    ) -> rusqlite::Result<()> {
        self.of_posts.count_fields(before, Way::TakeAway);
        self.of_posts.count_fields(now, Way::Add);
        self.write_many(connection)
    }

    /// Takes away what stands in a post: only its channel, its day, its text and whether it is a forward are looked at.
    ///
    /// # Errors
    /// As [`Additions::add`].
    pub fn take_away_contents(
        &mut self,
        connection: &Connection,
        post: &CountedPost<'_>,
        contents: &Contents,
    ) -> rusqlite::Result<()> {
        self.pairs.count(post, &contents.used, Way::TakeAway);
        self.count_spellings(post, contents, Way::TakeAway);
        self.tagged.count(post, &contents.used, Way::TakeAway);
        self.count_contents(post, contents, Way::TakeAway);
        self.write_many(connection)
    }

    /// Counts what stands in a post now instead of what stood in it.
    ///
    /// # Errors
    /// As [`Additions::add`].
    pub fn change_contents(
        &mut self,
        connection: &Connection,
        (before, mut had): (&CountedPost<'_>, Contents),
        (now, mut has): (&CountedPost<'_>, Contents),
    ) -> rusqlite::Result<()> {
        self.pairs.change((before, &had.used), (now, &has.used));
        self.count_spellings(before, &had, Way::TakeAway);
        self.count_spellings(now, &has, Way::Add);
        self.tagged.count(before, &had.used, Way::TakeAway);
        self.tagged.count(now, &has.used, Way::Add);
        if (before.posted_on, before.is_forward) == (now.posted_on, now.is_forward) {
            // What stays where it was leaves no doubt.
            had.used.drop_common(&mut has.used);
        }
        self.count_contents(before, &had, Way::TakeAway);
        self.count_contents(now, &has, Way::Add);
        self.write_many(connection)
    }

    fn count_spellings(&mut self, post: &CountedPost<'_>, contents: &Contents, way: Way) {
        let uses = contents.used.hashtags.iter().copied().zip(contents.spellings.iter().map(String::as_str));
        self.spellings.count(post, uses, way);
    }

    fn count_contents(&mut self, post: &CountedPost<'_>, contents: &Contents, way: Way) {
        self.posts.count_length(post, way);
        self.of_posts.count_hosts(post, contents.hosts.iter().map(|host| Some(host.as_str())), way);
        self.count_uses(post, &contents.used, way);
    }

    /// Adds the id of a service row that the store did not have, with its day.
    pub fn add_event(&mut self, channel_id: i64, number: i64, happened_on: Option<&str>) {
        self.ids.add(channel_id, number, happened_on);
    }

    /// What is to be counted from the posts.
    #[must_use]
    pub fn into_doubts(self) -> Doubts {
        self.doubts
    }

    fn count_known(&mut self, post: &CountedPost<'_>, way: Way) {
        self.posts.count(post, way);
        self.of_posts.count(post, way);
    }

    fn count_uses(&mut self, post: &CountedPost<'_>, used: &Used, way: Way) {
        self.added += 1;
        let month = month_number(post.posted_on);
        let day = post.posted_on.map(day_number);
        for (table, ids) in [(0, &used.hashtags), (1, &used.entities)] {
            for id in ids {
                let key = CountKey {
                    thing: (table, *id),
                    month,
                    channel_id: post.channel_id,
                    is_forward: post.is_forward,
                };
                let count = self.uses.entry(key).or_default();
                count.uses += way.one();
                if count.last_post == self.added {
                    continue;
                }
                count.last_post = self.added;
                count.posts += way.one();
                if way == Way::Add {
                    count.days = joined(count.days, day.map(|day| (day, day)));
                } else {
                    let day = day.unwrap_or(0);
                    count.gone = joined(count.gone, Some((day, day)));
                }
            }
        }
    }

    fn write_many(&mut self, connection: &Connection) -> rusqlite::Result<()> {
        if self.pairs.are_many() {
            self.pairs.write(connection, &mut self.doubts)?;
        }
        let counts = self.uses.len()
            + self.posts.len()
            + self.of_posts.len()
            + self.ids.len()
            + self.spellings.len()
            + self.tagged.len();
        if counts > MOST_COUNTS { self.write(connection) } else { Ok(()) }
    }

    /// Adds what was gathered to the tables.
    ///
    /// # Errors
    /// When the store refuses.
    pub fn write(&mut self, connection: &Connection) -> rusqlite::Result<()> {
        self.posts.write(connection)?;
        self.pairs.write(connection, &mut self.doubts)?;
        self.spellings.write(connection)?;
        self.tagged.write(connection)?;
        self.of_posts.write(connection)?;
        self.ids.write(connection)?;
        let mut counts: Vec<(CountKey, UseCount)> = self.uses.drain().collect();
        counts.sort_unstable_by_key(|(key, _)| (key.thing, key.month, key.channel_id, key.is_forward));
        for (index, summary) in USE_SUMMARIES.iter().enumerate() {
            let of_table = counts.iter().filter(|(key, _)| usize::from(key.thing.0) == index);
            let (added, changed): (Vec<_>, Vec<_>) = of_table.partition(|(_, count)| count.gone.is_none());
            summary.add(connection, &added)?;
            for (key, count) in changed {
                summary.change(connection, key, count, &mut self.doubts)?;
            }
        }
        totals::add(connection, &counts, &mut self.doubts)
    }
}
