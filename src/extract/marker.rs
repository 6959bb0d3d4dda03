//! What a line of a list begins with: bullets, shapes, keycaps, numbers, dashes, emoji.

use icu_properties::{
    CodePointSetData, CodePointSetDataBorrowed,
    props::{ExtendedPictographic, RegionalIndicator},
};
use unicode_segmentation::UnicodeSegmentation;

use super::{character, line, text_date};
use number::{chinese_digit, chinese_number, keycaps, number};

pub(super) mod number;
mod quotation;
pub(super) mod series;

/// The beginning of a line that may be a list item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Marker {
    /// Which kind of marker it is.
    pub(super) kind: MarkerKind,
    /// Bytes before it: of the quotation mark that opens there.
    start: u32,
    /// Bytes up to its end.
    end: u32,
    /// Bytes before the first of the words.
    body: u32,
}

impl Marker {
    /// The marker as written; `words` is the line without the blanks around it.
    pub(super) fn spelling<'t>(&self, words: &'t str) -> &'t str {
        words.get(self.start as usize..self.end as usize).unwrap_or_default()
    }

    /// Whether two markers of lines are written alike, variation selectors aside: `⚡` and `⚡️`.
    pub(super) fn is_like(&self, words: &str, other: &Self, other_words: &str) -> bool {
        let its = other.spelling(other_words).chars().filter(|sign| !VARIATIONS.contains(sign));
        self.spelling(words).chars().filter(|sign| !VARIATIONS.contains(sign)).eq(its)
    }

    /// The line after its marker.
    pub(super) fn body<'t>(&self, words: &'t str) -> &'t str {
        words.get(self.body as usize..).unwrap_or_default()
    }

    /// Whether the name of a month follows a number: then it may be a day, as in `5. August`.
    pub(super) fn may_be_day(&self, words: &str) -> bool {
        matches!(self.kind, MarkerKind::Number(_) | MarkerKind::Keycap(_))
            && text_date::begins_with_month(self.body(words))
    }

    /// The number that the marker gives.
    pub(super) fn ordinal(&self) -> Option<i64> {
        match self.kind {
            MarkerKind::Keycap(ordinal)
            | MarkerKind::Number(ordinal)
            | MarkerKind::ChineseNumber(ordinal) => Some(ordinal),
            MarkerKind::Series(place) => place.ordinal(),
            _ => None,
        }
    }
}

/// The kinds of markers, by what it takes for one to make a list item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MarkerKind {
    /// A typographic bullet: an item wherever it stands.
    Bullet,
    /// An emoji that serves as a bullet: an item, unless it opens the post alone.
    Shape(Shape),
    /// `1️⃣`, `1️⃣0️⃣`, `🔟`, `①`, `⑴`: likewise.
    Keycap(i64),
    /// `1.`, `1)`, `(1)`, `1-`: an item among ascending ones.
    Number(i64),
    /// `一、`, `（一）`: likewise; items of the other kind may stand between.
    ChineseNumber(i64),
    /// `а)`, `I.`, `№1`, `#1.`, `[1]`, `1 – `: only where one follows the other from the first on.
    Series(series::Place),
    /// `-` or a longer dash: an item among others.
    Dash {
        /// Whether it is longer than a hyphen, as dialogue has it.
        is_long: bool,
    },
    /// `>`, `->`, `—>`, `→`: an item among others.
    Arrow,
    /// `*`, `·`: an item among others.
    Star,
    /// Any other emoji, flags included: an item under a heading, or where it repeats line by line.
    Emoji,
}

impl MarkerKind {
    /// Whether `other` gives the next number in the same way.
    pub(super) fn comes_before(self, other: Self) -> bool {
        match (self, other) {
            (Self::Number(one), Self::Number(next)) | (Self::Keycap(one), Self::Keycap(next)) => {
                one.checked_add(1) == Some(next)
            }
            _ => false,
        }
    }
}

/// The families of emoji that serve as bullets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// 🔴 🔵 ⚪
    Circle,
    /// 🟥 ⬛ 🔲
    Square,
    /// 🔸 🔹 🔶 🔷
    Diamond,
    /// 🔺 🔻
    Triangle,
    /// ✅ ❌ ✔
    Check,
    /// 📌
    Pin,
    /// ➡ ▶
    Arrow,
}

static PICTOGRAPHIC: CodePointSetDataBorrowed<'static> = CodePointSetData::new::<ExtendedPictographic>();
static REGIONAL: CodePointSetDataBorrowed<'static> = CodePointSetData::new::<RegionalIndicator>();

/// No letter before it is an emoji or a Chinese digit.
const FIRST_SIGN: char = '\u{2000}';

