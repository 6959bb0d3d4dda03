//! The lines of a post's text, each told apart by what it is for: the one reading of a text's shape on
//! which the title, the talking points and the day are built.

use super::{
    character::{is_alphabetic, is_alphanumeric},
    marker::{self, Marker, MarkerKind},
    navigation, text_date,
};
use crate::model::{Span, SpanKind};

mod list;

/// How many lines with words in them are read for structure. Telegram allows 4,096 characters a post;
/// what is longer than this is data, and the rest of it holds no talking points.
const LINE_LIMIT: usize = 250_000;

/// What stands between a line and the last line before it that has words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gap {
    /// Nothing.
    None,
    /// An elision such as `<...>`.
    Elision,
    /// A blank line, a rule or a line of emoji.
    Blank,
}

/// What a line is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Words without a marker.
    Plain,
    /// Words after a marker; whether it is a talking point depends on the lines around it.
    Marked(Marker),
    /// `Key talking points:` and the like.
    Heading,
    /// `Read in full`, `👉 Points 1-7` and the like.
    Navigation,
    /// A marker and an address, perhaps with a label, or names of platforms: `🔸 VK: https://…`.
    Address,
    /// Hashtags and nothing else.
    Hashtags,
    /// A place and a day.
    Dateline,
    /// A part of a code block.
    Code,
}

/// One line that has words in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Line {
    /// Byte at which the line begins.
    pub(super) start: usize,
    /// Byte after its last visible character.
    pub(super) end: usize,
    /// How many blank characters stand before its first visible one.
    pub(super) indent: usize,
    /// What separates it from the line before.
    pub(super) gap: Gap,
    /// What it is for.
    pub(super) kind: Kind,
}

impl Line {
    /// The line without the blanks around it.
    pub(super) fn words<'t>(&self, text: &'t str) -> &'t str {
        trim_blank(text.get(self.start..self.end).unwrap_or_default())
    }

    /// Whether no list goes on over the line's beginning: furniture of the post, or a paragraph after a blank line.
    pub(super) fn ends_list(&self) -> bool {
        self.is_furniture() || (self.kind == Kind::Plain && self.gap == Gap::Blank)
    }

    /// Whether it leads elsewhere, announces a list or holds hashtags only.
    pub(super) fn is_furniture(&self) -> bool {
        matches!(self.kind, Kind::Navigation | Kind::Hashtags | Kind::Heading)
    }

    /// Its marker, when that gives a number.
    fn number(&self) -> Option<MarkerKind> {
        self.marker().filter(|marker| marker.ordinal().is_some()).map(|marker| marker.kind)
    }

    /// The marker, when the line has one.
    pub(super) fn marker(&self) -> Option<Marker> {
        match self.kind {
            Kind::Marked(marker) => Some(marker),
            _ => None,
        }
    }
}

/// The lines of `text` that have words in them, in order.
pub(super) fn lines(text: &str, spans: &[Span]) -> Vec<Line> {
    let mut code = CodeBlocks::new(spans);
    let mut lines: Vec<Line> = Vec::new();
    let mut days = Vec::new();
    let mut series = Vec::new();
    let mut gap = Gap::None;
    let mut start = 0;
    let ends = memchr::memchr_iter(b'\n', text.as_bytes()).chain(std::iter::once(text.len()));
    for line_end in ends {
        let line_start = start;
        let raw = text.get(line_start..line_end).unwrap_or_default();
        start = line_end + 1;
        let behind_lead = raw.trim_start_matches(is_blank);
        let words = behind_lead.trim_end_matches(is_blank);
        if !has_words(words) {
            gap = gap.max(if is_elision(words) { Gap::Elision } else { Gap::Blank });
            continue;
        }
        let lead = raw.len() - behind_lead.len();
        let end = line_start + lead + words.len();
        let is_code = code.covers(line_start + lead, end);
        let (kind, day) = if is_code { (Kind::Code, None) } else { kind(words, lines.len()) };
        days.extend(day.map(|marker| (lines.len(), marker)));
        if kind == Kind::Plain {
            series.extend(marker::series::series(words).map(|marker| (lines.len(), marker)));
        }
        let indent = raw.get(..lead).unwrap_or_default().chars().filter(|c| c.is_whitespace()).count();
        lines.push(Line { start: line_start, end, indent, gap, kind });
        gap = Gap::None;
        if lines.len() == LINE_LIMIT {
            break;
        }
    }
    mark_numbered(&mut lines, &days);
    list::mark_series(text, &mut lines, &series);
    mark_points_like_navigation(text, &mut lines);
    lines
}

/// What a line of these words is for; `index` counts the lines with words before it. And the marker of a line that seems
/// to begin with a day, where words follow the month.
fn kind(words: &str, index: usize) -> (Kind, Option<Marker>) {
    let found = marker::marker_or_day(words);
    let day = found.filter(|marker| marker.may_be_day(words));
    let kind = kind_of_marked(words, if day.is_some() { None } else { found }, index);
    let says_more = |marker: &Marker| {
        let mut behind_month = marker.body(words).split(is_blank).skip(1);
        behind_month.any(|word| word.contains(is_alphabetic))
    };
    (kind, day.filter(|marker| kind == Kind::Plain && says_more(marker)))
}

