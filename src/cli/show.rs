//! `chancery show`.

use clap::Args;

use super::format::PageFormat;
use super::session::Session;
use super::status::json;
use crate::Result;
use crate::store::show::{Reference, find, gather};

mod page;

/// Show one post whole: text, points, tags, origin, versions, loads
#[derive(Debug, Args)]
#[command(after_help = "\
Which post:
  https://t.me/NAME/12   its link; also https://t.me/c/ID/12 and t.me/s/NAME/12
  CHANNEL/12             its id in a channel, told by id, @handle or name
  12                     its id, where one channel only has a post of that id;
                         for posts without an id the store's own
  post:12                the store's own id, the post_id of SQL

Examples:
  chancery show https://t.me/example/12
  chancery show 'Harbour Office/12'
  chancery show post:12 -f json")]
pub(super) struct ShowArgs {
    /// The post
    #[arg(value_name = "LINK|ID", allow_negative_numbers = true)]
    post: String,
    /// Write it in this format
    #[arg(short, long, value_name = "FORMAT", value_enum, default_value_t)]
    format: PageFormat,
}

impl ShowArgs {
    pub(super) fn run(self, session: &Session) -> Result<()> {
        let reference: Reference = self.post.parse()?;
        let connection = session.open_store()?;
        let post = gather(&connection, find(&connection, &reference, "show")?)?;
        session.print(&match self.format {
            PageFormat::Text => page::text(&post, session.terminal().columns()),
            PageFormat::Json => json(&post)?,
        })
    }
}
