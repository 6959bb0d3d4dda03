//! `chancery index`.

use std::ops::ControlFlow;

use clap::Args;

use super::index_progress::IndexProgress;
use super::session::Session;
use super::status::bytes;
use crate::query::number::grouped;
use crate::store::search_index::{self, Tokenizer};
use crate::store::word_index;
use crate::{Error, ErrorKind, Result};

/// Make the search index, or the words for reports, or remove them
///
/// The first search makes the search index by itself, the first report with --words the words; later loads, forget and
/// channels merge keep them. Other tools, such as sqlite3 and Datasette, need the words made first: until then a query
/// of words is an error there. All or nothing: until it is whole, the store is as it was.
#[derive(Debug, Args)]
pub(super) struct IndexArgs {
    /// What can be found: unicode61 finds words, trigram any three characters in a row, so that parts of words and
    /// texts without spaces are found; the store remembers it [default: as before, else unicode61]
    #[arg(long, value_name = "NAME", value_parser = ["unicode61", "trigram"])]
    tokenizer: Option<String>,
    /// Make the words by which reports match --words, instead of the search index; they need as much room as the texts
    #[arg(long, conflicts_with = "tokenizer")]
    words: bool,
    /// Remove the search index, or with --words the words, and give the room back
    #[arg(long, conflicts_with = "tokenizer")]
    drop: bool,
}

impl IndexArgs {
    pub(super) fn run(self, session: &Session) -> Result<()> {
        // No store is told first, before its lock is asked for.
        std::mem::drop(session.open_store()?);
        if self.words {
            return if self.drop { remove_words(session) } else { make_words(session) };
        }
        if self.drop {
            let (was_there, is_one_file) = search_index::drop(session.store_path(), session.clock())?;
            if !is_one_file {
                session.warn_of_wal();
            }
            return if was_there {
                session.print_done("the search index was removed\n")
            } else {
                session.print("there is no search index\n")
            };
        }
        let tokenizer = self.tokenizer.as_deref().and_then(Tokenizer::from_name);
        let mut progress = IndexProgress::new(session, "making the search index");
        let made = search_index::build(session.store_path(), session.clock(), tokenizer, &mut |done, all| {
            progress.show(done, all);
            ControlFlow::Continue(())
        });
        progress.clear();
        let (posts, is_one_file) = made?;
        if !is_one_file {
            session.warn_of_wal();
        }
        let posts_word = if posts == 1 { "post" } else { "posts" };
        let posts = grouped(i64::try_from(posts).unwrap_or(i64::MAX));
        let told = format!("the search index holds {posts} {posts_word}");
        match session.open_store().and_then(|store| search_index::summary(&store)) {
            Ok(Some(summary)) => session.print_done(&format!(
                "{told} ({}, {})\n",
                summary.tokenizer.unwrap_or_default(),
                bytes(summary.bytes)
            )),
            Ok(None) => {
                Err(Error::new(ErrorKind::Store, "the search index is gone: another program has removed it"))
            }
            // It is made, whatever comes after: a full disk, say, on which no reader can open a store in WAL mode.
            Err(error) => {
                session.warn(&format!("the search index was made, but its size cannot be told: {error}"));
                session.print_done(&format!("{told}\n"))
            }
        }
    }
}

fn make_words(session: &Session) -> Result<()> {
    let mut progress = IndexProgress::new(session, "reading the words");
    let made = word_index::build(session.store_path(), session.clock(), &mut |done, all| {
        progress.show(done, all);
        ControlFlow::Continue(())
    });
    progress.clear();
    let (posts, is_one_file) = made?;
    if !is_one_file {
        session.warn_of_wal();
    }
    let posts_word = if posts == 1 { "post" } else { "posts" };
    let posts = grouped(i64::try_from(posts).unwrap_or(i64::MAX));
    session.print_done(&format!("the words of {posts} {posts_word} are ready for matching\n"))
}

fn remove_words(session: &Session) -> Result<()> {
    let (was_there, is_one_file) = word_index::remove(session.store_path(), session.clock())?;
    if !is_one_file {
        session.warn_of_wal();
    }
    if was_there {
        session.print_done("the words were removed\n")
    } else {
        session.print("there are no words made\n")
    }
}
