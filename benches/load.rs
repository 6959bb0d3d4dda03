//! Loads a generated export and says how far that is from the floor: the same rows, inserted from memory in
//! input order by bare prepared statements into the same tables without indexes, then `CREATE INDEX`, then
//! sync. The peers that the machine has follow.
//!
//! ```text
//! cargo bench --bench load -- --posts 100000 --rounds 3
//! ```
//!
//! Everything measured runs in a process of its own, one after another and in turns, so that memory is that
//! of the one thing and noise of the machine meets all of them.

#![cfg_attr(not(unix), allow(dead_code, reason = "memory is measured on Linux"))]

use std::io::{self, Write};
use std::process::ExitCode;

mod figures;
#[allow(dead_code, reason = "the load bench needs no counts of what was generated")]
mod generate;
mod python;

mod load {
    pub(crate) mod arguments;
    pub(crate) mod floor;
    pub(crate) mod measure;
    pub(crate) mod peers;
    pub(crate) mod rounds;
    pub(crate) mod rows;
    pub(crate) mod table;
}

use load::arguments::Task;
use load::{arguments, measure, rounds};

/// Whatever goes wrong ends the bench.
pub(crate) type Result<T, E = Box<dyn std::error::Error>> = std::result::Result<T, E>;

fn main() -> ExitCode {
    let done = match arguments::task(std::env::args().skip(1)) {
        Ok(Task::Nothing) => Ok(()),
        Ok(Task::Bench(plan)) => rounds::run(&plan),
        Ok(Task::Measured(work)) => measure::run_here(&work),
        Err(error) => Err(error),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "load bench: {error}");
            ExitCode::FAILURE
        }
    }
}
