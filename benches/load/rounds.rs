//! The whole bench: the export, the rounds, the table.

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use chancery::input::Format;
use rusqlite::{Connection, OpenFlags};

use crate::Result;
use crate::figures::megabytes;
use crate::generate;
use crate::load::arguments::Plan;
use crate::load::measure::{Measured, Work, run_apart};
use crate::load::peers::{self, Import};
use crate::load::rows;
use crate::load::table::{Line, text};
use crate::python;

/// How many posts are added to a store that has some.
const ADDED: u64 = 10_000;

impl Plan {
    /// Never more than a tenth of what is there.
    fn added_posts(&self) -> u64 {
        ADDED.min(self.posts / 10).max(1)
    }
}

/// Runs the bench and prints its table.
pub(crate) fn run(plan: &Plan) -> Result<()> {
    let folder = match &plan.folder {
        Some(folder) => tempfile::tempdir_in(folder)?,
        None => tempfile::tempdir()?,
    };
    let bench = Bench::prepare(plan, folder.path())?;
    let mut runs = Runs::default();
    for round in 0..plan.rounds {
        bench.round(&mut runs, round == 0)?;
        writeln!(io::stderr(), "round {} of {} is done", round + 1, plan.rounds)?;
    }
    writeln!(io::stdout(), "{}\n{}", bench.heading, text(&bench.lines(runs)))?;
    Ok(())
}

/// What each thing took, round by round.
#[derive(Default)]
struct Runs {
    load: Vec<Measured>,
    html: Vec<Measured>,
    floor: Vec<Measured>,
    import: Vec<Measured>,
    python: Vec<Measured>,
    duckdb: Vec<Measured>,
    search_index: Vec<Measured>,
    first: Vec<Measured>,
    added: Vec<Measured>,
    again: Vec<Measured>,
}

struct Bench<'p> {
    plan: &'p Plan,
    folder: PathBuf,
    export: PathBuf,
    bytes: u64,
    /// The same posts as a page.
    html_export: PathBuf,
    html_bytes: u64,
    /// The posts that follow those of the export, and as many from its beginning.
    next_export: PathBuf,
    first_export: PathBuf,
    import: Option<Import>,
    /// The interpreter that has DuckDB.
    duckdb: Option<OsString>,
    heading: String,
}

impl<'p> Bench<'p> {
    fn prepare(plan: &'p Plan, folder: &Path) -> Result<Self> {
        let export = folder.join("result.json");
        let (next_export, first_export) = (folder.join("next.json"), folder.join("first.json"));
        let bytes = generate(&export, plan.posts, plan.seed, 0..plan.posts, Format::TelegramJson)?;
        let html_export = folder.join("messages.html");
        let html_bytes = generate(&html_export, plan.posts, plan.seed, 0..plan.posts, Format::TelegramHtml)?;
        if plan.added {
            generate(
                &next_export,
                plan.posts,
                plan.seed,
                plan.posts..plan.posts + plan.added_posts(),
                Format::TelegramJson,
            )?;
            generate(&first_export, plan.posts, plan.seed, 0..plan.added_posts(), Format::TelegramJson)?;
        }
        // An unmeasured load gives the rows for the peers, and warms the file cache.
        let store = folder.join("store.db");
        let load = Work::Load { input: export.display().to_string(), store };
        run_apart(&load)?;
        let mut bench = Self {
            plan,
            folder: folder.to_owned(),
            export,
            bytes,
            html_export,
            html_bytes,
            next_export,
            first_export,
            import: None,
            duckdb: None,
            heading: String::new(),
        };
        bench.heading = bench.heading()?;
        if plan.peers
            && let Some((interpreter, version)) = python::with_duckdb()?
        {
            bench.heading = format!("{}\nDuckDB {version}", bench.heading);
            bench.duckdb = Some(interpreter);
        }
        if plan.peers && peers::version("sqlite3").is_some() {
            bench.import = Some(Import::prepare(&bench.store(), folder)?);
        }
        Ok(bench)
    }

    fn store(&self) -> PathBuf {
        self.folder.join("store.db")
    }

    fn load(&self, export: &Path, store: &Path) -> Result<Measured> {
        run_apart(&Work::Load { input: export.display().to_string(), store: store.to_owned() })
    }

