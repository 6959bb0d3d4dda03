//! What each character is in a word, in a table: the text of a load is read letter by letter to find its words.

use std::sync::{LazyLock, OnceLock};

use crate::extract::character::{is_alphanumeric, is_mark, is_white_space};
use crate::extract::eight;
use crate::extract::fold::fold_alone;

/// What a character is in a word: what it folds to, and bits.
#[derive(Debug, Clone, Copy)]
pub(super) struct Letter(u32);

const FOLDED: u32 = (1 << 21) - 1;
const BEGINS: u32 = 1 << 21;
const CONTINUES: u32 = 1 << 22;
const STANDS_ALONE: u32 = 1 << 23;
const IS_PLAIN: u32 = 1 << 24;
const IS_WHITE_SPACE: u32 = 1 << 25;

/// The letters of a text by their bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Letters<'t> {
    text: &'t str,
    of_two_bytes: &'static [Letter; TWO_BYTES],
}

/// Letters that stand one behind the other.
#[derive(Debug)]
pub(super) struct Run {
    /// The byte behind them.
    pub(super) end: usize,
    pub(super) letters: usize,
    /// Whether all of them [are](Letter::is_plain).
    pub(super) is_plain: bool,
}

impl<'t> Letters<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        Self { text, of_two_bytes: &OF_TWO_BYTES }
    }

    /// The letter at this byte, and its bytes; `None` at the end of the text, and within a character.
    #[inline(always)]
    pub(super) fn at(&self, byte: usize) -> Option<(Letter, usize)> {
        let bytes = self.text.as_bytes();
        let first = *bytes.get(byte)?;
        if let Some(letter) = ASCII.get(usize::from(first)) {
            return Some((*letter, 1));
        }
        if let 0xc2..=0xdf = first {
            return Some((self.letter_of_pair([first, *bytes.get(byte + 1)?]), 2));
        }
        self.at_longer(byte)
    }

    /// Whether a word that ends before this byte, so far, goes on there.
    #[inline]
    pub(super) fn go_on_at(&self, byte: usize) -> bool {
        match self.text.as_bytes().get(byte) {
            Some(next) if next.is_ascii() => CONTINUES_IN_ASCII[usize::from(*next)],
            Some(_) => self.at(byte).is_some_and(|(letter, _)| letter.continues_word()),
            None => false,
        }
    }

    /// The word that begins with `first` and goes on at the byte `at`. A letter that stands alone is one.
    #[inline]
    pub(super) fn word(&self, first: Letter, at: usize) -> Run {
        let mut word = Run { end: at, letters: 1, is_plain: first.is_plain() };
        if !first.stands_alone() {
            self.go_over_word(&mut word);
        }
        word
    }

    /// Adds the letters with which the word goes on behind the run.
    #[inline(always)]
    fn go_over_word(&self, word: &mut Run) {
        let bytes = self.text.as_bytes();
        let mut end = word.end;
        loop {
            let begin = end;
            if bytes.get(end).is_some_and(|byte| CONTINUES_IN_ASCII[usize::from(*byte)]) {
                end += eight::ascii_word(&bytes[end..]);
                word.letters += end - begin;
            }
            // Nearly all words end here, before a space.
            if bytes.get(end).is_none_or(u8::is_ascii) {
                break;
            }
            let begin = end;
            end += 2 * eight::cyrillic_letters(&bytes[end..]);
            let mut goes_on = true;
            for pair in bytes[end..].as_chunks().0 {
                let [0xc2..=0xdf, _] = *pair else { break };
                let letter = self.letter_of_pair(*pair);
                goes_on = letter.continues_word();
                if !goes_on {
                    break;
                }
                word.is_plain &= letter.is_plain();
                end += 2;
            }
            word.letters += (end - begin) / 2;
            if end == begin {
                let Some((letter, length)) = self.at(end).filter(|(letter, _)| letter.continues_word())
                else {
                    break;
                };
                word.is_plain &= letter.is_plain();
                word.letters += 1;
                end += length;
            }
            if !goes_on {
                break;
            }
        }
        word.end = end;
    }

    /// The letter of which these are the two bytes.
    #[inline(always)]
    fn letter_of_pair(&self, [first, second]: [u8; 2]) -> Letter {
        self.of_two_bytes[usize::from(first & 0x1f) << 6 | usize::from(second & 0x3f)]
    }

    fn at_longer(&self, byte: usize) -> Option<(Letter, usize)> {
        let char = self.text.get(byte..)?.chars().next()?;
        Some((Letter::of(char), char.len_utf8()))
    }
}

