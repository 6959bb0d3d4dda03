//! A text as words and the marks between them, the same of aliases and of the texts in which they are looked for.

use std::ops::Range;

use icu_properties::CodePointMapData;
use icu_properties::props::{GeneralCategory, GeneralCategoryGroup};

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
    at: usize,
    before: Before,
}

impl<'t> Tokens<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, at: 0, before: Before::Break }
    }

    /// Goes on at this byte, as after the end of a line.
    pub(super) fn skip_to(&mut self, byte: usize) {
        self.at = self.at.max(byte);
        self.before = Before::Break;
    }

    /// Goes on at this byte, the end of a token.
    pub(super) fn go_on_at(&mut self, byte: usize) {
        self.at = byte;
        self.before = Before::Nothing;
    }
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        loop {
            let rest = self.text.get(self.at..)?;
            let first = rest.chars().next()?;
            let start = self.at;
            if first.is_whitespace() {
                self.at += first.len_utf8();
                if is_line_end(first) {
                    self.before = Before::Break;
                } else if self.before == Before::Nothing {
                    self.before = Before::Space;
                }
                continue;
            }
            let before = std::mem::replace(&mut self.before, Before::Nothing);
            if !begins_word(first) {
                self.at += first.len_utf8();
                return Some(Token { range: start..self.at, before, mark: Some(first) });
            }
            self.at += if stands_alone(first) {
                first.len_utf8()
            } else {
                rest.find(|character| !continues_word(character)).unwrap_or(rest.len())
            };
            return Some(Token { range: start..self.at, before, mark: None });
        }
    }
}

fn is_line_end(character: char) -> bool {
    matches!(character, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

fn begins_word(character: char) -> bool {
    if character.is_ascii() {
        return character.is_ascii_alphanumeric() || character == '_';
    }
    matches!(character, '\u{400}'..='\u{481}' | '\u{48a}'..='\u{52f}') || character.is_alphanumeric()
}

fn continues_word(character: char) -> bool {
    if character.is_ascii() {
        return character.is_ascii_alphanumeric() || character == '_';
    }
    matches!(character, '\u{400}'..='\u{52f}')
        || character.is_alphanumeric() && !stands_alone(character)
        || character == SOFT_HYPHEN
        || is_combining_mark(character)
}

const SOFT_HYPHEN: char = '\u{ad}';

/// Marks on letters; what makes emoji and keycaps of other characters belongs to no word.
fn is_combining_mark(character: char) -> bool {
    character >= '\u{300}'
        && !matches!(character, '\u{fe00}'..='\u{fe0f}' | '\u{20d0}'..='\u{20ff}' | '\u{e0100}'..)
        && GeneralCategoryGroup::Mark.contains(CodePointMapData::<GeneralCategory>::new().get(character))
}

/// Characters of scripts that are written without spaces: Thai, Lao, Myanmar, Khmer, Hiragana, Han.
fn stands_alone(character: char) -> bool {
    matches!(character,
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{309f}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Writes `word` into `folded`, whatever its case: `ё` as `е`; without stress marks, soft hyphens, the vowel signs
/// and the lengthening of Arabic.
pub(super) fn fold_word(word: &str, folded: &mut String) {
    folded.clear();
    for character in word.chars() {
        match character {
            'A'..='Z' => folded.push(character.to_ascii_lowercase()),
            '\0'..='\x7f'
            | 'а'..='я'
            | '\u{621}'..='\u{63f}'
            | '\u{641}'..='\u{64a}'
            | '\u{4e00}'..='\u{9fff}' => {
                folded.push(character);
            }
            'А'..='Я' => folded.push(char::from_u32(u32::from(character) + 0x20).unwrap_or(character)),
            'ё' | 'Ё' => folded.push('е'),
            _ if is_left_out(character) => {}
            _ => {
                folded.clear();
                folded.extend(fold(word).chars().filter(|char| !is_left_out(*char)).map(plain));
                return;
            }
        }
    }
}

fn is_left_out(character: char) -> bool {
    matches!(character, '\u{301}' | SOFT_HYPHEN | '\u{640}' | '\u{64b}'..='\u{652}')
}

fn plain(character: char) -> char {
    if character == 'ё' { 'е' } else { character }
}

/// The character that stands for a mark of several forms: apostrophes and hyphens.
pub(super) fn plain_mark(mark: char) -> char {
    match mark {
        '\u{2019}' | '\u{2018}' | '\u{2bc}' | '\u{ff07}' | '`' | '´' => '\'',
        '\u{2010}' | '\u{2011}' => '-',
        _ => mark,
    }
}