/// The marker with which a line begins; `words` is the line without the blanks around it.
///
/// None when no words follow it, or when the line is set between dashes like a caption (`- so -`), or begins with a day.
pub(super) fn marker(words: &str) -> Option<Marker> {
    marker_or_day(words).filter(|marker| !marker.may_be_day(words))
}

/// As [`marker`], also where it [may be a day](Marker::may_be_day).
pub(super) fn marker_or_day(words: &str) -> Option<Marker> {
    let Some(quoted) = words.strip_prefix(OPENING_QUOTES) else { return unquoted_marker(words) };
    let marker = unquoted_marker(quoted)?;
    let is_sure = matches!(
        marker.kind,
        MarkerKind::Bullet | MarkerKind::Shape(_) | MarkerKind::Keycap(_) | MarkerKind::Number(_)
    );
    let opening = words.get(..words.len() - quoted.len())?;
    let is_quotation = match quotation::closed(opening, quoted) {
        None => false,
        Some(behind) => marker.kind != MarkerKind::Bullet || line::has_words(behind),
    };
    let before = u32::try_from(opening.len()).ok().filter(|_| is_sure && !is_quotation)?;
    let (start, end, body) = (marker.start + before, marker.end + before, marker.body + before);
    Some(Marker { start, end, body, ..marker })
}

/// A list that is quoted may begin with one.
const OPENING_QUOTES: [char; 5] = ['"', '«', '“', '„', '「'];

fn unquoted_marker(words: &str) -> Option<Marker> {
    let first = words.chars().next()?;
    if first < FIRST_SIGN && character::is_alphabetic(first) {
        return None;
    }
    if character::is_alphabetic(first) && !PICTOGRAPHIC.contains(first) && chinese_digit(first).is_none() {
        return None;
    }
    let (kind, length) = keycaps(words)
        .or_else(|| number(words))
        .or_else(|| chinese_number(words))
        .or_else(|| dash(words))
        .or_else(|| bullet(words))
        .or_else(|| emoji(words))?;
    let (kind, length) = with_second_bullet(words, kind, length);
    let after = words.get(length..)?;
    let body = behind_second_sign(kind, after).trim_start_matches(line::is_blank);
    if !line::has_words(body) {
        return None;
    }
    if matches!(kind, MarkerKind::Dash { .. }) && body.ends_with(is_dash) {
        return None;
    }
    // A telephone number or a score.
    if matches!(kind, MarkerKind::Number(_)) && !body.chars().any(character::is_alphabetic) {
        return None;
    }
    Some(Marker {
        kind,
        start: 0,
        end: u32::try_from(length).ok()?,
        body: u32::try_from(words.len() - body.len()).ok()?,
    })
}

/// They tell whether an emoji is shown in colours; many posts have some with them and some without.
const VARIATIONS: [char; 2] = ['\u{fe0e}', '\u{fe0f}'];

/// How many bytes of variation selectors stand at `at`.
fn variation(words: &str, at: usize) -> usize {
    let rest = words.get(at..).unwrap_or_default();
    rest.len() - rest.trim_start_matches(VARIATIONS).len()
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '‐' | '‑' | '–' | '—' | '―' | '‒' | '−' | '﹣' | '\u{ff0d}')
}

/// Dashes, arrows, stars and dots, alone or as `->`, `—>`, `-•`.
fn dash(words: &str) -> Option<(MarkerKind, usize)> {
    let first = words.chars().next()?;
    let rest = words.get(first.len_utf8()..)?;
    let next = rest.chars().next()?;
    if is_dash(first) || first == '=' {
        let dashes = rest.len() - rest.trim_start_matches(|c| is_dash(c) || c == '=').len();
        let after = rest.get(dashes..)?;
        let length = first.len_utf8() + dashes;
        if let Some(tip) = after.chars().next().filter(|c| matches!(c, '>' | '\u{ff1e}')) {
            return Some((MarkerKind::Arrow, length + tip.len_utf8()));
        }
        if let Some(bullet) = after.chars().next().filter(|c| is_bullet(*c)) {
            return Some((MarkerKind::Bullet, length + bullet.len_utf8()));
        }
        let may_follow = line::is_blank(next)
            || character::is_alphabetic(next)
            || matches!(next, '"' | '«' | '“' | '„' | '\'' | '#');
        return (first != '=' && dashes == 0 && may_follow)
            .then_some((MarkerKind::Dash { is_long: !matches!(first, '-' | '‐' | '‑') }, length));
    }
    match first {
        '>' | '\u{ff1e}' | '→' | '⇒' | '➔' | '➜' | '➙' | '⟶' | '←' | '⬅' => {
            Some((MarkerKind::Arrow, first.len_utf8() + variation(words, first.len_utf8())))
        }
        '*' | '·' | '٭' | '∗' if line::is_blank(next) => Some((MarkerKind::Star, first.len_utf8())),
        _ => None,
    }
}

