//! Measures how talking points are grouped, on invented points of which it is known which are copies of which:
//!
//! ```text
//! cargo run --release --example group-points -- quality
//! cargo run --release --example group-points -- speed 2000000
//! ```
//!
//! `quality` prints, for each kind of copy, how many of a thousand are found with their original, and how many
//! points stand in a group with a point of another statement. `speed` prints time and memory.

use std::collections::HashMap;
use std::io::{self, Write};

use chancery::extract::similarity::{Grouping, Points, Threshold};

mod copies;

use copies::{Copied, Invention};

const ORIGINALS: usize = 60_000;
const COPIED: usize = 4_000;

fn main() -> io::Result<()> {
    let mut given = std::env::args().skip(1);
    let mut out = io::stdout().lock();
    match given.next().as_deref() {
        Some("quality") => quality(&mut out),
        Some("speed") => {
            speed(&mut out, given.next().and_then(|count| count.parse().ok()).unwrap_or(2_000_000))
        }
        _ => writeln!(io::stderr(), "usage: group-points quality | speed [POINTS]"),
    }
}

fn threshold(thousandths: u16) -> Threshold {
    Threshold::from_thousandths(thousandths).unwrap_or_default()
}

struct Point {
    statement: usize,
    kind: Copied,
    wording: u32,
}

/// The points of a sample: originals, and for each kind of copy one of `COPIED` of them.
fn sample(copied: &[Copied]) -> (Points, Vec<Point>) {
    let mut invention = Invention::new(7);
    let mut points = Points::default();
    let mut all = Vec::new();
    let originals: Vec<_> = (0..ORIGINALS).map(|_| invention.statement()).collect();
    let mut add = |text: &str, statement, kind| {
        if let Some(wording) = points.add(&text.to_lowercase()) {
            all.push(Point { statement, kind, wording });
        }
    };
    let mut others = ORIGINALS;
    for (statement, words) in originals.iter().enumerate() {
        add(&words.join(" "), statement, Copied::Original);
    }
    for kind in copied {
        for (statement, words) in originals.iter().enumerate().take(COPIED) {
            let text = invention.copy(words, *kind);
            let is_other = kind.is_another_statement();
            others += usize::from(is_other);
            add(&text, if is_other { others } else { statement }, *kind);
        }
    }
    (points, all)
}

fn quality(out: &mut impl Write) -> io::Result<()> {
    let thresholds = [1000, 700, 600, 550, 500, 450];
    write!(out, "{:44}", "found with the original, of 1000")?;
    for thousandths in thresholds {
        write!(
            out,
            "{:>8}",
            if thousandths == 1000 { "exact".to_owned() } else { threshold(thousandths).to_string() }
        )?;
    }
    writeln!(out)?;
    for kind in Copied::KINDS {
        write!(out, "{:44}", kind.name())?;
        for thousandths in thresholds {
            let (points, all) = sample(&[kind]);
            let grouping = points.group(threshold(thousandths));
            let originals: HashMap<usize, u32> = all
                .iter()
                .filter(|point| point.kind == Copied::Original)
                .map(|point| (point.statement, grouping.middle(point.wording)))
                .collect();
            let copies: Vec<(usize, u32)> = all
                .iter()
                .filter(|point| point.kind == kind)
                .enumerate()
                .map(|(index, point)| (index, grouping.middle(point.wording)))
                .collect();
            let found = copies.iter().filter(|(index, middle)| originals.get(index) == Some(middle)).count();
            write!(out, "{:>8}", found * 1000 / copies.len().max(1))?;
        }
        writeln!(
            out,
            "{}",
            if kind.is_another_statement() { "   (another statement: should be 0)" } else { "" }
        )?;
    }
    write!(out, "{:44}", "with another statement, of 1000 points")?;
    for thousandths in thresholds {
        let (points, all) = sample(
            &Copied::KINDS.into_iter().filter(|kind| !kind.is_another_statement()).collect::<Vec<_>>(),
        );
        let grouping = points.group(threshold(thousandths));
        write!(out, "{:>8.2}", strangers(&all, &grouping) as f64 * 1000.0 / all.len() as f64)?;
    }
    writeln!(out)
}

/// Points in a group whose points are mostly of another statement.
fn strangers(all: &[Point], grouping: &Grouping) -> usize {
    let mut groups: HashMap<u32, HashMap<usize, usize>> = HashMap::new();
    for point in all {
        *groups.entry(grouping.middle(point.wording)).or_default().entry(point.statement).or_default() += 1;
    }
    groups
        .values()
        .map(|statements| statements.values().sum::<usize>() - statements.values().max().unwrap_or(&0))
        .sum()
}

fn speed(out: &mut impl Write, count: usize) -> io::Result<()> {
    for thousandths in [1000, 550] {
        let mut invention = Invention::new(11);
        let mut points = Points::default();
        let mut earlier: Vec<Vec<String>> = Vec::new();
        let (mut adding, mut texts) = (0.0, Vec::new());
        let before = peak();
        for index in 0..count {
            // Seven in ten are new, two verbatim copies, one is edited.
            let text = match index % 10 {
                7 | 8 => invention.pick(&earlier).join(" "),
                9 => {
                    let original = invention.pick(&earlier).clone();
                    invention.copy(
                        &original,
                        if index % 20 == 9 { Copied::Edited(10) } else { Copied::Edited(20) },
                    )
                }
                _ => {
                    let words = invention.statement();
                    let text = words.join(" ");
                    if earlier.len() < 20_000 {
                        earlier.push(words);
                    }
                    text
                }
            };
            texts.push(text);
            if texts.len() == 50_000 || index + 1 == count {
                let start = processor_seconds();
                for text in texts.drain(..) {
                    points.add(&text);
                }
                adding += processor_seconds() - start;
            }
        }
        let start = processor_seconds();
        let grouping = points.group(threshold(thousandths));
        let grouped = processor_seconds() - start;
        let groups = grouping.points_by_middle().iter().filter(|points| **points > 1).count();
        writeln!(
            out,
            "{count} points, threshold {}: key forms {:.2} s, grouping {:.2} s, {groups} groups of two and more, {} MB at most (before: {before})",
            threshold(thousandths),
            adding,
            grouped,
            peak()
        )?;
    }
    Ok(())
}

/// How long the processor has worked for this process, in seconds, where the system tells it: other work on the
/// machine does not count.
fn processor_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
    // User and system time, in hundredths of a second on every Linux of today.
    fields.skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / 100.0
}

/// The most memory that the process has had, in MB, where the system tells it.
fn peak() -> u64 {
    std::fs::read_to_string("/proc/self/status")
        .ok()
        .and_then(|status| {
            let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
            line.split_whitespace().nth(1)?.parse::<u64>().ok()
        })
        .map_or(0, |kilobytes| kilobytes / 1024)
}
