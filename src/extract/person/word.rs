//! A text cut into words, and what stands between them.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::ops::Range;

use super::language::Language;
use super::lists::{Kinds, PARTICLES, SMALL};
use crate::extract::character::{is_alphabetic, is_alphanumeric, is_numeric, is_uppercase};

/// How a word is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Shape {
    /// `Lavrov`, `al-Burhan`, `О’Брайен`.
    Capital,
    /// `МИД`, `UN`.
    Upper,
    /// `S.`
    Initial,
    /// All else.
    Lower,
}

/// What stands before a word.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Gap {
    /// Spaces and flags on one line, or nothing at all.
    Space,
    Comma,
    /// An opening bracket.
    Open,
    /// A closing one.
    Close,
    OpenQuote,
    CloseQuote,
    /// A straight quotation mark, which opens or closes.
    Quote,
    /// A hyphen that joins the names of two who meet: `Bell-Dorn talks`.
    Hyphen,
    /// A dash between spaces.
    Dash,
    Colon,
    /// A line feed, the end of a sentence, a closed range and all else.
    Stop,
}

impl Gap {
    /// Whether a bracket or a quotation may begin behind it.
    pub(super) fn opens(self) -> bool {
        matches!(self, Self::Open | Self::OpenQuote | Self::Quote)
    }

    /// Whether one may end before it.
    pub(super) fn closes(self) -> bool {
        matches!(self, Self::Close | Self::CloseQuote | Self::Quote)
    }

    /// Whether it is a quotation mark. Some open in one language and close in another.
    pub(super) fn quotes(self) -> bool {
        matches!(self, Self::OpenQuote | Self::CloseQuote | Self::Quote)
    }
}

#[derive(Debug)]
pub(super) struct Word<'t> {
    /// As written, without a possessive ending.
    pub text: &'t str,
    /// In lower case, ё as е, a curly apostrophe as a straight one.
    pub lower: Cow<'t, str>,
    /// The lists that it is in.
    pub kinds: Kinds,
    pub range: Range<usize>,
    pub shape: Shape,
    pub is_possessive: bool,
    pub gap: Gap,
    /// A closed range begins where the word ends, or after a space.
    pub is_cut_off: bool,
    /// The line has nothing but capitalised words and short ones.
    pub in_headline: bool,
    /// The line is of another language than English, as far as it is in Latin letters.
    pub is_of_other_language: bool,
    /// The line has letters of other languages that are written in Cyrillic, and none that only Russian has.
    pub is_of_other_cyrillic: bool,
    /// How many words from here on are a country, once somebody asked: many offices can stand before one.
    pub place: OnceCell<Option<usize>>,
}

impl Word<'_> {
    /// A capitalised or all-capitals word that belongs to the one before.
    pub(super) fn follows(&self) -> bool {
        self.gap == Gap::Space
    }

    /// Whether it has a letter of Ukrainian, Serbian, Macedonian, Kazakh and others that Russian does not have.
    pub(super) fn has_other_cyrillic(&self) -> bool {
        self.lower.contains(|character| matches!(character, '\u{450}' | '\u{452}'..='\u{52f}'))
    }

    /// Whether it is in one of these lists.
    pub(super) fn is(&self, list: Kinds) -> bool {
        self.kinds.meets(list)
    }
}

/// Words that take their full stop along.
const ABBREVIATED: [&str; 8] = ["mr", "mrs", "ms", "dr", "prof", "st", "hon", "г-н"];

/// Ranks and offices that take it along and are read with it only: `Lt. Gen.`, `Sen.`, not `Gen Z`.
const SHORTENED: [&str; 8] = ["gen", "lt", "col", "adm", "maj", "brig", "sen", "gov"];

/// What a name may begin with before its capital.
const JOINED: [&str; 15] =
    ["al", "el", "as", "ash", "ad", "ar", "an", "at", "az", "ki", "аль", "эль", "ас", "аш", "ад"];

pub(super) fn lower(text: &str) -> Cow<'_, str> {
    if is_small(text) {
        return Cow::Borrowed(text);
    }
    if text.is_ascii() {
        return Cow::Owned(text.to_ascii_lowercase());
    }
    let plain = |character| match character {
        'ё' => 'е',
        '’' | 'ʼ' => '\'',
        '‑' => '-',
        _ => character,
    };
    let mut lower = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\0'..='\x7f' => lower.push(character.to_ascii_lowercase()),
            'а'..='я' => lower.push(character),
            SOFT_HYPHEN => {}
            // The small letters stand as far behind the capitals.
            'А'..='Я' => lower.push(char::from_u32(u32::from(character) + 0x20).unwrap_or(character)),
            _ => lower.extend(character.to_lowercase().map(plain)),
        }
    }
    Cow::Owned(lower)
}

