//! `chancery schema`.

use clap::{Args, ValueEnum};

use super::safe_text::safe_for_terminal;
use super::session::Session;
use crate::query::similar;
use crate::store::schema::{Table, describe};
use crate::{Error, ErrorKind, Result, store};

mod page;

/// Describe the tables and views, and what each column means
///
/// Without a store it describes the schema of the stores that this version makes.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  chancery schema
  chancery schema posts v_posts
  chancery schema -f mermaid > schema.mmd")]
pub(super) struct SchemaArgs {
    /// Describe these tables and views only
    #[arg(value_name = "TABLE")]
    tables: Vec<String>,
    /// Write it in this format
    #[arg(short, long, value_name = "FORMAT", value_enum, default_value_t)]
    format: SchemaFormat,
}

#[derive(Debug, Clone, Copy, Default, ValueEnum)]
enum SchemaFormat {
    /// For people
    #[default]
    Text,
    /// For a document
    Markdown,
    /// The tables and their keys, for a diagram
    Mermaid,
}

impl SchemaArgs {
    pub(super) fn run(self, session: &Session) -> Result<()> {
        let is_without_store =
            !session.is_store_chosen() && matches!(session.store_path().try_exists(), Ok(false));
        let connection = if is_without_store {
            session.note("note: no store here; this is the schema of the stores that this version makes");
            store::in_memory()?
        } else {
            session.open_store()?
        };
        let tables = chosen(describe(&connection)?, &self.tables)?;
        let page = match self.format {
            SchemaFormat::Text => page::text(&tables, session.terminal().columns()),
            SchemaFormat::Markdown => page::markdown(&tables),
            SchemaFormat::Mermaid => page::mermaid(&tables, !self.tables.is_empty()),
        };
        // A published report has the words of whoever wrote it.
        session.print(&safe_for_terminal(&page))
    }
}

/// The tables of these names, in the order of the names; all of them when there is no name.
fn chosen(tables: Vec<Table>, names: &[String]) -> Result<Vec<Table>> {
    if names.is_empty() {
        return Ok(tables);
    }
    names
        .iter()
        .map(|name| tables.iter().find(|table| table.name.eq_ignore_ascii_case(name)).cloned())
        .collect::<Option<Vec<_>>>()
        .ok_or_else(|| {
            let is_known = |name: &&String| tables.iter().any(|table| table.name.eq_ignore_ascii_case(name));
            let unknown = names.iter().find(|name| !is_known(name)).map_or("", String::as_str);
            let all: Vec<&str> = tables.iter().map(|table| table.name.as_str()).collect();
            let error = Error::new(ErrorKind::Usage, format!("no table or view named '{unknown}'"));
            let error = match similar::close(unknown, all.iter().copied(), 3) {
                close if close.is_empty() => error,
                close => error.hint(format!("did you mean: {}", close.join(", "))),
            };
            error.hint(format!("there are: {}", all.join(", ")))
        })
}
