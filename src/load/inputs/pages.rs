//! Files that belong together: the pages of one HTML export, and the two forms of one export.
//!
//! Telegram Desktop writes `messages.html`, `messages2.html` … with 1000 messages each, and beside them
//! `result.json` when both forms are wanted.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::found::{Found, Raw};
use crate::input::Format;
use crate::load::Notice;

/// The files of one input.
#[derive(Debug)]
pub(super) struct Group {
    pub(super) files: Vec<Found>,
    /// The name of the `result.json` of the same export, which comes before its pages.
    pub(super) twin: Option<String>,
    /// What the user should know of it.
    pub(super) notice: Option<Notice>,
}

/// The number of the page that Telegram Desktop calls so.
pub(super) fn number(file: &str) -> Option<u64> {
    let digits = file.strip_prefix("messages")?.strip_suffix(".html")?;
    if digits.is_empty() {
        return Some(1);
    }
    let is_number = digits.bytes().all(|digit| digit.is_ascii_digit()) && !digits.starts_with('0');
    digits.parse().ok().filter(|number| is_number && *number > 1)
}

fn name_of(number: u64) -> String {
    if number == 1 { "messages.html".to_owned() } else { format!("messages{number}.html") }
}

/// Puts together what belongs together. The inputs keep their order, but that of two forms of one export the
/// richer one comes first.
pub(super) fn group(found: Vec<Found>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut exports: HashMap<(PathBuf, bool), usize> = HashMap::new();
    for file in found {
        let number = page_number(&file);
        if let Some(number) = number {
            let at =
                *exports.entry((file.folder.clone(), file.packing.is_some())).or_insert_with(|| groups.len());
            if let Some(group) = groups.get_mut(at) {
                // Two of one number are two files of an archive with one name: nobody knows which is meant.
                if !group.files.iter().any(|page| page_number(page) == Some(number)) {
                    group.files.push(file);
                    continue;
                }
            }
        }
        groups.push(Group { files: vec![file], twin: None, notice: None });
    }
    take_renamed_first_pages(&mut groups);
    for group in &mut groups {
        group.files.sort_by_key(|file| page_number(file).unwrap_or(1));
        group.notice = missing_page(group);
    }
    put_richer_first(groups)
}

fn page_number(file: &Found) -> Option<u64> {
    if file.format == Format::TelegramHtml { number(&file.file) } else { None }
}

/// An `index.html` beside `messages2.html` is its first page, unless there is a `messages.html`.
fn take_renamed_first_pages(groups: &mut Vec<Group>) {
    let mut at = 0;
    while at < groups.len() {
        let is_index = |file: &Found| file.format == Format::TelegramHtml && file.file == "index.html";
        let others = match groups[at].files.as_slice() {
            [file] if is_index(file) => groups.iter().position(|group| {
                let mut numbers = group.files.iter().map(page_number);
                group.files.iter().all(|page| page.folder == file.folder)
                    && numbers.all(|number| number.is_some_and(|number| number > 1))
            }),
            _ => None,
        };
        match others {
            Some(others) => {
                let index = groups.remove(at);
                let others = if others > at { others - 1 } else { others };
                groups[others].files.splice(0..0, index.files);
            }
            None => at += 1,
        }
    }
}

/// A page that is not read with the others, because the user did not name it, or because it is not there.
fn missing_page(group: &Group) -> Option<Notice> {
    let first = group.files.first()?;
    let mut numbers: Vec<u64> = group.files.iter().filter_map(page_number).collect();
    if numbers.is_empty() {
        return None;
    }
    if first.file == "index.html" {
        numbers.push(1);
    }
    let input = first.name.clone();
    if matches!(first.raw, Raw::Path(_)) {
        let mut there = pages_in(&first.folder);
        there.retain(|number| !numbers.contains(number));
        if let Some(number) = there.into_iter().min() {
            return Some(Notice::PageNotRead { input, page: name_of(number) });
        }
    }
    numbers.sort_unstable();
    let gap = (1..).zip(&numbers).find(|(expected, number)| expected != *number)?;
    Some(Notice::PageMissing { input, page: name_of(gap.0) })
}

/// The numbers of the pages that lie in a folder.
fn pages_in(folder: &Path) -> Vec<u64> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    entries.filter_map(|entry| number(entry.ok()?.file_name().to_str()?)).collect()
}

/// The JSON of an export comes before its HTML, which is told of it.
fn put_richer_first(groups: Vec<Group>) -> Vec<Group> {
    let mut richer: HashMap<PathBuf, String> = HashMap::new();
    for group in &groups {
        if let [file] = group.files.as_slice()
            && file.format == Format::TelegramJson
            && file.file == "result.json"
        {
            richer.entry(file.folder.clone()).or_insert_with(|| file.name.clone());
        }
    }
    let mut ordered: Vec<Group> = Vec::new();
    let mut waiting: HashMap<String, Vec<Group>> = HashMap::new();
    for mut group in groups {
        let first = group.files.first();
        let html = first.filter(|file| file.format == Format::TelegramHtml);
        group.twin = html.and_then(|file| richer.get(&file.folder).cloned());
        let name = first.map(|file| file.name.clone()).unwrap_or_default();
        match &group.twin {
            Some(twin) if !ordered.iter().any(|group| is_called(group, twin)) => {
                waiting.entry(twin.clone()).or_default().push(group);
            }
            _ => {
                ordered.push(group);
                ordered.extend(waiting.remove(&name).unwrap_or_default());
            }
        }
    }
    ordered
}

fn is_called(group: &Group, name: &str) -> bool {
    group.files.first().is_some_and(|file| file.name == name)
}

#[cfg(test)]
mod tests;
