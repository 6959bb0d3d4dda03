//! Markers that only a list makes one: letters, Roman numbers, `№1`, `[1]` and `1 – `. Alone each of them may be an
//! initial, a footnote, a score or a day, so that a list of them begins with the first one, and the second follows it.

use super::number::digit;
use super::{Marker, MarkerKind, is_dash};
use crate::extract::{character, line};

/// What one of these markers says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::extract) struct Place {
    form: Form,
    /// From 1.
    number: i64,
}

impl Place {
    /// Whether a list may begin so.
    pub(in crate::extract) fn is_first(self) -> bool {
        self.number == 1
    }

    /// Whether both are written alike, such as `a)` and `b)`.
    pub(in crate::extract) fn is_like(self, other: Self) -> bool {
        self.form == other.form
    }

    /// Whether `next` is the next one of the same list.
    pub(in crate::extract) fn comes_before(self, next: Self) -> bool {
        self.form == next.form
            && match self.form {
                // The alphabets of the languages differ in these.
                Form::Letter { alphabet, .. } => {
                    let mut between = alphabet.chars().take(index(next.number)).skip(index(self.number + 1));
                    self.number < next.number && between.all(|letter| "ґёєіїй".contains(letter))
                }
                _ => self.number + 1 == next.number,
            }
    }

    /// The number, where it is written as one.
    pub(in crate::extract) fn ordinal(self) -> Option<i64> {
        (!matches!(self.form, Form::Letter { .. })).then_some(self.number)
    }

