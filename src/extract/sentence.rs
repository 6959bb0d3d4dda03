//! The long sentences of a post without list items, where the store takes these as talking points.
//!
//! A sentence ends with its line, or behind `.`, `!`, `?`, `…` and their counterparts in other scripts, as Unicode
//! Standard Annex #29 has it, with these differences, so that the sentences of news are told apart as people do:
//!
//! - no sentence ends behind an [`abbreviation`], an initial, or the number of a day before its month;
//! - the ASCII signs end one only before white space, so that addresses stay whole, or before a letter of a script
//!   without spaces;
//! - closing quotation marks, brackets and emoji directly behind the sign stay with it; a small letter behind
//!   `!”` or `?”` goes on with the sentence, as it does behind a dot;
//! - a number, a hashtag, a handle and an address can begin a sentence.
//!
//! No look ahead is longer than a few characters, so that time is linear in the length of the text. (Annex #29 looks
//! ahead for a small letter without bounds.)
//!
//! A line counts when it is prose: no navigation, heading of a list, dateline, address, line of hashtags, or code. Its
//! marker, such as a dash or an emoji, is no part of the sentence. The title does not count, unless no other line is
//! prose. Long is a sentence of [`FEWEST_WORDS`] words, or of [`FEWEST_LETTERS`] letters of a script without spaces, or
//! of shares of both that together are enough; hashtags, handles and addresses are no words.

mod abbreviation;

use std::ops::Range;

use icu_properties::props::{GeneralCategory, SentenceBreak};
use icu_properties::{CodePointMapData, CodePointMapDataBorrowed};

use super::folded_text::folded_text;
use super::line::{self, Kind, Line};
use super::similarity::plain_words;
use super::unspaced::{is_symbol, is_unspaced};
use crate::model::{PointKind, TalkingPoint};

static BREAKS: CodePointMapDataBorrowed<'static, SentenceBreak> = CodePointMapData::<SentenceBreak>::new();
static CATEGORIES: CodePointMapDataBorrowed<'static, GeneralCategory> =
    CodePointMapData::<GeneralCategory>::new();

/// A sentence of so many words is long.
const FEWEST_WORDS: usize = 8;

/// A sentence of so many letters of a script that is written without spaces is long.
const FEWEST_LETTERS: usize = 20;

/// What has more bytes is data: Telegram allows 4,096 characters a post.
const LONGEST: usize = 16_384;

/// How hashtags, handles and addresses begin.
const NAMES: [&str; 6] = ["#", "@", "http://", "https://", "www.", "t.me/"];

/// So many characters behind the end of a sentence are looked at for the letter with which the next begins.
const LOOK_AHEAD: usize = 16;

/// The long sentences of a text, in order; `has_title` tells whether its first line is its title.
pub(super) fn sentences(text: &str, lines: &[Line], has_title: bool) -> Vec<TalkingPoint> {
    let mut prose = lines.iter().filter_map(|line| Some((line.start, body(text, line)?))).peekable();
    let title = prose.next_if(|(start, _)| has_title && lines.first().is_some_and(|it| it.start == *start));
    let mut points = Points { text, counted: 0, characters: 1, found: Vec::new() };
    let mut is_alone = true;
    for (_, body) in prose {
        is_alone = is_alone && !has_words(text.get(body.clone()).unwrap_or_default());
        points.add_sentences(body);
    }
    if let Some((_, title)) = title.filter(|_| is_alone) {
        points.add_sentences(title);
    }
    points.found
}

/// Whether there is more than hashtags, handles and addresses.
fn has_words(line: &str) -> bool {
    line.len() > LONGEST || weight(&folded_text(line)) > 0
}

/// The bytes of a line of prose, without its marker.
fn body(text: &str, line: &Line) -> Option<Range<usize>> {
    let words = line.words(text);
    let body = match line.kind {
        Kind::Plain => words,
        Kind::Marked(marker) => marker.body(words),
        _ => return None,
    };
    Some(line.end - body.len()..line.end)
}

struct Points<'t> {
    text: &'t str,
    /// So many bytes of the text are counted.
    counted: usize,
    /// The place of the character that begins there.
    characters: usize,
    found: Vec<TalkingPoint>,
}

impl Points<'_> {
    /// Adds the long sentences of the line's body; bodies are given in order.
    fn add_sentences(&mut self, body: Range<usize>) {
        for sentence in split(self.text.get(body.clone()).unwrap_or_default()) {
            let (start, end) = (body.start + sentence.start, body.start + sentence.end);
            let (Some(between), Some(words)) =
                (self.text.get(self.counted..start), self.text.get(start..end))
            else {
                continue;
            };
            if words.len() > LONGEST {
                continue;
            }
            let folded = folded_text(words);
            if weight(&folded) < FEWEST_WORDS * FEWEST_LETTERS {
                continue;
            }
            self.characters += between.chars().count();
            self.counted = start;
            self.found.push(TalkingPoint {
                kind: PointKind::Sentence,
                marker: String::new(),
                ordinal: None,
                text: words.to_owned(),
                folded,
                start: self.characters,
            });
        }
    }
}

