//! What the command line asks for.

use std::path::PathBuf;

use crate::Result;
use crate::load::measure::Work;

const USAGE: &str = "usage: cargo bench --bench load -- [--posts N] [--seed S] [--rounds R] [--folder DIR] \
                     [--no-peers] [--no-added]";

/// What this process is to do.
pub(crate) enum Task {
    /// Nothing: a test run of all targets starts benches too.
    Nothing,
    /// Measure everything.
    Bench(Plan),
    /// Do the one thing that is measured.
    Measured(Work),
}

/// How to measure.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    pub(crate) posts: u64,
    pub(crate) seed: u64,
    pub(crate) rounds: usize,
    /// Where the files go, which are several times as large as the export; the system's temporary folder
    /// when not given.
    pub(crate) folder: Option<PathBuf>,
    /// Whether the peers are measured.
    pub(crate) peers: bool,
    /// Whether adding to a store is measured.
    pub(crate) added: bool,
}

pub(crate) fn task(arguments: impl Iterator<Item = String>) -> Result<Task> {
    let mut plan = Plan { posts: 100_000, seed: 1, rounds: 3, folder: None, peers: true, added: true };
    let mut is_bench = false;
    let mut arguments = arguments;
    while let Some(flag) = arguments.next() {
        let mut value = || arguments.next().ok_or(USAGE);
        match flag.as_str() {
            // Cargo adds it to a run as a bench.
            "--bench" => is_bench = true,
            "--posts" => plan.posts = value()?.parse()?,
            "--seed" => plan.seed = value()?.parse()?,
            "--rounds" => plan.rounds = value()?.parse()?,
            "--folder" => plan.folder = Some(value()?.into()),
            "--no-peers" => plan.peers = false,
            "--no-added" => plan.added = false,
            "measured-load" => {
                return Ok(Task::Measured(Work::Load { input: value()?, store: value()?.into() }));
            }
            "measured-floor" => {
                return Ok(Task::Measured(Work::Floor { store: value()?.into(), copy: value()?.into() }));
            }
            "measured-index" => return Ok(Task::Measured(Work::Index { store: value()?.into() })),
            _ => return Err(format!("unknown argument '{flag}'\n{USAGE}").into()),
        }
    }
    if plan.posts == 0 || plan.rounds == 0 {
        return Err("nothing to measure: give at least one post and one round".into());
    }
    Ok(if is_bench { Task::Bench(plan) } else { Task::Nothing })
}
