//! The table that the bench prints.

use std::fmt::Write as _;

use crate::figures::{median, megabytes};
use crate::load::measure::Measured;

/// One thing that was measured, round by round.
pub(crate) struct Line {
    pub(crate) name: String,
    pub(crate) posts: u64,
    /// Bytes of the export.
    pub(crate) bytes: u64,
    pub(crate) rounds: Vec<Measured>,
    /// Seconds of what it is compared with, in the same rounds, and the name of that.
    pub(crate) compared: Option<(&'static str, Vec<f64>)>,
}

/// The table as text.
pub(crate) fn text(lines: &[Line]) -> String {
    let width = lines.iter().map(|line| line.name.chars().count()).max().unwrap_or(0);
    let mut text = format!(
        "{:width$}  {:>7}  {:>7}  {:>8}  {:>6}  {:>7}  {:>7}  {}\n",
        "", "s", "CPU s", "posts/s", "MB/s", "peak MB", "anon MB", "times"
    );
    for line in lines {
        let seconds = median(line.rounds.iter().map(|round| round.seconds));
        let processor: Vec<f64> = line.rounds.iter().filter_map(|round| round.processor).collect();
        let memory = |of: fn(&Measured) -> Option<u64>| {
            let most = line.rounds.iter().filter_map(of).max();
            most.map_or_else(|| "-".to_owned(), |bytes| format!("{:.0}", megabytes(bytes)))
        };
        let _ = write!(
            text,
            "{:width$}  {:>7.2}  {:>7}  {:>8.0}  {:>6.1}  {:>7}  {:>7}  ",
            line.name,
            seconds,
            if processor.is_empty() {
                "-".to_owned()
            } else {
                format!("{:.2}", median(processor.into_iter()))
            },
            line.posts as f64 / seconds,
            megabytes(line.bytes) / seconds,
            memory(|round| round.peak),
            memory(|round| round.anonymous),
        );
        text.push_str(&ratios(line));
        text.truncate(text.trim_end().len());
        text.push('\n');
    }
    text
}

/// The median of the ratios, and each of them.
fn ratios(line: &Line) -> String {
    let Some((name, seconds)) = &line.compared else { return String::new() };
    let ratios: Vec<f64> =
        line.rounds.iter().zip(seconds).map(|(round, compared)| round.seconds / compared).collect();
    let each: Vec<String> = ratios.iter().map(|ratio| format!("{ratio:.2}")).collect();
    format!("{:.2} {name} ({})", median(ratios.iter().copied()), each.join(" "))
}
