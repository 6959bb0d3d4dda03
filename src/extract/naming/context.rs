//! What stands around a name and tells that it names nobody: code, an address without its scheme, pronouns and articles in
//! capitals, and a form of address before a surname.

use std::ops::Range;

use crate::extract::character;

/// Abbreviations that are words, too, where all is written in capitals: `TELL US WHO`.
const PRONOUNS: [&str; 2] = ["US", "WHO"];

/// The article of French, Spanish, Italian and others, in a line of capitals.
const ARTICLE: &str = "UN";

/// Words of lines in which it is one, and of others.
const WITH_ARTICLE: [&str; 37] = [
    "LE", "LA", "LES", "DE", "DES", "DU", "ET", "EST", "EN", "POUR", "PAR", "DANS", "AU", "AUX", "QUE",
    "QUI", "SUR", "AVEC", "EL", "LOS", "LAS", "DEL", "CON", "PARA", "POR", "Y", "IL", "LO", "DI", "DEI",
    "DELLA", "CHE", "CU", "PE", "DIN", "ȘI", "AMB",
];
const WITHOUT_ARTICLE: [&str; 12] =
    ["THE", "OF", "TO", "AND", "BY", "FOR", "WITH", "FROM", "AT", "IS", "ARE", "DER"];

/// What a reader is asked for at the beginning of a clause in capitals, be the rest of the line in small letters:
/// `FOLLOW US on this channel`.
const ASKS: [&str; 15] = [
    "ABOUT", "CALL", "CONTACT", "EMAIL", "FIND", "FOLLOW", "GIVE", "HELP", "JOIN", "LET", "MESSAGE", "SEND",
    "SUPPORT", "TELL", "VISIT",
];

/// Forms of address, as written before a surname.
const BEFORE_SURNAMES: [&str; 6] = ["Mr", "Mrs", "Ms", "Dr", "Prof", "Professor"];

/// The parts of a text between backticks of one line, which plain texts put around code. A backtick behind a letter,
/// as in ``Iran`s``, opens none.
pub(super) fn code(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    if memchr::memchr(b'`', text.as_bytes()).is_none() {
        return found;
    }
    let mut open: Option<usize> = None;
    for (at, character) in text.char_indices().filter(|(_, character)| matches!(character, '`' | '\n')) {
        let is_word = |neighbour: Option<char>| neighbour.is_some_and(character::is_alphanumeric);
        let after = text[at + 1..].chars().next();
        let before = text[..at].chars().next_back();
        open = match open {
            _ if character == '\n' => None,
            Some(start) if !is_word(after) => {
                found.push(start..at + 1);
                None
            }
            Some(start) => Some(start),
            None => (!is_word(before) && after.is_some_and(|after| !after.is_whitespace())).then_some(at),
        };
    }
    found
}

/// `closed` and `more`, each in order, as one in order; those of `more` that overlap one of `closed` count as far as
/// they reach beyond it.
pub(super) fn joined(closed: &[Range<usize>], more: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut all = more;
    all.extend_from_slice(closed);
    all.sort_by_key(|range| range.start);
    all.dedup_by(|later, earlier| {
        let overlap = later.start < earlier.end;
        if overlap {
            earlier.end = earlier.end.max(later.end);
        }
        overlap
    });
    all
}

/// Whether the words are a part of a dotted word in small letters, such as `www.example.org`, or of a longer abbreviation:
/// `U.S.` of `U.S.S.R.`.
pub(super) fn is_in_dotted_word(text: &str, range: &Range<usize>) -> bool {
    let small = |text: &str| text.chars().next().is_some_and(character::is_lowercase);
    let follows = text[range.end..].strip_prefix('.').is_some_and(small);
    let goes_before = || {
        let before = text[..range.start].strip_suffix('.');
        before.and_then(|before| before.chars().next_back()).is_some_and(character::is_alphanumeric)
    };
    follows || small(&text[range.clone()]) && goes_before() || is_in_abbreviation(text, range)
}

