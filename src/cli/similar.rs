//! `chancery similar`.

use std::fmt::Write as _;

use clap::Args;

use super::format::PageFormat;
use super::output::rows;
use super::safe_text::on_one_line;
use super::session::Session;
use super::status::json;
use crate::Result;
use crate::store::points::{self, Similar};

/// Find the talking points nearest to a text
///
/// Shows how much of all their words and pairs of neighbouring words a point and the text have in common, how many
/// points have exactly the words of that point, and the first of them. Reads every point.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  chancery similar \"The port stays open to all ships\"
  chancery similar \"The port stays open to all ships\" --limit 50 -f json")]
pub(super) struct SimilarArgs {
    /// The text
    text: String,
    /// Show at most this many; 0 shows all
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = rows)]
    limit: u64,
    /// Write it in this format
    #[arg(short, long, value_name = "FORMAT", value_enum, default_value_t)]
    format: PageFormat,
}

impl SimilarArgs {
    pub(super) fn run(self, session: &Session) -> Result<()> {
        let most =
            if self.limit == 0 { usize::MAX } else { usize::try_from(self.limit).unwrap_or(usize::MAX) };
        let similar = points::similar(&session.open_store()?, &self.text, most)?;
        if similar.is_empty() {
            session.note("no talking point has a word of the text");
        }
        session.print(&match self.format {
            PageFormat::Text => page(&similar),
            PageFormat::Json => json(&similar)?,
        })
    }
}

fn page(similar: &[Similar]) -> String {
    let mut page = String::new();
    for point in similar {
        let often = if point.points == 1 { String::new() } else { format!("  {} points", point.points) };
        let _ = writeln!(
            page,
            "{:.2}  {}  {}{often}  point {}",
            point.similarity,
            point.posted_on.as_deref().unwrap_or("undated"),
            on_one_line(point.channel.as_deref().unwrap_or_default()),
            point.talking_point_id
        );
        let _ = writeln!(page, "      {}", on_one_line(&point.text));
        if let Some(link) = &point.link {
            let _ = writeln!(page, "      {}", on_one_line(link));
        }
    }
    page
}
