//! The words of a point, and how much two of them have in common.

use xxhash_rust::xxh3::{xxh3_64, xxh3_128};

use super::FEWEST_WORDS;
use super::character::{Part, flag_length, is_of_unspaced_script, part};
use super::key_form::write_key_form;
use super::measure::{self, Kind};
use super::others::{Told, are_of_others};
use super::shape::Shape;

/// A word as a number. That two words share one is as likely as one in 2^30, and decides nothing alone.
pub(super) type Word = u32;

/// Set for words that have a digit, such as `2024` or `g20`, for signs of currencies and per cent, for flags, and for
/// words that are to a claim what a number is ([`measure`]).
pub(super) const IS_NUMBER: Word = 1 << 31;

/// Set for words that tell whom or what day a claim is of: countries, and days of the week.
pub(super) const IS_SUBJECT: Word = 1 << 30;

/// The words of one point.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wording {
    key: u128,
    words: Vec<Word>,
    shapes: Vec<Shape>,
    elements: Elements,
}

impl Wording {
    /// The wording of a folded text.
    #[must_use]
    pub fn of(folded: &str) -> Self {
        let (mut form, mut commas) = (String::with_capacity(folded.len()), Vec::new());
        write_key_form(folded, &mut form, &mut commas);
        let (mut words, mut shapes) = (Vec::new(), Vec::new());
        push_words(&form, &commas, &mut words, &mut shapes);
        Self { key: xxh3_128(form.as_bytes()), elements: Elements::of(&words), words, shapes }
    }

    /// Whether there is no word at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// A number for the key form, which wordings share only when they are the same word for word.
    #[must_use]
    pub fn key(&self) -> u128 {
        self.key
    }

    /// How much two wordings have in common, in thousandths, also short ones and such with different numbers.
    #[must_use]
    pub fn closeness(&self, other: &Self) -> u16 {
        if self.key == other.key { 1000 } else { self.elements.similarity(&other.elements) }
    }

    /// How similar two wordings are, in thousandths, rounded down: 1000 when their key forms are equal; 0 when one
    /// is of fewer than [`FEWEST_WORDS`] words, or when they have other numbers, or in another order, or
    /// when they tell of other countries or days of the week.
    #[must_use]
    pub fn similarity(&self, other: &Self) -> u16 {
        if self.key == other.key {
            return 1000;
        }
        let are_comparable = self.words.len() >= FEWEST_WORDS
            && other.words.len() >= FEWEST_WORDS
            && numbers(&self.words) == numbers(&other.words)
            && !are_of_others(self.told(), other.told());
        if are_comparable { self.elements.similarity(&other.elements) } else { 0 }
    }

    fn told(&self) -> Told<'_> {
        Told { words: &self.words, shapes: &self.shapes, elements: &self.elements }
    }
}

