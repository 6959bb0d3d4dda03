//! Reads the same invented posts in every format and says how fast each reader is, beside that of Telegram
//! Desktop's JSON. Nothing is stored: this is the readers' own time.
//!
//! ```text
//! cargo bench --bench read -- --posts 20000 --rounds 5 [--format NAME]
//! ```
//!
//! The formats take turns, so that noise of the machine meets all of them. Each reader must give all posts and,
//! but for where their line ends are lost, every byte of their texts, so that none is fast by skipping.

use std::fmt::Write as _;
use std::fs::File;
use std::hint::black_box;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use chancery::input::{self, Format, TextFidelity};
use chancery::model::Record;

#[allow(dead_code, reason = "the read bench needs no part of an export")]
mod generate;

use generate::Written;

/// Whatever goes wrong ends the bench.
type Result<T, E = Box<dyn std::error::Error>> = std::result::Result<T, E>;

const USAGE: &str = "usage: cargo bench --bench read -- [--posts N] [--seed S] [--rounds R] [--format NAME]";

fn main() -> ExitCode {
    match plan(std::env::args().skip(1)).and_then(|plan| plan.map_or(Ok(()), |plan| run(&plan))) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "read bench: {error}");
            ExitCode::FAILURE
        }
    }
}

/// How to measure.
struct Plan {
    posts: u64,
    seed: u64,
    rounds: usize,
    /// The one format that is measured beside the first.
    format: Option<Format>,
}

/// What the command line asks for: nothing where a test run of all targets starts the benches too.
fn plan(mut arguments: impl Iterator<Item = String>) -> Result<Option<Plan>> {
    let mut plan = Plan { posts: 20_000, seed: 1, rounds: 5, format: None };
    let mut is_bench = false;
    while let Some(flag) = arguments.next() {
        let mut value = || arguments.next().ok_or(USAGE);
        match flag.as_str() {
            // Cargo adds it to a run as a bench.
            "--bench" => is_bench = true,
            "--posts" => plan.posts = value()?.parse()?,
            "--seed" => plan.seed = value()?.parse()?,
            "--rounds" => plan.rounds = value()?.parse()?,
            "--format" => plan.format = Some(Format::from_name(&value()?).ok_or("no format of this name")?),
            _ => return Err(format!("unknown argument '{flag}'\n{USAGE}").into()),
        }
    }
    if plan.posts == 0 || plan.rounds == 0 {
        return Err("nothing to measure: give at least one post and one round".into());
    }
    Ok(is_bench.then_some(plan))
}

/// An input in one format, and how long each round took to read it.
struct Line {
    format: Format,
    path: PathBuf,
    written: Written,
    given: Given,
    seconds: Vec<f64>,
}

fn run(plan: &Plan) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let is_wanted = |format: &Format| {
        plan.format.is_none_or(|wanted| wanted == *format || *format == Format::TelegramJson)
    };
    let mut lines = Vec::new();
    for format in Format::ALL.into_iter().filter(is_wanted) {
        let path = folder.path().join(format.name());
        let mut out = BufWriter::with_capacity(1 << 20, File::create(&path)?);
        let written = generate::write_export(&mut out, plan.posts, plan.seed, format)?;
        // The first time warms the file cache; the format is recognised then as any input's is.
        let given = read(&path, None, true)?;
        check(format, &written, &given)?;
        lines.push(Line { format, path, written, given, seconds: Vec::new() });
    }
    for _ in 0..plan.rounds {
        for line in &mut lines {
            let started = Instant::now();
            let given = read(&line.path, Some(line.format), false)?;
            line.seconds.push(started.elapsed().as_secs_f64());
            if given != (Given { word_bytes: 0, ..line.given }) {
                return Err(format!("{} was read otherwise than before", line.format.name()).into());
            }
        }
    }
    let heading = format!(
        "{} posts (seed {}), {} rounds, medians; MB are 10^6 bytes",
        plan.posts, plan.seed, plan.rounds
    );
    writeln!(io::stdout(), "{heading}\n{}", table(plan, &mut lines))?;
    Ok(())
}

/// What a reader gave.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Given {
    posts: u64,
    media: u64,
    text_bytes: u64,
    /// Those of them that are not white space.
    word_bytes: u64,
}

/// Reads an input to its end. What is not white space is counted on request alone, since that takes time.
fn read(path: &Path, format: Option<Format>, counts_words: bool) -> Result<Given> {
    let mut reader = input::open(path, format)?;
    let mut given = Given::default();
    while let Some(record) = reader.next_record()? {
        match black_box(record) {
            Record::Post(post) => {
                given.posts += 1;
                given.media += post.media.len() as u64;
                given.text_bytes += post.text.len() as u64;
                if counts_words {
                    let words = post.text.bytes().filter(|byte| !byte.is_ascii_whitespace());
                    given.word_bytes += words.count() as u64;
                }
            }
            Record::Channel(_) | Record::Event(_) => {}
            Record::Reject(reject) => return Err(format!("{}: {}", path.display(), reject.reason).into()),
            Record::Cut(place) => return Err(format!("{}: cut at {place}", path.display()).into()),
        }
    }
    Ok(given)
}

/// Fails when a reader did not give what was written.
fn check(format: Format, written: &Written, given: &Given) -> Result<()> {
    // Without the messages as Telegram has them, tdl does not tell what is an album.
    let posts = if format == Format::Tdl { written.message_rows } else { written.posts };
    let is_exact = format.text_fidelity() == TextFidelity::Exact;
    if given.posts != posts
        || given.word_bytes != written.word_bytes
        || (is_exact && given.text_bytes != written.text_bytes)
    {
        let name = format.name();
        return Err(format!("{name}: {posts} posts were written ({written:?}), but read: {given:?}").into());
    }
    Ok(())
}

fn table(plan: &Plan, lines: &mut [Line]) -> String {
    let mut rates = Vec::new();
    for line in lines.iter_mut() {
        line.seconds.sort_by(f64::total_cmp);
        let median = line.seconds[line.seconds.len() / 2];
        rates.push((line.written.bytes as f64 / 1e6 / median, plan.posts as f64 / median));
    }
    let (first_megabytes, first_posts) = rates.first().copied().unwrap_or((1.0, 1.0));
    let mut table = format!(
        "{:17} {:>7} {:>8} {:>9} {:>11} {:>12}  {}\n",
        "", "MB", "MB/s", "posts/s", "MB/s, JSON", "posts/s, JSON", "spread"
    );
    for (line, (megabytes, posts)) in lines.iter().zip(rates) {
        let (least, most) = (line.seconds[0], line.seconds[line.seconds.len() - 1]);
        let size = line.written.bytes as f64 / 1e6;
        let _ = writeln!(
            table,
            "{:17} {size:>7.1} {megabytes:>8.1} {posts:>9.0} {:>11.2} {:>13.2}  {:.1} to {:.1} MB/s",
            line.format.name(),
            megabytes / first_megabytes,
            posts / first_posts,
            size / most,
            size / least,
        );
    }
    table
}
