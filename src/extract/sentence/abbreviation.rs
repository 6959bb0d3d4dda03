//! Words behind which a dot ends no sentence.
//!
//! A dot that ends both, as in `he lives in the U.S. She`, is taken for that of the abbreviation: two sentences are
//! one then, rather than one two.

use crate::extract::text_date::begins_with_month;
use crate::extract::unspaced::is_unspaced;

/// Abbreviations, in small letters. Those with dots within, such as `e.g.`, `т.е.`, `p.m.`, need no entry.
const ABBREVIATIONS: &[&str] = &[
    // English
    "mr",
    "mrs",
    "ms",
    "messrs",
    "dr",
    "prof",
    "gen",
    "lt",
    "col",
    "maj",
    "capt",
    "cmdr",
    "adm",
    "sgt",
    "gov",
    "sen",
    "rep",
    "rev",
    "hon",
    "st",
    "jr",
    "sr",
    "vs",
    "cf",
    "etc",
    "inc",
    "ltd",
    "corp",
    "co",
    "dept",
    "approx",
    "est",
    "jan",
    "feb",
    "apr",
    "aug",
    "sept",
    "sep",
    "oct",
    "nov",
    "dec",
    "mt",
    "ft",
    "ave",
    "pres",
    "amb",
    "v",
    "tel",
    // German, French, Spanish, Portuguese, Italian
    "z",
    "n",
    "ca",
    "mio",
    "mrd",
    "tsd",
    "inkl",
    "ee",
    "uu",
    "ff",
    "aa",
    "rr",
    "hh",
    "gral",
    "ud",
    "uds",
    "aprox",
    "hr",
    "fr",
    "bzw",
    "usw",
    "evtl",
    "ggf",
    "nr",
    "mme",
    "mlle",
    "mm",
    "sra",
    "srta",
    "dra",
    "sig",
    "dott",
    "av",
    // Russian, Ukrainian, Bulgarian, Serbian
    "г",
    "гг",
    "в",
    "вв",
    "р",
    "руб",
    "долл",
    "дол",
    "тел",
    "зам",
    "нач",
    "корп",
    "респ",
    "коп",
    "тыс",
    "млн",
    "млрд",
    "трлн",
    "ул",
    "просп",
    "пл",
    "д",
    "кв",
    "им",
    "ім",
    "обл",
    "св",
    "см",
    "ср",
    "напр",
    "др",
    "пр",
    "п",
    "пп",
    "ч",
    "проф",
    "акад",
    "доц",
    "ген",
    "полк",
    "г-н",
    "тов",
    "вул",
    "м",
    "с",
    "т",
    "гр",
    "э",
    "н",
    "е",
    "о",
    // Greek, Polish, Turkish
    "κ",
    "κα",
    "κκ",
    "δρ",
    "καθ",
    "św",
    "im",
    "tzw",
    "np",
    "woj",
    "tys",
    "mld",
    "ul",
    "sn",
    "doç",
    // Hindi; Arabic titles are single letters
    "डॉ",
    "प्रो",
    "श्री",
];

/// Such before a number only: `No. 5`, `ст. 105`.
const BEFORE_NUMBERS: &[&str] = &[
    "no", "nos", "núm", "art", "abs", "pág", "págs", "cap", "ок", "p", "pp", "vol", "fig", "ch", "sec",
    "para", "αρ", "σελ", "godz", "pkt", "poz", "str", "ст", "стр", "рис", "табл", "гл", "ном",
];

/// No abbreviation has more characters.
const LONGEST: usize = 8;

/// Whether the dot behind `before` is one of an abbreviation, of an initial, or of a day before the name of its month;
/// `next` is what follows behind the space.
pub(super) fn is_abbreviation(before: &str, next: &str) -> bool {
    let length: usize =
        before.chars().rev().take(LONGEST + 1).take_while(|c| is_part_of_word(*c)).map(char::len_utf8).sum();
    let (rest, word) = before.split_at(before.len() - length);
    let mut letters = word.chars();
    let previous = rest.chars().next_back();
    match (letters.next(), letters.next()) {
        (None, _) => is_day_of_month(before, next),
        (Some(letter), None) if !letter.is_lowercase() => {
            // An initial. Korean has words of one syllable.
            previous.is_none_or(|c| !is_part_of_word(c)) && !is_unspaced(letter) && !is_hangul(letter)
        }
        (Some(letter), None) if previous == Some('.') => letter.is_lowercase(),
        _ => {
            let word = word.to_lowercase();
            let is_one_of = |list: &[&str]| list.contains(&word.as_str());
            is_one_of(ABBREVIATIONS)
                || is_one_of(BEFORE_NUMBERS) && next.starts_with(|c: char| c.is_numeric())
        }
    }
}

/// Letters, the hyphen of `г-н`, and the vowel signs that Indian scripts put to letters.
fn is_part_of_word(c: char) -> bool {
    c.is_alphabetic() || c == '-' || matches!(c, '\u{93c}' | '\u{94d}' | '\u{9cd}')
}

fn is_hangul(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11ff}' | '\u{ac00}'..='\u{d7a3}')
}

/// `am 5. Mai`, `5. května`.
fn is_day_of_month(before: &str, next: &str) -> bool {
    let digits = before.bytes().rev().take(3).take_while(u8::is_ascii_digit).count();
    let word: String = next.chars().take(4 * LONGEST).collect();
    (1..=2).contains(&digits) && begins_with_month(&word)
}
