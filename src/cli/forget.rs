//! `chancery forget`.

use clap::Args;
use rusqlite::Connection;

use super::session::Session;
use crate::query::channel;
use crate::store;
use crate::store::forget::{Forgotten, forget_channel, forget_post};
use crate::store::published;
use crate::store::show::{Reference, find};
use crate::{Error, ErrorKind, Result};

/// Remove a channel or one post for good, with every trace of it
///
/// All or nothing. What is in the posts of other channels stays, such as the name of a channel that they were
/// forwarded from. An input of which nothing is left is removed from the list of loads. The store's file is written
/// anew, so that no text stays in unused parts of it. Reports in files, and the records beside them (FILE.meta.json),
/// are not a part of the store: they stay, and are yours to remove. Loading an export that has the channel or post
/// brings it back.
#[derive(Debug, Args)]
#[command(
    override_usage = "chancery forget CHANNEL\n       chancery forget --post LINK|ID",
    after_help = "\
Examples:
  chancery forget @example
  chancery forget --post https://t.me/example/12"
)]
pub(super) struct ForgetArgs {
    /// The channel: its id, @handle, t.me link or name
    #[arg(required_unless_present = "post", conflicts_with = "post", allow_negative_numbers = true)]
    channel: Option<String>,
    /// Remove one post only: its link, or CHANNEL/ID
    #[arg(long, value_name = "LINK|ID", allow_hyphen_values = true)]
    post: Option<String>,
}

impl ForgetArgs {
    pub(super) fn run(self, session: &Session) -> Result<()> {
        // Looked for by reading first, since opening for a change already writes to the file.
        let connection = session.open_store()?;
        self.target(&connection)?;
        let reports = published::list(&connection)?;
        drop(connection);
        let change = |connection: &Connection| match self.target(connection)? {
            Target::Post(post_id) => forget_post(connection, post_id).map_err(failed),
            Target::Channel(channel_id) => forget_channel(connection, channel_id).map_err(failed),
        };
        let (forgotten, written_anew, is_one_file) =
            store::change_without_trace(session.store_path(), session.clock(), change)?;
        let printed = session.print_done(&describe(&forgotten));
        if !is_one_file {
            session.warn(
                "a program still reads the store or its disk refuses: traces stay in its -wal file until the next command \
                 that finds it free",
            );
        }
        session.tell_of_removed_reports(&reports, |view| {
            format!("{view} was a report of it and is removed, too")
        });
        if let Err(cause) = written_anew {
            session.warn(&format!(
                "it is removed, but the file could not be written anew ({cause}): earlier texts may stay in its unused \
                 parts until it is; with room for a second copy of it, VACUUM of any SQLite tool does that"
            ));
        }
        printed
    }

    fn target(&self, connection: &Connection) -> Result<Target> {
        match (&self.post, &self.channel) {
            (Some(post), _) => {
                find(connection, &post.parse::<Reference>()?, "forget --post").map(Target::Post)
            }
            (None, Some(channel)) => channel::channel_id(connection, channel).map(Target::Channel),
            (None, None) => Err(Error::new(ErrorKind::Usage, "forget needs a channel, or --post")),
        }
    }
}

/// What is to be removed.
enum Target {
    Post(i64),
    Channel(i64),
}

fn failed(cause: rusqlite::Error) -> Error {
    Error::new(ErrorKind::Store, "cannot remove it; nothing was removed").caused_by(cause)
}

fn describe(forgotten: &Forgotten) -> String {
    let plural =
        |count: u64, one: &str| if count == 1 { format!("1 {one}") } else { format!("{count} {one}s") };
    let posts = plural(forgotten.posts, "post");
    let removed = match forgotten.events {
        0 => format!("removed {posts}\n"),
        events => format!("removed {posts} and {}\n", plural(events, "service row")),
    };
    if forgotten.channel_is_still_named {
        return removed + "the channel's name stays: other channels' posts refer to it\n";
    }
    removed
}
