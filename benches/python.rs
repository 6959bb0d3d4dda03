//! The Python interpreter that has the package `duckdb`.

use std::env;
use std::ffi::OsString;
use std::io::{self, Write};
use std::process::{Command, Stdio};

/// Names the interpreter.
const INTERPRETER: &str = "CHANCERY_BENCH_PYTHON";

/// The interpreter, and the version of its DuckDB; `None`, with a line that says so, where the machine has none.
#[expect(clippy::disallowed_methods, reason = "a bench is no part of the program")]
pub(crate) fn with_duckdb() -> io::Result<Option<(OsString, String)>> {
    let python = env::var_os(INTERPRETER).unwrap_or_else(|| OsString::from("python3"));
    let probe = Command::new(&python)
        .args(["-c", "import duckdb; print(duckdb.__version__)"])
        .stderr(Stdio::null())
        .output();
    match probe {
        Ok(output) if output.status.success() => {
            Ok(Some((python, String::from_utf8_lossy(&output.stdout).trim().to_owned())))
        }
        _ => {
            let python = python.display();
            writeln!(
                io::stderr(),
                "DuckDB is passed over: {python} has no package duckdb; pip install duckdb, or set {INTERPRETER}"
            )?;
            Ok(None)
        }
    }
}
