//! Full-text search: which posts hold these words, or how many of each period.
//!
//! ```text
//! text ─▶ full_text (FTS5's grammar) ─▶ the store's index, or one for this search ─▶ runner (read-only) ─▶ rows
//! ```
//!
//! The store's own index is asked where it is there and knows what is looked for. Else the texts are read: an index
//! for this one search is made in a temporary file, with the same rules, so that the rows are the same.

use std::ops::ControlFlow;
use std::time::Instant;

use rusqlite::Connection;

use crate::clock::Clock;
use crate::query::bind::{self, Arguments, Bound};
use crate::query::full_text::FullText;
use crate::query::rows::{Rows, Value};
use crate::query::runner::{Budget, Runner};
use crate::query::{Query, coverage};
use crate::store::search_index::{self, Selection, State, Tokenizer, Words};
use crate::{Error, ErrorKind, Result};

/// Words of an excerpt; single characters of scripts without spaces; trigrams. FTS5 allows 64.
const WORDS_AROUND: i64 = 20;
const CHARACTERS_AROUND: i64 = 48;
const TRIGRAMS_AROUND: i64 = 64;

/// What is asked.
#[derive(Debug, Clone)]
pub struct Search {
    /// The words.
    pub text: FullText,
    /// The values of `since`, `until`, `channel`, `tag`, `forwards`, and `by` or `order`.
    pub arguments: Arguments,
    /// Whether posts are counted by period; else they are listed.
    pub by_period: bool,
    /// The day that counts as today; `None` is today.
    pub as_of: Option<String>,
    /// What stands before and behind each hit in an excerpt.
    pub marks: (&'static str, &'static str),
    /// Columns of the terminal on which excerpts are shown, so that their hits are not cut off; `None` in a file.
    pub width: Option<usize>,
    /// How many rows are shown; the others are counted. `None` shows all.
    pub shown: Option<u64>,
}

/// How a search is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Way {
    /// By the store's own index with this tokenizer.
    Index(Tokenizer),
    /// By reading the texts.
    Scan(Words),
}

/// What can be done about the search in a store of this state: `None` when its index must be made first.
///
/// # Errors
/// [`ErrorKind::Store`] when the store cannot be read.
pub fn way(connection: &Connection, text: &FullText) -> Result<Option<Way>> {
    let state = search_index::state(connection)?;
    let tokenizer = match state {
        State::Ready(tokenizer) => tokenizer,
        State::Absent | State::Behind => search_index::chosen_tokenizer(connection)?,
    };
    let is_known = match tokenizer {
        Tokenizer::Unicode61 => text.characters.is_empty(),
        Tokenizer::Trigram => !text.is_short,
    };
    Ok(match state {
        _ if !is_known => Some(Way::Scan(parted(text, tokenizer))),
        State::Ready(tokenizer) => Some(Way::Index(tokenizer)),
        State::Absent | State::Behind => None,
    })
}

/// The way when the store's index is not there and cannot be made.
///
/// # Errors
/// [`ErrorKind::Store`] when the store cannot be read.
pub fn way_without_index(connection: &Connection) -> Result<Way> {
    Ok(Way::Scan(Words::Plain(search_index::chosen_tokenizer(connection)?)))
}

fn parted(text: &FullText, tokenizer: Tokenizer) -> Words {
    Words::Parted { tokenizer, characters: text.characters.clone(), all_occur: text.all_occur }
}

/// A search that can be run.
pub struct Prepared {
    query: Query,
    /// The values, and what was made of those that were given.
    pub bound: Bound,
    runner: Runner,
}