    fn round(&self, runs: &mut Runs, is_first: bool) -> Result<()> {
        let store = self.store();
        std::fs::remove_file(&store)?;
        runs.load.push(self.load(&self.export, &store)?);
        let html_store = self.folder.join("html.db");
        runs.html.push(self.load(&self.html_export, &html_store)?);
        std::fs::remove_file(&html_store)?;
        let copy = self.folder.join("floor.db");
        runs.floor.push(run_apart(&Work::Floor { store: store.clone(), copy: copy.clone() })?);
        if is_first {
            same_rows(&store, &copy)?;
        }
        std::fs::remove_file(&copy)?;
        if let Some(import) = &self.import {
            runs.import.push(import.run()?);
        }
        if self.plan.peers && peers::version("python3").is_some() {
            let target = self.folder.join("python.db");
            runs.python.push(peers::load_with(peers::PYTHON, "python3".as_ref(), &self.export, &target)?);
        }
        if let Some(interpreter) = &self.duckdb {
            let target = self.folder.join("load.duckdb");
            runs.duckdb.push(peers::load_with(peers::DUCKDB, interpreter, &self.export, &target)?);
        }
        if self.plan.added {
            let small = self.folder.join("small.db");
            runs.first.push(self.load(&self.first_export, &small)?);
            std::fs::remove_file(&small)?;
            runs.again.push(self.load(&self.export, &store)?);
            runs.added.push(self.load(&self.next_export, &store)?);
        }
        runs.search_index.push(run_apart(&Work::Index { store })?);
        Ok(())
    }

    fn heading(&self) -> Result<String> {
        let store = Connection::open_with_flags(self.store(), OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        let mut counted: i64 = 0;
        for table in rows::tables(&store)? {
            counted += store
                .query_row(&format!("SELECT count(*) FROM {}", table.name), [], |row| row.get::<_, i64>(0))?;
        }
        let file = std::fs::metadata(self.store())?.len();
        Ok(format!(
            "{} posts, {:.1} MB of JSON (seed {}); the store: {counted} rows, {:.1} MB, {:.2} of the JSON; {} rounds, medians; MB are 10^6 bytes",
            self.plan.posts,
            megabytes(self.bytes),
            self.plan.seed,
            megabytes(file),
            file as f64 / self.bytes as f64,
            self.plan.rounds,
        ))
    }

    fn lines(&self, runs: Runs) -> Vec<Line> {
        let seconds = |rounds: &[Measured]| rounds.iter().map(|round| round.seconds).collect::<Vec<_>>();
        let (load, floor, first) = (seconds(&runs.load), seconds(&runs.floor), seconds(&runs.first));
        let line =
            |name: String, posts, rounds, compared| Line { name, posts, bytes: self.bytes, rounds, compared };
        let posts = self.plan.posts;
        let mut lines = vec![
            line("load".to_owned(), posts, runs.load, Some(("floor", floor))),
            Line {
                bytes: self.html_bytes,
                ..line("the same posts as HTML".to_owned(), posts, runs.html, Some(("load", load.clone())))
            },
            line("floor: the rows from memory".to_owned(), posts, runs.floor, None),
            line(
                "sqlite3 .import of the rows as CSV".to_owned(),
                posts,
                runs.import,
                Some(("load", load.clone())),
            ),
            line("Python: json, re, sqlite3".to_owned(), posts, runs.python, Some(("load", load.clone()))),
            line("DuckDB from the JSON".to_owned(), posts, runs.duckdb, Some(("load", load.clone()))),
            line(
                "the search index of the store".to_owned(),
                posts,
                runs.search_index,
                Some(("load", load.clone())),
            ),
            line("the same file again".to_owned(), posts, runs.again, Some(("load", load))),
        ];
        let added = self.plan.added_posts();
        let part = |name: String, rounds, compared| Line {
            name,
            posts: added,
            bytes: self.bytes * added / posts,
            rounds,
            compared,
        };
        lines.push(part(format!("{added} posts into an empty store"), runs.first, None));
        lines.push(part(
            format!("{added} posts more into that of {posts}"),
            runs.added,
            Some(("empty", first)),
        ));
        lines.retain(|line| !line.rounds.is_empty());
        lines
    }
}

/// Writes a part of an export; gives its bytes.
fn generate(path: &Path, posts: u64, seed: u64, part: std::ops::Range<u64>, format: Format) -> Result<u64> {
    let mut out = BufWriter::with_capacity(1 << 20, File::create(path)?);
    Ok(generate::write_part(&mut out, posts, seed, part, format)?.bytes)
}

/// Fails when the floor wrote other rows than the load.
fn same_rows(store: &Path, copy: &Path) -> Result<()> {
    let connection = Connection::open_with_flags(store, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    connection.execute("ATTACH ?1 AS copy", [copy.display().to_string()])?;
    for table in rows::tables(&connection)? {
        let name = &table.name;
        let is_same: bool = connection.query_row(
            &format!("SELECT (SELECT count(*) FROM main.{name}) = (SELECT count(*) FROM copy.{name})"),
            [],
            |row| row.get(0),
        )?;
        if !is_same {
            return Err(format!("the floor wrote other rows of {name}").into());
        }
    }
    Ok(())
}