impl Letter {
    /// That of this character.
    pub(super) fn of(char: char) -> Self {
        let code = char as usize;
        if let Some(letter) = ASCII.get(code) {
            return *letter;
        }
        match TABLE.get(code / BLOCK) {
            Some(block) => block.get_or_init(|| make_block(code / BLOCK))[code % BLOCK],
            None => Self::find(char),
        }
    }

    /// What it folds to where it [`is_plain`](Self::is_plain).
    #[inline]
    pub(super) fn folded_if_plain(self) -> u32 {
        self.0 & FOLDED
    }

    /// Whether a word may begin with it.
    #[inline]
    pub(super) fn begins_word(self) -> bool {
        self.0 & BEGINS != 0
    }

    /// Whether a word goes on with it.
    #[inline]
    pub(super) fn continues_word(self) -> bool {
        self.0 & CONTINUES != 0
    }

    /// Whether it is a word by itself.
    #[inline]
    pub(super) fn stands_alone(self) -> bool {
        self.0 & STANDS_ALONE != 0
    }

    #[inline]
    pub(super) fn is_white_space(self) -> bool {
        self.0 & IS_WHITE_SPACE != 0
    }

    /// What it folds to ([`super::word::fold_word`]) whatever stands beside it; `None` where that matters.
    #[inline]
    pub(super) fn folded(self) -> Option<u32> {
        self.is_plain().then_some(self.0 & FOLDED)
    }

    /// Whether it folds alike whatever stands beside it.
    #[inline]
    pub(super) fn is_plain(self) -> bool {
        self.0 & IS_PLAIN != 0
    }

    fn find(char: char) -> Self {
        let folded = if is_left_out(char) { None } else { fold_alone(char).map(plain).map(plain_alif) };
        let kinds = [
            (BEGINS, begins_word(char)),
            (CONTINUES, continues_word(char)),
            (STANDS_ALONE, stands_alone(char)),
            (IS_WHITE_SPACE, is_white_space(char)),
        ];
        let kinds =
            kinds.into_iter().fold(0, |kinds, (kind, is_one)| if is_one { kinds | kind } else { kinds });
        Self(kinds | folded.map_or(0, |folded| IS_PLAIN | u32::from(folded)))
    }
}

/// How many characters a block of the table has.
const BLOCK: usize = 256;

/// The table ends behind the emoji.
const BLOCKS: usize = 0x2_0000 / BLOCK;

/// How many characters have at most two bytes in UTF-8: those of most scripts with letters.
const TWO_BYTES: usize = 0x800;

/// These are met in nearly every text, so they are at hand without asking for a block.
static OF_TWO_BYTES: LazyLock<Box<[Letter; TWO_BYTES]>> = LazyLock::new(|| {
    let mut letters = Box::new([Letter(0); TWO_BYTES]);
    for (char, letter) in ('\0'..).zip(letters.iter_mut()) {
        *letter = Letter::of(char);
    }
    letters
});

/// A block is made when a character of it is met first.
static TABLE: [OnceLock<Box<[Letter; BLOCK]>>; BLOCKS] = [const { OnceLock::new() }; BLOCKS];

#[cold]
fn make_block(block: usize) -> Box<[Letter; BLOCK]> {
    let mut letters = Box::new([Letter(0); BLOCK]);
    for (place, letter) in letters.iter_mut().enumerate() {
        if let Some(char) = u32::try_from(block * BLOCK + place).ok().and_then(char::from_u32) {
            *letter = Letter::find(char);
        }
    }
    letters
}

static ASCII: [Letter; 128] = {
    let mut letters = [Letter(0); 128];
    let mut code = 0;
    while code < letters.len() {
        let byte = code as u8;
        let kinds = if byte.is_ascii_alphanumeric() || byte == b'_' {
            BEGINS | CONTINUES
        } else if matches!(byte, b' ' | b'\t'..=b'\r') {
            IS_WHITE_SPACE
        } else {
            0
        };
        letters[code] = Letter(kinds | IS_PLAIN | byte.to_ascii_lowercase() as u32);
        code += 1;
    }
    letters
};

static CONTINUES_IN_ASCII: [bool; 256] = {
    let mut continues = [false; 256];
    let mut code = 0;
    while code < ASCII.len() {
        continues[code] = ASCII[code].0 & CONTINUES != 0;
        code += 1;
    }
    continues
};

