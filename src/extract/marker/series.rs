//! Markers that only a list makes one: letters, Roman numbers, `№1`, `#1.`, `[1]`, `1 – `, keycaps without their frame.
//! Alone each of them may be an initial, a footnote, a score or a day, so that a list of them begins with the first one, and
//! the second follows it.

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
                Form::Letter { alphabet: ARABIC, .. } => {
                    let letter = |place: Self| ARABIC.chars().nth(index(place.number));
                    let by_value = |place: Self| letter(place).and_then(|letter| ABJAD.find(letter));
                    let between = |one: usize, next: usize| next.checked_sub(one) == Some('ا'.len_utf8());
                    self.skips_only(next, ARABIC, PERSIAN)
                        || by_value(self).zip(by_value(next)).is_some_and(|(one, next)| between(one, next))
                }
                Form::Letter { alphabet, .. } => self.skips_only(next, alphabet, "ґёєіїйϛ"),
                _ => self.number + 1 == next.number,
            }
    }

    /// Whether `next` stands behind it in the alphabet, with none but such letters between them.
    fn skips_only(self, next: Self, alphabet: &str, optional: &str) -> bool {
        let mut between = alphabet.chars().take(index(next.number)).skip(index(self.number + 1));
        self.number < next.number && between.all(|letter| optional.contains(letter))
    }

    /// The number, where it is written as one.
    pub(in crate::extract) fn ordinal(self) -> Option<i64> {
        (!matches!(self.form, Form::Letter { .. })).then_some(self.number)
    }

    /// The number of the item that it is within, where it tells one.
    pub(in crate::extract) fn item(self) -> Option<i64> {
        match self.form {
            Form::Within { item } => Some(item),
            _ => None,
        }
    }

    /// Whether it may be a footnote's.
    pub(in crate::extract) fn is_in_brackets(self) -> bool {
        self.form == Form::Brackets
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// `a)`, `(б)`, `B)`, `a.`; a capital with a full stop is an initial.
    Letter { alphabet: &'static str, is_capital: bool, is_opened: bool, closer: char },
    /// `I.`, `(ii)`.
    Roman { is_capital: bool, is_opened: bool, closer: char },
    /// `№1`, `№ 1.`.
    Numero,
    /// `#1.`, `#1:`: no hashtag has digits alone. Without a sign behind it `#1` is also a place in a ranking.
    Hash,
    /// `[1]`.
    Brackets,
    /// `1 – `.
    BeforeDash,
    /// `1.2.`, within the item of the first number.
    Within { item: i64 },
    /// Digits that were to be keycaps, as an input without the frames has them.
    Frameless,
}

const LATIN: &str = "abcdefghijklmnopqrstuvwxyz";
const CYRILLIC: &str = "абвгґдеёєжзиіїйклмнопрстуфхцчшщ";
/// In the sixth place the numeral, which many leave out or write as two letters.
const GREEK: &str = "αβγδεϛζηθικλμνξοπρστυφχψω";
const HEBREW: &str = "אבגדהוזחטיכלמנסעפצקרשת";
/// In the order of dictionaries; lists follow it or that of the values of the letters.
const ARABIC: &str = "ابپتثجچحخدذرزژسشصضطظعغفقكگلمنهوي";
/// Letters that only Persian has.
const PERSIAN: &str = "پچژگ";
const ABJAD: &str = "ابجدهوزحطيكلمنسعفصقرشتثخذضظغ";

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
        '№' | '#' | '(' | '[' => true,
        c if is_word(c) => words
            .chars()
            .take(8)
            .find(|c| !is_word(*c))
            .is_some_and(|c| matches!(c, ')' | '\u{ff09}' | '.' | '-')),
        c => digit(c).is_some(),
    };
    let found = if may_be {
        [
            letter(words),
            roman(words),
            numero(words)
                .or_else(|| hash(words))
                .or_else(|| brackets(words))
                .or_else(|| before_dash(words))
                .or_else(|| within(words))
                .or_else(|| frameless(words)),
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
        start: 0,
        end: u32::try_from(words.len() - rest.len()).ok()?,
        body: u32::try_from(words.len() - body.len()).ok()?,
    })
}

/// What is behind `(`, or the words, and whether there was one.
fn opened(words: &str) -> (&str, bool) {
    words.strip_prefix(['(', '\u{ff08}']).map_or((words, false), |inner| (inner, true))
}

