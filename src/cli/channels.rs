//! `chancery channels`.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use rusqlite::Connection;

use super::format::ListFormat;
use super::listing::{Listing, text};
use super::output::list_format;
use super::session::Session;
use crate::Result;
use crate::load::{join_channels, may_join};
use crate::query::channel::channel_id;
use crate::query::rows::{ColumnType, Value};
use crate::render::{RenderOptions, render};
use crate::store;
use crate::store::channels::{Scope, list};

/// List the channels, or join two that are one
///
/// The --channel of a query takes the id, the handle or the name of a channel. A channel that neither its id nor its
/// handle tells from others, such as one with the same id on another platform, is named by its channel_id: channel:2.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(super) struct ChannelsArgs {
    #[command(subcommand)]
    command: Option<ChannelsCommand>,
    #[command(flatten)]
    list: ListArgs,
}

#[derive(Debug, Subcommand)]
enum ChannelsCommand {
    Merge(MergeArgs),
}

/// Join two channels that are one
///
/// All or nothing, and for good. The first one keeps its id and its name, and takes what it lacks from the second.
/// A post that both have becomes one, made of what all inputs told of it. The second one's id, handle or name
/// means the first from now on, in inputs and wherever you name a channel.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  chancery channels merge 1234567890 'Name in an old export'")]
struct MergeArgs {
    /// The channel that stays: its id, @handle, t.me link or name
    #[arg(value_name = "CHANNEL", allow_negative_numbers = true)]
    into: String,
    /// The one that becomes a part of it
    #[arg(value_name = "OTHER", allow_negative_numbers = true)]
    from: String,
    /// Join them though they have different posts under the same ids
    #[arg(long)]
    force: bool,
}

#[derive(Debug, Args)]
struct ListArgs {
    /// List also channels known from forwards and replies only
    #[arg(long)]
    all: bool,
    /// Write the list in this format [default: table, or what the ending of --output says]
    #[arg(short, long, value_name = "FORMAT", value_enum)]
    format: Option<ListFormat>,
    /// Write to this file, whole or not at all, instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl ChannelsArgs {
    pub(super) fn run(self, session: &Session) -> Result<()> {
        match self.command {
            Some(ChannelsCommand::Merge(merge)) => merge.run(session),
            None => self.list.run(session),
        }
    }
}

impl MergeArgs {
    fn run(self, session: &Session) -> Result<()> {
        let ids = |connection: &Connection| {
            Ok::<_, crate::Error>((channel_id(connection, &self.into)?, channel_id(connection, &self.from)?))
        };
        // Looked for by reading first, since opening for a change already writes to the file.
        let reading = session.open_store()?;
        let (into, from) = ids(&reading)?;
        may_join(&reading, into, from, self.force)?;
        drop(reading);
        let change = |connection: &Connection| {
            let (into, from) = ids(connection)?;
            join_channels(connection, into, from, self.force)
        };
        let (joined, is_one_file) = store::change(session.store_path(), session.clock(), change)?;
        let posts = |count: i64| if count == 1 { "1 post".to_owned() } else { format!("{count} posts") };
        let common = if joined.in_common == 0 {
            String::new()
        } else {
            format!(", of which both had {}", joined.in_common)
        };
        let printed = session.print_done(&format!("joined {}{common}\n", posts(joined.posts)));
        if !is_one_file {
            session.warn_of_wal();
        }
        printed
    }
}

impl ListArgs {
    fn run(self, session: &Session) -> Result<()> {
        let format = list_format(self.format, self.output.as_deref())?;
        let scope = if self.all { Scope::All } else { Scope::WithPosts };
        let channels = list(&session.open_store()?, scope)?;
        let mut listing = Listing::new(&[
            ("channel_id", ColumnType::Int),
            ("external_id", ColumnType::Text),
            ("handle", ColumnType::Text),
            ("name", ColumnType::Text),
            ("kind", ColumnType::Text),
            ("posts", ColumnType::Int),
            ("first", ColumnType::Date),
            ("last", ColumnType::Date),
        ]);
        for channel in channels {
            listing.push(vec![
                Value::Integer(channel.channel_id),
                text(channel.external_id),
                text(channel.handle),
                text(channel.name),
                text(channel.kind),
                Value::Integer(channel.posts),
                text(channel.first),
                text(channel.last),
            ]);
        }
        let terminal = session.terminal();
        let options = match self.output {
            None => RenderOptions {
                limit: None,
                width: terminal.columns(),
                color: terminal.colors_stdout(),
                ..RenderOptions::default()
            },
            Some(_) => RenderOptions::default(),
        };
        session.refuse_loaded(self.output.as_deref())?;
        let mut destination = session.destination(self.output.as_deref())?;
        render(format, &mut listing, &mut destination, &options)?;
        destination.finish()
    }
}