impl Search {
    /// Finds out what the values mean in the store, and reads its texts when there is no other way. `progress` is told
    /// of the posts looked at.
    ///
    /// # Errors
    /// [`ErrorKind::Usage`] when a value is unknown or not of its type, [`ErrorKind::Interrupted`] when the budget is
    /// used up, [`ErrorKind::Store`] when the store cannot be read.
    pub fn prepare(
        &self,
        connection: Connection,
        way: &Way,
        clock: Clock,
        budget: Budget,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<Prepared> {
        // All is asked of one moment, whatever a loader writes meanwhile.
        connection
            .execute_batch("BEGIN")
            .map_err(|cause| Error::new(ErrorKind::Store, "cannot read the store").caused_by(cause))?;
        let query = self.query();
        let today = bind::today(&connection, clock, self.as_of.as_deref())?;
        let bound = bind::bind(&query, &self.all_arguments(way), &connection, &today)?;
        if let Way::Scan(words) = way {
            let begun = Instant::now();
            search_index::make_temporary(&connection, words, &selection(&bound), &mut |done, all| {
                progress(done, all);
                match budget.time {
                    Some(time) if begun.elapsed() > time => ControlFlow::Break(()),
                    _ => ControlFlow::Continue(()),
                }
            })
            .map_err(|error| match (error.kind(), budget.time) {
                (ErrorKind::Interrupted, Some(time)) => {
                    Error::new(ErrorKind::Interrupted, format!("the search was stopped after {} s", time.as_secs_f64()))
                        .hint("give it more time: --timeout SECONDS, where 0 is no limit; or make the search index: chancery index")
                }
                _ => error,
            })?;
        }
        Ok(Prepared { query, bound, runner: Runner::new(connection)? })
    }

    fn query(&self) -> Query {
        let (name, sql) = if self.by_period {
            ("search --by", include_str!("search/periods.sql"))
        } else {
            ("search", include_str!("search/posts.sql"))
        };
        Query::parse(name, name, sql)
    }

    fn all_arguments(&self, way: &Way) -> Arguments {
        let mut arguments = self.arguments.clone();
        let (matching, around) = match way {
            Way::Scan(Words::Parted { characters, .. }) if !characters.is_empty() => {
                (&self.text.matching_parted, CHARACTERS_AROUND)
            }
            Way::Scan(Words::Parted { .. }) => (&self.text.matching_parted, WORDS_AROUND),
            Way::Scan(Words::Plain(Tokenizer::Trigram)) | Way::Index(Tokenizer::Trigram) => {
                (&self.text.matching, TRIGRAMS_AROUND)
            }
            Way::Scan(Words::Plain(_)) | Way::Index(_) => (&self.text.matching, WORDS_AROUND),
        };
        arguments.add("find", matching);
        if !self.by_period {
            arguments.add("open", self.marks.0).add("close", self.marks.1);
            // About half of a terminal is the excerpt's, and a word takes six columns.
            let fitting = self.width.and_then(|columns| i64::try_from(columns / 12).ok());
            let around = fitting
                .map_or(around, |words| words.clamp(6, WORDS_AROUND).saturating_mul(around / WORDS_AROUND));
            arguments.add("around", around.to_string());
            if let Some(shown) = self.shown {
                arguments.add("shown", shown.to_string());
            }
        }
        arguments
    }
}

/// The posts that can be found at all.
fn selection(bound: &Bound) -> Selection {
    let text = |name: &str| match bound.value(name) {
        Some(Value::Text(text)) => Some(text.clone()),
        _ => None,
    };
    Selection { channels: text("channel"), since: text("since"), until: text("until") }
}

impl Prepared {
    /// Runs the search and gives its rows to `consume`.
    ///
    /// # Errors
    /// Those of [`Runner::run`].
    pub fn run<T>(&mut self, budget: Budget, consume: impl FnOnce(&mut dyn Rows) -> Result<T>) -> Result<T> {
        self.runner.run(&self.query, &self.bound, budget, consume)
    }

    /// The means to stop it, from another thread.
    #[must_use]
    pub fn interrupt(&self) -> crate::query::runner::Interrupt {
        self.runner.interrupt()
    }

    /// What to say when nothing was found.
    ///
    /// # Errors
    /// [`ErrorKind::Store`] when the store cannot be read.
    pub fn no_rows_note(&self) -> Result<String> {
        coverage::no_rows_note(self.runner.connection(), &self.query, &self.bound)
    }
}