fn letter(words: &str) -> Option<Marker> {
    let (inner, is_opened) = opened(words);
    // In Persian the first letter is written by its name, so that nobody takes it for a stroke.
    let by_name = [("στ", 'ϛ'), ("الف", 'ا')];
    let by_name = by_name.iter().find_map(|(name, letter)| Some((*letter, inner.strip_prefix(name)?)));
    let alone = || inner.chars().next().map(|first| (first, &inner[first.len_utf8()..]));
    let (first, behind) = by_name.or_else(alone)?;
    let small = match first.to_lowercase().next()? {
        'أ' | 'إ' => 'ا',
        'ک' => 'ك',
        'ی' => 'ي',
        small => small,
    };
    let is_arabic = ARABIC.contains(small);
    // With the stroke behind it `هـ` is no other letter.
    let behind = if is_arabic { behind.strip_prefix('ـ').unwrap_or(behind) } else { behind };
    let mut behind = behind.chars();
    let (closer, rest) = match (behind.next()?, behind.as_str()) {
        (')' | '\u{ff09}', rest) => (')', rest),
        ('-', rest) if is_arabic && !is_opened => ('-', rest),
        ('.', rest) if !is_opened && !first.is_uppercase() && is_no_initial(rest) => ('.', rest),
        _ => return None,
    };
    let place = |alphabet: &'static str| {
        let at = alphabet.chars().position(|letter| letter == small)?;
        Some((alphabet, i64::try_from(at).ok()? + 1))
    };
    let (alphabet, number) = [LATIN, CYRILLIC, GREEK, HEBREW, ARABIC].into_iter().find_map(place)?;
    marker(
        words,
        Form::Letter { alphabet, is_capital: first.is_uppercase(), is_opened, closer },
        number,
        rest,
    )
}

/// Whether a letter with a full stop before these words is no initial or abbreviation of several letters: `א. ב. יהושע`.
fn is_no_initial(words: &str) -> bool {
    let mut rest = words.trim_start_matches(line::is_blank).chars();
    words.starts_with(line::is_blank) && rest.next().is_some() && !rest.as_str().starts_with('.')
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
    if is_capital && closer == '.' && number <= 2 && is_war(rest) {
        return None;
    }
    marker(words, Form::Roman { is_capital, is_opened, closer }, number, rest)
}

/// Whether the words behind `I.` or `II.` make it one of the World Wars.
fn is_war(words: &str) -> bool {
    const WARS: [&str; 11] = [
        "world war",
        "weltkrieg",
        "wereldoorlog",
        "мировая война",
        "світова війна",
        "сусветная вайна",
        "světová válka",
        "svetová vojna",
        "svetski rat",
        "wojna światowa",
        "dünya savaşı",
    ];
    let longest = WARS.iter().map(|war| war.chars().count()).max().unwrap_or_default();
    let words = words.trim_start_matches(line::is_blank).chars().take(longest);
    let words: String = words.flat_map(char::to_lowercase).collect();
    WARS.iter().any(|war| words.starts_with(war))
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

fn hash(words: &str) -> Option<Marker> {
    let (number, rest) = number(words.strip_prefix('#')?)?;
    marker(words, Form::Hash, number, rest.strip_prefix(['.', ')', ':'])?)
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

fn within(words: &str) -> Option<Marker> {
    let (item, rest) = number(words)?;
    let (number, rest) = number(rest.strip_prefix('.')?)?;
    let rest = rest.strip_prefix(['.', ')'])?;
    let is_apart = rest.starts_with(line::is_blank);
    is_apart.then(|| marker(words, Form::Within { item }, number, rest)).flatten()
}

fn frameless(words: &str) -> Option<Marker> {
    let (mut number, mut rest) = (0, words);
    while let Some((value, behind)) =
        rest.chars().next().and_then(|c| Some((c.to_digit(10)?, rest.get(1..)?.strip_prefix('\u{fe0f}')?)))
    {
        (number, rest) = (10 * number + i64::from(value), behind);
        // Three digits are as many as other numbers have.
        if number > 999 {
            return None;
        }
    }
    let is_apart = rest.starts_with(line::is_blank);
    (rest.len() < words.len() && is_apart).then(|| marker(words, Form::Frameless, number, rest)).flatten()
}

/// With these `1 – й тур` is the first round.
const ORDINAL_ENDINGS: [&str; 19] = [
    "й", "я", "е", "ю", "х", "м", "ый", "ая", "ое", "ые", "ой", "ий", "го", "му", "ым", "им", "ом", "ми",
    "ти",
];
