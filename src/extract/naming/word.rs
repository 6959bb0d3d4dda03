//! A text as words and the marks between them, the same of aliases and of the texts in which they are looked for.

use std::ops::Range;

use super::letter::{Letters, is_left_out, plain, plain_alif};
use crate::extract::fold::fold;

/// What stands before a word or mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Before {
    /// The word or mark before it.
    Nothing,
    /// White space of any kind.
    Space,
    /// The end of a line, over which no name goes, or of the text.
    Break,
}

/// A word, or a single character that is none.
#[derive(Debug, Clone)]
pub(super) struct Token {
    pub(super) range: Range<usize>,
    pub(super) before: Before,
    /// The character, where it is no word.
    pub(super) mark: Option<char>,
}

/// The tokens of a text.
#[derive(Debug, Clone)]
pub(super) struct Tokens<'t> {
    text: &'t str,
    letters: Letters<'t>,
    at: usize,
    before: Before,
}

impl<'t> Tokens<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, letters: Letters::of(text), at: 0, before: Before::Break }
    }

    /// The tokens behind this byte, the end of a token.
    pub(super) fn behind(text: &'t str, byte: usize) -> Self {
        Self { text, letters: Letters::of(text), at: byte, before: Before::Nothing }
    }
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        loop {
            let (letter, length) = self.letters.at(self.at)?;
            let start = self.at;
            self.at += length;
            if letter.is_white_space() {
                if self.text.get(start..)?.starts_with(is_line_end) {
                    self.before = Before::Break;
                } else if self.before == Before::Nothing {
                    self.before = Before::Space;
                }
                continue;
            }
            let before = std::mem::replace(&mut self.before, Before::Nothing);
            if !letter.begins_word() {
                let mark = self.text.get(start..)?.chars().next();
                return Some(Token { range: start..self.at, before, mark });
            }
            if !letter.stands_alone() {
                while let Some((letter, length)) = self.letters.at(self.at)
                    && letter.continues_word()
                {
                    self.at += length;
                }
            }
            return Some(Token { range: start..self.at, before, mark: None });
        }
    }
}

fn is_line_end(character: char) -> bool {
    matches!(character, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Writes `word` into `folded`, whatever its case: `ё` as `е`; without stress marks, the dot of the Turkish `İ`, soft
/// hyphens, the vowel signs and the lengthening of Arabic, and what stands on its alif. Gives whether each character
/// was folded by itself, as it is whatever stands beside it.
pub(super) fn fold_word(word: &str, folded: &mut String) -> bool {
    folded.clear();
    if word.is_ascii() {
        folded.push_str(word);
        folded.make_ascii_lowercase();
        return true;
    }
    folded.reserve(word.len());
    for character in word.chars() {
        match character {
            'A'..='Z' => folded.push(character.to_ascii_lowercase()),
            'آ' | 'أ' | 'إ' => folded.push('ا'),
            '\0'..='\x7f'
            | 'а'..='я'
            | '\u{621}'..='\u{63f}'
            | '\u{641}'..='\u{64a}'
            | '\u{4e00}'..='\u{9fff}' => {
                folded.push(character);
            }
            'А'..='Я' => folded.push(char::from_u32(u32::from(character) + 0x20).unwrap_or(character)),
            'ё' | 'Ё' => folded.push('е'),
            // Marks that may belong to a letter before them are left out of what that folds to.
            _ if is_left_out(character) && !matches!(character, '\u{301}' | '\u{307}') => {}
            _ => {
                folded.clear();
                folded
                    .extend(fold(word).chars().filter(|char| !is_left_out(*char)).map(plain).map(plain_alif));
                return false;
            }
        }
    }
    true
}

/// The character that stands for a mark of several forms: apostrophes and hyphens.
pub(super) fn plain_mark(mark: char) -> char {
    match mark {
        '\u{2019}' | '\u{2018}' | '\u{2bc}' | '\u{ff07}' | '`' | '´' => '\'',
        '\u{2010}' | '\u{2011}' => '-',
        _ => mark,
    }
}