fn kind_of_marked(words: &str, marker: Option<Marker>, index: usize) -> Kind {
    let body = marker.map_or(words, |marker| marker.body(words));
    if navigation::is_hashtags_only(words) {
        Kind::Hashtags
    } else if navigation::is_navigation(body, marker) {
        Kind::Navigation
    } else if navigation::is_heading(body, marker) {
        Kind::Heading
    } else if text_date::is_dateline(words, marker, index) {
        Kind::Dateline
    } else if marker.is_some() && (navigation::is_labelled_address(body) || navigation::is_menu(body)) {
        Kind::Address
    } else {
        marker.map_or(Kind::Plain, Kind::Marked)
    }
}

/// Takes lines that seemed to begin with a day, such as `1. May it sail`, for numbered ones, where the number before or
/// behind theirs begins another line of the same list. `days` are their places and markers, ascending.
fn mark_numbered(lines: &mut [Line], days: &[(usize, Marker)]) {
    if days.is_empty() {
        return;
    }
    let (mut behind, mut left) = (None, days.iter().rev().peekable());
    for (place, line) in lines.iter_mut().enumerate().rev() {
        let day = left.next_if(|(day, _)| *day == place).map(|(_, marker)| *marker);
        let is_numbered = |marker: &Marker| behind.is_some_and(|behind| marker.kind.comes_before(behind));
        line.kind = day.filter(is_numbered).map_or(line.kind, Kind::Marked);
        behind = if line.ends_list() { None } else { line.number().or(behind) };
    }
    let (mut before, mut left) = (None, days.iter().peekable());
    for (place, line) in lines.iter_mut().enumerate() {
        let day = left.next_if(|(day, _)| *day == place).map(|(_, marker)| *marker);
        let is_numbered =
            |marker: &Marker| before.is_some_and(|before: MarkerKind| before.comes_before(marker.kind));
        line.kind = day.filter(is_numbered).map_or(line.kind, Kind::Marked);
        before = if line.ends_list() { None } else { line.number().or(before) };
    }
}

/// Takes lines that seemed to lead elsewhere, such as `📌 More information is needed`, for items, where the lines right
/// before and behind them have the same marker.
fn mark_points_like_navigation(text: &str, lines: &mut [Line]) {
    for place in 1..lines.len().saturating_sub(1) {
        let Some([before, line, behind]) = lines.get(place - 1..=place + 1) else { continue };
        if line.kind != Kind::Navigation {
            continue;
        }
        let words = line.words(text);
        let Some(own) = marker::marker(words) else { continue };
        let has_this = |other: &Line| {
            other.marker().is_some_and(|marker| {
                marker.kind == own.kind && own.is_like(words, &marker, other.words(text))
            })
        };
        let is_point =
            has_this(before) && has_this(behind) && !navigation::is_sure_navigation(own.body(words));
        if is_point && let Some(line) = lines.get_mut(place) {
            line.kind = Kind::Marked(own);
        }
    }
}

/// The code blocks of a text, asked for lines in ascending order.
struct CodeBlocks {
    blocks: Vec<(usize, usize)>,
    next: usize,
}

impl CodeBlocks {
    fn new(spans: &[Span]) -> Self {
        let mut blocks: Vec<_> = spans
            .iter()
            .filter(|span| span.kind == SpanKind::Pre)
            .map(|span| (span.start, span.end))
            .collect();
        blocks.sort_unstable();
        Self { blocks, next: 0 }
    }

    /// Whether any of the bytes from `start` to `end` lies in a code block.
    fn covers(&mut self, start: usize, end: usize) -> bool {
        while self.blocks.get(self.next).is_some_and(|block| block.1 <= start) {
            self.next += 1;
        }
        self.blocks.get(self.next).is_some_and(|block| block.0 < end)
    }
}

/// Whether a character shows nothing: white space, marks of direction, zero-width characters, fillers.
#[inline]
pub(super) fn is_blank(c: char) -> bool {
    if c.is_ascii() {
        return matches!(c, ' ' | '\t'..='\r');
    }
    is_blank_past_ascii(c)
}

fn is_blank_past_ascii(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180e}'
                | '\u{200b}'..='\u{200f}'
                | '\u{202a}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{2800}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}'
        )
}

/// `text` without the characters that show nothing at its ends.
pub(super) fn trim_blank(text: &str) -> &str {
    text.trim_matches(is_blank)
}

/// Whether there is a letter or a number, those of keycaps apart.
pub(super) fn has_words(text: &str) -> bool {
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        if is_alphanumeric(c) && !is_blank(c) {
            let after = rest.as_str();
            if !after.strip_prefix('\u{fe0f}').unwrap_or(after).starts_with('\u{20e3}') {
                return true;
            }
        }
    }
    false
}

/// Whether `words`, which hold no letter or number, say that something is left out: `<...>`, `[…]`.
fn is_elision(words: &str) -> bool {
    (words.contains("...") || words.contains('…'))
        && words.chars().all(|c| matches!(c, '.' | '…' | '<' | '>' | '[' | ']' | '(' | ')' | '‹' | '›' | ' '))
}
