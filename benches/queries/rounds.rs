//! The whole bench: the store, the comparison of rows, the rounds, the table.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use chancery::clock::Clock;
use chancery::input::Format;
use chancery::load::{self, LoadOptions, Silent};
use chancery::store::{self, points};

use crate::Result;
use crate::figures::megabytes;
use crate::generate;
use crate::queries::arguments::Plan;
use crate::queries::ours;
use crate::queries::peer::DuckDb;
use crate::queries::runs::{Run, runs};
use crate::queries::table::{self, Line};

/// Runs the bench and prints its table.
pub(crate) fn run(plan: &Plan) -> Result<()> {
    let runs = runs(plan)?;
    let folder = match &plan.folder {
        Some(folder) => tempfile::tempdir_in(folder)?,
        None => tempfile::tempdir()?,
    };
    let store = match &plan.store {
        Some(store) => store.clone(),
        None => made_store(plan, folder.path())?,
    };
    let heading = heading(plan, &store)?;
    let variables = [("words", plan.word.as_str()), ("message", plan.word.as_str())];
    let mut peer = if plan.peers { DuckDb::start(&store, folder.path(), &variables)? } else { None };
    compare(&runs, &store, folder.path(), peer.as_mut())?;
    let mut lines: Vec<Line> = runs.iter().map(Line::new).collect();
    for round in 0..plan.rounds {
        for (run, line) in runs.iter().zip(&mut lines) {
            line.process.push(ours::process(run, &store)?.as_secs_f64());
            let (took, rows) = ours::in_process(run, &store)?;
            line.in_process.push(took.as_secs_f64());
            line.rows = rows;
            if let Some(peer) = peer.as_mut().filter(|peer| peer.can_answer(&run.counterpart)) {
                line.peer.push(peer.seconds(&run.counterpart)?);
            }
        }
        writeln!(io::stderr(), "round {} of {} is done", round + 1, plan.rounds)?;
    }
    let peer_heading = peer.map_or_else(String::new, |peer| format!("{}\n", peer.heading.clone()));
    writeln!(io::stdout(), "{heading}\n{peer_heading}\n{}", table::text(&lines))?;
    Ok(())
}

/// A store of generated posts, its points grouped.
fn made_store(plan: &Plan, folder: &Path) -> Result<PathBuf> {
    let (export, store) = (folder.join("result.json"), folder.join("store.db"));
    let mut out = BufWriter::with_capacity(1 << 20, File::create(&export)?);
    if plan.channels > 0 {
        generate::account::write_account(&mut out, plan.posts, plan.channels, plan.seed)?;
    } else {
        generate::write_export(&mut out, plan.posts, plan.seed, Format::TelegramJson)?;
    }
    drop(out);
    let report = load::load(&store, &[export.display().to_string()], &LoadOptions::default(), &mut Silent)?;
    if !report.is_complete() {
        return Err(format!("not loaded: {report:?}").into());
    }
    std::fs::remove_file(&export)?;
    points::group(&store, Clock::System, None)?;
    writeln!(io::stderr(), "the store is made")?;
    Ok(store)
}

fn heading(plan: &Plan, path: &Path) -> Result<String> {
    let store = store::open_read_only(path)?;
    if !points::has_current(&store)? {
        return Err("the points of the store are not grouped: chancery group".into());
    }
    let posts: i64 = store.query_row("SELECT count(*) FROM posts", [], |row| row.get(0))?;
    let made = match (plan.store.is_none(), plan.channels) {
        (false, _) => String::new(),
        (true, 0) => format!(" (seed {})", plan.seed),
        (true, channels) => format!(" in {channels} channels (seed {})", plan.seed),
    };
    Ok(format!(
        "{posts} posts{made}, a store of {:.1} MB; {} rounds, medians; words: {}",
        megabytes(std::fs::metadata(path)?.len()),
        plan.rounds,
        plan.word,
    ))
}

/// Runs everything once, which warms the file cache, and holds our rows to those of DuckDB. All differences are told
/// before the bench ends.
fn compare(runs: &[Run], store: &Path, folder: &Path, mut peer: Option<&mut DuckDb>) -> Result<()> {
    let rows = folder.join("rows.jsonl");
    let mut differing = 0;
    for run in runs {
        ours::write_rows(run, store, &rows)?;
        if let Some(peer) = peer.as_mut().filter(|peer| peer.can_answer(&run.counterpart))
            && let Err(error) = peer.check(&run.counterpart, &rows)
        {
            writeln!(io::stderr(), "{error}")?;
            differing += 1;
        }
    }
    std::fs::remove_file(&rows)?;
    if differing > 0 {
        return Err(format!("{differing} queries gave other rows than DuckDB; nothing was timed").into());
    }
    Ok(())
}
