//! The table that the bench prints.

use std::fmt::Write as _;

use crate::figures::median;
use crate::queries::runs::Run;

/// What a report should take at most, as a whole process, in milliseconds.
const MOST: f64 = 250.0;

/// The reports that are asked for first, and what each should take at most.
const HEADLINES: [&str; 6] = [
    "overview",
    "posts-per-period",
    "hashtag-frequency",
    "top-hashtags",
    "top-mentions",
    "mention-frequency",
];
const MOST_OF_HEADLINES: f64 = 50.0;

/// What the process should add at most to the query itself.
const MOST_ADDED: f64 = 15.0;

/// One query that was measured, in seconds, round by round.
pub(crate) struct Line {
    name: String,
    group: String,
    pub(crate) rows: u64,
    pub(crate) process: Vec<f64>,
    pub(crate) in_process: Vec<f64>,
    /// DuckDB's; empty where it has no counterpart.
    pub(crate) peer: Vec<f64>,
}

impl Line {
    pub(crate) fn new(run: &Run) -> Self {
        Self {
            name: run.name.clone(),
            group: run.group().to_owned(),
            rows: 0,
            process: Vec::new(),
            in_process: Vec::new(),
            peer: Vec::new(),
        }
    }

    fn process(&self) -> f64 {
        milliseconds(&self.process)
    }

    /// What the process takes beside the query, in milliseconds: the least of one less the least of the other, since noise
    /// of the machine only ever adds.
    fn added(&self) -> f64 {
        let least = |seconds: &[f64]| seconds.iter().copied().fold(f64::INFINITY, f64::min);
        1e3 * (least(&self.process) - least(&self.in_process))
    }

    /// Whether that is more than it should be, and more than what two runs of a long query differ by.
    fn adds_too_much(&self) -> bool {
        self.added() > MOST_ADDED && self.added() > 0.1 * milliseconds(&self.in_process)
    }

    /// The process against DuckDB, and the library against it.
    fn ratios(&self) -> (f64, f64) {
        let against = |ours: &[f64]| median(ours.iter().zip(&self.peer).map(|(ours, peer)| ours / peer));
        (against(&self.process), against(&self.in_process))
    }
}

fn milliseconds(seconds: &[f64]) -> f64 {
    1e3 * median(seconds.iter().copied())
}

/// The table as text, and below it the queries that take longer than they should.
pub(crate) fn text(lines: &[Line]) -> String {
    let mut text = format!(
        "{:24} {:>9} {:>10} {:>10} {:>9} {:>10} {:>9} {:>9}\n{:24} {:>9} {:>10} {:>10} {:>9} {:>10} {:>9} {:>9}\n",
        "",
        "",
        "process",
        "library",
        "adds",
        "DuckDB",
        "process",
        "library",
        "",
        "rows",
        "ms",
        "ms",
        "ms",
        "ms",
        "/ DuckDB",
        "/ DuckDB",
    );
    let mut group = "";
    for line in lines {
        if line.group != group {
            group = &line.group;
            let _ = writeln!(text, "{group}");
        }
        let _ = write!(
            text,
            "  {:22} {:>9} {:>10.1} {:>10.1} {:>9.1}",
            line.name,
            line.rows,
            line.process(),
            milliseconds(&line.in_process),
            line.added(),
        );
        if line.peer.is_empty() {
            let _ = write!(text, " {:>10} {:>9} {:>9}", "-", "-", "-");
        } else {
            let (process, library) = line.ratios();
            let _ = write!(text, " {:>10.1} {process:>9.2} {library:>9.2}", milliseconds(&line.peer));
        }
        text.push('\n');
    }
    text.push_str(&summary(lines));
    text
}

fn summary(lines: &[Line]) -> String {
    let listed = |chosen: &dyn Fn(&Line) -> bool, figure: &dyn Fn(&Line) -> f64| {
        let names: Vec<String> = lines
            .iter()
            .filter(|line| chosen(line))
            .map(|line| format!("{} {:.0}", line.name, figure(line)))
            .collect();
        if names.is_empty() { "none".to_owned() } else { names.join(", ") }
    };
    let is_headline = |line: &Line| HEADLINES.contains(&line.name.as_str());
    let measured: Vec<&Line> = lines.iter().filter(|line| !line.peer.is_empty()).collect();
    let slower = measured.iter().filter(|line| line.ratios().0 > 1.0).count();
    let mut text = format!(
        "over {MOST} ms: {}\nheadlines over {MOST_OF_HEADLINES} ms: {}\nthe process adds over {MOST_ADDED} ms and a tenth of the query: {}\n",
        listed(&|line| line.process() > MOST, &Line::process),
        listed(&|line| is_headline(line) && line.process() > MOST_OF_HEADLINES, &Line::process),
        listed(&Line::adds_too_much, &Line::added),
    );
    if !measured.is_empty() {
        let ratio = median(measured.iter().map(|line| line.ratios().0));
        let _ = writeln!(
            text,
            "of {} queries that DuckDB answers too, {slower} take longer here as a whole process; the middle ratio is {ratio:.2}",
            measured.len(),
        );
    }
    text
}
