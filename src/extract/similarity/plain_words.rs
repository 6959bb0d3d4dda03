//! The words of a text, each number as many as it has runs of digits.

use super::address::without_addresses;
use super::character::{Part, is_of_unspaced_script, part};

/// The words of a folded text, one space between two, by which it is told how long a sentence is. What is a talking
/// point rests on it, in stores that are there already: it does not change with what makes points alike.
pub(in crate::extract) fn plain_words(folded: &str) -> String {
    let mut words = String::with_capacity(folded.len());
    for piece in without_addresses(folded) {
        write_words(piece, &mut words);
    }
    if words.ends_with(' ') {
        words.pop();
    }
    words
}

fn write_words(text: &str, words: &mut String) {
    let mut is_unspaced = false;
    for char in text.chars() {
        match part(char) {
            Part::Letter | Part::Digit(_) => {
                if is_unspaced != is_of_unspaced_script(char) {
                    end_word(words);
                    is_unspaced = !is_unspaced;
                }
                words.push(char);
            }
            Part::Mark => words.push(char),
            Part::Apostrophe | Part::Nothing => {}
            Part::Currency(_) | Part::Percent(_) | Part::Gap => end_word(words),
        }
    }
    end_word(words);
}

fn end_word(words: &mut String) {
    if !words.is_empty() && !words.ends_with(' ') {
        words.push(' ');
    }
}
