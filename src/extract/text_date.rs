//! The day that a post's text gives for the post itself: a dateline, the title's parenthesis, or the words
//! `Today, on April 24`. A day that is merely mentioned is none.

mod month;
mod scan;

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use super::{
    character,
    line::{self, Kind, Line},
    marker::{self, Marker, MarkerKind},
};
use crate::model::{DateBasis, TextDate};
use scan::{Day, Scanned};

pub(super) use month::begins_with_month;
pub(super) use scan::digit;

/// A dateline stands among the first lines; further down a place and a day announce something.
const DATELINE_LINES: usize = 5;

/// The longest dateline or parenthesis, in bytes.
const LENGTH_LIMIT: usize = 240;

/// The years in which a post can have been made: Twitter opened in 2006, Telegram in 2013. Any other is
/// history or prophecy.
const YEARS: std::ops::RangeInclusive<i16> = 2006..=2100;

/// The day that the text gives for the post: by its dateline, else by its title, else by its words.
pub(super) fn text_date(text: &str, lines: &[Line]) -> Option<TextDate> {
    dateline_day(text, lines).or_else(|| title_day(text, lines)).or_else(|| today(text, lines))
}

/// Whether a line is a place and a day: with a pin anywhere, without one near the top.
///
/// `words` is the line with its `marker`, `index` the count of lines before it.
pub(super) fn is_dateline(words: &str, marker: Option<Marker>, index: usize) -> bool {
    dateline(words, marker, index).is_some()
}

fn dateline(words: &str, marker: Option<Marker>, index: usize) -> Option<Scanned> {
    if words.len() > LENGTH_LIMIT {
        return None;
    }
    let has_digit = || scan::may_have_digit(words) && words.chars().any(|c| digit(c).is_some());
    if words.starts_with(PIN) {
        let (place, day) = has_digit().then(|| place_and_day(words)).flatten()?;
        return (!place.chars().any(|c| digit(c).is_some())).then_some(day);
    }
    let body = match marker {
        None => words,
        Some(marker) if marker.kind == MarkerKind::Emoji => marker.body(words),
        Some(_) => return None,
    };
    let word_limit = match index {
        0 => 3,
        1..DATELINE_LINES => 6,
        _ => return None,
    };
    // Most lines hold none.
    let (place, day) = has_digit().then(|| place_and_day(body)).flatten()?;
    let has_year = !matches!(day, Scanned::Day(Day { year: None, .. }));
    let place = without_article(place);
    (has_year && is_place(place, word_limit) && place.ends_with(SEPARATORS)).then_some(day)
}

/// A place of more Chinese letters is a sentence.
const LONGEST_HAN_PLACE: usize = 8;

const PIN: char = '📍';
const SEPARATORS: [char; 9] = [',', '،', '、', '\u{ff0c}', '-', '–', '—', '|', '/'];

/// The day of the dateline; several datelines of different days, such as a schedule, date nothing, nor does
/// one with a clock time beside it, which announces something.
fn dateline_day(text: &str, lines: &[Line]) -> Option<TextDate> {
    let is_announced = lines.windows(2).take(DATELINE_LINES).any(|pair| {
        matches!(pair, [first, second]
            if (first.kind == Kind::Dateline && is_clock_time(second.words(text)))
                || (second.kind == Kind::Dateline && is_clock_time(first.words(text))))
    });
    if is_announced {
        return None;
    }
    let mut days = lines
        .iter()
        .take(DATELINE_LINES)
        .enumerate()
        .filter(|(_, line)| line.kind == Kind::Dateline)
        .filter_map(|(index, line)| {
            let words = line.words(text);
            made(dateline(words, marker::marker(words), index)?, DateBasis::Dateline)
        });
    let first = days.next()?;
    days.all(|day| day == first).then_some(first)
}

/// Whether a line begins with a time of the day and says little more: `🕐 10:00`, `18.30 (UTC+3)`.
fn is_clock_time(words: &str) -> bool {
    let clock = words.trim_start_matches(|c: char| !character::is_alphanumeric(c));
    let is_hour = |text: &str| (1..=2).contains(&text.len()) && text.bytes().all(|c| c.is_ascii_digit());
    let is_minutes = |text: &str| {
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        digits == 2 && !text.get(2..).unwrap_or_default().starts_with(['.', ':', '%'])
    };
    words.len() <= 60
        && clock.split_once([':', '.']).is_some_and(|(hour, rest)| is_hour(hour) && is_minutes(rest))
}