/// Adds the words of a key form, and the shape of each. A run of letters of a script without spaces counts as its pairs
/// of neighbours. `commas` are where the words begin before which one stands.
pub(super) fn push_words(form: &str, commas: &[usize], words: &mut Vec<Word>, shapes: &mut Vec<Shape>) {
    // What the word before this one is, when it is in a list, and the word itself.
    let (mut before, mut last_word) = (None, 0);
    let (first, mut has_against, mut has_verdict, mut has_un) = (words.len(), false, false, false);
    let (mut commas, mut behind_commas) = (commas.iter().peekable(), Vec::new());
    for word in form.split(' ').filter(|word| !word.is_empty()) {
        let start = word.as_ptr().addr() - form.as_ptr().addr();
        while let Some(comma) = commas.next_if(|comma| **comma <= start) {
            behind_commas.extend((*comma == start).then_some(shapes.len()));
        }
        let mut letters = word.char_indices();
        let first_letter = letters.next().map_or(' ', |(_, first)| first);
        let is_unspaced = is_of_unspaced_script(first_letter);
        let Some((second, second_letter)) = letters.next().filter(|_| is_unspaced) else {
            let is_behind_number = !matches!(before, Some(Kind::Claim | Kind::No))
                && words.get(first..).and_then(<[Word]>::last).is_some_and(|last| last & IS_NUMBER != 0);
            let written = number_of(word);
            let (number, kind) = if is_unspaced {
                (pair_of_letters(word, ""), None)
            } else if measure::is_un(written) {
                has_un = true;
                (written, None)
            } else {
                told(last_word & !IS_NUMBER, written, is_behind_number)
            };
            let (number, kind) = match kind {
                None if measure::is_negated_verb(word) => (number | IS_NUMBER, Some(Kind::Claim)),
                _ => (number, kind),
            };
            last_word = written;
            match (before, words.last_mut()) {
                (Some(Kind::Beside), Some(last)) if number & IS_NUMBER != 0 && kind.is_none() => {
                    *last |= IS_NUMBER;
                }
                (Some(Kind::No), Some(last)) if number & IS_NUMBER != 0 && kind.is_none() => {
                    *last &= !IS_NUMBER;
                }
                (Some(Kind::Claim | Kind::No), Some(last)) if kind == Some(Kind::AtLeast) => {
                    *last &= !IS_NUMBER;
                }
                _ => {}
            }
            has_against |= kind == Some(Kind::Against);
            has_verdict |= kind == Some(Kind::Verdict);
            words.push(number);
            shapes.push(if is_unspaced {
                Shape::of_letters(first_letter, first_letter)
            } else {
                Shape::of(word, number & (IS_NUMBER | IS_SUBJECT) == IS_SUBJECT)
            });
            before = kind;
            continue;
        };
        (before, last_word) = (None, 0);
        let (mut from, mut middle) = (0, second);
        let mut two = (first_letter, second_letter);
        for (end, letter) in letters {
            words.push(pair_of_letters(&word[from..end], &word[from..]));
            shapes.push(Shape::of_letters(two.0, two.1));
            (from, middle) = (middle, end);
            two = (two.1, letter);
        }
        words.push(pair_of_letters(&word[from..], ""));
        shapes.push(Shape::of_letters(two.0, two.1));
    }
    for place in behind_commas {
        shapes[place].put_behind_comma();
    }
    if has_against {
        mark_claims(&mut words[first..], measure::is_claim_against);
    }
    if has_verdict {
        mark_claims(&mut words[first..], measure::is_verdict);
    }
    if has_un {
        let un = measure::un_of(&words[first..]);
        words[first..].iter_mut().filter(|word| measure::is_un(**word)).for_each(|word| *word = un);
    }
}

/// Makes claims of the words that are some by what stands around them.
fn mark_claims(words: &mut [Word], is_claim: fn(&[Word], usize) -> bool) {
    for place in 0..words.len() {
        if is_claim(words, place) {
            words[place] |= IS_NUMBER;
        }
    }
}

/// A word of a script with spaces, and what it is when it is in a list. `last` is the word before it.
fn told(last: Word, number: Word, is_behind_number: bool) -> (Word, Option<Kind>) {
    if number & IS_NUMBER != 0 {
        return (number, None);
    }
    let Some((number, kind)) = measure::of(last, number) else { return (number, None) };
    let is_number = match kind {
        Kind::Number | Kind::Claim | Kind::No => true,
        Kind::Unit | Kind::Beside => is_behind_number,
        Kind::Against | Kind::Verdict | Kind::AtLeast => false,
        Kind::Subject => return (number | IS_SUBJECT, Some(kind)),
    };
    (if is_number { number | IS_NUMBER } else { number }, Some(kind))
}

/// Two letters of a script without spaces, or the only one; `rest` is the run of letters that begins with them.
fn pair_of_letters(pair: &str, rest: &str) -> Word {
    if let Some(told) = thai(rest) {
        return told;
    }
    let number = number_of(pair);
    match measure::of(0, number) {
        Some((number, Kind::Subject)) => number | IS_SUBJECT,
        Some((number, _)) => number | IS_NUMBER,
        None if pair.starts_with(measure::is_han_number) => number | IS_NUMBER,
        // The future is no negation.
        None if pair.starts_with(measure::is_han_negation) && !matches!(pair, "未来" | "未來") => {
            number | IS_NUMBER
        }
        None => number,
    }
}

/// What a negation or a day of the week is in Thai, whose pairs of letters tell none.
fn thai(text: &str) -> Option<Word> {
    const DAYS: [(&str, &str); 7] = [
        ("วันจันทร์", "monday"),
        ("วันอังคาร", "tuesday"),
        ("วันพุธ", "wednesday"),
        ("วันพฤหัส", "thursday"),
        ("วันศุกร์", "friday"),
        ("วันเสาร์", "saturday"),
        ("วันอาทิตย์", "sunday"),
    ];
    if text.starts_with("ไม่") {
        return Some(hash("ไม่") | IS_NUMBER);
    }
    let day = DAYS.iter().filter(|_| text.starts_with("วัน")).find(|(day, _)| text.starts_with(day));
    day.map(|(_, day)| hash(day) | IS_SUBJECT)
}