fn begins_word(character: char) -> bool {
    matches!(character, '_' | '\u{400}'..='\u{481}' | '\u{48a}'..='\u{52f}') || is_alphanumeric(character)
}

fn continues_word(character: char) -> bool {
    matches!(character, '_' | '\u{400}'..='\u{52f}')
        || is_alphanumeric(character) && !stands_alone(character)
        || character == SOFT_HYPHEN
        || is_combining_mark(character)
}

const SOFT_HYPHEN: char = '\u{ad}';

/// Marks on letters; what makes emoji and keycaps of other characters belongs to no word.
fn is_combining_mark(character: char) -> bool {
    character >= '\u{300}'
        && !matches!(character, '\u{fe00}'..='\u{fe0f}' | '\u{20d0}'..='\u{20ff}' | '\u{e0100}'..)
        && is_mark(character)
}

/// Characters of scripts that are written without spaces: Thai, Lao, Myanmar, Khmer, Hiragana, Han.
fn stands_alone(character: char) -> bool {
    matches!(character,
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{309f}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Stress marks, the dot that folding leaves of the Turkish `İ`, soft hyphens, the vowel signs and the lengthening of
/// Arabic.
pub(super) fn is_left_out(character: char) -> bool {
    matches!(character, '\u{301}' | '\u{307}' | SOFT_HYPHEN | '\u{640}' | '\u{64b}'..='\u{652}')
}

pub(super) fn plain(character: char) -> char {
    if character == 'ё' { 'е' } else { character }
}

/// The alif of Arabic, whatever stands on it or below it, which many leave out.
pub(super) fn plain_alif(character: char) -> char {
    if matches!(character, 'آ' | 'أ' | 'إ' | 'ٱ') { 'ا' } else { character }
}

#[cfg(test)]
mod tests {
    use super::{Letter, Letters};
    use crate::extract::naming::word::fold_word;
    use proptest::prelude::*;

    #[test]
    fn all_letters_that_are_passed_together_are_plain_ones_of_a_word() {
        for char in '\u{400}'..'\u{480}' {
            let letter = Letter::of(char);
            assert!(letter.continues_word() && letter.is_plain() && !letter.stands_alone(), "{char}");
        }
    }

    proptest! {
        #[test]
        fn a_word_is_gone_over_as_letter_by_letter(
            text in "x([a-zA-Z0-9_]{0,10}|[а-яА-ЯЀ-ѿ]{0,6}|[ا-ي\u{640}\u{64b}א-ת]{0,3}|[ก-ฮ漢가İıßſK\u{212a}Ａ\u{301}\u{306}\u{ad}\u{200b}\u{483}\u{20e3}'’😀 .-]{0,2}){0,6}"
        ) {
            let letters = Letters::of(&text);
            let word = letters.word(Letter::of('x'), 1);
            let more = text.chars().skip(1).take_while(|char| Letter::of(*char).continues_word());
            let passed: Vec<char> = std::iter::once('x').chain(more).collect();
            prop_assert_eq!(word.end, passed.iter().map(|char| char.len_utf8()).sum::<usize>());
            prop_assert_eq!(word.letters, passed.len());
            prop_assert_eq!(word.is_plain, passed.iter().all(|char| Letter::of(*char).is_plain()));
        }
    }

    #[test]
    fn a_letter_that_folds_alone_folds_so_in_every_word() {
        let (mut folded, mut plain) = (String::new(), 0);
        for char in '\0'..='\u{2ffff}' {
            let letter = Letter::of(char);
            assert_eq!(
                Letters::of(&format!("x{char}")).at(1).map(|(at, length)| (at.0, length)),
                Some((letter.0, char.len_utf8()))
            );
            let Some(alone) = letter.folded().and_then(char::from_u32) else { continue };
            for (before, after) in
                [("", ""), ("a", "b"), ("я", "ё"), ("É", "é"), ("ر", "\u{629}"), ("中", "ᄀ")]
            {
                fold_word(&format!("{before}{char}{after}"), &mut folded);
                let beside = |word: &str| {
                    let letters = word.chars().filter_map(|char| Letter::of(char).folded());
                    letters.filter_map(char::from_u32).collect::<String>()
                };
                assert_eq!(
                    folded,
                    format!("{}{alone}{}", beside(before), beside(after)),
                    "U+{:04X}",
                    u32::from(char)
                );
            }
            plain += 1;
        }
        assert!(plain > 50_000, "{plain}");
    }
}
