//! `chancery reindex`.

use clap::Args;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::aligned::grouped;
use super::session::Session;
use crate::Result;
use crate::load::reindex;
use crate::store;
use crate::store::status;

/// Read the loaded posts again for the names in them
///
/// Applies the dictionary of names as it is now to the posts that are in the store. All or nothing: a run that is
/// broken off changes nothing. Without a change of the dictionary it changes nothing either.
#[derive(Debug, Args)]
pub(super) struct ReindexArgs {}

impl ReindexArgs {
    pub(super) fn run(self, session: &Session) -> Result<()> {
        let all = status::posts(&session.open_store()?)?;
        let bar = session.terminal().shows_progress().then(|| bar(all));
        let outcome = store::change(session.store_path(), session.clock(), |connection| {
            reindex(connection, &mut |posts| {
                if let Some(bar) = &bar {
                    bar.set_position(posts);
                }
            })
        });
        if let Some(bar) = bar {
            bar.finish_and_clear();
        }
        let (done, is_one_file) = outcome?;
        let count = |count: u64| grouped(i64::try_from(count).unwrap_or(i64::MAX));
        session.print(&format!(
            "read {} {}: {} changed, {} mentions before, {} now\n",
            count(done.posts),
            if done.posts == 1 { "post" } else { "posts" },
            count(done.changed),
            count(done.mentions_before),
            count(done.mentions),
        ))?;
        if !is_one_file {
            session.warn_of_wal();
        }
        Ok(())
    }
}

fn bar(posts: i64) -> ProgressBar {
    let posts = u64::try_from(posts).unwrap_or(0);
    let bar = ProgressBar::with_draw_target(Some(posts), ProgressDrawTarget::stderr_with_hz(8));
    let style = ProgressStyle::with_template("{human_pos}/{human_len} posts {bar:20} {eta} left");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar
}