/// The hash of a word, without [`IS_NUMBER`] and [`IS_SUBJECT`].
pub(super) fn hash(word: &str) -> Word {
    let hash = xxh3_64(word.as_bytes()).to_le_bytes();
    Word::from_le_bytes([hash[0], hash[1], hash[2], hash[3]]) & !(IS_NUMBER | IS_SUBJECT)
}

fn number_of(word: &str) -> Word {
    let hash = hash(word);
    let is_number = word.bytes().any(|byte| byte.is_ascii_digit())
        || (!word.is_ascii() && word.chars().any(|char| !char.is_alphabetic() && char.is_numeric()))
        || is_mark(word)
        || flag_length(word).is_some();
    if is_number { hash | IS_NUMBER } else { hash }
}

/// Whether a word is the sign of a currency or of per cent.
fn is_mark(word: &str) -> bool {
    let mut chars = word.chars();
    let first = chars.next().filter(|_| chars.as_str().is_empty());
    first.is_some_and(|char| matches!(part(char), Part::Currency(_) | Part::Percent(_)))
}

/// The numbers of a wording, in their order, as one number.
pub(super) fn numbers(words: &[Word]) -> Word {
    words
        .iter()
        .filter(|word| *word & IS_NUMBER != 0)
        .fold(0, |sum, word| (sum ^ word).wrapping_mul(0x9e37_79b1).rotate_left(15))
}

/// The countries and days of the week of a wording, in whatever order, as one number, 0 when there are none; and how many
/// they are.
pub(super) fn subjects(words: &[Word]) -> (Word, usize) {
    let mut subjects: Vec<Word> = words.iter().copied().filter(|word| is_subject(*word)).collect();
    subjects.sort_unstable();
    subjects.dedup();
    (subjects.iter().copied().fold(0, pair), subjects.len())
}

pub(super) fn is_subject(word: Word) -> bool {
    word & (IS_NUMBER | IS_SUBJECT) == IS_SUBJECT
}

/// The pair of two neighbouring words as one number.
pub(super) fn pair(first: Word, second: Word) -> u32 {
    let mixed = (u64::from(first) << 32 | u64::from(second)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mixed = (mixed ^ (mixed >> 32)).wrapping_mul(0xd6e8_feb8_6659_fd93).to_le_bytes();
    u32::from_le_bytes([mixed[4], mixed[5], mixed[6], mixed[7]])
}

/// The different words of a wording and the different pairs of its neighbouring words, each ascending.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Elements {
    words: Vec<u32>,
    pairs: Vec<u32>,
}

impl Elements {
    pub(super) fn of(words: &[Word]) -> Self {
        let mut elements = Self::default();
        elements.set(words);
        elements
    }

    /// Makes these the elements of `words`, in the memory that is there.
    pub(super) fn set(&mut self, words: &[Word]) {
        self.words.clear();
        self.words.extend_from_slice(words);
        self.pairs.clear();
        self.pairs.extend(words.windows(2).map(|two| pair(two[0], two[1])));
        for elements in [&mut self.words, &mut self.pairs] {
            elements.sort_unstable();
            elements.dedup();
        }
    }

    fn len(&self) -> usize {
        self.words.len() + self.pairs.len()
    }

    /// What two have in common of all that they have, in thousandths.
    pub(super) fn similarity(&self, other: &Self) -> u16 {
        let common = common(&self.words, &other.words) + common(&self.pairs, &other.pairs);
        let all = self.len() + other.len() - common;
        u16::try_from((common * 1000).checked_div(all).unwrap_or(1000)).unwrap_or(1000)
    }

    pub(super) fn has(&self, word: Word) -> bool {
        self.words.binary_search(&word).is_ok()
    }

    /// The countries and days of the week.
    pub(super) fn subjects(&self) -> &[u32] {
        let start = self.words.partition_point(|word| *word < IS_SUBJECT);
        let end = self.words.partition_point(|word| *word < IS_NUMBER);
        &self.words[start..end]
    }

    /// No two whose sizes differ so much can be as similar as `thousandths`.
    pub(super) fn may_reach(&self, other: &Self, thousandths: u16) -> bool {
        let (small, large) = (self.len().min(other.len()), self.len().max(other.len()));
        small * 1000 >= large * usize::from(thousandths)
    }
}

/// How many numbers two ascending lists have in common.
fn common(left: &[u32], right: &[u32]) -> usize {
    let (mut at, mut other, mut common) = (0, 0, 0);
    while let (Some(a), Some(b)) = (left.get(at), right.get(other)) {
        common += usize::from(a == b);
        at += usize::from(a <= b);
        other += usize::from(b <= a);
    }
    common
}