fn is_bullet(c: char) -> bool {
    matches!(
        c,
        '•' | '◦'
            | '‣'
            | '⁃'
            | '∙'
            | '●'
            | '○'
            | '◉'
            | '◎'
            | '⦁'
            | '⦿'
            | '⚬'
            | '◆'
            | '◇'
            | '❖'
            | '■'
            | '□'
            | '▪'
            | '▫'
            | '◾'
            | '◽'
            | '◼'
            | '◻'
            | '►'
            | '▸'
            | '▹'
            | '▻'
            | '➤'
            | '➢'
            | '➣'
            | '★'
            | '☆'
            | '✦'
            | '✧'
            | '・'
            | '･'
    )
}

fn bullet(words: &str) -> Option<(MarkerKind, usize)> {
    let first = words.chars().next().filter(|c| is_bullet(*c))?;
    Some((MarkerKind::Bullet, first.len_utf8() + variation(words, first.len_utf8())))
}

fn shape(c: char) -> Option<Shape> {
    Some(match c {
        '🔴' | '🟠' | '🟡' | '🟢' | '🔵' | '🟣' | '🟤' | '⚫' | '⚪' | '🔘' | '⭕' => {
            Shape::Circle
        }
        '🟥' | '🟧' | '🟨' | '🟩' | '🟦' | '🟪' | '🟫' | '⬛' | '⬜' | '🔲' | '🔳' => {
            Shape::Square
        }
        '🔸' | '🔹' | '🔶' | '🔷' | '💠' => Shape::Diamond,
        '🔺' | '🔻' => Shape::Triangle,
        '✅' | '❌' | '✔' | '☐' | '☑' | '☒' | '✖' | '❎' | '✓' | '✗' | '✘' => Shape::Check,
        '📌' => Shape::Pin,
        '➡' | '▶' => Shape::Arrow,
        _ => return None,
    })
}

/// All the emoji that stand together at the beginning.
fn emoji(words: &str) -> Option<(MarkerKind, usize)> {
    let first = words.chars().next()?;
    if first.is_ascii() {
        return None;
    }
    let kind = shape(first).map_or(MarkerKind::Emoji, MarkerKind::Shape);
    let length = words.graphemes(true).take_while(|cluster| is_emoji(cluster)).map(str::len).sum();
    (length > 0).then_some((kind, length))
}

/// Whether a grapheme cluster is an emoji or a sign that serves as one; `©`, `®` and `™` are text.
fn is_emoji(cluster: &str) -> bool {
    cluster.chars().next().is_some_and(|c| {
        (PICTOGRAPHIC.contains(c) && !matches!(c, '©' | '®' | '™'))
            || REGIONAL.contains(c)
            || shape(c).is_some()
    })
}

/// `1️⃣. Words`, `🔹 – Words`: the sign behind the marker is none of the words. Before a number a dash may be its sign.
fn behind_second_sign(kind: MarkerKind, after: &str) -> &str {
    let closed = match kind {
        MarkerKind::Keycap(_) => after.strip_prefix(['.', ')', ':']).unwrap_or(after),
        MarkerKind::Dash { .. } | MarkerKind::Arrow | MarkerKind::Star => return after,
        _ => after,
    };
    let is_apart = |text: &str| text.starts_with(line::is_blank);
    let rest = closed.trim_start_matches(line::is_blank);
    let Some(behind) = rest.strip_prefix(is_dash).filter(|behind| is_apart(behind)) else {
        let is_of_words = closed.starts_with(|c: char| c == '.' || character::is_numeric(c));
        return if is_of_words { after } else { closed };
    };
    let is_sign = behind.trim_start_matches(line::is_blank).starts_with(character::is_numeric);
    if is_sign { closed } else { behind }
}

/// `🛡 • Words`: the bullet after the emoji is the marker's too.
fn with_second_bullet(words: &str, kind: MarkerKind, length: usize) -> (MarkerKind, usize) {
    if !matches!(kind, MarkerKind::Emoji | MarkerKind::Shape(_)) {
        return (kind, length);
    }
    let after = words.get(length..).unwrap_or_default();
    let rest = after.trim_start_matches(line::is_blank);
    match bullet(rest) {
        Some((kind, bullet)) => (kind, words.len() - rest.len() + bullet),
        None => (kind, length),
    }
}
