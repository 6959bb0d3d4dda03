//! What the command line asks for.

use std::path::PathBuf;

use crate::Result;

const USAGE: &str = "usage: cargo bench --bench queries -- [--posts N] [--channels N] [--seed S] [--rounds R] [--store FILE] [--query NAME]… \
                     [--words WORD] [--folder DIR] [--no-peers]";

/// In some six of a hundred generated posts, whatever the seed.
const WORD: &str = "sterri";

/// How to measure.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    /// Of the export that is made where no store is given.
    pub(crate) posts: u64,
    /// Among how many channels the posts are divided; 0 for an export of one channel.
    pub(crate) channels: u64,
    pub(crate) seed: u64,
    pub(crate) rounds: usize,
    /// A store to read instead of a generated one; it is left as it is.
    pub(crate) store: Option<PathBuf>,
    /// The queries to run; all when empty.
    pub(crate) queries: Vec<String>,
    /// What the queries look for that need a word or a message, in lower case.
    pub(crate) word: String,
    /// Where the files go, which are several times as large as the export; the system's temporary folder
    /// when not given.
    pub(crate) folder: Option<PathBuf>,
    /// Whether DuckDB is measured.
    pub(crate) peers: bool,
}

/// The plan; `None` when there is nothing to do, since a test run of all targets starts benches too.
pub(crate) fn plan(arguments: impl Iterator<Item = String>) -> Result<Option<Plan>> {
    let mut plan = Plan {
        posts: 1_000_000,
        channels: 0,
        seed: 1,
        rounds: 3,
        store: None,
        queries: Vec::new(),
        word: WORD.to_owned(),
        folder: None,
        peers: true,
    };
    let mut is_bench = false;
    let mut arguments = arguments;
    while let Some(flag) = arguments.next() {
        let mut value = || arguments.next().ok_or(USAGE);
        match flag.as_str() {
            // Cargo adds it to a run as a bench.
            "--bench" => is_bench = true,
            "--posts" => plan.posts = value()?.parse()?,
            "--channels" => plan.channels = value()?.parse()?,
            "--seed" => plan.seed = value()?.parse()?,
            "--rounds" => plan.rounds = value()?.parse()?,
            "--store" => plan.store = Some(std::path::absolute(value()?)?),
            "--query" => plan.queries.push(value()?),
            "--words" => plan.word = value()?,
            "--folder" => plan.folder = Some(value()?.into()),
            "--no-peers" => plan.peers = false,
            _ => return Err(format!("unknown argument '{flag}'\n{USAGE}").into()),
        }
    }
    if plan.posts == 0 || plan.rounds == 0 {
        return Err("nothing to measure: give at least one post and one round".into());
    }
    Ok(is_bench.then_some(plan))
}