/// Whether there are only small letters of English and Russian, without ё.
fn is_small(text: &str) -> bool {
    let mut rest = text.as_bytes();
    loop {
        rest = match rest {
            [] => return true,
            [b'a'..=b'z', rest @ ..] | [0xd0, 0xb0..=0xbf, rest @ ..] | [0xd1, 0x80..=0x8f, rest @ ..] => {
                rest
            }
            _ => return false,
        }
    }
}

fn is_apostrophe(character: char) -> bool {
    matches!(character, '\'' | '’' | 'ʼ')
}

fn is_inner(character: char) -> bool {
    is_apostrophe(character) || matches!(character, '-' | '‑' | SOFT_HYPHEN)
}

/// It shows nothing, and a word is the same without it.
pub(super) const SOFT_HYPHEN: char = '\u{ad}';

fn is_mark(character: char) -> bool {
    matches!(character, '\u{300}'..='\u{36f}')
}

fn is_letter(character: char) -> bool {
    is_alphanumeric(character) || is_mark(character) || character == '_'
}

fn shape(text: &str) -> Shape {
    if is_small(text) {
        return Shape::Lower;
    }
    let letters = || text.chars().filter(|character| is_alphabetic(*character));
    if text.chars().any(|character| is_numeric(character) || character == '_') {
        return Shape::Lower;
    }
    let is_upper = letters().next().is_some_and(is_uppercase);
    if is_upper {
        let is_all = letters().all(is_uppercase);
        return if is_all { Shape::Upper } else { Shape::Capital };
    }
    let joined = text.split_once(['-', '‑', '\'', '’']);
    match joined {
        Some((before, after))
            if after.starts_with(char::is_uppercase) && (JOINED.contains(&before) || before == "d") =>
        {
            Shape::Capital
        }
        _ => Shape::Lower,
    }
}

/// The words of `text`; none of them touches a range of `closed`.
pub(super) fn words<'t>(text: &'t str, closed: &[Range<usize>]) -> Vec<Word<'t>> {
    // A word and its space have six letters on the average.
    let mut words: Vec<Word<'t>> = Vec::with_capacity(text.len() / 6);
    let mut closed = closed.iter().peekable();
    let mut at = 0;
    let mut gap = Gap::Stop;
    let mut line_start = 0;
    let mut language = Language::default();
    while let Some(character) = text.get(at..).and_then(|rest| rest.chars().next()) {
        while closed.next_if(|range| range.end <= at).is_some() {}
        if let Some(range) = closed.peek().filter(|range| range.start <= at) {
            if let Some(last) = words.last_mut() {
                last.is_cut_off |= gap == Gap::Space;
            }
            gap = Gap::Stop;
            at = text.ceil_char_boundary(range.end.max(at + 1));
            continue;
        }
        if !is_alphanumeric(character) {
            if character == '\n' {
                mark_headline(&mut words, line_start);
                language.mark_line(&mut words, line_start);
                line_start = words.len();
            }
            gap = widened(gap, character, text, at);
            at += character.len_utf8();
            continue;
        }
        let limit = closed.peek().map_or(text.len(), |range| range.start);
        let word = word_at(text, at, limit, gap);
        at = word.1;
        gap = Gap::Space;
        words.push(word.0);
    }
    mark_headline(&mut words, line_start);
    language.mark_line(&mut words, line_start);
    language.mark_untold(&mut words);
    words
}

/// The gap with one character more.
fn widened(gap: Gap, character: char, text: &str, at: usize) -> Gap {
    let is_flag = matches!(character, '\u{1f1e6}'..='\u{1f1ff}');
    if is_flag
        || matches!(character, ' ' | '\t' | '\u{a0}' | '\u{202f}' | '\u{fe0f}' | '\u{200d}' | SOFT_HYPHEN)
    {
        return gap;
    }
    let after = text.get(at + character.len_utf8()..).and_then(|rest| rest.chars().next());
    match (gap, character) {
        (Gap::Space, ',') => Gap::Comma,
        (Gap::Space, ':') => Gap::Colon,
        (Gap::Space, '(') => Gap::Open,
        (Gap::Space, ')') => Gap::Close,
        (Gap::Space, '«' | '“' | '„') => Gap::OpenQuote,
        (Gap::Space, '»' | '”') => Gap::CloseQuote,
        (Gap::Space, '"') => Gap::Quote,
        (Gap::Space, '-' | '‑') if is_between_letters(text, at, after) => Gap::Hyphen,
        (Gap::Space, '–' | '—' | '-') if after == Some(' ') => Gap::Dash,
        _ => Gap::Stop,
    }
}

/// Words that [`word_at`] has cut at their hyphen stand so.
fn is_between_letters(text: &str, at: usize, after: Option<char>) -> bool {
    after.is_some_and(is_alphanumeric)
        && text.get(..at).is_some_and(|before| before.ends_with(is_alphanumeric))
}

