//! Writes what a load reads: every INSERT of posts and of what stands in them is in here.
//!
//! A [`Writer`] lives for one load of one input, inside a transaction of its caller. A post that the
//! store does not have is inserted; one that it has is merged (`merge`), so that the store ends up with
//! the best of all that it was told.

mod absorb;
mod album_numbers;
mod apart;
mod authors;
mod by_name;
mod candidates;
mod counted_again;
mod counts_seen;
mod coverage;
mod days_again;
mod events;
mod evidence;
mod facts;
mod find;
mod former_groups;
mod former_handles;
mod gone;
mod halves;
mod identities;
mod join_channels;
mod join_same;
mod load;
mod media;
mod mentions;
mod merge;
mod message_counts;
mod name_alone;
mod names;
mod next_id;
mod observations;
mod points_again;
mod posts;
mod prepared;
mod read_again;
mod read_all_again;
mod same_channel;
mod same_number;
mod same_posts;
mod same_texts;
mod sample;
mod settle;
mod spans;
mod taken_handles;
mod telling;
mod tellings;
mod texts;
mod told_again;
mod told_channels;
mod trust;
mod versions;
mod write_post;

use std::cell::Cell as Shared;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::rc::Rc;

use jiff::civil::Date;
use rusqlite::{Connection, params};

use crate::store::channel_tellings;
use crate::store::points;
use crate::store::rows::MayWait;
use crate::store::summaries::Additions;

use coverage::Coverage;
use facts::Facts;
use identities::Identities;
use posts::Posts;
use telling::Source;
use told_again::ToldAgain;
use told_channels::ToldChannels;

pub use candidates::{Unidentified, unidentified};
pub use days_again::{DaysAgain, make_days_again};
pub use find::{Numbers, count_posts_with_other_texts, known_numbers};
pub use former_groups::FormerGroup;
pub use former_handles::other_of_that_handle;
pub use identities::ChannelChoice;
pub use join_channels::posts_in_common;
pub use load::{Counts, LoadEnd, LoadStart, Neighbourhood, Outcome, Unfinished};
pub use points_again::{PointsAgain, make_points_again};
pub use prepared::{PreparedEvent, PreparedPost, Reading, Reread, Times};
pub use read_again::{ReadAgain, read_names_again};
pub use read_all_again::{AllAgain, BeforeAndNow, read_all_again};
pub use same_channel::{Entered, Namesake, is_other_of_that_name, needs_sample};
pub use same_number::other_of_that_number;
pub use same_posts::SamePosts;
pub use sample::Sample;
pub(crate) use trust::{trust_own_references, trust_own_words};

/// The channel whose posts are being written.
#[derive(Debug, Clone)]
struct CurrentChannel {
    channel_id: i64,
    platform: String,
    /// What the input calls it.
    own_name: Option<String>,
    /// No post or event of the channel has a higher number.
    highest_no: i64,
    has_posts_without_id: bool,
    has_posts_with_id: bool,
}

/// Writes one load. See the module's documentation.
#[derive(Debug)]
pub struct Writer<'c> {
    connection: &'c Connection,
    /// What is known of this load's input, whatever it tells.
    source: Source,
    reread: Rc<dyn Reread>,
    as_of: Option<String>,
    /// Whether any post has evidence of several inputs.
    has_evidence: Shared<bool>,
    channel: Option<CurrentChannel>,
    told: ToldChannels,
    /// What is known of those that are not the current one.
    left: HashMap<i64, CurrentChannel>,
    identities: Identities<'c>,
    /// Loaded channels whose ids were not known when the load began.
    unidentified: Unidentified,
    /// Whether rows may wait: while a post is written that comes behind all others.
    may_wait: MayWait,
    posts: Posts<'c>,
    facts: Facts<'c>,
    again: ToldAgain<'c>,
    additions: Additions,
    unfinished: Unfinished,
    coverage: HashMap<i64, Coverage>,
    /// Channels that others were joined with, or of which an album was taken apart.
    joined: HashSet<i64>,
    /// How many posts went, because they turned out to be one with another, or several, or service rows.
    removed: u64,
    counts: Counts,
    /// In how many ways at most this load told of one post.
    most_ways: usize,
}

