//! Which lines of a text are of another language than English or Russian, by their small words and letters.

use std::ops::Range;

use super::lists::{ENGLISH, OTHER_LANGUAGES};
use super::word::{Shape, Word};

/// Which language the lines of a text are in.
#[derive(Default)]
pub(super) struct Language {
    /// Those of all lines so far.
    words: SmallWords,
    /// The lines that do not tell, as places of their words.
    untold: Vec<Range<usize>>,
}

#[derive(Clone, Copy, Default)]
struct SmallWords {
    english: usize,
    others: usize,
}

impl SmallWords {
    fn are_of_other_language(self) -> bool {
        self.others >= 2 && self.others > 2 * self.english
    }
}

impl Language {
    pub(super) fn mark_line(&mut self, words: &mut [Word<'_>], from: usize) {
        let end = words.len();
        let Some(line) = words.get_mut(from..) else { return };
        if line.iter().any(Word::has_other_cyrillic)
            && !line.iter().any(|word| word.lower.contains(['ы', 'э']))
        {
            line.iter_mut().for_each(|word| word.is_of_other_cyrillic = true);
        }
        let mut small = SmallWords::default();
        for word in line.iter() {
            small.english += usize::from(word.is(ENGLISH));
            small.others += usize::from(word.shape == Shape::Lower && word.is(OTHER_LANGUAGES));
        }
        self.words.english += small.english;
        self.words.others += small.others;
        if small.are_of_other_language() {
            line.iter_mut().for_each(|word| word.is_of_other_language = true);
        } else if small.english == 0 && !line.is_empty() {
            self.untold.push(from..end);
        }
    }

    /// A line that does not tell, such as a title, is of the language of the others.
    pub(super) fn mark_untold(self, words: &mut [Word<'_>]) {
        if !self.words.are_of_other_language() {
            return;
        }
        for line in self.untold {
            let line = words.get_mut(line).unwrap_or_default();
            line.iter_mut().for_each(|word| word.is_of_other_language = true);
        }
    }
}