/// How long a folded sentence is: each word weighs as much as [`FEWEST_LETTERS`], each letter of a script without
/// spaces as much as [`FEWEST_WORDS`].
fn weight(folded: &str) -> usize {
    let weigh = |word: &str| {
        let unspaced = word.chars().filter(|c| is_unspaced(*c)).count();
        let has_other = word.chars().any(|c| !is_unspaced(c));
        FEWEST_WORDS * unspaced + if has_other { FEWEST_LETTERS } else { 0 }
    };
    plain_words(&without_names(folded)).split(' ').map(weigh).sum()
}

/// The text without its hashtags and handles.
fn without_names(text: &str) -> String {
    let (mut is_in_word, mut is_in_name) = (false, false);
    text.chars()
        .filter(|c| {
            let begins = matches!(c, '#' | '\u{ff03}' | '@') && !is_in_word;
            is_in_word = c.is_alphanumeric() || *c == '_';
            is_in_name = begins || is_in_name && is_in_word;
            !is_in_name
        })
        .collect()
}

/// The sentences of a line, as bytes of it, without the blanks between them.
fn split(line: &str) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    let (mut start, mut at) = (0, 0);
    while let Some(sign) = line.get(at..).and_then(|rest| rest.find(|c| sign(c).is_some())) {
        let ending = Ending::of(line, at + sign);
        let rest = line.get(ending.end..).unwrap_or_default();
        let next = rest.trim_start_matches(line::is_blank);
        at = line.len() - next.len();
        if ending.ends_sentence(line.get(..ending.start).unwrap_or_default(), at > ending.end, next) {
            sentences.push(start..ending.end);
            start = at;
        }
    }
    if start < line.len() {
        sentences.push(start..line.len());
    }
    sentences
}

/// What a sentence may end with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    /// `.` or `…`, which have other uses, too.
    Dot,
    /// `!`, `?`.
    Mark,
    /// The same in other scripts, such as `。`, `؟`, `।`: no space need follow.
    ForeignMark,
}

fn sign(c: char) -> Option<Sign> {
    match c {
        '.' | '…' => Some(Sign::Dot),
        '!' | '?' => Some(Sign::Mark),
        _ if c.is_ascii() => None,
        _ => match BREAKS.get(c) {
            SentenceBreak::ATerm => Some(Sign::Dot),
            SentenceBreak::STerm => Some(Sign::ForeignMark),
            _ => None,
        },
    }
}

/// Signs that follow each other, with the closing quotation marks, brackets and emoji directly behind them.
struct Ending {
    start: usize,
    end: usize,
    signs: usize,
    is_dots: bool,
    needs_space: bool,
    is_quoted: bool,
}

impl Ending {
    fn of(line: &str, start: usize) -> Self {
        let mut ending =
            Self { start, end: start, signs: 0, is_dots: true, needs_space: true, is_quoted: false };
        let mut rest = line.get(start..).unwrap_or_default().chars();
        while let Some(c) = rest.next() {
            match sign(c) {
                Some(sign) => {
                    ending.signs += 1;
                    ending.is_dots &= sign == Sign::Dot;
                    ending.needs_space = sign != Sign::ForeignMark;
                }
                None if is_closing(c, rest.as_str()) => {
                    ending.is_quoted |= CATEGORIES.get(c) != GeneralCategory::ClosePunctuation;
                }
                None if is_symbol(c) || matches!(c, '\u{fe0f}' | '\u{200d}') => {}
                None => break,
            }
            ending.end = line.len() - rest.as_str().len();
        }
        ending
    }

    /// Whether a sentence ends here; `before` is the line before it, `next` what follows behind the blanks, if
    /// any, as `has_space` tells.
    fn ends_sentence(&self, before: &str, has_space: bool, next: &str) -> bool {
        let Some(first) = next.chars().next() else { return true };
        if !has_space && self.needs_space && !is_unspaced(first) {
            return false;
        }
        if BREAKS.get(first) == SentenceBreak::SContinue || sign(first).is_some() {
            return false;
        }
        // Hashtags, handles and addresses are written small and often stand behind the last sentence.
        let is_name = NAMES.iter().any(|beginning| next.starts_with(beginning));
        let letter = next.chars().take(LOOK_AHEAD).find(|c| c.is_alphanumeric());
        let goes_on = !is_name && letter.is_some_and(char::is_lowercase);
        if self.is_dots {
            !(goes_on || self.signs == 1 && abbreviation::is_abbreviation(before, next))
        } else {
            !(goes_on && self.is_quoted)
        }
    }
}

/// Whether a character that stands before `rest` closes what was opened before. A mark that opens in one language
/// closes in another: there it stands before a space.
fn is_closing(c: char, rest: &str) -> bool {
    if c == '\'' || c == '"' {
        return true;
    }
    let is_opening =
        matches!(CATEGORIES.get(c), GeneralCategory::OpenPunctuation | GeneralCategory::InitialPunctuation);
    BREAKS.get(c) == SentenceBreak::Close
        && !is_symbol(c)
        && (!is_opening || rest.chars().next().is_none_or(line::is_blank))
}

#[cfg(test)]
mod tests;
