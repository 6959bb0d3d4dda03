//! Whether a text can name a person at all: a quick look for the words and signs without which the rules find nobody.
//!
//! It errs on the side of reading: an office within a closed range is a clue, too.

mod glance;

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, Match};

use super::{lists, russian_head, russian_name};
use crate::extract::character;
use crate::extract::naming::hashed::words;
pub(super) use glance::may_have_clue;

/// What must stand beside a clue.
#[derive(Clone, Copy)]
enum Beside {
    /// No letter from A to Z: a word of English.
    NoLatin,
    /// Anything.
    Anything,
    /// No letter behind it: the ending of a patronymic.
    WordEnd,
    /// No letter before it: an initial.
    WordBeginning,
}

struct Clues {
    automaton: AhoCorasick,
    beside: Vec<Beside>,
}

/// `None` where the automaton cannot be made, so that every text is read.
static CLUES: LazyLock<Option<Clues>> = LazyLock::new(|| {
    let mut clues: Vec<(String, Beside)> = Vec::new();
    clues.extend(lists::english_heads().map(|head| (ascii_part(head).to_owned(), Beside::NoLatin)));
    // The sign of the kelvin is a small k in lower case; a soft hyphen may stand in any word.
    clues.extend(["\u{212a}", "\u{ad}"].map(|sign| (sign.to_owned(), Beside::Anything)));
    for head in russian_head::heads() {
        let part = head.split('-').next_back().unwrap_or(&head).to_owned();
        // "секретарём".
        let with_dots = part.strip_suffix("ем").map(|stem| format!("{stem}ём"));
        for part in with_dots.into_iter().chain([part]) {
            clues.extend(in_all_cases(&part).map(|head| (head, Beside::Anything)));
        }
    }
    for ending in russian_name::patronymic_endings() {
        clues.extend(in_all_cases(ending).map(|ending| (ending, Beside::WordEnd)));
    }
    clues.extend(('А'..='Я').chain(['Ё']).map(|initial| (format!("{initial}."), Beside::WordBeginning)));
    clues.push(("Дж.".to_owned(), Beside::WordBeginning));
    let automaton =
        AhoCorasick::builder().ascii_case_insensitive(true).build(clues.iter().map(|(clue, _)| clue)).ok()?;
    Some(Clues { automaton, beside: clues.into_iter().map(|(_, beside)| beside).collect() })
});

/// The part of an English head that is looked for: case is told apart within ASCII only, and hyphens have several
/// forms, so it is the longest part without either.
fn ascii_part(head: &str) -> &str {
    let parts = head.split(|character: char| !character.is_ascii_alphabetic());
    parts.max_by_key(|part| part.len()).unwrap_or_default()
}

/// `президент`, `Президент`, `ПРЕЗИДЕНТ`.
fn in_all_cases(word: &str) -> impl Iterator<Item = String> {
    let mut letters = word.chars();
    let capital: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
    [word.to_owned(), capital, word.to_uppercase()].into_iter()
}

/// Whether `text` has a clue; at the ends of `closed` ranges words begin and end whatever stands beside them.
pub(super) fn has_clue(text: &str, closed: &[Range<usize>]) -> bool {
    may_have_clue(text, &words(text), closed) && has_clue_on_second_look(text, closed)
}

/// As [`has_clue`], of a text that [`may_have_clue`].
pub(super) fn has_clue_on_second_look(text: &str, closed: &[Range<usize>]) -> bool {
    let Some(clues) = CLUES.as_ref() else { return true };
    clues.automaton.find_overlapping_iter(text).any(|found| clues.is_clue(text, closed, found))
}

impl Clues {
    fn is_clue(&self, text: &str, closed: &[Range<usize>], found: Match) -> bool {
        let before = text[..found.start()].chars().next_back();
        let after = text[found.end()..].chars().next();
        let is_latin = |letter: Option<char>| letter.is_some_and(|letter| letter.is_ascii_alphabetic());
        let is_letter = |letter: Option<char>| letter.is_some_and(character::is_alphabetic);
        let is_within = match self.beside.get(found.pattern().as_usize()) {
            Some(Beside::NoLatin) => is_latin(before) || is_latin(after),
            Some(Beside::WordEnd) => is_letter(after),
            Some(Beside::WordBeginning) => is_letter(before),
            Some(Beside::Anything) | None => false,
        };
        !is_within || touches_edge(closed, found.range())
    }
}

/// Whether one of the ranges begins or ends in `part` or beside it.
fn touches_edge(closed: &[Range<usize>], part: Range<usize>) -> bool {
    let first = closed.partition_point(|range| range.end < part.start);
    closed
        .get(first)
        .is_some_and(|range| range.start <= part.end && (range.start >= part.start || range.end <= part.end))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::{Path, PathBuf};

    use super::has_clue;
    use crate::extract::person::{read_people, speaker_by_title};

    fn files(folder: &Path) -> Vec<PathBuf> {
        let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
        let paths = entries.map(|entry| entry.unwrap().path());
        paths.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
    }

    #[test]
    fn a_text_without_a_clue_names_nobody() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let folders = ["tests/fixtures", "samples", "../shared/corpus"].map(|folder| root.join(folder));
        let (mut without, mut with) = (0, 0);
        for file in folders.iter().flat_map(|folder| files(folder)) {
            let Ok(text) = fs::read_to_string(&file) else { continue };
            for part in text.lines().chain(text.split("\n\n").take(2000)) {
                if has_clue(part, &[]) {
                    with += 1;
                } else {
                    without += 1;
                    assert_eq!(read_people(part, &[]), [], "{}: {part}", file.display());
                    assert_eq!(speaker_by_title(part), None, "{}: {part}", file.display());
                }
            }
        }
        assert!(with > 100 && without > 100, "{with} with, {without} without");
    }

    #[test]
    fn every_kind_of_clue_is_one_and_parts_of_longer_words_are_none() {
        for text in [
            "the PM",
            "Co‑Chair",
            "Charg\u{e9} X",
            "\u{212a}ing X",
            "ПРЕЗИДЕНТ",
            "Вице‑премьером",
            "Ивановичу",
            "А.Б.",
            "(А.",
            "Дж. Б.",
        ] {
            assert!(has_clue(text, &[]), "{text}");
        }
        for text in ["equipment, making, generally, leadership", "Равная доля", "США.", "Nothing new"]
        {
            assert!(!has_clue(text, &[]), "{text}");
        }
        let cut = "codePresident X";
        assert!(!has_clue(cut, &[]) && has_clue(cut, &[0..4, 14..15]));
    }
}
