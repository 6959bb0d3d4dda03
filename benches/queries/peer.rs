//! DuckDB, where Python has it: a script that copies the tables of a store once and then answers by its own SQL.

use std::collections::HashSet;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

use crate::Result;
use crate::figures::megabytes;
use crate::python;

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/peers/duckdb_peer.py");

/// The running script.
pub(crate) struct DuckDb {
    child: Child,
    requests: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
    /// The queries that it can answer.
    names: HashSet<String>,
    /// Its versions, and what copying the tables took.
    pub(crate) heading: String,
}

impl DuckDb {
    /// Starts it on a copy of the tables of `store`, in a file of `folder`; `None`, with a line that says so, where the
    /// machine does not have it.
    pub(crate) fn start(store: &Path, folder: &Path, variables: &[(&str, &str)]) -> Result<Option<Self>> {
        let Some((python, _)) = python::with_duckdb()? else { return Ok(None) };
        let mut child = Command::new(&python)
            .arg(SCRIPT)
            .arg(store)
            .arg(folder.join("peer.duckdb"))
            .args(variables.iter().map(|(name, value)| format!("{name}={value}")))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let requests = child.stdin.take();
        let answers = BufReader::new(child.stdout.take().ok_or("the script has no output")?);
        let mut peer = Self { child, requests, answers, names: HashSet::new(), heading: String::new() };
        let ready = peer.answer()?;
        let names = ready["queries"].as_array().ok_or("the script told no queries")?;
        peer.names = names.iter().filter_map(Value::as_str).map(str::to_owned).collect();
        peer.heading = format!(
            "DuckDB {} in Python {}, {} threads; its tables: {:.1} MB, copied in {:.1} s",
            text(&ready["duckdb"]),
            text(&ready["python"]),
            ready["threads"],
            megabytes(ready["bytes"].as_u64().unwrap_or_default()),
            ready["seconds"].as_f64().unwrap_or(f64::NAN),
        );
        Ok(Some(peer))
    }

    /// Whether it has a query of this name.
    pub(crate) fn can_answer(&self, name: &str) -> bool {
        self.names.contains(name)
    }

    /// Compares its rows with those of the file; an error says where they differ.
    pub(crate) fn check(&mut self, name: &str, rows: &Path) -> Result<()> {
        let answer = self.ask(&json!({ "check": name, "rows": rows }))?;
        match answer["differs"].as_str() {
            None => Ok(()),
            Some(what) => Err(format!("{name}: other rows than in DuckDB: {what}").into()),
        }
    }

    /// How many seconds the query takes.
    pub(crate) fn seconds(&mut self, name: &str) -> Result<f64> {
        let answer = self.ask(&json!({ "time": name }))?;
        answer["seconds"].as_f64().ok_or_else(|| format!("{name}: {answer}").into())
    }

    fn ask(&mut self, request: &Value) -> Result<Value> {
        let requests = self.requests.as_mut().ok_or("the script was closed")?;
        writeln!(requests, "{request}")?;
        requests.flush()?;
        self.answer()
    }

    fn answer(&mut self) -> Result<Value> {
        let mut line = String::new();
        if self.answers.read_line(&mut line)? == 0 {
            return Err("the script of DuckDB ended early; what it wrote stands above".into());
        }
        Ok(serde_json::from_str(&line)?)
    }
}

impl Drop for DuckDb {
    fn drop(&mut self) {
        // Without further requests it ends by itself.
        drop(self.requests.take());
        let _ = self.child.wait();
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or("?")
}
