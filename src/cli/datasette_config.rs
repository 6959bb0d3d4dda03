//! `chancery datasette-config`.

use std::path::{Path, PathBuf};

use clap::Args;
use rusqlite::Connection;

use super::safe_text::safe_json;
use super::session::Session;
use crate::query::Query;
use crate::query::datasette::CannedQuery;
use crate::report::datasette;
use crate::store::schema::describe;
use crate::{Error, ErrorKind, Result, shell};

/// Write a configuration with which Datasette runs the named queries
///
/// Each query becomes a canned query with its help and a field for each parameter; tables and columns get
/// their descriptions. A field takes what the flag of `chancery run` takes, but for days counted from today and
/// flags of countries; what cannot be read there is an error in Datasette, too.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  chancery datasette-config -o datasette.json
  chancery datasette-config -o datasette.json hashtag-frequency ./my.sql")]
pub(super) struct DatasetteConfigArgs {
    /// The queries: names or paths [default: all]
    #[arg(value_name = "NAME")]
    names: Vec<String>,
    /// Write to this file
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Find queries in this folder, too; can be repeated
    #[arg(long, value_name = "DIR")]
    queries: Vec<PathBuf>,
}

impl DatasetteConfigArgs {
    pub(super) fn run(self, session: &Session) -> Result<()> {
        let connection = session.open_store()?;
        let tables = describe(&connection)?;
        let queries = self.chosen(session, &connection)?;
        let store = session.store_path();
        let database = store.file_stem().unwrap_or(store.as_os_str()).to_string_lossy();
        let config = datasette::config(&database, &queries, &tables)?;
        session.refuse_loaded(self.output.as_deref())?;
        let mut destination = session.destination(self.output.as_deref())?;
        destination.write_text(&safe_json(&format!("{config:#}\n")))?;
        destination.finish()?;
        let file = self.output.as_deref().filter(|file| *file != Path::new("-"));
        let (store, file) = (shell::path(store), shell::path(file.unwrap_or(Path::new("FILE"))));
        session.note(&format!(
            "start Datasette 0.65: datasette serve {store} -m {file} {SETTINGS}\n\
             start Datasette 1.0:  datasette serve {store} -m {file} -c {file} {SETTINGS}"
        ));
        Ok(())
    }

    /// The queries of these names; without names all that can be run.
    fn chosen(&self, session: &Session, store: &Connection) -> Result<Vec<Query>> {
        let catalogue = session.catalogue(&self.queries)?;
        if !self.names.is_empty() {
            let named = |name: &String| catalogue.find(name).and_then(|query| checked(query, store));
            return self.names.iter().map(named).collect();
        }
        let mut sound = Vec::new();
        for entry in catalogue.entries() {
            match checked(entry.query().clone(), store) {
                Ok(query) => sound.push(query),
                Err(error) => session.warn(&format!("{error}; {} is left out", entry.query().name)),
            }
        }
        Ok(sound)
    }
}

/// The query, when Datasette will be able to run it over this store.
fn checked(query: Query, store: &Connection) -> Result<Query> {
    if let Some(problem) = query.problems.iter().find(|problem| problem.prevents_run) {
        return Err(Error::new(ErrorKind::Query, problem.to_string()));
    }
    CannedQuery::of(&query)?.check(&query, store)?;
    Ok(query)
}

/// Time and room for reports: by default Datasette stops a query after a second and cuts its rows at 1000.
const SETTINGS: &str = "--setting sql_time_limit_ms 5000 --setting max_returned_rows 100000";
