//! Times every bundled query with its defaults over a large store: as a whole process of the built program, in process
//! through the library, and as SQL of its own in DuckDB over native tables that hold the same data.
//!
//! ```text
//! cargo bench --bench queries -- --posts 1000000 --rounds 3
//! cargo bench --bench queries -- --store posts.db --query top-hashtags --query posts
//! ```
//!
//! The three take turns, round by round, so that noise of the machine meets all of them. Before anything is timed, each
//! query that both can answer must give the same rows, in the same order.

use std::io::{self, Write};
use std::process::ExitCode;

mod figures;
#[allow(dead_code, reason = "this bench needs no counts of what was generated")]
mod generate;
mod python;

mod queries {
    pub(crate) mod arguments;
    pub(crate) mod ours;
    pub(crate) mod peer;
    pub(crate) mod rounds;
    pub(crate) mod runs;
    pub(crate) mod table;
}

use queries::{arguments, rounds};

/// Whatever goes wrong ends the bench.
pub(crate) type Result<T, E = Box<dyn std::error::Error>> = std::result::Result<T, E>;

fn main() -> ExitCode {
    let done = match arguments::plan(std::env::args().skip(1)) {
        Ok(None) => Ok(()),
        Ok(Some(plan)) => rounds::run(&plan),
        Err(error) => Err(error),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "queries bench: {error}");
            ExitCode::FAILURE
        }
    }
}