impl<'c> Writer<'c> {
    /// Begins a load.
    ///
    /// # Errors
    /// When the store refuses.
    pub fn begin(connection: &'c Connection, start: LoadStart<'_>) -> rusqlite::Result<Self> {
        connection.execute(
            "INSERT INTO loads (input, format, sha256, bytes, started_at, finished_at, as_of, is_whole,
                posts_new, posts_changed, posts_unchanged, rejected, chancery_version, format_rank, text_is_exact,
                tells_edits)
             VALUES (?1, ?2, '', ?3, ?4, ?4, ?5, 0, 0, 0, 0, 0, ?6, ?7, ?8, ?9)",
            params![
                start.input,
                start.format,
                i64::try_from(start.bytes).unwrap_or(i64::MAX),
                start.started_at,
                start.as_of,
                env!("CARGO_PKG_VERSION"),
                start.rank,
                start.text_is_exact,
                start.tells_edits
            ],
        )?;
        let source = Source {
            load_id: connection.last_insert_rowid(),
            rank: start.rank,
            is_exact: start.text_is_exact,
            tells_edits: start.tells_edits,
        };
        Self::new(connection, source, start.as_of, start.reread)
    }

    /// A writer that puts together what the store has; no load is told of.
    ///
    /// # Errors
    /// When the store refuses.
    pub fn between_loads(connection: &'c Connection, reread: Rc<dyn Reread>) -> rusqlite::Result<Self> {
        let nobody = Source { load_id: 0, rank: 0, is_exact: true, tells_edits: true };
        Self::new(connection, nobody, None, reread)
    }

    fn new(
        connection: &'c Connection,
        source: Source,
        as_of: Option<String>,
        reread: Rc<dyn Reread>,
    ) -> rusqlite::Result<Self> {
        let may_wait = MayWait::default();
        Ok(Self {
            connection,
            source,
            reread,
            as_of,
            has_evidence: Shared::new(tellings::has_evidence(connection)?),
            channel: None,
            told: ToldChannels::default(),
            left: HashMap::new(),
            identities: Identities::new(connection, source.load_id)?,
            unidentified: unidentified(connection)?,
            posts: Posts::new(connection, &may_wait)?,
            facts: Facts::new(connection, &may_wait)?,
            may_wait,
            again: ToldAgain::new(connection)?,
            additions: Additions::default(),
            unfinished: Unfinished::default(),
            coverage: HashMap::new(),
            joined: HashSet::new(),
            removed: 0,
            counts: Counts::default(),
            most_ways: 0,
        })
    }

    /// Ends what was done between loads, and gives what is left to be done.
    ///
    /// # Errors
    /// When the store refuses.
    pub fn end_between_loads(mut self) -> rusqlite::Result<Unfinished> {
        self.insert_waiting()?;
        self.settle_channels()?;
        self.additions.write(self.connection)?;
        points::mark_behind(self.connection)?;
        gone::flag_channels(self.connection, self.joined.iter().copied())?;
        self.posts.end()?;
        self.unfinished.doubts.merge(self.additions.into_doubts());
        Ok(self.unfinished)
    }

    /// The load's id.
    #[must_use]
    pub fn load_id(&self) -> i64 {
        self.source.load_id
    }

    /// The counts so far.
    #[must_use]
    pub fn counts(&self) -> Counts {
        self.counts
    }

    /// In how many ways at most this load told of one post that the store had, none of which says all that another does.
    #[must_use]
    pub fn most_ways(&self) -> usize {
        self.most_ways
    }

    /// First and last day of the load's posts so far.
    #[must_use]
    pub fn days(&self) -> Option<(Date, Date)> {
        self.unfinished.days
    }

    /// Makes the rows of the channels of which something new was told.
    fn settle_channels(&mut self) -> rusqlite::Result<()> {
        let news = channel_tellings::settle(self.connection, self.identities.take_unsettled())?;
        self.unfinished.news.renamed.extend(news.renamed);
        self.unfinished.news.shared.extend(news.shared);
        Ok(())
    }

    /// Ends the load and gives what is left to be done once the indexes are there.
    ///
    /// # Errors
    /// When the store refuses.
    pub fn end(mut self, end: LoadEnd<'_>) -> rusqlite::Result<Unfinished> {
        self.insert_waiting()?;
        self.additions.write(self.connection)?;
        let as_of = self.coverage.values().filter_map(|coverage| coverage.as_of.clone()).max();
        let rejected: u64 = end.rejects.iter().map(|(_, records)| records).sum();
        let is_complete = end.is_complete && end.is_whole && rejected == 0;
        let mut insert = self.connection.prepare(
            "INSERT INTO load_ranges (load_id, channel_id, first_no, last_no, as_of, is_complete)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?;
        for (channel_id, coverage) in &self.coverage {
            let is_complete = is_complete && coverage.first_no.is_some();
            insert.execute(params![
                self.source.load_id,
                channel_id,
                coverage.first_no,
                coverage.last_no,
                coverage.as_of,
                is_complete
            ])?;
        }
        let mut insert = self
            .connection
            .prepare("INSERT INTO load_rejects (load_id, reason, records) VALUES (?1, ?2, ?3)")?;
        for (reason, records) in end.rejects {
            insert.execute(params![self.source.load_id, reason, count(*records)])?;
        }
        self.connection.execute(
            "UPDATE loads SET sha256 = ?2, finished_at = ?3, as_of = ?4, is_whole = ?5, posts_new = ?6,
                posts_changed = ?7, posts_unchanged = ?8, rejected = ?9 WHERE load_id = ?1",
            params![
                self.source.load_id,
                end.sha256,
                end.finished_at,
                as_of,
                end.is_whole,
                count(self.counts.new),
                count(self.counts.changed),
                count(self.counts.unchanged),
                count(rejected)
            ],
        )?;
        if as_of != self.as_of {
            self.date_sightings(self.as_of.as_deref(), as_of.as_deref())?;
            self.date_versions(self.as_of.as_deref(), as_of.as_deref())?;
        }
        self.forget_same_sightings(end.sha256)?;
        self.told.write(self.connection, self.source.load_id)?;
        self.settle_channels()?;
        self.join_same()?;
        self.lead_by_name()?;
        self.settle_channels()?;
        if self.counts.new > 0 {
            let told: BTreeSet<i64> = self.coverage.keys().copied().collect();
            let numbered = same_posts::numbered(self.connection)?;
            self.unfinished.same_posts = same_posts::same_posts(self.connection, &numbered, &told)?;
            self.unfinished.former_groups = former_groups::former_groups(self.connection, &numbered, &told)?;
        }
        // Those that were joined only now are counted anew.
        self.additions.write(self.connection)?;
        if self.counts.new + self.counts.changed + self.removed > 0 || !self.joined.is_empty() {
            points::mark_behind(self.connection)?;
        }
        gone::flag(self.connection, self.source.load_id)?;
        gone::flag_channels(self.connection, self.joined.iter().copied())?;
        self.posts.end()?;
        self.unfinished.doubts.merge(self.additions.into_doubts());
        Ok(self.unfinished)
    }
}

fn count(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}