    /// Whether it may be a footnote's.
    pub(in crate::extract) fn is_in_brackets(self) -> bool {
        self.form == Form::Brackets
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// `a)`, `(б)`, `B)`.
    Letter { alphabet: &'static str, is_capital: bool, is_opened: bool },
    /// `I.`, `(ii)`.
    Roman { is_capital: bool, is_opened: bool, closer: char },
    /// `№1`, `№ 1.`.
    Numero,
    /// `[1]`.
    Brackets,
    /// `1 – `.
    BeforeDash,
}

const LATIN: &str = "abcdefghijklmnopqrstuvwxyz";
const CYRILLIC: &str = "абвгґдеёєжзиіїйклмнопрстуфхцчшщ";

/// The place of a number from 1 on among places from 0 on.
fn index(number: i64) -> usize {
    usize::try_from(number).unwrap_or_default().saturating_sub(1)
}

/// What the beginning of the line may be: `i)` is the ninth letter and the first number of Rome.
pub(in crate::extract) fn series(words: &str) -> impl Iterator<Item = Marker> {
    let first = words.chars().next().unwrap_or_default();
    // Most lines begin with a word.
    let is_word = |c: char| !c.is_ascii_digit() && character::is_alphabetic(c);
    let may_be = match first {
        '№' | '(' | '[' => true,
        c if is_word(c) => {
            words.chars().take(8).find(|c| !is_word(*c)).is_some_and(|c| matches!(c, ')' | '\u{ff09}' | '.'))
        }
        c => digit(c).is_some(),
    };
    let found = if may_be {
        [
            letter(words),
            roman(words),
            numero(words).or_else(|| brackets(words)).or_else(|| before_dash(words)),
        ]
    } else {
        [None; 3]
    };
    found.into_iter().flatten()
}

/// The marker before these words, where they are any.
fn marker(words: &str, form: Form, number: i64, rest: &str) -> Option<Marker> {
    let body = rest.trim_start_matches(line::is_blank);
    // A telephone number or a score.
    body.chars().any(character::is_alphabetic).then_some(())?;
    Some(Marker {
        kind: MarkerKind::Series(Place { form, number }),
        length: u32::try_from(words.len() - rest.len()).ok()?,
        body: u32::try_from(words.len() - body.len()).ok()?,
    })
}

/// What is behind `(`, or the words, and whether there was one.
fn opened(words: &str) -> (&str, bool) {
    words.strip_prefix(['(', '\u{ff08}']).map_or((words, false), |inner| (inner, true))
}

fn letter(words: &str) -> Option<Marker> {
    let (inner, is_opened) = opened(words);
    let first = inner.chars().next()?;
    let rest = inner.get(first.len_utf8()..)?.strip_prefix([')', '\u{ff09}'])?;
    let small = first.to_lowercase().next()?;
    let place = |alphabet: &'static str| {
        let at = alphabet.chars().position(|letter| letter == small)?;
        Some((alphabet, i64::try_from(at).ok()? + 1))
    };
    let (alphabet, number) = place(LATIN).or_else(|| place(CYRILLIC))?;
    marker(words, Form::Letter { alphabet, is_capital: small != first, is_opened }, number, rest)
}

fn roman(words: &str) -> Option<Marker> {
    let (inner, is_opened) = opened(words);
    let is_capital = inner.starts_with(['I', 'V', 'X']);
    let signs = if is_capital { ['I', 'V', 'X'] } else { ['i', 'v', 'x'] };
    let behind = inner.trim_start_matches(signs);
    let number = roman_number(inner.get(..inner.len() - behind.len())?)?;
    let closer = behind.chars().next().filter(|c| *c == ')' || (*c == '.' && !is_opened))?;
    let rest = behind.get(closer.len_utf8()..)?;
    if closer == '.' && rest.starts_with(|c: char| c == '.' || character::is_numeric(c)) {
        return None;
    }
    marker(words, Form::Roman { is_capital, is_opened, closer }, number, rest)
}

/// The number of `I` to `XXXIX`, only as it is written.
fn roman_number(text: &str) -> Option<i64> {
    const UNITS: [&str; 10] = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"];
    let upper = text.to_ascii_uppercase();
    let units = upper.trim_start_matches('X');
    // `IX` ends in the sign of a ten.
    let tens = upper.len() - units.len();
    let unit = UNITS.iter().position(|unit| *unit == units)?;
    (tens <= 3 && !text.is_empty()).then(|| i64::try_from(10 * tens + unit).ok()).flatten()
}

/// The number of up to three digits with which the text begins, and what is behind it.
fn number(text: &str) -> Option<(i64, &str)> {
    let digits: Vec<char> = text.chars().take(4).take_while(|c| digit(*c).is_some()).collect();
    let number = digits.iter().try_fold(0, |number, c| Some(10 * number + i64::from(digit(*c)?)))?;
    let length: usize = digits.iter().map(|c| c.len_utf8()).sum();
    matches!(digits.len(), 1..=3).then_some((number, text.get(length..)?))
}

fn numero(words: &str) -> Option<Marker> {
    let (number, rest) = number(words.strip_prefix('№')?.trim_start_matches(line::is_blank))?;
    let rest = match rest.strip_prefix(['.', ')', ':']) {
        Some(rest) => rest,
        None if rest.starts_with(line::is_blank) => rest,
        None => return None,
    };
    marker(words, Form::Numero, number, rest)
}

fn brackets(words: &str) -> Option<Marker> {
    let (number, rest) = number(words.strip_prefix('[')?)?;
    let rest = rest.strip_prefix(']')?;
    // An address in the way of Markdown.
    if rest.starts_with('(') {
        return None;
    }
    marker(words, Form::Brackets, number, rest.strip_prefix(['.', ':']).unwrap_or(rest))
}

fn before_dash(words: &str) -> Option<Marker> {
    let (number, rest) = number(words)?;
    let dash = rest.trim_start_matches(line::is_blank);
    let rest_behind = dash.strip_prefix(is_dash)?;
    let is_apart = dash.len() < rest.len() && rest_behind.starts_with(line::is_blank);
    let begins_with_word =
        rest_behind.trim_start_matches(line::is_blank).starts_with(character::is_alphabetic);
    let first = rest_behind.split(line::is_blank).find(|word| !word.is_empty()).unwrap_or_default();
    let is_ordinal = ORDINAL_ENDINGS.contains(&first);
    let is_move = first.contains(character::is_numeric);
    (is_apart && begins_with_word && !is_ordinal && !is_move)
        .then(|| marker(words, Form::BeforeDash, number, rest_behind))
        .flatten()
}

/// With these `1 – й тур` is the first round.
const ORDINAL_ENDINGS: [&str; 19] = [
    "й", "я", "е", "ю", "х", "м", "ый", "ая", "ое", "ые", "ой", "ий", "го", "му", "ым", "им", "ом", "ми",
    "ти",
];