/// What two whose names a hyphen joins do together.
const MEETINGS: [&str; 18] = [
    "talk",
    "talks",
    "meeting",
    "meetings",
    "summit",
    "summits",
    "call",
    "phone",
    "conversation",
    "dialogue",
    "negotiations",
    "handshake",
    "encounter",
    "relationship",
    "alliance",
    "axis",
    "rivalry",
    "feud",
];

/// Where `word` is cut when it is two names, of which `after` says that they meet.
fn end_of_first_name(word: &str, after: &str) -> Option<usize> {
    let hyphen = word.find(['-', '‑'])?;
    let (first, second) = (word.get(..hyphen)?, word.get(hyphen..)?.trim_start_matches(['-', '‑']));
    let is_name = |name: &str| shape(name) == Shape::Capital && !name.contains(['-', '‑']);
    let first_lower = lower(first);
    let is_particle = JOINED.contains(&first_lower.as_ref()) || PARTICLES.has(&first_lower);
    if !is_name(first) || !is_name(second) || is_particle {
        return None;
    }
    let mut words = after.strip_prefix(' ')?.split(|letter| !is_alphanumeric(letter));
    let is_meeting = words.next().is_some_and(|word| MEETINGS.contains(&lower(word).as_ref()));
    // "Vell-Marsh talks to the press".
    let is_verb = words.next().is_some_and(|word| matches!(lower(word).as_ref(), "to" | "the" | "a" | "for"));
    (is_meeting && !is_verb).then_some(hyphen)
}

fn word_at(text: &str, start: usize, limit: usize, gap: Gap) -> (Word<'_>, usize) {
    let rest = text.get(start..limit).unwrap_or_default();
    let mut end = simple_word(rest);
    let mut chars = rest.get(end..).unwrap_or_default().char_indices().peekable();
    let from = end;
    while let Some((place, character)) = chars.next() {
        let mut next_is_letter = || chars.peek().is_some_and(|(_, next)| is_alphanumeric(*next));
        if !(is_letter(character) || is_inner(character) && next_is_letter()) {
            break;
        }
        end = from + place + character.len_utf8();
    }
    if end > from {
        let (word, after) = rest.split_at(end);
        end = end_of_first_name(word, after).unwrap_or(end);
    }
    let whole = rest.get(..end).unwrap_or_default();
    let after = rest.get(end..).unwrap_or_default();
    let mut next = start + end;
    let without_s = whole.strip_suffix(['s', 'S']).and_then(|stem| stem.strip_suffix(is_apostrophe));
    let is_plural_possessive =
        whole.ends_with('s') && after.starts_with(['’', '\'']) && !after.starts_with("’’");
    if is_plural_possessive {
        next += after.chars().next().map_or(0, char::len_utf8);
    }
    let mut written = without_s.unwrap_or(whole);
    let mut form = shape(written);
    if after.starts_with('.') {
        let letters = written.chars().count();
        if form == Shape::Upper && letters == 1 || is_double_initial(written) {
            form = Shape::Initial;
            written = rest.get(..end + 1).unwrap_or(written);
            next += 1;
        } else if form == Shape::Capital && SHORTENED.contains(&lower(written).as_ref()) {
            written = rest.get(..end + 1).unwrap_or(written);
            next += 1;
        } else if ABBREVIATED.contains(&lower(written).as_ref()) {
            next += 1;
        }
    }
    let folded = lower(written);
    let word = Word {
        text: written,
        kinds: Kinds::of(&folded),
        lower: folded,
        range: start..start + written.len(),
        shape: form,
        is_possessive: without_s.is_some() || is_plural_possessive,
        gap,
        is_cut_off: false,
        in_headline: false,
        is_of_other_language: false,
        is_of_other_cyrillic: false,
        place: OnceCell::new(),
    };
    (word, next)
}

/// The bytes of letters and digits of ASCII with which `text` begins.
fn simple_word(text: &str) -> usize {
    let is_simple = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    text.as_bytes().iter().position(|byte| !is_simple(byte)).unwrap_or(text.len())
}

/// The initials of `Yu. Ushakov`, `Дж. Байден` and the like.
fn is_double_initial(text: &str) -> bool {
    matches!(text, "Yu" | "Ya" | "Zh" | "Sh" | "Ch" | "Kh" | "Ph" | "Th" | "Дж")
}

/// The least number of words of a line that can be a headline in title case.
const HEADLINE: usize = 5;

fn mark_headline(words: &mut [Word<'_>], from: usize) {
    let Some(line) = words.get_mut(from..) else { return };
    let is_headline =
        line.len() >= HEADLINE && line.iter().all(|word| word.shape != Shape::Lower || word.is(SMALL));
    if is_headline {
        line.iter_mut().for_each(|word| word.in_headline = true);
    }
}
