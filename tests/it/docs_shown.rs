//! What documents show is what happens: the commands of README.md and of the pages for learning are run in
//! order, each page in a folder of its own, and what they print is compared with what the page says.
//!
//! `UPDATE_DOCS=1 cargo test docs` writes the outputs anew.

use std::fs;
use std::path::Path;

use crate::docs::{document, is_update, root};
use crate::environment::{Environment, program};

/// The pages that are run, with the least number of commands on each.
const SHOWN: [(&str, usize); 7] = [
    ("README.md", 10),
    ("docs/tutorial.md", 10),
    ("docs/cookbook.md", 15),
    ("docs/query-files.md", 10),
    ("docs/loading.md", 10),
    ("docs/points.md", 4),
    ("docs/names.md", 6),
];

/// A part of a document that is run.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// A block behind "Save this as `PATH`", which must stand on one line.
    Save { path: String, content: String },
    /// A command, with what it prints; `lines` are those of the output in the document, from 0.
    /// An `sql` block with a `text` block behind it is a statement and its rows.
    Run { command: String, output: Vec<String>, lines: std::ops::Range<usize> },
}

pub(crate) fn steps(document: &str) -> Vec<Step> {
    let lines: Vec<&str> = document.lines().collect();
    let mut steps = Vec::new();
    let mut saved_as = None;
    let mut at = 0;
    while at < lines.len() {
        let line = lines[at];
        if let Some((_, rest)) = line.split_once("ave this as `") {
            saved_as = rest.split('`').next().map(str::to_owned);
        }
        let Some(language) = line.strip_prefix("```") else {
            at += 1;
            continue;
        };
        let length = lines[at + 1..].iter().position(|line| *line == "```").expect("a block has an end");
        let block = at + 1..at + 1 + length;
        at = block.end + 1;
        let is_answered = lines.get(at + 1) == Some(&"```text") && lines[at].is_empty();
        if language == "console" {
            steps.extend(commands(&lines, block));
        } else if language == "sql" && saved_as.is_none() && is_answered {
            let length = lines[at + 2..].iter().position(|line| *line == "```").expect("a block has an end");
            let answer = at + 2..at + 2 + length;
            at = answer.end + 1;
            steps.push(Step::Run {
                command: format!("chancery sql '{}'", lines[block].join("\n").replace('\'', "'\\''")),
                output: lines[answer.clone()].iter().map(|line| (*line).to_owned()).collect(),
                lines: answer,
            });
        } else if let Some(path) = saved_as.take() {
            steps.push(Step::Save { path, content: lines[block].join("\n") + "\n" });
        }
    }
    steps
}

fn commands(lines: &[&str], block: std::ops::Range<usize>) -> Vec<Step> {
    let starts: Vec<usize> = block.clone().filter(|line| lines[*line].starts_with("$ ")).collect();
    assert_eq!(starts.first(), Some(&block.start), "a console block begins with a command");
    let ends = starts.iter().skip(1).copied().chain([block.end]);
    starts
        .iter()
        .zip(ends)
        .map(|(start, end)| Step::Run {
            command: lines[*start][2..].to_owned(),
            output: lines[start + 1..end].iter().map(|line| (*line).to_owned()).collect(),
            lines: start + 1..end,
        })
        .collect()
}

/// Whether the output is what the document says, where `...` stands for any part of a line, and on a line of
/// its own for any lines. White space at the ends of lines does not count.
fn is_as_told(told: &[String], output: &[&str]) -> bool {
    match told.split_first() {
        None => output.is_empty(),
        Some((first, rest)) if first.trim() == "..." => {
            (0..=output.len()).any(|skipped| is_as_told(rest, &output[skipped..]))
        }
        Some((first, rest)) => output
            .split_first()
            .is_some_and(|(line, others)| is_line(first, line) && is_as_told(rest, others)),
    }
}

fn is_line(told: &str, line: &str) -> bool {
    let mut parts = told.trim_end().split("...");
    let first = parts.next().unwrap_or_default();
    let parts: Vec<&str> = parts.collect();
    let Some(mut rest) = line.trim_end().strip_prefix(first) else { return false };
    let Some((last, middle)) = parts.split_last() else { return rest.is_empty() };
    for part in middle {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(last)
}

/// The output as found, with the lines that the document tells with a gap and that still hold.
fn mended_output(told: &[String], output: &[&str]) -> Vec<String> {
    let with_gap = |line: &str| told.iter().find(|told| told.contains("...") && is_line(told, line)).cloned();
    output.iter().map(|line| with_gap(line).unwrap_or_else(|| line.trim_end().to_owned())).collect()
}

pub(crate) fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let copy = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy_folder(&path, &copy);
        } else {
            fs::copy(&path, copy).unwrap();
        }
    }
}

