//! What the writer is told of a load, and what it tells.

use std::collections::HashSet;
use std::rc::Rc;

use jiff::civil::Date;
use rusqlite::Connection;

use crate::model::DateBasis;
use crate::store::channel_tellings::ChannelNews;
use crate::store::summaries::{self, Cell, Doubts};
use crate::store::writer::Writer;
use crate::store::writer::former_groups::FormerGroup;
use crate::store::writer::prepared::Reread;
use crate::store::writer::same_posts::SamePosts;

/// What is known of a load before its first record.
#[derive(Debug, Clone)]
pub struct LoadStart<'a> {
    /// The path as given.
    pub input: &'a str,
    /// The format's name and rank.
    pub format: &'a str,
    /// How rich the format is.
    pub rank: u8,
    /// Whether the format gives texts as they were published.
    pub text_is_exact: bool,
    /// Whether the format tells when a post was edited.
    pub tells_edits: bool,
    /// Reads a text again.
    pub reread: Rc<dyn Reread>,
    /// Size of the input.
    pub bytes: u64,
    /// UTC, ISO 8601.
    pub started_at: &'a str,
    /// The last instant that the input knows of, where the store has posts that it may tell of again.
    pub as_of: Option<String>,
}

/// What is known of a load after its last record.
#[derive(Debug, Clone)]
pub struct LoadEnd<'a> {
    /// Of the input's bytes, in lower-case hex.
    pub sha256: &'a str,
    /// UTC, ISO 8601.
    pub finished_at: &'a str,
    /// Whether the input was read to its proper end.
    pub is_whole: bool,
    /// Whether it is known to hold all that its channels had between its first and its last record.
    pub is_complete: bool,
    /// Rejected records by reason.
    pub rejects: &'a [(String, u64)],
}

/// What became of a post.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The store did not have it.
    New,
    /// The input knew more of it, or something later.
    Changed,
    /// The input knew nothing new.
    Unchanged,
}

/// The day or the bounds that its neighbours give to a post.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Neighbourhood {
    /// The day, and where it comes from.
    pub day: Option<(Date, DateBasis)>,
    /// The day of the dated post before it.
    pub not_before: Option<Date>,
    /// The day of the dated post after it.
    pub not_after: Option<Date>,
}

/// Counts of a load.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Posts that the store did not have.
    pub new: u64,
    /// Posts of which the input knew more or something later.
    pub changed: u64,
    /// Posts of which it knew nothing new.
    pub unchanged: u64,
    /// Service rows.
    pub events: u64,
}

impl Counts {
    /// All posts.
    #[must_use]
    pub fn posts(&self) -> u64 {
        self.new + self.changed + self.unchanged
    }

    pub(super) fn of(&mut self, outcome: Outcome) -> &mut u64 {
        match outcome {
            Outcome::New => &mut self.new,
            Outcome::Changed => &mut self.changed,
            Outcome::Unchanged => &mut self.unchanged,
        }
    }
}

/// What a load leaves to be done when the indexes are there: cells whose summaries must be made anew, and
/// the days that the calendar must cover.
#[derive(Debug, Default)]
pub struct Unfinished {
    /// Cells of the summaries that must be made anew.
    pub cells: HashSet<Cell>,
    /// Single counts that must be made anew.
    pub doubts: Doubts,
    /// Channels of which a post has other ids than before, or an event another day.
    pub ids: HashSet<i64>,
    /// Ids of posts that have another day than before, with their channels.
    pub days_of_ids: HashSet<(i64, i64)>,
    /// Channels that took in the posts of another.
    pub joined: HashSet<i64>,
    /// First and last day of the posts.
    pub days: Option<(Date, Date)>,
    /// What has come to light of channels.
    pub news: ChannelNews,
    /// Channels that have the same posts.
    pub same_posts: Vec<SamePosts>,
    /// Groups of which a supergroup has the posts, too.
    pub former_groups: Vec<FormerGroup>,
}

impl Unfinished {
    /// Takes in what another load left.
    pub fn merge(&mut self, other: Self) {
        self.cells.extend(other.cells);
        self.doubts.merge(other.doubts);
        self.ids.extend(other.ids);
        self.days_of_ids.extend(other.days_of_ids);
        self.joined.extend(other.joined);
        for day in other.days.into_iter().flat_map(|(first, last)| [first, last]) {
            self.include(day);
        }
    }

    /// Does it: the calendar first, then the summaries.
    ///
    /// # Errors
    /// When the store refuses.
    pub fn finish(self, connection: &Connection) -> rusqlite::Result<()> {
        if let Some((first, last)) = self.days {
            crate::store::calendar::cover(connection, first, last)?;
        }
        self.doubts.settle(connection, &self.cells)?;
        summaries::recount_over_all_time(connection, &self.joined)?;
        summaries::recount_ids(connection, &self.ids)?;
        let others = self.days_of_ids.iter().filter(|(channel_id, _)| !self.ids.contains(channel_id));
        summaries::recount_ends(connection, others)
    }

    pub(super) fn include(&mut self, day: Date) {
        let (first, last) = self.days.unwrap_or((day, day));
        self.days = Some((first.min(day), last.max(day)));
    }
}

impl Writer<'_> {
    /// Writes the posts so far that wait, and the counts of all.
    ///
    /// # Errors
    /// When the store refuses.
    pub fn write_counts(&mut self) -> rusqlite::Result<()> {
        self.insert_waiting()?;
        self.additions.write(self.connection)
    }
}