/// The parenthesis at the end of the first line: `(Ostrava, May 3, 2024)`.
fn title_day(text: &str, lines: &[Line]) -> Option<TextDate> {
    let first = lines.first().filter(|first| first.kind != Kind::Code)?;
    let words = first
        .words(text)
        .trim_end_matches(|c: char| !character::is_alphanumeric(c) && !matches!(c, ')' | '\u{ff09}'));
    let inside = words.strip_suffix([')', '\u{ff09}'])?;
    let opener = inside.rfind(['(', '\u{ff08}'])?;
    let inside = inside.get(opener..)?.trim_start_matches(['(', '\u{ff08}']);
    if inside.len() > LENGTH_LIMIT {
        return None;
    }
    let (place, day) = place_and_day(inside)?;
    let has_year = matches!(day, Scanned::Day(Day { year: Some(_), .. }));
    let place = without_article(line::trim_blank(place));
    if !has_year || !(place.is_empty() || (is_place(place, 6) && place.ends_with(SEPARATORS))) {
        return None;
    }
    made(day, DateBasis::Title)
}

/// Marks that open a quotation, whose today may be another day.
const QUOTES: [char; 9] = ['"', '“', '„', '«', '‹', '\'', '‘', '「', '『'];

/// `Today, on April 24`, at the beginning of a line or a sentence that is not quoted.
fn today(text: &str, lines: &[Line]) -> Option<TextDate> {
    static TODAY: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
        AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(month::TODAY.split(' ')).ok()
    });
    let automaton = TODAY.as_ref()?;
    let mut lines = lines.iter().peekable();
    automaton.find_iter(text).find_map(|found| {
        while lines.peek().is_some_and(|line| line.end <= found.start()) {
            lines.next();
        }
        let line = lines.peek().filter(|line| line.start <= found.start() && line.kind != Kind::Code)?;
        let before = text.get(line.start..found.start())?;
        if before.ends_with(QUOTES) || !is_sentence_end(before) {
            return None;
        }
        made(scan::day_after_today(text.get(found.end()..line.end)?)?, DateBasis::Text)
    })
}

/// Whether a sentence may begin after `before`, the beginning of a line.
fn is_sentence_end(before: &str) -> bool {
    let tail = before.trim_end_matches(|c: char| {
        line::is_blank(c)
            || (!character::is_alphanumeric(c)
                && !matches!(c, '.' | '!' | '?' | '…' | ':' | ',' | ';' | '。'))
    });
    tail.is_empty() || (tail.len() < before.len() && tail.ends_with(['.', '!', '?', '…', ':', '。']))
}

/// The place without the article of the day behind it: `Paris, le 3 mai 2024`.
fn without_article(place: &str) -> &str {
    let bare = ["le", "el", "den", "am", "em", "il"].iter().find_map(|article| place.strip_suffix(article));
    bare.filter(|bare| bare.ends_with(line::is_blank)).map_or(place, line::trim_blank)
}

/// A text that ends with a day, split before it.
fn place_and_day(text: &str) -> Option<(&str, Scanned)> {
    let text = line::trim_blank(text);
    let mut previous = None;
    text.char_indices().find_map(|(at, c)| {
        let is_start = character::is_alphanumeric(c)
            && !previous
                .is_some_and(|before: char| character::is_alphanumeric(before) || digit(before).is_some());
        previous = Some(c);
        if !is_start {
            return None;
        }
        let (day, rest) = scan::day(text.get(at..)?)?;
        let is_last = rest
            .chars()
            .all(|c| !character::is_alphanumeric(c) && !matches!(c, ',' | ':' | '?' | '#' | '@' | '('));
        is_last.then(|| (line::trim_blank(text.get(..at).unwrap_or_default()), day))
    })
}

/// Whether words can name a place: few, each with a capital or of a script without, no numbers.
fn is_place(words: &str, limit: usize) -> bool {
    let mut count = 0;
    let is_clean = words.chars().all(|c| {
        !character::is_numeric(c)
            && !matches!(c, '!' | '?' | ':' | ';' | '#' | '@' | '"' | '«' | '“' | '(' | '<' | '…')
            && !matches!(c, '！' | '？' | '：' | '；' | '（' | '「' | '『' | '《' | '。')
    });
    is_clean
        && words
            .split(|c: char| line::is_blank(c) || SEPARATORS.contains(&c))
            .filter(|word| !word.is_empty())
            .all(|word| {
                count += 1;
                let first = word.chars().find(|c| character::is_alphabetic(*c));
                count <= limit
                    && word.chars().filter(|c| month::is_han(*c)).count() <= LONGEST_HAN_PLACE
                    && (first.is_none_or(|c| !character::is_lowercase(c))
                        || month::is_one_of(month::PARTICLES, word.trim_end_matches('.')))
            })
        && count > 0
}

fn made(scanned: Scanned, basis: DateBasis) -> Option<TextDate> {
    match scanned {
        Scanned::Day(Day { year, month, day }) if year.is_none_or(|year| YEARS.contains(&year)) => {
            Some(TextDate { basis, year, month, day })
        }
        Scanned::Day(_) | Scanned::Days => None,
    }
}

#[cfg(test)]
mod tests;