fn is_in_abbreviation(text: &str, range: &Range<usize>) -> bool {
    let name = &text[range.clone()];
    let mut behind = text[range.end..].chars();
    // The last full stop is a part of some names and of others not.
    let has_stop = name.ends_with('.') || behind.as_str().starts_with('.') && behind.next().is_some();
    let mut letters = behind.take(2);
    let goes_on = letters.next().is_some_and(character::is_uppercase)
        && letters.next().is_none_or(|next| !character::is_alphanumeric(next));
    has_stop && goes_on && name.trim_end_matches('.').contains('.')
}

/// Whether a form of address stands before the words, which makes them a surname: `Mr. France`, `Professor Ireland`.
pub(super) fn is_surname(text: &str, range: &Range<usize>) -> bool {
    let Some(before) = text[..range.start].strip_suffix([' ', '\u{a0}']) else { return false };
    BEFORE_SURNAMES.contains(&last_word(before.strip_suffix('.').unwrap_or(before)))
}

/// The letters at the end of a text.
fn last_word(text: &str) -> &str {
    text.rsplit(|letter| !character::is_alphanumeric(letter)).next().unwrap_or_default()
}

/// Whether a clause begins at the end of `before`: a pronoun that is no subject never stands there.
fn begins_clause(before: &str) -> bool {
    // No further back than the last word: a line may hold many of them.
    let line = before.trim_end_matches(|letter: char| letter != '\n' && letter.is_whitespace());
    !line.ends_with(|last: char| character::is_alphanumeric(last) || matches!(last, '\'' | '’'))
}

/// Whether `US` is an abbreviation even in a line of capitals: `THE US`, `IRAN, US AGREE`, `US-BACKED`.
fn is_country(text: &str, range: &Range<usize>) -> bool {
    let before = &text[..range.start];
    let is_compound = text[range.end..]
        .strip_prefix(['-', '‑'])
        .is_some_and(|after| after.starts_with(character::is_alphabetic));
    is_compound || begins_clause(before) || last_word(before.trim_end()) == "THE"
}

/// Whether `US` is what the word before it asks a reader for.
fn is_asked_for(text: &str, range: &Range<usize>) -> bool {
    let before = text[..range.start].trim_end_matches(' ');
    let word = last_word(before);
    ASKS.contains(&word) && begins_clause(&before[..before.len() - word.len()])
}

/// Tells pronouns from abbreviations; each line is looked at once.
#[derive(Debug, Default)]
pub(super) struct Capitals {
    /// The last line looked at, and whether it has words, all in capitals.
    line: Range<usize>,
    is_all_capitals: bool,
    /// Whether its words are of a language in which `UN` is an article.
    has_article: bool,
}

impl Capitals {
    /// Whether the words are a pronoun or an article in a line of capitals, or a pronoun after a request in capitals.
    pub(super) fn is_small_word(&mut self, text: &str, range: &Range<usize>) -> bool {
        let word = &text[range.clone()];
        let is_article = word == ARTICLE;
        if !is_article && !PRONOUNS.contains(&word) {
            return false;
        }
        if word == "US" && (is_asked_for(text, range) || is_country(text, range)) {
            return is_asked_for(text, range);
        }
        if !self.line.contains(&range.start) {
            let start = text[..range.start].rfind('\n').map_or(0, |end| end + 1);
            let end = text[range.end..].find('\n').map_or(text.len(), |length| range.end + length);
            self.line = start..end;
            let line = &text[self.line.clone()];
            self.is_all_capitals =
                !line.contains(character::is_lowercase) && line.split_whitespace().nth(2).is_some();
            let count = |list: &[&str]| {
                let words = line.split(|letter| !character::is_alphanumeric(letter));
                words.filter(|word| list.contains(word)).count()
            };
            self.has_article = self.is_all_capitals && count(&WITH_ARTICLE) > count(&WITHOUT_ARTICLE);
        }
        self.is_all_capitals && (!is_article || self.has_article)
    }
}