/// Runs a line of shell with `chancery` at hand; gives both streams as a terminal would show them.
#[cfg(unix)]
pub(crate) fn shell(environment: &Environment, line: &str) -> (String, bool) {
    let program = program();
    let program = program.parent().unwrap();
    let path = format!("{}:/usr/local/bin:/usr/bin:/bin", program.display());
    let output = std::process::Command::new("sh")
        .args(["-c", &format!("{{ {line}\n}} 2>&1")])
        .current_dir(environment.folder())
        .env_clear()
        .env("HOME", environment.folder())
        .env("PATH", path)
        .env("CHANCERY_NOW", "2025-05-02T09:30:00Z")
        .stdin(std::process::Stdio::null())
        .output()
        .unwrap();
    (String::from_utf8(output.stdout).unwrap(), output.status.success())
}

#[cfg(unix)]
#[test]
fn what_the_documents_show_is_what_happens() {
    let wrong: Vec<String> = SHOWN.iter().filter_map(|(name, least)| run_document(name, *least)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[cfg(unix)]
fn needs_sqlite3(command: &str) -> bool {
    command.split('|').any(|part| part.trim_start().starts_with("sqlite3 "))
}

/// Runs what the document shows; what it should say instead, where that is something else.
#[cfg(unix)]
fn run_document(name: &str, least: usize) -> Option<String> {
    let environment = Environment::new();
    copy_folder(&root().join("samples"), &environment.path("samples"));
    let (_, has_sqlite3) = shell(&environment, "command -v sqlite3");
    let text = document(name);
    let mut wrong = Vec::new();
    let mut mended: Vec<(std::ops::Range<usize>, Vec<String>)> = Vec::new();
    let mut runs = 0;
    for step in steps(&text) {
        match step {
            Step::Save { path, content } => {
                fs::create_dir_all(environment.path(&path).parent().unwrap()).unwrap();
                environment.write(&path, content);
            }
            Step::Run { command, .. } if needs_sqlite3(&command) && !has_sqlite3 => {
                skipped(&command);
            }
            Step::Run { command, output, lines } => {
                runs += 1;
                let (found, is_success) = shell(&environment, &command);
                let found_lines: Vec<&str> = found.lines().collect();
                // A failure tells an error, and nothing else does.
                let tells_error = found_lines.iter().any(|line| line.starts_with("error: "));
                assert_eq!(is_success, !tells_error, "{name}: $ {command}\n{found}");
                if !is_as_told(&output, &found_lines) {
                    wrong.push(format!("$ {command}\n{found}"));
                    if !output.iter().any(|line| line.trim() == "...") {
                        mended.push((lines, mended_output(&output, &found_lines)));
                    }
                }
            }
        }
    }
    assert!(runs >= least, "{name} shows {runs} commands only");
    if is_update() && mended.len() == wrong.len() {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        for (range, found) in mended.into_iter().rev() {
            lines.splice(range, found);
        }
        fs::write(root().join(name), lines.join("\n") + "\n").unwrap();
        return None;
    }
    (!wrong.is_empty()).then(|| format!("{name} shows something else than this:\n\n{}", wrong.join("\n")))
}

#[test]
fn a_cut_output_matches_and_a_changed_one_does_not() {
    let told = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    for (wanted, found, matches) in [
        ("a\nb", "a\nb", true),
        ("a\nb", "a\nb  ", true),
        ("a\nb", "a", false),
        ("a", "a\nb", false),
        ("", "a", false),
        ("a\n...\nd", "a\nb\nc\nd", true),
        ("a\n...\nd", "a\nd", true),
        ("a\n...\nd", "a\nb", false),
        ("...\nd", "a\nd\ne", false),
        ("took ... s", "took 0.01 s", true),
        ("took ... s", "took 0.01 h", false),
        ("a...b...c", "a1b2c", true),
        ("a...b...c", "a1c", false),
    ] {
        assert_eq!(
            is_as_told(&told(wanted), &found.lines().collect::<Vec<_>>()),
            matches,
            "{wanted:?} {found:?}"
        );
    }
}

#[test]
fn steps_are_read_in_order() {
    let document = "Save this as `q/a.sql`:\n\n```sql\n-- A\nSELECT 1;\n```\n\n```console\n$ one\n$ two\nout\n```\n\n```sql\nno\n```\n\n```sql\nSELECT 1\n```\n\n```text\nx\n```\n";
    let run = |command: &str, output: &[&str], lines| Step::Run {
        command: command.to_owned(),
        output: output.iter().map(|line| (*line).to_owned()).collect(),
        lines,
    };
    assert_eq!(
        steps(document),
        [
            Step::Save { path: "q/a.sql".to_owned(), content: "-- A\nSELECT 1;\n".to_owned() },
            run("one", &[], 9..9),
            run("two", &["out"], 10..11),
            run("chancery sql 'SELECT 1'", &["x"], 22..23),
        ]
    );
}

#[expect(clippy::print_stdout, reason = "a test that is passed over says so")]
fn skipped(command: &str) {
    println!("skipped, since there is no sqlite3 here: {command}");
}
