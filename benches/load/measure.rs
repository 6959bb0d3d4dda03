//! One thing measured in a process of its own.

use std::io::{self, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use chancery::clock::Clock;
use chancery::load::{LoadOptions, Silent};
use chancery::store::search_index;
use rusqlite::{Connection, OpenFlags};

use crate::Result;
use crate::load::floor;
use crate::load::rows::Rows;

/// How often the memory of a process is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(5);

/// What is measured in a process of this program.
pub(crate) enum Work {
    /// The load of a file.
    Load { input: String, store: PathBuf },
    /// The rows of a store, written to a new one.
    Floor { store: PathBuf, copy: PathBuf },
    /// The search index of a store that has none.
    Index { store: PathBuf },
}

/// What something took.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Measured {
    pub(crate) seconds: f64,
    /// Seconds of all processors together.
    pub(crate) processor: Option<f64>,
    /// The most resident memory, mapped files included, in bytes.
    pub(crate) peak: Option<u64>,
    /// The most anonymous memory, as often as it was looked at, in bytes.
    pub(crate) anonymous: Option<u64>,
}

/// Does the work and writes the seconds, and those of the processors.
pub(crate) fn run_here(work: &Work) -> Result<()> {
    let (took, processor) = match work {
        Work::Load { input, store } => (load(input, store)?, processor_seconds()),
        Work::Floor { store, copy } => {
            let rows = Rows::read(&Connection::open_with_flags(store, OpenFlags::SQLITE_OPEN_READ_ONLY)?)?;
            let before = processor_seconds();
            (floor::write(&rows, copy)?, processor_seconds().zip(before).map(|(now, then)| now - then))
        }
        Work::Index { store } => (index(store)?, processor_seconds()),
    };
    writeln!(io::stdout(), "{} {}", took.as_secs_f64(), processor.unwrap_or(f64::NAN))?;
    Ok(())
}

/// What this process has used of the processors, its own and the system's part; Linux alone tells. The
/// fields are counted in hundredths of a second there.
fn processor_seconds() -> Option<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = |field: usize| fields.get(field)?.parse::<f64>().ok();
    Some((ticks(11)? + ticks(12)?) / 100.0)
}

fn load(input: &str, store: &Path) -> Result<Duration> {
    let started = Instant::now();
    let report = chancery::load::load(store, &[input.to_owned()], &LoadOptions::default(), &mut Silent)?;
    let took = started.elapsed();
    if report.is_complete() { Ok(took) } else { Err(format!("not loaded: {report:?}").into()) }
}

fn index(store: &Path) -> Result<Duration> {
    let started = Instant::now();
    search_index::build(store, Clock::System, None, &mut |_, _| ControlFlow::Continue(()))?;
    Ok(started.elapsed())
}

/// Does the work in a process of its own.
pub(crate) fn run_apart(work: &Work) -> Result<Measured> {
    let mut command = Command::new(std::env::current_exe()?);
    match work {
        Work::Load { input, store } => command.arg("measured-load").arg(input).arg(store),
        Work::Floor { store, copy } => command.arg("measured-floor").arg(store).arg(copy),
        Work::Index { store } => command.arg("measured-index").arg(store),
    };
    let watched = watch(&mut command)?;
    let (seconds, processor) = watched.output.trim().split_once(' ').ok_or("no times were written")?;
    Ok(Measured {
        seconds: seconds.parse()?,
        processor: processor.parse().ok().filter(|seconds: &f64| !seconds.is_nan()),
        peak: watched.peak,
        anonymous: watched.anonymous,
    })
}

/// What a process wrote, how long it ran and what memory it had.
pub(crate) struct Watched {
    pub(crate) output: String,
    pub(crate) seconds: f64,
    pub(crate) peak: Option<u64>,
    pub(crate) anonymous: Option<u64>,
}

/// Runs a command to its end and watches its memory.
pub(crate) fn watch(command: &mut Command) -> Result<Watched> {
    let started = Instant::now();
    let mut child = command.stdout(Stdio::piped()).stdin(Stdio::null()).spawn()?;
    let (mut peak, mut anonymous) = (None, None);
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        if let Some(memory) = memory(&child) {
            peak = peak.max(memory.0);
            anonymous = anonymous.max(memory.1);
        }
        std::thread::sleep(LOOK_EVERY);
    };
    let seconds = started.elapsed().as_secs_f64();
    let mut output = String::new();
    if let Some(mut stdout) = child.stdout.take() {
        io::Read::read_to_string(&mut stdout, &mut output)?;
    }
    if !status.success() {
        return Err(format!("{} failed", command.get_program().display()).into());
    }
    Ok(Watched { output, seconds, peak, anonymous })
}

/// `VmHWM` and `RssAnon` of a process; Linux alone has them.
fn memory(child: &Child) -> Option<(Option<u64>, Option<u64>)> {
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).ok()?;
    let kilobytes = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name))?;
        line.trim_start_matches(':').trim().strip_suffix(" kB")?.parse::<u64>().ok().map(|kb| kb * 1024)
    };
    Some((kilobytes("VmHWM"), kilobytes("RssAnon")))
}
