//! `chancery channels`.

use std::path::PathBuf;

use clap::Args;

use super::format::ListFormat;
use super::listing::{Listing, text};
use super::session::Session;
use crate::Result;
use crate::query::rows::{ColumnType, Value};
use crate::render::{RenderOptions, render};
use crate::store::channels::{Scope, list};

/// List the channels with their posts and days
///
/// The id, the handle or the name of a channel is what --channel of a query takes.
#[derive(Debug, Args)]
pub(super) struct ChannelsArgs {
    /// List also channels known from forwards and replies only
    #[arg(long)]
    all: bool,
    /// Write the list in this format
    #[arg(short, long, value_name = "FORMAT", value_enum, default_value_t)]
    format: ListFormat,
    /// Write to this file, whole or not at all, instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl ChannelsArgs {
    pub(super) fn run(self, session: &Session) -> Result<()> {
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
            None => RenderOptions { limit: None, width: terminal.columns(), color: terminal.colors_stdout() },
            Some(_) => RenderOptions::default(),
        };
        let mut destination = session.destination(self.output.as_deref())?;
        render(self.format.into(), &mut listing, &mut destination, &options)?;
        destination.finish()
    }
}
